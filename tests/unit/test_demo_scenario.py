"""The demo's scenario: pure, valid, rich at any hour, and alive."""

import itertools
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import jsonschema
import msgspec
import pytest

from opsdash.demo.cast import HEADS, PHOTO, RADIO, TEXT, TV
from opsdash.demo.scenario import Scenario
from opsdash.demo.story import Frame, Step, Story
from opsdash.model import (
    RECORD_TYPES,
    Booking,
    Deadline,
    Facility,
    NewsItem,
    Notice,
    Pool,
    PressEvent,
    Record,
    Space,
)
from opsdash.parts import Assignment
from opsdash.timing import zone_of

DAY = datetime(2026, 6, 25, tzinfo=UTC)
STARTS = [DAY + timedelta(minutes=30 * n, seconds=(n * 397) % 1800) for n in range(48)]
"""One start in each half hour of a day, at changing minutes and seconds."""

SEEDS = (1, 2, 42, 20260625)
MINUTE = timedelta(minutes=1)
CASES = [pytest.param(seed, start, id=f"{seed}-{start:%H%M}") for seed, start in zip(itertools.cycle(SEEDS), STARTS)]
OUTLETS = {*TV, *RADIO, *TEXT, *PHOTO}

R = TypeVar("R", bound=Record)


def of(kind: type[R], records: tuple[Record, ...]) -> dict[str, R]:
    return {record.key: record for record in records if isinstance(record, kind)}


def moments(scenario: Scenario, step: int = 20) -> Iterator[datetime]:
    """Instants from five hours before the start to two days after."""
    start = scenario.frame.start
    return (start + timedelta(minutes=m) for m in itertools.chain(range(-300, 600, step), range(600, 2900, 240)))


def test_it_holds_what_a_media_centre_holds() -> None:
    scenario = Scenario(1, STARTS[28])
    counts = Counter(record.kind for record in scenario.records_at(STARTS[28]))
    assert {kind: counts[kind] for kind in ("facility", "event", "space", "booking", "pool")} == {
        "facility": 6, "event": 25, "space": 40, "booking": 60, "pool": 8,
    }  # fmt: skip
    assert min(counts[kind] for kind in ("deadline", "contact", "notice", "news", "answer")) >= 1


@pytest.mark.parametrize(("seed", "start"), CASES)
def test_at_the_start_there_is_something_to_see_and_no_catastrophe(seed: int, start: datetime) -> None:
    records = Scenario(seed, start).records_at(start)
    events, bookings, pools = of(PressEvent, records), of(Booking, records), of(Pool, records)
    assert any(e.status == "live" and e.began and e.began <= start and not e.finished for e in events.values())
    assert any(e.status == "scheduled" and e.start and start < e.start <= start + 30 * MINUTE for e in events.values())
    assert any(e.status == "delayed" and e.start and e.expected and e.expected > e.start for e in events.values())
    soon = [p for p in pools.values() if p.muster_at and start < p.muster_at <= start + 30 * MINUTE]
    assert soon
    there = Counter(a.status for a in soon[0].assignments if not a.reserve)
    assert there["present"] >= 2
    assert there["confirmed"] >= 2
    assert any(p.muster_at and p.muster_at < start and not p.material_shared for p in pools.values()), "one under way"
    overdue = [b for b in bookings.values() if b.checked_in and not b.checked_out and b.end < start - 5 * MINUTE]
    unseen = [b for b in bookings.values() if not b.checked_in and b.status == "confirmed"
              and b.start < start - 15 * MINUTE and b.end > start]  # fmt: skip
    assert [b.space for b in overdue] == ["tv-booth-2"]
    assert [b.space for b in unseen] == ["tv-booth-5"]
    closing = [f.key for f in of(Facility, records).values() for p in f.periods
               if p.opens and p.closes and p.opens <= start and start < p.closes <= start + 60 * MINUTE]  # fmt: skip
    assert "catering" in closing
    assert sum(not space.in_service for space in of(Space, records).values()) == 1
    taken = {b.space for b in bookings.values() if b.checked_in and not b.checked_out}
    assert 10 <= len(taken) <= 32, "some are free, some are taken"


@pytest.mark.parametrize(("seed", "start"), CASES)
def test_the_doors_are_open_while_the_summit_is_busy(seed: int, start: datetime) -> None:
    facilities = of(Facility, Scenario(seed, start).records_at(start))
    for key in ("media-centre", "accreditation", "information-desk", "shuttle"):
        for hour in range(-4, 7):
            then = start + timedelta(hours=hour)
            assert any(p.opens and p.closes and p.opens <= then < p.closes for p in facilities[key].periods), (
                key,
                hour,
            )


