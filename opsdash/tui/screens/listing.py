"""A panel's rows by themselves: all alerts, what changed, the sources."""

from collections.abc import Iterable

from opsdash.render.listrows import alert_words
from opsdash.render.rows import Cell, Row, Spans
from opsdash.tui.screens.base import bindings
from opsdash.tui.screens.modal import BoxScreen
from opsdash.tui.widgets.panel import SPECS

WORDS = 4
"""Lines for the alert under the cursor in full."""


class ListScreen(BoxScreen):
    """The rows of one panel."""

    BINDINGS = [*bindings("copy", "acknowledge")]  # noqa: RUF012  Textual's own form
    most = 150

    def __init__(self, name: str, may_write: bool) -> None:
        super().__init__()
        self._spec = SPECS[name]
        self.columns = self._spec.columns
        acknowledge = (("acknowledge", "acknowledge"),) if name == "alerts" and may_write else ()
        self.keys = (("back", "back"), ("detail", "detail"), *acknowledge)
        self.below = WORDS if name == "alerts" else 0

    def heading(self) -> Spans:
        if self.board is None:
            return ()
        title = self._spec.title(self.board)
        return ((title.name, "title"), (f"  {title.summary}", "dim"))

    def words(self, cells: int) -> tuple[Spans, ...]:
        alerts = self.board.alerts if self.board else ()
        chosen = (item for item in alerts if item.id == self.selected_id)
        return next((alert_words(item, cells, self.below) for item in chosen), ())

    def content(self, _cells: int) -> Iterable[Row]:
        rows = self._spec.rows(self.board) if self.board else ()
        return rows or (Row("", (Cell(self._spec.empty, "dim"),), heading=True),)
