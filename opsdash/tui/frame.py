"""What the terminal shows, cell by cell, and the fewest bytes that make it show something else.

Textual (8.2) does not compare frames: it sends a dirty line from its widget's left edge on, and each piece of it
with all its colours and a reset. Over a slow link that is most of what a dashboard sends. `Frame` keeps every cell
as it was sent last and sends the cells that differ, with what differs in their pen. (Control sequences: ECMA-48,
CUP, CHA and SGR, which every terminal in use knows.)
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.color import Color, ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from opsdash.render.cells import clusters

NEAR = 5
"""So many equal cells between two that differ are sent as well: going past them costs as much."""
MANY = 8
"""More blanks than these are erased: erasing and going on behind them costs as much."""
VISIBLE = frozenset({"4", "7", "9", "21", "53"})
"""Attributes that show on a blank."""
_ATTRIBUTES = (
    ("bold", "1"), ("dim", "2"), ("italic", "3"), ("underline", "4"), ("blink", "5"), ("blink2", "6"),
    ("reverse", "7"), ("conceal", "8"), ("strike", "9"), ("underline2", "21"), ("overline", "53"),
)  # fmt: skip


class Pen(NamedTuple):
    """How a cell is drawn, in the parameters of SGR; "" for the terminal's own colour."""

    attributes: frozenset[str] = frozenset()
    ink: str = ""
    ground: str = ""


PLAIN = Pen()
Cell = tuple[str, Pen]
"""A character with what combines with it; "" for the second half of a wide one."""
UNKNOWN: Cell = ("\0", PLAIN)
"""A cell of which we do not know what the terminal shows."""


class Ready(CompositorUpdate):
    """An update already put into bytes."""

    def __init__(self, text: str) -> None:
        self._text = text

    def render_segments(self, console: Console) -> str:  # noqa: ARG002  Textual's signature
        return self._text


class Frame:
    """The cells of a terminal as they were sent last.

    Attributes:
        erases: the terminal fills what it erases (ECH) with the ground of the pen, so that blanks need not be sent.
    """

    def __init__(self, *, erases: bool = True) -> None:
        self._lines: list[list[Cell]] = []
        self._erases = erases

    def forget(self) -> None:
        """Somebody else may have written to the terminal: whatever comes next is sent whole."""
        self._lines = []

    def bytes_for(self, update: LayoutUpdate | ChopsUpdate, console: Console) -> str:
        """The control sequences and characters that bring the terminal up to date; "" where it is so already."""
        system = COLOR_SYSTEMS.get(console.color_system or "truecolor", ColorSystem.TRUECOLOR)
        writer = Writer(self._erases)
        lines = self._whole(update, system) if isinstance(update, LayoutUpdate) else self._pieces(update, system)
        for y, new in lines:
            if new != (old := self._lines[y]):
                for start, end in runs(old, new):
                    writer.write(y, new, start, end)
                self._lines[y] = new
        return writer.text()

    def _whole(self, update: LayoutUpdate, system: ColorSystem) -> Iterator[tuple[int, list[Cell]]]:
        width, height = update.region.size
        if len(self._lines) != height or len(self._lines[0]) != width:
            self._lines = [[UNKNOWN] * width for _ in range(height)]
        for y, strips in enumerate(update.strips, update.region.y):
            yield y, [cell for strip in strips for cell in cells_of(strip, system)][:width]

    def _pieces(self, update: ChopsUpdate, system: ColorSystem) -> Iterator[tuple[int, list[Cell]]]:
        for y, first, last in update.spans:
            if y >= len(self._lines):
                continue
            line = list(self._lines[y])
            for (x, strip), end in zip(update.chops[y].items(), update.chop_ends[y], strict=False):
                if strip is not None and x < last and first < end:  # beside the span lies what other widgets cover
                    line[x:end] = cells_of(strip, system)[: end - x]
            yield y, line[: len(self._lines[y])]


