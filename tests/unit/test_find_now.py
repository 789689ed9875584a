"""What is so now and does not show in the hours and bookings: a booking that runs where another has the space, a
closing that nobody says the end of, what is late without a new time."""

from typing import Any

import pytest
from msgspec.structs import replace

from opsdash.board.board import board_at
from opsdash.find import card, find, finder_of
from opsdash.model import Booking, PressEvent, Record, Space
from opsdash.snapshot import Desk, DeskEntry, Snapshot
from tests.hoursupport import cells, override, says
from tests.support import feed, site, venue
from tests.unit.test_find import SPEC, desk


def booked(key: str, who: str, start: str, end: str, **fields: Any) -> Booking:
    times = {"start": start, "end": end} | fields
    known: dict[str, Any] = {name: venue(f"2025-06-{text}") for name, text in times.items()}
    return Booking(id=f"booking/demo/{key}", organisation=who, space="b1", **known)


BOOTH = Space(id="space/demo/b1", name="TV Booth 1", type="tv booth")
THEIRS = booked("1", "Nordlys Wire", "25T10:00", "25T14:00")
BEFORE = booked("0", "Fjord TV", "25T08:00", "25T10:00", checked_in="25T08:00")
RUNS = "Booked: TV Booth 1, 10:00 to 14:00, running, not seen to check in."


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ((replace(BOOTH, in_service=False, reason="flood"), THEIRS), RUNS),
        ((replace(BOOTH, withdrawn=venue("2025-06-25T09:00")), THEIRS), RUNS),
        ((THEIRS,), "Nordlys Wire. Booked: b1, 10:00 to 14:00, running, not seen to check in."),
        ((BOOTH, BEFORE, THEIRS), RUNS),
        ((replace(BOOTH, present="Fjord TV", present_since=venue("2025-06-25T10:30")), THEIRS), RUNS),
    ],
    ids=["out of service", "withdrawn", "unknown here", "held over", "given to another"],
)
def test_a_booking_that_runs_is_told_of_whatever_is_with_its_space(records: tuple[Record, ...], said: str) -> None:
    here = desk(*records, now="2025-06-25T12:00")
    assert said in here.says("nordlys")
    assert "No booking of theirs" not in here.says("nordlys")


def test_a_booking_that_its_space_tells_of_is_not_told_twice_and_who_left_is_gone() -> None:
    assert desk(BOOTH, THEIRS, now="2025-06-25T12:00").says("nordlys") == (
        "Nordlys Wire. Now: TV Booth 1: occupied, Nordlys Wire until 14:00."
    )
    gone = replace(THEIRS, checked_in=THEIRS.start, checked_out=venue("2025-06-25T11:00"))
    assert desk(BOOTH, gone, now="2025-06-25T12:00").says("nordlys") == (
        "Nordlys Wire. No booking of theirs is running now."
    )


def test_a_booking_overnight_is_of_both_days() -> None:
    night = booked("2", "Fjord TV", "25T23:00", "26T03:00")
    here = desk(BOOTH, night, now="2025-06-25T12:00")
    assert here.says("fjord tv tomorrow") == "Fjord TV, Thu 26 June: TV Booth 1, Wed 23:00 to 03:00."
    assert here.says("fjord tv on friday") == "Fjord TV, Fri 27 June: nothing booked here."
    until = booked("2", "Fjord TV", "25T20:00", "26T00:00")
    assert desk(BOOTH, until, now="2025-06-25T12:00").says("fjord tv tomorrow").endswith("nothing booked here.")


CENTRE = cells("media-centre", {25: "8:00 to 20:00"}, source="demo")


def centre(question: str, live: Any = None, *entries: DeskEntry) -> str:
    """The answer at 10:00."""
    data = feed(replace(CENTRE, live=live), at=site(sources=(SPEC,)))
    shown = board_at(Snapshot(feed=data), Desk(entries=entries), venue("2025-06-25T10:00"))
    finder = finder_of(data)
    return card(find(finder, shown, question)[0], shown, finder.index).sentence


def test_a_closing_without_an_end_is_told_beside_the_hours_of_later() -> None:
    asked = "is the media centre open at 14:00"
    assert "But now" not in centre(asked)
    assert "But now" not in centre("is the media centre open at 19:00"), "it is open then, and closes soon"
    assert "open until 20:00, in 6 h. But now: Media Centre: closed" in centre(
        asked, says("closed", "2025-06-25T09:00")
    )
    assert "But now: Media Centre: closed" in centre(asked, None, override("2025-06-25T09:00", "closed"))
    until = "2025-06-25T12:00"
    assert "But now" not in centre(asked, None, override("2025-06-25T09:00", "closed", until=until))
    night = "is the media centre open at 22:00"
    assert "But now" not in centre(night, says("full", "2025-06-25T09:00")), "at 20:00 it closes all the same"


def test_what_is_full_or_open_some_time_today_is_open() -> None:
    full, soft = replace(CENTRE, live=says("full", "2025-06-25T09:00")), cells("gate", {25: "Open"}, source="demo")
    here = desk(soft, full, now="2025-06-25T10:00")
    assert [hit.title for hit in here.hits("what is open")] == ["Media Centre", "Gate"]
    assert here.says("what is closed") == "Nothing here is known to be closed."


def test_what_did_not_begin_is_late_though_by_how_much_nobody_says() -> None:
    late = PressEvent(id="event/demo/e", title="Doorstep", start=venue("2025-06-25T14:00"), status="delayed")
    assert desk(late, now="2025-06-25T14:10").says("what is delayed").startswith("Doorstep: delayed")
    assert desk(late, now="2025-06-25T13:10").says("what is late").startswith("Doorstep: delayed")
