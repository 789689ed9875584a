"""When press events are: their expected start and end, their place in the order, and what is odd about it.

Everything here follows from the records alone; the clock comes in with `opsdash.board.programme`.

* A start is *certain* when it is published to the minute, or the source gives `expected` or `began`. Only
  certain times say "live" by the clock, and only they can clash.
* A later start moves the end along, so that an event of 30 minutes that begins an hour late is not over
  before it began.
* Vague times get a place in the order and keep their words: "PM" sorts at 12:00, "early afternoon" at 13:00,
  a day without a time after all times of that day, "upon conclusion of" right after its anchor's end.
"""

import re
from datetime import date
from math import inf

import msgspec

from opsdash.board.index import Index
from opsdash.board.memory import remembered
from opsdash.board.moments import At, at, at_minutes, at_seconds, day_bounds, sentences
from opsdash.board.references import named
from opsdash.model import PressEvent, Space
from opsdash.parts import CALLED_OFF, PartOfDay
from opsdash.timing import clock

LONGEST_LIVE = 12 * 60
"""Minutes after which an event counts as over although its source still says live and published no end."""

_PHRASES = (
    (r"early\s+morning", 7), (r"late\s+morning", 11), (r"\b(noon|mid-?day)\b", 12), (r"early\s+afternoon", 13),
    (r"late\s+afternoon", 16), (r"early\s+evening", 18), (r"late\s+(at\s+night|evening)", 22), (r"morning", 9),
    (r"afternoon", 14), (r"evening", 19), (r"\bnight", 22), (r"\bam\b", 6), (r"\bpm\b", 12),
)  # fmt: skip
_PARTS: dict[PartOfDay, int] = {"morning": 9, "afternoon": 14, "evening": 19, "night": 22}
_PART_ENDS = ((12, 12), (18, 18), (22, 24), (24, 30))  # a part that begins before the first hour ends at the second
_CHAIN = 20  # an "after" of an "after" is followed so far; what goes round in a circle has no time


class Plan(msgspec.Struct, eq=False, gc=False):
    """One press event's times, as far as the records tell.

    Attributes:
        event, position: the record; its place in the programme's order.
        room, space: the room's name as shown; the space it is, if it is one.
        day: the venue day it belongs to.
        start, end: as expected now; `end` only when it lies after the start.
        certain: `start` holds to the minute. about: it holds roughly.
        published: the published start when the expected one differs.
        over: seconds after which a vague time is past: the end of its part of the day or of its day.
        stands: seconds until which the source's word that it is delayed holds although it gives no new time: the end
            of its day, and as long as it could be live.
        anchor: the event upon whose end this one begins, when it has no start of its own.
        when: its time as shown. flags: what is odd, whatever the clock says.
        sort: the key of the order.
    """

    event: PressEvent
    room: str = ""
    space: Space | None = None
    day: date | None = None
    start: At | None = None
    end: At | None = None
    certain: bool = False
    about: bool = False
    published: At | None = None
    began: At | None = None
    finished: At | None = None
    over: float = inf
    stands: float = -inf
    anchor: "Plan | None" = None
    when: str = ""
    flags: tuple[str, ...] = ()
    sort: tuple[date, float, int, str, str] = (date.max, inf, 0, "", "")
    position: int = 0

    @property
    def late(self) -> float:
        """Seconds that the expected start lies after the published one; 0 when it does not."""
        return max(0.0, self.start.seconds - self.published.seconds) if self.start and self.published else 0.0

    @property
    def off(self) -> bool:
        """Whether it does not take place as far as the source says."""
        return self.event.withdrawn is not None or self.event.status in CALLED_OFF

    @property
    def dropped(self) -> bool:
        """Whether the source lists it no more and never said why: what it called off before stays cancelled."""
        return self.event.withdrawn is not None and self.event.status != "cancelled"


class Programme:
    """All plans in order, and by the event's id.

    Attributes:
        plans: by day and time. by_id: the same by id. reporting: sources that say when events begin.
    """

    def __init__(self, index: Index) -> None:
        self.by_id = {event.id: _plan(event, index) for event in index.feed.events}
        anchors: dict[str, Plan] = {}
        for id_, plan in self.by_id.items():
            if plan.start is None and (found := index.events.find(plan.event.after)):
                anchors[id_] = self.by_id[found.id]
        for id_, plan in self.by_id.items():
            if id_ not in anchors:
                _place(plan, index)
        for id_ in anchors:
            _follow(self.by_id[id_], anchors, index)
        self.plans = sorted(self.by_id.values(), key=lambda plan: plan.sort)
        for position, plan in enumerate(self.plans):
            plan.position = position
        begun = () if index.feed.planned else self.plans  # of a time to come no source can have said what begins
        self.reporting = frozenset(plan.event.source for plan in begun if plan.began or plan.event.status == "live")


@remembered()
def programme_of(index: Index) -> Programme:
    """The plans of a feed, made at its first use."""
    return Programme(index)


def room_name(text: str, index: Index) -> str:
    """A room as one says it: the name of the space or facility that the text refers to, else the text."""
    found = index.spaces.find(text) or index.facilities.find(text)
    return found.name if found else named(text)


