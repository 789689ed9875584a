"""What goes wrong with the store while the program runs: a real poller, a real store, what a real screen then says.

Each fault is made under a poller and a viewer at work: its sentence is on the screen of 80x24, whole, and in the log;
the board keeps its data; nothing is lost that could be saved; when it is mended all goes on without a restart.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from opsdash.store.desk import DeskStore
from opsdash.store.standstill import QUIET, SILENT
from opsdash.timing import Clock, monotonic
from tests.faultserver import FaultServer, whole
from tests.pollers import Site, opsdash_source
from tests.support import wait_until
from tests.terminal.term import Terminal

OTHER = 12345
"""Another user's id."""
NEWER = json.dumps({"meta": {"store": {"format": 9, "event": "test"}}, "everything": []}).encode()
FOREIGN = b'{"_default": {"1": {"a": 1}}}'
UNPRIVILEGED = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
"""Root whom permissions bind."""
SOON = 6.0
"""Seconds in which what a file says of itself is on the screen, with room for a machine that does something else."""


class Scene:
    """A server, a poller that asks it every second, and how the viewer beside it is started."""

    def __init__(self, folder: Path, server: FaultServer) -> None:
        self.server = server
        self.give("booth-1")
        self.site = Site(folder, opsdash_source("api", f"{server.url}/api"))
        self.store = self.site.store
        self.feed = self.store / "feed.json"
        self.away = folder / "away"
        self.clock = folder / "clock"
        self.command = [sys.executable, "-m", "opsdash"]
        self.viewer = 0
        self.stack = ExitStack()
        self._said = b""
        self.store.mkdir(0o700)

    def give(self, *found: str) -> None:
        """Let the server answer with these booths."""
        items = [{"id": key, "name": key.title()} for key in found]
        self.server.answers["api/spaces"] = whole("200 OK", json.dumps({"items": items, "next": None}).encode())

    def fail(self) -> None:
        """Let the server fail."""
        self.server.answers["api/spaces"] = whole("503 Service Unavailable", b"")

    def begin(self) -> None:
        """Start the poller and wait for its first answer."""
        words = [*self.command, "poll", "--config", str(self.site.path)]
        self.poller = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.site.running.append(self.poller)
        assert self.poller.stderr
        os.set_blocking(self.poller.stderr.fileno(), False)
        self.site.until_answered("api")

    @property
    def log(self) -> str:
        """What the poller said so far."""
        assert self.poller.stderr
        self._said += self.poller.stderr.read() or b""
        return self._said.decode()

    def mount(self, *words: str) -> None:
        """Mount something at the store's folder; skips where that is not permitted."""
        done = subprocess.run(["mount", *words, self.store], capture_output=True, check=False)
        if done.returncode:
            pytest.skip("mounting is not permitted here")

    def limit(self, pid: int, size: str) -> None:
        """Limit the size of files that a process may write."""
        if subprocess.run(["prlimit", "--pid", str(pid), f"--fsize={size}"], capture_output=True).returncode:
            pytest.skip("needs prlimit")

    def own_disk(self) -> None:
        """Give the store a small disk of its own."""
        self.mount("-t", "tmpfs", "-o", "size=256k,mode=0700", "tmpfs")
        self.stack.callback(self.uncover)

    def cover(self) -> None:
        """Make the store read-only. What is open for writing, the poller's lock, forbids that to a mount: a second
        one is laid over it."""
        self.mount("--bind", str(self.store))
        self.stack.callback(self.uncover)
        self.mount("-o", "remount,bind,ro")

    def uncover(self) -> None:
        """Take the uppermost mount away, if there is one."""
        subprocess.run(["umount", "-l", self.store], capture_output=True, check=False)

    def unprivileged(self) -> None:
        """Run without root's right to open everything."""
        if os.geteuid() or not shutil.which("setpriv"):
            pytest.skip("only root can give a file away")
        self.command = [shutil.which("setpriv") or "", *UNPRIVILEGED[1:], *self.command]

    def clocked(self) -> None:
        """Run with a clock that can be set."""
        self.command = [sys.executable, "-m", "tests.clocked", str(self.clock)]
        self.set_clock(datetime.now(UTC))

    def set_clock(self, to: datetime) -> None:
        self.clock.write_text(str(Clock.starting(to, 1.0)))
        for pid in (self.viewer, *(process.pid for process in self.site.running)):
            if pid:
                os.kill(pid, signal.SIGUSR1)

    def close(self) -> None:
        """End what runs."""
        self.site.end()
        self.stack.close()


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with FaultServer() as server:
        made = Scene(tmp_path, server)
        yield made
        made.close()


