"""The board of a clock time that a query names: what is planned for then, or was known."""

from datetime import datetime

from msgspec.structs import replace

from opsdash.board.board import board_at, feed_for
from opsdash.board.items import Board
from opsdash.board.memory import remembered
from opsdash.find.finder import Finder, finder_of
from opsdash.snapshot import Desk, Feed, Snapshot


def then(board: Board, finder: Finder, instant: datetime) -> tuple[Board, Finder]:
    """The board of `instant` made from what `board` is made from, and the finder for it."""
    found = _board(board, finder.feed, instant)
    return found, finder_of(feed_for(finder.feed, instant, found.asked))


@remembered(1)
def _board(board: Board, feed: Feed, instant: datetime) -> Board:
    """What somebody said at the desk is of now and left out; how old the data is does not travel with it."""
    found = board_at(Snapshot(feed=feed), Desk(), instant, board.asked or board.now)
    return replace(
        found, sources=board.sources, freshness=board.freshness, worst=board.worst, trouble=board.trouble,
        stuck=board.stuck,
    )  # fmt: skip
