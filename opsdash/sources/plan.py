"""A frab, c3voc or pretalx schedule as it is published, the same for JSON and XML.

The JSON is described by https://c3voc.de/schedule/schema.json, the XML by the XSD beside it; Pentabarf's older
XML (no guid, no zone, a `day_change`) is read too. Fields that only adorn an event may be anything.
"""

from typing import Any, NamedTuple

import msgspec

from opsdash.snapshot import Problem
from opsdash.sources.base import validation_problem
from opsdash.sources.reading import MOST_ITEMS, UNREADABLE, json_of, refuse_html


class Talk(msgspec.Struct, kw_only=True):
    """One event, as published."""

    title: str
    guid: str | None = None
    code: str | int | None = None
    id: str | int | None = None
    date: str | None = None
    start: str | None = None
    end: str | None = None
    duration: str | int | None = None
    room: str | None = None
    subtitle: Any = None
    track: Any = None
    type: Any = None
    language: Any = None
    abstract: Any = None
    description: Any = None
    url: Any = None
    persons: Any = None
    do_not_stream: Any = None


class Named(msgspec.Struct):
    """What may still name an event that cannot be read."""

    guid: Any = None
    code: Any = None
    id: Any = None
    title: Any = None


class Day(msgspec.Struct):
    """One day: its calendar day, when it really begins and ends (past midnight)."""

    date: str | None = None
    day_start: str | None = None
    day_end: str | None = None


class _ListedDay(Day, kw_only=True):
    """A day of a JSON document, with its events by room."""

    rooms: dict[str, list[msgspec.Raw]]


class Room(msgspec.Struct):
    """A room; its name is its key in this format, since some exporters give all rooms one guid."""

    name: str
    capacity: int | None = None


class Conference(msgspec.Struct):
    """What counts for all days. `day_change` is Pentabarf's: the clock time at which a day begins."""

    days: list[msgspec.Raw]
    time_zone_name: str | None = None
    day_change: str | None = None
    rooms: Any = None


class Entry(NamedTuple):
    """One event with where it stands: raw when it was not decoded yet."""

    talk: Any
    day: Day
    room: str


class Plan(NamedTuple):
    """A whole schedule.

    Attributes:
        zone: the IANA zone that the file names; "". day_change: see `Conference`; "".
        rooms: in the order of the file. entries: the events. problems: what could not be read.
        torn: something is missing.
    """

    zone: str
    day_change: str
    rooms: list[Room]
    entries: list[Entry]
    problems: list[Problem]
    torn: bool


class _Schedule(msgspec.Struct):
    conference: Conference


class _Document(msgspec.Struct):
    schedule: _Schedule


def plan_of_json(body: bytes) -> Plan:
    """The schedule in a JSON document. Raises Unreadable."""
    refuse_html(body, "a schedule")
    conference = json_of(body, _Document).schedule.conference
    problems: list[Problem] = []
    torn = False
    entries: list[Entry] = []
    for number, raw in enumerate(conference.days, start=1):
        try:
            day = msgspec.json.decode(raw, type=_ListedDay)
        except UNREADABLE as error:
            problems.append(validation_problem(f"day {number}", error))
            torn = True
            continue
        entries += (Entry(talk, day, room) for room, talks in day.rooms.items() for talk in talks)
    if len(entries) > MOST_ITEMS:
        problems.append(Problem("the schedule", f"has {len(entries)} events; the first {MOST_ITEMS} were read"))
        torn = True
    rooms = _rooms(conference.rooms, problems)
    return Plan(
        conference.time_zone_name or "", conference.day_change or "", rooms, entries[:MOST_ITEMS], problems, torn
    )


def _rooms(given: Any, problems: list[Problem]) -> list[Room]:
    found = []
    for number, room in enumerate(given[:MOST_ITEMS] if isinstance(given, list) else [], start=1):
        try:
            found.append(msgspec.convert(room, Room))
        except UNREADABLE as error:
            problems.append(validation_problem(f"room {number}", error))
    return found
