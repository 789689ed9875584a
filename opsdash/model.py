"""The records: what a source says, in the field's own words.

Conventions that hold for every record:

* An instant is an aware `datetime`. The border (`opsdash.sources`) turns it to UTC; the store keeps
  ISO 8601 with `Z`. Screens show venue time.
* A `date` is a day in venue time.
* Durations are whole minutes, distances metres, unless the field says otherwise.
* Text is already clean: no control characters, no escapes, bounded length (`opsdash.sources.clean`).
* `""`, `()` and `None` mean "the source does not say". They never mean "no".
* `wording` is the published text as it stands, kept because parsing it may be wrong.

A record's id is `kind/source/key`. `key` is the source's own stable key (pretalx submission code, frab
guid, iCalendar UID and RECURRENCE-ID), never a row number. A *reference* to another record is text: a full
id, or a key, an alias from the configuration or a name, resolved in that order by the board.
"""

from datetime import date, datetime
from typing import get_args

import msgspec

from opsdash.parts import (
    STANDING,
    Access,
    AccessWindow,
    Assignment,
    BookingStatus,
    Dependency,
    Distance,
    EventKind,
    EventStatus,
    Kind,
    LiveStatus,
    OpeningPeriod,
    PartOfDay,
    Precision,
    RelativeClosing,
    Seats,
    Severity,
    SpaceKind,
)


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What all records share.

    Records hold values alone, so none can be part of a cycle: the garbage collector leaves them out (`gc=False`),
    or each of its rounds would walk through all that the store holds. The same goes for parts and items.

    Attributes:
        id: `kind/source/key`; the key may itself hold slashes.
        updated: when the source says this record was last altered (iCalendar LAST-MODIFIED, an API's
            `updated`); how old the *data* is stands in the source's health, not here.
        withdrawn: set by the store when the record vanished from a good answer; never by a source.
    """

    id: str
    updated: datetime | None = None
    withdrawn: datetime | None = None

    @property
    def kind(self) -> str:
        """The first part of the id."""
        return self.id.split("/", 1)[0]

    @property
    def source(self) -> str:
        """The configured name of the source; `config` for what the configuration file holds."""
        return self.id.split("/", 2)[1]

    @property
    def key(self) -> str:
        """The source's own key."""
        return self.id.split("/", 2)[2]


def record_id(kind: Kind, source: str, key: str) -> str:
    """The id of a record of `kind` from `source` with the source's own `key`."""
    return f"{kind}/{source}/{key}"


class Facility(Record, frozen=True, kw_only=True):
    """A place with opening hours.

    Attributes:
        name, short: full name, and one of at most 12 characters for narrow screens.
        place, address: where it is, as one would say it; postal.
        periods: published opening periods.
        hours: recurring hours in the OSM opening_hours syntax, venue time; used on days without a period.
        depends_on: what must be open for this one to be reached.
        live: what is so now, if the source says.
        last_entry: minutes before closing after which nobody is let in.
        closing: closing time relative to the programme.
        capacity, note, contact: number of people, remark, reference to a contact.
        distances: from this facility.
    """

    name: str
    short: str = ""
    place: str = ""
    address: str = ""
    periods: tuple[OpeningPeriod, ...] = ()
    hours: str = ""
    depends_on: tuple[Dependency, ...] = ()
    live: LiveStatus | None = None
    last_entry: int | None = None
    closing: RelativeClosing | None = None
    capacity: int | None = None
    note: str = ""
    contact: str = ""
    distances: tuple[Distance, ...] = ()


class PressEvent(Record, frozen=True, kw_only=True):
    """Anything on the media programme.

    Attributes:
        title, type: as published; the kind of event.
        room: the room's name or a reference to a space.
        start, end: as scheduled now. When the source moves an event this moves; the change log keeps the
            old value. An end before the start is kept and flagged by the board.
        expected: the source's estimate of the real start of a delayed event.
        began, finished: when it really began and finished.
        precision: of `start`; anything but exact keeps `wording` on screen.
        part: part of day when precision is part.
        day: venue day for an event without a start.
        after: reference to the event upon whose end this one begins ("upon conclusion of the meeting").
        wording: the time as published.
        status: as the source says; the board adds what follows from the clock.
        speakers, delegations: by role or name as published.
        access: who may attend. host_tv: covered live by Host TV. streamed: live on the web.
        note, url, language: remark, link, language code.
        official: False for an event that is not part of the official programme (bilateral: ask the delegation).
        doubt: what had to be assumed to read its time, a sentence.
    """

    title: str
    type: EventKind = "other"
    room: str = ""
    start: datetime | None = None
    end: datetime | None = None
    expected: datetime | None = None
    began: datetime | None = None
    finished: datetime | None = None
    precision: Precision = "exact"
    part: PartOfDay = ""
    day: date | None = None
    after: str = ""
    wording: str = ""
    status: EventStatus = "scheduled"
    speakers: tuple[str, ...] = ()
    delegations: tuple[str, ...] = ()
    access: Access = ""
    host_tv: bool | None = None
    streamed: bool | None = None
    note: str = ""
    url: str = ""
    language: str = ""
    official: bool = True
    doubt: str = ""


