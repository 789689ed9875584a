"""The first and the last of a kind on the programme of a day."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from opsdash.board.items import EventItem, PoolItem
from opsdash.find.goings import kind_of, kinds_of, off, when_of
from opsdash.find.hits import Hit, View, hit_of
from opsdash.find.lexicon import YIELDING, Piece
from opsdash.find.question import Question
from opsdash.find.sentences import event_said
from opsdash.find.stretch import Stretch, whole
from opsdash.find.within import inside, nothing
from opsdash.model import PressEvent
from opsdash.render.detail import detail_of
from opsdash.render.night import in_night_of
from opsdash.render.words import joined

WHICH = {"last": True, "final": True, "first": False}
"""Words that ask for one end of a day, and whether it is the last."""

MOST = 2
"""What is off, and what has no clock time, that a sentence names; it is to be said aloud."""

_Doing = EventItem | PoolItem


def utmost(question: Question, view: View) -> Iterator[Hit]:
    """The last press conference, the first briefing, of the time that a question names, else of today. What is called
    off, and what may be later for all that is known, is said beside it and comes after it."""
    asked = {WHICH[word] for word in question.words if word in WHICH}
    others = question.besides(YIELDING | WHICH.keys())
    kinds = [kinds for piece in others if (kinds := kinds_of(piece))]
    if len(asked) != 1 or not kinds:
        return
    stretch = question.stretch or whole(view.board.now.date(), view.board.now)
    found = _found(frozenset.intersection(*kinds), others, stretch, view)
    last = asked == {True}
    starts = {one.id: start for one in found if (start := _start(one))}
    timed = sorted((one for one in found if one.id in starts), key=lambda one: starts[one.id], reverse=last)
    best = next((one for one in timed if not off(one)), None)
    words = " ".join(word for piece in others for word in piece.words)
    if not found:
        yield nothing("event", "", words, stretch)
        return
    beyond = timed[: timed.index(best)] if best else timed
    vague = [one for one in found if one.id not in starts and not off(one)]
    night = best is not None and stretch.whole and in_night_of(starts[best.id], stretch.low.date())
    name = f"The {'last' if last else 'first'} {words} {stretch.said}{' and the night after' if night else ''}"
    said = joined(
        f"{name}: {_sentence(best, view)}" if best else f"{name}: none is known with a clock time.",
        *(f"{'Later' if last else 'Earlier'}, but off: {_sentence(one, view)}" for one in beyond[:MOST]),
        *(f"Without a clock time: {_sentence(one, view)}" for one in vague[:MOST]), by=" ",
    )  # fmt: skip
    first, *rest = dict.fromkeys((*((best,) if best else ()), *vague, *beyond))
    yield msgspec.structs.replace(_hit(first, question, view), said=said)
    yield from (_hit(one, question, view) for one in rest)


def _found(wanted: frozenset[str], others: tuple[Piece, ...], stretch: Stretch, view: View) -> list[_Doing]:
    """What is of a kind wanted, in the stretch of time, and holds the other words. The night belongs to its day."""
    named = tuple(piece for piece in others if not kinds_of(piece))
    held = {view.finder.entries[place].id for place in view.finder.matches(named)} if named else None
    every: tuple[_Doing, ...] = (*view.board.programme, *view.board.pools)
    return [
        one for one in every
        if kind_of(one) in wanted and (held is None or one.id in held)
        and (inside(one, stretch, view) or (stretch.whole and in_night_of(_start(one), stretch.low.date())))
    ]  # fmt: skip


def _hit(one: _Doing, question: Question, view: View) -> Hit:
    return hit_of(view.finder.by_id[one.id], view, question.day)


def _start(one: _Doing) -> datetime | None:
    """When it begins, as far as that is published to the minute."""
    return None if isinstance(one, EventItem) and not one.exact else when_of(one)


def _sentence(one: _Doing, view: View) -> str:
    if isinstance(one, EventItem):
        entry = view.finder.by_id.get(one.id)
        note = entry.record.note if entry and isinstance(entry.record, PressEvent) else ""
        return joined(event_said(one, view), f"({note})" if note else "", by=" ")
    detail = detail_of(view.board, one.id)
    return detail.sentence if detail else f"{one.name}."
