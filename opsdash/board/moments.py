"""The instant a board is asked for, and items kept for as long as their answer holds.

An item changes only when the clock passes one of the instants that decided it. So the code that makes an item
asks the `Moment` whether an instant has passed, and never compares with the clock itself; what was asked then
bounds the stretch of time in which the answer is the same. `Kept` uses that stretch: it makes an item again
only when the clock has left it. Nothing can be forgotten, and no result depends on what was asked before.

Arithmetic is done in seconds since 1970: two times of one zone subtract as wall clocks in Python, which is
an hour wrong across a clock change, and the years 1 and 9999 have no room for a threshold.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from math import inf
from typing import Generic, Literal, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from opsdash.board.memory import remembered
from opsdash.timing import at_clock, clock

T = TypeVar("T")

INSTANTS = 2048
"""Times and days whose forms are kept: ten thousand records share 1,463 times. More are worked out anew."""

_FIRST = datetime(1, 1, 3, tzinfo=UTC)
_LAST = datetime(9999, 12, 29, tzinfo=UTC)


class At(msgspec.Struct, frozen=True, order=True, gc=False):
    """An instant: seconds since 1970 for arithmetic, and in venue time for showing."""

    seconds: float
    local: datetime


def local_time(instant: datetime, tz: ZoneInfo) -> datetime:
    """`instant` in venue time; one at the very edge of the calendar moves inside it by two days."""
    try:
        return instant.astimezone(tz)
    except (OverflowError, ValueError):
        return (_FIRST if instant.year < 5000 else _LAST).astimezone(tz)


def at(instant: datetime | None, tz: ZoneInfo) -> At | None:
    """`instant` as `At`; a time without an offset is venue time."""
    if instant is None:
        return None
    if instant.tzinfo is UTC:
        return _at_utc(instant, tz)
    if instant.tzinfo is tz:
        return At(instant.timestamp(), instant)
    aware = instant if instant.tzinfo else instant.replace(tzinfo=tz)
    return At(aware.timestamp(), local_time(aware, tz))


@remembered(INSTANTS)
def _at_utc(instant: datetime, tz: ZoneInfo) -> At:
    """The same of an instant in UTC, as records give it; they share their times, and a feed's are mostly those of the
    feed before. Other zones are not kept: the two readings of an hour that happens twice are equal there."""
    return At(instant.timestamp(), local_time(instant, tz))


@remembered(INSTANTS)
def at_seconds(seconds: float, tz: ZoneInfo) -> At:
    """The instant `seconds` after 1970."""
    try:
        return At(seconds, local_time(datetime.fromtimestamp(seconds, UTC), tz))
    except (OverflowError, ValueError, OSError):
        return At(seconds, local_time(_FIRST if seconds < 0 else _LAST, tz))


def at_minutes(day: date, minutes: int, tz: ZoneInfo) -> At:
    """The instant when the venue's clock shows `minutes` after midnight of `day`."""
    try:
        found = at_clock(day, minutes, tz)
        return At(found.timestamp(), local_time(found, tz))
    except (OverflowError, ValueError):
        edge = _FIRST if day.year < 5000 else _LAST
        return At(edge.timestamp(), local_time(edge, tz))


@remembered(INSTANTS)
def day_bounds(day: date, tz: ZoneInfo) -> tuple[float, float]:
    """The first second of `day` in `tz` and of the day after; endless at the edges of the calendar."""
    if day.year <= 1 or day.year >= 9999:
        start = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
        return start, start + timedelta(days=1).total_seconds()
    return at_clock(day, 0, tz).timestamp(), at_clock(day, 24 * 60, tz).timestamp()


@remembered(INSTANTS)
def _words(seconds: float, near: Literal["day", "year", ""], tz: ZoneInfo) -> str:
    """An instant as wall clock, seen from the same day, the same year or another one."""
    local = at_seconds(seconds, tz).local
    if near == "day":
        return clock(local, tz, local)
    if near == "year":
        other = date(local.year, 1, 1)
        return clock(local, tz, date(local.year, 12, 31) if local.date() == other else other)
    return clock(local, tz, date.min if local.year > 1 else date.max)


