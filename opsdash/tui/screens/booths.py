"""View 4: the floor with every space, and one of them through the day."""

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from opsdash.board.items import Board
from opsdash.render.canvas import Picture, wrapped
from opsdash.render.floor import WAITS, floor_picture, legend, shown_spaces, waiting
from opsdash.render.glyphs import Family
from opsdash.render.spaceline import space_lines
from opsdash.render.summary import STALE, PanelTitle, nothing_yet, panel_title
from opsdash.tui.screens.base import view_bindings
from opsdash.tui.screens.sideways import SidewaysView
from opsdash.tui.widgets.lines import TitleLine
from opsdash.tui.widgets.picture import Lines, PictureView


class BoothsView(SidewaysView):
    """Every booth, stand-up, studio and van bay."""

    DEFAULT_CSS = """
    BoothsView PictureView, BoothsView Lines { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*view_bindings("booths")]
    view = "booths"

    def __init__(self) -> None:
        super().__init__()
        self._title, self._nothing = TitleLine(), Lines()
        self._floor = PictureView(id="floor", by_lines=True)
        self._day, self._legend = Lines(id="day"), Lines()
        self._wait = 0

    def content(self) -> Iterable[Widget]:
        self._title.focused_panel = True
        return (self._title, self._nothing, self._floor, self._day, self._legend)

    @property
    def family(self) -> Family:
        return "space"

    @property
    def selected_id(self) -> str:
        return self._floor.highlighted

    def draw(self, board: Board) -> None:
        cells, minutes = self.cells_for(board), WAITS[self._wait]
        title = panel_title(board, "spaces")
        narrowed = ""
        if minutes:
            found = len(shown_spaces(board.spaces, minutes, board.now))
            when = "then" if board.asked else "now"
            narrowed = f"only {found} free {when} for {waiting(minutes)} ({self.key_of('back')}: all)"
        self._title.title = PanelTitle(title.name, "" if narrowed else title.summary, title.fresh, narrowed)
        self._floor.faded = title.fresh.state in STALE
        said = nothing_yet(board, title.fresh, "No booth is known yet.", self.key_of("view-sources"))
        self._nothing.lines = wrapped("" if board.spaces else said, cells)
        self._legend.lines = (legend(cells),) if board.spaces and self.room.height >= 20 else ()
        self._floor.show(partial(self._paint, board, minutes))
        self._draw_day(board)

    @staticmethod
    def _paint(board: Board, minutes: int, cells: int, lines: int, selected: str) -> Picture:
        return floor_picture(board.spaces, board.now, cells, lines, minutes, selected)

    def _draw_day(self, board: Board) -> None:
        height = self.room.height
        room = 0 if height < 20 else 4 if height < 30 else 8 if height < 36 else 12 if height < 44 else 17
        item = next((one for one in board.spaces if one.id == self.selected_id), None)
        group = [one for one in board.spaces if item and (one.zone, one.type) == (item.zone, item.type)]
        lines = space_lines(item, board.now, board.zone, self.cells_for(board), room, group) if item else ()
        self._day.lines = (*lines, *[()] * (room - len(lines))) if board.spaces else ()

    def on_picture_view_highlighted(self, _message: PictureView.Highlighted) -> None:
        """Another one through the day."""
        if self.board:
            self._draw_day(self.board)

    def why_not_anything(self) -> str | None:
        return None if self.board and self.board.spaces else "No booth is known yet to choose from."

    def sideways(self, step: int) -> None:
        self._floor.sideways(step)

    def next_wait(self) -> None:
        """Only what is free now for longer, or everything again."""
        self._wait = (self._wait + 1) % len(WAITS)
        self._draw()
        self._floor.action_jump(0)

    def step_back(self) -> bool:
        narrowed, self._wait = self._wait, 0
        self._draw()
        return bool(narrowed)
