"""Lines that are more than a table: given lines, and pictures in which a cursor goes from record to record."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import var

from opsdash.render.canvas import Picture, Spot
from opsdash.render.rows import Spans, clip
from opsdash.tui.drawn import Drawn, Shown
from opsdash.tui.rowlist import MOVES

Painter = Callable[[int, int, str], Picture]
"""Draws a picture for so many cells and lines, with the record under the cursor."""


class Lines(Drawn):
    """Given lines, as high as they are given to be."""

    DEFAULT_CSS = "Lines { height: auto; }"
    lines: var[tuple[Spans, ...]] = var((), init=False)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self.display = False  # until there are some

    def watch_lines(self, old: tuple[Spans, ...], new: tuple[Spans, ...]) -> None:
        """Repaint what differs."""
        if len(old) != len(new):
            self.styles.height = len(new)
            self.display = bool(new)
        self.redraw()

    def shown(self, y: int, cells: int, /) -> Shown:
        return clip(self.lines[y] if y < len(self.lines) else (), cells), False, False


class PictureView(Drawn, can_focus=True):
    """A picture with a cursor on one of its records, no higher than it is. Its head stays, the rest scrolls after
    the cursor.

    Attributes:
        highlighted: the id of the record under the cursor. faded: the data is not live.
    """

    DEFAULT_CSS = "PictureView { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [*MOVES]
    highlighted: var[str] = var("", init=False)
    faded: var[bool] = var(False, init=False)

    class Highlighted(Message):
        """The cursor stands on another record: `record_id`."""

        def __init__(self, record_id: str) -> None:
            super().__init__()
            self.record_id = record_id

    class Selected(Highlighted):
        """Enter was pressed on it, or it was clicked twice; "" where there is none."""

    def __init__(self, *, id: str | None = None, by_lines: bool = False) -> None:  # noqa: A002  Textual's name
        """`by_lines`: up and down go to the nearest record in another line; else through the picture's order."""
        super().__init__(id=id)
        self._by_lines = by_lines
        self._painter: Painter | None = None
        self._picture = Picture()
        self._top = 0
        self._wanted = 0

    def show(self, painter: Painter) -> None:
        """Draw by `painter` from now on."""
        self._painter = painter
        self._paint()

    def on_resize(self) -> None:
        """Another size."""
        self._paint()

    def watch_highlighted(self, new: str) -> None:
        """The cursor stands on another record."""
        self._paint()
        self.post_message(self.Highlighted(new))

    def watch_faded(self) -> None:
        """The data turned stale, or fresh again."""
        self.redraw()

    def _paint(self) -> None:
        cells, height = self.cells, self.size.height
        if self._painter is None or cells < 1 or height < 1:
            return
        self._picture = self._painter(cells, height, self.highlighted)
        if (wanted := len(self._picture.head) + len(self._picture.lines)) != self._wanted:
            self._wanted = wanted
            self.styles.max_height = wanted  # setting the same again would lay everything out anew
        if self.highlighted not in self._picture.spots:
            self.highlighted = next(iter(self._picture.spots), "")
            self._picture = self._painter(cells, height, self.highlighted)
        self._bring_into_view()
        self.redraw()

    @property
    def _visible(self) -> int:
        """Lines below the head, less one that says how many there are more."""
        room = max(1, self.size.height - len(self._picture.head))
        return room if len(self._picture.lines) <= room else max(1, room - 1)

    def _bring_into_view(self) -> None:
        spot = self._picture.spots.get(self.highlighted)
        if spot and spot.line < self._top + 1:
            self._top = spot.line - 1 if spot.line else 0  # with the line over it, which may be its heading
        elif spot and spot.line >= self._top + self._visible - 1:
            self._top = spot.line - self._visible + 2
        self._top = max(0, min(self._top, len(self._picture.lines) - self._visible))

    def shown(self, y: int, cells: int, /) -> Shown:
        picture, visible = self._picture, self._visible
        at = y - len(picture.head)
        if at < 0:
            return clip(picture.head[y], cells), False, self.faded
        if at < visible:
            line = picture.lines[self._top + at] if self._top + at < len(picture.lines) else ()
            return clip(line, cells), False, self.faded
        above, below = self._top, len(picture.lines) - self._top - visible
        said = "   ".join(f"{sign} {n} more" for sign, n in (("↑", above), ("↓", below)) if n > 0)
        return clip(((said, "dim"),), cells), False, False

    # --- moving ------------------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        """The next or previous record, or the nearest one below or above."""
        if self._by_lines:
            self._to_line(step, 1)
        else:
            self.sideways(step)

    def action_page(self, step: int) -> None:
        """One view further."""
        self._to_line(step, max(1, self._visible - 1))

    def action_jump(self, to: int) -> None:
        """The first or last record."""
        if self._picture.spots:
            self.highlighted = list(self._picture.spots)[to]

    def sideways(self, step: int) -> None:
        """The next or previous record in the picture's order."""
        ids = list(self._picture.spots)
        if self.highlighted in self._picture.spots:
            at = ids.index(self.highlighted) + step
            self.highlighted = ids[max(0, min(at, len(ids) - 1))]

    def _to_line(self, step: int, lines: int) -> None:
        """The record nearest to the cursor at least `lines` lines further, else the last one in that direction."""
        here = self._picture.spots.get(self.highlighted)
        if here is None:
            return
        ahead = {key: spot for key, spot in self._picture.spots.items() if (spot.line - here.line) * step > 0}
        far = {key: spot for key, spot in ahead.items() if (spot.line - here.line) * step >= lines}
        if far:
            self.highlighted = min(far, key=lambda key: self._distance(here, far[key]))
        elif ahead:
            self.highlighted = max(ahead, key=lambda key: (abs(ahead[key].line - here.line), -ahead[key].first))

    @staticmethod
    def _distance(here: Spot, there: Spot) -> tuple[int, int]:
        return abs(there.line - here.line), abs((there.first + there.last) - (here.first + here.last))

    def action_select(self) -> None:
        """Say that the record under the cursor is wanted."""
        self.post_message(self.Selected(self.highlighted))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a double one wants the detail."""
        line = event.y - len(self._picture.head) + self._top
        found = (key for key, spot in self._picture.spots.items() if _holds(spot, line, event.x))
        if wanted := next(found, ""):
            if wanted == self.highlighted and event.chain > 1:
                self.action_select()
            self.highlighted = wanted


def _holds(spot: Spot, line: int, cell: int) -> bool:
    return spot.line == line and spot.first <= cell < spot.last
