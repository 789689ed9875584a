"""LibreBooking: reservations and resources, as the poller reads them. The log-in is tested over sockets."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from opsdash.model import Booking, Space
from opsdash.snapshot import Batch
from opsdash.sources import librebooking
from opsdash.sources.base import Context
from opsdash.sources.clean import clean_batch
from opsdash.sourcespec import LibrebookingSpec
from opsdash.timing import zone_of
from tests.jsonfuzz import reshaped
from tests.mutations import CASES, mutated
from tests.sourcekinds import problems
from tests.support import ZONE, venue

URL = "https://booking.example/Web/Services/index.php"
NOW = datetime(2025, 6, 25, 10, tzinfo=UTC)


def spec(**more: Any) -> LibrebookingSpec:
    return LibrebookingSpec(name="lb", url=URL, **({"user_env": "USER_NAME", "password_env": "PASSWORD"} | more))


BOOKINGS = spec(resources=("booking",))
SPACES = spec(resources=("space",))


def read(source: LibrebookingSpec, body: Any) -> Batch:
    """What the last resource of `source` comes to."""
    asked = librebooking.resources(source)[-1]
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return clean_batch(librebooking.parse(raw, Context("lb", zone_of(ZONE), source, NOW, asked)))


def reserved(reference: str = "5f3a", **more: Any) -> dict[str, Any]:
    return {
        "referenceNumber": reference, "startDate": "2025-06-25T14:00:00+0200", "endDate": "2025-06-25T15:00:00+0200",
        "resourceId": 4, "resourceName": "Booth 4", "title": "Nordlys Wire", "firstName": "Desk", "lastName": "North",
        "requiresApproval": False, "isCheckInEnabled": True, "checkInDate": "", "checkOutDate": "",
        "originalEndDate": "", "bufferTime": "0 minutes", "autoReleaseMinutes": 15, "participants": [],
        "links": [], **more,
    }  # fmt: skip


def resource(number: int = 4, **more: Any) -> dict[str, Any]:
    return {
        "resourceId": number, "name": f"Booth {number}", "location": "Hall 2", "contact": "x", "notes": "No food.",
        "maxParticipants": 3, "statusId": "1", "statusReasonId": None, "typeId": 2, "icsUrl": None, **more,
    }  # fmt: skip


def one(batch: Batch) -> Any:
    (record,) = batch.records
    return record


def bookings(*items: Any) -> Batch:
    return read(BOOKINGS, {"reservations": list(items), "startDateTime": "2025-06-24T00:00:00+0200", "links": []})


def test_a_reservation_is_a_booking() -> None:
    booking = one(bookings(reserved()))
    assert booking == Booking(
        id="booking/lb/5f3a", space="Booth 4", title="Nordlys Wire", holder="Desk North",
        start=venue("2025-06-25T14:00"), end=venue("2025-06-25T15:00"),
    )  # fmt: skip


@pytest.mark.parametrize("nothing", ["", None, "  "])
def test_dates_that_are_not_there_are_empty_texts(nothing: str | None) -> None:
    booking = one(bookings(reserved(checkInDate=nothing, checkOutDate=nothing)))
    assert (booking.checked_in, booking.checked_out) == (None, None)


def test_who_came_and_left_and_who_still_needs_approval() -> None:
    said = reserved(
        checkInDate="2025-06-25T14:04:00+0200", checkOutDate="2025-06-25T12:55:00+0000", requiresApproval=True
    )
    booking = one(bookings(said))
    assert (booking.checked_in, booking.checked_out) == (venue("2025-06-25T14:04"), venue("2025-06-25T14:55"))
    assert booking.status == "pending"


@pytest.mark.parametrize("offset", ["+0200", "+02:00", "+0530", "-0330", "Z"])
def test_every_way_to_write_an_offset(offset: str) -> None:
    booking = one(bookings(reserved(startDate=f"2025-06-25T14:00:00{offset}", endDate=f"2025-06-25T15:00:00{offset}")))
    hours = {"+0200": 2, "+02:00": 2, "+0530": 5.5, "-0330": -3.5, "Z": 0}[offset]
    assert booking.start.timestamp() == datetime(2025, 6, 25, 14, tzinfo=UTC).timestamp() - hours * 3600


def test_a_time_without_an_offset_is_in_the_configured_zone_and_without_one_that_is_said() -> None:
    source = spec(resources=("booking",), zone="Europe/Athens")
    body = {"reservations": [reserved(startDate="2025-06-25T14:00:00", endDate="2025-06-25T15:00:00")]}
    batch = read(source, body)
    assert one(batch).start == venue("2025-06-25T13:00")
    assert problems(batch) == [], "as configured is nothing to look at"
    assert problems(read(spec(resources=("booking",)), body)) == [
        "the zone: there are 2 times without; read in the venue's zone, Europe/Amsterdam"
    ]


def test_hidden_names_are_no_names() -> None:
    booking = one(bookings(reserved(title=None, firstName=None, lastName=None)))
    assert (booking.title, booking.holder) == ("", "")


def test_a_booking_refers_to_the_space_where_that_is_read_too() -> None:
    body = {"reservations": [reserved(), reserved("b", resourceId=None)]}
    assert [b.space for b in read(spec(), body).records] == ["space/lb/4", "Booth 4"]  # type: ignore[attr-defined]


def test_a_reservation_of_several_resources_is_a_booking_of_each() -> None:
    batch = bookings(
        reserved(resourceId=11, resourceName="Booth 11"), reserved(), reserved(resourceId=7, resourceName="Booth 7")
    )
    assert {b.id: b.space for b in batch.records if isinstance(b, Booking)} == {
        "booking/lb/5f3a": "Booth 4", "booking/lb/5f3a/7": "Booth 7", "booking/lb/5f3a/11": "Booth 11",
    }  # fmt: skip
    assert problems(batch) == []
    moved = bookings(reserved(resourceId=9, resourceName="Booth 9"))
    assert one(moved).id == "booking/lb/5f3a"


def test_a_bad_reservation_costs_itself_alone() -> None:
    batch = bookings(
        reserved(),
        reserved("bad", startDate="soon"),
        reserved("half", checkInDate="0700-01-01"),
        {"referenceNumber": 7},
    )
    assert one(batch).key == "5f3a"
    assert batch.unread == ("booking/lb/bad", "booking/lb/half")
    assert batch.torn
    assert batch.kinds == ("booking",)
    assert [problem.split(":")[0] for problem in problems(batch)] == [
        "reservation bad", "reservation half", "reservation 4",
    ]  # fmt: skip


def test_what_lies_before_the_window_is_over_and_not_withdrawn() -> None:
    assert bookings(reserved()).since == venue("2025-06-24T00:00")
    assert bookings().kinds == ("booking",)


def spaces(*items: Any, **options: Any) -> Batch:
    return read(spec(resources=("space",), **options), {"resources": list(items), "links": []})


def test_a_resource_is_a_space() -> None:
    assert one(spaces(resource())) == Space(
        id="space/lb/4", name="Booth 4", zone="Hall 2", capacity=3, rules="No food."
    )  # fmt: skip
    assert one(spaces(resource(maxParticipants="0"))).capacity is None


def test_kinds_of_space_by_the_resources_type() -> None:
    batch = spaces(resource(4), resource(5, typeId="9"), room_type="radio booth", types={"9": "tv studio"})
    assert [space.type for space in batch.records] == ["radio booth", "tv studio"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("said", "usable", "reason"),
    [({"statusId": 1}, True, ""), ({"statusId": 2, "statusReasonId": 3}, False, "cabling"),
     ({"statusId": "2", "statusReasonId": 8}, False, "unavailable"), ({"statusId": 0}, False, "hidden"),
     ({"statusId": None}, True, "")],
)  # fmt: skip
def test_what_is_out_of_service_and_why(said: dict[str, Any], usable: bool, reason: str) -> None:
    space = one(spaces(resource(**said), reasons={"3": "cabling"}))
    assert (space.in_service, space.reason) == (usable, reason)


@pytest.mark.parametrize("wrap", [lambda items: items, lambda items: [items]])
def test_the_availability_list_flat_and_wrapped_twice(wrap: Callable[[Any], Any]) -> None:
    short = {"resourceId": 4, "name": "Booth 4", "statusId": 2, "statusReasonId": 3}
    items = [
        {"available": True, "resource": short, "availableAt": None, "availableUntil": None},
        {"available": False, "resource": short | {"resourceId": 5, "name": None}},
        {"available": True, "resource": short | {"resourceId": 6, "name": "Booth 6", "statusId": 1}},
    ]
    batch = read(spec(resources=("space",), spaces_from="availability"), {"resources": wrap(items)})
    assert [(space.key, space.in_service) for space in batch.records] == [("4", False), ("6", True)]  # type: ignore[attr-defined]
    assert (batch.unread, batch.torn) == (("space/lb/5",), False)


def test_what_is_asked_for() -> None:
    def addresses(source: LibrebookingSpec, day: date) -> list[str]:
        return [one.on(day, zone_of(ZONE)) if one.on else one.url for one in librebooking.resources(source)]

    assert addresses(spec(), date(2025, 6, 25)) == [
        f"{URL}/Resources/",
        f"{URL}/Reservations/?startDateTime=2025-06-24T00%3A00%3A00%2B0200&endDateTime=2025-07-10T00%3A00%3A00%2B0200",
    ]
    across = spec(resources=("booking",), days_back=0, days_ahead=0)
    assert addresses(across, date(2025, 10, 26)) == [
        f"{URL}/Reservations/?startDateTime=2025-10-26T00%3A00%3A00%2B0200&endDateTime=2025-10-27T00%3A00%3A00%2B0100",
    ]
    assert addresses(spec(resources=("space",), spaces_from="availability"), date(2025, 6, 25)) == [
        f"{URL}/Resources/Availability"
    ]


def test_the_log_in_and_what_it_answers() -> None:
    asked = librebooking.login(spec(), "desk", 'a"ß+')
    assert asked.url == f"{URL}/Authentication/Authenticate"
    assert json.loads(asked.body) == {"username": "desk", "password": 'a"ß+'}
    good = {"isAuthenticated": True, "sessionToken": "abc", "userId": 23}
    headers = {"X-Booked-SessionToken": "abc", "X-Booked-UserId": "23"}
    assert librebooking.session(json.dumps(good).encode()) == headers
    assert librebooking.session(json.dumps({"isAuthenticated": False, "sessionToken": None}).encode()) is None
    for bad in (b"", b"[]", json.dumps(good | {"sessionToken": "a\r\nX: 1"}).encode(), b'{"isAuthenticated": true}'):
        with pytest.raises(ValueError, match=r"sends no JSON|names no session"):
            librebooking.session(bad)


@pytest.mark.parametrize(
    ("options", "words"),
    [({"user_env": ""}, "or login_file"), ({"password_env": ""}, "or login_file"),
     ({"login_file": "/x"}, "or login_file"), ({"days_back": -1}, "366"), ({"zone": "Mars"}, "IANA")],
)  # fmt: skip
def test_options_that_cannot_work_are_refused(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        spec(**options)


def test_what_is_not_an_answer_of_librebooking() -> None:
    for body, words in (
        (b"<html><title>Sign in", "is a web page ('Sign in')"), (b'{"reservations": [', "not complete JSON"),
        (b'{"resources": []}', "reservations"), (b"[1]", "the answer"),
    ):  # fmt: skip
        batch = read(BOOKINGS, body)
        assert batch.kinds == ()
        assert words in problems(batch)[0]
    assert bookings({"x": 1}, 7).kinds == ()


SEEDS: dict[str, tuple[LibrebookingSpec, Any]] = {
    "reservations": (BOOKINGS, {"reservations": [
        reserved(), reserved("b", checkInDate="2025-06-25T14:04:00+0200", resourceId=9)]}),
    "resources": (SPACES, {"resources": [resource(), resource(5, statusId=2)]}),
    "availability": (SPACES, {"resources": [[{"available": True, "resource": resource()}]]}),
}  # fmt: skip


@pytest.mark.parametrize("name", SEEDS)
def test_anything_gives_records_and_problems_and_no_exception(name: str) -> None:
    source, seed = SEEDS[name]
    body = json.dumps(seed).encode()
    assert read(source, body).records

    @settings(max_examples=max(100, CASES // len(SEEDS)), deadline=None, suppress_health_check=list(HealthCheck))
    @given(body=mutated([body]) | reshaped(seed))
    def check(body: bytes) -> None:
        batch = read(source, body)
        assert batch.kinds or batch.problems
        assert librebooking.following(body) is None

    check()


@settings(max_examples=CASES, deadline=None)
@given(body=mutated([b'{"isAuthenticated": true, "sessionToken": "abc", "userId": 23}']))
def test_any_answer_to_a_log_in_is_a_session_a_refusal_or_a_sentence(body: bytes) -> None:
    try:
        found = librebooking.session(body)
    except ValueError:
        return
    assert found is None or set(found) == {"X-Booked-SessionToken", "X-Booked-UserId"}
