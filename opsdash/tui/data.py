"""What the app is given: a board for any instant, and the few things it may ask for."""

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from opsdash.board.items import AlertItem, Board


class BoardSource(Protocol):
    """Where the app's boards come from. `opsdash.tui.run` has the real one."""

    @property
    def tz(self) -> ZoneInfo:
        """The venue's zone."""

    def now(self) -> datetime:
        """This instant."""

    def refresh(self) -> bool:
        """Look at the store; True when something moved. Cheap, never raises."""

    def board(self, at: datetime | None) -> Board:
        """The board at `at`, or now when None."""

    def tend(self) -> str:
        """Called about once a second after the first frame: keep a poller running. "" or why it cannot be."""

    def stop(self) -> None:
        """The app has ended."""

    def why_not_poll(self) -> str | None:
        """Why a poll cannot be asked for, a sentence."""

    def poll_now(self) -> str:
        """Ask for a poll of every source; "" when asked, else why it could not be, a sentence."""

    def why_not_write(self) -> str | None:
        """Why nothing can be entered, a sentence."""

    def acknowledge(self, alert: AlertItem) -> str:
        """Acknowledge `alert`; "" when done, else why it could not be, a sentence."""
