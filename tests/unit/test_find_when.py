"""Questions that name a time: what is so then is the answer, and how it is now never stands for it."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from opsdash.demo.scenario import Scenario
from opsdash.find.clocktime import clock_of
from opsdash.find.question import question_of
from opsdash.joinspec import Join
from opsdash.model import Booking, Pool, Space
from opsdash.parts import AccessWindow
from opsdash.snapshot import Change
from tests.support import feed, site, venue
from tests.unit.test_find import SPEC, Desk1, desk, speech

TODAY = date(2025, 6, 25)


def at(hour: int, minute: int = 0) -> Desk1:
    """The demo's desk at a venue time of 25 June 2026."""
    now = datetime(2026, 6, 25, hour - 2, minute, tzinfo=UTC)
    return Desk1(feed(*Scenario(1, now).records_at(now), at=site(zone="Europe/Brussels", sources=(SPEC,))), now)


@pytest.fixture(scope="module")
def demo() -> Desk1:
    return at(14, 2)


@pytest.mark.parametrize(
    ("asked", "title", "said"),
    [
        ("outdoor stand-up in one hour", "Outdoor Stand-up 5", "At Thu 25 June 15:02: Outdoor Stand-up 5 is free then"),
        ("booth free in 30 minutes", "TV Booth 5", "At Thu 25 June 14:32: No TV booth is known to be free for 1 h"),
        ("catering in one hour", "Catering", "At Thu 25 June 15:02: Catering: closed; opens 16:30"),
        ("catering 90 min from now", "Catering", "At Thu 25 June 15:32: Catering: opens 16:30"),
        ("booth for 2 hours in 1 hour", "TV Booth 5", "At Thu 25 June 15:02: TV Booth 5 is free then, long enough for"),
        ("press room 1 in 2 hours", "Press Room 1", "At Thu 25 June 16:02: Press Room 1, Press corridor, level 1: occ"),
    ],
)
def test_so_long_from_now_is_asked_of_then(demo: Desk1, asked: str, title: str, said: str) -> None:
    assert demo.first(asked).title == title
    assert demo.says(asked).startswith(said)


@pytest.mark.parametrize(
    ("asked", "title", "said"),
    [
        ("press room 1 tomorrow", "Press Room 1", "Nothing is booked in Press Room 1 tomorrow, as far as is known."),
        ("press room 1 tonight", "Press Room 1", "At Thu 25 June 18:00: Press Room 1 tonight from 18:00 on: 19:30 to "),
        ("press room 1 yesterday", "Press Room 1", "Nothing was booked in Press Room 1 yesterday, as far as is known."),
        ("press room 2 tomorrow", "Press Room 2", "Press Room 2 tomorrow: early afternoon Press conference by the P"),
        ("tv studio 1 tomorrow", "TV Studio 1", "TV Studio 1 tomorrow: 14:00 to 15:00 Marigold TV."),
        ("van bay 1 tomorrow", "Van Bay 1", "Van Bay 1 tomorrow: Wed 13:00 to Sat 02:00 Fjord TV."),
        ("tv booth all day tomorrow", "TV Booth 1", "TV Booth 1 has no booking tomorrow from 08:00 on, long enough fo"),
        ("booth tomorrow evening", "TV Booth 1", "TV Booth 1 has no booking tomorrow from 18:00 on, long enough for"),
        ("radio booth tonight", "Radio Booth 1", "At Thu 25 June 18:00: Radio Booth 1 is free then"),
        ("pool 4 tomorrow", "Pool 4", "Nothing is known of Pool 4 tomorrow."),
        ("norway tomorrow", "Prime Minister of Norway", "Prime Minister of Norway, Fri 26 June: nothing on the prog"),
        ("zeppelin catering tomorrow", "Catering", "Not found: “zeppelin”. Catering, tomorrow, Fri 26 June: open 12"),
        ("wifi tomorrow", "What is the network?", "The network's name"),
        ("catering day after tomorrow", "Catering", "Catering, Sat 27 June:"),
        (
            "what is on tomorrow",
            "Doorstep statement by the Secretary General of the Summit",
            "Doorstep statement by the",
        ),
        ("last shuttle tomorrow", "Shuttle", "Shuttle, tomorrow, Fri 26 June: open"),
    ],
)
def test_of_another_day_that_days_doings_are_told(demo: Desk1, asked: str, title: str, said: str) -> None:
    assert demo.first(asked).title == title
    assert demo.says(asked).startswith(said)


