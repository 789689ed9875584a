"""The muster board, the changes and the sources on a real terminal, with the count of keys that a task takes."""

from pathlib import Path

import pytest
from wcwidth import wcswidth

from tests.terminal.driven import SIZES, Driven

VIEWS = {"pools": "5", "changes": "7", "sources": "8"}


@pytest.mark.parametrize(("cells", "lines"), SIZES)
def test_who_is_missing_from_the_next_pool_is_one_key(tmp_path: Path, cells: int, lines: int) -> None:
    with Driven(tmp_path, cells=cells, lines=lines) as terminal:
        terminal.wait_for("of Norway")
        terminal.press("5")
        terminal.wait_for("━━ ▲ Pool 3" if cells > 100 else "── ▲ Pool 3")
        terminal.settle()
        assert "photographer 1 (Nordlys Wire)" in terminal.line_with("missing ")
        assert "camera 2 (Fjord TV)" in terminal.text
        assert "in 8 min" in terminal.text
        assert "Material is shared with all at once." in terminal.text  # to read out
        print("who is missing from the next pool: 1 key (5)")
        terminal.press("y")
        terminal.wait_for("missing photographer 1 (Nordlys Wire), camera 2")


def test_what_moved_in_the_last_20_minutes_is_one_key(screen: Driven) -> None:
    screen.press("7")
    screen.wait_for("more than 20 minutes ago")
    screen.settle()
    lately, earlier = screen.text.split("more than 20 minutes ago")
    assert "14:21" in lately
    assert "moved 14:30 to 14:45, Room A to Room B" in lately
    assert "14:05 Photo opportunity" in earlier
    print("what moved in the last 20 minutes: 1 key (7)")
    screen.press("enter")
    screen.wait_for("Prime Minister of Belgium: starts soon")


def test_what_was_marked_seen_is_no_longer_new(screen: Driven) -> None:
    screen.press("7")
    screen.wait_for("◆ 14:21")
    screen.press("m")
    screen.wait_for("nothing new since 14:32")
    screen.settle()
    assert "◆ 14:21" not in screen.text
    change = "replace(boards.changes()[2], seen=boards.at('14:33'), title='Roof 9')"
    screen.show(f"replace(boards.busy(), now=boards.at('14:33'), changes=({change},) + boards.changes())")
    screen.wait_for("◆ 14:33 Roof 9")
    assert "seen until 14:32" in screen.text
    screen.press("1")
    screen.wait_for("[1 Overview]")
    screen.press("7")
    screen.wait_for("1 new since 14:32")
    screen.wait_for("Roof 9: ")  # under the cursor, which is on what is newest


def test_only_one_kind_of_change_and_all_again(screen: Driven) -> None:
    screen.press("7")
    screen.wait_for("Roof 3")
    screen.press("f")
    screen.wait_for("only press events (Esc: all)")
    assert "Roof 3" not in screen.text
    screen.press("m")
    screen.wait_for("nothing new since 14:32")
    screen.press("1")
    screen.wait_for("[1 Overview]")
    screen.press("7")
    screen.wait_for("only press events (Esc: all)")
    screen.press("esc")
    screen.wait_for("1 new")  # what was not shown was not seen
    assert "◆" in screen.line_with("Roof 3")
    assert "◆ 14:21" not in screen.text
    assert "[7 Changes 1]" in screen.text


def test_a_source_that_fails_says_why_and_the_headlines_how_old_they_are(tmp_path: Path) -> None:
    with Driven(tmp_path, "stale") as terminal:
        terminal.wait_for("of Norway")
        terminal.press("8")
        terminal.wait_for("connection refused")
        terminal.settle()
        assert "stale" in terminal.line_with("api")
        assert "12 min" in terminal.line_with("api")
        assert "10 min ago" in terminal.line_with("Programme of the second day")
        terminal.press("tab", "end", "enter")
        terminal.wait_for("Accreditation: what to bring")


def test_the_cursor_of_a_view_is_kept_and_time_travel_goes_along(screen: Driven) -> None:
    screen.press("5")
    screen.wait_for("▲ Pool 3")
    screen.press("down", "down")
    screen.wait_for("○ Pool 5  later")
    screen.press("t")
    screen.wait_for("Show the board at")
    screen.press("+15m", "enter")
    screen.wait_for("NOT NOW")
    screen.press("1")
    screen.wait_for("[1 Overview]")
    assert "NOT NOW" in screen.text
    screen.press("5")
    screen.wait_for("○ Pool 5  later")
    assert "NOT NOW" in screen.text
    screen.press("esc")
    screen.wait_gone("NOT NOW")
    assert "[5 Pools]" in screen.text


@pytest.mark.parametrize("view", VIEWS)
def test_the_clock_turning_a_minute_costs_little(screen: Driven, view: str) -> None:
    screen.press(VIEWS[view])
    screen.wait_for(f"[{VIEWS[view]} ")
    screen.settle()
    before = screen.written
    screen.show("replace(boards.busy(), now=boards.at('14:33'))")
    screen.wait_for("14:33")
    screen.settle()
    assert screen.written - before < 600


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_wider_than_a_small_terminal(tmp_path: Path, view: str) -> None:
    with Driven(tmp_path, cells=40, lines=15) as terminal:
        terminal.wait_for("Norway")
        terminal.press(VIEWS[view])
        terminal.wait_gone("Norway ")
        terminal.settle()
        assert all(wcswidth(line.rstrip()) <= 40 for line in terminal.text.splitlines())
