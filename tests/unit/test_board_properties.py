"""What holds of the board whatever the records say, and whoever asks in whatever order."""

import types
import typing
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opsdash.board.board import board_at
from opsdash.board.items import Board
from opsdash.board.schema import board_schema
from opsdash.demo.scenario import Scenario
from opsdash.model import RECORD_TYPES, Record
from opsdash.parts import Part
from opsdash.snapshot import Change, Desk, DeskEntry, Feed, Health, PollerHealth, Problem, Snapshot, SourceHealth
from opsdash.sourcespec import OpsdashSpec
from tests.strategies import NEAR, ZONES, days, ids, instants, keys, texts
from tests.support import ZONE, examples, feed, site

SOURCES = tuple(OpsdashSpec(name=name, url="http://localhost:1") for name in ("demo", "two"))
KINDS = tuple(RECORD_TYPES)


@cache
def values(hint: Any) -> st.SearchStrategy[Any]:
    """Values of an annotation of the model."""
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return st.sampled_from(inside)
    if origin is types.UnionType:
        return st.one_of([values(one) for one in inside])
    if origin is tuple:
        return st.lists(values(inside[0]), max_size=3).map(tuple)
    if isinstance(hint, type) and issubclass(hint, Part | Record):
        return structs(hint)
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: keys | texts, int: st.integers(-100, 2000) | st.integers(), bool: st.booleans(),
        datetime: instants, date: days, type(None): st.none(),
    }  # fmt: skip
    return plain[hint]


