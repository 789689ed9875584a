"""Opening hours as published: one cell of an advisory's table, read into opening periods.

A cell is read only when every word of it is understood. Half-understood hours are a wrong status, so what
cannot be read whole is an opening period of precision "unknown" that keeps its wording. Pure; never raises.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from opsdash.notation import (
    CLOCK,
    DATE,
    DAY_MINUTES,
    LONGEST,
    MERIDIEM,
    MILITARY,
    WEEKDAY,
    WEEKDAYS,
    WORD,
    YEARS,
    ZONE,
    Moment,
    Reading,
    Whose,
    at_reading,
    parse_clock,
    parse_moment,
    plain,
    read_date,
    reading,
    whose_time,
)
from opsdash.parts import OpeningPeriod, PartOfDay

__all__ = ["Moment", "last_entry", "parse_clock", "parse_hours", "parse_moment"]


class Token(NamedTuple):
    """A word or phrase understood: its letter in the grammar below and the match it came from."""

    letter: str
    found: "re.Match[str]"


_UNTIL_CLOSE = r"(?:(?:has|have) to|must|will)\s+close(?:\s+at)?\b|clos(?:es|ing)(?:\s+at)?\b"
_LEXICON: tuple[tuple[str, str], ...] = (
    (" ", r"[\s,;()\[\]]+|\.(?!\d)"),
    ("?", r"t\.?b\.?c\b\.?|to be confirmed\b|tentative(?:ly)?\b|provisional(?:ly)?\b|subject to change\b|\?"),
    ("~", r"(?:approx\b\.?|approximately|about|around|circa|ca\.)(?=\s*\d)"),
    ("B", r"(?:(?:only\s+)?(?:up)?on|by|upon)\s+(?:prior\s+)?appointment(?:\s+only)?\b|appointments?\s+only\b"),
    ("E", r"(?:last\s+(?:entry|admission|access)(?:\s+(?:at|is|is at))?|(?:not|no longer)\s+accessible\s+"
          r"(?:from|after)|no\s+(?:entry|access|admission)\s+(?:from|after))\b"),
    ("A", r"24\s*h(?:ours|rs?)?\b(?!\s*\d)|24/7\b|a?round[ -]the[ -]clock\b"),
    ("Z", ZONE),
    ("D", DATE),
    ("D", WEEKDAY),
    ("C", MILITARY),
    ("C", WORD),
    ("C", CLOCK),
    ("P", r"(?:(?:early|late|mid)[ -]?)?(?P<part>morning|afternoon|evening|night)\b"),
    ("P", rf"(?P<half>{MERIDIEM})"),
    ("T", rf"until\b|till?\b|up to\b|to\b|-|{_UNTIL_CLOSE}"),
    ("X", r"closed\b|shut\b"),
    ("F", r"(?:as of|as from|from|starting(?: at)?|beginning(?: at)?|opens(?: at)?)\b"),
    ("&", r"and\b|&|/|\+"),
    ("G", r"(?:only\s+)?for\s+(?P<audience>[a-z][a-z' -]*?)(?:\s+only)?(?=$|[\s.]*$|\s*[,;()\[\]\d]|"
          r"\s+(?:from|until|till|to|by|upon|on)\b)"),
    ("O", r"(?:open(?:ing)?(?:\s+hours)?|(?:all|whole)\s+day|daily|accessible|hours|at|on)\b"),
    (" ", r"(?:\(?updated\)?|new|only)\b"),
    ("G", r"(?P<audience>[a-z]+(?:\s[a-z]+){0,2}?)\s+only\b"),
)  # fmt: skip
"""In order of trial. Letters: C clock, F from, T until, A round the clock, P part of day, X closed, O open,
D day, E last entry, B by appointment, G audience, Z zone, ? tentative, ~ roughly, & and. They are left to `re` to
compile when first used: it costs start-up."""


def _tokens(text: str) -> list[Token] | None:
    """All of `text` as tokens, or None when some of it is not understood."""
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        matches = ((letter, re.compile(pattern).match(text, position)) for letter, pattern in _LEXICON)
        letter, found = next(((letter, found) for letter, found in matches if found), ("", None))
        if not found:
            return None
        position = found.end()
        if letter != " ":
            tokens.append(Token(letter, found))
    return tokens


class _Cell(NamedTuple):
    """What the qualifiers of a cell say, and the tokens of time that are left."""

    base: OpeningPeriod
    whose: Whose
    times: tuple[Token, ...]

    def at(self, minutes: int) -> datetime | None:
        return at_reading(self.base.day, minutes, self.whose)


Stretch = tuple[datetime | None, datetime | None]
_PARTS: dict[str, PartOfDay] = {"morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "night"}
_NOBODY = (
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)?days?|daily|week\w*|months?|mornings?|(?:after)?noons?|evenings?|"
    r"nights?|mid(?:day|night)s?|lunch\w*|breakfast|dinner|hours?|holidays?|today|tonight|tomorrow)\b"
)
"""What is no audience although "only" follows: a time."""
_NOBODY_LEFT_OUT = {"all", "everyone", "everybody", "media", "all media", "accredited media", "all accredited media"}


def parse_hours(wording: str, day: date, zone: ZoneInfo) -> tuple[OpeningPeriod, ...]:
    """The opening periods that one published cell states for `day` at a venue in `zone`.

    "until 02:00" is 02:00 of `day` itself (S2); "08:30 to 01:00" closes on the next day; "until 00:00" and
    "until midnight" mean the end of `day`, since its start would leave nothing open. A blank cell, and one
    that cannot be read, is one period of precision "unknown".
    """
    unknown = (OpeningPeriod(day=day, precision="unknown", wording=wording),)
    text = plain(wording)
    if not text or len(wording) > LONGEST or day.year not in YEARS:
        return unknown
    tokens = _tokens(text)
    cell = _qualified(tokens, OpeningPeriod(day=day, precision="day", wording=wording), zone) if tokens else None
    if cell is None:
        return unknown
    return _periods(cell) or unknown


def _qualified(tokens: list[Token], base: OpeningPeriod, zone: ZoneInfo) -> _Cell | None:
    """Take audience, appointment, tentativeness, zone and the day itself off; None when they contradict."""
    letters = {token.letter for token in tokens}
    tokens = _without_last_entry(tokens)
    zones = {whose_time(token.found, zone) for token in tokens if token.letter == "Z"} or {Whose(zone)}
    audiences = {token.found["audience"] for token in tokens if token.letter == "G"} or {""}
    if len(zones) > 1 or len(audiences) > 1 or _of_some(tokens):
        return None
    whose, audience = zones.pop(), audiences.pop()
    parts, times = set[PartOfDay](), []
    for token in tokens:
        if token.letter == "P":
            parts.add(_part(token))
        elif token.letter not in "?~BOGZ":
            times.append(token)
    if whose is None or re.search(_NOBODY, audience):
        return None
    base = OpeningPeriod(
        day=base.day,
        precision="about" if "~" in letters else "day",
        part=parts.pop() if len(parts) == 1 else "",
        audience="" if audience in _NOBODY_LEFT_OUT else audience,
        appointment="B" in letters,
        confirmed="?" not in letters,
        wording=base.wording,
    )
    if not times and letters <= {"?", "~", "Z"}:
        return None  # "TBC" alone says nothing about being open
    return _Cell(base, whose, tuple(times))


def _of_some(tokens: list[Token]) -> bool:
    """Whether an audience, an appointment or a zone stands after one of several stretches, but not after each."""
    said: list[set[str]] = []
    for token in (one for one in tokens if one.letter in "CGBZ"):
        if token.letter == "C":
            said.append(set())
        elif said:
            said[-1].add(token.letter)
    each = [first | second for first, second in zip(said[::2], said[1::2], strict=False)]
    return any(each[:-1]) and any(one != each[0] for one in each)


def _without_last_entry(tokens: list[Token]) -> list[Token]:
    """`tokens` without "not accessible from 19.00 and": last entry is not closing."""
    letters = "".join(token.letter for token in tokens)
    kept = list(tokens)
    for found in reversed(list(re.finditer("&?EC&?", letters))):
        both = found[0].startswith("&") and found[0].endswith("&")
        kept[found.start() : found.end()] = [tokens[found.start()]] if both else []
    return kept


def _part(token: Token) -> PartOfDay:
    groups = token.found.groupdict()
    if half := groups.get("half"):
        return "morning" if half.startswith("a") else "afternoon"
    return _PARTS[groups["part"]]


def _periods(cell: _Cell) -> tuple[OpeningPeriod, ...]:
    """The periods that the tokens of time state; () when they make no sense together."""
    shape = "".join(token.letter for token in cell.times)
    base = cell.base
    if re.match(r"D[^D]*$", shape):  # the cell repeats its own day
        if not _same_day(cell.times[0], base.day):
            return ()
        cell = cell._replace(times=cell.times[1:])
        shape = shape[1:]
    if shape in ("", "&") and base.part:
        return (replace(base, precision="part"),)
    if shape in ("", "&"):
        return (replace(base, precision="day"),)
    if shape == "X":
        return () if base.audience or base.part else (replace(base, closed=True),)
    for pattern, rule in _SHAPES:
        if re.fullmatch(pattern, shape):
            return _stretches(base, rule(cell))
    return ()


def _stretches(base: OpeningPeriod, stretches: list[Stretch] | None) -> tuple[OpeningPeriod, ...]:
    if not all(opens or closes for opens, closes in stretches or ()):
        return ()  # the zone's label contradicts the calendar
    precision = "about" if base.precision == "about" else "exact"
    return tuple(replace(base, opens=opens, closes=closes, precision=precision) for opens, closes in stretches or ())


def _same_day(token: Token, day: date) -> bool:
    """Whether a token D names `day`."""
    if alone := token.found.groupdict().get("alone"):
        return WEEKDAYS[day.weekday()].startswith(alone[:3])
    return read_date(token.found, day) == day


def _clocks(cell: _Cell) -> list[Reading] | None:
    """The readings of the cell's clock times; None when one of them is impossible."""
    read = [reading(token.found) for token in cell.times if token.letter == "C"]
    return [one for one in read if one] if all(read) else None


