"""What other processes do to a store in the tests: `python -m tests.integration.store_work WORK FOLDER ...`."""

import itertools
import os
import select
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from opsdash.model import PressEvent
from opsdash.snapshot import Batch, DeskEntry, Feed, Health, SourceHealth
from opsdash.store.desk import DeskStore
from opsdash.store.feed import FeedStore
from opsdash.store.health import HealthStore
from opsdash.store.reader import StoreReader
from tests.support import site

NOON = datetime(2025, 6, 25, 10, tzinfo=UTC)
RECORDS = 150


def say(*words: object) -> None:
    """One line to the test in one write, so that a kill leaves none half said."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def told() -> bool:
    """Whether the test has said something on standard input."""
    return bool(select.select([0], [], [], 0)[0])


def stamped(number: int) -> Batch:
    """An answer whose every record carries `number`: a mixture of two shows."""
    records = (PressEvent(id=f"event/main/{key}", title="Doorstep", room=f"{number}") for key in range(RECORDS))
    return Batch(source="main", records=tuple(records), kinds=("event",))


def write(folder: Path) -> None:
    """Write flat out all that a poller and an officer write, and say what is on the disk."""
    feed, health, desk = FeedStore(folder, "test", 50), HealthStore(folder, "test"), DeskStore(folder, "test")
    say("pid", os.getpid())
    while True:
        generation = feed.apply(stamped(feed.generation + 1), NOON).generation
        say("feed", generation)
        health.write(Health(sources={"main": SourceHealth(count=generation)}), {"token": feed.token})
        entry = DeskEntry(id=f"{generation:08}", at=NOON, who="duty officer", action="note")
        desk.append(entry)
        say("desk", entry.id)


def breed(folder: Path) -> None:
    """For each line read start a writer; say when it was killed. A fork is ready at once, a new Python is not."""
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            write(folder)
        _, status = os.waitpid(child, 0)
        say("ended", os.waitstatus_to_exitcode(status) == -signal.SIGKILL)


def poll(folder: Path) -> None:
    """Write the feed and health flat out until told to end."""
    feed, health = FeedStore(folder, "test", 50), HealthStore(folder, "test")
    while not told():
        generation = feed.apply(stamped(feed.generation + 1), NOON).generation
        health.write(Health(sources={"main": SourceHealth(count=generation)}), {})
    say("wrote", feed.generation)


def is_torn(feed: Feed) -> bool:
    """Whether a feed that was written is not the one that `stamped` gives for its generation."""
    return feed.generation > 0 and [event.room for event in feed.events] != [f"{feed.generation}"] * RECORDS


def view(folder: Path) -> None:
    """Read the whole store flat out until told to end, as a viewer that starts and as one that goes on; say how often,
    how many generations the latter saw, and what was wrong."""
    here = site()
    kept = StoreReader(folder, here)
    reads, generations, torn, back, trouble, last = 0, 0, 0, 0, "", 0
    while not told():
        fresh, old = StoreReader(folder, here), kept.snapshot.feed
        fresh.refresh()
        kept.refresh()
        feed = fresh.snapshot.feed
        reads += feed.generation > 0
        generations += kept.snapshot.feed is not old
        torn += is_torn(feed) + is_torn(kept.snapshot.feed)
        back += feed.generation < last or kept.snapshot.feed.generation < feed.generation
        back += kept.snapshot.feed.generation < old.generation
        if last == 0 and kept.snapshot.feed.generation:
            say("begun")
        last = kept.snapshot.feed.generation
        trouble = trouble or fresh.snapshot.trouble or kept.snapshot.trouble
    say("reads", reads, "generations", generations, "torn", torn, "back", back, "trouble", trouble or "none")


def enter(folder: Path, who: str) -> None:
    """Enter desk entries flat out until told to end, saying each when it was acknowledged."""
    desk = DeskStore(folder, "test")
    for number in itertools.count():
        if told():
            return
        desk.append(DeskEntry(id=f"{who}-{number:04}", at=NOON, who=who, action="note"))
        say(f"{who}-{number:04}")


def main(work: str, folder: str, *rest: str) -> None:
    """Do `work` in `folder`."""
    match work:
        case "breed":
            breed(Path(folder))
        case "poll":
            poll(Path(folder))
        case "view":
            view(Path(folder))
        case "enter":
            enter(Path(folder), rest[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
