"""The hours of every facility as bars on a time axis, and in words for each day.

Four things look different by their glyph: certainly open, open but not certain when (a part of the day, hours not
published, tentative), closed, and nothing published. A run past midnight is one bar.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby

from opsdash.board.items import Board, DeadlineItem, FacilityItem, Run
from opsdash.board.memory import remembered
from opsdash.render.axis import NOW, TICK, Axis, axis_over, now_key
from opsdash.render.canvas import Canvas, beside, wrapped
from opsdash.render.cells import pad, settle, width, wrap
from opsdash.render.glyphs import DEADLINE, mark
from opsdash.render.panels import heading
from opsdash.render.rows import Cell, Column, Row, Spans, at_most, clip, widths
from opsdash.render.words import joined, until
from opsdash.timing import at_clock, day_name, zone_of

CERTAIN, UNSURE, SHUT, UNSAID = "━", "╍", "·", "?"
CROSSED = "┿"
"""The now-line over a bar."""
MEAGRE = 14
"""Characters of a wording that holds nothing but two clock times, "05:30 to 23:30"."""
_HOURS = 24
"""Cells that the hours of a day have at least, beside the words that were published for it."""
_CLOCKS = re.compile(r"\d\d:\d\d")
_SHUT = (SHUT, UNSAID, " ")
_HALVES = {CERTAIN: ("╺", "╸")}
DAYS = 8
"""Days of which the hours are said."""
RICH = 34
"""Lines of a terminal from which the wording stands below each facility's bar, and each day has its own line."""

COLUMNS = (
    Column("glyph", 1),
    Column("name", 10, weight=1, most=26),
    Column("short", 9, at=56, below=104),
    Column("state", 15, at=104),
    Column("brief", 20, weight=2, at=132, most=38),
    Column("bar", 24, weight=6),
)
BAR = len(COLUMNS) - 1


def bar_cells(cells: int) -> tuple[int, int]:
    """From which cell on, and in how many, the bars stand in a table of `cells` cells."""
    sizes = widths(COLUMNS, cells)
    return cells - sizes[BAR], sizes[BAR]


def week_axis(board: Board, cells: int, days: int, shift: int) -> Axis:
    """The axis for a table of `cells` cells: from midnight of today, `shift` days later, so that `days` fit.

    A narrow table shows half of a week.
    """
    room = bar_cells(cells)[1]
    start = at_clock(board.now.date() + timedelta(days=shift), 0, zone_of(board.zone))
    return axis_over(start, min(days * 24, 72 if room < 40 else days * 24), room, board.zone)


def hours_rows(board: Board, axis: Axis, wordings: bool) -> tuple[Row, ...]:
    """A row for each facility with its bar, its wording below it where wanted; then the deadlines."""
    rows: list[Row] = []
    for item in board.facilities:
        rows.append(_facility(item, axis, board.now))
        if wordings:
            rows.append(_wording(item))
    ahead = [item for item in board.deadlines if not item.passed]
    over = [item for item in board.deadlines if item.passed]
    if board.deadlines:
        rows.append(heading(f"Deadlines  {len(ahead)} to come" if ahead else "Deadlines  none to come"))
        rows += [_deadline(item, axis, board.now) for item in (*ahead, *reversed(over))]
    return tuple(rows)


def _facility(item: FacilityItem, axis: Axis, now: datetime) -> Row:
    shown = mark("facility", item.state)
    barred = bool(item.unreachable)
    bar = bar_of(item, axis, now)
    return Row(
        item.id,
        (
            Cell("▲" if barred else shown.glyph, item.tone),
            Cell(item.name, "strong", item.short),
            Cell("no way in" if barred else shown.short, item.tone),
            Cell(f"{shown.short}, no way in" if barred else shown.word, item.tone, "no way in"),
            Cell(joined(item.brief, item.conflict, by="; "), "warn" if item.conflict else "text"),
            Cell("".join(text for text, _ in bar), item.tone, "", bar),
        ),
    )


def _wording(item: FacilityItem) -> Row:
    """What is published, for whom, and through where, below the bar."""
    said = joined(item.audience and f"for {item.audience}", item.wording, by=": ")
    way = item.unreachable or joined(*item.through)
    role = "warn" if item.unreachable else "dim"
    return Row("", (Cell(), Cell(item.place, "dim"), Cell(), Cell(), Cell(way, role), Cell(said, "dim")))


