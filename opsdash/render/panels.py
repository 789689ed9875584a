"""The rows of each panel, from a Board. Nothing here decides a state; it words and orders what the board says."""

from collections.abc import Iterable
from datetime import datetime

from opsdash.board.items import Board, EventItem, FacilityItem, PoolItem, SpaceItem
from opsdash.render.glyphs import mark
from opsdash.render.rows import Cell, Column, Row, Spans
from opsdash.render.words import age_label, hhmm, joined, until
from opsdash.timing import day_name

WIDE = 56
"""A table at least this wide gives the state a column of its own; a narrower one says it with the rest."""

FACILITY_COLUMNS = (
    Column("glyph", 1),
    Column("name", 12, weight=2, most=30),
    Column("now", 22, weight=2, below=WIDE),
    Column("state", 15, at=WIDE),
    Column("brief", 16, weight=4, at=WIDE, most=64),
    Column("left", 6, at=WIDE, right=True),
    Column("audience", 12, at=80),
    Column("wording", 16, weight=2, at=92),
)
EVENT_COLUMNS = (
    Column("time", 5),
    Column("glyph", 1),
    Column("who", 13, weight=3, below=WIDE),
    Column("now", 17, weight=1, below=WIDE, most=24),
    Column("state", 15, at=WIDE),
    Column("title", 20, weight=4, at=WIDE),
    Column("room", 10, weight=2, at=WIDE, most=24),
    Column("speakers", 12, weight=2, at=116, most=40),
    Column("coverage", 13, weight=1, at=124, most=22),
    Column("note", 16, weight=3, at=84),
)
SPACE_COLUMNS = (
    Column("glyph", 1),
    Column("name", 10, weight=2, most=22),
    Column("now", 20, weight=3, below=WIDE),
    Column("state", 15, at=WIDE),
    Column("brief", 20, weight=3, at=WIDE),
    Column("left", 6, at=WIDE, right=True),
    Column("next", 16, weight=2, at=78, most=40),
    Column("zone", 10, weight=1, at=100, most=20),
)
POOL_COLUMNS = (
    Column("time", 5),
    Column("glyph", 1),
    Column("name", 8, weight=1, most=14),
    Column("now", 20, weight=3, below=WIDE),
    Column("state", 12, at=WIDE),
    Column("heads", 6, at=WIDE),
    Column("left", 6, at=WIDE, right=True),
    Column("place", 12, weight=2, at=WIDE, most=30),
    Column("event", 16, weight=2, at=78),
    Column("missing", 16, weight=3, at=90),
)
POOL_LIST_COLUMNS = (
    Column("time", 5),
    Column("glyph", 1),
    Column("name", 8, weight=1, most=10),
    Column("now", 14, weight=2),
)
ALERT_COLUMNS = (
    Column("glyph", 1),
    Column("severity", 8),
    Column("since", 5, at=60),
    Column("sentence", 20, weight=3),
    Column("action", 20, weight=2, at=100),
)
CHANGE_COLUMNS = (
    Column("seen", 5),
    Column("title", 16, weight=2, most=40),
    Column("sentence", 16, weight=3),
    Column("affects", 12, weight=1, at=100, most=30),
)
SOURCE_COLUMNS = (
    Column("glyph", 1),
    Column("name", 12, weight=1, most=24),
    Column("state", 10),
    Column("brief", 12, weight=4),
    Column("count", 6, at=WIDE, right=True),
    Column("every", 7, at=WIDE, right=True),
)


def facility_rows(board: Board) -> tuple[Row, ...]:
    """The facilities in the order the site gives them."""
    return tuple(_facility(item, board.now) for item in board.facilities)


