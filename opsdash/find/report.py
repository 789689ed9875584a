"""What `opsdash search` prints: the best hit's card and the other hits in lines, or all of it as data."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from opsdash.board.items import Board
from opsdash.find.cards import Card, card, not_found
from opsdash.find.finder import Finder
from opsdash.find.hits import Hit
from opsdash.find.search import find
from opsdash.render.cells import cut, pad, settle, wrap
from opsdash.render.words import joined

FORMAT = 1
"""Version of the JSON form."""

LABEL = 10
"""Cells for what stands before a line."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One hit with its card."""

    hit: Hit
    card: Card


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """An answer.

    Attributes:
        format: of this form. words: as asked. now: the board's instant, venue time; asked: the real one when it
            is another. found: the hits, best first.
        nothing: what to say when there is none; None otherwise.
    """

    format: int
    words: str
    now: datetime
    asked: datetime | None
    found: tuple[Found, ...]
    nothing: Card | None = None


def report(finder: Finder, board: Board, words: str, limit: int) -> Report:
    """The answer to `words` on `board`, of `limit` hits at most."""
    hits = find(finder, board, words, limit)
    found = tuple(Found(hit=hit, card=card(hit, board, finder.index)) for hit in hits)
    nothing = None if found else not_found(words, board, finder)
    return Report(format=FORMAT, words=settle(words), now=board.now, asked=board.asked, found=found, nothing=nothing)


def report_text(said: Report, width: int = 80) -> str:
    """The answer in lines of at most `width` cells: the sentence to say aloud first."""
    if said.nothing:
        return "\n".join(card_lines(said.nothing, width))
    first, *others = said.found
    lines = [*card_lines(first.card, width), *([""] if others else [])]
    lines += [cut(settle(_line(other.hit)), width) for other in others]
    return "\n".join(lines)


def card_lines(shown: Card, width: int) -> Iterator[str]:
    """A card: its sentence, what is odd, then place, distances, whom to ask, how old."""
    yield from wrap(shown.sentence, width)
    yield from (line for text in shown.warnings for line in wrap(f"▲ {text}", width))
    for label, text in labels_of(shown):
        for at, line in enumerate(wrap(text, max(width - LABEL, 20))):
            yield f"{pad('' if at else label, LABEL)}{line}"


def labels_of(shown: Card) -> Iterator[tuple[str, str]]:
    """What a card has ready beside its sentence, with labels."""
    yield from (("place", shown.place), ("distance", joined(*shown.distances, by="; ")))
    yield from (("ask", contact) for contact in shown.contacts)
    yield "source", joined(shown.source, shown.as_of)


def _line(hit: Hit) -> str:
    """ "event       Press conference by ...: live, 14:15, Room A"."""
    return f"{pad(hit.kind, 13)}{joined(hit.title, joined(hit.state, hit.detail), by=': ')}"
