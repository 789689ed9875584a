"""What is missing from an answer and yet has not vanished. Pure."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

from opsdash.model import Record
from opsdash.snapshot import Batch


def spared(batch: Batch, stored: Mapping[str, Record]) -> dict[str, Record]:
    """What is stored and may be in the answer although it was not read: it counts as answered, unaltered."""
    if batch.torn:
        return dict(stored)
    if not batch.unread:
        return {}
    below = tuple(f"{unread}/" for unread in batch.unread)
    return {found: record for found, record in stored.items() if f"{found}/".startswith(below)}


def over(batch: Batch, stored: Mapping[str, Record], answered: Collection[str]) -> list[str]:
    """The ids that the answer leaves out because they ended before `Batch.since`, in id order."""
    since = batch.since
    if since is None:
        return []
    ended = {found: _ended(record) for found, record in stored.items() if found not in answered}
    return sorted(found for found, when in ended.items() if when is not None and when < since)


def _ended(record: Record) -> datetime | None:
    """When a record is over; None when it has no time."""
    times = (getattr(record, field, None) for field in ("end", "start", "published"))
    instant: datetime | None = next(filter(None, times), None)
    day = getattr(record, "day", None)
    if instant or day is None:
        return instant
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=2)  # over in every zone
