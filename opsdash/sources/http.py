"""Fetching: one address, conditionally, within a time and a size, and every failure as one sentence.

Redirects are followed by hand, because httpx would carry a secret header along and go from https to http.
Credentials go to the configured origin and to no other. A redirect may not lead to a file, nor to an internal
address of another host (`opsdash.sources.internal`): what is public must not point our poller at what only this
machine can reach.
One request to a host at a time, over one connection: its sources take turns (`opsdash.sources.turns`).
"""

import asyncio
import random
import ssl
from collections.abc import Mapping
from hashlib import blake2b
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from types import TracebackType
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import httpx
import msgspec

from opsdash import __version__
from opsdash.sources.body import LARGE_AT_ONCE, Body, too_large
from opsdash.sources.caching import holds_for
from opsdash.sources.credentials import token_of
from opsdash.sources.failures import FetchError, status_error, transport_error
from opsdash.sources.internal import PublicOnly, is_internal
from opsdash.sources.session import Sessions
from opsdash.sources.threads import from_disk
from opsdash.sources.turns import Turns
from opsdash.sourcespec import SourceSpec, seconds_of
from opsdash.timing import monotonic, now

REDIRECTS = {301, 302, 303, 307, 308}
MOST_REDIRECTS = 5
ACCEPT = "application/json, text/calendar;q=0.9, */*;q=0.5"


