"""Pictures of the hours, programme and booths views in their sizes and states, compared with the kept ones."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from opsdash.board.items import Board
from opsdash.tui.app import OpsdashApp
from tests import boards, viewboards
from tests.terminal.show import HandMade
from tests.terminal.test_pictures import SIZES, Compare, named

VIEWS = {"hours": "2", "programme": "3", "booths": "4"}


def pressing(*keys: str) -> Callable[[Pilot[int]], object]:
    """Press `keys` before the picture is taken."""

    async def press(pilot: Pilot[int]) -> None:
        for key in keys:
            await pilot.press(key)
            await pilot.pause()

    return press


def app(board: Board, **options: object) -> OpsdashApp:
    return OpsdashApp(HandMade(board), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [*SIZES, (40, 15)], ids=named)
@pytest.mark.parametrize("view", VIEWS)
def test_busy(snap_compare: Compare, view: str, size: tuple[int, int]) -> None:
    assert snap_compare(app(viewboards.views()), terminal_size=size, run_before=pressing(VIEWS[view]))


@pytest.mark.parametrize("size", SIZES, ids=named)
@pytest.mark.parametrize("view", VIEWS)
def test_empty(snap_compare: Compare, view: str, size: tuple[int, int]) -> None:
    assert snap_compare(app(boards.empty()), terminal_size=size, run_before=pressing(VIEWS[view]))


@pytest.mark.parametrize("view", VIEWS)
def test_stale(snap_compare: Compare, view: str) -> None:
    assert snap_compare(app(boards.stale()), terminal_size=(80, 24), run_before=pressing(VIEWS[view]))


@pytest.mark.parametrize("view", VIEWS)
def test_another_time(snap_compare: Compare, view: str) -> None:
    shown = app(viewboards.board("07:00", 1, travelled=True), at=boards.at("07:00", 1))
    assert snap_compare(shown, terminal_size=(80, 24), run_before=pressing(VIEWS[view]))


@pytest.mark.parametrize("theme", ["opsdash-light", "ansi-dark"])
def test_rooms_in_other_themes(snap_compare: Compare, theme: str) -> None:
    shown = app(viewboards.views(), theme=theme)
    assert snap_compare(shown, terminal_size=(120, 40), run_before=pressing("3"))


@pytest.mark.parametrize(
    "keys", [["3", "v"], ["3", "v", "j", "j"], ["3", "f"], ["2", "v", "v"], ["4", "f"], ["4", "j", "l"]], ids="-".join
)
def test_keys(snap_compare: Compare, keys: list[str]) -> None:
    assert snap_compare(app(viewboards.views()), terminal_size=(80, 24), run_before=pressing(*keys))
