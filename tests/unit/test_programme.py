"""The programme: order, states by source and clock, vague times, moves. Case numbers are those of the case list."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from opsdash.board.ahead import planned
from opsdash.board.board import board_at
from opsdash.board.index import index_of
from opsdash.board.items import EventItem
from opsdash.board.programme import event_items
from opsdash.model import PressEvent, Record, Space
from opsdash.render.aloud import event_aloud, moved_aloud
from opsdash.render.detail import detail_of
from opsdash.render.text import board_text
from opsdash.snapshot import Change, Desk, Snapshot
from tests.support import feed, venue

DAY = date(2025, 6, 25)


def at(clock: str, day: str = "2025-06-25") -> datetime:
    return venue(f"{day}T{clock}")


def event(key: str, start: str = "", end: str = "", source: str = "api", **fields: Any) -> PressEvent:
    """An event on 25 June, or on another day with the day before the time."""
    when: dict[str, Any] = {name: venue(text if "T" in text else f"2025-06-25T{text}") for name, text in
            (("start", start), ("end", end)) if text}  # fmt: skip
    return PressEvent(id=f"event/{source}/{key}", title=fields.pop("title", key), **when, **fields)


def board(now: str, *records: Record, changes: tuple[Change, ...] = ()) -> dict[str, EventItem]:
    """The items at `now` by their key, in the board's order."""
    moment = venue(now if "T" in now else f"2025-06-25T{now}")
    items = event_items(index_of(feed(*records, changes=changes)), Desk(), (), moment)
    return {item.id.split("/", 2)[2]: item for item in items}


def seen(now: str, *records: Record) -> tuple[str, str]:
    """State and phase of the first record at `now`."""
    item = board(now, *records)[records[0].key]
    return item.state, item.phase


# order and days


def test_events_are_sorted_by_day_then_time_with_the_cancelled_in_their_place() -> None:
    records = (
        event("late", "17:00"),
        event("off", "12:00", status="cancelled"),
        event("tomorrow", "2025-06-26T08:00"),
        event("early", "09:00"),
        event("gone", "10:00", withdrawn=at("09:30")),
    )
    assert list(board("08:00", *records)) == ["early", "gone", "off", "late", "tomorrow"]
    assert list(board("08:00", *reversed(records))) == ["early", "gone", "off", "late", "tomorrow"]


def test_vague_times_sort_sensibly_and_keep_their_wording() -> None:  # section 4, point 14
    records = (
        event("day", day=DAY, precision="day", wording="in the course of the day"),
        event("13:30", "13:30"),
        event("early pm", day=DAY, precision="part", part="afternoon", wording="early afternoon"),
        event("pm", day=DAY, precision="part", part="afternoon", wording="PM"),
        event("11:45", "11:45"),
        event("evening", day=DAY, precision="part", part="evening"),
        event("16:00", "16:00"),
    )
    items = board("08:00", *records)
    assert list(items) == ["11:45", "pm", "early pm", "13:30", "16:00", "evening", "day"]
    assert [items[key].when for key in ("early pm", "evening", "day", "16:00")] == [
        "early afternoon", "evening", "in the course of the day", "16:00",
    ]  # fmt: skip
    assert [items[key].exact for key in ("early pm", "day", "16:00")] == [False, False, True]
    assert items["day"].start is None, "a day alone has no start to show"


def test_what_is_not_known_here_is_called_by_its_key() -> None:
    item = board("08:00", event("pc", room="space/mc/press-room-1", day=DAY, after="event/mc/Gala"))["pc"]
    assert (item.room, item.when) == ("press-room-1", "after Gala")
    assert item.flags == ('Begins after "Gala", whose time is not known here.',)


def test_upon_conclusion_comes_right_after_its_anchor() -> None:  # "upon conclusion of the meeting"
    records = (
        event("meeting", "14:00", "15:30"),
        event("statement", after="meeting", wording="upon conclusion of the meeting"),
        event("15:45", "15:45"),
        event("15:00", "15:00"),
    )
    items = board("08:00", *records)
    assert list(items) == ["meeting", "15:00", "statement", "15:45"]
    assert items["statement"].when == "upon conclusion of the meeting"
    assert items["statement"].start == at("15:30")
    assert not items["statement"].exact
    late = event("meeting", "14:00", "15:30", expected=at("14:30"))
    assert list(board("08:00", late, *records[1:])) == ["meeting", "15:00", "15:45", "statement"]


