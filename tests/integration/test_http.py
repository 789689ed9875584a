"""Fetching over real sockets: every fault is one sentence, within its time and its memory."""

import asyncio
import contextlib
import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from opsdash.sources import turns
from opsdash.sources.body import LARGE_AT_ONCE, SMALL, Body
from opsdash.sources.caching import holds_for
from opsdash.sources.failures import FetchError, retry_after
from opsdash.sources.http import Fetcher
from opsdash.sourcespec import OpsdashSpec
from opsdash.timing import monotonic
from tests.faultserver import GOOD, FaultServer, Request, certificate, endless, head, reset, tls_server, whole
from tests.fetching import SECRET, failure, get, spec


@pytest.fixture(scope="module")
def shared() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture
def server(shared: FaultServer) -> FaultServer:
    shared.requests.clear()
    return shared


async def test_a_good_answer_and_who_asked(server: FaultServer) -> None:
    reply = await get(f"{server.url}/good")
    assert reply.body == GOOD
    assert server.requests[0].headers["user-agent"].startswith("opsdash/0.")
    assert (await get(f"{server.url}/gzip")).body == GOOD
    padded = gzip.compress(GOOD[:9]) + gzip.compress(GOOD[9:]) + bytes(600)
    server.answers["padded"] = whole("200 OK", padded, "Content-Encoding: gzip")
    assert (await get(f"{server.url}/padded")).body == GOOD


async def test_an_unchanged_body_is_unchanged_even_without_304(server: FaultServer) -> None:
    first = await get(f"{server.url}/good")
    again = await get(f"{server.url}/good", first.validators)
    assert (again.body, again.current) == (None, False)


async def test_validators_go_back_and_304_counts(server: FaultServer) -> None:
    async def conditional(request: Request, writer: asyncio.StreamWriter) -> None:
        known = request.headers.get("if-none-match") == 'w/"7"'
        answer = head("304 Not Modified") if known else head("200 OK", 'ETag: W/"7"', "Last-Modified: then") + GOOD
        writer.write(answer)

    server.answers["conditional"] = conditional
    first = await get(f"{server.url}/conditional")
    again = await get(f"{server.url}/conditional", first.validators)
    assert (again.body, again.current) == (None, True)
    assert server.requests[-1].headers["if-modified-since"] == "then"
    assert again.validators == first.validators


@pytest.mark.parametrize("tag", ["\xc2\x9b31m", "\x7f", "x" * 5000], ids=["c1", "delete", "long"])
async def test_a_validator_that_no_header_can_hold_is_not_sent_back(server: FaultServer, tag: str) -> None:
    server.answers["tagged"] = whole("200 OK", GOOD, f"ETag: {tag}", f"Last-Modified: {tag}")
    first = await get(f"{server.url}/tagged")
    assert (await get(f"{server.url}/tagged", first.validators)).body is None
    assert not {"if-none-match", "if-modified-since"} & server.requests[-1].headers.keys()


FAULTS = {
    "reset": "broke off",
    "cut": "broke off",
    "html": "web page",
    "html-type": "web page",
    "no-content": "nothing (204)",
    "unauthorised": "valid token (401)",
    "forbidden": "right to",
    "absent": "nothing at this address (404)",
    "busy-seconds": "asked too often (429)",
    "broken": "fault of its own (500)",
    "down": "maintenance (503)",
    "teapot": "answered 418",
    "half-packed": "broke off",
    "not-packed": "cannot be unpacked",
    "brotli": "did not ask for (br)",
    "not-http": "does not speak HTTP",
    "long": "more than 1,000,000 bytes",
    "bomb": "more than 1,000,000 bytes",
}


async def test_what_is_not_there_is_named_below_the_configured_address_alone(server: FaultServer) -> None:
    """A configured path, a query, and where a redirect leads may be secrets."""
    server.answers[f"{SECRET}/moved"] = whole("302 Found", b"", f"Location: /{SECRET}/{SECRET}")
    configured = spec(f"{server.url}/{SECRET}")
    async with Fetcher() as fetcher:
        for asked, place in (
            (f"/events?key={SECRET}", "url + /events"),
            ("", "this address"),
            ("/moved", "this address"),
        ):
            with pytest.raises(FetchError) as caught:
                await fetcher.get(configured, f"{configured.url}{asked}")
            assert f"has nothing at {place} (404)" in str(caught.value)
            assert SECRET not in str(caught.value)


