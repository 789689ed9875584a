"""Series of events, expanded around the time of the poll, with a bound on the work a rule can ask for.

recurring-ical-events knows the standard; what it does not have is a limit. A rule is refused when it would make
dateutil step too often before it leaves the window, and a calendar's series have a time together.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from math import prod
from typing import Any

import icalendar
import recurring_ical_events  # type: ignore[import-untyped]
from icalendar.prop import vBroken

from opsdash.snapshot import Problem
from opsdash.timing import monotonic

_SECONDS = {"SECONDLY": 1, "MINUTELY": 60, "HOURLY": 3600, "DAILY": 86_400, "WEEKLY": 604_800, "MONTHLY": 2_419_200,
            "YEARLY": 31_536_000}  # fmt: skip
_CLOCK_PARTS = ("BYHOUR", "BYMINUTE", "BYSECOND")
_DAY_PARTS = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYDAY", "BYSETPOS")
MOST_STEPS = 20_000
"""Steps a rule may take from its start to the end of the window: daily since 1971, hourly for two years."""
MOST_INSTANCES = 1000
"""Instances of one series in the window."""
LONGEST = timedelta(days=31)
"""Longest instance of a series; longer ones would all overlap the window."""
SECONDS = 10.0
"""Time for all series of a calendar. One rule that never comes true takes up to 3.5 s (measured)."""


class Expansion:
    """Expands series in the window from `start` to `end`, and keeps what it had to refuse.

    Attributes:
        problems: why. unread: the UIDs of series that were not expanded at all.
    """

    def __init__(self, start: datetime, end: datetime, zone: tzinfo | None) -> None:
        self.start, self.end = start, end
        self.problems: list[Problem] = []
        self.unread: list[str] = []
        self._zone = zone
        self._deadline = monotonic() + SECONDS

    def of(self, uid: str, name: str, components: list[icalendar.Component]) -> list[icalendar.Component]:
        """The instances of the series `uid`, called `name`: its master (if the calendar has it) and its exceptions."""
        if monotonic() > self._deadline:
            self._refuse(name, "was not expanded: the calendar's other series took too long")
            self.unread.append(uid)
            return []
        for component in components:
            self._tame(name, component)
        calendar = icalendar.Calendar()
        for component in components:
            calendar.add_component(component)
        try:
            found = recurring_ical_events.of(calendar).between(self.start, self.end)
        except Exception as error:
            self._refuse(name, f"its recurrence cannot be read ({error}); the dates it names were taken")
            return components[:MOST_INSTANCES]
        if len(found) > MOST_INSTANCES:
            self._refuse(name, f"happens {len(found)} times; the first {MOST_INSTANCES} were taken")
        return list(found[:MOST_INSTANCES])

    def _tame(self, name: str, event: icalendar.Component) -> None:
        """Take out of `event` what cannot be expanded within bounds; its first occurrence stays."""
        start, end = instants(event)
        if start is None:
            return
        if end is not None and (_utc(end) < _utc(start) or _utc(end) - _utc(start) > LONGEST):
            self._refuse(name, "ends before it starts, or lasts over a month; its end was left out")
            event.pop("DTEND", None)
            event.pop("DURATION", None)
        rules = event.get("RRULE", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            if refusal := self._refusal(rule, start):
                self._refuse(name, refusal)
                event.pop("RRULE", None)
                return
        if rules and self._zone and isinstance(start, datetime) and str(start.tzinfo) == "UTC":
            for key in ("DTSTART", "DTEND"):  # given in UTC, meant in the calendar's zone: X-WR-TIMEZONE
                if key in event:
                    value: Any = event[key]
                    value.dt = value.dt.astimezone(self._zone)

    def _refusal(self, rule: Any, start: date) -> str:
        """Why a rule is not expanded; "" when it may be."""
        try:
            frequency = str(rule["FREQ"][0]).upper()
            interval = int(rule.get("INTERVAL", [1])[0])
            times = prod(len(rule.get(part, [])) or 1 for part in _CLOCK_PARTS)
            seconds = _SECONDS[frequency] * interval
        except (AttributeError, KeyError, IndexError, TypeError, ValueError):
            return "has a recurrence rule that cannot be read; its first date was taken"
        if interval < 1:
            return "repeats at an interval of nothing; its first date was taken"
        if seconds < _SECONDS["DAILY"] and any(part in rule for part in _DAY_PARTS):
            return "repeats several times a day on chosen days, which is not expanded; its first date was taken"
        if max(0.0, (self.end - _utc(start)).total_seconds()) / seconds * times > MOST_STEPS:
            return "repeats too often to be expanded; its first date was taken"
        return ""

    def _refuse(self, name: str, reason: str) -> None:
        self.problems.append(Problem(name, reason))


def instants(event: icalendar.Component) -> tuple[date | None, date | None]:
    """Start and end of `event`: dates, or instants with their zone; the end from DURATION where there is no DTEND."""
    start, end = _date(event, "DTSTART"), _date(event, "DTEND")
    length = value_of(event, "DURATION")
    if start is not None and end is None and isinstance(length, timedelta):
        try:
            end = start + length
        except OverflowError:
            end = None
    return start, end


def _date(event: icalendar.Component, name: str) -> date | None:
    value = value_of(event, name)
    return value if isinstance(value, date) else None


def value_of(event: icalendar.Component, name: str) -> Any:
    """The value of a property; of several the first; None where it is missing or could not be read."""
    found = event.get(name)
    first = found[0] if isinstance(found, list) and found else found
    return None if isinstance(first, vBroken) else getattr(first, "dt", None)


def _utc(when: date) -> datetime:
    if not isinstance(when, datetime):
        return datetime(when.year, when.month, when.day, tzinfo=UTC)
    return when.astimezone(UTC)


def recurs(event: icalendar.Component) -> bool:
    """Whether `event` is part of a series."""
    return any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID"))
