"""The demo's API over a real socket: paging, ETag, errors, control, and the document that describes it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import jsonschema
import msgspec
import pytest

from opsdash.demo.api import matches
from opsdash.demo.scenario import Scenario
from opsdash.demo.shelf import KINDS, RESOURCES
from opsdash.model import RECORD_TYPES, record_id
from tests.integration.demo_processes import Server, serving
from tests.support import wait_until

START = "2026-06-25T12:07:31+00:00"


@pytest.fixture(scope="module")
def shared() -> Iterator[Server]:
    """A server whose time stands still."""
    with serving("--control", "--seed=1", "--speed=0", f"--at={START}") as server:
        yield server


@pytest.fixture
def server(shared: Server) -> Iterator[Server]:
    yield shared
    shared.control("restore").raise_for_status()


def test_it_serves_the_scenario_of_its_seed_and_start(server: Server) -> None:
    start = datetime.fromisoformat(START)
    expected = {record.id: record for record in Scenario(1, start).records_at(start)}
    served = {
        record_id(KINDS[resource], "demo", key): msgspec.convert(item, RECORD_TYPES[KINDS[resource]])
        for resource in RESOURCES
        for key, item in server.items(resource).items()
    }
    assert served.keys() == expected.keys()
    assert all(msgspec.structs.replace(record, id=key) == expected[key] for key, record in served.items())


def test_ids_and_references_are_the_servers_own_keys(server: Server) -> None:
    assert "tv-booth-4" in server.items("spaces")
    assert {booking["space"] for booking in server.items("bookings").values()} <= server.items("spaces").keys()


def test_it_says_what_its_data_is_as_of(server: Server) -> None:
    assert datetime.fromisoformat(server.get("events").json()["as_of"]) == datetime.fromisoformat(START)


def test_pages_follow_one_another_and_the_last_says_so(server: Server) -> None:
    pages, url = [], f"{server.url}/bookings?limit=25"
    while url:
        answer = server.client.get(url).json()
        pages.append([item["id"] for item in answer["items"]])
        url = answer["next"]
    assert [len(page) for page in pages] == [25, 25, 10]
    assert len({key for page in pages for key in page}) == 60
    assert server.get("bookings").json()["next"].endswith("/api/bookings?page=2&limit=50")
    assert server.get("events").json()["next"] is None
    assert server.get("bookings?page=9").json() == {"as_of": "2026-06-25T12:07:31Z", "items": [], "next": None}


def test_304_while_the_items_are_the_same_and_200_when_they_are_not(server: Server) -> None:
    etag = server.get("events").headers["ETag"]
    assert etag.startswith('"')
    same = server.get("events", If_None_Match=etag)
    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", etag)
    assert server.get("events", If_None_Match=f'"other", W/{etag}').status_code == 304
    assert server.get("events", If_None_Match='"other"').status_code == 200
    server.control("patch", resource="events", id="pc-3", fields={"room": "press-room-4"}).raise_for_status()
    altered = server.get("events", If_None_Match=etag)
    assert altered.status_code == 200
    assert altered.headers["ETag"] != etag
    assert server.items("events")["pc-3"]["room"] == "press-room-4"


def test_each_page_has_its_own_etag(server: Server) -> None:
    tags = {server.get(path).headers["ETag"] for path in ("bookings?page=1", "bookings?page=2", "bookings?limit=60")}
    assert len(tags) == 3


def test_the_etag_does_not_follow_the_clock() -> None:
    with serving("--speed=10", f"--at={START}") as server:
        first, etag = server.get("contacts").json()["as_of"], server.get("contacts").headers["ETag"]
        wait_until(lambda: bool(server.get("contacts").json()["as_of"] > first))
        assert server.get("contacts", If_None_Match=etag).status_code == 304


def test_it_lives(server: Server) -> None:
    with serving("--speed=600", f"--at={START}") as fast:
        wait_until(lambda: fast.items("events")["pc-4"]["room"] == "press-room-1")
        wait_until(lambda: fast.items("events")["pc-6"].get("status") == "cancelled")
        assert fast.items("notices").keys() > server.items("notices").keys()


@pytest.mark.parametrize(
    ("if_none_match", "result"),
    [('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), ("", False), ('"b"', False), ("a", False)],
)
def test_if_none_match_is_compared_weakly(if_none_match: str, result: bool) -> None:
    assert matches(if_none_match, '"a"') is result


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nothing", 404),
        ("events?limit=0", 400),
        ("events?limit=501", 400),
        ("events?page=x", 400),
        ("events?page=0", 400),
    ],
)
def test_errors_are_json_with_a_sentence(server: Server, path: str, status: int) -> None:
    answer = server.get(path)
    assert answer.status_code == status
    assert answer.json()["status_code"] == status
    assert answer.json()["detail"]


def test_the_index_names_every_resource(server: Server) -> None:
    index = server.client.get(server.url).json()
    assert list(index["resources"]) == list(RESOURCES)
    assert all(server.client.get(url).status_code == 200 for url in index["resources"].values())
    assert index["zone"] == "Europe/Brussels"
    assert server.client.get(index["openapi"]).status_code == 200


def test_a_patch_is_laid_over_what_the_scenario_says(server: Server) -> None:
    server.control("patch", resource="spaces", id="tv-booth-1", fields={"in_service": False, "reason": "flooded"})
    booth = server.items("spaces")["tv-booth-1"]
    assert (booth["in_service"], booth["reason"], booth["zone"]) == (False, "flooded", "Booth Street, level 1")
    server.control("patch", resource="spaces", id="tv-booth-1", fields={"reason": "mopped"})
    assert server.items("spaces")["tv-booth-1"]["reason"] == "mopped"
    assert not server.items("spaces")["tv-booth-1"]["in_service"]
    server.control("restore")
    assert "in_service" not in server.items("spaces")["tv-booth-1"]


def test_a_patch_with_a_new_id_adds_a_record(server: Server) -> None:
    assert server.control("patch", resource="notices", id="fire", fields={"text": "Fire drill"}).status_code == 204
    assert server.items("notices")["fire"]["text"] == "Fire drill"


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({"resource": "events", "id": "pc-1", "fields": {"status": "bogus"}}, 400, "bogus"),
        ({"resource": "events", "id": "none", "fields": {"room": "x"}}, 404, "there is no 'none' in events"),
        ({"resource": "rooms", "id": "none", "fields": {}}, 400, "rooms"),
    ],
)
def test_a_patch_that_makes_no_record_is_refused(server: Server, body: Any, status: int, says: str) -> None:
    answer = server.control("patch", **body)
    assert answer.status_code == status
    assert says in answer.text
    assert server.items("events")["pc-1"]["status"] == "live"


def test_records_are_removed(server: Server) -> None:
    server.control("remove", resource="events", id="pc-3").raise_for_status()
    assert "pc-3" not in server.items("events")
    assert server.control("remove", resource="events", id="pc-3").status_code == 404
    spaces = list(server.items("spaces"))
    server.control("remove", resource="spaces", id=spaces[:30]).raise_for_status()
    assert list(server.items("spaces")) == spaces[30:]


def test_an_outage_begins_and_ends(server: Server) -> None:
    server.control("outage", on=True, retry_after=3)
    answer = server.get("events")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert answer.json()["detail"]
    server.control("outage", on=True, status=500, resource="pools")
    assert (server.get("pools").status_code, server.get("events").status_code) == (500, 200)
    server.control("outage", on=False)
    assert server.get("pools").status_code == 200


def test_without_the_flag_nothing_can_be_altered() -> None:
    with serving(f"--at={START}", "--speed=0") as server:
        assert server.control("remove", resource="events", id="pc-3").status_code == 404
        assert "/control/patch" not in document(server)["paths"]


def document(server: Server) -> dict[str, Any]:
    found: dict[str, Any] = server.client.get(f"{server.url.removesuffix('/api')}/schema/openapi.json").json()
    return found


def test_the_document_describes_every_path(server: Server) -> None:
    described = document(server)
    assert described["openapi"].startswith("3.1")
    assert described["info"]["title"]
    paths = {"/api", *(f"/api/{resource}" for resource in RESOURCES)}
    paths |= {f"/control/{action}" for action in ("patch", "remove", "restore", "outage")}
    assert described["paths"].keys() == paths
    listing = described["paths"]["/api/bookings"]["get"]
    assert {parameter["name"] for parameter in listing["parameters"]} == {"page", "limit", "If-None-Match"}
    assert listing["responses"].keys() >= {"200", "304", "400", "503"}
    assert "ETag" in listing["responses"]["200"]["headers"]
    names = [o["operationId"] for methods in described["paths"].values() for o in methods.values()]
    assert len(names) == len(set(names))


def test_the_documents_schemas_are_valid_and_carry_the_records_descriptions(server: Server) -> None:
    described = document(server)
    schemas = described["components"]["schemas"]
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    for reference in references(described):
        assert reference.removeprefix("#/components/schemas/") in schemas, reference
    assert "in_service, reason: False with the reason in words" in schemas["Space"]["description"]
    assert "pool card was handed out" in schemas["Assignment"]["description"]


@pytest.mark.parametrize("resource", RESOURCES)
def test_the_answers_are_as_the_document_says(server: Server, resource: str) -> None:
    described = document(server)
    schema = described["paths"][f"/api/{resource}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    validator = jsonschema.Draft202012Validator({**described, **schema})
    validator.validate(server.get(resource).json())
    assert not validator.is_valid({"as_of": "x", "items": [{"key": "no id"}], "next": None})


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)
