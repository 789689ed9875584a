"""A time axis: which cell an instant falls into, the labels over it, the line that marks now.

An axis is linear in time, not in wall clock: the day on which the clocks change has 23 or 25 hours of cells.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import ceil, floor
from typing import NamedTuple

from opsdash.board.items import Board
from opsdash.render.canvas import Canvas
from opsdash.render.rows import Spans
from opsdash.render.words import hhmm
from opsdash.timing import after, at_clock, day_name, zone_of

STEPS = (5, 10, 15, 20, 30, 60, 90, 120, 180, 240, 360)
"""Minutes that a cell may stand for. At five the now-line moves every five minutes, which costs little."""
NOW = "│"
TICK = "┊"
DAY = 24 * 60


class Axis(NamedTuple):
    """A window of time over `cells` cells.

    Attributes:
        start: the instant at its left edge. step: minutes in a cell. zone: IANA name of the venue's zone.
    """

    start: datetime
    step: int
    cells: int
    zone: str

    @property
    def end(self) -> datetime:
        """The instant at its right edge."""
        return after(self.start, timedelta(minutes=self.cells * self.step))

    def place(self, instant: datetime) -> float:
        """Where `instant` falls, in cells from the left edge; may lie outside."""
        return (instant.timestamp() - self.start.timestamp()) / (60 * self.step)

    def cell(self, instant: datetime) -> int:
        """The cell that holds `instant`; may lie outside."""
        return floor(self.place(instant))

    def holds(self, instant: datetime) -> bool:
        """Whether `instant` falls into the window."""
        return 0 <= self.cell(instant) < self.cells

    def stretch(self, start: datetime | None, end: datetime | None) -> tuple[int, int] | None:
        """The cells from `start` to before `end` that lie in the window, at least one; None for none.

        None as an end reaches to the edge. Cells that are only touched belong to it.
        """
        first = 0 if start is None else self.cell(start)
        least = 0 if start is None else first + 1
        last = self.cells if end is None else max(ceil(self.place(end)), least)
        if first >= self.cells or last <= 0:
            return None
        return max(0, first), min(last, self.cells)

    def ticks(self) -> tuple[tuple[int, str], ...]:
        """The cells that have a label, with it: days where a cell is long, else hours; none overlaps another."""
        wanted = self._days() if self.step >= 60 else self._hours()
        found: list[tuple[int, str]] = []
        for cell, label in wanted:
            if found and cell <= found[-1][0] + len(found[-1][1]):
                continue
            if cell + len(label) <= self.cells:
                found.append((cell, label))
        return tuple(found)

    def midnights(self) -> tuple[int, ...]:
        """The cells in which a venue day begins, but for the very first cell."""
        cells = (self.cell(day) for day in self._day_starts())
        return tuple(cell for cell in cells if 0 < cell < self.cells)

    def _day_starts(self) -> Iterator[datetime]:
        zone, end = zone_of(self.zone), self.end
        day = self.start.astimezone(zone).date()
        while (begins := at_clock(day, 0, zone)) < end:
            yield begins
            day += timedelta(days=1)

    def _days(self) -> Iterator[tuple[int, str]]:
        """A label for each day, all in the longest form that a day has room for."""
        room = DAY // self.step
        for begins in self._day_starts():
            name = day_name(begins.date())
            weekday, number, _ = name.split(" ")
            label = next((form for form in (name, f"{weekday} {number}") if len(form) < room), weekday)
            yield max(0, self.cell(begins)), label

    def _hours(self) -> Iterator[tuple[int, str]]:
        """Labels of hours, so far apart that each has room; midnight is called by its day."""
        apart = next((n for n in (1, 2, 3, 4, 6, 12) if n * 60 // self.step > 5), DAY // 60)
        zone = zone_of(self.zone)
        local = self.start.astimezone(zone)
        hour = self.start.astimezone(UTC) - timedelta(minutes=local.minute, seconds=local.second)
        while (cell := self.cell(hour)) < self.cells:
            local = hour.astimezone(zone)
            if cell >= 0 and local.hour % apart == 0:
                day = day_name(local.date())
                yield cell, day[: day.rindex(" ")] if local.hour == 0 else f"{local:%H:%M}"
            hour += timedelta(hours=1)

    def labels(self, now: datetime) -> tuple[Spans, Spans]:
        """Two lines: the labels; below them a rule with a mark at each label and at now."""
        words, rule = Canvas(self.cells), Canvas(self.cells)
        rule.fill(0, self.cells, "─", "rule")
        for cell, label in self.ticks():
            words.write(cell, label, "heading")
            rule.fill(cell, cell + 1, "┬", "rule")
        if self.holds(now):
            rule.fill(self.cell(now), self.cell(now) + 1, "▼", "accent")
        return words.spans(), rule.spans()

    def ground(self, canvas: Canvas, first: int, now: datetime) -> None:
        """Draw what lies behind everything, from the cell `first` of `canvas` on: ticks, and the line at now."""
        for cell in self.midnights() if self.step >= 60 else (cell for cell, _ in self.ticks()):
            canvas.fill(first + cell, first + cell + 1, TICK, "rule")
        if self.holds(now):
            here = first + self.cell(now)
            canvas.fill(here, here + 1, NOW, "accent")


def now_word(board: Board) -> str:
    """What the mark at now is called: while another time is shown, by its clock."""
    return hhmm(board.now, board.asked) if board.asked else "now"


def now_key(board: Board) -> Spans:
    """The mark at now in a legend."""
    return (("▼", "accent"), (f" {now_word(board)}", "dim"))


def axis_over(start: datetime, hours: float, cells: int, zone: str) -> Axis:
    """An axis from `start` on with the shortest cells of which `hours` fit into `cells`."""
    cells = max(1, cells)
    step = next((step for step in STEPS if step * cells >= hours * 60), STEPS[-1])
    return Axis(start, step, cells, zone)
