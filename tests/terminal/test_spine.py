"""The whole path on a real terminal: a real API, a real poller, a real store, what stands on the screen."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from opsdash.timing import CLOCK_VARIABLE, Clock
from tests.integration.demo_processes import Server, serving
from tests.support import wait_until
from tests.terminal.term import Terminal

EVERY = 3
MOST = 4
"""Keys at most until an answer is on the screen."""
TASKS = {
    "does the accreditation office open tomorrow morning": (("2",), "tomorrow "),
    "a booth free for the next hour": (("4", "f"), "free now for an hour"),
    "who is missing from the next pool": (("5",), "missing "),
    "what moved in the last 20 minutes": (("7",), "Moved Desk"),
}
"""The duty officer's questions, the keys they take, and how the answer begins."""
OPSDASH = [sys.executable, "-m", "opsdash"]


def configured(folder: Path, url: str) -> Path:
    path = folder / "opsdash.toml"
    path.write_text(
        '[event]\nid = "t"\nname = "Spine Summit"\nzone = "Europe/Brussels"\n[store]\nfolder = "store"\n'
        f'[[source]]\nname = "centre"\nkind = "opsdash"\nurl = "{url}"\nevery = "{EVERY}s"\ntimeout = "2s"\n'
    )
    return path


def viewer(path: Path, cells: int = 80, lines: int = 24) -> Terminal:
    return Terminal([*OPSDASH, "--config", str(path)], cells, lines)


@pytest.fixture
def api() -> Iterator[Server]:
    with serving("--control", "--seed", "3") as server:
        yield server


def pollers(path: Path) -> list[int]:
    """The process ids of all pollers for this configuration."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"poll" in words and os.fsencode(path) in words:
            found.append(int(folder.name))
    return found


@pytest.mark.parametrize(("cells", "lines"), [(80, 24), (200, 50)])
def test_a_change_in_the_api_is_on_the_screen_within_an_interval_and_two_seconds(
    api: Server, tmp_path: Path, cells: int, lines: int
) -> None:
    with viewer(configured(tmp_path, api.url), cells, lines) as screen:
        screen.wait_for("Info", 30)
        screen.wait_for("● fresh", 30)
        api.control(
            "patch", resource="facilities", id="information-desk", fields={"name": "Moved Desk", "short": "Moved Desk"}
        )
        changed = time.monotonic()
        screen.wait_for("Moved Desk", 30)
        took = time.monotonic() - changed
        print(f"\nfrom the API to the screen: {took:.1f} s, every {EVERY} s")
        assert took < EVERY + 2
        for task, (keys, answer) in TASKS.items():
            screen.press(*keys)
            screen.wait_for(answer)
            print(f"{task}: {len(keys)} keys ({' '.join(keys)})")
            assert len(keys) <= MOST
        screen.press("t")
        screen.wait_for("Show the board at")
        screen.press("-1h", "enter")  # before the change, and before the store began
        screen.wait_for(", as first known at ")
        screen.wait_gone("Moved Desk")
        screen.wait_for("now fresh")


def test_a_stopped_api_is_stale_with_its_age_the_data_stays_and_it_recovers(api: Server, tmp_path: Path) -> None:
    with viewer(configured(tmp_path, api.url)) as screen:
        screen.wait_for("● fresh", 30)
        api.control("outage", on=True, status=503)
        stopped = time.monotonic()
        screen.wait_for("stale", 30)
        took = time.monotonic() - stopped
        print(f"\nfrom the outage to stale: {took:.1f} s, every {EVERY} s")
        assert took < 2 * EVERY + EVERY + 1  # two intervals after the last answer, which may have just come
        assert "Info" in screen.text
        assert "fresh" not in screen.line_with("Hours")
        api.control("outage", on=False)
        screen.wait_for("● fresh", 30)


def test_without_the_network_the_kept_board_is_there_at_once_with_its_age(tmp_path: Path) -> None:
    with serving("--seed", "3") as server:
        path = configured(tmp_path, server.url)
        assert os.spawnv(os.P_WAIT, sys.executable, [*OPSDASH, "poll", "--once", "--config", str(path)]) == 0
    later = str(Clock.starting(datetime.now(UTC) + timedelta(hours=3), 1.0))
    started = time.monotonic()
    with Terminal([*OPSDASH, "--config", str(path)], env={CLOCK_VARIABLE: later}) as screen:
        screen.wait_for("down", 10)
        print(f"\nkept board on screen after {time.monotonic() - started:.1f} s")
        assert "Spine Summit" in screen.text
        assert "down 3 h" in screen.text


def test_when_the_viewer_that_owns_the_poller_is_killed_another_takes_over(api: Server, tmp_path: Path) -> None:
    path = configured(tmp_path, api.url)
    with viewer(path) as first:
        first.wait_for("● fresh", 30)
        (owned,) = pollers(path)
        with viewer(path) as second:
            second.wait_for("● fresh", 30)
            assert pollers(path) == [owned]
            os.kill(first.pid, signal.SIGKILL)
            killed = time.monotonic()
            most = 0

            def taken_over() -> bool:
                nonlocal most
                second.read(0.02)
                now = pollers(path)
                most = max(most, len([pid for pid in now if holds_lock(pid, path)]))
                return bool(now) and owned not in now and any(holds_lock(pid, path) for pid in now)

            wait_until(taken_over, 10)
            took = time.monotonic() - killed
            print(f"\ntaken over after {took:.1f} s")
            assert took < 5
            assert most <= 1
            api.control("patch", resource="facilities", id="information-desk", fields={"short": "Still Here"})
            second.wait_for("Still Here", 20)


def holds_lock(pid: int, path: Path) -> bool:
    """Whether a process holds the poller's lock, as the kernel lists it."""
    lock = path.parent / "store" / "poller.lock"
    try:
        inode = str(lock.stat().st_ino)
        locks = Path("/proc/locks").read_text().splitlines()
    except OSError:
        return False
    return any(
        f" {pid} " in line and line.split()[5].endswith(f":{inode}") and "->" not in line.split()[1] for line in locks
    )