def _facility(item: FacilityItem, now: datetime) -> Row:
    shown = mark("facility", item.state)
    left = until(item.until or item.then, now)
    if item.unreachable:
        now_cell = Cell(f"{shown.word}, but {item.unreachable}", item.tone, f"{shown.short}, no way in")
    else:
        now_cell = Cell(joined(shown.word, item.brief, left), item.tone, joined(shown.short, item.brief))
    doubt = item.unreachable or item.conflict or "; ".join(item.flags)
    return Row(
        item.id,
        (
            Cell("▲" if item.unreachable else shown.glyph, item.tone),
            Cell(item.name, "strong", item.short),
            now_cell,
            Cell(f"{shown.short}, no way in" if item.unreachable else shown.word, item.tone),
            Cell(joined(item.brief, doubt, by="; "), item.tone if doubt else "text"),
            Cell(left, item.tone),
            Cell(item.audience, "dim"),
            Cell(item.wording, "dim"),
        ),
    )


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
    if over:
        rows.append(heading("earlier"))
        rows.extend(event_row(e, board.now) for e in reversed(over))
    return tuple(rows)


def is_over(item: EventItem, now: datetime) -> bool:
    """Whether the item belongs among what is over: past, or off at a time that has gone by."""
    last = item.end or item.start
    return item.phase == "past" or (item.phase == "off" and last is not None and last < now)


def who(item: EventItem) -> str:
    """Whom a narrow row names: the first speaker, else the delegation, else the title; ranks shortened."""
    return shortened(next(iter(item.speakers or item.delegations), "") or item.title)


def _title(item: EventItem) -> str:
    """The title; whom it is about before it, where it does not say so itself ("Doorstep statement")."""
    named = next(iter(item.speakers or item.delegations), "")
    return item.title if named in item.title else f"{named}: {item.title}"


def _who_first(item: EventItem) -> str:
    """A title cut for room: who, then what kind of event."""
    named = next(iter(item.speakers or item.delegations), "")
    return shortened(joined(named, item.type) if named else item.title)


def shortened(text: str) -> str:
    """`text` with ranks and kinds of event in their usual short forms."""
    for long, short in _SHORTER:
        text = text.replace(long, short)
    return text


_SHORTER = (
    ("Prime Minister", "PM"), ("Foreign Minister", "FM"), ("Minister for Foreign Affairs", "FM"),
    ("Minister of Foreign Affairs", "FM"), ("Minister of Defence", "DefMin"), ("Defence Minister", "DefMin"),
    ("Secretary General", "SecGen"), ("Press conference", "Press conf."), ("press conference", "press conf."),
)  # fmt: skip


def event_row(item: EventItem, now: datetime) -> Row:
    """One press event in the columns of `EVENT_COLUMNS`."""
    shown = mark("event", item.state)
    left = until(item.start, now) if item.state == "starts soon" else ""
    state = f"{shown.word} {item.delay} min" if item.state == "delayed" and item.delay else shown.word
    brief = f"in {left}" if left.endswith("min") else left or shown.short
    vague = "" if item.exact else item.when
    notes = [*item.clashes, item.moved, *item.flags]
    if item.scheduled and not item.moved:
        notes.append(f"was {hhmm(item.scheduled)}")
    note = "; ".join(n for n in notes if n)
    troubled = bool(item.clashes or item.flags)
    clash = "clash" if item.clashes else ""
    place = vague or item.room
    return Row(
        item.id,
        (
            Cell("–" if vague or not item.when else item.when, "time"),
            Cell(shown.glyph, item.tone),
            Cell(who(item), "strong"),
            Cell(joined(state, left, clash, place), item.tone, joined(brief, clash or place)),
            Cell(joined(state, left, clash), item.tone, shown.word),
            Cell(joined(_title(item), vague), "strong", joined(_who_first(item), vague)),
            Cell(item.room, "text"),
            Cell(joined(*item.speakers), "text", shortened(joined(*item.speakers))),
            Cell(_coverage(item), "dim"),
            Cell(note, "warn" if troubled else "soon"),
        ),
        dim=item.phase in ("past", "off"),
    )


