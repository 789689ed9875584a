"""A board of an earlier instant is made of what the store knew then; held against the feeds it had."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from opsdash.board.past import known_at, known_since
from opsdash.model import Booking, Notice, PressEvent, Record, Space
from opsdash.parts import Kind
from opsdash.snapshot import FEED_FIELDS, Batch, Feed
from opsdash.store.feed import FeedStore
from opsdash.store.reader import StoreReader
from tests.support import site

NOON = datetime(2025, 6, 25, 10, tzinfo=UTC)
KINDS: tuple[Kind, ...] = ("event", "space", "booking")
HISTORY = 12


@st.composite
def answers(draw: st.DrawFn) -> Batch:
    """An answer of one of two sources, for some kinds, of up to seven records of each."""
    source = draw(st.sampled_from(["main", "other"]))
    kinds = draw(st.lists(st.sampled_from(KINDS), unique=True, min_size=1))
    keys = st.lists(st.integers(1, 7), unique=True)
    found = [_record(draw, source, kind, key) for kind in kinds for key in draw(keys)]
    return Batch(source=source, records=tuple(found), kinds=tuple(kinds))


def _record(draw: st.DrawFn, source: str, kind: Kind, key: int) -> Record:
    name, word = f"{kind}/{source}/{key}", draw(st.sampled_from(["", "North", "Süd"]))
    start = NOON + timedelta(hours=draw(st.integers(0, 2)))
    if kind == "event":
        late = draw(st.sampled_from([None, start]))
        return PressEvent(id=name, title=f"Event {key}", room=word, start=late, speakers=(word,) if word else ())
    if kind == "space":
        return Space(id=name, name=f"Booth {key}", zone=word, in_service=draw(st.booleans()))
    return Booking(id=name, space=word, start=start, end=start + timedelta(hours=1))


def _records(feed: Feed) -> dict[str, Record]:
    return {record.id: record for field in FEED_FIELDS.values() for record in getattr(feed, field)}


def _run(folder: Path, run: list[Batch], history: int) -> list[tuple[datetime, Feed]]:
    """Each instant at which the store was told something, and the feed a viewer had after it."""
    store, reader = FeedStore(folder, "test", history), StoreReader(folder, site())
    had = []
    for number, batch in enumerate(run):
        now = NOON + timedelta(minutes=number)
        store.apply(batch, now)
        reader.refresh()
        had.append((now, reader.snapshot.feed))
    return had


@settings(max_examples=40, deadline=None)
@given(run=st.lists(answers(), min_size=2, max_size=6), history=st.sampled_from([HISTORY, 500]))
def test_taking_back_what_came_later_gives_the_feed_that_the_store_had(run: list[Batch], history: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        had = _run(Path(name), run, history)
    last = had[-1][1]
    since = known_since(last)
    assert since is not None
    assert since == NOON or history == HISTORY
    for when, feed in had:
        if when >= since:
            for instant in (when, when + timedelta(seconds=59)):
                assert _records(known_at(last, instant)) == _records(feed)
            if when > since:
                assert {c.seen for c in known_at(last, when).changes} <= {c.seen for c in feed.changes}


def test_before_the_store_began_everything_is_as_it_was_known_first() -> None:
    first = PressEvent(id="event/main/1", title="Doorstep", room="North")
    later = Space(id="space/other/1", name="Booth 1")
    run = [
        Batch(source="main", records=(first,), kinds=("event",)),
        Batch(source="other", records=(later,), kinds=("space",)),
        Batch(source="main", records=(msgspec.structs.replace(first, room="Süd"),), kinds=("event",)),
    ]
    with tempfile.TemporaryDirectory() as name:
        ((began, _), _, (_, last)) = _run(Path(name), run, 50)
    assert _records(known_at(last, began - timedelta(days=1))) == {first.id: first, later.id: later}
    assert _records(known_at(last, began)) == {first.id: first}  # the other source had said nothing yet
    assert known_since(last) == began


def test_a_store_that_never_said_since_when_it_keeps_changes_reaches_to_the_oldest_kept_one() -> None:
    notices = [Notice(id="notice/main/1", text=text) for text in ("one", "two", "three")]
    run = [Batch(source="main", records=(notice,), kinds=("notice",)) for notice in notices]
    with tempfile.TemporaryDirectory() as name:
        last = _run(Path(name), run, 50)[-1][1]
        file = Path(name) / "feed.json"
        body = msgspec.json.decode(file.read_bytes())
        del body["meta"]["store"]["since"], body["meta"]["store"]["first"]
        file.write_bytes(msgspec.json.encode(body))
        reader = StoreReader(Path(name), site())
        reader.refresh()
        older = reader.snapshot.feed
        assert known_since(older) == NOON + timedelta(minutes=1) == older.changes[0].seen
        FeedStore(Path(name), "test", 50).apply(run[0], NOON + timedelta(hours=1))
        reader.refresh()
        assert reader.snapshot.feed.since == NOON + timedelta(minutes=1)
    assert known_at(last, NOON).notices[0].text == "one"
