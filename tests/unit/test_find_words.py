"""How a query is read: folding, senses, offices, lengths of time, days."""

from datetime import UTC, date, datetime

import pytest

from opsdash.find.clocktime import clock_of, instant_of
from opsdash.find.fold import fold, words_of
from opsdash.find.lexicon import LEXICON, pieces, terms_of
from opsdash.find.question import question_of

TODAY = date(2025, 6, 25)


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Łódź", "lodz"), ("Øre", "ore"), ("Đakovo", "dakovo"), ("IŞIK ılık", "isik ilik"), ("Straße", "strasse"),
     ("Œuvre Ægir", "oeuvre aegir"), ("ﬁlm", "film"), ("İzmir", "izmir"), ("Ｆｕｌｌ", "full")],
)  # fmt: skip
def test_folding(text: str, plain: str) -> None:
    assert fold(text) == plain


def test_words_are_letters_and_digits() -> None:
    assert words_of("TV-Booth 3 (U.S.), o'clock_7") == ("tv", "booth", "3", "us", "oclock", "7")
    assert words_of("the PM's and Norway’s, it's") == ("the", "pm", "and", "norway", "it")


@pytest.mark.parametrize(
    ("text", "sense"),
    [("Belgian", "~belgium"), ("BELGIUM", "~belgium"), ("PM", "~prime minister"), ("Sec Gen", "~secretary general"),
     ("Papua New Guinea", "~papua new guinea"), ("South Korean", "~republic of korea"), ("Türkiye", "~turkiye"),
     ("DPRK", "~north korea"), ("badge", "~accreditation")],
)  # fmt: skip
def test_senses(text: str, sense: str) -> None:
    assert [piece.sense for piece in pieces(words_of(text))] == [sense]


def test_no_phrase_has_two_senses() -> None:
    found = [phrase for some in LEXICON.phrases.values() for phrase, _ in some]
    assert len(found) == len(set(found))


def test_an_office_belongs_to_the_country_beside_it() -> None:
    terms = terms_of("Handshake of the Prime Minister of Norway and the President of Finland")
    assert {"~prime minister~norway", "~president~finland"} <= set(terms)
    assert not {"~president~norway", "~prime minister~finland"} & set(terms)
    assert "~prime minister~belgium" in terms_of("the Belgian PM")
    beside = terms_of("Norway: the President of Finland")
    assert "~president~finland" in beside
    assert "~president~norway" not in beside


@pytest.mark.parametrize(
    ("text", "minutes", "kinds"),
    [
        ("a booth for an hour?", 60, ("tv booth", "radio booth")),
        ("free booth 30 min", 30, ("tv booth", "radio booth")),
        ("tv booths 1h30", 90, ("tv booth",)),
        ("tv booth 90min", 90, ("tv booth",)),
        ("studio for an hour and a half", 90, ("tv studio",)),
        ("stand-up for half an hour", 30, ("indoor stand-up", "outdoor stand-up")),
        ("is a room available", 60, ("briefing room",)),
        ("booth two hours", 120, ("tv booth", "radio booth")),
    ],
)
def test_a_space_for_so_long(text: str, minutes: int, kinds: tuple[str, ...]) -> None:
    found = question_of(text, TODAY)
    assert (found.minutes, found.spaces) == (minutes, kinds)


@pytest.mark.parametrize("text", ["booth 3", "free wifi", "pool 30", "press room 1", "600 m", "where is the hour"])
def test_no_space_is_asked_for(text: str) -> None:
    assert question_of(text, TODAY).minutes == 0


@pytest.mark.parametrize(
    ("text", "day"),
    [("accreditation tomorrow morning", 26), ("open thursday", 26), ("wed", 25), ("Tue", 1), ("june 27", 27),
     ("27 June", 27), ("tonight", 25)],
)  # fmt: skip
def test_a_day(text: str, day: int) -> None:
    found = question_of(text, TODAY).day
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize("text", ["31 june", "ami", "sunshine", "june"])
def test_no_day(text: str) -> None:
    assert question_of(text, TODAY).day is None


def test_words_that_name_nothing_are_left_out_but_for_the_only_ones() -> None:
    assert [piece.words for piece in question_of("where is the office", TODAY).asked] == [("office",)]
    assert [piece.words for piece in question_of("the a", TODAY).asked] == [("a",)]


@pytest.mark.parametrize(
    ("text", "hours", "minutes", "rest"),
    [
        ("open at 14:00", [14], 0, "open"), ("open at 3pm", [15], 0, "open"), ("at 12 am", [0], 0, ""),
        ("at 12 p.m.", [12], 0, ""), ("room at 3", [15, 3], 0, "room"), ("at 9 tomorrow", [9, 21], 0, "tomorrow"),
        ("by 18", [18], 0, ""), ("at noon", [12], 0, ""), ("8 o'clock", [8, 20], 0, ""), ("at 15.30", [15], 0, ""),
        ("from 14:00 to 15:30", [14], 90, ""), ("23:30 until 00:30", [23], 60, ""),
        ("booth 3", [], 0, "booth 3"), ("25:00", [], 0, "25:00"), ("at 5 min", [], 0, "at 5 min"),
        ("1h30", [], 0, "1h30"), ("for 2 hours", [], 0, "for 2 hours"), ("at 600 m", [], 0, "at 600 m"),
        ("channel 2.40", [], 0, "channel 2.40"), ("until 27 june", [], 0, "until 27 june"), ("13 pm", [], 0, "13 pm"),
        ("open at seven", [7, 19], 0, "open"), ("at two desks", [], 0, "at two desks"), ("at three pm", [15], 0, ""),
        ("after two hours", [], 0, "after two hours"), ("booth two", [], 0, "booth two"),
        ("half six", [], 0, "half six"), ("at 3 media centre", [15, 3], 0, "media centre"),
        ("at 9 marina", [9, 21], 0, "marina"),
    ],
)  # fmt: skip
def test_a_clock_time(text: str, hours: list[int], minutes: int, rest: str) -> None:
    found = clock_of(text)
    assert ([hour.hour for hour in found.hours], found.minutes, found.rest.strip()) == (hours, minutes, rest)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("half past six", ["18:30", "06:30"]), ("at half past 10", ["10:30", "22:30"]),
        ("a quarter to one", ["12:45", "00:45"]), ("quarter past twelve", ["12:15", "00:15"]),
        ("ten past 8", ["08:10", "20:10"]), ("Half Past Six tomorrow", ["18:30", "06:30"]), ("from ten to one", []),
    ],
)  # fmt: skip
def test_a_spoken_time(text: str, hours: list[str]) -> None:
    found = clock_of(text)
    assert [f"{hour:%H:%M}" for hour in found.hours] == hours
    assert found.rest.strip().lower() in ("", "tomorrow") if hours else found.rest == text


@pytest.mark.parametrize(
    ("text", "day", "meant"),
    [
        ("at 11", None, "2025-06-25T11:00"), ("at 9", None, "2025-06-25T21:00"), ("at 09:00", None, "2025-06-26T09:00"),
        ("at 3", date(2025, 6, 26), "2025-06-26T15:00"), ("at 9", TODAY, "2025-06-25T21:00"),
        ("at 09:00", TODAY, "2025-06-25T09:00"), ("at 9", date(2025, 6, 26), "2025-06-26T09:00"),
    ],
)  # fmt: skip
def test_the_next_such_time_is_meant(text: str, day: date | None, meant: str) -> None:
    found = instant_of(clock_of(text).hours, day, datetime(2025, 6, 25, 10, 25, tzinfo=UTC))
    assert found is not None
    assert found.strftime("%Y-%m-%dT%H:%M") == meant
