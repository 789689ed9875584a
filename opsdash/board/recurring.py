"""Recurring hours in the OSM opening_hours syntax, cut to days.

opening-hours-py is the interval engine. It is asked without a zone, for wall clocks, and its answers become
instants here: so a clock change is read as everywhere else on the board (in the repeated hour the library's
own zone handling contradicts itself). It always gets the times: without one it asks the machine's clock.
"""

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from opsdash.board.stretches import DAY, SMALL_HOURS, Stretch, StretchKind, clock_utc, with_last_entry

LONGEST = 2000
"""Characters of an expression; a longer one is not read."""
_HOLIDAYS = re.compile(r"\b[PS]H\b")


class Recurring(NamedTuple):
    """Stretches of recurring hours from `first` to `last`, and what is odd about them."""

    stretches: tuple[Stretch, ...]
    flags: tuple[str, ...]
    read: bool


class Span(NamedTuple):
    """A piece of wall-clock time: open, or not sure, with the comment as wording."""

    start: datetime
    end: datetime
    kind: StretchKind
    comment: str


@lru_cache(maxsize=256)
def _expression(hours: str) -> Any:
    """The parsed expression; None when it is not in the syntax."""
    import opening_hours

    if not opening_hours.validate(hours):
        return None
    return opening_hours.OpeningHours(hours, auto_country=False, auto_timezone=False)


@lru_cache(maxsize=256)
def spans(hours: str, first: date, last: date) -> tuple[Span, ...] | None:
    """Wall-clock pieces from the start of `first` to the end of `last`; None when `hours` cannot be read."""
    expression = _expression(hours) if len(hours) <= LONGEST else None
    if expression is None:
        return None
    from opening_hours import State

    start, end = datetime.combine(first, time()), datetime.combine(last + timedelta(days=1), time())
    found = []
    for low, high, state, comment in expression.intervals(start, end):
        if state != State.CLOSED:
            kind: StretchKind = "unknown" if state == State.UNKNOWN else "tentative" if comment else "open"
            found.append(Span(max(low, start), min(high, end), kind, comment))
    return tuple(found)


def recurring(
    hours: str, first: date, last: date, taken: Collection[date], margin: int | None, tz: ZoneInfo
) -> Recurring:
    """What `hours` say from `first` to `last` on days that are not `taken` by a published period.

    A comment ("if the weather allows") makes hours unconfirmed, "unknown" unknown; a day without a rule is closed.
    A stretch that runs into the small hours of a taken day belongs to the evening before and stays.
    `margin`: minutes before closing after which nobody is let in.
    """
    found = spans(hours, first, last)
    if found is None:
        return Recurring((), (f"Its recurring hours cannot be read: {hours[:60]}",), False)
    flags = ("Its recurring hours leave public holidays out.",) if _HOLIDAYS.search(hours) else ()
    edges = datetime.combine(first, time()), datetime.combine(last + timedelta(days=1), time())
    pieces = [piece for span in found for piece in _pieces(span, taken)]
    stretches = tuple(
        with_last_entry(_stretch(piece, edges, hours, tz), margin, tz) for piece in pieces if _real(piece, tz)
    )
    return Recurring(stretches, flags, True)


def _pieces(span: Span, taken: Collection[date]) -> list[Span]:
    """`span` without the days that are taken."""
    found: list[Span] = []
    start, day = span.start, span.start.date()
    while start < span.end:
        midnight = datetime.combine(day + timedelta(days=1), time())
        end = min(midnight, span.end)
        spill = span.start.date() < day and span.end <= midnight - timedelta(minutes=DAY - SMALL_HOURS)
        if day not in taken or spill:
            if found and found[-1].end == start:
                found[-1] = found[-1]._replace(end=end)
            else:
                found.append(span._replace(start=start, end=end))
        start, day = end, day + timedelta(days=1)
    return found


def _instant(wall: datetime, tz: ZoneInfo) -> datetime:
    return clock_utc(wall.date(), wall.hour * 60 + wall.minute, tz)


def _real(piece: Span, tz: ZoneInfo) -> bool:
    """Not wholly inside the hour that a clock change leaves out."""
    return _instant(piece.start, tz) < _instant(piece.end, tz)


def _stretch(piece: Span, edges: tuple[datetime, datetime], hours: str, tz: ZoneInfo) -> Stretch:
    """`piece` in UTC; at the edges of what was asked, start and end are not known."""
    low, high = _instant(piece.start, tz), _instant(piece.end, tz)
    start = None if piece.start == edges[0] else low
    end = None if piece.end == edges[1] else high
    wording = piece.comment or hours
    return Stretch(low, high, piece.kind, start, end, piece.start.date(), wording=wording)
