"""What a facility's record says of its hours, as stretches of time; nothing here depends on the minute.

Four kinds of stretch. *open*: open for certain. *soft*: open some time in it, hours not published ("Open",
"Open (PM)", "from 12 midday" without a closing). *tentative*: hours that are not confirmed. *unknown*: the
text could not be read. Where none lies, a stated day is closed, and a day nobody speaks of is not known.

Inside, instants are UTC: two times of one zone compare and subtract as wall clocks in Python, which is wrong
in the hour that a clock change repeats.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from opsdash.board.items import Run
from opsdash.notation import YEARS
from opsdash.parts import OpeningPeriod, PartOfDay
from opsdash.published import last_entry
from opsdash.timing import at_clock, day_name

StretchKind = Literal["open", "soft", "tentative", "unknown"]

DAY = 24 * 60
SMALL_HOURS = 6 * 60
"""Minutes after midnight: a closing before this belongs to the evening before ("until 02:00")."""

PARTS: dict[PartOfDay, tuple[int, int]] = {
    "morning": (0, 12 * 60),
    "afternoon": (12 * 60, DAY),
    "evening": (17 * 60, DAY),
    "night": (17 * 60, DAY + SMALL_HOURS),
}
"""Within which minutes of the day a published part may lie. Generous at the end: "PM" may last until midnight."""


class Stretch(NamedTuple):
    """One claim about a stretch of time.

    Attributes:
        low, high: where it holds, UTC, half open.
        kind: see the module.
        start, end: opening and closing as published or implied; None where not published.
        day: the venue day it is published for.
        part: the part of that day, when no more is published. appointment, audience, wording: as published.
        last_entry: after when nobody is let in, None when not said.
        place: where it is then, when elsewhere than usual.
    """

    low: datetime
    high: datetime
    kind: StretchKind
    start: datetime | None
    end: datetime | None
    day: date
    part: PartOfDay = ""
    audience: str = ""
    appointment: bool = False
    wording: str = ""
    last_entry: datetime | None = None
    place: str = ""


Region = tuple[datetime, datetime]


class Plan(NamedTuple):
    """Everything one record says of its hours.

    Attributes:
        stretches: by `low`.
        stated: joined regions in which "no stretch" means closed.
        wordings: the published text of closed days.
        flags: what is odd about the record.
        days: the venue days that have a period of their own.
        week: the stretches from yesterday to eight days ahead, in venue time, for bars on a time axis.
        week_stated: the regions stated within those days, without what could not be read, in venue time.
    """

    stretches: tuple[Stretch, ...]
    stated: tuple[Region, ...]
    wordings: dict[date, str]
    flags: tuple[str, ...]
    days: frozenset[date]
    week: tuple[Run, ...] = ()
    week_stated: tuple[Region, ...] = ()


def utc(instant: datetime | None, tz: ZoneInfo) -> datetime | None:
    """`instant` in UTC, venue time where it has no offset; None outside the years that can be meant."""
    if instant is None or instant.year not in YEARS:
        return None
    return (instant if instant.tzinfo else instant.replace(tzinfo=tz)).astimezone(UTC)


@lru_cache(maxsize=4096)
def clock_utc(day: date, minutes: int, tz: ZoneInfo) -> datetime:
    """The instant when the venue's clock shows `minutes` after midnight of `day`, in UTC."""
    return at_clock(day, minutes, tz).astimezone(UTC)


def day_of(instant: datetime, tz: ZoneInfo) -> date:
    """The venue day of an instant."""
    return instant.astimezone(tz).date()


def of_periods(periods: Iterable[OpeningPeriod], margin: int | None, tz: ZoneInfo) -> tuple[list[Stretch], Plan]:
    """The stretches that published periods state, not joined yet, and the rest of a plan.

    `margin`: minutes before closing after which nobody is let in, where the record says so.
    """
    found: list[Stretch] = []
    stated: list[Region] = []
    wordings: dict[date, str] = {}
    flags: list[str] = []
    known = sorted((p for p in periods if p.day.year in YEARS), key=repr)
    for period in known:
        bounds = clock_utc(period.day, 0, tz), clock_utc(period.day, DAY, tz)
        stated.append(bounds)
        if period.closed and period.confirmed:
            wordings[period.day] = period.wording
            continue
        stretch = _stretch(period, bounds, tz)
        if stretch is None:
            flags.append(f"Its hours of {day_name(period.day)} end before they begin.")
            stretch = Stretch(*bounds, "unknown", None, None, period.day, wording=period.wording)
        if stretch.low < stretch.high:
            found.append(with_last_entry(stretch, margin, tz))
    return found, Plan((), tuple(stated), wordings, tuple(flags), frozenset(p.day for p in known))


