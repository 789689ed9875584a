"""Bars with labels on a time axis: in lanes, so that none lies over another, and drawn so that a label may use
the blank cells after its bar.

A bar says what it is by its glyph and, where it is long enough, by its words; its colour only repeats it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from opsdash.render.axis import NOW, Axis
from opsdash.render.canvas import Canvas
from opsdash.render.cells import settle, width

LEAST = 8
"""Cells without which a trace says nothing."""
FILL, OPEN, GHOST = "─", "╌", "┄"
"""What a bar is made of: its end is published; it is not; something was here."""


class Bar(NamedTuple):
    """One bar.

    Attributes:
        id: the record's. first, last: its cells on the axis; last is exclusive.
        glyph: its state. labels: what it says, the first that fits; the last is cut where none does.
        tone: of the colour. fill: see FILL. selected: under the cursor.
    """

    id: str
    first: int
    last: int
    glyph: str
    labels: tuple[str, ...]
    tone: str
    fill: str = FILL
    selected: bool = False


def lanes(bars: Iterable[Bar]) -> tuple[tuple[Bar, ...], ...]:
    """`bars` in as few lanes as needed for none to lie over another; earlier bars in earlier lanes."""
    found: list[list[Bar]] = []
    for bar in sorted(bars, key=lambda bar: (bar.first, bar.last, bar.id)):
        lane = next((lane for lane in found if lane[-1].last <= bar.first), None)
        if lane is None:
            found.append([bar])
        else:
            lane.append(bar)
    return tuple(tuple(lane) for lane in found)


def draw(canvas: Canvas, first: int, axis: Axis, lane: Sequence[Bar], ghosts: Sequence[Bar], now: datetime) -> None:
    """Draw a lane from the cell `first` of `canvas` on; a ghost only where no bar is."""
    axis.ground(canvas, first, now)
    for ghost in ghosts:
        room = min((bar.first for bar in lane if bar.first >= ghost.first), default=axis.cells)
        if not any(bar.first <= ghost.first < bar.last for bar in lane):
            _draw(canvas, first, ghost._replace(last=min(ghost.last, room)), room)
    for at, bar in enumerate(lane):
        room = lane[at + 1].first if at + 1 < len(lane) else axis.cells
        _draw(canvas, first, bar, room)
    if axis.holds(now):
        _cross(canvas, first + axis.cell(now), lane, axis.cell(now))


def _draw(canvas: Canvas, first: int, bar: Bar, room: int) -> None:
    """One bar, and its label as far as the cell `room`: within the bar as part of it, beyond it as text."""
    ghost = bar.fill == GHOST
    role = f"{bar.tone}-label" if bar.selected else bar.tone if ghost else f"{bar.tone}-bar"
    canvas.fill(first + bar.first, first + bar.last, bar.fill, role)
    inside, beyond = bar.last - bar.first, room - bar.first - 1
    if ghost and beyond < LEAST:
        return
    labels = [settle(f"{bar.glyph}{label}") for label in bar.labels]
    label = next((label for label in labels if width(label) <= max(inside, beyond)), labels[-1])
    if width(label) <= inside or beyond <= inside + 1:
        canvas.write(first + bar.first, label, role, inside)
        return
    head = _head(label, inside)
    canvas.write(first + bar.first, head, role, inside)
    outside = bar.tone if not bar.selected else "strong"
    canvas.write(first + bar.first + width(head), label[len(head) :], outside, beyond - width(head))


def _head(label: str, cells: int) -> str:
    """The start of a settled label that fits `cells` cells, without an ellipsis: the rest follows."""
    for size in range(len(label), 0, -1):
        if width(label[:size]) <= cells and not (label[size:] and width(label[size]) == 0):
            return label[:size]
    return ""


def _cross(canvas: Canvas, here: int, lane: Sequence[Bar], cell: int) -> None:
    """The now-line over the blank part of a bar; words stay readable."""
    over = any(bar.first < cell < bar.last for bar in lane)
    if over and canvas.text(here) in (FILL, OPEN):
        canvas.fill(here, here + 1, NOW, canvas.role(here))