class Writer:
    """Puts cells into bytes, with the pen and the cursor that the terminal has after them."""

    def __init__(self, erases: bool) -> None:
        self._erases = erases
        self._out: list[str] = []
        self._pen = PLAIN
        self._at = (-1, -1)
        self._sure = True

    def write(self, y: int, line: Sequence[Cell], start: int, end: int) -> None:
        """The cells of line `y` from `start` (inclusive) to `end` (exclusive)."""
        x = start
        while x < end:
            text, pen = line[x]
            cells = 2 if x + 1 < len(line) and not line[x + 1][0] else 1
            odd = cells > 1 or len(text) > 1
            self._move(y, x, odd)
            self._use(pen, blank=text == " ")
            if blanks := self._blanks(line, x, end) if text == " " else 0:
                self._out.append(f"\x1b[{blanks}X")
                x += blanks
                continue
            self._out.append(text)
            x += cells
            self._at, self._sure = (y, x), not odd

    def text(self) -> str:
        """Everything written, the terminal's pen put back."""
        return "".join([*self._out, "\x1b[0m"] if self._pen is not PLAIN else self._out)

    def _blanks(self, line: Sequence[Cell], x: int, end: int) -> int:
        """How many cells from `x` on are best erased: enough equal blanks; 0 otherwise."""
        if not self._erases or line[x][1].attributes:
            return 0
        to = x
        while to < end and line[to] == line[x]:
            to += 1
        return to - x if to - x > MANY else 0

    def _move(self, y: int, x: int, odd: bool) -> None:
        """The cursor to its place. Where wide or combined characters end the terminal may think otherwise, so that
        what follows them is told its place again."""
        if self._at != (y, x) or not (self._sure or odd):
            self._out.append(f"\x1b[{x + 1}G" if self._at[0] == y else f"\x1b[{y + 1};{x + 1}H")
            self._at = (y, x)

    def _use(self, pen: Pen, blank: bool = False) -> None:
        if blank and not self._pen.attributes & VISIBLE and not pen.attributes:
            pen = _pen(self._pen.attributes, self._pen.ink, pen.ground)
        if pen is not self._pen:
            self._out.append(switch(self._pen, pen))
            self._pen = pen


def runs(old: Sequence[Cell], new: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """The stretches of cells to send, from (inclusive) and to (exclusive)."""
    differing = [at for at, (before, after) in enumerate(zip(old, new, strict=False)) if before != after]
    if not differing:
        return
    start = last = differing[0]
    for at in differing[1:]:
        if at - last > NEAR:
            yield start, last + 1
            start = at
        last = at
    yield start, last + 1


def cells_of(strip: Strip, system: ColorSystem) -> list[Cell]:
    """The cells of a strip, as many as it says it has."""
    cells: list[Cell] = []
    for text, style, control in strip:
        if control:
            continue
        pen = pen_of(style, system)
        blank = (" ", pen if pen.attributes & VISIBLE else _pen(frozenset(), "", pen.ground))
        if text.isascii():
            cells += [blank if char == " " else (char, pen) for char in text]
            continue
        for cluster, width in clusters(text):
            cells.append(blank if cluster == " " else (cluster, pen))
            cells += [("", pen)] * (width - 1)
    lacking = strip.cell_length - len(cells)
    return cells + [(" ", PLAIN)] * lacking if lacking > 0 else cells[: strip.cell_length]


@lru_cache(maxsize=2048)
def pen_of(style: Style | None, system: ColorSystem) -> Pen:
    """The pen of a style, in the colours that the terminal has. One object for equal pens."""
    if style is None:
        return PLAIN
    attributes = frozenset(code for name, code in _ATTRIBUTES if getattr(style, name))
    return _pen(attributes, _colour(style.color, system, True), _colour(style.bgcolor, system, False))


@lru_cache(maxsize=2048)
def _pen(attributes: frozenset[str], ink: str, ground: str) -> Pen:
    pen = Pen(attributes, ink, ground)
    return PLAIN if pen == PLAIN else pen


def _colour(colour: Color | None, system: ColorSystem, foreground: bool) -> str:
    if colour is None or colour.is_default:
        return ""
    return ";".join(colour.downgrade(system).get_ansi_codes(foreground))


@lru_cache(maxsize=4096)
def switch(old: Pen, new: Pen) -> str:
    """The control sequence that turns one pen into another: what differs, or all of it where something must go."""
    if old.attributes - new.attributes:
        old, codes = PLAIN, ["0"]
    else:
        codes = []
    codes += sorted(new.attributes - old.attributes, key=int)
    if new.ink != old.ink:
        codes.append(new.ink or "39")
    if new.ground != old.ground:
        codes.append(new.ground or "49")
    return f"\x1b[{';'.join(codes)}m" if codes else ""
