"""Questions as a desk is asked them, in whole sentences: what comes first, and what is said of it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from opsdash.board.board import board_at
from opsdash.config import examples, read
from opsdash.demo.scenario import Scenario
from opsdash.model import NewsItem
from opsdash.snapshot import Desk, DeskEntry, Snapshot
from tests.support import feed, site, venue
from tests.unit.test_find import SPEC, Desk1, desk, speech

MORNING = datetime(2026, 6, 25, 8, 25, tzinfo=UTC)
"""10:25 at the venue."""


@pytest.fixture(scope="module")
def demo() -> Desk1:
    return Desk1(
        feed(*Scenario(1, MORNING).records_at(MORNING), at=site(zone="Europe/Brussels", sources=(SPEC,))), MORNING
    )


@pytest.fixture(scope="module")
def hague() -> Desk1:
    at = read(examples()["the-hague-2025"]).site
    return Desk1(feed(*at.records, at=at), venue("2025-06-25T12:00"))


@pytest.mark.parametrize(
    ("asked", "title", "said"),
    [
        ("is TV booth 6 free", "TV Booth 6", "out of service, ventilation fault, technician called. TV Booth 5 is"),
        ("when does tv booth 5 get free", "TV Booth 5", "no-show, no sign of Baobab Broadcasting since 09:45. It is"),
        ("is booth 1 free", "TV Booth 1", "reserved from 11:00: Quartz Network; next Fjord TV, from 14:00. It is"),
        ("is radio booth 1 free for an hour", "Radio Booth 1", "It is free for 1 h from 12:30. Radio Booth 5 is"),
        ("outdoor stand-up 3 free", "Outdoor Stand-up 3", "Outdoor Stand-up 3 is free now until 11:30"),
        ("tv booth free", "TV Booth 5", "No TV booth is known to be free for 1 h now; TV Booth 5 is free from 11:15"),
    ],
)  # fmt: skip
def test_of_a_space_that_is_named_its_own_state_is_said_first(demo: Desk1, asked: str, title: str, said: str) -> None:
    assert demo.first(asked).title == title
    assert said in demo.says(asked)


@pytest.mark.parametrize(
    ("asked", "title", "said"),
    [
        ("what time is the closing press conference", "Closing press conference by the President of the Summit",
         "today at 15:45"),
        ("what time is the family photo", "Family photo", "Family photo: live"),
        ("what time is the handshake", "Handshake of the Prime Minister of New Zealand and the President of Poland",
         "today at 12:10"),
        ("what time does catering close", "Catering", "Catering: open until 11:00, in 35 min; last entry 10:50"),
        ("where can I eat now", "Catering", "open until 11:00"),
        ("can I still apply for accreditation", "Applications for accreditation", "has passed"),
        ("norwegian pm's", "Prime Minister of Norway", "Next: Press conference by the Prime Minister of Norway"),
    ],
)  # fmt: skip
def test_the_words_of_a_question_match_no_remark(demo: Desk1, asked: str, title: str, said: str) -> None:
    assert demo.card(asked).title == title
    assert said in demo.says(asked)


def test_of_words_that_need_not_be_held_those_that_hold_most_are_meant(demo: Desk1) -> None:
    assert len(demo.hits("what time is the closing press conference")) == 1


@pytest.mark.parametrize("asked", ["shuttle", "last shuttle"])
def test_a_bus_in_a_remark_is_no_shuttle(hague: Desk1, asked: str) -> None:
    assert not hague.hits(asked)
    assert hague.card(asked).warnings == ("No record mentions “shuttle”.",)
    assert hague.first("taxi").title == "Accreditation Office"


TALKS = (
    speech("Talk now", start=venue("2025-06-25T14:20"), end=venue("2025-06-25T15:00")),
    speech("Talk soon", start=venue("2025-06-25T15:10"), end=None),
    speech("Talk off", status="cancelled", start=venue("2025-06-25T16:00"), end=None),
    speech(
        "Talk late", status="delayed", start=venue("2025-06-25T16:30"), expected=venue("2025-06-25T16:50"), end=None
    ),
    speech("Briefing", type="briefing", start=venue("2025-06-25T15:05"), end=None),
)


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("next press conference", "Talk soon"), ("what's next", "Briefing"), ("next briefing", "Briefing"),
        ("what was cancelled?", "Talk off"), ("cancelled press conference", "Talk off"), ("moved", "Talk late"),
        ("is anything late", "Talk late"), ("what is live", "Talk now"),
    ],
)  # fmt: skip
def test_what_moved_or_comes_next_is_of_what_did(asked: str, title: str) -> None:
    assert desk(*TALKS).first(asked).title == title


def test_where_nothing_moved_that_is_the_answer() -> None:
    here = desk(*TALKS[:2])
    assert here.says("has anything moved?") == "Nothing on the programme is known to have moved."
    assert here.says("cancelled briefing") == "Nothing of that kind on the programme is known to be cancelled."
    assert len(here.hits("what has moved?")) == 1


@pytest.mark.parametrize(
    ("asked", "title", "said"),
    [
        ("who do I call for power at stand-up 3?", "Technical support", "Not found together with “stand up”, “3”. Te"),
        ("stand-up 3 power", "Indoor Stand-up 3", "Not found together with “power”. Indoor Stand-up 3, Main Hall"),
        ("where does pool 4 meet", "Pool 4", "Pool 4: mustering, meets 10:40, Pool point"),
        ("pool 4 meeting point", "Pool 4", "Pool 4: mustering"),
        ("has pool 4 left", "Pool 4", "Pool 4: mustering"),
        ("is pool 5 full", "Pool 5", "Pool 5: later, meets 11:50"),
        ("media centre address", "International Media Centre", "International Media Centre: open"),
        ("pool 4 zeppelin", "Pool 4", "Not found: “zeppelin”. Pool 4: mustering"),
        ("where is the Norwegian PM's doorstep and has it moved?", "Prime Minister of Norway",
         "Not found together with “doorstep”. Prime Minister of Norway. Next:"),
    ],
)  # fmt: skip
def test_where_nothing_holds_all_words_it_is_said_which_are_lacking(
    demo: Desk1, asked: str, title: str, said: str
) -> None:
    assert demo.first(asked).title == title
    assert demo.says(asked).startswith(said)


def test_words_that_many_hold_tell_nothing_and_a_country_is_never_given_up(demo: Desk1) -> None:
    for asked in ("zeppelin booth", "president of norway", "president of norway zeppelin", "norway korea family photo"):
        assert not demo.hits(asked), asked
    assert "without power" in demo.first("stand-up 3 power").detail


@pytest.mark.parametrize(
    ("asked", "title", "said"),
    [
        ("accreditation at 20:00", "Accreditation Office", "20:00: Accreditation Office: closed; opens"),
        ("accreditation today at 18", "Accreditation Office", "At Thu 25 June 18:00: Accreditation Office: open"),
        ("accreditation tomorrow at 9", "Accreditation Office", "At Fri 26 June 09:00: Accreditation Office: open"),
        ("accreditation at 08:00", "Accreditation Office", "At Fri 26 June 08:00: Accreditation Office: open until"),
        ("is the media centre open at 20:00", "International Media Centre", "but its only entrance, the Accreditation"),
        ("is press room 2 free at 3pm", "Press Room 2", "At Thu 25 June 15:00: Press Room 2 is free then, long enough"),
        ("booth at 14:00", "TV Booth 2", "At Thu 25 June 14:00: TV Booth 2 is free then, long enough for 1 h"),
        ("booth from 14:00 to 16:00", "TV Booth 2", "free then, long enough for 2 h"),
        ("tv booth 1 at 14:30", "TV Booth 1", "It is free for 1 h from 15:00."),
        ("catering at 11:30", "Catering", "At Thu 25 June 11:30: Catering: closed; opens 12:45"),
        ("what is on at 15:45", "Closing press conference by the President of the Summit", "June 15:45: Closing"),
        ("accreditation at 25:00", "Where do I get my badge?", "Not found: “25”."),
        ("where can I eat at 14:00", "Catering", "At Thu 25 June 14:00: Catering: open until 15:15"),
    ],
)  # fmt: skip
def test_a_clock_time_is_asked_of_the_board_of_then(demo: Desk1, asked: str, title: str, said: str) -> None:
    assert demo.first(asked).title == title
    assert said in demo.says(asked)


def test_what_is_of_no_time_is_said_without_one() -> None:
    here = desk(NewsItem(id="news/demo/1", title="Lift shut 15:30", published=venue("2025-06-25T12:00")))
    assert here.says("lift shut 15:30").startswith("Lift shut 15:30, published")
    assert "at 16:00" in desk(*TALKS).first("talk off at 16:00").detail


@pytest.mark.parametrize(
    ("asked", "title", "said"),
    [
        ("van compound to press room 1", "Van Compound",
         "How far it is from the Van Compound to Press Room 1 is not known. From there it is 600 metres"),
        ("how far is the van compound from the briefing room?", "Van Compound",
         "How far it is from the Van Compound to “briefing room” is not known. From there it is 600 metres"),
        ("press room 1 to press room 2", "Press Room 1",
         "How far it is from Press Room 1 to Press Room 2 is not known."),
        ("how far is the media centre from the moon", "International Media Centre", "to “moon” is not known. From"),
        ("van compound to media centre", "Van Compound to International Media Centre", "it is 600 metres"),
    ],
)  # fmt: skip
def test_a_way_that_nobody_published_is_said_not_to_be_known(demo: Desk1, asked: str, title: str, said: str) -> None:
    assert demo.first(asked).title == title
    assert said in demo.says(asked)


@pytest.mark.parametrize(
    ("asked", "title", "said"),
    [
        ("when is the next pool", "Pool 4", "Pool 4: mustering, meets 10:40"),
        ("is anything closed?", "Facilities", "Nothing here is known to be closed."),
        ("what is open at 22:00", "International Media Centre", "At Thu 25 June 22:00: International Media Centre:"),
        ("what is closed at 22:00", "Accreditation Office", "At Thu 25 June 22:00: Accreditation Office: closed"),
        ("is the accreditation office closed", "Accreditation Office", "Accreditation Office: open until 19:15"),
        ("what is on at 3:05", "Programme", "At Fri 26 June 03:05: Nothing on the programme is known to be on"),
        ("booths free this afternoon", "TV Booth 5", "At Thu 25 June 12:00: TV Booth 5 is free then, long enough for"),
    ],
)  # fmt: skip
def test_what_is_so_of_several_is_asked_of_all(demo: Desk1, asked: str, title: str, said: str) -> None:
    assert demo.first(asked).title == title
    assert demo.says(asked).startswith(said)


def test_a_plan_does_not_hide_what_the_desk_has_said_to_last_until_then(demo: Desk1) -> None:
    said = DeskEntry(
        id="1", at=MORNING - timedelta(minutes=5), who="duty officer", action="override", subject="catering",
        note="flooded", data={"state": "closed"}, until=MORNING + timedelta(hours=1),
    )  # fmt: skip
    here = Desk1(demo.finder.feed, MORNING)
    here.board = board_at(Snapshot(feed=demo.finder.feed), Desk(entries=(said,)), MORNING)
    assert here.says("catering at 10:50").startswith("At Thu 25 June 10:50: Catering: open until 11:00")
    assert "But now: Catering: closed until 11:25" in here.says("catering at 10:50")
    assert "But now" not in here.says("catering at 11:30")


@pytest.fixture(scope="module")
def afternoon() -> Desk1:
    now = venue("2026-06-25T14:00")
    return Desk1(feed(*Scenario(1, now).records_at(now), at=site(zone="Europe/Brussels", sources=(SPEC,))), now)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("press room b", "Not found together with “b”."), ("press room a", "Not found together with “a”."),
        ("what changed for room B", "Not found together with “b”."), ("studio b", "Not found together with “b”."),
        ("press room 6", "Not found together with “6”."), ("gate b", "Pool 3: under way, meets 13:25, Pool point, Ga"),
        ("gate a", "Accreditation Office: open"), ("photographer 3", "Not found together with “3”. photographer 31"),
        ("press conference n", "Not found: “n”. Press conference by the Prime Minister of the Netherlands"),
        ("room 2", "Interview Room 2"), ("3", "Indoor Stand-up 3"),
    ],
)  # fmt: skip
def test_a_letter_or_a_number_is_a_whole_word(afternoon: Desk1, asked: str, said: str) -> None:
    assert afternoon.says(asked).startswith(said)


def test_numbers_are_no_place_to_go_to(afternoon: Desk1) -> None:
    assert afternoon.first("catering between 30 and 50").title == "Catering"
    for asked in ("catering between 30 and 50", "catering between 3 and 5"):
        assert "How far" not in afternoon.says(asked)


def test_a_number_is_that_of_what_it_stands_behind(afternoon: Desk1) -> None:
    rooms = [hit for hit in afternoon.hits("room 2") if not hit.lacking]
    assert rooms[1].title == "Press Room 2"
    assert all("Room 2" in f"{hit.title} {hit.detail}" for hit in rooms)


def test_a_letter_at_the_end_begins_a_word_after_all_that_hold_it_whole(afternoon: Desk1) -> None:
    lacking = [bool(hit.lacking) for hit in afternoon.hits("3")]
    assert lacking == sorted(lacking)
    assert {hit.lacking for hit in afternoon.hits("3")} == {(), ("3",)}


def test_a_state_asked_for_filters_and_goes_by_how_grave_it_is(afternoon: Desk1) -> None:
    here = desk(*TALKS, speech("Talk of Norway", delegations=("Norway",)), speech("Norway off", status="cancelled"))
    assert {hit.state for hit in here.hits("cancelled press conferences")} == {"cancelled"}
    assert [hit.title for hit in here.hits("cancelled norway") if hit.kind == "event"] == ["Norway off"]
    assert afternoon.says("cancelled press conferences").startswith("Nothing of that kind on the programme is known")
    assert len(afternoon.hits("cancelled press conferences")) == 1
    late = [hit.state for hit in afternoon.hits("what is delayed")]
    assert late == ["delayed, 30 min late", "live, 6 min late", "live, 2 min late"]
    said = afternoon.says("is the norwegian press conference cancelled")
    assert said.endswith("scheduled for today at 16:00, Press Room 1.")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("where does Poland meet New Zealand", "Handshake of the Prime Minister of New Zealand and the President of"),
        ("where does pool 4 meet", "Pool 4: mustering"),
        ("who speaks at 17:00", "At Thu 25 June 17:00: Press conference by the Prime Minister of Sweden"),
        ("who is speaking", "Press conference by the President of the Republic of Korea: live"),
        ("who speaks next", "Press conference by the Federal Chancellor of Germany"),
        ("does the shuttle go to the media centre", "Not found together with “media centre”. Shuttle: open"),
    ],
)  # fmt: skip
def test_words_that_have_more_than_one_use_are_taken_as_the_others_beside_them_say(
    afternoon: Desk1, asked: str, said: str
) -> None:
    assert afternoon.says(asked).startswith(said)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("who is in pool 7", "0 of 4 there. Not yet there: photographer 71 (Amber Lens Photos), photographer 72"),
        ("who is in pool 4", "text reporter 41 (Kestrel Wire). There: photographer 41 (Tidewater Photos)"),
        ("has pool 3 shared its material", "Material: due 14:45, not known to be shared."),
        ("pool 1 material", "Material: shared 11:52."),
        ("when does the summit end", "The last on the programme: Press conference by the President of Cyprus: tenta"),
        ("when does the programme end today", "The last on the programme today: Press conference by the Federal Chanc"),
        ("when does the summit start", "The first on the programme: Arrivals and doorstep statements: ended"),
    ],
)  # fmt: skip
def test_what_is_asked_beside_how_it_is_now_is_told(afternoon: Desk1, asked: str, said: str) -> None:
    assert said in afternoon.says(asked)
    assert "Material" not in afternoon.says("where does pool 3 meet")
    assert "There:" not in afternoon.says("where does pool 3 meet")


def test_what_the_readme_says_may_be_asked_is_answered(afternoon: Desk1) -> None:
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    asked = re.findall(r"`(.+?)`", text.split("<!-- asked -->")[1].split("<!-- /asked -->")[0])
    assert len(asked) > 15
    for words in asked:
        assert afternoon.card(words).kind != "nothing", words
        assert "Not found" not in afternoon.says(words), words
