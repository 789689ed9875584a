"""What nobody reported is so only as far as somebody would have said so: nothing is concluded from a dead source."""

from datetime import timedelta
from typing import Any

from opsdash.board.board import board_at
from opsdash.board.items import Board, EventItem, PoolItem, SpaceItem
from opsdash.model import Booking, Pool, PressEvent, Record, Space
from opsdash.parts import Assignment, Attendance
from opsdash.snapshot import Desk, Health, Snapshot, SourceHealth
from opsdash.sourcespec import OpsdashSpec
from tests.support import feed, site
from tests.unit.test_alerts import at, replace

SOURCES = tuple(OpsdashSpec(name=name, url="http://localhost:1", every="60s") for name in ("api", "doors"))
CAME = Booking(
    id="booking/api/0", space="9", organisation="Tidende", start=at("08:00"), end=at("09:00"), checked_in=at("08:00"),
    checked_out=at("09:00"),
)  # fmt: skip
BOOTH = Space(id="space/api/4", name="Booth 4", type="tv booth")
OTHER = replace(BOOTH, id="space/api/9", name="Booth 9")
DUE = replace(CAME, id="booking/api/1", space="4", organisation="Fjord TV", start=at("13:30"), end=at("15:00"),
              checked_in=None, checked_out=None)  # fmt: skip
THERE = replace(DUE, start=at("12:00"), end=at("13:30"), checked_in=at("12:01"))
BEGUN = PressEvent(id="event/api/b", title="Arrival", start=at("12:00"), began=at("12:01"), end=at("12:30"))
EVENT = PressEvent(id="event/api/e", title="Doorstep", start=at("13:45"), end=at("14:30"))
_STATUS: tuple[tuple[int, Attendance], ...] = ((1, "present"), (2, "confirmed"))
MEMBERS = tuple(
    Assignment(person=f"photographer {n}", organisation="Nordlys Wire", status=status) for n, status in _STATUS
)
LATER = PressEvent(id="event/api/l", title="Remarks", start=at("15:30"), end=at("16:00"))
POOL = Pool(id="pool/api/3", name="Pool 3", event="l", muster_at=at("13:30"), assignments=MEMBERS)


def board(now: str, last: str, *records: Record, silent: str = "api", every: str = "60s", asked: str = "") -> Board:
    """The board of `records` when the source `silent` answered at `last` for the last time, and the other just now."""
    real = at(asked or now)
    sources = tuple(replace(source, every=every) for source in SOURCES)
    health = {source.name: SourceHealth(tried=real, succeeded=real) for source in sources}
    health[silent] = SourceHealth(tried=real, succeeded=at(last))
    made = replace(feed(*records, at=site(sources=sources)), first={f"booking/{name}": at("07:00") for name in health})
    snap = Snapshot(feed=made, health=Health(sources=health))
    return board_at(snap, Desk(), at(now), real if asked else None)


def space(now: str, last: str, *records: Record, **given: Any) -> SpaceItem:
    return next(item for item in board(now, last, *records, **given).spaces if item.id == BOOTH.id)


def event(now: str, last: str, record: PressEvent = EVENT, **given: Any) -> EventItem:
    return next(item for item in board(now, last, BEGUN, record, **given).programme if item.id == record.id)


def pool(now: str, last: str, record: Pool = POOL, *others: Record) -> PoolItem:
    return board(now, last, record, LATER, *others).pools[0]


def test_nobody_is_a_no_show_by_a_source_that_could_not_say_that_they_came() -> None:
    records = (BOOTH, OTHER, CAME, DUE)
    for last in ("13:20", "13:31", "13:44"):
        item = space("13:50", last, *records)
        assert (item.state, item.tone, item.brief) == ("reserved", "soon", "Fjord TV due since 13:30")
        assert item.flags == (f"Not heard since {last} whether they came.",)
    assert space("13:40", "13:20", *records).flags == (), "nothing would be concluded yet"
    for last in ("13:45", "13:50"):
        item = space("13:50", last, *records)
        assert (item.state, item.brief, item.flags) == ("no-show", "no sign of Fjord TV since 13:30", ())
    assert space("13:50", "13:40", *records, every="10m").state == "no-show", "it answers, if seldom"
    said = space("13:50", "13:20", *records[:3], replace(DUE, status="no-show"))
    assert said.state == "no-show", "its source had said so"


def test_each_source_that_would_have_said_who_is_there_counts() -> None:
    """One tells of the bookings, another one looks who is in there."""
    looked = replace(BOOTH, id="space/doors/4", vacant_since=at("09:00"))
    for silent, state in (("api", "no-show"), ("doors", "reserved")):
        items = board("13:50", "13:20", looked, DUE, silent=silent).spaces
        assert items[0].state == state, "the calendar says nothing of who came; the doors would have"
    for silent in ("api", "doors"):
        assert board("13:50", "13:20", looked, OTHER, CAME, DUE, silent=silent).spaces[0].state == "reserved"


def test_nobody_is_overdue_by_a_source_that_could_not_say_that_they_left() -> None:
    for last in ("13:20", "13:34"):
        item = space("13:50", last, BOOTH, THERE)
        assert (item.state, item.tone, item.until) == ("occupied", "busy", None)
        assert item.brief == f"Fjord TV, as of {last}"
        assert item.flags == (f"Not heard since {last} whether they left.",)
    known = space("13:50", "13:35", BOOTH, THERE)
    assert (known.state, known.brief, known.flags) == ("overdue", "Fjord TV, over since 13:30", ())


