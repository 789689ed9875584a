"""Any RFC 5545 feed, as press events or as bookings of a space.

Each VEVENT is read by itself, so that a broken one costs only itself and a calendar of 20 MB never stands in
memory as objects. Only what recurs is put together again by its UID and expanded around the time of the poll.

* Key: the UID; for an instance of a series UID/RECURRENCE-ID in UTC, which stays when the instance is moved.
* Floating times are in the zone that the configuration names for the source, else in the calendar's
  X-WR-TIMEZONE, else in the venue's; where the configuration names none a problem says so once.
* An all-day event has the precision of a day.
* An end before the start is kept; the board flags it.
"""

import re
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple, get_args

import icalendar
import msgspec

from opsdash.model import Booking, PressEvent, Record, record_id
from opsdash.parts import BookingStatus, EventKind, EventStatus
from opsdash.snapshot import Batch, Problem
from opsdash.sources.base import Context, Resource
from opsdash.sources.icaltext import Chunk, split, text_of
from opsdash.sources.icalzones import Zones
from opsdash.sources.markup import plain_text
from opsdash.sources.recurrence import Expansion, instants, recurs, value_of
from opsdash.sourcespec import IcalSpec, SourceSpec
from opsdash.timing import day_name, day_start

_UID = re.compile(r"^UID(?:;[^:\r\n]*)?:([^\r\n]+)", re.IGNORECASE | re.MULTILINE)
SPARE = timedelta(days=3)
"""So much more is read before the window: what is missing because it is too long ago is then over in every zone."""
_EVENT_STATUS: dict[str, EventStatus] = {"TENTATIVE": "tentative", "CANCELLED": "cancelled"}
_BOOKING_STATUS: dict[str, BookingStatus] = {"TENTATIVE": "pending", "CANCELLED": "cancelled"}


def resources(spec: SourceSpec) -> tuple[Resource, ...]:
    """The one address."""
    return (Resource("", spec.url, spec.produces),)


def following(body: bytes) -> str | None:  # noqa: ARG001  a calendar has no pages
    """None."""
    return None


def parse(body: bytes, context: Context) -> Batch:
    """The calendar `body`."""
    assert isinstance(context.spec, IcalSpec)  # noqa: S101  the registry leads here by this type
    text, encoding = text_of(body)
    calendar = split(text)
    reader = _Reader(context, context.spec, Zones(calendar, context, context.spec))
    reader.problems += [*([encoding] if encoding else []), *calendar.problems]
    for chunk in calendar.events:
        reader.read(chunk)
    reader.expand()
    records = tuple(reader.records.values())
    readable = reader.understood or reader.unread if calendar.events else calendar.whole
    return Batch(
        source=context.source,
        records=records,
        kinds=context.spec.produces if readable else (),
        problems=(*reader.problems, *reader.zones.remarks.values()),
        unread=tuple(reader.unread),
        torn=not calendar.whole,
        since=reader.start + SPARE,
    )


class _Version(NamedTuple):
    """An event on its own, as one of perhaps several with its UID."""

    sequence: int
    start: datetime
    record: Record


