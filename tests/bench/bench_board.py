"""How long the whole board takes at 1,000 and 10,000 records, beside decoding the same records.

    python -m tests.bench.bench_board

Measured are steps as a viewer takes them: the first feed it reads, a feed after it of which most is as before, the
same instant again, one minute later, and a jump of hours as time travel makes it; then steps back in time, over two
changes each, and the same ones once more.
"""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

import msgspec

from opsdash.board.board import board_at
from opsdash.model import Booking, Facility, Pool, PressEvent, Record, Space
from opsdash.parts import Assignment, OpeningPeriod, Seats, SpaceKind
from opsdash.snapshot import Change, Desk, Feed, Health, PollerHealth, Snapshot, SourceHealth
from opsdash.sourcespec import OpsdashSpec
from tests.support import feed, site, venue

START = venue("2025-06-23T00:00")
DAYS = 5
CHANGES = 200
KINDS: tuple[SpaceKind, ...] = ("tv booth", "radio booth", "indoor stand-up", "van bay")


def records(count: int, seed: int = 1, begins: datetime = START) -> list[Record]:
    """A summit of `count` records: three in ten press events, six in ten bookings, some spaces and pools."""
    dice = random.Random(seed)
    at = [begins + timedelta(minutes=5 * n) for n in range(DAYS * 288)]
    spaces = max(4, count // 25)
    found: list[Record] = [_facility(begins)]
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


def _facility(begins: datetime) -> Facility:
    days = tuple(begins.date() + timedelta(days=n + 1) for n in range(DAYS))
    return Facility(
        id="facility/api/imc",
        name="Media Centre",
        periods=tuple(
            OpeningPeriod(day=day, opens=venue(f"{day}T08:00"), closes=venue(f"{day}T22:00")) for day in days
        ),
    )


def changes(found: list[Record], before: datetime) -> tuple[Change, ...]:
    """As many changes as a store may keep of the day before: press events moved by a quarter of an hour."""
    events = [record for record in found if isinstance(record, PressEvent) and record.start][:CHANGES]
    return tuple(
        Change(
            id=event.id, title=event.title, what="changed", field="start", generation=n,
            seen=before - timedelta(minutes=7 * (len(events) - n)),
            old=f"{event.start - timedelta(minutes=15):%Y-%m-%dT%H:%M:%SZ}", new=f"{event.start:%Y-%m-%dT%H:%M:%SZ}",
        )
        for n, event in enumerate(events) if event.start
    )  # fmt: skip


SITE = site(sources=(OpsdashSpec(name="api", url="http://localhost:1"),))


def snapshot(of: Feed, now: datetime) -> Snapshot:
    """A viewer's snapshot: the poller alive, the source fresh."""
    health = SourceHealth(tried=now, succeeded=now, latencies=(0.1,) * 30)
    return Snapshot(
        feed=of, health=Health(poller=PollerHealth(pid=1, started=START, beat=now), sources={"api": health})
    )


class Took(NamedTuple):
    """Milliseconds: of processor time, for which it does not matter what else the machine does, and by the clock."""

    processor: float
    wall: float


def timed(call: Callable[[], object]) -> Took:
    """What `call` takes."""
    used, begun = time.process_time(), time.perf_counter()
    call()
    return Took((time.process_time() - used) * 1000, (time.perf_counter() - begun) * 1000)


def middle(found: list[Took]) -> Took:
    """The median of each."""
    return Took(median(one.processor for one in found), median(one.wall for one in found))


def measure(count: int, runs: int) -> dict[str, Took]:
    """What each step takes, the median of several."""
    desk = Desk()

    def board(of: Feed, now: datetime, asked: datetime | None = None) -> Took:
        seen = snapshot(of, asked or now)
        return timed(lambda: board_at(seen, desk, now, asked))

    first, again = [], []
    for run in range(runs):
        begins = START + timedelta(weeks=run)  # times that nothing was derived from yet
        noon = begins + timedelta(days=2, hours=11)
        found = records(count, begins=begins)
        news = changes(found, noon)
        first.append(board(feed(*found, at=SITE, changes=news), noon))
        again.append(board(feed(*found, at=SITE, changes=news), noon))
    encoded = msgspec.json.encode([msgspec.to_builtins(record) for record in found])
    last = feed(*found, at=SITE, changes=news)
    board(last, noon)
    same = [board(last, noon) for _ in range(20)]
    walk = [board(last, noon + timedelta(minutes=n)) for n in range(1, 61 if runs < 5 else 121)]
    dice = random.Random(2)
    jumps = [board(last, noon + timedelta(minutes=dice.randrange(-2000, 2000))) for _ in range(2 * runs + 1)]
    back = [noon - timedelta(minutes=15 * n) for n in range(1, 2 * runs)]
    past = [board(last, then, noon) for then in back]
    again_past = [board(last, then, noon) for then in (*back[-1:-4:-1], *back[-3:])]
    return {
        "floor: msgspec.json.decode": middle([timed(lambda: msgspec.json.decode(encoded)) for _ in range(9)]),
        "the first feed": middle(first),
        "a feed after it": middle(again),
        "the same instant": middle(same),
        "the next minute": middle(walk),
        "the worst minute": max(walk),
        "a jump of hours": middle(jumps),
        "back in time, 15 min": middle(past),
        "and there once more": middle(again_past),
    }


def main(short: bool = False) -> None:
    """Print the table and how it grows."""
    runs = 3 if short else 9
    small, large = measure(1_000, runs), measure(10_000, runs)
    floors = [found["floor: msgspec.json.decode"].processor for found in (small, large)]
    print(f"{'':28}{'1,000 records':>24}{'10,000 records':>24}")
    print(f"{'ms, median':28}{'CPU':>8}{'wall':>8}{'x floor':>8}{'CPU':>8}{'wall':>8}{'x floor':>8}{'growth':>9}")
    for name, one in small.items():
        ten = large[name]
        cells = "".join(
            f"{took.processor:8.2f}{took.wall:8.2f}{took.processor / floor:8.2f}"
            for took, floor in zip((one, ten), floors, strict=True)
        )
        print(f"{name:28}{cells}{ten.processor / one.processor:8.1f}x")
    print("Aims: the next minute at 10,000 records under 25 ms, and nothing grows faster than tenfold.")


if __name__ == "__main__":
    main()
