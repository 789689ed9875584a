"""The alerts, from records to sentences, through the whole board."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from opsdash.board.board import board_at
from opsdash.board.items import AlertItem
from opsdash.board.rules import RULES
from opsdash.board.verdict import ABOUT_DATA
from opsdash.model import Booking, Deadline, Facility, Notice, Pool, PressEvent, Record, Space
from opsdash.parts import (
    AccessWindow,
    Assignment,
    Attendance,
    Dependency,
    LiveStatus,
    OpeningPeriod,
    RelativeClosing,
    Seats,
)
from opsdash.snapshot import (
    Change,
    Desk,
    DeskEntry,
    Health,
    PollerHealth,
    Problem,
    Snapshot,
    SourceHealth,
    Thresholds,
)
from opsdash.sourcespec import OpsdashSpec
from tests.support import feed, site, venue

NOW = venue("2025-06-25T14:00")
API = OpsdashSpec(name="api", url="http://localhost:1", every="60s")


def at(text: str) -> datetime:
    """An instant of the summit's Wednesday."""
    return venue(f"2025-06-25T{text}")


def alerts(
    *records: Record,
    now: datetime = NOW,
    health: SourceHealth | None = None,
    beat: datetime | None = None,
    polled: bool = True,
    changes: tuple[Change, ...] = (),
    entries: tuple[DeskEntry, ...] = (),
    trouble: str = "",
    stuck: str = "",
    asked: datetime | None = None,
    limits: Thresholds | None = None,
) -> dict[str, AlertItem]:
    """The alerts by key; the source answered just now unless `health` says otherwise."""
    real = asked or now
    known = health or SourceHealth(tried=real, succeeded=real)
    poller = PollerHealth(pid=1, started=NOW, beat=beat or real) if polled else None
    snap = Snapshot(
        feed=feed(*records, at=site(sources=(API,), thresholds=limits), changes=changes),
        health=Health(poller=poller, sources={"api": known}),
        trouble=trouble,
        stuck=stuck,
    )
    return {item.id: item for item in board_at(snap, Desk(entries=entries), now, asked).alerts}


def seen(record: str, field: str, old: Any, new: Any, when: datetime) -> Change:
    return Change(id=record, title="x", what="changed", field=field, old=old, new=new, seen=when, generation=2)


def replace(record: Any, **fields: Any) -> Any:
    return msgspec.structs.replace(record, **fields)


def test_a_calm_board_has_no_alerts() -> None:
    assert alerts() == {}


def test_rules_about_data_are_named_as_the_verdict_knows_them() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert {name for name in names if name.split("-")[0] in ABOUT_DATA} == {
        "store", "poller", "poller-stuck", "source", "source-held", "source-problems", "source-spaces",
    }  # fmt: skip


# The data itself.


def test_trouble_with_the_store_is_critical() -> None:
    item = alerts(trouble="feed.json cannot be read")["store:store"]
    assert (item.severity, item.sentence) == ("critical", "feed.json cannot be read")


@pytest.mark.parametrize("beat", [NOW, at("13:00")])
def test_a_poller_that_stores_nothing_has_an_alert_of_its_own_in_the_place_of_no_poller(beat: datetime) -> None:
    health, trouble = SourceHealth(tried=beat, succeeded=beat), "desk.json cannot be read"
    found = alerts(stuck="Cannot write the store: the disk is full.", trouble=trouble, beat=beat, health=health)
    assert list(found) == ["poller-stuck:poller", "store:store"]
    stuck, store = found.values()
    assert (stuck.severity, stuck.sentence) == ("critical", "Cannot write the store: the disk is full.")
    assert "opsdash locate" not in stuck.action
    assert store.sentence == trouble
    assert ("poller:poller" in alerts(trouble=trouble, beat=beat, health=health)) == (beat != NOW)


def failing(since: datetime, failures: int = 3) -> SourceHealth:
    return SourceHealth(tried=NOW, succeeded=since, error="connection refused", failures=failures)


def test_a_silent_source_warns_then_is_critical_under_the_same_key() -> None:
    assert alerts(health=failing(at("13:59"), 1)) == {}
    stale = alerts(health=failing(at("13:55")))["source:api"]
    assert (stale.severity, stale.state) == ("warning", "new")
    assert stale.sentence == "api: no answer since 13:55 (connection refused); all it gives as of then."
    assert stale.since == at("13:55")
    assert "opsdash check" in stale.action
    ahead = alerts(health=SourceHealth(tried=at("14:58"), succeeded=at("14:58")))["source:api"]
    assert ahead.sentence.endswith("lies ahead of the clock.")
    assert "this machine's clock" in ahead.action
    assert alerts(health=failing(at("13:00"), 20))["source:api"].severity == "critical"


