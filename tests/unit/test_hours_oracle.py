"""Hours against an oracle that walks the clock minute by minute and knows nothing of the code it checks."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opsdash.board.hours import deadline_items, facility_items
from opsdash.board.index import Index
from opsdash.board.items import FacilityItem
from opsdash.model import Facility, PressEvent, Record
from opsdash.parts import OpeningPeriod
from opsdash.snapshot import Desk, DeskEntry
from tests.strategies import NEAR, SPRINGS, ZONES, deadlines, facilities
from tests.support import examples, feed, site

MINUTE = timedelta(minutes=1)


def board(records: Sequence[Record], zone: str, now: datetime, desk: Desk | None = None) -> tuple[FacilityItem, ...]:
    """The facilities, from an index that has answered nothing yet."""
    return facility_items(Index(feed(*records, at=site(zone=zone))), desk or Desk(), now)


def same(shown: datetime | None, instant: datetime | None) -> bool:
    """Whether both are the same instant; Python's == says no to any time of a repeated hour in another zone."""
    return (shown.astimezone(UTC) if shown else None) == instant


class Oracle:
    """Whether it is open at a minute, and where that began and ends, by walking."""

    def __init__(self, stretches: list[tuple[datetime, datetime]]) -> None:
        self.stretches = stretches

    def open(self, now: datetime) -> bool:
        return any(start <= now < end for start, end in self.stretches)

    def walk(self, now: datetime, step: timedelta) -> datetime:
        """The last minute in direction `step` at which it is as it is now."""
        state = self.open(now)
        while self.open(now + step) == state and abs((now - NEAR).days) < 400:
            now += step
        return now


@st.composite
def schedules(draw: st.DrawFn) -> tuple[str, list[tuple[datetime, datetime]], datetime]:
    """A zone, stretches around one of its clock changes, and an instant near them."""
    zone = draw(st.sampled_from(ZONES))
    around = draw(st.sampled_from(SPRINGS.get(zone, (NEAR,))))
    minutes = st.integers(-2 * 1440, 2 * 1440)
    found = []
    for _ in range(draw(st.integers(1, 5))):
        start = around + draw(minutes) * MINUTE
        found.append((start, start + draw(st.integers(1, 1600)) * MINUTE))
    edges = [edge + n * MINUTE for pair in found for edge in pair for n in (-1, 0)]
    now = draw(st.sampled_from(edges) | st.builds(lambda n: around + n * MINUTE, minutes))
    return zone, found, now


@settings(max_examples=examples(80), deadline=None)
@given(schedules())
def test_published_hours_agree_with_a_walk_minute_by_minute(
    drawn: tuple[str, list[tuple[datetime, datetime]], datetime],
) -> None:
    zone, stretches, now = drawn
    tz = ZoneInfo(zone)
    periods = tuple(
        OpeningPeriod(day=start.astimezone(tz).date(), opens=start, closes=end, wording="x") for start, end in stretches
    )
    (item,) = board([Facility(id="facility/a/x", name="Hall", periods=periods)], zone, now)
    oracle = Oracle(stretches)
    if oracle.open(now):
        until = oracle.walk(now, MINUTE) + MINUTE
        assert same(item.since, oracle.walk(now, -MINUTE))
        assert same(item.until, until)
        assert item.state == ("closing soon" if until - now.astimezone(UTC) <= timedelta(hours=1) else "open")
        return
    assert item.state in ("closed", "opening soon", "unknown")
    coming = sorted(start for start, _ in stretches if start > now)
    assert same(item.then, coming[0] if coming else None)
    assert (item.state == "opening soon") == bool(coming and coming[0] - now <= timedelta(hours=1))
    stated = now.astimezone(tz).date() in {period.day for period in periods}
    assert (item.state == "unknown") <= (not stated)
    if item.state == "closed" and item.since:
        assert same(item.since, oracle.walk(now, -MINUTE))


def _first_at(day: date, wall: int, tz: ZoneInfo) -> datetime:
    """The first minute of `day` at which the clock in `tz` shows `wall` minutes or more (days of up to 48 h)."""
    day += timedelta(days=wall // 1440)
    wall %= 1440
    now = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=15)
    while True:
        local = now.astimezone(tz)
        if local.date() > day or (local.date() == day and local.hour * 60 + local.minute >= wall):
            return now
        now += MINUTE


