"""Press events, pools and deadlines on the board, with their state at the board's instant."""

from datetime import date, datetime
from typing import Literal

import msgspec

from opsdash.board.itembase import Item
from opsdash.parts import Access, EventKind, Medium

EventState = Literal[
    "scheduled", "tentative", "starts soon", "delayed", "live", "live by plan", "ended", "over by plan", "cancelled",
    "postponed", "withdrawn",
]  # fmt: skip
OFF_STATES: tuple[EventState, ...] = ("cancelled", "postponed", "withdrawn")
Phase = Literal["now", "next", "later", "past", "off"]
PoolState = Literal[
    "later", "musters soon", "mustering", "complete", "incomplete", "under way", "done", "cancelled", "no time yet",
]  # fmt: skip


class EventItem(Item, frozen=True, kw_only=True):
    """A press event now.

    Attributes:
        title, type, room, speakers, delegations, access, host_tv, streamed, official: from the record.
        state: what the source says and the clock adds; "by plan" is what the clock alone says, of what nobody reported.
        phase: now, next (the very next in time), later, past, off (cancelled, postponed, withdrawn).
        day: venue day it belongs to (an event past midnight belongs to the day it starts, one that a delay takes past
            midnight to the day it was published for). What is said beside its time is `said_day`.
        start, end: as it is expected now; scheduled: the published start when `start` differs from it.
        when: how its time is shown: "14:30" or the published wording ("early afternoon").
        exact: False when `start` is only for sorting.
        delay: minutes late against `scheduled`, 0 when not.
        moved: what changed lately, "moved 16:30 to 17:15, Room A to Room B"; "" when nothing did.
        was_start, was_room: from where it was moved lately; None and "" for what stayed as it was.
        clashes: sentences naming the other side. outside: that the place is closed then, a sentence; "" when it is not.
        conflicts: where the sources that tell of it differ, each a sentence with both sides: "talks says 16:30
            Room A, calendar says 17:00 Room A."
    """

    title: str
    type: EventKind = "other"
    room: str = ""
    speakers: tuple[str, ...] = ()
    delegations: tuple[str, ...] = ()
    access: Access = ""
    host_tv: bool | None = None
    streamed: bool | None = None
    official: bool = True
    state: EventState = "scheduled"
    phase: Phase = "later"
    day: date | None = None
    start: datetime | None = None
    end: datetime | None = None
    scheduled: datetime | None = None
    when: str = ""
    exact: bool = True
    delay: int = 0
    moved: str = ""
    was_start: datetime | None = None
    was_room: str = ""
    clashes: tuple[str, ...] = ()
    outside: str = ""
    conflicts: tuple[str, ...] = ()

    @property
    def said_day(self) -> date | None:
        """The day that its time is of, as expected now: a delay takes 23:30 past the midnight of `day`. A place in
        the order says so only where it lies later, as after an anchor that lasts past midnight."""
        if self.start is None:
            return self.day
        on = self.start.date()
        return on if self.exact or self.day is None or on > self.day else self.day

    def touches(self, first: date, last: date) -> bool:
        """Whether it is on a day from `first` to `last`, as published or as expected now."""
        return any(day is not None and first <= day <= last for day in (self.day, self.said_day))

    @property
    def against(self) -> tuple[str, ...]:
        """Why it cannot be as published, the most pressing first."""
        return (*self.clashes, *([self.outside] if self.outside else []), *self.conflicts)


class SeatCount(msgspec.Struct, frozen=True, kw_only=True):
    """Seats of one medium in a pool: offered, filled (not declined or absent, no reserves), present."""

    medium: Medium
    seats: int
    filled: int
    present: int


class PoolItem(Item, frozen=True, kw_only=True):
    """A pool now.

    Attributes:
        name, muster_place, escort: from the record. event: id, event_title: of what it covers.
        contact: whom to call about it, with the phone: "+00 000 00 43, Media liaison officer 3".
        state: see PoolState. muster_at: when it meets; event_start: when the event is expected.
        present, expected: heads counted and to be counted (declined ones and reserves are not).
        there: who has been seen at the muster point.
        missing: who of the expected should be there and is not, "photographer 1 (Nordlys Wire)": from `muster_soon`
            before the muster on, and where the source says who has come.
        awaited: who of the expected has not been seen without being missing.
        late, absent, declined, reserves: likewise. no_card: expected members without a card.
        seats: by medium. brief: a few words for a row: "3 of 5, meets 14:00".
        material: "due 16:00", "late since 16:00", "shared 15:40"; "" when none is due.
        obligations: the text to read out.
    """

    name: str
    event: str = ""
    event_title: str = ""
    event_start: datetime | None = None
    muster_at: datetime | None = None
    muster_place: str = ""
    escort: str = ""
    contact: str = ""
    state: PoolState = "later"
    present: int = 0
    expected: int = 0
    there: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    awaited: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    reserves: tuple[str, ...] = ()
    no_card: tuple[str, ...] = ()
    seats: tuple[SeatCount, ...] = ()
    material: str = ""
    brief: str = ""
    obligations: str = ""


class DeadlineItem(Item, frozen=True, kw_only=True):
    """A deadline now: title, the instant in venue time, how it is shown (own zone named when another),
    whether it has passed (None when that cannot be said), what happens after.

    Without an instant: the day, where that is known, and the wording. `there`: the time in the zone it was
    published in, "15:20 in London", where that differs.
    """

    title: str
    at: datetime | None = None
    day: date | None = None
    wording: str = ""
    there: str = ""
    when: str = ""
    passed: bool | None = None
    after: str = ""
