"""What the store costs, in multiples of merely reading the same bytes as JSON.

`python -m tests.bench.bench_store [RECORDS ...]` prints the table.
"""

import itertools
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from tinydb import TinyDB

from opsdash import timing
from opsdash.model import Booking, PressEvent, Record, Space
from opsdash.snapshot import Batch, Health
from opsdash.store.feed import FeedStore
from opsdash.store.health import HealthStore
from opsdash.store.layout import FEED_FILE, FeedFile
from opsdash.store.reader import StoreReader
from opsdash.store.storage import AtomicStorage
from tests.support import site

NOON = datetime(2025, 6, 25, 10, tzinfo=UTC)


def records(count: int) -> Iterator[Record]:
    """A store's worth of records: of ten, five bookings, three events, two spaces."""
    for number in range(count):
        start = NOON + timedelta(minutes=5 * (number % 500))
        match number % 10:
            case 0 | 1:
                yield Space(
                    id=f"space/main/{number}", name=f"Booth {number}", type="tv booth", zone="North", capacity=4
                )
            case 2 | 3 | 4:
                yield PressEvent(
                    id=f"event/main/{number}", title=f"Press conference {number}", room="Room A", start=start,
                    end=start + timedelta(minutes=30), speakers=("Prime Minister of Norway",), host_tv=True,
                )  # fmt: skip
            case _:
                yield Booking(
                    id=f"booking/main/{number}", space=f"Booth {number % 40}", organisation="Nordlys Wire",
                    start=start, end=start + timedelta(hours=1),
                )  # fmt: skip


def batch(found: tuple[Record, ...]) -> Batch:
    """One answer with these records."""
    return Batch(source="main", records=found, kinds=("space", "event", "booking"))


def median_ms(work: Callable[[], object], rounds: int, before: Callable[[], object] = lambda: None) -> float:
    """Milliseconds that `work` takes, the median; `before` each round is not counted."""
    times = []
    for _ in range(rounds):
        before()
        start = timing.monotonic()
        work()
        times.append((timing.monotonic() - start) * 1e3)
    return statistics.median(times)


def measure(count: int, folder: Path) -> list[tuple[str, float, float]]:
    """(what, milliseconds, multiples of the floor) for a store of `count` records."""
    rounds = max(5, min(200, 100_000 // count))
    found = tuple(records(count))
    feed = FeedStore(folder, "test", 500)
    feed.apply(batch(found), NOON)
    path = folder / FEED_FILE
    body = path.read_bytes()
    again = tuple(records(count))  # equal, not identical, as the next poll's are
    turn = itertools.count()

    def change_one() -> None:
        altered = msgspec.structs.replace(found[0], zone=f"{next(turn)}")
        feed.apply(batch((altered, *found[1:])), NOON)

    reader = StoreReader(folder, site())
    reader.refresh()
    health = HealthStore(folder, "test")

    def through_tinydb() -> object:
        return msgspec.convert(TinyDB(path, storage=AtomicStorage).storage.read(), FeedFile)

    floor = median_ms(lambda: msgspec.json.decode(body), rounds)
    rows = [
        ("floor: msgspec.json.decode of feed.json", floor),
        ("apply, nothing changed", median_ms(lambda: feed.apply(batch(again), NOON), rounds)),
        ("apply, one change (with fsync)", median_ms(change_one, rounds)),
        ("open for writing", median_ms(lambda: FeedStore(folder, "test", 500), rounds)),
        ("reader, nothing moved", median_ms(reader.refresh, 1000)),
        ("reader, feed moved", median_ms(reader.refresh, rounds, change_one)),
        ("reader, health moved", median_ms(reader.refresh, 50, lambda: health.write(Health(), {}))),
        ("the same through TinyDB and msgspec.convert", median_ms(through_tinydb, rounds)),
        ("health written (with fsync)", median_ms(lambda: health.write(Health(), {}), 50)),
    ]
    return [(what, took, took / floor) for what, took in rows]


def main(short: bool = False, counts: tuple[int, ...] = (1_000, 10_000)) -> None:
    """Print the table; `short` leaves the largest store out."""
    counts = counts[:1] if short else counts
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            print(f"Store, {count} records{'ms':>33}{'x floor':>9}")
            for what, took, ratio in measure(count, Path(folder)):
                print(f"  {what:<44}{took:>9.3f}{ratio:>9.3f}")


if __name__ == "__main__":
    main(counts=tuple(int(word) for word in sys.argv[1:]) or (1_000, 10_000))
