"""`opsdash check`: each source fetched once and what it found printed, as a person sets a source up.

Leaves nothing in the store, whose folder is tried out. Every source is asked in full, as if for the first time.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

import msgspec

from opsdash import timing
from opsdash.board.board import board_at
from opsdash.board.index import Index, index_of
from opsdash.board.joins import joined
from opsdash.config import Config
from opsdash.configcheck import ConfigProblem
from opsdash.exitcodes import STORE
from opsdash.explain import explained, kinds
from opsdash.joinspec import Join
from opsdash.model import Booking, Facility, Pool, PressEvent, Record
from opsdash.render.detail import sentence_of
from opsdash.snapshot import FEED_FIELDS, Desk, Feed, Health, Site, Snapshot, SourceHealth
from opsdash.sources.ask import Memory, Outcome, ask
from opsdash.sources.failures import FetchError
from opsdash.sources.http import Fetcher, host_of
from opsdash.sourcespec import AnySourceSpec, seconds_of
from opsdash.store.folder import try_out
from opsdash.store.layout import FEED_FILE, FeedFile, decode
from opsdash.store.problems import StoreProblem, Unreadable

SHOWN, PROBLEMS, NAMES = 3, 10, 12
"""Records of each kind, problems, and names that match nothing, that are printed."""


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

    Returns 0 when every source could be read whole, else 1; 73 when no poller could use the store's folder. Raises
    ConfigProblem for a name that is none, and for a proxy of this machine that cannot be used.
    """
    specs = [spec for spec in config.site.sources if only in (None, spec.name)]
    if explain and (only in kinds() or (only is None and not config.site.sources)):
        print("\n\n".join(explained(kind) for tag, kind in kinds().items() if only in (None, tag)))
        return 0
    if only and not specs:
        names = ", ".join(spec.name for spec in config.site.sources) or "there is none"
        also = f", and there is no kind of source {only!r}; kinds: {', '.join(kinds())}" if explain else ""
        raise ConfigProblem(f"{config.path}: no source is called {only!r}; configured: {names}{also}")
    if explain:
        print("\n\n".join(explained(kind) for kind in dict.fromkeys(type(spec) for spec in specs)))
        return 0
    store = _store(config)
    print("\n".join([*_configuration(config), *([f"  × {store}"] if store else [])]))
    checked = asyncio.run(_ask_all(config.site, specs)) if specs else []
    feed = _feed(config.site, checked)
    for one in checked:
        print("\n" + "\n".join(_source(one, feed)))
    if only is None and (missing := list(_own_names(config.site, checked, feed))):
        print("\n" + "\n".join((f"{config.path.name} itself", *missing)))
    if checked:
        print("\n" + "\n".join(_together(checked, feed, only is None)))
    return STORE if store else 0 if all(one.well for one in checked) else 1


def _store(config: Config) -> str:
    """Why no poller could keep a store there; "" when one could."""
    feed = config.store / FEED_FILE
    try:
        try_out(config.store)
        with contextlib.suppress(OSError, Unreadable):  # not there yet, or to be kept aside
            decode(feed.read_bytes(), FeedFile, feed, config.site.event)
    except StoreProblem as problem:
        return str(problem)
    return ""


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


def _feed(site: Site, checked: Sequence[Checked]) -> Feed:
    together = [*site.records, *(record for one in checked for record in one.records)]
    fields = {field: tuple(r for r in together if r.kind == kind) for kind, field in FEED_FIELDS.items()}
    now = timing.now()
    kinds = ((one.spec.name, one.outcome.batch.kinds) for one in checked if one.outcome and one.outcome.batch)
    first = {f"{kind}/{name}": now for name, answered in kinds for kind in answered}
    return msgspec.structs.replace(Feed(site=site, generation=1, written=now, first=first), **fields)


def _source(one: Checked, feed: Feed) -> Iterable[str]:
    spec = one.spec
    place = spec.url if spec.url.startswith("file:") else host_of(spec.url)  # a path there may be a secret
    yield f"{spec.name} ({spec.__struct_config__.tag}) from {place}"
    if one.error:
        yield f"  × {one.error}"
    if not one.outcome:
        return
    yield f"  {'●' if one.well else '▲'} {_found(one)}"
    if one.outcome.batch and (form := one.outcome.batch.form):
        yield f"  read as {form}" if form[0].isupper() else f"  {form}"
    yield f"  {_validators(one)}"
    if as_of := one.outcome.as_of:
        yield f"  says its data is from {timing.clock(as_of, feed.site.tz, timing.now())} venue time"
    if hasattr(spec, "zone"):
        whose = "as configured" if spec.zone else "the venue's zone"
        yield f"  times without a zone are read as {spec.zone or feed.site.zone}, {whose}"
    yield from _samples(one, feed)
    yield from _joins(one, feed)
    yield from _unmatched(one.records, feed)
    yield from _problems(one)


def _found(one: Checked) -> str:
    assert one.outcome  # noqa: S101  only called when there is one
    counts = Counter(record.kind for record in one.records)
    found = ", ".join(f"{count} {kind if count == 1 else FEED_FIELDS[kind]}" for kind, count in counts.items())
    unread = len(one.outcome.batch.problems) if one.outcome.batch else 0
    odd = f", {unread} {'thing' if unread == 1 else 'things'} to look at" if unread else ""
    return f"{found or 'no records'} in {one.outcome.seconds:.2f} s{odd}"


