"""`opsdash check`: each source fetched once and what it found printed, as a person sets a source up.

Writes nothing to the store. Every source is asked in full, as if for the first time.
"""

import asyncio
import inspect
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from opsdash import timing
from opsdash.board.board import board_at
from opsdash.board.index import index_of
from opsdash.config import Config
from opsdash.configcheck import ConfigProblem
from opsdash.model import Booking, PressEvent, Record
from opsdash.render.detail import sentence_of
from opsdash.snapshot import FEED_FIELDS, Desk, Feed, Health, Site, Snapshot, SourceHealth
from opsdash.sources.ask import Memory, Outcome, ask
from opsdash.sources.failures import FetchError
from opsdash.sources.http import Fetcher, host_of
from opsdash.sourcespec import AnySourceSpec, SourceSpec

SHOWN, PROBLEMS = 3, 10
"""Records of each kind, and problems, that are printed."""


class Checked(NamedTuple):
    """What came of one source: the answer, or the sentence that says why there is none."""

    spec: AnySourceSpec
    outcome: Outcome | None
    error: str

    @property
    def records(self) -> tuple[Record, ...]:
        """What it gave."""
        return self.outcome.batch.records if self.outcome and self.outcome.batch else ()

    @property
    def well(self) -> bool:
        """Whether all of it could be read."""
        batch = self.outcome.batch if self.outcome else None
        return not self.error and batch is not None and not batch.problems


def run_check(config: Config, only: str | None = None, explain: bool = False) -> int:
    """Print what the configuration and each source (or only the one named) come to.

    Returns 0 when every source could be read whole, else 1. Raises ConfigProblem for a name that is none, and
    for a proxy of this machine that cannot be used.
    """
    specs = [spec for spec in config.site.sources if only in (None, spec.name)]
    if only and not specs:
        names = ", ".join(spec.name for spec in config.site.sources) or "there is none"
        raise ConfigProblem(f"{config.path}: no source is called {only!r}; configured: {names}")
    if explain:
        print("\n\n".join(explained(type(spec)) for spec in specs))
        return 0
    print("\n".join(_configuration(config)))
    checked = asyncio.run(_ask_all(config.site, specs)) if specs else []
    feed = _feed(config.site, [record for one in checked for record in one.records])
    for one in checked:
        print("\n" + "\n".join(_source(one, feed)))
    return 0 if all(one.well for one in checked) else 1


def explained(kind: type[SourceSpec]) -> str:
    """A kind of source and what each of its options does, from the option class itself."""
    lines = [f"kind = {kind.__struct_config__.tag!r}", inspect.getdoc(kind) or ""]
    if kind.__base__ and issubclass(kind.__base__, SourceSpec):
        lines.append(inspect.getdoc(SourceSpec) or "")
    defaults = [f"  {f.name} = {f.default!r}" for f in msgspec.structs.fields(kind) if not f.required]
    return "\n\n".join([*lines, "Defaults:\n" + "\n".join(defaults)])


def _configuration(config: Config) -> Iterable[str]:
    site = config.site
    yield f"{config.path} ({config.found_by})"
    yield f"  {site.name}, {site.zone}; store in {config.store}"
    counts = Counter(record.kind for record in site.records)
    held = ", ".join(f"{count} {kind if count == 1 else FEED_FIELDS[kind]}" for kind, count in counts.items())
    yield f"  holds {held or 'no records'} of its own"
    if not site.sources:
        yield "  no source is configured: add a [[source]] (opsdash example shows each kind)"


async def _ask_all(site: Site, specs: Sequence[AnySourceSpec]) -> list[Checked]:
    try:
        client = Fetcher()
    except FetchError as error:
        raise ConfigProblem(str(error)) from None
    async with client as fetcher:
        return await asyncio.gather(*(_ask(fetcher, spec, site) for spec in specs))


async def _ask(fetcher: Fetcher, spec: AnySourceSpec, site: Site) -> Checked:
    try:
        outcome = await ask(fetcher, spec, Memory(), site.tz, timing.now())
    except FetchError as error:
        return Checked(spec, None, str(error))
    return Checked(spec, outcome, outcome.error)


def _feed(site: Site, records: Sequence[Record]) -> Feed:
    together = [*site.records, *records]
    fields = {field: tuple(r for r in together if r.kind == kind) for kind, field in FEED_FIELDS.items()}
    return msgspec.structs.replace(Feed(site=site, generation=1, written=timing.now()), **fields)


def _source(one: Checked, feed: Feed) -> Iterable[str]:
    spec = one.spec
    place = spec.url if spec.url.startswith("file:") else host_of(spec.url)  # a path there may be a secret
    yield f"{spec.name} ({spec.__struct_config__.tag}) from {place}"
    if one.error:
        yield f"  × {one.error}"
    if not one.outcome:
        return
    yield f"  {'●' if one.well else '▲'} {_found(one)}"
    if said := _validators(one.outcome):
        yield f"  {said}"
    if as_of := one.outcome.as_of:
        yield f"  says its data is from {timing.clock(as_of, feed.site.tz, timing.now())} venue time"
    yield f"  times without a zone are read as {getattr(spec, 'zone', '') or feed.site.zone}"
    yield from _samples(one, feed)
    yield from _unmatched(one, feed)
    yield from _problems(one)


def _found(one: Checked) -> str:
    assert one.outcome  # noqa: S101  only called when there is one
    counts = Counter(record.kind for record in one.records)
    found = ", ".join(f"{count} {kind if count == 1 else FEED_FIELDS[kind]}" for kind, count in counts.items())
    return f"{found or 'no records'} in {one.outcome.seconds:.2f} s"


def _validators(outcome: Outcome) -> str:
    """Whether the next poll can be a short one."""
    kept = [page.validators for resource in outcome.memory.resources.values() for page in resource.pages]
    sent = {"ETag": any(v.etag for v in kept), "Last-Modified": any(v.modified for v in kept)}
    names = [name for name, has in sent.items() if has]
    if names:
        return f"asked again with {' and '.join(names)}: an unchanged answer costs little"
    return "gives no ETag or Last-Modified: every poll fetches all of it" if kept else ""


def _samples(one: Checked, feed: Feed) -> Iterable[str]:
    """The first few of each kind, in the words of the board."""
    now = timing.now()
    health = Health(sources={one.spec.name: SourceHealth(tried=now, succeeded=now)})
    board = board_at(Snapshot(feed=feed, health=health), Desk(), now)
    for kind in dict.fromkeys(record.kind for record in one.records):
        said = [sentence_of(board, record.id) for record in one.records if record.kind == kind]
        for sentence in [s for s in said if s][:SHOWN]:
            yield f"    {kind}: {sentence}"


def _unmatched(one: Checked, feed: Feed) -> Iterable[str]:
    """Names of rooms and spaces that no record answers to: what the aliases are for."""
    spaces = index_of(feed).spaces
    names = {
        text
        for record in one.records
        for text in ([record.room] if isinstance(record, PressEvent) else [])
        + ([record.space] if isinstance(record, Booking) else [])
        if text and not spaces.find(text)
    }
    if names and feed.spaces:
        called = ", ".join(f'"{name}"' for name in sorted(names))
        yield f"  ▲ no space is called {called}: what you have under another name goes into [aliases]"


def _problems(one: Checked) -> Iterable[str]:
    problems = one.outcome.batch.problems if one.outcome and one.outcome.batch else ()
    for problem in problems[:PROBLEMS]:
        yield f"  ▲ {problem.item}: {problem.reason}"
    if len(problems) > PROBLEMS:
        yield f"  ▲ and {len(problems) - PROBLEMS} more"
