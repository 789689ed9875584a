"""Pools: muster, heads, seats, cards, people in two pools, the way in, the event behind it, pooled material."""

from datetime import date, datetime
from typing import Any

import msgspec
import pytest

from opsdash.board.board import board_at
from opsdash.board.index import index_of
from opsdash.board.items import FacilityItem, PoolItem, Run
from opsdash.board.pools import pool_items
from opsdash.board.programme import event_items
from opsdash.model import Contact, Facility, Pool, PressEvent, Record
from opsdash.parts import Assignment, Dependency, OpeningPeriod, Seats
from opsdash.snapshot import Change, Desk, Snapshot
from tests.support import feed, venue


def at(clock: str) -> datetime:
    return venue(clock if "T" in clock else f"2025-06-25T{clock}")


def remarks(start: str = "09:15", end: str = "09:45", **fields: Any) -> PressEvent:
    fields = {"title": "Joint remarks", **fields}
    return PressEvent(id="event/api/remarks", start=at(start), end=at(end), **fields)


def pool(key: str = "p1", meets: str = "08:45", *people: Assignment, **fields: Any) -> Pool:
    """S10: the pool of visual media meets in front of the Press Shop at 08:45 for a 9:15 event."""
    fields = {"event": "remarks", "name": key, "muster_place": "In front of the Press Shop", **fields}
    times = ("departs", "returns", "material_due", "material_shared")
    fields = {name: at(value) if name in times else value for name, value in fields.items()}
    return Pool(id=f"pool/api/{key}", muster_at=at(meets) if meets else None, assignments=people, **fields)


def person(name: str, outlet: str = "Nordlys Wire", status: str = "confirmed", **fields: Any) -> Assignment:
    fields = {"medium": "photo", **fields}
    return Assignment(person=name, organisation=outlet, status=status, **fields)  # type: ignore[arg-type]


def board(
    now: str, *records: Record, facilities: tuple[FacilityItem, ...] = (), changes: tuple[Change, ...] = ()
) -> dict[str, PoolItem]:
    index = index_of(feed(*records, changes=changes))
    programme = event_items(index, Desk(), facilities, at(now))
    items = pool_items(index, Desk(), facilities, programme, at(now))
    return {item.id.split("/", 2)[2]: item for item in items}


def seen(now: str, *records: Record) -> PoolItem:
    return board(now, *records)["p1"]


# muster and heads


def test_s10_a_pool_has_its_own_time_and_place_before_the_event() -> None:  # S10
    item = seen("08:00", pool(), remarks())
    assert (item.muster_at, item.muster_place, item.event_start) == (
        at("08:45"), "In front of the Press Shop", at("09:15"),
    )  # fmt: skip
    assert (item.event_title, item.flags) == ("Joint remarks", ())


@pytest.mark.parametrize(
    ("now", "state", "brief"),
    [
        ("08:14", "later", "0 of 2, meets 08:45"),
        ("08:15", "musters soon", "0 of 2, meets 08:45"),
        ("08:30", "mustering", "1 of 2, meets 08:45"),
        ("08:45", "incomplete", "1 of 2, met 08:45"),
        ("08:50", "complete", "2 of 2, met 08:45"),
        ("09:00", "under way", "under way, 2 of 2, back 10:00"),
        ("10:00", "done", "done"),
    ],
)
def test_from_muster_to_return(now: str, state: str, brief: str) -> None:
    people = (person("photographer 1", arrived=at("08:30")), person("photographer 2", arrived=at("08:50")))
    item = seen(now, pool("p1", "08:45", *people, departs="09:00", returns="10:00"), remarks())
    assert (item.state, item.brief) == (state, brief)


