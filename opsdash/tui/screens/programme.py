"""View 3: the press events of a day, as a list and as rooms by time."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial
from typing import ClassVar, Literal

from textual.binding import BindingType
from textual.geometry import Size
from textual.widget import Widget

from opsdash.board.items import Board, EventItem
from opsdash.render import agenda
from opsdash.render.canvas import Picture, wrapped
from opsdash.render.glyphs import Family
from opsdash.render.panels import EVENT_COLUMNS
from opsdash.render.rooms import day_axis, label_cells, legend, on_clock, rooms_picture
from opsdash.render.summary import STALE, PanelTitle, nothing_yet, panel_title
from opsdash.timing import apart, day_name
from opsdash.tui.rowlist import RowList
from opsdash.tui.screens.base import view_bindings
from opsdash.tui.screens.picker import Picker
from opsdash.tui.screens.sideways import SidewaysView
from opsdash.tui.widgets.lines import TitleLine
from opsdash.tui.widgets.picture import Lines, PictureView

Look = Literal["list", "rooms", "both"]
NEAR = timedelta(hours=2)
"""An event no further from now than this is in sight on an axis that holds now."""


class ProgrammeView(SidewaysView):
    """The press events."""

    DEFAULT_CSS = """
    ProgrammeView RowList, ProgrammeView PictureView { padding: 0 0 0 1; }
    ProgrammeView PictureView { padding: 0 1; }
    ProgrammeView Lines { padding: 0 1; }
    ProgrammeView.-both PictureView { height: 3fr; }
    ProgrammeView.-both RowList { height: 2fr; }
    """
    AUTO_FOCUS = "#agenda"
    BINDINGS: ClassVar[list[BindingType]] = [*view_bindings("programme")]
    view = "programme"

    def __init__(self) -> None:
        super().__init__()
        self._list = RowList(EVENT_COLUMNS, id="agenda", empty="")
        self._title, self._days = TitleLine(self._list), Lines()
        self._rooms = PictureView(id="rooms")
        self._nothing, self._words, self._legend = Lines(), Lines(id="words"), Lines()
        self._look: Look = "list"
        self._day: date | None = None
        self._filter: agenda.Filter | None = None
        self._chosen = ""

    def content(self) -> Iterable[Widget]:
        self._title.focused_panel = True
        return (self._title, self._days, self._nothing, self._rooms, self._legend, self._list, self._words)

    @property
    def family(self) -> Family:
        return "event"

    @property
    def selected_id(self) -> str:
        return self._chosen

    # --- drawing -----------------------------------------------------------------------------------------

    def fit_to(self, size: Size) -> None:
        looks = self._looks(size)
        if looks != self._looks(self.room):
            self._look = looks[0]
        super().fit_to(size)

    @staticmethod
    def _looks(size: Size) -> tuple[Look, ...]:
        return ("both", "list", "rooms") if size.height >= 34 and size.width >= 100 else ("list", "rooms")

    def _shown_day(self, board: Board) -> date:
        return self._day or board.now.date()

    def _items(self, board: Board) -> tuple[EventItem, ...]:
        return agenda.on_day(board, self._shown_day(board), self._filter)

    def draw(self, board: Board) -> None:
        day, today, items = self._shown_day(board), board.now.date(), self._items(board)
        if self._chosen not in {item.id for item in items}:
            self._chosen = agenda.first_ahead(items, board.now)
        cells = self.cells_for(board)
        title = panel_title(board, "programme")
        narrowed = f"only {self._filter.value} ({self.key_of('back')}: all)" if self._filter else ""
        self._title.title = PanelTitle("Programme", "" if narrowed else title.summary, title.fresh, narrowed)
        self._list.faded = self._rooms.faded = title.fresh.state in STALE
        self._days.lines = (
            (agenda.day_line(agenda.days_of(board), day, None if board.asked else today, cells),)
            if board.programme
            else ()
        )
        self._nothing.lines = wrapped("" if items else self._why_nothing(board, day), cells)
        self._arrange(board, bool(items))
        self._list.rows = agenda.agenda_rows(items, day, board)
        self._list.stand_on(self._chosen)
        if self._rooms.display:
            self._rooms.show(partial(self._paint, items, day, board))
            self._rooms.highlighted = self._chosen
        self._draw_words(board)

    def _why_nothing(self, board: Board, day: date) -> str:
        if not board.programme:
            said, key = "Nothing on the programme yet.", self.key_of("view-sources")
            return nothing_yet(board, board.freshness["programme"], said, key)
        who = f" for {self._filter.value}" if self._filter else ""
        before, after, back = (self.key_of(one) for one in ("programme-earlier", "programme-later", "back"))
        everything = f", {back} everything" if self._filter else ""
        return f"Nothing on {day_name(day)}{who}. {before} {after} another day{everything}."

    def _arrange(self, board: Board, anything: bool) -> None:
        self.set_class(self._look == "both", "-both")
        self._rooms.display = anything and self._look != "list"
        self._list.display = not anything or self._look != "rooms"
        rich = anything and self._look != "list" and self.room.height >= 20
        self._legend.lines = (legend(board, self.cells_for(board)),) if rich else ()
        shown = [one for one in (self._list, self._rooms) if one.display]
        if self.is_mounted and not any(one.has_focus for one in shown):
            shown[0].focus(scroll_visible=False)

    def _paint(
        self, items: tuple[EventItem, ...], day: date, board: Board, cells: int, _lines: int, selected: str
    ) -> Picture:
        room = cells - label_cells(cells)
        axis = day_axis(items, day, self._focus_of(items, day, board.now, selected), room, board.zone)
        others = (item for item in board.programme if not self._filter or self._filter.holds(item))
        return rooms_picture(items, axis, board.now, cells, selected, others)

    def _focus_of(self, items: tuple[EventItem, ...], day: date, now: datetime, selected: str) -> datetime:
        """What the axis has to hold: now on its day, but for a selected event that would not be in sight."""
        item = next((one for one in items if one.id == selected and on_clock(one)), None)
        start = item.start if item else None
        if start is None or (day == now.date() and abs(apart(start, now)) < NEAR):
            return now
        return start

    def _draw_words(self, board: Board) -> None:
        item = next((one for one in self._items(board) if one.id == self._chosen), None)
        height = self.room.height
        room = 0 if height < 20 else (4 if height < 34 else 6)
        if self._look == "rooms":
            room = max(room, 2)
        lines = agenda.event_lines(item, board.now, self.cells_for(board), room) if item else ()
        self._words.lines = (*lines, *[()] * (room - len(lines))) if item else ()

    # --- moving ------------------------------------------------------------------------------------------

    def on_row_list_highlighted(self, message: RowList.Highlighted) -> None:
        """The cursor moved in the list."""
        if message.row_id == self._list.highlighted and self._list.display:
            self._choose(message.row_id)

    def on_picture_view_highlighted(self, message: PictureView.Highlighted) -> None:
        """The cursor moved among the rooms."""
        if message.record_id == self._rooms.highlighted and self._rooms.has_focus:
            self._choose(message.record_id)

    def _choose(self, record_id: str) -> None:
        self._chosen = record_id
        if self._rooms.display:
            self._rooms.highlighted = record_id
        self._list.stand_on(record_id)
        if self.board:
            self._draw_words(self.board)

    def why_not_sideways(self, step: int) -> str | None:
        if self.board is None:
            return "Nothing is known yet."
        days = agenda.days_of(self.board)
        at = days.index(self._shown_day(self.board)) + step if self._shown_day(self.board) in days else 0
        return None if 0 <= at < len(days) else f"Nothing is on the programme {'before' if step < 0 else 'after'} that."

    def sideways(self, step: int) -> None:
        if self.board is None:
            return
        days, day = agenda.days_of(self.board), self._shown_day(self.board)
        wanted = days[days.index(day) + step] if day in days else self.board.now.date()
        self._day = None if wanted == self.board.now.date() else wanted
        self._draw()

    def travelled(self) -> None:
        self._day, self._chosen = None, ""

    def why_not_panel(self) -> str | None:
        """Why there is no other panel, a sentence; None when there is."""
        both = self._rooms.display and self._list.display
        look = self.key_of("programme-look")
        return None if both else f"Only one of list and rooms is shown: {look} shows the other."

    def next_panel(self) -> None:
        """From the list to the rooms and back."""
        (self._list if self._rooms.has_focus else self._rooms).focus(scroll_visible=False)

    def next_look(self) -> None:
        """As a list, as rooms by time, or both."""
        looks = self._looks(self.room)
        self._look = looks[(looks.index(self._look) + 1) % len(looks)]
        self._draw()

    def step_back(self) -> bool:
        if self._filter:
            self._filter = None
        elif self._day:
            self._day = None
        else:
            return False
        self._draw()
        return True

    def why_not_anything(self) -> str | None:
        return None if self.board and self.board.programme else "There is nothing on the programme to choose from."

    def ask_filter(self) -> None:
        """Let one be chosen."""
        if self.board:
            rows = agenda.filter_rows(self.board.programme)
            self.app.push_screen(Picker("Show only", agenda.FILTER_COLUMNS, rows), self._narrow)

    def _narrow(self, chosen: str | None) -> None:
        if chosen and self.board:
            self._filter = next((one for one, _ in agenda.filters_of(self.board.programme) if one.id == chosen), None)
            if not self._items(self.board):
                self._day = self._first_day(self.board)
            self._draw()

    def _first_day(self, board: Board) -> date | None:
        """The first day from today on that has something, else the last one before."""
        days = [day for day in agenda.days_of(board) if agenda.on_day(board, day, self._filter)]
        today = board.now.date()
        found = next((day for day in days if day >= today), days[-1] if days else today)
        return None if found == today else found
