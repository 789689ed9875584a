"""Spaces: state from bookings, sightings and the clock. Threshold: no-show 15 minutes, overdue 5."""

from datetime import datetime
from typing import Any

import msgspec
import pytest

from opsdash.board.index import index_of
from opsdash.board.items import SpaceItem
from opsdash.board.spacegaps import gap_of
from opsdash.board.spaces import count_by_zone, count_spaces, free_for, next_gap, space_items
from opsdash.model import Booking, PressEvent, Record, Space
from opsdash.parts import AccessWindow, SpaceKind
from opsdash.snapshot import Desk
from opsdash.sourcespec import AnySourceSpec, IcalSpec, OpsdashSpec
from tests.support import feed, site, venue


def at(clock: str) -> datetime:
    return venue(clock if "T" in clock else f"2025-06-25T{clock}")


def booth(key: str = "b1", **fields: Any) -> Space:
    return Space(id=f"space/api/{key}", name=fields.pop("name", key), type=fields.pop("type", "tv booth"), **fields)


def booking(key: str, who: str, start: str, end: str, source: str = "api", **fields: Any) -> Booking:
    space = fields.pop("space", "b1")
    fields = {name: at(value) if name.startswith("checked") else value for name, value in fields.items()}
    return Booking(id=f"booking/{source}/{key}", space=space, organisation=who, start=at(start), end=at(end), **fields)


CHECKS_IN = booking("earlier", "Tidende", "06:00", "07:00", checked_in="06:00", checked_out="07:00")
"""Makes its source one that says who has come."""


def board(now: str, *records: Record) -> dict[str, SpaceItem]:
    items = space_items(index_of(feed(*records)), Desk(), at(now))
    return {item.id.split("/", 2)[2]: item for item in items}


def seen(now: str, *records: Record) -> SpaceItem:
    return board(now, *records)["b1"]


# free, reserved, occupied


def test_free_reserved_occupied_free_as_the_clock_goes() -> None:  # state from the clock, not from the poll
    records = (booth(), booking("1", "Fjord TV", "14:00", "15:00"))
    briefs = {now: seen(now, *records).brief for now in ("12:59", "13:00", "13:59", "14:00", "14:59", "15:00")}
    assert briefs == {
        "12:59": "free until 14:00",
        "13:00": "reserved from 14:00: Fjord TV",
        "13:59": "reserved from 14:00: Fjord TV",
        "14:00": "Fjord TV until 15:00",
        "14:59": "Fjord TV until 15:00",
        "15:00": "free",
    }


def test_bookings_that_touch_are_no_clash_and_change_over_at_the_minute() -> None:  # home-assistant#160836
    records = (booth(), booking("1", "Fjord TV", "14:00", "15:00"), booking("2", "Nordlys Wire", "15:00", "16:00"))
    before, after = seen("14:59", *records), seen("15:00", *records)
    assert (before.state, before.holder, before.next_holder, before.next_start) == (
        "occupied", "Fjord TV", "Nordlys Wire", at("15:00"),
    )  # fmt: skip
    assert (after.state, after.holder) == ("occupied", "Nordlys Wire")


def test_one_organisation_twice_in_a_row_runs_on() -> None:
    records = (booth(), booking("1", "Fjord TV", "14:00", "15:00"), booking("2", "fjord tv", "15:00", "16:00"))
    assert seen("14:30", *records).until == at("16:00")


def test_a_pending_booking_still_counts() -> None:  # cal.diy#28544
    item = seen("14:30", booth(), booking("1", "Fjord TV", "14:00", "15:00", status="pending"))
    assert (item.state, item.holder) == ("occupied", "Fjord TV")


@pytest.mark.parametrize("status", ["cancelled", "released"])
def test_given_back_is_free(status: str) -> None:
    item = seen("14:30", booth(), booking("1", "Fjord TV", "14:00", "15:00", status=status))
    assert item.state == "free"
    assert item.flags == (("Fjord TV released it (14:00 to 15:00).",) if status == "released" else ())


