"""Whole tasks in the views of hours, programme and booths on a real terminal, with the count of keys they take."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from wcwidth import wcswidth

from tests.terminal.driven import Driven
from tests.terminal.term import Terminal

MOST = 4
"""Keys at most until an answer is on the screen."""


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Driven]:
    with Driven(tmp_path, "views") as terminal:
        terminal.wait_for("PM of Norway")
        terminal.settle()
        yield terminal


NAMES = {"2": "[2 Hours]", "3": "[3 Programme]", "4": "[4 Booths]"}


def show(screen: Terminal, view: str) -> None:
    """Show a view by its key, and wait until it stands."""
    screen.press(view)
    screen.wait_for(NAMES[view])
    screen.settle()


def answered(screen: Terminal, task: str, keys: tuple[str, ...], answer: str) -> None:
    """Press `keys`, see `answer`, and print what it took."""
    show(screen, keys[0])
    screen.press(*keys[1:])
    screen.wait_for(answer)
    screen.settle()
    print(f"{task}: {len(keys)} keys ({' '.join(keys)})")  # the count is asked for
    assert len(keys) <= MOST


def test_does_the_accreditation_office_open_tomorrow_morning(screen: Driven) -> None:
    answered(screen, "accreditation office tomorrow morning", ("2",), "tomorrow 07:00–20:00")
    assert "open until 20:00" in screen.text


def test_a_booth_free_for_the_next_hour(screen: Driven) -> None:
    answered(screen, "a booth for an hour", ("4", "f"), "3 free now for an hour")
    assert "Booth 2 free" in screen.text
    assert "–18:00" in screen.line_with("Booth 2 free")
    assert "TV Booth 1" not in screen.text.partition("Free later")[0]
    screen.press("esc")
    screen.wait_for("to look at")


def test_a_clash_is_found_and_said_in_full(screen: Driven) -> None:
    answered(screen, "what clashes in which room", ("3", "v"), "■ clash")
    shown = screen.text.splitlines()
    row = next(at for at, line in enumerate(shown) if line.startswith("  ■ clash"))
    assert shown[row - 1].startswith(" Press Room 1")
    screen.press("j", "j")
    screen.wait_for('Clashes with "Press conference by the Secretary General"')


def test_where_the_belgian_press_conference_went(screen: Driven) -> None:
    answered(screen, "where an event was moved", ("3", "j"), "moved 14:30 to 15:15, Press Room 3 to Press Room 2")
    screen.press("v")
    screen.wait_for("was 14:30┊")  # on the axis: the list says where it was, too
    assert "Press Room 3" in screen.line_with("was 14:30┊")


def test_the_next_day_and_back(screen: Driven) -> None:
    show(screen, "3")
    screen.press("right")
    screen.wait_for("[Thu 26 June]")
    screen.wait_for("08:15")
    screen.press("right")
    screen.wait_for("Nothing is on the programme after that.")
    screen.press("esc")
    screen.wait_for("[today, Wed 25 June]")


def test_narrowing_the_programme_is_said_and_undone(screen: Driven) -> None:
    show(screen, "3")
    screen.press("f")
    screen.wait_for("Show only")
    screen.press("xyz")
    screen.wait_for("Nothing here is called that")
    screen.press("esc")
    screen.wait_gone("Show only")
    screen.press("fpol only\r")
    screen.wait_for("only pool only (Esc: all)")
    screen.wait_gone("PM of Norway, press")
    screen.wait_for("Baltic Sea")
    show(screen, "4")
    show(screen, "3")
    assert "only pool only (Esc: all)" in screen.text  # what is kept is said on return
    screen.press("esc")
    screen.wait_for("PM of Norway")
    screen.wait_gone("Esc: all")


def test_left_and_right_scrub_the_time_while_another_is_shown(screen: Driven) -> None:
    show(screen, "2")
    screen.press("t")
    screen.wait_for("Show the board at")
    screen.press("tomorrow 07:00", "enter")
    screen.wait_for("this is Thu 26 June 07:00")
    screen.press("right")
    screen.wait_for("this is Thu 26 June 07:15")
    screen.press("esc")
    screen.wait_gone("NOT NOW")
    screen.press("right")
    screen.wait_for("from Thu 26 June (Esc: back)")
    screen.press("esc")
    screen.wait_gone("Esc: back")


def test_enter_opens_the_detail_of_what_the_cursor_stands_on(screen: Driven) -> None:
    show(screen, "4")
    screen.press("j", "enter")
    screen.wait_for("copy the sentence")
    screen.press("esc")
    screen.wait_gone("copy the sentence")
    show(screen, "3")
    screen.press("v")
    screen.settle()
    screen.press("j", "enter")
    screen.wait_for("Press conference by the Prime Minister of Belgium: scheduled")


@pytest.mark.parametrize("view", ["2", "3", "4"])
@pytest.mark.parametrize(("cells", "lines"), [(40, 15), (80, 24), (200, 50)])
def test_nothing_is_wider_than_the_terminal(tmp_path: Path, view: str, cells: int, lines: int) -> None:
    with Driven(tmp_path, "views", cells=cells, lines=lines) as screen:
        screen.wait_for("Norway")
        screen.press(view)
        screen.settle()
        for line in screen.text.splitlines():
            assert wcswidth(line.rstrip()) <= cells


@pytest.mark.parametrize("view", ["2", "3", "4"])
@pytest.mark.parametrize(("cells", "lines", "limit"), [(80, 24, 400), (200, 50, 600)])
def test_an_idle_view_costs_nothing_and_a_minute_little(
    tmp_path: Path, view: str, cells: int, lines: int, limit: int
) -> None:
    with Driven(tmp_path, "views", cells=cells, lines=lines) as screen:
        screen.wait_for("Norway")
        screen.press(view)
        screen.settle()
        before = screen.written
        screen.settle(2.5)
        assert screen.written == before
        screen.show("viewboards.board('14:33')")
        screen.wait_for("14:33")
        screen.settle()
        print(f"view {view} at {cells}x{lines}: a minute costs {screen.written - before} bytes")
        assert screen.written - before < limit


def test_without_data_each_view_says_so(tmp_path: Path) -> None:
    with Driven(tmp_path, "empty") as screen:
        screen.wait_for("No source is configured yet")
        for key, name in NAMES.items():
            screen.press(key)
            screen.wait_for(name)
            screen.settle(0.3)
            assert (
                screen.text.count("No source is configured yet: opsdash check says what is missing.") == 2
            )  # + alerts
        screen.press("3", "f")
        screen.wait_for("There is nothing on the programme to choose from.")
