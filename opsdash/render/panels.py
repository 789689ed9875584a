"""The rows of facilities and press events, from a Board. Nothing here decides a state; it words and orders."""

import re
from datetime import date, datetime

from opsdash.board.items import OPEN_STATES, Board, EventItem, FacilityItem
from opsdash.render.glyphs import mark
from opsdash.render.rows import Cell, Column, Row, told
from opsdash.render.words import ABOUT_ONE, hhmm, joined, marked, shortened, until
from opsdash.timing import day_name

WIDE = 56
"""A table at least this wide gives the state a column of its own; a narrower one says it with the rest."""

ROOMY = 92
"""A table at least this wide has room for what kind of event it is beside what is odd about it."""

FACILITY_COLUMNS = (
    Column("glyph", 1),
    Column("name", 12, weight=1, most=26),
    Column("now", 18, weight=2, below=WIDE),
    Column("state", 15, at=WIDE),
    Column("brief", 20, weight=4, at=WIDE),
    Column("wording", 16, weight=2, at=116, most=50),
)
EVENT_COLUMNS = (
    Column("time", 5),
    Column("glyph", 1),
    Column("who", 13, weight=3, below=WIDE),
    Column("now", 9, below=WIDE),
    Column("where", 9, weight=1, below=WIDE, most=18, tail=True),
    Column("state", 16, at=WIDE),
    Column("what", 20, weight=7, at=WIDE, below=ROOMY),
    Column("title", 20, weight=7, at=ROOMY),
    Column("room", 9, weight=1, at=WIDE, most=24, tail=True),
    Column("speakers", 12, weight=2, at=116, most=40),
    Column("coverage", 13, weight=1, at=124, most=22),
)


def facility_rows(board: Board) -> tuple[Row, ...]:
    """The facilities in the order the site gives them."""
    return tuple(_facility(item, board.now) for item in board.facilities)


def _facility(item: FacilityItem, now: datetime) -> Row:
    shown = mark("facility", item.state)
    doubt = joined(item.unreachable, item.conflict, *item.flags, by="; ")
    if item.unreachable:
        glyph, state = "▲", f"{shown.short}, no way in"
    else:
        glyph, state = shown.glyph, marked(joined(shown.word, until(item.until or item.then, now)), item.conflict)
    return Row(
        item.id,
        (
            Cell(glyph, item.tone),
            Cell(item.name, "strong", item.short),
            Cell(state if item.unreachable else marked(_until_when(item, now), item.conflict), item.tone),
            Cell(state, item.tone, marked(shown.word, item.conflict)),
            told((item.brief, "text"), (item.audience, "dim"), (doubt, item.tone)),
            Cell(item.wording, "dim"),
        ),
    )


def _until_when(item: FacilityItem, now: datetime) -> str:
    """The state and when it ends, for a narrow row: "open → Tue 02:00"."""
    shown = mark("facility", item.state)
    change = item.until if item.state in OPEN_STATES else item.then or item.until
    return f"{shown.short} → {hhmm(change, now)}" if change and item.state != "unknown" else shown.word


def event_rows(board: Board) -> tuple[Row, ...]:
    """The programme: under way first, then what comes, by day; what is over last."""
    today = board.now.date()
    over = [e for e in board.programme if is_over(e, board.now)]
    coming = [e for e in board.programme if not is_over(e, board.now)]
    rows = [event_row(e, board.now) for e in coming if e.phase == "now"]
    day = today
    for item in (e for e in coming if e.phase != "now"):
        if item.day is not None and item.day > day:
            day = item.day
            rows.append(heading(day_name(day)))
        rows.append(event_row(item, board.now))
    said = ""
    for item in reversed(over):
        if (earlier := _earlier(item.said_day, today)) != said:
            said = earlier
            rows.append(heading(said))
        rows.append(event_row(item, board.now))
    return tuple(rows)


def _earlier(day: date | None, today: date) -> str:
    """What stands over the events of `day` that are over."""
    return f"earlier, {day_name(day)}" if day and day != today else "earlier"


def is_over(item: EventItem, now: datetime) -> bool:
    """Whether the item belongs among what is over: past, or off at a time that has gone by."""
    last = item.end or item.start
    return item.phase == "past" or (item.phase == "off" and last is not None and last.timestamp() < now.timestamp())


def who(item: EventItem) -> str:
    """What a narrow row says: the speaker where the event is about one, else the title; ranks shortened."""
    return shortened(_speaker(item) or item.title)


_AFTER_KIND = re.compile(r"(?::|\s+(?:by|of|with|[^\w\s])(?=\s))\s*(?:the\s+)?(?=\S)", re.IGNORECASE)


def _speaker(item: EventItem) -> str:
    """Who speaks, where saying so loses nothing of what the event is: as named, else as its title goes on after the
    kind of event; else ""."""
    named = item.speakers or item.delegations
    if item.type not in ABOUT_ONE:
        return ""
    if len(named) == 1:
        return named[0]
    kind, rest = item.title[: len(item.type)], item.title[len(item.type) :]
    found = _AFTER_KIND.match(rest) if kind.casefold() == item.type else None
    return rest[found.end() :] if found else ""