def _round_the_clock(cell: _Cell) -> list[Stretch]:
    return [(cell.at(0), cell.at(DAY_MINUTES))]


def _one(cell: _Cell) -> int | None:
    """The single clock time of a cell that has one, midnight as None; -1 when it cannot be relied on."""
    clocks = _clocks(cell)
    return clocks[0].minutes if clocks and clocks[0].sure else -1


def _until(cell: _Cell) -> list[Stretch] | None:
    minutes = _one(cell) or DAY_MINUTES  # 00:00 and midnight: the end of the day
    opens = cell.at(0) if cell.times[0].letter == "A" else None
    return None if minutes < 0 else [(opens, cell.at(minutes))]


def _from(cell: _Cell) -> list[Stretch] | None:
    minutes = _one(cell) or 0
    closes = cell.at(DAY_MINUTES) if cell.times[0].letter == "A" else None
    return None if minutes < 0 else [(cell.at(minutes), closes)]


def _ranges(cell: _Cell) -> list[Stretch] | None:
    clocks = _clocks(cell)
    if clocks is None:
        return None
    found: list[Stretch] = []
    for first, last in zip(clocks[::2], clocks[1::2], strict=True):
        pair = _pair(first, last)
        if pair is None:
            return None
        found.append((cell.at(pair[0]), cell.at(pair[1])))
    return found


