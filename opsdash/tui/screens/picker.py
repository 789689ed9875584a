"""Choosing one thing from a list that typing narrows."""

from collections.abc import Iterable
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from opsdash.render.rows import Column, Row
from opsdash.tui.rowlist import RowList
from opsdash.tui.widgets.lines import SpansLine
from opsdash.tui.widgets.wordline import WordLine


class Choices(RowList):
    """The rows; the cursor shows while words are typed."""

    cursor_shows = True


T = TypeVar("T")


class Chooser(ModalScreen[T | None], Generic[T]):
    """A box with rows; dismissed with what the chosen one stands for, or None. Arrows and Enter choose, letters
    narrow. A subclass gives `rows_for` and `meant`."""

    DEFAULT_CSS = """
    Chooser { align: center middle; background: $background 60%; }
    Chooser > #box {
        width: 64; max-width: 96%; height: auto; max-height: 90%; background: $surface;
        border: round $role-accent; padding: 0 1;
    }
    Chooser RowList { height: auto; scrollbar-background: $surface; }
    Chooser Input, Chooser Input:focus { border: none; height: 1; padding: 0; background: $surface; }
    """
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "back", show=False),
        Binding("down", "rows('move', 1)", "next row", show=False),
        Binding("up", "rows('move', -1)", "row before", show=False),
        Binding("pagedown", "rows('page', 1)", "page down", show=False),
        Binding("pageup", "rows('page', -1)", "page up", show=False),
    ]

    def __init__(self, title: str, columns: tuple[Column, ...], asked: str = "type to narrow") -> None:
        """`asked` stands in the line to type into while it is empty."""
        super().__init__()
        self._title = title
        self._list = Choices(columns, empty="Nothing here is called that: Backspace for more.")
        self._list.can_focus = False
        self._words = WordLine(placeholder=asked, select_on_focus=False)
        self._words.cursor_blink = False

    def rows_for(self, typed: str) -> tuple[tuple[Row, ...], str]:
        """The rows for what is typed, and the id of the one that the cursor is to stand on."""
        raise NotImplementedError

    def meant(self, row_id: str) -> T:
        """What a row stands for."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        keys = (("↑ ↓", "move"), ("Enter", "choose"), ("Esc", "back"))
        with Vertical(id="box"):
            yield SpansLine(((self._title, "title"),))
            yield self._words
            yield self._list
            said = tuple(s for key, does in keys for s in ((key, "accent"), (f" {does}   ", "dim")))
            yield SpansLine(said, self._list)

    def on_mount(self) -> None:
        """Fill it."""
        self.on_resize()
        self._fill("")

    def on_resize(self) -> None:
        """As many rows as the terminal has room for."""
        self._list.styles.max_height = max(3, self.app.size.height * 9 // 10 - 5)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Only what is called so; the best one is under the cursor."""
        self._fill(message.value)

    def _fill(self, typed: str) -> None:
        self._list.rows, best = self.rows_for(typed)
        self._list.stand_on(best)

    def action_rows(self, way: str, step: int) -> None:
        """Through the rows while words are typed."""
        (self._list.action_move if way == "move" else self._list.action_page)(step)

    def on_input_submitted(self) -> None:
        """Chosen."""
        if self._list.highlighted:
            self.dismiss(self.meant(self._list.highlighted))

    def on_row_list_selected(self, message: RowList.Selected) -> None:
        """Chosen with the mouse."""
        message.stop()
        self.dismiss(self.meant(message.row_id))


class Picker(Chooser[str]):
    """A chooser of given rows; gives the row's id."""

    def __init__(self, title: str, columns: tuple[Column, ...], rows: Iterable[Row], at: str = "") -> None:
        """`at`: the id of the row that the cursor stands on at first."""
        super().__init__(title, columns)
        self._rows = tuple(rows)
        self._at = at

    def rows_for(self, typed: str) -> tuple[tuple[Row, ...], str]:
        from opsdash.tui.screens.narrowing import narrowed

        return narrowed(self._rows, typed) if typed else (self._rows, self._at)

    def meant(self, row_id: str) -> str:
        return row_id
