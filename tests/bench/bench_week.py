"""A simulated week: poller and viewer of a living media centre, on a clock that runs 240 times as fast.

    python -m tests.bench week

10,080 polls, one for each minute, in 42 minutes: each day a new summit day, with each poll a notice changed. The
viewer's views are walked through all the while. Memory, open files, threads and the store's size are sampled along the
way and compared with those after the first hour. Hours are short at that speed, and people are not: before they are
counted, as many keys are pressed as somebody at work presses in one. `--short`: 300 polls.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import httpx

from opsdash.store.standstill import poller_runs
from opsdash.timing import CLOCK_VARIABLE, Clock
from tests.support import wait_until
from tests.terminal.term import Terminal

START = datetime(2025, 6, 24, 6, tzinfo=UTC)
EVERY = 60
"""Seconds between two polls on the simulated clock."""
WEEK = 7 * 24 * 3600 // EVERY
SHORT = 300
SPEED = 240.0
NOTICES = 20
"""Notices of ours that are published at a time."""
HISTORY = 100
"""Changes kept: so few that there are as many after the first hour as ever."""
WARM = 20
"""Rounds of the walk before polls are counted, 360 keys: what is made when it is first used is no leak."""
ROOT = Path(__file__).parents[2]
WALK = (
    ("1",), ("2",), ("3",), ("4",), ("5",), ("7",), ("8",), ("1", "down", "enter"), ("esc",), ("!",), ("esc",), ("?",),
    ("esc",), ("6", "booth for an hour"), ("esc",), ("esc",), ("t", "+2h", "enter"), ("esc",),
)  # fmt: skip
"""Keys pressed one after the other, a step at a time, for ever."""


class Process(NamedTuple):
    """What a process holds: memory in KiB (resident; its proportional share), open files, threads."""

    rss: int
    pss: int
    files: int
    threads: int


class Sample(NamedTuple):
    """Poller and viewer after so many polls, and the store's files in bytes."""

    polls: int
    poller: Process
    viewer: Process
    store: dict[str, int]

    @property
    def hours(self) -> float:
        """On the simulated clock."""
        return self.polls * EVERY / 3600


def held(pid: int) -> Process:
    """What a process holds now."""
    found = Path(f"/proc/{pid}")
    rollup = (line.split() for line in (found / "smaps_rollup").read_text().splitlines()[1:])
    memory = {words[0]: int(words[1]) for words in rollup}
    files, threads = (len(list((found / name).iterdir())) for name in ("fd", "task"))
    return Process(memory["Rss:"], memory["Pss:"], files, threads)


class Site:
    """The media centre, its poller and a viewer as processes, on one fast clock."""

    def __init__(self, folder: Path, server: "subprocess.Popen[str]", env: dict[str, str]) -> None:
        assert server.stdout
        self.url = server.stdout.readline().strip()
        self.client = httpx.Client(trust_env=False)
        self.store = folder / "store"
        self._made = 0
        path = folder / "opsdash.toml"
        path.write_text(
            '[event]\nid = "week"\nname = "Week"\nzone = "Europe/Brussels"\n[store]\nfolder = "store"\n'
            f"history = {HISTORY}\n"
            f'[[source]]\nname = "demo"\nkind = "opsdash"\nurl = "{self.url}"\nevery = "{EVERY}s"\n'
        )
        words = [sys.executable, "-m", "opsdash"]
        with (folder / "poller.err").open("wb") as log:
            self.poller = subprocess.Popen([*words, "poll", "--config", str(path)], env=os.environ | env, stderr=log)
        wait_until(lambda: poller_runs(self.store), 30)  # else the viewer would start one of its own
        self.viewer = Terminal([*words, "--config", str(path)], 120, 40, env)
        self._walk = cycle(WALK)

    def polls(self) -> int:
        """How often the media centre was asked."""
        return int(self.client.get(f"{self.url.removesuffix('/api')}/polls").text)

    def publish(self) -> None:
        """One notice of ours more, or another text for one of them."""
        notice = {"text": f"Notice {self._made}: the shuttle leaves from gate {self._made % 9}"}
        new = {"resource": "notices", "id": f"ours-{self._made % NOTICES}", "fields": notice}
        self.client.post(f"{self.url.removesuffix('/api')}/control/patch", json=new)
        self._made += 1

    def step(self) -> None:
        """The next keys of the walk."""
        self.viewer.press(*next(self._walk))

    def sample(self, polls: int) -> Sample:
        """What is held now."""
        files = {found.name: found.stat().st_size for found in self.store.iterdir()}
        return Sample(polls, held(self.poller.pid), held(self.viewer.pid), files)

    def end(self) -> None:
        """End the viewer and the poller; what they say by their codes is all well."""
        for key in ("esc", "esc", "q"):  # one at a time: Esc and a letter together are another key
            self.viewer.press(key)
            self.viewer.settle(0.4)
        assert self.viewer.wait_end(30) == 0
        self.poller.terminate()
        assert self.poller.wait(20) == 0


