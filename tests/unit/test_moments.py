"""Instants as the board keeps them: what is remembered of one must never answer for another."""

from datetime import UTC, datetime, timedelta

from opsdash.board.moments import At, at
from opsdash.timing import zone_of

TZ = zone_of("Europe/Amsterdam")
TWICE = datetime(2025, 10, 26, 2, 30)
"""A wall clock time that the venue's clock shows twice."""


def seconds(instant: datetime) -> float:
    found = at(instant, TZ)
    assert found
    return found.seconds


def test_the_hour_that_happens_twice_is_two_hours_whoever_asked_first() -> None:
    first, second = TWICE, TWICE.replace(fold=1)
    assert seconds(second) - seconds(first) == 3600
    assert seconds(second.replace(tzinfo=TZ)) - seconds(first.replace(tzinfo=TZ)) == 3600


def test_an_instant_is_the_same_in_whatever_zone_it_is_given() -> None:
    given = datetime(2025, 6, 25, 10, tzinfo=UTC)
    expected = At(given.timestamp(), given.astimezone(TZ))
    for zone in (UTC, TZ, zone_of("America/St_Johns"), zone_of("Asia/Kathmandu")):
        found = at(given.astimezone(zone), TZ)
        assert found == expected
        assert found.local.tzinfo is TZ
    assert at(given, zone_of("Asia/Kathmandu")) != at(given + timedelta(hours=1), TZ)
    later = at(given, zone_of("Asia/Kathmandu"))
    assert later
    assert f"{later.local:%H:%M}" == "15:45"
