"""Recurring hours: what runs past midnight, and closing times that are not published, or only as the earliest."""

from datetime import date, datetime, timedelta

import opening_hours
import pytest

from opsdash.board.dayhours import day_hours
from opsdash.board.index import Index
from opsdash.board.recurringdays import Span, spans
from opsdash.model import Facility
from tests.hoursupport import cells, one
from tests.support import feed, site, venue

SATURDAY, SUNDAY, MONDAY = date(2025, 6, 28), date(2025, 6, 29), date(2025, 6, 30)


def hall(hours: str) -> Facility:
    return Facility(id="facility/config/hall", name="Hall", hours=hours)


def days(hours: str, *asked: date) -> list[str]:
    index = Index(feed(hall(hours), at=site()))
    found = [day_hours(index, "facility/config/hall", day, venue("2025-06-28T12:00")) for day in asked]
    return [one.words for one in found if one]


WEEKEND = "Mo-Fr 07:00-22:00; Sa,Su 08:00-02:00"
"""The overnight rule last, as OSM's specification wants it."""


@pytest.mark.parametrize(
    "hours", [WEEKEND, "Sa,Su 08:00-02:00; Mo-Fr 07:00-22:00", "Mo-Fr 07:00-22:00, Sa,Su 08:00-26:00"]
)
def test_what_runs_past_midnight_belongs_to_the_day_on_which_it_began(hours: str) -> None:
    for day in (29, 30):
        item = one(f"2025-06-{day}T01:00", hall(hours))
        assert (item.state, item.until) == ("closing soon", venue(f"2025-06-{day}T02:00"))
    assert one("2025-06-29T12:00", hall(hours)).until == venue("2025-06-30T02:00")
    assert one("2025-06-30T03:00", hall(hours)).sentence == "Hall: closed; opens 07:00, in 4 h."
    assert days(hours, SUNDAY)[0].endswith("open 08:00 to Mon 30 June 02:00")


@pytest.mark.parametrize(
    "hours", ["Sa 10:00-03:00; Su off", "Sa 10:00-03:00; Su 12:00-20:00", "Mo-Sa 10:00-27:00; Jun 29 off"]
)
def test_a_rule_for_the_next_day_does_not_cut_what_began_the_day_before(hours: str) -> None:
    assert one("2025-06-28T23:30", hall(hours)).until == venue("2025-06-29T03:00")
    assert one("2025-06-29T02:30", hall(hours)).state == "closing soon"
    assert one("2025-06-29T03:30", hall(hours)).state == "closed"


def test_more_than_a_day_and_the_clock_round() -> None:
    assert one("2025-06-29T23:00", hall("Sa 10:00-48:00; Su off")).until == venue("2025-06-30T00:00")
    assert one("2025-06-29T09:00", hall("Mo-Su 10:00-10:00")).brief == "no closing published"


def test_a_published_day_after_a_night_of_recurring_hours() -> None:
    place = cells("hall", {30: "12:00-14:00"}, hours=WEEKEND)
    assert one("2025-06-30T01:00", place).brief == "until 02:00"
    assert one("2025-06-30T11:30", place).brief == "opens 12:00"


@pytest.mark.parametrize("hours", ["24/7; Sa 22:00-02:00 off", "Sa,Su 00:00-24:00; Sa 22:00-02:00 closed"])
def test_closed_from_one_day_into_the_next(hours: str) -> None:
    assert one("2025-06-29T01:00", hall(hours)).state in ("closed", "opening soon")
    assert one("2025-06-29T02:00", hall(hours)).state == "open"


@pytest.mark.parametrize("hours", ["Mo-Sa 10:00-02:00; Sa 22:00-04:00 off", "Mo-Su 10:00-16:00/01:30"])
def test_what_cannot_be_told_by_the_order_of_times_is_not_confirmed_and_nothing_is_closed(hours: str) -> None:
    item = one("2025-06-28T12:00", hall(hours))
    assert (item.state, item.flags) == (
        "not confirmed",
        ("Its recurring hours have times that are not read for certain.",),
    )
    assert one("2025-06-29T05:00", hall(hours)).state == "unknown"


