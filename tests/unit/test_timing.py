"""Time in words, and what people write for a time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from opsdash import timing
from opsdash.render.words import until
from tests.support import venue

ZONE = timing.zone_of("Europe/Amsterdam")
NOW = venue("2025-06-25T12:00")  # a Wednesday


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2025-06-25T23:30", "2025-06-25T23:30"),
        ("2025-06-25 23:30", "2025-06-25T23:30"),
        ("23:30", "2025-06-25T23:30"),
        ("7.05", "2025-06-25T07:05"),
        ("16h00", "2025-06-25T16:00"),
        ("tomorrow 07:00", "2025-06-26T07:00"),
        ("yesterday 07:00", "2025-06-24T07:00"),
        ("Thu 07:00", "2025-06-26T07:00"),
        ("wednesday 07:00", "2025-06-25T07:00"),
        ("Weds 07:00", "2025-06-25T07:00"),
        ("+2h", "2025-06-25T14:00"),
        ("+1h30m", "2025-06-25T13:30"),
        ("-15m", "2025-06-25T11:45"),
        ("2025-06-26", "2025-06-26T00:00"),
        ("2025-06-26T7:05", "2025-06-26T07:05"),
        ("7", "2025-06-25T07:00"),
        ("tomorrow 7", "2025-06-26T07:00"),
        ("+3", "2025-06-25T15:00"),
        ("-24", "2025-06-24T12:00"),
        ("noon", "2025-06-25T12:00"),
        ("Thu Noon", "2025-06-26T12:00"),
        ("midnight", "2025-06-26T00:00"),
        ("tomorrow midnight", "2025-06-27T00:00"),
        ("tomorrow", "2025-06-26T12:00"),
        ("yesterday", "2025-06-24T12:00"),
        ("Fri", "2025-06-27T12:00"),
    ],
)
def test_what_people_write(text: str, meant: str) -> None:
    assert timing.parse_instant(text, ZONE, NOW) == venue(meant)


def test_an_offset_is_believed() -> None:
    assert timing.parse_instant("2025-06-25T12:00:00+00:00", ZONE, NOW) == datetime(2025, 6, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "25:00", "12:61", "+", "someday 07:00", "monkey 07:00", "th 07:00", "2025-13-01",
        "+99999999999h", "+9999999h", "-999999h", "9999-12-31T23:59", "0001-01-01T00:00", "2500-01-01 07:00",
        "24", "+30", "noon tomorrow", "Thu Fri 7", "7 7", "monkey",
    ],
)  # fmt: skip
def test_what_is_no_time_says_what_is(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time; write one of"):
        timing.parse_instant(text, ZONE, NOW)


def test_missing_hour_moves_to_its_end_and_repeated_hour_is_the_first() -> None:
    assert timing.at_clock(date(2025, 3, 30), 150, ZONE).astimezone(UTC) == datetime(2025, 3, 30, 1, 0, tzinfo=UTC)
    assert timing.at_clock(date(2025, 10, 26), 150, ZONE).astimezone(UTC) == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_minutes_past_midnight_are_the_next_day() -> None:
    assert timing.at_clock(date(2025, 6, 25), 26 * 60, ZONE) == venue("2025-06-26T02:00")


def test_half_hour_gap_ends_where_the_clock_goes_on() -> None:
    lord_howe = timing.zone_of("Australia/Lord_Howe")  # 02:00 to 02:30 does not exist on 5 October 2025
    assert f"{timing.at_clock(date(2025, 10, 5), 135, lord_howe):%H:%M}" == "02:30"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "under a minute"), (1, "1 min"), (119, "1 h 59 min"), (120, "2 h"), (1500, "1 d 1 h"), (1441, "1 d 1 min")],
)
def test_span_is_exact(minutes: int, words: str) -> None:
    assert timing.span(timedelta(minutes=minutes, seconds=20)) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-1, ""), (0, "now"), (9, "9 min"), (12, "~10 min"), (13, "~15 min"), (14, "~15 min"), (29, "~30 min"), (30, "")],
)
def test_a_countdown_is_exact_near_and_to_the_nearest_five_beyond(minutes: int, words: str) -> None:
    assert timing.countdown(timedelta(minutes=minutes, seconds=30)) == words


def test_clock_names_the_day_only_when_it_is_another() -> None:
    assert timing.clock(venue("2025-06-25T14:30"), ZONE, NOW) == "14:30"
    assert timing.clock(venue("2025-06-26T02:00"), ZONE, NOW) == "Thu 26 June 02:00"
    assert timing.clock(venue("2026-06-26T02:00"), ZONE, NOW) == "Fri 26 June 2026 02:00"


def test_replaced_clock_runs_at_its_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen = timing.Clock(NOW, 1_000_000.0, 0.0)
    monkeypatch.setenv(timing.CLOCK_VARIABLE, str(frozen))
    assert timing.now() == NOW
    assert timing.Clock.parse(str(frozen)) == frozen


def test_only_one_module_asks_for_the_time() -> None:
    import re
    from pathlib import Path

    package = Path(timing.__file__).parent
    asking = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(|time\.monotonic\(|pendulum\.now\(")
    found = [
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if path.name != "timing.py" and asking.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        ("2025-10-26T00:50", "2025-10-26T02:10", ""),  # 02:50 and 03:10 by the clock, 80 minutes apart
        ("2025-10-26T00:50", "2025-10-26T00:58", "8 min"),
        ("2025-10-26T00:50", "2025-10-26T01:15", "~25 min"),  # 02:50 and then 02:15
        ("2025-03-30T00:50", "2025-03-30T01:15", "~25 min"),  # 01:50 and then 03:15
        ("2025-10-26T01:15", "2025-10-26T00:50", ""),  # 02:15 and before it 02:50
    ],
)
def test_a_countdown_counts_real_minutes_across_a_clock_change(now: str, then: str, said: str) -> None:
    here, there = (datetime.fromisoformat(text).replace(tzinfo=UTC).astimezone(ZONE) for text in (now, then))
    assert until(there, here) == said
