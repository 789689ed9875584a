"""What a person sees: one item for each thing on the board, with its state at the board's instant.

Every instant in an item is in venue time (aware, the venue's zone), so that its JSON form carries the
venue's offset. `tone` is how much a state asks for attention; screens turn it into colour, never alone.
"""

from datetime import date, datetime
from typing import Literal

import msgspec

from opsdash.parts import Access, EventKind, Medium, Severity, SpaceKind

FORMAT = 1
"""Version of the board's JSON form."""

Tone = Literal["good", "busy", "soon", "warn", "bad", "quiet", "unknown"]
"""good: fine and usable; busy: taken, normal; soon: about to change; warn: look at it; bad: act now;
quiet: nothing to see (past, closed as planned); unknown: nobody knows."""

FacilityState = Literal[
    "open", "closing soon", "closed", "opening soon", "open today, hours not published", "not confirmed", "full",
    "unknown",
]  # fmt: skip
EventState = Literal[
    "scheduled", "tentative", "starts soon", "delayed", "live", "ended", "cancelled", "postponed", "withdrawn",
]  # fmt: skip
Phase = Literal["now", "next", "later", "past", "off"]
SpaceState = Literal[
    "free", "reserved", "occupied", "walk-in", "overdue", "no-show", "double-booked", "out of service", "unknown",
]  # fmt: skip
PoolState = Literal[
    "later", "musters soon", "mustering", "complete", "incomplete", "under way", "done", "cancelled", "no time yet",
]  # fmt: skip
SourceState = Literal["fresh", "late", "stale", "down", "never"]


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False, gc=False):
    """What all items share: the record's id, how sure and how urgent.

    Attributes:
        id: the record's id. tone: how much it asks for attention.
        flags: what is odd, each a sentence ("ends before it starts").
        source: the source's name, to find its freshness.
    """

    id: str
    tone: Tone = "quiet"
    flags: tuple[str, ...] = ()
    source: str = ""


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


class EventItem(Item, frozen=True, kw_only=True):
    """A press event now.

    Attributes:
        title, type, room, speakers, delegations, access, host_tv, streamed, official: from the record.
        state: what the source says and the clock adds. phase: now, next (the very next in time), later,
            past, off (cancelled, postponed, withdrawn).
        day: venue day it belongs to (an event past midnight belongs to the day it starts).
        start, end: as it is expected now; scheduled: the published start when `start` differs from it.
        when: how its time is shown: "14:30" or the published wording ("early afternoon").
        exact: False when `start` is only for sorting.
        delay: minutes late against `scheduled`, 0 when not.
        moved: what changed lately, "moved 16:30 to 17:15, Room A to Room B"; "" when nothing did.
        was_start, was_room: from where it was moved lately; None and "" for what stayed as it was.
        clashes: sentences naming the other side.
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
    conflicts: tuple[str, ...] = ()


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


class SpaceCount(msgspec.Struct, frozen=True, kw_only=True):
    """Occupancy of one kind of space: total, free now, taken now, wanting attention, out of service, and those that
    no source tells anything about."""

    type: SpaceKind
    total: int
    free: int
    taken: int
    attention: int
    out: int
    unknown: int = 0


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
        state: see PoolState. muster_at: when it meets; event_start: when the event is expected.
        present, expected: heads counted and to be counted (declined ones and reserves are not).
        there: who has been seen at the muster point.
        missing: who of the expected is not there, "photographer 1 (Nordlys Wire)".
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
    state: PoolState = "later"
    present: int = 0
    expected: int = 0
    there: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
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
    whether it has passed (None when that cannot be said), what happens after."""

    title: str
    at: datetime | None = None
    when: str = ""
    passed: bool | None = None
    after: str = ""


