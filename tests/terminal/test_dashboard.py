"""The app on a real terminal: what is on the screen, what it costs on the wire, how it ends."""

import os
import re
import signal
import sys
from pathlib import Path

import pytest
from wcwidth import wcswidth

from tests.terminal.driven import SIZES, Driven
from tests.terminal.term import Terminal


@pytest.mark.parametrize(("cells", "lines"), SIZES)
def test_all_four_panels_are_there_with_the_state_in_words(tmp_path: Path, cells: int, lines: int) -> None:
    with Driven(tmp_path, cells=cells, lines=lines) as terminal:
        terminal.wait_for("of Norway")
        terminal.settle()
        for said in ("Test Summit", "14:32 CEST", "fresh <1 min", "critical Stand-up 5", "Hours", "3 of 6 open",
                     "Press conferences", "Booths", "13 of 40 free", "Pools", "4 to come", "quit"):  # fmt: skip
            assert said in terminal.text
        assert "Thu 02:00" in terminal.line_with("Media Centre")
        assert "3 of 5" in terminal.line_with("▲ Pool 3")
        assert "live" in terminal.line_with("of Norway")


@pytest.mark.parametrize(("cells", "lines", "limit"), [(80, 24, 600), (200, 50, 900)])
def test_one_changed_row_costs_little_and_an_idle_screen_nothing(
    tmp_path: Path, cells: int, lines: int, limit: int
) -> None:
    with Driven(tmp_path, cells=cells, lines=lines) as terminal:
        terminal.wait_for("of Norway")
        terminal.settle()
        before = terminal.written
        terminal.settle(3.0)
        assert terminal.written == before

        change = "boards.pools()[:1] + (replace(boards.pools()[1], present=4),) + boards.pools()[2:]"
        terminal.show(f"replace(boards.busy(), pools={change})")
        terminal.wait_for("4 of 5")
        terminal.settle()
        assert 0 < terminal.written - before < limit / 2


def test_a_board_that_looks_the_same_costs_nothing(screen: Driven) -> None:
    before = screen.written
    screen.show("replace(boards.busy(), generation=43)")
    screen.settle(2.5)
    assert screen.written == before


def test_the_clock_turning_a_minute_repaints_the_clock_alone(screen: Driven) -> None:
    screen.show("replace(boards.busy(), programme=(), pools=())")
    screen.wait_gone("of Norway")
    screen.settle()
    before = screen.written
    screen.show("replace(boards.busy(), programme=(), pools=(), now=boards.at('14:33'))")
    screen.wait_for("14:33")
    screen.settle()
    assert screen.written - before < 150


def test_the_cursor_stays_on_its_row_when_rows_come_before_it(screen: Driven) -> None:
    screen.press("down", "down")
    screen.show("replace(boards.busy(), programme=boards.programme()[2:])")
    screen.wait_gone("of Norway")
    screen.press("enter")
    screen.wait_for("Joint statement on the Baltic Sea: delayed")
    screen.press("esc")
    screen.wait_gone("copy the sentence")


def test_detail_help_alerts_and_back(screen: Driven) -> None:
    screen.press("enter")
    screen.wait_for("Press conference by the Prime Minister of Norway: live, 14:15, Room A.")
    screen.wait_for("Host TV, streamed")
    screen.press("esc")
    screen.wait_gone("Host TV, streamed")
    screen.press("?")
    screen.wait_for("panel: Press conferences")
    screen.wait_for("Later than published.")
    screen.press("esc")
    screen.wait_gone("Later than published.")
    screen.press("!")
    screen.wait_for("Acknowledged by duty officer: Nobody came to Radio 2.")
    screen.wait_for("→ offer Stand-up 3 to one of them")  # what to do about the one under the cursor
    screen.press("esc")
    screen.wait_gone("Nobody came")


def test_acknowledging_takes_the_alert_off_the_strip(screen: Driven) -> None:
    screen.press("a")
    screen.wait_for("Acknowledge as duty officer")
    screen.press("called both", "enter")
    screen.wait_for("Acknowledged: Stand-up 5 is promised")
    screen.wait_for("▲ warning Pool 3")
    assert "critical" not in screen.text
    screen.press("!")
    screen.wait_for("Acknowledged by duty officer: Stand-up 5")
    screen.wait_for("a acknowledge")
    screen.press("end", "up")
    screen.wait_for("a take back")  # the key does that here
    screen.press("enter")
    screen.wait_for("duty officer, called both")


def test_an_acknowledgement_thought_better_of_is_none(screen: Driven) -> None:
    screen.press("a")
    screen.wait_for("Acknowledge as duty officer")
    screen.press("esc")
    screen.wait_gone("Acknowledge as duty officer")
    assert "critical Stand-up 5" in screen.text


def test_a_read_only_view_says_why_it_does_not_acknowledge(tmp_path: Path) -> None:
    with Driven(tmp_path, "busy", "--read-only") as terminal:
        terminal.wait_for("of Norway")
        terminal.press("a")
        terminal.wait_for("this is a read-only view")
        assert "critical Stand-up 5" in terminal.text
        terminal.press("!")
        terminal.wait_for("Esc back")
        assert "a acknowledge" not in terminal.text


