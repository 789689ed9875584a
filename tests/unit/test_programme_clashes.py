"""Clashes of the programme: rooms, people, too little time between, hours of the centre."""

from datetime import date, datetime, timedelta

import pytest

from opsdash.board.hours import facility_items
from opsdash.board.index import index_of
from opsdash.board.items import FacilityItem, Run
from opsdash.board.programme import event_items
from opsdash.model import Facility, PressEvent, Record, Space
from opsdash.parts import OpeningPeriod
from opsdash.snapshot import Desk
from tests.support import feed, venue
from tests.unit.test_programme import at, event

DAY = date(2025, 6, 25)


def clashes(now: str, *records: Record, facilities: tuple[FacilityItem, ...] = ()) -> dict[str, tuple[str, ...]]:
    items = event_items(index_of(feed(*records)), Desk(), facilities, at(now))
    return {item.id.split("/", 2)[2]: (*item.clashes, *filter(None, [item.outside])) for item in items}


def test_one_room_twice_is_told_on_both_sides() -> None:
    found = clashes("12:00", event("a", "14:00", "15:00", room="Room A"), event("b", "14:30", "15:30", room="room a"))
    assert found == {
        "a": ('Clashes with "b", 14:30 to 15:30: same room (Room A).',),
        "b": ('Clashes with "a", 14:00 to 15:00: same room (Room A).',),
    }


def test_one_speaker_or_delegation_twice() -> None:
    one = event("a", "14:00", "15:00", speakers=("Prime Minister of Norway",), delegations=("Norway",))
    other = event("b", "14:30", "15:00", speakers=("prime minister of norway",), delegations=("Norway",))
    found = clashes("12:00", one, other)["a"]
    assert found == (
        'Clashes with "b", 14:30 to 15:00: same speaker (Prime Minister of Norway), same delegation (Norway).',
    )


def test_one_office_of_two_delegations_is_two_people() -> None:
    norway = event("a", "14:00", "15:00", speakers=("Prime Minister",), delegations=("Norway",))
    other = event("b", "14:30", "15:00", speakers=("Prime Minister",), delegations=("Finland",))
    assert clashes("12:00", norway, other)["a"] == ()
    anybody = event("b", "14:30", "15:00", speakers=("Prime Minister",))
    assert clashes("12:00", norway, anybody)["a"] != (), "where the delegation is not said it may be the same one"


def test_a_delegation_among_many_can_be_elsewhere_too() -> None:
    session = event("session", "14:00", "15:00", delegations=("Norway", "Italy", "Spain", "Poland", "Greece"))
    assert clashes("12:00", session, event("b", "14:30", "15:00", delegations=("Norway",)))["b"] == ()


def test_too_little_time_between_two_events_in_a_room() -> None:
    one, other = event("a", "14:00", "15:00", room="R"), event("b", "15:10", "15:30", room="R")
    assert clashes("12:00", one, other)["b"] == ('Clashes with "a", 14:00 to 15:00: only 10 min between them in R.',)
    assert clashes("12:00", one, event("b", "15:15", "15:30", room="R"))["b"] == ()


def test_rooms_are_one_when_they_refer_to_one_space() -> None:
    space = Space(id="space/api/r1", name="Briefing Room 1")
    one, other = event("a", "14:00", "15:00", room="r1"), event("b", "14:30", "15:00", room="Briefing Room 1")
    assert clashes("12:00", space, one, other)["a"] != ()


@pytest.mark.parametrize(
    "other",
    [
        event("b", "14:30", "15:30", room="R", status="cancelled"),
        event("b", "14:30", "15:30", room="R", status="postponed"),
        event("b", "14:30", "15:30", room="R", status="ended"),
        event("b", "14:30", "15:30", room="R", withdrawn=venue("2025-06-25T12:00")),
        event("b", "14:30", "15:30", room="R", precision="about"),
        event("b", "14:30", "15:30", room="S"),
        event("b", "14:30", "15:30"),
        event("b", "15:15", "15:30", room="R"),
        event("b", "14:00", "15:00", room="R", source="other", title="A"),
    ],
)
def test_no_clash(other: PressEvent) -> None:
    assert clashes("12:00", event("a", "14:00", "15:00", room="R"), other) == {"a": (), "b": ()}


def test_a_clash_is_over_with_one_side() -> None:
    one = event("a", "14:00", "15:00", room="R", began=at("14:00"), finished=at("14:40"))
    other = event("b", "14:30", "15:30", room="R", began=at("14:31"))
    assert clashes("14:35", one, other)["b"] != ()
    assert clashes("14:45", one, other) == {"a": (), "b": ()}


def test_a_delay_makes_a_clash() -> None:
    one, other = event("a", "14:00", "15:00", room="R"), event("b", "15:30", "16:00", room="R")
    assert clashes("12:00", one, other)["b"] == ()
    late = event("a", "14:00", "15:00", room="R", expected=at("15:00"))
    assert clashes("12:00", late, other)["b"] == ('Clashes with "a", 15:00 to 16:00: same room (R).',)


