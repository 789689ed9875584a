"""Asking a source: all its resources and their pages, only what changed, and one batch out of it.

What is remembered between two polls (`Memory`) is written only after the batch is in the store, so that a crash
in between costs a full answer and never a change.
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b
from math import inf
from typing import NamedTuple
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import msgspec

from opsdash import __version__
from opsdash.snapshot import Batch, Problem
from opsdash.sources import parser_of
from opsdash.sources.base import Context, Parser, Resource
from opsdash.sources.clean import clean_batch, clean_problems
from opsdash.sources.failures import FetchError
from opsdash.sources.http import Fetcher, Reply, Validators, host_of, origin_of
from opsdash.sources.threads import in_thread
from opsdash.sourcespec import SourceSpec, seconds_of

MOST_PAGES, LONGEST_ADDRESS = 500, 4000
"""Pages of one answer, and characters of the address of one."""
PATIENCE = 30
"""The requests of a poll may take so many times the `timeout` of one: pages that come just in time, one by one, would
else keep a source from saying for hours that it is not read."""


class Page(msgspec.Struct, frozen=True):
    """One page of the last good answer: its address, and what to ask with whether it is still the same."""

    url: str
    validators: Validators


class ResourceMemory(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The last good answer of a resource.

    Attributes:
        pages: in order; empty when it must be asked for in full.
        count, problems, as_of: of that answer, see SourceHealth.
    """

    pages: tuple[Page, ...] = ()
    count: int = 0
    problems: tuple[Problem, ...] = ()
    as_of: datetime | None = None


