"""The lines around the tables: the header, the panels' titles, the alert strip, the banner."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from opsdash.board.items import OPEN_STATES, AlertItem, Board, EventState, Panel, PanelFreshness
from opsdash.render.cells import width
from opsdash.render.glyphs import mark
from opsdash.render.night import in_night_of
from opsdash.render.panels import is_over
from opsdash.render.poolrows import POOL_OVER
from opsdash.render.rows import Spans, clip, sides, spans_width
from opsdash.render.words import age_label, hhmm, in_brief, joined
from opsdash.timing import day_name

PANELS: tuple[Panel, ...] = ("facilities", "programme", "spaces", "pools")
TITLES: dict[Panel, str] = {
    "facilities": "Hours",
    "programme": "Press conferences",
    "spaces": "Booths",
    "pools": "Pools",
}
STALE = ("stale", "down", "never")
"""States of a source whose data must not look live."""


def header_name(board: Board, cells: int) -> Spans:
    """Event and place, at the left of the header."""
    spans: Spans = (("◆ ", "accent"), (board.name, "title"))
    if board.place and spans_width(spans) + width(board.place) + 3 <= cells:
        spans = (*spans, (f" · {board.place}", "dim"))
    return clip(spans, cells)


def header_clock(board: Board, cells: int) -> Spans:
    """Venue day, time and zone; worst freshness with its age, and whose that is where there is room; a missing poller;
    at the right edge of `cells`."""
    day = day_name(board.now.date())
    when = f"{day}  {board.now:%H:%M}" if cells >= 36 else f"{day[:3]} {board.now:%H:%M}"
    shown = mark("source", board.worst.state)
    # How old the data is does not travel: beside another time it says that it speaks of now.
    word = unanswered(board) if board.worst.state == "never" and cells >= 50 else shown.word
    age = "" if board.worst.state == "never" else age_label(board.worst.age)  # it is that of the others
    fresh = f"now {word}" if board.asked else joined(word, age, by=" ")
    spans: Spans = ((f"{when} ", "travel" if board.asked else "title"),)
    if cells >= 36:
        spans = (*spans, (f"{board.now:%Z}  ", "dim"))
    end: Spans = ()
    if not board.polling and board.sources and not board.stuck and cells >= 50:
        end = ((" · no poller", "warn"),)
    if age and not board.asked and board.worst.worst:
        named = f"{board.worst.worst} {fresh}"
        fresh = named if spans_width((*spans, *end)) + width(named) + 2 <= cells else fresh
    spans = (*spans, (f"{shown.glyph} {fresh}", shown.tone), *end)
    return clip(((" " * max(0, cells - spans_width(spans)), "text"), *spans), cells)


def silent(board: Board) -> int:
    """How many sources have never answered."""
    return sum(source.state == "never" for source in board.sources)


def all_silent(board: Board) -> bool:
    """Whether there are sources, and none has ever answered."""
    return 0 < len(board.sources) == silent(board)


def unanswered(board: Board) -> str:
    """How many sources have never answered, where others have: "1 of 3 never read"."""
    some = f"{silent(board)} of {len(board.sources)} " if silent(board) and not all_silent(board) else ""
    return f"{some}{mark('source', 'never').word}"


def panel_summary(board: Board, panel: Panel) -> str:
    """The panel in a few words: "4 of 6 open", "1 live, 12 to come"."""
    if panel == "facilities":
        is_open = [f for f in board.facilities if f.state in OPEN_STATES]
        shut_off = sum(bool(f.unreachable) for f in is_open)
        counts = f"{len(is_open)} of {len(board.facilities)} open" if board.facilities else "none"
        if board.facilities and all(f.state == "unknown" for f in board.facilities):
            counts = "not known"
        return joined(counts, f"{shut_off} without way in" if shut_off else "")
    if panel == "programme":
        return _programme(board)
    if panel == "spaces":
        free, alarm, total, unknown = (
            sum(getattr(c, name) for c in board.counts) for name in ("free", "attention", "total", "unknown")
        )
        counts = f"{free} of {total} free" if total > unknown else "not known" if total else "none"
        return joined(counts, f"{alarm} to look at" if alarm else "")
    away = sum(p.state == "under way" for p in board.pools)
    coming = sum(p.state not in ("under way", *POOL_OVER) for p in board.pools)
    short = sum(p.state == "incomplete" for p in board.pools)
    unmet = joined(f"{coming} to come" if coming else "", f"{short} incomplete" if short else "")
    return joined(unmet, f"{away} under way" if away else "") or "none to come"


def _programme(board: Board) -> str:
    """What is live, what is so only by the plan, what is to come of today and of the night after it."""
    live, planned = (sum(e.state == state for e in board.programme) for state in _BEGUN)
    waiting = (e for e in board.programme if e.state not in _BEGUN and e.phase not in ("off", "past"))
    ahead = [e for e in waiting if not is_over(e, board.now)]  # due is not begun: it still comes
    today = board.now.date()
    night = [e.start for e in ahead if e.start and in_night_of(e.start, today)]
    coming = sum(e.day is None or e.day <= today or in_night_of(e.start, today) for e in ahead)
    said = joined(
        f"{live} live" if live else "", f"{planned} live by plan" if planned else "",
        f"{coming} to come" if coming else "", f"last at {max(night):%H:%M}" if night else "",
    )  # fmt: skip
    return said or (f"{len(ahead)} on other days" if ahead else "none to come")


_BEGUN: tuple[EventState, EventState] = ("live", "live by plan")


def freshness_label(fresh: PanelFreshness, cells: int = 60) -> Spans:
    """How old a panel is: quiet while fresh, unmistakable when stale."""
    shown = mark("source", fresh.state)
    age = age_label(fresh.age)
    if fresh.state == "fresh":
        words = fresh.brief if width(fresh.brief) <= cells // 3 else "configured"
        return ((f"{shown.glyph} {words or shown.word}", "dim"),)
    words = fresh.brief if width(fresh.brief) <= cells // 3 else joined(shown.word, age, by=" ")
    return ((f"{shown.glyph} {words or shown.word}", shown.tone),)


def more_forms(above: int, below: int) -> tuple[str, str]:
    """How many rows there are above and below those in view, in words and in a few cells; "" for none."""
    signs = [(sign, n) for sign, n in (("↑", above), ("↓", below)) if n]
    return "   ".join(f"{sign} {n} more" for sign, n in signs), " ".join(f"{sign}{n}" for sign, n in signs)


RULED = 4
"""Cells between name and freshness that hold a piece of the rule and its blanks."""
NAME = 10
"""Cells that a title keeps for its name, however it is cut, and the blanks after it and after the rows out of view."""


class PanelTitle(NamedTuple):
    """A panel's title line: name, summary, freshness; before them what alone is shown, which nobody may overlook."""

    name: str
    summary: str
    fresh: PanelFreshness
    narrowed: str = ""

    def spans(self, cells: int, focused: bool = False, beyond: tuple[int, int] = (0, 0)) -> Spans:
        """The line, ruled to `cells` cells; `beyond`: how many rows there are above and below those in view."""
        rule, role = ("━", "accent") if focused else ("─", "rule")
        name: Spans = ((rule * 2 + " ", role), (self.name, "title-focus" if focused else "title"))
        if self.narrowed:
            name = (*name, ("  ", "text"), (f" {self.narrowed} ", "soon-label"))
        for least, summary, more, label in self._forms(cells, *more_forms(*beyond)):
            left = (*name, (f"  {summary}", "text" if focused else "dim")) if summary else name
            right = ((f"{more} ", "text"), *label) if more else label
            room = cells - spans_width(left) - spans_width(right)
            if room >= least:
                break
        if room < RULED:
            return sides(left, right, cells)
        return (*left, (" ", "text"), (rule * (room - 3), role), (" ", "text"), *right, (" ", "text"))

    def _forms(self, cells: int, words: str, brief: str) -> Iterator[tuple[int, str, str, Spans]]:
        """Cells it must leave, summary, rows that are not in view, and freshness, the longest form first. That all is
        well gives way to what the panel says, that it is not does not; half a clause is none."""
        label, fresh = freshness_label(self.fresh, cells), self.fresh.state == "fresh"
        yield RULED, self.summary, words, label
        yield RULED, self.summary, brief, label
        if fresh:
            label = ((mark("source", "fresh").glyph, "dim"),)
        clauses = self.summary.split(", ")
        yield from ((1, ", ".join(clauses[:n]), brief, label) for n in range(len(clauses), fresh - 1, -1))
        if spans_width(label) + width(brief) + NAME > cells:
            yield 1, "", "", label


