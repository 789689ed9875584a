"""Every fault of a network for every kind of source, at once, against one poller: it stays small and quick, keeps
what it had, says what is wrong, and recovers by itself.

Some 300 sources, each a host of its own; run with `pytest -m servers`. (test_poller has one kind in a plain run.)
"""

import os
import re
import socket
import subprocess
import sys
import time
from asyncio import StreamWriter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from opsdash.board.board import board_at
from opsdash.snapshot import Desk, Snapshot, SourceHealth
from opsdash.sources import MODULES
from opsdash.timing import CLOCK_VARIABLE, Clock
from tests.faultserver import GOOD, Answer, FaultServer, Request, certificate, faults, tls_server, whole
from tests.kindsites import CLOCK, KIND_SITES
from tests.pollers import Site, opsdash_source
from tests.support import venue, wait_until

pytestmark = [pytest.mark.servers, pytest.mark.timeout(300)]

LIMIT = 150_000
"""KiB that the poller may ever have held."""
WELL = {"good", "gzip"}
OF_BODIES = {"truncated", "wrong-encoding", "nonsense", "array"}
"""Faults of a body: what they are depends on the kind."""
UNREACHED = ("refused", "dns", "expired", "other-name")


def body_fault(kind: str, fault: str) -> Callable[[str], bytes]:
    """What a server of this kind answers to a path, spoilt."""
    spoil: dict[str, Callable[[bytes], bytes]] = {
        "truncated": lambda body: body[: len(body) * 2 // 3],
        "wrong-encoding": lambda body: body.replace(b"Opening", b"Caf\xe9").decode("latin-1").encode("utf-32"),
        "nonsense": lambda _: bytes(range(256)) * 8,
        "array": lambda _: b"[1, 2]",
    }
    return lambda path: spoil[fault](KIND_SITES[kind].body(path))


def answering(body: Callable[[str], bytes]) -> Answer:
    """Answers each path with its body."""

    async def answer(request: Request, writer: StreamWriter) -> None:
        await whole("200 OK", body(request.path))(request, writer)

    return answer


def letting_in(body: Callable[[str], bytes], otherwise: Answer) -> Answer:
    """Answers a log-in well, and all else `otherwise`."""

    async def answer(request: Request, writer: StreamWriter) -> None:
        await (answering(body) if "Authenticate" in request.path else otherwise)(request, writer)

    return answer


class Faulty:
    """A poller of sources that are first well, then each have a fault, then are well again."""

    def __init__(self, folder: Path, kinds: list[str], stack: ExitStack) -> None:
        self.kinds = kinds
        self.server = stack.enter_context(FaultServer())
        self.shut = stack.enter_context(FaultServer())  # refuses, while it is closed
        ever = ("20200101000000Z", "20990101000000Z")
        made = {
            "expired": certificate(folder, "expired", "IP:127.0.0.1", "20200101000000Z", "20200102000000Z"),
            "other-name": certificate(folder, "other", "DNS:elsewhere.example", *ever),
        }
        (folder / "trusted.pem").write_text("".join(path.read_text() for path, _ in made.values()))
        self.urls = {name: stack.enter_context(tls_server(*pair)).url for name, pair in made.items()}
        self.urls |= {"refused": self.shut.url, "dns": "http://no-such-host.invalid"}
        self.faults = [*(name for name in faults() if name not in WELL), *UNREACHED]
        self.lasting = {"dns", "expired", "other-name"}
        self.site = Site(folder, *(self._lines(kind, fault) for kind in kinds for fault in ("none", *self.faults)))
        self.ahead = venue(CLOCK) - datetime.now(UTC)
        self.mend()
        stack.callback(self.site.end)
        self.narration = folder / "narration"  # a pipe that nobody reads would be full
        environment = {"LB_USER": "desk", "LB_PASSWORD": "word", "SSL_CERT_FILE": str(folder / "trusted.pem")}
        environment[CLOCK_VARIABLE] = str(Clock.starting(venue(CLOCK), 1.0))
        command = [sys.executable, "-m", "opsdash", "poll", "--config", str(self.site.path)]
        with self.narration.open("wb") as file:
            self.process = subprocess.Popen(command, stderr=file, env=os.environ | environment)
        self.site.running.append(self.process)

    def _lines(self, kind: str, fault: str) -> str:
        url = f"{self.urls.get(fault) or self.server.another()}/{kind}-{fault}/x"
        every = "2s" if fault == "none" else "8s"
        timeout = "3s" if fault in ("silent", "stalled", "drip") else "20s"
        head = f'name = "{kind}-{fault}"\nkind = "{kind}"\nurl = "{url}"\nevery = "{every}"\ntimeout = "{timeout}"\n'
        return head + KIND_SITES[kind].lines

    def mend(self) -> None:
        """Let every server that can be reached answer well."""
        for kind in self.kinds:
            for fault in ("none", *self.faults):
                for server in (self.server, self.shut):
                    server.answers[f"{kind}-{fault}/"] = answering(KIND_SITES[kind].body)

    def spoil(self) -> None:
        """Let each fault begin."""
        self.shut.close()
        for kind in self.kinds:
            for fault, answer in faults().items():
                spoilt = answering(body_fault(kind, fault)) if fault in OF_BODIES else answer
                if fault.startswith("busy"):  # how long a server may send us away at most: test_sources_timetable
                    later = datetime.now(UTC) + self.ahead + timedelta(seconds=4)
                    asks = "3" if fault == "busy-seconds" else format_datetime(later, usegmt=True)
                    spoilt = whole("429 Too Many Requests", b"", f"Retry-After: {asks}")
                if fault in ("unauthorised", "forbidden"):  # a log-in that is refused is not tried again for an hour
                    spoilt = letting_in(KIND_SITES[kind].body, answer)
                if fault not in WELL:
                    self.server.answers[f"{kind}-{fault}/"] = spoilt

    def names(self, *, lasting: bool = True) -> list[tuple[str, str]]:
        """Kind and fault of every source that has a fault which it cannot but notice."""
        return [
            (kind, fault)
            for kind in self.kinds
            for fault in self.faults
            if fault not in KIND_SITES[kind].lenient and (lasting or fault not in self.lasting)
        ]

    def health(self) -> Callable[[str, str], SourceHealth]:
        """What health.json says of a source."""
        found = self.site.snapshot().health.sources
        return lambda kind, fault: found.get(f"{kind}-{fault}", SourceHealth())

    def peak(self) -> int:
        """KiB that the poller has held at most."""
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text())
        assert found
        return int(found[1])