def test_a_source_that_never_answered_and_one_with_old_data_say_so() -> None:
    never = alerts(health=SourceHealth(tried=NOW, error="no such host.", failures=1))["source:api"]
    assert (never.severity, never.sentence) == ("warning", "api has never answered (no such host).")
    old = alerts(health=SourceHealth(tried=NOW, succeeded=NOW, as_of=at("13:56")))["source:api"]
    assert old.sentence == "api answers with data from 13:56; all it gives as of then."


BOOTH = Space(id="space/api/4", name="Booth 4", type="tv booth")
TAKEN = Booking(
    id="booking/api/1",
    space="4",
    organisation="Fjord TV",
    start=at("12:00"),
    end=at("13:30"),
    checked_in=at("12:01"),
)
LATER = Booking(id="booking/api/2", space="4", organisation="Nordlys Wire", start=at("13:40"), end=at("15:00"))


def test_a_dead_source_is_one_alert_and_not_the_forty_that_would_follow() -> None:
    booths = [replace(BOOTH, id=f"space/api/{n}", name=f"Booth {n}") for n in range(40)]
    bookings = [replace(TAKEN, id=f"booking/api/{n}", space=f"{n}") for n in range(40)]
    alive = alerts(*booths, *bookings)
    assert sum(item.rule == "space-overdue" for item in alive.values()) == 40
    dead = alerts(*booths, *bookings, health=failing(at("13:00"), 30))
    assert list(dead) == ["source:api"]
    known = alerts(*booths, *bookings, health=failing(at("13:50"), 30))
    assert sum(item.rule == "space-overdue" for item in known.values()) == 40, "overdue was known before it fell silent"


def test_what_a_silent_source_did_not_report_is_not_held_against_anybody() -> None:
    began = replace(DOORSTEP, id="event/api/b", title="Arrival", start=at("12:00"), began=at("12:01"), status="live")
    unbegun = replace(DOORSTEP, id="event/api/u", start=at("13:50"), end=at("15:00"))
    due = replace(POOL, material_due=at("13:50"))
    records = (POOL, replace(due, id="pool/api/8", event="u", muster_at=at("13:30")), DOORSTEP, began, unbegun)
    rules = {"pool-incomplete", "pool-material", "event-delayed"}
    assert {item.rule for item in alerts(*records).values()} & rules == rules
    silent = alerts(*records, health=failing(at("13:45"), 30))
    assert {id_ for id_, item in silent.items() if item.rule in rules} == {"pool-incomplete:pool/api/8"}, (
        "that somebody was missing at 13:30 was known, and nobody said that the pool has left"
    )
    heard = alerts(*records, health=failing(at("13:55"), 30))
    assert {item.rule for item in heard.values()} & rules == rules


def test_a_pool_is_not_called_incomplete_by_a_source_that_was_silent_when_it_met() -> None:
    met = replace(POOL, muster_at=at("13:50"))
    for last in ("13:30", "13:49"):
        assert list(alerts(met, DOORSTEP, health=failing(at(last), 30))) == ["source:api"], last
    heard = alerts(met, DOORSTEP, health=failing(at("13:50"), 30))[KEY]
    assert (heard.severity, heard.state) == ("critical", "new")
    seats = replace(met, seats=(Seats(medium="photo", count=3),))
    item = alerts(seats, DOORSTEP, health=failing(at("13:49"), 30))[KEY]
    assert item.severity == "warning", "a seat without a name is known, who came is not"
    assert item.sentence == "Pool 3 was to meet at 13:50 (Info Desk); 1 seat without a name."


def test_a_delay_that_its_source_told_is_known_when_it_falls_silent() -> None:
    delayed = replace(DOORSTEP, start=at("13:45"), end=at("15:00"), status="delayed")
    for event, told in ((delayed, True), (replace(delayed, status="scheduled", expected=at("13:55")), True),
                        (replace(delayed, status="scheduled"), False)):  # fmt: skip
        began = replace(DOORSTEP, id="event/api/b", title="Arrival", start=at("12:00"), began=at("12:01"))
        found = alerts(POOL, event, began, health=failing(at("13:30"), 30))
        assert ("event-delayed:event/api/d" in found) == told
    quiet = alerts(POOL, replace(delayed, status="scheduled"), began, health=failing(at("13:49"), 30))
    assert "event-delayed:event/api/d" not in quiet, "a source's word comes late: five minutes are no delay"


