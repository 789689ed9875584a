"""Dates and times as people write them into cells. What can be meant in two ways is refused, never guessed.

Understood are `2025-06-25`, `2025/06/25`, `25 June 2025`, `June 25, 2025`, `25.06.2025` (points: the day comes first
wherever they are used), and with slashes or hyphens `25/06/2025`, where the order follows from the configuration or
from the sheet itself: one date such as 25/06 shows it for all. Clock times: `14:30`, `14.30`, `14h30`, `2:30 PM`.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from opsdash.timing import YEARS

Order = Literal["", "dmy", "mdy", "iso"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_DATES = tuple(
    re.compile(_WEEKDAY + pattern + r"(?=$|[\sT,])", re.IGNORECASE)
    for pattern in (
        r"(?P<iso>\d{4})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)(?P<third>\d{1,2})",
        r"(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4}|\d\d)",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH}[\s,-]+(?P<year>\d{{4}})",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    )
)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d))?(?::(?P<second>\d\d)(?:\.\d+)?)?\s*(?:(?P<half>[ap])\.?m\.?)?$",
    re.IGNORECASE,
)


class Evidence(NamedTuple):
    """What a sheet shows of the order of day and month.

    Attributes:
        order: "dmy" or "mdy"; "" when nothing shows it, or both are shown.
        example: a date that shows it.
        contrary: both orders are shown.
    """

    order: Order
    example: str
    contrary: bool


def evidence(cells: Iterable[str]) -> Evidence:
    """Which order the dates in `cells` can only have."""
    shown: dict[Order, str] = {}
    for cell in cells:
        found = _DATES[1].match(cell.strip())
        if found and found["sep"] != "." and len(shown) < 2:
            first, second = int(found["first"]), int(found["second"])
            if first > 12 >= second:
                shown.setdefault("dmy", found[0])
            elif second > 12 >= first:
                shown.setdefault("mdy", found[0])
    if len(shown) == 1:
        (order, example), *_ = shown.items()
        return Evidence(order, example, False)
    return Evidence("", " and ".join(shown.values()), bool(shown))


def read_day(text: str, order: Order) -> tuple[date | None, str]:
    """The day that `text` begins with (None when it begins with none), and what stands behind it. Raises ValueError."""
    text = text.strip()
    for pattern in _DATES:
        if found := pattern.match(text):
            return _day(found, order), text[found.end() :].strip(" ,T")
    return None, text


def _day(found: "re.Match[str]", order: Order) -> date:
    groups = found.groupdict()
    if groups.get("iso"):
        year, month, day = int(groups["iso"]), int(groups["second"]), int(groups["third"])
    elif name := groups.get("month"):
        year, month, day = int(groups["year"]), _MONTHS.index(name[:3].lower()) + 1, int(groups["day"])
    else:
        year, month, day = _numeric(found, order)
    try:
        known = date(year, month, day)
    except ValueError:
        raise ValueError(f"the date {found[0]!r} is not in the calendar") from None
    if known.year not in YEARS:
        raise ValueError(f"the date {found[0]!r} has a year that cannot be meant")
    return known


def _numeric(found: "re.Match[str]", order: Order) -> tuple[int, int, int]:
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    if found["sep"] == ".":
        order = "dmy"
    if order == "iso":
        raise ValueError(f'the date {found[0]!r} does not begin with the year, as dates = "iso" promises')
    if len(found["year"]) == 2:
        if not order:
            raise ValueError(f"the date {found[0]!r} may begin with the year, the month or the day: set dates")
        year += 2000
    if not order and first <= 12 and second <= 12 and first != second:
        raise ValueError(f'the date {found[0]!r} may begin with day or month: set dates = "dmy" or "mdy"')
    by_month = order == "mdy" or (not order and second > 12)
    return (year, first, second) if by_month else (year, second, first)


def read_clock(text: str) -> int | None:
    """Minutes after midnight, up to 24:00; None when `text` is no clock time. Raises ValueError for 25:00."""
    found = _CLOCK.match(text.strip())
    if not found or not (found["minute"] or found["half"]):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if half := found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"there is no time {text!r}")
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    if minute > 59 or hour * 60 + minute > 24 * 60:
        raise ValueError(f"there is no time {text!r}")
    return hour * 60 + minute
