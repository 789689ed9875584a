"""LibreBooking, once Booked Scheduler: its reservations as bookings and its resources as spaces.

Asked for are, below `.../Web/Services/index.php`, `Reservations/` in a window of days, and `Resources/` or
`Resources/Availability`. Its administrator must have switched the API on.

* A session is opened by `POST Authentication/Authenticate`, which answers 200 to a wrong password too, and is told
  by two headers. It ends after some time without a request (30 min); a request without one is a 401.
* Key: the reference number; of a reservation of several resources the first keeps it and the others get the
  resource's number behind it. A space's key is the resource's number.
* Times are `2025-06-25T15:00:00+0200`. A date that is not there is the empty string. In a query the plus must be
  escaped; what cannot be read there silently becomes "now".
* There are no pages and no ETags. A user who is no administrator is shown fewer resources and no names.
* The availability list is wrapped twice by the code and once by the documentation; both are read. It names the
  spaces; who has them follows from the reservations, since its own times look only some days ahead.
* A deleted or automatically released reservation is missing from the next answer.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from opsdash.model import Booking, Space, record_id
from opsdash.parts import Kind
from opsdash.snapshot import Batch
from opsdash.sources.base import Context, Login, Resource, below
from opsdash.sources.markup import plain_text
from opsdash.sources.reading import MOST_ITEMS, UNREADABLE, Gaps, Unreadable, Zoning, json_of, refuse_html
from opsdash.sourcespec import LibrebookingSpec, SourceSpec
from opsdash.timing import day_start

HIDDEN, AVAILABLE, UNAVAILABLE = 0, 1, 2
"""LibreBooking's ResourceStatus."""


class _Authenticated(msgspec.Struct, rename="camel"):
    is_authenticated: bool
    session_token: str | None = None
    user_id: int | str | None = None


class _Reservation(msgspec.Struct, rename="camel"):
    reference_number: str
    start_date: str
    end_date: str
    resource_id: int | str | None = None
    resource_name: str | None = None
    title: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    requires_approval: bool | int | None = None
    check_in_date: str | None = None
    check_out_date: str | None = None


class _Resource(msgspec.Struct, rename="camel"):
    resource_id: int | str
    name: str
    location: str | None = None
    max_participants: int | str | None = None
    notes: str | None = None
    status_id: int | str | None = None
    status_reason_id: int | str | None = None
    type_id: int | str | None = None


class _Available(msgspec.Struct):
    """An item of the availability list."""

    resource: _Resource


class _Reservations(msgspec.Struct):
    reservations: list[msgspec.Raw]


class _Resources(msgspec.Struct):
    resources: list[msgspec.Raw]


class _Named(msgspec.Struct, rename="camel"):
    """What names an item that cannot be read."""

    reference_number: str | None = None
    resource_id: int | str | None = None
    resource: Any = None


def resources(spec: SourceSpec) -> tuple[Resource, ...]:
    """The resources, and the reservations of a window of days."""
    assert isinstance(spec, LibrebookingSpec)  # noqa: S101  the registry leads here by this type
    listed = "Resources/" if spec.spaces_from == "resources" else "Resources/Availability"
    every: dict[Kind, Resource] = {
        "space": Resource("resources", below(spec.url, listed), ("space",)),
        "booking": Resource("reservations", below(spec.url, _BOOKED), ("booking",), on=partial(_on, spec)),
    }
    return tuple(every[kind] for kind in spec.produces)


_BOOKED = "Reservations/"


def _on(spec: LibrebookingSpec, today: date, zone: ZoneInfo) -> str:
    """Where the reservations of the days around `today` are."""
    first, last = _window(spec, today, zone)
    times = {"startDateTime": f"{first:%Y-%m-%dT%H:%M:%S%z}", "endDateTime": f"{last:%Y-%m-%dT%H:%M:%S%z}"}
    return below(spec.url, _BOOKED, times)