def test_a_withdrawn_booking_takes_nothing_up() -> None:
    assert seen("14:30", booth(), booking("1", "Fjord TV", "14:00", "15:00", withdrawn=at("13:00"))).state == "free"


def test_a_booking_that_ends_before_it_starts_is_flagged_and_not_counted() -> None:
    item = seen("14:30", booth(), booking("1", "Fjord TV", "15:00", "14:00"))
    assert item.state == "free"
    assert item.flags == ("A booking of Fjord TV does not end after it starts (15:00 to 14:00): not counted.",)
    assert seen("2025-06-26T14:30", booth(), booking("1", "Fjord TV", "15:00", "14:00")).flags == ()


def test_a_booking_past_midnight_names_the_day() -> None:
    item = seen("23:30", booth(), booking("1", "Fjord TV", "23:00", "2025-06-26T02:00"))
    assert item.brief == "Fjord TV until Thu 26 June 02:00"
    assert seen("2025-06-26T00:00", booth(), booking("1", "Fjord TV", "23:00", "2025-06-26T02:00")).brief == (
        "Fjord TV until 02:00"
    )


def test_a_press_event_takes_its_room_up_where_no_booking_does() -> None:
    event = PressEvent(id="event/api/pc", title="Press conference", room="b1", start=at("14:00"), end=at("14:30"))
    room = booth(type="briefing room")
    assert seen("12:00", room, event).brief == "free until 14:00"
    assert seen("14:10", room, event).brief == "Press conference until 14:30"
    booked = seen("14:10", room, event, booking("1", "Press Office", "13:30", "15:00"))
    assert (booked.state, booked.holder) == ("occupied", "Press Office"), "the event's own booking is no clash"
    next_one = PressEvent(
        id="event/api/p2", title="Second", room="b1", start=at("14:15"), end=at("14:45"), began=at("14:16")
    )
    assert seen("14:15", room, event, next_one).brief == "Press conference until 14:30"
    off = msgspec.structs.replace(event, status="cancelled")
    assert seen("14:10", room, off, CHECKS_IN).state == "free"


def press(key: str, start: str, end: str, **fields: Any) -> PressEvent:
    return PressEvent(id=f"event/api/{key}", title=key, room="b1", start=at(start), end=at(end), **fields)


def test_press_events_that_overlap_take_the_room_up_until_the_last_is_over() -> None:
    room = booth(type="briefing room")
    events = press("Norway", "16:00", "16:30"), press("Sweden", "16:15", "16:45"), press("Closing", "23:30", "23:50")
    before, amid, late = (seen(now, room, *events) for now in ("16:05", "16:20", "16:35"))
    assert (before.brief, before.next_holder, before.next_start) == ("Norway until 16:30", "Sweden", at("16:15"))
    assert (amid.state, amid.tone, amid.brief) == ("occupied", "warn", "Norway and Sweden until 16:45")
    assert amid.flags == ("2 press events overlap here since 16:15.",)
    assert (amid.next_holder, amid.next_start) == ("Closing", at("23:30"))
    assert (late.tone, late.brief, late.flags) == ("busy", "Sweden until 16:45", ())
    began = seen("16:20", room, events[0], press("Sweden", "16:15", "16:45", began=at("16:15")))
    assert began.holder == "Sweden and Norway", "first the one of which its source says that it began"
    twice = msgspec.structs.replace(events[0], id="event/other/pc")
    assert seen("16:20", room, events[0], twice).brief == "Norway until 16:30", "one event, told by two sources"


