"""A space for so many minutes: the one that was named, else of each kind the one that is free soonest."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import msgspec

from opsdash.board.items import SpaceItem
from opsdash.board.moments import at_seconds
from opsdash.board.openness import openness
from opsdash.board.spacegaps import Gap
from opsdash.board.spaces import free_for, next_gap
from opsdash.find.fold import words_of
from opsdash.find.hits import Hit, View
from opsdash.find.question import Question
from opsdash.find.stretch import MORNING
from opsdash.find.within import in_use
from opsdash.parts import SpaceKind
from opsdash.render.aloud import day_aloud
from opsdash.render.detail import detail_of
from opsdash.render.words import joined
from opsdash.timing import span

_NOW = re.compile(r"\b(free|h|min) now\b")
"""What is said of another instant than now says so."""

NAMED = 3
"""Spaces that one question names at most: "booth 3" may be either of two; more than that is a zone."""


def free(question: Question, view: View) -> Iterator[Hit]:
    """Spaces for as long as asked. Of those that the question names by their own names one hit each; else for each
    kind the one that is free soonest and for long enough, and one hit too where none is."""
    for hit in _free(question, view) if question.minutes else ():
        yield hit if view.board.asked is None else msgspec.structs.replace(hit, said=_NOW.sub(r"\1 then", hit.said))


def _free(question: Question, view: View) -> Iterator[Hit]:
    named = _named(question, view)
    if 0 < len(named) <= NAMED:
        for item in named:
            yield _on_day(question, item.type, (item,), view) or _one(question, item, view)
        return
    held = view.finder.matches(question.only) or None
    lacking = tuple(" ".join(piece.words) for piece in question.only) if held is None else ()
    question = question._replace(only=()) if lacking else question
    places = {entry.id: place for place, entry in enumerate(view.finder.entries) if entry.kind == "space"}
    for kind in question.spaces:
        spaces = tuple(item for item in _of(kind, view) if held is None or places.get(item.id) in held)
        if spaces:
            found = _on_day(question, kind, spaces, view) or _free_hit(question, kind, spaces, view)
            yield msgspec.structs.replace(found, lacking=lacking)


def _of(kind: SpaceKind, view: View) -> tuple[SpaceItem, ...]:
    return tuple(item for item in view.board.spaces if item.type == kind)


def _named(question: Question, view: View) -> list[SpaceItem]:
    """The spaces of the kinds asked for whose names hold each of the other words: "3" is a number, not "level 3"."""
    wanted = {word for piece in question.only for word in piece.words}
    return [
        item for kind in question.spaces if wanted for item in _of(kind, view) if wanted <= set(words_of(item.name))
    ]


def _on_day(question: Question, kind: SpaceKind, spaces: tuple[SpaceItem, ...], view: View) -> Hit | None:
    return _unbooked(question, kind, spaces, question.day, view) if question.day else None


def _one(question: Question, item: SpaceItem, view: View) -> Hit:
    """One space that was named: whether it is free, else how it is, from when it is free, and another one."""
    own = free_for(view.index, (item,), "", question.minutes, view.board.now)
    shown = _free_hit(question, item.type, own or (item,), view)
    if shown.state == "free now":
        return shown
    detail = detail_of(view.board, item.id)
    now = detail.sentence if detail else f"{item.name} is not known to be free."
    length = span(timedelta(minutes=question.minutes))
    then = f"It is free for {length} {own[0].brief.removeprefix('free ')}." if own else ""
    shut = _shut_first(own[0], question.minutes, view) if own else ""
    other = _another(question, item, view)
    return msgspec.structs.replace(
        shown, id=item.id, title=item.name, state=shown.state if own else item.state, target=item.id,
        tone=shown.tone if own else item.tone, said=joined(now, then, shut, other, by=" "),
        detail=shown.detail if own else joined(item.reason, item.zone),
    )  # fmt: skip


def _another(question: Question, item: SpaceItem, view: View) -> str:
    """Another space of the kind to go to, "" where there is none, or where it is not free sooner."""
    found = free_for(view.index, _of(item.type, view), item.type, question.minutes, view.board.now)
    if not found or found[0].id == item.id:
        return ""
    best = found[0]
    return joined(f"{best.name} is {best.brief}.", _shut_first(best, question.minutes, view), by=" ")


def _unbooked(question: Question, kind: SpaceKind, spaces: tuple[SpaceItem, ...], day: date, view: View) -> Hit:
    """The space of a kind that nobody has booked for so long on another day, from `MORNING` on."""
    tz, minutes = view.index.tz, question.minutes
    morning, night = (datetime.combine(day, hour, tz) for hour in (MORNING, time(23, 59)))
    if stretch := question.stretch:
        morning, night = max(morning, stretch.low), min(night, stretch.high)
    when, length, name = day_aloud(day, view.board.now), span(timedelta(minutes=minutes)), kind.replace("tv ", "TV ")
    usable = [item for item in spaces if item.state != "unknown" and in_use(item, view)]
    gaps = [(gap, item) for item in usable if (gap := next_gap(view.index, item, minutes, view.board.now, morning))]
    (begins, end), best = min(gaps, key=lambda found: found[0].start.timestamp(), default=(Gap(night, None), spaces[0]))
    if begins.timestamp() > night.timestamp() - minutes * 60:
        said = f"No {'such ' if question.only else ''}{name} is known to be free for {length} {when}."
        return Hit(id=best.id, kind="space", title=name, state="none free", tone="unknown", detail=said, said=said)
    until = f" until {end:%H:%M}" if end and end < night else " on"
    shut = _shut(best, begins, minutes, view)
    said = f"{best.name} has no booking {when} from {begins:%H:%M}{until}, long enough for {length}."
    said = joined(said, shut, by=" ")
    return Hit(
        id=best.id, kind="space", title=best.name, state="not booked", tone="unknown" if shut else "good",
        detail=said, when=begins, target=best.id, said=said,
    )  # fmt: skip


def _free_hit(question: Question, kind: SpaceKind, spaces: tuple[SpaceItem, ...], view: View) -> Hit:
    minutes, name = question.minutes, kind.replace("tv ", "TV ")
    length = span(timedelta(minutes=minutes))
    found = free_for(view.index, spaces, kind, minutes, view.board.now)
    none = f"No {'such ' if question.only else ''}{name} is known to be free for {length}"
    if not found:
        return Hit(
            id=f"free//{kind}", kind="space", title=name, state="none free", tone="unknown", minutes=minutes,
            detail=f"none of {len(spaces)} is known to be free for {length}", said=f"{none}.",
        )  # fmt: skip
    best = found[0]
    shut = _shut_first(best, minutes, view)
    now = best.brief.startswith("free now")
    free = f"{best.name} is {best.brief}"
    said = f"{free}, long enough for {length}" if now else f"{none} now; {free}"
    return Hit(
        id=best.id, kind="space", title=best.name, state="free now" if now else "free later",
        tone="unknown" if shut else "good" if now else "soon",
        detail=joined(best.brief.removeprefix("free now" if now else "free").strip(), best.zone),
        when=best.until, target=best.id, minutes=minutes,
        said=joined(f"{said}{f': {best.zone}' if best.zone else ''}.", shut, by=" "),
    )  # fmt: skip


def _shut_first(item: SpaceItem, minutes: int, view: View) -> str:
    """The same of the first stretch in which it is free."""
    gap = next_gap(view.index, item, minutes, view.board.now)
    return _shut(item, gap.start, minutes, view) if gap else ""


def _shut(item: SpaceItem, begins: datetime, minutes: int, view: View) -> str:
    """That the place a space is in, or the only way into it, is certainly closed for some of that time; "" if not."""
    hours, start = openness(view.index, view.board.facilities), begins.timestamp()
    ways = hours.ways_in(hours.home(item.id))
    shut = next((one for one in ways if one.outside(start, start + minutes * 60)), None)
    opened = shut.on(at_seconds(start, view.index.tz)) if shut else ""
    return f"But that is not within the hours of the {shut.name}: {opened}." if shut else ""
