"""The board as plain text: one thing after the other, for a pipe, a screen reader, a terminal without a screen."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

from opsdash.board.items import Board, Panel, Tone
from opsdash.board.verdict import Verdict, verdict
from opsdash.render.cells import pad, settle, wrap
from opsdash.render.glyphs import Family, mark
from opsdash.render.panels import is_over
from opsdash.render.poolrows import POOL_OVER, heads
from opsdash.render.spacerows import ATTENTION, KIND_NAMES, still_empty
from opsdash.render.summary import (
    NOTHING_AGAINST,
    PANELS,
    all_silent,
    banner,
    is_ahead,
    open_alerts,
    panel_title,
    silent,
)
from opsdash.render.words import age_label, bare, hhmm, joined
from opsdash.timing import age, apart, day_name

_SGR = {"good": "32", "busy": "34", "soon": "33", "warn": "33;1", "bad": "31;1", "quiet": "2", "unknown": "35"}


def board_text(board: Board, width: int = 80, colour: bool = False) -> str:
    """The whole board in lines of at most `width` cells.

    Order: event, venue time and age of the data; what is wrong with the board itself; alerts; hours;
    programme; spaces; pools; sources. With `colour`, states carry SGR codes; their words are there anyway.
    """
    return "\n".join(line for part in _parts(board, width, colour) for line in part)


def brief_text(board: Board) -> str:
    """The board in one line: how many alerts, the most urgent, how old the data is, for when it is.

    Where the answer is that it is not known, that and why come first.
    """
    waiting = [alert for alert in open_alerts(board) if alert.severity != "info"]
    counts = [(s, sum(a.severity == s for a in waiting)) for s in ("critical", "warning")]
    said = joined(*(f"{n} {word}{'s' * (n > 1 and word == 'warning')}" for word, n in counts if n))
    urgent = f"{said}: {waiting[0].sentence}" if waiting else ""
    when = f"{day_name(board.now.date())} {board.now:%H:%M %Z}, NOT NOW" if board.asked else f"{board.now:%H:%M %Z}"
    how = f"({_age(board)}, {when})"
    if verdict(board) is Verdict.UNKNOWN:
        return settle(joined(f"not known {how}", joined(board.stuck, board.trouble, urgent, by=" "), by=": "))
    return settle(f"{urgent or _calm(board)} {how}")


def _calm(board: Board) -> str:
    """What to say when no alert is new; "all well" only of now and when nothing is pending."""
    seen = [a for a in board.alerts if a.severity != "info"]
    calm = NOTHING_AGAINST if is_ahead(board) else "all well"
    return f"nothing new, {len(seen)} acknowledged" if seen else calm


def _age(board: Board) -> str:
    if not board.sources:
        return "data from the configuration alone"
    if all_silent(board):
        return "no source has answered yet"
    number = silent(board)
    some = f"{number} of {len(board.sources)} sources {'have' if number > 1 else 'has'} not answered yet"
    if board.worst.state == "never":
        return some
    whose = f"from {board.worst.worst}" if board.worst.worst else ""
    aged = joined("data", whose, board.worst.state, age_label(board.worst.age), by=" ")
    return joined(aged, some if number else "")


def _parts(board: Board, width: int, colour: bool) -> Iterator[list[str]]:
    yield _head(board, width, colour)
    yield _alerts(board, width, colour)
    for panel in PANELS:
        yield _panel(board, panel, width, colour)
    yield _sources(board, width, colour)


def _head(board: Board, width: int, colour: bool) -> list[str]:
    when = f"{day_name(board.now.date())} {board.now.year}, {board.now:%H:%M %Z}"
    written = "nothing stored yet"
    if board.written:
        real = board.asked or board.now
        written = f"written {hhmm(board.written, real)}, {age(max(apart(real, board.written), timedelta()))} ago"
    lines = wrap(joined(board.name, board.place), width)
    old = _age(board)
    lines += wrap(f"{when}. {old[:1].upper()}{old[1:]}, {written}.", width)
    if said := banner(board):
        lines += [_paint(line, "bad", colour) for line in wrap(said, width)]
    return lines


def _alerts(board: Board, width: int, colour: bool) -> list[str]:
    waiting = open_alerts(board)
    seen = len(board.alerts) - len(waiting)
    lines = ["", f"ALERTS  {joined(str(len(waiting)) if waiting else 'none', f'{seen} acknowledged' if seen else '')}"]
    for item in waiting:
        text = joined(item.sentence, item.action, by=" → ")
        lines += _state_line(_Said("alert", item.severity, item.tone, text), width, colour)
    return lines


def _panel(board: Board, panel: Panel, width: int, colour: bool) -> list[str]:
    title = panel_title(board, panel)
    fresh = board.freshness[panel]
    lines = ["", *wrap(f"{title.name.upper()}  {title.summary} ({fresh.brief or fresh.state})", width)]
    for said in _ITEMS[panel](board):
        lines += _state_line(said, width, colour)
    return lines


class _Said(NamedTuple):
    """One item: its family and state, its tone, what follows."""

    family: Family
    state: str
    tone: Tone
    text: str


def _facilities(board: Board) -> Iterator[_Said]:
    for item in board.facilities:
        notes = joined(item.brief, item.audience, item.unreachable, item.conflict, *item.flags, by="; ")
        yield _Said("facility", item.state, item.tone, joined(item.name, notes, by=": "))


def _programme(board: Board) -> Iterator[_Said]:
    for item in board.programme:
        if is_over(item, board.now):
            continue
        day = f"{day_name(item.said_day)} " if item.said_day and item.said_day != board.now.date() else ""
        delay = f"{item.delay} min late" if item.delay else ""
        odd = (*item.against, *item.flags)
        notes = joined(item.room, joined(*item.speakers), delay, item.moved, *odd, by="; ")
        yield _Said("event", item.state, item.tone, f"{day}{item.when or '–'}  {joined(item.title, notes, by='; ')}")


def _spaces(board: Board) -> Iterator[_Said]:
    for item in board.spaces:
        if item.tone in ATTENTION:
            yield _Said(
                "space", item.state, item.tone, joined(item.name, joined(item.brief, *item.flags, by="; "), by=": ")
            )
    for count in board.counts:
        empty = still_empty(board, count)
        full = count.taken - empty.number
        detail = joined(
            f"{full} taken" if full else "",
            empty.words,
            f"{count.attention} to look at" if count.attention else "",
            f"{count.out} out of service" if count.out else "",
            f"{count.unknown} not known" if count.unknown else "",
        )
        state = "free" if count.free else "occupied" if count.taken else "unknown"
        tone: Tone = "good" if count.free else "busy" if count.taken else "unknown"
        free = f"{count.free} of {count.total} {KIND_NAMES[count.type]} free"
        text = joined(KIND_NAMES[count.type] if count.unknown == count.total else free, detail)
        yield _Said("space", state, tone, text)


def _pools(board: Board) -> Iterator[_Said]:
    for item in board.pools:
        there = f"{heads(item)} there" if item.expected else ""
        missing = f"missing {joined(*item.missing)}" if item.missing and item.state not in POOL_OVER else ""
        material = f"material {item.material}" if item.material else ""
        notes = joined(item.muster_place, there, missing, item.event_title, material, *item.flags, by="; ")
        when = hhmm(item.muster_at, board.now) or "–"
        yield _Said("pool", item.state, item.tone, f"{when}  {joined(item.name, notes, by=': ')}")


def _sources(board: Board, width: int, colour: bool) -> list[str]:
    if not board.sources:
        return ["", *wrap("SOURCES none configured: opsdash check says what is missing", width)]
    lines = ["", "SOURCES"]
    for item in board.sources:
        why = bare(item.error) or age_label(item.age)
        text = joined(item.name, joined(why, f"{item.count} records"), by=": ")
        lines += _state_line(_Said("source", item.state, item.tone, text), width, colour)
    return lines


_ITEMS: dict[Panel, Callable[[Board], Iterator[_Said]]] = {
    "facilities": _facilities, "programme": _programme, "spaces": _spaces, "pools": _pools,
}  # fmt: skip
_WORDS = 17
"""Cells for glyph and word, the longest being "not confirmed"; what follows hangs to the right of them."""


def _state_line(said: _Said, width: int, colour: bool) -> list[str]:
    """An item with its state in front; further lines hang below the text."""
    shown = mark(said.family, said.state)
    front = pad(f"  {shown.glyph} {shown.word}", _WORDS)
    first, *rest = wrap(said.text, max(width - _WORDS - 1, 10)) or [""]
    return [f"{_paint(front, said.tone, colour)} {first}", *(" " * (_WORDS + 1) + line for line in rest)]


def _paint(text: str, tone: str, colour: bool) -> str:
    return f"\x1b[{_SGR[tone]}m{text}\x1b[0m" if colour and tone in _SGR else text
