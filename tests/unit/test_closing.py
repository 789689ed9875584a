"""Closing times that follow the programme, on either side of midnight."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from opsdash.board.board import board_at
from opsdash.model import Facility, PressEvent
from opsdash.parts import OpeningPeriod, PartOfDay, RelativeClosing
from opsdash.snapshot import Change, Desk, Snapshot
from tests.hoursupport import cells, one
from tests.support import feed, venue

WORDING = "Runs at least until 90 minutes after the last press conference"


def conference(key: str, start: str, end: str = "", **fields: object) -> PressEvent:
    given: dict[str, object] = {
        "id": f"event/demo/{key}", "title": key.title(), "type": "press conference",
        "start": venue(start) if start else None, "end": venue(end) if end else None, **fields,
    }  # fmt: skip
    return PressEvent(**given)  # type: ignore[arg-type]


def vague(key: str, day: int, part: PartOfDay) -> PressEvent:
    return conference(key, "", day=date(2025, 6, day), part=part, precision="part")


@pytest.mark.parametrize("day", [date.max, date.max - timedelta(days=1), date.min, date.min + timedelta(days=1)])
@pytest.mark.parametrize("after", ["", "undated"])
def test_an_event_that_has_no_date_yet_anchors_no_closing(day: date, after: str) -> None:
    place = replace(shuttle("04:30", "00:00"), closing=RelativeClosing(minutes=90, after=after))
    undated = conference("undated", "", day=day, precision="day")
    change = Change(
        id=undated.id, title="Undated", what="changed", field="status", old="tentative", new="scheduled",
        seen=venue("2025-06-23T13:30"), generation=2,
    )  # fmt: skip
    shown = board_at(Snapshot(feed=feed(place, undated, changes=(change,))), Desk(), venue("2025-06-23T14:00"))
    (item,) = shown.facilities
    assert (item.state, item.flags) == ("open", ())


def shuttle(opens: str, closes: str) -> Facility:
    """Runs on 22 to 24 June, from `opens` until `closes`, of the next day where that is earlier."""
    periods = [
        OpeningPeriod(
            day=date(2025, 6, day),
            opens=venue(f"2025-06-{day}T{opens}"),
            closes=venue(f"2025-06-{day + (closes <= opens)}T{closes}"),
            wording=f"{opens} to {closes}",
        )
        for day in (22, 23, 24)
    ]
    closing = RelativeClosing(minutes=90, at_least=True, wording=WORDING)
    return Facility(id="facility/demo/shuttle", name="Shuttle", periods=tuple(periods), closing=closing)


FINAL = conference("final", "2025-06-23T21:30", "2025-06-23T22:30")
EVENING = vague("evening", 23, "evening")
NEXT = vague("afternoon", 24, "afternoon")


def why(when: str, place: Facility, *events: PressEvent) -> str:
    (flag,) = one(when, place, *events).flags
    return flag.removeprefix("Its closing follows ").split(":")[0].rstrip(".")


def test_a_run_names_the_same_event_before_and_after_midnight() -> None:
    place = shuttle("04:30", "00:00")
    clocks = ["23T14:00", "23T23:59", "24T00:00", "24T00:30", "24T03:59"]
    said = {why(f"2025-06-{when}", place, FINAL, EVENING, NEXT) for when in clocks}
    assert said == {"Final, or Evening, whose time is not known"}
    assert one("2025-06-24T00:30", place, FINAL, NEXT).state == "not confirmed"
    assert why("2025-06-24T05:00", place, FINAL, EVENING, NEXT) == "Afternoon, whose time is not known"


@pytest.mark.parametrize(
    ("opens", "closes", "start", "day"),
    [
        ("10:30", "06:00", "01:30", 23),  # within the run of the evening before
        ("16:30", "12:00", "08:00", 23),  # as well, though it is morning
        ("16:30", "12:00", "13:00", 24),
        ("08:00", "22:00", "00:20", 23),  # delayed past midnight: the night still belongs to the day before
        ("04:30", "00:00", "04:20", 23),
        ("04:30", "00:00", "05:00", 24),  # it has opened again
        ("00:00", "00:00", "00:30", 24),  # round the clock
        ("08:00", "22:00", "06:00", 24),
    ],
)
def test_an_event_after_midnight_belongs_to_the_run_of_the_evening_before(
    opens: str, closes: str, start: str, day: int
) -> None:
    late = conference("late", f"2025-06-24T{start}", f"2025-06-24T{start[:2]}:50")
    early = conference("early", "2025-06-23T17:00", "2025-06-23T17:30")
    place = shuttle(opens, closes)
    assert why("2025-06-23T17:00", place, early, late) == ("Late" if day == 23 else "Early")
    named = place.closing and RelativeClosing(minutes=90, after="late")
    by_name = Facility(id=place.id, name=place.name, periods=place.periods, closing=named)
    assert bool(one("2025-06-23T17:00", by_name, late).flags) == (day == 23)


def test_of_vague_events_the_last_is_named_and_one_that_is_over_before_the_last_known_is_not() -> None:
    place = shuttle("04:30", "00:00")
    morning, night = vague("a morning", 23, "morning"), vague("night", 23, "night")
    assert why("2025-06-23T12:00", place, vague("zero", 23, "morning"), vague("b", 23, "afternoon")) == (
        "B, whose time is not known"
    )
    assert why("2025-06-23T12:00", place, FINAL, morning) == "Final"
    assert why("2025-06-23T12:00", place, FINAL, morning, night, EVENING) == "Final, or Night, whose time is not known"
    assert why("2025-06-22T20:00", shuttle("16:30", "12:00"), morning, NEXT) == "A Morning, whose time is not known"


def test_hours_that_name_no_closing_wait_for_a_press_conference_after_midnight() -> None:
    closing = RelativeClosing(minutes=120, wording="two hours after the last press conference")
    place = cells("hall", {23: "from 08:00", 24: "08:00-20:00"}, closing=closing)
    late = conference("late", "2025-06-24T00:30", "2025-06-24T01:00")
    assert one("2025-06-23T23:30", place, late).until == venue("2025-06-24T03:00")
    assert one("2025-06-24T09:00", place, late).until == venue("2025-06-24T20:00")


def test_what_follows_a_delayed_event_without_a_new_time_closes_no_earlier() -> None:
    closing = RelativeClosing(minutes=120, kind="press conference", wording="two hours after the last")
    place = cells("hall", {25: "08:00-19:00"}, closing=closing)
    late = conference("late", "2025-06-25T19:00", "2025-06-25T19:30", status="delayed")
    evening = one("2025-06-25T21:00", place, late)
    assert evening.sentence == "Hall: open until 21:30, in 30 min; then not confirmed: “two hours after the last”."
    assert evening.flags == (
        "Its closing follows Late, which is delayed to a time that is not known: two hours after the last.",
    )
    assert one("2025-06-25T21:31", place, late).state == "not confirmed"
    settled = {"expected": venue("2025-06-25T19:40")}, {"finished": venue("2025-06-25T19:50")}
    for fields in settled:
        known = conference("late", "2025-06-25T19:00", "2025-06-25T19:30", status="delayed", **fields)
        assert one("2025-06-25T22:15", place, known).state == "closed"
    early = conference("early", "2025-06-25T09:00", "2025-06-25T09:30", status="delayed")
    last = conference("final", "2025-06-25T19:00", "2025-06-25T19:30")
    assert why("2025-06-25T12:00", place, early, last) == "Final, or Early, whose time is not known"
    assert one("2025-06-25T21:31", place, early, last).state == "not confirmed"
