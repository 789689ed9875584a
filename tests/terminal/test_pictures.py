"""Pictures of the overview in its states and sizes, compared with the kept ones (also the README's)."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from opsdash.tui.app import OpsdashApp
from tests import boards
from tests.terminal.show import HandMade

SIZES = [(80, 24), (120, 40), (200, 50)]
Compare = Callable[..., bool]


def named(size: object) -> str:
    """A test's name for a size."""
    return "x".join(map(str, size)) if isinstance(size, tuple) else str(size)


@pytest.mark.parametrize("size", SIZES, ids=named)
@pytest.mark.parametrize("state", ["busy", "empty", "stale", "trouble"])
def test_overview(snap_compare: Compare, state: str, size: tuple[int, int]) -> None:
    assert snap_compare(OpsdashApp(HandMade(getattr(boards, state)())), terminal_size=size)


@pytest.mark.parametrize("size", SIZES, ids=named)
def test_time_travel(snap_compare: Compare, size: tuple[int, int]) -> None:
    app = OpsdashApp(HandMade(boards.busy()), at=boards.at("07:00", 1))
    assert snap_compare(app, terminal_size=size)


def test_one_panel_on_a_small_terminal(snap_compare: Compare) -> None:
    assert snap_compare(OpsdashApp(HandMade(boards.busy())), terminal_size=(40, 15))


@pytest.mark.parametrize("theme", ["opsdash-light", "ansi-dark"])
def test_theme(snap_compare: Compare, theme: str) -> None:
    assert snap_compare(OpsdashApp(HandMade(boards.busy()), theme=theme), terminal_size=(80, 24))


@pytest.mark.parametrize("keys", [["down", "down", "enter"], ["question_mark"], ["exclamation_mark"], ["z"]], ids=str)
def test_keys(snap_compare: Compare, keys: list[str]) -> None:
    async def press(pilot: Pilot[int]) -> None:
        await pilot.press(*keys)

    assert snap_compare(OpsdashApp(HandMade(boards.busy())), terminal_size=(80, 24), run_before=press)
