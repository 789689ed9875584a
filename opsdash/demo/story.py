"""A record's life as a list of steps, so that its state at any instant is looked up and never kept."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from opsdash.model import Record
from opsdash.timing import at_clock, zone_of

GRID = timedelta(minutes=15)


class Frame(NamedTuple):
    """Where a scenario lies in time.

    Attributes:
        seed: picks names and jitter. zone: the venue's.
        start: the instant the demo is started at, UTC, whole seconds. Minutes after it, things happen that a
            person who has just started the demo should see.
        anchor: `start` floored to a quarter of an hour, so that what is published has round times.
    """

    seed: int
    start: datetime
    anchor: datetime
    zone: ZoneInfo

    @classmethod
    def of(cls, seed: int, start: datetime, zone: str) -> "Frame":
        """The frame around `start` (aware). Raises ValueError for an unknown zone."""
        utc = start.astimezone(UTC).replace(microsecond=0)
        floored = utc - (utc - datetime(2000, 1, 1, tzinfo=UTC)) % GRID
        return cls(seed, utc, floored, zone_of(zone))

    @property
    def day(self) -> date:
        """The venue day of the anchor."""
        return self.anchor.astimezone(self.zone).date()

    def at(self, minutes: float) -> datetime:
        """The instant `minutes` after the anchor, to the second."""
        return self.anchor + timedelta(seconds=round(minutes * 60))

    def since(self, minutes: float) -> datetime:
        """The instant `minutes` after the start, to the second."""
        return self.start + timedelta(seconds=round(minutes * 60))

    def clock(self, days: int, hour: float) -> datetime:
        """The instant when venue clocks show `hour` on the day `days` after the anchor's."""
        return at_clock(self.day + timedelta(days=days), round(hour * 60), self.zone).astimezone(UTC)

    def shown(self, instant: datetime) -> str:
        """ "14:30" in venue time."""
        return f"{instant.astimezone(self.zone):%H:%M}"

    def random(self, part: str) -> Random:
        """The dice of one part; the same in every process, and untouched by what other parts throw."""
        return Random(f"{self.seed}/{part}")  # noqa: S311  # dice for a demo


class Step(NamedTuple):
    """At `at`, the record's `fields` become these."""

    at: datetime
    fields: dict[str, Any]


class Story:
    """A record from its first publication to its last state. Raises ValueError for steps outside that.

    Attributes:
        instants: when it alters, ascending; the state is constant in between.
    """

    def __init__(
        self,
        record: Record,
        steps: Iterable[Step] = (),
        appears: datetime | None = None,
        vanishes: datetime | None = None,
    ) -> None:
        self.instants: list[datetime] = []
        self._states: list[Record | None] = [None if appears else record]
        if appears:
            self._then(appears, msgspec.structs.replace(record, updated=appears))
        for step in sorted(steps, key=lambda step: step.at):
            self._then(step.at, msgspec.structs.replace(self._states[-1] or record, updated=step.at, **step.fields))
        if vanishes:
            self._then(vanishes, None)
        if self.instants != sorted(self.instants):
            raise ValueError(f"{record.id} alters before it appears or after it has vanished")

    def _then(self, at: datetime, state: Record | None) -> None:
        self.instants.append(at)
        self._states.append(state)

    def state(self, now: datetime) -> Record | None:
        """The record at `now`; None while it is not published."""
        return self._states[bisect_right(self.instants, now)]
