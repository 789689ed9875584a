"""Press events that cannot both be as published: one room, one speaker or one delegation twice at a time, and
too little time between two events in one room.

Pairs follow from the records alone, so they are found once for each feed; the programme leaves out a pair
when one side is over. Only times that hold to the minute can clash, and both sides name each other. Not
clashes: the same event told by two sources; a delegation in an event of many, such as a working session; one office
of two delegations.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from opsdash.board.eventtime import Plan, programme_of, room_key
from opsdash.board.index import Index
from opsdash.board.memory import remembered
from opsdash.board.moments import same_name
from opsdash.timing import clock

MANY = 5
"""An event that names so many delegations is everybody's: one of them can be elsewhere too."""

AT_ONCE = 12
"""An event is paired with so many earlier ones in one room; more is no programme but a broken source."""


class Clash(msgspec.Struct, eq=False, dict=True):
    """One side of a clash: the plan, the other one, and the reasons.

    Most are of events that are over and never read, so the sentence is made when it is asked for.
    """

    plan: Plan
    other: Plan
    reasons: list[str]
    tz: ZoneInfo

    @cached_property
    def sentence(self) -> str:
        """What this side shows."""
        start, end, day = self.other.start, self.other.end, self.plan.start
        time = clock(start.local, self.tz, day.local if day else None) if start else ""
        if start and end:
            time += f" to {clock(end.local, self.tz, start.local)}"
        return f'Clashes with "{self.other.event.title}", {time}: {", ".join(self.reasons)}.'


@remembered()
def clashes_of(index: Index) -> dict[str, tuple[Clash, ...]]:
    """The clashes of each event by its id; the relation is symmetric."""
    found: dict[str, dict[str, Clash]] = defaultdict(dict)
    for one, other, reason in _pairs(index):
        for side, opposite in ((one, other), (other, one)):
            known = found[side.event.id]
            if not (clash := known.get(opposite.event.id)):
                clash = known[opposite.event.id] = Clash(side, opposite, [], index.tz)
            if reason not in clash.reasons:
                clash.reasons.append(reason)
    return {side: tuple(sorted(others.values(), key=attrgetter("other.sort"))) for side, others in found.items()}


class _Span(NamedTuple):
    """When an event is on (seconds), in the order of which pairs are sought. Without an end it takes up its start."""

    start: float
    end: float
    id: str
    plan: Plan

    def reaches(self, start: float, turnaround: int) -> bool:
        """Whether it lasts until `start`, or until too shortly before."""
        return self.start == start or (self.plan.end is not None and self.end + turnaround * 60 > start)


def _spans(index: Index) -> list[_Span]:
    """Events whose time is certain and that take place, by start."""
    found = []
    for plan in programme_of(index).plans:
        if plan.certain and plan.start and not plan.off:
            end = plan.end or plan.start
            found.append(_Span(plan.start.seconds, end.seconds, plan.event.id, plan))
    return sorted(found)


def _twice(one: _Span, other: _Span) -> bool:
    """Whether two sources tell the same event."""
    first, second = one.plan.event, other.plan.event
    return (
        one.start == other.start
        and first.source != second.source
        and first.title.strip().casefold() == second.title.strip().casefold()
    )


def _namesakes(one: _Span, other: _Span) -> bool:
    """Whether a speaker of both is two: "Prime Minister" of one delegation is not that of another."""
    first, second = one.plan.event.delegations, other.plan.event.delegations
    return len(first) == len(second) == 1 and not same_name(first[0], second[0])


class _Group(NamedTuple):
    """Events that share a thing: what it is, how it is called, the events by start, the least minutes between."""

    what: str
    name: str
    spans: list[_Span]
    turnaround: int


def _groups(index: Index) -> Iterable[_Group]:
    """The groups of two and more."""
    members: dict[tuple[str, str], list[tuple[str, _Span]]] = defaultdict(list)
    for span in _spans(index):
        event = span.plan.event
        if key := room_key(span.plan, index):
            members["room", key].append((span.plan.room, span))
        for key, name in _once(event.speakers):
            members["speaker", key].append((name, span))
        if len(event.delegations) < MANY:
            for key, name in _once(event.delegations):
                members["delegation", key].append((name, span))
    for (what, _), found in members.items():
        if len(found) > 1:
            turnaround = index.site.thresholds.turnaround if what == "room" else 0
            yield _Group(what, found[0][0].strip(), [span for _, span in found], turnaround)


def _once(texts: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """The names in `texts`, each once whatever its case, beside what they have in common."""
    return {text.strip().casefold(): text for text in texts if text.strip()}.items()


def _pairs(index: Index) -> Iterable[tuple[Plan, Plan, str]]:
    """Pairs that share a room or a person at one time, or a room with too little time between, and why."""
    for group in _groups(index):
        running: list[_Span] = []
        for span in group.spans:
            running = [one for one in running if one.reaches(span.start, group.turnaround)][-AT_ONCE:]
            for one in running:
                if not _twice(one, span) and not (group.what == "speaker" and _namesakes(one, span)):
                    close = one.plan.end is not None and span.start >= one.end
                    gap = int((span.start - one.end) // 60)
                    apart = f"only {gap} min between them in {group.name}"
                    yield one.plan, span.plan, apart if close else f"same {group.what} ({group.name})"
            running.append(span)
