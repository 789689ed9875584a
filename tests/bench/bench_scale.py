"""What grows how: 100 to 100,000 records, in multiples of reading the same bytes as JSON, or of a Textual hello world.

    python -m tests.bench scale

Processor time of this process for what happens in one; wall time, in pairs with a hello world, for the first frame.
Growth is that from the last size but one to the last, which is ten times as large.
"""

import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec

from opsdash.board.board import board_at
from opsdash.model import PressEvent
from opsdash.parts import Kind
from opsdash.snapshot import Batch, Desk, Health, PollerHealth, Snapshot, SourceHealth
from opsdash.store.feed import FeedStore
from opsdash.store.layout import FEED_FILE
from opsdash.store.reader import StoreReader
from tests.bench.bench_board import SITE, START, records
from tests.bench.bench_screen import HELLO, PYTHON, seconds_to, store, viewer
from tests.terminal.term import Terminal

COUNTS = (100, 1_000, 10_000, 100_000)
NOON = START + timedelta(days=1, hours=12)


def took(work: Callable[[], object], rounds: int, before: Callable[[], object] = lambda: None) -> float:
    """Milliseconds of processor time that `work` takes, the median; `before` each round is not counted."""
    found = []
    for _ in range(rounds):
        before()
        began = time.process_time()
        work()
        found.append((time.process_time() - began) * 1000)
    return statistics.median(found)


def in_process(count: int, folder: Path) -> Iterator[tuple[str, float]]:
    """What a poll and a viewer do with `count` records, in milliseconds."""
    rounds = max(3, min(15, 30_000 // count))
    found = tuple(records(count))
    kinds: tuple[Kind, ...] = ("facility", "event", "space", "booking", "pool")
    feed = FeedStore(folder, SITE.event, 500)
    feed.apply(Batch(source="api", records=found, kinds=kinds), NOON)
    body = (folder / FEED_FILE).read_bytes()
    yield "reading the bytes as JSON (msgspec)", took(lambda: msgspec.json.decode(body), rounds)
    again = Batch(source="api", records=tuple(records(count)), kinds=kinds)
    yield "a poll, nothing changed", took(lambda: feed.apply(again, NOON), rounds)
    place = next(n for n, record in enumerate(found) if isinstance(record, PressEvent))
    turn = itertools.count()

    def change() -> None:
        altered = msgspec.structs.replace(found[place], room=f"Room {next(turn)}")
        feed.apply(Batch(source="api", records=(*found[:place], altered, *found[place + 1 :]), kinds=kinds), NOON)

    yield "a poll, one change", took(change, rounds)
    reader = StoreReader(folder, SITE)
    reader.refresh()
    yield "a viewer's look, nothing moved", took(reader.refresh, 500)
    yield "a viewer's refresh, one change", took(reader.refresh, rounds, change)
    health = Health(
        poller=PollerHealth(pid=1, started=START, beat=NOON),
        sources={"api": SourceHealth(tried=NOON, succeeded=NOON, latencies=(0.1,) * 30)},
    )
    minute = itertools.count(1)

    def board() -> None:
        now = NOON + timedelta(minutes=next(minute))
        board_at(Snapshot(feed=reader.snapshot.feed, health=health), Desk(), now)

    yield "a board, the first", took(board, 1)
    yield "a board, a minute later", took(board, 20)

    def moved() -> None:
        change()
        reader.refresh()

    yield "a board, one change", took(board, rounds, moved)


def on_screen(count: int, folder: Path, runs: int) -> tuple[float, float, float, float]:
    """Milliseconds to the first frame and MiB after it: ours, a hello world's."""
    path = store(folder, count)
    ours, its, memory, bare = [], [], [], []
    for _ in range(runs + 1):
        with viewer(path, 80, 24) as terminal:
            ours.append(seconds_to(terminal, b"Press conf"))
            terminal.settle(1.0)
            memory.append(resident(terminal.pid))
        with Terminal([PYTHON, "-c", HELLO], 80, 24) as terminal:
            its.append(seconds_to(terminal, b"Hello, data"))
            terminal.settle(0.5)
            bare.append(resident(terminal.pid))
    middle = [statistics.median(found[1:]) for found in (ours, its, memory, bare)]  # the first warms the disk's cache
    return middle[0] * 1000, middle[2], middle[1] * 1000, middle[3]


def resident(pid: int) -> float:
    """MiB that a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def main(short: bool = False) -> None:
    """Print the table."""
    counts = COUNTS[:3] if short else COUNTS
    rows: dict[str, list[tuple[float, float, str]]] = {}
    for count in counts:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
            floor = 0.0
            for what, ms in in_process(count, Path(name)):
                floor = floor or ms
                rows.setdefault(what, []).append((ms, ms / floor, "ms"))
            frame, held, bare_frame, bare = on_screen(count, Path(name), 1 if short else 3)
            rows.setdefault("first frame (beside hello world)", []).append((frame, frame / bare_frame, "ms"))
            rows.setdefault("a viewer's memory (beside hello world)", []).append((held, held / bare, "MiB"))
    print(f"| records | {' | '.join(f'{count:,}' for count in counts)} | growth |")
    print(f"|---|{'--:|' * (len(counts) + 1)}")
    for what, cells in rows.items():
        said = " | ".join(f"x {ratio:.2f} ({amount:.3g} {unit})" for amount, ratio, unit in cells)
        print(f"| {what} | {said} | x {cells[-1][0] / cells[-2][0]:.1f} |")


if __name__ == "__main__":
    main()
