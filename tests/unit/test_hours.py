"""The hours of real advisories on the board, case by case."""

from datetime import date, datetime, timedelta

import msgspec
import pytest

from opsdash.board.hours import facility_items
from opsdash.board.index import Index
from opsdash.model import Facility, PressEvent
from opsdash.parts import Dependency, OpeningPeriod, RelativeClosing
from opsdash.snapshot import Desk, Thresholds
from opsdash.timing import zone_of
from tests.hoursupport import THE_HAGUE, board, cells, one, says
from tests.support import ZONE, feed, site, venue

ENTRANCE = (Dependency(on="accreditation-office"),)
OFFICE = cells("accreditation-office", THE_HAGUE["accreditation-office"])
CENTRE = cells("media-centre", THE_HAGUE["media-centre"], depends_on=ENTRANCE)
HALL = cells("hall", {25: "08:00-20:00", 26: "08:00-20:00"})


def shown(when: str) -> str:
    """ "25 08:00" of June 2025 as the board shows it."""
    return venue(f"2025-06-{when.replace(' ', 'T')}").astimezone(zone_of(ZONE)).isoformat()


def iso(instant: datetime | None) -> str:
    return instant.isoformat() if instant else ""


@pytest.mark.parametrize("clock", ["00:00", "04:00", "12:00", "23:59"])
def test_s1_open_without_clock_times_is_neither_open_nor_closed(clock: str) -> None:
    item = one(f"2025-06-23T{clock}", OFFICE)
    assert item.state == "open today, hours not published"
    assert item.wording == "Open"
    assert item.sentence == "Accreditation Office: open today, hours not published (“Open”)."
    assert (item.since, item.until) == (None, None)
    assert item.then_day == date(2025, 6, 24)


def test_s1_closed_is_closed_all_day_and_names_the_next_opening() -> None:
    item = one("2025-06-21T12:00", CENTRE)
    assert (item.state, item.wording, item.then_day) == ("closed", "Closed", date(2025, 6, 22))
    assert item.sentence == (
        "Media Centre: closed; opens Sun 22 June in the afternoon for broadcasters only; hours not published."
    )


def test_s1_pm_is_a_part_of_the_day() -> None:
    morning, afternoon = one("2025-06-22T11:59", OFFICE), one("2025-06-22T12:00", OFFICE)
    assert (morning.state, morning.brief) == ("closed", "opens this afternoon; hours not published")
    assert afternoon.state == "open today, hours not published"
    assert afternoon.sentence == "Accreditation Office: open this afternoon, hours not published (“Open (PM)”)."
    assert one("2025-06-22T21:00", OFFICE).state == "open today, hours not published"


def test_s1_for_broadcasters_only_names_who_may_come_in() -> None:
    item = one("2025-06-22T14:00", CENTRE)
    assert item.audience == "broadcasters"
    assert item.sentence.endswith(", for broadcasters only.")


def test_the_week_view_marks_what_is_certain() -> None:
    found = [(iso(run.start), iso(run.end), run.certain) for run in one("2025-06-23T12:00", CENTRE).runs]
    assert found == [
        (shown("22 12:00"), shown("23 00:00"), False),
        (shown("23 00:00"), shown("24 00:00"), False),
        (shown("24 00:00"), shown("25 00:00"), False),
        (shown("25 00:00"), shown("26 02:00"), True),
    ]
    assert one("2025-06-23T12:00", CENTRE).runs[3].wording == "Open 24h; Open until 2h00 a.m."


def test_s2_open_24h_then_until_two_is_one_run() -> None:
    item = board("2025-06-25T23:30", OFFICE, CENTRE)["media-centre"]
    assert item.state == "open"
    assert (iso(item.since), iso(item.until)) == (shown("25 00:00"), shown("26 02:00"))
    assert item.sentence == "Media Centre: open until Thu 26 June 02:00, in 2 h 30 min."
    assert item.brief == "until Thu 02:00"


def test_s2_two_o_clock_on_thursday_is_not_the_next_night() -> None:
    assert one("2025-06-26T01:59", CENTRE).state == "closing soon"
    closed = one("2025-06-26T02:00", CENTRE)
    assert (closed.state, iso(closed.since)) == ("closed", shown("26 02:00"))
    assert one("2025-06-26T23:30", CENTRE).state == "closed"