@pytest.mark.parametrize(
    ("asked", "title", "said"),
    [
        ("booth until 18:00", "TV Booth 5", "No TV booth is known to be free for 3 h 58 min now; TV Booth 5 is"),
        ("briefing room until 17:00", "Press Room 4", "No briefing room is known to be free for 2 h 58 min now; Pres"),
        ("tv booth until six", "TV Booth 5", "No TV booth is known to be free for 3 h 58 min now; TV Booth 5 is"),
        ("press room 1 until 17:00", "Press Room 1", "Press Room 1 today until 17:00: 13:46 to 14:26 Press conferenc"),
        ("booth tomorrow until 18:00", "TV Booth 1", "TV Booth 1 has no booking tomorrow from 08:00 on, long enough f"),
        ("catering before 12", "Catering", "Catering, tomorrow, Fri 26 June: open 12:00 to 14:45"),
        ("catering before 18:00", "Catering", "Catering: open until 14:45, in 43 min; last entry 14:35; opens again"),
        ("catering after 15:00", "Catering", "At Thu 25 June 15:00: Catering: closed; opens 16:30"),
        ("catering by 15:00", "Catering", "At Thu 25 June 15:00: Catering: closed; opens 16:30"),
        ("press conference after 19:00", "Closing press conference by the President of the Summit",
         "At Thu 25 June 19:00: Closing press conference by the President of the Summit: starts soon"),
        ("is catering open tonight", "Catering", "At Thu 25 June 18:00: Catering: open until 19:00"),
        ("catering this morning", "Catering", "Catering, Thu 25 June: open 12:00 to 14:45"),
        ("catering in the morning", "Catering", "Catering, tomorrow, Fri 26 June: open"),
        ("press conference tonight", "Closing press conference by the President of the Summit", "At Thu 25 June 18"),
        ("press conference this morning", "Programme",
         "Nothing that matches “press conference” is known to be on the programme this morning."),
        ("polder tv tonight", "Polder TV", "At Thu 25 June 18:00: Polder TV. Then: Van Bay 2"),
        ("booth after 14:00", "TV Booth 5", "No TV booth is known to be free for 1 h now; TV Booth 5 is free from"),
        ("catering after 12", "Catering", "Catering: open until 14:45"),
        ("press room 2 tomorrow afternoon", "Press Room 2", "Press Room 2 tomorrow afternoon: early afternoon Press"),
        ("press room 1 monday morning", "Press Room 1", "Nothing is booked in Press Room 1 on Monday 29 June in the"),
        ("cancelled tonight", "Programme", "At Thu 25 June 18:00: Nothing on the programme tonight from 18:00 on is"),
        ("catering tomorrow at 7 in the evening", "Catering", "At Fri 26 June 19:00: Catering:"),
    ],
)  # fmt: skip
def test_a_stretch_of_a_day_is_no_moment(demo: Desk1, asked: str, title: str, said: str) -> None:
    assert demo.first(asked).title == title
    assert demo.says(asked).startswith(said)


def test_what_is_in_a_stretch_of_time_and_nothing_else() -> None:
    early, late = (speech(f"PC {hour}", start=venue(f"2025-06-25T{hour}:50"), end=None) for hour in (16, 17))
    vague = speech("PC vague", start=venue("2025-06-25T19:00"), end=None, precision="part", wording="evening")
    here = desk(early, late, vague)
    assert {hit.title for hit in here.hits("press conferences after 17:00")} == {"PC 17", "PC vague"}
    assert {hit.title for hit in here.hits("press conferences before 17:00")} == {"PC 16"}
    assert {hit.title for hit in here.hits("press conferences from 17:00")} == {"PC 16", "PC 17", "PC vague"}
    assert {hit.title for hit in here.hits("press conference tonight")} == {"PC 17", "PC vague"}