@remembered(256)
def _painted(runs: tuple[Run, ...], stated: tuple[tuple[datetime, datetime], ...], axis: Axis) -> Canvas:
    canvas = Canvas(axis.cells)
    for cell in range(1, axis.cells, 4):
        canvas.fill(cell, cell + 1, UNSAID, "dim")
    for low, high in stated:
        if cells := axis.stretch(low, high):
            canvas.fill(*cells, SHUT, "dim")
    for run in sorted(runs, key=lambda run: run.certain):
        _run(canvas, run, axis)
    return canvas


def bar_of(item: FacilityItem, axis: Axis, now: datetime) -> Spans:
    """One facility's hours on `axis`, with the line at now."""
    canvas = _painted(item.runs, item.stated, axis).copy()
    for cell in axis.midnights():
        if canvas.text(cell) in _SHUT:
            canvas.fill(cell, cell + 1, TICK, "rule")
    if axis.holds(now):
        here = axis.cell(now)
        open_now = canvas.text(here) not in (*_SHUT, TICK)
        canvas.fill(here, here + 1, CROSSED if open_now else NOW, "accent")
    return canvas.spans()


def _run(canvas: Canvas, run: Run, axis: Axis) -> None:
    """A run, to the nearest half of a cell; never less than a half."""
    if axis.stretch(run.start, run.end) is None:
        return
    low = 0 if run.start is None else round(axis.place(run.start) * 2)
    high = axis.cells * 2 if run.end is None else max(round(axis.place(run.end) * 2), low + 1)
    char, role = (CERTAIN, "good") if run.certain else (UNSURE, "unknown")
    canvas.fill((low + 1) // 2, high // 2, char, role)
    right, left = _HALVES.get(char, (char, char))
    if low % 2:
        canvas.fill(low // 2, low // 2 + 1, right, role)
    if high % 2 and not (low % 2 and low // 2 == high // 2):
        canvas.fill(high // 2, high // 2 + 1, left, role)


def _deadline(item: DeadlineItem, axis: Axis, now: datetime) -> Row:
    canvas = Canvas(axis.cells)
    axis.ground(canvas, 0, now)
    role = "dim" if item.passed else item.tone
    left = until(item.at, now)
    end = 0
    if item.at and axis.holds(item.at):
        end = canvas.write(axis.cell(item.at), DEADLINE, role) + 1
    said = joined(item.when, "passed" if item.passed else left, by=", ")
    room = axis.cells - end
    if room >= len(said) or not end:
        canvas.write(end, said, role, room)
    elif (before := axis.cell(item.at) - 1 if item.at else 0) > 8:
        canvas.write(max(0, before - len(said)), said, role, before)
    bar = canvas.spans()
    state = "passed" if item.passed else left or "to come"
    return Row(
        item.id,
        (
            Cell(DEADLINE, role), Cell(item.title, "dim" if item.passed else "strong"), Cell(state, role),
            Cell(state, role), Cell(item.after, "dim"), Cell("".join(text for text, _ in bar), role, "", bar),
        ),
    )  # fmt: skip


def legend(board: Board, cells: int) -> Spans:
    """What the bars are made of."""
    said: tuple[Spans, ...] = (
        ((CERTAIN * 2, "good"), (" open", "dim")), ((UNSURE * 2, "unknown"), (" not certain when", "dim")),
        ((SHUT * 2, "dim"), (" closed", "dim")), ((UNSAID, "dim"), (" not published", "dim")),
        now_key(board), ((DEADLINE, "soon"), (" deadline", "dim")),
    )  # fmt: skip
    return beside(said, cells)


def facility_lines(item: FacilityItem, board: Board, cells: int, lines: int) -> tuple[Spans, ...]:
    """One facility in words, in at most `lines` lines: the sentence to say, its days, wording, ways in."""
    found: list[Spans] = list(at_most(wrapped(item.sentence, cells, "strong"), 2, cells))
    doubt = joined(item.unreachable, item.conflict, *item.flags, by="; ")
    if doubt:
        found += at_most([clip(((f"▲ {line}", "warn"),), cells) for line in wrap(doubt, cells - 2)], 2, cells)
    days = days_of(item, board)
    tall = lines >= len(found) + DAYS + 3
    found += _one_each(item, board, cells) if tall else _flowed(days, cells)
    facts = joined(
        item.place, f"for {item.audience}" if item.audience else "", *item.through,
        f"as published: {item.wording}" if item.wording else "", by=" · ",
    )  # fmt: skip
    if tall:
        found.append(clip((), cells))
    found += [clip(((line, "dim"),), cells) for line in wrap(facts, cells)]
    return at_most(found, lines, cells)


def _one_each(item: FacilityItem, board: Board, cells: int) -> list[Spans]:
    """Each day in a line of its own, with the words that were published for it."""
    found: list[Spans] = [clip((), cells)]
    today, tz = board.now.date(), zone_of(board.zone)
    days = [today + timedelta(days=n) for n in range(DAYS)]
    told = {day: settle(hours_on(item, day, board.zone)) for day in days}
    room = min(max(map(width, told.values())), max(_HOURS, cells // 2))
    for day, hours in told.items():
        low, high = at_clock(day, 0, tz), at_clock(day, 24 * 60, tz)
        said = dict.fromkeys(run.wording for run in item.runs if _touches(run, low, high) and run.wording)
        published = joined(*(f"“{text}”" for text in said if not _says(hours, text)), by="; ")
        role = "strong" if day == today else "text"
        label, shown = f"{pad(_label(day, board), 11)} ", f"{pad(hours, room)}  "
        found.append(clip(((label, "heading"), (shown, role), (published, "dim")), cells))
    return found


def _says(hours: str, published: str) -> bool:
    """Whether `hours` already say what was published: its words, or the same clock times."""
    times = _CLOCKS.findall(published)
    return published in hours or (bool(times) and times == _CLOCKS.findall(hours) and len(published) <= MEAGRE)


def _label(day: date, board: Board) -> str:
    """How a day is called; none is today while another time is shown."""
    days = (day - board.now.date()).days
    return ("today", "tomorrow")[days] if days in (0, 1) and not board.asked else _short_day(day)


def days_of(item: FacilityItem, board: Board, days: int = DAYS) -> tuple[tuple[str, str], ...]:
    """Each day from today on, with its hours in words; days alike from the day after tomorrow on are one."""
    today = board.now.date()
    hours = [(today + timedelta(days=n), hours_on(item, today + timedelta(days=n), board.zone)) for n in range(days)]
    found = [(_label(day, board), said) for day, said in hours[:2]]
    for said, alike in groupby(hours[2:], key=lambda one: one[1]):
        same = [_short_day(day) for day, _ in alike]
        found.append((same[0] if len(same) == 1 else f"{same[0]} to {same[-1]}", said))
    return tuple(found)


def _short_day(day: date) -> str:
    name = day_name(day)
    return name[: name.rindex(" ")]


def hours_on(item: FacilityItem, day: date, zone: str) -> str:
    """The hours of one venue day in words: "05:30–23:30", "24 h, until Thu 02:00", "Open (PM)", "closed"."""
    tz = zone_of(zone)
    low, high = at_clock(day, 0, tz), at_clock(day, 24 * 60, tz)
    said = [_said(run, low, high) for run in item.runs if _touches(run, low, high)]
    if said:
        return ", ".join(dict.fromkeys(said))
    stated = any(start <= low and high <= end for start, end in item.stated)
    return "closed" if stated else "not published"


def _touches(run: Run, low: datetime, high: datetime) -> bool:
    return (run.start is None or run.start < high) and (run.end is None or run.end > low)


def _said(run: Run, low: datetime, high: datetime) -> str:
    if not run.certain:
        return f"{run.wording or 'open'} (not certain)"
    from_start = run.start is None or run.start <= low
    to_end = run.end is None or run.end >= high
    if from_start and to_end:
        return "24 h"
    if from_start and run.end:
        return f"until {run.end:%H:%M}"
    start = f"{run.start:%H:%M}" if run.start else ""
    return f"{start}–{run.end:%H:%M}" if run.end else f"from {start}"


def _flowed(pairs: Iterable[tuple[str, str]], cells: int) -> list[Spans]:
    """Labels with their texts, as many beside one another as fit."""
    lines: list[Spans] = []
    line: list[tuple[str, str]] = []
    used = 0
    for label, text in pairs:
        size = len(label) + len(text) + 4
        if line and used + size - 3 > cells:
            lines.append(clip(tuple(line), cells))
            line, used = [], 0
        line += [(f"{label} ", "heading"), (f"{text}   ", "text")]
        used += size
    return [*lines, clip(tuple(line), cells)] if line else lines
