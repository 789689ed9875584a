"""The rows of pools: when they meet, how many are there, who is missing."""

from datetime import datetime

from opsdash.board.items import Board, PoolItem
from opsdash.render.glyphs import mark
from opsdash.render.night import in_night_of
from opsdash.render.panels import WIDE
from opsdash.render.rows import Cell, Column, Row, told
from opsdash.render.words import hhmm, joined, marked, until

_NARROW, _STATE = 20, 18
"""Cells of the columns that say a row's state, in a narrow table and in a wide one."""

POOL_COLUMNS = (
    Column("time", 5),
    Column("glyph", 1),
    Column("name", 8, weight=1, most=14, tail=True),
    Column("now", _NARROW, weight=3, below=WIDE),
    Column("state", _STATE, at=WIDE),
    Column("heads", 7, at=WIDE),
    Column("place", 12, weight=1, at=WIDE, most=26),
    Column("rest", 16, weight=5, at=72),
)
POOL_LIST_COLUMNS = (
    Column("time", 5),
    Column("glyph", 1),
    Column("name", 8, weight=1, most=10),
    Column("now", 14, weight=2),
)
POOL_OVER = ("done", "cancelled")


def unseen(item: PoolItem) -> tuple[str, tuple[str, ...]]:
    """Who of the expected is not there, and what to call that: nobody is missing before the pool is about to meet."""
    if item.missing:
        return ("did not come" if item.state == "done" else "missing"), item.missing
    early = item.state in ("later", "no time yet", "musters soon")
    return ("not yet there" if early else "no word of"), item.awaited


def heads(item: PoolItem) -> str:
    """How many are there of how many; "? of 5" where nobody says who came; "" without names."""
    met = item.state in ("mustering", "under way", "done")
    there = "?" if met and item.awaited and not item.present else item.present
    return f"{there} of {item.expected}" if item.expected else ""


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
        when, there = _clock(item, board.now), heads(item)
        cells = (
            Cell(when, "time"), Cell(shown.glyph, item.tone), Cell(item.name, "strong"),
            Cell(joined(there, shown.word, by=" "), item.tone, joined(there, shown.short, by=" ")),
        )  # fmt: skip
        rows.append(Row(item.id, cells, dim=item.state in POOL_OVER))
    return tuple(rows)


def _pool(item: PoolItem, now: datetime) -> Row:
    shown, over = mark("pool", item.state), item.state in POOL_OVER
    left = until(item.muster_at, now)
    there = heads(item)
    late = f"material {item.material}" if item.material.startswith("late") else ""
    missing = f"missing {joined(*item.missing)}" if item.missing and not over else ""
    odd = tuple(flag for flag in item.flags if not late or "material" not in flag) if not over else ()
    other_day = item.muster_at is not None and item.muster_at.date() != now.date()
    day = hhmm(item.muster_at, now) if other_day else ""
    meets = joined(day, left)
    said = late or joined(day, there, left)
    # Where there is no room the countdown goes first: the row says when it meets.
    narrow = (said, late or joined(day, there), late or day or there)
    tight = _fitting(_NARROW, odd, *(joined(shown.short, one) for one in narrow))
    forms = (joined(shown.word, meets), joined(shown.short, meets), joined(shown.short, day), shown.short)
    state = _fitting(_STATE, odd, *forms)
    return Row(
        item.id,
        (
            Cell(_clock(item, now), "time"),
            Cell(shown.glyph, item.tone),
            Cell(item.name, "strong"),
            Cell(marked(joined(shown.word, said), odd), item.tone, tight),
            Cell(marked(forms[0], odd), item.tone, state),
            Cell(there, "text"),
            Cell(item.muster_place, "text"),
            told((late or missing, "warn"), (item.event_title, "dim"), ("; ".join(odd), "warn")),
        ),
        dim=over,
    )


def _clock(item: PoolItem, now: datetime) -> str:
    """When it meets in a column of five cells: by the clock until the night is over, else the day."""
    meets = item.muster_at
    if meets is None or meets.date() == now.date() or in_night_of(meets, now.date()):
        return hhmm(meets) or "–"
    return hhmm(meets, now)[:3]


def _fitting(cells: int, odd: object, *forms: str) -> str:
    """The first of the forms, the longest first, that fits with its mark; else the last one."""
    marks = [marked(form, odd) for form in forms]
    return next((form for form in marks if len(form) <= cells), marks[-1])
