"""What changed, in words: from and to, folded, with what it touches."""

from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsdash.board.changes import BULK, change_items
from opsdash.board.changewords import RULES, phrases
from opsdash.board.index import Index
from opsdash.board.items import ChangeItem
from opsdash.board.kept import Place
from opsdash.model import RECORD_TYPES, Booking, Deadline, Facility, Pool, PressEvent, Record, Space
from opsdash.parts import Dependency, RelativeClosing
from opsdash.snapshot import Change, Thresholds
from tests.support import feed, site, venue

NOW = venue("2025-06-25T14:00")
What = Literal["changed", "added", "withdrawn", "returned"]
EVENT = PressEvent(
    id="event/api/pc1",
    title="Doorstep",
    type="doorstep",
    room="Room B",
    start=venue("2025-06-25T17:15"),
    end=venue("2025-06-25T18:00"),
)


def z(text: str) -> str:
    """An instant as the store keeps it."""
    return venue(text).isoformat().replace("+00:00", "Z")


def change(
    field: str = "",
    old: Any = None,
    new: Any = None,
    *,
    record: str = EVENT.id,
    title: str = "Doorstep",
    what: What = "changed",
    ago: float = 10,
    poll: int = 7,
) -> Change:
    seen = NOW - timedelta(minutes=ago)
    return Change(id=record, title=title, what=what, field=field, old=old, new=new, seen=seen, generation=poll)


def said(*changes: Change, records: tuple[Record, ...] = (EVENT,), now: datetime = NOW) -> tuple[ChangeItem, ...]:
    ordered = tuple(sorted(changes, key=lambda found: found.seen))
    return change_items(Index(feed(*records, at=site(), changes=ordered)), now)


def words(kind: str, field: str, old: Any, new: Any) -> str:
    (item,) = said(change(field, old, new, record=f"{kind}/api/1"), records=())
    return item.sentence


def test_rooms_are_said_by_their_names_and_another_word_for_the_same_one_is_no_news() -> None:
    rooms = (Space(id="space/api/a", name="Room A"), Space(id="space/api/b", name="Room B"))
    (item,) = said(change("room", "a", "space/api/b"), records=(EVENT, *rooms))
    assert item.sentence == "moved Room A to Room B"
    assert said(change("room", "a", "Room A"), records=(EVENT, *rooms)) == ()


def test_a_moved_event_says_from_and_to_and_what_it_touches() -> None:
    records: tuple[Record, ...] = (
        EVENT,
        Space(id="space/api/a", name="Room A"),
        Space(id="space/api/b", name="Room B"),
        Space(id="space/api/4", name="Booth 4"),
        Pool(id="pool/api/3", name="Pool 3", event="pc1"),
        Pool(id="pool/api/9", name="Pool 9", event="pc1", cancelled=True),
        Booking(
            id="booking/api/1", space="b", start=venue("2025-06-25T17:30"), end=venue("2025-06-25T18:30"), title="x"
        ),
        Booking(
            id="booking/api/2",
            space="4",
            start=venue("2025-06-25T09:00"),
            end=venue("2025-06-25T10:00"),
            title="DOORSTEP",
        ),
        Booking(id="booking/api/3", space="a", start=venue("2025-06-25T20:00"), end=venue("2025-06-25T21:00")),
        Facility(id="facility/api/imc", name="Media Centre", closing=RelativeClosing(minutes=120, after="pc1")),
        Facility(id="facility/api/last", name="Last", closing=RelativeClosing(minutes=120, kind="doorstep")),
        Facility(id="facility/api/other", name="Other", closing=RelativeClosing(minutes=120)),
    )
    (item,) = said(
        change("start", z("2025-06-25T16:30"), z("2025-06-25T17:15")),
        change("end", z("2025-06-25T17:15"), z("2025-06-25T18:00")),
        change("room", "Room A", "Room B"),
        records=records,
    )
    assert item.sentence == "moved 16:30 to 17:15, Room A to Room B"
    assert item.affects == ("Booth 4", "Last", "Media Centre", "Pool 3", "Room B")
    assert (item.id, item.kind, item.title, item.source, item.tone) == (EVENT.id, "event", "Doorstep", "api", "soon")
    assert item.seen.isoformat() == "2025-06-25T13:50:00+02:00"