def _title(item: EventItem) -> str:
    """The title; whom it is about before it, where it does not say so itself ("Doorstep statement"). One that holds
    nothing but who and what kind is told in the order of the short forms beside it: who first."""
    named = next(iter(item.speakers or item.delegations), "")
    plain = f"{item.type} by {named}"
    if _speaker(item) and item.title.casefold() in (plain.casefold(), plain.replace(" by ", " by the ", 1).casefold()):
        return joined(named, item.type)
    return item.title if named in item.title else f"{named}: {item.title}"


def who_first(item: EventItem) -> str:
    """A title cut for room: who, then what kind of event."""
    named = _speaker(item)
    return shortened(joined(named, item.type) if named else item.title)


def event_row(item: EventItem, now: datetime) -> Row:
    """One press event in the columns of `EVENT_COLUMNS`."""
    shown = mark("event", item.state)
    left = until(item.start, now) if item.state == "starts soon" else ""
    state = f"{shown.word} {item.delay} min" if item.state == "delayed" and item.delay else shown.word
    brief = f"in {left}" if left.endswith("min") else left or shown.short
    if item.state == "delayed" and item.delay:
        brief = f"{item.delay}m late"
    vague = "" if item.exact else item.when
    notes = [*item.against, _was(item), *item.flags]
    if item.scheduled and not item.moved:
        notes.append(f"was {hhmm(item.scheduled)}")
    troubled = bool(item.against or item.flags)
    note = ("; ".join(n for n in notes if n), "warn" if troubled else "soon")
    clash = "clash" if item.clashes else "hours" if item.outside else "conflict" if item.conflicts else ""
    arrow = "→" if item.was_room and item.phase not in ("past", "off") else ""
    return Row(
        item.id,
        (
            Cell("–" if vague or not item.when else item.when, "time"),
            Cell(shown.glyph, item.tone),
            Cell(who(item), "strong", _tight(who(item))),
            _now(item, brief, left or shown.short, clash),
            Cell(vague or f"{arrow}{item.room}", "text", vague or f"{arrow}{_without_room(item.room)}"),
            Cell(joined(brief if left else state, clash), item.tone, joined(shown.short, clash)),
            _what(item, vague, who(item), note),
            _what(item, vague, who_first(item), note),
            Cell(item.room, "text", _without_room(item.room)),
            Cell(joined(*item.speakers), "text", shortened(joined(*item.speakers))),
            Cell(_coverage(item), "dim"),
        ),
        dim=item.phase in ("past", "off"),
    )


def _was(item: EventItem) -> str:
    """That it was moved, beside the time and the room where it is now: "was 16:30, Press 3"."""
    room_alone = item.moved == f"moved {item.was_room} to {item.room}"
    if item.was_start is None and not room_alone:
        return item.moved
    return f"was {joined(hhmm(item.was_start, item.start), _without_room(item.was_room))}"


_NARROW = 9
"""Cells of the column that says a narrow row's state."""


def _now(item: EventItem, brief: str, shorter: str, clash: str) -> Cell:
    """The state in a narrow row; that it was moved goes before that it is to come, which time and glyph tell. With a
    clash or a conflict beside it, what is more than scheduled keeps its words and takes a mark. Where even that does
    not fit the glyph tells the state."""
    if item.moved and item.state in ("scheduled", "tentative", "starts soon"):
        return Cell(marked("moved", clash), "soon" if item.tone == "quiet" else item.tone)
    if not clash or item.state == "scheduled":
        return Cell(clash or brief, item.tone, clash or shorter)
    found = next((text for text in (brief, shorter) if len(text) < _NARROW), "")
    return Cell(marked(found, True) if found else clash, item.tone)


def _tight(name: str) -> str:
    """A name without its small words: "PM Netherlands"."""
    return name.replace(" of the ", " ").replace(" of ", " ")


def _without_room(room: str) -> str:
    """ "Press 1" for "Press Room 1"; "Room A" stays."""
    return room.replace(" Room", "", 1) or room


def _what(item: EventItem, vague: str, brief: str, note: tuple[str, str]) -> Cell:
    """What it is; with a note beside it, as `brief` as there is room for."""
    if note[0]:
        return told((joined(brief, vague), "strong"), note, by="  ")
    return Cell(joined(_title(item), vague), "strong", joined(who_first(item), vague))


def _coverage(item: EventItem) -> str:
    """Who may come and who sends it: "pool, Host TV"."""
    parts = [item.access, "Host TV" if item.host_tv else "", "streamed" if item.streamed else ""]
    return ", ".join(p for p in parts if p)


def heading(text: str) -> Row:
    """A line over a group of rows."""
    return Row("", (Cell(text, "heading"),), heading=True)