def _coverage(item: EventItem) -> str:
    """Who may come and who sends it: "pool, Host TV"."""
    parts = [item.access, "Host TV" if item.host_tv else "", "streamed" if item.streamed else ""]
    return ", ".join(p for p in parts if p)


ATTENTION = ("bad", "warn")
KIND_NAMES = {
    "tv booth": "TV booths", "radio booth": "radio booths", "indoor stand-up": "indoor stand-ups",
    "outdoor stand-up": "outdoor stand-ups", "tv studio": "TV studios", "live area": "live areas",
    "van bay": "van bays", "briefing room": "briefing rooms", "other": "others",
}  # fmt: skip

_KIND_SHORT = {
    "tv booth": "TV booths", "radio booth": "radio", "indoor stand-up": "indoor", "outdoor stand-up": "outdoor",
    "tv studio": "TV studios", "live area": "live areas", "van bay": "van bays", "briefing room": "rooms",
    "other": "others",
}  # fmt: skip


def space_rows(board: Board) -> tuple[Row, ...]:
    """What wants attention, how many of each kind are free, then every space by kind."""
    urgent = [s for s in board.spaces if s.tone in ATTENTION]
    rows = [_space(s, board.now) for s in sorted(urgent, key=lambda s: ATTENTION.index(s.tone))]
    rows.extend(_count_rows(board))
    for count in board.counts:
        of_kind = [s for s in board.spaces if s.type == count.type and s.tone not in ATTENTION]
        if of_kind:
            rows.append(heading(KIND_NAMES[count.type]))
            rows.extend(_space(s, board.now) for s in of_kind)
    return tuple(rows)


def _count_rows(board: Board) -> Iterable[Row]:
    for count in board.counts:
        said = f"{count.free}/{count.total} free"
        bar: Spans = (
            ("■" * count.taken, "busy"), ("▲" * count.attention, "warn"),
            ("×" * count.out, "quiet"), ("□" * count.free, "good"),
        )  # fmt: skip
        drawn = "".join(text for text, _ in bar)
        role = "good" if count.free else "busy" if count.taken else "unknown"
        front = f"{said:<10}"
        yield Row(
            "",
            (
                Cell(), Cell(KIND_NAMES[count.type], "text", _KIND_SHORT[count.type]),
                Cell(front + drawn, role, said, ((front, role), *bar)),
                Cell(said, role), Cell(drawn, role, "", bar), Cell(), Cell(), Cell(),
            ),
        )  # fmt: skip


def _space(item: SpaceItem, now: datetime) -> Row:
    shown = mark("space", item.state)
    left = until(item.until, now)
    brief = item.reason or item.brief if item.state == "out of service" else item.brief
    said = brief if brief.startswith(shown.word) else joined(shown.word, brief)
    following = ""
    if item.next_holder and item.next_start:
        following = f"then {item.next_holder} {hhmm(item.next_start, now)}"
    return Row(
        item.id,
        (
            Cell(shown.glyph, item.tone),
            Cell(item.name, "strong"),
            Cell(said, item.tone, joined(shown.short, item.holder or item.reason)),
            Cell(shown.word, item.tone, shown.short),
            Cell(joined(brief, *item.flags, by="; "), "warn" if item.flags else "text"),
            Cell(left, item.tone),
            Cell(following, "dim"),
            Cell(item.zone, "dim"),
        ),
    )


POOL_OVER = ("done", "cancelled")
WAITED_FOR = ("musters soon", "mustering", "incomplete", "complete", "under way")
"""States in which whoever is not there is missing; before, they are only still to come."""


def pools_in_order(board: Board) -> tuple[PoolItem, ...]:
    """The pools by when they meet; those that are done or off last."""
    return tuple(sorted(board.pools, key=lambda pool: pool.state in POOL_OVER))


def pool_rows(board: Board) -> tuple[Row, ...]:
    """A row for each pool."""
    return tuple(_pool(item, board.now) for item in pools_in_order(board))