@contextmanager
def site(folder: Path, speed: float) -> Iterator[Site]:
    """A site in `folder`, until the block ends."""
    env = {CLOCK_VARIABLE: str(Clock.starting(START, speed))}
    command = [sys.executable, "-m", "tests.weekserver", "1"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | env, cwd=ROOT
    ) as server:
        try:
            made = Site(folder, server, env)
            with made.viewer, made.poller, made.client:
                try:
                    made.viewer.wait_for("fresh", 30)
                    for _ in range(WARM * len(WALK)):
                        made.step()
                        made.viewer.settle(0.15)
                    yield made
                finally:
                    if made.poller.poll() is None:
                        made.poller.kill()
        finally:
            server.kill()


def run(folder: Path, total: int, at: tuple[int, ...], speed: float = SPEED) -> Iterator[Sample]:
    """Let the site live for `total` polls; what is held after each number of polls in `at`, and at the end."""
    left = [number for number in at if number < total]
    with site(folder, speed) as week:
        before = week.polls()
        published, stepped = 0, time.monotonic()
        while (polls := week.polls() - before) < total:
            if polls > published:
                published = polls
                week.publish()
            if time.monotonic() > stepped + 1:
                stepped = time.monotonic()
                week.viewer.output = b""  # else it is all of this that grows
                week.step()
            week.viewer.read(EVERY / speed / 3)
            if left and polls >= left[0]:
                left = [number for number in left if number > polls]
                yield week.sample(polls)
            assert week.poller.poll() is None, "the poller has ended"
        yield week.sample(polls)
        week.end()


def main(short: bool = False) -> None:
    """Print the samples and how the last compares with the first."""
    total = SHORT if short else WEEK
    at = tuple(total * n // 5 for n in range(1, 5)) if short else (60, 360, *range(1440, WEEK, 1440))
    began = time.monotonic()
    found: list[Sample] = []
    print("| polls | hours | poller, MiB (PSS) | files, threads | viewer, MiB (PSS) | files, threads | store, kB |")
    print("|--:|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        for one in run(Path(name), total, at):
            cells = (
                f"{p.rss / 1024:.1f} ({p.pss / 1024:.1f}) | {p.files}, {p.threads}" for p in (one.poller, one.viewer)
            )
            stored = sum(one.store.values()) / 1000
            print(f"| {one.polls} | {one.hours:.0f} | {' | '.join(cells)} | {stored:.0f} |", flush=True)
            found.append(one)
    first, last = found[0], found[-1]
    print(f"\n{total} polls at {SPEED:g} times the speed of time, in {time.monotonic() - began:.0f} s")
    for name, then, now in (("poller", first.poller, last.poller), ("viewer", first.viewer, last.viewer)):
        print(f"{name}: memory at the end {now.rss / then.rss:.3f} of that after {first.hours:.0f} h")


if __name__ == "__main__":
    main()
