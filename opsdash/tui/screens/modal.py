"""A box over the screen: a heading, rows that scroll, a line of keys."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from opsdash.render.cells import wrap
from opsdash.render.rows import Cell, Column, Row, Spans
from opsdash.tui.rowlist import RowList
from opsdash.tui.screens.base import BoardScreen, bindings
from opsdash.tui.views import VIEWS
from opsdash.tui.widgets.lines import SpansLine
from opsdash.tui.widgets.picture import Lines

LABEL = 17
"""Cells for a label before its text."""
TEXT = (Column("label", LABEL), Column("text", 1, weight=1))


class BoxScreen(BoardScreen, ModalScreen[None]):
    """A box. A subclass gives `heading` and `content`, and may widen it or change its columns.

    Attributes:
        most: cells at most. columns: of its rows. keys: the commands that its last line names, with what
            they do here. below: lines for `words`.
    """

    DEFAULT_CSS = """
    BoxScreen { align: center middle; background: $background 60%; }
    BoxScreen:ansi { background: transparent; }
    BoxScreen > #box {
        width: 94%; height: auto; background: $surface; border: round $role-accent; padding: 0 1;
    }
    BoxScreen RowList { height: auto; }
    BoxScreen #words { margin: 1 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("back", *(f"view-{name}" for name in VIEWS)),
        Binding("q", "app.command('back')", "back", id="quit", show=False),
    ]
    most: int = 96
    below: int = 0
    columns: tuple[Column, ...] = TEXT
    keys: tuple[tuple[str, str], ...] = (("back", "back"),)

    def heading(self) -> Spans:
        """The box's first line."""
        raise NotImplementedError

    def content(self, cells: int) -> Iterable[Row]:
        """The rows below it, wrapped to `cells`."""
        raise NotImplementedError

    def words(self, _cells: int) -> tuple[Spans, ...]:
        """The row under the cursor in full, below the rows."""
        return ()

    _said: tuple[str, str] | None = None

    def compose(self) -> ComposeResult:
        self._heading, self._list = SpansLine(), RowList(self.columns)
        self._footer = SpansLine(rows=self._list)
        self._words, self._told = Lines(id="words"), Lines()
        with Vertical(id="box") as box:
            box.styles.max_width = self.most
            yield self._heading
            yield self._list
            yield self._words
            yield self._footer
            yield self._told

    def on_mount(self) -> None:
        """Fill it; keys act on its rows."""
        self.fill()
        self._list.focus()

    def on_resize(self) -> None:
        """Wrap anew."""
        self.fill()

    def watch_board(self) -> None:
        """Another board."""
        if self.is_mounted:
            self.fill()

    def fill(self) -> None:
        """Draw heading, rows and keys from the board."""
        self._heading.spans = self.heading()
        self._list.rows = tuple(self.content(self._cells))
        self._show_words()
        self._show_keys()

    @property
    def _cells(self) -> int:
        """The cells of a row: without border, padding, scrollbar."""
        return max(10, min(self.most, self.app.size.width * 94 // 100) - 5)

    def _show_words(self) -> None:
        if self.below:  # always as many lines, so that nothing moves with the cursor
            words = self.words(self._cells)[: self.below]
            self._words.lines = (*words, *[()] * (self.below - len(words)))

    def on_row_list_highlighted(self) -> None:
        """Another row under the cursor."""
        self._show_words()
        self._show_keys()

    def _show_keys(self) -> None:
        keys = tuple(s for k, label in self.keys for s in ((self.key_of(k), "accent"), (f" {label}   ", "dim")))
        self._footer.spans = keys
        text, role = self._said or ("", "")
        # In place of keys and count, and in as many lines as it needs: what it ends with is what to do.
        self._told.lines = tuple(((line, role),) for line in wrap(text, self._cells)) if text else ()
        self._footer.display = not text
        around = 5 + max(1, len(self._told.lines)) + (self.below + 2 if self.below else 0)
        self._list.styles.max_height = max(3, self.app.size.height - around)

    def flash(self, text: str, role: str = "soon") -> None:
        self._said = (text, role) if text else None
        self._show_keys()


def full(text: str, cells: int, role: str = "text") -> Iterable[Row]:
    """`text` over the whole width, in as many rows as it needs."""
    for line in wrap(text, cells):
        yield Row("", (Cell(line, role),), heading=True)


def labelled(label: str, text: str, cells: int, role: str = "text") -> Iterable[Row]:
    """`text` beside its label, in as many rows as it needs."""
    for at, line in enumerate(wrap(text, max(8, cells - LABEL - 1))):
        yield Row("", (Cell("" if at else label, "dim"), Cell(line, role)))


def blank() -> Row:
    """An empty row."""
    return Row("", (Cell(),), heading=True)
