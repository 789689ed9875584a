"""Recurring hours in the OSM opening_hours syntax, read day by day.

What begins on a day belongs to it up to its published end: "Sa 10:00-03:00" lasts until Sunday 03:00, whatever
Sunday's own rule says, as it is with published days. By the letter of OSM's specification a rule for Sunday
that stands after it takes these hours away; whoever writes them does not mean that (opening_hours.js, issues 87
and 261). opening-hours-py, the interval engine, takes them away in either order, and knows no open end ("09:00+").

So the engine is asked in code: the times of an expression, in their order, stand as 00:01, 00:02 and so on, and
a closing that may be later is a time of its own. None is after midnight then. Which rule counts on which day, and
what lies over what, depends on nothing but their order. The engine is asked without a zone, for wall clocks (in the
repeated hour its own zone handling contradicts itself), and always gets the times: without one it asks the
machine's clock.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from opsdash.board.stretches import DAY, SMALL_HOURS, StretchKind

LONGEST = 2000
"""Characters of an expression; a longer one is not read."""
SUN = re.compile(r"\b(sunrise|sunset|dawn|dusk)\b")
SHUTS = re.compile(r"\b(off|closed)\b")
RULES, COMMENT, _PARTS = re.compile(r";|\|\|"), re.compile(r'"[^"]*"'), re.compile(r"; |\|\| |, ")
_ALTERNATIVES = re.compile(r' \|\| (?=(?:[^"]*"[^"]*")*[^"]*$)')
_ELSE = "|| 24/7"
"""A rule for all that others leave open; the engine takes it for the only one, unless it is said otherwise."""
_TIMES = re.compile(r'"[^"]*"|\|\| 24/7|(?P<low>\d\d:\d\d)(?:-(?P<high>\d\d:\d\d))?(?P<tail>[+/]?)')


class Point(NamedTuple):
    """A time in an expression: minutes after the midnight before, beyond 1440 for the next day; whether it may be
    later; whether it is not published at all but the end of the day."""

    minutes: int
    at_least: bool = False
    open_end: bool = False


class Span(NamedTuple):
    """A piece of wall-clock time: open, or not sure, with the comment as wording.

    Attributes:
        opens, closes: whether `start` and `end` are published as such.
    """

    start: datetime
    end: datetime
    kind: StretchKind
    comment: str
    opens: bool = True
    closes: bool = True


class _Coded(NamedTuple):
    """An expression in code, and what its minutes 1, 2 and so on stand for; () where it is not in code.

    `loose`: only as the engine says; what goes on past midnight is not told from what begins there.
    """

    expression: Any
    points: tuple[Point, ...] = ()
    loose: bool = False

    def point(self, minutes: int) -> Point:
        """What a minute of the coded day stands for."""
        return self.points[minutes - 1] if 0 < minutes <= len(self.points) else Point(minutes)


@lru_cache(maxsize=256)
def expression(hours: str, country: str) -> Any:
    """The parsed expression; None when it is not in the syntax."""
    import opening_hours

    if len(hours) > LONGEST or not opening_hours.validate(hours):
        return None
    return opening_hours.OpeningHours(hours, country=country or None, auto_country=False, auto_timezone=False)


@lru_cache(maxsize=256)
def _coded(hours: str, country: str) -> _Coded | None:
    """`hours`, which can be parsed, in code; None where not all can be told by the order of times: by the sun, at
    intervals, or when it is both open and closed from one day into the next."""
    text = str(expression(hours, country))
    plain = COMMENT.sub("", text)
    opened, closed = _ranges(plain, shut=False), _ranges(plain, shut=True)
    if opened is None or closed is None or SUN.search(plain):
        return None
    if _later(closed):
        return None if _later(opened) else _Coded(expression(hours, country))
    points = sorted({point for bounds in (*opened, *closed) for point in bounds})
    code = {point: f"{n // 60:02}:{n % 60:02}" for n, point in enumerate(points, 1)}

    def encoded(one: "re.Match[str]") -> str:
        bounds = _range(one) if one["low"] else None
        return "-".join(code[point] for point in bounds) if bounds else one[0].replace(_ELSE, "|| Mo-Su")

    parsed = expression(_TIMES.sub(encoded, text), country)
    return _Coded(parsed, tuple(points)) if parsed is not None else None


_Bounds = tuple[Point, Point]


def _ranges(text: str, *, shut: bool) -> list[_Bounds] | None:
    """The ranges of the rules that open, or of those that `shut`; None when one of them is more than a range."""
    rules = [rule for rule in _PARTS.split(text) if bool(SHUTS.search(rule)) is shut]
    found = [_range(one) for rule in rules for one in _TIMES.finditer(rule) if one["low"]]
    return None if None in found else [one for one in found if one]


def _later(ranges: Iterable[_Bounds]) -> bool:
    """Whether any of them goes on past midnight, or may."""
    return any(end.minutes > DAY or end.at_least or end.open_end for _, end in ranges)


def _range(found: "re.Match[str]") -> _Bounds | None:
    """The two ends of a match of `_TIMES`; None for a time alone and for intervals."""
    if found["tail"] == "/" or not (found["high"] or found["tail"]):
        return None
    low = _minutes(found["low"])
    if not found["high"]:
        return Point(low), Point(DAY, open_end=True)
    high = _minutes(found["high"])
    return Point(low), Point(high if high > low else high + DAY, at_least=bool(found["tail"]))


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def certain(hours: str, country: str) -> bool:
    """Whether `hours`, which can be parsed, are read day by day; else they are as the engine says, and no more."""
    return _coded(hours, country) is not None


@lru_cache(maxsize=256)
def spans(
    hours: str, country: str, first: date, last: date, taken: frozenset[date] = frozenset()
) -> tuple[Span, ...] | None:
    """Wall-clock pieces from the start of `first` to the end of `last`; None when `hours` cannot be read.

    What goes on over a midnight is one piece. After a closing that may be later nothing is certain until the small
    hours are over or the next piece begins. What begins on a day that is `taken` is left out; what runs into the
    small hours of one stays, and what goes on for longer ends where it begins.
    """
    parsed = expression(hours, country)
    if parsed is None:
        return None
    begin, end = datetime.combine(first, time()), datetime.combine(last + timedelta(days=1), time())
    pieces = _told(hours, country, begin, end, taken)
    for other in _ALTERNATIVES.split(str(parsed))[1:]:
        left = [part for one in _told(other, country, begin, end, taken) for part in _left(one, pieces)]
        pieces = sorted([*pieces, *left], key=lambda one: one.start)
    cut = (
        one._replace(start=max(one.start, begin), end=min(one.end, end))
        for one in _joined(pieces)
        if one.start < end and begin < one.end
    )
    return tuple(one for one in cut if one.start < one.end)


def _told(hours: str, country: str, begin: datetime, end: datetime, taken: frozenset[date]) -> list[Span]:
    """What `hours`, which can be parsed, say in order of time, without what is `taken`."""
    coded = _coded(hours, country) or _Coded(expression(hours, country), loose=True)
    pieces = sorted(_pieces(coded, begin - timedelta(days=1), end, taken), key=lambda one: (one.start, one.opens))
    return list(_settled(pieces))


def _left(one: Span, pieces: list[Span]) -> Iterator[Span]:
    """The parts of `one`, which a rule for all other times says, where none of `pieces`, by start, lies.

    By the letter of OSM's specification; the engine asks such a rule only on days of which no other speaks. So a part
    that is open is not confirmed.
    """
    one = one._replace(kind="tentative") if one.kind == "open" else one
    for other in pieces:
        if other.start >= one.end:
            break
        if one.start < other.start:
            yield one._replace(end=other.start)
        one = one._replace(start=max(one.start, other.end))
    if one.start < one.end:
        yield one


def _pieces(coded: _Coded, begin: datetime, end: datetime, taken: frozenset[date]) -> Iterator[Span]:
    """What begins on each day from `begin` to `end`, two midnights, that is not `taken`."""
    from opening_hours import State

    for low, high, state, comment in coded.expression.intervals(begin, end):
        if state == State.CLOSED:
            continue
        kind: StretchKind = "unknown" if state == State.UNKNOWN else "tentative" if comment else "open"
        start, stop = max(low, begin), min(high, end)
        while start < stop:
            day = datetime.combine(start.date(), time())
            morning = day + timedelta(minutes=DAY + SMALL_HOURS)
            until = stop if coded.loose and stop <= morning else min(day + timedelta(days=1), stop)
            opens, closes = (coded.point((one - day) // timedelta(minutes=1)) for one in (start, until))
            if day.date() not in taken:
                found = _published(day, opens, closes, kind, comment)
                yield from (_before(one, day + timedelta(days=1), taken) for one in found)
            start = until


def _before(one: Span, midnight: datetime, taken: frozenset[date]) -> Span:
    """`one` up to `midnight` when it runs on beyond the small hours of a `taken` day; what may follow, up to their
    end."""
    morning = midnight + timedelta(minutes=SMALL_HOURS)
    if midnight.date() not in taken or one.end <= morning:
        return one
    return one._replace(end=midnight if one.opens else morning)


def _published(day: datetime, low: Point, high: Point, kind: StretchKind, comment: str) -> Iterator[Span]:
    """One piece of `day`, and what may follow an end that is not published, or only as the earliest."""
    start, end = (day + timedelta(minutes=one.minutes) for one in (low, high))
    if start >= end:
        return
    if not (high.at_least or high.open_end):
        yield Span(start, end, kind, comment)
        return
    soft: StretchKind = "soft" if kind == "open" and high.open_end else kind
    yield Span(start, end, soft, comment, closes=not high.open_end)
    latest = day + timedelta(minutes=max(DAY, high.minutes) + SMALL_HOURS)
    yield Span(end, latest, "tentative" if kind == "open" else kind, comment, opens=False, closes=False)


def _settled(pieces: list[Span]) -> Iterator[Span]:
    """`pieces`, by start, where what may follow an end lasts until the next of them begins."""
    for n, one in enumerate(pieces):
        after = next((other.start for other in pieces[n + 1 :] if other.opens), one.end)
        yield one if one.opens else one._replace(end=min(one.end, after))


def _joined(pieces: Iterable[Span]) -> list[Span]:
    """`pieces` with those of one kind that meet at midnight made one."""
    found: list[Span] = []
    for one in pieces:
        if one.start >= one.end:
            continue
        last = found[-1] if found else None
        alike = last and (last.kind, last.comment, last.closes) == (one.kind, one.comment, one.opens)
        if last and alike and last.closes and last.end == one.start and one.start.time() == time():
            found[-1] = one._replace(start=last.start, opens=last.opens)
        else:
            found.append(one)
    return found
