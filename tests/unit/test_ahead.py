"""A board of a time that has not come claims only what is planned; nothing known is never called well."""

from datetime import timedelta

from msgspec.structs import replace

from opsdash.board.board import board_at
from opsdash.board.items import Board
from opsdash.board.verdict import Verdict, verdict
from opsdash.model import Booking, Facility, Pool, PressEvent, Record, Space
from opsdash.parts import Assignment, LiveStatus, OpeningPeriod
from opsdash.render.poolrows import heads
from opsdash.render.summary import alert_strip, header_clock
from opsdash.render.text import board_text, brief_text
from opsdash.snapshot import Desk, DeskEntry, Health, SourceHealth
from opsdash.sourcespec import OpsdashSpec
from tests.support import site, snapshot, venue

NOW = venue("2025-06-25T12:00")
LATER = NOW + timedelta(hours=3)


def ahead(*records: Record, hours: float = 3) -> Board:
    return board_at(snapshot(*records), Desk(), NOW + timedelta(hours=hours), NOW)


def event(key: str, start: str, **more: object) -> PressEvent:
    return PressEvent(id=f"event/api/{key}", title=key, start=venue(start), **more)  # type: ignore[arg-type]


def test_an_event_to_come_is_not_called_late_because_nobody_saw_it_begin() -> None:
    begun = event("begun", "2025-06-25T11:00", began=venue("2025-06-25T11:00"), end=venue("2025-06-25T11:30"))
    then = event("then", "2025-06-25T14:30", end=venue("2025-06-25T15:30"))
    over = event("over", "2025-06-25T10:00", began=venue("2025-06-25T10:05"), finished=venue("2025-06-25T10:30"))
    (_, _, item) = ahead(over, begun, then).programme
    assert (item.title, item.state, item.flags) == ("then", "live by plan", ()), "nobody has seen it begin"
    assert item.phase == "now"
    assert board_at(snapshot(begun, then), Desk(), LATER).programme[1].state == "delayed"


def test_nobody_is_missing_from_a_pool_that_has_not_met() -> None:
    members = (Assignment(person="photographer 1", status="present"), Assignment(person="photographer 2"))
    pool = Pool(
        id="pool/api/1", name="Pool 1", muster_at=venue("2025-06-25T14:50"), assignments=members,
        material_due=venue("2025-06-25T14:55"),
    )  # fmt: skip
    board = ahead(pool)
    assert board.pools[0].present == 0
    assert board.pools[0].state not in ("incomplete", "complete")
    assert board.pools[0].material == ""
    assert [alert.rule for alert in board.alerts if alert.subject == pool.id] == []


def test_who_came_to_a_pool_that_has_met_came_whatever_time_is_shown() -> None:
    """What is known stays known; what nobody has seen is called not known, not nought."""
    there = tuple(Assignment(person=f"photographer {n}", status="present", arrived=NOW) for n in range(5))
    met = Pool(id="pool/api/1", name="Pool 1", muster_at=NOW - timedelta(minutes=5), assignments=there)
    then = Pool(
        id="pool/api/2", name="Pool 2", muster_at=NOW + timedelta(minutes=5), departs=NOW + timedelta(minutes=9),
        assignments=(Assignment(person="photographer 6"), Assignment(person="photographer 7")),
    )  # fmt: skip
    board = ahead(met, then, hours=1)
    done, away = board.pools
    assert (done.present, done.expected, done.missing, done.awaited) == (5, 5, (), ())
    assert (away.present, away.missing, away.no_card) == (0, (), ())
    assert away.brief == "under way, 2 expected"
    assert [heads(pool) for pool in board.pools] == ["5 of 5", "? of 2"]
    assert "Pool 2: ? of 2 there" in board_text(board)


def test_of_a_time_to_come_nothing_is_called_live_or_ended_that_nobody_has_seen() -> None:
    over = event("over", "2025-06-25T10:00", end=venue("2025-06-25T11:00"))
    dinner = PressEvent(
        id="event/api/dinner", title="dinner", day=NOW.date(), wording="late evening", status="tentative"
    )
    states = {item.title: (item.state, item.phase) for item in ahead(over, dinner, hours=20).programme}
    assert states == {"over": ("ended", "past"), "dinner": ("over by plan", "past")}


def test_nobody_is_overdue_or_absent_in_a_booth_that_is_only_booked() -> None:
    space = Space(id="space/api/1", name="Booth 1", present="Fjord TV", present_since=NOW)
    here = Booking(
        id="booking/api/1", space="1", organisation="Fjord TV", start=NOW - timedelta(hours=1),
        end=NOW + timedelta(hours=1), checked_in=NOW,
    )  # fmt: skip
    due = Booking(id="booking/api/2", space="1", organisation="Polder TV", start=NOW + timedelta(hours=2), end=LATER)
    assert ahead(space, here, due, hours=1.5).spaces[0].state in ("free", "reserved")
    assert ahead(space, here, due, hours=2.9).spaces[0].state in ("occupied", "reserved")
    assert ahead(space, here, due, hours=4).spaces[0].state == "free"


