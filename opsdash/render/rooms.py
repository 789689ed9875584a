"""The programme of a day as rooms by time: each room a row of bars, clashes below one another, and a trace of
where a moved event was."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from opsdash.board.items import Board, EventItem
from opsdash.board.moments import natural
from opsdash.render.axis import Axis, axis_over, now_key
from opsdash.render.canvas import Canvas, Picture, Spot, beside
from opsdash.render.cells import cut_middle, settle
from opsdash.render.glyphs import mark
from opsdash.render.lanes import FILL, GHOST, OPEN, Bar, draw, lanes
from opsdash.render.night import in_night_of
from opsdash.render.panels import who
from opsdash.render.rows import Spans, clip
from opsdash.render.words import hhmm, joined, shortened
from opsdash.timing import after, apart, at_clock, full_hour, zone_of

CLASH = "■"
NO_ROOM = "no room yet"
HOURS = 8
"""An axis shows at least so many hours."""
ASSUMED = timedelta(minutes=30)
"""How long a bar is whose end nobody published."""


class Room(NamedTuple):
    """A room's row: its name, its lanes of bars, the traces of what was moved away, whether something clashes."""

    name: str
    lanes: tuple[tuple[Bar, ...], ...]
    ghosts: tuple[Bar, ...]
    clash: bool


def on_clock(item: EventItem) -> bool:
    """Whether it can stand on a time axis: its start is published to the minute."""
    return item.exact and item.start is not None


def day_axis(items: Iterable[EventItem], day: date, focus: datetime, cells: int, zone: str) -> Axis:
    """The axis for `day`: the whole of it where there is room, from the hour before its first event on; else a
    part of it with `focus` in its first third. The night after it belongs to it, what is on another day does not.

    It begins at a full hour, and is moved by hours, so that it stays where it is for long.
    """
    tz = zone_of(zone)
    midnight = at_clock(day, 0, tz)
    timed = [(item, item.start) for item in items if item.start and on_clock(item) and _shown(item.start, day)]
    first = full_hour(min((start for _, start in timed), key=datetime.timestamp, default=at_clock(day, 8 * 60, tz)))
    last = max([*(_end(*one) for one in timed), after(first, timedelta(hours=HOURS))], key=datetime.timestamp)
    axis = axis_over(max(first, midnight, key=datetime.timestamp), HOURS, cells, zone)
    if axis.end.timestamp() >= last.timestamp():
        return axis
    length = apart(axis.end, axis.start)
    wanted = full_hour(after(focus, -length / 3))
    latest = after(full_hour(after(last, -length)), timedelta(hours=1))
    return axis._replace(start=max(axis.start, min(wanted, latest, key=datetime.timestamp), key=datetime.timestamp))


def _shown(start: datetime, day: date) -> bool:
    return start.date() <= day or in_night_of(start, day)


def _end(item: EventItem, start: datetime) -> datetime:
    """When its bar ends."""
    return item.end or after(start, ASSUMED)


def label_cells(cells: int) -> int:
    """Cells for a room's name before its bars, in a picture of `cells` cells."""
    return 9 if cells < 60 else 16 if cells < 110 else 22


def rooms_picture(
    items: tuple[EventItem, ...],
    axis: Axis,
    now: datetime,
    cells: int,
    selected: str = "",
    others: Iterable[EventItem] = (),
) -> Picture:
    """The rooms by time, in `cells` cells of which `axis` has the last ones; below them what has no clock time.

    Of `others` is drawn what lies on the axis, for a room that is taken must not look empty; the cursor stands on
    `items` alone.
    """
    label = cells - axis.cells
    words, rule = axis.labels(now)
    head = (clip((*_blank(label), *words), cells), clip((*_rule(label), *rule), cells))
    lines: list[Spans] = []
    spots: dict[str, Spot] = {}
    own = {item.id: at for at, item in enumerate(items)}
    beyond = (item for item in others if item.id not in own and _touches(item, axis, now))
    for room in rooms_of((*items, *beyond), axis, now, selected):
        for number, lane in enumerate(room.lanes):
            canvas = Canvas(cells)
            if number == 0:
                canvas.write(0, cut_middle(settle(room.name), label - 1), "bad" if room.clash else "text")
            elif room.clash and number == 1:
                canvas.write(0, f" {CLASH} clash", "bad", label - 1)
            draw(canvas, label, axis, lane, room.ghosts if number == 0 else (), now)
            for bar in lane:
                if bar.id in own:
                    spots[bar.id] = Spot(len(lines), label + bar.first, label + bar.last)
            lines.append(canvas.spans())
    vague = [item for item in items if not on_clock(item)]
    if vague:
        lines += [clip((), cells), clip((("Without a clock time, as published", "heading"),), cells)]
    for item in vague:
        spots[item.id] = Spot(len(lines), 0, cells)
        lines.append(_vague(item, cells, item.id == selected))
    ordered = dict(sorted(spots.items(), key=lambda spot: own[spot[0]]))
    return Picture(head, tuple(lines), ordered)


