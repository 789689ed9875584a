"""Clock times in a query: "at 14:00", "at 3pm", "from 14:00 to 16:00", "until noon", "half past six", "18h30"."""

import re
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from opsdash.render.night import NIGHT_ENDS

Bound = Literal["at", "until", "before", "after", "from", "since"]
"""How a time bounds what is asked: "at" and what is like it asks of that moment, the others of a stretch; "since" of
one that is over."""

_BOUNDS: dict[str, Bound] = {
    "until": "until", "till": "until", "to": "until", "and": "until", "before": "before", "after": "after",
    "from": "from", "since": "since",
}  # fmt: skip

_NO_UNIT = (
    r"(?!\s*(?:h|hours?|hrs?|mins?|minutes?|m|km|metres?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b)"
)
"""Behind a number that is no hour: a length, or a date."""
_WORDS = r"(?:at|by|from|until|till|after|before|around|about|for|to|and|between|since)"
_TIME = re.compile(
    rf"(?P<word>\b{_WORDS}\s+)?(?<![\w:.])(?:(?P<hour>\d{{1,2}})(?:(?P<sep>[:.])(?P<minute>\d\d))?"
    r"(?P<half>\s*[ap]\.?m\b\.?)?(?P<oclock>\s*o['’]?clock\b)?|(?P<name>noon|midday|midnight))(?![\w:]|\.\d)"
    + _NO_UNIT,
    re.IGNORECASE,
)
_NAMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_LEADING = ("at", "by", "until", "till", "after", "before", "around", "since")
"""Words after which a bare number is an hour."""

SPELT = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HOUR = rf"(?P<hour>{'|'.join(SPELT)}|1[0-2]|[1-9])"
_PAST = re.compile(
    rf"\b(?P<part>half\s+past|(?:a\s+)?quarter\s+(?:past|to)|(?:five|ten|twenty|5|10|20)\s+past)\s+(?:{_HOUR}|(?P<name>noon|midday|midnight))\b(?![:.]\d)",
    re.IGNORECASE,
)
_AT = re.compile(
    rf"(?P<word>\b(?:{'|'.join(_LEADING)})\s+){_HOUR}\b(?=\s*(?:$|[?!.,]|o['’]?clock|[ap]\.?m\b|to(?:day|morrow|night)\b|in\s|on\s))",
    re.IGNORECASE,
)
_PARTS = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20}