def test_what_comes_next_may_begin_before_the_present_one_is_over() -> None:
    room = booth(type="briefing room")
    inside = seen("16:05", room, press("Long", "16:00", "17:00"), press("Short", "16:15", "16:45"))
    assert (inside.next_holder, inside.next_start) == ("Short", at("16:15")), "the other event takes its room"
    booked = (room, booking("1", "Press Office", "16:00", "17:00"), press("Own", "16:15", "16:45"))
    assert seen("16:05", *booked).next_holder == "", "it is what the room was booked for"
    after = seen("16:05", *booked, press("After", "18:00", "18:30"))
    assert (after.next_holder, after.next_start) == ("After", at("18:00"))
    longer = seen("16:50", *booked, press("Longer", "16:45", "17:30"))
    assert (longer.brief, longer.next_holder) == ("Press Office until 17:00", "Longer")
    other = booking("2", "Nordlys Wire", "16:30", "17:30", space="b1")
    assert seen("14:00", room, booking("1", "Fjord TV", "13:30", "17:00"), other).next_holder == "Nordlys Wire"


# who has come: no-show, overdue, stand-in, walk-in


@pytest.mark.parametrize(
    ("now", "state"), [("14:00", "reserved"), ("14:14", "reserved"), ("14:15", "no-show"), ("15:00", "free")]
)
def test_a_no_show_after_the_grace_where_check_in_is_reported(now: str, state: str) -> None:  # cal.diy#17599
    item = seen(now, booth(), CHECKS_IN, booking("1", "Fjord TV", "14:00", "15:00"))
    assert item.state == state
    if state == "no-show":
        assert (item.holder, item.brief) == ("Fjord TV", "no sign of Fjord TV since 14:00")


def test_silence_is_no_no_show_where_nobody_reports_check_in() -> None:
    """A wrong status is worse than none: neither another source's check-ins nor another kind of space count."""
    booked = booking("1", "Fjord TV", "14:00", "15:00")
    assert seen("14:30", booth(), booked).state == "occupied"
    other = booking("earlier", "Tidende", "06:00", "07:00", source="other", checked_in="06:00", checked_out="07:00")
    assert seen("14:30", booth(), booked, other).state == "occupied"
    radio = msgspec.structs.replace(CHECKS_IN, space="r1")
    assert seen("14:30", booth(), booth("r1", type="radio booth"), booked, radio).state == "occupied"


def test_seen_empty_is_a_no_show_too_unless_they_left_later() -> None:
    booked = booking("1", "Fjord TV", "14:00", "15:00")
    assert seen("14:15", booth(vacant_since=at("13:00")), booked).state == "no-show"
    left = seen("14:30", booth(vacant_since=at("14:20")), booked)
    assert (left.state, left.flags) == ("reserved", ("Seen empty since 14:20.",))


def test_the_source_may_say_no_show_itself() -> None:
    item = seen("14:01", booth(), booking("1", "Fjord TV", "14:00", "15:00", status="no-show"))
    assert (item.state, item.brief) == ("no-show", "Fjord TV did not come, still booked until 15:00")


@pytest.mark.parametrize(
    ("now", "state"), [("15:00", "occupied"), ("15:04", "occupied"), ("15:05", "overdue"), ("15:20", "free")]
)
def test_overdue_without_a_check_out(now: str, state: str) -> None:  # LibreBooking#89
    booked = booking("1", "Fjord TV", "14:00", "15:00", checked_in="14:02", checked_out="15:20")
    item = seen(now, booth(), booked)
    assert item.state == state
    if state == "overdue":
        assert (item.holder, item.since, item.tone) == ("Fjord TV", at("15:00"), "warn")


def test_overdue_names_who_is_waiting() -> None:
    stays = booking("1", "Fjord TV", "14:00", "15:00", checked_in="14:02")
    item = seen("15:10", booth(), stays, booking("2", "Nordlys Wire", "15:00", "16:00"))
    assert (item.state, item.holder, item.next_holder) == ("overdue", "Fjord TV", "Nordlys Wire")
    assert item.flags == ("Nordlys Wire is booked from 15:00.",)
    came = booking("2", "Nordlys Wire", "15:00", "16:00", checked_in="15:08")
    assert seen("15:10", booth(), stays, came).holder == "Nordlys Wire", "who has come shows that the other has gone"


