"""A panel: a title line over a list of rows, both drawn from the board."""

from collections.abc import Callable
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.reactive import var
from textual.widget import Widget

from opsdash.board.items import Board, PanelFreshness
from opsdash.render import listrows, panels, poolrows, spacerows
from opsdash.render.glyphs import Family
from opsdash.render.rows import Column, Row
from opsdash.render.summary import STALE, PanelTitle, nothing_yet, open_alerts, panel_title
from opsdash.render.words import joined
from opsdash.tui.pacing import jumped
from opsdash.tui.rowlist import RowList
from opsdash.tui.widgets.lines import TitleLine

SAID = 3
"""Lines in which a panel without rows says why."""


class PanelSpec(NamedTuple):
    """What makes one panel another.

    Attributes:
        name: its id. family: of the states it shows, for the help. columns, rows, title: from render.
        empty: what it says when there are no rows. compact: as high as its rows, where there is room.
    """

    name: str
    family: Family
    columns: tuple[Column, ...]
    rows: Callable[[Board], tuple[Row, ...]]
    title: Callable[[Board], PanelTitle]
    empty: str
    compact: bool = False


def _alert_title(board: Board) -> PanelTitle:
    waiting = len(open_alerts(board))
    seen = len(board.alerts) - waiting
    return PanelTitle("Alerts", joined(f"{waiting or 'none'} new", f"{seen} acknowledged" if seen else ""), board.worst)


def _change_title(board: Board) -> PanelTitle:
    return PanelTitle("What changed", str(len(board.changes) or "nothing"), board.worst)


def _source_title(board: Board) -> PanelTitle:
    fresh = sum(source.state == "fresh" for source in board.sources)
    own = PanelFreshness(state=board.worst.state, age=board.worst.age, brief=board.worst.brief)
    return PanelTitle("Sources", f"{fresh} of {len(board.sources)} fresh" if board.sources else "none", own)


SPECS: dict[str, PanelSpec] = {
    spec.name: spec
    for spec in (
        PanelSpec(
            "facilities", "facility", panels.FACILITY_COLUMNS, panels.facility_rows,
            lambda board: panel_title(board, "facilities"), "No facility is known yet.", compact=True,
        ),
        PanelSpec(
            "programme", "event", panels.EVENT_COLUMNS, panels.event_rows,
            lambda board: panel_title(board, "programme"), "Nothing on the programme yet.",
        ),
        PanelSpec(
            "spaces", "space", spacerows.SPACE_COLUMNS, spacerows.space_rows,
            lambda board: panel_title(board, "spaces"), "No booth is known yet.",
        ),
        PanelSpec(
            "pools", "pool", poolrows.POOL_COLUMNS, poolrows.pool_rows,
            lambda board: panel_title(board, "pools"), "No pool is known yet.", compact=True,
        ),
        PanelSpec("alerts", "alert", listrows.ALERT_COLUMNS, listrows.alert_rows, _alert_title, "No alerts."),
        PanelSpec("changes", "event", listrows.CHANGE_COLUMNS, listrows.change_rows, _change_title, ""),
        PanelSpec(
            "sources", "source", listrows.SOURCE_COLUMNS, listrows.source_rows, _source_title,
            "No source configured: opsdash check says what is missing.",
        ),
    )
}  # fmt: skip
"""Every panel by its name."""


class Panel(Widget):
    """One panel.

    Attributes:
        key: what shows the sources; the view gives it.
    """

    DEFAULT_CSS = "Panel { layout: vertical; height: 1fr; }"
    BLANK = True
    board: var[Board | None] = var(None, init=False)

    def __init__(self, spec: PanelSpec) -> None:
        super().__init__(id=spec.name)
        self.spec = spec
        self.key = ""
        self._lines = 0
        self.list = RowList(spec.columns, id=f"{spec.name}-rows", empty=spec.empty)
        self._title = TitleLine(self.list)

    def compose(self) -> ComposeResult:
        yield self._title
        yield self.list

    def watch_board(self, old: Board | None, _new: Board | None) -> None:
        """Another board: new title, new rows; each repaints what differs. At another time the first rows are in
        sight, where that time's now is; new data leaves the rows where they were."""
        if self.board is None:
            return
        title = self.spec.title(self.board)
        self._title.title = title
        self.list.faded = title.fresh.state in STALE and self.spec.name != "sources"
        if self.spec.name != "alerts":
            self.list.empty = nothing_yet(self.board, title.fresh, self.spec.empty, self.key)
        self.list.rows = rows = self.spec.rows(self.board)
        if jumped(old, self.board):
            self.list.show_top()
        if self.spec.compact and (lines := (len(rows) or SAID) + 1) != self._lines:
            self._lines = lines
            self.styles.height = lines  # setting the same height again would repaint the panel

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """The title turns heavy."""
        self._title.focused_panel = True

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        """The title turns light."""
        self._title.focused_panel = False