def _stretch(period: OpeningPeriod, bounds: Region, tz: ZoneInfo) -> Stretch | None:
    """What one period states; None when it ends before it begins."""
    opens, closes = utc(period.opens, tz), utc(period.closes, tz)
    if period.closed or period.precision == "unknown":
        opens = closes = None
    low, high = bounds
    part: PartOfDay = "" if opens or closes or period.closed else period.part
    if part:
        low, high = (clock_utc(period.day, minutes, tz) for minutes in PARTS[part])
    if opens:
        low, high = opens, max(high, clock_utc(day_of(opens, tz), DAY, tz))
    if closes:
        high = closes
        if high < low:
            return None
    kind = _kind(period, opens, closes)
    if kind == "tentative":  # nothing of that day is settled
        low, high = min(low, bounds[0]), max(high, bounds[1])
    return Stretch(
        low, high, kind, opens, closes, period.day, part, period.audience, period.appointment, period.wording,
        place=period.place,
    )  # fmt: skip


def _kind(period: OpeningPeriod, opens: datetime | None, closes: datetime | None) -> StretchKind:
    if period.precision == "unknown":
        return "unknown"
    if not period.confirmed or period.precision == "about":
        return "tentative"
    return "open" if opens and closes else "soft"


def with_last_entry(stretch: Stretch, margin: int | None, tz: ZoneInfo) -> Stretch:
    """With the last entry that the record or the wording names."""
    named = utc(last_entry(stretch.wording, stretch.day, tz), tz) if stretch.wording else None
    if named is None and stretch.end and margin is not None and 0 < margin <= DAY:
        named = stretch.end - timedelta(minutes=margin)
    return stretch._replace(last_entry=named) if named and stretch.low <= named < stretch.high else stretch


def joined(stretches: Iterable[Stretch], tz: ZoneInfo) -> tuple[Stretch, ...]:
    """`stretches` with the neighbours' implications drawn, touching open ones made one, in order of time."""
    linked = _linked(sorted(stretches, key=_order), tz)
    found: list[Stretch] = []
    for stretch in sorted(linked, key=_order):
        at = next((n for n in range(len(found) - 1, -1, -1) if _continues(found[n], stretch)), None)
        if at is None:
            found.append(stretch)
        else:
            found[at] = _merged(found[at], stretch)
    return tuple(found)


def _order(stretch: Stretch) -> tuple[datetime, datetime, str, str, str, str]:
    return stretch.low, stretch.high, stretch.kind, stretch.audience, stretch.wording, stretch.place


def _linked(stretches: list[Stretch], tz: ZoneInfo) -> list[Stretch]:
    """Half-published hours completed by the day before or after (S2).

    "until 02:00" says that the day before went on past midnight. Any closing without an opening completes a
    run that is open at midnight ("24 hours ... until 12 noon on 21 November"). "from 12 midday" followed by a
    day open from midnight on lasts until then.
    """
    ends = {one.high for one in stretches if one.kind == "open"}
    begins = {one.low for one in stretches if one.kind == "open"}
    soft_ends = {one.high: one for one in stretches if one.kind == "soft" and not one.end}
    found: list[Stretch] = []
    taken: set[int] = set()
    for one in stretches:
        if one.kind != "soft":
            found.append(one)
        elif one.end and not one.start:
            before = soft_ends.get(one.low)
            small = one.end <= clock_utc(day_of(one.low, tz), SMALL_HOURS, tz)
            implied = one.low in ends or (small and before is not None)
            found.append(one._replace(kind="open") if implied else one)
            if implied and before and before.start:
                taken.add(id(before))
        else:
            found.append(one._replace(kind="open", end=one.high) if one.start and one.high in begins else one)
    return [one._replace(kind="open", end=one.high) if id(one) in taken else one for one in found]


def _continues(one: Stretch, other: Stretch) -> bool:
    alike = one.audience == other.audience and one.appointment == other.appointment and one.place == other.place
    return alike and one.kind == other.kind and one.kind == "open" and other.low <= one.high


def _merged(one: Stretch, other: Stretch) -> Stretch:
    last = other if other.high >= one.high else one
    wordings = dict.fromkeys([*one.wording.split("; "), *other.wording.split("; ")])
    return one._replace(
        high=last.high, end=last.end, last_entry=last.last_entry, wording="; ".join(text for text in wordings if text)
    )


def stated_regions(regions: Iterable[Region], stretches: Iterable[Stretch], tz: ZoneInfo) -> tuple[Region, ...]:
    """Where "no stretch" means closed: the days that are stated, and after a known closing the night that follows."""
    nights = [(one.end, _next_morning(one.end, tz)) for one in stretches if one.kind == "open" and one.end]
    found: list[Region] = []
    for low, high in sorted([*regions, *nights]):
        if found and low <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], high)
        else:
            found.append((low, high))
    return tuple(found)


def _next_morning(end: datetime, tz: ZoneInfo) -> datetime:
    day = day_of(end, tz)
    morning = clock_utc(day, SMALL_HOURS, tz)
    return morning if end <= morning else clock_utc(day + timedelta(days=1), SMALL_HOURS, tz)


def overlaps(plan: Plan, low: datetime, high: datetime) -> bool:
    """Whether any stretch lies within `low` to `high`, or part of it is not stated at all."""
    if any(one.low < high and low < one.high for one in plan.stretches):
        return True
    return not any(first <= low and high <= last for first, last in plan.stated)