def test_s2_until_two_after_a_day_without_hours_is_open_through_midnight() -> None:
    place = cells("hall", {25: "Open", 26: "until 02:00"})
    assert one("2025-06-25T23:30", place).state == "open today, hours not published"
    night = one("2025-06-26T00:30", place)
    assert (night.state, iso(night.until), night.since) == ("open", shown("26 02:00"), None)


def test_s2_until_two_after_a_closed_day_is_not_taken_for_open() -> None:
    place = cells("hall", {25: "Closed", 26: "until 02:00"})
    assert one("2025-06-26T00:30", place).state == "open today, hours not published"
    assert one("2025-06-26T02:00", place).state == "closed"


def test_s3_the_only_entrance_is_closed_while_the_centre_is_open() -> None:
    item = board("2025-06-26T01:00", OFFICE, CENTRE)["media-centre"]
    assert item.state == "closing soon"
    assert item.unreachable == "its only entrance, the Accreditation Office, is closed"
    assert item.tone == "warn"
    assert item.sentence == (
        "Media Centre: open until 02:00, in 1 h, but its only entrance, the Accreditation Office, is closed."
    )
    assert item.brief == "until 02:00, no way in"


def test_s3_is_said_before_it_happens() -> None:
    item = board("2025-06-25T23:30", OFFICE, CENTRE)["media-centre"]
    assert item.unreachable == ""
    assert item.flags == ("Its only entrance, the Accreditation Office, is closed from Thu 26 June 00:00.",)


def test_s4_the_table_and_a_statement_that_contradicts_it_are_both_shown() -> None:
    prose = cells("media-centre", {22: "Closed", 23: "Open"}, source="demo")
    item = one("2025-06-22T14:00", CENTRE, prose)
    assert item.state == "not confirmed"
    assert item.conflict == "the configuration says “Open (PM) for broadcasters only”, demo says closed"
    assert item.tone == "warn"
    assert one("2025-06-23T14:00", CENTRE, prose).conflict == ""


def test_s6_hours_at_a_later_stage_are_unknown() -> None:
    item = one(
        "2025-06-23T12:00", cells("hall", {23: "Opening hours will be communicated at a later stage", 24: "Open"})
    )
    assert item.state == "unknown"
    assert item.sentence == (
        "Hall: hours not known: “Opening hours will be communicated at a later stage”; "
        "opens Tue 24 June; hours not published."
    )


def test_s6_tentative_schedule_is_not_confirmed() -> None:
    place = cells("hall", {23: "06:30 – 00:00 [TBC]", 24: "Closed (TBC)"})
    for when in ("23T05:00", "23T12:00", "24T12:00"):
        item = one(f"2025-06-{when}", place)
        assert (item.state, item.confirmed) == ("not confirmed", False)
    assert one("2025-06-23T12:00", place).sentence == "Hall: not confirmed: “06:30 – 00:00 [TBC]”."
    assert next((iso(run.start), iso(run.end), run.certain) for run in one("2025-06-23T12:00", place).runs) == (
        shown("23 06:30"), shown("24 00:00"), False,
    )  # fmt: skip


def test_s14_hot_meals_at_set_times() -> None:
    meals = cells("meals", {25: "07:00-09:30 and 12:00-14:30 and 18:30-21:00"})
    said = [one(f"2025-06-25T{clock}", meals).brief for clock in ("07:30", "10:00", "13:00", "16:00", "22:00")]
    assert said == ["until 09:30", "opens 12:00", "until 14:30", "opens 18:30", "since 21:00"]


def test_s14_shuttle_only_access_antalya() -> None:
    shuttle = cells("shuttle", {25: "07:00-22:00"})
    centre = cells("media-centre", {25: "Open 24h"}, depends_on=(Dependency(on="shuttle", by="shuttle"),))
    item = board("2025-06-25T23:00", shuttle, centre)["media-centre"]
    assert item.unreachable == "its only shuttle, the Shuttle, is closed"
    assert board("2025-06-25T21:00", shuttle, centre)["media-centre"].unreachable == ""


