"""The dashboard on the real store: reader, board, poller child and app put together."""

import gc
import getpass
import os
import sys
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from opsdash import console, standins, timing
from opsdash.board.alerts import ACKNOWLEDGE, UNACKNOWLEDGE
from opsdash.board.board import board_at, feed_for
from opsdash.board.items import AlertItem, Board
from opsdash.board.memory import forget
from opsdash.child import PollerChild, request_poll
from opsdash.config import Config
from opsdash.snapshot import Desk, DeskEntry, Feed, Site, Snapshot
from opsdash.store.reader import StoreReader
from opsdash.store.standstill import poller_runs
from opsdash.tui.faults import Faults
from opsdash.tui.terminal import end_when_gone, is_gone

if TYPE_CHECKING:
    from opsdash.find import Card, Hit

WHO_VARIABLE = "OPSDASH_WHO"
LOG_FILE = "viewer.log"
TEND_SECONDS = 2.0
"""Between two looks whether a poller runs."""
PATIENT, HURRIED = 5.0, 1.0
"""Seconds our poller has to end; the second when the terminal is gone, which leaves the process `GRACE` in all."""


class StoreSource:
    """Boards from the store's files; see `opsdash.tui.data.BoardSource`."""

    def __init__(self, config: Config, *, read_only: bool = False, with_poller: bool = True) -> None:
        self._config = config
        self._read_only = read_only
        self._reader = StoreReader(config.store, config.site)
        self._child = PollerChild(config.path, config.store) if with_poller and config.site.sources else None
        self._tended = 0.0
        self._trouble = ""
        self._last: Board | None = None
        self._made_from = Snapshot(feed=Feed(site=self._bare))
        self._remembered = self._made_from.feed
        self._faults = Faults(config.store / LOG_FILE)

    @property
    def tz(self) -> ZoneInfo:
        return self._config.site.tz

    def now(self) -> datetime:
        return timing.now()

    def refresh(self) -> bool:
        return self._reader.refresh()

    def board(self, at: datetime | None) -> Board:
        now, snapshot = timing.now(), self._reader.snapshot
        if snapshot.feed is not self._remembered:
            self._remembered = snapshot.feed
            forget()
        try:
            board = board_at(snapshot, self._reader.desk, at or now, now if at else None)
        except Exception as error:  # whatever it is, the last good board helps more than none
            return self._faults.instead(self._last or board_at(self._made_from, Desk(), now), error, now)
        self._last, self._made_from = board, snapshot
        return board

    @property
    def _bare(self) -> Site:
        """The site that knows nothing but what the event is called."""
        site = self._config.site
        return Site(event=site.event, name=site.name, zone=site.zone, place=site.place)

    def find(self, words: str, board: Board) -> "tuple[Hit, ...]":
        from opsdash.find import find, finder_of

        return find(finder_of(self._feed(board)), board, words)

    def card(self, hit: "Hit | None", words: str, board: Board) -> "Card":
        from opsdash.find import card, finder_of, not_found

        finder = finder_of(self._feed(board))
        return card(hit, board, finder.index) if hit else not_found(words, board, finder)

    def _feed(self, board: Board) -> Feed:
        """What `board`, the last one, is made from, so that nothing else is found than it shows."""
        return feed_for(self._made_from.feed, board.now, board.asked)

    def tend(self) -> str:
        if self._child and timing.monotonic() >= self._tended + TEND_SECONDS:
            self._tended = timing.monotonic()
            self._trouble = self._child.ensure()
        return self._trouble

    def stop(self) -> None:
        if self._child:
            self._child.stop(HURRIED if is_gone() else PATIENT)

    def why_not_poll(self) -> str | None:
        if self._read_only:
            return "Not in a read-only view."
        if not self._config.site.sources:
            return "No source is configured: opsdash check says what is missing."
        return None if poller_runs(self._config.store) else "No poller is running to ask."

    def poll_now(self) -> str:
        try:
            request_poll(self._config.store)
        except OSError as error:
            return f"The poller could not be asked: {error.strerror or error}."
        return ""

    def why_not_write(self) -> str | None:
        return "Nothing can be entered: this is a read-only view." if self._read_only else None

    @property
    def who(self) -> str:
        return os.environ.get(WHO_VARIABLE, "").strip() or self._config.who or _user()

    def acknowledge(self, alert: AlertItem, note: str) -> str:
        return self._enter(ACKNOWLEDGE, alert, note)

    def take_back(self, alert: AlertItem) -> str:
        return self._enter(UNACKNOWLEDGE, alert, "")

    def _enter(self, action: str, alert: AlertItem, note: str) -> str:
        """Add an entry about `alert` to the desk's; "" when it is kept, else why it is not."""
        from opsdash.store.desk import DeskStore
        from opsdash.store.problems import StoreProblem

        now = timing.now()
        entry = DeskEntry(
            id=f"{now:%Y%m%dT%H%M%S.%fZ}-{os.getpid()}",
            at=now,
            who=self.who,
            action=action,
            subject=alert.id,
            note=note,
            data={"severity": alert.severity, "said": alert.said},
        )
        try:
            DeskStore(self._config.store, self._config.site.event).append(entry)
        except StoreProblem as problem:
            return str(problem)
        return ""


def _user() -> str:
    """Who is logged in, whomever sudo made of them; "" where the machine cannot tell."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (OSError, KeyError):
        return ""


def _draw_on_standard_output() -> None:
    """Have Textual draw on the terminal of standard output.

    It draws on `sys.__stderr__` (8.2.8), so that `opsdash 2>FILE` would show nothing and fill the file. What is
    said on standard error, a crash too, still goes there.
    """
    standins.register()
    encoding = "utf-8" if console.speaks_utf8() else "ascii"
    sys.__stderr__ = os.fdopen(os.dup(1), "w", encoding=encoding, errors=standins.STAND_IN)  # type: ignore[misc]


def run_dashboard(
    config: Config,
    *,
    at: datetime | None = None,
    read_only: bool = False,
    no_color: bool = False,
    with_poller: bool = True,
) -> int:
    """Show the dashboard until the person leaves; the exit code.

    Args:
        at: another instant to begin with. read_only: nothing can be entered and no poll asked for.
        no_color: no colour at all. with_poller: keep a poller running as our child when there is none.
    """
    if no_color:
        os.environ["NO_COLOR"] = "1"  # Textual reads it as it is imported
    # What is imported and built before the first frame stays for good; collecting it over and over is a tenth
    # of the start-up.
    gc.disable()
    from opsdash.tui.app import OpsdashApp
    from opsdash.tui.mended import keep_less

    keep_less()
    source = StoreSource(config, read_only=read_only, with_poller=with_poller)
    _draw_on_standard_output()
    end_when_gone()
    app = OpsdashApp(
        source,
        theme=config.theme,
        keys=config.keys,
        at=at,
        bell=config.bell,
        notify=config.notify,
    )
    try:
        app.run()
        return app.return_code or 0  # 1 after a crash, which Textual has told of
    finally:
        source.stop()
