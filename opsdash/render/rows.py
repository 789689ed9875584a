"""Rows of cells, and fitting them to a width exactly.

Which columns a table shows, and how wide they are, depends on the width alone, never on what the cells
hold: columns stay where they are when data changes.
"""

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from opsdash.board.items import Tone
from opsdash.render.cells import cut, cut_before_tail, pad, settle, width

Role = Tone | str
"""What a span is, for a screen to colour: a tone, or text, strong, dim, heading, time, accent."""
Spans = tuple[tuple[str, str], ...]
"""Texts with their roles, left to right."""


class Cell(msgspec.Struct, frozen=True):
    """What a row says in one column.

    Attributes:
        short: said instead where `text` does not fit.
        parts: `text` in pieces with roles of their own.
    """

    text: str = ""
    role: Role = "text"
    short: str = ""
    parts: Spans = ()


def told(*parts: tuple[str, Role], by: str = "; ") -> Cell:
    """A cell of what the parts say, each in its role; what comes last is cut first."""
    said = [(text, role) for text, role in parts if text]
    spans = tuple((f"{by if at else ''}{text}", role) for at, (text, role) in enumerate(said))
    return Cell("".join(text for text, _ in spans), "text", "", spans)


class Row(msgspec.Struct, frozen=True):
    """One line of a table.

    Attributes:
        id: the record's; "" for a line that cannot be selected.
        cells: one for each column of the table, shown or not. A heading has a single cell.
        heading: a line over a group of rows.
        dim: recede as a whole (past, acknowledged).
    """

    id: str
    cells: tuple[Cell, ...]
    heading: bool = False
    dim: bool = False


class Column(msgspec.Struct, frozen=True):
    """One column.

    Attributes:
        size: cells at least. weight: share of the cells left over; 0 for a fixed column.
        at, below: shown in a table at least `at` and less than `below` cells wide.
        most: cells at most; 0 for no bound. right: aligned to the right edge.
        tail: where text is cut, a short last word stays: "Bilate… 3".
    """

    name: str
    size: int
    weight: int = 0
    at: int = 0
    below: int = 10_000
    most: int = 0
    right: bool = False
    tail: bool = False


GAP = 1
"""Cells between two columns."""


@lru_cache(maxsize=256)
def widths(columns: tuple[Column, ...], cells: int) -> tuple[int, ...]:
    """The width of each column in a table of `cells` cells; 0 for a column that is not shown."""
    shown = [c for c in columns if c.at <= cells < c.below]
    left = cells - sum(c.size for c in shown) - GAP * (len(shown) - 1)
    sizes = {c.name: c.size for c in shown}
    open_ended = [c for c in shown if c.weight]
    while left < 0 and any(size > 1 for size in sizes.values()):  # too narrow: the widest gives way
        sizes[max(sizes, key=lambda name: sizes[name])] -= 1
        left += 1
    while left > 0 and open_ended:
        total = sum(c.weight for c in open_ended)
        given = 0
        for column in open_ended:
            room = column.most - sizes[column.name] if column.most else left
            share = min(max(left * column.weight // total, 1), room, left - given)
            sizes[column.name] += share
            given += share
        left -= given
        open_ended = [c for c in open_ended if not c.most or sizes[c.name] < c.most]
    return tuple(sizes.get(c.name, 0) for c in columns)


def fit(row: Row, columns: tuple[Column, ...], cells: int) -> Spans:
    """`row` as spans that fill exactly `cells` cells."""
    if row.heading:
        cell = row.cells[0]
        return clip(((cell.text, cell.role),), cells)
    sizes = widths(columns, cells)
    spans: list[tuple[str, str]] = []
    for cell, column, size in zip(row.cells, columns, sizes, strict=True):
        if not size:
            continue
        if spans:
            spans.append((" " * GAP, "text"))
        if cell.parts and not (cell.short and width(settle(cell.text)) > size):
            spans.extend(clip(tuple((text, _receding(role, row.dim)) for text, role in cell.parts), size))
        else:
            text = worded(cell, size)
            text = cut_before_tail(text, size) if column.tail else text
            spans.append((pad(text, size, column.right), _receding(cell.role, row.dim)))
    return _fill(tuple(spans), cells)


def _receding(role: Role, dim: bool) -> Role:
    """A role in a row that recedes; what warns stays."""
    return "dim" if dim and role in ("text", "strong", "time") else role


def worded(cell: Cell, cells: int) -> str:
    """The cell's text, settled; its short wording when the text is too wide."""
    text = settle(cell.text)
    return settle(cell.short) if cell.short and width(text) > cells else text


def clip(spans: Spans, cells: int) -> Spans:
    """`spans`, settled, cut or padded to exactly `cells` cells."""
    return _fill(tuple((settle(text), role) for text, role in spans), cells)


def at_most(found: Sequence[Spans], lines: int, cells: int) -> tuple[Spans, ...]:
    """The first `lines` of `found`; where more follow, the last of them ends in an ellipsis."""
    kept = list(found[: max(0, lines)])
    if kept and len(found) > len(kept):
        last = list(kept[-1])
        while last and not last[-1][0].strip():
            last.pop()
        said = ((last[-1][0].rstrip(), last[-1][1]),) if last else ()
        kept[-1] = clip((*last[:-1], *said, (" …", "dim")), cells)
    return tuple(kept)


def _fill(spans: Spans, cells: int) -> Spans:
    """Settled `spans`, cut or padded to exactly `cells` cells."""
    total = sum(width(text) for text, _ in spans)
    if total < cells:
        return (*spans, (" " * (cells - total), "text"))
    if total == cells:
        return spans
    out: list[tuple[str, str]] = []
    left = cells
    for text, role in spans:
        size = width(text)
        if size >= left:  # more follows, or this one is too long: the ellipsis stands here
            out.append((pad(cut(text + " " * 2, left), left), role))
            break
        out.append((text, role))
        left -= size
    return tuple(out)


def sides(left: Spans, right: Spans, cells: int, least: int = 8) -> Spans:
    """`left` and `right` at the two edges of `cells` cells; the left gives way first, down to `least`."""
    room = max(least, cells - spans_width(right) - 1)
    kept = clip(left, min(room, cells))
    if cells - room < 2:
        return clip(left, cells)
    return (*kept, (" ", "text"), *clip(right, cells - room - 1))


def spans_width(spans: Spans) -> int:
    """Cells that `spans` fill, once settled."""
    return sum(width(settle(text)) for text, _ in spans)
