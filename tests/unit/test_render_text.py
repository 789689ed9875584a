"""The board as plain text: linear, complete, alerts first."""

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from opsdash.render.text import board_text, brief_text
from tests import boards


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("name", ["busy", "empty", "stale", "trouble"])
def test_no_line_is_wider_than_asked(name: str, width: int) -> None:
    for line in board_text(getattr(boards, name)(), width).splitlines():
        assert cell_len(line) <= width


def test_what_is_needed_comes_in_the_order_of_need() -> None:
    text = board_text(boards.busy())
    order = ["Test Summit", "Wed 25 June 2025, 14:32 CEST", "Data fresh", "ALERTS", "HOURS", "PRESS CONFERENCES",
             "BOOTHS", "POOLS", "SOURCES"]  # fmt: skip
    assert [text.index(word) for word in order] == sorted(text.index(word) for word in order)


def test_every_state_is_a_word_and_absolute_times_are_there() -> None:
    text = board_text(boards.busy())
    for said in ("closing soon  Accreditation Office: until 15:00", "live          14:15", "20 min late",
                 "double-booked Stand-up 5", "4 of 12 TV booths free", "incomplete    14:40  Pool 3"):  # fmt: skip
        assert said.replace("  Pool", " Pool") in text


def test_old_data_says_so_before_anything_else() -> None:
    head = board_text(boards.stale()).split("ALERTS")[0]
    assert "Data stale 12 min" in head
    assert "No poller is running" in head
    assert "connection refused" in board_text(boards.stale())


def test_a_broken_store_is_named_at_the_top() -> None:
    assert "feed.json cannot be read" in board_text(boards.trouble()).split("ALERTS")[0]


def test_colour_is_only_added_when_asked_for() -> None:
    assert "\x1b" not in board_text(boards.busy())
    assert "\x1b[31;1m" in board_text(boards.busy(), colour=True)


def test_one_line_for_a_monitor() -> None:
    assert brief_text(boards.busy()) == (
        "1 critical, 2 warnings: Stand-up 5 is promised to two outlets from 14:30. (data fresh <1 min, 14:32 CEST)"
    )
    assert brief_text(boards.busy(alerts=())).startswith("all well (data fresh")


def test_a_monitor_is_told_first_why_it_is_not_known() -> None:
    warnings = tuple(alert for alert in boards.busy().alerts if alert.severity == "warning")
    old = replace(boards.busy().worst, state="stale", age=720)
    stale = brief_text(boards.busy(alerts=warnings, worst=old))
    assert stale.startswith("not known (data stale 12 min, 14:32 CEST): 2 warnings: "), stale
    broken = brief_text(replace(boards.busy(alerts=()), trouble="feed.json is damaged."))
    assert broken == "not known (data fresh <1 min, 14:32 CEST): feed.json is damaged."


def test_a_first_start_says_what_to_do() -> None:
    assert "opsdash check" in board_text(boards.empty())


def test_the_head_says_how_long_ago_the_store_was_written() -> None:
    written = boards.at("14:02")
    assert "written 14:02, 30 minutes ago" in " ".join(board_text(replace(boards.busy(), written=written)).split())