def test_who_walked_in_has_the_booth_for_as_long_as_was_written_down() -> None:
    space = Space(id="space/api/1", name="Booth 1", present="Fjord TV", present_since=NOW)
    here = Booking(
        id="booking/api/1", space="1", organisation="Fjord TV", start=NOW, end=LATER, checked_in=NOW, walk_in=True
    )
    assert board_at(snapshot(space, here), Desk(), NOW).spaces[0].state == "walk-in"
    planned = [ahead(space, here, hours=hours).spaces[0] for hours in (2.9, 3)]
    assert [(item.state, item.holder) for item in planned] == [("occupied", "Fjord TV"), ("free", "")]
    seen_only = ahead(space, hours=2).spaces[0]
    assert seen_only.holder == "", "whether who is seen there now will be there then nobody knows"


def test_what_is_so_now_without_an_end_does_not_close_tomorrow() -> None:
    desk = Facility(
        id="facility/api/desk", name="Desk", hours="Mo-Su 08:00-20:00",
        live=LiveStatus(state="closed", since=NOW, reason="fire drill"),
    )  # fmt: skip
    assert board_at(snapshot(desk), Desk(), NOW).facilities[0].state == "closed"
    assert ahead(desk, hours=22).facilities[0].state == "open"


def test_what_an_officer_says_of_now_without_an_end_does_not_close_tomorrow() -> None:
    day = OpeningPeriod(day=LATER.date(), opens=NOW - timedelta(hours=4), closes=NOW + timedelta(hours=8))
    centre = Facility(id="facility/api/imc", name="Media Centre", periods=(day,))

    def later(*entries: DeskEntry) -> str:
        return board_at(snapshot(centre), Desk(entries=entries), LATER, NOW).facilities[0].state

    shut = DeskEntry(id="1", at=NOW, who="duty officer", action="override", subject="imc", data={"state": "closed"})
    until = replace(shut, until=LATER + timedelta(hours=1))
    assert later(shut) == "open"
    assert later(until) == "closed"
    assert later(until, replace(shut, id="2", data={"state": "open"})) == "open", "the later word lifted the first"
    now = board_at(snapshot(centre), Desk(entries=(shut,)), NOW).facilities[0]
    assert now.state == "closed"


def test_the_text_says_that_it_is_a_plan() -> None:
    board = ahead(event("then", "2025-06-25T14:30"))
    assert "NOT NOW: this is Wed 25 June 15:00, as planned. Now it is 12:00." in " ".join(board_text(board).split())
    assert "Wed 25 June 15:00 CEST, NOT NOW" in brief_text(board)
    assert brief_text(board).startswith("nothing in the plan stands against it ("), "how it will be nobody knows"
    assert alert_strip(board, 60, 1, "8")[0][1][0] == "Nothing in the plan stands against it"


def test_where_nothing_is_known_nothing_is_called_well() -> None:
    board = board_at(snapshot(Facility(id="facility/config/desk", name="Desk")), Desk(), NOW)
    assert verdict(board) is Verdict.UNKNOWN
    assert brief_text(board).startswith("not known (data from the configuration alone")
    assert "HOURS not known" in board_text(board)


def test_what_was_acknowledged_is_not_called_well() -> None:
    from opsdash.model import Notice
    from opsdash.snapshot import DeskEntry

    notice = Notice(id="notice/api/1", text="Lift B is out of order", severity="warning", start=NOW)
    rest = event("later", "2025-06-25T18:00")
    (alert,) = board_at(snapshot(notice, rest), Desk(), NOW).alerts
    seen = DeskEntry(
        id="1", at=NOW, who="duty officer", action="acknowledge", subject=alert.id, data={"severity": "warning"}
    )
    board = board_at(snapshot(notice, rest), Desk(entries=(seen,)), NOW)
    assert verdict(board) is Verdict.OK
    assert brief_text(board).startswith("nothing new, 1 acknowledged")


def test_a_source_that_never_answered_is_said_in_words() -> None:
    sources = (OpsdashSpec(name="api", url="http://localhost:1"), OpsdashSpec(name="plan", url="http://localhost:2"))
    heard = Health(sources={"api": SourceHealth(tried=NOW, succeeded=NOW)})
    nothing = board_at(snapshot(at=site(sources=sources)), Desk(), NOW)
    assert "No source has answered yet, nothing stored yet." in " ".join(board_text(nothing).split())
    half = board_at(snapshot(at=site(sources=sources), health=heard), Desk(), NOW + timedelta(hours=1), NOW)
    assert "1 of 2 sources has not answered yet" in brief_text(half)
    assert "now not asked" not in board_text(half)
    assert "? now 1 of 2 never read" in "".join(text for text, _ in header_clock(half, 79))
    stale = board_at(snapshot(at=site(sources=sources), health=heard), Desk(), NOW + timedelta(minutes=3))
    assert "(data stale 3 min, 1 of 2 sources has not answered yet, " in brief_text(stale), (
        "the one hides not the other"
    )


def test_what_is_over_is_told_as_it_was_on_a_board_of_later() -> None:
    late = event("late", "2025-06-25T11:00", began=venue("2025-06-25T11:07"), finished=venue("2025-06-25T11:30"))
    (item,) = ahead(late).programme
    assert (item.state, item.start, item.delay) == ("ended", venue("2025-06-25T11:07"), 7)