@pytest.mark.parametrize(("seed", "start"), CASES)
def test_published_times_are_round_and_meals_come_again(seed: int, start: datetime) -> None:
    records = Scenario(seed, start).records_at(start)
    times = [e.start for e in of(PressEvent, records).values()]
    times += [b.start for b in of(Booking, records).values() if not b.walk_in]
    assert all(t.minute % 5 == 0 and t.second == 0 for t in times if t)
    meals = of(Facility, records)["catering"].periods
    assert any(p.opens and start + 2 * 60 * MINUTE < p.opens < start + 3 * 60 * MINUTE for p in meals)


def test_hours_are_published_as_advisories_publish_them() -> None:
    facilities = of(Facility, Scenario(1, STARTS[28]).records_at(STARTS[28]))
    periods = [p for f in facilities.values() for p in f.periods]
    assert {p.precision for p in periods} >= {"exact", "part", "day", "unknown"}
    assert any(p.audience == "broadcasters" for p in periods)
    assert any(p.appointment for p in periods)
    assert any(p.closed for p in periods)
    assert any(not p.confirmed for p in periods)
    assert facilities["media-centre"].depends_on[0].on == "accreditation"
    last = max((p for p in facilities["media-centre"].periods if p.closes), key=lambda p: p.day)
    assert last.wording == "Open until 2h00 a.m."
    assert last.closes
    assert last.closes.astimezone(zone_of("Europe/Brussels")).isoformat() == "2026-06-27T02:00:00+02:00"


@pytest.mark.parametrize("seed", SEEDS)
def test_something_happens_every_minute_or_so(seed: int) -> None:
    for start in STARTS[::4]:
        scenario = Scenario(seed, start)
        seen = {m: scenario.moment(start + m * MINUTE) for m in range(0, 250, 2)}
        assert seen[2] - seen[0] >= 5, "the first two minutes"
        assert all(seen[m + 10] - seen[m] >= 8 for m in range(0, 20, 10)), "the first half hour"
        assert all(seen[m + 10] - seen[m] >= 2 for m in range(20, 180, 10)), "never ten dead minutes"
        assert seen[120] - seen[0] >= 120, "one a minute over two hours"
        assert seen[240] - seen[0] >= 180


@pytest.mark.parametrize("seed", SEEDS)
def test_what_happens_is_what_a_summit_brings(seed: int) -> None:
    scenario = Scenario(seed, STARTS[20])
    before, after = (scenario.records_at(STARTS[20] + timedelta(hours=h)) for h in (0, 9))
    old, new = of(PressEvent, before), of(PressEvent, after)
    assert [k for k in old if old[k].room != new[k].room] == ["pc-4"]
    assert [k for k in old if old[k].start and old[k].start != new[k].start] == ["pc-5", "remarks-1"]
    assert {k for k in new if new[k].status == "cancelled"} == {"pc-6", "dinner-arrivals"}
    assert [k for k in new if old[k].start is None and new[k].start] == ["statement-2", "pc-8"], "now with a time"
    assert {new[k].status for k in ("statement-2", "pc-8", "pc-7", "pc-chair")} == {"ended"}
    bookings = of(Booking, after)
    assert {"released", "no-show", "confirmed"} <= {b.status for b in bookings.values()}
    assert sum(b.walk_in for b in bookings.values()) >= 5
    assert any(b.checked_out and b.checked_out > b.end + 8 * MINUTE for b in bookings.values()), "one overran"
    pool = of(Pool, after)["pool-4"]
    assert Counter(a.status for a in pool.assignments) == {"present": 7, "absent": 1}
    assert any(a.arrived and pool.muster_at and a.arrived > pool.muster_at and a.reserve == 0
               for a in pool.assignments), "late, or from the reserve list"  # fmt: skip
    assert of(Pool, after)["pool-7"].cancelled
    assert of(Pool, after)["pool-6"].material_shared > of(Pool, after)["pool-6"].material_due  # type: ignore[operator]
    assert len(of(Notice, after)) > len(of(Notice, before)) + 3
    assert len(of(NewsItem, after)) > len(of(NewsItem, before)) + 3