class _Reader:
    """Turns components into records.

    Attributes:
        records: by id. unread: ids of what could not be read. start, end: what is read, see `SPARE`.
        understood: whether any event could be read, be it one that lies outside of the window.
    """

    def __init__(self, context: Context, spec: IcalSpec, zones: Zones) -> None:
        self.context, self.spec, self.zones = context, spec, zones
        self.records: dict[str, Record] = {}
        self.problems: list[Problem] = []
        self.unread: list[str] = []
        self.understood = False
        self.start = context.now - timedelta(days=spec.days_back) - SPARE
        self.end = context.now + timedelta(days=spec.days_ahead)
        self._series: dict[str, list[icalendar.Component]] = defaultdict(list)
        self._alone: dict[str, list[_Version]] = defaultdict(list)

    def read(self, chunk: Chunk) -> None:
        """Read one VEVENT: a record at once, or put aside where it is part of a series."""
        try:
            event = icalendar.Event.from_ical(chunk.text)
            self.zones.settle(event)
            key = _text(event, "UID") or _own_key(event)
            if recurs(event):
                self._series[key].append(event)
                self.understood = True
            else:
                self._single(event, key, f"line {chunk.line}")
        except Exception as error:
            uid = _UID.search(chunk.text)
            self._skip(f"line {chunk.line}", f"the event cannot be read: {error}", uid[1] if uid else "")

    def expand(self) -> None:
        """Choose among the events on their own, and expand the series, that `read` put aside."""
        for versions in self._alone.values():
            self._choose(versions)
        expansion = Expansion(self.start, self.end, self.zones.calendar)
        for uid, components in self._series.items():
            name = _text(components[0], "SUMMARY") or uid
            for instance in expansion.of(uid, name, components):
                try:
                    if record := self._record(instance, f"{uid}/{_recurrence(instance)}", name):
                        self.records[record.id] = record
                except Exception as error:
                    self._skip(name, f"an instance cannot be read: {error}", uid)
        self.problems += expansion.problems
        self.unread += [self._id(uid) for uid in expansion.unread]

    def _single(self, event: icalendar.Component, key: str, item: str) -> None:
        """An event on its own."""
        start, end = instants(event)
        if self.spec.window_only and start and not self._in_window(start, end):
            self.understood = True
            return
        if (record := self._record(event, key, item)) and start:
            self._alone[key].append(_Version(_number(event, "SEQUENCE"), self._instant(start), record))

    def _choose(self, versions: list[_Version]) -> None:
        """Of several events with one UID the highest SEQUENCE counts (RFC 5545, 3.8.7.4). Those of one SEQUENCE at
        different times are different events of a careless exporter: the earliest keeps the UID for its key."""
        latest = max(version.sequence for version in versions)
        told = {version.start: version.record for version in versions if version.sequence == latest}
        for place, (start, record) in enumerate(sorted(told.items())):
            own = msgspec.structs.replace(record, id=f"{record.id}/{start:%Y%m%dT%H%M%S}") if place else record
            self.records[own.id] = own

    def _in_window(self, start: date, end: date | None) -> bool:
        return self._instant(start) <= self.end and self._instant(end or start) >= self.start

    def _record(self, event: icalendar.Component, key: str, item: str) -> Record | None:
        start, end = instants(event)
        name = _text(event, "SUMMARY") or item
        if start is None:
            self._skip(name, "has no start that could be read", _text(event, "UID"))
            return None
        for wrong, reason in event.errors:
            self.problems.append(Problem(name, f"{wrong}: {reason}"))
        if self.spec.gives_as == "events":
            record: Record | None = self._event(event, key, start, end)
        else:
            record = self._booking(event, key, start, end)
        self.understood = self.understood or record is not None
        return record

    def _event(self, event: icalendar.Component, key: str, start: date, end: date | None) -> PressEvent:
        timed = isinstance(start, datetime)
        return PressEvent(
            id=self._id(key),
            title=plain_text(_text(event, "SUMMARY")) or "(no title)",
            type=_kind(event),
            room=_text(event, "LOCATION"),
            start=self._instant(start) if timed else None,
            end=self._instant(end) if timed and end else None,
            precision="exact" if timed else "day",
            day=None if timed else start,
            wording="" if timed else _all_day(start, end),
            status=_EVENT_STATUS.get(_text(event, "STATUS").upper(), "scheduled"),
            note=plain_text(_text(event, "DESCRIPTION")),
            url=_link(event),
            doubt=self.zones.doubt(event),
            updated=_updated(event),
        )

    def _booking(self, event: icalendar.Component, key: str, start: date, end: date | None) -> Booking | None:
        if end is None and not isinstance(start, datetime):
            end = start + timedelta(days=1)  # RFC 5545, 3.6.1: a date without an end is that day
        space = self.spec.space or _text(event, "LOCATION")
        name = plain_text(_text(event, "SUMMARY"))
        if end is None or not space:
            self._skip(name or key, "has no end" if end is None else "names no space (LOCATION)", key)
            return None
        return Booking(
            id=self._id(key),
            space=space,
            organisation=name,
            start=self._instant(start),
            end=self._instant(end),
            status=_BOOKING_STATUS.get(_text(event, "STATUS").upper(), "confirmed"),
            updated=_updated(event),
        )

    def _instant(self, when: date) -> datetime:
        """`when` in UTC; a day is its first instant at the venue."""
        return (when if isinstance(when, datetime) else day_start(when, self.context.zone)).astimezone(UTC)

    def _skip(self, item: str, reason: str, key: str) -> None:
        """Leave something out, and keep what is known of it."""
        self.problems.append(Problem(item, reason))
        if key:
            self.unread.append(self._id(key))

    def _id(self, key: str) -> str:
        return record_id(self.spec.produces[0], self.context.source, key)


def _text(event: icalendar.Component, name: str) -> str:
    """A property's text; of several the first."""
    value = event.get(name, "")
    return str(value[0] if isinstance(value, list) and value else value).strip()


def _number(event: icalendar.Component, name: str) -> int:
    text = _text(event, name)
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _own_key(event: icalendar.Component) -> str:
    """A stable key for an event without UID: what it is, where and when."""
    told = "\n".join(f"{_text(event, name)}" for name in ("SUMMARY", "LOCATION"))
    start, _ = instants(event)
    return "no-uid-" + blake2b(f"{told}\n{start}".encode("utf-8", "replace"), digest_size=8).hexdigest()


def _recurrence(event: icalendar.Component) -> str:
    """The RECURRENCE-ID (or the start) as key: a day, or an instant in UTC."""
    when = value_of(event, "RECURRENCE-ID") or instants(event)[0]
    if isinstance(when, datetime):
        return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{when:%Y%m%d}" if isinstance(when, date) else ""


def _kind(event: icalendar.Component) -> EventKind:
    """The first category that is a kind of event."""
    found = event.get("CATEGORIES", [])
    for group in found if isinstance(found, list) else [found]:
        for category in getattr(group, "cats", []):
            for kind in get_args(EventKind):
                if str(category).strip().casefold() == kind:
                    return kind  # type: ignore[no-any-return]
    return "other"


def _link(event: icalendar.Component) -> str:
    url = _text(event, "URL")
    return url if url.lower().startswith(("https://", "http://")) else ""


def _updated(event: icalendar.Component) -> datetime | None:
    when = value_of(event, "LAST-MODIFIED")
    return when.astimezone(UTC) if isinstance(when, datetime) and when.tzinfo else None


def _all_day(start: date, end: date | None) -> str:
    """ "all day", or with the last day where there are several (DTEND is exclusive)."""
    last = end - timedelta(days=1) if end else start
    return f"all day, until {day_name(last)}" if last > start else "all day"
