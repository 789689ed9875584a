"""The poller as a real process, against a real server that fails on demand."""

import asyncio
import contextlib
import json
import os
import re
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from opsdash import timing
from opsdash.board.board import board_at
from opsdash.child import BUSY, request_poll
from opsdash.snapshot import Desk, SourceHealth
from opsdash.timing import CLOCK_VARIABLE, Clock
from tests.faultserver import FaultServer, Request, faults, head, whole
from tests.pollers import Site, finish, opsdash_source
from tests.support import wait_until


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as found:
        yield found


Make = Callable[..., Site]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Makes sites; ends their processes."""
    made: list[Site] = []

    def build(*sources: str, folder: str = "site") -> Site:
        (tmp_path / folder).mkdir()
        made.append(Site(tmp_path / folder, *sources))
        return made[-1]

    yield build
    for one in made:
        one.end()


def spaces(*keys: str, following: str | None = None, as_of: str | None = None) -> bytes:
    """A page of spaces."""
    items = [{"id": key, "name": key.title()} for key in keys]
    return json.dumps({"items": items, "next": following, "as_of": as_of}).encode()


def keys(site: Site) -> list[str]:
    """The keys of the spaces in the store that are not withdrawn."""
    return [space.key for space in site.snapshot().feed.spaces if not space.withdrawn]


def give(server: FaultServer, *found: str) -> None:
    """Let the server answer with these spaces."""
    server.answers["api/spaces"] = whole("200 OK", spaces(*found))


def test_once(server: FaultServer, make: Make) -> None:
    give(server, "booth-1", "booth-2")
    site = make(opsdash_source("api", f"{server.url}/api"))
    code, narration = site.once()
    assert (code, keys(site)) == (0, ["booth-1", "booth-2"])
    assert "api: 2 records" in narration
    health = site.health("api")
    assert (health.count, health.error, health.failures, health.next) == (2, "", 0, None)
    assert site.poller() == 0
    assert site.store.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in site.store.iterdir()} == {0o600}


def test_once_says_by_its_code_that_a_source_failed(server: FaultServer, make: Make) -> None:
    give(server, "booth-1")
    site = make(opsdash_source("api", f"{server.url}/api"), opsdash_source("other", f"{server.url}/other"))
    code, narration = site.once()
    assert code == 1
    assert "other: 127.0.0.1" in narration
    assert "other: 127.0.0.1" in site.once()[1]
    assert keys(site) == ["booth-1"]


def test_nothing_is_written_when_nothing_changed(server: FaultServer, make: Make) -> None:
    give(server, "booth-1")
    site = make(opsdash_source("api", f"{server.url}/api"))
    site.once()
    before = (site.store / "feed.json").stat()
    first = site.health("api")
    site.once()
    after, second = (site.store / "feed.json").stat(), site.health("api")
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert second.changed == first.changed
    assert second.succeeded and first.succeeded  # noqa: PT018  for mypy
    assert second.succeeded > first.succeeded


def test_validators_are_forgotten_with_the_feed(server: FaultServer, make: Make) -> None:
    give(server, "booth-1")
    site = make(opsdash_source("api", f"{server.url}/api"))
    site.once()
    feed = site.store / "feed.json"
    feed.unlink()
    site.once()
    assert keys(site) == ["booth-1"]
    backup = feed.read_bytes()
    give(server, "booth-1", "booth-2")
    site.once()
    feed.write_bytes(backup)
    site.once()
    assert keys(site) == ["booth-1", "booth-2"], "a backup that was put back is older than what is remembered"


def test_a_feed_that_is_lost_while_polling_comes_back(server: FaultServer, make: Make) -> None:
    give(server, "booth-1")
    site = make(opsdash_source("api", f"{server.url}/api", every="60s"))
    site.poll()
    site.until_answered("api")
    (site.store / "feed.json").unlink()
    wait_until((site.store / "feed.json").exists)
    assert keys(site) == ["booth-1"]


def test_a_backup_put_back_while_a_source_is_being_asked_is_brought_up_to_date(
    server: FaultServer, make: Make, tmp_path: Path
) -> None:
    answering = threading.Event()
    answering.set()

    async def patient(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.to_thread(answering.wait, 10)
        await whole("200 OK", spaces("booth-1", "booth-2"))(request, writer)

    give(server, "booth-1")
    site = make(opsdash_source("api", f"{server.url}/api"))
    site.poll(OPSDASH_CLOCK=f"2025-06-25T10:00:00+00:00@{time.time()}*10")
    wait_until(lambda: keys(site) == ["booth-1"])
    backup = tmp_path / "backup"
    backup.write_bytes((site.store / "feed.json").read_bytes())
    server.answers["api/spaces"] = patient
    wait_until(lambda: keys(site) == ["booth-1", "booth-2"])
    answering.clear()
    server.requests.clear()
    wait_until(lambda: bool(server.requests))
    backup.replace(site.store / "feed.json")
    wait_until(lambda: keys(site) == ["booth-1"] and site.snapshot().feed.generation > 1)
    answering.set()
    wait_until(lambda: keys(site) == ["booth-1", "booth-2"])


def test_a_mass_disappearance_is_asked_for_again_in_full(server: FaultServer, make: Make) -> None:
    give(server, *(f"booth-{n}" for n in range(10)))
    site = make(opsdash_source("api", f"{server.url}/api"))
    site.once()
    give(server, "booth-0")
    _, narration = site.once()
    assert (len(keys(site)), site.health("api").held) == (10, 9)
    assert "9 records are missing" in narration
    site.once()
    assert (keys(site), site.health("api").held) == (["booth-0"], 0)


def test_pages_conditional_requests_and_a_change_on_the_second(server: FaultServer, make: Make) -> None:
    etags = {"1": '"a"', "2": '"b"'}

    async def page(request: Request, writer: asyncio.StreamWriter) -> None:
        number = request.path.partition("page=")[2] or "1"
        if request.headers.get("if-none-match") == etags[number]:
            writer.write(head("304 Not Modified"))
            return
        body = spaces(f"booth-{etags[number][1]}", following="?page=2" if number == "1" else None)
        writer.write(head("200 OK", f"ETag: {etags[number]}") + body)

    server.answers["api/spaces"] = page
    site = make(opsdash_source("api", f"{server.url}/api"))
    site.once()
    assert keys(site) == ["booth-a", "booth-b"]
    site.once()
    asked = [request.headers.get("if-none-match") for request in server.requests]
    assert asked == [None, None, '"a"', '"b"']
    etags["2"] = '"c"'
    site.once()
    assert keys(site) == ["booth-a", "booth-c"]


def test_each_day_begins_with_a_full_answer(server: FaultServer, make: Make) -> None:
    """A calendar that never changes has other instances of its series around the next day."""
    server.answers["feed.ics"] = whole("200 OK", DAILY, 'ETag: "same"')
    site = make(f'name = "cal"\nkind = "ical"\nurl = "{server.url}/feed.ics"\ndays_back = 1\ndays_ahead = 7')
    for day in ("2025-06-25T10:00", "2025-06-25T20:00", "2025-06-26T10:00"):
        site.poll("--once", OPSDASH_CLOCK=f"{day}:00+00:00@{time.time()}*0").communicate(timeout=20)
    assert [request.headers.get("if-none-match") for request in server.requests] == [None, '"same"', None]


DAILY = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:w\r\nDTSTART:20250101T090000Z\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n"
DAILY += b"END:VCALENDAR\r\n"


def test_pages_that_lead_astray(server: FaultServer, make: Make) -> None:
    astray = {
        "endless": ("/endless/spaces", "pages without end"),
        "abroad": ("http://localhost:1/x", "another server"),
        "nowhere": ("http://[x", "no address"),
        "long": ("/long/spaces?" + "x" * 5000, "an address of 5,0"),
    }
    for name, (following, _) in astray.items():
        server.answers[f"{name}/spaces"] = whole("200 OK", spaces("a", following=following))
    site = make(*(opsdash_source(name, f"{server.url}/{name}") for name in astray))
    assert site.once()[0] == 1
    for name, (_, words) in astray.items():
        assert words in site.health(name).error
    assert keys(site) == []


def test_what_is_not_offered_and_what_fails(server: FaultServer, make: Make) -> None:
    give(server, "booth-1")
    server.answers["api/notices"] = whole("500 Oh", b"")
    source = opsdash_source("api", f"{server.url}/api").replace('["space"]', '["space", "notice", "pool"]')
    site = make(source)
    assert site.once()[0] == 1
    health = site.health("api")
    assert health.error.startswith("notices: ")
    assert "fault of its own (500)" in health.error
    assert (keys(site), health.succeeded) == (["booth-1"], None)
    assert set(site.snapshot().feed.first) == {"space/api", "pool/api"}, "that it has no pools is an answer"
    server.answers["api/notices"] = whole("200 OK", b'{"items": []}')
    assert site.once()[0] == 0
    del server.answers["api/spaces"]
    assert site.once()[0] == 1
    where = f"127.0.0.1:{server.port} has nothing at url + /spaces (404)"
    assert site.health("api").error == f"spaces: {where}: check url in the configuration."
    assert keys(site) == ["booth-1"]


def test_every_fault_at_once_and_the_good_source_is_not_held_up(server: FaultServer, make: Make) -> None:
    """Thirty sources of one host, each with its fault: the poller lives, those of another host are polled on time,
    memory is bounded."""
    good = {"good", "gzip"}
    bad = [name for name in faults() if name not in good]
    for name, answer in faults().items():
        server.answers[f"{name}/spaces"] = answer
    with FaultServer() as closed:
        pass
    with FaultServer() as other:
        for name in good:
            other.answers[f"{name}/spaces"] = faults()[name]
        _with_every_fault(server, other, closed.url, make, good, bad)


def _with_every_fault(
    server: FaultServer, other: FaultServer, closed: str, make: Make, good: set[str], bad: list[str]
) -> None:
    sources = [opsdash_source(name, f"{other.url}/{name}", timeout="3s") for name in good]
    sources += [opsdash_source(name, f"{server.url}/{name}", timeout="1s") for name in bad]
    sources += [
        opsdash_source("refused", closed),
        opsdash_source("dns", "http://no-such-host.invalid"),
        opsdash_source("token", server.url, more='token_env = "NO_SUCH_TOKEN"'),
        f'name = "ical"\nkind = "ical"\nurl = "{server.url}/truncated"\nevery = "1s"',
    ]
    site = make(*sources)
    process = site.poll()
    started = time.monotonic()
    site.until_answered("good", 10)
    other.requests.clear()

    def all_failed() -> bool:
        health = site.snapshot().health.sources
        return all(health.get(name, SourceHealth()).failures for name in (*bad, "refused", "dns", "token", "ical"))

    wait_until(all_failed, 60, 0.2)
    passed = time.monotonic() - started
    asked = sum(request.path == "/good/spaces" for request in other.requests)
    assert asked >= passed / 5
    health = site.snapshot().health.sources
    assert health["good"].error == ""
    for name in (*bad, "refused", "dns", "token", "ical"):
        assert re.search(r"[.?]$", health[name].error), name
        assert health[name].next
    assert process.poll() is None
    peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())
    assert peak
    assert int(peak[1]) < 150_000
    code, narration = finish(process, signal.SIGTERM)
    assert code == 0
    assert "Traceback" not in narration


def test_a_changed_shape_is_said_with_its_path_and_the_last_good_data_stays(server: FaultServer, make: Make) -> None:
    give(server, "booth-1", "booth-2")
    site = make(opsdash_source("api", f"{server.url}/api"))
    site.once()
    changed = spaces("booth-1", "booth-2").replace(b'"name": "Booth-1"', b'"name": {"en": "Booth-1"}')
    server.answers["api/spaces"] = whole("200 OK", changed)
    code, narration = site.once()
    assert code == 1
    assert "api: 1 thing to look at in its answer: booth-1: name: expected `str`, got `object`\n" in narration
    assert keys(site) == ["booth-1", "booth-2"]
    (problem,) = site.health("api").problems
    assert (problem.item, problem.reason) == ("booth-1", "name: expected `str`, got `object`")
    server.answers["api/spaces"] = whole("200 OK", changed.replace(b'"items"', b'"records"'))
    assert site.once()[0] == 1
    assert keys(site) == ["booth-1", "booth-2"]
    assert "sends something else than expected" in site.health("api").error
    assert "missing required field `items`" in site.health("api").error


def test_what_is_odd_is_told_once_and_when_it_is_over(server: FaultServer, make: Make) -> None:
    names = [f"booth-{number}" for number in range(5)]
    give(server, *names)
    odd = spaces(*names).replace(b'"name": "', b'"nome": "')
    odd = odd.replace(b'"nome": "Booth-4"', b'"name": "Booth-4"')
    server.answers["api/spaces"] = whole("200 OK", odd)
    site = make(opsdash_source("api", f"{server.url}/api"))
    process = site.poll()
    wait_until(lambda: len(site.health("api").latencies) > 1)
    assert len(site.health("api").problems) == 4
    give(server, *names)
    wait_until(lambda: not site.health("api").problems)
    code, narration = finish(process, signal.SIGTERM)
    assert code == 0, "only --once says so by its code"
    assert narration.count("to look at") == 2, narration
    assert "4 things to look at in its answer: booth-0: " in narration
    assert "; and 1 more: `opsdash check` names them\n" in narration
    assert "api: nothing to look at in its answer any more" in narration


def test_a_source_is_not_asked_while_its_answer_holds(server: FaultServer, make: Make) -> None:
    server.answers["api/spaces"] = whole("200 OK", spaces("booth-1"), "Cache-Control: max-age=300")
    server.answers["eager/spaces"] = whole("200 OK", spaces("booth-1"), "Cache-Control: max-age=300")
    site = make(
        opsdash_source("api", f"{server.url}/api", every="1s"),
        opsdash_source("eager", f"{server.url}/eager", every="1s", more="heed_cache = false"),
    )
    site.poll()
    wait_until(lambda: sum(request.path == "/eager/spaces" for request in server.requests) > 2)
    assert sum(request.path == "/api/spaces" for request in server.requests) == 1
    health = site.health("api")
    assert health.next and health.succeeded  # noqa: PT018  for mypy
    assert 290 < (health.next - health.succeeded).total_seconds() <= 301


def test_a_source_that_returns_is_fresh_again_without_a_restart(server: FaultServer, make: Make) -> None:
    give(server, "booth-1")
    site = make(opsdash_source("api", f"{server.url}/api"))
    server.close()
    site.poll()
    wait_until(lambda: site.health("api").failures >= 1)
    assert "refuses" in site.health("api").error
    server.reopen()
    wait_until(lambda: site.health("api").error == "" and keys(site) == ["booth-1"])
    give(server, "booth-1", "booth-2")
    wait_until(lambda: keys(site) == ["booth-1", "booth-2"], 5)
    server.close()
    wait_until(lambda: site.health("api").failures >= 1)
    assert keys(site) == ["booth-1", "booth-2"]


def test_the_heartbeat_goes_on_while_sources_are_slow(server: FaultServer, make: Make) -> None:
    server.answers["api/spaces"] = faults()["silent"]
    site = make(opsdash_source("api", f"{server.url}/api", timeout="60s"))
    site.poll()
    wait_until(lambda: site.poller() > 0)

    def beat() -> object:
        poller = site.snapshot().health.poller
        return poller and poller.beat

    first = beat()
    wait_until(lambda: beat() != first, 5.5)


def test_poll_now(server: FaultServer, make: Make) -> None:
    give(server, "booth-1")
    site = make(opsdash_source("api", f"{server.url}/api", every="1h"))
    site.poll()
    site.until_answered("api")
    give(server, "booth-2")
    request_poll(site.store)
    wait_until(lambda: "booth-2" in keys(site), 5)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signals_end_it_cleanly(server: FaultServer, make: Make, number: signal.Signals) -> None:
    give(server, "booth-1")
    server.answers["slow/spaces"] = faults()["silent"]
    site = make(opsdash_source("api", f"{server.url}/api"), opsdash_source("slow", f"{server.url}/slow", timeout="60s"))
    process = site.poll()
    site.until_answered("api")
    assert site.poller() == process.pid
    code, narration = finish(process, number)
    assert code == 0
    assert f"asked to end ({number.name})" in narration
    assert site.poller() == 0
    assert site.health("api").next is None
    assert keys(site) == ["booth-1"]
    assert not [path.name for path in site.store.iterdir() if "tmp" in path.name]


def test_a_second_poller_says_who_holds_the_store(server: FaultServer, make: Make) -> None:
    give(server, "booth-1")
    site = make(opsdash_source("api", f"{server.url}/api"))
    first = site.poll()
    site.until_answered("api")
    second = site.poll("--once")
    _, narration = second.communicate(timeout=20)
    assert second.returncode == BUSY
    assert f"process {first.pid}" in narration.decode()
    assert site.poller() == first.pid


def test_a_full_disk_is_said_and_survived(server: FaultServer, make: Make) -> None:
    """The store is made unwritable by a limit on file sizes, which works for root too."""
    give(server, "booth-1")
    site = make(opsdash_source("api", f"{server.url}/api"))
    process = site.poll()
    site.until_answered("api")
    generation = site.snapshot().feed.generation
    limit = ["prlimit", "--pid", str(process.pid), "--fsize=100:unlimited"]
    if subprocess.run(limit, capture_output=True, check=False).returncode:
        pytest.skip("needs prlimit")
    give(server, *(f"booth-{n}" for n in range(50)))
    assert process.stderr
    os.set_blocking(process.stderr.fileno(), False)
    said = b""

    def complained() -> bool:
        nonlocal said
        said += (process.stderr and process.stderr.read()) or b""
        return b"Cannot write" in said

    wait_until(complained)
    assert site.snapshot().feed.generation == generation
    assert process.poll() is None
    subprocess.run([*limit[:3], "--fsize=unlimited:unlimited"], check=True)
    wait_until(lambda: len(keys(site)) == 50)


def test_it_ends_when_its_store_is_taken_away(server: FaultServer, make: Make) -> None:
    give(server, "booth-1")
    site = make(opsdash_source("api", f"{server.url}/api"))
    process = site.poll()
    site.until_answered("api")
    site.store.rename(site.store.with_name("elsewhere"))
    site.store.mkdir(0o700)
    _, narration = process.communicate(timeout=10)
    assert not list(site.store.iterdir()), "what is there now is another poller's"
    assert process.returncode == 73
    assert "taken away" in narration.decode()
    assert "Traceback" not in narration.decode()


def test_a_poller_of_which_a_part_has_stopped_ends_and_says_so(server: FaultServer, make: Make) -> None:
    give(server, "booth-1")
    site = make(opsdash_source("api", f"{server.url}/api"))
    process = site.poll(OPSDASH_CLOCK="9999-12-31T23:59:59.999999+00:00@0*0")  # after which no time can be told
    _, narration = process.communicate(timeout=20)
    assert process.returncode == 70
    assert b"a part of the poller stopped working" in narration
    assert site.poller() == 0


def test_narration_that_nobody_reads_stops_no_poll(make: Make, server: FaultServer) -> None:
    give(server, "booth-1")
    site = make(opsdash_source("api", f"{server.url}/api"))
    read, write = os.pipe()
    os.set_blocking(write, False)
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(write, b"x" * 4096)
    os.set_blocking(write, True)
    command = [sys.executable, "-m", "opsdash", "poll", "--config", str(site.path)]
    site.running.append(subprocess.Popen(command, stderr=write))
    os.close(write)
    try:
        site.until_answered("api")
        said = ""
        while "changes\n" not in said:
            assert select.select([read], [], [], 10)[0], said
            said += os.read(read, 65536).decode().lstrip("x")
    finally:
        os.close(read)
    assert re.fullmatch(r"\S+ \S+ opsdash: polling 1 sources .*\n.*api: 1 records, \d changes\n", said), said


def test_a_day_that_passes_fast_is_polled_and_fresh_all_the_time(make: Make, server: FaultServer) -> None:
    give(server, "booth-1")
    site, clock = make(opsdash_source("api", f"{server.url}/api", every="600s")), Clock.starting(timing.now(), 600.0)
    site.poll(**{CLOCK_VARIABLE: str(clock)})
    site.until_answered("api")
    seen: set[datetime] = set()

    def beaten() -> bool:
        board = board_at(snapshot := site.snapshot(), Desk(), clock.now())
        assert (board.polling, board.sources[0].state) == (True, "fresh")
        assert snapshot.health.poller
        seen.add(snapshot.health.poller.beat)
        return len(seen) > 3

    wait_until(beaten)