def test_a_van_bay_is_not_free_because_nobody_reported_that_a_van_came() -> None:
    bay, other = (replace(one, type="van bay", must_stay=True) for one in (BOOTH, OTHER))
    gone = replace(DUE, start=at("12:00"), end=at("13:30"))
    parked = replace(CAME, id="booking/api/7", checked_out=None)
    assert space("13:50", "13:50", bay, other, parked, gone).state == "free"
    item = space("13:50", "13:00", bay, other, parked, gone)
    assert item.state == "unknown"
    assert item.flags[0] == "Booked before: Fjord TV 12:00 to 13:30; nobody said that they left."


def test_an_event_is_not_late_by_a_source_that_could_not_say_that_it_began() -> None:
    for last in ("13:20", "13:49"):
        item = event("13:52", last)
        assert (item.state, item.phase, item.tone) == ("live by plan", "now", "busy")
        assert item.flags == (f"Not heard since {last} whether it began.",)
    assert event("13:52", "13:50").flags == ("Due at 13:45; not reported as begun.",)
    assert event("14:35", "13:20").phase == "past", "as for any plan"
    assert event("13:40", "13:20").state == "starts soon"
    late = event("13:52", "13:20", replace(EVENT, status="delayed"))
    assert (late.state, late.flags) == ("delayed", ("Not heard since 13:20 whether it began.",)), "that was said"
    moved = event("13:59", "13:20", replace(EVENT, expected=at("13:50")))
    assert (moved.state, moved.delay) == ("delayed", 5), "that as well"
    other = replace(EVENT, id="event/doors/e")
    assert event("13:52", "13:20", other).flags == (), "a source that never says when events begin"
    assert event("13:52", "13:20", silent="doors").state == "delayed", "another one is silent"
    assert event("13:52", "13:20", asked="13:10").state == "live by plan", "of a time to come"


def test_nobody_is_missing_by_a_source_that_could_not_say_that_they_came() -> None:
    for last in ("13:00", "13:29"):
        item = pool("13:50", last)
        assert (item.state, item.missing, item.awaited) == ("mustering", (), ("photographer 2 (Nordlys Wire)",))
        assert (item.tone, item.flags) == ("soon", (f"Not heard since {last} who is there.",))
    known = pool("13:50", "13:30")
    assert (known.state, known.missing) == ("incomplete", ("photographer 2 (Nordlys Wire)",))
    assert not any("Not heard" in flag for flag in known.flags)
    early = pool("13:20", "12:30")
    assert pool("13:20", "13:10").missing == known.missing, "heard since it was expected to be complete"
    assert (early.missing, early.flags[-1]) == ((), "Not heard since 12:30 who is there.")
    nobody = pool("13:50", "13:00", replace(POOL, assignments=tuple(replace(one, status="late") for one in MEMBERS)))
    assert nobody.brief == "2 expected, met 13:30"
    gone = replace(POOL, event="e")
    for last, state in (("13:20", "mustering"), ("13:40", "incomplete"), ("13:55", "incomplete")):
        assert pool("13:55", last, gone, BEGUN, EVENT).state == state, "nobody knows that its event began"
    assert pool("13:55", "13:40", gone, EVENT).state == "under way", "nobody would ever have said so"
    over = pool("15:00", "13:00", replace(POOL, returns=at("14:30")))
    assert (over.state, over.missing) == ("done", ()), "nobody knows who did not come"


def test_material_is_not_late_by_a_source_that_could_not_say_that_it_is_shared() -> None:
    due = replace(POOL, departs=at("13:31"), material_due=at("13:40"))
    item = pool("13:50", "13:35", due)
    assert (item.material, item.tone) != ("late since 13:40", "bad")
    assert item.flags[-1] == "Not heard since 13:35 whether its material is shared."
    assert item.material == "was due 13:40"
    known = pool("13:50", "13:40", due)
    assert (known.material, known.tone) == ("late since 13:40", "bad")


def test_what_was_made_is_made_anew_when_a_source_falls_silent_and_not_before() -> None:
    records = (BOOTH, OTHER, CAME, DUE, BEGUN, EVENT, POOL)
    now = at("13:52")
    made = feed(*records, at=site(sources=SOURCES))

    def at_health(last: str, tried: str) -> Board:
        health = SourceHealth(tried=at(tried), succeeded=at(last))
        fresh = SourceHealth(tried=now, succeeded=now + timedelta(seconds=len(tried)))
        return board_at(Snapshot(feed=made, health=Health(sources={"api": health, "doors": fresh})), Desk(), now)

    boards = [at_health(*times) for times in (("13:51", "13:51"), ("13:52", "13:52"))]
    silent = [at_health(*times) for times in (("13:20", "13:50"), ("13:20", "13:52"), ("13:10", "13:52"))]
    again = at_health("13:52", "13:52")
    for part in ("spaces", "programme", "pools"):
        heard, later, dead, still, longer, back = (getattr(one, part) for one in (*boards, *silent, again))
        assert heard is later, "a poll alters nothing"
        assert dead is still, "nor does one that fails"
        assert dead != heard == back
        assert longer != dead, "its last word is another one"


def test_what_the_configuration_tells_is_final() -> None:
    records = (replace(one, id=one.id.replace("/api/", "/config/")) for one in (BOOTH, OTHER, CAME, DUE, POOL))
    found = board("13:50", "13:20", *records)
    assert [item.state for item in found.spaces] == ["no-show", "free"]
    assert found.pools[0].state == "incomplete"
