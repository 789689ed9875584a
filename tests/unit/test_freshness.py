"""How old the data is: states, words, panels."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from opsdash.board.board import board_at
from opsdash.board.freshness import panel_freshness, polling, source_items, worst_of
from opsdash.board.index import index_of
from opsdash.board.items import Panel, PanelFreshness, SourceItem
from opsdash.model import Facility, PressEvent, Record
from opsdash.render.summary import header_clock
from opsdash.render.text import board_text, brief_text
from opsdash.snapshot import Desk, Health, PollerHealth, Snapshot, SourceHealth, Thresholds
from opsdash.sourcespec import AnySourceSpec, IcalSpec, OpsdashSpec
from tests.support import feed, site, venue

NOW = venue("2025-06-25T14:00")
API = OpsdashSpec(name="api", url="http://localhost:1", every="60s")


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def snap(
    *records: Record,
    specs: tuple[AnySourceSpec, ...] = (API,),
    limits: Thresholds | None = None,
    poller: PollerHealth | None = None,
    **health: SourceHealth,
) -> Snapshot:
    at = site(*records, sources=specs, thresholds=limits)
    return Snapshot(feed=feed(*records, at=at), health=Health(poller=poller, sources=health))


def one(health: SourceHealth, spec: AnySourceSpec = API, now: datetime = NOW) -> SourceItem:
    return source_items(snap(specs=(spec,), api=health), now)[0]


def good(seconds: float) -> SourceHealth:
    return SourceHealth(tried=ago(seconds), succeeded=ago(seconds), count=3)


def failing(seconds: float, failures: int = 1) -> SourceHealth:
    return SourceHealth(tried=ago(1), succeeded=ago(seconds), error="connection refused", failures=failures)


@pytest.mark.parametrize(
    ("health", "state", "brief"),
    [
        (SourceHealth(), "never", "not asked yet"),
        (SourceHealth(tried=ago(1), error="no such host.", failures=1), "never", "never answered: no such host"),
        (good(0), "fresh", "fresh"),
        (good(65), "fresh", "fresh"),
        (good(66), "late", "late 1 min"),
        (good(124), "late", "late 2 min"),
        (good(125), "stale", "stale 2 min"),
        (good(604), "stale", "stale 10 min"),
        (good(605), "down", "down 10 min"),
        (failing(30), "late", "late <1 min: connection refused"),
        (failing(119), "late", "late 1 min: connection refused"),
        (failing(120), "stale", "stale 2 min: connection refused"),
        (failing(600), "down", "down 10 min: connection refused"),
        (failing(4500), "down", "down 1 h 10 min: connection refused"),
        (failing(90, failures=10), "down", "down 1 min: connection refused"),
    ],
)
def test_state_and_words_follow_the_age_against_the_sources_own_interval(
    health: SourceHealth, state: str, brief: str
) -> None:
    item = one(health)
    assert (item.state, item.brief) == (state, brief)


def test_a_source_whose_answer_holds_for_longer_is_not_late_before_that() -> None:
    assert one(SourceHealth(succeeded=ago(500), holds=600)).state == "fresh"
    item = one(SourceHealth(succeeded=ago(700), holds=600))
    assert (item.state, item.every) == ("late", 600)
    assert one(SourceHealth(succeeded=ago(70), holds=5)).state == "late"


def test_a_source_polled_every_two_seconds_does_not_flicker_while_its_requests_take_long() -> None:
    quick = OpsdashSpec(name="api", url="http://localhost:1", every="2s")
    for tenths in range(90):
        health = SourceHealth(succeeded=ago(tenths / 10), latency=2.0, latencies=(1.5, 2.0))
        assert one(health, quick).state == "fresh", f"after {tenths / 10} s"
    assert one(SourceHealth(succeeded=ago(9.1), latency=2.0), quick).state == "late"


def test_a_stopped_api_is_stale_with_its_age_within_two_intervals() -> None:
    for every in (2, 10, 60, 3600):
        spec = OpsdashSpec(name="api", url="http://localhost:1", every=f"{every}s")
        item = one(failing(2 * every), spec)
        assert (item.state, item.age) == ("stale", 2 * every)
        assert item.brief.startswith("stale ")
        assert item.brief.endswith(": connection refused")


def test_one_absurd_request_time_cannot_keep_a_source_fresh() -> None:
    assert one(SourceHealth(succeeded=ago(100), latencies=(86_400.0,))).state == "late"


def test_a_source_that_answers_with_old_data_is_stale_and_says_so() -> None:
    item = one(SourceHealth(tried=ago(5), succeeded=ago(5), as_of=ago(1200)))
    assert (item.state, item.age) == ("down", 1200)
    assert item.brief == "down 20 min: it answers, with data from 13:40"
    ahead = one(SourceHealth(succeeded=ago(5), as_of=NOW + timedelta(hours=1)))
    assert (ahead.state, ahead.age) == ("fresh", 5)


def test_a_success_that_lies_ahead_of_the_clock_does_not_look_fresh() -> None:
    item = one(good(-720))
    assert (item.state, item.age) == ("stale", None)
    assert item.brief == "stale, age unknown: last answer 14:12 lies ahead of the clock"
    assert one(good(-3)).brief == "fresh"


def test_the_words_of_a_fresh_source_never_move_and_others_move_once_a_minute() -> None:
    fresh = {one(SourceHealth(succeeded=NOW), now=NOW + timedelta(seconds=n)).brief for n in range(66)}
    assert fresh == {"fresh"}
    words = [one(failing(0), now=NOW + timedelta(seconds=n)).brief for n in range(1, 601)]
    assert sum(a != b for a, b in pairwise(words)) == 10


def test_venue_time_and_numbers_come_from_the_health() -> None:
    item = one(SourceHealth(succeeded=ago(5), changed=ago(50), count=7, held=9, latencies=(0.1,)))
    assert item.changed is not None
    assert item.changed.isoformat() == "2025-06-25T13:59:10+02:00"
    assert (item.kind, item.every, item.count, item.held, item.latencies) == ("opsdash", 60, 7, 9, (0.1,))


CALENDAR = IcalSpec(name="calendar", url="http://localhost:1", every="60s")
BOOKINGS = IcalSpec(name="booths", url="http://localhost:1", every="60s", gives_as="bookings")


def panels(snapshot: Snapshot) -> dict[Panel, PanelFreshness]:
    return panel_freshness(index_of(snapshot.feed), source_items(snapshot, NOW), NOW)


def test_each_panel_carries_the_worst_of_the_sources_that_feed_it() -> None:
    facility = Facility(id="facility/config/desk", name="Desk")
    found = panels(
        snap(facility, specs=(CALENDAR, BOOKINGS), calendar=good(5), booths=failing(700)),
    )
    assert {panel: (f.state, f.brief, f.sources) for panel, f in found.items()} == {
        "facilities": ("fresh", "from the configuration", ()),
        "programme": ("fresh", "fresh", ("calendar",)),
        "spaces": ("down", "down 11 min", ("booths",)),
        "pools": ("never", "no source", ()),
    }
    both = panels(snap(specs=(API, CALENDAR), api=failing(150), calendar=good(5)))["programme"]
    assert (both.state, both.age, both.brief) == ("stale", 150, "api stale 2 min")


def test_records_of_a_source_that_is_no_longer_configured_do_not_look_live() -> None:
    found = panels(snap(PressEvent(id="event/old/1", title="Doorstep"), specs=()))["programme"]
    assert (found.state, found.brief) == ("stale", "source no longer configured")


def test_the_worst_of_all_is_named_and_a_board_without_sources_rests_on_the_configuration() -> None:
    items = source_items(snap(specs=(API, CALENDAR), api=good(5), calendar=failing(130)), NOW)
    assert worst_of(items, NOW).brief == "calendar stale 2 min"
    assert worst_of((), NOW) == PanelFreshness(state="fresh", brief="from the configuration")
    unasked = source_items(snap(specs=(API, CALENDAR), api=good(5)), NOW)
    assert worst_of(unasked, NOW).state == "never"


def test_the_age_is_that_of_the_worst_and_of_no_other_and_it_is_named_where_others_are_better() -> None:
    daily = IcalSpec(name="daily", url="http://localhost:1", every="24h")
    quick = OpsdashSpec(name="quick", url="http://localhost:1", every="10s")
    known = snap(specs=(daily, quick), daily=good(20 * 3600), quick=failing(45))
    worst = worst_of(source_items(known, NOW), NOW)
    assert (worst.state, worst.age, worst.worst, worst.brief) == ("stale", 45, "quick", "quick stale <1 min")
    board = board_at(known, Desk(), NOW)
    head = "".join(text for text, _ in header_clock(board, 60))
    assert head.endswith("▲ quick stale <1 min · no poller")
    assert "".join(text for text, _ in header_clock(board, 53)).endswith("▲ stale <1 min · no poller"), "no room for it"
    assert "data from quick stale <1 min" in brief_text(board)
    assert "Data from quick stale <1 min, nothing stored yet." in " ".join(board_text(board).split())
    both = snap(specs=(daily, quick), daily=failing(50 * 3600), quick=failing(45))
    assert worst_of(source_items(both, NOW), NOW).worst == "", "not the only one"


@pytest.mark.parametrize(("seconds", "alive"), [(0, True), (15, True), (16, False), (-16, False)])
def test_polling_means_a_heartbeat_lately(seconds: int, alive: bool) -> None:
    beat = PollerHealth(pid=1, started=ago(100), beat=ago(seconds))
    assert polling(snap(poller=beat), NOW) is alive
    assert polling(snap(), NOW) is False


def test_on_a_clock_that_runs_faster_a_beat_and_an_answer_take_as_much_more_of_its_time() -> None:
    def seen(seconds: float) -> tuple[bool, str]:
        poller = PollerHealth(pid=1, started=ago(9000), beat=ago(seconds), pace=60.0)
        snapshot = snap(specs=(OpsdashSpec(name="api", url="http://localhost:1", every="120s"),), poller=poller,
                        api=good(120 + seconds))  # fmt: skip
        return polling(snapshot, NOW), source_items(snapshot, NOW)[0].state

    assert seen(5 * 60) == (True, "fresh")
    assert seen(15 * 60) == (True, "stale")
    assert seen(15 * 60 + 1)[0] is False
