"""The three store files: their names, what stands in them, and how a file is told to be one of ours.

Every file is a TinyDB file: `{table: {document id: document}}`. The table `meta` holds one document, and
that is the promise to later versions: `meta.store.format` and `meta.store.event` stay where they are, so
that any version can tell a newer file from a damaged one.
"""

import os
from pathlib import Path
from typing import Any, TypeVar

import msgspec

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
    Space,
)
from opsdash.snapshot import Change, DeskEntry, PollerHealth, SourceHealth, Stamp
from opsdash.store.problems import Refused, StoreProblem, Unreadable

FORMAT = 1
"""Version of the store files. Raised when an older opsdash could no longer read them."""

FEED_FILE, HEALTH_FILE, DESK_FILE = "feed.json", "health.json", "desk.json"
META, META_ID = "meta", "store"
"""The table and the document that say what a file is."""
CHANGES, ENTRIES, POLLER, SOURCES, PRIVATE = "changes", "entries", "poller", "sources", "private"
"""The other tables beside those of the records (`FEED_FIELDS`)."""

Tables = dict[str, dict[str, Any]]
"""What TinyDB holds: documents by id by table."""

Mark = tuple[int, int, int]
"""What tells one version of a file from another without reading it: mtime in ns, inode, size."""


def mark_of(status: os.stat_result) -> Mark:
    """The mark of a file from its status. The inode alone would not do: two numbers take turns."""
    return status.st_mtime_ns, status.st_ino, status.st_size


class Meta(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a store file says of itself.

    Attributes:
        format, event: see `FORMAT`; the event's key from the configuration.
        generation, written, token: of the feed: number of writes, time of the last one (UTC), and a random
            word made with the file, by which a lost and begun-again feed is told from the same one.
        known: `kind/source` that have answered at least once; later records of theirs are news.
        first: when each of them answered first. since: every change seen after this is kept: when the feed was
            begun, or when the latest change that is no longer kept was seen. None in a file that never said so.
        held: by source, the ids that were missing from the last answer but are held back.
        aside: name of the file that was kept aside when this one was begun.
    """

    format: int
    event: str
    generation: int = 0
    written: Stamp | None = None
    token: str = ""
    known: tuple[str, ...] = ()
    first: dict[str, Stamp] = {}
    since: Stamp | None = None
    held: dict[str, tuple[str, ...]] = {}
    aside: str = ""


class StoreFile(msgspec.Struct, kw_only=True):
    """What all three have. Tables that are not named are left alone and not read."""

    meta: dict[str, Meta]

    @property
    def head(self) -> Meta:
        """The one document of `meta`."""
        return self.meta[META_ID]

    def tables(self) -> Tables:
        """The tables as TinyDB wants them, `meta` first."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


class FeedFile(StoreFile, kw_only=True):
    """feed.json: one table for each kind, named as in `Feed`, and the changes, oldest first."""

    facilities: dict[str, Facility] = {}
    events: dict[str, PressEvent] = {}
    spaces: dict[str, Space] = {}
    bookings: dict[str, Booking] = {}
    pools: dict[str, Pool] = {}
    deadlines: dict[str, Deadline] = {}
    contacts: dict[str, Contact] = {}
    notices: dict[str, Notice] = {}
    news: dict[str, NewsItem] = {}
    answers: dict[str, Answer] = {}
    changes: dict[str, Change] = {}


class HealthFile(StoreFile, kw_only=True):
    """health.json as a viewer reads it: the heartbeat (one document, `poller`) and the sources by name."""

    poller: dict[str, PollerHealth] = {}
    sources: dict[str, SourceHealth] = {}


class PollerFile(HealthFile, kw_only=True):
    """health.json as the poller reads it: with what it remembers for itself (one document, `poller`)."""

    private: dict[str, dict[str, Any]] = {}


class DeskFile(StoreFile, kw_only=True):
    """desk.json: the entries by id, in the order they were acknowledged."""

    entries: dict[str, DeskEntry] = {}


class _Header(msgspec.Struct):
    format: int
    event: str


class _HeaderFile(msgspec.Struct):
    meta: dict[str, _Header]


F = TypeVar("F", bound=StoreFile)
_DECODERS: dict[type[StoreFile], msgspec.json.Decoder[Any]] = {}


def decode(body: bytes, layout: type[F], path: Path, event: str) -> F:
    """The file `path` from its bytes.

    Raises Refused for a newer format or another event, Unreadable for all else that is not a `layout`.
    """
    decoder = _DECODERS.get(layout) or _DECODERS.setdefault(layout, msgspec.json.Decoder(layout))
    try:
        found: F = decoder.decode(body)
        refuse_others(found.head, path, event)
    except (ValueError, KeyError, RecursionError) as error:
        raise _why(body, path, event, error) from None
    return found


def refuse_others(head: Meta | _Header, path: Path, event: str) -> None:
    """Raise Refused when `head` is not for this version or this event."""
    if head.format > FORMAT:
        raise Refused(
            f"{path} was written by a newer opsdash (format {head.format}, this one knows {FORMAT}); "
            "update opsdash or choose another store folder."
        )
    if head.event != event:
        raise Refused(
            f"{path} belongs to the event {head.event!r}, not to {event!r}; "
            "choose another store folder or correct the event in the configuration."
        )
    if head.format < 1:
        raise ValueError(f"format {head.format}")


def _why(body: bytes, path: Path, event: str, error: Exception) -> StoreProblem:
    """Refused when at least the header can be read and says so, else Unreadable."""
    try:
        refuse_others(msgspec.json.decode(body, type=_HeaderFile).meta[META_ID], path, event)
    except Refused as refused:
        return refused
    except (ValueError, KeyError, RecursionError):
        pass
    reason = error if body.strip() else "it is empty"
    return Unreadable(f"{path} is damaged or not a store file ({reason}).")