def nothing(scene: Scene) -> None:
    """Nothing to prepare, or nothing to mend: it comes right by itself."""


def fill(scene: Scene) -> None:
    with contextlib.suppress(OSError), (scene.store / "junk.log").open("wb", buffering=0) as junk:
        while True:
            junk.write(b"x" * 1024)


def free(scene: Scene) -> None:
    (scene.store / "junk.log").unlink()


def replace(scene: Scene, body: bytes, owner: int = -1) -> None:
    new = scene.store / ".new"
    new.write_bytes(body)
    new.chmod(0o600)
    os.chown(new, owner, -1)
    new.replace(scene.feed)


def damage(scene: Scene, body: bytes) -> None:
    """Replace the feed while the poller sleeps, which would put it right before anybody has looked."""
    os.kill(scene.poller.pid, signal.SIGSTOP)
    replace(scene, body)
    scene.away.write_bytes(body)


def wake(scene: Scene) -> None:
    os.kill(scene.poller.pid, signal.SIGCONT)


def give_away(scene: Scene) -> None:
    replace(scene, scene.feed.read_bytes(), OTHER)


def keep_newer(scene: Scene) -> None:
    replace(scene, NEWER)
    scene.away.write_bytes(NEWER)


def move_newer_away(scene: Scene) -> None:
    assert scene.feed.read_bytes() == NEWER, "never overwritten"
    scene.feed.rename(scene.store / "feed.json.newer.log")


def back_an_hour(scene: Scene) -> None:
    scene.fail()
    scene.set_clock(datetime.now(UTC) - timedelta(hours=1))


class Fault(NamedTuple):
    """A fault: how it is made and mended, and what the screen and the log say of it. `kept` is found in the store
    afterwards, with the bytes that were there before the fault was mended. `within`: seconds to say it in."""

    screen: str
    log: str
    make: Callable[[Scene], object]
    mend: Callable[[Scene], object] = nothing
    prepare: Callable[[Scene], object] = nothing
    kept: str = ""
    within: float = SOON


FAULTS = {
    "disk-full": Fault(
        "the disk is full; free some space, opsdash tries again by itself.",
        "feed.json: the disk is full; free some space", fill, free, Scene.own_disk,
        within=QUIET.total_seconds() + SOON,
    ),
    "read-only": Fault(
        "the file system is read-only; choose another store folder or make it writable.",
        "feed.json: the file system is read-only",
        Scene.cover, Scene.uncover, within=QUIET.total_seconds() + SOON,
    ),
    "file-size-limit": Fault(
        "runs but has stored nothing since",
        "it may not grow any further (a file size limit, see `ulimit -f`); raise the limit",
        lambda scene: scene.limit(scene.poller.pid, "100:"), lambda scene: scene.limit(scene.poller.pid, "unlimited:"),
        within=SILENT.total_seconds() + SOON,
    ),
    "folder-removed": Fault(
        "feed.json is gone; the last known data stays. Is the store folder still there?",
        "was taken away, replaced or closed", lambda scene: scene.store.rename(scene.away),
    ),
    "folder-of-another-user": Fault(
        "permission denied; run opsdash as the user who owns it, or choose another store folder.",
        "was taken away, replaced or closed", lambda scene: os.chown(scene.store, OTHER, -1),
        lambda scene: os.chown(scene.store, os.geteuid(), -1), Scene.unprivileged,
    ),
    "file-of-another-user": Fault(
        "permission denied; run opsdash as the user who owns it, or choose another store folder.",
        "feed.json: permission denied; run opsdash as the user who owns it", give_away,
        lambda scene: os.chown(scene.feed, os.geteuid(), -1), Scene.unprivileged,
    ),
    "truncated": Fault(
        "The last good data stays; the next write keeps the file aside.",
        "It is kept as feed.json.corrupt-", lambda scene: damage(scene, scene.feed.read_bytes()[:-40]), wake,
        kept="feed.json.corrupt-*",
    ),
    "foreign": Fault(
        "The last good data stays; the next write keeps the file aside.",
        "It is kept as feed.json.corrupt-", lambda scene: damage(scene, FOREIGN), wake, kept="feed.json.corrupt-*",
    ),
    "newer": Fault(
        "was written by a newer opsdash (format 9, this one knows 1); update opsdash or choose another store folder.",
        "was written by a newer opsdash (format 9", keep_newer, move_newer_away, kept="feed.json.newer.log",
    ),
    "clock-set-back": Fault(
        "lies ahead of the clock", "The clock was set back by 1 h", back_an_hour, nothing, Scene.clocked,
    ),
}  # fmt: skip