def test_who_is_there_and_who_is_not() -> None:
    people = (
        person("photographer 1", status="present"),
        person("photographer 2", status="late"),
        person("camera 1", "Fjord TV", "absent", medium="tv"),
        person("camera 2", "Fjord TV", "declined", medium="tv"),
        person("photographer 4", "Tidende", reserve=2),
        person("photographer 3", "Tidende", reserve=1),
        person("photographer 5", "Tidende", reserve=3, status="declined"),
    )
    item = seen("08:46", pool("p1", "08:45", *people), remarks())
    assert (item.present, item.expected, item.state) == (1, 3, "incomplete")
    assert item.missing == ("photographer 2 (Nordlys Wire)", "camera 1 (Fjord TV)")
    assert (item.late, item.absent, item.declined) == (
        ("photographer 2 (Nordlys Wire)",), ("camera 1 (Fjord TV)",), ("camera 2 (Fjord TV)",),
    )  # fmt: skip
    assert item.reserves == ("photographer 3 (Tidende)", "photographer 4 (Tidende)")
    assert item.flags == ("camera 1 (Fjord TV) does not come; first on the reserve list: photographer 3 (Tidende).",)


@pytest.mark.parametrize(
    ("now", "missing", "awaited"),
    [("08:14", 0, 2), ("08:15", 2, 0), ("08:44", 1, 0), ("08:46", 1, 0), ("10:30", 1, 0)],
)
def test_nobody_is_missing_before_the_pool_is_about_to_meet(now: str, missing: int, awaited: int) -> None:
    people = (person("photographer 1", arrived=at("08:30")), person("photographer 2"))
    item = seen(now, pool("p1", "08:45", *people, returns="10:00"), remarks())
    assert (len(item.missing), len(item.awaited)) == (missing, awaited)


@pytest.mark.parametrize("now", ["08:14", "08:30", "08:46", "09:30"])
def test_nobody_is_missing_where_no_arrival_is_ever_reported(now: str) -> None:
    item = seen(now, pool("p1", "08:45", person("photographer 1"), departs="09:00"), remarks())
    assert (item.missing, item.awaited) == ((), ("photographer 1 (Nordlys Wire)",))


def test_a_source_that_does_not_count_heads_makes_no_pool_incomplete() -> None:
    item = seen("08:50", pool("p1", "08:45", person("photographer 1")), remarks())
    assert (item.state, item.tone) == ("mustering", "soon")
    counted = pool("p2", "08:00", person("photographer 9", status="present"))
    assert seen("08:50", pool("p1", "08:45", person("photographer 1")), remarks(), counted).state == "incomplete"


def test_nato_2008_cards_are_asked_for_where_the_source_says_who_has_one() -> (
    None
):  # pool cards at the information desk
    people = (person("photographer 1", card_issued=True), person("photographer 2"))
    assert seen("08:00", pool("p1", "08:45", *people), remarks()).no_card == ("photographer 2 (Nordlys Wire)",)
    assert seen("08:00", pool("p1", "08:45", *people[1:]), remarks()).no_card == ()


def test_nato_2016_cards_are_for_each_event() -> None:
    """Who has the card of one pool does not have that of another."""
    card = person("photographer 1", card_issued=True)
    other = pool("p2", "11:45", person("photographer 1"), event="remarks")
    assert seen("08:00", pool("p1", "08:45", card), remarks(), other).no_card == ()
    found = board("08:00", pool("p1", "08:45", card), remarks(), other)
    assert found["p2"].no_card == ("photographer 1 (Nordlys Wire)",)


def test_toyako_2008_strictly_by_the_designated_time() -> None:
    people = (person("photographer 1", arrived=at("08:40")), person("photographer 2", arrived=at("08:46")))
    states = [seen(f"08:4{minute}", pool("p1", "08:45", *people), remarks()).state for minute in (4, 5, 6)]
    assert states == ["mustering", "incomplete", "complete"]


def test_eu_2020_access_ends_before_the_event_begins() -> None:
    """ "Family photo (access before 19.00)" for 19.20: the pool's own time counts, not the event's."""
    photo = pool("p1", "09:00", person("photographer 1", arrived=at("09:01")))
    item = seen("09:00", photo, remarks())
    assert (item.state, item.missing) == ("incomplete", ("photographer 1 (Nordlys Wire)",))
    assert item.flags == ()


def test_belgium_2018_a_programme_that_is_downsized_has_more_people_than_seats() -> None:
    people = (person("photographer 1"), person("photographer 2"))
    smaller = pool("p1", "08:45", *people, seats=(Seats(medium="photo", count=1),))
    assert seen("08:00", smaller, remarks()).flags == ("More assigned than seats for photo: 2 for 1.",)


