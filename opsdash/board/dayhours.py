"""A facility's published hours of one venue day, in words; what is said live speaks of now, not of that day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from opsdash.board.announced import quoted, source_name
from opsdash.board.index import Index
from opsdash.board.places import Place, places
from opsdash.board.plans import WEEK, plan, says_hours
from opsdash.board.stretches import DAY, Stretch, clock_utc, day_of
from opsdash.model import Facility
from opsdash.notation import YEARS
from opsdash.timing import clock


class DayRun(NamedTuple):
    """One stretch a facility is open for certain.

    Attributes:
        low, high: from and until when, UTC; outside the day where it goes on past midnight.
        at_least: it is published that it may end later. last_entry: UTC, None when not said.
        whom: for whom and where, as it follows the hours: ", for broadcasters only"; "" for all accredited.
    """

    low: datetime
    high: datetime
    at_least: bool
    last_entry: datetime | None
    whom: str


class DayHours(NamedTuple):
    """One day of a facility.

    Attributes:
        words: "open 08:00 to 20:00", "closed", "no hours published". certain: whether all of it is.
        entrances: the same of each place without which nobody gets in, with its name.
        runs: when it is open, by start, one after the other; () where any of that is not certain, or overlaps.
    """

    words: str
    certain: bool
    entrances: tuple[str, ...] = ()
    runs: tuple[DayRun, ...] = ()


def day_hours(index: Index, facility_id: str, day: date, now: datetime) -> DayHours | None:
    """The hours of a facility (an item's id) on `day` as they are known at `now` (aware); None for an unknown
    facility and for a day that cannot be meant."""
    by_id = {place.id: place for place in places(index)}
    if facility_id not in by_id or day.year not in YEARS:
        return None
    place = by_id[facility_id]
    ways = [by_id[target] for dependency, target in place.depends if dependency.only and target in by_id]
    today = day_of(now, index.tz)
    moment = now.astimezone(UTC)
    if abs((day - today).days) > WEEK:  # recurring hours are worked out for some days around today
        today, moment = day, clock_utc(day, DAY // 2, index.tz)
    asked = _Asked(index, day, today, moment)
    entrances = tuple(f"{way.name}: {_hours(way, asked).words}" for way in ways if way.id != place.id)
    return _hours(place, asked)._replace(entrances=entrances)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which day, and seen from where: `today` is the day around which hours are worked out."""

    index: Index
    day: date
    today: date
    moment: datetime


SILENT = "no hours published"


def _hours(place: Place, asked: _Asked) -> DayHours:
    """The hours; where sources that speak of the day disagree, what each says."""
    if not place.records:
        return DayHours("no longer listed", False)
    speaking = [one for one in place.records if says_hours(one)] or list(place.records[:1])
    told = {one.source: _said(one, asked) for one in speaking}
    said = {source: hours for source, hours in told.items() if hours.words != SILENT} or told
    if len({hours.words for hours in said.values()}) == 1:
        return next(iter(said.values()))
    claims = ", ".join(f"{source_name(source)} says {hours.words}" for source, hours in said.items())
    return DayHours(f"not certain: {claims}", False)


def _said(record: Facility, asked: _Asked) -> DayHours:
    """What one record says of the day."""
    index, day = asked.index, asked.day
    low, high = clock_utc(day, 0, index.tz), clock_utc(day, DAY, index.tz)
    hours = plan(record, index, asked.today, asked.moment)
    later = {one.low for one in hours.stretches if one.kind == "tentative" and not (one.start or one.end)}
    found = [one for one in hours.stretches if one.low < high and low < one.high]
    # What may follow an "at least until" is told by the end before it, if that is one of the day.
    ends = {one.high for one in hours.stretches if one.kind != "tentative" and one.high in later}
    found = [one for one in found if one.kind != "tentative" or one.low not in ends] or found
    if found:
        words = "; ".join(_stretch(one, low, high, index.tz, at_least=one.high in ends) for one in found)
        certain = all(one.kind == "open" for one in found)
        return DayHours(words, certain and ends.isdisjoint(one.high for one in found), runs=_runs(found, ends))
    if any(first <= low and high <= last for first, last in hours.stated):
        wording = hours.wordings.get(day, "")
        return DayHours("closed" if wording.casefold() in ("", "closed") else f"closed ({quoted(wording)})", True)
    return DayHours(SILENT, False)


def _runs(found: list[Stretch], ends: set[datetime]) -> tuple[DayRun, ...]:
    """See `DayHours.runs`."""
    certain = all(one.kind == "open" and one.end for one in found)
    if not certain or any(one.high > other.low for one, other in pairwise(found)):
        return ()
    return tuple(DayRun(one.low, one.high, one.high in ends, one.last_entry, _whom(one)) for one in found)


def _whom(one: Stretch) -> str:
    """For whom and where: ", for broadcasters only, by appointment only, at Gate B"."""
    audience = f", for {one.audience} only" if one.audience else ""
    appointment = ", by appointment only" if one.appointment else ""
    return f"{audience}{appointment}{f', at {one.place}' if one.place else ''}"


def _stretch(one: Stretch, low: datetime, high: datetime, tz: ZoneInfo, *, at_least: bool) -> str:
    """ "open 08:00 to 20:00, last entry 19:45, for broadcasters only"."""
    whom, least = _whom(one), "at least " if at_least else ""
    published = f" ({quoted(one.wording)})" if one.wording else ""
    if one.kind == "unknown":
        return f"hours not known{published}"
    if one.kind == "tentative":
        hours = f" {_from_to(one, low, high, tz, '')}" if one.start and one.end else ""
        return f"not confirmed{hours}{published}{whom}"
    if one.kind == "soft":
        return f"open{_known_end(one, low, tz, least)}, hours not published{published}{whom}"
    last = f", last entry {_at(one.last_entry, low, tz)}" if one.last_entry and low <= one.last_entry < high else ""
    return f"open {_from_to(one, low, high, tz, least)}{last}{whom}"


def _known_end(one: Stretch, low: datetime, tz: ZoneInfo, least: str) -> str:
    """What is known of a stretch without full hours."""
    if one.start:
        return f" from {_at(one.start, low, tz)}"
    if one.end:
        return f" {least}until {_at(one.end, low, tz)}"
    return f" in the {one.part}" if one.part and one.part != "night" else " at night" if one.part else ""


def _from_to(one: Stretch, low: datetime, high: datetime, tz: ZoneInfo, least: str) -> str:
    end = f"{least}until {_at(one.high, low, tz)}" if one.end else "no closing time published"
    if one.low > low:
        return (
            f"{_at(one.low, low, tz)} to {least}{_at(one.high, low, tz)}"
            if one.end
            else f"from {_at(one.low, low, tz)}"
        )
    return "all day" if one.high >= high else end


def _at(instant: datetime, low: datetime, tz: ZoneInfo) -> str:
    """The clock, with the day where it is another than that of `low`; midnight at its end is 24:00."""
    if instant - low == timedelta(days=1) and instant.astimezone(tz).time() == datetime.min.time():
        return "24:00"
    return clock(instant, tz, low.astimezone(tz))
