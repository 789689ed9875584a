"""How much each state asks for attention by itself: the one table that rows and legends are coloured from.

"bad" is for what an alert would call critical. An item may ask for more than its state (a clash, a missing card) or for
less (it is over).
"""

from collections.abc import Mapping
from typing import Final

from opsdash.board.itembase import Tone
from opsdash.board.items import EventState, FacilityState, PoolState, SourceState, SpaceState
from opsdash.parts import Severity

FACILITY: Final[Mapping[FacilityState, Tone]] = {
    "open": "good", "closing soon": "soon", "closed": "quiet", "opening soon": "soon",
    "open today, hours not published": "unknown", "not confirmed": "unknown", "full": "busy", "unknown": "unknown",
}  # fmt: skip
EVENT: Final[Mapping[EventState, Tone]] = {
    "scheduled": "quiet", "tentative": "unknown", "starts soon": "soon", "delayed": "warn", "live": "good",
    "live by plan": "busy", "ended": "quiet", "over by plan": "quiet", "cancelled": "warn", "postponed": "warn",
    "withdrawn": "warn",
}  # fmt: skip
SPACE: Final[Mapping[SpaceState, Tone]] = {
    "free": "good", "reserved": "soon", "occupied": "busy", "walk-in": "busy", "overdue": "warn", "no-show": "warn",
    "double-booked": "bad", "out of service": "quiet", "unknown": "unknown",
}  # fmt: skip
POOL: Final[Mapping[PoolState, Tone]] = {
    "later": "quiet", "musters soon": "soon", "mustering": "soon", "complete": "good", "incomplete": "warn",
    "under way": "busy", "done": "quiet", "cancelled": "warn", "no time yet": "unknown",
}  # fmt: skip
SOURCE: Final[Mapping[SourceState, Tone]] = {
    "fresh": "good", "late": "soon", "stale": "warn", "down": "bad", "never": "unknown",
}  # fmt: skip
ALERT: Final[Mapping[Severity, Tone]] = {"info": "soon", "warning": "warn", "critical": "bad"}
NOTICE: Final[Mapping[Severity, Tone]] = {"info": "quiet", "warning": "warn", "critical": "bad"}