def test_one_may_wait_for_another_that_waits() -> None:
    records = (
        event("meeting", "14:00", "15:30"),
        event("second", after="first"),
        event("first", after="meeting"),
        event("15:45", "15:45"),
    )
    items = board("08:00", *records)
    assert list(items) == ["meeting", "first", "second", "15:45"]
    assert items["second"].when == "after first"


def test_about_a_time_says_so_where_no_wording_is_published() -> None:
    assert board("08:00", event("pc", "14:00", precision="about"))["pc"].when == "about 14:00"


def test_upon_conclusion_starts_soon_once_its_anchor_is_over() -> None:
    statement = event("statement", after="meeting", wording="upon conclusion of the meeting")
    meeting = event("meeting", "14:00", "15:30", began=at("14:05"))
    over = event("meeting", "14:00", "15:30", began=at("14:05"), finished=at("15:50"))
    assert seen("15:45", statement, meeting) == ("scheduled", "next")
    assert seen("15:51", statement, over) == ("starts soon", "now")
    off = event("meeting", "14:00", "15:30", status="cancelled")
    assert board("15:51", statement, off)["statement"].flags == ('Follows "meeting", which is cancelled.',)


def test_whoever_waits_for_what_lasts_past_midnight_is_not_over_before_it() -> None:
    meeting = event("meeting", "23:00", status="live")
    chain = event("first", after="meeting", wording="upon conclusion"), event("second", after="first")
    for now in ("23:50", "2025-06-26T00:10", "2025-06-26T04:00"):
        items = board(now, meeting, *chain)
        assert [items[key].state for key in ("meeting", "first", "second")] == ["live", "scheduled", "scheduled"], now
    after = datetime(2025, 6, 26, 0, 10)  # as the venue's clock shows it
    assert event_aloud(items["first"], after) == "scheduled, upon conclusion", "it was to be yesterday, and waits"
    over = msgspec.structs.replace(meeting, status="ended")
    assert seen("2025-06-26T00:12", chain[0], over) == ("starts soon", "now"), "nobody says when the meeting ended"
    assert seen("2025-06-26T02:00", chain[0], over) == ("ended", "past")
    told = msgspec.structs.replace(over, finished=venue("2025-06-26T00:11"))
    item = board("2025-06-26T00:12", chain[0], told)["first"]
    assert event_aloud(item, after) == "starts soon, upon conclusion"
    assert seen("2025-06-26T00:12", event("first", day=DAY, after="x"), meeting) == ("ended", "past"), "of no anchor"
    nowhen = event("meeting", precision="unknown")
    assert seen("2025-06-26T00:12", event("first", day=DAY, after="meeting"), nowhen) == ("ended", "past")


def test_events_that_wait_for_each_other_have_no_time_and_do_no_harm() -> None:
    one, other = event("one", after="other", day=DAY), event("other", after="one", day=DAY)
    items = board("12:00", one, other, event("self", after="self", day=DAY))
    assert [item.phase for item in items.values()] == ["later"] * 3
    assert "not known" in items["one"].flags[0]


def test_an_event_past_midnight_belongs_to_the_day_it_starts() -> None:
    night = event("night", "23:30", "2025-06-26T01:00")
    items = board("2025-06-26T00:30", night, event("next day", "2025-06-26T00:10"))
    assert list(items) == ["night", "next day"]
    assert (items["night"].day, items["night"].state) == (DAY, "live by plan")
    late = event("late", "23:30", "23:50", expected=venue("2025-06-26T00:20"))
    assert board("12:00", late)["late"].day == DAY, "a delay past midnight does not move it to another day"


