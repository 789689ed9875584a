"""What a viewer makes of the store: reads only what moved, keeps the last good, creates nothing."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import pytest

from opsdash.model import Facility, PressEvent, Record
from opsdash.snapshot import Batch, DeskEntry, Health, PollerHealth, SourceHealth
from opsdash.store.desk import DeskStore
from opsdash.store.feed import FeedStore
from opsdash.store.health import HealthStore
from opsdash.store.reader import StoreReader
from tests.support import site

NOON = datetime(2025, 6, 25, 10, tzinfo=UTC)
OWN = Facility(id="facility/config/imc", name="Media Centre")
HEALTH = Health(
    poller=PollerHealth(pid=4711, started=NOON, beat=NOON),
    sources={"main": SourceHealth(succeeded=NOON, count=3, latencies=(0.5, 0.25))},
)


def apply(store: FeedStore, *titles: str) -> None:
    records: tuple[Record, ...] = tuple(
        PressEvent(id=f"event/main/{number}", title=title) for number, title in enumerate(titles)
    )
    store.apply(Batch(source="main", records=records, kinds=("event",)), NOON)


def titles(reader: StoreReader) -> list[str]:
    return [event.title for event in reader.snapshot.feed.events]


def test_a_first_start_shows_the_configuration_and_is_no_trouble(tmp_path: Path) -> None:
    folder = tmp_path / "none" / "yet"
    reader = StoreReader(folder, site(OWN))
    assert not reader.refresh()
    snapshot = reader.snapshot
    assert (snapshot.feed.generation, snapshot.feed.facilities, snapshot.trouble) == (0, (OWN,), "")
    assert reader.desk.entries == ()
    assert not folder.parent.exists(), "a viewer creates nothing"


def test_the_configurations_records_stand_beside_the_stored_ones(tmp_path: Path) -> None:
    stored = Facility(id="facility/main/ao", name="Accreditation Office")
    FeedStore(tmp_path, "test", 10).apply(Batch(source="main", records=(stored,), kinds=("facility",)), NOON)
    reader = StoreReader(tmp_path, site(OWN))
    assert reader.refresh()
    assert reader.snapshot.feed.facilities == (OWN, stored)


def test_only_what_moved_is_read_and_replaced(tmp_path: Path) -> None:
    feed, health, desk = FeedStore(tmp_path, "test", 10), HealthStore(tmp_path, "test"), DeskStore(tmp_path, "test")
    apply(feed, "Doorstep")
    reader = StoreReader(tmp_path, site())
    assert reader.refresh()
    assert not reader.refresh()
    old = reader.snapshot

    health.write(HEALTH, {"main": {"etag": "secret"}})
    assert reader.refresh()
    assert reader.snapshot is not old
    assert reader.snapshot.feed is old.feed, "what is derived from the feed stays valid"
    assert reader.snapshot.health == HEALTH

    entry = DeskEntry(id="1", at=NOON, who="duty officer", action="acknowledge", subject="stale:main")
    after, before = desk.append(entry), reader.snapshot
    assert reader.refresh()
    assert reader.snapshot is before
    assert reader.desk.entries == after.entries == (entry,)

    apply(feed, "Doorstep", "Remarks")
    assert reader.refresh()
    assert (titles(reader), reader.snapshot.health) == (["Doorstep", "Remarks"], HEALTH)
    assert not reader.refresh()
    kept, found = old.feed.events[0], reader.snapshot.feed.events
    assert [one is kept for one in found] == [True, False], "what did not change is held once, not once for each feed"


def test_health_survives_a_restart_with_what_the_poller_keeps_for_itself(tmp_path: Path) -> None:
    private = {"token": "abc", "sources": {"main": {"etag": '"1"', "digest": "d41d"}}}
    first = HealthStore(tmp_path, "test")
    assert (first.read(), first.private()) == (Health(), {})
    first.write(HEALTH, private)
    second = HealthStore(tmp_path, "test")
    assert (second.read(), second.private()) == (HEALTH, private)


def test_a_bad_file_keeps_the_last_good_data_until_it_is_good_again(tmp_path: Path) -> None:
    store = FeedStore(tmp_path, "test", 10)
    apply(store, "Doorstep")
    reader = StoreReader(tmp_path, site())
    reader.refresh()
    path = tmp_path / "feed.json"
    good = path.read_bytes()
    feed = reader.snapshot.feed
    path.write_bytes(good[:-9])
    assert reader.refresh()
    assert reader.snapshot.feed is feed
    assert "feed.json is damaged" in reader.snapshot.trouble
    assert not reader.refresh(), "read once, said once"
    apply(store, "Doorstep", "Remarks")
    assert reader.refresh()
    assert (titles(reader), reader.snapshot.trouble) == (["Doorstep", "Remarks"], "")


def test_bad_health_and_a_bad_desk_leave_the_last_good_ones(tmp_path: Path) -> None:
    HealthStore(tmp_path, "test").write(HEALTH, {})
    entry = DeskEntry(id="1", at=NOON, who="duty officer", action="note")
    DeskStore(tmp_path, "test").append(entry)
    reader = StoreReader(tmp_path, site())
    reader.refresh()
    for name in ("health.json", "desk.json"):
        (tmp_path / name).write_bytes(b"{")
    assert reader.refresh()
    assert (reader.snapshot.health, reader.desk.entries) == (HEALTH, (entry,))
    for name in ("health.json", "desk.json"):
        assert f"{name} is damaged" in reader.snapshot.trouble


def test_a_file_replaced_while_it_is_read_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FeedStore(tmp_path, "test", 10)
    apply(store, "Doorstep")
    reader = StoreReader(tmp_path, site())
    really = Path.open

    def late(path: Path, mode: str = "r") -> IO[Any]:
        file = really(path, mode)
        monkeypatch.undo()
        apply(store, "Remarks")
        return file

    monkeypatch.setattr(Path, "open", late)
    reader.refresh()
    assert titles(reader) == ["Doorstep"]
    assert reader.refresh()
    assert titles(reader) == ["Remarks"]


def test_a_folder_that_goes_and_comes_back_is_trouble_only_meanwhile(tmp_path: Path) -> None:
    folder, away = tmp_path / "store", tmp_path / "away"
    folder.mkdir()
    apply(FeedStore(folder, "test", 10), "Doorstep")
    reader = StoreReader(folder, site())
    reader.refresh()
    feed = reader.snapshot.feed
    folder.rename(away)
    assert reader.refresh()
    assert "feed.json is gone; the last known data stays" in reader.snapshot.trouble
    assert not reader.refresh()
    away.rename(folder)
    assert reader.refresh()
    assert (reader.snapshot.trouble, reader.snapshot.feed) == ("", feed)
    assert not folder.with_name("away").exists()


def test_a_feed_that_was_begun_anew_is_shown_although_it_counts_from_one(tmp_path: Path) -> None:
    store = FeedStore(tmp_path, "test", 10)
    for number in range(5):
        apply(store, f"Doorstep {number}")
    reader = StoreReader(tmp_path, site())
    reader.refresh()
    (tmp_path / "feed.json").unlink()
    anew = FeedStore(tmp_path, "test", 10)
    assert anew.token != store.token, "the poller sees by this that it must ask for everything"
    apply(anew, "Remarks")
    reader.refresh()
    assert (titles(reader), reader.snapshot.feed.generation) == (["Remarks"], 1)


def test_a_clock_set_back_hides_nothing(tmp_path: Path) -> None:
    store = FeedStore(tmp_path, "test", 10)
    apply(store, "Doorstep")
    reader = StoreReader(tmp_path, site())
    reader.refresh()
    apply(store, "Remarks")
    os.utime(tmp_path / "feed.json", (0, 0))
    assert reader.refresh()
    assert titles(reader) == ["Remarks"]


@pytest.mark.parametrize("same", ["another file", "a longer one", "altered in place"])
def test_a_file_is_another_when_its_inode_its_length_or_its_time_is(same: str, tmp_path: Path) -> None:
    store = FeedStore(tmp_path, "test", 10)
    apply(store, "Doorstep")
    reader = StoreReader(tmp_path, site())
    reader.refresh()
    path, status = tmp_path / "feed.json", (tmp_path / "feed.json").stat()
    body = path.read_bytes().replace(b'"generation":1', b'"generation":2').replace(b"Doorstep", b"Remarks!")
    target = tmp_path / "new" if same == "another file" else path
    with target.open("wb" if target != path else "r+b") as file:
        file.write(body + b" " * (same == "a longer one"))
    when = status.st_mtime_ns + (same == "altered in place")
    os.utime(target, ns=(when, when))
    target.replace(path)
    assert reader.refresh()
    assert titles(reader) == ["Remarks!"]


def test_lost_desk_entries_are_said_until_the_kept_file_is_moved_away(tmp_path: Path) -> None:
    (tmp_path / "desk.json").write_bytes(b"{")
    DeskStore(tmp_path, "test").append(DeskEntry(id="1", at=NOON, who="duty officer", action="note"))
    (kept,) = tmp_path.glob("desk.json.corrupt-*")
    reader = StoreReader(tmp_path, site())
    reader.refresh()
    assert str(kept) in reader.snapshot.trouble
    assert len(reader.desk.entries) == 1
    kept.unlink()
    assert reader.refresh()
    assert reader.snapshot.trouble == ""


def test_a_viewer_imports_neither_tinydb_nor_the_lock() -> None:
    program = (
        "import sys, opsdash.store.reader; "
        "print(*sorted({'tinydb', 'filelock', 'httpx', 'textual', 'asyncio'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""
