"""How a press event was moved lately, in words: "moved 16:30 to 17:15, Room A to Room B".

The first value in the window is set against what the record says now, so that a move there and back is none.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from opsdash.board.eventtime import Plan, room_name
from opsdash.board.index import Index
from opsdash.board.kept import date_of, instant_of
from opsdash.board.moments import At, Moment, at
from opsdash.snapshot import Change
from opsdash.timing import clock, day_name

FIELDS = ("start", "day", "wording", "room")


class Move(NamedTuple):
    """A move in words, and from where: the start and the room before, None and "" for what stayed."""

    words: str = ""
    start: datetime | None = None
    room: str = ""


def move_of(changes: Sequence[Change], plan: Plan, index: Index, moment: Moment) -> Move:
    """What changed of its time and room within `recent`."""
    recent = index.site.thresholds.recent * 60
    first: dict[str, Any] = {}
    for change in changes:
        seen = at(change.seen, index.tz)
        if change.field in FIELDS and seen and moment.within(seen.seconds, seen.seconds + recent):
            first.setdefault(change.field, change.old)
    if not first:
        return Move()
    time, room = _time(first, plan, index), _room(first, plan, index)
    found = ", ".join(word for word in (time, room) if word)
    before = at(instant_of(first.get("start")), index.tz) if time else None
    return Move(
        f"moved {found}" if found else "",
        before.local if before else None,
        room_name(_text(first["room"]), index) if room else "",
    )


def _time(first: dict[str, Any], plan: Plan, index: Index) -> str:
    event = plan.event
    if "start" in first:
        old, new = at(instant_of(first["start"]), index.tz), at(event.start, index.tz)
        if (before := _clock(old, new, plan, index)) != (after := _clock(new, old, plan, index)):
            return _from_to(before or _text(first.get("wording")), after or event.wording)
        return ""
    if "day" in first and (day := date_of(first["day"])) != event.day:
        return _from_to(day_name(day) if day else "", day_name(event.day) if event.day else "")
    if "wording" in first and not plan.certain:
        return _from_to(_text(first["wording"]), event.wording)
    return ""


def _room(first: dict[str, Any], plan: Plan, index: Index) -> str:
    if "room" not in first:
        return ""
    return _from_to(room_name(_text(first["room"]), index), plan.room)


def _from_to(old: str, new: str) -> str:
    if old == new:
        return ""
    return f"{old or 'from nothing published'} to {new or 'nothing published'}"


def _clock(instant: At | None, other: At | None, plan: Plan, index: Index) -> str:
    """A start as wall clock; its day is named when `other`, the one it is told beside, is on another day."""
    return clock(instant.local, index.tz, other.local.date() if other else plan.day) if instant else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