def test_how_a_thing_is_at_other_times_comes_after_that_nothing_is_known_of_then() -> None:
    talks = [speech(f"PC {n}", start=venue("2025-06-25T02:46"), end=venue("2025-06-25T03:20")) for n in (1, 2)]
    here = desk(*talks, now="2025-06-25T03:00")
    assert [hit.title for hit in here.hits("press conference tonight")] == ["Programme", "PC 1", "PC 2"]
    assert "At Wed 25 June 18:00: Nothing that matches “press conference”" in here.says("press conference tonight")
    assert "Nothing is known of PC 1 tonight" in desk(talks[0], now="2025-06-25T03:00").says("press conference tonight")


def test_a_title_may_hold_the_name_of_a_day() -> None:
    here = desk(speech("Tomorrow's Europe", start=venue("2025-06-25T16:00"), end=None))
    assert here.first("tomorrow europe").title == "Tomorrow's Europe"


BOOTH = Space(id="space/demo/b", name="TV Booth 1", type="tv booth", zone="Street")


def test_bookings_of_a_day_are_told_with_what_is_not_certain_about_them() -> None:
    def booked(start: str, end: str, **fields: str) -> Booking:
        given = {"id": f"booking/demo/{start}", "space": "b", "organisation": "Nordlys Wire", **fields}
        return Booking(start=venue(start), end=venue(end), **given)  # type: ignore[arg-type]

    here = desk(
        BOOTH, booked("2025-06-26T10:00", "2025-06-26T11:00", status="pending"),
        booked("2025-06-26T23:00", "2025-06-27T01:00"),
        booked("2025-06-26T12:00", "2025-06-26T13:00", status="cancelled"),
    )  # fmt: skip
    said = "TV Booth 1 tomorrow: 10:00 to 11:00 Nordlys Wire (not confirmed); 23:00 to Fri 01:00 Nordlys Wire."
    assert here.says("tv booth 1 tomorrow") == said
    assert here.first("tv booth 1 tomorrow").state == "booked"
    closed = desk(msgspec.structs.replace(BOOTH, in_service=False), booked("2025-06-26T10:00", "2025-06-26T11:00"))
    assert "Now: TV Booth 1, Street: out of service" in closed.says("tv booth 1 friday")
    assert desk(BOOTH).says("tv booth 1 tomorrow") == "Whether TV Booth 1 is booked tomorrow is not known."


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("what's on now", "Family photo"), ("is anything on now", "Family photo"), ("what's on", "Family photo"),
        ("can I get in now", "Accreditation Office"),
    ],
)  # fmt: skip
def test_now_is_a_time_and_no_word(demo: Desk1, asked: str, title: str) -> None:
    assert demo.first(asked).title == title


@pytest.mark.parametrize("asked", ["what changed today", "changes", "what happened", "any changes?"])
def test_what_changed_is_answered_with_the_latest_changes(asked: str) -> None:
    talk = speech("PC", room="Room B")
    late, early = (
        Change(
            id=talk.id if minute else "event/demo/gone", title="PC" if minute else "Old", what="changed", field="room",
            old="Room A", new="Room B", seen=venue(f"2025-06-25T14:{minute:02}"), generation=1 + minute,
        )
        for minute in (20, 0)
    )  # fmt: skip
    data = msgspec.structs.replace(feed(talk, at=site(sources=(SPEC,))), changes=(early, late))
    here = Desk1(data, venue("2025-06-25T14:30"))
    hits = here.hits(asked)
    assert hits[0].title == "PC"
    assert "14:20" in here.says(asked)
    assert "Room B" in here.says(asked)
    assert here.says("what changed yesterday").startswith("Nothing is known here to have changed yesterday.")
    assert desk(talk).says(asked).startswith("Nothing is known here to have changed ")


