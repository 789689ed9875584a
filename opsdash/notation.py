"""Times as advisories write them: `23h59 CEST`, `1400hrs (Brussels Time)`, `2h00 a.m.`, `midnight (CEST)`.

What can be read in two ways is never guessed: it comes back named as ambiguous, with the wording. Pure.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from opsdash.timing import at_clock, day_name, zone_of

DAY_MINUTES = 24 * 60
LONGEST = 300
"""Characters; a longer text is prose, not a notation."""

YEARS = range(1900, 2200)
"""What can be meant; keeps the arithmetic clear of the calendar's ends."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip

MERIDIEM = r"(?:[ap]\.m\.?|[ap]m)(?![a-z])"
CLOCK = (
    rf"(?P<hour>\d{{1,2}})(?:\s*[:.h]\s*(?P<minute>\d\d)(?!\d)|\s*(?P<unit>h(?:rs?|ours)?\b|o'clock))?"
    rf"(?:\s*(?P<twelve>noon|midday|midnight)\b|\s*(?:h(?:rs?|ours)?\b)?\s*(?P<meridiem>{MERIDIEM}))?(?!\d)"
)
"""A clock time in lower case: `23h59`, `19.00`, `8:30am`, `12 noon`, `20h`; a bare `9` as well."""
MILITARY = r"(?P<four>[0-2]\d[0-5]\d)(?:\s*h(?:rs?|ours)?\b)?(?!\d)"
WORD = r"(?P<word>noon|midday|midnight)\b"
_ANY_CLOCK = rf"(?:{MILITARY}|{WORD}|{CLOCK})"  # left to `re` to compile when first used: it costs start-up

_MONTH = "|".join(f"{name[:3]}(?:{name[3:]}|t)?" for name in _MONTHS)
_WEEKDAY = "|".join(f"{name[:3]}(?:{name[3:]}|{name[3:5]}|{name[3:4]})?" for name in WEEKDAYS)
DATE = (
    rf"(?:(?P<weekday>{_WEEKDAY})\b\.?,?\s*(?:the\s+)?)?"
    rf"(?P<dom>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?,?(?:\s+(?P<year>\d{{4}}))?"
)
"""A date in lower case, day before month: `thursday 28 september 2023`, `23 april`."""
WEEKDAY = rf"(?P<alone>{_WEEKDAY})\b\.?"

_FIXED = {
    "utc": ("UTC", 0), "gmt": ("Europe/London", 0), "bst": ("Europe/London", 60),
    "wet": ("Europe/Lisbon", 0), "west": ("Europe/Lisbon", 60),
    "cet": ("Europe/Brussels", 60), "cest": ("Europe/Brussels", 120),
    "eet": ("Europe/Helsinki", 120), "eest": ("Europe/Helsinki", 180), "trt": ("Europe/Istanbul", 180),
    "est": ("America/New_York", -300), "edt": ("America/New_York", -240),
}  # fmt: skip
ZONE = rf"(?P<abbreviation>{'|'.join(sorted(_FIXED, key=len, reverse=True))})\b|(?P<city>[a-z][a-z .'-]*?)\s+time\b"
"""Whose time it is, in lower case: `cest`, `brussels time`, `local time`."""


class Reading(NamedTuple):
    """A clock time as read.

    Attributes:
        minutes: after midnight, 0 to 1440; None for "midnight", which may be either end of a day.
        sure: the notation leaves no doubt between the 12-hour and the 24-hour clock; False for a bare "9".
        padded: written in a form only the 24-hour clock uses ("08:30", "20h", "0830"), or with a.m. or p.m.
        meridiem: "a", "p" or "".
    """

    minutes: int | None
    sure: bool = True
    padded: bool = True
    meridiem: str = ""


def plain(wording: str) -> str:
    """`wording` in lower case with plain dashes, quotes and single spaces, for matching only."""
    text = unicodedata.normalize("NFKC", wording).casefold()
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text).replace("\u2019", "'")
    return re.sub(r"\s+", " ", text).strip()


def reading(found: "re.Match[str]") -> Reading | None:
    """What a match of CLOCK, MILITARY or WORD says; None for an impossible time such as 25:00 or 13 p.m."""
    groups = found.groupdict()
    if groups.get("four"):
        minutes = int(groups["four"][:2]) * 60 + int(groups["four"][2:])
        return Reading(minutes) if minutes <= DAY_MINUTES else None
    if word := groups.get("word"):
        return Reading(None if word == "midnight" else 12 * 60)
    hour, minute = int(groups["hour"]), int(groups["minute"] or 0)
    if word := groups["twelve"]:
        return (Reading(None) if word == "midnight" else Reading(12 * 60)) if (hour, minute) == (12, 0) else None
    if meridiem := groups["meridiem"]:
        if not 1 <= hour <= 12 or minute > 59:
            return None
        return Reading((hour % 12 + (12 if meridiem[0] == "p" else 0)) * 60 + minute, meridiem=meridiem[0])
    minutes = hour * 60 + minute
    if minute > 59 or minutes > DAY_MINUTES:
        return None
    marked = bool(groups["minute"] or groups["unit"])
    return Reading(minutes, sure=marked, padded=hour > 12 or groups["hour"][0] == "0" or "h" in found[0])


