"""A facility's published hours of one venue day, in words; what is said live speaks of now, not of that day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
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


class DayHours(NamedTuple):
    """One day of a facility.

    Attributes:
        words: "open 08:00 to 20:00", "closed", "no hours published". certain: whether all of it is.
        entrances: the same of each place without which nobody gets in, with its name.
    """

    words: str
    certain: bool
    entrances: tuple[str, ...] = ()


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
    entrances = tuple(f"{way.name}: {_words(way, asked)[0]}" for way in ways if way.id != place.id)
    words, certain = _words(place, asked)
    return DayHours(words, certain, entrances)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which day, and seen from where: `today` is the day around which hours are worked out."""

    index: Index
    day: date
    today: date
    moment: datetime


def _words(place: Place, asked: _Asked) -> tuple[str, bool]:
    """The words, and whether they are certain; where sources disagree, what each says."""
    if not place.records:
        return "no longer listed", False
    speaking = [one for one in place.records if says_hours(one)] or list(place.records[:1])
    said = {one.source: _said(one, asked) for one in speaking}
    if len({words for words, _ in said.values()}) == 1:
        return next(iter(said.values()))
    claims = ", ".join(f"{source_name(source)} says {words}" for source, (words, _) in said.items())
    return f"not certain: {claims}", False


def _said(record: Facility, asked: _Asked) -> tuple[str, bool]:
    """What one record says of the day."""
    index, day = asked.index, asked.day
    low, high = clock_utc(day, 0, index.tz), clock_utc(day, DAY, index.tz)
    hours = plan(record, index, asked.today, asked.moment)
    found = [one for one in hours.stretches if one.low < high and low < one.high]
    if found:
        words = "; ".join(_stretch(one, low, high, index.tz) for one in found)
        return words, all(one.kind == "open" for one in found)
    if any(first <= low and high <= last for first, last in hours.stated):
        wording = hours.wordings.get(day, "")
        return ("closed" if wording.casefold() in ("", "closed") else f"closed ({quoted(wording)})"), True
    return "no hours published", False


def _stretch(one: Stretch, low: datetime, high: datetime, tz: ZoneInfo) -> str:
    """ "open 08:00 to 20:00, last entry 19:45, for broadcasters only"."""
    whom = f", for {one.audience} only" if one.audience else ""
    whom += ", by appointment only" if one.appointment else ""
    whom += f", at {one.place}" if one.place else ""
    published = f" ({quoted(one.wording)})" if one.wording else ""
    if one.kind == "unknown":
        return f"hours not known{published}"
    if one.kind == "tentative":
        hours = f" {_from_to(one, low, high, tz)}" if one.start and one.end else ""
        return f"not confirmed{hours}{published}{whom}"
    if one.kind == "soft":
        return f"open{_known_end(one, low, tz)}, hours not published{published}{whom}"
    last = f", last entry {_at(one.last_entry, low, tz)}" if one.last_entry and low <= one.last_entry < high else ""
    return f"open {_from_to(one, low, high, tz)}{last}{whom}"


def _known_end(one: Stretch, low: datetime, tz: ZoneInfo) -> str:
    """What is known of a stretch without full hours."""
    if one.start:
        return f" from {_at(one.start, low, tz)}"
    if one.end:
        return f" until {_at(one.end, low, tz)}"
    return f" in the {one.part}" if one.part and one.part != "night" else " at night" if one.part else ""


def _from_to(one: Stretch, low: datetime, high: datetime, tz: ZoneInfo) -> str:
    end = f"until {_at(one.high, low, tz)}" if one.end else "no closing time published"
    if one.low > low:
        return f"{_at(one.low, low, tz)} to {_at(one.high, low, tz)}" if one.end else f"from {_at(one.low, low, tz)}"
    return "all day" if one.high >= high else end


def _at(instant: datetime, low: datetime, tz: ZoneInfo) -> str:
    """The clock, with the day where it is another than that of `low`; midnight at its end is 24:00."""
    if instant - low == timedelta(days=1) and instant.astimezone(tz).time() == datetime.min.time():
        return "24:00"
    return clock(instant, tz, low.astimezone(tz))
