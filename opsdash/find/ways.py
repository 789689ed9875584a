"""How far it is from one named place to another, in whatever words that is asked."""

from collections.abc import Iterator
from typing import NamedTuple

from opsdash.board.index import Index
from opsdash.board.items import FacilityItem
from opsdash.board.memory import remembered
from opsdash.board.places import place_ids
from opsdash.find.entries import FoundKind, called_of
from opsdash.find.fold import words_of
from opsdash.find.hits import Hit, View
from opsdash.find.lastrun import SHUTTLE
from opsdash.find.lexicon import Piece, lone, pieces
from opsdash.find.question import Question
from opsdash.model import Facility, Space
from opsdash.parts import Distance

ASKING = frozenset(
    words_of("far distance distances walk walking foot drive driving metres meters km away apart between")
)
"""Words that ask for a distance; two places that a query names beside nothing else ask for one too."""

FILLING = frozenset(words_of("it there minutes long take go get one"))
"""Words beside them that name nothing."""

MOST = 4
"""Distances in one sentence; it is to be said aloud."""


class _End(NamedTuple):
    """A place as one calls it: a key of its own, its full name, and the pieces of each of its names."""

    key: str
    name: str
    called: tuple[tuple[Piece, ...], ...]


class _Way(NamedTuple):
    """A published distance with its two ends; `id` is of the item on the board that publishes it."""

    id: str
    record: Facility | Space
    one: _End
    other: _End
    distance: Distance


def ways(question: Question, view: View) -> Iterator[Hit]:
    """The distance between the two places that a query names; from the one it names, where it asks for a distance."""
    asked = question.asked
    left = question.besides(ASKING | FILLING)
    far = not ASKING.isdisjoint(question.words)
    named, other = _named(left, view.index)
    if not named or not (far or (len(named) > 1 and not other)):
        return
    runs = not far and any(piece.sense == SHUTTLE for piece in asked)  # what it goes to is no question of metres
    if runs or (other and all(map(lone, other.split()))):  # "between 3 and 5"
        return
    known = _ways(view.index)
    if len(named) > 1:
        ends = {named[0].key, named[1].key}
        found = next((way for way in known if {way.one.key, way.other.key} == ends), None)
        if found:
            yield _between(found, named[0], named[1])
        elif far or question.apart:
            yield _unknown(named[0], _the(named[1]), known, view)
        return
    own = _from(named[0], known)
    if other:
        yield _unknown(named[0], f"“{other}”", known, view)
    elif own:
        yield _all(named[0], own)


def _unknown(start: _End, goal: str, known: tuple[_Way, ...], view: View) -> Hit:
    """That no distance is published between two places, and those that are from the first."""
    said = f"How far it is from {_the(start)} to {goal} is not known."
    own = _from(start, known)
    more = f" {_all(start, own, 'there').said}" if own else ""
    kind: FoundKind = "facility" if isinstance(view.items.get(start.key), FacilityItem) else "space"
    target = start.key if start.key in view.items else ""
    return Hit(
        id=target or f"way//{start.key}", kind=kind, title=start.name, state="not known", tone="unknown",
        detail=f"{said}{more}", target=target, said=f"{said}{more}",
    )  # fmt: skip


def _named(asked: tuple[Piece, ...], index: Index) -> tuple[list[_End], str]:
    """The places that a query names, in its order, and what else it names."""
    found: list[_End] = []
    other: list[str] = []
    at = 0
    while at < len(asked):
        fits = [(len(name), end) for end in _ends(index) for name in end.called if _begins(asked[at:], name)]
        if not fits:
            other += asked[at].words
            at += 1
            continue
        size, end = max(fits, key=lambda fit: fit[0])
        at += size
        if end.key not in {one.key for one in found}:
            found.append(end)
    return found, " ".join(other)


