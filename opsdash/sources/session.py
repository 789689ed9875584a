"""Sessions of the sources that want a log-in before they answer.

They live in memory for as long as the poller runs, and nowhere else. A session that has ended (401) is renewed once
for a request. A refused user name and password are not tried again for an hour: servers lock an account after a
few wrong ones, and the people who use it with it. Others are tried at once.
"""

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from hashlib import blake2b
from typing import NamedTuple, TypeVar, cast
from urllib.parse import urlsplit

from opsdash.sources import parser_of
from opsdash.sources.base import LoginParser
from opsdash.sources.credentials import login_of
from opsdash.sources.failures import FetchError
from opsdash.sourcespec import LoginSpec, SourceSpec
from opsdash.timing import monotonic

T = TypeVar("T")

REFUSED_FOR = 60 * 60.0
"""Seconds for which a refused user name and password are not tried again."""
UNAUTHORISED, FORBIDDEN = 401, 403


class _Refusal(NamedTuple):
    """A keyed digest of the user name and password that were refused, and until when they are not tried again."""

    digest: bytes
    until: float


class Sessions:
    """The sessions of one poller's sources."""

    def __init__(self, post: Callable[[SourceSpec, str, bytes], Awaitable[bytes]]) -> None:
        """`post` sends a body to an address of a source and returns the answer; it raises FetchError."""
        self._post = post
        self._salt = secrets.token_bytes(16)
        self._open: dict[str, Mapping[str, str]] = {}
        self._refused: dict[str, _Refusal] = {}
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def within(self, spec: SourceSpec, request: Callable[[Mapping[str, str]], Awaitable[T]]) -> T:
        """What `request` comes to with the headers of the source's session, which are none where it wants no log-in.

        Raises FetchError.
        """
        if not isinstance(spec, LoginSpec):
            return await request({})
        session = await self._session(spec, None)
        try:
            return await request(session)
        except FetchError as error:
            if error.status != UNAUTHORISED:
                raise
        renewed = await self._session(spec, session)
        try:
            return await request(renewed)
        except FetchError as error:
            if error.status != UNAUTHORISED:
                raise
            raise FetchError(
                f"{_host(spec)} lets us log in but not read (401): may this user use its API?", UNAUTHORISED
            ) from None

    async def _session(self, spec: LoginSpec, ended: Mapping[str, str] | None) -> Mapping[str, str]:
        """The open session, or a new one where there is none but the one that has `ended`. Whoever comes while
        another logs in waits and takes what comes of it."""
        async with self._locks[spec.name]:
            known = self._open.get(spec.name)
            if known is None or known is ended:
                self._open.pop(spec.name, None)
                self._open[spec.name] = known = await self._log_in(spec)
            return known

    async def _log_in(self, spec: LoginSpec) -> Mapping[str, str]:
        user, password = login_of(spec)
        digest = blake2b(f"{user}\n{password}".encode(), key=self._salt).digest()
        refused = self._refused.get(spec.name)
        if refused and refused.digest == digest and monotonic() < refused.until:
            raise _refusal(spec)
        parser = cast(LoginParser, parser_of(spec))
        login = parser.login(spec, user, password)
        try:
            session = parser.session(await self._post(spec, login.url, login.body))
        except ValueError as reason:
            raise FetchError(f"{_host(spec)} answers the log-in with something else: it {reason}.") from None
        except FetchError as error:
            if error.status not in (UNAUTHORISED, FORBIDDEN):
                raise
            session = None
        if session is None:
            self._refused[spec.name] = _Refusal(digest, monotonic() + REFUSED_FOR)
            raise _refusal(spec)
        self._refused.pop(spec.name, None)
        return session


def _host(spec: LoginSpec) -> str:
    return urlsplit(spec.url).netloc.rpartition("@")[2]


def _refusal(spec: LoginSpec) -> FetchError:
    where = "login_file" if spec.login_file else f"{spec.user_env} and {spec.password_env}"
    return FetchError(
        f"{_host(spec)} refuses this user name and password: check {where}. "
        "The same ones are not tried again for an hour, so that the account is not locked."
    )
