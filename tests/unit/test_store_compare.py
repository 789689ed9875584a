"""What one answer alters: news, withdrawals, and a mass disappearance held back."""

from datetime import UTC, datetime, timedelta

from opsdash.model import Booking, Facility, Notice, PressEvent, Record
from opsdash.parts import OpeningPeriod
from opsdash.store.compare import WITHDRAWN_DAYS, WITHDRAWN_MOST, Difference, compare, title_of

NOON = datetime(2025, 6, 25, 10, tzinfo=UTC)


def event(key: str, **fields: object) -> PressEvent:
    return PressEvent(id=f"event/main/{key}", title=fields.pop("title", f"Event {key}"), **fields)  # type: ignore[arg-type]


def difference(
    stored: list[Record], answered: list[Record], *, known: tuple[str, ...] = ("event",), held: tuple[str, ...] = ()
) -> Difference:
    return compare({r.id: r for r in stored}, {r.id: r for r in answered}, known, held, NOON, 7)


def events(first: int, last: int) -> list[Record]:
    return [event(f"{number:03}") for number in range(first, last)]


def told(found: Difference) -> list[tuple[str, str, str]]:
    return [(change.id.rpartition("/")[2], change.what, change.field) for change in found.changes]


def test_a_moved_event_is_told_field_by_field_with_what_was_and_what_is() -> None:
    was = event("a", start=NOON, room="Room A", speakers=("Prime Minister of Norway",))
    now = event("a", start=NOON + timedelta(minutes=45), room="Room B", speakers=("Prime Minister of Norway",))
    found = difference([was], [now])
    assert [(c.field, c.old, c.new) for c in found.changes] == [
        ("room", "Room A", "Room B"),
        ("start", "2025-06-25T10:00:00Z", "2025-06-25T10:45:00Z"),
    ]
    assert {(c.what, c.seen, c.generation, c.title) for c in found.changes} == {("changed", NOON, 7, "Event a")}


def test_a_field_that_was_not_given_is_told_with_what_that_means() -> None:
    found = difference([event("a")], [event("a", status="cancelled", official=False)])
    assert [(c.field, c.old, c.new) for c in found.changes] == [
        ("status", "scheduled", "cancelled"),
        ("official", True, False),
    ]


def test_parts_are_told_as_they_read_back_from_the_file() -> None:
    period = OpeningPeriod(day=NOON.date(), wording="Open until 2h00 a.m.")
    was = Facility(id="facility/main/a", name="Media Centre")
    found = difference([was], [Facility(id="facility/main/a", name="Media Centre", periods=(period,))])
    assert [(c.old, c.new) for c in found.changes] == [([], [{"day": "2025-06-25", "wording": "Open until 2h00 a.m."}])]


def test_a_new_time_stamp_alone_is_stored_and_no_news() -> None:
    found = difference([event("a")], [event("a", updated=NOON)])
    assert list(found.put.values()) == [event("a", updated=NOON)]
    assert found.changes == []


def test_the_first_answer_of_a_source_is_no_news_and_later_records_are() -> None:
    assert difference([], events(0, 3), known=()).changes == []
    assert told(difference(events(0, 3), events(0, 4))) == [("003", "added", "")]
    assert told(difference([], events(0, 1))) == [("000", "added", "")], "known, and empty until now"


def test_a_vanished_record_is_kept_and_marked_and_the_mark_goes_when_it_returns() -> None:
    found = difference(events(0, 3), events(0, 2))
    assert told(found) == [("002", "withdrawn", "")]
    gone = found.put["event/main/002"]
    assert gone == event("002", withdrawn=NOON)
    assert not difference([*events(0, 2), gone], events(0, 2)).put, "told once"
    back = difference([*events(0, 2), gone], [*events(0, 2), event("002", room="Room B")])
    assert told(back) == [("002", "returned", ""), ("002", "changed", "room")]
    assert back.put["event/main/002"].withdrawn is None


def test_more_than_half_and_more_than_five_are_held_back_and_the_rest_lands() -> None:
    altered = event("000", room="Room B")
    found = difference(events(0, 11), [altered, *events(1, 5), event("new")])
    assert found.held == tuple(f"event/main/{number:03}" for number in range(5, 11))
    assert told(found) == [("000", "changed", "room"), ("new", "added", "")]


def test_half_of_the_records_or_five_of_them_are_believed() -> None:
    assert len(difference(events(0, 12), events(0, 6)).changes) == 6
    assert len(difference(events(0, 5), []).changes) == 5


def test_the_second_answer_that_agrees_is_believed() -> None:
    first = difference(events(0, 10), events(0, 2))
    assert len(first.held) == 8
    second = difference(events(0, 10), events(0, 2), held=first.held)
    assert second.held == ()
    assert [change.what for change in second.changes] == ["withdrawn"] * 8


def test_records_that_are_there_again_are_no_longer_held() -> None:
    first = difference(events(0, 10), events(0, 2))
    assert difference(events(0, 10), events(0, 10), held=first.held) == Difference({}, [], [], ())


def test_each_record_waits_for_two_answers_that_lack_it() -> None:
    first = difference(events(0, 20), events(0, 8))
    second = difference(events(0, 20), events(4, 8), held=first.held)
    assert [change.id[-3:] for change in second.changes] == [f"{number:03}" for number in range(8, 20)]
    assert second.held == tuple(f"event/main/{number:03}" for number in range(4))


def test_withdrawn_records_are_not_counted_as_live() -> None:
    gone: list[Record] = [event(f"gone {number}", withdrawn=NOON) for number in range(20)]
    assert len(difference([*gone, *events(0, 8)], []).held) == 8


def test_records_withdrawn_long_ago_are_forgotten() -> None:
    old = event("old", withdrawn=NOON - timedelta(days=WITHDRAWN_DAYS, minutes=1))
    young = event("young", withdrawn=NOON - timedelta(days=WITHDRAWN_DAYS))
    assert difference([old, young], []).drop == [old.id]


def test_of_very_many_withdrawn_records_the_oldest_are_forgotten() -> None:
    gone: list[Record] = [
        event(f"{number:04}", withdrawn=NOON - timedelta(seconds=number)) for number in range(WITHDRAWN_MOST + 3)
    ]
    assert difference(gone, []).drop == [record.id for record in gone[-3:]]


def test_how_records_are_called() -> None:
    assert title_of(event("a", title="Doorstep")) == "Doorstep"
    assert title_of(Notice(id="notice/main/1", text="Fire drill " * 40)) == ("Fire drill " * 40)[:120]
    booking = Booking(id="booking/main/7", space="Booth 4", start=NOON, end=NOON)
    assert title_of(booking) == "7"
    assert title_of(
        Booking(id="b/m/1", space="s", organisation="Nordlys Wire", title="live", start=NOON, end=NOON)
    ) == ("Nordlys Wire")
