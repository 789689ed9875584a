"""What one answer of a source alters in the store. Pure."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from opsdash.model import Record
from opsdash.snapshot import Change

HOLD_ABOVE = 5
"""A disappearance of more records than this, and of more than half of them, is held back."""

WITHDRAWN_DAYS = 7
"""Withdrawn records are kept this long: a summit and the days after it."""

WITHDRAWN_MOST = 500
"""And no more than this many for a source, the latest withdrawn: a source whose ids are new in every
answer must not fill the disk."""

SILENT = frozenset({"id", "updated", "withdrawn"})
"""Fields that make no entry of their own. `updated` is stored, and that is no news: some calendars stamp
every event anew in every answer. `withdrawn` is told by the words withdrawn and returned."""

TITLE_FIELDS = ("name", "organisation", "title", "question", "text")
"""Where a record says how it is called; the first that is not empty."""

TITLE_LENGTH = 120


class Difference(NamedTuple):
    """What to do so that the store says what the answer says.

    Attributes:
        put: records to store. drop: ids to forget (withdrawn long ago).
        changes: what a person is told, in id order. held: ids that are missing but held back.
    """

    put: dict[str, Record]
    drop: list[str]
    changes: list[Change]
    held: tuple[str, ...]


class _Log:
    """Collects the changes of one poll."""

    def __init__(self, now: datetime, generation: int) -> None:
        self._now = now
        self._generation = generation
        self.changes: list[Change] = []

    def say(self, record: Record, what: Any, field: str = "", old: Any = None, new: Any = None) -> None:
        self.changes.append(
            Change(
                id=record.id, title=title_of(record), what=what, field=field, old=old, new=new,
                seen=self._now, generation=self._generation,
            )
        )  # fmt: skip


def compare(
    stored: Mapping[str, Record],
    answered: Mapping[str, Record],
    known: Collection[str],
    held: Collection[str],
    now: datetime,
    generation: int,
) -> Difference:
    """The difference between what is stored of a source and what it says now.

    Args:
        stored: the source's records of the kinds it speaks for now, withdrawn ones included.
        answered: what it holds now, by id. Their order is without effect.
        known: kinds this source has answered for before; the first answer for a kind is not news.
        held: ids that were missing from the last answer and held back.
        now, generation: for the changes.
    """
    log = _Log(now, generation)
    put: dict[str, Record] = {}
    for found in sorted(found for found, record in answered.items() if record != stored.get(found)):
        put[found] = record = answered[found]
        if (old := stored.get(found)) is not None:
            _alteration(old, record, log)
        elif record.kind in known:
            log.say(record, "added")
    waiting = _held_back(stored, answered, held)
    gone = (old for found, old in stored.items() if found not in answered and found not in waiting)
    for old in sorted((old for old in gone if old.withdrawn is None), key=lambda old: old.id):
        put[old.id] = msgspec.structs.replace(old, withdrawn=now)
        log.say(old, "withdrawn")
    return Difference(put, _expired(stored, answered, now), log.changes, tuple(sorted(waiting)))


def _alteration(old: Record, new: Record, log: _Log) -> None:
    """Say that a record returned, and which of its fields are another."""
    if old.withdrawn is not None:
        log.say(new, "returned", old=_as_stored(old.withdrawn))
    for field in new.__struct_fields__:
        before, after = getattr(old, field), getattr(new, field)
        if before != after and field not in SILENT:
            log.say(new, "changed", field, _as_stored(before), _as_stored(after))


def _held_back(stored: Mapping[str, Record], answered: Collection[str], held: Collection[str]) -> set[str]:
    """The ids that are missing but not yet believed to be gone.

    A mass disappearance is more often a fault of the server than the truth. Each record waits until two
    consecutive answers lack it, so an answer that differs in which ones it lacks cannot wait for ever.
    """
    live = [found for found, record in stored.items() if record.withdrawn is None]
    missing = [found for found in live if found not in answered]
    if len(missing) <= HOLD_ABOVE or 2 * len(missing) <= len(live):
        return set()
    return set(missing).difference(held)


def _expired(stored: Mapping[str, Record], answered: Collection[str], now: datetime) -> list[str]:
    """The ids withdrawn too long ago, or too many ago, to be kept."""
    gone = [(r.withdrawn, r.id) for r in stored.values() if r.withdrawn is not None and r.id not in answered]
    oldest = now - timedelta(days=WITHDRAWN_DAYS)
    surplus = sorted(gone)[: max(0, len(gone) - WITHDRAWN_MOST)]
    return sorted({found for when, found in gone if when < oldest}.union(found for _, found in surplus))


def title_of(record: Record) -> str:
    """How a record is called, in one short line."""
    names = (getattr(record, field, "") for field in TITLE_FIELDS)
    return str(next((name for name in names if name), record.key))[:TITLE_LENGTH]


def _as_stored(value: Any) -> Any:
    """A field's value as it reads back from the file."""
    return msgspec.json.decode(msgspec.json.encode(value))