def test_overdue_ends_when_seen_empty_or_long_forgotten() -> None:
    stays = booking("1", "Fjord TV", "14:00", "15:00", checked_in="14:02")
    assert seen("15:30", booth(vacant_since=at("15:10")), stays).state == "free"
    assert seen("2025-06-26T03:00", booth(), stays).state == "free"
    assert seen("2025-06-26T02:59", booth(), stays).state == "overdue"


def test_a_booking_nobody_reports_about_is_simply_over() -> None:
    assert seen("15:10", booth(), booking("1", "Fjord TV", "14:00", "15:00")).state == "free"


def test_leaving_early_frees_the_space() -> None:
    early = booking("1", "Fjord TV", "14:00", "15:00", checked_in="14:00", checked_out="14:20")
    assert seen("14:19", booth(), early).state == "occupied"
    assert seen("14:20", booth(), early).state == "free"


def test_coming_early_takes_it_up() -> None:
    assert seen("13:50", booth(), booking("1", "Fjord TV", "14:00", "15:00", checked_in="13:50")).state == "occupied"


def test_a_stand_in_of_the_same_organisation_is_no_no_show() -> None:  # cal.diy#21195
    there = booth(present="fjord tv", present_since=at("14:10"))
    item = seen("14:30", there, CHECKS_IN, booking("1", "Fjord TV", "14:00", "15:00"))
    assert (item.state, item.holder, item.flags) == ("occupied", "Fjord TV", ())


def test_another_organisation_than_booked_is_flagged_with_both() -> None:
    there = booth(present="Tidende", present_since=at("14:10"))
    item = seen("14:30", there, booking("1", "Fjord TV", "14:00", "15:00"))
    assert (item.state, item.holder, item.tone) == ("occupied", "Tidende", "warn")
    assert item.flags == ("Booked by Fjord TV 14:00 to 15:00, but Tidende is there.",)


def test_a_walk_in_on_an_unbooked_space() -> None:
    item = seen(
        "14:30", booth(present="Tidende", present_since=at("14:10")), booking("1", "Fjord TV", "16:00", "17:00")
    )
    assert (item.state, item.holder, item.since, item.until) == ("walk-in", "Tidende", at("14:10"), at("16:00"))
    booked = booking("1", "Tidende", "14:10", "15:00", walk_in=True)
    assert seen("14:30", booth(), booked).state == "walk-in"


def test_seen_after_the_own_booking_ended_is_overdue() -> None:
    booked = booking("1", "Fjord TV", "14:00", "15:00")
    assert seen("15:05", booth(present="Fjord TV", present_since=at("14:05")), booked).state == "overdue"
    back = booth(present="Fjord TV", present_since=at("15:30"))
    assert seen("15:40", back, booked).state == "walk-in", "they left and came back"


# double bookings


def test_double_booked_names_both() -> None:
    records = (booth(), booking("1", "Fjord TV", "14:00", "15:00"), booking("2", "Nordlys Wire", "14:30", "16:00"))
    item = seen("14:40", *records)
    assert (item.state, item.holder) == ("double-booked", "Fjord TV, Nordlys Wire")
    assert item.flags == ("Booked twice: Fjord TV 14:00 to 15:00 and Nordlys Wire 14:30 to 16:00.",)
    assert seen("13:30", *records).state == "double-booked", "it comes within the hour"
    assert seen("13:29", *records).flags == (
        "Booked twice later: Fjord TV 14:00 to 15:00 and Nordlys Wire 14:30 to 16:00.",
    )
    assert seen("15:00", *records).state == "occupied"
    inner = booking("3", "Nordlys Wire", "14:20", "14:40")
    early = seen("13:40", booth(), records[1], inner)
    assert (early.holder, early.next_holder) == ("Fjord TV, Nordlys Wire", ""), "nobody comes next who is named already"


def test_a_pending_booking_can_be_a_double_booking() -> None:
    item = seen("14:40", booth(), booking("1", "Fjord TV", "14:00", "15:00"),
                booking("2", "Nordlys Wire", "14:30", "16:00", status="pending"))  # fmt: skip
    assert item.flags == ("Booked twice: Fjord TV 14:00 to 15:00 and Nordlys Wire 14:30 to 16:00 (pending).",)


