"""pretalx over its REST API: the released schedule, rooms in pages, releases."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from opsdash.model import NewsItem, PressEvent, Space
from opsdash.snapshot import Batch
from opsdash.sources import pretalx
from opsdash.sourcespec import PretalxSpec
from tests.mutations import CASES, mutated
from tests.sourcekinds import CPU_SECONDS, MEMORY, measured, problems, read
from tests.support import SHARED, venue

SPEC = PretalxSpec(name="talks", url="https://pretalx.example/api/events/summit/")
SAMPLES = SHARED / "samples" / "peers" / "pretalx"
ROOM = {"id": 1, "name": {"en": "Room A", "de": "Saal A"}}


def slot(code: str = "AAAAAA", start: str | None = "2025-06-24T09:00:00+02:00", **fields: Any) -> dict[str, Any]:
    """A slot with a talk, everything expanded."""
    talk = {
        "code": code, "title": {"en": "Opening", "de": "Eröffnung"}, "state": "confirmed", "content_locale": "en",
        "speakers": [{"code": "S", "name": "Host Prime Minister"}], "abstract": "For all", "duration": 30,
        "submission_type": {"id": 1, "name": {"en": "Press conference"}}, "track": None,
    }  # fmt: skip
    return {"id": 5, "room": ROOM, "start": start, "end": None, "submission": talk, "duration": 30} | fields


def schedule(*slots: Any, **fields: Any) -> str:
    release = {
        "id": 1,
        "version": "v2",
        "published": "2025-06-23T20:00:00.123456+02:00",
        "comment": {"en": "Moved one"},
    }
    return json.dumps(release | {"slots": slots} | fields)


def rooms(*results: Any, **fields: Any) -> str:
    return json.dumps({"count": len(results), "next": None, "previous": None, "results": results} | fields)


def events(batch: Batch) -> dict[str, PressEvent]:
    return {record.key: record for record in batch.records if isinstance(record, PressEvent)}


def test_what_is_asked_for() -> None:
    latest, of_rooms = pretalx.resources(SPEC)
    assert latest.url == (
        "https://pretalx.example/api/events/summit/schedules/latest/?expand=slots,slots.room,slots.submission,"
        "slots.submission.speakers,slots.submission.track,slots.submission.submission_type"
    )
    assert (latest.kinds, latest.optional) == (("event", "news"), False)
    assert (of_rooms.url, of_rooms.kinds) == ("https://pretalx.example/api/events/summit/rooms/", ("space",))
    only = PretalxSpec(name="talks", url="https://pretalx.example/api/events/summit?lang=de", resources=("space",))
    assert [one.url for one in pretalx.resources(only)] == ["https://pretalx.example/api/events/summit/rooms/?lang=de"]


def test_a_talk() -> None:
    batch = read(SPEC, schedule(slot(end="2025-06-24T09:45:00+02:00")), "schedule")
    assert (batch.kinds, batch.problems, batch.torn) == (("event", "news"), (), False)
    talk = events(batch)["AAAAAA"]
    assert (talk.title, talk.type, talk.room, talk.status) == ("Opening", "press conference", "Room A", "scheduled")
    assert (talk.start, talk.end) == (venue("2025-06-24T09:00"), venue("2025-06-24T09:45"))
    assert (talk.speakers, talk.note, talk.language) == (("Host Prime Minister",), "For all", "en")


def test_the_release_is_one_piece_of_news_that_changes_with_the_next() -> None:
    first, second = (read(SPEC, schedule(slot(), version=v), "schedule").records[-1] for v in ("v1", "v2"))
    assert isinstance(first, NewsItem)
    assert isinstance(second, NewsItem)
    assert first.id == second.id == "news/talks/release"
    assert (second.title, second.summary) == ("Programme released: version v2", "Moved one")
    assert second.published == datetime(2025, 6, 23, 18, 0, 0, 123456, tzinfo=UTC)


def test_the_key_is_the_code_since_slots_are_new_with_every_release() -> None:
    before = events(read(SPEC, schedule(slot(id=5)), "schedule"))
    after = events(read(SPEC, schedule(slot(id=77)), "schedule"))
    assert before == after


def test_languages() -> None:
    german = PretalxSpec(name="talks", url=SPEC.url, language="de")
    french = PretalxSpec(name="talks", url=SPEC.url, language="fr")
    body = schedule(slot(), slot("BBBBBB", submission={"code": "BBBBBB", "title": {"en": "", "nl": "Opening NL"}}))
    assert [event.title for event in events(read(german, body, "schedule")).values()] == ["Eröffnung", "Opening NL"]
    assert events(read(german, body, "schedule"))["AAAAAA"].room == "Saal A"
    assert events(read(french, body, "schedule"))["AAAAAA"].title == "Opening"


def test_a_negative_duration_is_kept_for_the_board_to_flag() -> None:
    moved = slot(start="2025-06-24T18:00:00+02:00", end="2025-06-24T09:15:00+02:00", duration=-525)
    talk = events(read(SPEC, schedule(moved), "schedule"))["AAAAAA"]
    assert talk.start
    assert talk.end == talk.start - timedelta(minutes=525)
    by_duration = events(read(SPEC, schedule(slot(duration=-525)), "schedule"))["AAAAAA"]
    assert by_duration.start
    assert by_duration.end == by_duration.start - timedelta(minutes=525)


def test_slots_of_one_talk_breaks_and_slots_without_time() -> None:
    lunch = {"id": 9, "room": ROOM, "submission": None, "description": {"en": "Lunch"}}
    days: list[dict[str, Any]] = [lunch | {"start": f"2025-06-{day}T12:00:00+02:00"} for day in (24, 25)]
    body = schedule(slot(start="2025-06-25T09:00:00+02:00"), slot(), slot("CCCCCC", None), *days)
    found = events(read(SPEC, body, "schedule"))
    assert found["AAAAAA"].start == venue("2025-06-24T09:00")
    assert found["AAAAAA/2"].start == venue("2025-06-25T09:00")
    assert (found["CCCCCC"].start, found["CCCCCC"].precision) == (None, "unknown")
    breaks = [key for key in found if key.startswith("break-")]
    assert [found[key].title for key in breaks] == ["Lunch", "Lunch"]
    later = schedule(*(day | {"id": 99, "start": day["start"].replace("T12:00", "T12:30")} for day in days))
    assert list(events(read(SPEC, later, "schedule"))) == breaks


def test_what_an_organiser_sees_alone_is_left_out() -> None:
    hidden = [slot("BBBBBB", is_visible=False), slot("CCCCCC", slot_type="blocker", submission=None)]
    assert list(events(read(SPEC, schedule(slot(), *hidden), "schedule"))) == ["AAAAAA"]


def test_a_state_that_is_not_confirmed_shows() -> None:
    states = {"confirmed": "scheduled", "canceled": "cancelled", "accepted": "tentative", "new word": "scheduled"}
    for state, status in states.items():
        talk = slot()
        talk["submission"]["state"] = state
        assert events(read(SPEC, schedule(talk), "schedule"))["AAAAAA"].status == status


def test_a_bad_slot_is_named_and_the_others_land() -> None:
    bad = [
        slot("BADDAY", "next Tuesday"), slot("BADEND", duration="half an hour"), slot(submission={"title": "no code"}),
        "nonsense", slot(submission="CODE"),
    ]  # fmt: skip
    batch = read(SPEC, schedule(*bad, slot()), "schedule")
    assert list(events(batch)) == ["AAAAAA"]
    assert problems(batch) == [
        "BADDAY: 'next Tuesday' is not a date and time (ISO 8601)",
        "BADEND: duration: expected `int | null`, got `str`",
        "slot 3: submission: object missing required field `code`",
        "slot 4: expected `object`, got `str`",
        "slot 5: submission 'CODE' is not expanded",
    ]
    assert batch.unread == ("event/talks/BADDAY", "event/talks/BADEND")


def test_rooms_in_pages() -> None:
    page = rooms(
        {"id": 1, "name": {"en": "Room A"}, "uuid": "u-1", "capacity": 120}, {"id": 2, "name": "Room B"},
        next="https://pretalx.example/api/events/summit/rooms/?page=2",
    )  # fmt: skip
    batch = read(SPEC, page, "rooms")
    assert [(r.id, r.name, r.capacity) for r in batch.records if isinstance(r, Space)] == [
        ("space/talks/u-1", "Room A", 120),
        ("space/talks/room-2", "Room B", None),
    ]
    assert pretalx.following(page.encode()) == "https://pretalx.example/api/events/summit/rooms/?page=2"
    assert pretalx.following(rooms().encode()) is None
    assert read(SPEC, rooms(), "rooms").kinds == ("space",)
    partly = read(SPEC, rooms({"id": 1, "name": "A"}, {"name": "B"}), "rooms")
    assert (len(partly.records), partly.torn) == (1, True)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ('{"detail": "Invalid token."}', "missing required field `slots`"),
        ("<!DOCTYPE html><html><title>Page not found</title>", "is a web page ('Page not found')"),
        ('{"slots": [62, 1, 2]}', "are not expanded"),
        ('{"slots": [{"id": 1', "cut off"),
        ('{"slots": {"a": 1}}', "slots: expected `array`"),
        ("", "cut off"),
    ],
)
def test_what_is_no_schedule_speaks_for_nothing(body: str, says: str) -> None:
    batch = read(SPEC, body, "schedule")
    assert (batch.kinds, batch.records) == ((), ())
    assert says in batch.problems[0].reason


def test_a_release_without_slots_is_a_good_answer() -> None:
    assert read(SPEC, schedule(), "schedule").kinds == ("event", "news")


def test_twenty_megabytes() -> None:
    one = '\'{"start":null,"submission":{"code":"A%d","title":"T","abstract":"\' % n + "words " * 150 + \'"}}\''
    for body, count in (
        (f'(\'{{"slots":[\' + ",".join({one} for n in range(19_000)) + "]}}").encode()', 19_000),
        ('b\'{"slots":[\' + b"{}," * 6_600_000 + b"{}]}"', 0),
    ):
        seconds, memory, records = measured('PretalxSpec(name="t", url="https://x.example")', body, "schedule")
        assert records == count
        assert seconds < CPU_SECONDS
        assert memory < MEMORY


@settings(max_examples=CASES, deadline=None)
@given(
    mutated(
        [schedule(slot(), slot("B", None), {"start": None}).encode(), rooms(ROOM | {"capacity": 5}).encode(), b"{}"]
    )
)
def test_any_bytes_come_to_a_batch(body: bytes) -> None:
    for resource in ("schedule", "rooms"):
        for record in read(SPEC, body, resource).records:
            assert record.key
    assert pretalx.following(body) is None


# --- what a real server answered ----------------------------------------------------------------------------------

needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples beside the repository")


def answer(name: str) -> bytes:
    return (SAMPLES / f"{name}.body").read_bytes()


@needs_samples
def test_real_schedule_says_what_the_slots_say_page_by_page() -> None:
    """`/slots/` names talks and rooms by code and id: another endpoint, and no parser of ours."""
    batch = read(SPEC, answer("api-schedule-latest-expanded"), "schedule")
    assert (batch.problems, batch.unread, batch.torn) == ((), (), False)
    found = events(batch)
    pages = [json.loads(answer(f"api-slots-p{number}")) for number in (1, 2)]
    slots = [one for page in pages for one in page["results"]]
    names = {room["id"]: room["name"]["en"] for room in json.loads(answer("api-rooms"))["results"]}
    assert len(slots) == pages[0]["count"] == 63 == len(found)
    for one in slots:
        if one["submission"]:
            talk = found[one["submission"]]
            assert talk.start == datetime.fromisoformat(one["start"])
            assert talk.end == datetime.fromisoformat(one["end"])
            assert talk.room == names[one["room"]]
    assert sorted(event.title for key, event in found.items() if key.startswith("break-")) == ["Doors open", "Lunch"]
    titles = {one["code"]: one["title"] for one in json.loads(answer("api-submissions"))["results"]}
    assert len(titles) == 5
    assert {code: found[code].title for code in titles} == titles
    (release,) = (record for record in batch.records if isinstance(record, NewsItem))
    assert (release.title, release.summary) == ("Programme released: version v1", "First release")
    assert release.published == datetime.fromisoformat("2026-11-22T01:28:04.889050+01:00")


@needs_samples
def test_real_rooms() -> None:
    batch = read(SPEC, answer("api-rooms"), "rooms")
    raw = json.loads(answer("api-rooms"))["results"]
    assert [(r.key, r.name, r.capacity) for r in batch.records if isinstance(r, Space)] == [
        (room["uuid"], room["name"]["en"], room["capacity"]) for room in raw
    ]


@needs_samples
def test_real_answers_that_are_something_else_speak_for_nothing() -> None:
    good = {"api-schedule-latest-expanded.body": "schedule", "api-rooms.body": "rooms"}
    for path in sorted(SAMPLES.parents[1].rglob("*.*")):
        for resource in ("schedule", "rooms"):
            assert bool(read(SPEC, path.read_bytes(), resource).kinds) == (good.get(path.name) == resource), path