def test_the_last_of_a_day_is_by_time_and_stands() -> None:
    talks = (
        speech("PC live", start=venue("2025-06-25T14:20")),
        speech("PC six", start=venue("2025-06-25T18:00"), end=None),
        speech("PC eight", start=venue("2025-06-25T20:00"), end=None, status="cancelled"),
        speech("PC Friday", start=venue("2025-06-27T09:00"), end=None),
    )
    here = desk(*talks)
    assert here.first("last press conference").title == "PC six"
    said = here.says("when is the last press conference")
    assert said.startswith("The last press conference today: PC six: scheduled for today at 18:00")
    assert "Later, but off: PC eight: cancelled" in said
    assert here.says("first press conference").startswith("The first press conference today: PC live")
    assert here.says("last press conference friday").startswith(
        "The last press conference on Friday 27 June: PC Friday"
    )
    assert here.first("last press conference tomorrow").state == "none known"
    vague = speech("PC vague", start=None, end=None, day=TODAY, precision="day", wording="after the session")
    said = desk(*talks[:2], vague).says("last press conference")
    assert said.startswith("The last press conference today: PC six")
    assert "Without a clock time: PC vague" in said
    alone = desk(vague).says("last press conference")
    assert alone.startswith(
        "The last press conference today: none is known with a clock time. Without a clock time: PC v"
    )


def test_the_last_pool_is_by_when_it_meets() -> None:
    pools = (Pool(id=f"pool/demo/{n}", name=f"Pool {n}", muster_at=venue(f"2025-06-25T1{n}:00")) for n in (7, 9, 8))
    assert desk(*pools).first("last pool").title == "Pool 9"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("catering tonight at 1", "At Fri 26 June 01:00: Catering: closed"),
        ("catering tonight at 00:30", "At Fri 26 June 00:30: Catering: closed"),
        ("catering tonight at 1am", "At Fri 26 June 01:00: Catering: closed"),
        ("catering today at 00:30", "At Fri 26 June 00:30: Catering: closed"),
        ("catering this morning at 5", "At Thu 25 June 05:00: Catering: closed"),
        ("catering at half past midnight", "At Fri 26 June 00:30: Catering: closed"),
        ("catering at half past noon", "At Fri 26 June 12:30: Catering: open"),
        ("catering at quarter to midnight", "At Thu 25 June 23:45: Catering: closed"),
        ("information desk at 24:00", "At Fri 26 June 00:00: Information Desk: closed"),
        ("what is open after midnight", "At Fri 26 June 00:00: International Media Centre: open until"),
        ("catering after midnight", "At Fri 26 June 00:00: Catering: closed"),
        ("booth after midnight", "At Fri 26 June 00:00: TV Booth "),
        ("catering tomorrow night at 1", "At Sat 27 June 01:00: Catering: open today, hours not"),
    ],
)
def test_the_small_hours_are_those_of_the_coming_night(demo: Desk1, asked: str, said: str) -> None:
    assert demo.says(asked).startswith(said)


def test_after_midnight_is_what_begins_in_that_night() -> None:
    talks = [
        speech("PC now", start=venue("2025-06-25T22:20"), end=venue("2025-06-25T22:50")),
        speech("PC one", start=venue("2025-06-26T01:00"), end=venue("2025-06-26T01:30")),
        speech("PC noon", start=venue("2025-06-26T12:00"), end=venue("2025-06-26T12:30")),
    ]
    assert [hit.title for hit in desk(*talks, now="2025-06-25T22:30").hits("press conferences after midnight")] == [
        "PC one"
    ]
    at_ten = desk(*talks, now="2025-06-25T22:30").says("last press conference")
    assert at_ten.startswith(
        "The last press conference today and the night after: PC one: scheduled for tomorrow at 01"
    )
    assert at(9).says("catering after midnight").startswith("At Fri 26 June 00:00: Catering:")


@pytest.mark.parametrize(
    ("text", "hours", "minutes"),
    [
        ("booth 3-5pm", ["15:00"], 120), ("booth 11-1pm", ["11:00"], 120), ("booth 15-17", ["15:00"], 120),
        ("booth 9 to 10", ["09:00", "21:00"], 60), ("between 3 and 5pm", ["15:00"], 120),
        ("from 14 until 16", ["14:00"], 120), ("booth 22-24", ["22:00"], 120), ("9-10", ["09:00", "21:00"], 60),
        ("pool 3-4", [], 0), ("24-25 june", [], 0), ("june 24-25", [], 0), ("for 2-3 hours", [], 0),
        ("2026-06-25", [], 0),
        ("booth 3 until 5pm", ["17:00"], 0), ("booth 3 and 4", [], 0), ("in 2-3 min", [], 0),
    ],
)  # fmt: skip
def test_two_hours_with_a_dash_are_a_range_and_other_numbers_are_not(text: str, hours: list[str], minutes: int) -> None:
    found = clock_of(text)
    assert ([f"{hour:%H:%M}" for hour in found.hours], found.minutes) == (hours, minutes)