def _window(spec: LibrebookingSpec, today: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    first = day_start(today - timedelta(days=spec.days_back), zone)
    return first, day_start(today + timedelta(days=spec.days_ahead + 1), zone)


def following(body: bytes) -> str | None:  # noqa: ARG001  there are no pages
    """None."""
    return None


def login(spec: SourceSpec, user: str, password: str) -> Login:
    """The request that opens a session."""
    address = below(spec.url, "Authentication/Authenticate")
    return Login(address, msgspec.json.encode({"username": user, "password": password}))


def session(body: bytes) -> dict[str, str] | None:
    """The two headers that tell the session. Raises ValueError."""
    try:
        found = msgspec.json.decode(body, type=_Authenticated)
    except UNREADABLE:
        raise ValueError("sends no JSON with isAuthenticated; is its API switched on?") from None
    if not found.is_authenticated:
        return None
    headers = {"X-Booked-SessionToken": found.session_token or "", "X-Booked-UserId": str(found.user_id or "")}
    if not all(value.isascii() and value.isprintable() and 0 < len(value) <= 1000 for value in headers.values()):
        raise ValueError("accepts it, but names no session")
    return headers


def parse(body: bytes, context: Context) -> Batch:
    """The resources or the reservations."""
    assert isinstance(context.spec, LibrebookingSpec)  # noqa: S101  the registry leads here by this type
    reader = _Reader(context, context.spec)
    try:
        refuse_html(body, "an answer of LibreBooking's API")
        return reader.spaces(body) if "space" in context.resource.kinds else reader.bookings(body)
    except Unreadable as reason:
        return context.batch(reason.problem)


class _Reader:
    """Reads one answer."""

    def __init__(self, context: Context, spec: LibrebookingSpec) -> None:
        self._context, self._spec = context, spec
        self._zones = Zoning("", spec.zone, context.zone)
        self._gaps = Gaps(context.source)

    def spaces(self, body: bytes) -> Batch:
        """The list of resources, or of what is available."""
        items = _unwrapped(json_of(body, _Resources).resources)
        spaces: dict[str, Space] = {}
        for number, raw in enumerate(self._bounded(items), start=1):
            try:
                space = self._space(_resource_of(raw))
                spaces[space.id] = space
            except (*UNREADABLE, ValueError) as error:
                named = _named(raw)
                inner = named.resource if isinstance(named.resource, dict) else {}
                known = named.resource_id or inner.get("resourceId")
                key = str(known).strip() if isinstance(known, (int, str)) else ""
                self._gaps.skip(f"resource {key or number}", error, "space", key)
        return self._batch(tuple(spaces.values()), items, None)

    def bookings(self, body: bytes) -> Batch:
        """The reservations of the window."""
        items = json_of(body, _Reservations).reservations
        found: dict[str, list[tuple[str, Booking]]] = defaultdict(list)
        for number, raw in enumerate(self._bounded(items), start=1):
            try:
                one = msgspec.json.decode(raw, type=_Reservation)
                found[one.reference_number.strip()].append((_number(one.resource_id), self._booking(one)))
            except (*UNREADABLE, ValueError, OverflowError) as error:
                key = (_named(raw).reference_number or "").strip()
                self._gaps.skip(f"reservation {key or number}", error, "booking", key)
        today = self._context.now.astimezone(self._context.zone).date()
        first, _ = _window(self._spec, today, self._context.zone)
        return self._batch(tuple(self._told_apart(found)), items, first)

    def _told_apart(self, found: dict[str, list[tuple[str, Booking]]]) -> list[Booking]:
        """A reservation of several resources is one item for each, all with the same reference number."""
        records = []
        for key, each in found.items():
            each.sort(key=lambda one: (len(one[0]), one[0]))
            for place, (number, booking) in enumerate(each):
                own = f"{key}/{number}" if place else key
                records.append(msgspec.structs.replace(booking, id=self._id("booking", own)))
        return list({record.id: record for record in records}.values())

    def _batch(self, records: tuple[Any, ...], items: list[msgspec.Raw], since: datetime | None) -> Batch:
        return Batch(
            source=self._context.source,
            records=records,
            kinds=self._context.resource.kinds if records or self._gaps.unread or not items else (),
            problems=(*self._gaps.problems, *self._zones.remarks()),
            unread=tuple(self._gaps.unread),
            torn=self._gaps.torn,
            since=since,
        )

    def _bounded(self, items: list[msgspec.Raw]) -> list[msgspec.Raw]:
        if len(items) > MOST_ITEMS:
            self._gaps.cut("the answer", f"has {len(items)} items; the first {MOST_ITEMS} were read")
        return items[:MOST_ITEMS]

    def _space(self, found: _Resource) -> Space:
        key = _number(found.resource_id)
        if not key:
            raise ValueError("has no number")
        status, reason = _number(found.status_id), _number(found.status_reason_id)
        usable = status in ("", str(AVAILABLE))
        why = "hidden" if status == str(HIDDEN) else "unavailable"
        return Space(
            id=self._id("space", key),
            name=plain_text(found.name) or f"Resource {key}",
            type=self._spec.types.get(_number(found.type_id), self._spec.room_type),
            zone=plain_text(found.location or ""),
            capacity=_count(found.max_participants),
            in_service=usable,
            reason="" if usable else self._spec.reasons.get(reason, why),
            rules=plain_text(found.notes or ""),
        )

    def _booking(self, found: _Reservation) -> Booking:
        if not found.reference_number.strip():
            raise ValueError("has no reference number")
        number, name = _number(found.resource_id), plain_text(found.resource_name or "")
        own = self._id("space", number) if number and "space" in self._spec.produces else ""
        if not (own or name):
            raise ValueError("names no resource")
        people = " ".join(filter(None, ((found.first_name or "").strip(), (found.last_name or "").strip())))
        return Booking(
            id="",
            space=own or name,
            title=plain_text(found.title or ""),
            holder=people,
            start=self._zones.instant(found.start_date),
            end=self._zones.instant(found.end_date),
            status="pending" if found.requires_approval else "confirmed",
            checked_in=self._optional(found.check_in_date),
            checked_out=self._optional(found.check_out_date),
        )

    def _optional(self, text: str | None) -> datetime | None:
        return self._zones.instant(text) if text and text.strip() else None

    def _id(self, kind: Kind, key: str) -> str:
        return record_id(kind, self._context.source, key)


def _unwrapped(items: list[msgspec.Raw]) -> list[msgspec.Raw]:
    """The list, whether or not it is wrapped in another one."""
    if len(items) == 1 and bytes(items[0]).lstrip().startswith(b"["):
        return json_of(bytes(items[0]), list[msgspec.Raw])
    return items


def _resource_of(raw: msgspec.Raw) -> _Resource:
    """A resource, by itself or in an item of the availability list."""
    if isinstance(_named(raw).resource, dict):
        return msgspec.json.decode(raw, type=_Available).resource
    return msgspec.json.decode(raw, type=_Resource)


def _named(raw: msgspec.Raw) -> _Named:
    try:
        return msgspec.json.decode(raw, type=_Named)
    except UNREADABLE:
        return _Named()


def _number(value: int | str | None) -> str:
    """A number of LibreBooking's, which some versions send as text."""
    return "" if value is None else str(value).strip()


def _count(value: int | str | None) -> int | None:
    """How many people; 0 and nothing stand for no limit."""
    text = _number(value)
    return int(text) or None if text.isdecimal() and len(text) < 7 else None
