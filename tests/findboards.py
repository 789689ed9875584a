"""A board made of the demo's records at the instant of `tests.boards`, with the feed it was made of: for searching."""

from datetime import timedelta

from opsdash.board.board import board_at
from opsdash.board.items import Board
from opsdash.demo.cast import SUMMIT
from opsdash.demo.scenario import Scenario
from opsdash.snapshot import Desk, Feed, Health, PollerHealth, Site, Snapshot, SourceHealth
from opsdash.sourcespec import OpsdashSpec
from tests import boards
from tests.support import ZONE, feed

SITE = Site(event="demo", name=SUMMIT, zone=ZONE, sources=(OpsdashSpec(name="demo", url="http://localhost:1"),))
FEED: Feed = feed(*Scenario(1, boards.NOW, ZONE).records_at(boards.NOW), at=SITE)


def demo(age: int = 5) -> Board:
    """The demo's board; its data is `age` seconds old."""
    seen = boards.NOW - timedelta(seconds=age)
    health = Health(
        poller=PollerHealth(pid=1, started=seen, beat=boards.NOW),
        sources={"demo": SourceHealth(tried=seen, succeeded=seen, count=100)},
    )
    return board_at(Snapshot(feed=FEED, health=health), Desk(), boards.NOW)