def pool_list_rows(board: Board) -> tuple[Row, ...]:
    """A short row for each pool: when, which, how many are there."""
    rows = []
    for item in pools_in_order(board):
        shown = mark("pool", item.state)
        other_day = item.muster_at is not None and item.muster_at.date() != board.now.date()
        when = hhmm(item.muster_at, board.now)[:3] if other_day else hhmm(item.muster_at) or "–"
        heads = f"{item.present} of {item.expected}" if item.expected else ""
        cells = (
            Cell(when, "time"), Cell(shown.glyph, item.tone), Cell(item.name, "strong"),
            Cell(joined(heads, shown.word, by=" "), item.tone, joined(heads, shown.short, by=" ")),
        )  # fmt: skip
        rows.append(Row(item.id, cells, dim=item.state in POOL_OVER))
    return tuple(rows)


def _pool(item: PoolItem, now: datetime) -> Row:
    shown = mark("pool", item.state)
    left = until(item.muster_at, now)
    heads = f"{item.present} of {item.expected}" if item.expected else ""
    other_day = item.muster_at is not None and item.muster_at.date() != now.date()
    late = f"material {item.material}" if item.material.startswith("late") else ""
    missing = f"missing {joined(*item.missing)}" if item.missing and item.state in WAITED_FOR else ""
    said = late or joined(hhmm(item.muster_at, now) if other_day else "", heads, left)
    return Row(
        item.id,
        (
            Cell("–" if other_day or not item.muster_at else hhmm(item.muster_at), "time"),
            Cell(shown.glyph, item.tone),
            Cell(item.name, "strong"),
            Cell(joined(shown.word, said), item.tone, joined(shown.short, said)),
            Cell(shown.word, item.tone),
            Cell(heads, "text"),
            Cell(left, item.tone),
            Cell(item.muster_place, "text"),
            Cell(item.event_title, "dim"),
            Cell(late or missing, "warn"),
        ),
        dim=item.state in POOL_OVER,
    )


def alert_rows(board: Board) -> tuple[Row, ...]:
    """The alerts in the board's order; acknowledged ones recede."""
    rows = []
    for item in board.alerts:
        shown = mark("alert", item.severity)
        seen = item.state == "acknowledged"
        tail = f" (acknowledged by {item.acknowledged_by})" if seen else ""
        rows.append(
            Row(
                item.id,
                (
                    Cell(shown.glyph, "dim" if seen else item.tone),
                    Cell(shown.word, "dim" if seen else item.tone),
                    Cell(hhmm(item.since), "time"),
                    Cell(item.sentence + tail, "dim" if seen else "text"),
                    Cell(item.action, "dim"),
                ),
                dim=seen,
            )
        )
    return tuple(rows)


def change_rows(board: Board) -> tuple[Row, ...]:
    """What changed, newest first."""
    return tuple(
        Row(
            f"{item.id}@{item.seen:%Y%m%dT%H%M%S}",
            (
                Cell(hhmm(item.seen), "time"),
                Cell(item.title, "strong"),
                Cell(item.sentence, item.tone),
                Cell(", ".join(item.affects), "dim"),
            ),
        )
        for item in sorted(board.changes, key=lambda c: (c.seen, c.id), reverse=True)
    )


def source_rows(board: Board) -> tuple[Row, ...]:
    """The sources in the configuration's order."""
    rows = []
    for item in board.sources:
        shown = mark("source", item.state)
        said = item.error or age_label(item.age)
        rows.append(
            Row(
                item.id,
                (
                    Cell(shown.glyph, item.tone),
                    Cell(item.name, "strong"),
                    Cell(shown.word, item.tone),
                    Cell(said, item.tone if item.error else "text"),
                    Cell(f"{item.count}", "dim"),
                    Cell(f"/{item.every} s", "dim"),
                ),
            )
        )
    return tuple(rows)


def heading(text: str) -> Row:
    """A line over a group of rows."""
    return Row("", (Cell(text, "heading"),), heading=True)
