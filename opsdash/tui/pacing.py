"""How the board goes through time: when it must be computed again although nothing was stored, and jumps."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from opsdash.board.items import Board
from opsdash.timing import apart

LEAST = timedelta(seconds=5)
"""Between two boards made for a source's age alone."""


def jumped(old: Board | None, new: Board | None) -> bool:
    """Whether somebody went to another time, or back to now, between the two boards."""
    if old is None or new is None:
        return False
    return bool(old.asked) != bool(new.asked) or (new.asked is not None and bool(apart(new.now, old.now)))


def next_change(board: Board) -> datetime:
    """The next instant at which the board may look different: the next minute, any instant it names, the
    instant at which a source's answer is overdue."""
    minute = board.now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    ahead = [at for at in _instants(board) if board.now < at < minute]
    every = min((source.every for source in board.sources), default=60)
    ahead.append(board.now + max(LEAST, timedelta(seconds=every)))
    return min(minute, *ahead)


def _instants(board: Board) -> Iterator[datetime]:
    """The instants the board's items name: what begins, ends, meets."""
    named: list[datetime | None] = []
    for facility in board.facilities:
        named += (facility.until, facility.then)
    for event in board.programme:
        named += (event.start, event.end)
    for space in board.spaces:
        named += (space.until, space.next_start)
    for pool in board.pools:
        named += (pool.muster_at, pool.event_start)
    yield from (at for at in named if at is not None)