class Space(Record, frozen=True, kw_only=True):
    """A bookable position.

    Attributes:
        name, type, zone: name, kind of position, the area of the centre it is in.
        capacity: people. amenities: as published ("230 V", "HD-SDI 1080i50").
        in_service, reason: False with the reason in words when it cannot be used.
        present, present_since: the organisation seen there now, booked or not, and since when (a sensor,
            a check-in desk); "" when nobody looked. `vacant_since`: seen empty since.
        power, network: supply as published ("380 V, 5-pin CEE"; "50 Mb up/down").
        cable: metres of cable to the next connection.
        access: windows in which it may be reached (vans).
        must_stay: once parked it stays until the end of the event.
        rules: text to read out.
        distances: from this space.
    """

    name: str
    type: SpaceKind = "other"
    zone: str = ""
    capacity: int | None = None
    amenities: tuple[str, ...] = ()
    in_service: bool = True
    reason: str = ""
    present: str = ""
    present_since: datetime | None = None
    vacant_since: datetime | None = None
    power: str = ""
    network: str = ""
    cable: int | None = None
    access: tuple[AccessWindow, ...] = ()
    must_stay: bool = False
    rules: str = ""
    distances: tuple[Distance, ...] = ()


class Booking(Record, frozen=True, kw_only=True):
    """A space, an organisation, a start and an end, and what really happened.

    Attributes:
        space: reference to a space.
        organisation: who it is for; `title` what for; `holder` the person or role, if published.
        start, end: as booked; `end` is exclusive.
        status: pending still counts as taken; released and cancelled do not.
        checked_in, checked_out: when they really came and went.
        walk_in: taken on the spot without a booking.
    """

    space: str
    organisation: str = ""
    title: str = ""
    holder: str = ""
    start: datetime
    end: datetime
    status: BookingStatus = "confirmed"
    checked_in: datetime | None = None
    checked_out: datetime | None = None
    walk_in: bool = False

    @property
    def who(self) -> str:
        """Whom it is for, as far as it is published."""
        return self.organisation or self.title or self.holder

    @property
    def stands(self) -> bool:
        """Whether somebody is to come: it is neither given up nor withdrawn."""
        return self.withdrawn is None and self.status in STANDING


class Pool(Record, frozen=True, kw_only=True):
    """A small group that covers one press event for all.

    Attributes:
        name: "Pool 3". event: reference to the press event.
        muster_at, muster_place: where and when it meets, before the event.
        departs, returns: of the bus or escort. travel: minutes from muster place to event.
        escort: name or role. seats: by medium. assignments: who.
        material_due, material_shared: when pooled material must be, and was, shared. material_where: where.
        obligations: the text to read out. cancelled: the pool is off. note: remark.
        contact: reference to the contact whom one calls about it.
    """

    name: str
    event: str = ""
    muster_at: datetime | None = None
    muster_place: str = ""
    departs: datetime | None = None
    returns: datetime | None = None
    travel: int | None = None
    escort: str = ""
    seats: tuple[Seats, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    material_due: datetime | None = None
    material_shared: datetime | None = None
    material_where: str = ""
    obligations: str = ""
    cancelled: bool = False
    note: str = ""
    contact: str = ""


class Deadline(Record, frozen=True, kw_only=True):
    """A time after which something is no longer possible.

    Attributes:
        title: what for. at: the instant; None when the wording is ambiguous ("28 September, at midnight").
        zone: IANA zone it was published in; "" for the venue's.
        wording: as published. after: what happens to late ones. contact: reference.
        day: the day named, when `at` is None.
    """

    title: str
    at: datetime | None = None
    day: date | None = None
    zone: str = ""
    wording: str = ""
    after: str = ""
    contact: str = ""


class Contact(Record, frozen=True, kw_only=True):
    """Whom to ask: name or desk, what about, e-mail, phone, place."""

    name: str
    about: str = ""
    email: str = ""
    phone: str = ""
    place: str = ""


class Notice(Record, frozen=True, kw_only=True):
    """Something to tell everybody: text, since and until when, how grave."""

    text: str
    severity: Severity = "info"
    start: datetime | None = None
    until: datetime | None = None


class NewsItem(Record, frozen=True, kw_only=True):
    """A newsroom headline: title, link, when published, a short summary."""

    title: str
    url: str = ""
    published: datetime | None = None
    summary: str = ""
    wording: str = ""


class Answer(Record, frozen=True, kw_only=True):
    """An info-desk card: the question, the sentence to say aloud, further words that find it, a contact."""

    question: str
    sentence: str
    words: tuple[str, ...] = ()
    contact: str = ""


RECORD_TYPES: dict[str, type[Record]] = dict(
    zip(
        get_args(Kind),
        (Facility, PressEvent, Space, Booking, Pool, Deadline, Contact, Notice, NewsItem, Answer),
        strict=True,
    )
)
"""The record class of each kind."""
