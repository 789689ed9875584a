"""The bytes that bring a terminal up to date, held against what Textual itself would have sent."""

import io
from collections.abc import Iterable

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from opsdash.render.cells import clusters, settle
from opsdash.tui.frame import Frame

WIDTH, HEIGHT = 24, 4
CONSOLE = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor")
STYLES = [
    Style.parse(text)
    for text in ("#eeeeee on #101010", "bold #eeeeee on #101010", "#ff0000 on #101010", "#ff0000 on #202040",
                 "reverse #00ff00 on #101010", "underline #00ff00 on #202040", "red on default", "none")
]  # fmt: skip
WORDS = st.sampled_from(
    ["a", "Room 1", " ", "            ", "…", "●", "会議室", "é", "e\u0301", "a\u0308o", "שלום", "x" * 9, "한", "→ "]
)
# without the mark that closes right-to-left text: pyte drops what follows one
PIECES = st.lists(st.tuples(WORDS.map(lambda word: settle(word).rstrip("\u200e")), st.sampled_from(STYLES)), max_size=6)
LINES = st.lists(PIECES, min_size=HEIGHT, max_size=HEIGHT)


def strip(pieces: list[tuple[str, Style]], width: int = WIDTH) -> Strip:
    """A strip of `width` cells, cut after a whole character."""
    segments: list[Segment] = []
    used = 0
    for text, style in pieces:
        for cluster, cells in clusters(text):
            if used + cells > width:
                break
            segments.append(Segment(cluster, style))
            used += cells
    return Strip([*segments, Segment(" " * (width - used), STYLES[0])], width)


def screen(lines: Iterable[Iterable[Strip]]) -> LayoutUpdate:
    return LayoutUpdate(list(lines), Region(0, 0, WIDTH, HEIGHT))


def layout(lines: list[list[tuple[str, Style]]]) -> LayoutUpdate:
    return screen([strip(line)] for line in lines)


class Terminal:
    """What a terminal shows after the bytes it got."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self._stream = pyte.Stream(self.screen)

    def feed(self, text: str) -> None:
        self._stream.feed(text)

    def cells(self) -> list[list[tuple[object, ...]]]:
        """What can be seen of each cell; a blank shows its ground, and its lines."""
        return [[seen(self.screen.buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]


def seen(cell: pyte.screens.Char) -> tuple[object, ...]:
    if cell.data == " " and not cell.reverse and not cell.underscore:
        return " ", cell.bg
    return cell.data, cell.fg, cell.bg, cell.bold, cell.reverse, cell.underscore


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=4), st.booleans())
def test_the_terminal_shows_what_textual_would_have_made_it_show(
    frames: list[list[list[tuple[str, Style]]]], erases: bool
) -> None:
    lean, plain, frame = Terminal(), Terminal(), Frame(erases=erases)
    for lines in frames:
        lean.feed(frame.bytes_for(layout(lines), CONSOLE))
        plain.feed("\x1b[2J" + layout(lines).render_segments(CONSOLE).replace("\n", "\r\n"))
        assert lean.cells() == plain.cells()


@settings(max_examples=40, deadline=None)
@given(LINES, LINES, st.integers(1, WIDTH - 2))
def test_a_part_of_the_screen_changes_and_the_rest_stays(
    before: list[list[tuple[str, Style]]], after: list[list[tuple[str, Style]]], cut: int
) -> None:
    """Two widgets side by side, the right one drawn anew."""
    lean, plain, frame = Terminal(), Terminal(), Frame()
    halves = [[strip(old, cut), strip(old, WIDTH - cut)] for old in before]
    anew = [[left, strip(new, WIDTH - cut)] for (left, _), new in zip(halves, after, strict=True)]
    lean.feed(frame.bytes_for(screen(halves), CONSOLE))
    chops = [{0: None, cut: right} for _, right in anew]
    spans = [(y, cut + 1, WIDTH) for y in range(HEIGHT)]
    lean.feed(frame.bytes_for(ChopsUpdate(chops, spans, [[cut, WIDTH]] * HEIGHT), CONSOLE))
    plain.feed(screen(anew).render_segments(CONSOLE).replace("\n", "\r\n"))
    assert lean.cells() == plain.cells()


def test_what_lies_beside_the_part_that_changed_is_left_alone() -> None:
    """Textual fills it with what lies below other widgets, since those are out of the part's reach."""
    frame = Frame()
    frame.bytes_for(screen([strip([("Room 1 is", STYLES[0])], 12), strip([], 12)] for _ in range(HEIGHT)), CONSOLE)
    chops = [{0: strip([], 12), 12: strip([("free", STYLES[0])], 12)}] * HEIGHT
    sent = frame.bytes_for(ChopsUpdate(chops, [(0, 12, WIDTH)], [[12, WIDTH]] * HEIGHT), CONSOLE)
    assert sent == "\x1b[1;13H\x1b[38;2;238;238;238;48;2;16;16;16mfree\x1b[0m"


