"""Indico's timetables and events; what holds for all of Indico stands in `opsdash.sources.indico`.

* A timetable nests: a session holds contributions and breaks. They are the press events; a session is one only where
  nothing is in it.
* Keys: `contribution/ID`, `session/ID/BLOCK`, `break/ID`; `event/ID` for an event of a category.
* Nothing in a timetable can be cancelled; it is taken off. An event can carry a label that says so.
"""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import msgspec

from opsdash.model import PressEvent, record_id
from opsdash.parts import EventStatus
from opsdash.snapshot import Batch
from opsdash.sources.base import Context
from opsdash.sources.indicotimes import Times, When
from opsdash.sources.markup import plain_text
from opsdash.sources.reading import MOST_ITEMS, UNREADABLE, Gaps, distinct, event_kind


class _Entry(msgspec.Struct, rename="camel"):
    """An entry of a timetable; of each kind only the fields that it has."""

    entry_type: str
    start_date: When
    end_date: When | None = None
    duration: float | None = None
    id: str = ""
    title: str | None = None
    slot_title: str | None = None
    room: str | None = None
    location: str | None = None
    description: str | None = None
    contribution_id: int | None = None
    session_id: int | None = None
    session_slot_id: int | None = None
    presenters: Any = None
    conveners: Any = None
    url: str | None = None
    entries: dict[str, msgspec.Raw] | None = None


class _Event(msgspec.Struct, rename="camel"):
    """An event of a category."""

    id: int | str
    title: str
    start_date: When
    end_date: When | None = None
    room: str | None = None
    room_fullname: str | None = None
    location: str | None = None
    description: str | None = None
    chairs: Any = None
    label: Any = None
    url: str | None = None


class _Named(msgspec.Struct, rename="camel"):
    """What names an entry or event that cannot be read."""

    id: int | str | None = None
    title: str | None = None
    entry_type: str = ""
    contribution_id: int | None = None
    session_id: int | None = None
    session_slot_id: int | None = None


