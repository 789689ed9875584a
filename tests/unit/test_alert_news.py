"""What was acknowledged is what is said now: an alert that says more is new, with less or at another hour it is not."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from opsdash.board.items import AlertItem
from opsdash.board.rules import RULES
from opsdash.model import Booking, Deadline, Notice, Record
from opsdash.parts import LiveStatus, RelativeClosing, Seats
from opsdash.snapshot import Change, DeskEntry, Problem, SourceHealth
from tests.support import venue
from tests.unit.test_alerts import (
    BOOTH,
    CENTRE,
    DOORSTEP,
    LATER,
    NOW,
    POOL,
    TAKEN,
    alerts,
    at,
    failing,
    hours,
    member,
    replace,
    seen,
)


def acknowledged(item: AlertItem, when: datetime = NOW) -> DeskEntry:
    """What the screen enters for an alert as it is shown."""
    data = {"severity": item.severity, "said": list(item.said)}
    return DeskEntry(id="1", at=when, who="duty officer", action="acknowledge", subject=item.id, data=data)


class Case(NamedTuple):
    """An alert's records, and those by which it says more a minute later; with what else `alerts` is given."""

    key: str
    before: tuple[Record, ...]
    after: tuple[Record, ...] = ()
    given: Mapping[str, Any] = MappingProxyType({})
    then: Mapping[str, Any] = MappingProxyType({})


BRIEFING = replace(DOORSTEP, id="event/api/e", title="Briefing", start=at("15:15"), end=at("16:00"))
REMARKS = replace(DOORSTEP, id="event/api/f", title="Remarks", start=at("15:20"), end=at("16:00"))
BROKEN = replace(BOOTH, in_service=False)
DUE = replace(LATER, start=at("15:30"), end=at("16:00"))
THIRD = Booking(id="booking/api/3", space="4", organisation="Fjord TV", start=at("14:30"), end=at("16:00"))
FOURTH = replace(THIRD, id="booking/api/4", organisation="Dal Radio")
FOR_IT = replace(LATER, title="Doorstep")
LATE = replace(DOORSTEP, status="delayed", expected=at("15:40"))
VAN = Deadline(id="deadline/api/van", title="Van access", at=at("18:00"))
LIFT = Notice(id="notice/api/1", text="Lift out of order", severity="critical", start=at("10:00"))
OTHER_POOL = replace(POOL, id="pool/api/4", name="Pool 4", muster_at=at("14:40"))
MORE_POOLS = replace(OTHER_POOL, id="pool/api/5", name="Pool 5")
LIVE = replace(CENTRE, live=LiveStatus(state="closed", since=at("13:45")))
OTHER = replace(CENTRE, id="facility/two/imc", periods=(*hours("08:00", "12:00"), *hours("14:00", "18:00")))
LOST = replace(DUE, space="Hut 1")
WRONG = Problem("items[3]", "end is missing")

SAYS_MORE = [
    Case("store:store", (), given={"trouble": "feed.json is damaged"}, then={"trouble": "desk.json is damaged"}),
    Case(
        "poller-stuck:poller", (), given={"stuck": "The disk is full.", "beat": NOW},
        then={"stuck": "No right to write.", "beat": NOW},
    ),
    Case(
        "source-problems:api", (), given={"health": SourceHealth(succeeded=NOW, problems=(WRONG,))},
        then={"health": SourceHealth(succeeded=NOW, problems=(WRONG, Problem("items[4]", "no space")))},
    ),
    Case("source-spaces:api", (BOOTH, LOST), (BOOTH, LOST, replace(LOST, id="booking/api/l", space="Hut 2"))),
    Case(
        "facility-closing:facility/api/imc", (replace(CENTRE, periods=hours("08:00", "14:40")),),
        (replace(CENTRE, periods=hours("08:00", "14:20")),),
    ),
    Case(
        "facility-conflict:facility/api/imc", (LIVE,), (replace(LIVE, periods=hours("08:00", "18:00")),),
        then={"changes": (seen(LIVE.id, "periods", [], [], at("14:01")),)},
    ),
    Case("facility-conflict:facility/api/imc", (LIVE,), (LIVE, OTHER)),
    Case("space-overdue:space/api/4", (BOOTH, TAKEN), (BOOTH, TAKEN, replace(DUE, start=at("14:45")))),
    Case(
        "space-double:space/api/4", (BOOTH, LATER, THIRD),
        (BOOTH, LATER, replace(THIRD, organisation="Dal Radio")),
    ),
    Case("space-out:space/api/4", (BROKEN, DUE), (BROKEN, DUE, FOURTH)),
    Case("event-clash:event/api/d", (DOORSTEP, BRIEFING), (DOORSTEP, BRIEFING, REMARKS)),
    Case(
        "event-delayed:event/api/d", (LATE, BOOTH, FOR_IT),
        (LATE, BOOTH, FOR_IT, replace(CENTRE, closing=RelativeClosing(minutes=60, after="d"))),
    ),
    Case(
        "pool-incomplete:pool/api/3", (POOL, DOORSTEP),
        (replace(POOL, assignments=(member("photographer 1"), *POOL.assignments[1:])), DOORSTEP),
    ),
    Case(
        "pool-incomplete:pool/api/3", (POOL, DOORSTEP), (replace(POOL, seats=(Seats(medium="tv", count=3),)), DOORSTEP),
    ),
    Case("pool-incomplete:pool/api/3", (POOL, DOORSTEP), (replace(POOL, muster_at=at("14:10")), DOORSTEP)),
    Case("pool-double:pool/api/3", (POOL, OTHER_POOL, DOORSTEP), (POOL, OTHER_POOL, MORE_POOLS, DOORSTEP)),
    Case(
        "pool-muster:pool/api/3", (replace(POOL, muster_at=at("15:10")), DOORSTEP),
        (replace(POOL, muster_at=at("15:10")), replace(DOORSTEP, start=at("14:50"))),
    ),
    Case("deadline:deadline/api/van", (VAN,), (replace(VAN, at=at("17:00")),)),
    Case("notice:notice/api/1", (LIFT,), (replace(LIFT, text="Evacuate hall 1"),)),
]  # fmt: skip