class Moment:
    """The instant asked for; remembers which instants decided.

    Attributes:
        now: seconds since 1970.
        since, until: what was answered so far is the same at every instant from `since` to before `until`.
    """

    __slots__ = ("_tz", "now", "since", "until")

    def __init__(self, now: float, tz: ZoneInfo) -> None:
        self.now = now
        self.since = -inf
        self.until = inf
        self._tz = tz

    def passed(self, seconds: float) -> bool:
        """Whether it is that instant or later."""
        if self.now >= seconds:
            if seconds > self.since:
                self.since = seconds
            return True
        if seconds < self.until:
            self.until = seconds
        return False

    def within(self, start: float, end: float) -> bool:
        """Whether it is `start` or later and before `end`."""
        return self.passed(start) and not self.passed(end)

    def today(self, instant: At) -> bool:
        """Whether the instant lies on the venue day it is."""
        return self.within(*day_bounds(instant.local.date(), self._tz))

    def clock(self, instant: At) -> str:
        """The instant as one says it today: "14:30", "Thu 26 June 14:30" on another day; with a foreign year."""
        if self.today(instant):
            return _words(instant.seconds, "day", self._tz)
        year = instant.local.year
        start, end = day_bounds(date(year, 1, 1), self._tz)[0], day_bounds(date(year, 12, 31), self._tz)[1]
        return _words(instant.seconds, "year" if self.within(start, end) else "", self._tz)

    def stretch(self, start: At, end: At | None) -> str:
        """ "14:00 to 16:00"; the second day is named when it is another one."""
        if end is None:
            return self.clock(start)
        return f"{self.clock(start)} to {clock(end.local, self._tz, start.local)}"


class _Entry(msgspec.Struct, Generic[T], frozen=True, eq=False, gc=False):
    item: T
    since: float
    until: float
    own: object


class _State(NamedTuple, Generic[T]):
    shared: tuple[object, ...]
    since: float
    until: float
    entries: Sequence[_Entry[T]]
    items: tuple[T, ...]


class Kept(Generic[T]):
    """The items of one feed, each made again only when the clock or its own input has moved on.

    A memory of a pure function: the result is the same with an empty one. Replaced whole, so several threads
    may ask at once.
    """

    def __init__(self) -> None:
        self._state: _State[T] | None = None

    def at(
        self,
        now: datetime,
        tz: ZoneInfo,
        make: Callable[[int, Moment], T],
        own: Sequence[object],
        shared: tuple[object, ...] = (),
    ) -> tuple[T, ...]:
        """The items at `now`: `make(i, moment)` for each of `own`.

        `own` is what each item depends on beside the clock, `shared` what all of `own` was taken from; both
        are compared by identity.
        """
        seconds = now.timestamp()
        state = self._state
        if state and state.since <= seconds < state.until and _same(state.shared, shared):
            return state.items
        old: Sequence[_Entry[T] | None] = state.entries if state else [None] * len(own)
        entries: list[_Entry[T]] = []
        since, until = -inf, inf
        for i, entry in enumerate(old):
            if entry is None or not entry.since <= seconds < entry.until or entry.own is not own[i]:
                moment = Moment(seconds, tz)
                item = make(i, moment)
                entry = _Entry(item, moment.since, moment.until, own[i])
            if entry.since > since:
                since = entry.since
            if entry.until < until:
                until = entry.until
            entries.append(entry)
        items = tuple(entry.item for entry in entries)
        self._state = _State(shared, since, until, entries, items)
        return items


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return all(a is b for a, b in zip(one, other, strict=True))


_DIGITS = re.compile(r"([0-9]+)")


@lru_cache(maxsize=16384)
def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key in which Booth 2 comes before Booth 10."""
    return tuple(
        (0, int(part[:18]), part) if part[0] in "0123456789" else (1, 0, part)
        for part in _DIGITS.split(text.casefold())
        if part
    )


def same_name(one: str, other: str) -> bool:
    """Whether both name the same organisation or person: case and outer space do not matter, nothing is no name."""
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()


def sentences(*found: str) -> tuple[str, ...]:
    """The ones that say something, each once, in order."""
    return tuple(dict.fromkeys(text for text in found if text))