def test_a_booth_is_overdue_at_its_minute_although_no_poll_came_since() -> None:
    polled = SourceHealth(tried=at("13:34"), succeeded=at("13:34"))
    assert "space-overdue:space/api/4" in alerts(BOOTH, TAKEN, now=at("13:35"), health=polled)


def test_without_a_poller_there_is_one_alert_and_none_for_each_source() -> None:
    quiet = SourceHealth(tried=at("13:00"), succeeded=at("13:00"))
    found = alerts(health=quiet, beat=at("13:00"))
    assert list(found) == ["poller:poller"]
    assert found["poller:poller"].severity == "critical"
    said = "No poller has been heard of since 13:00: nothing on this board is being updated."
    assert found["poller:poller"].sentence == said
    assert list(alerts(polled=False)) == ["poller:poller"]
    once = alerts(polled=False)["poller:poller"]
    assert (once.severity, once.sentence) == (
        "warning", "No poller has run since 14:00: nothing on this board is being updated."
    ), "one poll was made, and its poller ended in good order"  # fmt: skip
    new = alerts(health=SourceHealth(), polled=False)["poller:poller"]
    assert (new.severity, new.sentence) == ("info", "No poller has run yet: no source has been asked.")
    assert set(alerts(health=failing(at("13:00")), polled=False)) == {"poller:poller", "source:api"}


def test_a_board_of_the_configuration_alone_needs_no_poller() -> None:
    snap = Snapshot(feed=feed(at=site()))
    assert board_at(snap, Desk(), NOW).alerts == ()


def test_time_travel_does_not_make_the_data_old_nor_bookings_untaken() -> None:
    tomorrow = NOW + timedelta(days=1)
    later = Booking(
        id="booking/api/9", space="4", organisation="Fjord TV",
        start=tomorrow - timedelta(minutes=30), end=tomorrow + timedelta(hours=1),
    )  # fmt: skip
    assert alerts(BOOTH, TAKEN, later, now=tomorrow, asked=NOW) == {}


def test_records_held_back_and_records_with_problems_are_said() -> None:
    health = SourceHealth(succeeded=NOW, tried=NOW, held=23, problems=(Problem("items[3]", "end is missing"),))
    found = alerts(health=health)
    assert found["source-held:api"].sentence == (
        "api: 23 records are missing from its last answer; they are still shown."
    )
    assert found["source-held:api"].severity == "warning"
    sentence = found["source-problems:api"].sentence
    assert sentence == "api: 1 thing to look at in its answer, it is items[3]: end is missing."
    assert found["source-problems:api"].severity == "info"


def test_bookings_of_spaces_nobody_knows_are_named_once_for_their_source() -> None:
    lost = [
        Booking(
            id=f"booking/api/l{n}", space=f"Hut {n}", organisation="Fjord TV", start=at(f"1{n}:00"), end=at(f"1{n}:30")
        )
        for n in range(5, 10)
    ]
    off = [
        replace(lost[0], id="booking/api/x", status="cancelled"),
        replace(lost[0], id="booking/api/y", withdrawn=NOW),
    ]
    found = alerts(BOOTH, LATER, *lost, *off)
    assert found["source-spaces:api"].severity == "info"
    assert found["source-spaces:api"].sentence == (
        "api: 5 bookings name spaces that nobody here knows: Hut 5, Hut 6, Hut 7 and 2 more. "
        "The first is of Fjord TV, 15:00."
    )
    last = alerts(BOOTH, LATER, *lost, *off, now=at("19:29"))["source-spaces:api"]
    assert last.sentence.startswith("api: 1 booking names a space that nobody here knows: Hut 9.")
    assert "source-spaces:api" not in alerts(BOOTH, LATER, *lost, *off, now=at("19:30"))


# Facilities.


def hours(opens: str, closes: str) -> tuple[OpeningPeriod, ...]:
    return (OpeningPeriod(day=NOW.date(), opens=at(opens), closes=at(closes)),)


CENTRE = Facility(id="facility/api/imc", name="Media Centre", periods=hours("08:00", "20:00"))
GATE = Facility(id="facility/api/acc", name="Accreditation Office", periods=hours("08:00", "13:00"))


