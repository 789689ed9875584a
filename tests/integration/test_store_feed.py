"""The feed on a real disk: one write for a poll, none for nothing, and nothing lost."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from tinydb import TinyDB, where

from opsdash.model import Booking, Facility, PressEvent, Record
from opsdash.parts import Kind
from opsdash.snapshot import Batch
from opsdash.sourcespec import IcalSpec, OpsdashSpec
from opsdash.store.feed import FeedStore
from opsdash.store.reader import StoreReader
from opsdash.store.storage import AtomicStorage, RecordTable, StoreProblem
from tests.support import site

NOON = datetime(2025, 6, 25, 10, tzinfo=UTC)
KINDS: tuple[Kind, ...] = ("facility", "event", "booking")


def event(number: int, source: str = "main", **fields: object) -> PressEvent:
    return PressEvent(id=f"event/{source}/{number:03}", title=f"Event {number}", **fields)  # type: ignore[arg-type]


def batch(*records: Record, source: str = "main", kinds: tuple[Kind, ...] = KINDS) -> Batch:
    return Batch(source=source, records=records, kinds=kinds)


def opened(folder: Path, history: int = 100) -> FeedStore:
    return FeedStore(folder, "test", history)


def state(folder: Path) -> tuple[bytes, int, int]:
    """What must not move when nothing is written."""
    path = folder / "feed.json"
    status = path.stat()
    return path.read_bytes(), status.st_mtime_ns, status.st_ino


def seen(folder: Path) -> StoreReader:
    """A viewer that has just looked."""
    reader = StoreReader(folder, site())
    reader.refresh()
    assert reader.snapshot.trouble == ""
    return reader


FACILITY = Facility(id="facility/main/imc", name="Media Centre")
BOOKING = Booking(id="booking/main/b1", space="Booth 1", start=NOON, end=NOON + timedelta(hours=1))


def test_one_poll_of_several_tables_is_one_replacement_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced: list[Path] = []
    really = Path.replace

    def noted(path: Path, target: Path) -> Path:
        replaced.append(target)
        return really(path, target)

    monkeypatch.setattr(Path, "replace", noted)
    store = opened(tmp_path)
    assert not (tmp_path / "feed.json").exists()
    applied = store.apply(batch(FACILITY, event(1), BOOKING), NOON)
    assert replaced == [tmp_path / "feed.json"]
    assert (applied.changed, applied.generation, applied.changes, applied.held) == (True, 1, (), 0)
    feed = seen(tmp_path).snapshot.feed
    assert (feed.facilities, feed.events, feed.bookings) == ((FACILITY,), (event(1),), (BOOKING,))
    assert (feed.generation, feed.written) == (1, NOON)


def test_what_is_acknowledged_is_on_the_disk_before_and_after_it_takes_the_files_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a power cut leaves cannot be tried here; that the kernel is asked, and in which order, can."""
    done: list[str] = []
    sync, replace = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        done.append("sync folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "sync file")
        sync(descriptor)

    def replaced(path: Path, target: Path) -> Path:
        done.append("replace")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    opened(tmp_path).apply(batch(event(1)), NOON)
    assert done == ["sync file", "replace", "sync folder"]


def test_nothing_changed_writes_nothing_also_after_a_restart(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.apply(batch(FACILITY, event(1), BOOKING), NOON)
    before = state(tmp_path)
    for again in (store, opened(tmp_path)):
        applied = again.apply(batch(FACILITY, event(1), BOOKING), NOON + timedelta(minutes=1))
        assert (applied.changed, applied.generation) == (False, 1)
    assert state(tmp_path) == before
    assert opened(tmp_path).token == store.token


def test_the_file_is_read_once_however_many_polls_follow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tmp_path).apply(batch(FACILITY, event(1)), NOON)
    read: list[Path] = []
    really = AtomicStorage.read

    def noted(storage: AtomicStorage) -> object:
        read.append(storage.path)
        return really(storage)

    monkeypatch.setattr(AtomicStorage, "read", noted)
    store = opened(tmp_path)
    for number in range(4):
        store.apply(batch(FACILITY, event(1, room=f"Room {number // 2}")), NOON)
    assert read == [tmp_path / "feed.json"]


def test_any_tinydb_reads_the_feed_and_finds_records_by_their_id(tmp_path: Path) -> None:
    opened(tmp_path).apply(batch(FACILITY, event(1), event(2, room="Room A")), NOON)

    class Database(TinyDB):
        table_class = RecordTable

    with Database(tmp_path / "feed.json", storage=AtomicStorage) as database:
        assert {"meta", "changes", "events", "facilities", "bookings"} <= database.tables()
        events = database.table("events")
        assert events.search(where("room") == "Room A")[0].doc_id == "event/main/002"
        with pytest.raises(StoreProblem, match=r"feed\.json was opened for reading only"):
            events.truncate()
    with TinyDB(tmp_path / "feed.json", access_mode="r") as plain:
        assert plain.table("meta")._read_table()["store"]["event"] == "test"


def test_changes_withdrawals_and_returns_reach_the_viewer(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.apply(batch(event(1), event(2)), NOON)
    store.apply(batch(event(1, room="Room B")), NOON + timedelta(minutes=1))
    feed = seen(tmp_path).snapshot.feed
    assert [(c.id, c.what, c.field, c.new) for c in feed.changes] == [
        ("event/main/001", "changed", "room", "Room B"),
        ("event/main/002", "withdrawn", "", None),
    ]
    assert {e.id: e.withdrawn for e in feed.events} == {
        "event/main/001": None,
        "event/main/002": NOON + timedelta(minutes=1),
    }
    applied = opened(tmp_path).apply(batch(event(1, room="Room B"), event(2)), NOON + timedelta(minutes=2))
    assert [change.what for change in applied.changes] == ["returned"]
    assert all(e.withdrawn is None for e in seen(tmp_path).snapshot.feed.events)


def test_other_sources_and_kinds_that_were_not_read_stay_as_they_are(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.apply(batch(FACILITY, event(1)), NOON)
    store.apply(batch(event(1, "other"), source="other", kinds=("event",)), NOON)
    store.apply(batch(event(2), kinds=("event",)), NOON)
    feed = seen(tmp_path).snapshot.feed
    assert feed.facilities == (FACILITY,)
    assert {e.id for e in feed.events if not e.withdrawn} == {"event/other/001", "event/main/002"}


def test_an_empty_first_answer_counts_so_that_the_first_notice_is_news(tmp_path: Path) -> None:
    store = opened(tmp_path)
    assert store.apply(batch(), NOON).changed
    assert not store.apply(batch(), NOON).changed
    assert [change.what for change in opened(tmp_path).apply(batch(event(1)), NOON).changes] == ["added"]


def test_of_two_records_with_one_id_the_last_counts(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.apply(batch(event(1), event(1, room="Room B")), NOON)
    assert not store.apply(batch(event(1), event(1, room="Room B")), NOON).changed
    assert [e.room for e in seen(tmp_path).snapshot.feed.events] == ["Room B"]


def test_the_history_of_changes_is_bounded_and_keeps_the_newest(tmp_path: Path) -> None:
    store = opened(tmp_path, history=5)
    for number in range(8):
        store.apply(batch(event(1, room=f"Room {number}"), event(2, room=f"Hall {number}")), NOON)
    assert [c.new for c in seen(tmp_path).snapshot.feed.changes] == ["Hall 5", "Room 6", "Hall 6", "Room 7", "Hall 7"]
    opened(tmp_path, history=2).apply(batch(event(1, room="Room 8"), event(2, room="Hall 7")), NOON)
    assert [c.new for c in seen(tmp_path).snapshot.feed.changes] == ["Hall 7", "Room 8"]


def test_a_mass_disappearance_waits_over_a_restart_and_writes_once(tmp_path: Path) -> None:
    everything = tuple(event(number) for number in range(20))
    store = opened(tmp_path)
    store.apply(batch(*everything), NOON)
    first = store.apply(batch(event(0), event(1, room="Room B")), NOON)
    assert (first.held, [c.what for c in first.changes], store.held("main")) == (18, ["changed"], 18)
    assert not [e for e in seen(tmp_path).snapshot.feed.events if e.withdrawn]

    held = state(tmp_path)
    other = opened(tmp_path)
    assert other.held("main") == 18
    part = other.apply(batch(FACILITY, kinds=("facility",)), NOON)
    assert part.held == 18, "an answer without the events neither agrees nor disagrees"
    agreed = opened(tmp_path).apply(batch(FACILITY, event(0), event(1, room="Room B")), NOON)
    assert (agreed.held, [c.what for c in agreed.changes]) == (0, ["withdrawn"] * 18)
    assert len([e for e in seen(tmp_path).snapshot.feed.events if e.withdrawn]) == 18
    assert state(tmp_path) != held


def test_a_held_answer_is_forgotten_when_the_records_are_there_again(tmp_path: Path) -> None:
    everything = batch(*(event(number) for number in range(20)))
    store = opened(tmp_path)
    store.apply(everything, NOON)
    alone = store.apply(batch(), NOON)
    assert (alone.changed, alone.held, opened(tmp_path).held("main")) == (False, 20, 20)
    back = store.apply(everything, NOON)
    assert (back.changed, back.held, back.changes, opened(tmp_path).held("main")) == (False, 0, (), 0)
    assert store.apply(batch(), NOON).held == 20, "not the second in a row"


def test_what_comes_from_no_configured_source_is_forgotten(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.apply(batch(FACILITY, event(1)), NOON)
    store.apply(batch(event(1, "old"), source="old", kinds=("event",)), NOON)
    main = OpsdashSpec(name="main", url="http://media.example")
    assert not store.retain((main, IcalSpec(name="old", url="http://calendar.example")), NOON)
    assert store.retain((main,), NOON)
    feed = seen(tmp_path).snapshot.feed
    assert ([e.id for e in feed.events], feed.facilities) == (["event/main/001"], (FACILITY,))
    again = store.apply(batch(event(1, "old"), source="old", kinds=("event",)), NOON)
    assert again.changes == (), "a source that is configured again is as good as new"


def test_files_are_for_their_owner_alone_and_stale_temporary_ones_are_swept_by_the_writer_only(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        opened(tmp_path).apply(batch(event(1)), NOON)
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "feed.json").stat().st_mode) == 0o600
    stale = tmp_path / ".feed.json.4711-0badcafe.tmp"
    other = tmp_path / ".desk.json.4711-0badcafe.tmp"
    stale.touch()
    other.touch()
    seen(tmp_path)
    AtomicStorage(tmp_path / "feed.json").read()
    assert stale.exists()
    opened(tmp_path)
    assert sorted(found.name for found in tmp_path.iterdir()) == [other.name, "feed.json"]


def test_a_feed_that_was_removed_or_damaged_meanwhile_is_written_again_from_memory(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.apply(batch(FACILITY, event(1)), NOON)
    path = tmp_path / "feed.json"
    path.unlink()
    store.apply(batch(FACILITY, event(1)), NOON)
    assert seen(tmp_path).snapshot.feed.events == (event(1),)
    path.write_bytes(path.read_bytes()[:-30])
    damaged = path.read_bytes()
    store.apply(batch(FACILITY, event(1)), NOON)
    feed = seen(tmp_path).snapshot.feed
    assert (feed.events, feed.facilities, feed.generation) == ((event(1),), (FACILITY,), 3)
    (kept,) = tmp_path.glob("feed.json.corrupt-*")
    assert kept.read_bytes() == damaged
    assert kept.name in store.trouble


def test_a_backup_put_back_is_taken_without_counting_backwards(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.apply(batch(event(1)), NOON)
    backup = (tmp_path / "feed.json").read_bytes()
    for number in range(5):
        store.apply(batch(event(1), event(2, room=f"Room {number}")), NOON)
    reader = seen(tmp_path)
    (tmp_path / "feed.json").write_bytes(backup)
    reader.refresh()
    assert "went back from write 6 to 1" in reader.snapshot.trouble
    assert len(reader.snapshot.feed.events) == 2
    token = store.token
    store.mend(NOON)
    assert store.token != token, "what sources said since must be asked for again"
    reader.refresh()
    feed = reader.snapshot.feed
    assert (reader.snapshot.trouble, feed.generation) == ("", 7)
    assert [e.id for e in feed.events] == ["event/main/001"]


def test_a_newer_file_that_appears_while_running_is_not_overwritten(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.apply(batch(event(1)), NOON)
    path = tmp_path / "feed.json"
    newer = msgspec.json.encode({"meta": {"store": {"format": 9, "event": "test"}}, "everything": []})
    path.write_bytes(newer)
    for number in range(3):
        with pytest.raises(StoreProblem, match="newer opsdash"):
            store.apply(batch(event(number)), NOON)
    assert path.read_bytes() == newer
    path.unlink()
    store.apply(batch(event(1), event(2)), NOON)
    assert len(seen(tmp_path).snapshot.feed.events) == 2