def _pair(first: Reading, last: Reading) -> tuple[int, int] | None:
    """Opening and closing minutes of "first to last", closing on the next day where it must.

    None when the 12-hour and the 24-hour clock would both do: "9-5", "9:00-5:00", "8:30 to 1:00 a.m.".
    """
    opens = first.minutes or 0
    closes = last.minutes or DAY_MINUTES
    if last.meridiem and not first.meridiem and not (first.sure and first.padded):
        opens = opens % (12 * 60) + (12 * 60 if last.meridiem == "p" else 0)  # "2 to 5 p.m."
        if opens >= closes:
            opens -= 12 * 60  # "9 to 5 p.m."
        return (opens, closes) if 0 <= opens < closes else None
    if not (first.sure and last.sure):
        return (opens, closes) if opens < closes and closes > 12 * 60 else None  # "8-20" can only be one thing
    if closes <= opens and not (first.padded or last.padded):
        return None
    if closes <= opens:
        closes += DAY_MINUTES
    return opens, closes


def _over_days(cell: _Cell) -> list[Stretch] | None:
    """ "from Saturday 12 midday to Monday 12 midnight", cut to the day of the cell."""
    clocks = _clocks(cell)
    ends = [_near(token, cell.base.day, back) for token, back in zip(_days(cell), (True, False), strict=True)]
    if not clocks or None in ends or not all(read.sure for read in clocks):
        return None
    begin, end = ends
    day = cell.base.day
    if begin is None or end is None or not begin <= day <= end:
        return None
    if end - begin >= timedelta(days=7) and any("alone" in token.found.groupdict() for token in _days(cell)):
        return None  # the weekdays named are of another stretch than this day's
    opens = (clocks[0].minutes or 0) if begin == day else 0
    closes = (clocks[1].minutes or DAY_MINUTES) if end == day else DAY_MINUTES
    return [(cell.at(opens), cell.at(closes))] if opens < closes else None


def _days(cell: _Cell) -> list[Token]:
    return [token for token in cell.times if token.letter == "D"]


def _near(token: Token, day: date, back: bool) -> date | None:
    """The day a token D names: of a bare weekday the last one before, or the next one after, `day`."""
    if alone := token.found.groupdict().get("alone"):
        weekday = next(n for n, name in enumerate(WEEKDAYS) if name.startswith(alone[:3]))
        ahead = (weekday - day.weekday()) % 7
        return day + timedelta(days=ahead - 7 if back and ahead else ahead)
    return read_date(token.found, day)


_SHAPES: tuple[tuple[str, Callable[[_Cell], list[Stretch] | None]], ...] = (
    ("A", _round_the_clock),
    ("A?TC|XFC", _until),
    ("A?FC|XTC", _from),
    ("F?CTC(?:&?F?CTC)*", _ranges),
    ("A?F?DCTDC", _over_days),
)
"""Which sequences of tokens make sense, and how they are read."""


def last_entry(wording: str, day: date, zone: ZoneInfo) -> datetime | None:
    """After when nobody is let in, where a cell names it: "not accessible from 19.00 and has to close at 20.00"."""
    tokens = _tokens(plain(wording)) if len(wording) <= LONGEST and day.year in YEARS else None
    for one, two in zip(tokens or (), (tokens or ())[1:], strict=False):
        if one.letter == "E" and two.letter == "C":
            read = reading(two.found)
            if read and read.sure and read.minutes is not None:
                return at_reading(day, read.minutes, Whose(zone))
    return None
