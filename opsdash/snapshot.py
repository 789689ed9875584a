"""What travels between the parts: batches, changes, health, the desk's entries, snapshots.

All frozen. A viewer holds one `Snapshot`; a new one replaces it whole.
"""

from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from opsdash.joinspec import Join
from opsdash.model import (
    Answer,
    Booking,
    Contact,
    Deadline,
    Facility,
    NewsItem,
    Notice,
    Pool,
    PressEvent,
    Record,
    Space,
)
from opsdash.parts import Kind
from opsdash.sourcespec import AnySourceSpec, seconds_of
from opsdash.timing import zone_of

Stamp = Annotated[datetime, msgspec.Meta(tz=True)]
"""An instant that opsdash itself writes: always with its offset. A store file with another one has been edited by
hand and is not understood."""


LARGEST = 100_000
"""The largest threshold: some 70 days in minutes. With more, nothing could be computed from an instant."""


class Thresholds(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When the board begins to speak of a thing. Minutes, unless said otherwise.

    Attributes:
        closing_soon, opening_soon: before a facility's change.
        event_soon: before a press event.
        turnaround: least time between two events in one room.
        muster_soon: before a pool meets, from when it is expected to be complete.
        no_show: after a booking's start without anybody seen.
        overdue: after a booking's end with somebody still there.
        ended_after: after the published end (or start, when no end is published) an event counts as ended.
        material_due_soon: before pooled material is due.
        deadline_soon: before a deadline.
        stale_after: missed intervals after which a source counts as stale. A number, not minutes.
        down_after: missed intervals after which it counts as down. A number, not minutes.
        recent: how far back "what changed" looks.
        alert_hold: how long an alert stays after its cause is gone, so that it does not flap.
    """

    closing_soon: int = 60
    opening_soon: int = 60
    event_soon: int = 30
    turnaround: int = 15
    muster_soon: int = 30
    no_show: int = 15
    overdue: int = 5
    ended_after: int = 60
    material_due_soon: int = 30
    deadline_soon: int = 240
    stale_after: int = 2
    down_after: int = 10
    recent: int = 120
    alert_hold: int = 3

    def __post_init__(self) -> None:
        if negative := [name for name in self.__struct_fields__ if getattr(self, name) < 0]:
            raise ValueError(f"{negative[0]} must not be negative")
        if large := [name for name in self.__struct_fields__ if getattr(self, name) > LARGEST]:
            raise ValueError(f"{large[0]} must be at most {LARGEST}")


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """The configuration's pure part: what the board needs to know beside the records.

    Attributes:
        event: the event's key, also written in every store file.
        name: the event's name on screen. place: the venue.
        zone: the venue's IANA zone name.
        country: the venue's ISO 3166 code in capitals ("NL"), by which recurring hours know public holidays; ""
            where not configured.
        thresholds: see there.
        aliases: other names of a thing, as written, to its key ("World Forum A" -> "room-a").
        joins: which sources tell of the same things, and how those are known.
        records: what the configuration file itself states; source `config`.
        sources: the configured sources.
    """

    event: str
    name: str
    zone: str
    country: str = ""
    place: str = ""
    thresholds: Thresholds = Thresholds()
    aliases: dict[str, str] = {}
    joins: tuple[Join, ...] = ()
    records: tuple[Record, ...] = ()
    sources: tuple[AnySourceSpec, ...] = ()

    @property
    def tz(self) -> ZoneInfo:
        """The venue's zone."""
        return zone_of(self.zone)


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing wrong in an answer: the item it is about (a name, a line, a path) and why, in words."""

    item: str
    reason: str


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What one poll of one source said.

    Attributes:
        source: the source's name.
        records: all it holds now.
        kinds: the kinds this batch speaks for; a kind that could not be read is left out, so that its
            records are not taken for vanished.
        problems: what could not be read; the rest is good.
        as_of: when the source says its data is from.
        unread: ids of records that are in the answer but could not be read (or the id above them, of a series, and
            of all records of a kind, `kind/source`): what is known of them stays.
        torn: the answer breaks off; its records are good, but what is missing has not vanished.
        since: the answer leaves out what ended before this. Such a record goes without a word when it is
            missing: it is over, not withdrawn.
        form: how the answer was read where that had to be found out, in words: delimiter, encoding, order of dates.
    """

    source: str
    records: tuple[Record, ...]
    kinds: tuple[Kind, ...]
    problems: tuple[Problem, ...] = ()
    as_of: datetime | None = None
    unread: tuple[str, ...] = ()
    torn: bool = False
    since: datetime | None = None
    form: str = ""


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A field of a record that a poll altered.

    Attributes:
        id, title: the record's id and how it is called (after the change).
        what: changed, added, withdrawn (vanished from the answer), returned (there again).
        field: the record's field; "" unless changed.
        old, new: the values as stored (ISO 8601 text for instants, lists and objects for parts); `old` of a record that
            returned is when it had been withdrawn.
        seen: when the poll saw it. generation: of the feed that holds it first.
    """

    id: str
    title: str
    what: Literal["changed", "added", "withdrawn", "returned"]
    seen: Stamp
    generation: int
    field: str = ""
    old: Any = None
    new: Any = None


class SourceHealth(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How polling one source goes.

    Attributes:
        tried, succeeded: last try and last success (304 counts). next: when the next try is due.
        error: the last try's error as a sentence a person can act on; "" after a success.
        failures: tries failed in a row.
        changed: when the source's data last altered. as_of: when the source says its data is from.
        count: records in the last good answer. problems: from the last good answer.
        latency: seconds the last successful request took; latencies: the last 30.
        held: a mass disappearance is held back: how many records would have vanished; 0 otherwise.
        holds: seconds for which the last answer holds by its own word; it is asked for again no sooner.
    """

    tried: Stamp | None = None
    succeeded: Stamp | None = None
    next: Stamp | None = None
    error: str = ""
    failures: int = 0
    changed: Stamp | None = None
    as_of: Stamp | None = None
    count: int = 0
    problems: tuple[Problem, ...] = ()
    latency: float | None = None
    latencies: tuple[float, ...] = ()
    held: int = 0
    holds: int = 0


class PollerHealth(msgspec.Struct, frozen=True, kw_only=True):
    """The poller's heartbeat: its process, since when, last seen alive.

    Attributes:
        pace: seconds that its clock shows for each real one (a demo's day may pass faster).
    """

    pid: int
    started: Stamp
    beat: Stamp
    pace: float = 1.0


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """health.json: the poller's heartbeat and each source's health by name."""

    poller: PollerHealth | None = None
    sources: dict[str, SourceHealth] = {}


class DeskEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something a person entered; append-only.

    Attributes:
        id: unique, sorts by time. at: when. who: name or role of who entered it.
        action: acknowledge, unacknowledge, override, note, check-in, ...
        subject: an alert's key or a record's id.
        note: free text. data: what the action needs ({"severity": "warning"}).
        until: when it lapses.
    """

    id: str
    at: Stamp
    who: str
    action: str
    subject: str = ""
    note: str = ""
    data: dict[str, Any] = {}
    until: Stamp | None = None


class Desk(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """desk.json: all entries, oldest first."""

    entries: tuple[DeskEntry, ...] = ()


class Feed(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """All records at one generation, the configuration's own included, and the kept changes.

    Compared by identity, so that what the board derives from a feed is derived once.

    Attributes:
        site: the configuration. generation: counts store writes, 0 for no store yet. written: when.
        changes: oldest first. since: every change seen after this is kept; None where the store does not say.
        first: when each `kind/source` answered first. Its records of then are no change.
        planned: on a board of a time to come: up to when something can have been observed; all after it is a plan.
    """

    site: Site
    generation: int = 0
    written: Stamp | None = None
    facilities: tuple[Facility, ...] = ()
    events: tuple[PressEvent, ...] = ()
    spaces: tuple[Space, ...] = ()
    bookings: tuple[Booking, ...] = ()
    pools: tuple[Pool, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    contacts: tuple[Contact, ...] = ()
    notices: tuple[Notice, ...] = ()
    news: tuple[NewsItem, ...] = ()
    answers: tuple[Answer, ...] = ()
    changes: tuple[Change, ...] = ()
    since: Stamp | None = None
    first: dict[str, Stamp] = {}
    planned: Stamp | None = None


FEED_FIELDS: dict[str, str] = {
    "facility": "facilities", "event": "events", "space": "spaces", "booking": "bookings", "pool": "pools",
    "deadline": "deadlines", "contact": "contacts", "notice": "notices", "news": "news", "answer": "answers",
}  # fmt: skip
"""The field of `Feed` that holds each kind of record; also the table's name in feed.json."""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What a viewer knows: the feed, how polling goes, and what is wrong with the store.

    Attributes:
        trouble: a sentence when a store file could not be read or is held back; "" when all is well. The
            feed is then the last good one.
        stuck: why a poller that runs stores nothing, a sentence; "" when none does. It stands for "no poller".
    """

    feed: Feed
    health: Health = Health()
    trouble: str = ""
    stuck: str = ""

    @property
    def site(self) -> Site:
        """The configuration."""
        return self.feed.site


def interval(spec: AnySourceSpec, health: SourceHealth | None = None) -> int:
    """A source's poll interval in seconds: as configured, or as long as its answers hold where that is longer."""
    return max(seconds_of(spec.every), health.holds if health else 0)
