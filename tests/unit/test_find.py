"""The info desk's questions, asked of the demo and of the example summit: the right thing first, and never a
wrong sentence."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from opsdash.board.board import board_at
from opsdash.board.items import Board
from opsdash.config import examples, read
from opsdash.demo.scenario import Scenario
from opsdash.find import Card, Finder, Hit, card, find, finder_of, not_found
from opsdash.find.rows import EXAMPLES, glyph_of
from opsdash.model import (
    Answer,
    Booking,
    Contact,
    Facility,
    NewsItem,
    Notice,
    Pool,
    PressEvent,
    Record,
    Space,
)
from opsdash.parts import Assignment, Distance, OpeningPeriod
from opsdash.render.glyphs import DEADLINE
from opsdash.snapshot import Change, Desk, Feed, Health, Snapshot, SourceHealth
from opsdash.sourcespec import OpsdashSpec
from tests.support import feed, site, venue

START = datetime(2026, 6, 25, 12, 0, tzinfo=UTC)
SPEC = OpsdashSpec(name="demo", url="http://localhost:1", every="10s")


class Desk1:
    """An info desk: a feed at an instant, and what it answers."""

    def __init__(self, data: Feed, now: datetime, age: int = 1, asked: datetime | None = None) -> None:
        succeeded = (asked or now) - timedelta(seconds=age)
        health = Health(sources={"demo": SourceHealth(tried=succeeded, succeeded=succeeded)})
        self.board: Board = board_at(Snapshot(feed=data, health=health), Desk(), now, asked)
        self.finder: Finder = finder_of(data)

    def hits(self, words: str, limit: int = 50) -> tuple[Hit, ...]:
        return find(self.finder, self.board, words, limit)

    def first(self, words: str) -> Hit:
        hits = self.hits(words)
        assert hits, f"nothing found for {words!r}"
        return hits[0]

    def card(self, words: str) -> Card:
        hits = self.hits(words)
        return card(hits[0], self.board, self.finder.index) if hits else not_found(words, self.board, self.finder)

    def says(self, words: str) -> str:
        return self.card(words).sentence


def desk(*records: Record, now: str = "2025-06-25T14:30", age: int = 1, **fields: datetime) -> Desk1:
    """The desk of a summit with these records."""
    return Desk1(feed(*records, at=site(sources=(SPEC,))), venue(now), age, **fields)


@pytest.fixture(scope="module")
def demo() -> Desk1:
    records = Scenario(1, START).records_at(START)
    return Desk1(feed(*records, at=site(zone="Europe/Brussels", sources=(SPEC,))), START)


@pytest.fixture(scope="module")
def hague() -> Desk1:
    at = read(examples()["the-hague-2025"]).site
    return Desk1(feed(*at.records, at=at), venue("2025-06-25T23:30"))


def speech(title: str, **fields: object) -> PressEvent:
    given: dict[str, object] = {
        "id": f"event/demo/{title}", "title": title, "type": "press conference", "room": "Room A",
        "start": venue("2025-06-25T15:00"), "end": venue("2025-06-25T15:30"),
    }  # fmt: skip
    return PressEvent(**{**given, **fields})  # type: ignore[arg-type]


BELGIAN = "Prime Minister of Belgium"


@pytest.mark.parametrize(
    ("asked", "title", "said"),
    [
        ("is the accreditation office still open?", "Accreditation Office", "open until 23:00"),
        ("accreditation tomorrow", "Accreditation Office", "tomorrow, Fri 26 June: open 05:00 to 23:00"),
        ("acreditation", "Accreditation Office", "open until 23:00"),
        ("norwegian PM", "Prime Minister of Norway", "Next: Press conference by the Prime Minister of Norway"),
        ("where is the Korean president?", "President of the Republic of Korea", "Now: Press conference by"),
        (
            "presser norway",
            "Press conference by the Prime Minister of Norway",
            "scheduled for today at 16:00, Press Room 1",
        ),
        ("secgen", "Secretary General of the Summit", "Secretary General of the Summit."),
        ("who is missing from pool 4", "Pool 4", "3 of 7 there"),
        ("where do I get my pass", "Where do I get my badge?", "At the Accreditation Office"),
        ("lunch", "Catering", "open until 14:45"),
        ("where can I eat", "Catering", "open until 14:45"),
        ("bilateral", "When is our bilateral meeting?", "please ask the delegations"),
        ("polder", "Polder TV", "TV Booth 3, Booth Street, level 1: occupied, Polder TV until 15:00"),
        ("tv booth 3", "TV Booth 3", "occupied, Polder TV until 15:00"),
        ("photographer 41", "photographer 41 (Tidewater Photos)", "Pool 4, present, meets 14:25"),
        ("bulky", "Lists of bulky equipment", "has passed"),
        ("duty officer", "Media operations, duty officer", "phone +00 000 00 13"),
        ("splitters", "The audio splitters in Press Room 4 have been replaced; channel 2 is English.", "channel 2"),
    ],
)
def test_questions_of_the_demo(demo: Desk1, asked: str, title: str, said: str) -> None:
    assert demo.first(asked).title == title
    assert said in demo.says(asked)


@pytest.mark.parametrize(
    ("asked", "title", "said"),
    [
        ("acreditation office open tommorow", "Accreditation Office", "tomorrow, Thu 26 June: closed."),
        ("acreditation", "Accreditation Office", "open today, hours not published"),
        ("accreditation tomorrow", "Accreditation Office", "tomorrow, Thu 26 June: closed."),
        ("imc", "International Media Centre", "open until Thu 26 June 02:00"),
        ("imc", "International Media Centre", "Its only entrance, the Accreditation Office, is closed from"),
        ("media centre 26 june", "International Media Centre", "The only way in is the Accreditation Office: closed."),
        ("info desk tomorrow", "Information Desk", "no hours published"),
        ("wireless licence", "May we use our own wireless equipment?", "Only with a licence"),
        ("b-roll", "NATO Multimedia Portal", "B-roll for download"),
    ],
)
def test_questions_of_the_example_summit(hague: Desk1, asked: str, title: str, said: str) -> None:
    assert hague.first(asked).title == title
    assert said in hague.says(asked)


def test_an_office_is_its_countrys_own_and_no_other() -> None:
    pair = speech("Handshake", speakers=("Prime Minister of Norway", "President of Belgium"))
    here = desk(pair, speech("Briefing", speakers=("Prime Minister",), delegations=("Belgium",)))
    assert here.first("belgian pm").title == BELGIAN
    assert [hit.title for hit in here.hits("belgian president")][:1] == ["President of Belgium"]
    assert not here.hits("norwegian president")
    assert "ask the delegation" in here.says("norwegian president")


@pytest.mark.parametrize(("there", "asked"), [
    ("Slovakia", "slovenian PM"), ("Iraq", "iran pm"), ("Nigeria", "niger pm"), ("Guinea-Bissau", "guinea pm"),
    ("Austria", "australian pm"), ("Dominican Republic", "dominica pm"),
])  # fmt: skip
def test_a_country_is_never_taken_for_another(there: str, asked: str) -> None:
    here = desk(speech("Statement", speakers=(f"Prime Minister of {there}",)))
    assert not here.hits(asked)
    assert here.hits(f"{there} prime minister")
    assert not here.hits(asked.removesuffix(" PM").removesuffix(" pm"))


def test_where_somebody_is_says_only_what_the_programme_says() -> None:
    off = speech("Doorstep", speakers=(BELGIAN,), status="cancelled", start=venue("2025-06-25T17:00"), end=None)
    aside = speech(
        "Remarks", speakers=(BELGIAN,), official=False, status="tentative", start=venue("2025-06-25T18:00"), end=None
    )
    first = speech("Press conference", speakers=(BELGIAN,))
    said = desk(off, aside, first, now="2025-06-25T14:00").says("where is the belgian pm")
    assert said == (
        "Prime Minister of Belgium. Next: Press conference: scheduled for today at 15:00, Room A. "
        "Doorstep: cancelled; it was scheduled for today at 17:00, Room A. For anything else please ask the delegation."
    )
    later = desk(aside, now="2025-06-25T17:45").says("belgian pm")
    assert "tentative" in later
    assert "Not on the official programme: ask the delegation." in later


def test_a_withdrawn_event_is_said_to_be_withdrawn() -> None:
    gone = speech("Briefing on fish", withdrawn=venue("2025-06-25T14:00"))
    assert desk(gone).says("fish") == "Briefing on fish: withdrawn; it was scheduled for today at 15:00, Room A."
    assert desk(gone).first("fish").state == "withdrawn"


def test_old_data_says_from_when_it_is_and_another_time_says_which() -> None:
    booth = Space(id="space/demo/b1", name="Booth 1", type="tv booth")
    contact = Contact(id="contact/demo/c", name="Broadcast", about="booths", phone="12")
    old = desk(booth, contact, age=25 * 60)
    assert old.says("booth 1").endswith("(As of 14:05, 25 minutes ago.)")
    assert old.card("booth 1").as_of == "as of 14:05, 25 minutes ago"
    ours = desk(msgspec.structs.replace(booth, id="space/config/b1"), age=25 * 60)
    assert ours.says("booth 1").endswith("(As of 14:05, 25 minutes ago.)"), "bookings are not the configuration's"
    assert "As of" in old.says("nothing of the kind")
    assert desk(booth, contact).card("booth 1").as_of == "as of 14:29"
    assert desk(booth, contact).card("booth 1").contacts == ("Broadcast (booths), phone 12",)
    later = desk(booth, now="2025-06-26T07:00", asked=venue("2025-06-25T14:30"))
    assert later.says("booth 1").startswith("At Thu 26 June 07:00: Booth 1")


def test_a_source_that_is_no_longer_configured_is_not_trusted() -> None:
    here = desk(Notice(id="notice/gone/n", text="Lift B is out of order"))
    assert "gone is no longer asked; how old this is, nobody knows." in here.says("lift")


BOOTHS = (
    Space(id="space/demo/b1", name="TV Booth 1", type="tv booth", zone="Hall 1"),
    Space(id="space/demo/b2", name="TV Booth 2", type="tv booth", zone="Hall 2"),
    Booking(id="booking/demo/1", space="b1", organisation="Fjord TV", start=venue("2025-06-25T15:00"),
            end=venue("2025-06-25T18:00")),
    Booking(id="booking/demo/2", space="b2", organisation="Cobalt TV", start=venue("2025-06-25T14:00"),
            end=venue("2025-06-25T15:00"), checked_in=venue("2025-06-25T14:00")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("a booth for 30 min?", "TV Booth 1 is free now until 15:00, long enough for 30 min: Hall 1."),
        ("free booth half an hour", "TV Booth 1 is free now until 15:00, long enough for 30 min: Hall 1."),
        ("a booth for an hour?", "No TV booth is known to be free for 1 h now; TV Booth 2 is free from 15:00: Hall 2."),
        (
            "free tv booth hall 2",
            "No such TV booth is known to be free for 1 h now; TV Booth 2 is free from 15:00: Hall 2.",
        ),
    ],
)
def test_a_booth_for_so_long(asked: str, said: str) -> None:
    assert desk(*BOOTHS).says(asked) == said


@pytest.mark.parametrize("now", ["14:30", "16:30", "18:30"])
def test_a_booking_whose_times_do_not_fit_together_is_neither_to_come_nor_over(now: str) -> None:
    start, end = venue("2025-06-25T17:00"), venue("2025-06-25T16:00")
    crossed = Booking(id="booking/demo/3", space="b2", organisation="Kanal Verte", title="Live", start=start, end=end)
    here = desk(BOOTHS[1], crossed, now=f"2025-06-25T{now}")
    told = "TV Booth 2, 17:00 to 16:00 (its times do not fit together)"
    said = {hit.kind: hit for hit in here.hits("kanal verte")}
    assert (said["booking"].state, said["booking"].tone, said["booking"].detail) == (
        "not counted",
        "warn",
        f"{told}, Live",
    )
    assert here.says("kanal verte live") == f"Kanal Verte, Live: {told}, not counted."


def test_a_booth_nobody_tells_about_is_not_offered(hague: Desk1) -> None:
    assert hague.says("booth for an hour") == "No TV booth is known to be free for 1 h."
    assert hague.card("booth for an hour").tone == "unknown"


def test_there_is_one_answer_for_each_kind_of_booth(demo: Desk1) -> None:
    found = [hit for hit in demo.hits("free booth 30 min") if hit.minutes]
    assert [hit.title.rsplit(" ", 1)[0] for hit in found] == ["TV Booth", "Radio Booth"]
    assert {hit.minutes for hit in found} == {30}


def test_an_outlet_is_one_hit_with_all_that_is_its() -> None:
    pool = Pool(
        id="pool/demo/p3", name="Pool 3", muster_at=venue("2025-06-25T16:00"), muster_place="Gate B",
        assignments=(Assignment(person="camera 1", organisation="FJORD TV ", status="confirmed"),),
    )  # fmt: skip
    here = desk(*BOOTHS, pool)
    assert [hit.kind for hit in here.hits("fjord")] == ["organisation", "person", "booking", "pool"]
    assert here.says("fjord tv") == (
        "Fjord TV. No booking of theirs is running now. Next: TV Booth 1, 15:00 to 18:00. "
        "In pools: Pool 3, camera 1, confirmed, meets 16:00 Gate B."
    )
    assert "Now: TV Booth 2, Hall 2: occupied, Cobalt TV until 15:00" in here.says("cobalt")


def test_a_booking_that_runs_is_told_of_though_another_decides_what_the_space_is() -> None:
    known: dict[str, Any] = {"space": "tv-1", "start": venue("2025-06-25T13:00"), "end": venue("2025-06-25T15:00")}
    one = Booking(id="booking/demo/1", organisation="Fjord TV", checked_in=venue("2025-06-25T13:00"), **known)
    other = Booking(id="booking/demo/2", organisation="Nordlys Wire", **known)
    booth = Space(id="space/demo/tv-1", name="TV 1", type="tv booth")
    for who in ("Fjord TV", "Nordlys Wire"):
        assert f"{who}. Now: TV 1: double-booked" in desk(booth, one, other).says(who)
        broken = msgspec.structs.replace(booth, in_service=False, reason="flood")
        assert f"{who}. Now: TV 1: out of service, flood" in desk(broken, one, other).says(who)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": "cancelled"}, "cancelled."),
        ({"status": "pending"}, "not confirmed, to come."),
        ({"withdrawn": venue("2025-06-25T12:00")}, "no longer listed."),
        ({"end": venue("2025-06-25T14:10"), "start": venue("2025-06-25T14:00")}, "over."),
    ],
)
def test_a_booking_says_what_became_of_it(fields: dict[str, object], said: str) -> None:
    one = msgspec.structs.replace(BOOTHS[2], title="Editing", **fields)
    here = desk(BOOTHS[0], one)
    (hit,) = (hit for hit in here.hits("fjord editing") if hit.kind == "booking")
    assert card(hit, here.board, here.finder.index).sentence.endswith(said)


def test_what_comes_is_before_what_is_over() -> None:
    hours = {"morning": 9, "now": 14, "evening": 20, "soon": 15}
    events = [
        speech(f"Statement {name}", start=venue(f"2025-06-25T{hour}:00".replace("T9", "T09")), end=None)
        for name, hour in hours.items()
    ]
    titles = [hit.title.split()[-1] for hit in desk(*events).hits("statement") if hit.kind == "event"]
    assert titles == ["now", "soon", "evening", "morning"]


def test_a_name_in_full_comes_before_its_longer_brothers() -> None:
    pools = [Pool(id=f"pool/demo/{n}", name=f"Pool {n}") for n in (30, 3, 31)]
    assert desk(*pools).first("pool 3").title == "Pool 3"


def test_a_day_finds_what_is_on_that_day() -> None:
    today, tomorrow = speech("Briefing one"), speech("Briefing two", start=venue("2025-06-26T09:00"), end=None)
    here = desk(today, tomorrow)
    assert [hit.title for hit in here.hits("briefing tomorrow")] == ["Briefing two"]
    assert [hit.title for hit in here.hits("briefing thursday")] == ["Briefing two"]
    assert [hit.title for hit in here.hits("briefing today")] == ["Briefing one"]


def test_a_word_of_a_day_may_be_a_word_of_a_title() -> None:
    here = desk(NewsItem(id="news/demo/1", title="Names for Sunday lunch", published=venue("2025-06-25T12:00")))
    assert here.first("names sunday").title == "Names for Sunday lunch"


def test_letters_with_strokes_and_accents_are_found_plain_and_the_other_way_round() -> None:
    names = ["Łyżkowo Radio", "Søndre Wire", "Đurđa Media", "Ilgın Haber", "Weiß Presse", "Ægir Œuvre"]
    here = desk(*(Answer(id=f"answer/demo/{n}", question=name, sentence="Yes.") for n, name in enumerate(names)))
    for asked in ("lyzkowo", "sondre", "durda", "ilgin", "weiss", "aegir oeuvre", "ŁYŻKOWO", "İlgin"):
        assert len(here.hits(asked)) == 1, asked


def test_s13_the_cards_place_distance_and_contact() -> None:
    office = Facility(
        id="facility/demo/a", name="Accreditation Office", place="Gate A", contact="a-desk",
        distances=(Distance(to="Media Centre", metres=120, note="uphill"),),
    )  # fmt: skip
    who = Contact(id="contact/demo/a-desk", name="Badge desk", email="badge@summit.example", phone="11")
    found = desk(office, who).card("accreditation")
    assert found.place == "Gate A"
    assert found.distances == ("120 m to Media Centre (uphill)",)
    assert found.contacts == ("Badge desk, phone 11, badge@summit.example",)
    assert found.source == "demo"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("van compound to media centre", "From the Van Compound to the International Media Centre it is 600 metres"),
        ("how far is it from the van compound to the media centre?", "From the Van Compound to the International"),
        ("how far is the media centre from the van compound", "From the International Media Centre to the Van"),
        ("distance van compound media centre", "it is 600 metres (170 m more for OB trucks)."),
        ("walk from the van compound", "From the Van Compound it is 600 metres (170 m more for OB trucks) to the"),
        ("imc to van bay 3", "From the International Media Centre to Van Bay 3 it is 600 metres."),
        ("how far is forum plaza", "it is 450 metres to the International Media Centre."),
    ],
)
def test_how_far_it_is_in_any_words(demo: Desk1, asked: str, said: str) -> None:
    assert said in demo.says(asked)


@pytest.mark.parametrize(
    ("asked", "title", "said"),
    [
        ("where is the Belgian PM", "Prime Minister of Belgium", "Next: Press conference by the Prime Minister of Bel"),
        ("did the korean president move?", "President of the Republic of Korea", "live"),
        ("media centre open all night?", "International Media Centre", "open until Sat 27 June 02:00"),
        ("is the shuttle still running tonight?", "Shuttle", "Shuttle: open until Fri 26 June 00:00"),
        ("last shuttle", "Shuttle", "The shuttle runs at least until midnight. When the last one leaves is not publis"),
        ("when does the last bus leave tonight?", "Shuttle", "The shuttle runs at least until midnight. When the last"),
        ("last shuttle tomorrow", "Shuttle", "Shuttle, tomorrow, Fri 26 June: open 04:30 to at least 24:00. When"),
        ("tv booth tomorrow for an hour", "TV Booth 1", "TV Booth 1 has no booking tomorrow from "),
        ("deadline", "Hot-meal tickets", "The deadline for hot-meal tickets is today at 16:15; after that: no tickets"),
    ],
)
def test_words_that_only_ask_spoil_no_match(demo: Desk1, asked: str, title: str, said: str) -> None:
    assert demo.first(asked).title == title
    assert said in demo.says(asked)


def test_of_a_halted_shuttle_it_is_said_how_it_is_and_what_is_published() -> None:
    now = START + timedelta(minutes=45)
    here = Desk1(feed(*Scenario(1, START).records_at(now), at=site(zone="Europe/Brussels", sources=(SPEC,))), now)
    found = here.card("last shuttle")
    assert found.sentence.startswith("Shuttle: closed until 14:58, says demo since 14:38: road closed for a motorcade.")
    assert "Published for today: open 04:30 to at least 24:00. When the last one leaves is" in found.sentence


def test_a_move_is_said_once_with_from_where_and_of_the_person_too() -> None:
    talk = speech("PC", room="Room B", speakers=(BELGIAN,), note="Moved: Room A is running late")
    change = Change(
        id=talk.id, title="PC", what="changed", field="room", old="Room A", new="Room B",
        seen=venue("2025-06-25T14:20"), generation=1,
    )  # fmt: skip
    here = Desk1(
        msgspec.structs.replace(feed(talk, at=site(sources=(SPEC,))), changes=(change,)), venue("2025-06-25T14:30")
    )
    assert here.says("pc").endswith("Moved from Room A to Room B: Room A is running late.")
    assert here.says("did the belgian pm move?") == here.says("pc")
    assert "Moved from Room A to Room B." in here.says("belgian pm")


@pytest.mark.parametrize("asked", ["a quelle heure ferme la cantine", "ou est la navette", "wo ist die kantine"])
def test_a_beginning_among_unknown_words_is_chance(demo: Desk1, asked: str) -> None:
    assert demo.says(asked).startswith("Nothing here matches")


def test_what_moved_comes_before_what_is_merely_late() -> None:
    moved = speech("PC moved", room="Room B", start=venue("2025-06-25T17:00"), end=venue("2025-06-25T17:30"))
    late = speech("PC late", status="delayed")
    change = Change(
        id=moved.id, title="PC moved", what="changed", field="room", old="Room A", new="Room B",
        seen=venue("2025-06-25T14:20"), generation=1,
    )  # fmt: skip
    data = msgspec.structs.replace(feed(moved, late, at=site(sources=(SPEC,))), changes=(change,))
    here = Desk1(data, venue("2025-06-25T14:30"))
    for asked in ("what moved", "what is moved"):
        assert [hit.title for hit in here.hits(asked)] == ["PC moved", "PC late"]


@pytest.mark.parametrize("hour", [1, 8, 14, 21])
def test_the_examples_of_the_screen_and_the_readme_have_answers_in_the_demo_at_any_hour(hour: int) -> None:
    now = START.replace(hour=hour)
    here = Desk1(feed(*Scenario(1, now).records_at(now), at=site(zone="Europe/Brussels", sources=(SPEC,))), now)
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    row = next(line for line in readme.splitlines() if line.startswith("| `opsdash search WORDS`"))
    told = re.findall("`([^`]+)`", row.partition("`--limit")[0].removeprefix("| `opsdash search WORDS`"))
    told = [asked.removeprefix("opsdash search ") for asked in told]
    assert len(told) == 4
    for asked in (*told, *(one for words, _ in EXAMPLES for one in words.split(", "))):
        assert here.hits(asked), asked


def test_a_hit_has_the_glyph_of_its_state_in_the_list_and_on_its_card(demo: Desk1) -> None:
    for asked, glyph in (("deadline", DEADLINE), ("booth for an hour", "○"), ("catering", "◑")):
        assert glyph_of(demo.first(asked)) == glyph, asked
        assert glyph_of(demo.card(asked)) == glyph, asked


def test_a_place_alone_is_not_asked_for_its_distances(demo: Desk1) -> None:
    assert demo.says("van compound").startswith("Van Compound: open")


def test_a_name_that_ends_in_its_short_form_is_said_once(demo: Desk1) -> None:
    assert demo.says("media centre").startswith("International Media Centre: open until")


def test_two_sources_that_disagree_about_a_day_are_both_named() -> None:
    day = venue("2025-06-26T12:00").date()
    late = OpeningPeriod(day=day, opens=venue("2025-06-26T08:00"), closes=venue("2025-06-26T20:00"))
    shut = OpeningPeriod(day=day, closed=True, wording="Closed")
    here = desk(
        Facility(id="facility/config/a", name="Office", periods=(shut,)),
        Facility(id="facility/demo/a", name="Office", periods=(late,)),
    )
    assert "demo says open 08:00 to 20:00" in here.says("office tomorrow")
    assert "the configuration says closed" in here.says("office tomorrow")


def test_not_found_names_the_unknown_word_and_whom_to_ask(demo: Desk1) -> None:
    found = demo.card("zeppelin booth")
    assert found.kind == "nothing"
    assert found.warnings == ("No record mentions “zeppelin”.",)
    assert "Please ask: Information Desk" in found.sentence
    assert demo.says("").startswith("Nothing was asked.")


def test_every_hit_of_the_demo_has_a_card_with_a_sentence(demo: Desk1) -> None:
    for letter in "abcdefghijklmnoprstuvw":
        for hit in demo.hits(letter, 500):
            found = card(hit, demo.board, demo.finder.index)
            assert found.sentence.strip(), hit
            assert found.title
