"""What holds for programme, spaces and pools whatever the records: no failure, no hidden state, no order."""

import random
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from opsdash.board.clashes import clashes_of
from opsdash.board.index import Index, index_of
from opsdash.board.items import EventItem, FacilityItem, PoolItem, SpaceItem
from opsdash.board.musters import two_pools
from opsdash.board.pools import pool_items
from opsdash.board.programme import event_items
from opsdash.board.spaces import count_spaces, free_for, next_gap, space_items
from opsdash.model import Booking, Facility, Space
from opsdash.parts import OpeningPeriod
from opsdash.snapshot import Desk, Feed
from tests.strategies_programme import NOON, centres, feeds, nows, wild_feeds, wild_nows
from tests.support import examples, feed

Parts = tuple[tuple[EventItem, ...], tuple[SpaceItem, ...], tuple[PoolItem, ...]]

CENTRE = Facility(
    id="facility/api/imc",
    name="Media Centre",
    periods=(OpeningPeriod(day=date(2025, 6, 25), opens=NOON, closes=NOON + timedelta(hours=2)),),
)


def parts(index: Index, facilities: tuple[FacilityItem, ...], now: datetime) -> Parts:
    programme = event_items(index, Desk(), facilities, now)
    return programme, space_items(index, Desk(), now), pool_items(index, Desk(), facilities, programme, now)


def with_centre(found: Feed) -> Feed:
    return msgspec.structs.replace(found, facilities=(CENTRE,))


@settings(max_examples=examples(150), deadline=None)
@given(feeds | wild_feeds, centres, nows | wild_nows)
def test_never_raises_and_can_be_written_as_json(found: Feed, facilities: Any, now: datetime) -> None:
    index = index_of(with_centre(found))
    items = parts(index, facilities, now)
    msgspec.json.encode((*items, count_spaces(items[1]), free_for(index, items[1], "", 30, now)))
    assert [len(some) for some in items] == [len(found.events), len(found.spaces), len(found.pools)]
    assert sum(count.total for count in count_spaces(items[1])) == len(found.spaces)
    for item in (*items[0], *items[1], *items[2]):
        assert all(flag.endswith((".", "?", "!")) for flag in item.flags), "flags are sentences"


@settings(max_examples=examples(100), deadline=None)
@given(feeds, st.lists(nows, min_size=2, max_size=6), st.lists(centres, min_size=1, max_size=2))
def test_what_was_asked_before_does_not_matter(found: Feed, times: list[datetime], hours: list[Any]) -> None:
    """Minute by minute, back and forth: always what a board asked for the first time says."""
    kept = index_of(with_centre(found))
    for n, now in enumerate([*times, *(times[0] + timedelta(minutes=n) for n in range(8))]):
        facilities = hours[n % len(hours)]
        assert parts(kept, facilities, now) == parts(Index(with_centre(found)), facilities, now)


@settings(max_examples=examples(100), deadline=None)
@given(feeds, centres, nows, st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(found: Feed, facilities: Any, now: datetime, dice: random.Random) -> None:
    shuffled = {
        field: tuple(dice.sample(getattr(found, field), len(getattr(found, field))))
        for field in ("events", "spaces", "bookings", "pools")
    }
    other = msgspec.structs.replace(found, **shuffled)
    assert parts(index_of(with_centre(found)), facilities, now) == parts(index_of(with_centre(other)), facilities, now)


@settings(max_examples=examples(100), deadline=None)
@given(feeds)
def test_clashes_and_two_pools_are_symmetric(found: Feed) -> None:
    index = index_of(found)
    pairs = {(one, clash.other.event.id) for one, others in clashes_of(index).items() for clash in others}
    assert pairs == {(other, one) for one, other in pairs}
    people = {(one, pair.other.pool.id) for one, others in two_pools(index).items() for pair in others}
    assert people == {(other, one) for one, other in people}


# spaces against a walk, minute by minute, written without a look at the code

MINUTES = st.integers(0, 300)
STAYS = st.lists(st.tuples(MINUTES, st.integers(1, 90), st.sampled_from(("A", "B", "C")),
                           st.sampled_from(("confirmed", "pending", "released", "cancelled"))), max_size=7)  # fmt: skip


def booked(stays: list[tuple[int, int, str, Any]]) -> list[Booking]:
    return [
        Booking(
            id=f"booking/api/{n}",
            space="b",
            organisation=who,
            start=NOON + timedelta(minutes=start),
            end=NOON + timedelta(minutes=start + length),
            status=status,
        )
        for n, (start, length, who, status) in enumerate(stays)
    ]


def minute_by_minute(stays: list[tuple[int, int, str, Any]]) -> list[set[str]]:
    """Who has the space in each minute."""
    taken: list[set[str]] = [set() for _ in range(600)]
    for start, length, who, status in stays:
        for minute in range(start, start + length):
            if status in ("confirmed", "pending"):
                taken[minute].add(who)
    return taken


def expected_state(taken: list[set[str]], minute: int) -> str:
    soon = taken[minute : minute + 61]
    if any(len(there) > 1 for there in soon):
        return "double-booked"
    if taken[minute]:
        return "occupied"
    return "reserved" if any(soon) else "free"


BOOTH = Space(id="space/api/b", name="Booth", type="tv booth")
NOBODY = Booking(id="booking/api/none", space="elsewhere", start=NOON, end=NOON + timedelta(minutes=1))


@settings(max_examples=examples(120), deadline=None)
@given(STAYS, MINUTES, st.integers(0, 59))
def test_spaces_against_a_walk_minute_by_minute(
    stays: list[tuple[int, int, str, Any]], minute: int, second: int
) -> None:
    taken = minute_by_minute(stays)
    now = NOON + timedelta(minutes=minute, seconds=second)
    item = space_items(index_of(feed(BOOTH, NOBODY, *booked(stays))), Desk(), now)[0]
    # a second after the full minute the last minute of the hour ahead has come within it
    ahead = taken[minute : minute + 61]
    assert item.state == expected_state(taken, minute)
    if item.state == "free" and any(taken[minute:]):
        first = next(n for n in range(minute, 600) if taken[n])
        assert item.until == NOON + timedelta(minutes=first)
    if item.state == "occupied":
        assert {item.holder} == taken[minute]
        last = next(n for n in range(minute, 600) if item.holder not in taken[n])  # whoever else may come before
        assert item.until == NOON + timedelta(minutes=last)
    if item.state == "reserved":
        assert {item.holder} == next(there for there in ahead if there)


@settings(max_examples=examples(150), deadline=None)
@given(STAYS, MINUTES, st.integers(1, 120))
def test_the_next_gap_against_a_walk(stays: list[tuple[int, int, str, Any]], minute: int, length: int) -> None:
    taken = minute_by_minute(stays)
    index = index_of(feed(BOOTH, NOBODY, *booked(stays)))
    now = NOON + timedelta(minutes=minute)
    gap = next_gap(index, space_items(index, Desk(), now)[0], length, now)
    first = next(n for n in range(minute, 600) if not any(taken[n : n + length]))
    ends = next((n for n in range(first, 600) if taken[n]), None)
    assert gap == (NOON + timedelta(minutes=first), None if ends is None else NOON + timedelta(minutes=ends))
