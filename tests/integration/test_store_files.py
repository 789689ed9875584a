"""Files that cannot be understood, files that are not for us, and disks that refuse: for all three stores."""

import os
import resource
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from filelock import FileLock

from opsdash import timing
from opsdash.model import PressEvent
from opsdash.snapshot import Batch, DeskEntry, Health, PollerHealth, SourceHealth
from opsdash.store.desk import DeskStore
from opsdash.store.feed import FeedStore
from opsdash.store.folder import prepare
from opsdash.store.health import HealthStore
from opsdash.store.problems import Refused, StoreProblem
from opsdash.store.reader import StoreReader
from opsdash.store.standstill import LOCK_FILE
from tests.support import site

NOON = datetime(2025, 6, 25, 10, tzinfo=UTC)


def poll(folder: Path, title: str = "Doorstep") -> str:
    """Write a feed; what the store says of trouble."""
    store = FeedStore(folder, "test", 100)
    record = PressEvent(id="event/main/1", title=title)
    store.apply(Batch(source="main", records=(record,), kinds=("event",)), NOON)
    return store.trouble


def note(folder: Path, title: str = "Doorstep") -> str:
    """Write health."""
    store = HealthStore(folder, "test")
    store.write(Health(sources={"main": SourceHealth(error=title)}), {})
    return store.trouble


def enter(folder: Path, title: str = "Doorstep") -> str:
    """Write a desk entry."""
    store = DeskStore(folder, "test")
    store.append(DeskEntry(id=f"1-{title[:20]}", at=NOON, who="duty officer", action="note", note=title))
    return store.trouble


class Kind(NamedTuple):
    name: str
    write: Callable[..., str]


STORES = [Kind("feed.json", poll), Kind("health.json", note), Kind("desk.json", enter)]
every_store = pytest.mark.parametrize("kind", STORES, ids=lambda kind: kind.name)

DAMAGED = {
    "empty": b"",
    "blank": b" \n",
    "not JSON": b"<html>Gateway time-out</html>",
    "another program's": b'{"_default": {"1": {"a": 1}}}',
    "a list": b"[1, 2]",
    "not UTF-8": b'{"meta": {"store": {"format": 1, "event": "t\xff"}}}',
    "nested without end": b'{"meta": {}, "more": ' + b"[" * 200_000,
    "no format": b'{"meta": {"store": {"format": 0, "event": "test"}}}',
}