def test_a_stand_in_of_a_double_booked_space_is_no_no_show() -> None:
    """Who is seen there came, though nobody checked the booking in: both still claim the space."""
    one, other = booking("1", "Fjord TV", "14:00", "16:00"), booking("2", "Tidende", "15:00", "16:00")
    space = booth(present="fjord tv", present_since=at("14:02"))
    item = seen("15:05", space, CHECKS_IN, one, other)
    assert (item.state, item.flags[1]) == ("double-booked", "Fjord TV is there.")


def test_no_double_booking_with_oneself_or_with_who_has_left_or_not_come() -> None:
    one = booking("1", "Fjord TV", "14:00", "15:00")
    assert seen("14:40", booth(), one, booking("2", "FJORD TV", "14:30", "16:00")).state == "occupied"
    left = booking("1", "Fjord TV", "14:00", "15:00", checked_in="14:00", checked_out="14:20")
    assert (
        seen("14:40", booth(), left, booking("2", "Tidende", "14:30", "16:00", checked_in="14:30")).state == "occupied"
    )
    came = booking("2", "Tidende", "14:30", "16:00", checked_in="14:31")
    assert seen("14:40", booth(), CHECKS_IN, one, came).holder == "Tidende", "the other is a no-show"
    absent = booking("1", "Fjord TV", "14:00", "15:00", status="no-show")
    assert seen("13:40", booth(), absent, came).state == "reserved", "told beforehand"


def test_who_could_not_get_in_is_no_no_show_while_the_other_is_there() -> None:
    """Fjord TV sat in the space when Nordlys Wire was to come: that nobody saw them tells nothing."""
    one = booking("1", "Fjord TV", "13:00", "15:00", checked_in="13:00")
    other = booking("2", "Nordlys Wire", "13:30", "15:30")
    states = {now: seen(now, booth(), one, other).state for now in ("13:44", "13:46", "14:10", "14:59")}
    assert set(states.values()) == {"double-booked"}
    by_sight = booth(present="Fjord TV", present_since=at("13:02"))
    unseen = booking("1", "Fjord TV", "13:00", "15:00")
    assert seen("13:46", by_sight, CHECKS_IN, unseen, other).state == "double-booked"
    left = booking("1", "Fjord TV", "13:00", "15:00", checked_in="13:00", checked_out="14:30")
    assert [seen(now, booth(), left, other).state for now in ("14:31", "14:46")] == ["reserved", "no-show"]
    late = booking("1", "Fjord TV", "13:00", "15:00", checked_in="13:50")
    assert seen("14:00", booth(), late, other).state == "occupied", "nobody was there when they were to come"
    told = booking("2", "Nordlys Wire", "13:30", "15:30", status="no-show")
    assert seen("13:46", booth(), one, told).state == "occupied", "the source says it itself"


# out of service, unknown, vans


def test_out_of_service_with_its_reason_and_who_is_affected() -> None:
    broken = booth(in_service=False, reason="no power")
    item = seen("14:30", broken, booking("1", "Fjord TV", "14:00", "15:00"), booking("2", "Tidende", "16:00", "17:00"))
    assert (item.state, item.reason, item.brief, item.tone) == ("out of service", "no power", "no power", "quiet")
    assert item.flags == ("Booked: Fjord TV 14:00 to 15:00.", "Booked: Tidende 16:00 to 17:00.")


def test_unknown_where_nobody_would_tell() -> None:
    assert seen("14:30", booth()).state == "unknown"
    assert seen("14:30", booth(vacant_since=at("14:00"))).state == "free"
    silent = feed(booth(), at=site(sources=(OpsdashSpec(name="api", url="https://api.example"),)))
    assert space_items(index_of(silent), Desk(), at("14:30"))[0].state == "unknown", "it has not answered yet"
    told = msgspec.structs.replace(silent, first={"booking/api": at("14:00")})
    assert space_items(index_of(told), Desk(), at("14:30"))[0].state == "free"
    gone = seen("14:30", booth(withdrawn=at("13:00")), CHECKS_IN)
    assert (gone.state, gone.flags) == ("unknown", ("The source no longer lists it.",))