def test_brussels_2021_blank_cells_are_unknown_not_closed() -> None:
    item = one("2025-06-23T12:00", cells("hall", {23: "", 24: "08:00-20:00"}))
    assert item.state == "unknown"
    assert item.sentence == "Hall: no hours published for Mon 23 June; opens Tue 24 June 08:00."


@pytest.mark.parametrize("clock", ["06:00", "12:00", "23:59"])
def test_brussels_2021_half_past_six_to_midnight_to_be_confirmed(clock: str) -> None:
    item = one(f"2025-06-25T{clock}", cells("centre", {25: "06:30 – 00:00 [TBC]"}))
    assert (item.state, item.confirmed) == ("not confirmed", False)
    assert item.sentence == "Centre: not confirmed: “06:30 – 00:00 [TBC]”."
    assert [(run.certain, iso(run.start), iso(run.end)) for run in item.runs] == [
        (False, shown("25 06:30"), shown("26 00:00"))
    ]


def test_brussels_2021_on_appointment_only() -> None:
    item = one("2025-06-23T12:00", cells("vans", {23: "On appointment only, for broadcasters picking up equipment"}))
    assert item.state == "open today, hours not published"
    assert item.audience == "broadcasters picking up equipment, by appointment only"
    assert item.brief == "by appointment only"


def test_biarritz_2019_closes_past_midnight() -> None:
    place = cells("hall", {24: "from 8:30am to 1:00am"})
    assert one("2025-06-25T00:30", place).brief == "until 01:00"
    assert one("2025-06-25T01:00", place).state == "closed"
    assert one("2025-06-24T08:00", place).state == "opening soon"
    assert one("2025-06-25T12:00", place).state == "unknown"  # nobody published anything for that day


def test_elmau_2015_split_hours() -> None:
    place = cells("hall", {23: "9:00–12:00 and 13:00–18:00"})
    noon = one("2025-06-23T12:00", place)
    assert (noon.state, iso(noon.since), iso(noon.until)) == ("opening soon", shown("23 12:00"), shown("23 13:00"))
    assert noon.sentence == "Hall: opens 13:00, in 1 h."


def test_elmau_2015_around_the_clock_over_days_is_one_run() -> None:
    cell = "open around the clock from Saturday 12 midday to Monday 12 midnight"
    place = cells("hall", {21: cell, 22: cell, 23: cell})
    item = one("2025-06-22T12:00", place)
    assert (iso(item.since), iso(item.until)) == (shown("21 12:00"), shown("24 00:00"))


def test_lisbon_2010_open_24_hours_until_noon_of_the_last_day() -> None:
    place = cells("hall", {18: "open 24 hours", 19: "open 24 hours", 20: "open 24 hours", 21: "until 12 noon"})
    item = one("2025-06-19T12:00", place)
    assert (iso(item.since), iso(item.until)) == (shown("18 00:00"), shown("21 12:00"))


def test_from_midday_followed_by_a_day_round_the_clock() -> None:
    place = cells("hall", {21: "from 12 midday", 22: "24h", 23: "Closed"})
    assert one("2025-06-21T11:30", place).state == "opening soon"
    item = one("2025-06-21T13:00", place)
    assert (item.state, iso(item.until)) == ("open", shown("23 00:00"))


def test_from_midday_alone_does_not_say_when_it_closes() -> None:
    place = cells("hall", {21: "from 12 midday", 22: "08:00-20:00"})
    item = one("2025-06-21T22:00", place)
    assert item.state == "open today, hours not published"
    assert item.brief == "from 12:00; closing not published"
    assert one("2025-06-21T10:00", place).sentence == "Hall: closed; opens 12:00, in 2 h."


def test_council_2014_last_entry_is_not_closing() -> None:
    place = cells("hall", {23: "08:00-20:00, last entry 19:00"})
    before, after = one("2025-06-23T12:00", place), one("2025-06-23T19:00", place)
    assert before.sentence == "Hall: open until 20:00, in 8 h; last entry 19:00."
    assert before.brief == "until 20:00, last entry 19:00"
    assert (after.state, after.tone) == ("closing soon", "warn")
    assert after.brief == "until 20:00, no entry since 19:00"
    by_minutes = one("2025-06-23T19:30", cells("hall", {23: "08:00-20:00"}, last_entry=45))
    assert "last entry was 19:15" in by_minutes.sentence
    early = one("2025-06-23T18:15", cells("hall", {23: "08:00-20:00"}, last_entry=120))
    assert (early.state, early.tone) == ("closing soon", "warn")


