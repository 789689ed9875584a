"""Hypothesis strategies for press events, spaces, bookings and pools: likely ones that meet, and wild ones.

A feed has hundreds of fields; to draw each one from hypothesis takes a fifth of a second for a feed. So
hypothesis draws a seed, and the feed follows from it: a thousand feeds in the time of ten. What fails is
printed whole all the same.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from random import Random
from typing import Any, TypeVar, get_args

from hypothesis import strategies as st

from opsdash.board.items import FacilityItem, Run
from opsdash.model import Booking, Pool, PressEvent, Record, Space
from opsdash.parts import (
    Access,
    AccessWindow,
    Assignment,
    Attendance,
    BookingStatus,
    EventStatus,
    Medium,
    PartOfDay,
    Precision,
    Seats,
    SpaceKind,
)
from opsdash.snapshot import Change, Feed
from tests.support import feed, site

T = TypeVar("T")

NOON = datetime(2025, 6, 25, 10, tzinfo=UTC)
TEXTS = ("", "x", "Zürich 2", "²", "a" * 60, "early afternoon", "PM", "upon conclusion of the meeting", "late at night")
NAMES = ("", "Fjord TV", "fjord tv ", "Nordlys Wire")
ROOMS = ("", "1", "2", "Room A", "room a", "imc", "Media Centre")
KEYS = ("1", "2", "3", "Booth 10")
EDGES: tuple[datetime, ...] = tuple(
    naive.replace(tzinfo=zone)
    for naive in (datetime.min, datetime.max, datetime(1, 12, 31), datetime(9999, 1, 1), datetime(2025, 10, 26, 2, 30))
    for zone in (None, UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-23)))
)
"""The ends of the calendar, an hour that happens twice, and times that forgot their offset."""
COUNTS = (None, 0, 15, -10, 10**400)


class Dice(Random):
    """Fields of records by chance; `wild` ones may lie at the ends of the calendar."""

    wild = False

    def instant(self) -> datetime:
        if self.wild and self.random() < 0.3:
            return self.choice(EDGES)
        return NOON + timedelta(minutes=self.randrange(-60, 60) * 5)

    def maybe(self, chance: float = 0.5) -> datetime | None:
        return self.instant() if self.random() < chance else None

    def some(self, choices: tuple[T, ...], usual: T, chance: float = 0.4) -> T:
        return self.choice(choices) if self.random() < chance else usual

    def several(self, choices: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(self.choice(choices) for _ in range(self.randrange(3)))


def event(dice: Dice, key: str) -> PressEvent:
    precision: Precision = dice.some(get_args(Precision), "exact")
    status: EventStatus = dice.some(get_args(EventStatus), "scheduled")
    return PressEvent(
        id=f"event/{dice.some(('api', 'other'), 'api')}/{key}",
        title=dice.choice(("one", "other", *TEXTS)),
        room=dice.choice(ROOMS),
        start=dice.maybe(0.8),
        end=dice.maybe(0.7),
        expected=dice.maybe(0.2),
        began=dice.maybe(0.2),
        finished=dice.maybe(0.2),
        precision=precision,
        part=dice.choice(get_args(PartOfDay)),
        day=dice.choice((None, date(2025, 6, 25), *((date.min, date.max) if dice.wild else ()))),
        after=dice.some(KEYS, ""),
        wording=dice.choice(TEXTS),
        status=status,
        speakers=dice.several(NAMES),
        delegations=dice.several(NAMES),
        access=dice.choice(get_args(Access)),
        official=dice.random() < 0.8,
        withdrawn=dice.maybe(0.1),
    )


def space(dice: Dice, key: str) -> Space:
    windows = tuple(
        AccessWindow(start=dice.instant(), end=dice.instant(), appointment=dice.random() < 0.5)
        for _ in range(dice.choice((0, 0, 1, 2)))
    )
    return Space(
        id=f"space/api/{key}",
        name=dice.choice((key, *TEXTS)),
        type=dice.choice(get_args(SpaceKind)),
        zone=dice.choice(("imc", *TEXTS)),
        in_service=dice.random() < 0.8,
        reason=dice.choice(TEXTS),
        present=dice.some(NAMES, ""),
        present_since=dice.maybe(0.3),
        vacant_since=dice.maybe(0.3),
        access=windows,
        must_stay=dice.random() < 0.2,
        withdrawn=dice.maybe(0.1),
    )


def booking(dice: Dice, key: str) -> Booking:
    start = dice.instant()
    end = dice.instant() if dice.wild or dice.random() < 0.2 else start + timedelta(minutes=dice.randrange(1, 40) * 5)
    status: BookingStatus = dice.some(get_args(BookingStatus), "confirmed")
    return Booking(
        id=f"booking/api/{key}",
        space=dice.choice(KEYS),
        organisation=dice.choice(NAMES),
        title=dice.choice(TEXTS),
        start=start,
        end=end,
        status=status,
        checked_in=dice.maybe(0.3),
        checked_out=dice.maybe(0.3),
        walk_in=dice.random() < 0.1,
        withdrawn=dice.maybe(0.1),
    )


def person(dice: Dice) -> Assignment:
    status: Attendance = dice.choice(get_args(Attendance))
    return Assignment(
        person=dice.choice(("photographer 1", "photographer 2", "")),
        organisation=dice.choice(NAMES),
        medium=dice.choice(get_args(Medium)),
        status=status,
        arrived=dice.maybe(0.3),
        card_issued=dice.random() < 0.5,
        reserve=dice.choice((0, 0, 0, 1, 2, -1)),
    )


def pool(dice: Dice, key: str) -> Pool:
    seats = tuple(Seats(medium=dice.choice(get_args(Medium)), count=dice.randrange(-1, 4)) for _ in range(2))
    return Pool(
        id=f"pool/api/{key}",
        name=dice.choice(TEXTS),
        event=dice.choice((*KEYS, "")),
        muster_at=dice.maybe(0.9),
        muster_place=dice.choice(ROOMS),
        departs=dice.maybe(0.3),
        returns=dice.maybe(0.3),
        travel=dice.choice(COUNTS if dice.wild else (None, 10)),
        seats=seats[: dice.randrange(3)],
        assignments=tuple(person(dice) for _ in range(dice.randrange(5))),
        material_due=dice.maybe(0.3),
        material_shared=dice.maybe(0.2),
        cancelled=dice.random() < 0.1,
        withdrawn=dice.maybe(0.1),
    )


def change(dice: Dice) -> Change:
    values: tuple[Any, ...] = (None, *TEXTS, dice.instant().isoformat(), "2025-06-26", 5, ["x"])
    return Change(
        id=f"event/api/{dice.choice(KEYS)}",
        title="one",
        what=dice.choice(("changed", "changed", "added", "withdrawn", "returned")),
        seen=NOON + timedelta(minutes=dice.randrange(-200, 200)),
        generation=1,
        field=dice.choice(("start", "room", "day", "wording", "status", "")),
        old=dice.choice(values),
        new=dice.choice(values),
    )


def feed_of(seed: int, wild: bool) -> Feed:
    """A feed of a few records that refer to each other."""
    dice = Dice(seed)
    dice.wild = wild
    records: list[Record] = [event(dice, key) for key in KEYS] + [space(dice, key) for key in KEYS[: dice.randrange(5)]]
    records += [booking(dice, str(n)) for n in range(dice.randrange(12))]
    records += [pool(dice, key) for key in KEYS[: dice.randrange(5)]]
    seen = tuple(change(dice) for _ in range(dice.randrange(4)))
    return feed(*records, at=site(aliases={"centre": "imc"}), changes=seen)


def centre_of(seed: int) -> tuple[FacilityItem, ...]:
    """The centre's hours on the board; its record is not in the feed unless a test adds it."""
    dice = Dice(seed)
    runs = tuple(Run(start=dice.maybe(0.9), end=dice.maybe(0.9)) for _ in range(dice.randrange(4)))
    return (FacilityItem(id="facility/api/imc", name="Media Centre", runs=runs),)


seeds = st.integers(0, 2**32)
feeds = st.builds(feed_of, seeds, st.just(False))
"""Feeds of likely records, near each other in time."""
wild_feeds = st.builds(feed_of, seeds, st.just(True))
"""Feeds with instants at the ends of the calendar and without an offset, numbers of any size."""
centres = st.builds(centre_of, seeds)
nows = st.builds(lambda seconds: NOON + timedelta(seconds=seconds), st.integers(-40000, 40000))
wild_nows = st.sampled_from([edge for edge in EDGES if edge.tzinfo])
