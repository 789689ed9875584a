"""Choosing the colours."""

from typing import TYPE_CHECKING

from opsdash.render.rows import Cell, Column, Row
from opsdash.tui.screens.picker import Picker
from opsdash.tui.themes import NAMED

if TYPE_CHECKING:
    from opsdash.tui.app import OpsdashApp

COLUMNS = (Column("name", 18), Column("what", 20, weight=1), Column("worn", 3))


def theme_picker(current: str) -> Picker:
    """Gives a theme's name; the `current` one is marked."""
    rows = (
        Row(name, (Cell(name, "strong"), Cell(what, "dim"), Cell("now" if name == current else "", "accent")))
        for name, what in NAMED.items()
    )
    return Picker("Colours", COLUMNS, rows, at=current)


def wear(app: "OpsdashApp", theme: str | None) -> None:
    """Show the colours that were chosen, and say how to keep them."""
    if theme:
        app.theme = theme
        app.flash(f'To keep these colours: theme = "{theme}" under [ui] in opsdash.toml.', "good")
