"""A board of an earlier instant is made of what the store knew then; held against the feeds it had."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from opsdash.board.board import board_at
from opsdash.board.items import Board
from opsdash.board.past import known_at, known_since
from opsdash.model import Booking, NewsItem, Notice, PressEvent, Record, Space
from opsdash.parts import Kind
from opsdash.render.changelog import nothing_changed
from opsdash.render.summary import banner
from opsdash.render.text import board_text
from opsdash.snapshot import FEED_FIELDS, Batch, Desk, DeskEntry, Feed, Snapshot
from opsdash.store.feed import FeedStore
from opsdash.store.reader import StoreReader
from tests.support import site, venue

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


@settings(max_examples=25, deadline=None)
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


def test_a_record_that_returned_had_been_gone_since_its_withdrawal_even_if_that_is_no_longer_kept() -> None:
    gone, here = PressEvent(id="event/main/gone", title="Doorstep"), PressEvent(id="event/main/here", title="Arrival")
    others = [PressEvent(id=f"event/main/{number}", title="Tour") for number in range(HISTORY - 1)]
    run = [
        Batch(source="main", records=tuple(records), kinds=("event",))
        for records in ([here, gone], [here], [here, *others], [here, *others, gone])
    ]
    with tempfile.TemporaryDirectory() as name:
        (_, (left, _), (later, _), (_, last)) = _run(Path(name), run, HISTORY)
    assert {change.what for change in last.changes} == {"added", "returned"}
    assert _records(known_at(last, later))[gone.id].withdrawn == left


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


def _event(key: str, start: str, room: str = "Room A", **more: object) -> PressEvent:
    return PressEvent(
        id=f"event/main/{key}", title=key, room=room, start=venue(f"2025-06-25T{start}"), **more  # type: ignore[arg-type]
    )  # fmt: skip


def _history(folder: Path) -> Snapshot:
    """What a store holds at 12:20 of a programme read at 12:00, 12:05, 12:10 and 12:15."""
    answers = (
        (_event("moved", "16:00"), _event("off", "17:00"), _event("flickers", "17:00"), _event("gone", "18:00")),
        (_event("moved", "16:30", "Room B"), _event("off", "17:00"), _event("gone", "18:00"), _event("new", "19:00")),
        (
            _event("moved", "16:30", "Room B"), _event("off", "17:00", status="cancelled"),
            _event("flickers", "17:00"), _event("new", "19:00"),
        ),
        (
            _event("moved", "16:30", "Hall B"), _event("off", "17:00", status="cancelled"),
            _event("flickers", "17:00"), _event("new", "19:00", "Hall B"),
        ),
    )  # fmt: skip
    for minutes, records in enumerate(answers):
        store, now = FeedStore(folder, "test", 50), NOON + timedelta(minutes=5 * minutes)
        store.apply(Batch(source="main", records=records, kinds=("event",)), now)
    news = (
        NewsItem(id="news/press/early", title="Early", published=NOON - timedelta(hours=1)),
        NewsItem(id="news/press/late", title="Late", published=NOON + timedelta(minutes=12)),
    )
    lift = Notice(id="notice/press/lift", text="Lift B is out of order", severity="warning", start=NOON)
    store.apply(Batch(source="press", records=(news[0], lift), kinds=("news", "notice")), NOON)
    store.apply(Batch(source="press", records=(*news, lift), kinds=("news", "notice")), NOON + timedelta(minutes=14))
    reader = StoreReader(folder, site())
    reader.refresh()
    return reader.snapshot


def test_the_board_of_an_earlier_minute_says_what_it_said_then() -> None:
    with tempfile.TemporaryDirectory() as name:
        last = _history(Path(name))
    asked = NOON + timedelta(minutes=20)
    alert = next(a.id for a in board_at(last, Desk(), asked).alerts if a.subject == "notice/press/lift")
    seen = DeskEntry(id="1", at=NOON + timedelta(minutes=11), who="duty officer", action="acknowledge", subject=alert)

    def board(minutes: float) -> Board:
        return board_at(last, Desk(entries=(seen,)), NOON + timedelta(minutes=minutes), asked)

    def said(of: Board) -> list[str]:
        return [f"{e.title} {e.when} {e.room} {e.state}" for e in of.programme]

    assert said(board(0)) == [
        "moved 16:00 Room A scheduled", "flickers 17:00 Room A scheduled", "off 17:00 Room A scheduled",
        "gone 18:00 Room A scheduled",
    ]  # fmt: skip
    assert said(board(4)) == said(board(0))
    assert board(4).changes == ()
    assert said(board(7)) == [
        "moved 16:30 Room B scheduled", "flickers 17:00 Room A withdrawn", "off 17:00 Room A scheduled",
        "gone 18:00 Room A scheduled", "new 19:00 Room A scheduled",
    ]  # fmt: skip
    assert [(c.title, c.sentence) for c in board(7).changes] == [
        ("flickers", "withdrawn from the programme"), ("moved", "moved 16:00 to 16:30, Room A to Room B"),
        ("new", "added to the programme: 19:00, Room A"),
    ]  # fmt: skip
    assert "gone 18:00 Room A withdrawn" in said(board(12))
    assert "off 17:00 Room A cancelled" in said(board(12))
    assert "moved 16:30 Room B scheduled" in said(board(12))
    assert said(board(19.9)) == said(board_at(last, Desk(), asked))
    assert [line.title for line in board(12).news] == ["Early"]
    assert board(12).news == board(13.9).news != board(15).news
    states = [next(a.state for a in board(minutes).alerts if a.id == alert) for minutes in (1, 10, 12)]
    assert states == ["new", "new", "acknowledged"]


def test_the_frame_says_how_far_back_the_board_reaches() -> None:
    with tempfile.TemporaryDirectory() as name:
        last = _history(Path(name))
    asked = NOON + timedelta(minutes=20)

    def said(minutes: int) -> str:
        return " ".join(board_text(board_at(last, Desk(), NOON + timedelta(minutes=minutes), asked)).split())

    assert "NOT NOW: this is Wed 25 June 12:10, as known then. Now it is 12:20. ALERTS" in said(10)
    assert (
        "NOT NOW: this is Wed 25 June 11:00, as first known at 12:00. Now it is 12:20. Earlier changes are not kept."
        in said(-60)
    )
    assert "as known" not in said(30)
    far = board_at(last, Desk(), NOON - timedelta(days=2), asked)
    assert [banner(far, cells) for cells in (79, 39)] == [
        "NOT NOW: Mon 23 June 12:00, as first known at Wed 12:00. Now it is Wed 12:20.",
        "NOT NOW: Mon 12:00. Now it is Wed 12:20.",
    ]  # fmt: skip
    past = board_at(last, Desk(), NOON - timedelta(hours=1), asked)
    assert past.known_since == NOON
    assert "as first known" not in " ".join(board_text(board_at(last, Desk(), asked)).split())


def test_where_nothing_changed_the_window_is_named() -> None:
    with tempfile.TemporaryDirectory() as name:
        last = _history(Path(name))
    asked = NOON + timedelta(hours=5)

    def said(hours: float) -> str:
        return nothing_changed(board_at(last, Desk(), NOON + timedelta(hours=hours), asked))

    assert said(0) == "No change since 12:00, when the record of changes begins."
    assert said(5) == "No change in the last 2 h, since 15:00."
    assert said(-1) == "Changes before 12:00 are not kept."
    assert nothing_changed(board_at(Snapshot(feed=Feed(site=site())), Desk(), NOON)) == (
        "No change yet: nothing has been stored."
    )