@pytest.mark.parametrize(("fault", "words"), FAULTS.items())
async def test_each_fault_is_one_sentence(server: FaultServer, fault: str, words: str) -> None:
    error = await failure(f"{server.url}/{fault}?key={SECRET}", max_bytes=1_000_000)
    sentence = str(error)
    assert words in sentence
    assert f"127.0.0.1:{server.port}" in sentence
    assert sentence.endswith((".", "?"))
    assert SECRET not in sentence
    assert fault not in sentence.split()


async def test_a_body_that_is_announced_as_too_large_is_not_waited_for(server: FaultServer) -> None:
    server.answers["announced"] = endless(head("200 OK", "Content-Length: 1000001"), b"", 0.1, 100)
    assert "more than 1,000,000 bytes" in str(
        await failure(f"{server.url}/announced", timeout="2s", max_bytes=1_000_000)
    )


async def test_large_bodies_are_read_two_at_a_time_and_small_ones_do_not_wait() -> None:
    """Ten at once, each within its cap, would be 200 MB."""
    turn, well, read = asyncio.Semaphore(LARGE_AT_ONCE), asyncio.Event(), [0] * 5

    async def chunks(number: int) -> AsyncIterator[bytes]:
        for _ in range(3):
            yield bytes(SMALL // 2 + 1)
            read[number] += 1
        await well.wait()

    async def small() -> AsyncIterator[bytes]:
        yield GOOD

    large = [asyncio.create_task(Body("host", "", 10 * SMALL, turn).read(chunks(number))) for number in range(5)]
    assert await Body("host", "", 10 * SMALL, turn).read(small()) == GOOD
    for _ in range(10):
        await asyncio.sleep(0)
    assert sorted(read) == [1, 1, 1, 3, 3]
    well.set()
    assert [len(body) for body in await asyncio.gather(*large)] == [3 * (SMALL // 2 + 1)] * 5


@pytest.mark.parametrize("fault", ["silent", "drip"])
async def test_the_deadline_is_over_all_of_it(server: FaultServer, fault: str) -> None:
    began = monotonic()
    assert "within 1s" in str(await failure(f"{server.url}/{fault}", timeout="1s"))
    assert monotonic() - began < 3


async def test_a_connection_that_is_lost_is_made_once_more(server: FaultServer) -> None:
    """A server closes a kept-alive one when it likes, which may be while we ask."""

    async def once(request: Request, writer: asyncio.StreamWriter) -> None:
        await (whole("200 OK", GOOD) if len(server.requests) > 1 else reset)(request, writer)

    server.answers["once"] = once
    assert (await get(f"{server.url}/once")).body == GOOD
    assert "broke off" in str(await failure(f"{server.url}/reset"))
    assert len(server.requests) == 4


async def test_one_connection_to_a_host_whoever_asks(server: FaultServer) -> None:
    open_now: list[int] = []

    async def counting(request: Request, writer: asyncio.StreamWriter) -> None:
        open_now.append(1)
        await asyncio.sleep(0.02)
        writer.write(head("200 OK", f"Content-Length: {len(GOOD)}") + GOOD)
        await writer.drain()
        assert len(open_now) == 1
        open_now.clear()

    server.answers["counting"] = counting
    async with Fetcher() as fetcher:
        asked = [OpsdashSpec(name=f"api-{n}", url=f"{server.url}/counting", timeout="5s") for n in range(6)]
        replies = await asyncio.gather(*(fetcher.get(one, one.url) for one in asked))
    assert [reply.body for reply in replies] == [GOOD] * 6
    assert len(server.requests) == 6


async def test_a_request_that_hangs_holds_up_its_own_host_for_a_moment_and_no_other(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.4)
    with FaultServer() as other:
        async with Fetcher() as fetcher:
            slow = asyncio.create_task(fetcher.get(spec(f"{server.url}/silent", timeout="5s"), f"{server.url}/silent"))
            behind = asyncio.create_task(fetcher.get(spec(f"{server.url}/good", timeout="1s"), f"{server.url}/good"))
            reply = await fetcher.get(spec(f"{other.url}/good"), f"{other.url}/good")
            assert (reply.body, behind.done()) == (GOOD, False)
            assert (await behind).body == GOOD
            assert not slow.done()
            slow.cancel()
            after = await asyncio.gather(*(fetcher.get(spec(f"{server.url}/good"), f"{server.url}/good") for _ in "ab"))
            assert [one.body for one in after] == [GOOD, GOOD]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"Cache-Control": "max-age=300"}, 300),
        ({"Cache-Control": "public, MAX-AGE=300, must-revalidate", "Age": "120"}, 180),
        ({"Cache-Control": "max-age=60", "Age": "120"}, 0),
        ({"Cache-Control": "s-maxage=600"}, 0),
        ({"Cache-Control": "private, max-age=0, no-cache"}, 0),
        ({"Cache-Control": "max-age=300, no-store"}, 0),
        ({"Cache-Control": "max-age=99999999"}, 3600),
        ({"Cache-Control": "max-age=soon"}, 0),
        ({"Expires": "Wed, 25 Jun 2025 10:05:00 GMT"}, 300),
        ({"Expires": "Wed, 25 Jun 2025 09:05:00 GMT", "Date": "Wed, 25 Jun 2025 09:00:00 GMT"}, 300),
        ({"Expires": "Wed, 25 Jun 2025 10:05:00 GMT", "Cache-Control": "max-age=10"}, 10),
        ({"Expires": "0"}, 0),
        ({"Expires": "-1"}, 0),
        ({"Cache-Control": "max-age=300", "Age": "x"}, 300),
    ],
)
def test_for_how_long_an_answer_holds(headers: dict[str, str], seconds: float) -> None:
    assert holds_for(headers, datetime(2025, 6, 25, 10, tzinfo=UTC)) == seconds


