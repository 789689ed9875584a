"""What a viewer reads of the store: cheap to ask, never in the way, creates nothing.

Reads straight into the typed records instead of through TinyDB, whose dictionaries would then have to be
converted: that takes twice as long at 10,000 records, and a viewer would have to import TinyDB.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

from opsdash import timing
from opsdash.model import Record
from opsdash.snapshot import FEED_FIELDS, Change, Desk, Feed, Health, Site, Snapshot
from opsdash.store.layout import (
    DESK_FILE,
    FEED_FILE,
    HEALTH_FILE,
    POLLER,
    DeskFile,
    FeedFile,
    HealthFile,
    Mark,
    StoreFile,
    decode,
    mark_of,
)
from opsdash.store.problems import StoreProblem, Unreadable, problem_of
from opsdash.store.standstill import Pulse

F = TypeVar("F", bound=StoreFile)
R = TypeVar("R", Record, Change)


def _shared(old: Iterable[R], new: dict[str, R]) -> tuple[R, ...]:
    """`new`, with the very objects of `old` where nothing differs: feeds that follow each other share their records."""
    known = {record.id: record for record in old}
    return tuple(one if (one := known.get(key)) == record else record for key, record in new.items())


class _Watched(Generic[F]):
    """One store file and the version of it that was read last.

    Attributes:
        path: the file. trouble: why its last version is not used; "" when it is.
    """

    def __init__(self, path: Path, layout: type[F], event: str) -> None:
        self.path = path
        self.trouble = ""
        self._layout = layout
        self._event = event
        self._mark: Mark | None = None
        self._seen = False

    def news(self) -> F | None:
        """The file when it is another than before and good; sets `trouble`. Never raises."""
        try:
            if mark_of(self.path.stat()) == self._mark:
                return None
            body = self._read()
            found = decode(body, self._layout, self.path, self._event)
        except FileNotFoundError:
            self._mark = None
            gone = f"{self.path} is gone; the last known data stays. Is the store folder still there?"
            self.trouble = gone if self._seen else ""  # at a first start nothing is there yet
        except OSError as error:
            self._mark = None
            self.trouble = str(problem_of(error, self.path, "read"))
        except Unreadable as problem:
            self.trouble = f"{problem} The last good data stays; the next write keeps the file aside."
        except StoreProblem as problem:
            self.trouble = str(problem)
        else:
            self.trouble, self._seen = "", True
            return found
        return None

    def _read(self) -> bytes:
        with self.path.open("rb") as file:
            # The mark is of what is read here: the file may have been replaced since it was looked at.
            self._mark = mark_of(os.fstat(file.fileno()))
            return file.read()


class StoreReader:
    """The store as one viewer knows it.

    Attributes:
        snapshot: the feed, the health and what is wrong with the files and the poller; replaced, never altered. The
            feed object stays the same one while feed.json does.
        desk: what people entered.
    """

    snapshot: Snapshot
    desk: Desk

    def __init__(self, folder: Path, site: Site) -> None:
        """Nothing is read yet: the snapshot holds what the configuration states, at generation 0."""
        self._site = site
        self._pulse = Pulse(folder, site.tz)
        self._feed_file = _Watched(folder / FEED_FILE, FeedFile, site.event)
        self._health_file = _Watched(folder / HEALTH_FILE, HealthFile, site.event)
        self._desk_file = _Watched(folder / DESK_FILE, DeskFile, site.event)
        self._token = ""
        self._aside = ""
        self._own: dict[str, Any] = {
            name: tuple(record for record in site.records if record.kind == kind) for kind, name in FEED_FIELDS.items()
        }
        self.snapshot = Snapshot(feed=Feed(site=site, **self._own))
        self.desk = Desk()

    def refresh(self) -> bool:
        """Look at the three files and read what moved; True when `snapshot` or `desk` was replaced.

        Never raises: what is wrong stands in `snapshot.trouble` and `snapshot.stuck`, and the last good data stays.
        """
        feed, health, desk = self._feed(), self._health(), self._desk()
        trouble, stuck = " ".join(self._troubles()), self._pulse.standstill(health.poller, timing.now())
        old = self.snapshot
        if feed is not old.feed or health is not old.health or (trouble, stuck) != (old.trouble, old.stuck):
            self.snapshot = Snapshot(feed=feed, health=health, trouble=trouble, stuck=stuck)
        replaced = self.snapshot is not old or desk is not self.desk
        self.desk = desk
        return replaced

    def _feed(self) -> Feed:
        """The feed of feed.json now, or the one there is."""
        old = self.snapshot.feed
        found = self._feed_file.news()
        if found is None:
            return old
        head = found.head
        if head.token == self._token and head.generation <= old.generation:
            if head.generation < old.generation:
                self._feed_file.trouble = (
                    f"{self._feed_file.path} went back from write {old.generation} to {head.generation}; "
                    "the newer data stays. Was a backup put back? Restart opsdash to see it."
                )
            return old
        self._token = head.token
        stored: dict[str, Any] = {
            name: (*own, *_shared(getattr(old, name), getattr(found, name))) for name, own in self._own.items()
        }
        return Feed(
            site=self._site,
            generation=head.generation,
            written=head.written,
            changes=_shared(old.changes, found.changes),
            since=head.since,
            first=head.first,
            **stored,
        )

    def _health(self) -> Health:
        found = self._health_file.news()
        if found is None:
            return self.snapshot.health
        return Health(poller=found.poller.get(POLLER), sources=found.sources)

    def _desk(self) -> Desk:
        found = self._desk_file.news()
        if found is None:
            return self.desk
        self._aside = found.head.aside
        return Desk(entries=tuple(found.entries.values()))

    def _troubles(self) -> Iterator[str]:
        """What is wrong, one sentence or two for each file."""
        for file in (self._feed_file, self._health_file, self._desk_file):
            if file.trouble:
                yield file.trouble
        if self._aside and (kept := self._desk_file.path.with_name(self._aside)).exists():
            yield f"The desk's earlier entries could not be read and are kept in {kept}; move it away when seen to."
