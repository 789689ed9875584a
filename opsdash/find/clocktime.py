"""Clock times in a query: "at 14:00", "at 3pm", "from 14:00 to 16:00", "at noon", "half past six", "at seven"."""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

_WORDS = r"(?:at|by|from|until|till|after|before|around|about|for|to|and|between)"
_TIME = re.compile(
    rf"(?P<word>\b{_WORDS}\s+)?(?<![\w:.])(?:(?P<hour>\d{{1,2}})(?:(?P<sep>[:.])(?P<minute>\d\d))?"
    r"(?P<half>\s*[ap]\.?m\b\.?)?(?P<oclock>\s*o['’]?clock\b)?|(?P<name>noon|midday|midnight))(?![\w:]|\.\d)"
    r"(?!\s*(?:h|hours?|hrs?|min|mins|minutes?|m|km|metres?|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b)",
    re.IGNORECASE,
)
_NAMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_LEADING = ("at", "by", "until", "till", "after", "before", "around")
"""Words after which a bare number is an hour."""

_SPELT = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HOUR = rf"(?P<hour>{'|'.join(_SPELT)}|1[0-2]|[1-9])"
_PAST = re.compile(
    rf"\b(?P<part>half\s+past|(?:a\s+)?quarter\s+(?:past|to)|(?:five|ten|twenty|5|10|20)\s+past)\s+{_HOUR}\b(?![:.]\d)",
    re.IGNORECASE,
)
_AT = re.compile(
    rf"(?P<word>\b(?:{'|'.join(_LEADING)})\s+){_HOUR}\b(?=\s*(?:$|[?!.,]|o['’]?clock|[ap]\.?m\b|to(?:day|morrow|night)\b|in\s|on\s))",
    re.IGNORECASE,
)
_PARTS = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20}

WORKING = 7
"""The first hour that is meant by its number alone on another day; "tomorrow at 3" is in the afternoon."""


class Clock(NamedTuple):
    """What a query says of the clock.

    Attributes:
        hours: the time asked about; two where it may be before or after noon, the likelier first; () for none.
        minutes: until the second time it names, 0 where it names one. rest: the query without them.
    """

    hours: tuple[time, ...]
    minutes: int
    rest: str


def clock_of(text: str) -> Clock:
    """The clock times in `text`; one that is no time of day is a word like others."""
    given, text = text, _AT.sub(_in_digits, _PAST.sub(_in_digits, text))
    found, rest, end = list[tuple[time, ...]](), list[str](), 0
    for match in _TIME.finditer(text):
        hours = _hours(match)
        if hours and len(found) < 2:
            found.append(hours)
            rest.append(text[end : match.start()])
            end = match.end()
    if not found:
        return Clock((), 0, given)
    minutes = 0
    if len(found) == 2:
        first, last = (hours[0].hour * 60 + hours[0].minute for hours in found)
        minutes = (last - first) % (24 * 60)
    return Clock(found[0], minutes, " ".join((*rest, text[end:])))


def _in_digits(match: re.Match[str]) -> str:
    """A spoken time as "6:30 o'clock", which may be before or after noon; "at seven" as "at 7"."""
    told, parts = match["hour"].lower(), match.groupdict()
    hour = int(told) if told.isdigit() else _SPELT.index(told) + 1
    if "part" not in parts:
        return f"{parts['word']}{hour}"
    words = match["part"].lower().split()
    minute = next((_PARTS.get(word) or int(word) for word in words if word in _PARTS or word.isdigit()), 0)
    if words[-1] == "to":
        hour, minute = (hour - 2) % 12 + 1, 60 - minute
    return f"{hour}:{minute:02} o'clock"


def _hours(match: re.Match[str]) -> tuple[time, ...]:
    if match["name"]:
        return (_NAMES[match["name"].lower()],)
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].strip().lower()[0] == "p" else 0) if 0 < hour <= 12 else 24
    if hour > 23 or minute > 59:
        return ()
    word = (match["word"] or "").strip().lower()
    exact = match["sep"] == ":" and not match["oclock"]
    if match["half"] or exact or (match["sep"] and word and not match["oclock"]):
        return (time(hour, minute),)
    if not (match["oclock"] or (word in _LEADING and not match["sep"])):
        return ()
    if not 0 < hour <= 12:
        return (time(hour, minute),)
    said, other = time(hour, minute), time((hour + 12) % 24, minute)
    return (other, said) if hour < WORKING else (said, other)


def instant_of(hours: tuple[time, ...], day: date | None, now: datetime) -> datetime | None:
    """The instant that is meant at `now` (venue time): the first to come, on `day` where one is named; None where
    the calendar ends."""
    today = now.date()
    try:
        if day and day != today:
            return datetime.combine(day, hours[0], now.tzinfo)
        days = (today,) if day else (today, today + timedelta(days=1))
        every = [datetime.combine(one, hour, now.tzinfo) for one in days for hour in hours]
    except OverflowError:
        return None
    return min((one for one in every if one >= now), default=every[0])
