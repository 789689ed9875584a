"""A pool as a block of lines: when and where it meets, its seats, who is there and who is missing."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from opsdash.board.items import Board, PoolItem, SeatCount
from opsdash.render.canvas import Picture, Spot
from opsdash.render.cells import wrap
from opsdash.render.glyphs import mark
from opsdash.render.poolrows import POOL_OVER, heads, pools_in_order, unseen
from opsdash.render.rows import Spans, clip, spans_width
from opsdash.render.words import hhmm, joined, until

LABEL = 9
"""Cells for a label and the gap after it."""
NARROWEST = 46
"""Cells that a block needs beside others."""
_GAP = 2
_MOST_MARKS = 12
"""Seats of one medium that are drawn one by one."""
_ONE_A_LINE = 5
"""Missing members that have a line each."""

Fact = tuple[str, str, str]
"""A label, a text, the text's role."""


def next_pool(board: Board) -> str:
    """The id of the pool that meets next or is meeting; "" without any."""
    waiting = (pool for pool in pools_in_order(board) if pool.state not in (*POOL_OVER, "under way", "no time yet"))
    return next((pool.id for pool in waiting), "")


def pool_block(item: PoolItem, now: datetime, cells: int, chosen: bool = False) -> tuple[Spans, ...]:
    """The pool in lines of `cells` cells; a heavy rule over it when `chosen`."""
    lines = [_heading(item, now, cells, chosen), *_labelled(_where(item, now), cells)]
    if item.state not in POOL_OVER:
        lines += [*_seats(item.seats, cells), *_labelled(_who(item), cells)]
    if item.material:
        lines += _labelled([("material", item.material, "bad" if item.material.startswith("late") else "text")], cells)
    return tuple(lines)


def to_read_out(item: PoolItem, cells: int) -> tuple[Spans, ...]:
    """What the members must hear, and what is odd, in lines of `cells` cells."""
    lines: list[Spans] = []
    for flag in item.flags:
        lines += [clip(((line, "warn"),), cells) for line in wrap(f"▲ {flag}", cells)]
    if item.obligations:
        lines.append(clip((("To read out", "heading"),), cells))
        lines += [clip(((line, "strong"),), cells) for line in wrap(item.obligations, cells)]
    return tuple(lines)


def muster_board(board: Board, cells: int, highlighted: str) -> Picture:
    """All pools as blocks side by side, in the order in which they meet, each column by itself."""
    columns = max(1, cells // NARROWEST)
    size = (cells - _GAP * (columns - 1)) // columns
    stacks: list[list[tuple[str, Spans]]] = [[] for _ in range(columns)]
    for number, item in enumerate(pools_in_order(board)):
        stack = stacks[number % columns]
        if stack:
            stack.append(("", clip((), size)))
        block = pool_block(item, board.now, size, item.id == highlighted)
        stack += [(item.id if at == 0 else "", line) for at, line in enumerate(block)]
    return _beside(stacks, size, [item.id for item in pools_in_order(board)])


def _beside(stacks: Sequence[Sequence[tuple[str, Spans]]], size: int, order: Iterable[str]) -> Picture:
    """Stacks of lines, each beside the other."""
    lines: list[Spans] = []
    found: dict[str, Spot] = {}
    for at in range(max(map(len, stacks), default=0)):
        line: list[tuple[str, str]] = []
        for number, stack in enumerate(stacks):
            first = number * (size + _GAP)
            row_id, spans = stack[at] if at < len(stack) else ("", clip((), size))
            line += [*((" " * _GAP, "text") for _ in range(number > 0)), *spans]
            if row_id:
                found[row_id] = Spot(at, first, first + size)
        lines.append(tuple(line))
    return Picture(lines=tuple(lines), spots={row_id: found[row_id] for row_id in order})


def _heading(item: PoolItem, now: datetime, cells: int, chosen: bool) -> Spans:
    """Name, state and countdown over a rule."""
    shown = mark("pool", item.state)
    rule, role = ("━", "accent") if chosen else ("─", "rule")
    name: Spans = ((f"{shown.glyph} ", item.tone), (item.name, "title-focus" if chosen else "title"))
    state: Spans = ((f"  {shown.word} ", item.tone),)
    left = until(item.muster_at, now)
    countdown = f" {f'in {left}' if left.endswith('min') else left} " if left else ""
    room = cells - 3 - spans_width((*name, *state)) - len(countdown) - 1
    if room < 0:
        return clip(((rule * 2 + " ", role), *name, *state), cells)
    return ((rule * 2 + " ", role), *name, *state, (rule * room, role), (countdown, item.tone), (rule, role))


def _where(item: PoolItem, now: datetime) -> Iterator[Fact]:
    """When and where it meets, for what, and who leads it."""
    meets = hhmm(item.muster_at, now) or "no time yet"
    yield "meets", joined(meets, item.muster_place), "strong"
    if item.event_title:
        yield "covers", joined(hhmm(item.event_start, now), item.event_title, by="  "), "text"
    if item.escort and not item.contact.endswith(item.escort):
        yield "escort", item.escort, "text"
    if item.contact:
        yield "call", item.contact, "text"


def _who(item: PoolItem) -> Iterator[Fact]:
    """Who is there, who is not, and what stands in their way."""
    called, names = unseen(item)
    if item.missing and len(names) <= _ONE_A_LINE:
        yield from (("" if at else called, name, "warn") for at, name in enumerate(names))
    elif names:
        short = {"not yet there": "to come", "no word of": "no word"}.get(called, called)
        yield short, joined(*names), "warn" if item.missing else "text"
    yield "there", joined(heads(item) or "no names yet", joined(*item.there), by="  "), "text"
    named: tuple[tuple[str, tuple[str, ...], str], ...] = (
        ("late", item.late, "warn"),
        ("absent", item.absent, "warn"),
        ("declined", item.declined, "dim"),
        ("reserves", item.reserves, "text"),
        ("no card", item.no_card, "dim" if item.state in ("later", "no time yet") else "soon"),
    )
    for label, names, role in named:
        if names:
            yield label, joined(*names), role


def _seats(seats: Sequence[SeatCount], cells: int) -> list[Spans]:
    """A line for each medium: a mark for each seat, and the numbers."""
    lines = []
    for count in seats:
        total = max(count.seats, count.filled)
        marks: Spans = ()
        if total <= _MOST_MARKS:
            marks = (
                ("●" * count.present, "good"), ("○" * (count.filled - count.present), "soon"),
                ("·" * (total - count.filled), "dim"), (" " * (max(1, 7 - total)), "text"),
            )  # fmt: skip
        open_seats = count.seats - count.filled
        tail = f", {open_seats} not filled" if open_seats > 0 else f", {-open_seats} too many" if open_seats < 0 else ""
        said = f"{count.present} of {count.filled} there{tail}"
        role = "warn" if open_seats < 0 else "dim"
        lines.append(clip(((f"{count.medium:<{LABEL}}", "dim"), *marks, (said, role)), cells))
    return lines


def _labelled(facts: Iterable[Fact], cells: int) -> list[Spans]:
    lines = []
    for label, text, role in facts:
        for at, line in enumerate(wrap(text, max(8, cells - LABEL))):
            lines.append(clip(((f"{'' if at else label:<{LABEL}}", "dim"), (line, role)), cells))
    return lines
