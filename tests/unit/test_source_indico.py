"""Indico: timetables, categories, reservations, the room calendar and rooms, as the poller reads them."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings

from opsdash.model import Booking, PressEvent, Space
from opsdash.snapshot import Batch
from opsdash.sources import indico
from opsdash.sources.base import Context
from opsdash.sources.clean import clean_batch
from opsdash.sourcespec import IndicoSpec
from opsdash.timing import zone_of
from tests.jsonfuzz import reshaped
from tests.mutations import CASES, mutated
from tests.sourcekinds import problems
from tests.support import SHARED, venue

URL = "https://indico.example"
NOW = datetime(2025, 6, 25, 10, tzinfo=UTC)
TS = 1750845600
SAMPLES = SHARED / "samples" / "peers" / "indico"
SAMPLED = datetime(2026, 11, 22, 1, tzinfo=UTC)

EVENT = IndicoSpec(name="indico", url=URL, event=7)
CATEGORY = IndicoSpec(name="indico", url=URL, category=3)
BOOTHS = IndicoSpec(name="indico", url=URL, location="IMC")
ROOMS = IndicoSpec(name="indico", url=URL, location="IMC", rooms=(4, 5), room_type="tv booth")
CALENDAR = IndicoSpec(name="indico", url=URL, calendar=True, zone="Europe/Brussels")


def read(
    spec: IndicoSpec,
    body: bytes | str | dict[str, Any] | list[Any],
    now: datetime = NOW,
    zone: str = "Europe/Amsterdam",
) -> Batch:
    """What the first resource of `spec`, or its rooms, comes to; the last one asked for is read."""
    asked = indico.resources(spec)[-1]
    raw = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
    return clean_batch(indico.parse(raw, Context(spec.name, zone_of(zone), spec, now, asked)))


def when(text: str, tz: str | None = "Europe/Amsterdam") -> dict[str, str | None]:
    day, _, clock = text.partition(" ")
    return {"date": day, "time": f"{clock}:00", "tz": tz}


def export(results: Any, url: str = "/export/x.json") -> dict[str, Any]:
    return {"_type": "HTTPAPIResult", "additionalInfo": {}, "ts": TS, "url": URL + url, "count": 1, "results": results}


def entry(kind: str, number: int, start: str, end: str, **more: Any) -> dict[str, Any]:
    own = {"Contribution": "contributionId", "Session": "sessionId", "Break": "unused"}[kind]
    return {
        "entryType": kind, "id": f"{kind[0].lower()}{number}", own: number, "title": f"{kind} {number}",
        "startDate": when(start), "endDate": when(end), "duration": 30.0, **more,
    }  # fmt: skip


def timetable(**entries: Any) -> dict[str, Any]:
    return export({"7": {"20250625": entries, "20250626": {}}})


def booked(
    number: int = 1, start: str = "2025-06-25 14:00", end: str = "2025-06-25 15:00", **more: Any
) -> dict[str, Any]:
    return {
        "id": number, "startDT": when(start), "endDT": when(end), "reason": "Live two-way", "isConfirmed": True,
        "isValid": True, "is_cancelled": False, "is_rejected": False, "repeat_frequency": "NEVER",
        "bookedForName": "Producer of Nordlys Wire", "booked_for_user_email": "producer@nordlys.example",
        "room": {"id": 4, "fullName": " A/1-4 - Booth 4"}, **more,
    }  # fmt: skip


def occurrence(start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"startDT": when(start), "endDT": when(end), "is_cancelled": False, "is_rejected": False, **more}


def one(batch: Batch) -> Any:
    (record,) = batch.records
    return record


def test_contributions_of_sessions_are_the_events_and_an_empty_session_is_one() -> None:
    talk = entry("Contribution", 11, "2025-06-25 09:00", "2025-06-25 09:45", title="Doorstep", url="/event/7/c/11/")
    nameless = entry("Contribution", 12, "2025-06-25 10:00", "2025-06-25 10:15", room="Hall B")
    batch = read(
        EVENT,
        timetable(
            s1=entry(
                "Session",
                1,
                "2025-06-25 09:00",
                "2025-06-25 11:00",
                room="Hall A",
                entries={"c11": talk, "c12": nameless},
            ),
            s2=entry(
                "Session",
                2,
                "2025-06-25 12:00",
                "2025-06-25 13:00",
                slotTitle="second block",
                sessionSlotId=5,
                entries={},
            ),
            b9=entry("Break", 9, "2025-06-25 11:00", "2025-06-25 12:00"),
        ),
    )  # fmt: skip
    found = {record.key: record for record in batch.records}
    assert sorted(found) == ["break/b9", "contribution/11", "contribution/12", "session/2/5"]
    doorstep = found["contribution/11"]
    assert isinstance(doorstep, PressEvent)
    assert (doorstep.type, doorstep.room) == ("doorstep", "Hall A")
    assert (doorstep.start, doorstep.end) == (venue("2025-06-25T09:00"), venue("2025-06-25T09:45"))
    assert doorstep.url == f"{URL}/event/7/c/11/"
    assert found["contribution/12"].room == "Hall B"  # type: ignore[attr-defined]
    assert found["session/2/5"].title == "Session 2: second block"  # type: ignore[attr-defined]
    assert batch.as_of == datetime.fromtimestamp(TS, UTC)
    assert problems(batch) == []


def test_the_end_follows_from_a_length_in_fractions_of_a_minute_where_none_is_given() -> None:
    talk = entry("Contribution", 1, "2025-06-25 09:00", "2025-06-25 09:00", duration=12.5)
    del talk["endDate"]
    event = one(read(EVENT, timetable(c1=talk)))
    assert event.end == datetime(2025, 6, 25, 7, 12, 30, tzinfo=UTC)


def test_each_time_is_in_the_zone_it_names() -> None:
    talk = entry("Contribution", 1, "2025-06-25 09:00", "2025-06-25 10:00")
    talk["startDate"] = when("2025-06-25 08:00", "Europe/London")
    event = one(read(EVENT, timetable(c1=talk)))
    assert event.start == venue("2025-06-25T09:00")


@pytest.mark.parametrize(
    ("tz", "said"),
    [
        (None, []),
        (
            "Europe/Den Haag",
            ["the zone: 'Europe/Den Haag' is not an IANA time zone; its times were read in Europe/Athens"],
        ),
    ],
)
def test_a_time_without_a_zone_is_in_the_locations_as_configured(tz: str | None, said: list[str]) -> None:
    talk = entry("Contribution", 1, "2025-06-25 09:00", "2025-06-25 10:00")
    talk["startDate"] = when("2025-06-25 09:00", tz)
    batch = read(IndicoSpec(name="indico", url=URL, event=7, zone="Europe/Athens"), timetable(c1=talk))
    assert one(batch).start == venue("2025-06-25T08:00")
    assert problems(batch) == said


@pytest.mark.parametrize("results", [{}, [], {"8": {"20250625": {}}}])
def test_an_unknown_event_is_a_problem_and_nothing_has_vanished(results: Any) -> None:
    batch = read(EVENT, export(results))
    assert batch.kinds == ()
    assert problems(batch) == ["event 7: is not known to this Indico, or not to this token: the answer is empty"]


def test_an_event_whose_timetable_is_empty_is_known_and_empty() -> None:
    batch = read(EVENT, export({"7": {"20250625": {}, "20250626": []}}))
    assert (batch.kinds, batch.records, problems(batch)) == (("event",), (), [])


def test_a_bad_entry_costs_itself_alone() -> None:
    bad = entry("Contribution", 2, "2025-06-25 10:00", "2025-06-25 10:30", startDate=when("2025-06-31 10:00"))
    nameless = entry("Contribution", 3, "2025-06-25 10:00", "2025-06-25 10:30", contributionId="three")
    good = entry("Contribution", 1, "2025-06-25 09:00", "2025-06-25 09:30")
    batch = read(EVENT, timetable(c1=good, c2=bad))
    assert (one(batch).key, batch.unread, batch.torn) == ("contribution/1", ("event/indico/contribution/2",), False)
    assert problems(batch) == ["Contribution 2: '2025-06-31T10:00:00' is not a date and time (ISO 8601)"]
    batch = read(EVENT, timetable(c1=good, c3=nameless))
    assert batch.torn
    assert "contributionId: expected `int | null`, got `str`" in problems(batch)[0]


def test_people_are_named_first_name_first() -> None:
    people = [
        {"firstName": "Spokesperson", "familyName": "of Norway", "name": "of Norway, Spokesperson"},
        {"fullName": "Host"},
        7,
    ]
    talk = entry("Contribution", 1, "2025-06-25 09:00", "2025-06-25 09:30", presenters=people)
    assert one(read(EVENT, timetable(c1=talk))).speakers == ("Spokesperson of Norway", "Host")


@pytest.mark.parametrize(
    ("label", "status"),
    [(None, "scheduled"), ({"title": "POSTPONED"}, "postponed"), ({"title": "Cancelled"}, "cancelled"),
     ({"title": "Off", "is_event_not_happening": True}, "cancelled"), (["?"], "scheduled")],
)  # fmt: skip
def test_the_events_of_a_category_with_what_their_label_says(label: Any, status: str) -> None:
    event = {
        "id": "21", "title": "Press conference of the host", "startDate": when("2025-06-25 09:00"), "label": label,
        "endDate": when("2025-06-25 10:00"), "roomFullname": "A/1-1 - Hall A", "room": "A/1-1",
    }  # fmt: skip
    past = event | {"id": "20", "startDate": when("2025-06-22 09:00"), "endDate": when("2025-06-22 10:00")}
    batch = read(CATEGORY, export([event, past]))
    found = one(batch)
    assert (found.key, found.type, found.status, found.room) == (
        "event/21", "press conference", status, "A/1-1 - Hall A",
    )  # fmt: skip
    assert batch.since == venue("2025-06-24T00:00")


def test_a_reservation_is_a_booking_without_its_mail_address() -> None:
    booking = one(read(BOOTHS, export([booked()])))
    assert isinstance(booking, Booking)
    assert (booking.key, booking.space, booking.status) == ("1", "Booth 4", "confirmed")
    assert (booking.start, booking.end) == (venue("2025-06-25T14:00"), venue("2025-06-25T15:00"))
    assert (booking.title, booking.holder) == ("Live two-way", "Producer of Nordlys Wire")
    assert "@" not in repr(booking)


@pytest.mark.parametrize(
    ("said", "status"),
    [({"isConfirmed": False, "isValid": False}, "pending"), ({"is_cancelled": True}, "cancelled"),
     ({"is_rejected": True, "isConfirmed": False}, "cancelled")],
)  # fmt: skip
def test_what_a_reservation_has_come_to(said: dict[str, Any], status: str) -> None:
    assert one(read(BOOTHS, export([booked(**said)]))).status == status


def test_each_occurrence_is_a_booking_and_may_be_off_by_itself() -> None:
    daily = booked(
        2, "2025-06-20 22:00", "2025-07-31 02:00", repeat_frequency="DAY",
        occurrences=[
            occurrence("2025-06-20 22:00", "2025-06-21 02:00"),
            occurrence("2025-06-25 22:00", "2025-06-26 02:00"),
            occurrence("2025-06-26 22:00", "2025-06-27 02:00", is_cancelled=True),
            occurrence("2025-06-27 22:00", "2025-06-28 25:00"),
            occurrence("2025-07-31 22:00", "2025-08-01 02:00"),
        ],
    )  # fmt: skip
    batch = read(BOOTHS, export([daily]))
    assert [(found.key, found.status) for found in batch.records] == [  # type: ignore[attr-defined]
        ("2/20250625", "confirmed"), ("2/20250626", "cancelled"),
    ]  # fmt: skip
    assert batch.records[0].end == venue("2025-06-26T02:00")  # type: ignore[attr-defined]
    assert batch.unread == ("booking/indico/2",)
    assert batch.since == venue("2025-06-24T00:00")


def test_a_series_without_its_occurrences_is_left_out_and_said() -> None:
    batch = read(BOOTHS, export([booked(), booked(2, repeat_frequency="WEEK")]))
    assert [found.key for found in batch.records] == ["1"]
    assert (batch.unread, problems(batch)) == (
        ("booking/indico/2",), ["reservation 2: repeats, and the answer does not say when"],
    )  # fmt: skip


def test_a_location_without_bookings_is_believed_with_a_remark() -> None:
    batch = read(BOOTHS, export([], "/export/reservation/IMC.json?limit=100"))
    assert batch.kinds == ("booking",)
    assert "location IMC: has nothing booked in these days, or does not exist" in problems(batch)[0]
    assert problems(read(BOOTHS, export([], "/export/reservation/IMC.json?limit=100&offset=100"))) == []


def test_rooms_that_are_configured_are_spaces_and_bookings_refer_to_them() -> None:
    room = {"id": 4, "name": " A/1-4", "fullName": " A/1-4 - Booth 4", "building": "A", "floor": "1"}
    batch = read(ROOMS, export([room]))
    assert batch.records == (
        Space(id="space/indico/room-4", name="Booth 4", type="tv booth", zone="A, floor 1"),
    )  # fmt: skip
    assert problems(batch) == ["room 5: is not in IMC, or not visible to this token"]
    bookings = indico.parse(
        json.dumps(export([booked(), booked(2, room={"id": 6, "fullName": "Studio"})])).encode(),
        Context("indico", zone_of("Europe/Amsterdam"), ROOMS, NOW, indico.resources(ROOMS)[0]),
    )
    assert [found.space for found in bookings.records] == ["space/indico/room-4", "Studio"]  # type: ignore[attr-defined]
    assert read(ROOMS, export([])).kinds == ()


def calendar_item(number: int, start: str, end: str, **more: Any) -> dict[str, Any]:
    held = {"id": number, "booking_reason": "Radio show", "booked_for_name": "Desk", "is_repeating": False, **more}
    return {"start_dt": start, "end_dt": end, "state": "valid", "reservation": held}


def test_the_room_calendar_gives_the_same_bookings_from_naive_times() -> None:
    day = "2025-06-25"
    rooms = [
        {
            "room_id": 4,
            "bookings": {day: [calendar_item(1, f"{day}T14:00:00", f"{day}T15:00:00"),
                               calendar_item(2, f"{day}T22:00:00", "2025-06-26T02:00:00", is_repeating=True)]},
            "pre_bookings": {day: [calendar_item(3, f"{day}T16:00:00", f"{day}T17:00:00"),
                                   calendar_item(7, f"{day}T18:00:00", f"{day}T19:00:00", is_repeating=True)]},
            "cancellations": {day: [calendar_item(5, f"{day}T08:00:00", f"{day}T09:00:00"),
                                    calendar_item(7, f"{day}T18:00:00", f"{day}T19:00:00", is_repeating=True)]},
            "rejections": {}, "blockings": {day: [{}]},
        },
        {"room_id": 9, "bookings": {day: [calendar_item(6, f"{day}T14:00:00", f"{day}T15:00:00")]}},
    ]  # fmt: skip
    batch = read(IndicoSpec(name="indico", url=URL, calendar=True, zone="Europe/Athens", rooms=(4,)), rooms)
    found = {one.key: one for one in batch.records if isinstance(one, Booking)}
    assert {key: one.status for key, one in found.items()} == {
        "1": "confirmed", "2/20250625": "confirmed", "3": "pending", "5": "cancelled",
        "7/20250625": "cancelled",
    }  # fmt: skip
    assert found["1"].start == venue("2025-06-25T13:00")
    assert found["1"].space == "room-4"
    assert problems(batch) == []


def test_a_web_page_and_half_an_answer_are_said() -> None:
    batch = read(EVENT, "<!DOCTYPE html>\n<html><head><title>Indico</title>")
    assert batch.kinds == ()
    assert "is a web page ('Indico')" in problems(batch)[0]
    assert "not complete JSON" in problems(read(EVENT, '{"results": {"7"'))[0]
    assert read(BOOTHS, {"results": {}}).kinds == ()
    assert read(CALENDAR, {"error": "x"}).kinds == ()


def test_what_is_asked_for() -> None:
    day, zone = date(2025, 6, 25), ZoneInfo("Europe/Amsterdam")

    def address(spec: IndicoSpec, name: str) -> str:
        asked = next(found for found in indico.resources(spec) if found.name == name)
        return asked.on(day, zone) if asked.on else asked.url

    assert address(EVENT, "timetable") == f"{URL}/export/timetable/7.json"
    fresh = IndicoSpec(name="indico", url=f"{URL}/i/", event=7, fresh=True)
    assert address(fresh, "timetable") == f"{URL}/i/export/timetable/7.json?nc=yes"
    window = "from=2025-06-23&to=2025-07-09"
    assert address(CATEGORY, "events") == f"{URL}/export/categ/3.json?{window}&limit=1000"
    assert address(ROOMS, "bookings") == f"{URL}/export/reservation/IMC.json?{window}&occ=yes&limit=100"
    assert address(ROOMS, "rooms") == f"{URL}/export/room/IMC/4-5.json"
    days = "start_date=2025-06-23&end_date=2025-07-09"
    assert address(CALENDAR, "bookings") == f"{URL}/rooms/api/calendar?{days}&show_inactive=true"
    spaced = IndicoSpec(name="indico", url=URL, location="Main Hall")
    assert address(spaced, "bookings").startswith(f"{URL}/export/reservation/Main%20Hall.json?")


@pytest.mark.parametrize(
    ("options", "words"),
    [({}, "one of event, category"), ({"location": "IMC-2"}, "calendar = true"),
     ({"days_ahead": 999, "event": 1}, "366"), ({"event": 1, "category": 2}, "two sources"),
     ({"rooms": (1,)}, "one of event")],
)  # fmt: skip
def test_options_that_cannot_work_are_refused(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        IndicoSpec(name="indico", url=URL, **options)


def test_a_full_page_is_followed_by_the_next() -> None:
    asked = "/export/reservation/IMC.json?from=2025-06-23&limit=2&occ=yes"
    full = json.dumps(export([booked(1), booked(2)], asked)).encode()
    assert indico.following(full) == "?from=2025-06-23&limit=2&occ=yes&offset=2"
    second = json.dumps(export([booked(3), booked(4)], asked + "&offset=2")).encode()
    assert (indico.following(second) or "").endswith("&offset=4")
    assert indico.following(json.dumps(export([booked(5)], asked + "&offset=4")).encode()) is None
    assert indico.following(json.dumps(timetable()).encode()) is None


SEEDS: dict[str, tuple[IndicoSpec, Callable[[], Any]]] = {
    "timetable": (EVENT, lambda: timetable(
        s1=entry("Session", 1, "2025-06-25 09:00", "2025-06-25 10:00", entries={
            "c1": entry("Contribution", 1, "2025-06-25 09:00", "2025-06-25 09:30", presenters=[{"name": "Host"}])}),
        b2=entry("Break", 2, "2025-06-25 11:00", "2025-06-25 12:00"))),
    "events": (CATEGORY, lambda: export([{"id": 2, "title": "Briefing", "startDate": when("2025-06-25 09:00")}])),
    "bookings": (BOOTHS, lambda: export([booked(), booked(2, repeat_frequency="DAY", occurrences=[
        occurrence("2025-06-25 14:00", "2025-06-25 15:00")])], "/export/reservation/IMC.json?limit=2")),
    "rooms": (ROOMS, lambda: export([{"id": 4, "fullName": "A/1-4 - Booth 4", "building": "A", "floor": "1"}])),
    "calendar": (CALENDAR, lambda: [{"room_id": 4, "bookings": {"2025-06-25": [
        calendar_item(1, "2025-06-25T14:00:00", "2025-06-25T15:00:00")]}, "pre_bookings": {}}]),
}  # fmt: skip


@pytest.mark.parametrize("name", SEEDS)
def test_anything_gives_records_and_problems_and_no_exception(name: str) -> None:
    spec, make = SEEDS[name]
    seed = json.dumps(make()).encode()
    assert read(spec, seed).records

    @settings(max_examples=max(100, CASES // len(SEEDS)), deadline=None, suppress_health_check=list(HealthCheck))
    @given(body=mutated([seed]) | reshaped(make()))
    def check(body: bytes) -> None:
        batch = read(spec, body)
        assert batch.kinds or batch.problems
        indico.following(body)

    check()


# --- Recorded answers of a real server: compared with the JSON itself -----------------------------------------------


def sample(name: str) -> tuple[bytes, Any]:
    path = SAMPLES / name
    if not path.exists():
        pytest.skip("the recorded answers are not here")
    raw = path.read_bytes()
    return raw, json.loads(raw) if raw.startswith((b"{", b"[")) else None


def of(said: dict[str, str]) -> datetime:
    """An instant of the recorded JSON, read without the reader."""
    return datetime.fromisoformat(f"{said['date']} {said['time']}").replace(tzinfo=ZoneInfo(said["tz"])).astimezone(UTC)


def test_recorded_timetable() -> None:
    raw, found = sample("timetable.body")
    told = []
    for day in found["results"]["1"].values():
        for each in day.values():
            told += list(each["entries"].values()) if each.get("entries") else [each]
    batch = read(IndicoSpec(name="indico", url=URL, event=1), raw, SAMPLED, "Europe/Berlin")
    assert sorted((e.title, e.start, e.end, e.room) for e in batch.records) == sorted(  # type: ignore[attr-defined]
        (each["title"], of(each["startDate"]), of(each["endDate"]), each["room"]) for each in told
    )
    assert len(batch.records) == 4
    assert batch.as_of == datetime.fromtimestamp(found["ts"], UTC)
    assert not batch.problems


def test_recorded_event() -> None:
    raw, found = sample("event.body")
    event = one(read(IndicoSpec(name="indico", url=URL, category=0), raw, SAMPLED, "Europe/Berlin"))
    said = found["results"][0]
    assert (event.title, event.start, event.end) == (said["title"], of(said["startDate"]), of(said["endDate"]))
    assert event.note == "Daily briefings"


@pytest.mark.parametrize("name", ["reservations-occ.body", "reservations.body"])
def test_recorded_reservations(name: str) -> None:
    raw, found = sample(name)
    batch = read(IndicoSpec(name="indico", url=URL, location="MPC"), raw, SAMPLED, "Europe/Berlin")
    told = []
    for each in found["results"]:
        series = each["repeat_frequency"] != "NEVER"
        for span in each.get("occurrences", []) if series else [each]:
            off = any(of_both["is_cancelled"] or of_both["is_rejected"] for of_both in (each, span))
            status = "cancelled" if off else "confirmed" if each["isConfirmed"] else "pending"
            told.append((each["reason"], of(span["startDT"]), of(span["endDT"]), status))
    read_here = [(b.title, b.start, b.end, b.status) for b in batch.records if isinstance(b, Booking)]
    assert sorted(read_here) == sorted(told)
    assert len(read_here) == (8 if "occ" in name else 3)
    assert len(batch.problems) == (0 if "occ" in name else 1)


def test_recorded_calendar_says_what_the_export_says() -> None:
    raw, _ = sample("rb-calendar.body")
    exported, _ = sample("reservations-occ.body")
    calendar = read(IndicoSpec(name="indico", url=URL, calendar=True), raw, SAMPLED, "Europe/Berlin")
    export_ = read(IndicoSpec(name="indico", url=URL, location="MPC"), exported, SAMPLED, "Europe/Berlin")
    both = {b.key: b for b in export_.records if isinstance(b, Booking)}
    assert sorted(b.key for b in calendar.records) == ["1", "2/20261123", "2/20261124", "3"]
    for booking in calendar.records:
        assert isinstance(booking, Booking)
        twin = both[booking.key]
        assert (booking.start, booking.end, booking.status, booking.title, booking.holder) == (
            twin.start, twin.end, twin.status, twin.title, twin.holder,
        )  # fmt: skip


def test_recorded_rooms_and_refusals() -> None:
    raw, found = sample("rooms-export.body")
    batch = read(IndicoSpec(name="indico", url=URL, location="MPC", rooms=(1, 2, 3)), raw, SAMPLED)
    assert {space.key for space in batch.records} == {f"room-{room['id']}" for room in found["results"]}
    assert {space.name for space in batch.records} == {"Booth 3", "Booth 7", "Booth 12"}  # type: ignore[attr-defined]
    for name, spec in (("timetable-unknown.body", IndicoSpec(name="indico", url=URL, event=99)),
                       ("timetable-bad-token.body", EVENT), ("rb-calendar-anon.body", CALENDAR)):  # fmt: skip
        refused = read(spec, sample(name)[0], SAMPLED)
        assert (refused.kinds, len(refused.problems)) == ((), 1), name
