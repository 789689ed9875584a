"""Indico over a real socket: paged past its cap, with its token, within the days asked for."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from opsdash.sources.ask import Memory, ask
from opsdash.sources.failures import FetchError
from opsdash.sources.http import Fetcher
from opsdash.sourcespec import IndicoSpec
from opsdash.timing import zone_of
from tests.faultserver import FaultServer, Request, head, whole

NOW = datetime(2025, 6, 25, 10, tzinfo=UTC)
ZONE = zone_of("Europe/Amsterdam")
TOKEN = "indp_5e56e7"


def reservation(number: int) -> dict[str, object]:
    start = datetime(2025, 6, 25, 6) + timedelta(minutes=5 * number)
    end = start + timedelta(minutes=5)
    spans = {
        name: {"date": f"{when:%Y-%m-%d}", "time": f"{when:%H:%M:%S}", "tz": "Europe/Amsterdam"}
        for name, when in (("startDT", start), ("endDT", end))
    }
    return {"id": number, "reason": f"Show {number}", "isConfirmed": True, "room": {"fullName": "Booth 1"}, **spans}


async def reservations(request: Request, writer: asyncio.StreamWriter) -> None:
    """250 of them, at most 100 at a time; the address in the answer is the server's own idea of itself."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}
    offset, limit = int(query.get("offset", 0)), int(query["limit"])
    found = [reservation(number) for number in range(1, 251)][offset : offset + min(limit, 100)]
    url = f"https://indico.inside.example{request.path}"
    body = json.dumps({"results": found, "count": len(found), "ts": 1750845600 + offset, "url": url}).encode()
    writer.write(head("200 OK", "Content-Type: application/json", f"Content-Length: {len(body)}") + body)


async def test_all_pages_of_the_reservations_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICO_TOKEN", TOKEN)
    with FaultServer() as server:
        server.answers["export/reservation/IMC.json"] = reservations
        spec = IndicoSpec(name="indico", url=server.url, location="IMC", token_env="INDICO_TOKEN")
        async with Fetcher() as fetcher:
            first = await ask(fetcher, spec, Memory(), ZONE, NOW)
            assert first.batch
            assert len(first.batch.records) == 250
            assert first.as_of == datetime.fromtimestamp(1750845600, UTC)
            assert (first.error, first.batch.problems) == ("", ())
            same = await ask(fetcher, spec, first.memory, ZONE, NOW)
            assert same.batch is None
            await ask(fetcher, spec, first.memory, ZONE, NOW + timedelta(days=1))
        asked = [parse_qs(urlsplit(one.path).query) for one in server.requests]
        assert {one.headers["authorization"] for one in server.requests} == {f"bearer {TOKEN}"}
    assert [one.get("offset", ["0"])[0] for one in asked] == ["0", "100", "200"] * 3
    assert [one["from"][0] for one in asked[::3]] == ["2025-06-23", "2025-06-23", "2025-06-24"]


async def test_an_unknown_event_is_an_error_of_the_source() -> None:
    with FaultServer() as server:
        server.answers["export/timetable/99.json"] = whole("200 OK", b'{"results": {}, "count": 0, "ts": 1750845600}')
        spec = IndicoSpec(name="indico", url=server.url, event=99)
        async with Fetcher() as fetcher:
            with pytest.raises(FetchError, match="event 99 is not known to this Indico, or not to this token"):
                await ask(fetcher, spec, Memory(), ZONE, NOW)
