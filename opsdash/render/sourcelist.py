"""The sources with their last answers, and what the newsrooms say."""

from datetime import datetime

from opsdash.board.items import Board, NewsLine, SourceItem
from opsdash.render.glyphs import mark
from opsdash.render.panels import heading
from opsdash.render.rows import Cell, Column, Row
from opsdash.render.words import age_label, brief_time, hhmm, joined
from opsdash.timing import apart

COLUMNS = (
    Column("glyph", 1),
    Column("name", 10, weight=2, most=26),
    Column("state", 10),
    Column("age", 8, right=True),
    Column("next", 6, right=True, at=64),
    Column("count", 7, right=True),
    Column("problems", 8, right=True, at=56),
    Column("latencies", 12, at=70),
    Column("took", 6, right=True, at=70),
    Column("kind", 12, at=100),
    Column("every", 8, at=100, right=True),
    Column("error", 20, weight=3, at=120),
)
HEADINGS = Row(
    "",
    tuple(
        Cell(text, "heading")
        for text in ("", "source", "state", "age", "next", "records", "problems", "answers took", "", "kind", "every",
                     "last error")
    ),
)  # fmt: skip
NEWS_COLUMNS = (
    Column("at", 10),
    Column("ago", 10, right=True),
    Column("title", 20, weight=4),
    Column("source", 10, weight=1, at=90, most=24),
)
_STEPS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
_BARS = "▁▂▃▄▅▆▇█"
SCALE = f"{_BARS[0]} under 0.05 s, {_BARS[3]} under 0.5 s, {_BARS[7]} 5 s and more"
"""What the heights of a sparkline say. They are the same for all sources, so that one can be held against another."""


def sparkline(seconds: tuple[float, ...], cells: int) -> str:
    """The last answers' times as bars, the newest at the right."""
    return "".join(_BARS[sum(one >= step for step in _STEPS)] for one in seconds[-cells:]).rjust(cells)


def source_list(board: Board, width: int) -> tuple[Row, ...]:
    """A row for each source; where the table has no column for its error, a line below it."""
    rows = [HEADINGS] if board.sources else []
    for item in board.sources:
        rows.append(_source(item, board.asked or board.now))
        if item.error and width < 120:
            rows.append(Row("", (Cell(f"    {item.error}", item.tone),), heading=True))
    return tuple(rows)


def _source(item: SourceItem, now: datetime) -> Row:
    shown = mark("source", item.state)
    took = f"{item.latencies[-1]:.2f} s" if item.latencies else ""
    spark = sparkline(item.latencies, 12)
    held = f"{item.held} records vanished at once: held back" if item.held else ""
    return Row(
        item.id,
        (
            Cell(shown.glyph, item.tone),
            Cell(item.name, "strong"),
            Cell(shown.word, item.tone),
            Cell(age_label(item.age) or "never", item.tone if item.state != "fresh" else "text"),
            Cell(_next(item.next, now), "text"),
            Cell(str(item.count), "text"),
            Cell(str(item.problems or ""), "warn"),
            Cell(spark, "busy"),
            Cell(took, "dim"),
            Cell(item.kind, "dim"),
            Cell(span_short(item.every), "dim"),
            Cell(joined(item.error, held, by="; "), item.tone if item.error else "warn"),
        ),
    )


def _next(instant: datetime | None, now: datetime) -> str:
    """When the next try is due: a clock time, which stays as it is, beyond a minute."""
    if instant is None:
        return ""
    return brief_time(instant, now) if apart(instant, now).total_seconds() > 60 else "<1 min"


def span_short(seconds: int) -> str:
    """An interval: "10 s", "5 min", "1 h"."""
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= size and seconds % size == 0:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def news_rows(board: Board) -> tuple[Row, ...]:
    """The notices in force, then the headlines with when they were published and how long ago."""
    rows: list[Row] = []
    for notice in board.notices:
        shown = mark("alert", notice.severity)
        until = f"until {hhmm(notice.until, board.now)}" if notice.until else ""
        rows.append(
            Row(
                notice.id,
                (
                    Cell(f"{shown.glyph} notice", notice.tone),
                    Cell(hhmm(notice.since, board.now), "dim", brief_time(notice.since, board.now)),
                    Cell(joined(notice.text, until, by="  "), "strong"),
                    Cell(notice.source, "dim"),
                ),
            )
        )
    if board.notices and board.news:
        rows.append(heading("headlines"))
    rows.extend(_headline(line, board.now) for line in board.news)
    return tuple(rows)


def _headline(line: NewsLine, now: datetime) -> Row:
    ago = _ago(line.published, now) if line.published else ""
    return Row(
        line.id,
        (
            Cell(hhmm(line.published, now) or "no time", "time"),
            Cell(ago, "dim"),
            Cell(line.title, "strong"),
            Cell(line.source, "dim"),
        ),
    )


def _ago(instant: datetime, now: datetime) -> str:
    """How long ago, in steps that grow with it, so that the rows seldom change."""
    minutes = int(apart(now, instant).total_seconds() // 60)
    if minutes < 0:
        return f"in {span_short(-minutes * 60)}"
    if minutes < 60:
        return f"{minutes if minutes < 10 else minutes // 5 * 5} min ago"
    hours = minutes // 60
    return f"{hours} h ago" if hours < 48 else f"{hours // 24} d ago"
