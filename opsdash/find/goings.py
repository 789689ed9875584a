"""What of the programme moved, is off, is late, is live or comes next, and what is open, closed or full: for who asks
for that and names nothing but kinds of thing; what of the things named moved, is off or is late, if anything."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple, get_args

from opsdash.board.items import OPEN_STATES, SHUT_STATES, EventItem, FacilityItem, FacilityState, Item, PoolItem
from opsdash.find.fold import words_of
from opsdash.find.hits import Hit, View, hit_of
from opsdash.find.lexicon import ON, YIELDING, Piece, pieces
from opsdash.find.question import Question
from opsdash.find.within import inside, went_before
from opsdash.parts import EventKind

MOST = 50
"""Hits that are one question's answer."""

POOL, FACILITY = "pool", "facility"
"""Kinds beside those of press events."""

SOFT: FacilityState = "open today, hours not published"
"""Open some time of the day: not surely now."""


def _late(one: Item) -> bool:
    if isinstance(one, PoolItem):
        return one.material.startswith("late")
    if not isinstance(one, EventItem) or one.phase in ("past", "off"):
        return False
    return one.delay > 0 or one.state == "delayed"


def _moved(one: Item) -> bool:
    return isinstance(one, EventItem) and (bool(one.moved) or (_late(one) and one.phase != "now"))


def off(one: Item) -> bool:
    """Whether a press event or a pool will not take place."""
    return one.phase == "off" if isinstance(one, EventItem) else isinstance(one, PoolItem) and one.state == "cancelled"


def _on(one: Item) -> bool:
    return isinstance(one, EventItem | PoolItem) and not off(one)


def _live(one: Item) -> bool:
    under_way = isinstance(one, PoolItem) and one.state == "under way"
    return one.phase == "now" if isinstance(one, EventItem) else under_way


def _next(one: Item) -> bool:
    if isinstance(one, PoolItem):
        return one.state in ("later", "musters soon", "mustering", "complete", "incomplete")
    return isinstance(one, EventItem) and one.phase in ("next", "later")


def _in_state(*states: FacilityState) -> Callable[[Item], bool]:
    return lambda one: isinstance(one, FacilityItem) and one.state in states


def _to_other_hours(one: Item) -> int:
    """Whether it was moved and is not merely late."""
    return isinstance(one, EventItem) and bool(one.moved) and not _late(one)


def _delay(one: Item) -> int:
    return one.delay if isinstance(one, EventItem) else 0


def _sure(one: Item) -> int:
    return isinstance(one, FacilityItem) and one.state in OPEN_STATES


class _Going(NamedTuple):
    """What may be asked: the words for it, whether it is so of an item, "Nothing ... moved", of which kind if told;
    whether it is also asked of what is named; how grave it is, which goes before when; of which kinds of event."""

    words: frozenset[str]
    holds: Callable[[Item], bool]
    said: str
    of: str = ""
    named: bool = False
    grave: Callable[[Item], int] = lambda _: 0
    among: frozenset[str] = frozenset(get_args(EventKind))


_SPOKEN: frozenset[str] = frozenset(("press conference", "doorstep", "joint statement", "remarks", "briefing"))

_GOINGS = (
    _Going(
        frozenset(words_of("moved move moves moving")),
        _moved,
        "is known to have moved",
        named=True,
        grave=_to_other_hours,
    ),
    _Going(frozenset(words_of("cancelled cancel canceled postponed off")), off, "is known to be cancelled", named=True),
    _Going(frozenset(words_of("late delay delayed delays")), _late, "is known to be late", named=True, grave=_delay),
    _Going(
        frozenset(words_of("speak speaks speaking")),
        _live,
        "where somebody speaks is known to be on at that time",
        among=_SPOKEN,
    ),
    _Going(frozenset(("live",)), _live, "is known to be on at that time"),
    _Going(frozenset((ON,)), lambda one: isinstance(one, EventItem), "is known"),
    _Going(frozenset(("next",)), _next, "is known to come"),
    _Going(
        frozenset(words_of("open opened")), _in_state(*OPEN_STATES, SOFT), "is known to be open", FACILITY, grave=_sure
    ),
    _Going(frozenset(words_of("closed shut")), _in_state(*SHUT_STATES), "is known to be closed", FACILITY),
    _Going(frozenset(("full",)), _in_state("full"), "is known to be full", FACILITY),
)
_PROGRAMME = frozenset(words_of("event events programme program press schedule"))
"""Words for the programme itself."""

