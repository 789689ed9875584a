"""A real CalDAV server, polled: what was put into its calendar is on the programme."""

import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.pollers import Site
from tests.support import SHARED, wait_until

SMALL = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//opsdash//tests//EN
BEGIN:VEVENT
UID:doorstep-1
DTSTAMP:20250601T000000Z
DTSTART;TZID=Europe/Amsterdam:20250625T073000
DTEND;TZID=Europe/Amsterdam:20250625T074500
SUMMARY:Doorstep\\, Prime Minister of Norway
LOCATION:Entrance A
END:VEVENT
BEGIN:VEVENT
UID:photo
DTSTAMP:20250601T000000Z
DTSTART:20250625T160000Z
SUMMARY:Family photo
CATEGORIES:Photo opportunity
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


class Radicale:
    """The server with one calendar."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        setup = folder / "radicale.ini"
        setup.write_text(
            f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n"
            f"[storage]\nfilesystem_folder = {folder}/collections\n"
        )
        self.user = f"http://127.0.0.1:{port}/desk/"
        self.url = f"{self.user}programme/"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config", str(setup)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def send(self, method: str, body: str = "", url: str = "") -> int:
        """A request; its status, 0 while the server does not answer."""
        headers = {"Content-Type": "text/calendar; charset=utf-8"} if body else {}
        request = urllib.request.Request(url or self.url, body.encode() or None, headers, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=20) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return 0


@pytest.fixture
def radicale(tmp_path: Path) -> Iterator[Radicale]:
    pytest.importorskip("radicale")
    server = Radicale(tmp_path)
    try:
        wait_until(lambda: server.send("GET") != 0, 30)
        assert server.send("MKCOL", url=server.user) == 201
        yield server
    finally:
        server.process.terminate()
        server.process.wait(10)


@pytest.fixture
def site(radicale: Radicale, tmp_path: Path) -> Iterator[Site]:
    found = Site(tmp_path, f'name = "desk"\nkind = "ical"\nurl = "{radicale.url}"\nevery = "1s"')
    yield found
    found.end()


def test_a_calendar_on_the_programme_and_what_changes_in_it(radicale: Radicale, site: Site) -> None:
    assert radicale.send("PUT", SMALL) == 201
    assert site.once()[0] == 0
    events = {event.key: event for event in site.snapshot().feed.events}
    assert sorted(events) == ["doorstep-1", "photo"]
    doorstep = events["doorstep-1"]
    assert (doorstep.title, doorstep.room) == ("Doorstep, Prime Minister of Norway", "Entrance A")
    assert doorstep.start == datetime(2025, 6, 25, 5, 30, tzinfo=UTC)
    assert (events["photo"].status, events["photo"].type) == ("cancelled", "photo opportunity")

    site.poll()
    moved = SMALL.replace("LOCATION:Entrance A", "LOCATION:Entrance B")
    assert radicale.send("PUT", moved) == 201
    wait_until(lambda: [e.room for e in site.snapshot().feed.events if e.key == "doorstep-1"] == ["Entrance B"])
    (change,) = site.snapshot().feed.changes
    assert (change.field, change.old, change.new) == ("room", "Entrance A", "Entrance B")


def test_a_real_conference(radicale: Radicale, site: Site) -> None:
    path = SHARED / "samples" / "ics" / "conf-lca-2020.ics"
    if not path.exists():
        pytest.skip("the samples are not here")
    assert radicale.send("PUT", path.read_text(encoding="utf-8")) == 201
    code, narration = site.once()
    assert (code, site.health("desk").problems) == (0, ())
    events = site.snapshot().feed.events
    assert len(events) == 262
    assert "desk: 262 records" in narration
    first = min(event.start for event in events if event.start)
    assert first == datetime(2020, 1, 12, 5, tzinfo=UTC)  # 15:00 in Brisbane
    in_arena = [event for event in events if event.room == "Arena"]
    assert len(in_arena) == path.read_text(encoding="utf-8").count("\nLOCATION:Arena\n")
    site.once()
    assert site.snapshot().feed.generation == 1