def test_seats_by_medium_filled_and_open() -> None:
    people = (
        person("photographer 1", status="present"), person("photographer 2", status="declined"),
        person("camera 1", medium="tv"), person("camera 2", medium="tv"), person("photographer 3", reserve=1),
    )  # fmt: skip
    seats = (Seats(medium="tv", count=1), Seats(medium="photo", count=2))
    item = seen("08:00", pool("p1", "08:45", *people, seats=seats), remarks())
    assert [(s.medium, s.seats, s.filled, s.present) for s in item.seats] == [("tv", 1, 2, 0), ("photo", 2, 1, 1)]
    assert item.flags[0] == "More assigned than seats for tv: 2 for 1."
    unsaid = tuple(msgspec.structs.replace(one, medium="other", status="confirmed", reserve=0) for one in people)
    assert seen("08:00", pool("p1", "08:45", *unsaid, seats=seats), remarks()).flags == (
        "More assigned than seats: 5 for 3.",
    )


def test_sorted_by_muster_time_those_without_one_last() -> None:
    pools = (pool("Pool 10", "09:00"), pool("Pool 2", "09:00"), pool("none", ""), pool("first", "08:00"))
    items = board("07:00", *pools, remarks("10:00", "11:00"))
    assert list(items) == ["first", "Pool 2", "Pool 10", "none"]
    assert (items["none"].state, items["none"].brief) == ("no time yet", "no time yet")


# one person in two pools


def two(first: Pool, second: Pool, now: str = "08:00") -> tuple[tuple[str, ...], tuple[str, ...]]:
    items = board(now, first, second, remarks("09:15", "10:00"))
    return items["p1"].flags, items["p2"].flags


def test_belgium_2018_a_person_in_two_pools_that_overlap_is_named_in_both() -> None:  # "only one pool per person"
    one, same = person("photographer 1"), person("Photographer 1", "nordlys wire")
    first, second = two(pool("p1", "08:45", one, returns="10:00"), pool("p2", "09:59", same, event=""))
    assert first == ("photographer 1 (Nordlys Wire) is also in p2, which meets 09:59.",)
    assert "Photographer 1 (nordlys wire) is also in p1, which meets 08:45." in second


def test_the_way_back_counts() -> None:
    """The event ends at 10:00 and is 20 minutes away: nobody is at a muster at 10:19."""
    one = person("photographer 1")
    first, _ = two(pool("p1", "08:45", one, travel=20), pool("p2", "10:19", one, event=""))
    assert first == ("photographer 1 (Nordlys Wire) is also in p2, which meets 10:19.",)
    assert two(pool("p1", "08:45", one, travel=20), pool("p2", "10:20", one, event=""))[0] == ()


@pytest.mark.parametrize(
    "other",
    [
        person("photographer 1", "Tidende"),
        person("photographer 1", status="declined"),
        person("photographer 1", status="absent"),
        person("photographer 1", reserve=1),
        person("photographer 1", ""),
    ],
)
def test_not_in_two_pools(other: Assignment) -> None:
    first, _ = two(pool("p1", "08:45", person("photographer 1", other.organisation and "Nordlys Wire")),
                   pool("p2", "09:00", other, event=""))  # fmt: skip
    assert not any("also in" in flag for flag in first)


def test_a_cancelled_pool_keeps_nobody() -> None:
    one = person("photographer 1")
    assert two(pool("p1", "08:45", one), pool("p2", "09:00", one, cancelled=True))[0] == ()


# the event behind it


@pytest.mark.parametrize(
    ("event", "state", "flag"),
    [
        (remarks(status="cancelled"), "cancelled", 'Its event "Joint remarks" is cancelled.'),
        (remarks(status="postponed"), "no time yet", 'Its event "Joint remarks" is postponed.'),
        (remarks(withdrawn=at("08:00")), "cancelled", 'Its event "Joint remarks" was withdrawn from the programme.'),
    ],
)
def test_what_becomes_of_the_event_becomes_of_the_pool(event: PressEvent, state: str, flag: str) -> None:
    item = seen("08:30", pool("p1", "08:45", person("photographer 1")), event)
    assert (item.state, item.flags) == (state, (flag,))