def test_a_facility_that_closes_soon_is_told_without_a_running_countdown() -> None:
    early, late = (alerts(CENTRE, now=at(time))["facility-closing:facility/api/imc"] for time in ("19:05", "19:55"))
    assert (early.severity, early.sentence) == ("info", "Media Centre closes at 20:00.")
    assert early == late
    assert early.since == at("19:00")
    assert alerts(CENTRE) == {}


def test_a_centre_whose_only_entrance_is_closed_warns_and_is_critical_when_that_is_not_as_published() -> None:
    centre = replace(CENTRE, depends_on=(Dependency(on="acc"),))
    item = alerts(centre, GATE)["facility-unreachable:facility/api/imc"]
    assert item.severity == "warning"
    assert item.sentence.startswith("Media Centre is open but cannot be reached: ")
    assert "Accreditation Office" in item.sentence
    assert item.since == at("13:00")
    fire = replace(GATE, periods=hours("08:00", "20:00"), live=LiveStatus(state="closed", reason="fire drill"))
    assert alerts(centre, fire)["facility-unreachable:facility/api/imc"].severity == "critical"
    manned = replace(GATE, periods=hours("08:00", "20:00"))
    closed = replace(entry("acc", "override", "13:40"), data={"state": "closed"})
    said = alerts(centre, manned, entries=(closed,))
    item = said["facility-unreachable:facility/api/imc"]
    assert (item.severity, item.since) == ("critical", at("13:40")), "an officer's word weighs as much as a source's"
    assert said["facility-conflict:facility/api/acc"].since == at("13:40")
    opened = replace(closed, data={"state": "open"})
    assert "facility-unreachable:facility/api/imc" not in alerts(centre, fire, entries=(opened,))
    lapsed = replace(GATE, live=LiveStatus(state="closed", since=at("08:00"), until=at("09:00")))
    assert alerts(centre, lapsed)["facility-unreachable:facility/api/imc"].severity == "warning", "closed as published"


def test_announced_hours_against_live_status_is_a_conflict() -> None:
    shut = replace(CENTRE, live=LiveStatus(state="closed", since=at("13:45")))
    item = alerts(shut)["facility-conflict:facility/api/imc"]
    assert (item.severity, item.since) == ("warning", at("13:45"))


# Spaces.


def test_a_booth_not_given_back_is_overdue_from_its_grace_on() -> None:
    key = "space-overdue:space/api/4"
    assert key not in alerts(BOOTH, TAKEN, now=at("13:34"))
    item = alerts(BOOTH, TAKEN, now=at("13:35"))[key]
    assert (item.severity, item.since) == ("warning", at("13:35"))
    assert item.sentence.startswith("Booth 4: Fjord TV should have left at 13:30.")
    assert alerts(BOOTH, TAKEN, now=at("13:59"))[key].sentence == item.sentence


@pytest.mark.parametrize(
    ("start", "sentence", "action"),
    [
        ("14:00", "Nordlys Wire is due there from 14:00.", "Ask them to leave; more time only until 14:00."),
        ("13:30", "Nordlys Wire is due there since 13:30.", "Ask them to leave now."),
        ("", "Fjord TV should have left at 13:30.", "Ask them to leave, or give them more time: no booking follows."),
    ],
)
def test_who_is_overdue_is_to_leave_by_the_time_somebody_is_due(start: str, sentence: str, action: str) -> None:
    booked = replace(TAKEN, id="booking/api/next", organisation="Nordlys Wire", checked_in=None, end=at("16:00"))
    following = [replace(booked, start=at(start))] if start else []
    item = alerts(BOOTH, TAKEN, *following, now=at("13:45"))["space-overdue:space/api/4"]
    assert item.sentence.endswith(sentence)
    assert item.action == action


def test_an_overdue_booth_is_shown_as_past_for_the_hold_and_no_longer() -> None:
    key = "space-overdue:space/api/4"
    left = replace(TAKEN, checked_out=at("13:50"))
    past = alerts(BOOTH, left, now=at("13:52"))[key]
    assert past.sentence == "Booth 4 was overdue; Fjord TV left at 13:50."
    assert past.severity == "info", "what is over does not stand before what is not"
    assert past.since == alerts(BOOTH, TAKEN, now=at("13:45"))[key].since
    assert key not in alerts(BOOTH, left, now=at("13:53"))
    assert key not in alerts(BOOTH, left, now=at("13:51"), limits=Thresholds(alert_hold=0))
    assert key not in alerts(BOOTH, replace(TAKEN, checked_out=at("13:34")), now=at("13:34")), "it was never overdue"


