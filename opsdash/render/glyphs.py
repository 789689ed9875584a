"""How each state looks and reads: glyph, word, short word, explanation.

Every state has all of them, so that nothing depends on colour. The glyphs are single cells from Latin-1,
geometric shapes and box drawing, which the common terminal fonts hold; `opsdash.standins` has what is shown
where even those cannot be.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeVar

from opsdash.board import tones
from opsdash.board.items import Tone

State = TypeVar("State", bound=str)
Family = Literal["facility", "event", "space", "pool", "source", "alert"]


class Mark(NamedTuple):
    """How one state is shown.

    Attributes:
        glyph: one cell. word: for a column of 14 cells; short: for a column of 9.
        means: what the state says, a sentence. tone: the state's usual one; an item's own goes before it.
    """

    glyph: str
    word: str
    short: str
    means: str
    tone: Tone


def _marks(usual: Mapping[State, Tone], shown: Mapping[str, tuple[str, str, str, str]]) -> dict[str, Mark]:
    return {state: Mark(*shown[state], tone) for state, tone in usual.items()}


FACILITY = _marks(
    tones.FACILITY,
    {
        "open": ("●", "open", "open", "Open now, by the published hours or by what an officer said."),
        "closing soon": ("◑", "closing soon", "closing", "Open, and closes shortly."),
        "closed": ("○", "closed", "closed", "Closed now."),
        "opening soon": ("◔", "opening soon", "opening", "Closed, and opens shortly."),
        "open today, hours not published": (
            "◌",
            "open today",
            "today",
            "Published as open today, without hours: ask before sending anybody.",
        ),
        "not confirmed": ("◌", "not confirmed", "tentative", "The hours are published as tentative."),
        "full": ("■", "full", "full", "Open, but its capacity is reached."),
        "unknown": ("?", "unknown", "unknown", "No source says anything about now."),
    },
)
EVENT = _marks(
    tones.EVENT,
    {
        "scheduled": ("○", "scheduled", "planned", "On the programme at this time."),
        "tentative": ("◌", "tentative", "tentative", "On the programme, but not confirmed."),
        "starts soon": ("◔", "starts soon", "soon", "Begins shortly."),
        "delayed": ("▲", "delayed", "delayed", "Later than published."),
        "live": ("►", "live", "live", "Under way now."),
        "live by plan": ("►", "live by plan", "by plan", "Its time is now; nobody says whether it began."),
        "ended": ("·", "ended", "ended", "Over."),
        "over by plan": ("·", "over by plan", "over", "Its time will be over; nobody can know more."),
        "cancelled": ("×", "cancelled", "cancelled", "Will not take place."),
        "postponed": ("×", "postponed", "postponed", "Will not take place at this time."),
        "withdrawn": ("×", "withdrawn", "withdrawn", "No longer in the source that announced it."),
    },
)
SPACE = _marks(
    tones.SPACE,
    {
        "free": ("○", "free", "free", "Nobody there and nobody booked now."),
        "reserved": ("◔", "reserved", "reserved", "Booked; the holder has not come yet."),
        "occupied": ("●", "occupied", "occupied", "The booked holder is there."),
        "walk-in": ("●", "walk-in", "walk-in", "Taken on the spot, without a booking."),
        "overdue": ("▲", "overdue", "overdue", "Still taken after the booking's end."),
        "no-show": ("◌", "no-show", "no-show", "Booked, begun, and nobody came."),
        "double-booked": ("■", "double-booked", "double", "Two bookings for the same time."),
        "out of service": ("×", "out of service", "out", "Cannot be used; the reason is in its detail."),
        "unknown": ("?", "unknown", "unknown", "No source says anything about it."),
    },
)
POOL = _marks(
    tones.POOL,
    {
        "later": ("○", "later", "later", "Meets later."),
        "musters soon": ("◔", "musters soon", "soon", "Meets shortly."),
        "mustering": ("◑", "mustering", "mustering", "Meets now; not all are there yet."),
        "complete": ("●", "complete", "complete", "Everybody expected is there."),
        "incomplete": ("▲", "incomplete", "short", "Somebody expected is missing."),
        "under way": ("►", "under way", "under way", "Has left for its event."),
        "done": ("·", "done", "done", "Back."),
        "cancelled": ("×", "cancelled", "cancelled", "The pool is off."),
        "no time yet": ("◌", "no time yet", "no time", "No meeting time is published."),
    },
)
SOURCE = _marks(
    tones.SOURCE,
    {
        "fresh": ("●", "fresh", "fresh", "Answered in time."),
        "late": ("◑", "late", "late", "An answer is overdue."),
        "stale": ("▲", "stale", "stale", "Several answers missed; what is shown may no longer be so."),
        "down": ("×", "down", "down", "No answer for a long time; do not rely on what is shown."),
        "never": ("?", "never read", "never", "No answer yet."),
    },
)
ALERT = _marks(
    tones.ALERT,
    {
        "critical": ("■", "critical", "critical", "Act now."),
        "warning": ("▲", "warning", "warning", "Look at it."),
        "info": ("○", "info", "info", "Good to know."),
    },
)
DEADLINE = "◆"
"""A deadline, wherever it is shown."""
FAMILIES: dict[Family, dict[str, Mark]] = {
    "facility": FACILITY, "event": EVENT, "space": SPACE, "pool": POOL, "source": SOURCE, "alert": ALERT,
}  # fmt: skip


def mark(family: Family, state: str) -> Mark:
    """How `state` of that family is shown."""
    return FAMILIES[family][state]