def _touches(item: EventItem, axis: Axis, now: datetime) -> bool:
    """Whether anything of it is drawn on `axis`."""
    return on_clock(item) and (any(_bars(item, axis, "")) or _ghost(item, axis, now) is not None)


def rooms_of(items: Iterable[EventItem], axis: Axis, now: datetime, selected: str = "") -> tuple[Room, ...]:
    """The rooms in natural order, each with what stands in it on `axis`; those without a room come last.

    A room that has something on that day has its row although nothing of it lies on the axis: rows stay where
    they are while the axis moves.
    """
    bars: dict[str, list[Bar]] = defaultdict(list)
    ghosts: dict[str, list[Bar]] = defaultdict(list)
    clashes: set[str] = set()
    for item in items:
        if not on_clock(item):
            continue
        room = item.room or NO_ROOM
        bars[room] += _bars(item, axis, selected)
        if item.clashes:
            clashes.add(room)
        if ghost := _ghost(item, axis, now):
            ghosts[item.was_room or room].append(ghost)
    names = sorted({*bars, *ghosts}, key=lambda name: (name == NO_ROOM, natural(name)))
    return tuple(Room(name, lanes(bars[name]) or ((),), tuple(ghosts[name]), name in clashes) for name in names)


def _bars(item: EventItem, axis: Axis, selected: str) -> Iterable[Bar]:
    if item.start is None:
        return
    if not (cells := axis.stretch(item.start, _end(item, item.start))):
        return
    shown = mark("event", item.state)
    clash = CLASH if item.clashes else ""
    late = f"+{item.delay} min" if item.delay and item.phase != "past" else ""
    state = (
        late
        or ("outside hours" if item.outside else "")
        or (shown.short if item.state not in ("scheduled", "ended", "over by plan") else "")
    )
    short = who(item)
    labels = (joined(shortened(item.title), state, by=" "), joined(short, state, by=" "), short)
    yield Bar(
        item.id, *cells, f"{shown.glyph}{clash}", labels, item.tone, FILL if item.end else OPEN, item.id == selected
    )


def _ghost(item: EventItem, axis: Axis, now: datetime) -> Bar | None:
    """The trace that a moved or delayed event leaves where it was, with where it is now."""
    before = item.was_start or (item.scheduled if item.phase != "past" else None)
    if item.start is None or (before is None and not item.was_room):
        return None
    before = before or item.start
    length = apart(item.end, item.start) if item.end else ASSUMED
    cells = axis.stretch(before, after(before, length))
    if cells is None:
        return None
    to = joined(f"now {hhmm(item.start, before)}" if before != item.start else "", item.room if item.was_room else "")
    was = f"was {hhmm(before, now)}" if before != item.start else "was here"
    return Bar(item.id, *cells, "", (f"{was}: {who(item)}, {to}", f"{was}, {to}", was), "soon", GHOST)


def _vague(item: EventItem, cells: int, selected: bool) -> Spans:
    shown = mark("event", item.state)
    role = f"{item.tone}-label" if selected else item.tone
    spans: Spans = (
        (f"{shown.glyph} {shown.short}", role), (f"  {item.when or 'no time published'}", "time"),
        (f"  {shortened(item.title)}", "strong"), (f"  {item.room}" if item.room else "", "text"),
    )  # fmt: skip
    return clip(tuple(span for span in spans if span[0]), cells)


def legend(board: Board, cells: int) -> Spans:
    """What the glyphs of the bars mean."""
    said: list[Spans] = []
    for state in ("live", "delayed", "starts soon", "scheduled", "tentative", "cancelled"):
        shown = mark("event", state)
        said.append(((shown.glyph, shown.tone), (f" {'off' if state == 'cancelled' else shown.short}", "dim")))
    said += [((CLASH, "bad"), (" clash", "dim")), ((GHOST * 2, "soon"), (" was there", "dim"))]
    return beside((*said, now_key(board)), cells)


def _blank(cells: int) -> Spans:
    return ((" " * cells, "text"),) if cells else ()


def _rule(cells: int) -> Spans:
    return (("─" * cells, "rule"),) if cells else ()