def _validators(one: Checked) -> str:
    """When it is asked again, and whether that poll can be a short one."""
    assert one.outcome  # noqa: S101  only called when there is one
    if one.spec.url.startswith("file:"):
        return f"read again every {one.spec.every}, taken in when it has changed"
    holds, every = one.outcome.holds, seconds_of(one.spec.every)
    when = f"asked again every {one.spec.every}"
    if holds > every:
        said = f"its answers hold for {timing.span(timedelta(seconds=holds))} by their own word"
        when += f": {said}, so no sooner" if one.spec.heed_cache else f" although {said}"
    kept = [page.validators for resource in one.outcome.memory.resources.values() for page in resource.pages]
    sent = {"ETag": any(v.etag for v in kept), "Last-Modified": any(v.modified for v in kept)}
    names = [name for name, has in sent.items() if has]
    if names:
        return f"{when}; with {' and '.join(names)} an unchanged answer costs little"
    return f"{when}; all of it each time, for it gives no ETag or Last-Modified"


def _samples(one: Checked, feed: Feed) -> Iterable[str]:
    """The first few of each kind, in the words of the board."""
    now = timing.now()
    answered = SourceHealth(tried=now, succeeded=now)
    health = Health(sources={spec.name: answered for spec in feed.site.sources})
    board = board_at(Snapshot(feed=feed, health=health), Desk(), now)
    shown = joined(feed).ids
    for kind in dict.fromkeys(record.kind for record in one.records):
        ids = (shown.get(record.id, record.id) for record in one.records if record.kind == kind)
        said = [sentence_of(board, id_) for id_ in ids]
        for sentence in list(dict.fromkeys(filter(None, said)))[:SHOWN]:
            yield f"    {kind}: {sentence}"


def _joins(one: Checked, feed: Feed) -> Iterable[str]:
    """How many of its records other sources tell of too, where they differ, and what could not be joined."""
    made = joined(feed)
    own = {record.id: record for record in one.records}
    for join in feed.site.joins:
        if one.spec.name not in join.sources:
            continue
        mine = [id_ for id_, record in own.items() if record.kind == join.kind]
        same = [id_ for id_ in mine if id_ in made.ids]
        others = " and ".join(source for source in join.sources if source != one.spec.name)
        what = join.kind if len(mine) == 1 else FEED_FIELDS[join.kind]
        yield f"  {len(same)} of {len(mine)} {what} joined with {others} on {' and '.join(join.on)}"
        if one.spec.name != join.sources[0]:
            yield from _differences(join, [made.ids[id_] for id_ in same], feed)
    reasons = Counter(made.alone[id_] for id_ in own if id_ in made.alone)
    yield from (f"  ▲ {reason}" for reason in list(reasons)[:PROBLEMS])


def _differences(join: Join, ids: Iterable[str], feed: Feed) -> Iterable[str]:
    made = joined(feed)
    titles = {record.id: _title(record) for record in getattr(made.feed, FEED_FIELDS[join.kind])}
    said = [f"  ▲ {titles[id_]}: {text}" for id_ in ids for text in made.conflicts.get(id_, ())]
    yield from said[:PROBLEMS]
    if len(said) > PROBLEMS:
        yield f"  ▲ and {len(said) - PROBLEMS} more differences"


def _title(record: Record) -> str:
    return str(getattr(record, "title", "") or getattr(record, "name", "") or getattr(record, "organisation", ""))


def _unmatched(records: Iterable[Record], feed: Feed) -> Iterable[str]:
    """Names that no record answers to: what the aliases are for."""
    index = index_of(feed)
    missing: dict[str, set[str]] = {}
    for record in records:
        for what, text, found in _references(record, index):
            if text and not found:
                missing.setdefault(what, set()).add(text.split("/", 2)[2] if text.count("/") >= 2 else text)
    for what, names in missing.items():
        if what == "space" and not feed.spaces:
            continue
        called = ", ".join(f'"{name}"' for name in sorted(names)[:NAMES])
        more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
        yield f"  ▲ no {what} is called {called}{more}: what you have under another name goes into [aliases]"


def _own_names(site: Site, checked: Sequence[Checked], feed: Feed) -> Iterable[str]:
    """The same of what the configuration states, unless a source is silent: it may have them."""
    return _unmatched(site.records, feed) if all(one.outcome for one in checked) else ()


def _references(record: Record, index: Index) -> Iterable[tuple[str, str, object]]:
    """What a record refers to: the kind of thing, the text, what it finds."""
    if isinstance(record, PressEvent):
        yield "space", record.room, index.spaces.find(record.room) or index.facilities.find(record.room)
        yield "press event", record.after, index.events.find(record.after)
    elif isinstance(record, Booking):
        yield "space", record.space, index.spaces.find(record.space)
    elif isinstance(record, Pool):
        yield "press event", record.event, index.events.find(record.event)
    elif isinstance(record, Facility):
        for dependency in record.depends_on:
            yield "facility", dependency.on, index.facilities.find(dependency.on)


def _together(checked: Sequence[Checked], feed: Feed, every: bool) -> Iterable[str]:
    """What concerns all of them: aliases that lead nowhere, and how many are well."""
    index = index_of(feed)
    if every:
        for name, key in feed.site.aliases.items():
            if not any(part.find(key) for part in (index.spaces, index.facilities, index.events, index.pools)):
                yield f'▲ the alias "{name}" means "{key}", and nothing has that key'
    well = sum(one.well for one in checked)
    if well == len(checked):
        yield f"● {'all ' if len(checked) > 1 else ''}{len(checked)} read whole"
    else:
        dead = sum(one.outcome is None for one in checked)
        yield f"▲ {well} of {len(checked)} read whole{f', {dead} not at all' if dead else ''}"


def _problems(one: Checked) -> Iterable[str]:
    problems = one.outcome.batch.problems if one.outcome and one.outcome.batch else ()
    for problem in problems[:PROBLEMS]:
        yield f"  ▲ {problem.item}: {problem.reason}"
    if len(problems) > PROBLEMS:
        yield f"  ▲ and {len(problems) - PROBLEMS} more"