_BESIDE = frozenset(word for one in _GOINGS for word in one.words) | YIELDING | _PROGRAMME
"""Words that name no kind of thing."""

_CALLED = {kind: pieces(words_of(kind)) for kind in get_args(EventKind)}


def goings(question: Question, view: View) -> Iterator[Hit]:
    """What that is so of which a query asks for: what is to come first. Where it is so of nothing, one hit says it."""
    found = [one for one in _GOINGS if one.words & question.words]
    if len(found) > 1:  # "who speaks next"
        found = [one for one in found if one.holds is not _live]
    if len(found) != 1:
        return
    (going,) = found
    if question.bound == "since" and going.named:  # when it came to be so is not when the thing itself takes place
        question = question._replace(stretch=None)
    others = question.besides(_BESIDE)
    told = [kinds_of(piece) for piece in others]
    kinds, named = [kind for kind in told if kind], not all(told)
    if (named and not going.named) or (going.of and (kinds or question.day)):
        return
    wanted = frozenset.intersection(*kinds) if kinds else frozenset((going.of,)) if going.of else going.among
    meant = view.finder.matches(others) if named else {}
    ids = {view.finder.entries[place].id for place in meant}
    board, holds = view.board, going.holds
    if holds is _live and question.stretch and (going.among is _SPOKEN or question.stretch.low > board.now):
        holds = _on  # of a time of which nobody knows what will be live
    items = [
        one for one in (*board.programme, *board.pools, *board.facilities)
        if kind_of(one) in wanted and holds(one) and (not named or one.id in ids)
        and (question.stretch is None or inside(one, question.stretch, view))
    ]  # fmt: skip
    items.sort(
        key=lambda one: (
            -going.grave(one),
            went_before(one, question),
            _over(one),
            abs(view.minutes(when_of(one))),
        )
    )
    for item in items[:MOST]:
        yield hit_of(view.finder.by_id[item.id], view, question.day)
    if not (items or named):
        yield _none(going, bool(kinds), question)


def decided(hit: Hit, view: View) -> bool:
    """Whether a hit is of what has such a state, which it is asked for or it is not."""
    return isinstance(view.items.get(hit.id), EventItem | PoolItem | FacilityItem)


def kind_of(one: Item) -> str:
    """The kind of thing that an item is, of a press event what kind of event."""
    return one.type if isinstance(one, EventItem) else POOL if isinstance(one, PoolItem) else FACILITY


def when_of(one: Item) -> datetime | None:
    """When an item begins."""
    return one.start if isinstance(one, EventItem) else one.muster_at if isinstance(one, PoolItem) else None


def _over(one: Item) -> bool:
    return isinstance(one, EventItem) and one.phase == "past"


def _none(going: _Going, kinds: bool, question: Question) -> Hit:
    when = f" {question.stretch.said}" if question.stretch else ""
    where = "here" if going.of else f"{'of that kind ' if kinds else ''}on the programme{when}"
    said = f"Nothing {where} {going.said}."
    return Hit(
        id="going//none", kind="facility" if going.of else "event", title="Facilities" if going.of else "Programme",
        state="none known", tone="unknown", detail=said, day=question.day, said=said,
    )  # fmt: skip


def kinds_of(piece: Piece) -> frozenset[str]:
    """The kinds of event that a piece of a query is a word for; pools too."""
    if piece.sense == "~pool":
        return frozenset((POOL,))
    return frozenset(kind for kind, called in _CALLED.items() if any(_same(piece, one) for one in called))


def _same(one: Piece, other: Piece) -> bool:
    if one.sense or other.sense:
        return one.sense == other.sense
    return one.words[-1].removesuffix("s") == other.words[-1].removesuffix("s")
