"""feed.json as the poller keeps it: the only writer of the records and their changes."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from opsdash.model import Record
from opsdash.parts import Kind
from opsdash.snapshot import FEED_FIELDS, Batch, Change
from opsdash.sourcespec import AnySourceSpec
from opsdash.store.absence import over, spared
from opsdash.store.compare import Difference, compare
from opsdash.store.database import StoreDB
from opsdash.store.layout import CHANGES, FEED_FILE, FeedFile


class Applied(NamedTuple):
    """What became of a batch.

    Attributes:
        changed: whether the source's data is another than before. (`updated` alone counts, though it is no news.)
        generation: of the feed now.
        changes: what a person is told of.
        held: how many records are missing but held back. While it is not 0 the poller must ask for a full
            answer (no validators, no remembered body): "not modified" would be the answer that agrees, and
            it would never arrive here.
    """

    changed: bool
    generation: int
    changes: tuple[Change, ...]
    held: int


class FeedStore:
    """The feed, opened for writing; whoever opens it holds the poller's lock.

    Read once, then kept in memory and compared there: a poll that alters nothing touches no file. A poll
    that alters something is one write, or none at all when that fails: the next poll tries again.
    Should somebody remove or damage the file meanwhile, it is written again from memory; one that is put in its
    place is taken, under another token.
    """

    def __init__(self, folder: Path, event: str, history: int) -> None:
        """Open feed.json in `folder`; a missing one is begun with the first batch.

        Args:
            folder: exists, see `opsdash.store.folder.prepare`.
            event: the event's key; a file of another event is refused.
            history: how many changes are kept.

        Raises:
            StoreProblem: it cannot be read, or is not for us. A damaged one is kept aside, see `trouble`.
        """
        self._db = StoreDB(folder / FEED_FILE, event, FeedFile)
        self._history = history
        self._unsaved = False
        if not self.token:
            self._db.amend(token=_new_token())

    @property
    def token(self) -> str:
        """A random word made with the file: when it is another than before, the feed was begun anew or an older one
        put back, and whatever a source said before must be asked for again in full."""
        return self._db.head.token

    @property
    def generation(self) -> int:
        """Number of writes of this feed, 0 before the first."""
        return self._db.head.generation

    @property
    def trouble(self) -> str:
        """What was kept aside and why, as a sentence for the log; "" when all was well."""
        return self._db.trouble

    def held(self, source: str) -> int:
        """How many of a source's records are missing from its last answer but held back."""
        return len(self._db.head.held.get(source, ()))

    def renew(self) -> None:
        """Another token from the next write on: this is an older feed, put back, and not the one that the sources'
        last answers went into."""
        self._db.amend(token=_new_token())
        self._unsaved = True

    def mend(self, now: datetime) -> None:
        """Write the feed again where somebody removed or damaged it, or put another in its place. Raises
        StoreProblem."""
        self._look_again()
        if self._unsaved:
            self._commit(now)

    def apply(self, batch: Batch, now: datetime) -> Applied:
        """Store what a source says. Raises StoreProblem; nothing is then altered.

        Only this source's records of the kinds the batch speaks for are looked at; all else stays. Of two
        records with one id the last counts.
        """
        self._look_again()
        now = now.astimezone(UTC)
        head, source = self._db.head, batch.source
        origins = {f"{kind}/{source}" for kind in batch.kinds}
        prefixes = tuple(f"{origin}/" for origin in origins)
        known = {kind for kind in batch.kinds if f"{kind}/{source}" in head.known}
        before = head.held.get(source, ())
        stored = self._stored(batch.kinds, prefixes)
        answered = spared(batch, stored)
        answered.update((record.id, record) for record in batch.records if record.id.startswith(prefixes))
        ended = over(batch, stored, answered)
        for gone in ended:
            del stored[gone]
        found = compare(stored, answered, known, before, now, self.generation + 1)
        found.drop.extend(ended)
        held = tuple(sorted((*found.held, *(waits for waits in before if not waits.startswith(prefixes)))))
        changed = bool(found.put or ended) or not origins.issubset(head.known)
        if changed or held != before or self._unsaved:
            forgotten = self._put(found)
            rest = {other: ids for other, ids in head.held.items() if other != source}
            self._commit(
                now,
                known=tuple(sorted(origins.union(head.known))),
                first=head.first | dict.fromkeys(sorted(origins.difference(head.known)), now),
                since=max(filter(None, (head.since or self._oldest() or now, forgotten))),
                held=rest | ({source: held} if held else {}),
            )
        return Applied(changed, self.generation, tuple(found.changes), len(held))

    def retain(self, specs: Iterable[AnySourceSpec], now: datetime) -> bool:
        """Forget what comes from no configured source: one was renamed, removed or gives other kinds now.

        Its records would stand beside the new ones for ever. True when something was forgotten. Raises
        StoreProblem.
        """
        self._look_again()
        wanted = {f"{kind}/{spec.name}" for spec in specs for kind in spec.produces}
        prefixes = tuple(f"{origin}/" for origin in wanted)
        head, gone = self._db.head, False
        for name in FEED_FIELDS.values():
            if foreign := [found for found in self._db.records(name) if not found.startswith(prefixes)]:
                self._db.records_table(name).put({}, drop=foreign)
                gone = True
        known = tuple(origin for origin in head.known if origin in wanted)
        if gone or known != head.known:
            waiting = {s: tuple(i for i in ids if i.startswith(prefixes)) for s, ids in head.held.items()}
            self._commit(
                now,
                known=known,
                first={origin: when for origin, when in head.first.items() if origin in wanted},
                held={source: ids for source, ids in waiting.items() if ids},
            )
        return gone

    def _stored(self, kinds: Iterable[Kind], prefixes: tuple[str, ...]) -> dict[str, Record]:
        """The records of the given kinds whose ids begin with one of `prefixes`."""
        tables = (self._db.records(FEED_FIELDS[kind]) for kind in kinds)
        return {found: record for table in tables for found, record in table.items() if found.startswith(prefixes)}

    def _oldest(self) -> datetime | None:
        """When the oldest kept change was seen."""
        kept = self._db.records(CHANGES)
        return min((change.seen for change in kept.values()), default=None)

    def _put(self, found: Difference) -> datetime | None:
        """Hand a difference to the tables; the next commit writes it. When the latest of the changes that are
        forgotten for it was seen; None when none is."""
        for kind, name in FEED_FIELDS.items():
            records = {record.id: record for record in found.put.values() if record.id.startswith(f"{kind}/")}
            drop = [expired for expired in found.drop if expired.startswith(f"{kind}/")]
            if records or drop:
                self._db.records_table(name).put(records, drop)
        news = {f"{change.generation}-{number}": change for number, change in enumerate(found.changes)}
        kept = self._db.records(CHANGES)
        surplus = max(0, len(kept) + len(news) - self._history)
        drop = list(islice(chain(kept, news), surplus))
        forgotten = max(((kept.get(gone) or news[gone]).seen for gone in drop), default=None)
        if news or surplus:
            self._db.records_table(CHANGES).put(news, drop=drop)
        return forgotten

    def _commit(self, now: datetime, **head: Any) -> None:
        self._db.commit(generation=self.generation + 1, written=now.astimezone(UTC), **head)
        self._unsaved = False

    def _look_again(self) -> None:
        """When somebody else replaced the file take theirs, never counting backwards; when it is gone or
        damaged keep what memory holds, and write it."""
        if self._db.moved():
            generation = self.generation
            if self._db.reload():
                self.renew()
            self._unsaved = True
            self._db.amend(generation=max(generation, self.generation))


def _new_token() -> str:
    return os.urandom(8).hex()
