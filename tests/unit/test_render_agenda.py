"""The agenda of a day, what it can be narrowed to, one event in words."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from opsdash.board.items import EventItem
from opsdash.render.agenda import (
    Filter,
    agenda_rows,
    day_line,
    days_of,
    event_lines,
    filter_rows,
    first_ahead,
    on_day,
)
from opsdash.render.panels import is_over
from opsdash.render.rows import spans_width
from tests import boards, viewboards

BOARD = viewboards.views()
TODAY = BOARD.now.date()


def said(lines: tuple[tuple[tuple[str, str], ...], ...]) -> list[str]:
    return ["".join(text for text, _ in line).rstrip() for line in lines]


def titles(narrowed: Filter | None = None, days: int = 0) -> list[str]:
    return [item.id.rpartition("/")[2] for item in on_day(BOARD, TODAY + timedelta(days=days), narrowed)]


def test_a_day_holds_its_events_and_no_others() -> None:
    assert titles() == ["e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8"]
    assert titles(days=1) == ["e9"]


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        (Filter("room", "Press Room 1"), ["e2", "e4", "e5"]),
        (Filter("delegation", "Denmark"), ["e4"]),
        (Filter("coverage", "Host TV"), ["e2", "e3", "e5"]),
        (Filter("coverage", "streamed"), ["e3", "e5"]),
        (Filter("coverage", "pool only"), ["e4"]),
    ],
)
def test_narrowed_to_a_room_a_delegation_or_coverage(narrowed: Filter, found: list[str]) -> None:
    assert titles(narrowed) == found


def test_everything_it_can_be_narrowed_to_is_offered_with_its_number() -> None:
    rows = {row.id: [cell.text for cell in row.cells] for row in filter_rows(BOARD.programme)}
    assert rows["room:Press Room 1"] == ["Press Room 1", "3 events"]
    assert rows["delegation:Iceland"] == ["Iceland", "1 event"]
    assert rows["coverage:by invitation"] == ["by invitation", "1 event"]
    headings = [row.cells[0].text for row in filter_rows(BOARD.programme) if row.heading]
    assert headings == ["Rooms", "Delegations", "Who may come, who sends"]


def test_a_line_parts_what_is_over_from_the_rest_today_only() -> None:
    rows = agenda_rows(on_day(BOARD, TODAY, None), TODAY, BOARD)
    assert [row.id or row.cells[0].text for row in rows][:3] == ["event/api/e1", "▼ now", "event/api/e2"]
    then = msgspec.structs.replace(BOARD, asked=BOARD.now - timedelta(days=1))
    assert agenda_rows(on_day(BOARD, TODAY, None), TODAY, then)[1].cells[0].text == f"▼ {BOARD.now:%a %H:%M}"
    tomorrow = TODAY + timedelta(days=1)
    assert all(row.id for row in agenda_rows(on_day(BOARD, tomorrow, None), tomorrow, BOARD))


def test_what_was_off_in_the_first_of_two_equal_hours_is_over_in_the_second() -> None:
    brussels = ZoneInfo("Europe/Brussels")
    first = datetime(2025, 10, 26, 2, 45, tzinfo=brussels)
    second = datetime(2025, 10, 26, 2, 15, tzinfo=brussels, fold=1)
    item = msgspec.structs.replace(BOARD.programme[0], phase="off", start=first, end=None)
    assert is_over(item, second)
    assert not is_over(item, second.replace(fold=0))


def test_the_cursor_begins_at_what_is_not_over() -> None:
    assert first_ahead(on_day(BOARD, TODAY, None), BOARD.now) == "event/api/e2"
    assert first_ahead(on_day(BOARD, TODAY, None)[:1], BOARD.now) == "event/api/e1"
    assert first_ahead((), BOARD.now) == ""


@pytest.mark.parametrize("cells", [40, 80, 200])
def test_the_days_are_named_with_the_shown_one_in_brackets(cells: int) -> None:
    line = day_line(days_of(BOARD), TODAY, TODAY, cells)
    assert spans_width(line) == cells
    assert "[today, Wed 25 June]" in "".join(text for text, _ in line)
    other = day_line(days_of(BOARD), TODAY + timedelta(days=1), TODAY, cells)
    assert "[Thu 26 June]" in "".join(text for text, _ in other)


def test_an_event_in_words_says_what_moved_and_what_clashes() -> None:
    items = {item.id.rpartition("/")[2]: item for item in BOARD.programme}
    moved = said(event_lines(items["e3"], BOARD.now, 80, 9))
    assert moved[0] == "○ scheduled  15:15–15:45  Press Room 2"
    assert "moved 14:30 to 15:15, Press Room 3 to Press Room 2" in moved
    late = said(event_lines(items["e4"], BOARD.now, 200, 9))
    assert late[0].startswith("▲ delayed 30 min  15:30–16:10  Press Room 1")
    assert any(line.startswith('▲ Clashes with "Press conference by the Secretary General"') for line in late)
    vague = said(event_lines(items["e8"], BOARD.now, 80, 9))
    assert "early evening" in vague[0]
    assert "not official: ask the delegation" in vague[-1]


def test_a_board_without_a_programme_has_today() -> None:
    assert days_of(boards.empty()) == (TODAY,)


def test_what_runs_past_midnight_stays_on_the_agenda_of_the_new_day() -> None:
    night = {"day": TODAY - timedelta(days=1)}
    items = {
        phase: msgspec.structs.replace(boards.programme()[0], id=phase, phase=phase, **night)
        for phase in ("now", "past", "off")
    }  # fmt: skip
    board = boards.busy(programme=tuple(items.values()))
    assert [item.id for item in on_day(board, TODAY, None)] == ["now"]


def test_what_has_no_day_yet_belongs_to_today() -> None:
    item = msgspec.structs.replace(boards.programme()[0], day=None)
    board = boards.busy(programme=(item,))
    assert on_day(board, TODAY, None) == (item,)
    assert on_day(board, TODAY + timedelta(days=1), None) == ()


def night() -> tuple[EventItem, ...]:
    """After midnight: moved there from today; moved to the morning; in the night, and after it."""
    first = msgspec.structs.replace(boards.programme()[0], phase="later", state="scheduled", day=TODAY, end=None)

    def item(key: str, clock: str, days: int, **fields: Any) -> EventItem:
        day = TODAY + timedelta(days=days)
        return msgspec.structs.replace(first, id=key, day=day, start=boards.at(clock, days), when=clock, **fields)

    return (
        item("evening", "23:30", 0),
        msgspec.structs.replace(item("late", "00:10", 1, scheduled=boards.at("23:50")), day=TODAY),
        item("moved", "00:15", 1, was_start=boards.at("23:45"), moved="moved Wed 25 June 23:45 to 00:15"),
        item("last", "05:59", 1),
        item("morning", "06:00", 1),
        item("away", "10:00", 1, was_start=boards.at("22:00"), moved="moved Wed 25 June 22:00 to 10:00"),
    )


def test_the_night_after_a_day_belongs_to_it_and_nothing_moved_away_vanishes() -> None:
    board = boards.busy(programme=night())
    items = on_day(board, TODAY, None)
    assert [item.id for item in items] == ["evening", "late", "moved", "last", "away"]
    rows = agenda_rows(items, TODAY, msgspec.structs.replace(board, now=boards.at("22:30")))
    assert [row.id or row.cells[0].text for row in rows] == [
        "▼ now", "evening", "after midnight, Thu 26 June", "late", "moved", "last", "moved to Thu 26 June", "away",
    ]  # fmt: skip
    tomorrow = on_day(board, TODAY + timedelta(days=1), None)
    assert [item.id for item in tomorrow] == ["moved", "last", "morning", "away"]


def test_what_was_due_yesterday_and_is_still_to_come_is_on_the_agenda_of_the_new_day() -> None:
    board = boards.busy(programme=night()[1:2], now=boards.at("00:05", 1))
    assert [item.id for item in on_day(board, TODAY + timedelta(days=1), None)] == ["late"]
