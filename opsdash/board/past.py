"""What was known of a feed at an earlier instant, as far as the kept changes reach.

Every change seen after the instant is taken back: fields as they were, what was added later is not there, what was
withdrawn later is there again, and what returned later is gone again. A source that had not answered yet had said
nothing. What the store does not keep cannot come back: records that left it without a change because they were
over, and `updated`, which makes no change.

Before the store began, and before its oldest kept change, nobody can say what was known. There the feed is as it was
known first, with all that was there at a source's first answer, and the board says so (`Board.known_since`).
"""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec

from opsdash.board.index import records_of
from opsdash.board.kept import instant_of
from opsdash.board.memory import remembered
from opsdash.model import RECORD_TYPES, Record
from opsdash.snapshot import FEED_FIELDS, Change, Feed


def known_since(feed: Feed) -> datetime | None:
    """From when on every change is kept; None when nothing was stored yet."""
    if feed.since:
        return feed.since
    return min((change.seen for change in feed.changes), default=feed.written)


def listed_since(feed: Feed, instant: datetime) -> datetime | None:
    """From when on the changes are listed at `instant`: `thresholds.recent` back, as far as they are kept."""
    since = known_since(feed)
    recent = timedelta(minutes=feed.site.thresholds.recent)
    return max(since, instant.astimezone(UTC) - recent) if since else None


def known_at(feed: Feed, instant: datetime) -> Feed:
    """`feed` as it was known at `instant`; `feed` itself when nothing has become known since.

    Between two polls that altered something the answer is one and the same feed, so that what the board derives
    from it is derived once.
    """
    steps = _steps(feed)
    at = bisect_right(steps, instant)
    if at == len(steps):
        return feed
    return _known(feed, steps[at - 1] if at else steps[0] - timedelta.resolution)


@remembered(1)
def _steps(feed: Feed) -> tuple[datetime, ...]:
    """The instants at which something became known, or begins to be told."""
    reach = known_since(feed)
    steps = {*(change.seen for change in feed.changes), *feed.first.values(), *((reach,) if reach else ())}
    return tuple(sorted(steps))


@remembered()
def _known(feed: Feed, until: datetime) -> Feed:
    """The feed without what became known after `until`."""
    before = _records_before(feed, until)
    unanswered = _unanswered(feed, until)
    silent = tuple(f"{origin}/" for origin in unanswered)
    fields: dict[str, tuple[Record, ...]] = {}
    for kind in {found.partition("/")[0] for found in (*before, *silent)}:
        there = (before.get(record.id, record) for record in getattr(feed, FEED_FIELDS[kind]))
        fields[FEED_FIELDS[kind]] = tuple(r for r in there if r is not None and not r.id.startswith(silent))
    changes = tuple(change for change in feed.changes if change.seen <= until)
    first = {origin: when for origin, when in feed.first.items() if origin not in unanswered}
    return msgspec.structs.replace(feed, changes=changes, first=first, **fields)


def _unanswered(feed: Feed, until: datetime) -> set[str]:
    """Each `kind/source` that had not answered yet. Before all that is known every one is as known first."""
    reach = known_since(feed)
    if reach is None or until < reach:
        return set()
    return {origin for origin, when in feed.first.items() if when > until}


def _records_before(feed: Feed, until: datetime) -> dict[str, Record | None]:
    """The records that changed after `until` as they were then; None for those that were not there."""
    records = records_of(feed)
    old: dict[str, dict[str, Any]] = {}
    added: set[str] = set()
    for change in reversed(feed.changes):
        if change.seen <= until or change.id not in records:
            continue
        if change.what == "added":
            added.add(change.id)
        else:
            old.setdefault(change.id, {}).update(_taken_back(change, until))
    before: dict[str, Record | None] = {found: msgspec.structs.replace(records[found], **old[found]) for found in old}
    return before | dict.fromkeys(added)


def _taken_back(change: Change, until: datetime) -> dict[str, Any]:
    """The fields of the record before `change`; one that returned was withdrawn by `until`."""
    if change.what == "withdrawn":
        return {"withdrawn": None}
    if change.what == "returned":
        return {"withdrawn": instant_of(change.old) or until}
    kind = _types(change.id.split("/", 1)[0]).get(change.field)
    try:
        return {change.field: msgspec.convert(change.old, kind)} if kind else {}
    except msgspec.ValidationError:
        return {}  # a field that another version kept in another form stays as it is


@lru_cache(maxsize=16)
def _types(kind: str) -> dict[str, Any]:
    """The type of each field of a kind of record."""
    return {field.name: field.type for field in msgspec.structs.fields(RECORD_TYPES[kind])}