def test_nobody_came_and_then_somebody_did() -> None:
    key = "space-no-show:space/api/4"
    gone = replace(TAKEN, checked_out=at("13:30"))
    assert key not in alerts(BOOTH, gone, LATER, now=at("13:54"))
    item = alerts(BOOTH, gone, LATER, now=at("13:55"))[key]
    assert item.sentence == "Booth 4: nobody from Nordlys Wire since 13:40; booked until 15:00."
    assert item.since == at("13:55")
    told = alerts(BOOTH, gone, replace(LATER, status="no-show"), now=at("13:55"))[key]
    assert told.sentence == "Booth 4: nobody from Nordlys Wire since 13:40; not released, booked until 15:00."
    assert told.action.startswith("Release the space")
    came = replace(LATER, checked_in=at("14:00"))
    assert alerts(BOOTH, gone, came, now=at("14:01"))[key].sentence == (
        "Booth 4 was not taken up; Nordlys Wire came at 14:00."
    )
    assert key not in alerts(BOOTH, gone, came, now=at("14:03"))
    assert key not in alerts(BOOTH, gone, replace(LATER, checked_in=at("13:54")), now=at("13:54"))


def test_two_organisations_in_one_booth() -> None:
    other = replace(LATER, id="booking/api/3", organisation="Fjord TV", start=at("14:30"), end=at("16:00"))
    elsewhere = (replace(BOOTH, id="space/api/9", name="Booth 9"), replace(TAKEN, id="booking/api/9", space="9"))
    found = list(alerts(BOOTH, replace(LATER, checked_in=at("13:41")), other, *elsewhere))
    assert found == ["space-double:space/api/4", "space-overdue:space/api/9"], "until the other one comes"
    item = alerts(BOOTH, LATER, other)["space-double:space/api/4"]
    assert item.severity == "warning"
    assert "Nordlys Wire" in item.sentence
    assert "Fjord TV" in item.sentence


def test_a_booth_out_of_service_matters_when_somebody_is_due() -> None:
    key = "space-out:space/api/4"
    broken = replace(BOOTH, in_service=False, reason="lamp failure")
    assert alerts(broken) == {}
    due = replace(LATER, start=at("15:30"), end=at("16:00"))
    item = alerts(broken, due)[key]
    assert (item.severity, item.sentence) == (
        "warning", "Booth 4 is out of service (lamp failure), and booked: Nordlys Wire 15:30.",
    )  # fmt: skip
    assert alerts(broken, due, now=at("15:00"))[key].severity == "critical"
    assert key not in alerts(broken, due, now=at("13:29"))
    assert key not in alerts(broken, replace(due, status="released"))
    assert key not in alerts(broken, due, now=at("16:00"))
    early = replace(BOOTH, access=(AccessWindow(start=at("15:15"), end=at("18:00")),))
    assert key not in alerts(early, due), "it is only not to be reached yet"


# Press events.

DOORSTEP = PressEvent(
    id="event/api/d", title="Doorstep", room="Forum", start=at("15:00"), end=at("15:30"), type="doorstep"
)


def test_two_events_in_one_room_are_one_alert() -> None:
    other = replace(DOORSTEP, id="event/api/e", title="Briefing", start=at("15:15"), end=at("16:00"))
    found = [item for item in alerts(DOORSTEP, other).values() if item.rule == "event-clash"]
    assert [item.id for item in found] == ["event-clash:event/api/d"]
    assert found[0].action == "Ask the programme desk which one stands."
    assert "Briefing" in found[0].sentence


def test_an_event_at_a_place_that_is_closed_then_asks_the_place_too() -> None:
    night = replace(DOORSTEP, room="imc", start=at("21:00"), end=at("21:30"))
    item = alerts(CENTRE, night)["event-clash:event/api/d"]
    assert item.sentence == "Doorstep, 21:00: Outside the hours of the Media Centre (open 08:00 to 20:00)."
    assert item.action == "Ask the programme desk whether it stands, and the place whether it opens for it."


def test_a_delay_matters_when_others_go_by_the_event() -> None:
    late = replace(DOORSTEP, status="delayed", expected=at("15:40"))
    assert alerts(late) == {}
    booking = replace(LATER, title="Doorstep", checked_in=at("13:40"))
    closing = replace(CENTRE, closing=RelativeClosing(minutes=60, after="d"))
    item = alerts(late, BOOTH, booking, closing)["event-delayed:event/api/d"]
    assert item.sentence == "Doorstep is delayed by 40 min, expected 15:40; affected: Booth 4, Media Centre."
    assert item.severity == "warning"


