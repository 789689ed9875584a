"""When a space is free for so long: the one rule, from a space's item and what takes it up.

A screen asks again each time its board changes, and has the item alone (`gap_of`); what lies further ahead than the
item names is asked of `opsdash.board.spaces.next_gap`.

* Nobody knows when a space is free of which not all is known that takes it up (`SpaceItem.sure`).
* Where a space may be reached at certain times only, it is taken outside of them.
* Who must stay until the end of the event never leaves: such a space is free when it is and nobody has booked it
  after, whatever the end of a booking, and it need only be reached in time.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from math import inf
from typing import NamedTuple

from opsdash.board.items import SpaceItem
from opsdash.timing import apart

_LATEST = datetime(9999, 12, 29, tzinfo=UTC).timestamp()
"""What a calendar can hold in every zone."""


class Gap(NamedTuple):
    """A stretch in which nobody has a space: from when, and until when; None where nothing is known to come after."""

    start: datetime
    end: datetime | None


def gap_of(item: SpaceItem, minutes: int, now: datetime) -> Gap | None:
    """The first `minutes` from `now` on in which `item` may be taken; None where that is not known.

    No further ahead than the item's bookings are named. Spaces out of service, unknown ones, and those taken by
    somebody of whom nobody knows when they leave are free at no known time.
    """
    taken = ((slot.start.timestamp(), slot.end.timestamp()) for slot in item.bookings if slot.state != "left")
    return first_gap(item, taken, minutes, now, now) if frees_up(item, now) else None


def first_gap(
    item: SpaceItem, taken: Iterable[tuple[float, float]], minutes: int, now: datetime, since: datetime
) -> Gap | None:
    """The first `minutes` from `since` on, on the board of `now`, that are not `taken` (stretches in seconds since
    1970); None for none."""
    stays = item.facts.must_stay
    if not item.sure or (stays and item.state != "free"):
        return None
    shut = tuple(_without_access(item))
    if stays:
        taken = ((begin, inf) for begin, end in taken if end > now.timestamp())
    length, start = inf if stays else minutes * 60, since.timestamp()
    for begin, end in sorted((*taken, *(() if stays else shut))):
        if end <= start:
            continue
        if begin - start >= length:
            return _gap(start, begin, since)
        start = end
    if stays:
        start = next((end for begin, end in shut if begin <= start < end), start)
    return _gap(start, inf, since) if start < inf else None


def _without_access(item: SpaceItem) -> Iterator[tuple[float, float]]:
    """The stretches in which a space cannot be reached, by time."""
    last = -inf
    for window in item.facts.access:
        if last < window.start.timestamp():
            yield last, window.start.timestamp()
        last = max(last, window.end.timestamp())
    if item.facts.access:
        yield last, inf


def _gap(start: float, end: float, like: datetime) -> Gap:
    """In the zone of `like`."""
    begins = datetime.fromtimestamp(min(start, _LATEST), like.tzinfo) if start > like.timestamp() else like
    return Gap(begins, datetime.fromtimestamp(min(end, _LATEST), like.tzinfo) if end < inf else None)


def free_now(item: SpaceItem, minutes: int, now: datetime) -> bool:
    """Whether somebody may go there now for `minutes`."""
    gap = gap_of(item, minutes, now)
    return gap is not None and gap.start <= now and item.state in ("free", "reserved")


def frees_up(item: SpaceItem, now: datetime) -> bool:
    """Whether it is free, or known when it will be; what cannot be reached at this hour is within its windows."""
    if item.state == "out of service":
        return item.facts.in_service
    if item.state in ("free", "reserved", "no-show", "double-booked"):
        return True
    known = item.state == "occupied" or (item.state == "walk-in" and item.booking)
    return bool(known and item.until and apart(item.until, now) > timedelta())
