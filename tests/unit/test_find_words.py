"""How a query is read: folding, senses, offices, lengths of time, days."""

from datetime import date

import pytest

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