def test_council_2021_maximum_capacity_is_reached() -> None:
    place = cells("hall", {23: "08:00-20:00"}, capacity=70, live=says("full", "2025-06-23T11:00"))
    item = one("2025-06-23T12:00", place)
    assert (item.state, item.tone, iso(item.until)) == ("full", "busy", shown("23 20:00"))
    assert item.sentence == "Hall: full, capacity 70 reached, says the configuration since 11:00."


def conference(**fields: object) -> PressEvent:
    """The last press conference of 23 June, 16:00 to 17:00."""
    given: dict[str, object] = {
        "id": "event/demo/last", "title": "Final press conference", "type": "press conference",
        "start": venue("2025-06-23T16:00"), "end": venue("2025-06-23T17:00"), **fields,
    }  # fmt: skip
    return PressEvent(**given)  # type: ignore[arg-type]


FOLLOWS = RelativeClosing(minutes=120, wording="two hours after the last press conference")


def follower(cell: str = "from 08:00", closing: RelativeClosing = FOLLOWS) -> Facility:
    return cells("hall", {23: cell} if cell else {}, closing=closing)


@pytest.mark.parametrize(
    ("fields", "until"),
    [
        ({}, "19:00"),
        ({"start": venue("2025-06-23T17:30"), "end": venue("2025-06-23T18:30")}, "20:30"),
        ({"status": "delayed", "expected": venue("2025-06-23T16:45")}, "19:45"),
        ({"began": venue("2025-06-23T16:10"), "finished": venue("2025-06-23T17:25")}, "19:25"),
        ({"end": None}, "19:00"),  # lasts as long as `ended_after` gives it
        ({"status": "live", "began": venue("2025-06-23T16:00")}, "20:00"),  # at 18:00 it still goes on
    ],
)
def test_council_closing_follows_the_last_press_conference(fields: dict[str, object], until: str) -> None:
    item = one("2025-06-23T18:00", follower(), conference(**fields))
    assert item.state in ("open", "closing soon")
    assert iso(item.until) == shown(f"23 {until}")
    assert item.flags == (
        "Its closing follows Final press conference: two hours after the last press conference.",
    )  # fmt: skip


def test_commission_2018_closing_follows_the_end_of_the_meeting() -> None:
    closing = RelativeClosing(minutes=120, kind="meeting", wording="two hours after the end of the meeting")
    item = one("2025-06-23T12:00", follower(closing=closing), conference(type="meeting", title="Summit meeting"))
    assert iso(item.until) == shown("23 19:00")
    assert item.flags == ("Its closing follows Summit meeting: two hours after the end of the meeting.",)


def test_council_closing_follows_the_last_of_several_and_skips_cancelled_ones() -> None:
    early = conference(id="event/demo/early", start=venue("2025-06-23T10:00"), end=venue("2025-06-23T11:00"))
    off = conference(id="event/demo/off", start=venue("2025-06-23T20:00"), end=None, status="cancelled")
    other = conference(id="event/demo/other", start=venue("2025-06-23T20:00"), end=None, type="doorstep")
    item = one("2025-06-23T12:00", follower(), early, conference(), off, other)
    assert iso(item.until) == shown("23 19:00")
    assert iso(one("2025-06-23T12:00", follower(), early, off).until) == shown("23 13:00")


def test_council_closing_names_the_press_conference_whose_time_is_not_known_beside_the_last_known_one() -> None:
    vague = conference(id="event/demo/vague", title="Closing words", start=None, end=None, day=date(2025, 6, 23))
    item = one("2025-06-23T12:00", follower(), conference(), vague)
    assert item.flags == (
        "Its closing follows Final press conference, or Closing words, whose time is not known: "
        "two hours after the last press conference.",
    )


