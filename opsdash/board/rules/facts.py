"""What a rule is asked with, and what it answers."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cached_property
from math import inf
from typing import NamedTuple

from opsdash.board.eventtime import programme_of
from opsdash.board.freshness import heard_until
from opsdash.board.index import Index, index_of, records_of
from opsdash.board.items import DeadlineItem, EventItem, FacilityItem, PoolItem, SourceItem, SpaceItem
from opsdash.board.kept import Place, local_clock
from opsdash.board.moments import At, at, at_seconds, local_time
from opsdash.model import Record
from opsdash.parts import Severity
from opsdash.snapshot import Desk, Snapshot


class Finding(NamedTuple):
    """What a rule found.

    Attributes:
        subject: a record's id or a source's name. title: how it is called.
        sentence: what is so, complete, with clock times and no running ages, so that it does not change every minute.
        action: what to do. since: when its cause began, from the facts.
        source: another source than the subject's that it rests on.
        due: by when it must be acted on; None where it only lasts.
        silence: since when something was *not* reported (nobody checked in, nothing shared), where it concludes from
            that; None where it rests on what was said. Of a source that has said nothing since then it is unknown,
            not so, and the finding is left out: the alert for the source stands for all of them.
        said: what it says, thing by thing, in words that no clock alters; None for its sentence. Whoever acknowledges
            the finding has seen these things: with another one it is new, with fewer it is not.
    """

    subject: str
    title: str
    severity: Severity
    sentence: str
    action: str
    since: datetime | None = None
    source: str = ""
    due: datetime | None = None
    silence: datetime | None = None
    said: tuple[str, ...] | None = None


class Facts:
    """All that rules look at, at one instant.

    Attributes:
        index, snapshot: the records, the configuration, health. desk: what people entered. now: the instant, UTC.
        asked: the real instant, UTC; another one than `now` in time travel.
        facilities, programme, spaces, pools, deadlines, sources: the board's items.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        desk: Desk,
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
        self.desk = desk
        self.index: Index = index_of(snapshot.feed)
        self.limits = self.index.site.thresholds
        self.now = now.astimezone(UTC)
        self._seconds = now.timestamp()
        self.asked = asked.astimezone(UTC)
        self.facilities = facilities
        self.programme = programme
        self.spaces = spaces
        self.pools = pools
        self.deadlines = deadlines
        self.sources = sources

    @cached_property
    def pools_of(self) -> dict[str, list[PoolItem]]:
        """The pools of each event that are still to be dealt with, by the event's id."""
        found: dict[str, list[PoolItem]] = {}
        for item in self.pools:
            if item.state not in ("done", "cancelled"):
                found.setdefault(item.event, []).append(item)
        return found

    @cached_property
    def space_of(self) -> dict[str, SpaceItem]:
        """The space that a booking decides now, by the booking's id."""
        return {item.booking: item for item in self.spaces if item.booking}

    def event(self, of: str) -> EventItem | None:
        """A press event by its id."""
        plan = programme_of(self.index).by_id.get(of)
        return self.programme[plan.position] if plan else None

    def record(self, of: str) -> Record | None:
        """A record by its full id."""
        return records_of(self.index.feed).get(of)

    def at(self, instant: datetime | None) -> At | None:
        """An instant in seconds and in venue time; None for none."""
        return at(instant, self.index.tz)

    @cached_property
    def today(self) -> date:
        """The venue's day."""
        return local_time(self.now, self.index.tz).date()

    def clock(self, instant: datetime) -> str:
        """An instant as one says it at the venue: "14:30", with the day when it is not today's."""
        return local_clock(instant, Place(self.index.tz, self.today))

    def _ago(self, instant: datetime | None) -> float:
        """Seconds since that instant; negative when it lies ahead, endlessly so when there is none."""
        found = self.at(instant)
        return self._seconds - found.seconds if found else -inf

    def passed(self, instant: datetime | None) -> bool:
        """Whether that instant has come; False when there is none."""
        return self._ago(instant) >= 0

    def within(self, instant: datetime | None, minutes: float) -> bool:
        """Whether it lies ahead by no more than `minutes`."""
        return -60 * minutes <= self._ago(instant) < 0

    def held(self, ended: datetime | None) -> bool:
        """Whether a cause that ended then is still shown (`alert_hold`)."""
        return 0 <= self._ago(ended) < 60 * self.limits.alert_hold

    def shifted(self, instant: datetime | None, minutes: float) -> datetime | None:
        """`minutes` after an instant, venue time; None for None."""
        found = self.at(instant)
        return at_seconds(found.seconds + 60 * minutes, self.index.tz).local if found else None

    def after(self, one: datetime | None, other: datetime | None) -> bool:
        """Whether `one` is later than `other`; False when either is not known."""
        first, second = self.at(one), self.at(other)
        return first is not None and second is not None and first.seconds > second.seconds

    def unheard(self, source: str, since: datetime | None) -> bool:
        """Whether `source` has said nothing after `since`, so that its silence about what came then means nothing.

        A source of the configuration's own, or no longer configured, will report nothing more: its silence is final.
        """
        if since is None or source not in self._heard:
            return False
        until = self._heard[source]
        return until is None or self.after(since, until)

    @cached_property
    def _heard(self) -> dict[str, datetime | None]:
        return {item.name: heard_until(item, self.limits) for item in self.sources}

    def last_change(self, record: str, *what: str) -> datetime | None:
        """When one of those fields of a record changed last, or that became of it ("added", "withdrawn", "returned"),
        as far as it was known at this instant."""
        changes = self.index.changes.get(record, ())
        return max((c.seen for c in changes if {c.field, c.what} & {*what} and c.seen <= self.now), default=None)

    def latest(self, *instants: datetime | None) -> datetime | None:
        """The last of those that are known; None when none is."""
        return max((one for one in instants if one), key=lambda one: one.timestamp(), default=None)


class Rule(NamedTuple):
    """A rule: its name, which starts the alert's key, and a pure function that finds."""

    name: str
    find: Callable[[Facts], Iterable[Finding]]


def token(*parts: object) -> str:
    """Values as one thing that a finding says; instants in UTC, so that they read the same on every day."""
    return " ".join(
        f"{part.astimezone(UTC):%Y-%m-%dT%H:%MZ}" if isinstance(part, datetime) else f"{part}" for part in parts
    )


def few(names: tuple[str, ...] | list[str], most: int = 3) -> str:
    """The first names and how many more there are: "a, b, c and 2 more"."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