class SourceItem(msgspec.Struct, frozen=True, kw_only=True):
    """A source now.

    Attributes:
        id, name: the source's name (both, so that every item has an id).
        kind: of source. state: see SourceState. tone: as for items.
        succeeded, tried, next, changed, as_of: from its health, venue time.
        age: seconds since the data was last known to be true (as_of if the source says, else the last
            success); None before the first success.
        every: interval in seconds. count: records. error: in words. problems: number in the last answer.
        latencies: seconds, oldest first.
        brief: "fresh, 20 s" or "stale 12 min: connection refused".
    """

    id: str
    name: str
    kind: str
    state: SourceState
    tone: Tone
    every: int
    succeeded: datetime | None = None
    tried: datetime | None = None
    next: datetime | None = None
    changed: datetime | None = None
    as_of: datetime | None = None
    age: int | None = None
    count: int = 0
    problems: int = 0
    held: int = 0
    error: str = ""
    latencies: tuple[float, ...] = ()
    brief: str = ""


class PanelFreshness(msgspec.Struct, frozen=True, kw_only=True):
    """The worst of the sources that feed a panel; `age` in seconds of the oldest one; `brief` in words."""

    state: SourceState
    age: int | None = None
    brief: str = ""
    sources: tuple[str, ...] = ()


Panel = Literal["facilities", "programme", "spaces", "pools"]


class AlertItem(msgspec.Struct, frozen=True, kw_only=True):
    """A rule's finding about a subject.

    Attributes:
        id: the stable key, `rule:subject`. rule: the rule's name. subject: a record's id or source's name.
        title: how the subject is called. severity, tone: how grave.
        state: "new" or "acknowledged".
        sentence: what is so. action: what to do. since: when its cause began, venue time.
        acknowledged_by, note: from the desk, when acknowledged.
    """

    id: str
    rule: str
    subject: str
    title: str
    severity: Severity
    tone: Tone
    sentence: str
    action: str = ""
    since: datetime | None = None
    state: Literal["new", "acknowledged"] = "new"
    acknowledged_by: str = ""
    note: str = ""


class ChangeItem(msgspec.Struct, frozen=True, kw_only=True):
    """Changes of one record seen in one poll, in words.

    Attributes:
        id: the record's id. kind: of record. title: how it is called. seen: venue time.
        sentence: "moved 16:30 to 17:15, Room A to Room B". affects: "Pool 3", "Booth 4".
        source: which source said so.
    """

    id: str
    kind: str
    title: str
    seen: datetime
    sentence: str
    affects: tuple[str, ...] = ()
    source: str = ""
    tone: Tone = "soon"


class NewsLine(msgspec.Struct, frozen=True, kw_only=True):
    """A newsroom headline: title, link, when published (venue time, None where not said), which source said so."""

    id: str
    title: str
    url: str = ""
    published: datetime | None = None
    source: str = ""


class NoticeItem(Item, frozen=True, kw_only=True):
    """A notice in force: text, how grave, since and until when (venue time, None for open-ended)."""

    text: str
    severity: Severity = "info"
    since: datetime | None = None
    until: datetime | None = None


class Board(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Everything a person sees at one instant.

    Attributes:
        format: of this form. event, name, place, zone: of the site. now: the instant, venue time.
        generation: of the feed. written: when the feed was written last, venue time.
        freshness: by panel. worst: the worst of all sources.
        trouble: what is wrong with the store, "" when nothing is.
        polling: False when no poller's heartbeat was seen lately.
        asked: the real instant, venue time, when the board is of another one (time travel, `--at`); None
            when it is of now. Freshness always counts from the real instant.
        known_since: of a board of an earlier instant: from when on the store keeps every change, venue time. What
            it shows of an instant before that is what was known first. None on every other board.
        news: headlines, newest first, at most 100. notices: those in force, the gravest first.
    """

    format: int
    event: str
    name: str
    place: str
    zone: str
    now: datetime
    generation: int
    written: datetime | None
    trouble: str
    polling: bool
    worst: PanelFreshness
    freshness: dict[Panel, PanelFreshness]
    facilities: tuple[FacilityItem, ...]
    programme: tuple[EventItem, ...]
    spaces: tuple[SpaceItem, ...]
    counts: tuple[SpaceCount, ...]
    pools: tuple[PoolItem, ...]
    deadlines: tuple[DeadlineItem, ...]
    alerts: tuple[AlertItem, ...]
    changes: tuple[ChangeItem, ...]
    sources: tuple[SourceItem, ...]
    asked: datetime | None = None
    known_since: datetime | None = None
    news: tuple[NewsLine, ...] = ()
    notices: tuple[NoticeItem, ...] = ()
