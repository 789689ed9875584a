"""What of the programme moved, is off, is late, is live or comes next, for who asks for that and for nothing else."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, get_args

from opsdash.board.items import EventItem
from opsdash.find.fold import words_of
from opsdash.find.hits import Hit, View, hit_of
from opsdash.find.lexicon import YIELDING, Piece, pieces
from opsdash.find.question import Question
from opsdash.parts import EventKind
from opsdash.render.aloud import day_aloud

MOST = 12
"""Events that one question has as its answer."""


def _late(one: EventItem) -> bool:
    return one.delay > 0 and one.phase not in ("past", "off")


class _Going(NamedTuple):
    """What may be asked of the programme: the words for it, whether it is so of an event, and "Nothing ... moved"."""

    words: frozenset[str]
    holds: Callable[[EventItem], bool]
    said: str


_GOINGS = (
    _Going(frozenset(words_of("moved move moves moving")),
           lambda one: bool(one.moved) or _late(one), "is known to have moved"),
    _Going(frozenset(words_of("cancelled cancel canceled postponed off")),
           lambda one: one.phase == "off", "is known to be cancelled"),
    _Going(frozenset(words_of("late delay delayed delays")),
           lambda one: _late(one), "is known to be late"),
    _Going(frozenset(("live",)), lambda one: one.phase == "now", "is known to be live now"),
    _Going(frozenset(("next",)), lambda one: one.phase in ("next", "later"), "is known to come"),
)  # fmt: skip
_PROGRAMME = frozenset(words_of("event events programme program press schedule briefings doorsteps"))
"""Words for the programme itself, or for the kinds of events on it, in the plural."""


def goings(question: Question, view: View) -> Iterator[Hit]:
    """The events of which that is so which a query asks for, if it names nothing but kinds of event: those to come
    first. Where it is so of none, one hit that says it."""
    found = [one for one in _GOINGS if any(one.words & set(piece.words) for piece in question.asked)]
    known = {word for one in _GOINGS for word in one.words} | YIELDING | _PROGRAMME
    rest = [piece for piece in question.asked if not set(piece.words) <= known]
    if len(found) != 1 or not all(_kinds(piece) for piece in rest):
        return
    (going,) = found
    day, kinds = question.day, [_kinds(piece) for piece in rest]
    events = [
        one for one in view.board.programme
        if going.holds(one) and all(one.type in some for some in kinds) and day in (None, one.day)
    ]  # fmt: skip
    events.sort(key=lambda one: (one.phase == "past", abs(view.minutes(one.start)), one.id))
    for item in events[:MOST]:
        yield hit_of(view.finder.by_id[item.id], view, day)
    if not events:
        yield _none(going, view, question)


def _none(going: _Going, view: View, question: Question) -> Hit:
    when = f" {day_aloud(question.day, view.board.now)}" if question.day else ""
    kind = " of that kind" if any(_kinds(piece) for piece in question.asked) else ""
    said = f"Nothing{kind} on the programme{when} {going.said}."
    return Hit(
        id="programme//none", kind="event", title="Programme", state="none known", tone="unknown", detail=said,
        day=question.day, said=said,
    )  # fmt: skip


def _kinds(piece: Piece) -> frozenset[EventKind]:
    """The kinds of event that a piece of a query is a word for."""
    return frozenset(kind for kind in get_args(EventKind) if piece in pieces(words_of(kind)) or _alike(piece, kind))


def _alike(piece: Piece, kind: str) -> bool:
    return any(piece.sense and piece.sense == one.sense for one in pieces(words_of(kind)))