AA, BB = (OpsdashSpec(name=name, url=f"https://{name}.example") for name in ("aa", "bb"))


def unanswered(now: str, sources: tuple[AnySourceSpec, ...], answered: tuple[str, ...], *records: Record) -> SpaceItem:
    found = feed(*records, at=site(sources=sources))
    found = msgspec.structs.replace(found, first=dict.fromkeys(answered, at("08:00")))
    return space_items(index_of(found), Desk(), at(now))[0]


def test_nothing_is_free_until_every_source_of_bookings_has_answered() -> None:
    item = unanswered("14:00", (AA, BB), ("booking/aa", "event/bb"), booth())
    assert (item.state, item.sure) == ("unknown", False)
    assert unanswered("14:00", (AA, BB), ("booking/aa", "booking/bb"), booth()).state == "free"
    booked = booking("1", "Fjord TV", "13:00", "15:00", source="aa")
    item = unanswered("14:00", (AA, BB), ("booking/aa",), booth(), booked)
    assert (item.state, item.brief) == ("occupied", "Fjord TV until 15:00"), "what is known is said"
    assert gap_of(item, 30, at("14:00")) is None, "and not that it is free after"
    known = booking("1", "Tidende", "06:00", "07:00", source="bb")
    assert unanswered("14:00", (AA, BB), ("booking/aa",), booth(), known).state == "free", "an older store"


def test_only_sources_that_can_tell_of_a_space_are_waited_for() -> None:
    programme = OpsdashSpec(name="bb", url="https://bb.example", resources=("event",))
    assert unanswered("14:00", (AA, programme), ("booking/aa",), booth()).state == "free"
    url = "https://bb.example/other.ics"
    calendar = IcalSpec(name="bb", url=url, gives_as="bookings", space="other")
    assert unanswered("14:00", (AA, calendar), ("booking/aa",), booth(), booth("other")).state == "free"
    own = IcalSpec(name="bb", url=url, gives_as="bookings", space="b1")
    assert unanswered("14:00", (AA, own), ("booking/aa",), booth(), booth("other")).state == "unknown"


def van(**fields: Any) -> Space:
    windows = (
        AccessWindow(start=at("2025-06-22T08:00"), end=at("2025-06-22T18:00"), appointment=True),
        AccessWindow(start=at("2025-06-23T08:00"), end=at("2025-06-23T18:00")),
    )
    return booth(type="van bay", access=windows, must_stay=True, **fields)


def test_s12_s4_van_bays_say_when_they_can_be_reached() -> None:  # S12, S4
    records = (van(), booking("1", "Fjord TV", "2025-06-23T09:00", "2025-06-26T12:00"))
    assert seen("2025-06-21T12:00", *records).flags == ("No access before Sun 22 June 08:00, by appointment only.",)
    assert seen("2025-06-22T12:00", *records).flags == ("Access until 18:00, by appointment only.",)
    assert "No access any more." not in seen("2025-06-24T12:00", *records).flags, "they are in"
    gone = seen("2025-06-26T12:00", *records)
    assert (gone.state, gone.reason, gone.tone) == ("out of service", "no access any more", "quiet"), (
        "nobody is sent there"
    )
    early = seen("2025-06-21T12:00", *records)
    assert (early.state, early.brief) == ("out of service", "no access before Sun 22 June 08:00")
    late = booking("1", "Fjord TV", "2025-06-24T09:00", "2025-06-26T12:00")
    assert seen("2025-06-22T19:00", van(), late).flags[0] == (
        "Fjord TV is booked from Tue 24 June 09:00, when there is no access."
    )


def test_s12_a_van_that_must_stay_is_never_overdue() -> None:  # S12
    booked = booking("1", "Fjord TV", "2025-06-23T09:00", "14:00", checked_in="2025-06-23T09:00")
    item = seen("15:00", van(), booked)
    assert item.state == "occupied"
    assert "Once parked it stays until the end of the event." in item.flags


