"""Our own JSON: what lands, what is a problem, and that nothing makes the parser raise."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opsdash.model import Booking, Facility, Pool, Space
from opsdash.snapshot import FEED_FIELDS, Batch, Problem
from opsdash.sources import opsdash, parser_of
from opsdash.sources.base import Context
from opsdash.sources.clean import clean_batch
from opsdash.sourcespec import OpsdashSpec
from opsdash.timing import zone_of
from tests.mutations import CASES

SPEC = OpsdashSpec(name="api", url="https://media.example/v1/?event=1")
NOW = datetime(2025, 6, 25, 10, tzinfo=UTC)


def parse(resource: str, body: Any) -> Batch:
    """What a page of a resource comes to."""
    asked = next(found for found in opsdash.resources(SPEC) if found.name == resource)
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return clean_batch(opsdash.parse(raw, Context("api", zone_of("Europe/Amsterdam"), SPEC, NOW, asked)))


def test_one_resource_for_each_kind_below_the_address() -> None:
    asked = parser_of(SPEC).resources(SPEC)
    assert {resource.name for resource in asked} == set(FEED_FIELDS.values())
    assert asked[0].url == "https://media.example/v1/facilities?event=1"
    only = OpsdashSpec(name="api", url="https://media.example", resources=("pool",))
    assert [(found.name, found.kinds) for found in opsdash.resources(only)] == [("pools", ("pool",))]


def test_items_become_records_with_full_ids_and_references() -> None:
    during = {"start": "2025-06-25T10:00:00Z", "end": "2025-06-25T11:00:00Z"}
    batch = parse(
        "bookings",
        {
            "as_of": "2025-06-25T11:30:00+02:00",
            "unknown": 1,
            "items": [
                {"id": "b1", "space": "booth-4", "new": 1, **during},
                {"id": "b2", "space": "TV booth 4", **during},
            ],
        },
    )  # fmt: skip
    assert (batch.kinds, batch.problems) == (("booking",), ())
    assert batch.as_of == datetime(2025, 6, 25, 9, 30, tzinfo=UTC)
    first, second = (record for record in batch.records if isinstance(record, Booking))
    assert (first.id, first.space) == ("booking/api/b1", "space/api/booth-4")
    assert second.space == "TV booth 4"


def test_references_inside_parts() -> None:
    (pool,) = parse("pools", {"items": [{"id": "p", "name": "Pool 1", "event": "family-photo"}]}).records
    assert isinstance(pool, Pool)
    assert pool.event == "event/api/family-photo"
    item = {
        "id": "imc", "name": "Centre", "contact": "desk", "depends_on": [{"on": "office"}],
        "closing": {"minutes": 120, "after": "last"},
    }  # fmt: skip
    (facility,) = parse("facilities", {"items": [item]}).records
    assert isinstance(facility, Facility)
    assert (facility.contact, facility.depends_on[0].on) == ("contact/api/desk", "facility/api/office")
    assert facility.closing
    assert facility.closing.after == "event/api/last"


def test_a_bad_item_is_named_with_its_path_and_the_others_land() -> None:
    items = [
        {"id": "good", "name": "Booth 1"},
        {"id": "bad", "name": "Booth 2", "capacity": "many"},
        {"name": "Booth 3"},
        "nonsense",
        {"id": "deep", "name": "B", "distances": [{"to": "gate", "metres": 1.5}]},
        {"id": "naive", "name": "B", "updated": "2025-06-25T10:00:00"},
        {"id": " ", "name": "Blank"},
    ]
    batch = parse("spaces", {"items": items})
    assert [record.key for record in batch.records] == ["good"]
    assert batch.problems == (
        Problem("bad", "capacity: expected `int | null`, got `str`"),
        Problem("Booth 3", "object missing required field `id`"),
        Problem("item 4", "expected `object`, got `str`"),
        Problem("deep", "distances[0].metres: expected `int`, got `float`"),
        Problem("Blank", "has no id"),
        Problem("naive", "updated: 2025-06-25T10:00:00 has no zone; write an offset or Z"),
    )
    assert set(batch.unread) == {"space/api/bad", "space/api/deep", "space/api/naive"}
    assert batch.kinds == ("space",)


def test_a_source_cannot_withdraw_by_itself() -> None:
    (space,) = parse("spaces", {"items": [{"id": "a", "name": "A", "withdrawn": "2025-06-25T10:00:00Z"}]}).records
    assert isinstance(space, Space)
    assert space.withdrawn is None


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"items": [{"id": "a"', "cut off"),
        (b"<html>", "cut off"),
        (b"", "cut off"),
        (b"[]", "expected `object`"),
        (b'{"items": {"a": 1}}', "items: expected `array`"),
        (b'{"count": 0, "results": []}', "missing required field `items`"),
        (b'{"items": [{"name": "no ids at all"}]}', "missing required field `id`"),
        (b"[" * 100_000, ""),
        (b'{"items": [' + b"[" * 50_000, ""),
        (b"\xff\xfe{\x00", ""),
    ],
)
def test_what_is_not_ours_speaks_for_nothing(body: bytes, words: str) -> None:
    batch = parse("spaces", body)
    assert batch.kinds == ()
    assert words in batch.problems[0].reason


def test_an_empty_list_is_a_good_answer() -> None:
    assert parse("notices", {"items": []}).kinds == ("notice",)


def test_the_next_page() -> None:
    assert opsdash.following(b'{"items": [], "next": "/v1/spaces?page=2"}') == "/v1/spaces?page=2"
    for last in (b'{"items": []}', b'{"next": null}', b'{"next": ""}', b'{"next": 5}', b"[", b""):
        assert opsdash.following(last) is None


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.datetimes().map(str),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.sampled_from(("id", "name", "start", "end", "space", "title", "text", "periods", "day", "capacity")), inner
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=CASES // 3, deadline=None)
@given(
    st.sampled_from(sorted(FEED_FIELDS.values())), values | st.builds(lambda items: {"items": items}, st.lists(values))
)
def test_any_json_comes_to_a_batch(resource: str, body: Any) -> None:
    assert isinstance(parse(resource, body), Batch)


@settings(max_examples=CASES, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_come_to_a_batch(body: bytes) -> None:
    assert parse("events", body).records == ()
    opsdash.following(body)
