"""Choosing one thing from a list."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from opsdash.render.rows import Column, Row, Spans
from opsdash.tui.rowlist import RowList
from opsdash.tui.widgets.lines import SpansLine


class Picker(ModalScreen[str | None]):
    """A box with rows; dismissed with the chosen row's id, or None."""

    DEFAULT_CSS = """
    Picker { align: center middle; background: $background 60%; }
    Picker > #box {
        width: 60; max-width: 96%; height: auto; max-height: 90%; background: $surface;
        border: round $role-accent; padding: 0 1;
    }
    Picker RowList { height: auto; scrollbar-background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "back", show=False),
    ]

    def __init__(self, title: str, columns: tuple[Column, ...], rows: Iterable[Row]) -> None:
        super().__init__()
        self._title = title
        self._rows = tuple(rows)
        self._list = RowList(columns)
        self._keys = SpansLine()

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield SpansLine(((self._title, "title"),))
            yield self._list
            yield self._keys

    def on_mount(self) -> None:
        """Fill it; keys act on its rows."""
        keys: Spans = (("Enter", "accent"), (" choose   ", "dim"), ("Esc", "accent"), (" back", "dim"))
        self._keys.spans = keys
        self._list.styles.max_height = max(3, self.app.size.height * 9 // 10 - 4)
        self._list.rows = self._rows
        self._list.focus()

    def on_row_list_selected(self, message: RowList.Selected) -> None:
        """Chosen."""
        message.stop()
        self.dismiss(message.row_id)
