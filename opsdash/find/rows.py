"""Hits as rows and a card as lines, for a screen."""

from collections.abc import Iterator
from typing import cast

from opsdash.board.items import Tone
from opsdash.find.cards import Card
from opsdash.find.entries import FoundKind
from opsdash.find.hits import Hit
from opsdash.find.report import labels_of
from opsdash.render.cells import pad, width, wrap
from opsdash.render.glyphs import DEADLINE, FAMILIES, Family
from opsdash.render.rows import Cell, Column, Row, Spans
from opsdash.render.words import joined

COLUMNS = (
    Column("glyph", 1),
    Column("kind", 8, at=60),
    Column("title", 16, weight=2, most=60),
    Column("now", 16, weight=3, below=90),
    Column("state", 15, weight=1, at=90, most=24),
    Column("detail", 20, weight=3, at=90),
)
EXAMPLES = (
    ("where is the Belgian PM", "what the programme says, and what it does not"),
    ("accreditation tomorrow", "any day, any time: a weekday, 26 june, at 20:00"),
    ("booth for an hour", "what is free now and for how long; also: free studio 30 min"),
    ("nordlys", "an outlet: where it is, what it booked, its seats in pools"),
    ("pool 3 photographer", "who is there; any word of what is known will do"),
    ("lunch, wifi, badge", "answers, contacts, deadlines, notices, headlines"),
)
"""What may be asked, and what comes of it."""

LABELS = 16
"""Cells that labels take beside what they say; a longer one stands above it."""

_GLYPHS: dict[Tone, str] = {
    "good": "●", "busy": "►", "soon": "◔", "warn": "▲", "bad": "■", "quiet": "○", "unknown": "?",
}  # fmt: skip
_KINDS: dict[FoundKind, str] = {"organisation": "outlet"}


def hit_rows(hits: tuple[Hit, ...]) -> tuple[Row, ...]:
    """One row for each hit."""
    return tuple(_row(hit) for hit in hits)


def _row(hit: Hit) -> Row:
    return Row(
        hit.id,
        (
            Cell(glyph_of(hit), hit.tone),
            Cell(_KINDS.get(hit.kind, hit.kind), "dim"),
            Cell(hit.title, "strong", hit.short),
            Cell(joined(hit.state, hit.detail), hit.tone),
            Cell(hit.state, hit.tone),
            Cell(hit.detail, "text"),
        ),
    )


def glyph_of(shown: Hit | Card) -> str:
    """The glyph of its state, as the panels have it; for what has none, of how urgent it is."""
    if shown.kind == "deadline":
        return DEADLINE
    marks = FAMILIES.get(cast(Family, shown.kind), {}).values()
    fits = [one for one in marks if shown.state.startswith(one.word)]
    return max(fits, key=lambda one: len(one.word)).glyph if fits else _GLYPHS[shown.tone]


def example_rows() -> tuple[Row, ...]:
    """What may be asked, where nothing is typed yet."""
    rows = [Row("", (Cell("Type what is asked, in any words; for example:", "text"),), heading=True)]
    rows += [Row("", (Cell(f"  {pad(asked, 26)}{means}", "dim"),), heading=True) for asked, means in EXAMPLES]
    return tuple(rows)


def card_spans(shown: Card, cells: int, lines: int) -> tuple[Spans, ...]:
    """A card in at most `lines` lines: what to say, place, distance, whom to ask, how old, what is odd, the rest.

    What there is no room for is told by an ellipsis.
    """
    glyph, tone = glyph_of(shown), f"{shown.tone}-strong"
    found: list[Spans] = [((f"{glyph} {shown.state}  ", tone), (shown.title, "title"))]
    found += [((line, "strong"),) for line in wrap(shown.sentence, cells)]
    found += [((line, "warn"),) for text in shown.warnings for line in wrap(f"▲ {text}", cells)]
    facts = [(label, text) for label, text in (*labels_of(shown), *shown.facts) if text]
    beside = max((width(label) for label, _ in facts if width(label) <= LABELS), default=0)
    for label, text in facts:
        found += _fact(label, text, beside, cells)
    if len(found) > lines:
        found = [*found[: max(lines - 1, 0)], (("…", "dim"),)]
    return tuple(found)


def _fact(label: str, text: str, beside: int, cells: int) -> Iterator[Spans]:
    """A fact with its label beside it, in a column of `beside` cells; below it, where either would not be whole."""
    room = max(cells - beside - 1, 20)
    if width(label) > beside or any(width(word) > room for word in text.split()):
        yield from (((line, "dim"),) for line in wrap(label, cells))
        yield from (((f"  {line}", "text"),) for line in wrap(text, cells - 2))
        return
    for at, line in enumerate(wrap(text, room)):
        yield ((pad("" if at else label, beside) + " ", "dim"), (line, "text"))
