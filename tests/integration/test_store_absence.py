"""Missing from an answer, and yet not withdrawn: unread, torn off, over. In a real feed.json."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from opsdash.model import PressEvent
from opsdash.snapshot import Batch
from opsdash.store.feed import FeedStore
from opsdash.store.folder import prepare
from opsdash.store.reader import StoreReader
from tests.support import site

NOW = datetime(2025, 6, 25, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> FeedStore:
    prepare(tmp_path / "store")
    return FeedStore(tmp_path / "store", "test", 100)


def event(key: str, start: datetime | None = NOW, **more: Any) -> PressEvent:
    return PressEvent(id=f"event/cal/{key}", title=key, start=start, **more)


def batch(*records: PressEvent, **more: Any) -> Batch:
    return Batch(source="cal", records=records, kinds=("event",), **more)


def told(store: FeedStore, *records: PressEvent, **more: Any) -> list[tuple[str, str]]:
    """The changes of an answer: what, and of which key."""
    changes = store.apply(batch(*records, **more), NOW).changes
    return [(change.what, change.id.split("/", 2)[2]) for change in changes]


def test_what_could_not_be_read_stays(store: FeedStore) -> None:
    told(store, event("a"), event("b"), event("s/1"), event("s/2"), event("sun"))
    assert told(store, event("a"), unread=("event/cal/b", "event/cal/s")) == [("withdrawn", "sun")]
    assert told(store, event("a")) == [("withdrawn", "b"), ("withdrawn", "s/1"), ("withdrawn", "s/2")]


def test_a_torn_answer_adds_and_alters_but_withdraws_nothing(store: FeedStore) -> None:
    told(store, event("a"), event("b"))
    assert told(store, event("a", room="B1"), event("c"), torn=True) == [("changed", "a"), ("added", "c")]
    assert told(store, event("a", room="B1"), torn=True) == []


def test_what_is_over_goes_without_a_word(store: FeedStore, tmp_path: Path) -> None:
    old = NOW - timedelta(days=8)
    told(store, event("old", old), event("day", None, day=date(2025, 6, 1)), event("next"), event("vague", None))
    since = NOW - timedelta(days=7)
    assert told(store, event("vague", None), since=since) == [("withdrawn", "next")]
    reader = StoreReader(tmp_path / "store", site())
    reader.refresh()
    assert sorted(found.key for found in reader.snapshot.feed.events) == ["next", "vague"]


def test_what_is_over_and_answered_stays(store: FeedStore) -> None:
    old = NOW - timedelta(days=8)
    told(store, event("old", old))
    assert told(store, event("old", old), since=NOW) == []


def test_what_goes_is_no_mass_disappearance(store: FeedStore) -> None:
    old = [event(f"old-{n}", NOW - timedelta(days=8)) for n in range(20)]
    told(store, *old, event("next"))
    applied = store.apply(batch(event("next"), since=NOW - timedelta(days=7)), NOW)
    assert (applied.held, applied.changed, applied.changes) == (0, True, ())
