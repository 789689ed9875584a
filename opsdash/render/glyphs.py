"""How each state looks and reads: glyph, word, short word, explanation.

Every state has all of them, so that nothing depends on colour. The glyphs are single cells from Latin-1,
geometric shapes and box drawing, which the common terminal fonts hold; `to_ascii` replaces them cell for
cell where even those cannot be shown.
"""

from typing import Literal, NamedTuple

from opsdash.board.items import Tone

Family = Literal["facility", "event", "space", "pool", "source", "alert"]


class Mark(NamedTuple):
    """How one state is shown.

    Attributes:
        glyph: one cell. word: for a column of 14 cells; short: for a column of 9.
        tone: the usual one; an item's own tone goes before it. means: what the state says, a sentence.
    """

    glyph: str
    word: str
    short: str
    tone: Tone
    means: str


FACILITY: dict[str, Mark] = {
    "open": Mark("●", "open", "open", "good", "Open now, by the published hours or by what an officer said."),
    "closing soon": Mark("◑", "closing soon", "closing", "soon", "Open, and closes shortly."),
    "closed": Mark("○", "closed", "closed", "quiet", "Closed now."),
    "opening soon": Mark("◔", "opening soon", "opening", "soon", "Closed, and opens shortly."),
    "open today, hours not published": Mark(
        "◌", "open today", "today", "unknown", "Published as open today, without hours: ask before sending anybody."
    ),
    "not confirmed": Mark("◌", "not confirmed", "tentative", "unknown", "The hours are published as tentative."),
    "full": Mark("■", "full", "full", "warn", "Open, but its capacity is reached."),
    "unknown": Mark("?", "unknown", "unknown", "unknown", "No source says anything about now."),
}
EVENT: dict[str, Mark] = {
    "scheduled": Mark("○", "scheduled", "planned", "quiet", "On the programme at this time."),
    "tentative": Mark("◌", "tentative", "tentative", "unknown", "On the programme, but not confirmed."),
    "starts soon": Mark("◔", "starts soon", "soon", "soon", "Begins shortly."),
    "delayed": Mark("▲", "delayed", "delayed", "warn", "Later than published."),
    "live": Mark("►", "live", "live", "good", "Under way now."),
    "live by plan": Mark("►", "live by plan", "by plan", "busy", "Its time is now; nobody says whether it began."),
    "ended": Mark("·", "ended", "ended", "quiet", "Over."),
    "over by plan": Mark("·", "over by plan", "over", "quiet", "Its time will be over; nobody can know more."),
    "cancelled": Mark("×", "cancelled", "cancelled", "bad", "Will not take place."),
    "postponed": Mark("×", "postponed", "postponed", "warn", "Will not take place at this time."),
    "withdrawn": Mark("×", "withdrawn", "withdrawn", "warn", "No longer in the source that announced it."),
}
SPACE: dict[str, Mark] = {
    "free": Mark("○", "free", "free", "good", "Nobody there and nobody booked now."),
    "reserved": Mark("◔", "reserved", "reserved", "soon", "Booked; the holder has not come yet."),
    "occupied": Mark("●", "occupied", "occupied", "busy", "The booked holder is there."),
    "walk-in": Mark("●", "walk-in", "walk-in", "busy", "Taken on the spot, without a booking."),
    "overdue": Mark("▲", "overdue", "overdue", "warn", "Still taken after the booking's end."),
    "no-show": Mark("◌", "no-show", "no-show", "warn", "Booked, begun, and nobody came."),
    "double-booked": Mark("■", "double-booked", "double", "bad", "Two bookings for the same time."),
    "out of service": Mark("×", "out of service", "out", "quiet", "Cannot be used; the reason is in its detail."),
    "unknown": Mark("?", "unknown", "unknown", "unknown", "No source says anything about it."),
}
POOL: dict[str, Mark] = {
    "later": Mark("○", "later", "later", "quiet", "Meets later."),
    "musters soon": Mark("◔", "musters soon", "soon", "soon", "Meets shortly."),
    "mustering": Mark("◑", "mustering", "mustering", "soon", "Meets now; not all are there yet."),
    "complete": Mark("●", "complete", "complete", "good", "Everybody expected is there."),
    "incomplete": Mark("▲", "incomplete", "short", "warn", "Somebody expected is missing."),
    "under way": Mark("►", "under way", "under way", "busy", "Has left for its event."),
    "done": Mark("·", "done", "done", "quiet", "Back."),
    "cancelled": Mark("×", "cancelled", "cancelled", "bad", "The pool is off."),
    "no time yet": Mark("◌", "no time yet", "no time", "unknown", "No meeting time is published."),
}
SOURCE: dict[str, Mark] = {
    "fresh": Mark("●", "fresh", "fresh", "good", "Answered in time."),
    "late": Mark("◑", "late", "late", "soon", "An answer is overdue."),
    "stale": Mark("▲", "stale", "stale", "warn", "Several answers missed; what is shown may no longer be so."),
    "down": Mark("×", "down", "down", "bad", "No answer for a long time; do not rely on what is shown."),
    "never": Mark("?", "never read", "never", "unknown", "No answer yet."),
}
ALERT: dict[str, Mark] = {
    "critical": Mark("■", "critical", "critical", "bad", "Act now."),
    "warning": Mark("▲", "warning", "warning", "warn", "Look at it."),
    "info": Mark("○", "info", "info", "quiet", "Good to know."),
}
DEADLINE = "◆"
"""A deadline, wherever it is shown."""
FAMILIES: dict[Family, dict[str, Mark]] = {
    "facility": FACILITY, "event": EVENT, "space": SPACE, "pool": POOL, "source": SOURCE, "alert": ALERT,
}  # fmt: skip


def mark(family: Family, state: str) -> Mark:
    """How `state` of that family is shown."""
    return FAMILIES[family][state]


_ASCII = str.maketrans(
    {
        "●": "*", "○": "o", "◑": ")", "◔": "(", "◌": "?", "■": "#", "□": "_", "▲": "!", "►": ">", "×": "x",
        "·": "-", "…": "~", "─": "-", "━": "=", "│": "|", "┃": "|", "▌": "|", "◆": "*", "→": ">", "←": "<", "▪": "#",
        "↑": "^", "↓": "v", "–": "-", "’": "'", "✓": "+",
        "▁": "_", "▂": ".", "▃": ",", "▄": ":", "▅": "-", "▆": "=", "▇": "*", "█": "#",
    }
)  # fmt: skip


def to_ascii(text: str) -> str:
    """`text` with our own glyphs replaced cell for cell; what people wrote stays as it is."""
    return text.translate(_ASCII)
