"""Whatever the records say and whatever is typed: no error, no double, no hit that does not hold the words."""

from datetime import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opsdash.board.board import board_at
from opsdash.find import card, find, finder_of, not_found
from opsdash.find.fold import words_of
from opsdash.find.lexicon import pieces
from opsdash.snapshot import Desk, Snapshot
from tests.strategies import instants, texts
from tests.support import examples
from tests.unit.test_board_properties import snapshots

WORDS = st.sampled_from(
    ("open", "tomorrow", "a", "booth", "for an hour", "30 min", "belgian pm", "free", "sunday", "26 june", "pool",
     "x/y", "b c", "99 h", "1h99", "at 14:00", "at 3", "²", "٣ min", "acreditation")
)  # fmt: skip
queries = texts | st.lists(WORDS | texts, max_size=5).map(" ".join) | st.text()


@settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(snapshots(), instants.filter(lambda one: one.tzinfo is not None and 1900 < one.year < 2200), queries)
def test_no_text_and_no_board_is_an_error(found: tuple[Snapshot, Desk], now: datetime, words: str) -> None:
    snapshot, desk = found
    board = board_at(snapshot, desk, now)
    finder = finder_of(snapshot.feed)
    hits = find(finder, board, words, 20)
    assert len({hit.id for hit in hits}) == len(hits) <= 20
    assert find(finder, board, words, 20) == hits
    for hit in hits:
        assert card(hit, board, finder.index).sentence.strip()
    assert not_found(words, board, finder).sentence


@settings(
    max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(snapshots())
def test_everything_is_found_by_its_own_name(found: tuple[Snapshot, Desk]) -> None:
    finder = finder_of(found[0].feed)
    for place, entry in enumerate(finder.entries):
        asked = tuple(piece for piece in pieces(words_of(entry.title)) if not piece.idle)
        if asked and entry.kind != "booking":
            assert place in finder.matches(asked)
