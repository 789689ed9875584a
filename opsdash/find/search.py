"""`find`: the best hits for what somebody types, by how well they match, then kind, then nearness in time."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from heapq import nsmallest

import msgspec

from opsdash.board.items import OPEN_STATES, Board, DeadlineItem, EventItem, FacilityItem, PoolItem, SpaceItem
from opsdash.find.bounds import bounds
from opsdash.find.changed import changed
from opsdash.find.entries import BESIDE, Entry, FoundKind
from opsdash.find.finder import FEW, SENSE, Finder, Matches
from opsdash.find.free import free
from opsdash.find.goings import SOFT, decided, goings
from opsdash.find.hits import Hit, View, hit_of, view_of
from opsdash.find.lastrun import last_run
from opsdash.find.lexicon import Piece, yielding
from opsdash.find.poolasked import of_pool
from opsdash.find.question import Question, question_of
from opsdash.find.stretch import meant_of, minutes_of, under_way
from opsdash.find.then import then
from opsdash.find.utmost import utmost
from opsdash.find.ways import ways
from opsdash.find.within import TIMELESS, elsewhen, entry_inside, timed, went_before
from opsdash.model import Booking, NewsItem, Notice
from opsdash.parts import GIVEN_UP
from opsdash.render.poolrows import POOL_OVER
from opsdash.render.words import hhmm, joined

ORDER: tuple[FoundKind, ...] = (
    "facility", "answer", "organisation", "person", "event", "space", "pool", "deadline", "contact", "booking",
    "notice", "news",
)  # fmt: skip
"""Kinds, the likeliest answer first, among equally good matches."""

LEVELS = (50, 70, 88)
"""From which score of 100 a match is poor, fair or good; below, it is weak."""

NAMED = 70
"""How well what a query names by its name or kind must match: more than what is spoken of in other words."""

PAST = 1e7
"""Minutes by which what is over comes after what is to come."""

_RANK = {kind: rank for rank, kind in enumerate(ORDER)}


def find(finder: Finder, board: Board, words: str, limit: int = 50) -> tuple[Hit, ...]:
    """The best `limit` hits for `words` on `board`, which must be of the finder's feed. Never raises.

    A query for a free space ("booth for an hour") begins with one hit for each kind of space; a query that
    names a day or a part of one finds what is on then, facilities with that day's hours and spaces with their
    bookings. A query that names a clock time, or so many minutes from now, is asked of the board of then: the next
    such time, or that of the day it names.
    """
    question, instant = _asked(question_of(words, board.now.date()), board.now)
    if instant is None:
        return _found(question, view_of(board, finder), limit)
    return _then(question, instant, board, finder, max(limit, 20))[: max(limit, 0)]


def _asked(question: Question, now: datetime) -> tuple[Question, datetime | None]:
    """The question with the stretch of time that it means, and the instant to ask the board of, None for now's."""
    question = under_way(question, now)
    instant, stretch = meant_of(question, now)
    if stretch is None:
        return question, instant
    minutes = minutes_of(question, stretch) if question.minutes else 0
    if question.bound == "since":
        return question._replace(stretch=stretch, day=None, minutes=minutes), instant
    day = question.day or (stretch.low.date() if stretch.low.date() != now.date() else None)
    return question._replace(stretch=stretch, day=day, minutes=minutes), instant


def _then(question: Question, instant: datetime, board: Board, finder: Finder, limit: int) -> tuple[Hit, ...]:
    """The hits on the board of another instant; what is not of any time comes last. Who names nothing but a moment
    asks for the programme."""
    asked = question.asked if question.asked or question.minutes or question.stretch else (Piece(("live",)),)
    view = view_of(*then(board, finder, instant))
    found = _found(question._replace(asked=asked, day=None), view, limit)
    of_then = (
        msgspec.structs.replace(hit, at=instant, detail=joined(f"at {hhmm(instant, board.now)}", hit.detail))
        for hit in found if hit.kind not in TIMELESS
    )  # fmt: skip
    return (*of_then, *(hit for hit in found if hit.kind in TIMELESS))


def _found(question: Question, view: View, limit: int) -> tuple[Hit, ...]:
    """The hits on one board."""
    going = (*changed(question, view), *utmost(question, view), *bounds(question, view)) or tuple(
        goings(question, view)
    )
    found = [*ways(question, view), *last_run(question, view), *going, *free(question, view)]
    taken = {hit.id for hit in found}
    rest = _matching(question, view, limit, least=BESIDE + 1 if going else 0)
    found += (hit for hit in rest if hit.id not in taken and not (going and decided(hit, view)))
    found = found or list(_partly(question, view, limit))
    return tuple(of_pool(hit, question, view) for hit in found[: max(limit, 0)])


def _matching(question: Question, view: View, limit: int, least: int) -> Iterator[Hit]:
    """The hits for the words that match by `least` of 100, and of those what is in the stretch of time asked about."""
    finder, asked = view.finder, question.asked
    found = list(_held(question, view, limit, least if question.stretch is None else 0))
    if found or question.stretch is None:
        yield from found
        return
    called = _called(question, finder)
    if called or not asked:
        yield from (hit_of(one, view, None) for one in _ranked(called, question.without_day, view, limit))
    elif not least:
        yield from elsewhen(list(_ranked(finder.matches(asked), asked, view, limit)), question, view)