_MINUTES = {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty five": 45, "fifty": 50}
_SPOKEN = re.compile(
    rf"(?P<word>\b(?:{'|'.join((*_LEADING, 'from'))})\s+)(?P<hour>{'|'.join(SPELT)})[\s-]+"
    r"(?P<minutes>fifteen|twenty|thirty|forty[\s-]five|forty|fifty)\b",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    rf"(?P<word>\b{_WORDS}\s+)(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?:\s*h(?:ours|rs)?\b|(?![\w:.]))(?!\s*(?:m|km|metres?|min)\b)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(?:(?P<word>\b[a-z]+)\s+)?(?<![\w:./–-])(?P<one>\d{1,2})\s*(?P<join>to|until|till|and|[–-])\s*(?P<other>\d{1,2})"
    r"(?P<half>\s*[ap]\.?m\b)?(?![\w:/–-]|\.\d)" + _NO_UNIT,
    re.IGNORECASE,
)
_SPANNING = ("from", "between")
_NAMING = re.compile(
    r"""(?:for|in|next|rooms?|pools?|gates?|levels?|halls?|zone|row|bays?|stand|position|january|february|march|april|may|
    june|july|august|september|october|november|december)""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words after which "3-5" is no range of hours: so many of them, numbers of their own, days of a month."""
_LETTER = re.compile(
    r"(?P<word>\b(?:at|by|from|until|till|before|to|and)\s+)?(?<!\bfor )(?<!\bin )(?<![\w:.])"
    r"(?<!\bnext )(?<!\blast )(?<!\bpast )"
    r"(?P<hour>\d{1,2})(?:\s?h(?P<minute>[0-5]\d)?|[.:](?P<before>[0-5]\d)\s?h)\b",
    re.IGNORECASE,
)
"""18h, 18h30 and 18.30h; without a word before it less than 13h is a length of time."""

WORKING = 7
"""The first hour that is meant by its number alone on another day; "tomorrow at 3" is in the afternoon."""


class Clock(NamedTuple):
    """What a query says of the clock.

    Attributes:
        hours: the time asked about; two where it may be before or after noon, the likelier first; () for none.
        minutes: until the second time it names, 0 where it names one. rest: the query without them.
        bound: how the only time bounds what is asked; "at" where there are two.
    """

    hours: tuple[time, ...]
    minutes: int
    rest: str
    bound: Bound = "at"


def clock_of(text: str) -> Clock:
    """The clock times in `text`; one that is no time of day is a word like others."""
    given, text = text, _AT.sub(_in_digits, _PAST.sub(_in_digits, _SPOKEN.sub(_spoken, text)))
    text = _RANGE.sub(_ranging, text)
    text = _LETTER.sub(_with_colon, _COMPACT.sub(_with_colon, text))
    found, rest, end, bound = list[tuple[time, ...]](), list[str](), 0, ""
    for match in _TIME.finditer(text):
        hours = _hours(match)
        if hours and len(found) < 2:
            found.append(hours)
            bound = bound or (match["word"] or "at").strip().lower()
            rest.append(text[end : match.start()])
            end = match.end()
    if not found:
        return Clock((), 0, given)
    minutes = 0
    if len(found) == 2:
        first, *others = (hours[0].hour * 60 + hours[0].minute for hours in (found[0], *((one,) for one in found[1])))
        minutes = min((last - first) % (24 * 60) for last in others)
    return Clock(found[0], minutes, " ".join((*rest, text[end:])), "at" if minutes else _BOUNDS.get(bound, "at"))


def _with_colon(match: re.Match[str]) -> str:
    """1830, 18h30 and 18h as "18:30"; what is a length of time as it was."""
    parts, hour, word = match.groupdict(), int(match["hour"]), match["word"] or ""
    minute = parts["minute"] or parts.get("before") or "00"
    return f"{word}{hour:02}:{minute}" if hour < 24 and (word or hour > 12) else match[0]


def _ranging(match: re.Match[str]) -> str:
    """ "3-5pm" as "3pm to 5pm", "11-1pm" as "11am to 1pm"; "from 9 to 10" with o'clocks, before or after noon."""
    word, one, other = match["word"] or "", int(match["one"]), int(match["other"])
    half = (match["half"] or "").strip().lower()[:1]
    joins = ("to", "-", "–") if word.lower() not in _SPANNING else ("to", "-", "–", "until", "till", "and")
    if match["join"].lower() not in joins or max(one, other) > 24 or (half and max(one, other) > 12):
        return match[0]
    if half:
        early = half if one % 12 <= other % 12 else "ap".replace(half, "")
        return f"{word} {one}{early}m to {other}{half}m"
    return match[0] if _NAMING.fullmatch(word) else f"{word} {one % 24} o'clock to {other % 24} o'clock"


def _spoken(match: re.Match[str]) -> str:
    """ "at six thirty" as "at 6:30 o'clock", which may be before or after noon."""
    minutes = _MINUTES[" ".join(match["minutes"].lower().replace("-", " ").split())]
    return f"{match['word']}{SPELT.index(match['hour'].lower()) + 1}:{minutes} o'clock"


def _in_digits(match: re.Match[str]) -> str:
    """A spoken time as "6:30 o'clock", which may be before or after noon; "at seven" as "at 7"."""
    parts = match.groupdict()
    name = (parts.get("name") or "").lower()
    told = (match["hour"] or "twelve").lower()
    hour = int(told) if told.isdigit() else SPELT.index(told) + 1
    if "part" not in parts:
        return f"{parts['word']}{hour}"
    words = match["part"].lower().split()
    minute = next((_PARTS.get(word) or int(word) for word in words if word in _PARTS or word.isdigit()), 0)
    if words[-1] == "to":
        hour, minute = (hour - 2) % 12 + 1, 60 - minute
    if name:
        return f"{(hour % 12 + 12 * ((name == 'midnight') == (words[-1] == 'to'))):02}:{minute:02}"
    return f"{hour}:{minute:02} o'clock"


def _hours(match: re.Match[str]) -> tuple[time, ...]:
    if match["name"]:
        return (_NAMES[match["name"].lower()],)
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].strip().lower()[0] == "p" else 0) if 0 < hour <= 12 else 24
    if (hour, minute, match["sep"]) == (24, 0, ":"):
        hour = 0
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
    if (hour, minute) == (12, 0):
        return (time(12),)
    said, other = time(hour, minute), time((hour + 12) % 24, minute)
    return (other, said) if hour < WORKING else (said, other)


def last_of(hours: tuple[time, ...], day: date | None, now: datetime) -> datetime:
    """The instant that is meant at `now` (venue time) by who says since when: the last one that is over, on `day`
    where one is named."""
    if day and day != now.date():
        return datetime.combine(day, hours[0], now.tzinfo)
    days = (day,) if day else (now.date(), now.date() - timedelta(days=1))
    every = [datetime.combine(one, hour, now.tzinfo) for one in days for hour in hours]
    return max((one for one in every if one <= now), default=every[0])


def instant_of(hours: tuple[time, ...], day: date | None, now: datetime, night: bool = False) -> datetime | None:
    """The instant that is meant at `now` (venue time): the first to come, on `day` where one is named; None where
    the calendar ends. Of a `night` the hours before its end are of the next date."""
    today, more = now.date(), timedelta(days=1)
    try:
        if day and day != today:
            return datetime.combine(day + more if night and hours[0].hour < NIGHT_ENDS else day, hours[0], now.tzinfo)
        every = [datetime.combine(today, hour, now.tzinfo) for hour in hours]
        every += [one + more for one in every if day is None or (night and one.hour < NIGHT_ENDS)]
    except OverflowError:
        return None
    return min((one for one in every if one >= now), default=every[0])