@pytest.mark.parametrize(
    ("kind", "field", "old", "new", "sentence"),
    [
        ("event", "start", z("2025-06-25T16:30"), z("2025-06-26T10:00"),
         "moved Wed 25 June 16:30 to Thu 26 June 10:00"),
        ("event", "start", z("2025-06-26T16:30"), z("2025-06-26T17:15"), "moved Thu 26 June 16:30 to 17:15"),
        ("event", "start", None, z("2025-06-25T16:30"), "time set: 16:30"),
        ("event", "start", z("2025-06-25T16:30"), None, "time open, was 16:30"),
        ("event", "day", "2025-06-25", "2025-06-26", "moved Wed 25 June to Thu 26 June"),
        ("event", "room", "", "Room B", "room set: Room B"),
        ("event", "end", z("2025-06-25T18:00"), z("2025-06-25T18:30"), "until 18:30, was 18:00"),
        ("event", "wording", "PM", "early afternoon", 'time now "early afternoon", was "PM"'),
        ("event", "expected", None, z("2025-06-25T17:40"), "expected 17:40"),
        ("event", "status", "scheduled", "cancelled", "cancelled"),
        ("event", "status", "cancelled", "scheduled", "back on, was cancelled"),
        ("event", "status", "tentative", "scheduled", "confirmed"),
        ("event", "status", "scheduled", "live", "live now"),
        ("event", "access", "open", "pool", "access now pool only, was open to all"),
        ("event", "speakers", ["Prime Minister of Norway"], ["Spokesperson"],
         "speaks too: Spokesperson; no longer speaks: Prime Minister of Norway"),
        ("event", "title", "Statement", "Doorstep", 'renamed, was "Statement"'),
        ("event", "host_tv", None, True, "covered by Host TV"),
        ("event", "note", "a", "b" * 50, "note changed"),
        ("event", "url", "http://a", "http://b", "link changed"),
        ("event", "no_such_field", 1, {"x": 2}, "no such field changed"),
        ("facility", "live", None, {"state": "closed", "reason": "fire drill"}, "now closed: fire drill"),
        ("facility", "live", {"state": "closed"}, None, "no longer says what is so now"),
        ("facility", "periods", [{"day": "2025-06-25", "closes": z("2025-06-25T18:00")}],
         [{"day": "2025-06-25", "closes": z("2025-06-25T20:00")}], "opening hours: until 20:00, was 18:00"),
        ("facility", "periods",
         [{"day": "2025-06-25", "opens": z("2025-06-25T08:00"), "closes": z("2025-06-25T18:00")}],
         [{"day": "2025-06-25", "opens": z("2025-06-25T08:00"), "closes": z("2025-06-25T20:00")}],
         "opening hours: until 20:00, was 18:00"),
        ("facility", "periods", [{"day": "2025-06-26", "wording": "Open"}], [{"day": "2025-06-26", "closed": True}],
         "opening hours Thu 26 June: closed, was Open"),
        ("facility", "hours", "Mo-Fr 08:00-18:00", "Mo-Fr 08:00-20:00",
         "opening hours now Mo-Fr 08:00-20:00, was Mo-Fr 08:00-18:00"),
        ("facility", "last_entry", 15, 30, "last entry 15 to 30"),
        ("space", "in_service", False, True, "back in service"),
        ("space", "in_service", True, False, "now out of service"),
        ("space", "name", "Room 1", "Room A", 'renamed, was "Room 1"'),
        ("booking", "checked_in", None, z("2025-06-25T14:02"), "taken up at 14:02"),
        ("booking", "status", "confirmed", "released", "released"),
        ("booking", "status", "confirmed", "no-show", "nobody came"),
        ("booking", "end", z("2025-06-25T15:00"), z("2025-06-25T16:00"), "until 16:00, was 15:00"),
        ("booking", "start", z("2025-06-25T15:00"), z("2025-06-25T16:00"), "moved 15:00 to 16:00"),
        ("pool", "muster_at", z("2025-06-25T13:45"), z("2025-06-25T14:00"), "meets 14:00, was 13:45"),
        ("pool", "cancelled", False, True, "cancelled"),
        ("pool", "material_shared", None, z("2025-06-25T15:40"), "material shared 15:40"),
        ("facility", "note", "Queue about 25 min", "No queue", "note now “No queue”, was “Queue about 25 min”"),
        ("deadline", "at", z("2025-06-06T18:00"), z("2025-06-06T23:59"), "now Fri 6 June 23:59, was Fri 6 June 18:00"),
    ],
)  # fmt: skip
def test_a_field_is_said_as_a_person_says_it(kind: str, field: str, old: Any, new: Any, sentence: str) -> None:
    assert words(kind, field, old, new) == sentence


