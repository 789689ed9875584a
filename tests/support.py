"""What several tests need: instants, a site, waiting for a condition."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from opsdash.model import Record
from opsdash.snapshot import FEED_FIELDS, Change, Feed, Health, Site, Snapshot, Thresholds
from opsdash.sourcespec import AnySourceSpec
from opsdash.timing import at_clock, zone_of

ZONE = "Europe/Amsterdam"
SHARED = Path(__file__).parents[2] / "shared"
"""Real input beside the repository; tests that read it skip where it is absent."""


def venue(text: str, zone: str = ZONE) -> datetime:
    """The instant "2025-06-25T23:30" in venue time."""
    found = datetime.fromisoformat(text)
    return at_clock(found.date(), found.hour * 60 + found.minute, zone_of(zone)).astimezone(UTC)


def site(
    *records: Record,
    zone: str = ZONE,
    thresholds: Thresholds | None = None,
    aliases: dict[str, str] | None = None,
    sources: tuple[AnySourceSpec, ...] = (),
) -> Site:
    """A site for tests."""
    return Site(
        event="test",
        name="Test Summit",
        zone=zone,
        thresholds=thresholds or Thresholds(),
        aliases=aliases or {},
        records=records,
        sources=sources,
    )


def feed(*records: Record, at: Site | None = None, changes: tuple[Change, ...] = (), generation: int = 1) -> Feed:
    """A feed of `records`, sorted into their fields."""
    fields: dict[str, tuple[Record, ...]] = {
        field: tuple(r for r in records if r.kind == kind) for kind, field in FEED_FIELDS.items()
    }
    return msgspec.structs.replace(Feed(site=at or site()), generation=generation, changes=changes, **fields)


def snapshot(*records: Record, at: Site | None = None, health: Health | None = None) -> Snapshot:
    """A snapshot of `records`."""
    return Snapshot(feed=feed(*records, at=at), health=health or Health())


def examples(count: int) -> int:
    """How many examples hypothesis tries: `count`, ten times as many with OPSDASH_LONG=1."""
    return count * (10 if os.environ.get("OPSDASH_LONG") else 1)


def wait_until(condition: Callable[[], bool], seconds: float = 10.0, step: float = 0.02) -> None:
    """Wait until `condition()` is true; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"still not so after {seconds} s")
        time.sleep(step)
