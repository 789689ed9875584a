"""How long programme, spaces and pools take, at 1,000 and 10,000 records, beside decoding the same records.

    python -m tests.bench.bench_board

Measured are steps of the clock as a viewer takes them: the first call for a feed, the same instant again, one
minute later, and a jump of hours as time travel makes it.
"""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median

import msgspec

from opsdash.board.index import Index, index_of
from opsdash.board.items import FacilityItem, Run
from opsdash.board.pools import pool_items
from opsdash.board.programme import event_items
from opsdash.board.spaces import count_spaces, space_items
from opsdash.model import Booking, Facility, Pool, PressEvent, Record, Space
from opsdash.parts import Assignment, OpeningPeriod, Seats, SpaceKind
from opsdash.snapshot import Desk, Feed
from tests.support import feed, venue

START = venue("2025-06-23T00:00")
DAYS = 5
KINDS: tuple[SpaceKind, ...] = ("tv booth", "radio booth", "indoor stand-up", "van bay")


def records(count: int, seed: int = 1) -> list[Record]:
    """A summit of `count` records: three in ten press events, six in ten bookings, some spaces and pools."""
    dice = random.Random(seed)
    at = [START + timedelta(minutes=5 * n) for n in range(DAYS * 288)]
    spaces = max(4, count // 25)
    found: list[Record] = [_facility()]
    for n in range(spaces):
        kind = dice.choice(KINDS)
        found.append(Space(id=f"space/api/s{n}", name=f"Booth {n}", type=kind, zone=f"Hall {n % 7}"))
    for n in range(count * 3 // 10):
        start = dice.choice(at)
        found.append(
            PressEvent(
                id=f"event/api/e{n}",
                title=f"Press conference {n}",
                room=f"Room {n % max(3, count // 100)}",
                start=start,
                end=start + timedelta(minutes=dice.choice((15, 30, 45))),
                speakers=(f"Minister {dice.randrange(count // 4)}",),
            )
        )
    for n in range(max(1, count // 50)):
        event = f"e{dice.randrange(count * 3 // 10)}"
        people = tuple(Assignment(person=f"photographer {k}", organisation=f"Outlet {n + k}") for k in range(8))
        found.append(
            Pool(
                id=f"pool/api/p{n}",
                name=f"Pool {n}",
                event=event,
                muster_at=dice.choice(at),
                assignments=people,
                seats=(Seats(medium="photo", count=8),),
            )
        )
    for n in range(count - len(found)):
        start = dice.choice(at)
        came = start if dice.random() < 0.5 else None
        found.append(
            Booking(
                id=f"booking/api/b{n}",
                space=f"s{n % spaces}",
                organisation=f"Outlet {n % 90}",
                start=start,
                end=start + timedelta(minutes=dice.choice((30, 60, 120))),
                checked_in=came,
            )
        )
    return found


def _facility() -> Facility:
    days = tuple(START.date() + timedelta(days=n + 1) for n in range(DAYS))
    return Facility(
        id="facility/api/imc",
        name="Media Centre",
        periods=tuple(
            OpeningPeriod(day=day, opens=venue(f"{day}T08:00"), closes=venue(f"{day}T22:00")) for day in days
        ),
    )


def facilities(index: Index) -> tuple[FacilityItem, ...]:
    """The centre's item, with the runs of its periods."""
    return tuple(
        FacilityItem(
            id=one.id,
            name=one.name,
            runs=tuple(Run(start=period.opens, end=period.closes) for period in one.periods),
        )
        for one in index.feed.facilities
    )


def parts(index: Index, centre: tuple[FacilityItem, ...], now: datetime) -> None:
    """What this measures."""
    programme = event_items(index, Desk(), centre, now)
    count_spaces(space_items(index, Desk(), now))
    pool_items(index, Desk(), centre, programme, now)


def timed(call: Callable[[], object]) -> float:
    """Milliseconds of processor time that `call` takes: what a busy machine does besides does not count."""
    begun = time.process_time()
    call()
    return (time.process_time() - begun) * 1000


def measure(count: int, runs: int) -> dict[str, float]:
    """Median milliseconds by what is measured; the first call is measured on `runs` fresh feeds."""
    found = records(count)
    encoded = msgspec.json.encode([msgspec.to_builtins(record) for record in found])
    middle = START + timedelta(days=2, hours=11)
    first, index = [], index_of(feed(*found))
    for _ in range(runs):
        fresh: Feed = feed(*found)
        index = index_of(fresh)
        centre = facilities(index)
        first.append(timed(lambda index=index, centre=centre: parts(index, centre, middle)))  # type: ignore[misc]
    dice = random.Random(2)
    jumps = [middle + timedelta(minutes=dice.randrange(-2000, 2000)) for _ in range(15)]
    minutes = [middle + timedelta(minutes=n) for n in range(120)]
    parts(index, centre, minutes[0])
    walk = [timed(lambda now=now: parts(index, centre, now)) for now in minutes]  # type: ignore[misc]
    return {
        "floor (decode)": median(timed(lambda: msgspec.json.decode(encoded)) for _ in range(9)),
        "first call": median(first),
        "same instant": median(timed(lambda: parts(index, centre, middle)) for _ in range(50)),
        "minute by minute": median(walk),
        "its worst minute": max(walk),
        "jumps of hours": median(timed(lambda now=now: parts(index, centre, now)) for now in jumps),  # type: ignore[misc]
    }


def main(short: bool = False) -> None:
    """Print the table and how it grows."""
    runs = 2 if short else 7
    small, large = measure(1_000, runs), measure(10_000, runs)
    print(f"{'ms CPU, median':18} {'1,000':>9} {'10,000':>9} {'growth':>8}")
    for name, value in large.items():
        print(f"{name:18} {small[name]:9.3f} {value:9.3f} {value / small[name]:7.1f}x")


if __name__ == "__main__":
    main()