# order, counts, where to go


def test_sorted_by_zone_and_name_in_natural_order() -> None:
    names = (("10", "Booth 10", "B"), ("2", "Booth 2", "B"), ("a", "Booth 30", "A"))
    assert list(board("12:00", *(booth(key, name=name, zone=zone) for key, name, zone in names))) == ["a", "2", "10"]


def test_counts_by_kind_add_up() -> None:
    records = (
        booth("1"), booth("2"), booth("3"), booth("4", in_service=False), booth("r", type="radio booth"),
        booking("1", "Fjord TV", "14:00", "15:00", space="1"),
        booking("2", "Tidende", "13:00", "14:00", space="2", checked_in="13:00"),
        booking("3", "Tidende", "15:00", "16:00", space="3"),
    )  # fmt: skip
    counts = count_spaces(tuple(board("14:20", *records).values()))
    assert [(c.type, c.total, c.free, c.taken, c.attention, c.out) for c in counts] == [
        ("tv booth", 4, 0, 1, 2, 1),
        ("radio booth", 1, 1, 0, 0, 0),
    ]


@pytest.mark.parametrize("now", ["13:30", "14:20"])
def test_bookings_that_begin_together_are_told_in_the_same_order_however_they_came(now: str) -> None:
    same = [booking(key, "Fjord TV", "14:00", end) for key, end in (("3", "14:40"), ("1", "15:00"), ("2", "14:50"))]
    found = [seen(now, booth(), *order) for order in (same, same[::-1], same[1:] + same[:1])]
    assert found[0] == found[1] == found[2]


def test_counts_by_zone_and_kind_add_up() -> None:
    kinds: tuple[tuple[str, SpaceKind, int], ...] = (
        ("Hall 10", "tv booth", 2), ("Hall 2", "tv booth", 3), ("Hall 2", "radio booth", 1), ("", "tv booth", 1),
    )  # fmt: skip
    rooms = [
        Space(id=f"space/api/{zone} {kind} {n}", name=f"{kind} {n}", type=kind, zone=zone)
        for zone, kind, many in kinds
        for n in range(many)
    ]
    items = tuple(
        board("14:20", *rooms, booking("1", "Fjord TV", "14:00", "15:00", space="Hall 2 tv booth 1")).values()
    )
    counts = count_by_zone(items)
    assert [(one.zone, one.type, one.total, one.free, one.taken) for one in counts] == [
        ("", "tv booth", 1, 1, 0), ("Hall 2", "tv booth", 3, 2, 1), ("Hall 2", "radio booth", 1, 1, 0),
        ("Hall 10", "tv booth", 2, 2, 0),
    ]  # fmt: skip
    assert sum(one.total for one in counts) == len(items) == sum(one.total for one in count_spaces(items))


def test_where_to_go_for_an_hour() -> None:  # "next free for 30 min"
    records = (
        booth("now"),
        booth("short"),
        booth("later"),
        booth("broken", in_service=False),
        booth("radio", type="radio booth"),
        booking("1", "Fjord TV", "14:45", "16:00", space="short"),
        booking("2", "Tidende", "14:00", "15:00", space="later"),
        booking("3", "Tidende", "17:00", "18:00", space="later"),
        booking("4", "Tidende", "18:00", "19:00", space="now"),
    )
    index = index_of(feed(*records))
    items = space_items(index, Desk(), at("14:30"))
    found = free_for(index, items, "tv booth", 60, at("14:30"))
    assert [(item.name, item.brief) for item in found] == [
        ("now", "free now until 18:00"),
        ("later", "free from 15:00 until 17:00"),
        ("short", "free from 16:00"),
    ]
    assert [item.name for item in free_for(index, items, "", 15, at("14:30"))][:3] == ["now", "radio", "short"]


