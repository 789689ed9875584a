"""Indico's times, and the window of days that is read."""

from datetime import UTC, datetime, timedelta

import msgspec

from opsdash.snapshot import Problem
from opsdash.sources.base import Context
from opsdash.sources.reading import Zoning, read_instant
from opsdash.sourcespec import IndicoSpec
from opsdash.timing import day_start, zone_of


class When(msgspec.Struct):
    """A time as Indico writes it: day, wall clock, zone."""

    date: str
    time: str
    tz: str | None = None


class Times:
    """Reads the times of one answer.

    Attributes:
        first, last: the window that is read: what ended before `first` is over, and `last` is exclusive.
    """

    def __init__(self, context: Context, spec: IndicoSpec) -> None:
        self._zones = Zoning("", spec.zone, context.zone)
        self._unknown: set[str] = set()
        today = context.now.astimezone(context.zone).date()
        self.first = day_start(today - timedelta(days=spec.days_back), context.zone).astimezone(UTC)
        self.last = day_start(today + timedelta(days=spec.days_ahead + 1), context.zone).astimezone(UTC)

    def instant(self, when: When) -> datetime:
        """`when` in UTC. Raises ValueError with a sentence."""
        return self.naive(f"{when.date}T{when.time}", when.tz or "")

    def naive(self, text: str, tz: str = "") -> datetime:
        """A time in the zone `tz`, else in the location's. Raises ValueError with a sentence."""
        try:
            zone = zone_of(tz) if tz else None
        except ValueError:
            self._unknown.add(tz)
            zone = None
        return read_instant(text, zone)[0] if zone else self._zones.instant(text)

    def remarks(self) -> list[Problem]:
        """What a person has to know about the zones of this answer."""
        read = f"is not an IANA time zone; its times were read in {self._zones.zone.key}"
        unknown = [Problem("the zone", f"{tz[:40]!r} {read}") for tz in sorted(self._unknown)]
        return [*unknown[:3], *self._zones.remarks()]
