"""The rows of spaces: what wants attention, how many of each kind are free, every space."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from opsdash.board.items import Board, SpaceCount, SpaceItem
from opsdash.render.glyphs import mark
from opsdash.render.panels import WIDE, heading
from opsdash.render.rows import Cell, Column, Row, Spans, told
from opsdash.render.words import hhmm, joined, marked, until

SPACE_COLUMNS = (
    Column("glyph", 1),
    Column("name", 12, weight=1, most=22, tail=True),
    Column("now", 18, weight=3, below=WIDE),
    Column("state", 17, at=WIDE),
    Column("brief", 20, weight=5, at=WIDE),
    Column("zone", 10, weight=1, at=104, most=24),
)
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
        known = count.total - count.unknown
        said = f"{count.free}/{known} free" if known else "not known"
        empty = still_empty(board, count)
        waits: Spans = (("□" * empty.number, "soon"),) if empty.number else ()
        bar: Spans = (
            ("■" * (count.taken - empty.number), "busy"), *waits, ("▲" * count.attention, "warn"),
            ("×" * count.out, "quiet"), ("□" * count.free, "good"), ("?" * count.unknown, "unknown"),
        )  # fmt: skip
        bar = (*bar, (f"  {empty.words}", "soon")) if empty.number else bar
        drawn = "".join(text for text, _ in bar)
        role = "good" if count.free else "busy" if known else "unknown"
        front = f"{said:<10}"
        yield Row(
            "",
            (
                Cell(), Cell(KIND_NAMES[count.type], "text", _KIND_SHORT[count.type]),
                Cell(front + drawn, role, empty.brief or said, ((front, role), *bar)),
                Cell(said, role), Cell(drawn, role, "", bar), Cell(),
            ),
        )  # fmt: skip


class Empty(NamedTuple):
    """How many spaces that count as taken are empty until somebody comes; that in words, and in a few cells."""

    number: int = 0
    words: str = ""
    brief: str = ""


def still_empty(board: Board, count: SpaceCount) -> Empty:
    """Where none is free, those that are empty until somebody comes: they are not all full."""
    due = [s.until for s in board.spaces if s.type == count.type and s.state == "reserved" and s.until and not s.since]
    if count.free or not due:
        return Empty()
    first, number = hhmm(min(due), board.now), len(due)
    until = f"{'' if min(due) == max(due) else ', the first'} until {first}"
    return Empty(number, f"{number} empty{until}", f"0 free, {number} to {first}")


def _space(item: SpaceItem, now: datetime) -> Row:
    shown = mark("space", item.state)
    left = until(item.until, now)
    brief = item.reason or item.brief if item.state == "out of service" else item.brief
    said = brief if brief.startswith(shown.word) else joined(shown.word, brief)
    more = brief.removeprefix(shown.word).strip()
    odd = item.tone == "warn" and item.state in ("occupied", "reserved")
    following = ""
    if item.next_holder and item.next_start:
        at = "" if item.next_start == item.until else f" {hhmm(item.next_start, now)}"
        following = f"then {item.next_holder}{at}"
    return Row(
        item.id,
        (
            Cell(shown.glyph, item.tone),
            Cell(item.name, "strong"),
            Cell(marked(said, odd), item.tone, marked(joined(shown.short, item.holder or item.reason), odd)),
            Cell(joined(shown.word, left), item.tone, joined(shown.short, left)),
            told((more, "text"), ("; ".join(item.flags), "warn"), (following, "dim")),
            Cell(item.zone, "dim"),
        ),
    )
