"""What a rule is asked with, and what it answers."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from opsdash.board.index import Index, index_of, records_of
from opsdash.board.items import DeadlineItem, EventItem, FacilityItem, PoolItem, SourceItem, SpaceItem
from opsdash.board.moments import local_time
from opsdash.model import Record
from opsdash.parts import Severity
from opsdash.snapshot import Snapshot
from opsdash.timing import clock


class Finding(NamedTuple):
    """What a rule found.

    Attributes:
        subject: a record's id or a source's name. title: how it is called.
        sentence: what is so, complete, with clock times and no running ages, so that it does not change every minute.
        action: what to do. since: when its cause began, from the facts.
        source: another source than the subject's that it rests on.
    """

    subject: str
    title: str
    severity: Severity
    sentence: str
    action: str
    since: datetime | None = None
    source: str = ""


class Facts:
    """All that rules look at, at one instant.

    Attributes:
        index, snapshot: the records, the configuration, health. now: the instant, UTC.
        asked: the real instant, UTC; another one than `now` in time travel.
        facilities, programme, spaces, pools, deadlines, sources: the board's items.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        facilities: tuple[FacilityItem, ...],
        programme: tuple[EventItem, ...],
        spaces: tuple[SpaceItem, ...],
        pools: tuple[PoolItem, ...],
        deadlines: tuple[DeadlineItem, ...],
        sources: tuple[SourceItem, ...],
        now: datetime,
        asked: datetime,
    ) -> None:
        self.snapshot = snapshot
        self.index: Index = index_of(snapshot.feed)
        self.limits = self.index.site.thresholds
        self.now = now.astimezone(UTC)
        self.asked = asked.astimezone(UTC)
        self.facilities = facilities
        self.programme = programme
        self.spaces = spaces
        self.pools = pools
        self.deadlines = deadlines
        self.sources = sources

    @cached_property
    def events(self) -> dict[str, EventItem]:
        """The programme by id."""
        return {item.id: item for item in self.programme}

    def record(self, of: str) -> Record | None:
        """A record by its full id."""
        return records_of(self.index.feed).get(of)

    def clock(self, instant: datetime) -> str:
        """An instant as one says it at the venue: "14:30", with the day when it is not today's."""
        return clock(local_time(instant, self.index.tz), self.index.tz, local_time(self.now, self.index.tz).date())

    def ago(self, instant: datetime | None) -> timedelta | None:
        """How long ago it was; negative when it lies ahead. In UTC, since two times of one zone subtract as
        wall clocks: an hour wrong across a clock change."""
        return None if instant is None else self.now - instant.astimezone(UTC)

    def passed(self, instant: datetime | None) -> bool:
        """Whether that instant has come; False when there is none."""
        ago = self.ago(instant)
        return ago is not None and ago >= timedelta()

    def within(self, instant: datetime | None, minutes: float) -> bool:
        """Whether it lies ahead by no more than `minutes`."""
        ago = self.ago(instant)
        return ago is not None and -timedelta(minutes=minutes) <= ago < timedelta()

    def held(self, ended: datetime | None) -> bool:
        """Whether a cause that ended then is still shown (`alert_hold`)."""
        ago = self.ago(ended)
        return ago is not None and timedelta() <= ago < timedelta(minutes=self.limits.alert_hold)

    def last_change(self, record: str, *fields: str) -> datetime | None:
        """When one of those fields of a record changed last, as far as it was known at this instant."""
        seen = [c.seen for c in self.index.changes.get(record, ()) if c.field in fields and c.seen <= self.now]
        return max(seen, default=None)


class Rule(NamedTuple):
    """A rule: its name, which starts the alert's key, and a pure function that finds.

    Attributes:
        absence: it concludes from something that was *not* reported (nobody checked in, nothing shared). Then a
            cause later than the last word of the source is unknown, not so, and the finding is left out: the
            alert for the source stands for all of them.
    """

    name: str
    find: Callable[[Facts], Iterable[Finding]]
    absence: bool = False


def shifted(instant: datetime | None, count: float) -> datetime | None:
    """`count` minutes after an instant, in UTC; None for None and beyond the calendar."""
    try:
        return None if instant is None else instant.astimezone(UTC) + timedelta(minutes=count)
    except (OverflowError, ValueError):
        return None


def few(names: tuple[str, ...] | list[str], most: int = 3) -> str:
    """The first names and how many more there are: "a, b, c and 2 more"."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