def test_a_range_that_is_under_way_is_the_one_meant() -> None:
    here = at(14, 5)
    for asked in ("studio from 2 to 4", "studio from 14:00 to 16:00", "studio 2-4pm", "studio until 16:00"):
        assert here.says(asked).startswith("No TV studio is known to be free for 1 h 55 min now"), asked
    assert here.says("catering from 2 to 4").startswith("Catering: open until 14:45, in 40 min")


def test_of_a_range_what_begins_in_it_comes_first_and_what_is_over_is_left_out() -> None:
    talks = [
        speech("PC over", start=venue("2025-06-25T14:20"), end=venue("2025-06-25T14:50"), status="delayed"),
        speech("PC running", start=venue("2025-06-25T14:45"), end=venue("2025-06-25T15:15")),
        speech("PC four", start=venue("2025-06-25T16:00"), end=venue("2025-06-25T16:30")),
        speech("PC six", start=venue("2025-06-25T18:00"), end=venue("2025-06-25T18:30")),
    ]
    here = desk(*talks, now="2025-06-25T14:00")
    assert [hit.title for hit in here.hits("press conferences between 3 and 5")] == ["PC four", "PC running"]
    begun = desk(*talks, now="2025-06-25T14:50")
    assert begun.first("any press conference before 17:00").title == "PC four"


@pytest.mark.parametrize(
    ("text", "hours", "bound"),
    [
        ("at 18h", ["18:00"], "at"), ("18h30", ["18:30"], "at"), ("at 1830", ["18:30"], "at"),
        ("at six thirty", ["18:30", "06:30"], "at"), ("at quarter to five", ["16:45", "04:45"], "at"),
        ("at six forty-five", ["18:45", "06:45"], "at"), ("until 18h", ["18:00"], "until"), ("at 9h", ["09:00"], "at"),
        ("18.30h", ["18:30"], "at"),
        ("before noon", ["12:00"], "before"), ("after 5pm", ["17:00"], "after"), ("to 16:00", ["16:00"], "until"),
        ("from 16:00", ["16:00"], "from"), ("by 16:00", ["16:00"], "at"), ("from 14:00 to 16:00", ["14:00"], "at"),
        ("from 14 to 16", ["14:00"], "at"), ("at 12", ["12:00"], "at"), ("for 18h", [], "at"), ("2h", [], "at"),
        ("room 1830", [], "at"), ("at 2560", [], "at"), ("in 18h", [], "at"), ("at 1200 metres", [], "at"),
    ],
)  # fmt: skip
def test_how_a_clock_time_is_written_and_what_it_bounds(text: str, hours: list[str], bound: str) -> None:
    found = clock_of(text)
    assert [f"{hour:%H:%M}" for hour in found.hours] == hours
    assert found.bound == bound


def test_from_five_to_seven_is_two_hours() -> None:
    assert clock_of("from 5 to 7").minutes == 120
    assert clock_of("from 11 to 1").minutes == 120


@pytest.mark.parametrize(
    ("text", "ahead", "minutes"),
    [
        ("catering in an hour", 60, 0), ("catering in half an hour", 30, 0), ("booth in 1h30", 90, 60),
        ("booth in ten minutes for 2 hours", 10, 120), ("catering 2 hours ago", -120, 0), ("booth for an hour", 0, 60),
        ("booth all day", 0, 600), ("open all day", 0, 0), ("in two hours' time catering", 120, 0),
    ],
)  # fmt: skip
def test_so_long_from_now_is_no_length(text: str, ahead: int, minutes: int) -> None:
    found = question_of(text, TODAY)
    assert (found.ahead, found.minutes) == (ahead, minutes)


