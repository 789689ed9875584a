"""Rooms by time: bars, clashes below one another, traces of what was moved, what has no clock time."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsdash.board.board import board_at
from opsdash.board.items import EventItem
from opsdash.model import PressEvent
from opsdash.render.axis import Axis
from opsdash.render.canvas import Picture
from opsdash.render.rooms import day_axis, label_cells, legend, rooms_picture
from opsdash.render.rows import spans_width
from opsdash.snapshot import Change, Desk, Snapshot
from opsdash.timing import apart
from tests import boards
from tests.support import ZONE, feed, venue
from tests.unit.test_render_cells import AWKWARD

at = boards.at
NOW, DAY = boards.NOW, boards.NOW.date()


def event(key: str, start: str, end: str = "", **fields: Any) -> EventItem:
    item = EventItem(
        id=f"event/x/{key}", title=fields.pop("title", key), day=DAY, start=at(start), when=start, room="Room A",
        end=at(end) if end else None,
    )  # fmt: skip
    return msgspec.structs.replace(item, **fields)


def drawn(*items: EventItem, cells: int = 80, selected: str = "") -> Picture:
    """Over an axis of ten-minute cells from 14:00 on; names take the first 10 cells."""
    return rooms_picture(items, Axis(at("14:00"), 10, cells - 10, ZONE), NOW, cells, selected)


def lines(picture: Picture) -> list[str]:
    return ["".join(said for said, _ in line) for line in picture.lines]


def test_an_event_is_a_bar_from_its_start_to_its_end_with_state_and_title() -> None:
    picture = drawn(event("Remarks", "15:00", "17:00", state="live", tone="good"))
    (line,) = lines(picture)
    assert line.startswith("Room A    ┊  │  ")
    assert line[16:].startswith("►Remarks live")
    spot = picture.spots["event/x/Remarks"]
    assert (spot.first, spot.last) == (16, 28)


def test_a_bar_longer_than_its_words_is_filled_to_its_end_and_no_further() -> None:
    (line,) = lines(drawn(event("E", "15:00", "17:00")))
    assert line[16:30] == "○E──────────┊ "


def test_an_end_nobody_published_is_drawn_otherwise() -> None:
    (line,) = lines(drawn(event("E", "15:00")))
    assert line[16:20] == "○E╌ "


def test_words_longer_than_the_bar_go_on_beside_it_and_stop_before_the_next() -> None:
    first = event("Press conference of many words", "15:00", "15:30")
    second = event("Second", "17:00", "17:30")
    (line,) = lines(drawn(first, second))
    assert line[16:28] == "○Press con… "
    assert line[28:].startswith("○Second")


def test_events_at_the_same_time_in_one_room_stand_below_one_another_and_are_marked() -> None:
    one = event("One", "15:00", "16:00", clashes=("Clashes with Two.",), tone="warn")
    two = event("Two", "15:30", "16:30", clashes=("Clashes with One.",), tone="warn")
    first, second = lines(drawn(one, two))
    assert "○■One" in first
    assert second.startswith(" ■ clash ")
    assert "○■Two" in second
    assert second.index("○") == 10 + 9


def test_events_that_touch_share_a_line() -> None:
    assert len(lines(drawn(event("One", "15:00", "15:30"), event("Two", "15:30", "16:00")))) == 1


def test_a_moved_event_leaves_a_trace_where_it_was_in_its_old_room() -> None:
    moved = event("Belgium", "17:15", "17:45", room="Room B", was_start=at("16:30"), was_room="Room A",
                  moved="moved 16:30 to 17:15, Room A to Room B")  # fmt: skip
    old, new = lines(drawn(moved))
    assert old.startswith("Room A")
    assert old[10 + 15 :].startswith("was 16:30: Belgium, now 17:15, Room B")
    assert new.startswith("Room B")
    assert "○Belgium" in new


def test_a_trace_gives_way_to_what_is_there_now() -> None:
    moved = event("Belgium", "17:15", "17:45", room="Room B", was_start=at("16:30"), was_room="Room A")
    there = event("Norway", "16:30", "17:00")
    old, _ = lines(drawn(moved, there))
    assert "was" not in old
    assert "○Norway" in old


def test_a_delayed_event_says_by_how_much_and_shows_where_it_was() -> None:
    late = event("Estonia", "16:00", "16:30", scheduled=at("15:00"), delay=60, state="delayed", tone="warn")
    (line,) = lines(drawn(late))
    assert "▲Estonia +60 min" in line
    assert line[16:].startswith("┄┄┄   ▲")
    assert line.index("▲") == 10 + 12


def test_a_cancelled_and_a_tentative_event_are_told_apart_without_colour() -> None:
    off = event("Off", "15:00", "15:30", state="cancelled", phase="off", tone="bad")
    perhaps = event("Perhaps", "18:00", "18:30", state="tentative", tone="unknown")
    (line,) = lines(drawn(off, perhaps))
    assert "×Off cancelled" in line
    assert "◌Perhaps tentative" in line


def test_what_has_no_clock_time_is_listed_as_published() -> None:
    picture = drawn(event("Huddle", "18:00", exact=False, when="early evening", state="tentative"))
    said = lines(picture)
    assert said[1].startswith("Without a clock time, as published")
    assert said[2].startswith("◌ tentative  early evening  Huddle  Room A")
    assert "○" not in said[0]
    assert picture.spots["event/x/Huddle"].line == 2


def test_an_event_past_midnight_reaches_the_edge_of_its_day_and_beyond() -> None:
    late = msgspec.structs.replace(event("Night", "23:30"), end=at("01:00", 1))
    axis = Axis(at("22:00"), 10, 30, ZONE)
    picture = rooms_picture((late,), axis, NOW, 40)
    spot = picture.spots["event/x/Night"]
    assert (spot.first, spot.last) == (10 + 9, 10 + 18)


def test_what_is_on_another_day_is_drawn_where_it_lies_on_the_axis() -> None:
    """A room that is taken at 00:30 must not look empty on the board of the evening."""
    evening = event("Evening", "23:00", "23:30")
    night = msgspec.structs.replace(event("Night", "23:30", room="Room B"), start=at("00:30", 1), end=at("01:00", 1))
    away = msgspec.structs.replace(night, id="event/x/Away", start=at("23:00", 1), was_start=at("22:30"), room="Room C")
    noon = msgspec.structs.replace(night, id="event/x/Noon", start=at("12:00", 1), room="Room D")
    axis = Axis(at("22:00"), 10, 50, ZONE)
    picture = rooms_picture((evening,), axis, NOW, 60, "", (evening, night, away, noon))
    drawn_lines = lines(picture)
    assert [line[:6] for line in drawn_lines] == ["Room A", "Room B", "Room C"]
    assert drawn_lines[1][10 + 15 :].startswith("○Ni")
    assert drawn_lines[2][10 + 3 :].startswith("was 22:30")
    assert list(picture.spots) == [evening.id], "the cursor stands on what the list holds"


def test_the_axis_of_a_day_reaches_into_its_night_and_no_further() -> None:
    evening = event("Evening", "20:00", "20:30")
    night, noon = (msgspec.structs.replace(evening, start=at(clock, 1), end=None) for clock in ("04:00", "12:00"))
    wide = day_axis((evening, night, noon), DAY, at("03:30", 1), 60, ZONE)
    assert wide.start <= at("04:00", 1) < wide.end <= at("06:00", 1)


def test_rooms_keep_their_lines_while_the_axis_moves() -> None:
    items = (event("Early", "08:00", "08:30", room="Atrium"), event("Late", "15:00", "16:00"))
    assert [line[:7] for line in lines(drawn(*items))] == ["Atrium ", "Room A "]


def test_the_cursor_goes_in_the_order_of_the_programme() -> None:
    items = (
        event("a", "15:00", "16:00", room="Room Z"), event("b", "15:30", "16:00", room="Room A"),
        event("c", "16:00", exact=False, room=""), event("d", "17:00", "18:00", room="Room Z"),
    )  # fmt: skip
    assert [key[-1] for key in drawn(*items).spots] == ["a", "b", "c", "d"]


def test_the_whole_day_is_shown_where_there_is_room_else_what_is_near() -> None:
    items = (event("a", "08:20", "09:00"), event("b", "14:00", "14:30"), event("c", "21:00", "22:00"))
    wide = day_axis(items, DAY, NOW, 190, ZONE)
    assert wide.start == at("08:00")
    narrow = day_axis(items, DAY, NOW, 60, ZONE)
    assert narrow.start == at("11:00")
    assert day_axis(items, DAY, at("08:20"), 60, ZONE).start == at("08:00")
    assert day_axis(items, DAY, at("21:00"), 60, ZONE).end >= at("22:00")
    assert day_axis((), DAY, NOW, 60, ZONE).start == at("08:00")


def test_the_axis_moves_by_hours_not_by_minutes() -> None:
    items = (event("a", "08:20", "09:00"), event("c", "21:00", "22:00"))
    starts = [day_axis(items, DAY, at(f"14:{minute:02}"), 60, ZONE).start for minute in range(20, 60)]
    assert len(set(starts)) <= 2


def test_on_the_night_of_a_clock_change_lengths_are_real_minutes() -> None:
    brussels = ZoneInfo("Europe/Brussels")

    def utc(hour: int, minute: int = 0) -> datetime:
        """On 26 October 2025 the clocks of Brussels go back at 01:00 UTC, from 03:00 to 02:00."""
        return datetime(2025, 10, 26, hour, minute, tzinfo=UTC).astimezone(brussels)

    def timed(key: str, start: datetime, end: datetime | None = None, was: datetime | None = None) -> EventItem:
        return msgspec.structs.replace(event(key, "14:00"), start=start, end=end, was_start=was)

    night = timed("Night", utc(0, 30), utc(3, 30))  # 02:30 to 04:30 by the clock, three hours
    late = timed("Late", utc(0, 50), was=utc(0, 20))  # its end: 02:20, for the second time
    items, day = (night, late), utc(3).date()
    axis = Axis(utc(0), 10, 70, "Europe/Brussels")
    spots = rooms_picture(items, axis, utc(0), 80).spots
    assert (spots[night.id].first, spots[night.id].last) == (10 + 3, 10 + 21)
    assert (spots[late.id].first, spots[late.id].last) == (10 + 5, 10 + 8)
    long = timed("Long", utc(0, 30), utc(21, 30))
    axes = [day_axis((long,), day, utc(0) + timedelta(minutes=n), 60, "Europe/Brussels") for n in range(0, 240, 10)]
    assert all(axis.start.timestamp() >= utc(0).timestamp() for axis in axes), "02:00 comes twice: the first"
    latest = day_axis((long,), day, utc(22), 60, "Europe/Brussels")
    assert 0 <= apart(latest.end, long.end or NOW).total_seconds() <= 3600


def test_the_board_says_from_where_an_event_was_moved() -> None:
    now = venue("2025-06-25T14:32")
    record = PressEvent(id="event/x/e", title="E", start=venue("2025-06-25T17:15"), room="Room B")
    seen = venue("2025-06-25T14:20")
    changes = tuple(
        Change(
            id=record.id, title="E", seen=seen, generation=1, field=field, old=old, new=new, what="changed"
        )
        for field, old, new in (
            ("start", "2025-06-25T14:30:00Z", "2025-06-25T15:15:00Z"), ("room", "Room A", "Room B"),
        )
    )  # fmt: skip
    (item,) = board_at(Snapshot(feed=feed(record, changes=changes)), Desk(), now).programme
    assert (item.was_start, item.was_room) == (at("16:30"), "Room A")


@given(
    st.lists(
        st.tuples(st.sampled_from([*AWKWARD, "Press conference by the Prime Minister of Norway"]),
                  st.integers(0, 1439), st.integers(0, 300), st.sampled_from(("Room A", "Room 日本", "שלום", "")),
                  st.booleans(), st.booleans()),
        max_size=8,
    ),
    st.integers(40, 300),
    st.integers(0, 1439),
)  # fmt: skip
def test_every_line_fills_its_width_exactly(
    made: list[tuple[str, int, int, str, bool, bool]], cells: int, minute: int
) -> None:
    items = tuple(
        event(f"{n}", _clock(start), _clock(min(start + length, 1439)) if length else "", title=title, room=room,
              exact=exact, clashes=("x",) if clash else (), was_start=at("09:00") if clash else None)
        for n, (title, start, length, room, exact, clash) in enumerate(made)
    )  # fmt: skip
    axis = day_axis(items, DAY, at(_clock(minute)), cells - label_cells(cells), ZONE)
    picture = rooms_picture(items, axis, NOW, cells, "event/x/0")
    for line in (*picture.head, *picture.lines, legend(boards.busy(), cells)):
        assert spans_width(line) == cells
    for spot in picture.spots.values():
        assert 0 <= spot.first < spot.last <= cells
        assert spot.line < len(picture.lines)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@pytest.mark.parametrize("clock", ["14:32", "14:39"])
def test_the_line_at_now_moves_with_its_cell_only(clock: str) -> None:
    items = (event("E", "14:00", "16:00"),)
    axis = Axis(at("14:00"), 10, 30, ZONE)
    assert rooms_picture(items, axis, at(clock), 40) == rooms_picture(items, axis, at("14:30"), 40)


def test_the_line_at_now_stands_in_a_bar_but_not_in_its_words() -> None:
    (long,) = lines(drawn(event("E", "14:00", "16:00")))
    assert long[10:22] == "○E─│────────"
    (words,) = lines(drawn(event("Words", "14:00", "16:00")))
    assert "○Words" in words
