"""A frab, c3voc or pretalx schedule by URL, JSON or XML, as press events and rooms.

* Key: the event's guid, else its code, else its id. Rooms have no key of their own that could be relied on:
  theirs is made of the name, so that a renamed room is another room.
* Times: `date` with its offset. Where only a clock time is given, it belongs to the day it is listed under, or to
  the night after it: days end after midnight by design.
* A zone in the file counts for times without an offset; without one the configured zone or the venue's does, and
  a problem says so. Where offset and zone disagree the offset was taken.
* An end before the start is kept; the board flags it.
* The format has no status: a cancelled event is one that is missing, which the store calls withdrawn.
"""

import re
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from opsdash.model import PressEvent, Record, Space, record_id
from opsdash.snapshot import Batch, Problem
from opsdash.sources.base import Context, Resource
from opsdash.sources.markup import plain_text
from opsdash.sources.plan import Day, Entry, Named, Plan, Talk, plan_of_json
from opsdash.sources.planxml import plan_of_xml
from opsdash.sources.reading import (
    UNREADABLE,
    Gaps,
    Unreadable,
    Zoning,
    distinct,
    event_kind,
    read_day,
    read_duration,
    read_instant,
)
from opsdash.sourcespec import ScheduleSpec, SourceSpec
from opsdash.timing import at_clock

DAY_CHANGE = 4 * 60
"""Minutes after midnight at which a day begins where the file does not say (pretalx' exports do it so)."""

_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::\d\d)?$")


def resources(spec: SourceSpec) -> tuple[Resource, ...]:
    """The one address."""
    return (Resource("", spec.url, spec.produces),)


def following(body: bytes) -> str | None:  # noqa: ARG001  a schedule has no pages
    """None."""
    return None


def parse(body: bytes, context: Context) -> Batch:
    """The schedule `body`, in the form that its first character shows."""
    assert isinstance(context.spec, ScheduleSpec)  # noqa: S101  the registry leads here by this type
    try:
        plan = plan_of_json(body) if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") else plan_of_xml(body)
    except Unreadable as reason:
        return context.batch(reason.problem)
    reader = _Reader(plan, context, context.spec)
    for number, entry in enumerate(plan.entries, start=1):
        reader.read(entry, number)
    return reader.batch()


