"""pretalx over its REST API: the released schedule, its rooms, and each release with its comment.

Asked for are `schedules/latest/` with everything expanded, which is one release in one answer however long it is,
and `rooms/`, which comes in pages of `{count, next, previous, results}`.

* Key: the submission's code, since every slot has another id after each release. A talk with several slots has
  CODE, CODE/2, ... in the order of time. A break has no submission: its key is made of what it is called, the room
  and the day. A room's key is its uuid.
* Texts are `{"en": ..., "de": ...}`; the configured language is taken, else another.
* A move shows after a release; a new title and a cancellation (`state: canceled`) at once. What is cancelled is
  missing from the next release: the store calls it withdrawn.
* Real servers send slots that end before they start (`duration: -525`): they are kept, the board flags them.
* The answers carry no ETag; the body is compared instead. A token is sent as `Authorization: Token ...`.
* With an organiser's token the release also has the slots of talks that are not confirmed, marked by their state
  alone: they are tentative. Slots that say themselves that they are not public are left out.
"""

from collections.abc import Sequence
from datetime import UTC, timedelta
from hashlib import blake2b
from typing import Any

import msgspec

from opsdash.model import NewsItem, PressEvent, Record, Space, record_id
from opsdash.parts import EventStatus, Kind
from opsdash.snapshot import Batch, Problem
from opsdash.sources.base import Context, Resource, below
from opsdash.sources.markup import plain_text
from opsdash.sources.reading import (
    MOST_ITEMS,
    UNREADABLE,
    Gaps,
    Unreadable,
    Zoning,
    distinct,
    event_kind,
    json_of,
    refuse_html,
)
from opsdash.sourcespec import PretalxSpec, SourceSpec

EXPAND = (
    "slots", "slots.room", "slots.submission", "slots.submission.speakers", "slots.submission.track",
    "slots.submission.submission_type",
)  # fmt: skip
RELEASE = "release"
"""The key of the news item that names the current release: a new release alters it."""

_STATUS: dict[str, EventStatus] = {
    "canceled": "cancelled", "withdrawn": "cancelled", "rejected": "cancelled", "deleted": "cancelled",
    "accepted": "tentative", "submitted": "tentative", "draft": "tentative",
}  # fmt: skip

Text = str | dict[str, Any] | None
"""A text, or the same text in several languages."""


class _Schedule(msgspec.Struct):
    slots: list[msgspec.Raw]
    version: Text = None
    published: str | None = None
    comment: Text = None


class _Submission(msgspec.Struct):
    code: str
    title: Text
    speakers: Any = None
    submission_type: Any = None
    track: Any = None
    state: Any = None
    abstract: Any = None
    content_locale: Any = None


class _Slot(msgspec.Struct):
    start: str | None
    submission: _Submission | str | None
    end: str | None = None
    room: Any = None
    description: Text = None
    duration: int | None = None
    is_visible: bool | None = None
    slot_type: Any = None


class _Coded(msgspec.Struct):
    code: str


class _Named(msgspec.Struct):
    """What names a slot that cannot be read."""

    submission: _Coded


class _Room(msgspec.Struct):
    id: int
    name: Text
    uuid: str | None = None
    capacity: int | None = None


class _Page(msgspec.Struct):
    next: str | None
    results: list[msgspec.Raw]


class _Next(msgspec.Struct):
    next: str | None = None


def resources(spec: SourceSpec) -> tuple[Resource, ...]:
    """The latest schedule, and the rooms."""
    of_schedule: tuple[Kind, ...] = tuple(kind for kind in ("event", "news") if kind in spec.produces)
    latest = below(spec.url, "schedules/latest/", {"expand": ",".join(EXPAND)})
    found = [Resource("schedule", latest, of_schedule)] if of_schedule else []
    if "space" in spec.produces:
        found.append(Resource("rooms", below(spec.url, "rooms/"), ("space",), optional=True))
    return tuple(found)


def following(body: bytes) -> str | None:
    """The `next` of a page."""
    try:
        return msgspec.json.decode(body, type=_Next).next or None
    except UNREADABLE:
        return None


def parse(body: bytes, context: Context) -> Batch:
    """The schedule, or one page of rooms."""
    assert isinstance(context.spec, PretalxSpec)  # noqa: S101  the registry leads here by this type
    reader = _Reader(context, context.spec)
    try:
        refuse_html(body, "an answer of pretalx' API")
        return reader.rooms(body) if "space" in context.resource.kinds else reader.schedule(body)
    except Unreadable as reason:
        return context.batch(reason.problem)