@pytest.mark.parametrize("when", ["2025-06-24T07:00", "2025-06-24T12:00"])
def test_council_closing_does_not_wait_for_ever_for_a_press_conference_nobody_reports_as_over(when: str) -> None:
    """Seen from tomorrow, what is live today is over: it keeps nothing open and does not become the last one."""
    began = conference(id="event/demo/early", start=venue("2025-06-23T10:00"), end=venue("2025-06-23T11:00"),
                       status="live", began=venue("2025-06-23T10:00"))  # fmt: skip
    place = cells("hall", {23: "from 08:00", 24: "08:00-20:00"}, closing=FOLLOWS)
    at_night, next_day = one("2025-06-23T18:00", place, began, conference()), one(when, place, began, conference())
    assert at_night.flags == (
        "Its closing follows Final press conference: two hours after the last press conference.",
    )  # fmt: skip
    ended = next(run.end for run in next_day.runs if run.start and run.start.day == 23)
    assert iso(ended) == shown("23 19:00")


def test_council_closing_after_a_named_event_that_is_cancelled_is_not_known() -> None:
    place = follower(closing=RelativeClosing(minutes=120, after="last"))
    item = one("2025-06-23T12:00", place, conference(status="cancelled"))
    assert (item.state, item.until) == ("open today, hours not published", None)
    assert item.flags == ("Its closing follows Final press conference, which does not take place.",)
    assert iso(one("2025-06-23T12:00", place, conference()).until) == shown("23 19:00")


def test_council_open_at_least_until_then_is_not_confirmed_after() -> None:
    closing = RelativeClosing(minutes=120, at_least=True, wording="at least two hours after")
    place = follower("08:00-18:00", closing)
    assert iso(one("2025-06-23T12:00", place, conference()).until) == shown("23 19:00")
    assert one("2025-06-23T19:00", place, conference()).state == "not confirmed"
    early = conference(start=venue("2025-06-23T10:00"), end=venue("2025-06-23T11:00"))
    assert iso(one("2025-06-23T12:00", place, early).until) == shown("23 18:00")


@pytest.mark.parametrize(("ends", "until"), [("22:00", "24 00:00"), ("22:30", "24 00:30")])
def test_council_open_at_least_until_midnight_or_later_is_not_confirmed_after(ends: str, until: str) -> None:
    closing = RelativeClosing(minutes=120, at_least=True, wording="at least two hours after")
    late = conference(start=venue("2025-06-23T21:00"), end=venue(f"2025-06-23T{ends}"))
    place = cells("hall", {23: "08:00-18:00", 24: "08:00-20:00"}, closing=closing)
    assert iso(one("2025-06-23T22:00", place, late).until) == shown(until)
    assert one("2025-06-24T02:00", place, late).state == "not confirmed"
    assert one("2025-06-24T06:00", place, late).state == "closed"
    assert one("2025-06-24T09:00", place, late).state == "open"
    always = cells("hall", {23: "24h", 24: "24h"}, closing=closing)
    assert one("2025-06-24T02:00", always, late).state == "open"


def test_council_closing_alone_says_until_when() -> None:
    item = one("2025-06-23T12:00", follower(""), conference())
    assert (item.state, iso(item.until)) == ("open today, hours not published", shown("23 19:00"))
    assert one("2025-06-23T19:00", follower(""), conference()).state == "closed"
    named = RelativeClosing(minutes=120, after="last")
    assert one("2025-06-23T12:00", follower("", named), conference(status="cancelled")).state == "unknown"


def test_council_closing_does_not_open_a_closed_day() -> None:
    assert one("2025-06-23T12:00", follower("Closed"), conference()).state == "closed"


def test_council_closing_does_not_open_a_day_nobody_published() -> None:
    place = cells("hall", {22: "08:00-20:00"}, closing=FOLLOWS)
    assert one("2025-06-23T12:00", place, conference()).state == "unknown"


def test_un_hours_differ_day_by_day() -> None:
    place = cells("hall", {23: "08:00-20:00", 24: "10:00-16:00"})
    assert one("2025-06-23T17:00", place).state == "open"
    item = one("2025-06-24T17:00", place)
    assert (item.state, iso(item.since)) == ("closed", shown("24 16:00"))