def test_a_delay_touches_what_closes_after_the_event_that_ends_last_and_not_after_another() -> None:
    """As the closing itself is worked out: by the expected ends, not by the published starts."""
    last = replace(DOORSTEP, id="event/api/e", title="Briefing", start=at("18:00"), end=at("18:30"))
    closing = replace(CENTRE, closing=RelativeClosing(minutes=60, kind="doorstep"))
    late = replace(DOORSTEP, status="delayed", expected=at("18:20"))
    item = alerts(late, last, closing)["event-delayed:event/api/d"]
    assert item.sentence == "Doorstep is delayed by 200 min, expected 18:20; affected: Media Centre."
    assert alerts(replace(late, expected=at("17:00")), last, closing) == {}
    night = replace(last, start=venue("2025-06-26T00:30"), end=venue("2025-06-26T01:00"))
    assert alerts(late, night, closing) == {}, "after midnight it is still the same day's"
    alone = replace(night, status="delayed", expected=venue("2025-06-26T00:40"))
    assert "Media Centre" in alerts(alone, closing)["event-delayed:event/api/e"].sentence


# Pools.


def member(person: str, status: Attendance = "confirmed", arrived: str = "", reserve: int = 0) -> Assignment:
    return Assignment(
        person=person,
        organisation="Nordlys Wire",
        medium="photo",
        status=status,
        arrived=at(arrived) if arrived else None,
        reserve=reserve,
    )


POOL = Pool(
    id="pool/api/3",
    name="Pool 3",
    event="d",
    muster_at=at("14:20"),
    muster_place="Info Desk",
    seats=(Seats(medium="photo", count=2),),
    assignments=(member("photographer 1", "present", "13:50"), member("photographer 2")),
)
KEY = "pool-incomplete:pool/api/3"


def test_a_pool_that_meets_soon_and_is_not_complete_warns_then_is_critical() -> None:
    assert KEY not in alerts(POOL, DOORSTEP, now=at("13:49"))
    soon = alerts(POOL, DOORSTEP)[KEY]
    assert (soon.severity, soon.since) == ("warning", at("13:50"))
    assert soon.sentence == (
        "Pool 3 meets at 14:20 (Info Desk) with 1 of 2 there; missing: photographer 2 (Nordlys Wire)."
    )
    late = alerts(POOL, DOORSTEP, now=at("14:20"))[KEY]
    assert (late.severity, late.since) == ("critical", at("13:50"))
    assert late.sentence.startswith("Pool 3 was to meet at 14:20")
    whole = replace(POOL, assignments=(member("p1", "present", "13:50"), member("p2", "present", "13:55")))
    assert KEY not in alerts(whole, DOORSTEP)


def test_an_empty_seat_counts_as_much_as_a_missing_member_and_the_reserve_is_named() -> None:
    half = replace(POOL, assignments=(member("p1", "present", "13:50"), member("p9", "confirmed", reserve=1)))
    item = alerts(half, DOORSTEP)[KEY]
    assert item.sentence.endswith("1 seat without a name.")
    assert "p9 (Nordlys Wire)" in item.action
    called = alerts(replace(half, contact="+00 000 00 44, Liaison officer"), DOORSTEP)[KEY]
    assert called.action.startswith("Reach those who are missing (call +00 000 00 44, Liaison officer);")


def test_nobody_is_called_missing_after_the_muster_where_no_arrival_is_ever_reported() -> None:
    silent = replace(POOL, assignments=(member("p1"), member("p2")))
    assert alerts(silent, DOORSTEP)[KEY].sentence == (
        "Pool 3 meets at 14:20 (Info Desk); no arrival reported of: p1 (Nordlys Wire), p2 (Nordlys Wire)."
    )
    assert KEY not in alerts(silent, DOORSTEP, now=at("14:25"))