def structs(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Instances of a record or a part with each field of any content."""
    hints = typing.get_type_hints(cls)
    fields = {name: values(hints[name]) for name in cls.__struct_fields__ if name != "id"}
    if issubclass(cls, Record):
        kind = next(kind for kind, known in RECORD_TYPES.items() if known is cls)
        fields["id"] = ids(kind)
    return st.builds(cls, **fields)


SEEN = st.builds(lambda minutes: NEAR + timedelta(minutes=minutes), st.integers(-300, 60))
STAMPS = SEEN | st.sampled_from((datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)))
JSON = st.none() | st.booleans() | texts | st.integers() | instants.map(str) | st.lists(texts, max_size=2)


@st.composite
def change_lists(draw: st.DrawFn) -> tuple[Change, ...]:
    """Changes as a store keeps them: oldest first; now and then one that somebody has edited by hand."""
    found = []
    for seen in sorted(draw(st.lists(STAMPS, max_size=8))):
        kind = draw(st.sampled_from(KINDS))
        what: Any = draw(st.sampled_from(("changed", "added", "withdrawn", "returned")))
        field = draw(st.sampled_from(RECORD_TYPES[kind].__struct_fields__)) if what == "changed" else ""
        field = draw(st.just(field) | st.just(field) | st.sampled_from(("", "room", "no such field")))
        found.append(
            Change(
                id=draw(ids(kind)), title=draw(texts), what=what, seen=seen, generation=draw(st.integers(1, 3)),
                field=field, old=draw(JSON), new=draw(JSON),
            )
        )  # fmt: skip
    return tuple(found)


maybe_seen = st.none() | STAMPS
HEALTH = st.builds(
    SourceHealth,
    tried=maybe_seen,
    succeeded=maybe_seen,
    as_of=maybe_seen,
    error=st.just("") | texts,
    failures=st.integers(0, 20),
    problems=st.lists(st.builds(Problem, item=texts, reason=texts), max_size=2).map(tuple),
    held=st.integers(0, 9),
)
RULE_NAMES = st.sampled_from(("pool-incomplete", "space-overdue", "source", "event-clash", "notice"))
ENTRY = st.builds(
    DeskEntry,
    id=keys,
    at=STAMPS,
    who=texts,
    action=st.sampled_from(("acknowledge", "unacknowledge", "override", "note")),
    subject=st.one_of([st.builds(lambda rule, of: f"{rule}:{of}", RULE_NAMES, ids(kind)) for kind in KINDS])
    | ids("facility"),
    data=st.dictionaries(st.sampled_from(("severity", "state")), st.sampled_from(("warning", "open", "closed"))),
    until=maybe_seen,
)


@st.composite
def snapshots(draw: st.DrawFn) -> tuple[Snapshot, Desk]:
    """Anything a store may hold, and anything a desk may have entered."""
    records: dict[str, Record] = {}
    for kind in draw(st.lists(st.sampled_from(KINDS), max_size=14)):
        record = draw(structs(RECORD_TYPES[kind]))
        records[record.id] = record
    health = Health(
        poller=draw(st.none() | st.builds(PollerHealth, pid=st.just(1), started=STAMPS, beat=STAMPS)),
        sources=draw(st.dictionaries(st.sampled_from(("demo", "two")), HEALTH)),
    )
    place = site(zone=draw(st.sampled_from(ZONES)), sources=SOURCES)
    found = feed(*records.values(), at=place, changes=draw(change_lists()))
    entries = tuple(sorted(draw(st.lists(ENTRY, max_size=4)), key=lambda entry: entry.id))
    return Snapshot(feed=found, health=health), Desk(entries=entries)


def fresh(snap: Snapshot, turned: bool = False) -> Snapshot:
    """The same content in a feed that nothing was derived from yet; `turned` with its records in another order."""
    old = snap.feed
    fields = {name: getattr(old, name) for name in Feed.__struct_fields__}
    if turned:
        lists = {name for name, value in fields.items() if isinstance(value, tuple) and name != "changes"}
        fields |= {name: tuple(reversed(fields[name])) for name in lists}
    return Snapshot(feed=Feed(**fields), health=snap.health, trouble=snap.trouble)


def form(board: Board) -> bytes:
    return msgspec.json.encode(board)


MANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=examples(50))


@MANY
@given(snapshots(), SEEN)
def test_any_records_make_a_board_and_its_json_reads_back(found: tuple[Snapshot, Desk], now: datetime) -> None:
    snap, desk = found
    board = board_at(snap, desk, now)
    read = msgspec.json.decode(form(board), type=Board)
    assert form(read) == form(board)
    assert len({item.id for item in board.alerts}) == len(board.alerts)
    assert all(item.seen <= now for item in board.changes)


@MANY
@given(snapshots(), SEEN)
def test_the_order_of_records_and_who_asks_first_do_not_matter(found: tuple[Snapshot, Desk], now: datetime) -> None:
    snap, desk = found
    board = form(board_at(snap, desk, now))
    assert form(board_at(snap, desk, now)) == board
    assert form(board_at(fresh(snap), desk, now)) == board
    assert form(board_at(fresh(snap, turned=True), desk, now)) == board


@settings(MANY, max_examples=examples(30))
@given(snapshots(), SEEN, st.lists(st.integers(-90, 90), min_size=2, max_size=6))
def test_a_clock_that_ran_or_was_scrubbed_shows_what_a_jump_shows(
    found: tuple[Snapshot, Desk], start: datetime, minutes: list[int]
) -> None:
    snap, desk = found
    for minute in (*range(15), *minutes):
        now = start + timedelta(minutes=minute)
        assert form(board_at(snap, desk, now)) == form(board_at(fresh(snap), desk, now))


def demo(now: datetime) -> Snapshot:
    """The demo's media centre at `now`, its source fresh."""
    health = Health(
        poller=PollerHealth(pid=1, started=now, beat=now),
        sources={"demo": SourceHealth(tried=now, succeeded=now)},
    )
    place = site(zone=ZONE, sources=SOURCES[:1])
    records = [
        msgspec.structs.replace(record, id=f"{record.kind}/demo/{record.key}") for record in scenario().records_at(now)
    ]
    return Snapshot(feed=feed(*records, at=place), health=health)


@cache
def scenario() -> Scenario:
    return Scenario(1, NEAR)


@st.composite
def disturbed(draw: st.DrawFn) -> tuple[Snapshot, Desk, datetime]:
    """A busy day whose records refer to one another, some of their fields of any other content, some alerts seen."""
    now = NEAR + timedelta(minutes=draw(st.integers(-240, 480)))
    snap = demo(now)
    calm = board_at(snap, Desk(), now)
    records = {r.id: r for name in Feed.__struct_fields__ for r in _records(getattr(snap.feed, name))}
    for _ in range(draw(st.integers(0, 25))):
        record = records[draw(st.sampled_from(sorted(records)))]
        field = draw(st.sampled_from(record.__struct_fields__[1:]))
        value = draw(values(typing.get_type_hints(type(record))[field]))
        records[record.id] = msgspec.structs.replace(record, **{field: value})
    seen = [
        DeskEntry(id=str(n), at=now, who="x", action="acknowledge", subject=item.id, data={"severity": item.severity})
        for n, item in enumerate(calm.alerts[::2])
    ]
    found = feed(*records.values(), at=snap.site, changes=draw(change_lists()))
    return Snapshot(feed=found, health=snap.health), Desk(entries=tuple(seen)), now


def _records(value: Any) -> list[Record]:
    return [one for one in value if isinstance(one, Record)] if isinstance(value, tuple) else []


@settings(MANY, max_examples=examples(30))
@given(disturbed())
def test_a_busy_day_with_strange_records_makes_the_same_board_in_any_order(
    found: tuple[Snapshot, Desk, datetime],
) -> None:
    snap, desk, now = found
    board = form(board_at(snap, desk, now))
    assert form(board_at(fresh(snap, turned=True), desk, now)) == board
    assert form(msgspec.json.decode(board, type=Board)) == board


def test_a_whole_day_of_the_demo_minute_by_minute_is_what_jumping_shows() -> None:
    start = NEAR
    snap = demo(start)
    for minute in range(0, 480, 3):
        now = start + timedelta(minutes=minute)
        assert form(board_at(snap, Desk(), now)) == form(board_at(fresh(snap), Desk(), now)), f"after {minute} min"


def test_the_board_of_a_busy_day_is_as_its_schema_says() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    for hour in range(8):
        now = NEAR + timedelta(hours=hour)
        board = board_at(demo(now), Desk(), now)
        assert board.facilities
        assert board.programme
        assert board.spaces
        assert board.pools
        jsonschema.validate(msgspec.json.decode(form(board)), board_schema())
