"""When a space is free for so long: from its item alone, so that a screen can ask again each time its board changes."""

from datetime import datetime, timedelta
from typing import NamedTuple

from opsdash.board.items import SpaceItem
from opsdash.timing import apart


class Gap(NamedTuple):
    """A stretch in which nobody has a space: from when, and until when; None where nothing is booked after."""

    start: datetime
    end: datetime | None


def gap_of(item: SpaceItem, minutes: int, now: datetime) -> Gap | None:
    """The first `minutes` from `now` on that nobody has booked `item`; None where that is not known.

    As `opsdash.board.spaces.free_for`, but no further ahead than the item's bookings are named. Spaces out of
    service, unknown ones, and those taken by somebody of whom nobody knows when they leave are free at no known time.
    """
    if not frees_up(item, now):
        return None
    start = now
    for slot in sorted(item.bookings, key=lambda slot: slot.start.timestamp()):
        if slot.state == "left" or apart(slot.end, start) <= timedelta():
            continue
        if apart(slot.start, start) >= timedelta(minutes=minutes):
            return Gap(start, slot.start)
        start = slot.end
    return Gap(start, None)


def free_now(item: SpaceItem, minutes: int, now: datetime) -> bool:
    """Whether somebody may go there now for `minutes`."""
    gap = gap_of(item, minutes, now)
    return gap is not None and gap.start <= now and item.state in ("free", "reserved")


def frees_up(item: SpaceItem, now: datetime) -> bool:
    """Whether it is free, or known when it will be."""
    if item.state in ("free", "reserved", "no-show", "double-booked"):
        return True
    known = item.state == "occupied" or (item.state == "walk-in" and item.booking)
    return bool(known and item.until and apart(item.until, now) > timedelta())