def test_fields_that_belong_together_are_one_phrase() -> None:
    booth = "space/api/4"
    (item,) = said(
        change("in_service", True, False, record=booth, title="Booth 4"),
        change("reason", "", "lamp failure", record=booth, title="Booth 4"),
    )
    assert (item.sentence, item.tone) == ("now out of service: lamp failure", "warn")
    (item,) = said(
        change("present", "", "Fjord TV", record=booth),
        change("present_since", None, z("2025-06-25T14:02"), record=booth),
        change("vacant_since", z("2025-06-25T13:02"), None, record=booth),
    )
    assert item.sentence == "taken up by Fjord TV at 14:02"
    (item,) = said(change("status", "scheduled", "live"), change("began", None, z("2025-06-25T13:52")))
    assert item.sentence == "began 13:52"
    (item,) = said(change("status", "scheduled", "cancelled"), change("room", "Room A", "Room B"))
    assert item.sentence == "cancelled; moved Room A to Room B"
    due = "deadline/api/1"
    (item,) = said(change("at", z("2025-06-25T16:15"), z("2025-06-25T16:00"), record=due),
                   change("wording", "16:15", "16:00", record=due))  # fmt: skip
    assert item.sentence == "now 16:00, was 16:15"


def test_pool_members_are_named_by_what_became_of_them() -> None:
    one = {"person": "photographer 1", "organisation": "Nordlys Wire"}
    two = {"person": "camera 2", "status": "confirmed"}
    (item,) = said(
        change(
            "assignments",
            [one, two, {"person": "radio 1"}],
            [one | {"status": "present"}, two | {"status": "present", "card_issued": True}, {"person": "text 1"}],
            record="pool/api/3",
            title="Pool 3",
        )
    )
    assert item.sentence == (
        "camera 2, photographer 1 (Nordlys Wire) arrived; camera 2 has the pool card; "
        "radio 1 no longer in the pool; text 1 joins the pool"
    )


def test_coming_and_going_is_said_of_the_programme() -> None:
    for what, sentence, tone in (
        ("withdrawn", "withdrawn from the programme", "warn"),
        ("returned", "back on the programme", "soon"),
        ("added", "added to the programme: 17:15, Room B", "soon"),
    ):
        (item,) = said(change(what=what))  # type: ignore[arg-type]
        assert (item.sentence, item.tone) == (sentence, tone)
    booking = Booking(
        id="booking/api/1",
        space="4",
        organisation="Fjord TV",
        start=venue("2025-06-25T15:00"),
        end=venue("2025-06-25T16:00"),
    )
    booth = Space(id="space/api/4", name="Booth 4")
    (item,) = said(change(what="added", record=booking.id, title="Fjord TV"), records=(booking, booth))
    assert (item.title, item.sentence) == ("Booth 4: Fjord TV", "booked: 15:00 to 16:00")
    deadline = Deadline(id="deadline/api/1", title="Vans", at=venue("2025-06-26T18:00"))
    (item,) = said(change(what="added", record=deadline.id, title="Vans"), records=(deadline,))
    assert item.sentence == "new: Thu 26 June 18:00"