def test_un_2023_the_place_changes_on_a_date() -> None:
    """Until a date at one place, from then on at another: no run goes on over the move."""
    both = cells("pass-office", {17: "24h", 18: "24h"}, place="First Avenue")
    moved = msgspec.structs.replace(
        both, periods=(both.periods[0], msgspec.structs.replace(both.periods[1], place="UNITAR building"))
    )
    before, after = one("2025-06-17T12:00", moved), one("2025-06-18T12:00", moved)
    assert (before.place, before.brief) == ("First Avenue", "until Wed 00:00, then at UNITAR building")
    assert (after.place, iso(after.since)) == ("UNITAR building", shown("18 00:00"))
    assert after.sentence.endswith(" It is at UNITAR building.")
    night = one("2025-06-16T12:00", msgspec.structs.replace(moved, periods=moved.periods[1:]))
    assert night.sentence == (
        "Pass Office: no hours published for Mon 16 June; opens Wed 18 June 00:00. It will be at UNITAR building."
    )
    assert len(before.runs) == 2


def test_countdown_and_what_comes_next() -> None:
    item = one("2025-06-25T19:15", HALL)
    assert (item.state, item.tone) == ("closing soon", "soon")
    assert item.sentence == "Hall: open until 20:00, in 45 min; opens again Thu 26 June 08:00."
    night = one("2025-06-25T21:00", HALL)
    assert night.sentence == "Hall: closed; opens Thu 26 June 08:00."
    assert night.brief == "opens Thu 08:00"
    assert (iso(night.since), iso(night.until), iso(night.then)) == (
        shown("25 20:00"), shown("26 08:00"), shown("26 08:00"),
    )  # fmt: skip
    assert one("2025-06-26T07:15", HALL).sentence == "Hall: opens 08:00, in 45 min."
    assert one("2025-06-26T21:00", HALL).sentence == "Hall: closed; no further opening is published."


def test_thresholds_are_the_site_s() -> None:
    limits = Thresholds(closing_soon=10, opening_soon=10)
    assert one("2025-06-25T19:15", HALL, thresholds=limits).state == "open"
    assert one("2025-06-25T07:15", HALL, thresholds=limits).state == "closed"


def test_a_day_nobody_published_lies_between_so_nothing_is_promised_across_it() -> None:
    place = cells("hall", {22: "08:00-20:00", 24: "Closed", 26: "08:00-20:00"})
    evening = one("2025-06-22T21:00", place)
    assert (evening.state, evening.until, iso(evening.then)) == ("closed", None, shown("26 08:00"))
    assert one("2025-06-23T12:00", place).state == "unknown"
    assert (one("2025-06-24T12:00", place).state, one("2025-06-24T12:00", place).since) == ("closed", None)


def test_opens_with_hours_not_published() -> None:
    item = one("2025-06-21T12:00", cells("hall", {21: "Closed", 23: "Open"}))
    assert item.sentence == "Hall: closed; opens Mon 23 June; hours not published."


def test_a_day_round_the_clock_before_a_day_without_hours_does_not_close_at_midnight() -> None:
    item = one("2025-06-24T23:30", cells("hall", {24: "24h", 25: "Open"}))
    assert item.state == "open"
    assert item.brief == "until Wed 00:00, then hours not published"


def test_open_to_all_then_to_broadcasters() -> None:
    item = one("2025-06-24T12:00", cells("hall", {24: "24h", 25: "until 02:00 for broadcasters only"}))
    assert item.audience == ""
    assert item.brief == "until Wed 00:00, then for broadcasters"
    assert one("2025-06-25T01:00", cells("hall", {24: "24h", 25: "until 02:00 for broadcasters only"})).audience == (
        "broadcasters"
    )


def test_hours_that_end_before_they_begin_are_flagged_and_not_trusted() -> None:
    wrong = OpeningPeriod(day=date(2025, 6, 23), opens=venue("2025-06-23T20:00"), closes=venue("2025-06-23T08:00"))
    item = one("2025-06-23T12:00", Facility(id="facility/a/x", name="Hall", periods=(wrong,)))
    assert item.state == "unknown"
    assert item.flags == ("Its hours of Mon 23 June end before they begin.",)


def test_the_hour_that_happens_twice_and_the_one_that_does_not() -> None:
    autumn = Facility(id="facility/a/x", name="Hall", hours="Mo-Su 20:00-26:30")
    first, second = venue("2025-10-26T02:29"), venue("2025-10-26T02:29") + timedelta(hours=1)
    index = Index(feed(autumn, at=site()))
    assert [facility_items(index, Desk(), when)[0].state for when in (first, second)] == ["closing soon", "closed"]
    spring = Facility(id="facility/a/x", name="Hall", hours="Mo-Su 01:30-02:30")
    item = one("2025-03-30T01:45", spring)
    assert item.sentence.startswith("Hall: open until 03:00, in 15 min")
    assert one("2025-03-30T03:00", spring).state == "closed"