def test_a_moved_event_is_said_at_once() -> None:  # section 4, points 5 and 6
    moved = Change(
        id="event/api/remarks", title="Joint remarks", what="changed", seen=at("08:00"), generation=2,
        field="start", old="2025-06-25T07:15:00Z", new="2025-06-25T07:45:00Z",
    )  # fmt: skip
    event = remarks("09:45", "10:15")
    assert board("08:10", pool(), event, changes=(moved,))["p1"].flags == (
        "Its event moved 09:15 to 09:45: check the muster time.",
    )


def test_a_delayed_event_is_said_at_once() -> None:
    item = seen("08:30", pool(), remarks(expected=at("09:35")))
    assert item.flags == ("Its event is delayed: expected 09:35, 20 min late.",)
    assert item.event_start == at("09:35")


def test_a_pool_without_an_event_says_so() -> None:
    assert seen("08:00", pool(event="gala")).flags == ('Its event "gala" is not on the programme.',)
    unread = seen("08:00", pool(event="event/mc/Family-photo", muster_place="facility/mc/gate-b"))
    assert unread.flags == ('Its event "Family-photo" is not on the programme.',), "ids are for machines"
    assert (unread.event_title, unread.muster_place) == ("Family-photo", "gate-b")
    assert seen("08:00", pool(event="gala")).event_title == "gala"
    assert seen("08:00", pool(event="")).flags == ("No event is named for it.",)


def test_a_muster_after_the_start_is_flagged() -> None:
    assert seen("08:00", pool("p1", "09:30"), remarks()).flags == ("Meets 09:30, after its event starts at 09:15.",)
    assert seen("08:00", pool("p1", "09:00", travel=20), remarks()).flags == (
        "Meets 09:00 and is 20 min away: late for the start at 09:15.",
    )


def test_without_a_departure_it_is_under_way_when_the_event_is_and_done_with_it() -> None:
    assert [seen(now, pool(), remarks()).state for now in ("09:14", "09:15", "09:45")] == [
        "mustering", "under way", "done",
    ]  # fmt: skip
    assert seen("09:05", pool(), remarks(began=at("09:05"))).state == "under way"


REPORTED = PressEvent(id="event/api/before", title="Before", start=at("06:00"), end=at("06:30"), began=at("06:00"))


@pytest.mark.parametrize("others", [
    (remarks(status="delayed"),), (remarks(status="tentative"),), (remarks(), REPORTED),
])  # fmt: skip
@pytest.mark.parametrize("now", ["09:16", "09:25"])
def test_a_pool_does_not_set_out_by_the_clock_for_an_event_that_has_not_begun(
    now: str, others: tuple[PressEvent, ...]
) -> None:
    people = person("photographer 1"), person("photographer 2", status="present")
    item = seen(now, pool("p1", "08:45", *people), *others)
    assert (item.state, item.brief) == ("incomplete", "1 of 2, met 08:45")
    begun = msgspec.structs.replace(others[0], status="live", began=at("09:15"))
    assert seen(now, pool("p1", "08:45", *people), begun, *others[1:]).state == "under way"
    shot = Snapshot(feed=feed(pool("p1", "08:45", *people), *others))
    assert "pool-incomplete:pool/api/p1" in {one.id for one in board_at(shot, Desk(), at(now)).alerts}


def test_nobody_has_set_out_who_has_not_met() -> None:
    """A muster after the start is an error; an event that begins early is none."""
    people = person("photographer 1"), person("photographer 2", status="present")
    states = [seen(now, pool("p1", "09:30", *people), remarks()).state for now in ("09:20", "09:31")]
    assert states == ["mustering", "incomplete"]
    early = [seen(now, pool("p1", "09:10", *people), remarks(began=at("09:05"))).state for now in ("09:06", "09:11")]
    assert early == ["mustering", "under way"]


# the way in