@pytest.mark.parametrize(
    ("now", "fields", "said", "shown"),
    [
        ("23:40", {"expected": "00:30"}, "delayed, 60 min late, tomorrow at 00:30", "Thu 26 June 00:30 late"),
        ("2025-06-26T00:10", {"expected": "00:30"}, "delayed, 60 min late, today at 00:30", "00:30 late"),
        ("2025-06-26T00:20", {"began": "00:10"}, "live, 40 min late, 00:10", "00:10 late"),
        ("2025-06-26T00:20", {"began": "2025-06-25T23:40"}, "live, 10 min late, yesterday at 23:40",
         "Wed 25 June 23:40 late"),
    ],
)  # fmt: skip
def test_the_day_that_is_said_is_that_of_the_time_it_is_said_with(
    now: str, fields: dict[str, str], said: str, shown: str
) -> None:
    times: dict[str, Any] = {
        field: venue(time if "T" in time else f"2025-06-26T{time}") for field, time in fields.items()
    }
    shot = Snapshot(feed=feed(event("late", "23:30", "23:50", **times)))
    whole = board_at(shot, Desk(), venue(now if "T" in now else f"2025-06-25T{now}"))
    (item,) = whole.programme
    assert event_aloud(item, whole.now) == said
    assert f"{item.state} {shown}" in re.sub(" +", " ", board_text(whole))
    detail = detail_of(whole, item.id)
    assert detail
    time = dict(detail.facts)["time"]
    assert ("Wed 25 June" in time, "Thu 26 June" in time) == ("Wed 25 June" in shown, "Thu 26 June" in shown)


def test_an_end_before_the_start_is_flagged_and_not_trusted() -> None:
    odd = event("odd", "14:00", "13:00")
    item = board("14:10", odd)["odd"]
    assert item.flags == ("Ends before it starts: 14:00 to 13:00.",)
    assert item.end is None
    assert (item.state, item.phase) == ("live by plan", "now")


# states by the source and by the clock


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("13:29", ("scheduled", "next")),
        ("13:30", ("starts soon", "next")),
        ("14:00", ("live by plan", "now")),
        ("14:29", ("live by plan", "now")),
        ("14:30", ("ended", "past")),
    ],
)
def test_without_a_word_from_the_source_the_clock_decides(now: str, expected: tuple[str, str]) -> None:
    assert seen(now, event("pc", "14:00", "14:30")) == expected


def test_without_an_end_it_counts_as_ended_after_the_threshold() -> None:
    assert seen("14:59", event("pc", "14:00")) == ("live by plan", "now")
    assert seen("15:00", event("pc", "14:00")) == ("ended", "past")


def test_a_source_that_says_when_events_begin_is_believed_when_it_does_not() -> None:
    """Where began is reported, silence after the start is a delay, not a live event."""
    before = event("before", "09:00", "09:30", began=at("09:01"), finished=at("09:30"))
    pc = event("pc", "14:00", "14:30")
    assert seen("14:04", pc, before) == ("starts soon", "now")
    assert seen("14:05", pc, before) == ("delayed", "now")
    assert board("14:05", pc, before)["pc"].flags == ("Due at 14:00; not reported as begun.",)
    assert seen("15:29", pc, before) == ("delayed", "now")
    assert seen("15:30", pc, before) == ("ended", "past")
    elsewhere = event("before", "09:00", "09:30", source="other", began=at("09:01"))
    assert seen("14:05", pc, elsewhere) == ("live by plan", "now"), "another source's habits say nothing about this one"


def test_begun_by_the_source_is_live_until_finished() -> None:
    pc = event("pc", "14:00", "14:30", began=at("13:55"))
    assert seen("13:56", pc) == ("live", "now"), "early is live too"
    assert seen("15:29", pc) == ("live", "now"), "past its end, but nobody said it is over"
    assert seen("15:30", pc) == ("ended", "past"), "a source that forgets does not keep it live for ever"
    dayless = event("pc", day=DAY, status="live")
    assert seen("2025-06-26T11:59", dayless) == ("live", "now")
    assert seen("2025-06-26T12:00", dayless) == ("ended", "past")
    assert seen("14:20", event("pc", "14:00", "14:30", began=at("14:01"), finished=at("14:20"))) == ("ended", "past")
    assert seen("14:10", event("pc", "14:00", "14:30", status="ended")) == ("ended", "past")


def test_a_late_beginning_moves_the_end_along() -> None:
    pc = event("pc", "14:00", "14:30", status="live", began=at("15:40"))
    item = board("16:05", pc)["pc"]
    assert (item.state, item.start, item.end) == ("live", at("15:40"), at("16:10"))
    assert (item.scheduled, item.delay) == (at("14:00"), 100)


