"""The words and the parts that records are made of.

The conventions (zones, units, what an empty value means) stand in `opsdash.model`.
"""

from datetime import date, datetime
from typing import Literal

import msgspec

Kind = Literal["facility", "event", "space", "booking", "pool", "deadline", "contact", "notice", "news", "answer"]
"""The kinds of record; also the store's table names and the first part of an id."""

Precision = Literal["exact", "about", "part", "day", "unknown"]
"""How exactly a time is published: to the minute, roughly, a part of a day, a day only, not at all."""

PartOfDay = Literal["", "morning", "afternoon", "evening", "night"]
"""A part of a day as advisories name it ("AM", "PM", "early afternoon" keep their words in `wording`)."""

EventKind = Literal[
    "press conference", "doorstep", "joint statement", "remarks", "briefing", "photo opportunity",
    "huddle", "ceremony", "meeting", "other",
]  # fmt: skip
EventStatus = Literal["scheduled", "tentative", "delayed", "live", "ended", "cancelled", "postponed"]
CALLED_OFF: tuple[EventStatus, ...] = ("cancelled", "postponed")
"""What will not take place, or not at its time."""

Access = Literal["", "open", "pool", "invitation", "closed"]
SpaceKind = Literal[
    "tv booth", "radio booth", "indoor stand-up", "outdoor stand-up", "tv studio", "live area", "van bay",
    "briefing room", "other",
]  # fmt: skip
BookingStatus = Literal["confirmed", "pending", "cancelled", "released", "no-show"]
STANDING: tuple[BookingStatus, ...] = ("confirmed", "pending")
"""Somebody is to come."""

GIVEN_UP: tuple[BookingStatus, ...] = ("cancelled", "released")
"""The space is not taken up any more."""

Medium = Literal["photo", "tv", "radio", "text", "other"]
Attendance = Literal["invited", "confirmed", "present", "late", "absent", "declined"]
Severity = Literal["info", "warning", "critical"]


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A value inside a record, without an id of its own."""


class OpeningPeriod(Part, frozen=True, kw_only=True):
    """One stretch a facility is open, or a published "closed".

    Attributes:
        day: the day it is published for; a run past midnight belongs to the day it starts on, "until
            02:00" on Thursday to Thursday.
        opens, closes: the instants; None where not published. `closes` may lie on the next day.
        precision: exact (opens and closes are given, or one of them with the other implied by the
            neighbouring day), part (see `part`), day ("Open": some time that day), unknown.
        part: the part of the day, when precision is part.
        closed: the text says closed; opens and closes then mean nothing.
        audience: who may come in: "" for all accredited, else as published ("broadcasters").
        appointment: only by appointment.
        confirmed: False for "[TBC]", "tentative".
        wording: the published cell, "Open until 2h00 a.m.".
        place: where it is on that day, when elsewhere than the facility usually is.
    """

    day: date
    opens: datetime | None = None
    closes: datetime | None = None
    precision: Precision = "exact"
    part: PartOfDay = ""
    closed: bool = False
    audience: str = ""
    appointment: bool = False
    confirmed: bool = True
    wording: str = ""
    place: str = ""


class LiveStatus(Part, frozen=True, kw_only=True):
    """What is so at this moment, said by a source or an officer; beats the published hours.

    Attributes:
        state: open, closed, or full (open, capacity reached).
        since: when it became so.
        until: when the statement lapses; None: until it is replaced.
        reason: in words, "fire drill".
    """

    state: Literal["open", "closed", "full"]
    since: datetime | None = None
    until: datetime | None = None
    reason: str = ""


class Dependency(Part, frozen=True, kw_only=True):
    """A facility that must be open for this one to be reached.

    Attributes:
        on: reference to that facility.
        by: what it is for this one.
        only: True when there is no other way in.
    """

    on: str
    by: Literal["entrance", "shuttle", "host"] = "entrance"
    only: bool = True


class RelativeClosing(Part, frozen=True, kw_only=True):
    """A closing time that follows the programme: "two hours after the last press conference".

    Attributes:
        minutes: minutes after the anchor's end (negative: before).
        after: the anchor: reference to an event, or "" for the last event of `kind` on that day.
        kind: kind of event meant when `after` is "".
        at_least: the text says "at least": it may stay open longer.
        wording: as published.
    """

    minutes: int
    after: str = ""
    kind: EventKind = "press conference"
    at_least: bool = False
    wording: str = ""


class Distance(Part, frozen=True, kw_only=True):
    """A published walking or driving distance: `metres` to the place named `to`, with a remark."""

    to: str
    metres: int
    note: str = ""


class AccessWindow(Part, frozen=True, kw_only=True):
    """When a space may be driven to or entered: `start` to `end`, appointment needed or not, wording."""

    start: datetime
    end: datetime
    appointment: bool = False
    wording: str = ""


class Seats(Part, frozen=True, kw_only=True):
    """How many seats of one medium a pool has."""

    medium: Medium
    count: int


class Assignment(Part, frozen=True, kw_only=True):
    """One person in a pool.

    Attributes:
        person: name or role ("photographer 1"). organisation: outlet. medium: the seat taken.
        status: invited, confirmed, present, late, absent, declined.
        arrived: when seen at the muster point.
        card_issued: the pool card was handed out.
        reserve: place on the reserve list, 1 first; 0 for a full member.
    """

    person: str
    organisation: str = ""
    medium: Medium = "other"
    status: Attendance = "invited"
    arrived: datetime | None = None
    card_issued: bool = False
    reserve: int = 0