def line(text: str, style: Style = STYLES[0]) -> list[list[tuple[str, Style]]]:
    return [[(text, style)], [], [], []]


def test_what_is_shown_already_costs_nothing() -> None:
    frame = Frame()
    assert frame.bytes_for(layout(line("Room 1 is free")), CONSOLE)
    assert frame.bytes_for(layout(line("Room 1 is free")), CONSOLE) == ""


def test_a_changed_character_costs_itself_its_place_and_its_pen() -> None:
    frame = Frame()
    frame.bytes_for(layout(line("in 12 min")), CONSOLE)
    sent = frame.bytes_for(layout(line("in 11 min")), CONSOLE)
    assert sent == "\x1b[1;5H\x1b[38;2;238;238;238;48;2;16;16;16m1\x1b[0m"


def test_what_lies_between_two_changes_is_not_sent() -> None:
    frame = Frame()
    frame.bytes_for(layout(line("1 Press conference 1")), CONSOLE)
    sent = frame.bytes_for(layout(line("2 Press conference 2")), CONSOLE)
    assert "conf" not in sent
    assert sent.count("2") > 1


def test_a_blank_that_only_its_ink_tells_apart_is_the_same_blank() -> None:
    frame = Frame()
    frame.bytes_for(layout(line("          ", STYLES[0])), CONSOLE)
    assert frame.bytes_for(layout(line("          ", STYLES[2])), CONSOLE) == ""
    assert frame.bytes_for(layout(line("          ", STYLES[3])), CONSOLE)


def test_many_blanks_are_erased_where_the_terminal_fills_what_it_erases() -> None:
    sent = {}
    for erases in (True, False):
        frame = Frame(erases=erases)
        frame.bytes_for(layout(line("x" * WIDTH)), CONSOLE)
        sent[erases] = frame.bytes_for(layout(line("x")), CONSOLE)
    assert f"\x1b[{WIDTH - 1}X" in sent[True]
    assert " " * (WIDTH - 1) in sent[False]


def test_after_a_wide_character_the_place_is_said_anew() -> None:
    """A terminal that takes it for narrow keeps the columns behind it straight."""
    assert "議\x1b[5G|" in Frame().bytes_for(layout(line("会議|")), CONSOLE)


def test_whatever_was_forgotten_is_sent_whole() -> None:
    frame = Frame()
    frame.bytes_for(layout(line("Room 1")), CONSOLE)
    frame.forget()
    assert "Room 1" in frame.bytes_for(layout(line("Room 1")), CONSOLE)


@pytest.mark.parametrize(("system", "code"), [("truecolor", "38;2;255;0;0"), ("256", "38;5;196"), ("standard", "31")])
def test_colours_are_those_the_terminal_has(system: str, code: str) -> None:
    console = Console(file=io.StringIO(), force_terminal=True, color_system=system)  # type: ignore[arg-type]
    assert code in Frame().bytes_for(layout(line("x", STYLES[2])), console)
