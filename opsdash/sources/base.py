"""What every kind of source is made of: what it asks for, and a pure function from bytes to records.

A kind is one module that offers `resources(spec)` and `parse(body, context)`, `following(body)` when its answers
come in pages, and `login` and `session` when it wants to be logged in to. The fetching, the cleaning and the
remembering are the same for all of them.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple, Protocol
from urllib.parse import urlencode, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from opsdash.parts import Kind
from opsdash.snapshot import Batch, Problem
from opsdash.sourcespec import SourceSpec


class Resource(NamedTuple):
    """One thing to ask a source for.

    Attributes:
        name: what it is called in messages ("bookings"); "" when the source has only this one.
        url: where it is.
        kinds: the kinds of record that it gives.
        optional: a 404 means that the source does not offer it.
        on: where it asks for a window of days: the address on a day at the venue; `url` is then without them.
    """

    name: str
    url: str
    kinds: tuple[Kind, ...]
    optional: bool = False
    on: Callable[[date, ZoneInfo], str] | None = None


def below(url: str, path: str, query: Mapping[str, str] | None = None) -> str:
    """The address `path` below `url`, with its query and `query`. Escapes "+", which servers read as a blank."""
    parts = urlsplit(url)
    joined = "&".join(filter(None, (parts.query, urlencode(query or {}, safe=","))))
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{path}", query=joined, fragment=""))


class Context(NamedTuple):
    """What a parser may know beside the bytes.

    Attributes:
        source: the source's name, for ids. zone: the venue's. now: the time of the poll.
        spec: the source as configured. resource: what was asked for.
    """

    source: str
    zone: ZoneInfo
    spec: SourceSpec
    now: datetime
    resource: Resource

    def batch(self, *problems: Problem) -> Batch:
        """A batch that speaks for nothing: the answer as a whole could not be read, for these reasons."""
        return Batch(source=self.source, records=(), kinds=(), problems=problems)


class Parser(Protocol):
    """A kind of source. The functions are pure and never raise for anything a server can send."""

    def resources(self, spec: SourceSpec) -> tuple[Resource, ...]:
        """What to ask a source configured like this for."""
        ...

    def parse(self, body: bytes, context: Context) -> Batch:
        """What the body (one page of it) says; `kinds` is empty when it is not what was expected at all."""
        ...

    def following(self, body: bytes) -> str | None:
        """The address of the next page, as the body gives it; None on the last."""
        ...


class Login(NamedTuple):
    """A request that opens a session: `body`, which is JSON, posted to `url`. It holds a password: never kept."""

    url: str
    body: bytes


class LoginParser(Parser, Protocol):
    """A kind that wants a session before it answers (`opsdash.sources.session`); its options are a LoginSpec."""

    def login(self, spec: SourceSpec, user: str, password: str) -> Login:
        """The request that opens a session, on the server of `spec.url`."""
        ...

    def session(self, body: bytes) -> dict[str, str] | None:
        """The headers that stand for the session which the answer to `login` opens; None when it refuses.

        Raises ValueError with a sentence's end when it is neither ("sends a web page").
        """
        ...


_WHERE = re.compile(r" - at `(?:key in )?\$\.?(.*)`$")


def validation_problem(item: str, error: Exception) -> Problem:
    """What msgspec found wrong with an item, with the path in words: "periods[0].day: expected ..."."""
    text = str(error)
    where = _WHERE.search(text)
    reason = _WHERE.sub("", text)
    reason = reason[:1].lower() + reason[1:]
    return Problem(item, f"{where[1].replace('[...]', '')}: {reason}" if where and where[1] else reason)
