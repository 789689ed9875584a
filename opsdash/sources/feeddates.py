"""Dates of feeds: RFC 822 with all that is made of it, and ISO 8601.

feedparser reads dates too, but takes what has no zone, or one it does not know ("CEST"), for UTC, and "2:00 PM" for
two in the morning. A headline two hours off is a wrong status.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from opsdash.notation import ZONE, at_reading, whose_time
from opsdash.sources.reading import Zoning
from opsdash.timing import YEARS

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RFC822 = re.compile(
    r"(?:[a-z]{2,9}\.?,?\s+)?(?P<day>\d{1,2})[\s-]+(?P<month>[a-z]{3,9})\.?[\s-]+(?P<year>\d{4}|\d\d),?\s+"
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?"
    r"(?:\s*(?P<offset>[+-]\d\d:?\d\d)|\s+(?P<zone>[a-z]{1,5}))?(?:\s*\([^()]*\))?$",
    re.IGNORECASE,
)
_OFFSETS = {"ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
            "pst": -8, "pdt": -7}  # fmt: skip
"""The zones that RFC 822 names, in hours. Other abbreviations are read as advisories are."""


def read_date(text: str, zones: Zoning) -> datetime:
    """The instant of a feed's date in UTC. Raises ValueError with a sentence."""
    found = _RFC822.match(text) if len(text) <= 100 else None
    if found:
        return _rfc822(found, zones)
    if re.match(r"\d{4}-?\d\d-?\d\d$", text):
        raise ValueError(f"the date {text!r} names no time")
    try:
        return zones.instant(text)
    except ValueError:
        raise ValueError(f"the date {text[:60]!r} cannot be read") from None


def _rfc822(found: "re.Match[str]", zones: Zoning) -> datetime:
    """ "Wed, 25 Jun 2025 14:00:00 GMT". The name of the weekday is not believed."""
    unknown = ValueError(f"the date {found[0]!r} cannot be read")
    day, minutes = _day(found), _minutes(found)
    if day is None or minutes is None:
        raise unknown
    second = timedelta(seconds=int(found["second"] or 0))
    if offset := found["offset"]:
        digits = offset[1:].replace(":", "")
        length = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return _fixed(day, minutes, -length if offset[0] == "-" else length) + second
    name = (found["zone"] or "").lower()
    if name in _OFFSETS:
        return _fixed(day, minutes, timedelta(hours=_OFFSETS[name])) + second
    if not name:
        return zones.instant(f"{day.isoformat()}T{minutes // 60:02}:{minutes % 60:02}") + second
    at = _named(day, minutes, name, zones.zone)
    if at is None:
        raise ValueError(f"the date {found[0]!r} names a zone that is not known or not in force then")
    return at + second


def _day(found: "re.Match[str]") -> date | None:
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += 2000 if year < 50 else 1900  # RFC 5322, 4.3
    try:
        day = date(year, _MONTHS.index(found["month"][:3].lower()) + 1, int(found["day"]))
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _minutes(found: "re.Match[str]") -> int | None:
    hour, minute = int(found["hour"]), int(found["minute"])
    if half := found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def _fixed(day: date, minutes: int, offset: timedelta) -> datetime:
    if offset >= timedelta(days=1) or offset <= -timedelta(days=1):
        raise ValueError("the date has an impossible offset")
    return datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=timezone(offset)).astimezone(UTC)


def _named(day: date, minutes: int, name: str, venue: ZoneInfo) -> datetime | None:
    zone = re.fullmatch(ZONE, name)
    whose = whose_time(zone, venue) if zone else None
    at = at_reading(day, minutes, whose) if whose else None
    return at.astimezone(UTC) if at else None
