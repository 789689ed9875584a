"""The demo's media centre: a pure function of the seed, the start and the instant."""

from bisect import bisect_right
from datetime import datetime

from opsdash.demo.booths import bookings
from opsdash.demo.cast import ZONE
from opsdash.demo.facilities import facilities
from opsdash.demo.pools import pools
from opsdash.demo.programme import programme
from opsdash.demo.spaces import spaces
from opsdash.demo.story import Frame
from opsdash.demo.texts import texts
from opsdash.model import Record


class Scenario:
    """A summit day around the instant the demo is started at.

    The schedule is laid around `start`, whatever the hour: it is busy from four hours before to eight
    hours after, with something for tomorrow; at the start there is always something to see.

    Attributes:
        frame: the seed, the start and the zone. instants: when anything alters, ascending.
    """

    def __init__(self, seed: int, start: datetime, zone: str = ZONE) -> None:
        """The scenario of `seed` around `start` (aware). Raises ValueError for an unknown zone."""
        self.frame = Frame.of(seed, start, zone)
        frame = self.frame
        self._stories = [
            *facilities(frame), *programme(frame), *spaces(frame), *bookings(frame), *pools(frame), *texts(frame),
        ]  # fmt: skip
        self.instants = sorted(instant for story in self._stories for instant in story.instants)

    def records_at(self, now: datetime) -> tuple[Record, ...]:
        """All records as the media centre publishes them at `now`, kind by kind, each in a fixed order."""
        return tuple(state for story in self._stories if (state := story.state(now)))

    def moment(self, now: datetime) -> int:
        """A number that is the same for two instants between which nothing alters."""
        return bisect_right(self.instants, now)