@pytest.mark.parametrize("case", SAYS_MORE, ids=lambda case: case.key)
def test_an_acknowledged_alert_that_says_something_else_is_new(case: Case) -> None:
    entry = acknowledged(alerts(*case.before, **case.given)[case.key])
    minute = NOW + timedelta(minutes=1)
    assert alerts(*case.before, **case.given, entries=(entry,), now=minute)[case.key].state == "acknowledged"
    after = alerts(*(case.after or case.before), **(case.then or case.given), entries=(entry,), now=minute)[case.key]
    assert (after.state, after.acknowledged_by) == ("new", "duty officer")


DEAD = failing(at("13:55"))
LEFT = replace(POOL, assignments=(member("photographer 1", "present", "13:50"), member("p2"), member("p3")))

SAYS_LESS = [
    Case("space-out:space/api/4", (BROKEN, DUE, FOURTH), (BROKEN, DUE)),
    Case("event-clash:event/api/d", (DOORSTEP, BRIEFING, REMARKS), (DOORSTEP, BRIEFING)),
    Case(
        "pool-incomplete:pool/api/3", (LEFT, DOORSTEP),
        (replace(LEFT, assignments=(*LEFT.assignments[:2], member("p3", "present", "14:01"))), DOORSTEP),
    ),
    Case(
        "pool-double:pool/api/3", (POOL, OTHER_POOL, DOORSTEP), then={"changes": (Change(
            id=POOL.id, title="x", what="changed", field="assignments", seen=at("14:01"), generation=2,
            old=[{"person": "photographer 1", "status": "confirmed"}],
            new=[{"person": "photographer 1", "status": "present"}],
        ),)},
    ),
    Case("space-overdue:space/api/4", (BOOTH, TAKEN), (BOOTH, replace(TAKEN, checked_out=at("14:00")))),
    Case("source:api", (), given={"health": DEAD}, then={"health": replace(DEAD, error="timed out")}),
]  # fmt: skip


@pytest.mark.parametrize("case", SAYS_LESS, ids=lambda case: case.key)
def test_of_several_things_one_that_is_over_is_no_news(case: Case) -> None:
    entry = acknowledged(alerts(*case.before, **case.given)[case.key])
    minute = NOW + timedelta(minutes=1)
    after = alerts(*(case.after or case.before), **(case.then or case.given), entries=(entry,), now=minute)
    assert after[case.key].state == "acknowledged"