def test_a_pool_completed_late_is_shown_as_past_for_the_hold() -> None:
    whole = replace(
        POOL, assignments=(member("photographer 1", "present", "13:50"), member("photographer 2", "present", "14:25"))
    )
    item = alerts(whole, DOORSTEP, now=at("14:26"))[KEY]
    assert item.sentence == "Pool 3 was not complete; photographer 2 came at 14:25."
    assert KEY not in alerts(whole, DOORSTEP, now=at("14:28"))


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_a_pool_whose_event_is_off_says_so_at_once(status: str) -> None:
    off = replace(DOORSTEP, status=status)
    change = seen(DOORSTEP.id, "status", "scheduled", status, at("13:55"))
    item = alerts(POOL, off, changes=(change,))["pool-event:pool/api/3"]
    assert (item.severity, item.since) == ("critical", at("13:55"))
    assert item.sentence == f"Pool 3: Doorstep is {status}; the pool meets at 14:20."
    early = alerts(POOL, off, now=at("13:00"))["pool-event:pool/api/3"]
    assert early.severity == "warning"
    assert "pool-event:pool/api/3" not in alerts(POOL, off, now=at("16:10"))
    assert "pool-event:pool/api/3" not in alerts(replace(POOL, cancelled=True), off)


def test_a_pool_whose_event_moved_says_so_until_the_pool_follows() -> None:
    moved = seen(DOORSTEP.id, "start", "2025-06-25T12:30:00Z", "2025-06-25T13:00:00Z", at("13:40"))
    item = alerts(POOL, DOORSTEP, changes=(moved,))["pool-event:pool/api/3"]
    assert item.sentence == "Pool 3: Doorstep moved 14:30 to 15:00; the pool meets at 14:20."
    followed = seen(POOL.id, "muster_at", "2025-06-25T12:00:00Z", "2025-06-25T12:20:00Z", at("13:45"))
    assert "pool-event:pool/api/3" not in alerts(POOL, DOORSTEP, changes=(moved, followed))


def test_a_person_in_two_pools_is_one_alert_for_the_pair() -> None:
    other = replace(POOL, id="pool/api/4", name="Pool 4", muster_at=at("14:40"))
    found = [item for item in alerts(POOL, other, DOORSTEP).values() if item.rule == "pool-double"]
    assert [item.id for item in found] == ["pool-double:pool/api/3"]
    assert "photographer 1 (Nordlys Wire) also in Pool 4" in found[0].sentence


def test_a_pool_that_cannot_meet_as_published() -> None:
    late = replace(POOL, muster_at=at("15:10"))
    item = alerts(late, DOORSTEP)["pool-muster:pool/api/3"]
    assert item.sentence.startswith("Pool 3: Meets 15:10, after its event starts at 15:00.")
    assert "pool-muster:pool/api/3" not in alerts(POOL, DOORSTEP)


def test_material_that_is_late_and_then_shared() -> None:
    key = "pool-material:pool/api/3"
    due = replace(POOL, material_due=at("15:45"), material_where="Photo desk")
    assert key not in alerts(due, DOORSTEP, now=at("15:44"))
    item = alerts(due, DOORSTEP, now=at("15:45"))[key]
    assert item.sentence == "Pool 3: material was due at 15:45 (Photo desk), not shared."
    assert item.since == at("15:45")
    shared = replace(due, material_shared=at("15:50"))
    assert alerts(shared, DOORSTEP, now=at("15:52"))[key].sentence == "Pool 3: material was late; shared at 15:50."
    assert key not in alerts(shared, DOORSTEP, now=at("15:53"))


# Deadlines and notices.


def test_a_deadline_is_told_while_it_is_near() -> None:
    deadline = Deadline(id="deadline/api/van", title="Van access", at=at("18:00"), after="not considered")
    item = alerts(deadline)["deadline:deadline/api/van"]
    assert (item.severity, item.since) == ("info", at("14:00"))
    assert item.sentence.startswith("Van access: until ")
    assert "18:00" in item.sentence
    assert alerts(deadline, now=at("13:59")) == {}
    assert alerts(deadline, now=at("18:00")) == {}
    assert alerts(replace(deadline, withdrawn=at("12:00"))) == {}, "a deadline taken back is told to nobody"


def test_a_notice_is_told_while_it_holds() -> None:
    notice = Notice(
        id="notice/api/1", text="Shuttle suspended", severity="critical", start=at("13:00"), until=at("15:00")
    )
    item = alerts(notice)["notice:notice/api/1"]
    assert (item.severity, item.sentence) == ("critical", "Shuttle suspended")
    assert alerts(notice, now=at("12:59")) == {}
    assert alerts(notice, now=at("15:00")) == {}


# Order, keys, acknowledgement.