def test_a_pool_member_is_late_before_arriving() -> None:
    scenario = Scenario(1, STARTS[20])
    pool = of(Pool, scenario.records_at(STARTS[20]))["pool-4"]
    assert pool.muster_at
    then = of(Pool, scenario.records_at(pool.muster_at + 3 * MINUTE))["pool-4"]
    assert [a.status for a in then.assignments if not a.reserve].count("late") == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_every_record_is_valid_at_every_time(seed: int) -> None:
    scenario = Scenario(seed, STARTS[3 * seed % 48])
    checks = {
        kind: jsonschema.Draft202012Validator(msgspec.json.schema(record)) for kind, record in RECORD_TYPES.items()
    }
    seen: set[Record] = set()
    for now in moments(scenario, 60):
        seen.update(scenario.records_at(now))
    assert len(seen) > 300
    for record in seen:
        text = msgspec.json.encode(record)
        assert msgspec.json.decode(text, type=type(record)) == record
        checks[record.kind].validate(msgspec.json.decode(text))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_instant_is_utc_and_whole_seconds(seed: int) -> None:
    scenario = Scenario(seed, STARTS[5])
    for record in scenario.records_at(STARTS[5] + timedelta(hours=3)):
        for name in record.__struct_fields__:
            value = getattr(record, name)
            if isinstance(value, datetime):
                assert value.utcoffset() == timedelta(0), (record.id, name)
                assert value.microsecond == 0, (record.id, name)


@pytest.mark.parametrize("seed", SEEDS)
def test_ids_are_unique_and_references_resolve(seed: int) -> None:
    scenario = Scenario(seed, STARTS[7])
    for now in moments(scenario):
        records = scenario.records_at(now)
        ids = [record.id for record in records]
        assert len(ids) == len(set(ids))
        keys = {(record.kind, record.key) for record in records}
        places = (
            "Main Entrance",
            "Forum Plaza",
            "Plenary Hall",
            "Plenary Foyer",
            "Family Photo Platform",
            "Bilateral Room ",
        )
        for record in records:
            match record:
                case Booking():
                    assert ("space", record.space) in keys
                case Pool():
                    assert ("event", record.event) in keys
                case PressEvent():
                    assert ("space", record.room) in keys or record.room.startswith(places)
                    assert not record.after or ("event", record.after) in keys
                case Facility():
                    assert all(("facility", d.on) in keys for d in record.depends_on)
                    assert not record.contact or ("contact", record.contact) in keys
                case Deadline():
                    assert ("contact", record.contact) in keys


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_in_two_places_at_once(seed: int) -> None:
    scenario = Scenario(seed, STARTS[11])
    for now in moments(scenario, 5):
        records = scenario.records_at(now)
        inside = Counter(b.space for b in of(Booking, records).values() if b.checked_in and not b.checked_out)
        assert max(inside.values()) == 1, inside
        rooms = Counter(e.room for e in of(PressEvent, records).values() if e.status == "live")
        assert not rooms or max(rooms.values()) == 1, rooms
        for booking in of(Booking, records).values():
            assert booking.start < booking.end
            assert not booking.checked_out or (booking.checked_in and booking.checked_in < booking.checked_out)


def test_one_person_is_in_two_pools_until_one_of_them_gives_way() -> None:
    scenario = Scenario(1, STARTS[20])

    def doubles(hours: float) -> list[tuple[str, str]]:
        pools = of(Pool, scenario.records_at(STARTS[20] + timedelta(hours=hours))).values()
        people: Counter[tuple[str, str]] = Counter((a.person, a.organisation) for p in pools for a in p.assignments)
        return [person for person, count in people.items() if count > 1]

    assert len(doubles(0)) == 1
    assert doubles(1) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_pools_fill_their_seats(seed: int) -> None:
    for pool in of(Pool, Scenario(seed, STARTS[0]).records_at(STARTS[0])).values():
        offered = {seats.medium: seats.count for seats in pool.seats}
        assert Counter(a.medium for a in pool.assignments if not a.reserve) == offered
        assert pool.muster_at
        assert pool.departs
        assert pool.muster_at < pool.departs


ROLE = re.compile(
    r"((Foreign|Defence|Finance) Minister|Minister for Europe|Prime Minister|President|Federal Chancellor|"
    r"Secretary General|Spokesperson) of (the )?(Summit|" + "|".join(HEADS) + ")"
)
REAL = re.compile(
    r"\b(BBC|CNN|Reuters|AFP|DPA|Bloomberg|Al Jazeera|Associated Press|NRK|VRT|RTBF|ZDF|ARD|RTL|NOS|Sky)\b"
)


def test_people_are_roles_and_outlets_are_invented() -> None:
    for seed in SEEDS:
        scenario = Scenario(seed, STARTS[9])
        for now in moments(scenario, 120):
            records = scenario.records_at(now)
            assert not REAL.search(msgspec.json.encode(records).decode())
            for record in records:
                match record:
                    case PressEvent():
                        assert all(ROLE.fullmatch(speaker) for speaker in record.speakers), record.speakers
                    case Booking():
                        assert record.organisation in OUTLETS
                    case Pool():
                        assert all(a.organisation in OUTLETS and re.fullmatch(r"[A-Za-z ]+ \d+", a.person)
                                   for a in record.assignments)  # fmt: skip