class Memory(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is remembered of a source.

    Attributes:
        spec: digest of its configuration and of the version of opsdash that read the answers; with another one
            everything is asked for in full.
        day: the venue day of the last full answer. Series are expanded around the day, so a calendar
            that never changes is read anew each day all the same.
        resources: by name.
    """

    spec: str = ""
    day: str = ""
    resources: dict[str, ResourceMemory] = {}


class Outcome(NamedTuple):
    """What came of asking.

    Attributes:
        batch: what changed; None when nothing did.
        memory: to be kept once the batch is stored.
        error: a sentence when something could not be read; the rest is in the batch all the same.
        wait: seconds that the server asks us to wait. seconds: the slowest request.
        holds: seconds for which the answers hold by their own word: the shortest of them, 0 where one does not say.
    """

    batch: Batch | None
    memory: Memory
    error: str = ""
    wait: float = 0.0
    seconds: float = 0.0
    holds: float = 0.0

    @property
    def as_of(self) -> datetime | None:
        """When the source says its oldest data is from."""
        return min((r.as_of for r in self.memory.resources.values() if r.as_of), default=None)


class _Got(NamedTuple):
    """What came of one resource: a batch if it changed, what to remember, the slowest request, how long all hold."""

    batch: Batch | None
    memory: ResourceMemory
    seconds: float
    holds: float


async def ask(fetcher: Fetcher, spec: SourceSpec, memory: Memory, zone: ZoneInfo, now: datetime) -> Outcome:
    """Ask the source `spec`. Raises FetchError when nothing at all could be read."""
    today = now.astimezone(zone).date()
    day = today.isoformat()
    mark = blake2b(msgspec.json.encode((__version__, spec)), digest_size=8).hexdigest()
    known = memory.resources if memory.spec == mark else {}
    if memory.day != day:
        known = {name: msgspec.structs.replace(kept, pages=()) for name, kept in known.items()}
    asker = _Asker(fetcher, spec, parser_of(spec), zone, now)
    asked = [one._replace(url=one.on(today, zone)) if one.on else one for one in asker.parser.resources(spec)]
    answers = await asyncio.gather(*(asker.resource(one, known.get(one.name)) for one in asked))
    got = {one.name: a for one, a in zip(asked, answers, strict=True) if isinstance(a, _Got)}
    failed = {one.name: a for one, a in zip(asked, answers, strict=True) if isinstance(a, FetchError)}
    if not got:
        raise next(iter(failed.values()), FetchError(f"{host_of(spec.url)} has none of our resources: check url."))
    kept = {name: known[name] for name in failed if name in known}
    batches = [_by_itself(found.batch) for found in got.values() if found.batch]
    if batches:
        batches += [_nothing(spec.name, one) for one, a in zip(asked, answers, strict=True) if a is None]
    return Outcome(
        batch=_merged(spec.name, batches),
        memory=Memory(spec=mark, day=day, resources=kept | {name: found.memory for name, found in got.items()}),
        error=_sentence(failed, len(asked)),
        wait=max((error.retry_after or 0.0 for error in failed.values()), default=0.0),
        seconds=max(found.seconds for found in got.values()),
        holds=min(found.holds for found in got.values()),
    )


class _Asker:
    """One poll of one source."""

    def __init__(self, fetcher: Fetcher, spec: SourceSpec, parser: Parser, zone: ZoneInfo, now: datetime) -> None:
        self._fetcher, self._spec, self.parser = fetcher, spec, parser
        self._zone, self._now = zone, now
        self._patience, self._spent = PATIENCE * seconds_of(spec.timeout), 0.0

    async def resource(self, resource: Resource, known: ResourceMemory | None) -> _Got | FetchError | None:
        """What a resource says; the error when it could not be read; None when the source does not offer it."""
        try:
            return await self._resource(resource, known)
        except FetchError as error:
            if error.status == 404 and resource.optional and known is None:
                return None
            return error

    async def _page(self, url: str, kept: Validators | None = None) -> Reply:
        """One more page, unless the requests of this poll have taken too long already. What was waited for the host's
        other requests, or for a log-in, is not the source's fault and does not count. Raises FetchError."""
        if self._spent > self._patience:
            raise FetchError(
                f"{host_of(url)} did not send all its pages within {self._patience} s: "
                "it is slow; if that is right, make timeout longer for this source."
            )
        reply = await self._fetcher.get(self._spec, url, kept)
        self._spent += reply.seconds
        return reply

    async def _resource(self, resource: Resource, known: ResourceMemory | None) -> _Got:
        slowest = 0.0
        first: Reply | None = None
        refreshed: list[Page] = []
        current, holds = True, inf
        for number, page in enumerate(known.pages if known else ()):
            reply = await self._page(page.url, page.validators)
            slowest = max(slowest, reply.seconds)
            if reply.body is not None:
                first = reply if number == 0 else None
                break
            refreshed.append(Page(page.url, reply.validators))
            current, holds = current and reply.current, min(holds, reply.holds)
        else:
            if known and known.pages:
                as_of = None if current else known.as_of  # 304: what we have is what it would send now
                return _Got(None, msgspec.structs.replace(known, pages=tuple(refreshed), as_of=as_of), slowest, holds)
        return await self._in_full(resource, first or await self._page(resource.url), slowest)

    async def _in_full(self, resource: Resource, reply: Reply, slowest: float) -> _Got:
        """All pages, from the first one, which is `reply`."""
        context = Context(self._spec.name, self._zone, self._spec, self._now, resource)
        batches: list[Batch] = []
        pages = [Page(resource.url, reply.validators)]
        size, holds = 0, inf
        while True:
            body = reply.body or b""
            slowest, size, holds = max(slowest, reply.seconds), size + len(body), min(holds, reply.holds)
            if size > self._spec.max_bytes:
                raise FetchError(f"{host_of(resource.url)} sends more than max_bytes in all its pages together.")
            batch, following = await in_thread(self._parse, body, context)
            _refuse(batch, host_of(resource.url))
            batches.append(batch)
            if following is None:
                break
            url = self._next(reply.url, following, {page.url for page in pages})
            reply = await self._page(url)
            pages.append(Page(url, reply.validators))
        return _got(self._spec.name, batches, pages, (slowest, holds))

    def _parse(self, body: bytes, context: Context) -> tuple[Batch, str | None]:
        """In a thread, so that a large body holds up no other source."""
        return clean_batch(self.parser.parse(body, context)), self.parser.following(body)

    def _next(self, current: str, following: str, seen: set[str]) -> str:
        """The address of the next page: on the same server, and never seen before."""
        host = host_of(current)
        try:
            url = urljoin(current, following)
        except ValueError:
            raise FetchError(f"{host} names a next page that is no address: tell its owner.") from None
        if origin_of(current)[0] == "file":  # what a file says is not the configuration's word
            raise FetchError("The file names a next page: the configuration names every file that is read.")
        if origin_of(url) != origin_of(current):
            raise FetchError(f"{host} names a next page on another server ({host_of(url)}); it was not followed.")
        if len(url) > LONGEST_ADDRESS:  # each is remembered, in a file that is written every few seconds
            raise FetchError(f"{host} names a next page with an address of {len(url):,} characters: tell its owner.")
        if url in seen or len(seen) >= MOST_PAGES:
            raise FetchError(f"{host} has pages without end: tell its owner.")
        return url


def _refuse(batch: Batch, host: str) -> None:
    """Raise what makes a whole answer unusable."""
    if not batch.kinds:
        why = f" ({batch.problems[0].item} {batch.problems[0].reason})" if batch.problems else ""
        raise FetchError(f"{host} sends something else than expected{why}.")


def _got(source: str, batches: list[Batch], pages: list[Page], times: tuple[float, float]) -> _Got:
    batch = _merged(source, batches)
    assert batch  # noqa: S101  there is at least one page
    memory = ResourceMemory(
        pages=() if batch.torn else tuple(pages),
        count=len(batch.records),
        problems=batch.problems,
        as_of=batch.as_of,
    )
    return _Got(batch, memory, *times)


def _by_itself(batch: Batch) -> Batch:
    """The batch of one resource so that another's can join it: what is torn here says nothing of the other's kinds."""
    if not batch.torn:
        return batch
    all_of_it = (f"{kind}/{batch.source}" for kind in batch.kinds)
    return msgspec.structs.replace(batch, unread=(*batch.unread, *all_of_it), torn=False)


def _nothing(source: str, resource: Resource) -> Batch:
    """What a resource says that the source does not offer: it has answered for those kinds, and what was known of them
    stays."""
    every = tuple(f"{kind}/{source}" for kind in resource.kinds)
    return Batch(source=source, records=(), kinds=resource.kinds, unread=every)


def _merged(source: str, batches: list[Batch]) -> Batch | None:
    """Several batches as one; None for none. Each id once, the last page's: an item may move between pages
    while they are read."""
    if not batches:
        return None
    return Batch(
        source=source,
        records=tuple({record.id: record for batch in batches for record in batch.records}.values()),
        kinds=tuple(dict.fromkeys(kind for batch in batches for kind in batch.kinds)),
        problems=clean_problems(problem for batch in batches for problem in batch.problems),
        as_of=_oldest(batch.as_of for batch in batches),
        unread=tuple(unread for batch in batches for unread in batch.unread),
        torn=any(batch.torn for batch in batches),
        since=_oldest(batch.since for batch in batches),
        form=next((batch.form for batch in batches if batch.form), ""),
    )


def _oldest(instants: Iterable[datetime | None]) -> datetime | None:
    return min((instant for instant in instants if instant), default=None)


def _sentence(failed: dict[str, FetchError], asked: int) -> str:
    """The first failure, and how much of the source it concerns."""
    if not failed:
        return ""
    name, error = next(iter(failed.items()))
    more = f" (and {len(failed) - 1} more of {asked} resources)" if len(failed) > 1 else ""
    return f"{name}{more}: {error}"
