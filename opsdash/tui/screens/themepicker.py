"""Choosing the colours."""

from opsdash.render.rows import Cell, Column, Row
from opsdash.tui.screens.picker import Picker
from opsdash.tui.themes import NAMED

COLUMNS = (Column("name", 20), Column("what", 20, weight=1))


def theme_picker(current: str) -> Picker:
    """Gives a theme's name."""
    rows = (Row(name, (Cell(name, "strong"), Cell(what, "dim"))) for name, what in NAMED.items())
    return Picker("Colours", COLUMNS, rows, at=current)
