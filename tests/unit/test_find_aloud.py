"""Sentences that are read aloud to a journalist: never wrong, nothing left out that sends somebody to a shut door."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from opsdash.joinspec import Join
from opsdash.model import Answer, Booking, Contact, Facility, Pool, Space
from opsdash.parts import OpeningPeriod, RelativeClosing
from tests.hoursupport import cells, says
from tests.support import feed, site, venue
from tests.unit.test_find import Desk1, desk, speech

NOT_PUBLISHED = "When the last one leaves is not published."
TWICE = dict.fromkeys((25, 26), "07:00-10:00, 17:00-22:30")
NIGHTLY = dict.fromkeys((25, 26), "07:00-02:00")


def shuttle(days: dict[int, str], source: str = "demo", name: str = "Shuttle", **fields: Any) -> Facility:
    """A shuttle with published cells; the fields of a period go to each of them."""
    of_periods = {key: fields.pop(key) for key in ("audience", "appointment", "confirmed") if key in fields}
    found = cells(name.lower().replace(" ", "-"), days, source=source, name=name, **fields)
    periods = tuple(replace(one, **of_periods) for one in found.periods)
    return replace(found, periods=periods)


def last(now: str, *records: Any, asked: str = "last shuttle") -> str:
    """What is said of the last shuttle at a time of June 2025, "25 09:00", without the last words."""
    said = desk(*records, now=f"2025-06-{now.replace(' ', 'T')}").says(asked)
    assert said.endswith(f" {NOT_PUBLISHED}")
    return said.removesuffix(f" {NOT_PUBLISHED}")


PUBLISHED = "Published for today: open 07:00 to 10:00; open 17:00 to 22:30."


@pytest.mark.parametrize(
    ("now", "days", "said"),
    [
        ("25 06:00", TWICE, f"Shuttle: opens 07:00, in 1 h. {PUBLISHED}"),
        ("25 09:00", TWICE, "The shuttle runs until 10:00, then from 17:00 until 22:30."),
        ("25 12:00", TWICE, f"Shuttle: closed; opens 17:00, in 5 h. {PUBLISHED}"),
        ("25 18:00", TWICE, "The shuttle runs until 22:30."),
        ("25 23:00", TWICE, f"Shuttle: closed; opens Thu 26 June 07:00. {PUBLISHED}"),
        ("25 22:00", NIGHTLY, "The shuttle runs until Thu 26 June 02:00."),
        ("26 00:30", NIGHTLY, "The shuttle runs until 02:00, then from 07:00 until Fri 27 June 02:00."),
        ("25 09:00", {25: "07:00-24:00"}, "The shuttle runs until midnight."),
        ("25 09:00", {25: "Open"}, "Shuttle: open today, hours not published (“Open”)."),
        ("25 09:00", {26: "07:00-10:00"}, "Shuttle: no hours published for Wed 25 June; opens Thu 26 June 07:00."),
        ("25 09:00", {25: "Closed"}, "Shuttle: closed; no further opening is published."),
    ],
)
def test_the_last_shuttle_of_today(now: str, days: dict[int, str], said: str) -> None:
    assert last(now, shuttle(days)) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"audience": "broadcasters"}, "The shuttle runs until 10:00, for broadcasters only."),
        ({"appointment": True}, "The shuttle runs until 10:00, by appointment only."),
        ({"last_entry": 20}, "The shuttle runs until 10:00, last entry 09:40."),
        ({"confirmed": False}, "Shuttle: not confirmed: “07:00-10:00”."),
        ({"live": says("closed", reason="storm")},
         "Shuttle: closed, says demo: storm; until when is not said. Conflict: demo says closed, "
         "demo announced open until 10:00. Published for today: open 07:00 to 10:00."),
        ({"live": says("full")}, "Shuttle: full, says demo. Published for today: open 07:00 to 10:00."),
    ],
)  # fmt: skip
def test_the_last_shuttle_with_all_that_limits_it(fields: dict[str, Any], said: str) -> None:
    assert last("25 09:00", shuttle({25: "07:00-10:00"}, **fields)) == said


def test_the_last_shuttle_of_sources_that_disagree_later_in_the_day() -> None:
    ours = shuttle({25: "07:00-10:00, 17:00-23:30"}, source="config")
    said = last("25 09:00", ours, shuttle(TWICE))
    assert said.startswith("Shuttle: open until 10:00, in 1 h")
    assert "not certain: the configuration says open 07:00 to 10:00; open 17:00 to 23:30, demo says" in said


def test_a_source_that_is_silent_about_a_day_does_not_disagree() -> None:
    assert last("25 18:00", shuttle({26: "Closed"}, source="config"), shuttle(TWICE)) == "The shuttle runs until 22:30."


def test_the_last_shuttle_follows_the_last_press_conference() -> None:
    closing = RelativeClosing(minutes=90, at_least=True)
    follows = shuttle({25: "07:00-18:00", 26: "07:00-18:00"}, closing=closing)
    talk = speech("PC", start=None, day=None)
    late = replace(talk, start=venue("2025-06-25T19:00"), end=None)
    assert last("25 09:00", follows, late).startswith("The shuttle runs at least until ")
    assert "open 07:00 to at least 21" in desk(follows, late, now="2025-06-24T09:00").says("last shuttle tomorrow")


def test_the_last_shuttle_of_another_day_and_of_one_no_longer_listed() -> None:
    assert last("25 09:00", shuttle(TWICE), asked="last shuttle tomorrow") == (
        "Shuttle, tomorrow, Thu 26 June: open 07:00 to 10:00; open 17:00 to 22:30."
    )
    gone = replace(shuttle(TWICE), withdrawn=venue("2025-06-25T08:00"))
    assert last("25 09:00", gone).startswith("Shuttle: no longer listed; last published:")


def test_of_two_shuttles_each_is_named() -> None:
    pair = shuttle(TWICE, name="Airport Shuttle"), shuttle({25: "08:00-20:00"}, name="Hotel Shuttle")
    said = desk(*pair, now="2025-06-25T18:00").says("last shuttle")
    assert "The Airport Shuttle runs until 22:30." in said
    assert "The Hotel Shuttle runs until 20:00." in said
    assert said.endswith("When the last ones leave is not published.")
    assert last("25 18:00", *pair, asked="last hotel shuttle") == "The Hotel Shuttle runs until 20:00."


def test_two_sources_that_disagree_now_are_both_named_of_the_last_shuttle_too() -> None:
    ours = shuttle(TWICE, source="config", live=says("closed", since="2025-06-25T08:00"))
    theirs = shuttle(TWICE, live=says("open", since="2025-06-25T08:30"))
    assert "Conflict: demo says open, the configuration says closed." in last("25 09:00", ours, theirs)


BROADCASTERS = OpeningPeriod(
    day=date(2025, 6, 25), opens=venue("2025-06-25T17:00"), closes=venue("2025-06-25T22:30"), audience="broadcasters"
)
EVERYBODY = replace(BROADCASTERS, opens=venue("2025-06-25T07:00"), closes=venue("2025-06-25T10:00"), audience="")
NOON = venue("2025-06-25T12:00")
LATER = {"opens": NOON, "closes": venue("2025-06-25T13:00")}


@pytest.mark.parametrize(
    ("clock", "periods", "said"),
    [
        ("08:00", (EVERYBODY, BROADCASTERS), "open until 10:00, in 2 h; opens again 17:00 for broadcasters only."),
        ("12:00", (EVERYBODY, BROADCASTERS), "closed; opens 17:00 for broadcasters only, in 5 h."),
        ("16:30", (BROADCASTERS,), "opens 17:00 for broadcasters only, in 30 min."),
        ("18:00", (BROADCASTERS,), "open until 22:30, in 4 h 30 min, for broadcasters only."),
        ("09:30", (replace(EVERYBODY, audience="crews"), replace(EVERYBODY, **LATER)),
         "open until 10:00, in 30 min, for crews only; opens again 12:00 for all accredited."),
        ("09:30", (replace(EVERYBODY, audience="crews"), replace(EVERYBODY, opens=EVERYBODY.closes, closes=NOON)),
         "open until 10:00, in 30 min, for crews only; then for all accredited."),
        ("12:00", (replace(EVERYBODY, **LATER, appointment=True), BROADCASTERS),
         "open until 13:00, in 1 h, by appointment only; opens again 17:00 for broadcasters only."),
    ],
)  # fmt: skip
def test_a_facility_says_for_whom_it_is_now_and_for_whom_it_opens_again(
    clock: str, periods: tuple[OpeningPeriod, ...], said: str
) -> None:
    office = Facility(id="facility/demo/office", name="Office", periods=periods)
    assert desk(office, now=f"2025-06-25T{clock}").says("office") == f"Office: {said}"


CENTRE = cells("centre", {25: "08:00-23:00", 26: "closed", 27: "08:00-02:00", 28: "24h"}, name="Media Centre")
BOOTH = Space(id="space/demo/b1", name="TV Booth 1", type="tv booth", zone="Hall 1")
TAKEN = Booking(
    id="booking/demo/1", space="b1", organisation="Fjord TV", start=venue("2025-06-25T21:00"),
    end=venue("2025-06-25T22:30"),
)  # fmt: skip
BEYOND = "But that is not within the hours of the Media Centre"


@pytest.mark.parametrize(
    ("now", "asked", "said"),
    [
        ("25T19:00", "tv booth for an hour", "TV Booth 1 is free now until 21:00, long enough for 1 h: Hall 1."),
        ("25T21:30", "tv booth for an hour",
         "No TV booth is known to be free for 1 h now; TV Booth 1 is free from 22:30: Hall 1. "
         f"{BEYOND}: open 08:00 to 23:00."),
        ("25T22:30", "tv booth for 30 min", "TV Booth 1 is free now, long enough for 30 min: Hall 1."),
        ("25T22:40", "tv booth for 30 min",
         f"TV Booth 1 is free now, long enough for 30 min: Hall 1. {BEYOND}: open 08:00 to 23:00."),
        ("25T19:00", "tv booth tomorrow for an hour",
         f"TV Booth 1 has no booking tomorrow from 08:00 on, long enough for 1 h. {BEYOND}: closed that day."),
        ("27T23:30", "tv booth for an hour", "TV Booth 1 is free now, long enough for 1 h: Hall 1."),
        ("28T01:30", "tv booth for an hour", "TV Booth 1 is free now, long enough for 1 h: Hall 1."),
    ],
)  # fmt: skip
def test_a_booth_is_not_offered_behind_shut_doors_without_a_word(now: str, asked: str, said: str) -> None:
    assert desk(CENTRE, BOOTH, TAKEN, now=f"2025-06-{now}").says(asked) == said


def test_what_is_free_elsewhere_is_not_denied() -> None:
    other = replace(BOOTH, id="space/demo/b2", name="TV Booth 2", zone="Hall 2")
    said = desk(BOOTH, other, TAKEN, now="2025-06-25T21:30").says("free tv booth hall 1")
    assert said.startswith("No such TV booth is known to be free for 1 h now; TV Booth 1 is free from 22:30")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"access": "pool"}, "starts soon, today at 15:00, Room A, pool only."),
        ({"access": "invitation"}, "starts soon, today at 15:00, Room A, by invitation only."),
        ({"access": "closed", "status": "tentative"}, "tentative, today at 15:00, Room A, closed to the press."),
        ({"access": "pool", "status": "cancelled"}, "cancelled; it was scheduled for today at 15:00, Room A."),
        ({"status": "postponed"}, "postponed; it was scheduled for today at 15:00, Room A."),
    ],
)
def test_a_press_event_aloud(fields: dict[str, object], said: str) -> None:
    here = desk(speech("PC", speakers=("Prime Minister of Belgium",), **fields))
    assert here.says("pc") == f"PC: {said}"
    assert f"PC: {said}" in here.says("belgian pm"), "whoever asks where somebody is hears the same"


def test_whoever_asks_for_the_next_day_hears_of_what_a_delay_takes_past_midnight() -> None:
    late = speech("PC", speakers=("Prime Minister of Belgium",), start=venue("2025-06-25T23:30"),
                  end=venue("2025-06-25T23:50"), status="delayed", expected=venue("2025-06-26T00:30"))  # fmt: skip
    here = desk(late)
    for asked in ("belgian pm tomorrow", "belgian pm on wednesday", "pc tomorrow", "what is delayed tomorrow"):
        assert "PC: delayed, 60 min late, tomorrow at 00:30" in here.says(asked), asked
    assert here.first("pc").detail.startswith("Thu 26 June 00:30")
    before = desk(late, now="2025-06-24T14:30").says("belgian pm tomorrow")
    assert "PC: delayed, 60 min late, on Thursday 26 June at 00:30" in before, "it was published for Wednesday"


def test_where_the_sources_of_a_press_event_differ_is_said_aloud() -> None:
    talk = speech("PC", id="event/demo/pc", speakers=("Prime Minister of Belgium",))
    other = replace(talk, id="event/calendar/pc", start=venue("2025-06-25T15:02"), room="Room B")
    joint = replace(site(), joins=(Join(kind="event", sources=("demo", "calendar"), on=("title",)),))
    here = Desk1(feed(talk, other, at=joint), venue("2025-06-25T14:30"))
    (item,) = here.board.programme
    assert item.conflicts
    assert item.conflicts[0] in here.says("pc")
    assert item.conflicts[0] in here.says("belgian pm")


def test_nobody_is_said_to_be_somewhere_now_of_whom_only_a_part_of_the_day_is_published() -> None:
    vague = speech("PC", speakers=("Prime Minister of Belgium",), start=None, end=None, precision="part",
                   day=date(2025, 6, 25), wording="early afternoon")  # fmt: skip
    assert "About now: PC: scheduled for early afternoon" in desk(vague).says("belgian pm")


def test_nobody_is_sent_to_a_pool_or_a_contact_that_is_off() -> None:
    pool = Pool(id="pool/demo/p", name="Pool 3", muster_at=venue("2025-06-25T14:40"), muster_place="Gate B")
    off = replace(pool, cancelled=True)
    assert desk(off).says("pool 3") == "Pool 3: cancelled; it was to meet 14:40, Gate B."
    gone = Contact(id="contact/demo/c", name="Tea desk", phone="12", withdrawn=venue("2025-06-25T12:00"))
    tea = Answer(id="answer/demo/t", question="Where is tea?", sentence="In hall 1.", contact="c")
    assert desk(tea, gone).card("tea").contacts == ()
    assert desk(tea).card("tea").contacts == ("c",)
