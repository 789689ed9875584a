"""Pollers as real processes: a configuration in a folder, what health.json and feed.json say, and their end."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from opsdash import config
from opsdash.model import Booking, PressEvent
from opsdash.snapshot import Snapshot, SourceHealth
from opsdash.store.reader import StoreReader
from tests.support import wait_until


class Site:
    """A configuration and its store in a folder of a test."""

    def __init__(self, folder: Path, *sources: str) -> None:
        """`sources` are the lines of one `[[source]]` each."""
        self.path = folder / "opsdash.toml"
        self.store = folder / "store"
        self.running: list[subprocess.Popen[bytes]] = []
        tables = "".join(f"[[source]]\n{lines}\n" for lines in sources)
        self.path.write_text(
            '[event]\nid = "test"\nname = "Test"\nzone = "Europe/Amsterdam"\n[store]\nfolder = "store"\n' + tables
        )

    def poll(self, *options: str, **environment: str) -> subprocess.Popen[bytes]:
        """`opsdash poll` as a process."""
        process = subprocess.Popen(
            [sys.executable, "-m", "opsdash", "poll", "--config", str(self.path), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | environment,
        )
        self.running.append(process)
        return process

    def once(self) -> tuple[int, str]:
        """Exit code and narration of `opsdash poll --once`."""
        process = self.poll("--once")
        output, narration = process.communicate(timeout=30)
        assert output == b""
        return process.returncode, narration.decode()

    def snapshot(self) -> Snapshot:
        """What a viewer sees."""
        reader = StoreReader(self.store, config.load(self.path).site)
        reader.refresh()
        return reader.snapshot

    def health(self, source: str) -> SourceHealth:
        return self.snapshot().health.sources.get(source, SourceHealth())

    def poller(self) -> int:
        """The process id of the poller by its heartbeat; 0 without one."""
        found = self.snapshot().health.poller
        return found.pid if found else 0

    def until_answered(self, source: str, seconds: float = 15) -> None:
        """Wait for the first success of a source."""
        wait_until(lambda: self.health(source).succeeded is not None, seconds)

    def end(self) -> None:
        """Kill what still runs."""
        for process in self.running:
            if process.poll() is None:
                process.kill()
            process.communicate(timeout=10)


def opsdash_source(name: str, url: str, every: str = "1s", timeout: str = "5s", more: str = "") -> str:
    """The lines of a source of our own JSON that gives spaces."""
    return (
        f'name = "{name}"\nkind = "opsdash"\nurl = "{url}"\nevery = "{every}"\ntimeout = "{timeout}"\n'
        f'resources = ["space"]\n{more}'
    )


def gone(pid: int) -> bool:
    """Whether a process has ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(") ")[2].startswith("Z")


def finish(process: subprocess.Popen[bytes], number: signal.Signals) -> tuple[int, str]:
    """Send a signal; the exit code and what was narrated."""
    process.send_signal(number)
    _, narration = process.communicate(timeout=10)
    return process.returncode, narration.decode()


class Polled:
    """A poller's site with one source, and what it says since it was asked last."""

    def __init__(self, folder: Path, lines: str) -> None:
        folder.mkdir(exist_ok=True)
        self.site = Site(folder, lines)
        self._seen = 0

    def events(self) -> dict[str, PressEvent]:
        return {event.key: event for event in self.site.snapshot().feed.events}

    def bookings(self) -> dict[str, Booking]:
        return {booking.key: booking for booking in self.site.snapshot().feed.bookings}

    def poll(self) -> list[tuple[str, str, str]]:
        """The changes of one more poll: key, what, field."""
        _, narration = self.site.once()
        assert not any(health.error for health in self.site.snapshot().health.sources.values()), narration
        changes = self.site.snapshot().feed.changes[self._seen :]
        self._seen += len(changes)
        return sorted((change.id.split("/", 2)[2], change.what, change.field) for change in changes)