class _Reader:
    """Turns a plan into records."""

    def __init__(self, plan: Plan, context: Context, spec: ScheduleSpec) -> None:
        self._plan, self._context, self._spec = plan, context, spec
        self._zones = Zoning(plan.zone, spec.zone, context.zone)
        self._change = _minutes(plan.day_change)
        self._events: list[PressEvent] = []
        self._rooms = {room.name: room.capacity for room in plan.rooms}
        self._gaps = Gaps(context.source, plan.problems)
        self._gaps.torn = plan.torn
        self._nights = 0

    def read(self, entry: Entry, number: int) -> None:
        """Read one event, the `number`-th of the file."""
        try:
            if isinstance(entry.talk, msgspec.Raw):
                talk = msgspec.json.decode(entry.talk, type=Talk)
            else:
                talk = msgspec.convert(entry.talk, Talk)
            self._events.append(self._event(talk, entry))
        except (*UNREADABLE, ValueError, OverflowError) as error:
            key, name = _named(entry.talk)
            self._gaps.skip(name or key or f"event {number}", error, "event", key)
            if room := entry.room.strip():
                self._rooms.setdefault(room, None)

    def batch(self) -> Batch:
        """All that was read."""
        events = distinct(self._events)
        for repeated in events.repeated:
            self._gaps.problems.append(
                Problem(repeated.split("/", 2)[2], "is there several times; told apart by their times")
            )
        if self._nights:
            said = f"{self._nights} events before 04:00 without a date were taken for the night after their day"
            self._gaps.problems.append(Problem("the days", said))
        speaks = bool(self._events or self._gaps.unread or not self._plan.entries)
        records: tuple[Record, ...] = (*events.records, *self._spaces())
        return Batch(
            source=self._context.source,
            records=tuple(record for record in records if record.kind in self._spec.produces),
            kinds=self._spec.produces if speaks else (),
            problems=(*self._gaps.problems, *self._zones.remarks()),
            unread=tuple(self._gaps.unread),
            torn=self._gaps.torn,
            form=f"times in {self._plan.zone}, by the file itself" if self._plan.zone else "the file names no zone",
        )

    def _spaces(self) -> list[Space]:
        source, kind = self._context.source, self._spec.room_type
        return [
            Space(id=record_id("space", source, f"room:{name}"), name=name, type=kind, capacity=capacity)
            for name, capacity in self._rooms.items()
        ]

    def _event(self, talk: Talk, entry: Entry) -> PressEvent:
        key = _key(talk)
        if not key:
            raise ValueError("has no guid, code or id")
        room = (talk.room or entry.room).strip()
        if room:
            self._rooms.setdefault(room, None)
        start = self._start(talk, entry.day)
        subtitle = _said(talk.subtitle)
        return PressEvent(
            id=record_id("event", self._context.source, key),
            title=plain_text(talk.title) or subtitle or "(no title)",
            type=event_kind((_said(talk.type), _said(talk.track)), talk.title),
            room=room,
            start=start,
            end=self._end(talk, start),
            day=None if start else read_day(talk.date or entry.day.date or ""),
            precision="exact" if start else "unknown",
            speakers=_speakers(talk.persons),
            streamed=False if talk.do_not_stream in (True, "true", "True", "1") else None,
            note=plain_text(_said(talk.abstract) or subtitle or _said(talk.description)),
            url=_link(_said(talk.url)),
            language=_said(talk.language),
        )

    def _start(self, talk: Talk, day: Day) -> datetime | None:
        """When the event starts; None when the file gives no time. Raises ValueError."""
        if talk.date and len(talk.date.strip()) > len("2025-06-25"):
            return self._zones.instant(talk.date)
        if not talk.start:
            return None
        minutes = _minutes(talk.start)
        if minutes is None:  # the JSON schema wants an instant here, and some exporters obey
            return self._zones.instant(talk.start)
        listed = read_day(talk.date or day.date or day.day_start or "")
        if listed is None:
            raise ValueError(f"starts at {talk.start}, but no day is given")
        self._zones.assume()
        zone = self._zones.zone
        return at_clock(self._night(listed, minutes, day), minutes, zone)

    def _night(self, listed: date, minutes: int, day: Day) -> date:
        """The calendar day on which a clock time listed under `listed` lies: that day or the next."""
        following = listed + timedelta(days=1)
        begins, ends = (self._window(text) for text in (day.day_start, day.day_end))
        if begins and ends and begins < ends:
            inside = [one for one in (listed, following) if begins <= at_clock(one, minutes, self._zones.zone) <= ends]
            if len(inside) == 1:
                return inside[0]
        if self._change is not None:
            return following if minutes < self._change else listed
        self._nights += minutes < DAY_CHANGE
        return following if minutes < DAY_CHANGE else listed

    def _window(self, text: str | None) -> datetime | None:
        try:
            return read_instant(text, self._zones.zone)[0] if text else None
        except ValueError:
            return None

    def _end(self, talk: Talk, start: datetime | None) -> datetime | None:
        try:
            if talk.end:
                return self._zones.instant(talk.end)
            if start is None or talk.duration in (None, ""):
                return None
            if isinstance(talk.duration, int):
                return start + timedelta(minutes=talk.duration)
            return start + read_duration(str(talk.duration))
        except (ValueError, OverflowError) as error:
            self._gaps.problems.append(Problem(talk.title, f"{error}; it is shown without an end"))
            return None


def _minutes(text: str) -> int | None:
    """Minutes after midnight of "09:30" or "09:00:00"; None when it is no clock time."""
    found = _CLOCK.match(text.strip())
    minutes = int(found[1]) * 60 + int(found[2]) if found else -1
    return minutes if found and 0 <= minutes < 24 * 60 and int(found[2]) < 60 else None


def _key(talk: Talk) -> str:
    return next((str(key).strip() for key in (talk.guid, talk.code, talk.id) if key not in (None, "")), "")


def _named(talk: Any) -> tuple[str, str]:
    """The key and the title of an event that cannot be read, as far as they can be told."""
    try:
        found = msgspec.json.decode(talk, type=Named) if isinstance(talk, msgspec.Raw) else msgspec.convert(talk, Named)
    except UNREADABLE:
        return "", ""
    keys = (str(key).strip() for key in (found.guid, found.code, found.id) if isinstance(key, (str, int)))
    return next(filter(None, keys), ""), _said(found.title)


def _said(value: Any) -> str:
    """A text, or the name of an object that stands for one (newer exporters write tracks so)."""
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() if isinstance(value, str) else ""


def _speakers(persons: Any) -> tuple[str, ...]:
    names = []
    for person in persons if isinstance(persons, list) else []:
        name = person.get("public_name") or person.get("name") if isinstance(person, dict) else person
        names.append(_said(name))
    return tuple(filter(None, names))


def _link(text: str) -> str:
    return text if text.lower().startswith(("https://", "http://")) else ""