@pytest.mark.parametrize(
    ("asked", "title", "said"),
    [
        ("catering later", "Catering", "Catering: open until 14:45, in 43 min; last entry 14:35; opens again 16:30. P"),
        ("is accreditation open later", "Accreditation Office", "The Accreditation Office is open until 23:00, last"),
        ("catering later tomorrow", "Catering", "Catering, tomorrow, Fri 26 June: open 12:00 to 14:45"),
        ("press room 1 later", "Press Room 1", "Press Room 1 later today: 16:00 to 16:30 Press conference by the"),
        ("booth later", "TV Booth 5", "No TV booth is known to be free for 1 h now; TV Booth 5 is free from 15:00"),
        ("who speaks later today", "Press conference by the Federal Chancellor of Germany", "Press conference by the"),
        ("who speaks tonight", "Remarks by the Minister for Europe of Denmark", "At Thu 25 June 18:00: Remarks by"),
        ("catering at half six", "Catering", "Not found: “half six”. Catering: open until 14:45"),
        ("booth at half six", "Nothing found", "Nothing here matches “booth at half six”"),
        ("booth from 3 to 4", "TV Booth 5", "At Thu 25 June 15:00: TV Booth 5 is free then, long enough for 1 h"),
    ],
)  # fmt: skip
def test_later_is_the_rest_of_today_and_no_hour_is_made_of_half_six(
    demo: Desk1, asked: str, title: str, said: str
) -> None:
    assert demo.card(asked).title == title
    assert demo.says(asked).startswith(said)


def test_who_speaks_later_is_all_who_are_still_to_begin_today(demo: Desk1) -> None:
    later = [hit for hit in demo.hits("who speaks later") if hit.kind == "event"]
    begin = [hit.when for hit in later if hit.when]
    assert len(begin) == len(later) > 3
    assert all(demo.board.now <= start and start.date() == demo.board.now.date() for start in begin)
    assert {hit.id for hit in later} < {hit.id for hit in demo.hits("who speaks today")}


@pytest.mark.parametrize(
    ("space", "why"),
    [
        ({"type": "van bay", "must_stay": True}, "whoever takes such a space stays until the end of the event. Now"),
        (
            {"access": (AccessWindow(start=venue("2025-06-25T08:00"), end=venue("2025-06-25T20:00")),)},
            "no access is known for that time.",
        ),
    ],
)  # fmt: skip
def test_a_space_that_nobody_may_take_is_not_called_unbooked(space: dict[str, Any], why: str) -> None:
    held = Booking(
        id="booking/demo/1", space="b", organisation="Fjord TV", start=venue("2025-06-25T08:00"),
        end=venue("2025-06-25T20:00"), checked_in=venue("2025-06-25T08:00"),
    )  # fmt: skip
    here = desk(msgspec.structs.replace(BOOTH, **space), held)
    hit = here.first("tv booth 1 tomorrow")
    assert (hit.state, hit.tone) == ("not known to be free", "unknown")
    assert here.says("tv booth 1 tomorrow").startswith(f"TV Booth 1 is not known to be free tomorrow: {why}")


def test_a_space_whose_sources_differ_in_whether_it_is_in_service_is_not_called_unbooked() -> None:
    join = Join(kind="space", sources=("demo", "other"), on=("name",))
    other = msgspec.structs.replace(BOOTH, id="space/other/b", in_service=False)
    held = Booking(id="booking/demo/1", space="b", start=venue("2025-06-25T08:00"), end=venue("2025-06-25T09:00"))
    at_both = msgspec.structs.replace(site(sources=(SPEC,)), joins=(join,))
    here = Desk1(feed(BOOTH, other, held, at=at_both), venue("2025-06-25T14:30"))
    assert here.first("tv booth 1 tomorrow").tone == "unknown"
    assert "its sources differ" in here.says("tv booth 1 tomorrow")


def test_what_cannot_be_reached_now_may_be_free_on_another_day() -> None:
    windows = (AccessWindow(start=venue("2025-06-26T06:00"), end=venue("2025-06-26T10:00")),)
    room = Space(id="space/demo/r", name="Room 1", type="briefing room", access=windows)
    past = Booking(id="booking/demo/1", space="r", start=venue("2025-06-24T08:00"), end=venue("2025-06-24T09:00"))
    here = desk(room, past)
    assert here.says("room free tomorrow").startswith("Room 1 has no booking tomorrow from 08:00 until 10:00")
    assert here.first("room 1 tomorrow").tone == "good"
    out = desk(msgspec.structs.replace(room, in_service=False), past)
    assert out.says("room free tomorrow").startswith("No briefing room is known to be free")


