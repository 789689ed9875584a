"""Two sources that tell of one thing: one row, and where they differ, both sides in words."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from opsdash.board.board import board_at
from opsdash.board.index import index_of
from opsdash.board.items import Board
from opsdash.board.joins import joined
from opsdash.board.spacegaps import gap_of
from opsdash.board.spaces import free_for, space_items
from opsdash.find import find, finder_of
from opsdash.joinspec import Join
from opsdash.model import Booking, Pool, PressEvent, Record, Space
from opsdash.render.detail import detail_of
from opsdash.render.panels import event_rows
from opsdash.snapshot import Change, Desk, Feed, Snapshot
from tests.support import feed, site, venue

NOW = venue("2025-06-25T14:00")
DAY = date(2025, 6, 25)
ON_TITLE = Join(kind="event", sources=("talks", "calendar"), on=("title", "day"))
ROOM_A = Space(id="space/config/room-a", name="Room A", type="briefing room")


def at(clock: str) -> datetime:
    return venue(f"2025-06-25T{clock}")


def told(source: str, key: str = "1", **fields: Any) -> PressEvent:
    """The Norwegian press conference as one source has it."""
    known: dict[str, Any] = {
        "title": "Press conference, Norway",
        "start": at("16:30"),
        "end": at("17:00"),
        "room": "Room A",
    }
    return PressEvent(id=f"event/{source}/{key}", **known | fields)


def of(*records: Record, join: Join = ON_TITLE, changes: tuple[Change, ...] = ()) -> Feed:
    known = replace(site(aliases={"hall 1": "room-a"}), joins=(join,))
    return feed(*records, at=known, changes=changes)


def board(*records: Record, join: Join = ON_TITLE, changes: tuple[Change, ...] = ()) -> Board:
    return board_at(Snapshot(feed=of(*records, join=join, changes=changes)), Desk(), NOW)


def conflicts(*records: Record, join: Join = ON_TITLE) -> tuple[str, ...]:
    (item,) = board(*records, join=join).programme
    return item.conflicts


def test_two_sources_of_one_event_are_one_row_with_the_difference_in_words() -> None:
    shown = board(told("calendar", start=at("17:00"), end=at("17:30")), told("talks"))
    (item,) = shown.programme
    assert (item.id, item.when, item.tone) == ("event/talks/1", "16:30", "warn")
    assert item.conflicts == ("talks says 16:30 Room A, calendar says 17:00 Room A.",)
    (row,) = event_rows(shown)
    assert "conflict" in [cell.text for cell in row.cells]
    assert item.conflicts[0] in " ".join(cell.text for cell in row.cells)
    detail = detail_of(shown, item.id)
    assert detail
    assert item.conflicts[0] in detail.warnings
    assert "event-conflict:event/talks/1" in {alert.id for alert in shown.alerts}


def test_the_order_of_the_configuration_says_which_one_is_shown() -> None:
    other = Join(kind="event", sources=("calendar", "talks"), on=("title", "day"))
    (item,) = board(told("calendar", start=at("17:00")), told("talks"), join=other).programme
    assert (item.id, item.when) == ("event/calendar/1", "17:00")
    assert item.conflicts[0].startswith("calendar says 17:00")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({}, ()),
        ({"title": "press  CONFERENCE, Norway"}, ()),
        ({"room": "Hall 1"}, ()),  # an alias of Room A
        ({"room": ""}, ()),
        ({"end": None}, ()),
        ({"room": "Room B"}, ("talks says 16:30 Room A, calendar says 16:30 Room B.",)),
        ({"end": at("17:15")}, ("talks says until 17:00, calendar says until 17:15.",)),
        ({"status": "cancelled"}, ("talks says that it takes place, calendar says cancelled.",)),
        ({"status": "tentative"}, ("talks says that it takes place, calendar says tentative.",)),
        ({"withdrawn": NOW}, ("calendar no longer has it, talks does.",)),
    ],
)
def test_what_counts_as_a_difference(other: dict[str, Any], said: tuple[str, ...]) -> None:
    assert conflicts(ROOM_A, told("talks"), told("calendar", **other)) == said


def test_another_day_is_named() -> None:
    on_key = Join(kind="event", sources=("talks", "calendar"), keys={"calendar": r"^x-([A-Z0-9]+)@"})
    moved = told("calendar", "x-PC17@media.example", start=venue("2025-06-26T09:00"))
    assert conflicts(told("talks", "PC17"), moved, join=on_key) == (
        "talks says Wed 25 June 16:30 Room A, calendar says Thu 26 June 09:00 Room A.",
    )


def test_a_key_whose_expression_does_not_match_joins_nothing() -> None:
    on_key = Join(kind="event", sources=("talks", "calendar"), keys={"calendar": r"^x-([A-Z0-9]+)@"})
    assert len(board(told("talks", "PC17"), told("calendar", "PC17"), join=on_key).programme) == 2


def test_blanks_are_taken_from_the_other_source_and_what_happens_from_the_one_that_looks() -> None:
    bare = told("talks", room="", end=None)
    full = told("calendar", speakers=("Prime Minister of Norway",), status="live", began=at("13:50"), url="https://a/")
    (item,) = board(bare, full).programme
    assert (item.id, item.room, item.end and item.end.hour, item.state) == ("event/talks/1", "Room A", 17, "live")
    assert item.speakers == ("Prime Minister of Norway",)
    assert item.conflicts == ()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"expected": at("17:30")}, "expected 17:30"),
        ({"began": at("13:50")}, "live"),
        ({"status": "live"}, "live"),
        ({"status": "delayed"}, "delayed"),
        ({"began": at("13:40"), "finished": at("13:55")}, "ended"),
        ({"expected": at("13:45"), "began": at("13:50"), "status": "live"}, "live"),
    ],
)
def test_what_happens_at_one_time_is_not_said_of_another(fields: dict[str, Any], said: str) -> None:
    """Both sides are told, each with its own time."""
    for talks in ({"start": at("15:30"), "end": at("16:00")}, {"start": venue("2025-06-26T16:30"), "end": None}):
        on_title = Join(kind="event", sources=("talks", "calendar"), on=("title",))
        (item,) = board(told("talks", **talks), told("calendar", **fields), join=on_title).programme
        assert (item.state, item.delay, item.start) == ("scheduled", 0, talks["start"])
        assert item.conflicts[0].endswith(f"16:30 Room A ({said}).")
    (item,) = board(told("talks"), told("calendar", start=None, end=None, day=DAY, status="live")).programme
    assert (item.state, item.conflicts) == ("live", ()), "who gives no time gives no other one"


def test_what_a_source_lists_no_more_it_says_no_more() -> None:
    gone = told("calendar", status="live", began=at("13:30"), speakers=("Prime Minister of Norway",), withdrawn=NOW)
    (item,) = board(told("talks"), gone).programme
    assert (item.state, item.speakers) == ("scheduled", ())
    (item,) = board(told("talks", withdrawn=NOW), gone).programme
    assert item.speakers == ("Prime Minister of Norway",), "of what both have dropped all that was known is kept"


@pytest.mark.parametrize(("later", "shown"), [
    ({"start": at("15:30"), "end": at("16:00")}, True),
    ({"start": at("13:15"), "end": None}, True),  # lasts an hour, as what has no end does
    ({"start": at("13:00"), "end": at("13:45")}, False),
    ({"start": at("15:30"), "end": at("16:00"), "withdrawn": NOW}, False),
])  # fmt: skip
def test_what_is_over_by_the_clock_of_one_source_is_disputed_until_it_is_so_by_the_other(
    later: dict[str, Any], shown: bool
) -> None:
    over: dict[str, Any] = {"start": at("13:00"), "end": at("13:30")}
    (item,) = board(told("talks", **over), told("calendar", **later)).programme
    assert (item.state, bool(item.conflicts)) == ("ended", shown)
    (item,) = board(told("talks", **over, finished=at("13:25")), told("calendar", **later)).programme
    assert (item.state, item.conflicts) == ("ended", ()), "its own source has seen it end"


def test_nothing_is_guessed_where_one_source_has_two_of_a_key() -> None:
    found = of(told("talks"), told("calendar", "1"), told("calendar", "2", start=at("19:00")))
    assert len(joined(found).feed.events) == 3
    assert joined(found).alone == dict.fromkeys(
        ("event/calendar/1", "event/calendar/2"), "calendar has 2 that agree in title and day: not joined"
    )


def test_a_withdrawn_one_is_passed_over_where_its_source_has_another() -> None:
    gone = told("calendar", "0", withdrawn=NOW)
    shown = board(told("talks"), gone, told("calendar"))
    assert {item.id: item.conflicts for item in shown.programme} == {"event/talks/1": (), "event/calendar/0": ()}


def test_references_to_either_record_find_the_one_on_the_board() -> None:
    pool = Pool(id="pool/api/3", name="Pool 3", event="event/calendar/1", muster_at=at("15:30"))
    shown = board(told("talks"), told("calendar"), pool)
    assert shown.pools[0].event == "event/talks/1"
    index = index_of(of(told("talks"), told("calendar", "cal-7")))
    found = index.events.find("cal-7")
    assert found
    assert found.id == "event/talks/1"


def test_a_change_of_the_other_source_is_still_told() -> None:
    moved = Change(
        id="event/calendar/1", title="Press conference, Norway", what="changed", seen=NOW, generation=1,
        field="start", old="2025-06-25T14:30:00Z", new="2025-06-25T15:00:00Z",
    )  # fmt: skip
    (change,) = board(told("talks"), told("calendar", start=at("17:00")), changes=(moved,)).changes
    assert (change.source, "17:00" in change.sentence) == ("calendar", True)


def test_what_the_other_source_added_is_told_with_its_time_and_what_it_had_cancelled_goes_without_a_word() -> None:
    def one(key: str, what: Any) -> Change:
        title = "Press conference, Norway"
        return Change(id=f"event/calendar/{key}", title=title, what=what, seen=NOW, generation=1)

    gone = told("calendar", "2", title="Remarks", status="cancelled", withdrawn=NOW)
    records = told("talks"), told("calendar"), told("talks", "2", title="Remarks", status="cancelled"), gone
    (change,) = board(*records, changes=(one("1", "added"), one("2", "withdrawn"))).changes
    assert change.sentence == "added to the programme: 16:30, Room A"


def test_spaces_and_bookings_join_too() -> None:
    spaces = Join(kind="space", sources=("rooms", "sheet"), on=("name",))
    booths = (
        Space(id="space/rooms/4", name="Booth 1", type="tv booth", capacity=2),
        Space(id="space/sheet/b1", name="booth 1", type="tv booth", capacity=3, power="230 V"),
    )
    (item,) = board(*booths, join=spaces).spaces
    assert (item.id, item.flags) == ("space/rooms/4", ("rooms says 2 people, sheet says 3 people.",))
    bookings = Join(kind="booking", sources=("rooms", "sheet"), on=("space", "organisation", "day"))
    both = [
        Booking(id=f"booking/{source}/1", space=space, organisation="Nordlys Wire", start=at(start), end=at("18:00"))
        for source, space, start in (("rooms", "4", "15:00"), ("sheet", "Booth 1", "15:30"))
    ]
    (item,) = board(booths[0], *both, join=bookings).spaces
    assert item.state == "reserved"
    assert item.flags == ("Nordlys Wire: rooms says 15:00 Booth 1, sheet says 15:30 Booth 1.",)


@pytest.mark.parametrize("off", [{"withdrawn": NOW}, {"status": "cancelled"}, {"status": "released"}])
def test_a_booking_that_only_one_source_still_has_takes_its_space_up(off: dict[str, Any]) -> None:
    booth = Space(id="space/rooms/4", name="Booth 1", type="tv booth")
    join = Join(kind="booking", sources=("rooms", "sheet"), on=("space", "organisation"))
    there = Booking(
        id="booking/sheet/1", space="Booth 1", organisation="Nordlys Wire", start=at("13:00"), end=at("18:00")
    )
    gone = replace(there, id="booking/rooms/1", **off)
    for known, other in ((gone, there), (replace(gone, id="booking/sheet/1"), replace(there, id="booking/rooms/1"))):
        (item,) = board(booth, known, other, join=join).spaces
        assert item.state == "occupied", "it may be taken: it is not offered"
        assert item.flags, "both sides are said"
    (item,) = board(booth, gone, replace(there, **off), join=join).spaces
    assert item.state == "free"


ON_START = Join(kind="booking", sources=("rooms", "sheet"), on=("space", "start"))
ON_KEY = Join(kind="booking", sources=("rooms", "sheet"))
BOOTHS = tuple(Space(id=f"space/rooms/{n}", name=f"Booth {n}", type="tv booth") for n in (4, 5))


def book(source: str, start: str, end: str, who: str = "Fjord TV", **fields: Any) -> Booking:
    known: dict[str, Any] = {"space": "4"} | fields
    return Booking(id=f"booking/{source}/1", organisation=who, start=at(start), end=at(end), **known)


def booths(now: str, *records: Record, join: Join = ON_KEY) -> list[tuple[str, str]]:
    shown = board_at(Snapshot(feed=of(*BOOTHS, *records, join=join)), Desk(), at(now))
    return [(item.state, item.brief) for item in shown.spaces]


def test_a_joined_booking_lasts_until_the_latest_end() -> None:
    for ends in (("14:00", "16:00"), ("16:00", "14:00")):
        both = [book(source, "13:00", end) for source, end in zip(("rooms", "sheet"), ends, strict=True)]
        assert booths("14:30", *both)[0] == ("occupied", "Fjord TV until 16:00")
        index = index_of(of(*BOOTHS, *both, join=ON_KEY))
        assert index.conflicts["booking/rooms/1"] == (f"rooms says until {ends[0]}, sheet says until {ends[1]}.",)


def test_a_joined_booking_is_told_by_the_side_that_still_has_it() -> None:
    gone = book("rooms", "13:00", "15:00", status="cancelled")
    there = book("sheet", "13:30", "16:00", "Nordlys Wire", space="5")
    assert booths("15:30", gone, there) == [("free", "free"), ("occupied", "Nordlys Wire until 16:00")]


def test_what_the_other_source_has_elsewhere_or_at_another_time_is_taken_too() -> None:
    rooms = book("rooms", "15:00", "16:00")
    elsewhere = book("sheet", "15:00", "16:00", space="5")
    assert [state for state, _ in booths("15:30", rooms, elsewhere)] == ["occupied", "occupied"]
    before = book("sheet", "13:00", "17:00")
    assert {now: booths(now, rooms, before)[0] for now in ("13:30", "15:30")} == dict.fromkeys(
        ("13:30", "15:30"), ("occupied", "Fjord TV until 17:00")
    )
    came = replace(
        book("rooms", "08:00", "09:00", "Tidende", checked_in=at("08:00"), checked_out=at("09:00")),
        id="booking/rooms/0",
    )
    assert booths("15:20", rooms, before, came)[0][0] == "no-show", "that the other never looks hides nothing"
    apart = book("sheet", "12:00", "13:00")
    assert [booths(now, rooms, apart)[0][0] for now in ("12:30", "13:30", "15:30")] == ["occupied", "free", "occupied"]


@pytest.mark.parametrize(
    ("now", "here", "there", "state"),
    [
        # in another booth, or before: who left there has not left here
        ("14:30", ("14:00", "16:00"), ("09:00", "11:00", {"space": "5"}), "occupied"),
        ("14:30", ("14:00", "16:00"), ("09:00", "11:00", {}), "occupied"),
        ("14:30", ("14:00", "16:00"), ("11:00", "14:00", {}), "occupied"),
        # who came there is not still here
        ("15:10", ("10:00", "11:00"), ("15:00", "16:00", {"space": "5", "checked_out": None}), "free"),
        # one stay, though the sources differ in its start or end
        ("15:10", ("14:00", "16:00"), ("14:00", "15:00", {}), "free"),
        ("15:55", ("14:00", "16:00"), ("13:30", "16:00", {}), "free"),
        ("16:30", ("14:00", "16:00"), ("14:00", "15:00", {"checked_out": None}), "overdue"),
        ("15:10", ("14:00", "16:00"), ("14:00", "15:00", {"status": "released"}), "free"),
    ],
)
def test_who_came_and_left_counts_for_the_stay_that_both_sources_have(
    now: str, here: tuple[str, str], there: tuple[str, str, dict[str, Any]], state: str
) -> None:
    since, until, others = there
    known = {"checked_in": at(since), "checked_out": at(until) - timedelta(minutes=10)} | others
    both = book("rooms", *here), book("sheet", since, until, **known)
    assert booths(now, *both)[0][0] == state


def test_who_another_source_says_has_a_booking_is_found() -> None:
    for status, known in (("confirmed", [("Nordlys Wire", "space/rooms/4")]), ("cancelled", [])):
        other = book("sheet", "13:00", "15:00", "Nordlys Wire", status=status)
        found = of(*BOOTHS, book("rooms", "13:00", "15:00"), other, join=ON_START)
        shown = board_at(Snapshot(feed=found), Desk(), at("13:30"))
        assert [(hit.title, hit.target) for hit in find(finder_of(found), shown, "Nordlys Wire")] == known


def test_a_space_that_one_source_calls_broken_is_not_offered() -> None:
    join = Join(kind="space", sources=("rooms", "sheet"), on=("name",))
    flood = replace(BOOTHS[0], id="space/sheet/4", in_service=False, reason="flood")
    records = (BOOTHS[0], flood, book("rooms", "13:00", "15:00"))
    for now, state in (("13:30", "occupied"), ("15:30", "unknown")):
        index = index_of(of(*records, join=join))
        items = space_items(index, Desk(), at(now))
        assert [(item.state, item.sure) for item in items] == [(state, False)]
        assert items[0].flags == ("rooms says that it is in service, sheet says out of service (flood).",)
        assert not free_for(index, items, "", 30, at(now))
        assert gap_of(items[0], 30, at(now)) is None


def test_without_a_join_nothing_is_touched() -> None:
    plain = feed(told("talks"), told("calendar"))
    assert joined(plain).feed is plain
