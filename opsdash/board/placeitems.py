"""Facilities and spaces on the board, with their state at the board's instant."""

from datetime import date, datetime
from typing import Literal

import msgspec

from opsdash.board.itembase import Item
from opsdash.parts import AccessWindow, Distance, SpaceKind

FacilityState = Literal[
    "open", "closing soon", "closed", "opening soon", "open today, hours not published", "not confirmed", "full",
    "unknown",
]  # fmt: skip
OPEN_STATES: tuple[FacilityState, ...] = ("open", "closing soon", "full")
SHUT_STATES: tuple[FacilityState, ...] = ("closed", "opening soon")
SpaceState = Literal[
    "free", "reserved", "occupied", "walk-in", "overdue", "no-show", "double-booked", "out of service", "unknown",
]  # fmt: skip


class Run(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One joined stretch of a facility's hours, for bars on a time axis.

    Attributes:
        start, end: None where open-ended. certain: False for part-of-day, day-level and tentative stretches.
        audience, wording: as published; wordings of joined periods are joined by "; ".
    """

    start: datetime | None
    end: datetime | None
    certain: bool = True
    audience: str = ""
    wording: str = ""


class FacilityItem(Item, frozen=True, kw_only=True):
    """A facility now.

    Attributes:
        name, short, place: from the record.
        state: see FacilityState.
        since: when this state began; until: the next change; None where not known.
        then: the first opening after `until` or after now when closed; then_day when only its day is known.
        audience: who may come in now or next ("" for all accredited).
        confirmed: False when the published hours are tentative.
        wording: the published text that decides now.
        brief: a few words for a row: "until 20:00", "opens Mon 08:00", "hours not published".
        sentence: to say aloud, complete: "Media Centre: open until Thu 26 June 02:00, in 2 h 30 min."
        unreachable: why it cannot be reached though open; "" when it can.
        conflict: what disagrees, both sides named; "" when nothing does.
        runs: the joined stretches from yesterday to eight days ahead.
        stated: within those days, from when to when its hours are published: where it has no run there it is
            closed. Outside of them nobody says anything.
        through: the places that must be open to reach it, "only entrance: Accreditation Office".
        lasting: somebody says that it is so just now and not until when: the published hours do not end it.
    """

    name: str
    short: str = ""
    place: str = ""
    state: FacilityState = "unknown"
    since: datetime | None = None
    until: datetime | None = None
    then: datetime | None = None
    then_day: date | None = None
    audience: str = ""
    confirmed: bool = True
    wording: str = ""
    brief: str = ""
    sentence: str = ""
    unreachable: str = ""
    conflict: str = ""
    runs: tuple[Run, ...] = ()
    stated: tuple[tuple[datetime, datetime], ...] = ()
    through: tuple[str, ...] = ()
    lasting: bool = False


SlotState = Literal["booked", "pending", "there", "left", "no-show", "press event"]


class Slot(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A stretch in which a space is taken.

    Attributes:
        id: the booking's, "" for a press event. holder: who has it. start, end: as booked.
        state: there: checked in and not out; left: checked out; no-show: as its source says.
    """

    id: str
    holder: str
    start: datetime
    end: datetime
    state: SlotState = "booked"


class SpaceFacts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is published of a space, whoever has it; see `opsdash.model.Space`. Access windows are in venue time.

    A space that is `in_service` and yet out of service now cannot be reached at this hour.
    """

    in_service: bool = True
    amenities: tuple[str, ...] = ()
    power: str = ""
    network: str = ""
    cable: int | None = None
    access: tuple[AccessWindow, ...] = ()
    must_stay: bool = False
    rules: str = ""
    distances: tuple[Distance, ...] = ()


class SpaceItem(Item, frozen=True, kw_only=True):
    """A space now.

    Attributes:
        name, type, zone, capacity: from the record.
        state: see SpaceState. holder: the organisation there, or due; reason: why out of service.
        since, until: of the state; until is when it changes next as far as known (free until, occupied until).
        next_holder, next_start: the booking after.
        booking: id of the booking that decides; "" for none.
        brief: a few words for a row: "free until 16:00", "Fjord TV until 15:30".
        bookings: what takes it up, by start, as far as it ends less than half a day ago or begins within two days.
        facts: what is published of it.
        sure: all is known that may take it up; False where a source that is to tell of its bookings has not answered
            yet, and where its sources differ in whether it is in service.
    """

    name: str
    type: SpaceKind = "other"
    zone: str = ""
    capacity: int | None = None
    state: SpaceState = "unknown"
    holder: str = ""
    reason: str = ""
    since: datetime | None = None
    until: datetime | None = None
    next_holder: str = ""
    next_start: datetime | None = None
    booking: str = ""
    brief: str = ""
    bookings: tuple[Slot, ...] = ()
    facts: SpaceFacts = SpaceFacts()
    sure: bool = True


class SpaceCount(msgspec.Struct, frozen=True, kw_only=True):
    """Occupancy of one kind of space: total, free now, taken now, wanting attention, out of service, and those that
    no source tells anything about. `zone` is named where the counts are by zone."""

    type: SpaceKind
    total: int
    free: int
    taken: int
    attention: int
    out: int
    unknown: int = 0
    zone: str = ""
