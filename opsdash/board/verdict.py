"""One word and one number for the whole board, as monitoring plugins give it."""

from enum import IntEnum

from opsdash.board.items import Board


class Verdict(IntEnum):
    """The exit codes of `opsdash status` (the monitoring-plugin convention)."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    UNKNOWN = 3


ABOUT_DATA = frozenset({"source", "poller", "store"})
"""First words of the rules that speak of the data itself, not of the media centre."""


def verdict(board: Board) -> Verdict:
    """The worst of the alerts nobody has acknowledged; unknown when the data cannot be trusted.

    A critical finding about the media centre counts even on old data: better a call too many. Short of
    that, data that is stale, down or not there makes the answer unknown, whatever it says.
    """
    open_alerts = [alert for alert in board.alerts if alert.state == "new"]
    if any(a.severity == "critical" and a.rule.split(" ")[0].split("-")[0] not in ABOUT_DATA for a in open_alerts):
        return Verdict.CRITICAL
    if board.trouble or board.stuck or board.worst.state in ("stale", "down", "never") or _knows_nothing(board):
        return Verdict.UNKNOWN
    if any(alert.severity == "critical" for alert in open_alerts):
        return Verdict.CRITICAL
    if any(alert.severity == "warning" for alert in open_alerts):
        return Verdict.WARNING
    return Verdict.OK


def _knows_nothing(board: Board) -> bool:
    """No source, and the configuration says nothing of this time either."""
    ahead = any(event.phase in ("now", "next", "later") for event in board.programme)
    return not (board.sources or ahead or any(one.state != "unknown" for one in board.facilities))
