"""Only cells that changed are sent: whatever was done before, the terminal shows what a whole repaint would show."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pyte
import pytest
from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size
from textual.pilot import Pilot

from opsdash.board.items import Board
from opsdash.tui.app import OpsdashApp
from tests import boards, viewboards
from tests.terminal.show import HandMade

Cells = list[list[tuple[object, ...]]]


class Emulated(HeadlessDriver):
    """A terminal emulator in the place of a terminal."""

    is_headless = False  # else nothing would be sent

    def write(self, data: str) -> None:
        pyte.Stream(self.screen).feed(data)

    @property
    def screen(self) -> pyte.Screen:
        """What is shown."""
        if not hasattr(self, "_screen"):
            self._screen = pyte.Screen(*self._get_terminal_size())
        return self._screen


class Walk:
    """A running program, what is done to it, and what its terminal shows."""

    def __init__(self, app: OpsdashApp, pilot: Pilot[int], source: HandMade) -> None:
        self._app, self._pilot, self._source = app, pilot, source

    @property
    def _driver(self) -> Emulated:
        assert isinstance(self._app._driver, Emulated)
        return self._app._driver

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await self._pilot.press(*keys)
        await self._pilot.pause()

    async def show(self, board: Board) -> None:
        """Another board comes."""
        self._source.show(board)
        self._app.tick()
        await self._pilot.pause()

    async def resize(self, *sizes: Size) -> None:
        """The terminal is resized; of several sizes the program learns at once."""
        for size in sizes:
            self._driver.screen.resize(size.height, size.width)
            self._app.post_message(events.Resize(size, size))
        await self._pilot.pause(1 / 60)  # Textual waits so long for a further size
        await self._pilot.pause()

    def spoil(self) -> None:
        """Something else clears the terminal."""
        self._driver.screen.reset()

    def shown(self) -> Cells:
        """What the terminal shows."""
        return cells(self._driver.screen)

    def wanted(self) -> Cells:
        """What it would show if everything were sent, in Textual's own way."""
        whole = pyte.Screen(*self._app.size)
        update = self._app.screen._compositor.render_full_update()
        pyte.Stream(whole).feed(update.render_segments(self._app.console).replace("\n", "\r\n"))
        return cells(whole)


def cells(screen: pyte.Screen) -> Cells:
    """What can be seen of each cell: of a blank its ground, and its lines."""
    return [[seen(screen.buffer[y][x]) for x in range(screen.columns)] for y in range(screen.lines)]


def seen(cell: pyte.screens.Char) -> tuple[object, ...]:
    if cell.data == " " and not cell.reverse and not cell.underscore:
        return " ", cell.bg
    return cell.data, cell.fg, cell.bg, cell.bold, cell.reverse, cell.underscore


@asynccontextmanager
async def walk() -> AsyncIterator[Walk]:
    source = HandMade(viewboards.views(), feed=viewboards.FEED)
    app = OpsdashApp(source)
    app.driver_class = Emulated
    async with app.run_test(headless=False, size=(80, 24)) as pilot:
        await pilot.pause()
        yield Walk(app, pilot, source)


@pytest.fixture(autouse=True)
def a_terminal_with_all_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever standard input is here, it is not the terminal; and it has all colours. (Rich keeps what a style was
    first rendered as: after a test in another colour system the whole repaint would be in that one.)"""
    monkeypatch.setattr("opsdash.tui.app.is_gone", lambda: False)
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", "truecolor")


def wide(board: Board) -> Board:
    """`board` with names whose characters are two cells wide."""
    spaces = tuple(msgspec.structs.replace(space, name="国際記者会館 国a際") for space in board.spaces)
    return msgspec.structs.replace(board, spaces=spaces)


STEPS: tuple[tuple[str, ...] | Size | Board, ...] = (
    ("end",), ("tab",), wide(boards.busy()), ("enter",), boards.stale(), ("escape", "z"), Size(100, 34), ("3", "v"),
    ("t",), viewboards.board("14:40"), ("escape", "4"), Size(40, 15), ("T", "end", "enter"), ("1",),
)  # fmt: skip
"""Keys, sizes of the terminal, boards."""


async def test_whatever_is_done_the_terminal_shows_all_of_it() -> None:
    async with walk() as walked:
        for step in STEPS:
            match step:
                case Board():
                    await walked.show(step)
                case Size():
                    await walked.resize(step)
                case _:
                    await walked.press(*step)
            assert walked.shown() == walked.wanted(), step


async def test_a_terminal_that_shrank_and_grew_again_before_we_looked_is_painted_anew() -> None:
    async with walk() as walked:
        await walked.resize(Size(40, 24), Size(80, 24))
        assert walked.shown() == walked.wanted()


async def test_a_screen_that_something_else_has_spoilt_is_painted_again_though_a_box_is_open() -> None:
    async with walk() as walked:
        await walked.press("enter")
        walked.spoil()
        await walked.press("ctrl+l")
        assert walked.shown() == walked.wanted()
