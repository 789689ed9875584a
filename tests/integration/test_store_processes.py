"""The store among real processes: killed writers, readers flat out, several people entering at once.

`OPSDASH_LONG=1` runs them at full length: 1,000 kills, and eight viewers for a minute.
"""

import itertools
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from opsdash.snapshot import DeskEntry
from opsdash.store.desk import DeskStore
from opsdash.store.feed import FeedStore
from opsdash.store.health import HealthStore
from opsdash.store.reader import StoreReader
from opsdash.timing import monotonic
from tests.support import site, wait_until

LONG = bool(os.environ.get("OPSDASH_LONG"))
KILLS = 1000 if LONG else 30
VIEWERS, SECONDS, READS, WRITES = (8, 60.0, 20_000, 500) if LONG else (2, 0.3, 50, 10)
"""How many viewers read for how long, and how much is read, all together, and written by then at least."""
TURNS = 200 if LONG else 20

Work = subprocess.Popen[str]


@contextmanager
def working(*words: object) -> Iterator[Work]:
    """A process of `store_work`, ended with the test."""
    command = [sys.executable, "-m", "tests.integration.store_work", *map(str, words)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        try:
            yield process
        finally:
            process.kill()


def lines(process: Work) -> Iterator[list[str]]:
    """What the process says, line by line, in words."""
    assert process.stdout
    for line in process.stdout:
        yield line.split()


def tell(process: Work, text: str) -> None:
    """Send a line."""
    assert process.stdin
    process.stdin.write(text)
    process.stdin.flush()


def kill_somewhere(breeder: Work, said: Iterator[list[str]], chance: random.Random) -> tuple[int, set[str]]:
    """Start a writer and kill it at a random moment; the generation and the entries it had acknowledged."""
    tell(breeder, "go\n")
    generation, entries, pid, after = 0, set(), 0, chance.randrange(8)
    for words in said:
        match words:
            case ["pid", number]:
                pid = int(number)
            case ["feed", number]:
                generation = int(number)
            case ["desk", entry]:
                entries.add(entry)
            case ["ended", killed]:
                assert killed == "True"
                break
        if after == 0:
            until = monotonic() + chance.uniform(0, 0.004)  # anywhere in the next writes, not only between two
            while monotonic() < until:
                pass
            os.kill(pid, signal.SIGKILL)
        after -= 1
    return generation, entries


@pytest.mark.timeout(1800 if LONG else 120)
def test_killed_writers_leave_every_file_whole_and_lose_no_acknowledged_entry(tmp_path: Path) -> None:
    chance = random.Random(20250625)
    acknowledged: set[str] = set()
    left = 0
    with working("breed", tmp_path) as breeder:
        said = lines(breeder)
        for _ in range(KILLS):
            generation, entries = kill_somewhere(breeder, said, chance)
            acknowledged |= entries
            reader = StoreReader(tmp_path, site())
            reader.refresh()
            feed = reader.snapshot.feed
            assert reader.snapshot.trouble == ""
            assert feed.generation >= generation
            assert {event.room for event in feed.events} <= {f"{feed.generation}"}
            assert acknowledged <= {entry.id for entry in reader.desk.entries}
            left = max(left, len(list(tmp_path.glob(".*.tmp"))))
    assert acknowledged
    assert left, "no kill met a writer in the midst of writing: the test tests nothing"
    FeedStore(tmp_path, "test", 50)
    HealthStore(tmp_path, "test")
    DeskStore(tmp_path, "test").append(DeskEntry(id="last", at=datetime.now(UTC), who="duty officer", action="note"))
    assert {found.name for found in tmp_path.iterdir()} <= {"feed.json", "health.json", "desk.json", "desk.lock"}


@pytest.mark.timeout(600 if LONG else 120)
def test_readers_flat_out_see_no_torn_and_no_older_generation(tmp_path: Path) -> None:
    with working("poll", tmp_path) as poller:
        with ExitStack() as stack:
            viewers = [stack.enter_context(working("view", tmp_path)) for _ in range(VIEWERS)]
            said = [lines(viewer) for viewer in viewers]
            assert [next(words) for words in said] == [["begun"]] * VIEWERS
            own = StoreReader(tmp_path, site())
            own.refresh()
            began, first = monotonic(), own.snapshot.feed.generation

            def over() -> bool:
                own.refresh()
                return monotonic() - began >= SECONDS and own.snapshot.feed.generation >= first + WRITES

            wait_until(over, SECONDS * 2 + 30, 0.1)
            took = monotonic() - began
            for viewer in viewers:
                tell(viewer, "end\n")
            ends = [words for one in said for words in one]
        tell(poller, "end\n")
        (word, generation), *_ = lines(poller)
    assert [wrong for _, _, _, _, *wrong in ends] == [["torn", "0", "back", "0", "trouble", "none"]] * VIEWERS
    reads, seen = ([int(words[at]) for words in ends] for at in (1, 3))
    print(f"\n{sum(reads)} reads by {VIEWERS} viewers in {took:.0f} s, {word} {generation}, seen {min(seen)} at least")
    assert sum(reads) >= READS
    assert sum(seen) >= WRITES, "nothing was written between the reads: the test tests nothing"


def turns(entries: tuple[DeskEntry, ...]) -> int:
    """How often one person's entry follows another's."""
    return sum(one.who != other.who for one, other in itertools.pairwise(entries))


def test_entries_from_four_processes_at_once_are_all_there_in_order(tmp_path: Path) -> None:
    people = ["desk-a", "desk-b", "desk-c", "desk-d"]
    store = DeskStore(tmp_path, "test")
    with ExitStack() as stack:
        officers = [stack.enter_context(working("enter", tmp_path, who)) for who in people]
        wait_until(lambda: turns(store.read().entries) >= TURNS, seconds=60)
        for officer in officers:
            tell(officer, "end\n")
        acknowledged = [[words[0] for words in lines(officer)] for officer in officers]
    entries = store.read().entries
    assert len(entries) == sum(map(len, acknowledged))
    for who, said in zip(people, acknowledged, strict=True):
        assert said == [f"{who}-{number:04}" for number in range(len(said))]
        assert [entry.id for entry in entries if entry.who == who] == said
    assert {entry.who for entry in entries} == set(people)
    assert not list(tmp_path.glob(".*.tmp"))