class Validators(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is remembered of an answer, to ask whether it is still the same.

    Attributes:
        etag, modified: the headers ETag and Last-Modified as they came.
        digest: of the body; an unchanged body is unchanged even where a server never says 304.
    """

    etag: str = ""
    modified: str = ""
    digest: str = ""


class Reply(NamedTuple):
    """A good answer.

    Attributes:
        body: None when it is what the validators stood for. current: the server said so itself (304).
        url: where it came from in the end. validators: to ask again with. seconds: how long it took.
        holds: seconds for which the server says that it holds; 0 where it does not say.
    """

    body: bytes | None
    current: bool
    url: str
    validators: Validators
    seconds: float
    holds: float = 0.0


PROXY_HINT = "HTTP_PROXY, HTTPS_PROXY and ALL_PROXY take http://HOST:PORT or http://USER:PASSWORD@HOST:PORT."


class Wanted(NamedTuple):
    """A request.

    Attributes:
        url: the address. kept: what is known of its answer.
        session: headers that stand for an open session; they go where the token goes.
        body: JSON to be posted; nothing is posted without.
    """

    url: str
    kept: Validators = Validators()
    session: Mapping[str, str] = {}
    body: bytes | None = None


class Fetcher:
    """The one client of a poller: one TLS context (39 ms to make) and one pool of connections."""

    def __init__(self) -> None:
        """Raises FetchError when the machine's proxy setting cannot be used."""
        self._tls: ssl.SSLContext = httpx.create_ssl_context()
        no_cookies = CookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))
        try:
            self._client = httpx.AsyncClient(verify=self._tls, cookies=no_cookies, follow_redirects=False)
        except (ImportError, ValueError, httpx.InvalidURL):  # SOCKS without socksio; an address that is none
            # What is wrong with it is not repeated: it may be a part of the proxy's password.
            raise FetchError(f"The proxy of this machine cannot be used. {PROXY_HINT}") from None
        self._sessions = Sessions(self._post)
        self._turns = Turns()
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)

    async def __aenter__(self) -> "Fetcher":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def get(self, spec: SourceSpec, url: str, kept: Validators | None = None) -> Reply:
        """The answer of `url`, one of the addresses of the source `spec`, logged in to where it wants that.

        `spec.timeout` bounds all of it: redirects, the second try after a lost connection, the last byte. A log-in
        has as much again; waiting for other requests to the same host does not count.
        Raises FetchError.
        """
        if url.startswith("file:"):
            return await self._within(spec, Wanted(url, kept or Validators()))
        return await self._sessions.within(
            spec, lambda session: self._within(spec, Wanted(url, kept or Validators(), session))
        )

    async def _post(self, spec: SourceSpec, url: str, body: bytes) -> bytes:
        """What the server answers to `body`. Raises FetchError."""
        reply = await self._within(spec, Wanted(url, body=body))
        return reply.body or b""

    async def _within(self, spec: SourceSpec, wanted: Wanted) -> Reply:
        """One request, once its host's turn has come. Raises FetchError."""
        async with self._turns.of(origin_of(wanted.url)):
            return await self._timed(spec, wanted)

    async def _timed(self, spec: SourceSpec, wanted: Wanted) -> Reply:
        """One request within `spec.timeout`. Raises FetchError."""
        began = monotonic()
        host = host_of(wanted.url)
        try:
            async with asyncio.timeout(seconds_of(spec.timeout)):
                if wanted.url.startswith("file:"):
                    return await from_disk(_from_file, wanted.url, spec.max_bytes, wanted.kept, began)
                return await self._twice(spec, wanted, began)
        except TimeoutError:
            raise FetchError(f"{host} did not answer within {spec.timeout}: it is slow or out of reach.") from None
        except (httpx.InvalidURL, ValueError):
            raise FetchError(f"{host} is not an address that can be asked: check url in the configuration.") from None
        except httpx.RequestError as error:
            raise transport_error(host_of(str(error.request.url)), error, now()) from None

    async def _twice(self, spec: SourceSpec, wanted: Wanted, began: float) -> Reply:
        """Once more after a lost connection: a kept-alive one may have been closed under our feet."""
        try:
            return await self._follow(spec, wanted, began)
        except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError):
            await asyncio.sleep(random.uniform(0.1, 0.4))  # noqa: S311  nothing secret about it
            return await self._follow(spec, wanted, began)

    async def _follow(self, spec: SourceSpec, wanted: Wanted, began: float) -> Reply:
        method, url, headers = ("GET" if wanted.body is None else "POST"), wanted.url, _headers(wanted)
        teller = spec.url
        for _ in range(MOST_REDIRECTS + 1):
            trace = await _public_only(spec, teller, url)
            async with self._client.stream(
                method,
                url,
                headers=headers | _credentials(spec, url, wanted.session),
                content=wanted.body,
                timeout=seconds_of(spec.timeout),
                extensions={"trace": trace} if trace else {},
            ) as response:
                if response.status_code in REDIRECTS:
                    if wanted.body is not None:
                        raise FetchError(f"{host_of(url)} redirects the log-in, which is not followed: check url.")
                    teller, url = url, _redirected(url, response)
                    continue
                return await self._read(response, url, spec, wanted, began)
        raise FetchError(f"{host_of(url)} sends us round in circles ({MOST_REDIRECTS} redirects): check the address.")

    async def _read(self, response: httpx.Response, url: str, spec: SourceSpec, wanted: Wanted, began: float) -> Reply:
        host, limit, kept = host_of(url), spec.max_bytes, wanted.kept
        headers = response.headers
        if response.status_code == 304 and (kept.etag or kept.modified):
            etag, modified = _header(response, "ETag"), _header(response, "Last-Modified")
            fresh = Validators(etag or kept.etag, modified or kept.modified, kept.digest)
            return Reply(None, True, url, fresh, monotonic() - began, holds_for(headers, now()))
        if response.status_code == 204:
            raise FetchError(f"{host} answered with nothing (204) where data was expected: ask its owner.", 204)
        if response.status_code != 200:
            raise status_error(host, response, now(), _below(spec, url) if url == wanted.url else "")
        encoding = headers.get("Content-Encoding", "")
        announced = headers.get("Content-Length", "")
        if announced.isdecimal() and int(announced[:20]) > limit:
            too_large(host, limit)
        body = await Body(host, encoding, limit, self._large).read(response.aiter_raw())
        _refuse_html(host, headers.get("Content-Type", ""), body)
        reply = _reply(body, url, _header(response, "ETag"), _header(response, "Last-Modified"), kept, began)
        return reply._replace(holds=holds_for(headers, now()))


def host_of(url: str) -> str:
    """How an address is named in a sentence: host and port, never the rest."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "The address"
    return "The file" if parts.scheme == "file" else parts.netloc.rpartition("@")[2] or "The address"


def _below(spec: SourceSpec, url: str) -> str:
    """What stands in `url` after the configured address and before any query: it is no secret of the configuration."""
    configured, asked = spec.url.partition("?")[0].rstrip("/"), url.partition("?")[0]
    return asked.removeprefix(configured) if asked.startswith(f"{configured}/") else ""


def origin_of(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address. Raises FetchError where it has none."""
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        raise FetchError("The address is not one that can be asked: check url in the configuration.") from None