def test_time_travel_is_framed_scrubs_and_returns(screen: Driven) -> None:
    screen.press("left")
    screen.wait_for("Only while another time is shown")
    screen.press("t")
    screen.wait_for("Show the board at")
    screen.wait_for("for example tomorrow 07:00")  # no default: Enter asks for one
    screen.press("enter")
    screen.wait_for("Type a time: ")
    screen.press("half past", "enter")
    screen.wait_for("is not a time")
    screen.press("esc")
    screen.wait_gone("Show the board at")
    screen.press("end")
    screen.wait_gone("14:15 ")
    screen.press("t")
    screen.wait_for("Show the board at")
    screen.press("-15m", "enter")
    screen.wait_for("NOT NOW: this is Wed 25 June 14:17")
    screen.wait_for("14:15 ")  # what is on then is in sight, wherever one had scrolled to
    screen.press("t")
    screen.wait_for("Show the board at")
    screen.press("tomorrow 07:00", "enter")
    screen.wait_for("NOT NOW: this is Thu 26 June 07:00, as planned. Now it is Wed 14:32.")
    assert screen.line_with("┏")
    screen.press("right")
    screen.wait_for("NOT NOW: this is Thu 26 June 07:15")
    screen.press("esc")
    screen.wait_gone("NOT NOW")
    assert "┏" not in screen.text


def test_zoom_gives_one_panel_the_screen_and_back(screen: Driven) -> None:
    screen.press("z")
    screen.wait_gone("── Hours")
    screen.wait_for("delayed 20 min")
    screen.press("tab")
    screen.wait_for("double-booked")
    screen.press("esc")
    screen.wait_for("── Hours")


def test_copying_sends_the_sentence_and_shows_it(screen: Driven) -> None:
    screen.press("y")
    screen.wait_for("Copied: Press conference by the Prime Minister of Norway")
    assert b"\x1b]52;c;" in screen.output


def test_a_small_terminal_shows_one_panel_at_a_time(tmp_path: Path) -> None:
    with Driven(tmp_path, cells=40, lines=15) as terminal:
        terminal.wait_for("PM Norway")
        assert "Hours" not in terminal.text
        assert "Wed 14:32" in terminal.text
        for name in ("Booths", "Pools", "Alerts", "What changed", "Sources", "Hours", "Press conferences"):
            terminal.press("tab")
            terminal.wait_for(name)


def test_a_first_start_says_what_to_do(tmp_path: Path) -> None:
    with Driven(tmp_path, "empty") as terminal:
        terminal.wait_for("No source is configured yet: opsdash check")
        terminal.press("enter")
        terminal.wait_for("Enter")
        terminal.press("y")
        terminal.wait_for("Nothing is selected")


def test_stale_data_is_marked_on_each_panel_and_a_missing_poller_named(tmp_path: Path) -> None:
    with Driven(tmp_path, "stale") as terminal:
        terminal.wait_for("No poller is running: data from 14:20.")
        terminal.settle()
        assert terminal.text.count("stale 12 min") == 4
        assert terminal.line_with("── Hours").count("stale") == 1  # the one beside it; hours are configured
        said = f"Cannot write /srv/{'media/' * 10}store: the disk is full; free some space, opsdash tries by itself."
        terminal.show(f"replace(boards.stale(), stuck={said!r})")
        terminal.wait_for("tries by itself.")  # whole, in as many lines as that needs
        terminal.wait_gone("no poller")  # there is one, and it cannot write
        terminal.show("boards.stale()")
        terminal.wait_for("No poller is running: data from 14:20.")
        terminal.wait_gone("tries by itself.")


@pytest.mark.parametrize("theme", ["opsdash-dark", "ansi-dark"])
def test_without_colour_there_is_none_on_the_wire_and_the_cursor_still_shows(tmp_path: Path, theme: str) -> None:
    command = [sys.executable, "-m", "tests.terminal.show", "busy", theme]
    with Terminal(command, env={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for("of Norway")
        terminal.settle()
        assert "● Media Centre open → Thu 02:00" in terminal.text
        codes = {code for found in re.findall(rb"\x1b\[([0-9;]*)m", terminal.output) for code in found.split(b";")}
        assert codes <= {b"", b"0", b"1", b"2", b"7", b"39", b"49"}
        assert b"7" in codes
        terminal.press("!")
        terminal.wait_for("acknowledge")
        assert "Test Summit" in terminal.text, "a box hides what it does not cover"


def test_wide_characters_do_not_move_what_is_beside_them(screen: Driven) -> None:
    screen.show("replace(boards.busy(), spaces=tuple(replace(s, name='国際記者会館') for s in boards.spaces()))")
    screen.wait_for("国")
    for line in screen.text.splitlines():
        assert wcswidth(line.rstrip()) <= 80


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_cleanly_with_the_terminal_put_back(screen: Driven, number: signal.Signals) -> None:
    os.kill(screen.pid, number)
    assert screen.wait_end() == 0
    assert b"\x1b[?1049l" in screen.output
    assert b"\x1b[?25h" in screen.output


def test_it_ends_when_the_terminal_is_gone(screen: Driven) -> None:
    screen.hang_up()
    assert screen.wait_end() == 129


def test_it_ends_when_the_terminal_is_gone_and_nobody_says_so(tmp_path: Path) -> None:
    with Terminal([sys.executable, "-m", "tests.terminal.show", "busy", "--deaf"]) as terminal:
        terminal.wait_for("of Norway")
        terminal.hang_up()
        assert terminal.wait_end() == 129


def test_q_leaves_with_code_0(screen: Driven) -> None:
    screen.press("q")
    assert screen.wait_end() == 0
    assert b"\x1b[?1049l" in screen.output
