"""A board made of records, for the views that show more than states: hours over the week, rooms by time, bookings.

No record of it is a real person or outlet.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec

from opsdash.board.board import board_at
from opsdash.board.items import Board
from opsdash.model import Booking, Deadline, Facility, PressEvent, Record, Space
from opsdash.parts import Dependency, OpeningPeriod, SpaceKind
from opsdash.snapshot import Change, Desk, Feed, Health, PollerHealth, Snapshot, SourceHealth
from opsdash.sourcespec import OpsdashSpec
from tests import boards
from tests.support import feed, site

at = boards.at
DAY = boards.NOW.date()


def _period(days: int, opens: str = "", closes: str = "", wording: str = "", **fields: Any) -> OpeningPeriod:
    """The hours of one day; closing at or before the opening is on the next."""
    over = 1 if opens and closes and closes <= opens else 0
    return OpeningPeriod(
        day=DAY + timedelta(days=days), opens=at(opens, days) if opens else None,
        closes=at(closes, days + over) if closes else None, wording=wording or f"{opens}-{closes}", **fields,
    )  # fmt: skip


def facilities() -> tuple[Facility, ...]:
    """An office, the centre it leads into (24 hours, then until 02:00), a desk, catering without hours, vans."""
    return (
        Facility(
            id="facility/api/accreditation", name="Accreditation Office", short="Accreditation", place="Gate 2",
            periods=(*(_period(n, "07:00", "20:00") for n in (-1, 0, 1)),
                     _period(2, precision="part", part="afternoon", wording="Open (PM)"),
                     _period(3, closed=True, wording="Closed")),
        ),
        Facility(
            id="facility/api/imc", name="International Media Centre", short="Media Centre", place="Hall 1",
            depends_on=(Dependency(on="accreditation"),),
            periods=(*(_period(n, "00:00", "00:00", "24h") for n in (-1, 0, 1)),
                     _period(2, "00:00", "02:00", "until 2h00"), _period(3, closed=True)),
        ),
        Facility(
            id="facility/api/desk", name="Information Desk", place="Hall 1",
            periods=tuple(_period(n, "06:30", "21:30") for n in range(-1, 3)),
        ),
        Facility(
            id="facility/api/catering", name="Catering", place="Hall 1",
            periods=(*(_period(0, opens, closes) for opens, closes in (("12:00", "14:45"), ("17:00", "19:30"))),
                     _period(1, precision="day", wording="Open")),
        ),
        Facility(
            id="facility/api/vans", name="Van Compound", short="Vans", place="Gate 7",
            periods=(_period(0, "08:00", "18:00", "On appointment", audience="broadcasters", appointment=True),
                     _period(1, "08:00", "18:00", "08:00-18:00 [TBC]", audience="broadcasters", confirmed=False)),
        ),
    )  # fmt: skip


def programme() -> tuple[PressEvent, ...]:
    """A day with something over, live, delayed, clashing, moved, off and vague; one event on the next."""

    def event(key: str, title: str, start: str, end: str = "", days: int = 0, **fields: Any) -> PressEvent:
        return PressEvent(
            id=f"event/api/{key}", title=title, start=at(start, days) if start else None,
            end=at(end, days) if end else None, day=DAY + timedelta(days=days),
            **{"type": "press conference", "access": "open", **fields},
        )  # fmt: skip

    return (
        event("e1", "Doorstep statement", "09:00", "09:20", room="East Entrance", speakers=("President of Finland",)),
        event("e2", "Press conference by the Prime Minister of Norway", "14:15", "15:00", room="Press Room 1",
              speakers=("Prime Minister of Norway",), delegations=("Norway",), host_tv=True, status="live"),
        event("e3", "Press conference by the Prime Minister of Belgium", "15:15", "15:45", room="Press Room 2",
              speakers=("Prime Minister of Belgium",), delegations=("Belgium",), host_tv=True, streamed=True),
        event("e4", "Joint statement on the Baltic Sea", "15:00", "15:40", room="Press Room 1", type="joint statement",
              expected=at("15:30"), status="delayed", delegations=("Denmark", "Estonia"), access="pool"),
        event("e5", "Press conference by the Secretary General", "16:00", "16:45", room="Press Room 1",
              speakers=("Secretary General",), host_tv=True, streamed=True),
        event("e6", "Photo opportunity", "16:30", "16:45", room="Atrium", status="cancelled", type="photo opportunity"),
        event("e7", "Briefing by a senior official", "17:30", "18:00", room="日本 Briefing Room", status="tentative",
              type="briefing", access="invitation"),
        event("e8", "Huddle with the delegation of Türkiye", "", wording="early evening", precision="part",
              part="evening", delegations=("Türkiye",), type="huddle", official=False, room="Lounge 3"),
        event("e9", "Doorstep statement", "08:15", "08:30", 1, room="East Entrance", delegations=("Iceland",)),
    )  # fmt: skip


def moved() -> Iterator[Change]:
    """The Belgian press conference, moved 45 minutes and to another room ten minutes ago."""
    for field, old, new in (
        ("start", at("14:30").isoformat(), at("15:15").isoformat()),
        ("room", "Press Room 3", "Press Room 2"),
    ):
        yield Change(
            id="event/api/e3", title="Press conference by the Prime Minister of Belgium", what="changed",
            seen=at("14:21"), generation=41, field=field, old=old, new=new,
        )  # fmt: skip


def spaces() -> tuple[Space, ...]:
    """Four kinds of space in three zones."""
    kinds: tuple[tuple[SpaceKind, str, str, int], ...] = (
        ("tv booth", "TV Booth", "Hall 1 North", 10),
        ("radio booth", "Radio Booth", "Hall 1 North", 6),
        ("indoor stand-up", "Indoor Stand-up", "Balcony", 5),
        ("van bay", "Van Bay", "Compound", 4),
    )
    return tuple(
        Space(
            id=f"space/api/{prefix.lower().replace(' ', '-')}-{number}", name=f"{prefix} {number}", type=kind,
            zone=zone, capacity=4, in_service=(prefix, number) != ("TV Booth", 6),
            reason="no power" if (prefix, number) == ("TV Booth", 6) else "",
        )
        for kind, prefix, zone, total in kinds
        for number in range(1, total + 1)
    )  # fmt: skip


def bookings() -> Iterator[Booking]:
    """Bookings such that Radio Booth 2 is free longest, and something is overdue, no-show and double-booked."""
    outlets = ("Nordlys Wire", "Fjord TV", "Radio Solstice", "The Meridian Post", "Canal Onze Test", "日本灯台放送")

    def booking(space: str, start: str, end: str, number: int, **fields: Any) -> Booking:
        return Booking(
            id=f"booking/api/{space}-{start.replace(':', '')}-{number}", space=f"space/api/{space}",
            organisation=outlets[number % len(outlets)], start=at(start), end=at(end), **fields,
        )  # fmt: skip

    for number in (1, 3, 5, 8, 9):
        yield booking(f"tv-booth-{number}", "13:00", "15:30", number, checked_in=at("13:02"))
        yield booking(f"tv-booth-{number}", "16:00", "17:30", number + 1)
    yield booking("tv-booth-2", "12:30", "14:10", 3, checked_in=at("12:31"))
    yield booking("tv-booth-4", "14:00", "16:00", 4)
    yield booking("tv-booth-7", "15:15", "16:15", 1)
    yield booking("tv-booth-10", "15:20", "16:30", 2)
    for number in (1, 3, 4, 5, 6):
        yield booking(f"radio-booth-{number}", "14:00", "15:00", number, checked_in=at("14:00"))
    yield booking("radio-booth-2", "18:00", "19:00", 2)
    for number in (1, 2, 3):
        yield booking(f"indoor-stand-up-{number}", "15:00", "15:30", number)
    yield booking("indoor-stand-up-5", "14:45", "15:30", 1)
    yield booking("indoor-stand-up-5", "15:00", "16:00", 2)
    for number in (1, 2, 3):
        yield booking(f"van-bay-{number}", "06:00", "23:00", number, checked_in=at("06:10"))


def deadlines() -> tuple[Deadline, ...]:
    """One today, one past."""
    return (
        Deadline(id="deadline/api/booths", title="Extending a booth", at=at("18:00"), after="It is offered to others."),
        Deadline(id="deadline/api/lists", title="Lists of equipment", at=at("23:59", -1), after="No entry without."),
    )  # fmt: skip


RECORDS: tuple[Record, ...] = (*facilities(), *programme(), *spaces(), *bookings(), *deadlines())
SITE = site(sources=(OpsdashSpec(name="api", url="http://127.0.0.1:1/api", every="10s"),))
FEED: Feed = feed(*RECORDS, at=SITE, changes=tuple(moved()), generation=42)


def board(clock: str = "14:32", days: int = 0, travelled: bool = False, old: int = 0) -> Board:
    """The board of these records at `clock`, `days` after the board's day; with `travelled`, asked for at 14:32.

    Its data is `old` minutes old, and then no poller runs.
    """
    now = at(clock, days)
    real = boards.NOW if travelled else now
    told = real - timedelta(minutes=old)
    poller = PollerHealth(pid=1, started=told, beat=told)
    health = Health(poller=poller, sources={"api": SourceHealth(tried=told, succeeded=told)})
    known = msgspec.structs.replace(FEED, written=told)
    return board_at(Snapshot(feed=known, health=health), Desk(), now, real if travelled else None)


def views() -> Board:
    """The board at 14:32."""
    return board()
