"""The rows of alerts, of what changed, and of the sources, for the panels beside the four."""

from datetime import datetime

from opsdash.board.items import AlertItem, Board
from opsdash.render.canvas import wrapped
from opsdash.render.changelog import nothing_changed
from opsdash.render.glyphs import mark
from opsdash.render.panels import WIDE
from opsdash.render.rows import Cell, Column, Row, Spans, at_most
from opsdash.render.words import age_label, brief_time, hhmm, in_brief, joined

ALERT_COLUMNS = (
    Column("glyph", 1),
    Column("severity", 8),
    Column("since", 5, at=60),
    Column("sentence", 20, weight=3),
    Column("action", 20, weight=2, at=100),
)
CHANGE_COLUMNS = (
    Column("seen", 5),
    Column("title", 16, weight=2, most=40),
    Column("sentence", 16, weight=3),
    Column("affects", 12, weight=1, at=100, most=30),
)
SOURCE_COLUMNS = (
    Column("glyph", 1),
    Column("name", 12, weight=1, most=24),
    Column("state", 10),
    Column("brief", 12, weight=4),
    Column("count", 6, at=WIDE, right=True),
    Column("every", 7, at=WIDE, right=True),
)


def alert_rows(board: Board) -> tuple[Row, ...]:
    """The alerts in the board's order; acknowledged ones recede and say so first."""
    rows = []
    for item in board.alerts:
        shown = mark("alert", item.severity)
        seen = item.state == "acknowledged"
        before = f"Acknowledged by {item.acknowledged_by or 'somebody'}: " if seen else ""
        if item.acknowledged_by and not seen:
            before = "Came back: "
        rows.append(
            Row(
                item.id,
                (
                    Cell(shown.glyph, "dim" if seen else item.tone),
                    Cell(shown.word, "dim" if seen else item.tone),
                    Cell(brief_time(item.since, board.now), "time"),
                    Cell(before + item.sentence, "dim" if seen else "text", before + in_brief(item.sentence)),
                    Cell(item.action, "dim"),
                ),
                dim=seen,
            )
        )
    return tuple(rows)


def alert_words(item: AlertItem, cells: int, lines: int, now: datetime) -> tuple[Spans, ...]:
    """An alert in full in at most `lines` lines: what is so, what to do, what was noted. What to do goes first
    where there is no room for all, but for the first line of what is so."""
    do = wrapped(f"→ {item.action}" if item.action else "", cells, "strong")
    seen = wrapped(acknowledged(item, now), cells)
    said = at_most(wrapped(item.sentence, cells, "text"), max(1, lines - len(do) - len(seen)), cells)
    do = at_most(do, lines - len(said), cells)
    return (*said, *do, *at_most(seen, lines - len(said) - len(do), cells))


def acknowledged(item: AlertItem, now: datetime) -> str:
    """Who acknowledged an alert, when and with what note; of a new one that it came back after that; "" where nobody
    has."""
    if item.state == "new" and not item.acknowledged_by:
        return ""
    begun = "Acknowledged by" if item.state == "acknowledged" else "Came back after it was acknowledged by"
    return f"{begun} {noted(item, now)}"


def noted(item: AlertItem, now: datetime) -> str:
    """By whom an alert was acknowledged, when and with what note."""
    return joined(item.acknowledged_by or "somebody", hhmm(item.acknowledged_at, now), item.note)


def change_rows(board: Board) -> tuple[Row, ...]:
    """What changed, newest first."""
    if not board.changes:
        return (Row("", (Cell(nothing_changed(board), "dim"),), heading=True),)
    return tuple(
        Row(
            f"{item.id}@{item.seen:%Y%m%dT%H%M%S}",
            (
                Cell(hhmm(item.seen), "time"),
                Cell(item.title, item.tone),
                Cell(item.sentence, item.tone),
                Cell(", ".join(item.affects), "dim"),
            ),
        )
        for item in sorted(board.changes, key=lambda c: (c.seen, c.id), reverse=True)
    )


def source_rows(board: Board) -> tuple[Row, ...]:
    """The sources in the configuration's order."""
    rows = []
    for item in board.sources:
        shown = mark("source", item.state)
        said = item.error or age_label(item.age)
        rows.append(
            Row(
                item.id,
                (
                    Cell(shown.glyph, item.tone),
                    Cell(item.name, "strong"),
                    Cell(shown.word, item.tone),
                    Cell(said, item.tone if item.error else "text"),
                    Cell(f"{item.count}", "dim"),
                    Cell(f"/{item.every} s", "dim"),
                ),
            )
        )
    return tuple(rows)