def test_when_it_begins_is_by_what_has_a_day() -> None:
    here = desk(
        speech("Bilateral TBA", start=None, end=None),
        speech("Opening"),
        speech("Closing", start=venue("2025-06-26T09:00")),
    )
    said = here.says("when does the summit begin")
    assert said.startswith("The first on the programme: Opening")
    assert "Of what day is not known: Bilateral TBA." in said
    assert here.says("when does the summit end").startswith("The last on the programme: Closing")


def moved(*steps: tuple[str, str, str]) -> Desk1:
    """The desk on Wednesday at 14:32 that saw a press conference move from room to room."""
    talk = speech("PC", room=steps[-1][2])
    seen = tuple(
        Change(
            id=talk.id, title="PC", what="changed", field="room", old=old, new=new, seen=venue(when), generation=number
        )
        for number, (when, old, new) in enumerate(steps)
    )  # fmt: skip
    data = msgspec.structs.replace(feed(talk, at=site(sources=(SPEC,))), changes=seen, since=venue("2025-06-23T10:00"))
    return Desk1(data, venue("2025-06-25T14:32"))


YESTERDAY, MORNING, NOON = "A to B, as seen at Tue 11:00", "B to C, as seen at 08:30", "C to D, as seen at 14:05"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("what changed yesterday", [YESTERDAY]),
        ("what changed this morning", [MORNING]),
        ("what changed today", [NOON, MORNING]),
        ("anything changed", [NOON]),
        ("what changed since 14:00", [NOON]),
        ("changes since 9", [NOON]),
        ("what changed since 14:10", []),
        ("changes since yesterday", [NOON, MORNING, YESTERDAY]),
        ("changes since monday", [NOON, MORNING, YESTERDAY]),
        ("what changed since 14:00 yesterday", [NOON, MORNING]),
        ("what changed since 18:00", [NOON, MORNING]),
        ("what changed in the last hour", [NOON]),
        ("what changed in the past 10 minutes", []),
        ("changes over the last 7 hours", [NOON, MORNING]),
        ("changes last 24h", [NOON, MORNING]),
    ],
)
def test_changes_are_those_of_the_time_asked_as_far_back_as_they_are_kept(asked: str, told: list[str]) -> None:
    here = moved(
        ("2025-06-24T11:00", "A", "B"), ("2025-06-25T08:30", "B", "C"), ("2025-06-25T14:05", "C", "D")
    )  # fmt: skip
    hits = [hit.said for hit in here.hits(asked) if hit.state != "none known" and hit.said]
    assert hits == [f"PC: moved {one}." for one in told]


def test_that_nothing_changed_is_said_of_no_longer_than_is_kept() -> None:
    here = moved(("2025-06-25T08:30", "B", "C"))
    said = here.says("what changed on 20 june")
    assert said.startswith("Nothing is known here to have changed on Friday 20 June.")
    assert "goes back no further than Mon 10:00" in said
    assert here.says("what changed").startswith("Nothing is known here to have changed since 12:32.")


def test_what_came_back_to_how_it_was_changed_since_it_was_otherwise() -> None:
    here = moved(("2025-06-25T11:55", "A", "B"), ("2025-06-25T12:05", "B", "A"))
    assert here.says("what changed since 12:00").startswith("PC: moved B to A, as seen at 12:05.")
    assert here.says("what changed this morning").startswith("PC: moved A to B, as seen at 11:55.")


def test_since_is_of_what_is_over() -> None:
    early = speech("Norway early", start=venue("2025-06-25T09:00"), end=venue("2025-06-25T10:00"))
    noon = speech("Norway noon", start=venue("2025-06-25T12:30"), end=venue("2025-06-25T13:00"))
    here = desk(early, noon, speech("Norway later", start=venue("2025-06-25T18:00")))
    for asked in ("norway since 12:00", "norway in the last 2 hours", "norway since noon"):
        assert [hit.title for hit in here.hits(asked) if hit.kind == "event"] == ["Norway noon"], asked
    assert here.first("norway since yesterday").at is None
    stretch = question_of("press room 1 since 12:00", TODAY)
    assert (stretch.bound, stretch.minutes) == ("since", 0)
    assert question_of("since", TODAY).bound == "at"