def _held(question: Question, view: View, limit: int, least: int) -> Iterator[Hit]:
    """What holds all words, in the stretch of time if one is asked about; then what does if a letter or a number at
    the end is but the beginning of a word, each such hit with that letter as lacking."""
    finder, asked, stretch = view.finder, question.asked, question.stretch
    anything = dict.fromkeys(range(len(finder.entries)), BESIDE) if stretch and not asked else {}
    taken: Matches = {}
    for found, lacking in ((finder.matches(asked) or anything, ()), (finder.begun(asked), asked[-1:])):
        matches = {
            place: score for place, score in found.items()
            if score >= least and place not in taken
            and (stretch is None or entry_inside(finder.entries[place], stretch, view, named=score >= NAMED))
        }  # fmt: skip
        taken |= matches
        ranked = _ranked(matches, asked, view, limit)
        for entry in sorted(ranked, key=lambda one: went_before(view.items.get(one.id), question)):
            yield _without(timed(entry, question, view), lacking)


def _called(question: Question, finder: Finder) -> Matches:
    """The entries that hold the name of the day as well: a word like others in what is called so."""
    words = tuple(piece for piece in question.without_day if piece not in question.asked)
    held = finder.matches(words) if words else {}
    return {n: score for n, score in finder.matches(question.without_day).items() if n in held} if held else {}


def _partly(question: Question, view: View, limit: int) -> Iterator[Hit]:
    """Where nothing holds all words: what holds the most telling ones, then what holds the others. Each hit has the
    words it lacks."""
    asked = question.asked
    matches, lacking = view.finder.partly(asked)
    taken = set(matches)
    for hit in _in_time(list(_ranked(matches, asked, view, limit)), question, view):
        yield _without(hit, lacking)
    others = view.finder.matches(lacking) if matches and lacking else {}
    others = {place: score for place, score in others.items() if place not in taken}
    held = tuple(piece for piece in yielding(asked) or asked if piece not in lacking)
    for entry in _ranked(others if len(others) <= FEW else {}, lacking, view, limit):
        yield _without(hit_of(entry, view, None), held)


def _in_time(entries: list[Entry], question: Question, view: View) -> Iterator[Hit]:
    """The hits of `entries` in the stretch of time asked about; where there is none, that, and how they are else."""
    stretch = question.stretch
    if stretch is None:
        yield from (hit_of(one, view, None) for one in entries)
        return
    inside = [one for one in entries if entry_inside(one, stretch, view, named=True)]
    yield from (timed(one, question, view) for one in inside) if inside else elsewhen(entries, question, view)


def _without(hit: Hit, words: tuple[Piece, ...]) -> Hit:
    """`hit`, with the words that it lacks."""
    lacking = tuple(" ".join(piece.words) for piece in words)
    detail = joined(f"without {' '.join(lacking)}" if lacking else "", hit.detail)
    return msgspec.structs.replace(hit, lacking=lacking, detail=detail)


def _ranked(matches: Matches, asked: tuple[Piece, ...], view: View, limit: int) -> Iterator[Entry]:
    """The best entries in order; only groups that are needed are put in order of time."""
    finder = view.finder
    groups: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for place, score in matches.items():
        level = -bisect_right(LEVELS, score)
        if score >= SENSE and finder.whole(place, asked):
            level -= 1
        groups[level, _RANK[finder.entries[place].kind]].append(place)
    left = limit
    for key in sorted(groups):
        if left <= 0:
            return
        chosen = nsmallest(left, groups[key], key=lambda place: _nearness(place, view))
        left -= len(chosen)
        yield from (finder.entries[place] for place in chosen)


_DOORS = {**dict.fromkeys(OPEN_STATES, 0), "opening soon": 1, SOFT: 2}


def _nearness(place: int, view: View) -> float:
    """How near in time: 0 now, then minutes to come, then what is over. Kept for the board."""
    found = view.nearness.get(place)
    if found is None:
        found = view.nearness[place] = _near(view.finder.entries[place], view)
    return found


def _near(entry: Entry, view: View) -> float:
    item = view.items.get(entry.id)
    if isinstance(item, FacilityItem):
        return _DOORS.get(item.state, 3)
    if isinstance(item, EventItem):
        return _event(item, view)
    if isinstance(item, PoolItem):
        over = item.state in POOL_OVER
        return (PAST if over else 0.0) + abs(view.minutes(item.muster_at))
    if isinstance(item, DeadlineItem):
        minutes = view.minutes(item.at)
        return minutes if item.passed is not True else PAST + abs(minutes)
    if isinstance(item, SpaceItem):
        return 0.0 if item.state == "free" else 1.0
    if entry.kind == "person":
        items = (view.items.get(one.id) for one in entry.about.events)
        return min((_event(one, view) for one in items if isinstance(one, EventItem)), default=PAST)
    return _text(entry, view)


def _event(item: EventItem, view: View) -> float:
    if item.phase == "now":
        return 0.0
    minutes = view.minutes(item.start)
    return minutes if item.phase != "past" and minutes >= 0 else PAST + abs(minutes)


def _text(entry: Entry, view: View) -> float:
    """Of what is not on the board."""
    record = entry.record
    if isinstance(record, Booking):
        start, end = view.minutes(record.start), view.minutes(record.end)
        off = PAST if record.withdrawn or record.status in GIVEN_UP else 0.0
        return off + (0.0 if start <= 0 < end else start if start > 0 else PAST - end)
    if isinstance(record, Notice):
        until = view.local(record.until)
        return PAST if until and until <= view.board.now else abs(view.minutes(record.start))
    if isinstance(record, NewsItem):
        return abs(view.minutes(record.published))
    return 0.0
