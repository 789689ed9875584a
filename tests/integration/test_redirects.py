"""Redirects over real sockets: where they lead, and what goes along."""

import contextlib
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from opsdash.sources import internal
from opsdash.sources.failures import FetchError
from opsdash.sources.http import Fetcher
from opsdash.sources.internal import is_internal
from tests.faultserver import GOOD, FaultServer, whole
from tests.fetching import SECRET, failure, get, spec


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as found:
        yield found


async def test_redirects_on_one_server_are_followed_with_the_token(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_TOKEN", SECRET)
    server.answers["moved"] = whole("302 Found", b"", "Location: /good")
    assert (await get(f"{server.url}/moved", token_env="API_TOKEN")).body == GOOD
    assert server.requests[-1].headers["authorization"] == f"bearer {SECRET}"


async def test_no_credential_reaches_another_origin(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_TOKEN", SECRET)
    with FaultServer() as other:
        server.answers["away"] = whole("307 Temporary Redirect", b"", f"Location: {other.url}/good")
        assert (await get(f"{server.url}/away", token_env="API_TOKEN")).body == GOOD
    assert "authorization" in server.requests[-1].headers
    assert SECRET not in str(other.requests)


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("file:///etc/hostname", "not a web address"),
        ("ftp://127.0.0.1/x", "not a web address"),
        ("http://no-such-host.invalid/", "The name no-such-host.invalid cannot be found"),
        ("http://user:pw@127.0.0.1/", "not a web address"),
        ("http://localhost:1/", "internal address localhost:1"),
        ("http://169.254.169.254/latest/", "internal address 169.254.169.254"),
        ("http://[::1]:1/", "internal address"),
        ("/loop", "in circles"),
    ],
)
async def test_where_a_redirect_may_not_lead(server: FaultServer, location: str, words: str) -> None:
    server.answers["loop"] = whole("301 Moved Permanently", b"", f"Location: {location}")
    assert words in str(await failure(f"{server.url}/loop"))
    assert len(server.requests) <= 6


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("93.184.215.14", False),
        ("2606:2800:21f:cb07::1", False),
        ("64:ff9b::5db8:d70e", False),  # NAT64 of a public address
        ("2002:5db8:d70e::1", False),  # 6to4 of one
        ("::ffff:93.184.215.14", False),
        ("64:ff9b::a00:1", True),  # NAT64 of 10.0.0.1
        ("64:ff9b:1::5db8:d70e", True),
        ("2002:7f00:1::", True),  # 6to4 of 127.0.0.1
        ("::ffff:169.254.169.254", True),
        ("::127.0.0.1", True),
        ("::", True),
        ("fec0::1", True),
        ("fe80::1%1", True),
        ("fd00::1", True),
        ("192.0.0.8", True),
        ("100.64.0.1", True),
        ("224.0.0.1", True),
        ("239.1.2.3", True),
        ("ff02::1", True),
        ("ff0e::1", True),
    ],
)
async def test_addresses_that_reach_inside_are_internal(address: str, inside: bool) -> None:
    assert await is_internal(address) == inside


@contextlib.contextmanager
def name_that_moves(monkeypatch: pytest.MonkeyPatch, name: str, *addresses: str) -> Iterator[list[str]]:
    """Let the machine's resolver give `name` these addresses one after the other, the last one from then on."""
    real, left = socket.getaddrinfo, list(addresses)

    def resolve(host: str | bytes | None, *more: Any, **rest: Any) -> list[Any]:
        known = host.decode() if isinstance(host, bytes) else host
        return real((left.pop(0) if len(left) > 1 else left[0]) if known == name else host, *more, **rest)

    with monkeypatch.context() as patched:
        patched.setattr(socket, "getaddrinfo", resolve)
        yield left


async def test_a_name_that_leads_elsewhere_a_moment_later_is_not_asked(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = f"http://public.example:{server.port}/good"
    server.answers["away"] = whole("302 Found", b"", f"Location: {there}")
    with name_that_moves(monkeypatch, "public.example", "192.88.99.1", "127.0.0.1") as left:
        sentence = str(await failure(f"{server.url}/away"))
    assert f"redirects us to the internal address public.example:{server.port}; it was not followed" in sentence
    assert left == ["127.0.0.1"], "the second address was asked for"
    assert [request.path for request in server.requests] == ["/away"], "nothing was sent there"


async def test_an_address_that_a_redirect_led_to_before_is_looked_at_again(server: FaultServer) -> None:
    """The second page of a redirected list is on the server that the redirect led to, and asked for directly."""
    there = f"http://localhost:{server.port}/good"
    async with Fetcher() as fetcher:
        with pytest.raises(FetchError, match="internal address localhost"):
            await fetcher.get(spec(f"{server.url}/list"), there)
    assert not server.requests


async def test_a_redirect_to_another_public_server_is_followed(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loopback is public here, as no other network is at hand."""
    monkeypatch.setattr(internal, "_is_public", lambda address: address in ("127.0.0.1", "::1"))
    server.answers["away"] = whole("302 Found", b"", f"Location: http://localhost:{server.port}/good")
    assert (await get(f"{server.url}/away")).body == GOOD
    with FaultServer() as proxy:  # whatever address it has: the proxy is this machine's own choice
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setattr(internal, "_is_public", lambda address: address != "127.0.0.1")
        away = whole("302 Found", b"", "Location: http://unknown.invalid/good")
        proxy.answers |= {f"{server.url}/away"[1:]: away, "http://unknown.invalid/good"[1:]: whole("200 OK", GOOD)}
        assert (await get(f"{server.url}/away")).body == GOOD


async def test_a_redirect_without_a_place(server: FaultServer) -> None:
    server.answers["lost"] = whole("302 Found", b"")
    assert "nowhere" in str(await failure(f"{server.url}/lost"))
