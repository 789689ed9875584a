"""The programme of one day as a list, what it can be narrowed to, and one event in words."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Literal, NamedTuple

from opsdash.board.items import Board, EventItem
from opsdash.board.moments import natural
from opsdash.render.axis import now_word
from opsdash.render.canvas import wrapped
from opsdash.render.cells import wrap
from opsdash.render.glyphs import mark
from opsdash.render.night import in_night_of
from opsdash.render.panels import event_row, heading, is_over
from opsdash.render.rows import Cell, Column, Row, Spans, at_most, clip
from opsdash.render.words import hhmm, joined
from opsdash.timing import day_name

FilterKind = Literal["room", "delegation", "coverage"]
_TITLES: dict[FilterKind, str] = {"room": "Rooms", "delegation": "Delegations", "coverage": "Who may come, who sends"}
_ACCESS = {"open": "open to all media", "pool": "pool only", "invitation": "by invitation", "closed": "no media"}


class Filter(NamedTuple):
    """What the programme is narrowed to: a room's or delegation's name, or a kind of coverage."""

    kind: FilterKind
    value: str

    @property
    def id(self) -> str:
        """For a row to choose it by."""
        return f"{self.kind}:{self.value}"

    def holds(self, item: EventItem) -> bool:
        """Whether `item` belongs to it. A delegation's events are also those in which it speaks."""
        return self.value in _values(item, self.kind)


def _values(item: EventItem, kind: FilterKind) -> tuple[str, ...]:
    match kind:
        case "room":
            return (item.room,) if item.room else ()
        case "delegation":
            return item.delegations
    sent = ("Host TV",) if item.host_tv else ()
    streamed = ("streamed",) if item.streamed else ()
    return (*([_ACCESS[item.access]] if item.access else []), *sent, *streamed)


def filters_of(items: Iterable[EventItem]) -> tuple[tuple[Filter, int], ...]:
    """Everything that `items` can be narrowed to, with the number of events each leaves."""
    counted = Counter(
        Filter(kind, value) for item in items for kind in _TITLES for value in dict.fromkeys(_values(item, kind))
    )
    order = list(_TITLES)
    return tuple(sorted(counted.items(), key=lambda one: (order.index(one[0].kind), natural(one[0].value))))


FILTER_COLUMNS = (Column("value", 20, weight=1), Column("count", 10, right=True))


def filter_rows(items: Iterable[EventItem]) -> tuple[Row, ...]:
    """Rows to choose a filter from."""
    rows: list[Row] = []
    kind = ""
    for found, number in filters_of(items):
        if found.kind != kind:
            kind = found.kind
            rows.append(heading(_TITLES[found.kind]))
        rows.append(Row(found.id, (Cell(found.value, "strong"), Cell(f"{number} event{'s' * (number > 1)}", "dim"))))
    return tuple(rows)


def days_of(board: Board) -> tuple[date, ...]:
    """The days that have something on the programme, and today."""
    return tuple(sorted({board.now.date(), *(item.day for item in board.programme if item.day)}))


def on_day(board: Board, day: date, narrowed: Filter | None) -> tuple[EventItem, ...]:
    """The programme of `day`, then that of the night after it, then what was moved from it to another day.

    What has no day yet belongs to today; what is of yesterday and not over, too.
    """
    today = board.now.date()
    found: tuple[list[EventItem], ...] = ([], [], [])
    for item in board.programme:
        part = _part(item, day, today)
        if part is not None and (not narrowed or narrowed.holds(item)):
            found[part].append(item)
    return tuple(item for part in found for item in part)


_DAY, _NIGHT, _AWAY = range(3)


def _part(item: EventItem, day: date, today: date) -> int | None:
    """To which part of the agenda of `day` it belongs; None for none."""
    if in_night_of(item.start, day):
        return _NIGHT
    if item.day is None:
        return _DAY if day == today else None
    left_over = day == today and item.day < today and item.phase in ("now", "next", "later")
    if item.day == day or left_over:
        return _DAY
    return _AWAY if item.was_start and item.was_start.date() == day else None


def agenda_rows(items: Iterable[EventItem], day: date, board: Board) -> tuple[Row, ...]:
    """`items` of `on_day` in their order, with a line over those after midnight, and over those moved to another day;
    on the day it is, a line between what is over and the rest."""
    rows: list[Row] = []
    now = board.now
    marked, said = day != now.date(), ""
    for item in items:
        if not marked and not is_over(item, now):
            marked = True
            rows.append(Row("", (Cell(f"▼ {now_word(board)}", "accent"),), heading=True))
        if (over := _over(item, day, now.date())) != said:
            said = over
            rows.append(heading(over))
        rows.append(event_row(item, now))
    return tuple(rows)


def _over(item: EventItem, day: date, today: date) -> str:
    """What stands over it on the agenda of `day`; "" over what is of the day itself."""
    part = _part(item, day, today)
    if part == _NIGHT and item.start:
        return f"after midnight, {day_name(item.start.date())}"
    return f"moved to {day_name(item.day)}" if part == _AWAY and item.day else ""


def first_ahead(items: Iterable[EventItem], now: datetime) -> str:
    """The id of the first event that is not over; of the last one when all are; "" without any."""
    last = ""
    for item in items:
        last = item.id
        if not is_over(item, now):
            break
    return last


def day_line(days: tuple[date, ...], day: date, today: date | None, cells: int) -> Spans:
    """The days with the one that is shown in brackets; as many around it as there is room for.

    `today` is None where another time is shown: no day is called so then.
    """
    at = days.index(day) if day in days else 0
    first = max(0, at - max(1, (cells - 20) // 18))
    spans: list[tuple[str, str]] = []
    for number, one in enumerate(days[first:], first):
        name = f"today, {day_name(one)}" if one == today else day_name(one)
        here = number == at
        spans += [
            ("[" if here else " ", "accent"),
            (name, "title" if here else "dim"),
            ("]" if here else " ", "accent"),
        ]
    return clip(tuple(spans), cells)


def event_lines(item: EventItem, now: datetime, cells: int, lines: int) -> tuple[Spans, ...]:
    """One event in words in at most `lines` lines: what, when, where; what is odd; who; how it is covered."""
    return at_most([clip(line, cells) for line in _event_lines(item, now, cells)], lines, cells)


def _event_lines(item: EventItem, now: datetime, cells: int) -> Iterator[Spans]:
    shown = mark("event", item.state)
    time = f"{item.when}–{item.end:%H:%M}" if item.exact and item.end else item.when or "no time published"
    late = f" {item.delay} min" if item.delay and item.state == "delayed" else ""
    yield ((f"{shown.glyph} {shown.word}{late}  ", f"{item.tone}-strong"), (f"{time}  ", "time"), (item.room, "strong"))
    yield from at_most(wrapped(item.title, cells, "title"), 2, cells)
    was = f"was {hhmm(item.scheduled, now)}" if item.scheduled and not item.moved else ""
    for said, role in (
        (item.moved, "soon"),
        (was, "soon"),
        *((clash, "warn") for clash in (*item.against, *item.flags)),
    ):
        for line in wrap(f"▲ {said}" if role == "warn" else said, cells):
            yield ((line, role),)
    facts = joined(
        joined(*item.speakers), joined(*item.delegations), item.type, _ACCESS.get(item.access, ""),
        "Host TV" if item.host_tv else "", "streamed" if item.streamed else "",
        "" if item.official else "not official: ask the delegation", by=" · ",
    )  # fmt: skip
    for line in wrap(facts, cells):
        yield ((line, "dim"),)
