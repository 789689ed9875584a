"""Asking a source of several resources over a real socket: what each says counts for itself."""

import asyncio
import fcntl
import json
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from opsdash.sources import ask as asking
from opsdash.sources import turns
from opsdash.sources.ask import Memory, Outcome, ask
from opsdash.sources.failures import FetchError
from opsdash.sources.http import Fetcher
from opsdash.sources.threads import in_thread
from opsdash.sourcespec import OpsdashSpec
from opsdash.store.feed import FeedStore
from opsdash.timing import zone_of
from tests.faultserver import FaultServer, Request, whole

NOW = datetime(2025, 6, 25, 10, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as found:
        yield found


def give(server: FaultServer, resource: str, *items: dict[str, str]) -> None:
    server.answers[f"api/{resource}"] = whole("200 OK", json.dumps({"items": items}).encode())


async def asked(server: FaultServer, memory: Memory, within: str = "20s", most: int = 20_000_000) -> Outcome:
    url = f"{server.url}/api"
    spec = OpsdashSpec(name="api", url=url, resources=("space", "notice"), timeout=within, max_bytes=most)
    async with Fetcher() as fetcher:
        return await ask(fetcher, spec, memory, zone_of("Europe/Amsterdam"), NOW)


async def test_an_item_without_a_name_in_one_list_does_not_keep_what_vanished_from_another(
    server: FaultServer, tmp_path: Path
) -> None:
    store = FeedStore(tmp_path, "test", 100)
    give(server, "notices", {"id": "wifi", "text": "New password"}, {"text": "Nobody knows which one this is"})
    give(server, "spaces", {"id": "booth-1", "name": "Booth 1"}, {"id": "booth-2", "name": "Booth 2"})
    first = await asked(server, Memory())
    assert first.batch
    store.apply(first.batch, NOW)
    give(server, "spaces", {"id": "booth-1", "name": "Booth 1"})
    give(server, "notices", {"text": "Nobody knows which one this is"}, {"id": "lift", "text": "Lift B is out"})
    second = await asked(server, first.memory)
    assert second.batch
    changes = store.apply(second.batch, NOW).changes
    assert [(change.what, change.id) for change in changes] == [
        ("added", "notice/api/lift"), ("withdrawn", "space/api/booth-2"),
    ]  # fmt: skip


async def test_another_version_of_opsdash_reads_the_same_answer_anew(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(server, "spaces", {"id": "booth-1", "name": "Booth 1"})
    memory = (await asked(server, Memory())).memory
    assert (await asked(server, memory)).batch is None
    monkeypatch.setattr(asking, "__version__", "999")
    assert (await asked(server, memory)).batch


@pytest.mark.skipif(not hasattr(fcntl, "F_SETLEASE"), reason="needs file leases (Linux)")
async def test_files_that_cannot_be_opened_hold_up_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file on a network drive that is gone: here one that is leased, which nobody can open for a while."""
    monkeypatch.setattr(turns, "PATIENCE", 0.0)
    path = tmp_path / "feed.json"
    path.write_bytes(b"{}")
    holder = os.open(path, os.O_RDWR)
    try:
        try:
            fcntl.fcntl(holder, fcntl.F_SETSIG, signal.SIGURG)  # the default signal would end us
            fcntl.fcntl(holder, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        except OSError as error:
            pytest.skip(f"this file system has no leases: {error}")
        spec = OpsdashSpec(name="api", url=path.as_uri(), timeout="1s")
        async with Fetcher() as fetcher:
            tries = (fetcher.get(spec, path.as_uri()) for _ in range(4))
            found = await asyncio.wait_for(asyncio.gather(*tries, return_exceptions=True), 10)
        assert all(isinstance(one, FetchError) and "within 1s" in str(one) for one in found)
        assert await asyncio.wait_for(in_thread(os.getpid), 10) == os.getpid()
    finally:
        os.close(holder)


async def test_a_file_names_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text('{"items": [{"id": "wifi", "text": "hunter2"}]}')
    (tmp_path / "notices.json").write_text(json.dumps({"items": [], "next": (tmp_path / "secret").as_uri()}))
    spec = OpsdashSpec(name="api", url=tmp_path.as_uri(), resources=("notice",))
    async with Fetcher() as fetcher:
        with pytest.raises(FetchError, match="the configuration names every file"):
            await ask(fetcher, spec, Memory(), zone_of("Europe/Amsterdam"), NOW)


def pages(server: FaultServer, pause: float) -> None:
    """Let the server have pages of spaces without end, of some 80 bytes each."""

    async def page(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(pause)
        number = int(request.path.partition("=")[2] or 0)
        body = {"items": [{"id": f"booth-{number}", "name": "Booth"}], "next": f"/api/spaces?page={number + 1}"}
        await whole("200 OK", json.dumps(body).encode())(request, writer)

    server.answers["api/spaces"] = page


async def test_pages_that_come_just_in_time_one_by_one_do_not_go_on_for_ever(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page is well within its time; the other resource is read all the same."""
    monkeypatch.setattr(asking, "PATIENCE", 0.05)
    pages(server, 0.1)
    give(server, "notices", {"id": "wifi", "text": "New password"})
    outcome = await asked(server, Memory(), within="10s")
    assert len(server.requests) < 20
    assert "127.0.0.1" in outcome.error
    assert "did not send all its pages within 0.5 s" in outcome.error
    assert outcome.batch
    assert [record.id for record in outcome.batch.records] == ["notice/api/wifi"]


async def test_who_waits_for_another_source_of_the_host_is_not_blamed_for_it(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PATIENCE", 0.01)

    async def slow(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.3)
        await whole("200 OK", b'{"items": []}')(request, writer)

    server.answers["slow/notices"] = slow
    give(server, "notices", {"id": "wifi", "text": "New password"})
    other = OpsdashSpec(name="slow", url=f"{server.url}/slow", resources=("notice",), timeout="10s")
    spec = OpsdashSpec(name="api", url=f"{server.url}/api", resources=("notice",), timeout="10s")
    async with Fetcher() as fetcher:
        _, outcome = await asyncio.gather(
            *(ask(fetcher, one, Memory(), zone_of("Europe/Amsterdam"), NOW) for one in (other, spec))
        )
    assert outcome.error == ""
    assert outcome.batch
    assert [record.id for record in outcome.batch.records] == ["notice/api/wifi"]


async def test_the_cap_on_a_body_is_one_on_all_its_pages_together(server: FaultServer) -> None:
    pages(server, 0)
    give(server, "notices", {"id": "wifi", "text": "New password"})
    outcome = await asked(server, Memory(), most=1000)
    assert "sends more than max_bytes in all its pages together" in outcome.error
    assert len(server.requests) < 20
