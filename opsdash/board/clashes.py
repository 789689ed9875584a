"""Press events that cannot both be as published: one room, one speaker or one delegation twice at a time, and
too little time between two events in one room.

Pairs follow from the records alone, so they are found once for each feed; the programme leaves out a pair
when one side is over. Only times that hold to the minute can clash, and both sides name each other. Not
clashes: the same event told by two sources; a delegation in an event of many, such as a working session.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from opsdash.board.eventtime import Plan, programme_of, room_key
from opsdash.board.index import Index
from opsdash.timing import clock

MANY = 5
"""An event that names so many delegations is everybody's: one of them can be elsewhere too."""

AT_ONCE = 12
"""An event is paired with so many earlier ones in one room; more is no programme but a broken source."""


class Clash(NamedTuple):
    """The other side of a clash, and the sentence that this side shows."""

    other: Plan
    sentence: str


@lru_cache(maxsize=4)
def clashes_of(index: Index) -> dict[str, tuple[Clash, ...]]:
    """The clashes of each event by its id; the relation is symmetric."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    plans = programme_of(index).by_id
    for one, other, reason in _pairs(index):
        for side, opposite in ((one, other), (other, one)):
            said = found[side.event.id][opposite.event.id]
            if reason not in said:
                said.append(reason)
    return {
        side: tuple(
            Clash(plans[other], _sentence(plans[other], plans[side], reasons, index))
            for other, reasons in sorted(others.items(), key=lambda item: (plans[item[0]].sort, item[0]))
        )
        for side, others in found.items()
    }


def _candidates(index: Index) -> list[Plan]:
    """Events whose time is certain and that take place, by start."""
    plans = programme_of(index).plans
    found = [plan for plan in plans if plan.certain and plan.start and not plan.off]
    return sorted(found, key=_span)


def _span(plan: Plan) -> tuple[float, float, str]:
    start = plan.start.seconds if plan.start else 0.0
    return start, plan.end.seconds if plan.end else start, plan.event.id


def _twice(one: Plan, other: Plan) -> bool:
    """Whether two sources tell the same event."""
    return (
        one.event.source != other.event.source
        and one.event.title.strip().casefold() == other.event.title.strip().casefold()
        and _span(one)[0] == _span(other)[0]
    )


class _Group(NamedTuple):
    """Events that share a thing: what it is, how it is called, the events by start, the least minutes between."""

    what: str
    name: str
    plans: list[Plan]
    turnaround: int = 0


def _groups(index: Index) -> Iterable[_Group]:
    groups: dict[tuple[str, str], _Group] = {}

    def add(what: str, key: str, name: str, plan: Plan, turnaround: int = 0) -> None:
        groups.setdefault((what, key), _Group(what, name.strip(), [], turnaround)).plans.append(plan)

    for plan in _candidates(index):
        if key := room_key(plan, index):
            add("room", key, plan.room, plan, index.site.thresholds.turnaround)
        for name in _once(plan.event.speakers):
            add("speaker", name.strip().casefold(), name, plan)
        if len(plan.event.delegations) < MANY:
            for name in _once(plan.event.delegations):
                add("delegation", name.strip().casefold(), name, plan)
    return groups.values()


def _once(texts: tuple[str, ...]) -> Iterable[str]:
    """The names in `texts`, each once whatever its case."""
    return {text.strip().casefold(): text for text in texts if text.strip()}.values()


def _pairs(index: Index) -> Iterable[tuple[Plan, Plan, str]]:
    """Pairs that share a room or a person at one time, or a room with too little time between, and why."""
    for group in _groups(index):
        running: list[Plan] = []
        for plan in group.plans:
            start = _span(plan)[0]
            running = [one for one in running if _reaches(one, start, group.turnaround)][-AT_ONCE:]
            for one in running:
                if not _twice(one, plan):
                    gap = int((start - _span(one)[1]) // 60)
                    close = one.end is not None and start >= _span(one)[1]
                    yield (
                        one,
                        plan,
                        f"only {gap} min between them in {group.name}"
                        if close
                        else (f"same {group.what} ({group.name})"),
                    )
            running.append(plan)


def _reaches(plan: Plan, start: float, turnaround: int) -> bool:
    """Whether `plan` lasts until `start`, or until too shortly before. Without an end it takes up its start alone."""
    began, ended, _ = _span(plan)
    return began == start or (plan.end is not None and ended + turnaround * 60 > start)


def _sentence(plan: Plan, seen_from: Plan, reasons: list[str], index: Index) -> str:
    start, end, day = plan.start, plan.end, seen_from.start
    time = clock(start.local, index.tz, day.local if day else None) if start else ""
    if start and end:
        time += f" to {clock(end.local, index.tz, start.local)}"
    return f'Clashes with "{plan.event.title}", {time}: {", ".join(reasons)}.'
