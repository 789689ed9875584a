"""Rules about press events, deadlines and notices."""

from collections.abc import Iterable
from datetime import datetime

from opsdash.board.affects import booked_for, facilities_after
from opsdash.board.clashes import clashes_of
from opsdash.board.items import EventItem
from opsdash.board.programme import BEGIN_GRACE
from opsdash.board.rules.facts import Facts, Finding, few, token
from opsdash.model import PressEvent
from opsdash.parts import Severity

PLAN = ("start", "end", "room", "day", "speakers", "delegations", "added", "returned")
"""What two press events clash by."""
UNDER_WAY = frozenset({"now", "next", "later"})
"""The phases of an event that is still to be dealt with."""


def event_clash(facts: Facts) -> Iterable[Finding]:
    """A press event cannot be as published. Two events that clash with each other are one alert: the first one's."""
    clashes = clashes_of(facts.index)
    clashing = {item.id for item in facts.programme if item.clashes}
    for item in facts.programme:
        if not (item.clashes or item.outside):
            continue
        others = [clash for clash in clashes.get(item.id, ()) if clash.other.event.id in clashing]
        said_there = {clash.sentence for clash in others if clash.other.event.id < item.id}
        said = [sentence for sentence in item.clashes if sentence not in said_there]
        ask = "which one stands" if said else "whether it stands, and the place whether it opens for it"
        if said := [*said, *filter(None, [item.outside])]:
            both = [item.id, *(clash.other.event.id for clash in others)]
            yield Finding(
                item.id, item.title, "warning", f"{item.title}, {item.when}: {' '.join(said[:2])}",
                f"Ask the programme desk {ask}.",
                facts.latest(*(facts.last_change(one, *PLAN) for one in both)), due=item.start,
                said=tuple(token(item.start, sentence) for sentence in said),
            )  # fmt: skip


def event_conflict(facts: Facts) -> Iterable[Finding]:
    """Two sources tell of one press event, and differ."""
    for item in facts.programme:
        if item.conflicts:
            yield Finding(
                item.id, item.title, "warning", f"{item.title}: {' '.join(item.conflicts[:2])}",
                "Ask the programme desk which one stands.",
                facts.last_change(item.id, "start", "end", "room", "day", "status"), due=item.start,
                said=item.conflicts,
            )  # fmt: skip


def event_delayed(facts: Facts) -> Iterable[Finding]:
    """An event runs late and others go by it: pools, booths booked for it, facilities that close after it."""
    for item in facts.programme:
        if item.state != "delayed" or item.phase not in UNDER_WAY:
            continue
        if touched := _touched(facts, item):
            late = f" by {item.delay} min, expected {facts.clock(item.start)}" if item.delay and item.start else ""
            yield Finding(
                item.id, item.title, "warning", f"{item.title} is delayed{late}; affected: {few(touched)}.",
                "Tell them, and ask for the new time.",
                facts.last_change(item.id, "expected", "status", "began") or _due(facts, item), due=item.start,
                silence=_unreported(facts, item), said=tuple(token(item.start, name) for name in touched),
            )  # fmt: skip


def _due(facts: Facts, item: EventItem) -> datetime | None:
    """When an event was to begin that nobody reported as begun; None while that lies ahead: its source said so."""
    due = item.scheduled or item.start
    return due if facts.passed(due) else None


def _unreported(facts: Facts, item: EventItem) -> datetime | None:
    """Since when nobody has reported the beginning of an event that only so is delayed; None where its source says
    that it is."""
    record = facts.record(item.id)
    told = item.delay or (isinstance(record, PressEvent) and record.status == "delayed")
    return None if told else facts.shifted(_due(facts, item), BEGIN_GRACE)


def _touched(facts: Facts, item: EventItem) -> list[str]:
    """The names of what goes by an event."""
    record = facts.record(item.id)
    if not isinstance(record, PressEvent):
        return []
    pools = [pool.name for pool in facts.pools_of.get(item.id, ())]
    bookings = booked_for(facts.index.feed).get(item.title.casefold(), ())
    booths = [facts.space_of[booking.id].name for booking in bookings if booking.id in facts.space_of]
    return [*pools, *sorted(booths), *facilities_after(facts.index, record, facts.today)]


def deadline_near(facts: Facts) -> Iterable[Finding]:
    """A deadline that is still listed is at most `deadline_soon` minutes ahead."""
    for item in facts.deadlines:
        record = facts.record(item.id)
        listed = record is not None and record.withdrawn is None
        if listed and item.at and facts.within(item.at, facts.limits.deadline_soon):
            yield Finding(
                item.id, item.title, "info", f"{item.title}: until {item.when}.",
                f"Say so to whoever asks. Afterwards: {item.after}" if item.after else "Say so to whoever asks.",
                facts.shifted(item.at, -facts.limits.deadline_soon), due=item.at,
            )  # fmt: skip


def notice(facts: Facts) -> Iterable[Finding]:
    """Something to tell everybody, while it holds."""
    for record in facts.index.feed.notices:
        begun = record.start is None or facts.passed(record.start)
        if record.withdrawn is None and begun and not facts.passed(record.until):
            severity: Severity = record.severity
            since = facts.latest(record.start, facts.last_change(record.id, "text", "severity", "returned"))
            yield Finding(record.id, "Notice", severity, record.text, "Pass it on.", since, said=(record.text,))
