"""A panel's rows by themselves: all alerts, what changed, the sources."""

from collections.abc import Iterable

from opsdash.render.listrows import alert_words
from opsdash.render.rows import Cell, Row, Spans
from opsdash.tui.screens.base import bindings
from opsdash.tui.screens.modal import BoxScreen
from opsdash.tui.widgets.panel import SPECS

WORDS, MOST_WORDS = 4, 12
"""Lines for the alert under the cursor in full: what the longest one needs, at least and at most so many."""
SHARE = 3
"""Of a lower terminal they take at most this part."""


class ListScreen(BoxScreen):
    """The rows of one panel."""

    BINDINGS = [*bindings("copy", "acknowledge")]  # noqa: RUF012  Textual's own form
    most = 150

    def __init__(self, name: str, may_write: bool) -> None:
        super().__init__()
        self._spec = SPECS[name]
        self.columns = self._spec.columns
        self._acknowledges = name == "alerts" and may_write
        self.below = WORDS if name == "alerts" else 0

    def heading(self) -> Spans:
        if self.board is None:
            return ()
        title = self._spec.title(self.board)
        return ((title.name, "title"), (f"  {title.summary}", "dim"))

    def words(self, cells: int) -> tuple[Spans, ...]:
        if self.board is None:
            return ()
        chosen = (item for item in self.board.alerts if item.id == self.selected_id)
        return next((alert_words(item, cells, self.below, self.board.now) for item in chosen), ())

    def fill(self) -> None:
        if self.board and self._spec.name == "alerts":
            longest = [len(alert_words(item, self._cells, MOST_WORDS, self.board.now)) for item in self.board.alerts]
            self.below = max(WORDS, min(max(longest, default=0), self.app.size.height // SHARE))
        super().fill()

    def _show_keys(self) -> None:
        seen = self.board and any(a.id == self.selected_id and a.state == "acknowledged" for a in self.board.alerts)
        acknowledge = (("acknowledge", "take back" if seen else "acknowledge"),) if self._acknowledges else ()
        self.keys = (("back", "back"), ("detail", "detail"), *acknowledge)
        super()._show_keys()

    def content(self, _cells: int) -> Iterable[Row]:
        rows = self._spec.rows(self.board) if self.board else ()
        return rows or (Row("", (Cell(self._spec.empty, "dim"),), heading=True),)
