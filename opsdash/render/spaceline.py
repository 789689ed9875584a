"""One space through the day: its bookings on a time axis, and in words."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from opsdash.board.items import SlotState, SpaceItem, Tone
from opsdash.render.axis import Axis, axis_over
from opsdash.render.canvas import Canvas
from opsdash.render.cells import cut_middle, settle, wrap
from opsdash.render.glyphs import mark
from opsdash.render.lanes import Bar, draw, lanes
from opsdash.render.rows import Spans, at_most, clip
from opsdash.render.words import hhmm, joined
from opsdash.timing import after, full_hour

HOURS = 8
_SLOTS: dict[SlotState, tuple[str, Tone]] = {
    "booked": ("○", "busy"), "pending": ("◌", "unknown"), "there": ("●", "busy"), "left": ("·", "quiet"),
    "no-show": ("◌", "warn"), "press event": ("►", "soon"),
}  # fmt: skip


def space_axis(now: datetime, cells: int, zone: str) -> Axis:
    """From the full hour before the last one on, so that what has just ended is seen, for eight hours or more."""
    start = full_hour(after(now, -timedelta(hours=1)))
    return axis_over(start, HOURS, cells, zone)


def space_lines(
    item: SpaceItem, now: datetime, zone: str, cells: int, lines: int, group: Sequence[SpaceItem] = ()
) -> tuple[Spans, ...]:
    """One space in at most `lines` lines: how it is now, its bookings on an axis, and each in words.

    Where there is room, its `group` stands on the axis with it.
    """
    shown = mark("space", item.state)
    said = item.brief if item.brief.startswith(shown.word) else joined(shown.word, item.brief)
    found: list[Spans] = [
        clip(
            (
                (f"{shown.glyph} ", item.tone), (item.name, "strong"), (f"  {said}", item.tone),
                (f"  {joined(item.zone, f'{item.capacity} people' if item.capacity else '', by=' · ')}", "dim"),
            ),
            cells,
        )
    ]  # fmt: skip
    for flag in item.flags:
        found += [clip(((line, "warn"),), cells) for line in wrap(f"▲ {flag}", cells)]
    if lines >= len(found) + len(group) + 6 and len(group) > 1:
        found += [*group_lines(group, item.id, now, zone, cells), *_slots(item, now, cells)]
        return at_most(found, lines, cells)
    found += timeline(item, now, zone, cells)
    found += _slots(item, now, cells)
    return at_most(found, lines, cells)


def group_lines(group: Sequence[SpaceItem], selected: str, now: datetime, zone: str, cells: int) -> list[Spans]:
    """Several spaces below one another on one axis."""
    label = 20
    axis = space_axis(now, cells - label, zone)
    found: list[Spans] = [((" " * label, "text"), *line) for line in axis.labels(now)]
    for item in group:
        for number, lane in enumerate(lanes(_bars(item, axis)) or ((),)):
            canvas = Canvas(cells)
            if not number:
                canvas.write(0, f"{mark('space', item.state).glyph} ", item.tone)
                name = cut_middle(settle(item.name), label - 3)
                canvas.write(2, name, "title-focus" if item.id == selected else "text")
            draw(canvas, label, axis, lane, (), now)
            found.append(canvas.spans())
    return found


def timeline(item: SpaceItem, now: datetime, zone: str, cells: int) -> list[Spans]:
    """Its bookings on an axis with labels; a line more for each that overlaps another."""
    axis = space_axis(now, cells, zone)
    found = list(axis.labels(now))
    for lane in lanes(_bars(item, axis)) or ((),):
        canvas = Canvas(cells)
        draw(canvas, 0, axis, lane, (), now)
        found.append(canvas.spans())
    return found


def _bars(item: SpaceItem, axis: Axis) -> list[Bar]:
    bars = []
    for slot in item.bookings:
        if cells_of := axis.stretch(slot.start, slot.end):
            glyph, tone = _SLOTS[slot.state]
            bars.append(Bar(f"{slot.id}@{slot.start.timestamp():.0f}", *cells_of, glyph, (slot.holder,), tone))
    return bars


def _slots(item: SpaceItem, now: datetime, cells: int) -> list[Spans]:
    """Its bookings that are not over, in words."""
    return [_slot(item, at, now, cells) for at in range(len(item.bookings)) if item.bookings[at].end > now]


def _slot(item: SpaceItem, at: int, now: datetime, cells: int) -> Spans:
    slot = item.bookings[at]
    glyph, tone = _SLOTS[slot.state]
    time = f"{hhmm(slot.start, now)}–{hhmm(slot.end, slot.start)}"
    return clip(
        ((f"{glyph} {slot.state:<11} ", tone), (f"{time}  ", "time"), (slot.holder, "strong")), cells
    )  # fmt: skip
