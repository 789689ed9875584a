"""What changed, as a list with a mark: everything above it is new to whoever looks."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from opsdash.board.items import Board, ChangeItem
from opsdash.render.canvas import wrapped
from opsdash.render.panels import heading
from opsdash.render.rows import Cell, Column, Row, Spans, at_most
from opsdash.render.words import bare, hhmm, joined, shortened
from opsdash.timing import apart, span

COLUMNS = (
    Column("new", 1),
    Column("seen", 5),
    Column("kind", 8, at=90),
    Column("title", 14, weight=2, most=52),
    Column("sentence", 16, weight=3, below=100),
    Column("what", 16, weight=3, at=100),
    Column("affects", 12, weight=1, at=100, most=34),
)
LATELY = 20
"""Minutes above the first line."""
KINDS = {
    "facility": "hours", "event": "press events", "space": "booths", "booking": "bookings", "pool": "pools",
    "deadline": "deadlines", "contact": "contacts", "notice": "notices",
}  # fmt: skip
Marks = Mapping[str, datetime]
"""Until when whoever looks has seen the changes of each kind of record."""
_ONE = {"facility": "hours", "event": "event", "space": "booth"}


def newest_first(board: Board, kind: str = "") -> tuple[ChangeItem, ...]:
    """The changes of one kind of record, or all."""
    found = (item for item in board.changes if kind in ("", item.kind))
    return tuple(sorted(found, key=lambda item: (item.seen, item.id), reverse=True))


def row_id(item: ChangeItem) -> str:
    """A row's id: a record may have changed more than once."""
    return f"{item.id}@{item.seen:%Y%m%dT%H%M%S}"


def nothing_changed(board: Board, kind: str = "") -> str:
    """That there is no change, and of which time that is said."""
    what = f"No change of {KINDS.get(kind, kind)}" if kind else "No change"
    since = board.changes_since
    if since is None:
        return f"{what} yet: nothing has been stored."
    if since > board.now:
        return f"Changes before {hhmm(since, board.now)} are not kept."
    if since == board.known_since:
        return f"{what} since {hhmm(since, board.now)}, when the record of changes begins."
    return f"{what} in the last {span(apart(board.asked or board.now, since))}, since {hhmm(since, board.now)}."


def is_new(item: ChangeItem, marks: Marks) -> bool:
    """Whether it came after the mark of its kind; without one it is new."""
    return (mark := marks.get(item.kind)) is None or item.seen > mark


MOST = 99
"""A higher number stands on a tab as "99+"."""


def new_count(board: Board, marks: Marks) -> str:
    """How many changes are new to whoever looks; "" when none is."""
    new = sum(is_new(item, marks) for item in board.changes)
    return f"{MOST}+" if new > MOST else str(new or "")


def change_log(items: Sequence[ChangeItem], marks: Marks, now: datetime) -> tuple[Row, ...]:
    """The changes, newest first; a line where the last minutes end, and one at the mark where all have the same."""
    rows = []
    lately = now.timestamp() - LATELY * 60
    mark = shared_mark(items, marks)
    for at, item in enumerate(items):
        new = is_new(item, marks)
        before = items[at - 1] if at else None
        if item.seen.timestamp() < lately and (before is None or before.seen.timestamp() >= lately):
            rows.append(heading(f"── more than {LATELY} minutes ago ──"))
        if mark and not new and (before is None or is_new(before, marks)):
            rows.append(heading(f"── seen until {hhmm(mark, now)} ──"))
        affects = f"→ {joined(*item.affects)}" if item.affects else ""
        said = joined(item.sentence, affects, by="  ")
        cells = (
            Cell("◆" if new else "", "accent"), Cell(hhmm(item.seen), "time"),
            Cell(_ONE.get(item.kind, item.kind), "dim"), Cell(item.title, "strong", shortened(item.title)),
            Cell(said, item.tone if new else "text"), Cell(item.sentence, item.tone if new else "text"),
            Cell(affects, "dim"),
        )  # fmt: skip
        rows.append(Row(row_id(item), cells, dim=not new))
    return tuple(rows)


def shared_mark(items: Sequence[ChangeItem], marks: Marks) -> datetime | None:
    """The mark that all kinds among `items` have; None where they differ or have none."""
    found = {marks.get(item.kind) for item in items}
    return next(iter(found)) if len(found) == 1 else None


def change_words(item: ChangeItem, now: datetime, cells: int, lines: int) -> tuple[Spans, ...]:
    """One change in at most `lines` lines: what it is about, what it touches, who said so and when."""
    touches = f" Touches {joined(*item.affects)}." if item.affects else ""
    who = f", {item.source}" if item.source else ""
    said = f"{bare(item.title)}: {bare(item.sentence)}.{touches} Seen {hhmm(item.seen, now)}{who}."
    return at_most(wrapped(said, cells, "text"), lines, cells)
