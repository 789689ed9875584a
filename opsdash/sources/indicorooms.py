"""Indico's room bookings and rooms; what holds for all of Indico stands in `opsdash.sources.indico`.

* A reservation that repeats comes with its occurrences; each is a booking, and each may be cancelled by itself.
* Key: the reservation's number, with `/YYYYMMDD` of the occurrence in one that repeats.
* Not confirmed is pending, which still takes the room; rejected is cancelled.
* A room that is configured by its number is a space `room-NUMBER`; a booking of another one names it as Indico does.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import msgspec

from opsdash.model import Booking, Space, record_id
from opsdash.parts import BookingStatus
from opsdash.snapshot import Batch, Problem
from opsdash.sources.base import Context, validation_problem
from opsdash.sources.indicotimes import Times, When
from opsdash.sources.markup import plain_text
from opsdash.sources.reading import MOST_ITEMS, UNREADABLE, Gaps, json_of
from opsdash.sourcespec import IndicoSpec


class _Span(msgspec.Struct):
    """When, and whether it is off: an occurrence, and a whole reservation."""

    start: When = msgspec.field(name="startDT")
    end: When = msgspec.field(name="endDT")
    is_cancelled: bool = False
    is_rejected: bool = False


class _RoomName(msgspec.Struct, rename="camel"):
    id: int | None = None
    full_name: str | None = None


class _Reservation(_Span, kw_only=True):
    id: int
    room: _RoomName
    reason: str | None = None
    holder: str | None = msgspec.field(name="bookedForName", default=None)
    confirmed: bool | None = msgspec.field(name="isConfirmed", default=None)
    repeat_frequency: str | int | None = None
    occurrences: list[msgspec.Raw] | None = None


class _CalendarReservation(msgspec.Struct):
    id: int
    booked_for_name: str | None = None
    booking_reason: str | None = None
    is_accepted: bool | None = None
    is_repeating: bool = False


class _CalendarItem(msgspec.Struct):
    start_dt: str
    end_dt: str
    reservation: _CalendarReservation


class _RoomDays(msgspec.Struct):
    """A room of the calendar: what is booked by day."""

    room_id: int
    bookings: dict[str, list[msgspec.Raw]]
    pre_bookings: dict[str, list[msgspec.Raw]] = {}
    cancellations: dict[str, list[msgspec.Raw]] = {}
    rejections: dict[str, list[msgspec.Raw]] = {}


class _Room(msgspec.Struct, rename="camel"):
    id: int
    name: str | None = None
    full_name: str | None = None
    building: str | None = None
    floor: str | None = None


class _Id(msgspec.Struct):
    id: int | None = None


class _Held(msgspec.Struct):
    """What names an item of the calendar that cannot be read."""

    reservation: _Id


def calendar_of(body: bytes) -> list[msgspec.Raw]:
    """The rooms of the calendar. Raises Unreadable."""
    return json_of(body, list[msgspec.Raw])


def read_rooms(results: list[msgspec.Raw], context: Context, spec: IndicoSpec, made: datetime | None) -> Batch:
    """The configured rooms."""
    spaces: dict[int, Space] = {}
    problems: list[Problem] = []
    unread: set[int] = set()
    for number, raw in enumerate(results[:MOST_ITEMS], start=1):
        try:
            room = msgspec.json.decode(raw, type=_Room)
            spaces[room.id] = _space(room, context, spec)
        except UNREADABLE as error:
            known = _id_of(raw)
            unread |= {known} if known is not None else set(spec.rooms)
            problems.append(validation_problem(f"room {number if known is None else known}", error))
    for missing in (room for room in spec.rooms if room not in spaces and room not in unread):
        problems.append(Problem(f"room {missing}", f"is not in {spec.location}, or not visible to this token"))
    return Batch(
        source=context.source,
        records=tuple(spaces.values()),
        kinds=context.resource.kinds if spaces or unread else (),
        problems=tuple(problems),
        as_of=made,
        unread=tuple(_space_id(room, context) for room in sorted(unread)),
    )


def _space(room: _Room, context: Context, spec: IndicoSpec) -> Space:
    floor = (room.floor or "").strip()
    where = [(room.building or "").strip(), floor and f"floor {floor}"]
    return Space(
        id=_space_id(room.id, context),
        name=_short(room.full_name or room.name) or f"Room {room.id}",
        type=spec.room_type,
        zone=", ".join(filter(None, where)),
    )


def _space_id(room: int, context: Context) -> str:
    return record_id("space", context.source, f"room-{room}")


def _short(name: str | None) -> str:
    """ "Booth 3" of "MPC/1-3 - Booth 3": what people say, without the building's own numbering."""
    code, _, spoken = (name or "").strip().partition(" - ")
    return spoken.strip() or code.strip()