def test_plus_alone_says_that_no_closing_is_published() -> None:
    late = one("2025-06-30T23:50", hall("Mo-Fr 09:00+"))
    assert late.state == "open today, hours not published"
    assert late.sentence == "Hall: open today from 09:00; closing time not published (“Mo-Fr 09:00+”)."
    assert late.until is None
    assert not any(run.certain for run in late.runs)
    assert one("2025-07-01T00:30", hall("Mo-Fr 09:00+")).state == "not confirmed", "nobody said that it closes"
    assert one("2025-07-01T06:30", hall("Mo-Fr 09:00+")).state == "closed"
    assert one("2025-06-28T12:00", hall("Mo-Fr 09:00+")).state == "closed", "a Saturday"
    assert one("2025-06-30T08:30", hall("Mo-Fr 09:00+")).then == venue("2025-06-30T09:00")
    assert days("Mo-Fr 09:00+", MONDAY) == ["open from 09:00, hours not published (“Mo-Fr 09:00+”)"]
    assert one("2025-06-30T12:00", hall("Mo-Su 00:00+")).state == "open today, hours not published"


@pytest.mark.parametrize(("hours", "last"), [("Mo-Fr 09:00-18:00+", ""), ("Mo-Fr 09:00-18:00+,20:00-21:00", "20:00")])
def test_plus_after_a_closing_says_that_it_may_be_later(hours: str, last: str) -> None:
    noon = one("2025-06-30T12:00", hall(hours))
    assert (noon.state, noon.until) == ("open", venue("2025-06-30T18:00"))
    assert noon.sentence == f"Hall: open until 18:00, in 6 h; then not confirmed: “{hours}”."
    assert one("2025-06-30T19:00", hall(hours)).state == "not confirmed"
    assert one("2025-06-30T22:00", hall(hours)).state == ("closed" if last else "not confirmed")
    assert one("2025-07-01T06:30", hall(hours)).state == "closed"
    assert days(hours, MONDAY)[0].startswith("open 09:00 to at least 18:00")


def test_plus_with_a_comment_or_of_a_day_nobody_knows_is_not_confirmed_either() -> None:
    assert one("2025-06-30T12:00", hall('Mo-Fr 09:00+ "if staffed"')).state == "not confirmed"
    assert one("2025-06-30T12:00", hall("Mo-Fr 09:00+; SH off")).state == "not confirmed"


@pytest.mark.parametrize("other", ["off", "unknown", 'unknown "ask"', "closed"])
def test_a_rule_for_all_other_times_leaves_the_first_its_own(other: str) -> None:
    item = one("2025-06-30T12:00", hall(f"Mo-Fr 08:00-20:00 || {other}"))
    assert (item.state, item.until) == ("open", venue("2025-06-30T20:00"))


@pytest.mark.parametrize(
    "hours",
    [
        "24/7", "Mo-Fr 08:00-20:00", "Mo-Su 00:00-24:00", "Mo-Fr 08:00-12:00,13:00-18:00; Sa 10:00-14:00; Su off",
        "Mo-Su; Mo 12:00-13:00 off", "Mo-Su 09:00-17:00; Jun 29 10:00-12:00; Jun 30 off", "Sa[-1] 10:00-24:00",
        'Mo-Sa 08:00-12:00 "at 10:00-11:00 only", Sa 11:00-15:00 unknown "ask"', "week 1-40 Sa-Mo 00:00-06:30",
        "2025 Jun 28 00:00-24:00; 2025 Jun 29 12:15-12:45", "Mo-Su 20:00-26:00", "Mo-Fr 20:00-02:00, Sa 20:00-04:00",
        "Jul: Mo-Su 10:00-24:00; Jun: Mo-Su 22:00-24:00", "Mo,Sa 10:00-22:00; Sa 11:00-12:00 off",
    ],
)  # fmt: skip
def test_in_code_the_engine_says_the_same_where_midnight_makes_no_difference(hours: str) -> None:
    first, last = date(2025, 6, 23), date(2025, 7, 6)
    begin, end = datetime(2025, 6, 23), datetime(2025, 7, 7)
    engine = opening_hours.OpeningHours(hours, auto_country=False, auto_timezone=False)
    said = [
        (max(low, begin), min(high, end), comment)
        for low, high, state, comment in engine.intervals(begin, end)
        if state != opening_hours.State.CLOSED
    ]
    assert [(one.start, one.end, one.comment) for one in spans(hours, "", first, last) or ()] == said