class _Reader:
    """Reads one answer."""

    def __init__(self, context: Context, spec: PretalxSpec) -> None:
        self._context, self._spec = context, spec
        self._zones = Zoning("", "", context.zone)
        self._gaps = Gaps(context.source)

    def rooms(self, body: bytes) -> Batch:
        """One page of rooms."""
        page = json_of(body, _Page)
        spaces: list[Space] = []
        for number, raw in enumerate(page.results[:MOST_ITEMS], start=1):
            try:
                spaces.append(self._space(msgspec.json.decode(raw, type=_Room)))
            except UNREADABLE as error:
                self._gaps.skip(f"room {number}", error, "space", "")
        self._gaps.torn |= len(page.results) > MOST_ITEMS
        return self._batch(spaces, bool(spaces) or not page.results)

    def schedule(self, body: bytes) -> Batch:
        """The latest release."""
        found = json_of(body, _Schedule)
        if found.slots and not any(bytes(raw).lstrip().startswith(b"{") for raw in found.slots[:MOST_ITEMS]):
            reason = 'the slots are not expanded: this pretalx is older than its API version 1; use kind = "schedule"'
            return self._context.batch(Problem("slots", reason))
        events: list[PressEvent] = []
        for number, raw in enumerate(found.slots[:MOST_ITEMS], start=1):
            self._slot(raw, number, events)
        if len(found.slots) > MOST_ITEMS:
            self._gaps.cut("slots", f"there are {len(found.slots)}; the first {MOST_ITEMS} were read")
        wanted = self._context.resource.kinds
        records: list[Record] = [*distinct(events).records] if "event" in wanted else []
        if "news" in wanted:
            records += self._release(found)
        return self._batch(records, bool(events or self._gaps.unread) or not self._gaps.problems)

    def _batch(self, records: Sequence[Record], readable: bool) -> Batch:
        return Batch(
            source=self._context.source,
            records=tuple(records),
            kinds=self._context.resource.kinds if readable else (),
            problems=(*self._gaps.problems, *self._zones.remarks()),
            unread=tuple(self._gaps.unread),
            torn=self._gaps.torn,
        )

    def _slot(self, raw: msgspec.Raw, number: int, events: list[PressEvent]) -> None:
        try:
            slot = msgspec.json.decode(raw, type=_Slot)
            if slot.is_visible is False or slot.slot_type == "blocker":
                return
            events.append(self._event(slot))
        except (*UNREADABLE, ValueError, OverflowError) as error:
            try:
                code = msgspec.json.decode(raw, type=_Named).submission.code.strip()
            except UNREADABLE:
                code = ""
            self._gaps.skip(code or f"slot {number}", error, "event", code)

    def _event(self, slot: _Slot) -> PressEvent:
        if isinstance(slot.submission, str):
            raise ValueError(f"submission {slot.submission!r} is not expanded")
        start = self._zones.instant(slot.start) if slot.start else None
        end = self._zones.instant(slot.end) if slot.end else None
        if start and end is None and slot.duration is not None:
            end = start + timedelta(minutes=slot.duration)
        room = self._text(slot.room.get("name")) if isinstance(slot.room, dict) else ""
        talk = slot.submission
        if talk is None:
            title = self._text(slot.description)
            event = PressEvent(id=self._id(self._break_key(title, room, slot)), title=title or "Break")
        else:
            event = self._talk(talk)
        precision = "exact" if start else "unknown"
        return msgspec.structs.replace(event, room=room, start=start, end=end, precision=precision)

    def _talk(self, talk: _Submission) -> PressEvent:
        if not talk.code.strip():
            raise ValueError("the submission has no code")
        title = self._text(talk.title)
        kinds = [
            self._text(found.get("name")) for found in (talk.submission_type, talk.track) if isinstance(found, dict)
        ]
        people = talk.speakers if isinstance(talk.speakers, list) else []
        names = (self._text(person.get("name")) for person in people if isinstance(person, dict))
        return PressEvent(
            id=self._id(talk.code.strip()),
            title=plain_text(title) or "(no title)",
            type=event_kind(kinds, title),
            status=_STATUS.get(str(talk.state), "scheduled"),
            speakers=tuple(filter(None, names)),
            note=plain_text(self._text(talk.abstract)),
            language=talk.content_locale if isinstance(talk.content_locale, str) else "",
        )

    def _break_key(self, title: str, room: str, slot: _Slot) -> str:
        told = f"{title}\n{room}\n{(slot.start or '')[:10]}"
        return f"break-{blake2b(told.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"

    def _space(self, room: _Room) -> Space:
        return Space(
            id=record_id("space", self._context.source, room.uuid or f"room-{room.id}"),
            name=self._text(room.name) or f"Room {room.id}",
            type=self._spec.room_type,
            capacity=room.capacity,
        )

    def _release(self, found: _Schedule) -> list[NewsItem]:
        version = self._text(found.version)
        if not version:
            return []
        try:
            published = self._zones.instant(found.published).astimezone(UTC) if found.published else None
        except ValueError as error:
            self._gaps.problems.append(Problem("published", str(error)))
            published = None
        key = record_id("news", self._context.source, RELEASE)
        title = f"Programme released: version {version}"
        return [NewsItem(id=key, title=title, published=published, summary=plain_text(self._text(found.comment)))]

    def _id(self, key: str) -> str:
        return record_id("event", self._context.source, key)

    def _text(self, text: Any) -> str:
        """A text in the configured language; where it lacks that, in English or the first it has."""
        if isinstance(text, dict):
            wanted = (text.get(name) for name in (self._spec.language, self._spec.language[:2], "en"))
            text = next((one for one in (*wanted, *text.values()) if isinstance(one, str) and one.strip()), "")
        return text.strip() if isinstance(text, str) else ""