def _plan(event: PressEvent, index: Index) -> Plan:
    """The times that the record itself gives."""
    tz = index.tz
    start, end = at(event.start, tz), at(event.end, tz)
    began, finished, expected = at(event.began, tz), at(event.finished, tz), at(event.expected, tz)
    if expected and start and expected.seconds <= start.seconds:
        expected = None
    real = began or expected
    plan = Plan(event=event, space=index.spaces.find(event.room), room=room_name(event.room, index))
    plan.began, plan.finished = began, finished
    odd = ""
    if start and end and end.seconds < start.seconds:
        odd = f"Ends before it starts: {clock(start.local, tz)} to {clock(end.local, tz, start.local)}."
    length = end.seconds - start.seconds if start and end else 0.0
    dayless = event.precision in ("day", "unknown")
    if real or (start and not dayless):
        plan.start = real or start
        plan.certain = bool(real or event.precision == "exact")
        plan.about = not plan.certain and event.precision == "about"
    if plan.start and length > 0 and end:
        late = max(0.0, plan.start.seconds - start.seconds) if start else 0.0
        plan.end = at_seconds(end.seconds + late, tz) if late else end
    if finished:
        plan.end = finished
    if plan.start and plan.end and plan.end.seconds <= plan.start.seconds:
        plan.end = None
    if real and start and not dayless and real.seconds != start.seconds:
        plan.published = start
    first = start or real
    plan.day = first.local.date() if first else event.day
    if event.status == "delayed" and not real and plan.day:
        longest = plan.start.seconds + LONGEST_LIVE * 60 if plan.start else -inf
        plan.stands = max(day_bounds(plan.day, tz)[1], longest)
    gone = "Its source lists it no more." if event.withdrawn and not plan.dropped else ""
    if odd or gone or event.doubt or not event.official:
        own = "" if event.official else "Not on the official programme: ask the delegation."
        plan.flags = sentences(odd, event.doubt, gone, own)
    return plan


def _place(plan: Plan, index: Index) -> None:
    """The place in the order of an event that stands on its own."""
    plan.start = plan.start or _rough(plan, index)
    if plan.day and not plan.certain:
        plan.over = _over(plan, index)
    if plan.event.after and not plan.certain and not plan.anchor:
        plan.flags += (f'Begins after "{named(plan.event.after)}", whose time is not known here.',)
    plan.when = _when(plan, index)
    _sort(plan, plan.start.seconds if plan.start else inf, 0)


def _follow(plan: Plan, anchors: dict[str, Plan], index: Index) -> None:
    """The place of an event that begins upon another's end: right after it, as far as that one's time is known."""
    last, depth = anchors[plan.event.id], 1
    while last.event.id in anchors and depth < _CHAIN:
        last, depth = anchors[last.event.id], depth + 1
    if last.event.id in anchors:
        _place(plan, index)
        return
    plan.anchor = anchors[plan.event.id]
    plan.day = plan.day or last.day
    plan.start = last.end or last.start
    usual = 60 * index.site.thresholds.ended_after
    if plan.anchor.end:  # which is over at the latest when `ended_after` has passed once
        plan.over = plan.anchor.end.seconds + 2 * usual
    elif plan.day:  # the anchor lasts `ended_after` by the plan, maybe past midnight
        after = plan.start.seconds + 3 * usual if plan.start else -inf
        plan.over = max(day_bounds(plan.day, index.tz)[1], after)
    if plan.anchor.off:
        state = "withdrawn" if plan.anchor.dropped else plan.anchor.event.status
        plan.flags += (f'Follows "{plan.anchor.event.title}", which is {state}.',)
    plan.when = _when(plan, index)
    _sort(plan, plan.start.seconds if plan.start else inf, depth)


def _sort(plan: Plan, seconds: float, depth: int) -> None:
    plan.sort = (plan.day or date.max, seconds, depth, plan.event.title, plan.event.id)


def _rough(plan: Plan, index: Index) -> At | None:
    """Where a time in words stands on its day; None for a day alone."""
    event = plan.event
    if plan.day is None:
        return None
    hour = next(
        (hour for pattern, hour in _PHRASES if re.search(pattern, event.wording, re.IGNORECASE)), _PARTS.get(event.part)
    )
    return at_minutes(plan.day, hour * 60, index.tz) if hour is not None else None


def _over(plan: Plan, index: Index) -> float:
    """When a vague time is past: with its part of the day, else with its day."""
    day = plan.day or date.max
    if plan.start and not plan.about:
        part = next(end for before, end in _PART_ENDS if plan.start.local.hour < before)
        return max(at_minutes(day, part * 60, index.tz).seconds, plan.end.seconds if plan.end else -inf)
    return day_bounds(day, index.tz)[1]


def _when(plan: Plan, index: Index) -> str:
    """The time as shown: the clock when it is certain, else the published words."""
    event = plan.event
    if plan.certain and plan.start:
        return clock(plan.start.local, index.tz)
    if event.wording:
        return event.wording
    if plan.about and plan.start:
        return f"about {clock(plan.start.local, index.tz)}"
    if event.after:
        after = index.events.find(event.after)
        return f"after {after.title if after else named(event.after)}"
    return event.part or "time not published"


def room_key(plan: Plan, index: Index) -> str:
    """What two events in the same room share; "" for no room and for a whole facility, which holds many."""
    if plan.space:
        return plan.space.id
    return "" if index.facilities.find(plan.event.room) else plan.event.room.strip().casefold()