def _begins(asked: tuple[Piece, ...], name: tuple[Piece, ...]) -> bool:
    """Whether a query goes on with a place's name."""
    pairs = zip(asked, name, strict=False)
    return 0 < len(name) <= len(asked) and all(one.alike(other) for one, other in pairs)


def _between(way: _Way, start: _End, goal: _End) -> Hit:
    said = f"From {_the(start)} to {_the(goal)} it is {_metres(way.distance)}."
    return _hit(way, f"{start.name} to {goal.name}", said, f"{way.distance.metres} m")


def _all(start: _End, own: dict[str, tuple[_Way, _End]], called: str = "") -> Hit:
    """All that is published from one place, which the sentence before may have `called` already."""
    some = list(own.values())[:MOST]
    first = some[0][0]
    said = "; ".join(f"{_metres(way.distance)} to {_the(goal)}" for way, goal in some)
    more = f"; and {len(own) - MOST} more" if len(own) > MOST else ""
    return _hit(first, start.name, f"From {called or _the(start)} it is {said}{more}.", "distances")


def _from(start: _End, known: tuple[_Way, ...]) -> dict[str, tuple[_Way, _End]]:
    """The ways from one place, by where they go: each once."""
    found: dict[str, tuple[_Way, _End]] = {}
    for way in sorted(known, key=lambda way: way.one.key != start.key):
        if start.key in (way.one.key, way.other.key):
            goal = way.other if start.key == way.one.key else way.one
            if goal.key == start.key or (isinstance(way.record, Space) and way.one.key != start.key):
                continue  # twelve bays tell their own distance: whoever asks for the centre's wants no list of bays
            found.setdefault(goal.key, (way, goal))
    return found


def _hit(way: _Way, title: str, said: str, state: str) -> Hit:
    kind: FoundKind = "space" if isinstance(way.record, Space) else "facility"
    return Hit(id=way.id, kind=kind, title=title, state=state, tone="good", detail=said, target=way.id, said=said)


def _metres(one: Distance) -> str:
    """ "600 metres (170 m more for OB trucks)"."""
    return f"{one.metres} metres{f' ({one.note})' if one.note else ''}"


def _the(end: _End) -> str:
    """A place within a sentence: "the Van Compound", "Van Bay 3"."""
    plain = end.name.lower().startswith("the ") or any(char.isdigit() for char in end.name)
    return end.name if plain else f"the {end.name}"


@remembered()
def _ways(index: Index) -> tuple[_Way, ...]:
    """Every published distance, those of facilities first."""
    home = place_ids(index)
    ends = {end.key: end for end in _ends(index)}
    found = []
    for record in _records(index):
        id_ = home.get(record.id, record.id)
        for distance in record.distances if record.withdrawn is None else ():
            found.append(_Way(id_, record, ends[id_], ends[_goal(distance, index)], distance))
    return tuple(found)


@remembered()
def _ends(index: Index) -> tuple[_End, ...]:
    """Every place between which a distance may be asked: facilities, spaces, and where published distances lead."""
    home, called, names = place_ids(index), called_of(index), dict[str, list[str]]()
    for record in _records(index):
        if record.withdrawn is None:
            short = record.short if isinstance(record, Facility) else ""
            aliases = called.get(record.key.casefold(), ())
            names.setdefault(home.get(record.id, record.id), []).extend((record.name, short, *aliases))
    for record in _records(index):
        for distance in record.distances:
            names.setdefault(_goal(distance, index), []).append(distance.to)
    return tuple(_End(key, some[0], tuple({_pieces(name) for name in some if name})) for key, some in names.items())


def _records(index: Index) -> tuple[Facility | Space, ...]:
    """What publishes distances."""
    return (*index.feed.facilities, *index.feed.spaces)


def _pieces(name: str) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces(words_of(name)) if not piece.idle)


def _goal(one: Distance, index: Index) -> str:
    """The key of the place a distance leads to: a facility's id where it names one."""
    place = index.facilities.find(one.to)
    return place_ids(index).get(place.id, place.id) if place else one.to.casefold()