def test_who_is_there_without_a_known_end_is_not_offered() -> None:
    records = (booth(present="Tidende", present_since=at("14:00")), CHECKS_IN)
    index = index_of(feed(*records))
    assert free_for(index, space_items(index, Desk(), at("14:30")), "", 30, at("14:30")) == ()


def test_who_must_stay_never_leaves_whatever_was_booked() -> None:
    bay = booth(type="van bay", must_stay=True)
    booked = booking("1", "Fjord TV", "10:00", "14:00", checked_in="10:00")
    item = seen("12:00", bay, booked)
    assert (item.state, item.brief, item.until) == ("occupied", "Fjord TV", None)
    unseen = booking("1", "Fjord TV", "10:00", "14:00")
    assert seen("12:00", bay, unseen).brief == "Fjord TV"
    later = seen("15:00", bay, unseen)
    assert later.state == "unknown"
    assert later.flags == ("Booked before: Fjord TV 10:00 to 14:00; nobody said that they left.",)
    assert not where("12:00", bay, booked)
    assert not where("15:00", bay, unseen)
    left = booking("1", "Fjord TV", "10:00", "14:00", checked_in="10:00", checked_out="13:00")
    assert where("15:00", bay, left) == [("b1", "free now")]
    assert where("15:00", booth(type="van bay", must_stay=True, vacant_since=at("14:10")), unseen)
    reported = msgspec.structs.replace(CHECKS_IN, space="b2")
    assert where("15:00", bay, unseen, reported, booth("b2", type="van bay", in_service=False)), "nobody came"
    stays = index_of(feed(bay, booked))
    (still,) = space_items(stays, Desk(), at("14:30"))
    assert next_gap(stays, still, 60, at("14:30"), at("2025-06-26T08:00")) is None
    ahead = booking("2", "Tidende", "18:00", "19:00")
    assert not where("15:00", bay, left, ahead), "who parks now is in the way of the next"
    index = index_of(feed(bay, left, ahead))
    items = space_items(index, Desk(), at("15:00"))
    assert next_gap(index, items[0], 60, at("15:00"), at("2025-06-26T08:00")) is None
    assert gap_of(items[0], 60, at("15:00")) is None


def where(now: str, *records: Record, minutes: int = 60) -> list[tuple[str, str]]:
    """Where somebody may go for so long; the item alone tells the same."""
    index = index_of(feed(*records))
    items = space_items(index, Desk(), at(now))
    found = free_for(index, items, "", minutes, at(now))
    gaps = {item.id: gap for item in items if (gap := gap_of(item, minutes, at(now)))}
    assert {item.id: item.brief.startswith("free now") for item in found} == {
        key: gap.start <= at(now) for key, gap in gaps.items()
    }
    return [(item.name, item.brief) for item in found]


def test_where_one_may_be_at_certain_times_only_is_free_within_them() -> None:
    days = [AccessWindow(start=at(f"2025-06-{n}T08:00"), end=at(f"2025-06-{n}T18:00")) for n in (25, 26)]
    studio, over = booth(type="tv studio", access=tuple(days[:1])), booking("1", "Fjord TV", "10:00", "17:10")
    assert where("17:20", studio, over, minutes=30) == [("b1", "free now until 18:00")]
    assert where("17:00", studio, over, minutes=30) == [("b1", "free from 17:10 until 18:00")]
    assert not where("17:45", studio, over)
    both = booth(type="tv studio", access=tuple(days))
    assert where("17:45", both, over) == [("b1", "free from Thu 26 June 08:00 until Thu 26 June 18:00")]
    assert where("19:00", both, over) == [("b1", "free from Thu 26 June 08:00 until Thu 26 June 18:00")], "shut by now"
    assert not where("2025-06-26T19:00", both, over), "and not to be reached any more"
    assert not where("19:00", msgspec.structs.replace(both, in_service=False), over)
    assert not where("19:00", msgspec.structs.replace(both, must_stay=True), over)
    bay = booth(type="van bay", access=tuple(days[:1]), must_stay=True)
    assert where("17:45", bay, CHECKS_IN) == [("b1", "free now")], "it need only be reached in time"