def in_words(screen: Terminal) -> str:
    """The screen as one line: a sentence may go over several."""
    return " ".join(screen.text.split())


@pytest.mark.servers
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_of_the_store_is_said_on_the_screen_and_in_the_log_and_survived(
    fault: Fault, scene: Scene, request: pytest.FixtureRequest
) -> None:
    fault.prepare(scene)
    scene.begin()
    with Terminal([*scene.command, "--config", str(scene.site.path)]) as screen:
        scene.viewer = screen.pid
        screen.wait_for("Booth-1")
        screen.wait_for("● fresh")
        screen.settle()  # it looks at the store and at the poller from now on
        fault.make(scene)
        made = monotonic()
        if fault.prepare is not Scene.clocked:
            scene.give("booth-1", "booth-2")

        def said() -> bool:
            screen.read(0.05)
            return fault.screen in in_words(screen)

        wait_until(said, 30)
        seconds = monotonic() - made
        print(f"\n{screen.text}\n{request.node.callspec.id}: said after {seconds:.1f} s")
        assert seconds < fault.within
        assert "Booth-1" in screen.text, "the last good board stays"
        if fault.mend is not wake:
            wait_until(lambda: fault.log in scene.log, 10)
        fault.mend(scene)
        scene.give("booth-1", "booth-3")
        screen.wait_for("Booth-3", 30)
        screen.wait_for("● fresh")
        assert fault.screen not in in_words(screen)
        assert scene.poller.poll() in (None, 73)
        wait_until(lambda: fault.log in scene.log, 10)
        assert scene.log.count(fault.log) <= 4, "said, and not over and over"
        if fault.kept:
            (kept,) = scene.store.glob(fault.kept)
            assert kept.read_bytes() == scene.away.read_bytes()
        assert "Traceback" not in scene.log


def entries(scene: Scene) -> list[str]:
    """The notes in the store."""
    return [entry.note for entry in DeskStore(scene.store, "test").read().entries]


def newer_desk(scene: Scene) -> None:
    (scene.store / "desk.json").write_bytes(NEWER)


DESK_FAULTS: dict[str, tuple[Callable[[Scene], object], Callable[[Scene], object], bytes]] = {
    "a folder is where the file should be; move that folder away.": (
        lambda scene: (scene.store / "desk.json").mkdir(), lambda scene: (scene.store / "desk.json").rmdir(), b"",
    ),
    "was written by a newer opsdash (format 9, this one knows 1); update opsdash": (
        newer_desk, lambda scene: (scene.store / "desk.json").unlink(), NEWER,
    ),
    "it may not grow any further (a file size limit, see `ulimit -f`); raise the limit.": (
        lambda scene: scene.limit(scene.viewer, "0:"), lambda scene: scene.limit(scene.viewer, "unlimited:"), b"",
    ),
}  # fmt: skip
"""What the screen says, how the entry is made impossible and possible again, what desk.json is meanwhile."""


@pytest.mark.servers
def test_an_entry_that_cannot_be_written_is_said_and_not_claimed(scene: Scene) -> None:
    scene.begin()
    scene.fail()
    desk = scene.store / "desk.json"
    with Terminal([*scene.command, "--config", str(scene.site.path)]) as screen:
        scene.viewer = screen.pid
        screen.wait_for("■ critical")
        for said, (make, mend, body) in DESK_FAULTS.items():
            make(scene)
            screen.press("a")
            screen.wait_for("Acknowledge as")
            screen.press("lost", "enter")
            entered = monotonic()
            screen.wait_gone("Acknowledge as")

            def shown(said: str = said) -> bool:
                screen.read(0.05)
                return said in " ".join(screen.text.splitlines()[-4:][i].strip() for i in range(4))

            wait_until(shown)
            seconds = monotonic() - entered
            print(f"\n{screen.text}\nan entry, {said!r}: said after {seconds:.1f} s")
            assert seconds < SOON
            assert "Acknowledged" not in screen.text
            assert "■ critical" in screen.text, "the alert is as before"
            assert not desk.is_file() or desk.read_bytes() == body
            mend(scene)
            assert entries(scene) == []
        screen.wait_gone("Cannot read")
        screen.press("a")
        screen.wait_for("Acknowledge as")
        screen.press("called them", "enter")
        screen.wait_for("Acknowledged: ")
        assert entries(scene) == ["called them"]