def test_what_the_clock_alone_alters_is_no_news() -> None:
    """Over midnight the same times are said with another day, or without one."""
    night = venue("2025-06-25T23:30")
    early = [night + timedelta(minutes=m) for m in (40, 70)]
    event = replace(DOORSTEP, start=early[0], end=early[1])
    pool = replace(POOL, muster_at=night + timedelta(minutes=50))
    records = (
        BOOTH, TAKEN, event, replace(event, id="event/api/e", title="Briefing"), pool,
        replace(pool, id="pool/api/4", name="Pool 4"), replace(VAN, at=early[1] + timedelta(hours=1)), LIFT,
        LIVE, replace(BROKEN, id="space/api/9"),
        replace(DUE, id="booking/api/9", space="9", start=early[0], end=early[1]), replace(BOOTH, id="space/api/8"),
        *(replace(one, id=f"{one.id}8", space="8", start=early[0], end=early[1]) for one in (LATER, THIRD)),
    )  # fmt: skip
    found = alerts(*records, now=night)
    rules = {item.rule for item in found.values()}
    assert {"event-clash", "pool-muster", "pool-double", "space-out", "space-overdue", "deadline"} <= rules
    assert "notice" in rules
    assert "Thu 26 June 00:10" in found["space-double:space/api/8"].sentence
    entries = tuple(acknowledged(item, night) for item in found.values())
    entries = tuple(replace(entry, id=f"{n}") for n, entry in enumerate(entries))
    graver = {"space-out", "pool-incomplete"}
    for minute in range(1, 40):
        later = alerts(*records, now=night + timedelta(minutes=minute), entries=entries)
        again = {item.id for key, item in later.items() if key in found and item.state == "new"}
        assert {key for key in again if key.split(":")[0] not in graver} == set(), minute


def test_two_sources_that_differ_all_day_are_one_piece_of_news() -> None:
    """Which of them says open, and until when, changes with the hour."""
    key = "facility-conflict:facility/api/imc"
    found = alerts(CENTRE, OTHER, now=at("12:30"))
    entry = acknowledged(found[key], at("12:30"))
    sentences = {found[key].sentence}
    for clock in ("13:59", "14:01", "17:59", "18:01", "19:59"):
        item = alerts(CENTRE, OTHER, now=at(clock), entries=(entry,)).get(key)
        sentences |= {item.sentence} if item else set()
        assert item is None or item.state == "acknowledged", clock
    assert len(sentences) > 1


def test_who_is_due_in_an_overdue_space_is_news_when_that_presses() -> None:
    key = "space-overdue:space/api/4"
    soon = replace(DUE, start=at("14:10"), end=at("14:40"))
    later = replace(DUE, id="booking/api/l", organisation="Dal Radio", start=at("17:00"), end=at("18:00"))
    entry = acknowledged(alerts(BOOTH, TAKEN, soon, later)[key])
    states = {
        clock: alerts(BOOTH, TAKEN, soon, later, now=at(clock), entries=(entry,))[key].state
        for clock in ("14:39", "14:41", "15:59", "16:01")
    }
    assert states == {"14:39": "acknowledged", "14:41": "acknowledged", "15:59": "acknowledged", "16:01": "new"}


def test_a_closing_that_moves_with_its_event_comes_back_once_a_day_at_most() -> None:
    """While an event goes on past its end, what closes an hour after it closes a minute later each minute."""
    key = "facility-closing:facility/api/imc"
    follows = replace(CENTRE, periods=hours("08:00", "14:50"), closing=RelativeClosing(minutes=60, after="d"))
    event = replace(DOORSTEP, start=at("13:00"), end=at("13:30"), began=at("13:00"), status="live")
    entry = acknowledged(alerts(follows, event)[key])
    for minute in range(1, 60, 7):
        found = alerts(follows, event, entries=(entry,), now=NOW + timedelta(minutes=minute))
        assert found[key].state == "acknowledged"


def test_notices_and_clashes_say_since_when_they_say_so() -> None:
    """By this an entry is judged that does not tell what was said."""
    entry = replace(acknowledged(alerts(LIFT)["notice:notice/api/1"], at("11:10")), data={"severity": "critical"})
    changed = seen(LIFT.id, "text", "Lift out of order", "Evacuate hall 1", at("12:00"))
    item = alerts(replace(LIFT, text="Evacuate hall 1"), changes=(changed,), entries=(entry,))[entry.subject]
    assert (item.state, item.since) == ("new", at("12:00"))
    back = replace(changed, what="returned", field="")
    assert alerts(LIFT, changes=(back,), entries=(entry,))[entry.subject].state == "new", "it had been taken back"
    key = "event-clash:event/api/d"
    entry = replace(entry, subject=key)
    moved = seen(REMARKS.id, "room", "Annex", "Forum", at("12:00"))
    item = alerts(DOORSTEP, REMARKS, changes=(moved,), entries=(entry,))[key]
    assert (item.state, item.since) == ("new", at("12:00"))
    assert alerts(DOORSTEP, BRIEFING, changes=(moved,), entries=(entry,))[key].state == "acknowledged"


def test_every_rule_that_can_say_more_is_tried_here() -> None:
    """What is left out has one thing to say, and begins anew with it."""
    tried = {case.key.split(":")[0] for case in SAYS_MORE}
    assert {rule.name for rule in RULES} - tried == {
        "poller", "source", "source-held", "facility-unreachable", "space-no-show", "event-conflict", "event-upset",
        "pool-event", "pool-material",
    }  # fmt: skip
