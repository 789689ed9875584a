"""View 2: the opening hours of every facility over the week, and one of them in words; the deadlines."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from opsdash.board.items import Board
from opsdash.render.canvas import wrapped
from opsdash.render.detail import sentence_of
from opsdash.render.glyphs import Family
from opsdash.render.rows import Spans, at_most
from opsdash.render.summary import STALE, PanelTitle, nothing_yet, panel_title
from opsdash.render.week import COLUMNS, RICH, bar_cells, facility_lines, hours_rows, legend, week_axis
from opsdash.render.words import joined
from opsdash.timing import day_name
from opsdash.tui.rowlist import RowList
from opsdash.tui.screens.base import view_bindings
from opsdash.tui.screens.sideways import SidewaysView
from opsdash.tui.widgets.lines import TitleLine
from opsdash.tui.widgets.picture import Lines

SPANS = (6, 3, 1)
"""Days that an axis has to hold."""
FIRST, LAST = -1, 8
"""Days around today for which hours are known."""


class HoursView(SidewaysView):
    """Every facility's hours."""

    DEFAULT_CSS = """
    HoursView #hours { padding: 0 0 0 1; }
    HoursView Lines { padding: 0 1; }
    HoursView #words { margin: 1 0 0 0; }
    HoursView.-low #words { margin: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*view_bindings("hours")]
    view = "hours"

    def __init__(self) -> None:
        super().__init__()
        self._list = RowList(COLUMNS, id="hours", empty="")
        self._title, self._axis = TitleLine(self._list), Lines()
        self._words, self._legend = Lines(id="words"), Lines()
        self._span, self._shift, self._wanted = 0, 0, 0

    def content(self) -> Iterable[Widget]:
        self._title.focused_panel = True
        return (self._title, self._axis, self._list, self._words, self._legend)

    @property
    def family(self) -> Family:
        return "facility"

    def draw(self, board: Board) -> None:
        cells = self.cells_for(board)
        axis = week_axis(board, cells, SPANS[self._span], self._shift)
        title = panel_title(board, "facilities")
        self._title.title = PanelTitle(title.name, joined(title.summary, self._moved(board)), title.fresh)
        self._list.empty = nothing_yet(board, title.fresh, "No facility is known yet.", self.key_of("view-sources"))
        self._list.faded = title.fresh.state in STALE
        first, _ = bar_cells(cells)
        before: Spans = ((" " * first, "text"),)
        self._axis.lines = tuple((*before, *line) for line in axis.labels(board.now)) if board.facilities else ()
        rows = hours_rows(board, axis, self.room.height >= RICH)
        if (wanted := max(len(rows), 1)) != self._wanted:
            self._wanted = wanted
            self._list.styles.max_height = wanted
        self._list.rows = rows
        self._legend.lines = (legend(board, cells),) if board.facilities and self.room.height >= 20 else ()
        self._draw_words(board, cells)

    def _moved(self, board: Board) -> str:
        days = f"{SPANS[self._span]} day{'s' * (SPANS[self._span] > 1)}" if self._span else ""
        start = week_axis(board, 80, 1, self._shift).start
        since = f"from {day_name(start.date())}" if self._shift else ""
        said = joined(days, since, by=" ")
        return f"{said} ({self.key_of('back')}: back)" if said else ""

    def _draw_words(self, board: Board, cells: int) -> None:
        height = self.room.height
        room = 3 if height < 20 else 6 if height < RICH else max(9, height - 10 - self._wanted)
        item = next((one for one in board.facilities if one.id == self.selected_id), None)
        if item:
            lines = facility_lines(item, board, cells, room)
        else:
            said = sentence_of(board, self.selected_id)
            lines = at_most(wrapped(said, cells, "strong"), room, cells)
        self._words.lines = (*lines, *[()] * (room - len(lines))) if board.facilities or board.deadlines else ()

    def on_row_list_highlighted(self, _message: RowList.Highlighted) -> None:
        """Another one in words."""
        if self.board:
            self._draw_words(self.board, self.cells_for(self.board))

    @property
    def selected_id(self) -> str:
        return self._list.highlighted

    def step_back(self) -> bool:
        moved = bool(self._span or self._shift)
        self._span = self._shift = 0
        self._draw()
        return moved

    def next_span(self) -> None:
        """The week, three days, one day."""
        self._span = (self._span + 1) % len(SPANS)
        self._draw()

    def why_not_anything(self) -> str | None:
        return None if self.board and self.board.facilities else "No facility is known yet whose hours could be shown."

    def why_not_sideways(self, step: int) -> str | None:
        if nothing := self.why_not_anything():
            return nothing
        if FIRST <= self._shift + step < LAST:
            return None
        return f"Hours are known from yesterday to {LAST} days ahead."

    def sideways(self, step: int) -> None:
        self._shift += step
        self._draw()