async def test_refused_and_unknown_names() -> None:
    with FaultServer() as gone:
        url = gone.url
    assert "refuses the connection" in str(await failure(url))
    assert "cannot be found" in str(await failure("http://no-such-host.invalid/feed"))


async def test_retry_after_in_both_forms(server: FaultServer) -> None:
    assert (await failure(f"{server.url}/busy-seconds")).retry_after == 77
    asked = (await failure(f"{server.url}/busy-date")).retry_after
    assert asked is not None
    assert 0 < asked <= 90


def test_retry_after_that_says_nothing() -> None:
    now = datetime(2025, 6, 25, 10, tzinfo=UTC)
    assert retry_after("soon", now) is None
    assert retry_after("", now) is None
    assert retry_after(format_datetime(now - timedelta(hours=1), usegmt=True), now) == 0
    assert retry_after("9" * 400, now) is None


async def test_cookies_are_not_kept(server: FaultServer) -> None:
    server.answers["cookie"] = whole("200 OK", GOOD, "Set-Cookie: a=b")
    async with Fetcher() as fetcher:
        for _ in range(2):
            await fetcher.get(spec(server.url), f"{server.url}/cookie")
    assert "cookie" not in server.requests[-1].headers


async def test_tokens_that_cannot_be_used(server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"{server.url}/good"
    assert "API_TOKEN is not set" in str(await failure(url, token_env="API_TOKEN"))
    monkeypatch.setenv("API_TOKEN", f"{SECRET}\r\nX-Evil: 1")
    injected = str(await failure(url, token_env="API_TOKEN"))
    assert "one word" in injected
    assert SECRET not in injected
    os.mkfifo(tmp_path / "pipe", 0o600)
    assert "is not a file" in str(await failure(url, token_file=f"{tmp_path}/pipe"))
    path = tmp_path / "token"
    assert "Cannot read" in str(await failure(url, token_file=str(path)))
    path.write_text(f"{SECRET}\n")
    path.chmod(0o640)
    assert "chmod 600" in str(await failure(url, token_file=str(path)))
    assert not server.requests
    path.chmod(0o600)
    await get(url, token_file=str(path))
    assert server.requests[0].headers["authorization"] == f"bearer {SECRET}"


async def test_a_token_that_systemd_hands_over_may_show_0440(
    server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, path = f"{server.url}/good", tmp_path / "token"
    path.write_text(SECRET)
    path.chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    await get(url, token_file=str(path))
    path.chmod(0o444)
    assert "chmod 600" in str(await failure(url, token_file=str(path)))
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "other"))
    path.chmod(0o440)
    assert "chmod 600" in str(await failure(url, token_file=str(path)))


