"""The poller as a viewer's child: one at a time, gone with its viewer, taken over by the next."""

import fcntl
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from opsdash.child import LOG_BYTES, LOG_FILE, OLD_LOG_FILE, PollerChild
from opsdash.config import load
from opsdash.poller import poll
from opsdash.store.standstill import LOCK_FILE, poller_runs
from tests.faultserver import GOOD, FaultServer, whole
from tests.pollers import Site, gone, opsdash_source
from tests.support import wait_until

VIEWER = """
import sys, threading
from pathlib import Path
from opsdash.child import PollerChild
child = PollerChild(Path(sys.argv[1]), Path(sys.argv[2]))
while True:
    child.ensure()
    threading.Event().wait(2)
"""
"""What a viewer does, without its screen."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with FaultServer() as server:
        server.answers["api/spaces"] = whole("200 OK", GOOD)
        found = Site(tmp_path, opsdash_source("api", f"{server.url}/api"))
        yield found
        found.end()


@pytest.fixture
def child(site: Site) -> Iterator[PollerChild]:
    found = PollerChild(site.path, site.store)
    yield found
    found.stop()


def viewer(site: Site) -> subprocess.Popen[bytes]:
    """A viewer as a process of its own."""
    process = subprocess.Popen([sys.executable, "-c", VIEWER, str(site.path), str(site.store)])
    site.running.append(process)
    return process


def test_a_child_polls_and_stops(site: Site, child: PollerChild) -> None:
    assert child.ensure() == ""
    pid = child.pid
    assert pid
    site.until_answered("api")
    assert site.poller() == pid
    assert child.ensure() == ""
    assert child.pid == pid
    child.stop()
    assert gone(pid)
    assert site.poller() == 0
    log = site.store / LOG_FILE
    assert "the viewer that started this poller is gone" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


def test_no_child_beside_a_running_poller(site: Site, child: PollerChild) -> None:
    site.poll()
    site.until_answered("api")
    assert poller_runs(site.store)
    child.ensure()
    assert child.pid is None


def test_a_child_that_loses_the_race_ends_without_a_word(site: Site) -> None:
    with_lock = site.poll()
    site.until_answered("api")
    loser = site.poll("--child")
    loser.communicate(timeout=20)
    assert loser.returncode == 75
    assert not (site.store / LOG_FILE).read_text()
    assert with_lock.poll() is None


def test_looking_at_the_lock_does_not_turn_a_starting_poller_away(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A viewer looks in the very moment in which a poller takes the lock."""
    site.once()
    real, tried = fcntl.flock, threading.Event()

    def seen(file: Any, how: int) -> None:
        try:
            real(file, how)
        except BlockingIOError:
            tried.set()
            raise

    codes: list[int] = []
    with (site.store / LOCK_FILE).open("rb") as looking:
        real(looking, fcntl.LOCK_SH)
        assert not poller_runs(site.store), "two viewers may look at a time"
        monkeypatch.setattr(fcntl, "flock", seen)
        starting = threading.Thread(target=lambda: codes.append(poll(load(site.path), once=True)))
        starting.start()
        assert tried.wait(10)
        real(looking, fcntl.LOCK_UN)
    starting.join(20)
    assert codes == [0]


def test_a_killed_viewer_takes_its_poller_along_and_another_takes_over(site: Site) -> None:
    """kill -9 of the owner: polling goes on within 5 s, and at no time two pollers."""
    first = viewer(site)
    wait_until(lambda: site.poller() > 0)
    before = site.poller()
    viewer(site)
    site.until_answered("api")
    assert poller_parent(before) == first.pid
    first.kill()
    first.wait()
    seen = set()

    def taken_over() -> bool:
        alive = pollers_of(site)
        seen.add(len(holders(site.store / LOCK_FILE)))
        return site.poller() in alive - {before} and gone(before)

    wait_until(taken_over, 5)
    assert seen <= {0, 1}
    succeeded = site.health("api").succeeded
    wait_until(lambda: site.health("api").succeeded != succeeded)


def test_a_viewer_that_hangs_up_takes_its_poller_along(site: Site) -> None:
    process = viewer(site)
    wait_until(lambda: site.poller() > 0)
    pid = site.poller()
    process.send_signal(signal.SIGHUP)
    process.wait(20)
    wait_until(lambda: gone(pid), 5)
    assert not poller_runs(site.store)


def test_a_child_that_cannot_live_is_said_and_not_started_over_and_over(site: Site, child: PollerChild) -> None:
    site.path.write_text("nonsense")
    child.ensure()
    wait_until(lambda: child.pid is None)
    sentence = child.ensure()
    assert "code 78" in sentence
    assert str(site.store / LOG_FILE) in sentence
    assert child.pid is None


def test_nothing_is_begun_in_a_folder_that_others_may_enter(site: Site, child: PollerChild, tmp_path: Path) -> None:
    site.store.mkdir()
    site.store.chmod(0o777)
    (site.store / "theirs.txt").touch()
    (site.store / LOG_FILE).symlink_to(tmp_path / "elsewhere")
    assert "holds other files (theirs.txt) and others may enter it" in child.ensure()
    assert child.pid is None
    assert not (tmp_path / "elsewhere").exists()


def test_the_log_of_a_child_is_bounded(site: Site, child: PollerChild) -> None:
    site.store.mkdir(mode=0o700)
    (site.store / LOG_FILE).write_text("x" * (LOG_BYTES + 1))
    child.ensure()
    site.until_answered("api")
    assert (site.store / LOG_FILE).stat().st_size < 10_000
    assert (site.store / OLD_LOG_FILE).stat().st_size == LOG_BYTES + 1


def test_what_a_poller_makes_is_for_its_owner_alone_whatever_the_umask(site: Site) -> None:
    old = os.umask(0)
    try:
        process = site.poll("--once", "--child")
    finally:
        os.umask(old)
    process.communicate(timeout=30)
    modes = {found.name: found.stat().st_mode & 0o777 for found in site.store.iterdir()}
    assert {LOG_FILE, "feed.json"} <= modes.keys()
    assert set(modes.values()) == {0o600}


def test_a_frozen_lock_holder_is_not_replaced(site: Site, child: PollerChild) -> None:
    """Whoever holds the lock is the poller, whatever health.json says."""
    site.once()
    with (site.store / LOCK_FILE).open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        child.ensure()
        assert child.pid is None
    child.ensure()
    assert child.pid


def pollers_of(site: Site) -> set[int]:
    """The processes that run `opsdash poll` on this configuration."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"poll" in words and str(site.path).encode() in words:
                found.add(int(entry.name))
    return found


def holders(lock: Path) -> list[str]:
    """The lines of /proc/locks about an exclusive lock on a file."""
    inode = lock.stat().st_ino
    lines = Path("/proc/locks").read_text().splitlines()
    return [line for line in lines if f":{inode} " in line and "WRITE" in line and "->" not in line]


def poller_parent(pid: int) -> int:
    """The parent of a process."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[1])
