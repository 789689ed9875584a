"""Whether a facility is *certainly* closed at a time: for press events and pools that fall outside its hours.

Only what is published to the minute and confirmed counts. A part of a day, a tentative line, a day nobody
published hours for, "at least until", two sources that disagree: then nothing is said, because a false alarm
teaches people to look away.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import inf

from opsdash.board.index import Index
from opsdash.board.items import FacilityItem
from opsdash.board.memory import remembered
from opsdash.board.moments import At, at_seconds
from opsdash.board.places import place_ids, places
from opsdash.board.plans import says_hours
from opsdash.board.recurring import says_closed
from opsdash.model import Facility
from opsdash.timing import clock

_CENTRES = ("media centre", "media center", "press centre", "press center")


class Hours:
    """One facility's hours.

    Attributes:
        name: of the facility. spans: stretches in which it is or may be open, seconds since 1970, by start.
    """

    def __init__(self, item: FacilityItem, records: Sequence[Facility], index: Index) -> None:
        """`records`: those that speak of its hours, at least one. `item` has the runs of one of them."""
        self.name = item.name
        self.spans = sorted(
            (run.start.timestamp() if run.start else -inf, run.end.timestamp() if run.end else inf) for run in item.runs
        )
        self._index = index
        first = records[0].hours
        self._always = all(one.hours == first for one in records) and says_closed(first, index.site.country)
        relative = any(one.closing is not None and one.closing.at_least for one in records)
        self._silent = bool(item.conflict) or relative
        self._days = _settled(records)

    def outside(self, start: float, end: float) -> bool:
        """Whether it is certainly closed for some of the time from `start` to `end` (or at `start`, when equal)."""
        if self._silent:
            return False
        left = list(self._uncovered(start, end))
        return bool(left) and all(self._published(a, b) for a, b in left)

    def _uncovered(self, start: float, end: float) -> Iterable[tuple[float, float]]:
        if start == end:
            if not any(a <= start < b for a, b in self.spans):
                yield start, end
            return
        for a, b in self.spans:
            if a >= end:
                break
            if a > start:
                yield start, a
            start = max(start, b)
        if start < end:
            yield start, end

    def _published(self, start: float, end: float) -> bool:
        """Whether hours are published to the minute for every day in that stretch."""
        day, last = (at_seconds(at, self._index.tz).local.date() for at in (start, max(start, end - 1)))
        for _ in range(4):  # a longer one is no event
            if not self._days.get(day, self._always):
                return False
            if day >= last or day == date.max:
                return True
            day += timedelta(days=1)
        return False

    def on(self, moment: At) -> str:
        """The hours near `moment` in words: "open 08:00 to 22:00", "closed that day"."""
        tz, day = self._index.tz, moment.local.date()
        found = []
        for start, end in self.spans:
            first, last = at_seconds(start, tz), at_seconds(end, tz)
            if day in (first.local.date(), last.local.date()):
                found.append(f"{clock(first.local, tz, day)} to {clock(last.local, tz, day)}")
        return "open " + " and ".join(found) if found else "closed that day"

    def opens_after(self, moment: At) -> At | None:
        """The first opening after `moment` on the same venue day."""
        for start, _ in self.spans:
            found = at_seconds(start, self._index.tz)
            if start > moment.seconds and found.local.date() == moment.local.date():
                return found
        return None


class Openness:
    """The hours of all facilities, which of them is the centre, and which are an only way in.

    Attributes:
        centre: the media centre. said: what was found for an event by its id, so that it is found once.
    """

    def __init__(self, index: Index, facilities: tuple[FacilityItem, ...]) -> None:
        speaking = {one.id: [record for record in one.records if says_hours(record)] for one in places(index)}
        self._hours = {
            item.id: Hours(item, records, index)
            for item in facilities
            if (records := speaking.get(item.id)) and (item.runs or any(record.periods for record in records))
        }
        self._index = index
        self._home = place_ids(index)
        self.centre = _centre(index)
        self.said: dict[str, str] = {}

    def of(self, facility: Facility | None) -> Hours | None:
        """A facility's hours; None where nothing is known of them."""
        return self._hours.get(self._home[facility.id]) if facility else None

    def ways_in(self, facility: Facility | None) -> list[Hours]:
        """The facility's own hours and those of its only entrances."""
        if facility is None:
            return []
        needed = [self._index.facilities.find(need.on) for need in facility.depends_on if need.only]
        return [hours for one in (*needed, facility) if (hours := self.of(one))]

    def home(self, reference: str) -> Facility | None:
        """The facility that a room or a meeting place is in: itself, that of the space's zone, or the centre
        for a space; None for a place we do not know."""
        space = self._index.spaces.find(reference)
        if space:
            return self._index.facilities.find(space.zone) or self.centre
        return self._index.facilities.find(reference)


def _settled(records: Iterable[Facility]) -> dict[date, bool]:
    """The days of which any of `records` speaks, and whether all of them say the same, to the minute and confirmed."""
    told: list[dict[date, set[object]]] = []
    unsure: set[date] = set()
    for record in records:
        days: dict[date, set[object]] = {}
        for period in record.periods:
            days.setdefault(period.day, set()).add("closed" if period.closed else (period.opens, period.closes))
            if not (period.confirmed and (period.closed or period.precision == "exact")):
                unsure.add(period.day)
        told.append(days)
    first = told[0]
    spoken = {day for days in told for day in days}
    return {day: day not in unsure and all(days.get(day) == first.get(day) for days in told) for day in spoken}


def _centre(index: Index) -> Facility | None:
    """The media centre: the facility with the key or alias "centre", else the only one called so."""
    if found := index.facilities.find("centre"):
        return found
    listed = (one for one in index.feed.facilities if one.withdrawn is None)
    called = [one for one in listed if any(word in one.name.casefold() for word in _CENTRES)]
    return called[0] if len(called) == 1 else None


class _Last:
    """The last `Openness` of a feed, given again for as long as the facilities' hours are the same."""

    def __init__(self) -> None:
        self.key: object = None
        self.found: Openness | None = None


@remembered()
def _last_of(index: Index) -> _Last:  # noqa: ARG001 - the key
    return _Last()


def openness(index: Index, facilities: tuple[FacilityItem, ...]) -> Openness:
    """The hours of `facilities`; the same object for as long as they are the same."""
    last = _last_of(index)
    key = tuple((item.id, item.name, item.conflict, item.runs) for item in facilities)
    if last.found is None or last.key != key:
        last.key, last.found = key, Openness(index, facilities)
    return last.found