async def test_a_password_in_the_address_is_refused_and_not_repeated(server: FaultServer) -> None:
    sentence = str(await failure(f"http://guest:{SECRET}@127.0.0.1:{server.port}/good"))
    assert "holds a password" in sentence
    assert SECRET not in sentence


async def test_a_file_when_the_configuration_names_one(tmp_path: Path) -> None:
    path = tmp_path / "a feed.json"
    path.write_bytes(GOOD)
    first = await get(path.as_uri())
    assert first.body == GOOD
    assert (await get(path.as_uri(), first.validators)).body is None
    assert "no file gone.json" in str(await failure((tmp_path / "gone.json").as_uri()))
    assert "more than 10 bytes" in str(await failure(path.as_uri(), max_bytes=10))


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs the openssl command to make certificates")
async def test_certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, ever = "DNS:localhost,IP:127.0.0.1", ("20200101000000Z", "20990101000000Z")
    cases = {
        "": certificate(tmp_path, "good", here, *ever),
        "has expired": certificate(tmp_path, "expired", here, "20200101000000Z", "20200102000000Z"),
        "is for another name": certificate(tmp_path, "other", "DNS:elsewhere.example", *ever),
    }
    for words, (made, key) in cases.items():
        monkeypatch.setenv("SSL_CERT_FILE", str(made))
        with tls_server(made, key) as server:
            if words:
                assert words in str(await failure(f"{server.url}/good"))
            else:
                assert (await get(f"{server.url}/good")).body == GOOD
                server.answers["down-grade"] = whole("302 Found", b"", f"Location: http://127.0.0.1:{server.port}/good")
                assert "from https to http" in str(await failure(f"{server.url}/down-grade"))
                monkeypatch.delenv("SSL_CERT_FILE")
                assert "not from an authority" in str(await failure(f"{server.url}/good"))


MEASURE = """
import asyncio, re, sys
from pathlib import Path
from opsdash.sources.failures import FetchError
from opsdash.sources.http import Fetcher
from opsdash.sourcespec import OpsdashSpec
async def main():
    spec = OpsdashSpec(name="api", url=sys.argv[1], timeout="60s")
    async with Fetcher() as fetcher:
        try:
            await fetcher.get(spec, spec.url)
        except FetchError as error:
            peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
            print(int(peak[1]) // 1024, error)
asyncio.run(main())
"""


@pytest.mark.parametrize("fault", ["bomb", "long"])
async def test_memory_stays_bounded(server: FaultServer, fault: str) -> None:
    """A packed body of 200 MB, a plain one of 1 GB, with the default cap of 20 MB; peak RSS of its own process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", MEASURE, f"{server.url}/{fault}", stdout=subprocess.PIPE
    )
    output, _ = await process.communicate()
    megabytes, sentence = output.decode().split(" ", 1)
    assert "more than 20,000,000 bytes" in sentence
    assert int(megabytes) < 110


@pytest.mark.parametrize("trick", ["/good\r\nX-Evil: 1", "/good HTTP/1.1\r\nX-Evil: 1\r\n\r\nGET /x"])
async def test_an_address_smuggles_no_header_in(server: FaultServer, trick: str) -> None:
    with contextlib.suppress(FetchError):
        await get(f"{server.url}{trick}")
    assert not any("x-evil" in request.headers for request in server.requests)
    assert len(server.requests) <= 1