OSM = 'Mo-Fr 08:00-20:00; Sa 10:00-14:00 "if staffed"; Su unknown'


@pytest.mark.parametrize(
    ("when", "state"),
    [
        ("2025-06-23T07:00", "opening soon"), ("2025-06-23T12:00", "open"), ("2025-06-23T21:00", "closed"),
        ("2025-06-28T12:00", "not confirmed"), ("2025-06-28T15:00", "closed"), ("2025-06-29T12:00", "unknown"),
        ("2025-06-25T12:00", "closed"), ("2025-06-24T21:00", "closed"),
    ],
)  # fmt: skip
def test_recurring_hours_and_a_published_day_that_overrides_them(when: str, state: str) -> None:
    place = cells("hall", {25: "Closed"}, hours=OSM)
    assert one(when, place).state == state


def test_recurring_hours_into_the_small_hours_of_an_overridden_day_stay() -> None:
    place = cells("hall", {25: "Closed"}, hours="Mo-Su 10:00-26:00")
    assert one("2025-06-25T01:00", place).brief == "until 02:00"
    assert one("2025-06-25T12:00", place).state == "closed"
    assert one("2025-06-25T12:00", cells("hall", {25: "Closed"}, hours="24/7")).state == "closed"


def test_recurring_hours_that_cannot_be_read_are_said_to_be() -> None:
    item = one("2025-06-25T12:00", cells("hall", {}, hours="whenever"))
    assert item.state == "unknown"
    assert item.flags == ("Its recurring hours cannot be read: whenever",)


@pytest.mark.parametrize(
    ("hours", "country", "when", "state", "why"),
    [
        ("Mo-Fr 08:00-20:00; PH off", "NL", "2025-06-09T12:00", "closed", ""),  # Whit Monday
        ("Mo-Fr 08:00-20:00; PH off", "NL", "2025-06-10T12:00", "open", ""),
        ("Mo-Fr 08:00-20:00; PH off", "TR", "2025-06-09T12:00", "open", ""),
        ("Mo-Fr 08:00-20:00; PH off", "", "2025-06-09T12:00", "not confirmed", "public holidays"),
        ("Mo-Fr 08:00-20:00; PH off", "", "2025-06-08T12:00", "closed", "public holidays"),  # a holiday only closes
        ("Mo-Fr 08:00-20:00; PH 10:00-14:00", "", "2025-06-08T12:00", "unknown", "public holidays"),  # it may open
        ("Mo-Fr 08:00-20:00; SH off", "NL", "2025-06-10T12:00", "not confirmed", "school holidays"),
        ("sunrise-sunset", "NL", "2025-06-10T12:00", "not confirmed", "by the sun"),
        ('Mo-Fr 08:00-20:00 "PH desk"', "", "2025-06-10T12:00", "not confirmed", ""),  # a comment, as every comment
    ],
)
def test_recurring_hours_that_go_by_holidays_are_confirmed_only_where_these_are_known(
    hours: str, country: str, when: str, state: str, why: str
) -> None:
    place = Facility(id="facility/config/hall", name="Hall", hours=hours)
    dutch = msgspec.structs.replace(site(), country=country)
    (item,) = facility_items(Index(feed(place, at=dutch)), Desk(), venue(when))
    assert item.state == state
    assert why in " ".join(item.flags)
    assert bool(item.flags) == bool(why)


def test_order_is_the_configuration_s_then_by_id() -> None:
    zebra, apple = cells("zebra", {}), cells("apple", {})
    polled = cells("mango", {}, source="demo"), cells("berry", {}, source="demo")
    index_site = site(zebra, apple)
    for records in ((*polled, apple, zebra), (zebra, *polled, apple)):
        items = facility_items(Index(feed(*records, at=index_site)), Desk(), venue("2025-06-25T12:00"))
        assert [item.name for item in items] == ["Zebra", "Apple", "Berry", "Mango"]
