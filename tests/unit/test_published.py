"""Published opening hours: every cell that real advisories hold, and what must stay unknown."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from opsdash.parts import OpeningPeriod
from opsdash.published import last_entry, parse_hours
from opsdash.timing import at_clock, zone_of

ZONE = zone_of("Europe/Amsterdam")
DAY = date(2025, 6, 26)  # a Thursday


def at(text: str) -> datetime:
    """The instant "26 08:30" of June 2025 in Amsterdam; 24:00 is the end of that day."""
    day, clock = text.split()
    hour, minute = clock.split(":")
    return at_clock(date(2025, 6, int(day)), int(hour) * 60 + int(minute), ZONE)


def period(wording: str, **fields: Any) -> OpeningPeriod:
    """What is expected of `wording` on `DAY`, day-level unless said otherwise."""
    return OpeningPeriod(**{"day": DAY, "precision": "day", "wording": wording, **fields})


def stretch(opens: str = "", closes: str = "", **fields: Any) -> dict[str, Any]:
    """An exact stretch."""
    return {
        "precision": "exact",
        "opens": at(opens) if opens else None,
        "closes": at(closes) if closes else None,
        **fields,
    }


S1 = [
    ("Open", {}),
    ("Closed", {"closed": True}),
    ("Open (PM)", {"precision": "part", "part": "afternoon"}),
    ("Open (PM) for broadcasters only", {"precision": "part", "part": "afternoon", "audience": "broadcasters"}),
    ("Open 24h", stretch("26 00:00", "26 24:00")),
    ("Open until 2h00 a.m.", stretch(closes="26 02:00")),
]
REAL_WORLD = [
    ("06:30 – 00:00 [TBC]", stretch("26 06:30", "27 00:00", confirmed=False)),
    (
        "On appointment only, for broadcasters picking up equipment",
        {"appointment": True, "audience": "broadcasters picking up equipment"},
    ),
    ("from 8:30am to 1:00am", stretch("26 08:30", "27 01:00")),
    ("Thursday 26 June from 8:30am to 1:00am", stretch("26 08:30", "27 01:00")),
    ("open around the clock from Wednesday 12 midday to Friday 12 midnight", stretch("26 00:00", "26 24:00")),
    ("open around the clock from Thursday 12 midday to Monday 12 midnight", stretch("26 12:00", "26 24:00")),
    ("open around the clock from Sunday 12 midday to Thursday 12 midnight", stretch("26 00:00", "26 24:00")),
    ("open 24 hours", stretch("26 00:00", "26 24:00")),
    ("until 12 noon", stretch(closes="26 12:00")),
    ("not accessible from 19.00 and has to close at 20.00", stretch(closes="26 20:00")),
]
OTHERS = [
    ("OPEN", {}),
    ("Open (TBC)", {"confirmed": False}),
    ("Open, subject to change", {"confirmed": False}),
    ("Open (AM)", {"precision": "part", "part": "morning"}),
    ("PM", {"precision": "part", "part": "afternoon"}),
    ("Open in the evening", None),
    ("Evening", {"precision": "part", "part": "evening"}),
    ("AM and PM", {}),
    ("upon appointment", {"appointment": True}),
    ("Open for accredited media", {}),
    ("08:00-20:00", stretch("26 08:00", "26 20:00")),
    ("08:00 — 20:00 (CEST)", stretch("26 08:00", "26 20:00")),
    ("08:00-20:00 local time", stretch("26 08:00", "26 20:00")),
    ("08:00-20:00 (Istanbul time)", stretch("26 07:00", "26 19:00")),
    ("08:00-20:00 CET", None),
    ("08:00-20:00 (Gotham time)", None),
    ("0900-1800hrs", stretch("26 09:00", "26 18:00")),
    ("9h-17h30", stretch("26 09:00", "26 17:30")),
    ("9 to 5 p.m.", stretch("26 09:00", "26 17:00")),
    ("2 to 5pm", stretch("26 14:00", "26 17:00")),
    ("8-20", stretch("26 08:00", "26 20:00")),
    ("22:00-02:00", stretch("26 22:00", "27 02:00")),
    ("12 a.m. - 12 p.m.", stretch("26 00:00", "26 12:00")),
    ("08:00 until midnight", stretch("26 08:00", "26 24:00")),
    ("until 00:00", stretch(closes="26 24:00")),
    ("until 02:00", stretch(closes="26 02:00")),
    ("Closed from 14:00", stretch(closes="26 14:00")),
    ("Closed until 12:00", stretch("26 12:00")),
    ("from 12 midday", stretch("26 12:00")),
    ("around the clock", stretch("26 00:00", "26 24:00")),
    ("24h from 12:00", stretch("26 12:00", "26 24:00")),
    ("approx. 9:00-18:00", stretch("26 09:00", "26 18:00", precision="about")),
    ("10:00-12:00 broadcasters only", stretch("26 10:00", "26 12:00", audience="broadcasters")),
    ("Open 08:00-20:00, last entry 19:00", stretch("26 08:00", "26 20:00")),
    # What could be two things, or says something else, is not read at all.
    ("", None),
    ("   ", None),
    ("TBC", None),
    ("Opening hours will be communicated at a later stage", None),
    ("9-5", None),
    ("9:00-5:00", None),
    ("8:30 to 1:00 a.m.", None),
    ("open at 9", None),
    ("until 2", None),
    ("not open", None),
    ("Open except 12:00-13:00", None),
    ("Closed 12:00-13:00", None),
    ("Closed for broadcasters", None),
    ("Closed (PM)", None),
    ("25:00-26:00", None),
    ("08:75-20:00", None),
    ("13 a.m. - 2 p.m.", None),
    ("08:00", None),
    ("Friday 27 June 08:00-20:00", None),
    ("open around the clock from Friday 12 midday to Monday 12 midnight", None),
    ("Open " * 100, None),
    # A qualifier between two stretches is of one of them, and a time is nobody who may come in.
    ("8:00 - 12:00 for broadcasters only, 12:00-20:00", None),
    ("8:00-12:00, for broadcasters only 12:00-20:00", None),
    ("9:00-12:00 by appointment, 13:00-18:00", None),
    ("9:00-12:00 London time, 13:00-18:00", None),
    ("9:00 London time to 18:00 local time", None),
    ("Open for broadcasters only until 14:00 for all", None),
    ("Open mornings only", None),
    ("Open weekdays only", None),
    ("08:00-20:00 on working days only", None),
    ("Open for the morning only", None),
    ("Open Saturdays only", None),
    ("Open lunchtime only", None),
]


@pytest.mark.parametrize(("wording", "fields"), [*S1, *REAL_WORLD, *OTHERS])
def test_a_cell_is_read_as_it_is_meant(wording: str, fields: dict[str, Any] | None) -> None:
    expected = period(wording, **(fields if fields is not None else {"precision": "unknown"}))
    assert parse_hours(wording, DAY, ZONE) == (expected,)


def test_elmau_split_hours_are_two_periods() -> None:
    wording = "9:00–12:00 and 13:00–18:00"
    assert parse_hours(wording, DAY, ZONE) == (
        period(wording, **stretch("26 09:00", "26 12:00")),
        period(wording, **stretch("26 13:00", "26 18:00")),
    )


@pytest.mark.parametrize(
    "wording",
    [
        "Open for broadcasters only 9:00-12:00, 13:00-18:00", "9:00-12:00 and 13:00-18:00, for broadcasters only",
        "9:00-12:00 for broadcasters only, 13:00-18:00 broadcasters only",
    ],
)  # fmt: skip
def test_a_qualifier_of_all_stretches_is_each_one_s(wording: str) -> None:
    assert [(one.audience, one.precision) for one in parse_hours(wording, DAY, ZONE)] == [("broadcasters", "exact")] * 2


def test_council_2014_last_entry_is_not_closing() -> None:
    assert last_entry("not accessible from 19.00 and has to close at 20.00", DAY, ZONE) == at("26 19:00")
    assert last_entry("08:00-20:00 (last entry at 7 p.m.)", DAY, ZONE) == at("26 19:00")
    assert last_entry("08:00-20:00", DAY, ZONE) is None


def test_hours_over_a_clock_change_keep_the_wall_clock() -> None:
    (spring,) = parse_hours("00:00-24:00", date(2025, 3, 30), ZONE)
    (autumn,) = parse_hours("Open 24h", date(2025, 10, 26), ZONE)
    assert [_hours(spring), _hours(autumn)] == [23, 25]


def _hours(one: OpeningPeriod) -> float:
    assert one.opens is not None
    assert one.closes is not None
    return (one.closes.timestamp() - one.opens.timestamp()) / 3600


_WORDS = st.sampled_from([
    "open", "closed", "until", "from", "to", "-", "–", "and", "24h", "9:00", "20.00", "2h00", "a.m.", "pm",
    "midnight", "noon", "[TBC]", "for", "broadcasters", "only", ",", "CEST", "CET", "Brussels", "time",
    "Thursday", "26", "June", "approx.", "last", "entry", "by", "appointment", "99:99", "0830", "around", "the",
    "clock"
])  # fmt: skip


@given(st.one_of(st.text(max_size=400), st.lists(_WORDS, max_size=12).map(" ".join)), st.dates())
@example("Open 24h", date.max)
@example("Open until 02:00", date.min)
@example("from Monday 12:00 to Tuesday 12:00", date.max)
def test_no_wording_raises_and_every_one_is_kept(wording: str, day: date) -> None:
    found = parse_hours(wording, day, ZONE)
    assert found
    assert {one.wording for one in found} == {wording}
    assert {one.day for one in found} == {day}
    for one in found:
        assert one.opens is None or one.closes is None or one.opens <= one.closes