class EventReader:
    """Reads one answer into press events."""

    def __init__(self, context: Context, times: Times) -> None:
        self._context, self._times = context, times
        self._events: list[PressEvent] = []
        self._gaps = Gaps(context.source)
        self._left = MOST_ITEMS

    def timetable(self, days: dict[str, msgspec.Raw], made: datetime | None) -> Batch:
        """The days of one event."""
        for day, raw in days.items():
            try:
                entries = msgspec.json.decode(raw, type=dict[str, msgspec.Raw]) if bytes(raw).strip() != b"[]" else {}
            except UNREADABLE as error:
                self._gaps.skip(f"the day {day}", error, "event", "")
                continue
            self._entries(entries, None)
        return self._batch(made, since=None)

    def events(self, results: list[msgspec.Raw], made: datetime | None) -> Batch:
        """The events of a category."""
        for number, raw in enumerate(results, start=1):
            if self._spent():
                break
            try:
                self._event(msgspec.json.decode(raw, type=_Event))
            except (*UNREADABLE, ValueError, OverflowError) as error:
                named = _named(raw)
                key = f"event/{named.id}" if named.id else ""
                self._gaps.skip(named.title or f"event {number}", error, "event", key)
        return self._batch(made, since=self._times.first)

    def _batch(self, made: datetime | None, since: datetime | None) -> Batch:
        gaps = self._gaps
        readable = self._events or gaps.unread or not gaps.problems
        events = [event for event in self._events if since is None or _end(event) >= since]
        return Batch(
            source=self._context.source,
            records=distinct(events).records,
            kinds=self._context.resource.kinds if readable else (),
            problems=(*gaps.problems, *self._times.remarks()),
            as_of=made,
            unread=tuple(gaps.unread),
            torn=gaps.torn,
            since=since,
        )

    def _entries(self, entries: dict[str, msgspec.Raw], session: _Entry | None) -> None:
        for key, raw in entries.items():
            if self._spent():
                return
            try:
                entry = msgspec.json.decode(raw, type=_Entry)
                if entry.entry_type == "Session" and entry.entries and session is None:
                    self._entries(entry.entries, entry)
                else:
                    self._events.append(self._entry(entry, key, session))
            except (*UNREADABLE, ValueError, OverflowError) as error:
                named = _named(raw)
                known = _key(named.entry_type, named, key)
                self._gaps.skip(named.title or known or f"entry {key}", error, "event", known)
                self._gaps.torn |= named.entry_type == "Session"  # what it held is not known either

    def _spent(self) -> bool:
        """Count an item; whether there are more than can be meant."""
        self._left -= 1
        if self._left == -1:
            self._gaps.cut("the answer", f"has more than {MOST_ITEMS} items; the first were read")
        return self._left < 0

    def _entry(self, entry: _Entry, place: str, session: _Entry | None) -> PressEvent:
        title = plain_text(entry.title or "")
        slot = plain_text(entry.slot_title or "")
        if slot and slot != title:
            title = f"{title}: {slot}" if title else slot
        key = _key(entry.entry_type, entry, place)
        if not key:
            raise ValueError(f"is a {entry.entry_type}, and has no number")
        start = self._times.instant(entry.start_date)
        end = self._times.instant(entry.end_date) if entry.end_date else None
        if end is None and entry.duration is not None:
            end = start + timedelta(minutes=entry.duration)
        whole = session.title or "" if session else ""
        return PressEvent(
            id=self._id(key),
            title=title or ("Break" if entry.entry_type == "Break" else "(no title)"),
            type=event_kind([whole], title),
            room=_place(entry) or (_place(session) if session else ""),
            start=start,
            end=end,
            speakers=_people(entry.presenters or entry.conveners),
            note=plain_text(entry.description or ""),
            url=self._link(entry.url),
        )

    def _event(self, event: _Event) -> None:
        if not str(event.id).strip():
            raise ValueError("has no number")
        self._events.append(
            PressEvent(
                id=self._id(f"event/{event.id}"),
                title=plain_text(event.title) or "(no title)",
                type=event_kind([], event.title),
                room=(event.room_fullname or event.room or event.location or "").strip(),
                start=self._times.instant(event.start_date),
                end=self._times.instant(event.end_date) if event.end_date else None,
                status=_status(event.label),
                speakers=_people(event.chairs),
                note=plain_text(event.description or ""),
                url=self._link(event.url),
            )
        )

    def _link(self, url: str | None) -> str:
        """An address of the answer, which may lack the server."""
        if not url:
            return ""
        if url.startswith("/") and not url.startswith("//"):
            parts = urlsplit(self._context.spec.url)
            return f"{parts.scheme}://{parts.netloc}{url}" if parts.scheme != "file" else ""
        return url if url.lower().startswith(("https://", "http://")) else ""

    def _id(self, key: str) -> str:
        return record_id("event", self._context.source, key)


def _end(event: PressEvent) -> datetime:
    found = event.end or event.start
    assert found  # noqa: S101  every event of Indico has a start
    return found


def _key(kind: str, entry: _Entry | _Named, place: str) -> str:
    """The key of an entry of a timetable; "" when nothing identifies it. `id` and the place in the answer are of the
    timetable, and change when something is taken off it and put back."""
    if kind == "Contribution" and entry.contribution_id is not None:
        return f"contribution/{entry.contribution_id}"
    if kind == "Session" and entry.session_id is not None:
        block = "" if entry.session_slot_id is None else f"/{entry.session_slot_id}"
        return f"session/{entry.session_id}{block}"
    return f"break/{entry.id or place}" if kind == "Break" else ""


def _named(raw: msgspec.Raw) -> _Named:
    try:
        return msgspec.json.decode(raw, type=_Named)
    except UNREADABLE:
        return _Named()


def _place(entry: _Entry) -> str:
    return (entry.room or "").strip() or (entry.location or "").strip()


def _people(people: Any) -> tuple[str, ...]:
    """Names: first name before family name where Indico gives them apart."""
    names = []
    for person in people if isinstance(people, list) else []:
        said = person if isinstance(person, dict) else {}
        parts = [said.get(first) or said.get(second) for first, second in _NAMES]
        whole = " ".join(part for part in parts if isinstance(part, str)) or said.get("fullName") or said.get("name")
        names.append(whole.strip() if isinstance(whole, str) else "")
    return tuple(filter(None, names))


_NAMES = (("firstName", "first_name"), ("familyName", "last_name"))


def _status(label: Any) -> EventStatus:
    """What an event's label says: Indico has no other way to call one off."""
    said = label if isinstance(label, dict) else {"title": label}
    title = str(said.get("title") or "").casefold()
    if "postpone" in title:
        return "postponed"
    return "cancelled" if "cancel" in title or said.get("is_event_not_happening") is True else "scheduled"
