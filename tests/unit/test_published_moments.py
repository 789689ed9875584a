"""Times of deadlines and events as advisories write them (S7, S8), and what is ambiguous."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from opsdash.published import parse_clock, parse_moment
from opsdash.timing import zone_of

HAGUE = zone_of("Europe/Amsterdam")
ANTALYA = zone_of("Europe/Istanbul")
NEAR = date(2025, 5, 2)


@pytest.mark.parametrize(
    ("wording", "minutes"),
    [
        ("23h59", 1439), ("16h00", 960), ("1400hrs", 840), ("9:15", 555), ("2h00 a.m.", 120), ("08:45", 525),
        ("19.00", 1140), ("20h", 1200), ("8:30am", 510), ("1:00 p.m.", 780), ("12 a.m.", 0), ("12 p.m.", 720),
        ("12 noon", 720), ("midday", 720), ("00:00", 0), ("24:00", 1440),
        ("midnight", None), ("12 midnight", None), ("9", None), ("24:01", None), ("13 p.m.", None), ("soon", None),
        ("", None), ("11 noon", None),
    ],
)  # fmt: skip
def test_s7_clock_notations(wording: str, minutes: int | None) -> None:
    assert parse_clock(wording) == minutes


@pytest.mark.parametrize(
    ("wording", "instant"),
    [
        ("6 June 2025, 23h59 CEST", "2025-06-06T21:59"),
        ("16h00 on 23 April CEST", "2025-04-23T14:00"),
        ("1400hrs (Brussels Time)", "2025-05-02T12:00"),
        ("9:15 (CEST)", "2025-05-02T07:15"),
        ("2h00 a.m.", "2025-05-02T00:00"),
        ("08:45", "2025-05-02T06:45"),
        ("Monday, 5 May 2025, 12 noon", "2025-05-05T10:00"),
        ("2025-06-13 18:00", "2025-06-13T16:00"),
        ("15 January, 10:00 CET", "2025-01-15T09:00"),
    ],
)
def test_s7_moments(wording: str, instant: str) -> None:
    found = parse_moment(wording, HAGUE, NEAR)
    assert found.at is not None
    assert found.at.astimezone(UTC) == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert (found.zone, found.ambiguous, found.wording) == ("", "", wording)


@pytest.mark.parametrize(
    ("wording", "day", "reason"),
    [
        ("Thursday 28 September 2023, at midnight", date(2023, 9, 28), "start or the end of Thu 28 September"),
        ("midnight (CEST)", NEAR, "start or the end of Fri 2 May"),
        ("before 13 June 2025", date(2025, 6, 13), "no time"),
        ("6 June 2025, 23:59 CET", date(2025, 6, 6), "CET is not in force"),
        ("Tuesday 5 May 2025, 12:00", None, "weekday"),
        ("31 June 2025, 12:00", None, "calendar"),
        ("6 June 2025, 12:00 Gotham time", date(2025, 6, 6), "zone"),
        ("6 June 2025, 12:00 or 14:00", date(2025, 6, 6), "several times"),
        ("to be announced", NEAR, "no time"),
    ],
)
def test_s7_what_is_ambiguous_is_named_and_not_guessed(wording: str, day: date | None, reason: str) -> None:
    found = parse_moment(wording, HAGUE, NEAR)
    assert found.at is None
    assert found.day == day
    assert reason in found.ambiguous


def test_s8_antalya_deadline_is_in_cest_and_the_venue_is_not() -> None:
    found = parse_moment("29 April 2025 at 23:59 (CEST)", ANTALYA)
    assert found.at is not None
    assert found.at.astimezone(ANTALYA).strftime("%d %H:%M") == "30 00:59"
    assert found.zone == "Europe/Brussels"


def test_a_date_without_a_year_is_the_nearest_one() -> None:
    assert parse_moment("2 January, 10:00", HAGUE, date(2025, 12, 30)).day == date(2026, 1, 2)
    assert parse_moment("2 January, 10:00", HAGUE).day is None


def test_the_repeated_hour_is_told_apart_by_its_label() -> None:
    summer = parse_moment("26 October 2025, 02:30 CEST", HAGUE)
    winter = parse_moment("26 October 2025, 02:30 CET", HAGUE)
    assert summer.at is not None
    assert winter.at is not None
    assert winter.at.timestamp() - summer.at.timestamp() == 3600


@given(st.text(max_size=400), st.none() | st.dates())
@example("31 December 9999, 24:00", None)
@example("12:00", date.max)
@example("1 January, 12:00", date.min)
def test_no_wording_raises(wording: str, near: date | None) -> None:
    parse_moment(wording, HAGUE, near)
    parse_clock(wording)