def _headers(wanted: Wanted) -> dict[str, str]:
    headers = {"User-Agent": f"opsdash/{__version__}", "Accept": ACCEPT, "Accept-Encoding": "gzip"}
    if wanted.kept.etag:
        headers["If-None-Match"] = wanted.kept.etag
    if wanted.kept.modified:
        headers["If-Modified-Since"] = wanted.kept.modified
    if wanted.body is not None:
        headers["Content-Type"] = "application/json"
    return headers


def _credentials(spec: SourceSpec, url: str, session: Mapping[str, str]) -> dict[str, str]:
    """The headers with secrets: for the configured origin alone."""
    if "@" in urlsplit(url).netloc:
        raise FetchError(f"The address of {host_of(url)} holds a password: name it by token_env or token_file instead.")
    if origin_of(url) != origin_of(spec.url):
        return {}
    token = token_of(spec)
    return ({"Authorization": f"{spec.authorization} {token}"} if token else {}) | dict(session)


def _redirected(url: str, response: httpx.Response) -> str:
    """Where a redirect leads, if it may be followed."""
    try:
        target = str(response.url.join(response.headers["Location"]))
    except (KeyError, httpx.InvalidURL, ValueError):
        raise FetchError(f"{host_of(url)} redirects us to nowhere: check the address.") from None
    old, new = origin_of(url), origin_of(target)
    if new[0] not in ("http", "https") or not new[1] or "@" in urlsplit(target).netloc:
        raise FetchError(f"{host_of(url)} redirects us to something that is not a web address; it was not followed.")
    if old[0] == "https" and new[0] == "http":
        raise FetchError(f"{host_of(url)} redirects us from https to http; it was not followed.")
    return target


async def _public_only(spec: SourceSpec, teller: str, url: str) -> PublicOnly | None:
    """What sees to it that a request goes to a public address: needed unless `teller`, which sent us to `url`, and
    `url` are both on the configured host. Raises FetchError."""
    hosts = {origin_of(known)[1] for known in (spec.url, teller, url)}
    if len(hosts) == 1:
        return None
    refusal = FetchError(
        f"{host_of(teller)} redirects us to the internal address {host_of(url)}; it was not followed. "
        "If it is meant, put that address into the configuration."
    )
    if await is_internal(origin_of(url)[1]):
        raise refusal
    return PublicOnly(url, refusal)


def _header(response: httpx.Response, name: str) -> str:
    """A header that can be sent back; "" for one that cannot."""
    value: str = response.headers.get(name, "")
    return value if len(value) <= 1000 and value.isascii() and value.isprintable() else ""


def _reply(body: bytes, url: str, etag: str, modified: str, kept: Validators, began: float) -> Reply:
    digest = blake2b(body, digest_size=16).hexdigest()
    same = digest == kept.digest
    return Reply(None if same else body, False, url, Validators(etag, modified, digest), monotonic() - began)


def _refuse_html(host: str, content_type: str, body: bytes) -> None:
    """A sign-in page, an error page or a portal's page comes with 200 and would be taken for an empty answer."""
    start = body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content_type.lower().startswith("text/html") or start.startswith((b"<!doctype html", b"<html")):
        raise FetchError(f"{host} sends a web page where data was expected: a sign-in page? Check address and token.")


def _from_file(url: str, limit: int, kept: Validators, began: float) -> Reply:
    """A `file:` address, as only the configuration itself can name one."""
    path = Path(unquote(urlsplit(url).path))
    try:
        if not path.is_file():
            raise FetchError(f"There is no file {path.name}: check url in the configuration.", 404)
        with path.open("rb") as file:
            body = file.read(limit + 1)
    except OSError as error:
        raise FetchError(f"The file {path.name} cannot be read: {error.strerror}.") from None
    if len(body) > limit:
        too_large(f"The file {path.name}", limit)
    return _reply(body, url, "", "", kept, began)