def test_what_was_cancelled_and_then_vanishes_is_one_change() -> None:
    off = msgspec.structs.replace(EVENT, status="cancelled", withdrawn=NOW - timedelta(minutes=5))
    cancelled = change("status", "scheduled", "cancelled", ago=10)
    gone = change(what="withdrawn", ago=5, poll=8)
    (item,) = said(cancelled, gone, records=(off,))
    assert (item.sentence, item.tone) == ("cancelled", "warn")
    assert said(gone, records=(off,)) == ()
    postponed = msgspec.structs.replace(off, status="postponed")
    assert [item.sentence for item in said(gone, records=(postponed,))] == ["withdrawn from the programme"]
    pool = Pool(id="pool/api/1", name="Pool 1", cancelled=True, withdrawn=NOW)
    assert said(change(what="withdrawn", record=pool.id), records=(pool,)) == ()


def test_a_booth_out_of_service_names_who_rests_on_it() -> None:
    booth = Space(id="space/api/4", name="Booth 4", in_service=False)
    due = Booking(
        id="booking/api/1",
        space="4",
        organisation="Fjord TV",
        start=venue("2025-06-25T15:00"),
        end=venue("2025-06-25T16:00"),
    )
    past = Booking(
        id="booking/api/0",
        space="4",
        organisation="Past Radio",
        start=venue("2025-06-25T09:00"),
        end=venue("2025-06-25T10:00"),
    )
    briefing = PressEvent(id="event/api/9", title="Briefing", room="Booth 4", start=venue("2025-06-25T18:00"))
    (item,) = said(change("in_service", True, False, record=booth.id), records=(booth, due, past, briefing))
    assert item.affects == ("Briefing", "Fjord TV")


def test_a_closed_entrance_names_what_lies_behind_it() -> None:
    gate = Facility(id="facility/api/acc", name="Accreditation Office", short="Accred")
    centre = Facility(id="facility/api/imc", name="Media Centre", depends_on=(Dependency(on="acc"),))
    (item,) = said(change("live", None, {"state": "closed"}, record=gate.id), records=(gate, centre))
    assert (item.affects, item.tone) == (("Media Centre",), "warn")


def test_flicker_folds_away_and_repeated_moves_fold_to_first_and_last() -> None:
    for field, one, other in (("room", "A", "B"), ("note", "", "Bring a badge"), ("end", z("2025-06-25T18:00"), None)):
        assert said(change(field, one, other, ago=30, poll=5), change(field, other, one, ago=10)) == (), field
    (item,) = said(
        change("start", z("2025-06-25T16:30"), z("2025-06-25T16:45"), ago=30, poll=5),
        change("start", z("2025-06-25T16:45"), z("2025-06-25T17:15"), ago=10, poll=7),
    )
    assert (item.sentence, item.seen) == ("moved 16:30 to 17:15", NOW - timedelta(minutes=10))
    assert said(change(what="withdrawn", ago=30, poll=5), change(what="returned", ago=10)) == ()
    assert said(change(what="added", ago=30, poll=5), change(what="withdrawn", ago=10)) == ()


def test_what_folded_away_does_not_come_back_as_the_window_moves_on() -> None:
    there, back = change("room", "A", "B", ago=30, poll=5), change("room", "B", "A", ago=10)
    for minutes in range(0, 180, 5):
        assert said(there, back, now=NOW + timedelta(minutes=minutes)) == ()


def test_two_fields_changed_in_two_polls_are_two_lines_newest_first() -> None:
    items = said(change("title", "A", "Doorstep", ago=30, poll=5), change("room", "Room A", "Room B", ago=10))
    assert [item.sentence for item in items] == ["moved Room A to Room B", 'renamed, was "A"']


