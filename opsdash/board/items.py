"""What a person sees: one item for each thing on the board, with its state at the board's instant.

Every instant in an item is in venue time (aware, the venue's zone), so that its JSON form carries the
venue's offset. `tone` is how much a state asks for attention; screens turn it into colour, never alone.
"""

from datetime import datetime
from typing import Literal

import msgspec

from opsdash.board.doingitems import (
    OFF_STATES,
    DeadlineItem,
    EventItem,
    EventState,
    Phase,
    PoolItem,
    PoolState,
    SeatCount,
)
from opsdash.board.itembase import Item, Tone
from opsdash.board.placeitems import (
    OPEN_STATES,
    SHUT_STATES,
    FacilityItem,
    FacilityState,
    Run,
    Slot,
    SlotState,
    SpaceCount,
    SpaceFacts,
    SpaceItem,
    SpaceState,
)
from opsdash.parts import Severity

__all__ = [
    "FORMAT",
    "OFF_STATES",
    "OPEN_STATES",
    "SHUT_STATES",
    "AlertItem",
    "Board",
    "ChangeItem",
    "DeadlineItem",
    "EventItem",
    "EventState",
    "FacilityItem",
    "FacilityState",
    "Item",
    "NewsLine",
    "NoticeItem",
    "Panel",
    "PanelFreshness",
    "Phase",
    "PoolItem",
    "PoolState",
    "Run",
    "SeatCount",
    "Slot",
    "SlotState",
    "SourceItem",
    "SourceState",
    "SpaceCount",
    "SpaceFacts",
    "SpaceItem",
    "SpaceState",
    "Tone",
]

FORMAT = 1
"""Version of the board's JSON form."""

SourceState = Literal["fresh", "late", "stale", "down", "never"]


class SourceItem(msgspec.Struct, frozen=True, kw_only=True):
    """A source now.

    Attributes:
        id, name: the source's name (both, so that every item has an id).
        kind: of source. state: see SourceState. tone: as for items.
        succeeded, tried, next, changed, as_of: from its health, venue time.
        age: seconds since the data was last known to be true (as_of if the source says, else the last
            success); None before the first success.
        every: interval in seconds. count: records. error: in words. problems: number in the last answer.
        latencies: seconds, oldest first.
        brief: "fresh, 20 s" or "stale 12 min: connection refused".
    """

    id: str
    name: str
    kind: str
    state: SourceState
    tone: Tone
    every: int
    succeeded: datetime | None = None
    tried: datetime | None = None
    next: datetime | None = None
    changed: datetime | None = None
    as_of: datetime | None = None
    age: int | None = None
    count: int = 0
    problems: int = 0
    held: int = 0
    error: str = ""
    latencies: tuple[float, ...] = ()
    brief: str = ""


class PanelFreshness(msgspec.Struct, frozen=True, kw_only=True):
    """The worst of the sources that feed a panel; `age` in seconds of that one; `brief` in words, with its name where
    there are several; `worst`: its name, where others have better."""

    state: SourceState
    age: int | None = None
    brief: str = ""
    sources: tuple[str, ...] = ()
    worst: str = ""


Panel = Literal["facilities", "programme", "spaces", "pools"]


class AlertItem(msgspec.Struct, frozen=True, kw_only=True):
    """A rule's finding about a subject.

    Attributes:
        id: the stable key, `rule:subject`. rule: the rule's name. subject: a record's id or source's name.
        title: how the subject is called. severity, tone: how grave.
        state: "new" or "acknowledged".
        sentence: what is so. action: what to do. since: when its cause began, venue time.
        said: what it says, thing by thing, in words that no clock alters; kept with an acknowledgement, which holds
            for these things and no others.
        acknowledged_by, acknowledged_at, note: who acknowledged it, when (venue time) and with what note; of a new one
            who had, before it came back: graver, anew, saying more, or after the time it was acknowledged for.
    """

    id: str
    rule: str
    subject: str
    title: str
    severity: Severity
    tone: Tone
    sentence: str
    action: str = ""
    since: datetime | None = None
    said: tuple[str, ...] = ()
    state: Literal["new", "acknowledged"] = "new"
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None
    note: str = ""


class ChangeItem(msgspec.Struct, frozen=True, kw_only=True):
    """Changes of one record seen in one poll, in words.

    Attributes:
        id: the record's id. kind: of record. title: how it is called. seen: venue time.
        sentence: "moved 16:30 to 17:15, Room A to Room B". affects: "Pool 3", "Booth 4".
        source: which source said so.
    """

    id: str
    kind: str
    title: str
    seen: datetime
    sentence: str
    affects: tuple[str, ...] = ()
    source: str = ""
    tone: Tone = "soon"


class NewsLine(msgspec.Struct, frozen=True, kw_only=True):
    """A newsroom headline: title, link, when published (venue time, None where not said), which source said so."""

    id: str
    title: str
    url: str = ""
    published: datetime | None = None
    source: str = ""


class NoticeItem(Item, frozen=True, kw_only=True):
    """A notice in force: text, how grave, since and until when (venue time, None for open-ended)."""

    text: str
    severity: Severity = "info"
    since: datetime | None = None
    until: datetime | None = None


class Board(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Everything a person sees at one instant.

    Attributes:
        format: of this form. event, name, place, zone: of the site. now: the instant, venue time.
        generation: of the feed. written: when the feed was written last, venue time.
        freshness: by panel. worst: the worst of all sources.
        trouble: what is wrong with the store, "" when nothing is.
        polling: False when no poller's heartbeat was seen lately. stuck: why a poller that runs stores nothing, ""
            when none does.
        asked: the real instant, venue time, when the board is of another one (time travel, `--at`); None
            when it is of now. Freshness always counts from the real instant.
        known_since: from when on the store keeps every change, venue time; None when nothing is stored. A board of
            an instant before that shows what was known first. changes_since: how far back `changes` looks.
        counts, zone_counts: spaces by kind, and by zone and kind.
        news: headlines, newest first, at most 100. notices: those in force, the gravest first.
    """

    format: int
    event: str
    name: str
    place: str
    zone: str
    now: datetime
    generation: int
    written: datetime | None
    trouble: str
    polling: bool
    worst: PanelFreshness
    freshness: dict[Panel, PanelFreshness]
    facilities: tuple[FacilityItem, ...]
    programme: tuple[EventItem, ...]
    spaces: tuple[SpaceItem, ...]
    counts: tuple[SpaceCount, ...]
    pools: tuple[PoolItem, ...]
    deadlines: tuple[DeadlineItem, ...]
    alerts: tuple[AlertItem, ...]
    changes: tuple[ChangeItem, ...]
    sources: tuple[SourceItem, ...]
    asked: datetime | None = None
    known_since: datetime | None = None
    changes_since: datetime | None = None
    news: tuple[NewsLine, ...] = ()
    notices: tuple[NoticeItem, ...] = ()
    zone_counts: tuple[SpaceCount, ...] = ()
    stuck: str = ""