def test_an_expected_later_start_is_a_delay_with_its_minutes() -> None:
    item = board("13:00", event("pc", "14:00", "14:30", expected=at("14:45")))["pc"]
    assert (item.state, item.delay, item.when, item.tone) == ("delayed", 45, "14:45", "warn")
    assert (item.scheduled, item.end) == (at("14:00"), at("15:15"))
    assert board("13:00", event("pc", "14:00", expected=at("13:30")))["pc"].delay == 0


def test_delayed_and_tentative_stay_so_when_nobody_says_they_began() -> None:
    assert seen("14:10", event("pc", "14:00", "14:30", status="delayed")) == ("delayed", "now")
    assert seen("14:10", event("pc", "14:00", "14:30", status="tentative")) == ("tentative", "now")
    assert seen("14:30", event("pc", "14:00", "14:30", status="tentative")) == ("ended", "past")
    assert seen("13:50", event("pc", "14:00", "14:30", status="tentative")) == ("tentative", "next")


@pytest.mark.parametrize("fields", [
    {"start": "14:00"}, {"start": "14:00", "end": "14:30"}, {"day": DAY, "precision": "part", "part": "morning"},
])  # fmt: skip
def test_a_delay_without_a_new_time_lasts_as_long_as_its_day(fields: dict[str, Any]) -> None:
    """Nobody said that it ended, nor that it began."""
    late = event("pc", status="delayed", **fields)
    assert seen("15:31", late) == ("delayed", "now")
    assert seen("23:59", late) == ("delayed", "now")
    assert seen("2025-06-26T02:00", late) == ("ended", "past"), "a source that forgets it"
    assert seen("2025-06-26T00:31", event("pc", "23:30", status="delayed")) == ("delayed", "now")
    told = event("pc", "14:00", "14:30", status="delayed", expected=at("14:20"))
    assert seen("15:50", told) == ("ended", "past"), "with a new time it is over as others are"


def test_a_delay_that_is_over_without_a_beginning_says_so() -> None:
    late = event("pc", "14:00", "14:30", status="delayed", expected=at("14:12"))
    assert board("14:16", late)["pc"].flags == ()
    assert board("14:17", late)["pc"].flags == ("Due at 14:12; not reported as begun.",)
    assert board("14:17", msgspec.structs.replace(late, began=at("14:14")))["pc"].flags == ()
    ahead = event_items(index_of(planned(feed(late), at("12:00"))), Desk(), (), at("14:17"))
    assert (ahead[0].state, ahead[0].flags) == ("delayed", ()), "of a time to come nobody can have reported"


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_what_is_off_is_off_whatever_the_clock_says(status: Any) -> None:
    off = event("off", "14:00", "14:30", status=status)
    assert seen("14:10", off) == (status, "off")
    assert board("14:10", off)["off"].tone == "warn"
    assert board("14:40", off)["off"].tone == "quiet", "over, nobody need act on it"


def test_withdrawn_is_off() -> None:
    assert seen("14:10", event("off", "14:00", "14:30", withdrawn=at("12:00"))) == ("withdrawn", "off")
    cancelled = event("off", "14:00", "14:30", status="cancelled", withdrawn=at("12:00"))
    item = board("14:10", cancelled)["off"]
    assert (item.state, item.flags) == ("cancelled", ("Its source lists it no more.",)), "what is known stays known"


def test_vague_times_never_say_live() -> None:
    vague = event("pm", day=DAY, precision="part", part="afternoon", wording="early afternoon")
    about = event("about", "14:00", "15:00", precision="about", wording="approximately 14:00")
    assert seen("12:59", vague) == ("scheduled", "next")
    assert seen("13:30", vague) == ("scheduled", "now")
    assert seen("18:00", vague) == ("ended", "past")
    assert seen("13:45", about) == ("starts soon", "next")
    assert seen("14:20", about) == ("scheduled", "now")
    assert board("14:20", about)["about"].when == "approximately 14:00"
    assert seen("15:00", about) == ("ended", "past")


def test_all_that_share_the_next_start_are_next() -> None:
    items = board("12:00", event("a", "14:00"), event("b", "14:00"), event("c", "15:00"), event("o", "13:00",
                  status="cancelled"), event("n", "11:45", "12:30"))  # fmt: skip
    assert {key: item.phase for key, item in items.items()} == {
        "n": "now", "o": "off", "a": "next", "b": "next", "c": "later",
    }  # fmt: skip