def panel_title(board: Board, panel: Panel) -> PanelTitle:
    """The title line of `panel`."""
    fresh = board.freshness[panel]
    told = fresh.state != "never" or getattr(board, panel)  # of what nobody has told us, not even "none"
    return PanelTitle(TITLES[panel], panel_summary(board, panel) if told else "", fresh)


NOTHING_AGAINST = "nothing in the plan stands against it"
"""What a calm board of a time to come says: whether all will be well nobody knows."""


def is_ahead(board: Board) -> bool:
    """Whether the board is of a time that has not come."""
    return board.asked is not None and board.now > board.asked


NO_SOURCE = "No source is configured yet: opsdash check says what is missing."
NO_ANSWER = "No source has answered yet: {} shows why."
ONE_SILENT = "A source has not answered yet: {} shows why."
UNFED = "No source that is configured gives any."


def nothing_yet(board: Board, fresh: PanelFreshness, said: str, key: str) -> str:
    """Why there is nothing to show and what to do; `said`, where that is no fault of a source. `key` shows the
    sources."""
    if not board.sources and not board.generation:
        return NO_SOURCE
    if all_silent(board):
        return NO_ANSWER.format(key)
    if fresh.state != "never":
        return said
    if not fresh.sources:
        return f"{said} {UNFED}"
    return f"{said} {ONE_SILENT.format(key)}"


