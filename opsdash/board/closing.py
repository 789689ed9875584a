"""Closing times that follow the programme: "two hours after the end of the final press conference".

A day here is a day of service, as timetables have it (GTFS counts on past 24:00 for a run that began the evening
before): what begins after midnight belongs to the day before until its published end, and at least until the small
hours are over, unless the place has opened again by then.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from opsdash.board.eventtime import LONGEST_LIVE
from opsdash.board.index import Index
from opsdash.board.memory import remembered
from opsdash.board.references import named
from opsdash.board.stretches import DAY, PARTS, SMALL_HOURS, Stretch, clock_utc, day_of, utc
from opsdash.model import PressEvent
from opsdash.notation import YEARS
from opsdash.parts import CALLED_OFF, RelativeClosing

LONGEST = 7 * DAY
"""Minutes; a closing further from its event than this is a slip."""
UNSETTLED = timedelta(hours=4)
"""How long what closes "at least until" late at night is not settled; what closes earlier is not until midnight."""


class Closing(NamedTuple):
    """A closing time worked out for one day.

    Attributes:
        at: UTC; None when it cannot be told.
        at_least: it may be later.
        why: a sentence that names the event it follows, or why it cannot be told.
        follows: that event's id, where it is known.
    """

    at: datetime | None
    at_least: bool
    why: str
    follows: str = ""


class Turns:
    """When one day of service gives way to the next, by the hours published for a facility."""

    def __init__(self, stretches: Iterable[Stretch], tz: ZoneInfo) -> None:
        self._tz = tz
        self._opens: dict[date, datetime] = {}
        self._ends: dict[date, datetime] = {}
        for one in (one for one in stretches if one.kind in ("open", "soft")):
            self._opens[one.day] = min(self._opens.get(one.day, one.low), one.low)
            self._ends[one.day] = max(self._ends.get(one.day, one.high), one.high)

    def after(self, day: date) -> datetime:
        """When the day of service after `day` begins, UTC: at midnight where `day` has no hours."""
        following = day + timedelta(days=1)
        if day not in self._ends:
            return clock_utc(following, 0, self._tz)
        turn = max(self._ends[day], clock_utc(following, SMALL_HOURS, self._tz))
        return min(turn, self._opens.get(following, turn))

    def day_of(self, event: PressEvent, index: Index) -> date | None:
        """The day of service that `event` belongs to."""
        start, latest = _start(event, index), _latest(event, index)
        day = day_of(start, self._tz) if start else _day(event)
        if day is None or latest is None:
            return None
        before = day - timedelta(days=1)
        return before if latest < self.after(before) else day


@remembered()
def _by_day(index: Index) -> dict[tuple[date, str], list[PressEvent]]:
    """Press events that take place, by venue day and kind."""
    found: dict[tuple[date, str], list[PressEvent]] = defaultdict(list)
    for event in sorted(index.feed.events, key=lambda one: one.id):
        if event.status in CALLED_OFF or event.withdrawn:
            continue
        start = _start(event, index)
        day = day_of(start, index.tz) if start else _day(event)
        if day:
            found[day, event.type].append(event)
    return found


def closing_on(closing: RelativeClosing, day: date, turns: Turns, index: Index, now: datetime) -> Closing | None:
    """When `closing` falls for `day` of service, seen from `now` (UTC); None when nothing on that day anchors it."""
    if closing.after:
        event = index.events.find(closing.after)
        if event is None:
            return Closing(None, False, f"Its closing follows {named(closing.after)}, which is not on the programme.")
        if turns.day_of(event, index) != day:
            return None
        if event.status in CALLED_OFF or event.withdrawn:
            return Closing(None, False, f"Its closing follows {event.title}, which does not take place.")
        events = [event]
    else:
        near = [_by_day(index).get((one, closing.kind), []) for one in (day, day + timedelta(days=1))]
        events = [event for found in near for event in found if turns.day_of(event, index) == day]
    return _last(closing, events, index, now) if events else None


def _last(closing: RelativeClosing, events: list[PressEvent], index: Index, now: datetime) -> Closing | None:
    """The closing after the last of `events` to end."""
    events = sorted(events, key=lambda one: (_latest(one, index) or now, one.id))
    known = [(ends, event) for event in events if (ends := _ends(event, index, now))]
    if not known or abs(closing.minutes) > LONGEST:
        return Closing(None, False, f"Its closing follows {events[-1].title}, whose time is not known.")
    ends, event = max(known, key=lambda one: (one[0], one[1].id))
    later = events[events.index(event) :]
    vague = [one for one in events if _put_off(one) or (one in later and not _ends(one, index, now))]
    at = ends + timedelta(minutes=closing.minutes)
    at_least = closing.at_least or bool(vague)
    follows = f"{event.title}{_doubt(event, vague)}"
    why = f"Its closing follows {follows}{f': {closing.wording}' if closing.wording else ''}."
    return Closing(at, at_least, why, event.id)


def _put_off(event: PressEvent) -> bool:
    """Whether its source says that it is delayed, and neither until when nor that it began or ended."""
    return event.status == "delayed" and not (event.expected or event.began or event.finished)


def _doubt(event: PressEvent, vague: list[PressEvent]) -> str:
    """Why a closing after `event` may be later: which of `vague` may be the last."""
    others = [one for one in vague if one is not event]
    if others:
        return f", or {others[-1].title}, whose time is not known"
    return ", which is delayed to a time that is not known" if vague else ""


def followed(closing: RelativeClosing, turns: Turns, index: Index) -> set[str]:
    """The ids of the events that `closing` follows as the programme is planned: the one it names, or on each day of
    service the last of its kind to end."""
    if closing.after:
        event = index.events.find(closing.after)
        return {event.id} if event else set()
    days = {one - timedelta(days=back) for one, kind in _by_day(index) if kind == closing.kind for back in (0, 1)}
    found = (closing_on(closing, day, turns, index, datetime.min.replace(tzinfo=UTC)) for day in days)
    return {one.follows for one in found if one and one.follows}


def _latest(event: PressEvent, index: Index) -> datetime | None:
    """When `event` begins, at the latest where only a day or a part of it is known."""
    if (start := _start(event, index)) or not (day := _day(event)):
        return start
    _, ends = PARTS[event.part] if event.part else (0, DAY)
    return clock_utc(day, ends - 1, index.tz)


def _day(event: PressEvent) -> date | None:
    """Its published day; None outside the years that can be meant: some programmes say "no date yet" so."""
    return event.day if event.day and event.day.year in YEARS else None


def _start(event: PressEvent, index: Index) -> datetime | None:
    return utc(event.began or event.expected or event.start, index.tz)


def _ends(event: PressEvent, index: Index, now: datetime) -> datetime | None:
    """When `event` ends as far as is known: really, as expected, or not before `now` while it goes on.

    Without a published end it lasts as long as the board gives such an event (`ended_after`). One of which nobody
    says that it ended goes on no longer than the programme shows it as live.
    """
    tz = index.tz
    if finished := utc(event.finished, tz):
        return finished
    start, published, ends = _start(event, index), utc(event.start, tz), utc(event.end, tz)
    if start is None:
        return None
    grace = timedelta(minutes=max(0, index.site.thresholds.ended_after))
    if ends and published and ends > published:
        found = start + (ends - published)
        latest = found + grace
    else:
        found = start + grace
        latest = max(found, start + timedelta(minutes=LONGEST_LIVE))
    going_on = event.status == "live" or (event.began is not None and event.status != "ended")
    return min(max(found, now), latest) if going_on else found


def with_closing(
    stretches: list[Stretch], closing: RelativeClosing, days: Iterable[date], index: Index, now: datetime
) -> tuple[list[Stretch], dict[date, str]]:
    """`stretches` of `days` cut to their relative closing, and for each day the sentence that explains it.

    Without any stretch at all the closing alone is what is published: open that day until then.
    """
    bare = not stretches
    turns = Turns(stretches, index.tz)
    notes: dict[date, str] = {}
    found = list(stretches)
    for day in days:
        one = closing_on(closing, day, turns, index, now)
        if one is None:
            continue
        of_day = [s for s in found if s.day == day and s.kind in ("open", "soft")]
        last = max(of_day, key=lambda s: (s.low, s.high), default=None)
        if last is None and not bare:
            continue
        notes[day] = one.why
        if one.at is None:
            continue
        cut = _cut(last, one, day, closing, index)
        if cut is None:
            continue
        others = [s for s in found if s is not last]
        found = [*others, cut, *(_unsettled(cut, others, closing.wording, index) if one.at_least else ())]
    return found, notes


def _cut(last: Stretch | None, one: Closing, day: date, closing: RelativeClosing, index: Index) -> Stretch | None:
    """The day's last stretch ending at the closing; None when that is before it begins."""
    at, tz = one.at, index.tz
    assert at is not None  # noqa: S101 - the caller has seen to it
    bounds = clock_utc(day, 0, tz), clock_utc(day, DAY, tz)
    base = last or Stretch(*bounds, "soft", None, None, day, wording=closing.wording)
    if base.end and one.at_least:
        at = max(at, base.end)
    if at <= base.low:
        return None
    cut = base._replace(high=at, end=at, kind="open" if base.start else "soft")
    if cut.last_entry and base.end:
        cut = cut._replace(last_entry=cut.last_entry + (at - base.end))
    return cut


def _unsettled(cut: Stretch, others: list[Stretch], wording: str, index: Index) -> list[Stretch]:
    """What follows an "at least until": for the rest of the day or `UNSETTLED` it is not confirmed, unless something
    else is published."""
    latest = max(clock_utc(cut.day, DAY, index.tz), cut.high + UNSETTLED)
    end = min([latest, *(other.low for other in others if other.high > cut.high)])
    after = Stretch(cut.high, end, "tentative", None, None, cut.day, wording=wording or "at least until then")
    return [after] if after.low < after.high else []