def test_only_the_window_up_to_the_boards_instant_counts() -> None:
    moved = change("room", "Room A", "Room B", ago=10)
    assert said(moved, now=NOW - timedelta(minutes=11)) == ()
    assert len(said(moved, now=NOW + timedelta(minutes=109))) == 1
    assert said(moved, now=NOW + timedelta(minutes=110)) == ()
    short = site(thresholds=Thresholds(recent=5))
    assert change_items(Index(feed(EVENT, at=short, changes=(moved,))), NOW) == ()


@pytest.mark.parametrize("before", ["2025-10-26T01:30", "2025-03-30T00:45"])
def test_the_window_is_two_real_hours_in_the_nights_the_clock_changes(before: str) -> None:
    seen = venue(before)
    moved = Change(id=EVENT.id, title="x", what="changed", seen=seen, generation=1, field="room", old="A", new="B")
    at = site()
    index = Index(feed(EVENT, at=at, changes=(moved,)))
    assert change_items(index, (seen + timedelta(minutes=119)).astimezone(at.tz))
    assert not change_items(index, (seen + timedelta(minutes=121)).astimezone(at.tz))


def test_back_in_time_later_changes_are_not_known_yet() -> None:
    there, back = change("room", "A", "B", ago=30, poll=5), change("room", "B", "A", ago=10)
    (item,) = said(there, back, now=NOW - timedelta(minutes=20))
    assert item.sentence == "moved A to B"


def test_a_new_record_is_said_as_it_is_now() -> None:
    (item,) = said(change(what="added", ago=30, poll=5), change("room", "Room A", "Room B", ago=10))
    assert item.sentence == "added to the programme: 17:15, Room B"


def test_noise_is_left_out() -> None:
    assert said(change("updated", z("2025-06-25T12:00"), z("2025-06-25T13:00"))) == ()
    assert said(change(what="added", record="news/press/1")) == ()


def test_pretalx_2256_the_same_event_under_a_new_id_is_one_change() -> None:
    old = PressEvent(
        id="event/api/slot1",
        title="Doorstep",
        type="doorstep",
        room="Room A",
        start=venue("2025-06-24T16:30"),
        withdrawn=NOW,
    )
    (item,) = said(change(what="withdrawn", record=old.id), change(what="added"), records=(EVENT, old))
    assert item.id == EVENT.id
    assert item.sentence == "moved Tue 24 June 16:30 to Wed 25 June 17:15, Room A to Room B"
    same = PressEvent(
        **{f: getattr(EVENT, f) for f in EVENT.__struct_fields__} | {"id": "event/api/s2", "withdrawn": NOW}
    )
    assert said(change(what="withdrawn", record=same.id), change(what="added"), records=(EVENT, same)) == ()


def test_another_event_that_comes_as_one_goes_stays_two_changes() -> None:
    other = PressEvent(id="event/api/x", title="Briefing", type="doorstep", withdrawn=NOW)
    items = said(change(what="withdrawn", record=other.id), change(what="added"), records=(EVENT, other))
    assert len(items) == 2
    apart = said(
        change(what="withdrawn", record=other.id, poll=6),
        change(what="added", poll=7),
        records=(EVENT, PressEvent(id=other.id, title="Doorstep", type="doorstep", withdrawn=NOW)),
    )
    assert len(apart) == 2


def renaming(*, left_behind: bool) -> tuple[ChangeItem, ...]:
    events = tuple(PressEvent(id=f"event/api/{n}", title=f"Event {n}", room="Auditorium") for n in range(3))
    stays = (PressEvent(id="event/api/9", title="Stays", room="Room A"),) if left_behind else ()
    moves = tuple(change("room", "Room A", "Auditorium", record=event.id) for event in events)
    return said(*moves, records=(*events, *stays))


def test_a_renamed_room_is_one_change_and_not_one_for_each_event_in_it() -> None:
    (item,) = renaming(left_behind=False)
    assert (item.title, item.sentence) == ("Auditorium", 'renamed, was "Room A"')
    assert len(renaming(left_behind=True)) == 3


