"""What the app is given: a board for any instant, and the few things it may ask for."""

from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from opsdash.board.items import AlertItem, Board

if TYPE_CHECKING:  # the search is imported when it is first used
    from opsdash.find import Card, Hit


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
        """The board at `at`, or now when None. Never raises: what goes wrong stands in the board's `trouble`."""

    def find(self, words: str, board: Board) -> "tuple[Hit, ...]":
        """The hits for `words` on `board`, the last that this source made, best first."""

    def card(self, hit: "Hit | None", words: str, board: Board) -> "Card":
        """What to say about a hit; without one, what to say to `words` that nothing was found for."""

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

    @property
    def who(self) -> str:
        """The name or role under which entries are made."""

    def acknowledge(self, alert: AlertItem, note: str) -> str:
        """Acknowledge `alert`, with a note or ""; "" when done, else why it could not be, a sentence."""

    def take_back(self, alert: AlertItem) -> str:
        """Take the acknowledgement of `alert` back; "" when done, else why it could not be, a sentence."""
