"""Pictures of every view in its states and sizes, compared with the kept ones (some are the README's).

One run of the program for each state and size goes through all the views: starting it is what takes the time.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import msgspec
import pytest
from pytest_textual_snapshot import SVGImageExtension  # type: ignore[import-untyped]
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from opsdash.board.items import Board
from opsdash.tui.app import OpsdashApp
from opsdash.tui.themes import NAMED
from opsdash.tui.views import VIEWS
from tests import boards, viewboards
from tests.support import feed, site
from tests.terminal.show import HandMade

SIZES = [(80, 24), (120, 40), (200, 50)]
FROM_RECORDS = ("hours", "programme", "booths", "find")
"""Views that show more than states: their boards are made of records."""
ASKED = "booth"
NOTHING = feed(at=site())
"""What is searched where nothing is stored."""
TRAVEL = boards.at("07:00", 1)
STATES: dict[str, tuple[Callable[[], Board], Callable[[], Board]]] = {
    "busy": (boards.busy, viewboards.views),
    "empty": (boards.empty, boards.empty),
    "stale": (boards.stale, lambda: viewboards.board(old=12)),
    "travel": (boards.busy, lambda: viewboards.board("07:00", 1, travelled=True)),
}
"""Two boards for each state: a hand-made one, and one made of records for the views that need it."""
ROUND = sorted(VIEWS, key=lambda view: view == "find")
"""The views in the order in which they are shown: once there are words in the search, digits are words too."""


def named(size: object) -> str:
    """A test's name for a size."""
    return "x".join(map(str, size)) if isinstance(size, tuple) else str(size)


class Album:
    """A running program, and the pictures that it no longer looks like."""

    def __init__(self, pilot: Pilot[int], source: HandMade, kept: SnapshotAssertion) -> None:
        self._pilot, self._source = pilot, source
        self._kept = kept.use_extension(SVGImageExtension)
        self.wrong: list[str] = []

    async def take(self, name: str, *keys: str, board: Board | None = None) -> None:
        """Press `keys`, see `board` if there is one, and compare the screen with the picture kept as `name`."""
        app = self._pilot.app
        assert isinstance(app, OpsdashApp)
        if board:
            self._source.show(board)
            app.tick()
        for key in keys:
            await self._pilot.press(key)
            await self._pilot.pause()
        if self._kept(name=name) != app.export_screenshot():
            self.wrong.append(name)


@asynccontextmanager
async def album(
    kept: SnapshotAssertion, board: Board, size: tuple[int, int] = (80, 24), at: datetime | None = None
) -> AsyncIterator[Album]:
    """The program on `board`; at the end every picture has to have been right."""
    source = HandMade(board, feed=viewboards.FEED if board.generation else NOTHING)
    async with OpsdashApp(source, at=at).run_test(size=size) as pilot:
        await pilot.pause()
        made = Album(pilot, source, kept)
        yield made
    assert made.wrong == []  # to look at them: --snapshot-update, then git diff


def keys_to(view: str) -> tuple[str, ...]:
    """The keys that show a view; in the search, words as well."""
    return (VIEWS[view].key.split(",")[0], *(ASKED if view == "find" else ()))


@pytest.mark.parametrize("size", SIZES, ids=named)
@pytest.mark.parametrize("state", STATES)
async def test_views(snapshot: SnapshotAssertion, state: str, size: tuple[int, int]) -> None:
    plain, made = STATES[state]
    async with album(snapshot, plain(), size, TRAVEL if state == "travel" else None) as pictures:
        for view in ROUND:
            board = made() if view in FROM_RECORDS else plain()
            await pictures.take(view, *keys_to(view), board=board)


async def test_small_terminal(snapshot: SnapshotAssertion) -> None:
    async with album(snapshot, boards.busy(), (40, 15)) as pictures:
        for view in ROUND:
            board = viewboards.views() if view in FROM_RECORDS else boards.busy()
            await pictures.take(view, *keys_to(view), board=board)


async def test_themes(snapshot: SnapshotAssertion) -> None:
    async with album(snapshot, viewboards.views(), (120, 40)) as pictures:
        for theme in NAMED:
            await pictures.take(theme, "T", *theme, "enter", "1", "escape")
            await pictures.take(f"{theme}-programme", "3")


IN_OVERVIEW = {
    "detail": ("down", "down", "enter"),
    "help": ("question_mark",),
    "alerts": ("exclamation_mark",),
    "colours": ("T",),
    "zoom": ("z",),
}
IN_VIEWS = {
    "rooms": ("3", "v"),
    "clash": ("j", "j"),
    "filter": ("f", *"pres"),
    "one-day": ("2", "v", "v"),
    "free": ("4", "f"),
    "one-space": ("escape", "j", "l"),
}


async def test_keys(snapshot: SnapshotAssertion) -> None:
    async with album(snapshot, boards.busy()) as pictures:
        for name, keys in IN_OVERVIEW.items():
            await pictures.take(name, "escape", *keys, board=boards.busy())
        for name, keys in IN_VIEWS.items():
            await pictures.take(name, "escape", *keys, board=viewboards.views())


async def test_trouble(snapshot: SnapshotAssertion) -> None:
    never = msgspec.structs.replace(boards.sources()[0], state="never", tone="unknown", age=None, succeeded=None)
    async with album(snapshot, boards.trouble()) as pictures:
        await pictures.take("store", "1", board=boards.trouble())
        await pictures.take("no-answer-yet", "1", board=boards.empty(sources=(never,), polling=True))
