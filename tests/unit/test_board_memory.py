"""What the board keeps of feeds that have been replaced: nothing."""

import gc
import weakref
from datetime import timedelta

from opsdash.board.board import board_at
from opsdash.board.index import index_of
from opsdash.snapshot import Desk
from tests.strategies import NEAR
from tests.unit.test_board_properties import demo


def test_a_feed_that_was_replaced_goes_with_all_that_was_made_of_it() -> None:
    """Ten feeds, each with a board of now and one of tomorrow."""
    made = []
    for minute in range(10):
        now = NEAR + timedelta(minutes=minute)
        snap = demo(now)
        board_at(snap, Desk(), now)
        board_at(snap, Desk(), now + timedelta(days=1), now)
        made.append(weakref.ref(index_of(snap.feed)))
    del snap
    gc.collect()
    assert sum(index() is not None for index in made) <= 2