def facilities(opens: str = "08:00", **fields: Any) -> tuple[tuple[Facility, ...], tuple[FacilityItem, ...]]:
    """A centre whose only entrance is the accreditation office."""
    day = date(2025, 6, 25)
    office = OpeningPeriod(day=day, opens=at(opens), closes=at("20:00"), **fields)
    centre = OpeningPeriod(day=day, opens=at("06:00"), closes=at("22:00"))
    records = (
        Facility(id="facility/api/acc", name="Accreditation Office", periods=(office,)),
        Facility(id="facility/api/imc", name="Media Centre", periods=(centre,), depends_on=(Dependency(on="acc"),)),
    )
    items = tuple(
        FacilityItem(id=one.id, name=one.name, runs=tuple(Run(start=p.opens, end=p.closes) for p in one.periods))
        for one in records
    )
    return records, items


def test_s3_a_muster_before_the_only_entrance_opens() -> None:  # S3
    records, items = facilities()
    flags = board("07:00", pool("p1", "07:30"), remarks(), *records, facilities=items)["p1"].flags
    assert flags == ("Meets 07:30, but the Accreditation Office opens only at 08:00.",)
    assert board("07:00", pool("p1", "08:00"), remarks(), *records, facilities=items)["p1"].flags == ()
    assert board("07:30", pool("p1", "07:30"), remarks(), *records, facilities=items)["p1"].flags == ()
    night = board("07:00", pool("p1", "20:30", event=""), *records, facilities=items)["p1"].flags
    assert night[-1] == "Meets 20:30, but the Accreditation Office is closed then (open 08:00 to 20:00)."


def test_s6_tentative_hours_raise_no_alarm() -> None:  # S6
    records, items = facilities(confirmed=False)
    assert board("07:00", pool("p1", "07:30"), remarks(), *records, facilities=items)["p1"].flags == ()


# pooled material


@pytest.mark.parametrize(
    ("now", "material", "tone"),
    [
        ("10:00", "due 11:00", "quiet"),
        ("10:30", "due 11:00", "soon"),
        ("11:00", "late since 11:00", "bad"),
        ("11:20", "shared 11:20", "quiet"),
    ],
)
def test_s11_pooled_material_is_due_late_shared(now: str, material: str, tone: str) -> None:  # S11
    item = seen(now, pool("p1", "08:45", material_due="11:00", material_shared="11:20"), remarks())
    assert (item.material, item.tone) == (material, tone)
    assert any("not shared" in flag for flag in item.flags) == (tone == "bad")


def test_late_material_is_a_sentence_with_the_place() -> None:
    late = pool("p1", "08:45", material_due="11:00", material_where="press shop desk")
    assert seen("11:05", late, remarks()).flags == (
        "Pooled material was due at 11:00 and is not shared (press shop desk).",
    )
    assert seen("08:00", pool("p1", "08:45", material_due="11:00", cancelled=True), remarks()).material == ""


def test_s11_obligations_are_there_to_be_read_out() -> None:  # S11
    assert seen("08:00", pool(obligations="Share at once, free of charge."), remarks()).obligations.startswith("Share")


# whom to call


@pytest.mark.parametrize(("fields", "said"), [
    ({"contact": "liaison"}, "+00 000 00 43, Liaison officer"),
    ({"escort": "Liaison officer"}, "+00 000 00 43, Liaison officer"),
    ({"escort": "somebody else"}, "pools@example.org, Desk for pools"),
    ({"contact": "the office upstairs"}, "the office upstairs"),  # better than a number that is not theirs
])  # fmt: skip
def test_whom_to_call_about_a_pool(fields: dict[str, str], said: str) -> None:
    contacts = (
        Contact(id="contact/api/liaison", name="Liaison officer", phone="+00 000 00 43"),
        Contact(id="contact/api/desk", name="Desk for pools", about="Pools and cards", email="pools@example.org"),
        Contact(id="contact/api/away", name="Desk before", about="pools", phone="1", withdrawn=at("08:00")),
    )
    assert seen("08:40", pool(**fields), *contacts).contact == said


def test_without_a_contact_nobody_is_named() -> None:
    assert seen("08:40", pool(escort="Liaison officer")).contact == ""