def test_every_minute_of_two_overlapping_nights() -> None:
    """Two ranges of one day, each past midnight, and the next day's own: as many pieces as are published."""
    assert spans("Sa 10:00-02:00,18:00-03:30; Su 01:00-05:00", "", SATURDAY, SUNDAY) == (
        Span(datetime(2025, 6, 28, 10), datetime(2025, 6, 29, 3, 30), "open", ""),
        Span(datetime(2025, 6, 29, 1), datetime(2025, 6, 29, 5), "open", ""),
    )
    item = one("2025-06-29T02:00", hall("Sa 10:00-02:00,18:00-03:30; Su 01:00-05:00"))
    assert item.until == venue("2025-06-29T05:00")
    assert item.since == venue("2025-06-28T10:00")
    assert item.until - item.since == timedelta(hours=19)


NIGHTLY = "Mo-Su 08:00-02:00"


@pytest.mark.parametrize(("hours", "cell"), [(NIGHTLY, "Closed"), (NIGHTLY, "08:00-18:00"), ("24/7", "08:00-18:00")])
def test_a_published_day_takes_its_recurring_run_with_what_is_past_midnight(hours: str, cell: str) -> None:
    place = cells("hall", {25: cell}, hours=hours)
    assert one("2025-06-25T01:00", place).state == ("closing soon" if hours == NIGHTLY else "closed"), "Tuesday's run"
    late = one("2025-06-25T23:30", place)
    if hours == NIGHTLY:
        assert late.sentence == "Hall: closed; opens Thu 26 June 08:00."
        assert one("2025-06-26T01:00", place).state == "closed"
    else:
        assert (late.state, late.then) == ("opening soon", venue("2025-06-26T00:00")), "Thursday's own"
    assert one("2025-06-26T09:00", place).state == "open"


def test_hours_of_a_day_in_its_small_hours_stay_after_a_published_day() -> None:
    place = cells("hall", {25: "Closed"}, hours="Mo-Su 00:00-02:00,10:00-24:00")
    assert one("2025-06-26T01:00", place).brief == "until 02:00"
    assert one("2025-06-25T01:00", place).state == "closed"


def test_what_is_not_read_for_certain_is_not_closed_in_the_small_hours_of_a_published_day() -> None:
    place = cells("hall", {25: "08:00-18:00"}, hours="Mo-Su sunset-02:00")
    assert one("2025-06-25T01:00", place).state == "not confirmed"
    assert one("2025-06-26T01:00", place).state == "closed"


def test_a_run_that_goes_on_far_into_a_published_day_ends_where_that_begins() -> None:
    place = cells("hall", {29: "12:00-14:00"}, hours="Sa 10:00-36:00")
    assert one("2025-06-28T20:00", place).until == venue("2025-06-29T00:00")
    later = cells("hall", {29: "Closed"}, hours="Sa 10:00-02:00+")
    assert one("2025-06-29T03:00", later).state == "not confirmed"
    assert one("2025-06-29T06:00", later).state == "closed"


@pytest.mark.parametrize("other", ["unknown", '24/7 "by phone"', "18:00-23:00 unknown"])
def test_times_that_a_rule_for_all_others_leaves_open_are_not_closed(other: str) -> None:
    place = hall(f"Mo-Fr 08:00-20:00 || {other}")
    assert one("2025-06-30T21:00", place).state == ("not confirmed" if "phone" in other else "unknown")
    assert one("2025-06-30T12:00", place).until == venue("2025-06-30T20:00")
    assert one("2025-06-30T23:30", place).state == (
        "closed" if "23:00" in other else one("2025-06-30T21:00", place).state
    )
    assert one("2025-06-30T21:00", hall("Mo-Fr 08:00-20:00 || off")).state == "closed"
    assert one("2025-06-30T21:00", hall("Mo-Fr 08:00-20:00 || 18:00-23:00")).state == "not confirmed"