def test_a_vague_time_does_not_hide_the_next_certain_one() -> None:
    vague = event("pm", day=DAY, precision="part", part="afternoon", wording="early afternoon")
    items = board("12:00", vague, event("a", "14:00"), event("b", "15:00"))
    assert {key: item.phase for key, item in items.items()} == {"pm": "next", "a": "next", "b": "later"}


def test_clock_changes_do_not_shift_the_states() -> None:
    """26 October 2025, 02:30 happens twice in Amsterdam: an event of one hour lasts one hour."""
    start = datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    pc = PressEvent(id="event/api/pc", title="pc", start=start, end=start + timedelta(hours=1))
    index = index_of(feed(pc))
    states = [event_items(index, Desk(), (), start + timedelta(minutes=m))[0].state for m in (-31, -1, 0, 59, 60)]
    assert states == ["scheduled", "starts soon", "live by plan", "live by plan", "ended"]


# what is shown


def test_s15_not_official_events_say_whom_to_ask() -> None:  # S15
    flags = board("12:00", event("bilateral", "14:00", official=False))["bilateral"].flags
    assert flags == ("Not on the official programme: ask the delegation.",)


def test_rooms_show_their_names_and_say_when_they_are_out_of_service() -> None:
    room = Space(id="space/api/r1", name="Briefing Room 1", in_service=False, reason="water")
    item = board("12:00", event("pc", "14:00", room="r1"), room)["pc"]
    assert item.room == "Briefing Room 1"
    assert item.flags == ("Briefing Room 1 is out of service: water.",)
    assert board("12:00", event("pc", "14:00", room="Lobby"))["pc"].room == "Lobby"


def change(field: str, old: Any, new: Any, seen: str) -> Change:
    return Change(
        id="event/api/pc", title="pc", what="changed", seen=at(seen), generation=1, field=field, old=old, new=new
    )


def test_moves_are_told_in_words_while_they_are_recent() -> None:  # section 4, point 5
    rooms = (Space(id="space/api/a", name="Room A"), Space(id="space/api/b", name="Room B"))
    pc = event("pc", "17:15", room="b")
    moves = (
        change("start", "2025-06-25T14:30:00Z", "2025-06-25T15:15:00Z", "12:00"),
        change("room", "a", "b", "12:00"),
    )
    assert board("12:00", pc, *rooms, changes=moves)["pc"].moved == "moved 16:30 to 17:15, Room A to Room B"
    assert board("13:59", pc, *rooms, changes=moves)["pc"].moved
    assert board("14:00", pc, *rooms, changes=moves)["pc"].moved == ""
    assert board("11:59", pc, *rooms, changes=moves)["pc"].moved == "", "not yet seen at that time"


def test_a_move_there_and_back_is_none() -> None:
    pc = event("pc", "16:30")
    there = change("start", "2025-06-25T14:30:00Z", "2025-06-25T15:15:00Z", "12:00")
    back = change("start", "2025-06-25T15:15:00Z", "2025-06-25T14:30:00Z", "12:20")
    assert board("12:30", pc, changes=(there, back))["pc"].moved == ""


def test_a_move_to_another_day_names_the_day() -> None:
    pc = event("pc", "2025-06-26T17:15")
    moved = change("start", "2025-06-25T14:30:00Z", "2025-06-26T15:15:00Z", "12:00")
    assert board("12:30", pc, changes=(moved,))["pc"].moved == "moved Wed 25 June 16:30 to Thu 26 June 17:15"
    same = change("start", "2025-06-25T15:15:00Z", "2025-06-26T15:15:00Z", "12:00")
    item = board("12:30", pc, changes=(same,))["pc"]
    assert item.moved == "moved Wed 25 June 17:15 to Thu 26 June 17:15"
    assert moved_aloud(item) == "Moved from Wed 17:15 to Thu 17:15."


def test_an_event_whose_time_had_to_be_assumed_says_so_itself() -> None:
    assert board("14:00", event("x", "15:00", doubt="Its time zone is not known."))["x"].flags == (
        "Its time zone is not known.",
    )