PRINT = """
import hashlib, sys, msgspec
from datetime import datetime
from opsdash.demo.scenario import Scenario
scenario = Scenario(7, datetime.fromisoformat(sys.argv[1]))
for text in sys.argv[2:]:
    print(hashlib.sha256(msgspec.json.encode(scenario.records_at(datetime.fromisoformat(text)))).hexdigest())
"""


def test_the_same_seed_and_instant_give_the_same_bytes_in_every_process() -> None:
    instants = [(STARTS[13] + timedelta(hours=h)).isoformat() for h in (-2, 0, 1, 5)]
    said = {
        subprocess.run(
            [sys.executable, "-c", PRINT, STARTS[13].isoformat(), *instants],
            env={"PYTHONHASHSEED": str(hashes), "TZ": zone},
            capture_output=True, text=True, check=True,
        ).stdout
        for hashes, zone in ((0, "UTC"), (1, "Asia/Tokyo"), (4711, "America/New_York"))
    }  # fmt: skip
    assert len(said) == 1
    assert len(set(said.pop().split())) == len(instants), "and they differ from one another"


def test_another_seed_gives_another_day() -> None:
    days = {msgspec.json.encode(Scenario(seed, STARTS[13]).records_at(STARTS[13])) for seed in SEEDS}
    assert len(days) == len(SEEDS)


def test_the_past_can_be_asked_again() -> None:
    scenario = Scenario(3, STARTS[13])
    first = [scenario.records_at(now) for now in moments(scenario)]
    again = [scenario.records_at(now) for now in reversed(list(moments(scenario)))]
    assert first == again[::-1]


def test_nothing_alters_within_a_moment_and_something_does_between_two() -> None:
    scenario = Scenario(3, STARTS[13])
    for earlier, later in itertools.pairwise(scenario.instants[100:200]):
        if earlier == later:
            continue
        assert scenario.records_at(earlier) == scenario.records_at(later - timedelta(microseconds=1))
        assert scenario.records_at(earlier) != scenario.records_at(later)
        assert scenario.moment(earlier) != scenario.moment(later)


@pytest.mark.parametrize("text", ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-03-29T00:50:00Z"])
def test_it_can_be_started_while_the_clocks_change(text: str) -> None:
    start = datetime.fromisoformat(text)
    test_at_the_start_there_is_something_to_see_and_no_catastrophe(1, start)
    test_the_doors_are_open_while_the_summit_is_busy(1, start)


def test_a_story_alters_at_its_instants_and_says_when() -> None:
    frame = Frame.of(1, STARTS[0], "Europe/Brussels")
    notice = Notice(id="notice/demo/n", text="one")
    story = Story(notice, [Step(frame.at(10), {"text": "two"})], appears=frame.at(5), vanishes=frame.at(20))
    states = [story.state(frame.at(minute)) for minute in (4, 5, 10, 20)]
    assert [state and (state.text, state.updated) for state in states] == [  # type: ignore[attr-defined]
        None, ("one", frame.at(5)), ("two", frame.at(10)), None,
    ]  # fmt: skip


@pytest.mark.parametrize("minute", [4, 21])
def test_a_story_cannot_alter_while_it_is_not_told(minute: int) -> None:
    frame = Frame.of(1, STARTS[0], "Europe/Brussels")
    notice = Notice(id="notice/demo/n", text="one")
    with pytest.raises(ValueError, match="before it appears or after"):
        Story(notice, [Step(frame.at(minute), {"text": "two"})], appears=frame.at(5), vanishes=frame.at(20))


def test_a_booking_is_taken_off_the_list_without_a_word() -> None:
    scenario = Scenario(1, STARTS[20])
    before, after = (of(Booking, scenario.records_at(STARTS[20] + m * MINUTE)) for m in (33, 34))
    gone = set(before) - set(after)
    assert [before[key].space for key in gone] == ["live-area-2"]


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="IANA"):
        Scenario(1, STARTS[0], "Europe/Nowhere")


def test_assignments_are_told_one_by_one() -> None:
    """No step of a pool alters two members, so that the board's change says who."""
    scenario = Scenario(1, STARTS[20])
    was: dict[str, tuple[Assignment, ...]] = {}
    for now in sorted(set(scenario.instants)):
        for key, pool in of(Pool, scenario.records_at(now)).items():
            altered = [a for a, b in zip(pool.assignments, was.get(key, pool.assignments), strict=True) if a != b]
            assert len(altered) <= 2
            was[key] = pool.assignments