@every_store
@pytest.mark.parametrize("body", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_file_that_cannot_be_understood_is_kept_aside_by_the_writer_and_said_so(
    kind: Kind, body: bytes, tmp_path: Path
) -> None:
    path = tmp_path / kind.name
    path.write_bytes(body)
    reader = StoreReader(tmp_path, site())
    reader.refresh()
    assert f"{path} is damaged or not a store file" in reader.snapshot.trouble
    assert path.read_bytes() == body, "a viewer leaves it alone"
    said = kind.write(tmp_path)
    (kept,) = tmp_path.glob(f"{kind.name}.corrupt-*T*Z")
    assert kept.read_bytes() == body
    assert str(path) in said
    assert kept.name in said


@every_store
def test_a_truncated_file_is_kept_aside_wherever_it_was_cut(kind: Kind, tmp_path: Path) -> None:
    kind.write(tmp_path)
    path = tmp_path / kind.name
    whole = path.read_bytes()
    cuts = range(0, len(whole), 7)
    for cut in cuts:
        path.write_bytes(whole[:cut])
        assert kind.write(tmp_path)
    kept = list(tmp_path.glob(f"{kind.name}.corrupt-*"))
    assert sorted(len(found.read_bytes()) for found in kept) == list(cuts), "no two with one name"


@every_store
@pytest.mark.parametrize(
    ("head", "says"),
    [
        ({"format": 2, "event": "test"}, "newer opsdash (format 2, this one knows 1)"),
        ({"format": 1, "event": "other"}, "belongs to the event 'other', not to 'test'"),
    ],
    ids=["newer format", "another event"],
)
def test_a_file_that_is_not_for_us_is_refused_and_left_as_it_is(
    kind: Kind, head: dict[str, object], says: str, tmp_path: Path
) -> None:
    path = tmp_path / kind.name
    body = msgspec.json.encode({"meta": {"store": head}, "events": "of a later form", "entries": 1, "sources": 2})
    path.write_bytes(body)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            kind.write(tmp_path)
        assert says in str(refused.value)
        assert str(path) in str(refused.value)
    reader = StoreReader(tmp_path, site())
    reader.refresh()
    assert says in reader.snapshot.trouble
    assert path.read_bytes() == body
    assert not list(tmp_path.glob("*corrupt*"))


@every_store
def test_a_folder_in_the_place_of_a_file_is_a_sentence(kind: Kind, tmp_path: Path) -> None:
    (tmp_path / kind.name).mkdir()
    with pytest.raises(StoreProblem, match="move that folder away"):
        kind.write(tmp_path)
    reader = StoreReader(tmp_path, site())
    reader.refresh()
    assert "move that folder away" in reader.snapshot.trouble
    (tmp_path / kind.name).rmdir()
    reader.refresh()
    assert reader.snapshot.trouble == ""


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """A small file system of its own at `folder`; skips where one may not be mounted."""
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("mounting is not permitted here")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def unchanged(kind: Kind, folder: Path, problem: str) -> None:
    """Writing fails with `problem` and alters nothing."""
    path = folder / kind.name
    before = path.read_bytes()
    with pytest.raises(StoreProblem, match=problem) as met:
        kind.write(folder, "x" * 200_000)
    assert str(folder) in str(met.value)
    assert path.read_bytes() == before
    assert not list(folder.glob(".*.tmp")), "nothing half-written is left"


@every_store
def test_a_full_disk_is_a_sentence_and_the_last_good_file_stays(kind: Kind, tmp_path: Path) -> None:
    with mounted(tmp_path, "size=128k,mode=0700"):
        kind.write(tmp_path)
        unchanged(kind, tmp_path, "the disk is full; free some space")
        kind.write(tmp_path, "Remarks")


@every_store
def test_a_file_size_limit_is_a_sentence_and_the_last_good_file_stays(kind: Kind, tmp_path: Path) -> None:
    kind.write(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        unchanged(kind, tmp_path, "file size limit")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    kind.write(tmp_path, "Remarks")


@every_store
def test_a_read_only_file_system_is_a_sentence_and_viewers_go_on(kind: Kind, tmp_path: Path) -> None:
    with mounted(tmp_path, "size=1m,mode=0700"):
        kind.write(tmp_path)
        subprocess.run(["mount", "-o", "remount,ro", tmp_path], check=True)
        unchanged(kind, tmp_path, "read-only")
        reader = StoreReader(tmp_path, site())
        assert reader.refresh()
        assert reader.snapshot.trouble == ""
        with pytest.raises(StoreProblem, match="read-only"):
            prepare(tmp_path)


def beaten(folder: Path, seconds: float, pace: float = 1.0, pid: int = 0) -> None:
    """A poller's heart beat so long ago; without `pid` the poller is this process."""
    beat = datetime.now(UTC) - timedelta(seconds=seconds)
    heart = PollerHealth(pid=pid or os.getpid(), started=beat, beat=beat, pace=pace)
    HealthStore(folder, "test").write(Health(poller=heart), {})


def silent(folder: Path, seconds: float, pace: float = 1.0, pid: int = 0) -> str:
    """What a viewer that comes then says of a poller whose heart last beat so long ago."""
    beaten(folder, seconds, pace, pid)
    return looked(folder)


def looked(folder: Path) -> str:
    reader = StoreReader(folder, site())
    reader.refresh()
    assert reader.snapshot.trouble == "", "no file is at fault"
    return reader.snapshot.stuck


@pytest.fixture
def dead() -> int:
    """The id that a process had."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_a_poller_that_runs_and_stores_nothing_is_said_with_what_is_in_its_way(tmp_path: Path, dead: int) -> None:
    assert silent(tmp_path, 60) == "", "it is gone: the board says that no poller runs"
    with FileLock(tmp_path / LOCK_FILE):
        assert silent(tmp_path, 5) == silent(tmp_path, 300, pace=60) == ""
        assert silent(tmp_path, 12) == "", "late, and nothing is in its way"
        assert f"(process {os.getpid()}) runs but has stored nothing since" in silent(tmp_path, 60)
        assert "(process 1) runs but has stored nothing since" in silent(tmp_path, 60, pid=1), "another user's"
        for gone in (dead, -1, 2**40):
            assert silent(tmp_path, 60, pid=gone) == "", "another one has begun, or asks once, and has not beaten yet"


def test_a_machine_that_slept_does_not_make_a_poller_silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beaten(tmp_path, 1)
    reader = StoreReader(tmp_path, site())
    reader.refresh()
    with FileLock(tmp_path / LOCK_FILE):
        beaten(tmp_path, 0)
        reader.refresh()
        real, awake = timing.now, timing.monotonic
        for hours, seconds, said in ((9, 0, False), (9, 14, False), (9, 16, True), (0, 16, False)):
            monkeypatch.setattr(timing, "now", lambda hours=hours: real() + timedelta(hours=hours))
            monkeypatch.setattr(timing, "monotonic", lambda seconds=seconds: awake() + seconds)
            reader.refresh()
            assert ("has stored nothing since" in reader.snapshot.stuck) == said, (hours, seconds)


def test_a_full_disk_under_a_silent_poller_is_said_by_the_viewer(tmp_path: Path) -> None:
    with mounted(tmp_path, "size=128k,mode=0700"), FileLock(tmp_path / LOCK_FILE):
        assert silent(tmp_path, 12) == ""
        with suppress(OSError), (tmp_path / "junk.log").open("wb", buffering=0) as junk:
            while True:
                junk.write(b"x" * 1024)
        assert f"Cannot write {tmp_path}: the disk is full; free some space" in looked(tmp_path)
        (tmp_path / "junk.log").unlink()
        assert looked(tmp_path) == ""


def test_a_health_file_that_changes_under_the_poller_is_kept_aside_or_left_alone(tmp_path: Path) -> None:
    store, path = HealthStore(tmp_path, "test"), tmp_path / "health.json"
    store.write(Health(), {})
    path.write_bytes(b"{")
    store.write(Health(), {})
    (kept,) = tmp_path.glob("health.json.corrupt-*")
    assert kept.read_bytes() == b"{"
    assert kept.name in store.trouble
    newer = b'{"meta": {"store": {"format": 2, "event": "test"}}}'
    path.write_bytes(newer)
    with pytest.raises(Refused):
        store.write(Health(), {})
    assert path.read_bytes() == newer


def test_a_write_that_failed_is_made_up_for_by_the_next(tmp_path: Path) -> None:
    """The poller's open store, not a fresh one: its memory must not believe what the disk did not take."""
    store = FeedStore(tmp_path, "test", 100)
    record = PressEvent(id="event/main/1", title="x" * 200_000)
    batch = Batch(source="main", records=(record,), kinds=("event",))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(StoreProblem):
            store.apply(batch, NOON)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert store.generation == 0
    applied = store.apply(batch, NOON)
    assert (applied.changed, applied.generation) == (True, 1)
    assert (tmp_path / "feed.json").stat().st_size > 200_000


def test_a_store_folder_is_made_private(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        prepare(tmp_path / "a" / "store")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a" / "store").stat().st_mode) == 0o700


def test_an_open_folder_is_closed_when_it_holds_store_files_alone(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    prepare(folder)
    poll(folder)
    (folder / "poll.lock").touch()
    (folder / "feed.json.corrupt-20250625T100000Z").touch()
    folder.chmod(0o755)
    prepare(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (folder / "thesis.odt").touch()
    prepare(folder)
    folder.chmod(0o755)
    with pytest.raises(StoreProblem, match=r"holds other files \(thesis\.odt\)"):
        prepare(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755, "a home folder keeps its mode"


def test_a_file_in_the_place_of_the_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "store").touch()
    with pytest.raises(StoreProblem, match="a file is in its place"):
        prepare(tmp_path / "store")
    with pytest.raises(StoreProblem, match="a file is where the folder should be"):
        prepare(tmp_path / "store" / "deeper")
    reader = StoreReader(tmp_path / "store", site())
    reader.refresh()
    assert "a file is where the folder should be" in reader.snapshot.trouble


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_another_users_folder_is_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    prepare(folder)
    os.chown(folder, 12345, -1)
    with pytest.raises(StoreProblem, match=r"belongs to another user \(uid 12345\)"):
        prepare(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind root")
def test_a_folder_without_permission_is_a_sentence(tmp_path: Path) -> None:
    poll(tmp_path)
    tmp_path.chmod(0o500)
    try:
        unchanged(STORES[0], tmp_path, "permission denied")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize("write", [poll, note])
def test_a_folder_that_was_removed_is_a_sentence(write: Callable[[Path], str], tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="the folder is gone"):
        write(tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_what_a_person_enters_makes_the_folder_anew(tmp_path: Path) -> None:
    enter(tmp_path / "store")
    assert stat.S_IMODE((tmp_path / "store").stat().st_mode) == 0o700
