"""Press events that are called off or moved shortly before, through the whole board."""

from datetime import datetime
from typing import Any

import msgspec
import pytest

from opsdash.board.items import AlertItem
from opsdash.model import Pool, PressEvent
from opsdash.snapshot import Change, Thresholds
from tests.unit.test_alerts import alerts, at, replace, seen

PRESS = PressEvent(
    id="event/api/p", title="Press conference by the Prime Minister of Norway", room="Press Room 1",
    start=at("15:00"), end=at("15:30"), type="press conference",
)  # fmt: skip
KEY = "event-upset:event/api/p"


def became(field: str, old: Any, new: Any, when: str = "13:50") -> Change:
    return seen(PRESS.id, field, msgspec.to_builtins(old), msgspec.to_builtins(new), at(when))


def upset(*changes: Change, now: str = "14:00", **fields: Any) -> AlertItem | None:
    return alerts(replace(PRESS, **fields), changes=changes, now=at(now)).get(KEY)


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_what_is_called_off_shortly_before_is_told_until_nobody_comes_any_more(status: str) -> None:
    change = became("status", "scheduled", status)
    item = upset(change, status=status)
    assert item
    assert (item.severity, item.since) == ("warning", at("13:50"))
    assert item.sentence == f"{status.title()}: Press conference by the Prime Minister of Norway at 15:00."
    assert item.action == "Announce it at the desk and on the boards."
    early = upset(change, now="13:59", status=status)
    assert early
    assert early.severity == "info", "more than an hour before"
    assert upset(change, now="15:29", status=status)
    assert upset(change, now="15:30", status=status) is None
    assert upset(change, now="13:49", status=status) is None, "nobody had seen it yet"
    assert upset(status=status) is None, "it was so at the first answer"


def test_only_what_is_new_and_near() -> None:
    change = became("status", "scheduled", "cancelled")
    assert upset(change, status="cancelled", start=at("18:00"), end=None)
    assert upset(change, status="cancelled", start=at("18:01"), end=None) is None
    old = became("status", "scheduled", "cancelled", "12:00")
    assert upset(old, status="cancelled", now="13:59")
    assert upset(old, status="cancelled") is None
    back = became("status", "cancelled", "scheduled", "13:55")
    assert upset(change, back) is None
    again = became("status", "scheduled", "tentative")
    assert upset(again, status="tentative") is None


def test_a_move_is_told_with_both_sides_and_at_both_times() -> None:
    time = became("start", at("14:30"), at("15:00"))
    item = upset(time)
    assert item
    assert item.sentence == "Moved 14:30 to 15:00: Press conference by the Prime Minister of Norway."
    room = became("room", "Press Room 2", "Press Room 1", "13:55")
    item = upset(time, replace(room, generation=3))
    assert item
    assert item.sentence.startswith("Moved 14:30 to 15:00, Press Room 2 to Press Room 1: Press conference")
    assert item.since == at("13:55")
    item = upset(room)
    assert item
    assert item.sentence.startswith("Moved Press Room 2 to Press Room 1: Press conference")
    assert item.sentence.endswith("Norway at 15:00.")
    away = upset(became("start", at("14:30"), at("22:00")), start=at("22:00"), end=None)
    assert away, "people come to where it was"
    assert away.severity == "warning"
    assert upset(time, became("start", at("15:00"), at("14:30"), "13:55"), start=at("14:30")) is None, "there and back"
    assert upset(became("room", "", "Press Room 1")) is None, "its first room is no move"
    assert upset(time, status="ended") is None


def test_what_leaves_the_programme_is_told_unless_it_is_there_under_a_new_id() -> None:
    gone = Change(id=PRESS.id, title=PRESS.title, what="withdrawn", seen=at("13:50"), generation=2)
    item = upset(gone, withdrawn=at("13:50"))
    assert item
    assert item.sentence.startswith("Withdrawn from the programme: Press conference")
    twin = replace(PRESS, id="event/api/q", start=at("15:20"))
    came = replace(gone, id=twin.id, what="added")
    found = alerts(replace(PRESS, withdrawn=at("13:50")), twin, changes=(gone, came))
    assert [item.sentence.partition(": ")[0] for item in found.values()] == ["Moved 15:00 to 15:20"]


def test_a_room_that_all_its_events_are_in_under_another_name_upsets_nobody() -> None:
    others = [replace(PRESS, id=f"event/api/{n}", title=f"Briefing {n}", start=at(f"1{n}:45")) for n in (4, 6)]
    changes = tuple(seen(one.id, "room", "Hall", "Press Room 1", at("13:50")) for one in others)
    assert not any(item.rule == "event-upset" for item in alerts(*others, changes=changes).values())


def test_the_pool_that_covers_it_is_named() -> None:
    pool = Pool(id="pool/api/3", name="Pool 3", event="p", muster_at=at("14:40"))
    change = became("status", "scheduled", "cancelled")
    item = alerts(replace(PRESS, status="cancelled"), pool, changes=(change,))[KEY]
    assert item.action == "Announce it at the desk and on the boards; tell Pool 3."


def many(count: int, now: datetime) -> list[AlertItem]:
    off = [
        replace(PRESS, id=f"event/api/{n}", title=f"Briefing {n}", room=f"R{n}", status="cancelled", start=at(start))
        for n, start in enumerate(["14:20", "14:40", "15:00", "15:30", "16:00", "20:00"][:count])
    ]
    changes = tuple(seen(one.id, "status", "scheduled", "cancelled", at("13:50")) for one in off)
    return list(alerts(*off, changes=changes, now=now, limits=Thresholds(recent=240)).values())


def test_many_at_once_are_one_alert_of_their_source_for_as_long_as_one_of_them_matters() -> None:
    assert [item.id for item in many(3, at("14:00"))] == [f"event-upset:event/api/{n}" for n in range(3)]
    (item,) = many(6, at("14:00"))
    assert (item.id, item.severity) == ("event-upset:api", "warning")
    assert item.sentence == (
        "api called off or moved many press events at once (13:50): Briefing 0 at 14:20 cancelled; "
        "Briefing 1 at 14:40 cancelled; Briefing 2 at 15:00 cancelled; and 2 more that begin soon."
    )
    (left,) = many(6, at("16:10"))
    assert left.id == "event-upset:api"
    assert left.sentence.endswith("(13:50): Briefing 4 at 16:00 cancelled; Briefing 5 at 20:00 cancelled.")