class BookingReader:
    """Reads reservations, from the export or from the calendar, into bookings within the window."""

    def __init__(self, context: Context, spec: IndicoSpec, times: Times) -> None:
        self._context, self._spec, self._times = context, spec, times
        self._bookings: dict[str, Booking] = {}
        self._gaps = Gaps(context.source)
        self._seen = 0

    def batch(self, made: datetime | None, first: bool) -> Batch:
        """What was read, of an answer `made` then; `first`: on the first page of the export."""
        gaps = self._gaps
        readable = self._bookings or gaps.unread or self._seen == 0 or not gaps.problems
        remarks = self._times.remarks()
        if self._seen == 0 and first:
            reason = "has nothing booked in these days, or does not exist: Indico answers the same to both"
            remarks.append(Problem(f"location {self._spec.location}", reason))
        return Batch(
            source=self._context.source,
            records=tuple(self._bookings.values()),
            kinds=self._context.resource.kinds if readable else (),
            problems=(*gaps.problems, *remarks),
            as_of=made,
            unread=tuple(gaps.unread),
            torn=gaps.torn,
            since=self._times.first,
        )

    def reservations(self, results: list[msgspec.Raw]) -> None:
        """One page of the export."""
        for number, raw in enumerate(results, start=1):
            if self._spent():
                break
            try:
                self._reservation(msgspec.json.decode(raw, type=_Reservation))
            except (*UNREADABLE, ValueError, OverflowError) as error:
                self._skip(_id_of(raw), number, error)

    def calendar(self, rooms: list[msgspec.Raw]) -> None:
        """All rooms of the calendar."""
        for number, raw in enumerate(rooms, start=1):
            try:
                room = msgspec.json.decode(raw, type=_RoomDays)
            except UNREADABLE as error:
                self._seen += 1
                self._gaps.skip(f"room {number}", error, "booking", "")
                continue
            if not self._spec.rooms or room.room_id in self._spec.rooms:
                self._room(room)

    def _room(self, room: _RoomDays) -> None:
        groups: tuple[tuple[dict[str, list[msgspec.Raw]], BookingStatus], ...] = (
            (room.bookings, "confirmed"),
            (room.pre_bookings, "pending"),  # among them the cancelled days of a series that is not confirmed yet
            (room.rejections, "cancelled"),
            (room.cancellations, "cancelled"),
        )
        for days, status in groups:
            for raw in (item for items in days.values() for item in items):
                if self._spent():
                    return
                try:
                    self._item(msgspec.json.decode(raw, type=_CalendarItem), room.room_id, status)
                except (*UNREADABLE, ValueError, OverflowError) as error:
                    self._skip(_held(raw), self._seen, error)

    def _spent(self) -> bool:
        """Count an item; whether there are more than can be meant."""
        self._seen += 1
        if self._seen == MOST_ITEMS + 1:
            self._gaps.cut("the answer", f"has more than {MOST_ITEMS} items; the first were read")
        return self._seen > MOST_ITEMS

    def _reservation(self, found: _Reservation) -> None:
        about = partial(
            Booking,
            space=self._space(found.room.id, found.room.full_name),
            title=plain_text(found.reason or ""),
            holder=(found.holder or "").strip(),
        )
        if found.repeat_frequency in (None, "", "NEVER", 0):
            self._add(str(found.id), about, found, found)
            return
        if found.occurrences is None:
            raise ValueError("repeats, and the answer does not say when")
        for raw in found.occurrences:
            if self._spent():
                break
            try:
                one = msgspec.json.decode(raw, type=_Span)
                self._add(f"{found.id}/{one.start.date.replace('-', '')}", about, found, one)
            except (*UNREADABLE, ValueError, OverflowError) as error:
                self._skip(found.id, found.id, error)

    def _add(self, key: str, about: Callable[..., Booking], whole: _Reservation, one: _Span) -> None:
        """The booking that is `one` occurrence of the reservation `whole`."""
        off = any(span.is_cancelled or span.is_rejected for span in (whole, one))
        status: BookingStatus = "cancelled" if off else "pending" if whole.confirmed is False else "confirmed"
        self._keep(key, about, self._times.instant(one.start), self._times.instant(one.end), status)

    def _item(self, item: _CalendarItem, room: int, status: BookingStatus) -> None:
        held = item.reservation
        about = partial(
            Booking,
            space=self._space(room, f"room-{room}"),
            title=plain_text(held.booking_reason or ""),
            holder=(held.booked_for_name or "").strip(),
        )
        key = f"{held.id}/{item.start_dt[:10].replace('-', '')}" if held.is_repeating else str(held.id)
        self._keep(key, about, self._times.naive(item.start_dt), self._times.naive(item.end_dt), status)

    def _keep(
        self, key: str, about: Callable[..., Booking], start: datetime, end: datetime, status: BookingStatus
    ) -> None:
        if end >= self._times.first and start < self._times.last:
            known = record_id("booking", self._context.source, key)
            self._bookings[known] = about(id=known, start=start, end=end, status=status)

    def _space(self, room: int | None, name: str | None) -> str:
        """A reference to the room: the space of this source where it is one, else what Indico calls it."""
        if "space" in self._spec.produces and room in self._spec.rooms and room is not None:
            return _space_id(room, self._context)
        said = _short(name)
        if not said:
            raise ValueError("names no room")
        return said

    def _skip(self, known: int | None, number: int, error: Exception) -> None:
        key = "" if known is None else str(known)
        self._gaps.skip(f"reservation {key or number}", error, "booking", key)


def _id_of(raw: msgspec.Raw) -> int | None:
    try:
        return msgspec.json.decode(raw, type=_Id).id
    except UNREADABLE:
        return None


def _held(raw: msgspec.Raw) -> int | None:
    try:
        return msgspec.json.decode(raw, type=_Held).reservation.id
    except UNREADABLE:
        return None