@pytest.fixture
def faulty(tmp_path: Path) -> Iterator[Faulty]:
    with ExitStack() as stack:
        yield Faulty(tmp_path, list(MODULES), stack)


def live(snapshot: Snapshot, source: str) -> int:
    """How many records of a source are there and not withdrawn."""
    feed = snapshot.feed
    tables = (feed.spaces, feed.events, feed.bookings, feed.news, feed.contacts)
    return sum(record.id.split("/")[1] == source and not record.withdrawn for table in tables for record in table)


def wait_until_empty(left: Callable[[], list[tuple[str, str]]]) -> None:
    """Wait until nothing is left, and name it if something is."""
    with suppress(AssertionError):
        wait_until(lambda: not left(), 120, 0.3)
    assert left() == []


def test_every_fault_is_said_survived_and_left_behind(faulty: Faulty) -> None:
    assert set(KIND_SITES) == set(MODULES)
    reachable = faulty.names(lasting=False)

    def ill() -> list[tuple[str, str]]:
        of = faulty.health()
        return [name for name in reachable if of(*name).error or not of(*name).succeeded]

    wait_until_empty(ill)
    before = faulty.site.snapshot()
    had = {name: live(before, "-".join(name)) for name in reachable}
    assert min(had.values()) > 0
    began = time.monotonic()
    faulty.server.requests.clear()
    faulty.spoil()

    def unsaid() -> list[tuple[str, str]]:
        of = faulty.health()
        return [name for name in faulty.names() if not of(*name).failures and not of(*name).problems]

    wait_until_empty(unsaid)
    passed = time.monotonic() - began
    spoilt = faulty.site.snapshot()
    board = board_at(spoilt, Desk(), max(h.tried for h in spoilt.health.sources.values() if h.tried))
    items = {item.name: item for item in board.sources}
    for kind, fault in faulty.names():
        name, said = f"{kind}-{fault}", spoilt.health.sources[f"{kind}-{fault}"]
        assert re.search(r"[.?)]$", said.error) or said.problems, name
        assert items[name].error == said.error
        assert len(said.error) <= 300
        assert had.get((kind, fault), 0) == live(spoilt, name), f"{name}: {said.error}"
    for kind in faulty.kinds:
        asked = sum(request.path.startswith(f"/{kind}-none/") for request in faulty.server.requests)
        assert asked >= passed / 10, f"{kind} was held up"
        assert not spoilt.health.sources[f"{kind}-none"].error
    faulty.shut.reopen()
    faulty.mend()
    mended = time.monotonic()
    wait_until_empty(ill)
    again, peak = time.monotonic() - mended, faulty.peak()
    count = len(faulty.names())
    print(f"\n{count} faults: said in {passed:.0f} s, left behind in {again:.0f} s, at most {peak / 1024:.0f} MiB held")
    assert faulty.process.poll() is None
    assert "Traceback" not in faulty.narration.read_text()
    assert peak < LIMIT


@pytest.fixture
def dead_end() -> Iterator[int]:
    """The port of a name server that never answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.53", 53))
        yield 53


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a process another resolv.conf")
def test_names_that_nobody_looks_up_hold_up_no_other_source(dead_end: int, tmp_path: Path) -> None:
    """Twenty sources whose names a dead name server is asked for, which takes 10 s each, beside one by address."""
    (tmp_path / "resolv.conf").write_text("nameserver 127.0.0.53\noptions timeout:5 attempts:2\n")
    with FaultServer() as server:
        server.answers["api/"] = whole("200 OK", GOOD)
        named = (opsdash_source(f"n{n}", f"http://n{n}.invalid", timeout="2s") for n in range(20))
        site = Site(tmp_path, *named, opsdash_source("api", f"{server.url}/api"))
        bind = f"mount --bind {tmp_path}/resolv.conf $(readlink -f /etc/resolv.conf) && exec"
        poll = f"{bind} {sys.executable} -m opsdash poll --config {site.path}"
        process = subprocess.Popen(["unshare", "--mount", "sh", "-c", poll], stderr=subprocess.PIPE)
        site.running.append(process)
        try:
            wait_until(lambda: all(site.health(f"n{n}").failures for n in range(20)), 30, 0.2)
            server.requests.clear()
            began = time.monotonic()
            wait_until(lambda: len(server.requests) >= 5, 20, 0.1)
            print(f"\nasked five times within {time.monotonic() - began:.1f} s, every second")
            assert time.monotonic() - began < 10
            assert "out of reach" in site.health("n3").error
        finally:
            site.end()
