"""pretalx over a real socket into a real store: each thing that a release does is one change, none lost or doubled."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from opsdash.snapshot import Change
from opsdash.sources.ask import Memory, ask
from opsdash.sources.http import Fetcher
from opsdash.sourcespec import PretalxSpec
from opsdash.store.feed import FeedStore
from opsdash.store.folder import prepare
from opsdash.timing import zone_of
from tests.faultserver import FaultServer, Request, head, whole

NOW = datetime(2025, 6, 25, 10, tzinfo=UTC)
TOKEN = "pretalx5e56e7"


def slot(number: int, code: str, start: str) -> dict[str, Any]:
    talk = {"code": code, "title": f"Press conference {code}", "speakers": [], "state": "confirmed"}
    day = "2025-06-25T"
    return {"id": number, "room": None, "start": f"{day}{start}:00+02:00", "submission": talk, "duration": 30}


def release(version: str, *slots: dict[str, Any]) -> bytes:
    return json.dumps({"version": version, "published": None, "comment": None, "slots": slots}).encode()


async def rooms(request: Request, writer: asyncio.StreamWriter) -> None:
    """Two pages of one room each."""
    second = request.path.endswith("?page=2")
    room = {"id": 2 if second else 1, "name": {"en": "Room"}}
    body = json.dumps({"next": None if second else "/rooms/?page=2", "results": [room]}).encode()
    writer.write(head("200 OK", f"Content-Length: {len(body)}") + body)


async def test_releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRETALX_TOKEN", TOKEN)
    prepare(tmp_path)
    store = FeedStore(tmp_path, "summit", 100)
    memory = Memory()
    zone = zone_of("Europe/Amsterdam")

    async def poll(version: str, *slots: dict[str, Any]) -> list[tuple[str, str, str]]:
        nonlocal memory
        server.answers["schedules/latest/"] = whole("200 OK", release(version, *slots))
        outcome = await ask(fetcher, spec, memory, zone, NOW)
        assert outcome.error == ""
        memory = outcome.memory
        changes: tuple[Change, ...] = store.apply(outcome.batch, NOW).changes if outcome.batch else ()
        return sorted((change.id.split("/", 2)[2], change.what, change.field) for change in changes)

    with FaultServer() as server:
        server.answers["rooms/"] = rooms
        spec = PretalxSpec(name="talks", url=server.url, token_env="PRETALX_TOKEN")
        only_rooms = msgspec.structs.replace(spec, resources=("space",))
        async with Fetcher() as fetcher:
            outcome = await ask(fetcher, only_rooms, Memory(), zone, NOW)
            assert outcome.batch
            assert [record.key for record in outcome.batch.records] == ["room-1", "room-2"]
            first = [slot(1, "A", "09:00"), slot(2, "B", "10:00"), slot(3, "C", "11:00")]
            assert await poll("v1", *first) == []
            assert await poll("v1", *first) == []
            moved = [slot(11, "A", "09:00"), slot(12, "B", "10:15"), slot(13, "C", "11:00")]
            told = [("B", "changed", "end"), ("B", "changed", "start"), ("release", "changed", "title")]
            assert await poll("v2", *moved) == told
            cancelled = [slot(21, "A", "09:00"), slot(22, "B", "10:15")]
            assert await poll("v3", *cancelled) == [("C", "withdrawn", ""), ("release", "changed", "title")]
            again = [slot(31, "A", "09:00"), slot(32, "B", "10:15"), slot(33, "C", "11:00"), slot(34, "D", "12:00")]
            told = [("C", "returned", ""), ("D", "added", ""), ("release", "changed", "title")]
            assert await poll("v4", *again) == told
        sent = {one.headers["authorization"].casefold() for one in server.requests}
    assert sent == {f"token {TOKEN}"}
