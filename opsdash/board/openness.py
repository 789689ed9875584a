"""Whether a facility is *certainly* closed at a time: for press events and pools that fall outside its hours.

Only what is published to the minute and confirmed counts. A part of a day, a tentative line, a day nobody
published hours for, "at least until", two sources that disagree: then nothing is said, because a false alarm
teaches people to look away.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from math import inf

from opsdash.board.index import Index
from opsdash.board.items import FacilityItem
from opsdash.board.memory import FEEDS
from opsdash.board.moments import At, at_seconds
from opsdash.board.recurring import says_closed
from opsdash.model import Facility
from opsdash.timing import clock

_CENTRES = ("media centre", "media center", "press centre", "press center")


class Hours:
    """One facility's hours.

    Attributes:
        name: of the facility. spans: stretches in which it is or may be open, seconds since 1970, by start.
    """

    def __init__(self, item: FacilityItem, record: Facility, index: Index) -> None:
        self.name = item.name
        self.spans = sorted(
            (run.start.timestamp() if run.start else -inf, run.end.timestamp() if run.end else inf) for run in item.runs
        )
        self._index = index
        self._always = says_closed(record.hours, index.site.country)
        relative = record.closing is not None and record.closing.at_least
        self._silent = bool(item.conflict) or record.withdrawn is not None or relative
        self._days: dict[date, bool] = {}
        for period in record.periods:
            sure = period.confirmed and (period.closed or period.precision == "exact")
            self._days[period.day] = self._days.get(period.day, True) and sure

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
        records = {record.id: record for record in index.feed.facilities}
        self._hours = {
            item.id: Hours(item, records[item.id], index)
            for item in facilities
            if item.id in records and (item.runs or records[item.id].periods)
        }
        self._index = index
        self.centre = _centre(index)
        self.said: dict[str, str] = {}

    def of(self, facility: Facility | None) -> Hours | None:
        """A facility's hours; None where nothing is known of them."""
        return self._hours.get(facility.id) if facility else None

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


def _centre(index: Index) -> Facility | None:
    """The media centre: the facility with the key or alias "centre", else the only one called so."""
    if found := index.facilities.find("centre"):
        return found
    called = [one for one in index.feed.facilities if any(word in one.name.casefold() for word in _CENTRES)]
    return called[0] if len(called) == 1 else None


class _Last:
    """The last `Openness` of a feed, given again for as long as the facilities' hours are the same."""

    def __init__(self) -> None:
        self.key: object = None
        self.found: Openness | None = None


@lru_cache(maxsize=FEEDS)
def _last_of(index: Index) -> _Last:  # noqa: ARG001 - the key
    return _Last()


def openness(index: Index, facilities: tuple[FacilityItem, ...]) -> Openness:
    """The hours of `facilities`; the same object for as long as they are the same."""
    last = _last_of(index)
    key = tuple((item.id, item.name, item.conflict, item.runs) for item in facilities)
    if last.found is None or last.key != key:
        last.key, last.found = key, Openness(index, facilities)
    return last.found
