"""What the board looks up: built once for each feed, shared by all instants.

Only what does not depend on the clock may live here, so that moving the clock never rebuilds it.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from opsdash.model import Booking, Facility, Pool, PressEvent, Record, Space
from opsdash.snapshot import FEED_FIELDS, Change, Feed, Site

R = TypeVar("R", bound=Record)


class References(Generic[R]):
    """Finds a record by full id, key, alias or name, in that order; ids are exact, the rest is case-blind.

    A text that fits several records finds the first in id order, so that the order of records in an
    answer never matters.
    """

    def __init__(self, records: Iterable[R], aliases: dict[str, str]) -> None:
        self._by_id: dict[str, R] = {record.id: record for record in sorted(records, key=attrgetter("id"))}
        self._aliases = aliases
        self._found: dict[str, R | None] = {}

    @cached_property
    def _by_key(self) -> dict[str, R]:
        found: dict[str, R] = {}
        for record in self._by_id.values():
            found.setdefault(record.key.casefold(), record)
        return found

    @cached_property
    def _by_name(self) -> dict[str, R]:
        found: dict[str, R] = {}
        for record in self._by_id.values():
            name = str(getattr(record, "name", "") or getattr(record, "title", ""))
            found.setdefault(name.casefold(), record)
        return found

    def find(self, text: str) -> R | None:
        """The record that `text` refers to, or None.

        A full id that nobody has is tried without its first two parts: a source makes full ids of what its
        answer refers to, and may mean a record of the configuration or of another source.
        """
        try:
            return self._found[text]  # hundreds of records name the same few rooms
        except KeyError:
            found = self._found[text] = self._search(text)
            return found

    def _search(self, text: str) -> R | None:
        if not text:
            return None
        if found := self._by_id.get(text):
            return found
        word = text.casefold().strip()
        return (
            self._by_key.get(word)
            or self._by_key.get(self._aliases.get(word, "").casefold())
            or self._by_name.get(word)
            or (self.find(word.split("/", 2)[2]) if word.count("/") >= 2 else None)
        )


class Index:
    """A feed's records by what refers to them.

    Attributes:
        feed, site, tz: what it was built from.
        facilities, events, spaces, pools: to resolve references.
        bookings: of each space by the space's id, in no order; those of unknown spaces under "".
        pools_of: pools of each event by the event's id.
        events_in: events of each space by the space's id (where the room names one).
        changes: by record id, oldest first.
    """

    def __init__(self, feed: Feed) -> None:
        aliases = feed.site.aliases
        self.feed = feed
        self.site: Site = feed.site
        self.tz: ZoneInfo = feed.site.tz
        self.facilities: References[Facility] = References(feed.facilities, aliases)
        self.events: References[PressEvent] = References(feed.events, aliases)
        self.spaces: References[Space] = References(feed.spaces, aliases)
        self.pools: References[Pool] = References(feed.pools, aliases)
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


@lru_cache(maxsize=4)
def index_of(feed: Feed) -> Index:
    """The index of `feed`, built at its first use."""
    return Index(feed)


@lru_cache(maxsize=4)
def records_of(feed: Feed) -> dict[str, Record]:
    """All records of `feed` by id, built at its first use."""
    return {record.id: record for field in FEED_FIELDS.values() for record in getattr(feed, field)}
