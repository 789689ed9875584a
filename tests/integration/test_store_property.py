"""Any run of answers against a model of what the store promises."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from opsdash.model import Notice, PressEvent, Record, Space
from opsdash.parts import Kind
from opsdash.snapshot import Batch
from opsdash.store.feed import FeedStore
from opsdash.store.reader import StoreReader
from tests.support import site

NOON = datetime(2025, 6, 25, 10, tzinfo=UTC)
KINDS: tuple[Kind, ...] = ("event", "space", "notice")


def record(source: str, kind: str, key: int, word: str) -> Record:
    """One record of three kinds."""
    name = f"{kind}/{source}/{key}"
    match kind:
        case "event":
            return PressEvent(id=name, title=f"Event {key}", room=word)
        case "space":
            return Space(id=name, name=f"Booth {key}", zone=word)
        case _:
            return Notice(id=name, text=word or "-")


@st.composite
def batches(draw: st.DrawFn) -> Batch:
    """An answer of one of two sources, for some of the kinds, of up to nine records of each."""
    source = draw(st.sampled_from(["main", "other"]))
    kinds = draw(st.lists(st.sampled_from(KINDS), unique=True, min_size=1))
    words = st.sampled_from(["", "North", "Süd", "\u0000"])
    found = [
        record(source, kind, key, draw(words))
        for kind in kinds
        for key in draw(st.lists(st.integers(1, 9), unique=True))
    ]
    return Batch(source=source, records=tuple(found), kinds=tuple(kinds))


def live(folder: Path) -> dict[str, Record]:
    """What a viewer shows as not withdrawn."""
    reader = StoreReader(folder, site())
    reader.refresh()
    assert reader.snapshot.trouble == ""
    feed = reader.snapshot.feed
    return {found.id: found for found in (*feed.events, *feed.spaces, *feed.notices) if not found.withdrawn}


@settings(max_examples=40, deadline=None)
@given(run=st.lists(batches(), min_size=1, max_size=5), reopen=st.booleans())
def test_the_same_answer_twice_changes_nothing_and_shows_exactly_what_it_says(run: list[Batch], reopen: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = FeedStore(folder, "test", 20)
        for number, batch in enumerate(run):
            now = NOON + timedelta(minutes=number)
            if store.apply(batch, now).held:  # the second answer that agrees
                store.apply(batch, now)
            before = (folder / "feed.json").read_bytes()
            if reopen:
                store = FeedStore(folder, "test", 20)
            again = store.apply(batch, now + timedelta(seconds=1))
            assert (again.changed, again.changes, again.held) == (False, (), 0)
            assert (folder / "feed.json").read_bytes() == before
            spoken = tuple(f"{kind}/{batch.source}/" for kind in batch.kinds)
            shown = {found: shown for found, shown in live(folder).items() if found.startswith(spoken)}
            assert shown == {found.id: found for found in batch.records}


@settings(max_examples=30, deadline=None)
@given(run=st.lists(batches(), min_size=1, max_size=4), data=st.data())
def test_the_order_of_records_in_an_answer_is_without_effect(run: list[Batch], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        first, second = FeedStore(Path(one), "test", 20), FeedStore(Path(two), "test", 20)
        for batch in run:
            shuffled = Batch(
                source=batch.source,
                records=tuple(data.draw(st.permutations(batch.records))),
                kinds=tuple(reversed(batch.kinds)),
            )
            assert first.apply(batch, NOON) == second.apply(shuffled, NOON)
        assert (Path(one) / "feed.json").read_bytes().replace(first.token.encode(), second.token.encode()) == (
            Path(two) / "feed.json"
        ).read_bytes()