def test_conference_bot_15_two_rooms_that_change_places_are_moves_and_no_renaming() -> None:
    events = tuple(
        PressEvent(id=f"event/api/{n}", title=f"Event {n}", room="Room B" if n < 2 else "Room A") for n in range(4)
    )
    moves = tuple(
        change("room", "Room A" if event.room == "Room B" else "Room B", event.room, record=event.id, title=event.title)
        for event in events
    )
    found = {item.title: item.sentence for item in said(*moves, records=events)}
    assert found == {
        "Event 0": "moved Room A to Room B", "Event 1": "moved Room A to Room B",
        "Event 2": "moved Room B to Room A", "Event 3": "moved Room B to Room A",
    }  # fmt: skip


def test_superdesk_2832_what_is_confirmed_or_on_again_with_its_new_time_is_said_in_one_line() -> None:
    times = change("start", z("2025-06-25T16:30"), z("2025-06-25T17:15"))
    said_of = {
        ("tentative", "scheduled"): "confirmed",
        ("postponed", "scheduled"): "back on, was postponed",
        ("scheduled", "cancelled"): "cancelled",
        ("scheduled", "postponed"): "postponed",
    }
    for (old, new), words in said_of.items():
        (item,) = said(times, change("status", old, new))
        assert item.sentence == f"{words}; moved 16:30 to 17:15"


def test_a_renamed_space_is_not_said_twice() -> None:
    events = tuple(PressEvent(id=f"event/api/{n}", title=f"Event {n}", room="Auditorium") for n in range(3))
    moves = tuple(change("room", "Room A", "Auditorium", record=event.id) for event in events)
    name = change("name", "Room A", "Auditorium", record="space/api/a", title="Auditorium")
    (item,) = said(*moves, name, records=(*events, Space(id="space/api/a", name="Auditorium")))
    assert (item.id, item.sentence) == ("space/api/a", 'renamed, was "Room A"')


def test_what_comes_by_the_dozen_is_one_line() -> None:
    def added(count: int) -> tuple[ChangeItem, ...]:
        return said(*(change(what="added", record=f"event/api/n{n}") for n in range(count)))

    assert len(added(BULK)) == BULK
    (item,) = added(BULK + 1)
    assert (item.title, item.sentence) == ("api", "9 press events added")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=12)
    | st.datetimes().map(str),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["day", "opens", "person", "state"]), inner)
    ),
    max_leaves=8,
)
FIELDS = sorted({(kind, field) for kind, cls in RECORD_TYPES.items() for field in cls.__struct_fields__})


@given(st.lists(st.tuples(st.sampled_from(FIELDS), JSON, JSON), max_size=6))
def test_no_kept_value_is_an_error(found: list[tuple[tuple[str, str], Any, Any]]) -> None:
    for (kind, field), old, new in found:
        item = phrases(kind, {field: (old, new)}, Place(site().tz, NOW.date()))
        assert all(isinstance(text, str) for text in item)
    said(*(change(field, old, new, record=f"{kind}/api/1") for (kind, field), old, new in found))


def test_every_field_of_the_table_of_words_exists() -> None:
    for kind, rules in RULES.items():
        assert {field for fields, _ in rules for field in fields} <= set(RECORD_TYPES[kind].__struct_fields__)


def test_what_was_edited_by_hand_in_the_store_is_no_error() -> None:
    """A change that names no field says nothing; one of coming or going says so whatever field it names."""
    assert said(change("", 1, 2, what="changed")) == ()
    assert [item.sentence for item in said(change("room", what="withdrawn", poll=8), change("", what="changed"))] == [
        "withdrawn from the programme"
    ]
    kept = msgspec.json.encode(change("room")).replace(b"Z", b"")
    with pytest.raises(msgspec.ValidationError, match="timezone"):  # the store's own instants have their offset
        msgspec.json.decode(kept, type=Change)
