"""One line of cells that is written into here and there, and pictures made of such lines."""

from collections.abc import Iterable
from typing import NamedTuple

from opsdash.render.cells import cut, settle, wrap
from opsdash.render.rows import Spans, clip, spans_width
from opsdash.widths import char_width


class Spot(NamedTuple):
    """Where a record stands in a picture: its line, its first cell, and the cell after its last."""

    line: int
    first: int
    last: int


class Picture(NamedTuple):
    """Lines that are more than a table.

    Attributes:
        head: lines that stay in view. lines: the others. spots: where each record stands in `lines`, in the
            order in which the cursor goes through them.
    """

    head: tuple[Spans, ...] = ()
    lines: tuple[Spans, ...] = ()
    spots: dict[str, Spot] = {}  # noqa: RUF012  a tuple's field, never altered


def wrapped(said: str, cells: int, role: str = "dim") -> tuple[Spans, ...]:
    """`said` in as many lines as it needs; none where nothing is said."""
    return tuple(clip(((line, role),), cells) for line in wrap(said, cells))


def beside(said: Iterable[Spans], cells: int) -> Spans:
    """As many of `said`, whole, as stand beside one another in `cells` cells."""
    line: Spans = ()
    for spans in said:
        more: Spans = (*line, ("   ", "text"), *spans) if line else spans
        if spans_width(more) > cells:
            break
        line = more
    return clip(line, cells)


class Canvas:
    """A line of `cells` cells, blank at first. Later strokes cover earlier ones; what leaves the line is not drawn.

    Only single-cell characters may be covered by others.
    """

    def __init__(self, cells: int) -> None:
        self.cells = cells
        self._chars = [" "] * cells
        self._roles = ["text"] * cells

    def fill(self, first: int, last: int, char: str, role: str) -> None:
        """`char`, a single cell wide, from the cell `first` to before `last`."""
        for at in range(max(0, first), min(last, self.cells)):
            self._chars[at], self._roles[at] = char, role

    def write(self, at: int, text: str, role: str, room: int = 10_000) -> int:
        """`text` from the cell `at` (not left of the line) in at most `room` cells, cut by an ellipsis; the cell
        after it."""
        here = at
        for char in cut(settle(text), min(room, self.cells - at)):
            size = char_width(char)
            if not size:
                if here:
                    self._chars[here - 1] += char
                continue
            self._chars[here : here + size] = [char, *[""] * (size - 1)]
            self._roles[here : here + size] = [role] * size
            here += size
        return here

    def copy(self) -> "Canvas":
        """Another line that looks the same."""
        other = Canvas(self.cells)
        other._chars, other._roles = self._chars.copy(), self._roles.copy()
        return other

    def text(self, at: int) -> str:
        """What stands in the cell `at`."""
        return self._chars[at]

    def role(self, at: int) -> str:
        """The role of the cell `at`."""
        return self._roles[at]

    def spans(self) -> Spans:
        """The line; neighbours of one role joined."""
        found: list[tuple[str, str]] = []
        for char, role in zip(self._chars, self._roles, strict=True):
            if found and found[-1][1] == role:
                found[-1] = (found[-1][0] + char, role)
            else:
                found.append((char, role))
        return tuple(found)
