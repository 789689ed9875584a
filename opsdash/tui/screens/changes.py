"""View 7: what changed, and what of it is new to whoever looks."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from opsdash.board.items import Board
from opsdash.render.changelog import (
    COLUMNS,
    KINDS,
    change_log,
    change_words,
    is_new,
    newest_first,
    nothing_changed,
    row_id,
    shared_mark,
)
from opsdash.render.glyphs import Family
from opsdash.render.summary import STALE, PanelTitle
from opsdash.render.words import hhmm, joined
from opsdash.tui.rowlist import RowList
from opsdash.tui.screens.base import view_bindings
from opsdash.tui.screens.view import View
from opsdash.tui.widgets.lines import TitleLine
from opsdash.tui.widgets.picture import Lines

WORDS = 3
"""Lines for the change under the cursor in full; always as many, so that nothing moves with the cursor."""


class ChangesView(View):
    """What changed within the site's `recent` minutes. The marks are this viewer's own and end with it: one for each
    kind of record, since a kind that is not shown has not been seen."""

    DEFAULT_CSS = """
    ChangesView #change-list { padding: 0 0 0 1; }
    ChangesView #words { padding: 0 1; height: 3; background: $surface; }
    ChangesView.-low #words { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*view_bindings("changes")]
    view = "changes"
    topic = "what changed"

    def __init__(self) -> None:
        super().__init__()
        self._list = RowList(COLUMNS, id="change-list", empty="")
        self._title = TitleLine(self._list)
        self._words = Lines(id="words")
        self._kind = ""

    def content(self) -> Iterable[Widget]:
        self._title.focused_panel = True
        return (self._title, self._list, self._words)

    @property
    def family(self) -> Family:
        return "event"

    def entered(self) -> None:
        self._list.action_jump(0)  # on what is newest, not on what was so when this was looked at before

    def draw(self, board: Board) -> None:
        items = newest_first(board, self._kind)
        new, mark = sum(is_new(item, self.marks) for item in items), shared_mark(items, self.marks)
        since = f"{new or 'nothing'} new{f' since {hhmm(mark, board.now)}' * bool(mark)}" if self.marks else ""
        only = f"only {KINDS.get(self._kind, self._kind)} ({self.key_of('back')}: all)" if self._kind else ""
        self._title.title = PanelTitle("What changed", joined(str(len(items) or "nothing"), since), board.worst, only)
        self._list.faded = board.worst.state in STALE
        self._list.empty = nothing_changed(board, self._kind)
        self._list.rows = change_log(items, self.marks, board.now)
        self._show_words()

    def _show_words(self) -> None:
        if self.board is None:
            return
        chosen = (item for item in self.board.changes if row_id(item) == self._list.highlighted)
        cells = self.cells_for(self.board)
        lines = next((change_words(item, self.board.now, cells, WORDS) for item in chosen), ())
        self._words.lines = (*lines, *[()] * (WORDS - len(lines)))

    def on_row_list_highlighted(self) -> None:
        """Another change under the cursor."""
        self._show_words()

    def next_kind(self) -> None:
        """Only the changes of the next kind there is; after the last one all again."""
        if self.board:
            there = {item.kind for item in self.board.changes}
            kinds = ["", *(kind for kind in KINDS if kind in there)]
            self._kind = kinds[(kinds.index(self._kind) + 1) % len(kinds)] if self._kind in kinds else ""
            self.draw(self.board)

    def set_mark(self) -> None:
        """All that is shown now is seen: of the kind that alone is shown, or of all kinds."""
        if self.board:
            seen = self.board.asked or self.board.now
            self.marks |= dict.fromkeys((self._kind,) if self._kind else KINDS, seen)
            self.show_news()
            self.draw(self.board)

    def step_back(self) -> bool:
        narrowed, self._kind = bool(self._kind), ""
        if narrowed and self.board:
            self.draw(self.board)
        return narrowed
