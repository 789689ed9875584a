"""The app on a hand-made board: `python -m tests.terminal.show NAME` with the name of a board in tests.boards, or
`views` for the one in tests.viewboards.

Lines on a file named by OPSDASH_TEST_DRIVE change the board while it is shown: each line is a Python
expression that makes a board from `boards`.
"""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from opsdash.board.items import AlertItem, Board
from opsdash.find import Card, Hit, card, find, finder_of, not_found
from opsdash.snapshot import Feed
from opsdash.timing import zone_of
from opsdash.tui.app import OpsdashApp
from tests import boards, findboards, viewboards
from tests.support import ZONE


class HandMade:
    """A BoardSource that shows one board until it is given another. Its clock stands still.

    Attributes:
        feed: what is searched; the demo's, whose own board is `findboards.demo`.
    """

    def __init__(
        self, board: Board, read_only: bool = False, drive: Path | None = None, feed: Feed = findboards.FEED
    ) -> None:
        self.feed = feed
        self.shown = board
        self.moved = False
        self.polls = 0
        self._read_only = read_only
        self._drive = drive
        self._driven = b""

    @property
    def tz(self) -> ZoneInfo:
        return zone_of(ZONE)

    def now(self) -> datetime:
        return boards.NOW

    def refresh(self) -> bool:
        if self._drive and self._drive.exists() and (line := self._drive.read_bytes()) != self._driven:
            self._driven = line
            self.show(
                eval(
                    line,
                    {
                        "boards": boards,
                        "findboards": findboards,
                        "viewboards": viewboards,
                        "replace": msgspec.structs.replace,
                    },
                )
            )
        moved, self.moved = self.moved, False
        return moved

    def show(self, board: Board) -> None:
        """Another board from the next tick on."""
        self.shown, self.moved = board, True

    def board(self, at: datetime | None) -> Board:
        if at is None:
            return self.shown
        return msgspec.structs.replace(self.shown, now=at.astimezone(self.tz), asked=boards.NOW)

    def find(self, words: str, board: Board) -> tuple[Hit, ...]:
        return find(finder_of(self.feed), board, words)

    def card(self, hit: Hit | None, words: str, board: Board) -> Card:
        finder = finder_of(self.feed)
        return card(hit, board, finder.index) if hit else not_found(words, board, finder)

    def tend(self) -> str:
        return ""

    def stop(self) -> None:
        return

    def why_not_poll(self) -> str | None:
        return None

    def poll_now(self) -> str:
        self.polls += 1
        return ""

    def why_not_write(self) -> str | None:
        return "Nothing can be entered: this is a read-only view." if self._read_only else None

    who = "duty officer"

    def acknowledge(self, alert: AlertItem, note: str) -> str:
        return self._becomes(alert, state="acknowledged", acknowledged_by=self.who, note=note)

    def take_back(self, alert: AlertItem) -> str:
        return self._becomes(alert, state="new", acknowledged_by="", note="")

    def _becomes(self, alert: AlertItem, **fields: str) -> str:
        """As on a real board, the acknowledged ones come last."""
        alerts = [msgspec.structs.replace(a, **fields) if a.id == alert.id else a for a in self.shown.alerts]
        alerts.sort(key=lambda a: a.state == "acknowledged")
        self.show(msgspec.structs.replace(self.shown, alerts=tuple(alerts)))
        return ""


if __name__ == "__main__":
    if "--deaf" in sys.argv:  # the signal that a terminal has gone never arrives, as with some supervisors
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
    drive = os.environ.get("OPSDASH_TEST_DRIVE")
    home = {"views": viewboards, "demo": findboards}.get(sys.argv[1], boards)
    made: Board = getattr(home, sys.argv[1])()
    source = HandMade(made, read_only="--read-only" in sys.argv, drive=Path(drive) if drive else None)
    theme = next((word for word in sys.argv[2:] if not word.startswith("-")), "opsdash-dark")
    OpsdashApp(source, theme=theme).run()
