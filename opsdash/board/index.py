"""What the board looks up: built once for each feed, shared by all instants.

Only what does not depend on the clock may live here, so that moving the clock never rebuilds it.
"""

from collections import defaultdict
from operator import attrgetter
from zoneinfo import ZoneInfo

from opsdash.board.joins import joined
from opsdash.board.memory import FEEDS, remembered
from opsdash.board.references import References
from opsdash.model import Booking, Facility, Pool, PressEvent, Record, Space
from opsdash.snapshot import FEED_FIELDS, Change, Feed, Site


class Index:
    """A feed's records by what refers to them.

    Attributes:
        told: what it was built from. feed: the same with what several sources tell of as one (`opsdash.board.joins`).
        conflicts: by record id, what the sources of a joined record say otherwise. disputed: the spaces by id of which
            one says that it is in service and another that it is not.
        site, tz: of that feed.
        facilities, events, spaces, pools: to resolve references.
        bookings: of each space by the space's id, in no order; those of unknown spaces under "".
        pools_of: pools of each event by the event's id.
        events_in: events of each space by the space's id (where the room names one).
        changes: by record id, oldest first.
    """

    def __init__(self, feed: Feed) -> None:
        aliases = feed.site.aliases
        self.told = feed
        self.site: Site = feed.site
        self.tz: ZoneInfo = feed.site.tz
        made = joined(feed)
        self.facilities: References[Facility] = References(feed.facilities, aliases)
        self.events: References[PressEvent] = References(feed.events, aliases, made.events)
        self.spaces: References[Space] = References(feed.spaces, aliases, made.spaces)
        self.pools: References[Pool] = References(feed.pools, aliases)
        self.conflicts: dict[str, tuple[str, ...]] = made.conflicts
        self.disputed: frozenset[str] = made.disputed
        self.feed = feed = made.feed
        self.bookings: dict[str, list[Booking]] = defaultdict(list)
        for booking in feed.bookings:
            space = self.spaces.find(booking.space)
            self.bookings[space.id if space else ""].append(booking)
        self.pools_of: dict[str, list[Pool]] = defaultdict(list)
        for pool in sorted(feed.pools, key=attrgetter("id")):
            if event := self.events.find(pool.event):
                self.pools_of[event.id].append(pool)
        self.events_in: dict[str, list[PressEvent]] = defaultdict(list)
        for event in sorted(feed.events, key=attrgetter("id")):
            if room := self.spaces.find(event.room):
                self.events_in[room.id].append(event)
        self.changes: dict[str, list[Change]] = defaultdict(list)
        for change in feed.changes:
            self.changes[change.id].append(change)


@remembered()
def index_of(feed: Feed) -> Index:
    """The index of `feed`, built at its first use."""
    return Index(feed)


@remembered(2 * FEEDS)  # of what sources told, and of that joined
def records_of(feed: Feed) -> dict[str, Record]:
    """All records of `feed` by id, built at its first use."""
    return {record.id: record for field in FEED_FIELDS.values() for record in getattr(feed, field)}