# hours of the centre


def period(
    opens: str = "", closes: str = "", closed: bool = False, next_day: bool = False, **fields: object
) -> OpeningPeriod:
    later = timedelta(days=next_day)
    given: dict[str, datetime] = {n: at(t) + later for n, t in (("opens", opens), ("closes", closes)) if t}
    return OpeningPeriod(day=DAY + later, closed=closed, **given, **fields)  # type: ignore[arg-type]


def centre(*periods: OpeningPeriod) -> tuple[Facility, FacilityItem]:
    facility = Facility(id="facility/api/imc", name="International Media Centre", periods=periods)
    runs = tuple(Run(start=one.opens, end=one.closes) for one in periods if one.opens)
    return facility, FacilityItem(id=facility.id, name=facility.name, runs=runs)


ROOM = Space(id="space/api/r1", name="Briefing Room 1", zone="Ground floor")


def test_an_event_outside_the_hours_of_the_centre() -> None:
    facility, item = centre(period("08:00", "22:00"))
    early = event("early", "07:30", "08:30", room="r1")
    fine = event("fine", "08:00", "22:00", room="r1")
    found = clashes("06:00", facility, ROOM, early, fine, facilities=(item,))
    assert found["early"][-1] == "Outside the hours of the International Media Centre (open 08:00 to 22:00)."
    assert not any("Outside" in text for text in found["fine"])


@pytest.mark.parametrize(
    ("periods", "outside"),
    [
        ((period(closed=True),), True),
        ((period("08:00", "22:00", confirmed=False),), False),
        ((period(precision="day", wording="Open"),), False),
        ((period(precision="part", part="afternoon", wording="Open (PM)"),), False),
        ((), False),
    ],
)
def test_only_certain_hours_make_a_clash(periods: tuple[OpeningPeriod, ...], outside: bool) -> None:
    """S1, S6: a day without published hours tells nothing."""
    facility, item = centre(*periods)
    found = clashes("06:00", facility, ROOM, event("early", "07:30", "07:45", room="r1"), facilities=(item,))
    assert bool(found["early"]) is outside


@pytest.mark.parametrize(
    ("hours", "outside"),
    [
        ("Mo-Su 08:00-22:00", True), ("Mo-Su 08:00-22:00; PH off", True),
        ("Mo-Su 08:00-22:00; PH 06:00-23:00", False),  # nobody here knows whether the day is a holiday
        ("whenever", False),
    ],
)  # fmt: skip
def test_only_certain_recurring_hours_make_a_clash(hours: str, outside: bool) -> None:
    facility = Facility(id="facility/api/imc", name="International Media Centre", hours=hours)
    early = event("early", "07:30", "07:45", room="r1")
    items = facility_items(index_of(feed(facility)), Desk(), at("06:00"))
    assert bool(clashes("06:00", facility, ROOM, early, facilities=items)["early"]) is outside


@pytest.mark.parametrize(
    ("other", "outside"),
    [
        ((period("08:00", "22:00", next_day=True),), True),
        ((period("06:00", "22:00", next_day=True),), False),  # they differ: which is right, nobody knows
        ((), False),  # one source has not published that day yet
    ],
)
def test_two_sources_that_tell_of_the_centre_must_agree(other: tuple[OpeningPeriod, ...], outside: bool) -> None:
    days = (period("08:00", "22:00"), period("08:00", "22:00", next_day=True))
    ours = Facility(id="facility/config/imc", name="International Media Centre", periods=days)
    theirs = Facility(
        id="facility/demo/imc", name="International Media Centre", periods=(period("08:00", "22:00"), *other)
    )
    early = event("early", "2025-06-26T07:30", "2025-06-26T07:45", room="International Media Centre")
    items = facility_items(index_of(feed(ours, theirs)), Desk(), at("12:00"))
    assert bool(clashes("12:00", ours, theirs, early, facilities=items)["early"]) is outside


def test_an_event_somewhere_else_has_nothing_to_do_with_the_centre() -> None:
    facility, item = centre(period("08:00", "22:00"))
    arrivals = event("arrivals", "07:00", "07:45", room="Main Entrance")
    assert clashes("06:00", facility, arrivals, facilities=(item,))["arrivals"] == ()


def test_hours_that_change_are_followed_at_once() -> None:
    facility, item = centre(period("08:00", "22:00"))
    index = index_of(feed(facility, ROOM, event("early", "07:30", "08:30", room="r1")))
    longer = FacilityItem(id=item.id, name=item.name, runs=(Run(start=at("06:00"), end=at("22:00")),))
    assert event_items(index, Desk(), (item,), at("06:00"))[0].outside
    assert event_items(index, Desk(), (longer,), at("06:00"))[0].outside == ""