def test_what_needs_a_person_first_comes_first() -> None:
    notices = [
        Notice(id="notice/api/a", text="a", severity="info", start=at("10:00")),
        Notice(id="notice/api/b", text="b", severity="critical", start=at("13:00")),
        Notice(id="notice/api/c", text="c", severity="critical", start=at("12:00")),
        Notice(id="notice/api/d", text="d", severity="critical", start=at("09:00")),
        Notice(id="notice/api/e", text="e", severity="warning", start=at("08:00")),
        Notice(id="notice/api/f", text="f", severity="critical"),
    ]
    found = alerts(*notices, entries=(entry("notice:notice/api/d", severity="critical"),))
    assert [item.sentence for item in found.values()] == ["c", "b", "f", "e", "a", "d"]
    assert list(alerts(*reversed(notices))) == list(alerts(*notices))


def test_what_is_due_soon_comes_before_what_only_lasts_and_that_before_what_is_due_later() -> None:
    clash = [replace(DOORSTEP, id=f"event/api/x{n}", title="Far", start=at("19:00"), end=at("19:30")) for n in (1, 2)]
    records = (POOL, replace(POOL, id="pool/api/2", name="Pool 2", muster_at=at("14:10"), assignments=()))
    found = [
        item.id for item in alerts(BOOTH, TAKEN, *records, *clash, DOORSTEP).values() if item.severity == "warning"
    ]
    assert found == ["pool-incomplete:pool/api/2", KEY, "space-overdue:space/api/4", "event-clash:event/api/x1"]


def entry(
    subject: str, action: str = "acknowledge", when: str = "13:56", severity: str = "warning", until: str = ""
) -> DeskEntry:
    return DeskEntry(
        id=f"{when}-{action}",
        at=at(when),
        who="duty officer",
        action=action,
        subject=subject,
        note="called them",
        data={"severity": severity},
        until=at(until) if until else None,
    )


def state(*entries: DeskEntry, now: datetime = NOW) -> str:
    return alerts(POOL, DOORSTEP, entries=entries, now=now)[KEY].state


def test_an_acknowledged_alert_names_who_and_survives_polls_and_minutes() -> None:
    item = alerts(POOL, DOORSTEP, entries=(entry(KEY),))[KEY]
    assert (item.state, item.acknowledged_by, item.note) == ("acknowledged", "duty officer", "called them")
    assert {state(entry(KEY), now=at("14:00") + timedelta(minutes=n)) for n in range(20)} == {"acknowledged"}
    assert state(entry("pool-event:pool/api/3")) == "new"


def test_it_comes_back_as_new_when_it_is_graver_than_what_was_acknowledged() -> None:
    assert state(entry(KEY), now=at("14:20")) == "new"
    assert state(entry(KEY, severity="critical"), now=at("14:20")) == "acknowledged"


def test_what_came_back_still_says_that_and_how_it_was_acknowledged() -> None:
    item = alerts(POOL, DOORSTEP, entries=(entry(KEY),), now=at("14:20"))[KEY]
    assert (item.state, item.acknowledged_by, item.note) == ("new", "duty officer", "called them")
    assert item.acknowledged_at == at("13:56")
    taken_back = alerts(POOL, DOORSTEP, entries=(entry(KEY), entry(KEY, "unacknowledge", "13:58")))[KEY]
    assert (taken_back.acknowledged_by, taken_back.note) == ("", "")


def test_it_comes_back_as_new_when_its_cause_began_anew() -> None:
    key = "space-overdue:space/api/4"
    first = entry(key, when="13:40")
    assert alerts(BOOTH, TAKEN, entries=(first,))[key].state == "acknowledged"
    gone = replace(TAKEN, checked_out=at("13:40"))
    again = replace(LATER, end=at("14:30"), checked_in=at("13:41"))
    assert alerts(BOOTH, gone, again, entries=(first,), now=at("14:40"))[key].state == "new"


def test_taking_it_back_lapsing_and_the_time_before_it() -> None:
    assert state(entry(KEY), entry(KEY, "unacknowledge", "13:58")) == "new"
    assert state(entry(KEY), entry(KEY, "unacknowledge", "13:58"), entry(KEY, when="13:59")) == "acknowledged"
    assert state(entry(KEY, until="13:59")) == "new"
    assert state(entry(KEY, when="13:56"), now=at("13:55")) == "new"


def test_keys_hold_no_time_and_the_same_instant_gives_the_same_alerts() -> None:
    for minute in range(30):
        found = alerts(POOL, DOORSTEP, now=NOW + timedelta(minutes=minute))
        assert set(found) <= {KEY}