_SHORT = {
    "facilities": "Hours", "programme": "Press", "spaces": "Booths", "pools": "Pools", "alerts": "Alerts",
    "changes": "Changes", "sources": "Sources",
}  # fmt: skip


def panel_names(names: Sequence[str], current: str, cells: int, key: str) -> Spans:
    """The panels that there are, the one that is shown in brackets, and the `key` that leads through them.

    Where they do not all fit, the names before the current one go first.
    """
    end: Spans = ((f"  {key}", "accent"),)
    for first, name in enumerate(names):
        spans: Spans = (("…", "dim"),) if first else ()
        for one in names[first:]:
            before, after, role = ("[", "]", "title") if one == current else (" ", " ", "dim")
            spans = (*spans, (before, "accent"), (_SHORT[one], role), (after, "accent"))
        if name == current or spans_width(spans) + spans_width(end) <= cells:
            break
    return sides(spans, end, cells)


def open_alerts(board: Board) -> tuple[AlertItem, ...]:
    """The alerts nobody has acknowledged, in the board's order."""
    return tuple(a for a in board.alerts if a.state == "new")


def alert_strip(board: Board, cells: int, lines: int, key: str) -> tuple[Spans, ...]:
    """The most urgent alerts in `lines` lines, with the count of the others; a calm line when there is none. `key`
    shows the sources."""
    waiting = open_alerts(board)
    seen = len(board.alerts) - len(waiting)
    if not waiting:
        first: Spans = (("✓ ", "good"), ("No alerts", "dim"))
        if seen:  # acknowledged is not over: no tick for it
            worst = min((a.severity for a in board.alerts), key=("critical", "warning", "info").index)
            first = (("· ", "dim"), (f"No new alerts; {seen} acknowledged, the worst: {worst}", "text"))
        elif is_ahead(board):
            first = (("· ", "dim"), (NOTHING_AGAINST.capitalize(), "dim"))
        if board.worst.state == "never":
            said = NO_ANSWER if all_silent(board) else ONE_SILENT
            first = (("? ", "unknown"), (said.format(key), "unknown"))
        if not board.sources and not board.generation:
            first = ((" ", "dim"), (NO_SOURCE, "soon"))
        return (sides(first, (), cells), *[((" " * cells, "text"),)] * (lines - 1))
    out: list[Spans] = []
    for at in range(lines):
        if at >= len(waiting):
            out.append(((" " * cells, "text"),))
            continue
        others = len(waiting) - lines if at == lines - 1 else 0
        tail: Spans = ((f"+{others} more", "strong"),) if others > 0 else ()
        out.append(sides(_alert_line(waiting[at], cells - spans_width(tail)), tail, cells))
    return tuple(out)


def _alert_line(item: AlertItem, cells: int) -> Spans:
    shown = mark("alert", item.severity)
    name = (f"{shown.glyph} {shown.word} ", f"{item.tone}-strong")
    line: Spans = (name, (item.sentence, "strong"))
    if spans_width(line) >= cells:
        return (name, (in_brief(item.sentence), "strong"))
    if item.action and spans_width(line) + len(item.action) + 4 < cells:
        line = (*line, (f"  → {item.action}", "dim"))
    return line


def banner(board: Board, cells: int = 1000) -> str:
    """What must be said across the screen: another time than now, no poller or a stuck one, a broken store; "" when
    nothing.

    Where `cells` are few, what another time is and what now is are said in fewer words.
    """
    if board.asked:
        forms = _not_now(board, board.asked)
        return next((said for said in forms if width(said) <= cells), forms[-1])
    return joined(board.stuck or _no_poller(board), board.trouble, by=" ")


def _no_poller(board: Board) -> str:
    """That nobody asks the sources, "" where somebody does or there is none to ask."""
    if board.polling or not board.sources:
        return ""
    last = f"data from {hhmm(board.written, board.now)}" if board.written else "no data yet"
    # A file that cannot be read may be the one in which it is heard.
    return f"No poller {'has been heard of lately' if board.trouble else 'is running'}: {last}."


def _not_now(board: Board, asked: datetime) -> tuple[str, ...]:
    """That another time is shown, the longest form first."""
    this, how, now = f"{day_name(board.now.date())} {board.now:%H:%M}", _known(board), hhmm(asked, board.now)
    known = f"{this}{how}. Now it is {now}."
    kept = " Earlier changes are not kept." if "first" in how else ""
    brief = f"NOT NOW: {this[:3]} {board.now:%H:%M}. Now it is {now}."
    return f"NOT NOW: this is {known}{kept}", f"NOT NOW: this is {known}", f"NOT NOW: {known}", brief


def _known(board: Board) -> str:
    """How much a board of another time knows of it."""
    if is_ahead(board):
        return ", as planned"
    if board.asked is None or board.known_since is None:
        return ""
    if board.now < board.known_since:
        return f", as first known at {hhmm(board.known_since, board.now)}"
    return ", as known then"