@settings(max_examples=examples(40), deadline=None)
@given(st.sampled_from(sorted(SPRINGS)), st.integers(0, 1), st.integers(1, 120) | st.integers(1, 1439), st.data())
def test_recurring_hours_agree_with_a_walk_over_the_clock_change(
    zone: str, which: int, length: int, data: st.DataObject
) -> None:
    """Half of the hours begin about when the clock changes: in the hour that comes twice, in the one that does not."""
    tz = ZoneInfo(zone)
    around = SPRINGS[zone][which]
    changed = around.astimezone(tz)
    about = st.integers(-120, 60).map(lambda minutes: (changed.hour * 60 + changed.minute + minutes) % 1440)
    opens = data.draw(about | st.integers(0, 1439))
    closes = opens + length
    hours = f"Mo-Su {opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}"
    first = around.astimezone(tz).date() - timedelta(days=2)
    days = [first + timedelta(days=n) for n in range(5)]
    stretches = [(_first_at(day, opens, tz), _first_at(day, closes, tz)) for day in days]
    edges = [edge + n * MINUTE for pair in stretches[1:4] for edge in pair for n in (-1, 0)]
    edges += [edge + n * MINUTE for edge in stretches[2] for n in (-61, -60, -1, 0, 59, 60)]  # of the day it changes
    now = data.draw(st.sampled_from(edges) | st.builds(lambda n: around + n * MINUTE, st.integers(-1440, 1440)))
    (item,) = board([Facility(id="facility/a/x", name="Hall", hours=hours)], zone, now)
    assert (item.state in ("open", "closing soon")) == Oracle(stretches).open(now), (hours, item.state)
    assert item.state != "unknown"


@settings(max_examples=examples(40), deadline=None)
@given(schedules(), st.integers(1, 90))
def test_moving_minute_by_minute_equals_jumping(
    drawn: tuple[str, list[tuple[datetime, datetime]], datetime], steps: int
) -> None:
    zone, stretches, now = drawn
    periods = tuple(
        OpeningPeriod(day=start.astimezone(ZoneInfo(zone)).date(), opens=start, closes=end) for start, end in stretches
    )
    records = [
        Facility(id="facility/a/x", name="Hall", periods=periods),
        Facility(id="facility/a/y", name="Desk", hours="Mo-Su 09:00-17:00"),
    ]
    index = Index(feed(*records, at=site(zone=zone)))
    for _ in range(steps):
        moved = facility_items(index, Desk(), now)
        now += MINUTE
    moved = facility_items(index, Desk(), now)
    assert moved == board(records, zone, now)


_entries = st.lists(
    st.builds(
        lambda n, state, subject, until: DeskEntry(
            id=f"{n:04}", at=NEAR + n * MINUTE, who="duty officer", action="override", subject=subject,
            data={"state": state}, until=until,
        ),
        st.integers(-100, 100),
        st.sampled_from(("open", "closed", "full", "", 7)),
        st.sampled_from(("a", "facility/demo/a", "nobody")),
        st.none() | st.just(NEAR + 30 * MINUTE),
    ),
    max_size=3,
)  # fmt: skip


@settings(max_examples=examples(100), deadline=None)
@given(
    st.lists(facilities(), max_size=6, unique_by=lambda one: one.id),
    _entries,
    st.sampled_from(ZONES),
    st.integers(-3000, 3000),
    st.randoms(),
)
def test_any_record_gives_one_item_and_the_order_of_records_does_not_matter(
    records: list[Facility], entries: list[DeskEntry], zone: str, minutes: int, random: Random
) -> None:
    now = NEAR + minutes * MINUTE
    event = PressEvent(id="event/demo/a", title="Statement", type="press conference", start=NEAR, end=NEAR)
    items = board([*records, event], zone, now, Desk(entries=tuple(entries)))
    assert len(items) <= len(records)
    for item in items:
        assert item.brief
        assert item.sentence.endswith(".")
        assert msgspec.json.decode(msgspec.json.encode(item), type=FacilityItem).state == item.state
    shuffled = list(records)
    random.shuffle(shuffled)
    assert board([event, *shuffled], zone, now, Desk(entries=tuple(entries))) == items


@settings(max_examples=examples(80), deadline=None)
@given(st.lists(deadlines(), max_size=5, unique_by=lambda one: one.id), st.sampled_from(ZONES))
def test_any_deadline_gives_one_item_in_an_order_of_its_own(records: list[Record], zone: str) -> None:
    index = Index(feed(*records, at=site(zone=zone)))
    items = deadline_items(index, NEAR)
    assert sorted(item.id for item in items) == sorted(record.id for record in records)
    assert deadline_items(Index(feed(*reversed(records), at=site(zone=zone))), NEAR) == items


@pytest.mark.parametrize("hours", ["24/7", "Mo-Su 00:00-24:00"])
def test_round_the_clock_never_ends(hours: str) -> None:
    (item,) = board([Facility(id="facility/a/x", name="Hall", hours=hours)], "Europe/Amsterdam", NEAR)
    assert (item.state, item.since, item.until, item.brief) == ("open", None, None, "no closing published")
    assert [run.end for run in item.runs] == [None]
