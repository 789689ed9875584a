"""The bell and the terminal's notification: for a critical alert, once for each thing it says, and for nothing else."""

from collections.abc import Sequence

from opsdash.board.items import AlertItem, Board
from opsdash.configtables import NOTICES
from opsdash.render.summary import open_alerts

NOTIFICATIONS = dict(zip(NOTICES, ("", "\x1b]9;{title}: {text}\a", "\x1b]777;notify;{title};{text}\a"), strict=True))
"""How a terminal is asked to notify: OSC 9 (iTerm2, kitty, WezTerm, Ghostty, ConEmu), OSC 777 (urxvt, foot, VTE)."""

MOST = 300
"""Characters of a title or a text: more than is shown of a notification."""


class Bell:
    """Which critical alerts have been rung for.

    Attributes:
        rings: whether it is on; a key turns it off and on. sounds: whether ringing sounds the terminal's bell.
    """

    def __init__(self, sounds: bool, notice: str = "off") -> None:
        self.rings = sounds or notice != "off"
        self.sounds = sounds or notice == "off"
        self._notice = notice
        self._known: dict[str, set[str]] | None = None

    def heard(self, board: Board) -> tuple[AlertItem, ...]:
        """The critical alerts that have come since the last board, or say more than they did: those of the first board
        are none, nor are those of another time. They count as rung for, whether or not the bell is on."""
        if board.asked:
            return ()
        critical = {alert.id: alert for alert in open_alerts(board) if alert.severity == "critical"}
        first, known = self._known is None, self._known or {}
        new = [alert for alert in critical.values() if alert.id not in known or not {*alert.said} <= known[alert.id]]
        self._known = known | {alert.id: known.get(alert.id, set()) | {*alert.said} for alert in new}
        return tuple(new) if self.rings and not first else ()

    def notification(self, title: str, alerts: Sequence[AlertItem]) -> str:
        """The control sequence that has the terminal notify of `alerts`; "" where it is not to."""
        more = f" (and {len(alerts) - 1} more)" if len(alerts) > 1 else ""
        return NOTIFICATIONS[self._notice].format(title=_plain(title), text=_plain(alerts[0].sentence + more))


def _plain(text: str) -> str:
    """The beginning of `text`, without what would end the sequence early."""
    return "".join(char for char in text[:MOST] if char.isprintable()).replace(";", ",")