def parse_clock(wording: str) -> int | None:
    """Minutes after midnight (0 to 1440) of a clock time alone: `23h59`, `1400hrs`, `2h00 a.m.`, `12 noon`.

    None for "midnight" (which end of the day?), for a bare number and for anything else.
    """
    found = re.fullmatch(_ANY_CLOCK, plain(wording)) if len(wording) <= LONGEST else None
    read = reading(found) if found else None
    return read.minutes if read and read.sure else None


class Whose(NamedTuple):
    """Whose time a notation names.

    Attributes:
        zone: to read the clock in.
        offset: minutes east of UTC where an abbreviation fixes it (CEST: 120), else None.
        label: as written; "" when no zone is named.
    """

    zone: ZoneInfo
    offset: int | None = None
    label: str = ""


def whose_time(found: "re.Match[str]", venue: ZoneInfo) -> Whose | None:
    """The zone that a match of ZONE names; "local time" is the venue's. None for a place nobody knows."""
    if label := found["abbreviation"]:
        name, offset = _FIXED[label]
        return Whose(zone_of(name), offset, label.upper())
    city = found["city"].removeprefix("the ")
    if city in ("local", "venue", ""):
        return Whose(venue)
    name = _cities().get(city.replace(" ", "_"), "")
    return Whose(zone_of(name), None, f"{city.title()} time") if name else None


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """IANA zones by the city in their name."""
    return {name.rsplit("/", 1)[1].casefold(): name for name in sorted(available_timezones()) if "/" in name}


def at_reading(day: date, minutes: int, whose: Whose) -> datetime | None:
    """The instant of `minutes` after midnight on `day` there; None when the label contradicts the calendar.

    "CET" in June is either a slip for CEST or an hour later: nobody can tell, so nobody is told.
    """
    at = at_clock(day, minutes, whose.zone)
    if whose.offset is None:
        return at
    wanted = timedelta(minutes=whose.offset)
    for fold in (0, 1):
        if (candidate := at.replace(fold=fold)).utcoffset() == wanted:
            return candidate
    return None


def read_date(found: "re.Match[str]", near: date | None) -> date | None:
    """The day a match of DATE names; without a year the one nearest to `near`. None for 31 June, or a
    weekday that is another day's."""
    month = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(found["month"][:3]))
    if not found["year"] and near is None:
        return None
    years = (int(found["year"]),) if found["year"] else (near.year, near.year - 1, near.year + 1) if near else ()
    days = [day for year in years if (day := _day(year, month, int(found["dom"])))]
    if not days:
        return None
    day = min(days, key=lambda one: abs(one - near)) if near else days[0]
    weekday = found["weekday"]
    return None if weekday and not WEEKDAYS[day.weekday()].startswith(weekday[:3]) else day


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


class Moment(NamedTuple):
    """A published point in time.

    Attributes:
        at: the instant, in the zone it was published in; None when it cannot be told.
        day: the day named there.
        zone: IANA zone it was published in, when its clock is not the venue's; "" otherwise.
        ambiguous: why `at` is None, as a sentence; "" when it is known.
        wording: as published.
    """

    at: datetime | None
    day: date | None
    zone: str
    ambiguous: str
    wording: str


_ISO_DATE = r"\b(\d{4})-(\d\d)-(\d\d)\b"


def parse_moment(wording: str, zone: ZoneInfo, near: date | None = None) -> Moment:
    """The instant that `wording` names, for a venue in `zone`. Never raises.

    Args:
        near: the day meant when only a clock time is given, and what a date without a year is nearest to.

    "midnight" is named as ambiguous: "28 September, at midnight" may be either end of that day.
    """
    text = plain(wording)
    if len(text) > LONGEST:
        return Moment(None, None, "", "This is prose, not a time.", wording)
    day, text = _take_day(text, near)
    whose: Whose | None = Whose(zone)
    if named := re.search(ZONE, text):
        whose = whose_time(named, zone)
        text = f"{text[: named.start()]} {text[named.end() :]}"
    clocks = [read for found in re.finditer(_ANY_CLOCK, text) if (read := reading(found)) and read.sure]
    minutes = clocks[0].minutes if len(clocks) == 1 else None
    if day is None or whose is None or minutes is None:
        foreign = whose.zone.key if whose and whose.label else ""
        return Moment(None, day, foreign, _doubt(day, whose, clocks), wording)
    at = at_reading(day, minutes, whose)
    if at is None:
        return Moment(None, day, whose.zone.key, f"{whose.label} is not in force on {day_name(day)}.", wording)
    foreign = "" if at.utcoffset() == at.astimezone(zone).utcoffset() else whose.zone.key
    return Moment(at, day, foreign, "", wording)


def _take_day(text: str, near: date | None) -> tuple[date | None, str]:
    """The day that `text` names (or `near`), and the text without it."""
    if iso := re.search(_ISO_DATE, text):
        return _day(*map(int, iso.groups())), text.replace(iso[0], " ")
    if found := re.search(DATE, text):
        return read_date(found, near), f"{text[: found.start()]} {text[found.end() :]}"
    return near if near and near.year in YEARS else None, text


def _doubt(day: date | None, whose: Whose | None, clocks: list[Reading]) -> str:
    """Why the instant cannot be told."""
    if day is None:
        return "It names no day, or one that is not in the calendar with that weekday."
    if whose is None:
        return "It names a zone that is not known."
    if not clocks:
        return f"It names {day_name(day)}, but no time."
    if len(clocks) > 1:
        return f"It names several times on {day_name(day)}."
    return f"Midnight may be the start or the end of {day_name(day)}."
