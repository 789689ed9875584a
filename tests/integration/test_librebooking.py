"""Sources that want a log-in, over real sockets: one session for all, renewed once, and no hammering."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from opsdash.model import Booking, Space
from opsdash.sources import session as sessions
from opsdash.sources.ask import Memory, Outcome, ask
from opsdash.sources.failures import FetchError
from opsdash.sources.http import Fetcher
from opsdash.sourcespec import LibrebookingSpec
from opsdash.timing import zone_of
from tests.bookingserver import PASSWORD, USER, BookingServer
from tests.faultserver import GOOD, FaultServer, whole

NOW = datetime(2025, 6, 25, 10, tzinfo=UTC)
ZONE = zone_of("Europe/Amsterdam")


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[BookingServer]:
    monkeypatch.setenv("BOOKING_USER", USER)
    monkeypatch.setenv("BOOKING_PASSWORD", PASSWORD)
    async with BookingServer() as found:
        found.resources = [{"resourceId": 4, "name": "Booth 4", "statusId": 1}]
        found.reservations = [
            {
                "referenceNumber": "ref1", "resourceId": 4, "resourceName": "Booth 4", "title": "Nordlys Wire",
                "startDate": "2025-06-25T14:00:00+0200", "endDate": "2025-06-25T15:00:00+0200",
                "checkInDate": "2025-06-25T14:03:00+0200", "checkOutDate": "", "requiresApproval": False,
            }
        ]  # fmt: skip
        yield found


def spec(server: BookingServer, **more: object) -> LibrebookingSpec:
    options: dict[str, object] = {"user_env": "BOOKING_USER", "password_env": "BOOKING_PASSWORD", "timeout": "5s"}
    return LibrebookingSpec(name="booking", url=server.url, **(options | more))  # type: ignore[arg-type]


async def poll(fetcher: Fetcher, source: LibrebookingSpec, memory: Memory | None = None) -> Outcome:
    return await ask(fetcher, source, memory or Memory(), ZONE, NOW)


async def refused(fetcher: Fetcher, source: LibrebookingSpec) -> str:
    with pytest.raises(FetchError) as caught:
        await poll(fetcher, source)
    return str(caught.value)


async def test_logs_in_once_for_all_its_resources_and_all_polls(server: BookingServer) -> None:
    server.slow = 0.05
    async with Fetcher() as fetcher:
        first = await poll(fetcher, spec(server))
        assert first.batch
        assert first.error == ""
        booking = next(one for one in first.batch.records if isinstance(one, Booking))
        assert (booking.space, booking.title) == ("space/booking/4", "Nordlys Wire")
        assert booking.checked_in == datetime(2025, 6, 25, 12, 3, tzinfo=UTC)
        assert any(isinstance(one, Space) for one in first.batch.records)
        again = await poll(fetcher, spec(server), first.memory)
        assert (again.batch, again.error) == (None, "")
    assert server.logins == 1
    assert len(server.asked) == 5


async def test_the_window_reaches_the_server_as_it_was_meant(server: BookingServer) -> None:
    async with Fetcher() as fetcher:
        await poll(fetcher, spec(server, days_back=2, days_ahead=3))
    asked = next(one for one in server.asked if one.path == "/Reservations/")
    assert asked.query == {"startDateTime": ["2025-06-23T00:00:00+0200"], "endDateTime": ["2025-06-29T00:00:00+0200"]}
    assert "+" not in asked.raw_query
    assert "%2B0200" in asked.raw_query


async def test_a_session_that_ends_is_renewed_once(server: BookingServer) -> None:
    server.lasts = 3
    async with Fetcher() as fetcher:
        memory = Memory()
        for _ in range(6):  # twelve requests, three a session
            outcome = await poll(fetcher, spec(server), memory)
            assert outcome.error == ""
            memory = outcome.memory
    assert 4 <= server.logins <= 6
    used = {one.headers["x-booked-sessiontoken"] for one in server.asked if one.method == "GET"}
    assert used == set(server.tokens)


async def test_two_requests_that_lose_the_session_together_renew_it_once(server: BookingServer) -> None:
    async with Fetcher() as fetcher:
        memory = (await poll(fetcher, spec(server))).memory
        server.slow = 0.05
        server.forget()
        await poll(fetcher, spec(server), memory)
    assert server.logins == 2


async def test_a_log_in_that_is_no_use_ends_in_a_sentence(server: BookingServer) -> None:
    server.locked = True
    async with Fetcher() as fetcher:
        sentence = await refused(fetcher, spec(server, resources=("booking",)))
    assert "lets us log in but not read (401): may this user use its API?" in sentence
    assert (server.logins, len(server.asked)) == (2, 4)


async def test_a_wrong_password_is_one_sentence_and_not_tried_again(
    server: BookingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOOKING_PASSWORD", "wr0ng")
    async with Fetcher() as fetcher:
        for _ in range(4):
            sentence = await refused(fetcher, spec(server))
            assert "refuses this user name and password: check BOOKING_USER and BOOKING_PASSWORD" in sentence
            assert "wr0ng" not in sentence
            assert USER not in sentence
        assert len(server.asked) == 1
        monkeypatch.setenv("BOOKING_PASSWORD", PASSWORD)
        assert (await poll(fetcher, spec(server))).error == ""
    assert server.logins == 2


async def test_a_refused_password_is_tried_again_after_an_hour(
    server: BookingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(sessions, "monotonic", lambda: clock[0])
    server.password = "not yet set"
    async with Fetcher() as fetcher:
        await refused(fetcher, spec(server))
        server.password = PASSWORD
        clock[0] += 59 * 60
        await refused(fetcher, spec(server))
        assert server.logins == 1
        clock[0] += 2 * 60
        assert (await poll(fetcher, spec(server))).error == ""


async def test_a_password_changed_while_the_session_lives_counts_when_it_ends(server: BookingServer) -> None:
    async with Fetcher() as fetcher:
        await poll(fetcher, spec(server))
        server.password = "another"
        assert (await poll(fetcher, spec(server))).error == ""
        server.forget()
        assert "refuses this user name" in await refused(fetcher, spec(server))
    assert server.logins == 2


async def test_credentials_from_a_file_that_nobody_else_reads(server: BookingServer, tmp_path: Path) -> None:
    path = tmp_path / "login"
    path.write_text(f"{USER}\n{PASSWORD}\n", encoding="utf-8")
    path.chmod(0o644)
    source = spec(server, user_env="", password_env="", login_file=str(path))
    async with Fetcher() as fetcher:
        assert "chmod 600" in await refused(fetcher, source)
        assert not server.asked
        path.chmod(0o600)
        assert (await poll(fetcher, source)).error == ""
        path.write_text(USER)
        server.forget()
        assert "each is one line of plain characters" in await refused(fetcher, source)


async def test_a_missing_variable_is_named(server: BookingServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BOOKING_PASSWORD")
    async with Fetcher() as fetcher:
        assert "the environment variable BOOKING_PASSWORD is not set" in await refused(fetcher, spec(server))
    assert not server.asked


async def test_the_session_stays_on_its_server(server: BookingServer) -> None:
    with FaultServer() as other:
        other.answers["caught"] = whole("200 OK", GOOD, "Content-Type: application/json")
        server.elsewhere = f"{other.url}/caught"
        async with Fetcher() as fetcher:
            await refused(fetcher, spec(server))
        assert other.requests
        for request in other.requests:
            assert not [name for name in request.headers if name.startswith("x-booked")]
            assert server.tokens[0] not in repr(request)


async def test_a_log_in_is_not_redirected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOOKING_USER", USER)
    monkeypatch.setenv("BOOKING_PASSWORD", PASSWORD)
    with FaultServer() as moved, FaultServer() as other:
        moved.answers["api/Authentication/Authenticate"] = whole("302 Found", b"", f"Location: {other.url}/good")
        source = LibrebookingSpec(
            name="booking", url=f"{moved.url}/api", user_env="BOOKING_USER", password_env="BOOKING_PASSWORD"
        )
        async with Fetcher() as fetcher:
            assert "redirects the log-in" in await refused(fetcher, source)
        assert not other.requests


async def test_an_api_that_is_switched_off_is_said(server: BookingServer) -> None:
    server.disabled = True
    async with Fetcher() as fetcher:
        assert "sends a web page where data was expected" in await refused(fetcher, spec(server))


async def test_something_else_than_librebooking_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOOKING_USER", USER)
    monkeypatch.setenv("BOOKING_PASSWORD", PASSWORD)
    with FaultServer() as other:
        other.answers["a/Authentication/Authenticate"] = whole("200 OK", GOOD)
        other.answers["b/Authentication/Authenticate"] = whole("401 Unauthorized", b"no")
        at_a, at_b = (
            LibrebookingSpec(
                name=name, url=f"{other.url}/{name}", user_env="BOOKING_USER", password_env="BOOKING_PASSWORD"
            )
            for name in "ab"
        )
        async with Fetcher() as fetcher:
            assert "answers the log-in with something else: it sends no JSON" in await refused(fetcher, at_a)
            assert "refuses this user name" in await refused(fetcher, at_b)


async def test_no_secret_is_kept_or_logged(server: BookingServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "opsdash")
    caplog.set_level(logging.INFO)
    async with Fetcher() as fetcher:
        outcome = await poll(fetcher, spec(server))
    kept = msgspec.json.encode(outcome.memory).decode() + repr(outcome.batch) + caplog.text
    for secret in (PASSWORD, USER, *server.tokens):
        assert secret not in kept


async def test_a_file_needs_no_log_in(tmp_path: Path) -> None:
    body = tmp_path / "Resources"
    body.mkdir()
    (body / "Availability").write_text('{"resources": [{"resource": {"resourceId": 4, "name": "Booth 4"}}]}')
    source = LibrebookingSpec(
        name="booking", url=tmp_path.as_uri(), resources=("space",), spaces_from="availability",
        user_env="NOT_SET", password_env="NOT_SET_EITHER",
    )  # fmt: skip
    async with Fetcher() as fetcher:
        outcome = await asyncio.wait_for(poll(fetcher, source), 10)
    assert outcome.batch
    assert [one.key for one in outcome.batch.records] == ["4"]
