"""A list of rows that repaints only what changed and keeps cursor and scroll where they were.

It scrolls by itself: Textual's own scrolling lays the whole screen out anew when a row comes or goes, and repaints
what lies beside it (5 kB to 9 kB at 200x50).
"""

from bisect import bisect_left
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import var

from opsdash.render.cells import wrap
from opsdash.render.rows import Column, Row, clip, fit
from opsdash.tui.commands import moves
from opsdash.tui.commands.everywhere import Detail
from opsdash.tui.drawn import Drawn, Shown

WHEEL = 3
"""Rows that a turn of the wheel moves the view by."""
FRAME = 3
"""Lines that the frame of another time takes from a view at most."""


MOVES = (
    *(Binding(move.key, move.action, move.label, id=move.id, show=False) for move in moves.COMMANDS),
    Binding(Detail.key, "select", Detail.label, id=Detail.id, show=False),
)
"""The keys of whatever has a cursor."""


class RowList(Drawn, can_focus=True):
    """Rows of cells in columns, one line each, any number of them.

    Only the visible rows are ever fitted. The cursor stands on a row's id, not on its place: rows may come
    and go around it. Headings are passed over. The last cell of each line shows which part of the rows is in view.

    Attributes:
        beyond: how many rows there are above what is in view and below it; of a text its lines.
    """

    DEFAULT_CSS = """
    RowList { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*MOVES]
    rows: var[tuple[Row, ...]] = var((), init=False)
    highlighted: var[str] = var("", init=False)
    faded: var[bool] = var(False, init=False)
    empty: var[str] = var("", init=False)
    beyond: var[tuple[int, int]] = var((0, 0), init=False)

    class Selected(Message):
        """Enter was pressed, or the row under the cursor clicked: `row_id`, "" where there is none."""

        def __init__(self, rows: "RowList", row_id: str) -> None:
            super().__init__()
            self.rows = rows
            self.row_id = row_id

    class Highlighted(Selected):
        """The cursor stands on another row."""

    def __init__(
        self,
        columns: tuple[Column, ...],
        *,
        id: str | None = None,  # noqa: A002  Textual's name
        empty: str = "",
    ) -> None:
        """`empty` is said where there are no rows."""
        super().__init__(id=id)
        self._columns = columns
        self.set_reactive(RowList.empty, empty)
        self._places: dict[str, int] = {}
        self._stops: list[int] = []
        self._top = 0
        self._in_sight = False

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        """As many lines as there are rows, where the height is to follow from them."""
        return len(self.rows) or max(1, len(wrap(self.empty, max(1, width - 1))))

    def shown(self, y: int, cells: int, /) -> Shown:
        """The row at line `y` of the view, and the part of the bar beside it."""
        at = y + self._top
        bar = (("▐" if self._in_thumb(y) else " ", "rule"),)
        if at < len(self.rows):
            row = self.rows[at]
            selected = self.cursor_shows and row.id == self.highlighted != ""
            return (*fit(row, self._columns, cells - 1), *bar), selected, self.faded
        said = wrap(self.empty, max(1, cells - 1))[y : y + 1] if not self.rows else []
        return (*clip(tuple((line, "dim") for line in said), cells - 1), *bar), False, False

    @property
    def cursor_shows(self) -> bool:
        """Whether the row under the cursor is marked."""
        return self.has_focus

    def _in_thumb(self, y: int) -> bool:
        """Whether line `y` belongs to the bar's mark; none while all rows are in view."""
        height, total = self.size.height, len(self.rows)
        if total <= height:
            return False
        size = max(1, height * height // total)
        first = (height - size) * self._top // (total - height)
        return first <= y < first + size

    def watch_rows(self, old: tuple[Row, ...], new: tuple[Row, ...]) -> None:
        """Other rows: keep cursor and view, repaint what differs."""
        top, anchor = self._top, self._anchor(old)
        stood = self._places.get(self.highlighted, 0)
        self._places = {row.id: at for at, row in enumerate(new) if row.id}
        self._stops = sorted(self._places.values())
        if len(new) != len(old) and self.styles.auto_dimensions:
            self.refresh(layout=True)
        self._top = self._within(top)
        if top and anchor in self._places:
            shift = self._places[anchor] - next(at for at, row in enumerate(old) if row.id == anchor)
            self._top = self._within(top + shift)
        if self.highlighted not in self._places:
            self.highlighted = self._near(stood)
        self._count()
        self.redraw()

    def _anchor(self, rows: tuple[Row, ...]) -> str:
        """The row that keeps its place in a scrolled view: the cursor's if it is in sight, else the topmost."""
        visible = [row.id for row in rows[self._top : self._top + self.size.height] if row.id]
        return self.highlighted if self.highlighted in visible else next(iter(visible), "")

    def _within(self, top: int) -> int:
        """`top`, as far as the rows reach."""
        return max(0, min(top, len(self.rows) - self.size.height))

    def _show_from(self, top: int) -> None:
        self._top = self._within(top)
        self._count()
        self.redraw()

    def _count(self) -> None:
        rows = self._stops or range(len(self.rows))
        height = self.size.height if self._in_sight else len(self.rows)
        self.beyond = bisect_left(rows, self._top), len(rows) - bisect_left(rows, self._top + height)

    def on_show(self) -> None:
        """Rows are in sight."""
        self._in_sight = True
        self._count()

    def on_hide(self) -> None:
        """None is in sight, and none is missed."""
        self._in_sight = False
        self.beyond = (0, 0)

    def _near(self, place: int) -> str:
        """The id of the selectable row at `place` or the nearest after, else before it; "" without any."""
        if not self._stops:
            return ""
        at = min(bisect_left(self._stops, place), len(self._stops) - 1)
        return self.rows[self._stops[at]].id

    def watch_highlighted(self, new: str) -> None:
        """The cursor moved."""
        self.redraw()
        self.post_message(self.Highlighted(self, new))

    def stand_on(self, row_id: str) -> None:
        """The cursor to a row, in sight; nothing where there is no such row."""
        if row_id in self._places and row_id != self.highlighted:
            self.highlighted = row_id
            self._keep_in_view()

    def show_top(self) -> None:
        """The first rows in sight; the cursor stays on its row if that is among them, also when the frame of another
        time takes its lines, else it goes to the first."""
        if self._places.get(self.highlighted, 0) >= self.size.height - FRAME:
            self.highlighted = self._near(0)
        self._show_from(0)

    def on_resize(self) -> None:
        """Another height: the cursor stays in sight."""
        self._keep_in_view()

    def _keep_in_view(self) -> None:
        if self.size.height:
            self._bring_into_view(self._places.get(self.highlighted, self._top))

    def watch_faded(self) -> None:
        """The data turned stale, or fresh again."""
        self.redraw()

    def watch_empty(self) -> None:
        """Something else to say where there are no rows."""
        self.redraw()

    def on_focus(self) -> None:
        """The cursor's line shows."""
        self.redraw()

    def on_blur(self) -> None:
        """The cursor's line is hidden."""
        self.redraw()

    def action_move(self, step: int) -> None:
        """The cursor to the next or previous row; the view, where no row can be selected."""
        if self._stops:
            self._stop_at(self._index() + step)
        else:
            self._show_from(self._top + step)

    def action_page(self, step: int) -> None:
        """The cursor, or the view, one view further."""
        if not self._stops:
            self._show_from(self._top + step * max(1, self.size.height - 1))
            return
        here = self._places.get(self.highlighted, 0)
        self._stop_at(self._stops.index(self._places[self._near(here + step * max(1, self.size.height - 1))]))

    def action_jump(self, to: int) -> None:
        """The cursor, or the view, to the first or last row."""
        if not self._stops:
            self._show_from(0 if to == 0 else len(self.rows))
        self._stop_at(0 if to == 0 else len(self._stops) - 1)

    def action_select(self) -> None:
        """Say that the row under the cursor is wanted."""
        self.post_message(self.Selected(self, self.highlighted))

    def _index(self) -> int:
        """The cursor's place among the selectable rows."""
        place = self._places.get(self.highlighted)
        return 0 if place is None else self._stops.index(place)

    def _stop_at(self, index: int) -> None:
        if not self._stops:
            return
        index = max(0, min(index, len(self._stops) - 1))
        place = self._stops[index]
        self.highlighted = self.rows[place].id
        self._bring_into_view(0 if index == 0 else place)

    def _bring_into_view(self, place: int) -> None:
        height = self.size.height
        if place < self._top:
            self._show_from(place)
        elif place >= self._top + height:
            self._show_from(place - height + 1)
        else:
            self._show_from(self._top)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The view down; the cursor stays where it is."""
        event.stop()
        self._show_from(self._top + WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The view up."""
        event.stop()
        self._show_from(self._top - WHEEL)

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; one on the row under the cursor wants its detail."""
        if event.x >= self.size.width - 1 and len(self.rows) > self.size.height:
            self._show_from(event.y * (len(self.rows) - self.size.height) // max(1, self.size.height - 1))
            return
        place = event.y + self._top
        if place not in self._stops:
            return
        wanted = self.rows[place].id
        if wanted == self.highlighted and event.chain > 1:
            self.action_select()
        self.highlighted = wanted
