"""Schedules of frab, c3voc tools and pretalx: JSON and XML, days that end after midnight, files without a zone."""

import json
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from opsdash.model import PressEvent, Space
from opsdash.snapshot import Batch
from opsdash.sourcespec import ScheduleSpec
from tests.mutations import CASES, mutated
from tests.sourcekinds import CPU_SECONDS, MEMORY, measured, problems, read
from tests.support import SHARED, venue

SPEC = ScheduleSpec(name="plan", url="https://conference.example/schedule")
SAMPLES = SHARED / "samples"

JSON: dict[str, Any] = {
    "schedule": {
        "version": "2",
        "conference": {
            "acronym": "summit",
            "time_zone_name": "Europe/Amsterdam",
            "rooms": [{"name": "Room A", "guid": "r", "capacity": 120}, {"name": "Room B", "guid": "r"}],
            "days": [
                {
                    "index": 1,
                    "date": "2025-06-24",
                    "day_start": "2025-06-24T06:00:00+02:00",
                    "day_end": "2025-06-25T03:00:00+02:00",
                    "rooms": {
                        "Room A": [
                            {
                                "guid": "g-1", "code": "AAAAAA", "id": 1, "date": "2025-06-24T09:00:00+02:00",
                                "start": "09:00", "duration": "00:45", "room": "Room A", "title": "Opening remarks",
                                "type": "Press conference", "track": {"name": "Main"}, "language": "en",
                                "abstract": "<p>Host Prime Minister &amp; guests</p>", "url": "https://a.example/1",
                                "persons": [{"public_name": "Host Prime Minister"}, {"name": "Spokesperson"}],
                                "do_not_stream": True,
                            },
                            {"code": "BBBBBB", "title": "Late briefing", "start": "01:30", "duration": "0:30"},
                        ],
                        "Room B": [
                            {"id": 7, "title": "Moved", "date": "2025-06-24T18:00:00+02:00", "duration": "-1:15:15"}
                        ],
                    },
                }
            ],
        },
    }
}  # fmt: skip

XML = """<?xml version="1.0" encoding="utf-8"?>
<schedule>
  <conference><title>Summit</title><day_change>05:00:00</day_change></conference>
  <day index="1" date="2025-06-24">
    <room name="Room A">
      <event id="1" guid="g-1">
        <start>09:00</start><duration>00:45</duration><room>Room A</room><title>Opening &amp; welcome</title>
        <type>Doorstep</type><language>en</language><abstract>&lt;p&gt;For all&lt;/p&gt;</abstract>
        <persons><person id="3">Host Prime Minister</person><person id="4">Spokesperson</person></persons>
        <recording><license/><optout>false</optout></recording><links><link href="x">title of a link</link></links>
      </event>
      <event id="2"><start>04:30</start><duration>01:00:00</duration><title>Night shift</title></event>
    </room>
    <room name="Room B"/>
  </day>
</schedule>
"""


def events(batch: Batch) -> dict[str, PressEvent]:
    return {record.key: record for record in batch.records if isinstance(record, PressEvent)}


def spaces(batch: Batch) -> dict[str, Space]:
    return {record.name: record for record in batch.records if isinstance(record, Space)}


def conference(**changes: Any) -> str:
    whole = json.loads(json.dumps(JSON))
    whole["schedule"]["conference"].update(changes)
    return json.dumps(whole)


def with_event(**fields: Any) -> str:
    """A schedule of one day, 24 June, with one event in Room A."""
    event = {"guid": "g", "title": "T"} | fields
    return conference(days=[{"date": "2025-06-24", "rooms": {"Room A": [event]}}])


def test_json() -> None:
    batch = read(SPEC, json.dumps(JSON))
    assert (batch.kinds, batch.torn, batch.unread) == (("event", "space"), False, ())
    found = events(batch)
    assert set(found) == {"g-1", "BBBBBB", "7"}
    opening = found["g-1"]
    assert (opening.start, opening.end) == (venue("2025-06-24T09:00"), venue("2025-06-24T09:45"))
    assert (opening.title, opening.type, opening.room) == ("Opening remarks", "press conference", "Room A")
    assert opening.speakers == ("Host Prime Minister", "Spokesperson")
    assert (opening.note, opening.url, opening.streamed) == (
        "Host Prime Minister & guests",
        "https://a.example/1",
        False,
    )
    assert {name: space.capacity for name, space in spaces(batch).items()} == {"Room A": 120, "Room B": None}


def test_a_clock_time_after_midnight_is_the_night_after_the_day_it_is_listed_under() -> None:
    late = events(read(SPEC, json.dumps(JSON)))["BBBBBB"]
    assert (late.start, late.end) == (venue("2025-06-25T01:30"), venue("2025-06-25T02:00"))
    night = events(read(SPEC, XML))["2"]
    assert (night.start, night.end) == (venue("2025-06-25T04:30"), venue("2025-06-25T05:30"))


def test_without_day_bounds_four_o_clock_parts_the_days_and_that_is_said() -> None:
    early = read(SPEC, with_event(start="03:59"))
    assert events(early)["g"].start == venue("2025-06-25T03:59")
    assert "the days: 1 events before 04:00 without a date were taken for the night after their day" in problems(early)
    later = read(SPEC, with_event(start="04:00"))
    assert events(later)["g"].start == venue("2025-06-24T04:00")
    assert problems(later) == []


def test_an_end_before_the_start_is_kept_for_the_board_to_flag() -> None:
    moved = events(read(SPEC, json.dumps(JSON)))["7"]
    assert moved.start == venue("2025-06-24T18:00")
    assert moved.end == venue("2025-06-24T09:15")  # -1 day 15:15, as pretalx writes -8:45


@pytest.mark.parametrize(
    ("duration", "minutes"),
    [("00:30", 30), ("1:30", 90), ("26:00", 1560), ("0:45:00", 45), ("01:00:00", 60), ("-0:30", -30), (45, 45)],
)
def test_durations(duration: str | int, minutes: int) -> None:
    event = events(read(SPEC, with_event(date="2025-06-24T09:00:00+02:00", duration=duration)))["g"]
    assert event.start
    assert event.end == event.start + timedelta(minutes=minutes)


@pytest.mark.parametrize("duration", ["1:00:00", "an hour", "99999:00"])
def test_a_duration_that_cannot_be_told_costs_the_end_alone(duration: str) -> None:
    batch = read(SPEC, with_event(date="2025-06-24T09:00:00+02:00", duration=duration))
    assert (events(batch)["g"].start, events(batch)["g"].end) == (venue("2025-06-24T09:00"), None)
    assert len([line for line in problems(batch) if line.startswith("T: the duration")]) == 1


def test_xml_without_a_zone_takes_the_venues_and_says_so() -> None:
    batch = read(SPEC, XML, zone="America/New_York")
    opening = events(batch)["g-1"]
    assert opening.start == venue("2025-06-24T09:00", "America/New_York")
    assert problems(batch) == ["the zone: there are 2 times without; read in the venue's zone, America/New_York"]
    assert (opening.title, opening.type, opening.note) == ("Opening & welcome", "doorstep", "For all")
    assert opening.speakers == ("Host Prime Minister", "Spokesperson")
    assert set(spaces(batch)) == {"Room A", "Room B"}
    configured = read(
        ScheduleSpec(name="plan", url="https://x.example", zone="Asia/Tokyo"), XML, zone="America/New_York"
    )
    assert events(configured)["g-1"].start == venue("2025-06-24T09:00", "Asia/Tokyo")
    assert problems(configured) == [], "as configured is nothing to look at"


def test_a_zone_in_the_file_counts_for_times_without_an_offset() -> None:
    named = XML.replace("<title>Summit</title>", "<time_zone_name>Asia/Tokyo</time_zone_name>")
    batch = read(SPEC, named)
    assert events(batch)["g-1"].start == venue("2025-06-24T09:00", "Asia/Tokyo")
    assert problems(batch) == []


def test_an_offset_beats_a_zone_that_contradicts_it_and_that_is_said() -> None:
    batch = read(SPEC, conference(time_zone_name="UTC"))
    assert events(batch)["g-1"].start == venue("2025-06-24T09:00")
    said = (
        "the zone: is given as UTC, but there are 2 times with another offset (2025-06-24T09:00:00+02:00); the offsets"
    )
    assert f"{said} were taken" in problems(batch)
    unknown = read(SPEC, conference(time_zone_name="Mars/Olympus"))
    assert "the zone: 'Mars/Olympus' is not an IANA time zone such as Europe/Brussels" in problems(unknown)


def test_a_bad_event_is_named_and_the_others_land() -> None:
    bad = [{"guid": "x", "title": 5}, {"guid": "y", "title": "Y", "date": "tomorrow at nine"}, {"title": "Z"}, 3]
    batch = read(SPEC, conference(days=[{"date": "2025-06-24", "rooms": {"A": [*bad, {"guid": "ok", "title": "OK"}]}}]))
    assert list(events(batch)) == ["ok"]
    assert problems(batch) == [
        "x: title: expected `str`, got `int`",
        "Y: 'tomorrow at nine' is not a date and time (ISO 8601)",
        "Z: has no guid, code or id",
        "event 4: expected `object`, got `int`",
    ]
    assert batch.unread == ("event/plan/x", "event/plan/y")
    assert batch.kinds


def test_the_room_of_an_event_that_cannot_be_read_stays() -> None:
    days = [{"date": "2025-06-24", "rooms": {"A": [{"guid": "ok", "title": "OK"}], "B": [{"guid": "x", "title": 5}]}}]
    batch = read(SPEC, conference(rooms=None, days=days))
    assert [space.name for space in batch.records if isinstance(space, Space)] == ["A", "B"]


def test_a_day_that_cannot_be_read_withdraws_nothing() -> None:
    days = [*JSON["schedule"]["conference"]["days"], {"date": "2025-06-25", "rooms": []}]
    batch = read(SPEC, conference(days=days))
    assert (len(events(batch)), batch.torn) == (3, True)
    assert problems(batch) == ["day 2: rooms: expected `object`, got `array`"]


def test_one_key_at_two_times_is_two_events_whatever_their_order() -> None:
    twice = [{"guid": "g", "title": "T", "date": f"2025-06-24T{hour}:00:00+02:00"} for hour in ("15", "09")]
    for order in (twice, twice[::-1]):
        batch = read(SPEC, conference(days=[{"rooms": {"A": order}}]))
        starts = {key: event.start for key, event in events(batch).items()}
        assert starts == {"g": venue("2025-06-24T09:00"), "g/2": venue("2025-06-24T15:00")}
        assert problems(batch) == ["g: is there several times; told apart by their times"]


def test_only_what_is_wanted() -> None:
    batch = read(ScheduleSpec(name="plan", url="https://x.example", resources=("event",)), json.dumps(JSON))
    assert batch.kinds == ("event",)
    assert {record.kind for record in batch.records} == {"event"}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "neither JSON nor XML"),
        ("BEGIN:VCALENDAR", "neither JSON nor XML"),
        ("<rss></rss>", "its first element is 'rss'"),
        ("<!-- a --><!DOCTYPE html><title>Sign in</title>", "is a web page ('Sign in')"),
        ("<html><body>503</body></html>", "is a web page"),
        ('{"schedule": {"conference": {"days": [', "cut off"),
        ('{"detail": "Invalid token."}', "missing required field `schedule`"),
        ('{"schedule": {"conference": {"days": {}}}}', "schedule.conference.days: expected `array`"),
        ("[" * 100_000, ""),
    ],
)
def test_what_is_no_schedule_speaks_for_nothing(body: str, says: str) -> None:
    batch = read(SPEC, body)
    assert (batch.kinds, batch.records) == ((), ())
    assert says in batch.problems[0].reason


def test_xml_that_breaks_off_keeps_what_was_read_and_withdraws_nothing() -> None:
    batch = read(SPEC, XML[: XML.index("<start>04:30")])
    assert (list(events(batch)), batch.torn) == (["g-1"], True)
    assert re.match(r"line 12: the XML breaks off: no element found", problems(batch)[0])


def test_a_schedule_without_events_is_a_good_answer() -> None:
    assert read(SPEC, conference(days=[])).kinds == ("event", "space")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    text = XML.replace("utf-8", encoding.removesuffix("-sig")).replace("Night shift", "Übergabe")
    assert events(read(SPEC, text.encode(encoding)))["2"].title == "Übergabe"


def test_no_entity_is_opened_or_expanded(tmp_path: Any) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hunter2")
    outside = f'<!DOCTYPE s [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for declared in (outside, f'<!DOCTYPE s [<!ENTITY l0 "ha">{laughs}]>', '<!DOCTYPE s [<!ENTITY % p "x">%p;]>'):
        body = XML.replace("<schedule>", f"{declared}<schedule>").replace("Night shift", "&x;&l9;")
        batch = read(SPEC, body)
        assert batch.kinds == ()
        assert "hunter2" not in str(batch)
    doctype = XML.replace("<schedule>", '<!DOCTYPE schedule SYSTEM "http://127.0.0.1:9/x.dtd"><schedule>')
    assert len(events(read(SPEC, doctype))) == 2


@pytest.mark.parametrize(
    "body",
    [
        'b"<schedule>" + b"<a/>" * 5_000_000',
        'b"<schedule " + b" ".join(b"a%d=\'\'" % n for n in range(1_600_000)) + b"/>"',
        'b"<!---->" * 2_800_000',
        'b\'{"schedule":{"conference":{"days":[\' + b"1," * 9_900_000 + b"1]}}}"',
    ],
)
def test_twenty_megabytes_of_nonsense(body: str) -> None:
    seconds, memory, _ = measured(repr_of(SPEC), body)
    assert seconds < CPU_SECONDS
    assert memory < MEMORY


def test_a_schedule_of_twenty_megabytes() -> None:
    one = '\'{"guid":"g%d","title":"T","date":"2025-06-24T09:00Z","abstract":"\' % n + "<b>x</b> words " * 65 + \'"}\''
    body = f'(\'{{"schedule":{{"conference":{{"days":[{{"rooms":{{"A":[\' + ",".join({one} for n in range(18_000))'
    seconds, memory, records = measured(repr_of(SPEC), body + " + ']}}]}}}').encode()")
    assert records == 18_001
    assert seconds < CPU_SECONDS
    assert memory < MEMORY


def repr_of(spec: ScheduleSpec) -> str:
    return f"ScheduleSpec(name={spec.name!r}, url={spec.url!r})"


@settings(max_examples=CASES, deadline=None)
@given(mutated([json.dumps(JSON).encode(), XML.encode()]))
def test_any_bytes_come_to_a_batch(body: bytes) -> None:
    batch = read(SPEC, body)
    for event in events(batch).values():
        assert event.key
        assert event.start is None or event.start.tzinfo is UTC


# --- real files, compared with another reading of them -----------------------------------------------------------

needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples beside the repository")


@needs_samples
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("schedules/frab-camp2019.json", 79),
        ("schedules/pretalx-democon.json", 36),
        ("peers/pretalx/export-json.body", 61),
    ],
)
def test_real_json(name: str, count: int) -> None:
    body = (SAMPLES / name).read_bytes()
    batch = read(SPEC, body)
    raw = [
        (event, room)
        for day in json.loads(body)["schedule"]["conference"]["days"]
        for room, listed in day["rooms"].items()
        for event in listed
    ]
    found = events(batch)
    assert len(raw) == count == len(found)
    for event, room in raw:
        start = datetime.fromisoformat(event["date"])
        hours, minutes = event["duration"].split(":")
        record = found[event["guid"]]
        assert record.start == start
        assert record.end == start + timedelta(hours=int(hours), minutes=int(minutes))
        assert record.room == room
        assert record.speakers == tuple(person["public_name"].strip() for person in event["persons"])
    assert set(spaces(batch)) == {room for _, room in raw} | rooms_of(body)
    assert (batch.torn, batch.unread) == (False, ())


def rooms_of(body: bytes) -> set[str]:
    return {room["name"] for room in json.loads(body)["schedule"]["conference"].get("rooms", [])}


@needs_samples
def test_real_xml_of_pretalx_says_the_same_as_its_json() -> None:
    asked = [read(SPEC, (SAMPLES / f"peers/pretalx/export-{form}.body").read_bytes()) for form in ("xml", "json")]
    in_xml, in_json = (events(batch) for batch in asked)
    assert len(in_xml) == 61
    assert in_xml == in_json


@needs_samples
def test_real_pentabarf_without_zone() -> None:
    body = (SAMPLES / "schedules/fosdem-2015.xml").read_bytes()
    batch = read(SPEC, body, zone="Europe/Brussels")
    found = events(batch)
    raw = {
        event.get("id"): (day.get("date"), room.get("name"), event)
        for day in ElementTree.fromstring(body).iter("day")
        for room in day.iter("room")
        if room.get("name")
        for event in room.findall("event")
    }
    assert len(raw) == 551 == len(found)
    for key, (day, room, event) in raw.items():
        assert key
        start = datetime.fromisoformat(f"{day}T{event.findtext('start')}").replace(tzinfo=ZoneInfo("Europe/Brussels"))
        hours, minutes = str(event.findtext("duration")).split(":")
        assert found[key].start == start
        assert found[key].end == start + timedelta(hours=int(hours), minutes=int(minutes))
        assert found[key].room == room
        assert len(found[key].speakers) == len(event.findall("persons/person"))
    assert len(spaces(batch)) == len({room for _, room, _ in raw.values()})
    assert Counter(
        event.start.astimezone(ZoneInfo("Europe/Brussels")).day for event in found.values() if event.start
    ) == {
        31: sum(day == "2015-01-31" for day, _, _ in raw.values()),
        1: sum(day == "2015-02-01" for day, _, _ in raw.values()),
    }
    assert problems(batch) == ["the zone: there are 551 times without; read in the venue's zone, Europe/Brussels"]


@needs_samples
def test_no_real_file_of_another_kind_makes_it_raise() -> None:
    for path in sorted(SAMPLES.rglob("*")):
        if path.is_file():
            schedule = path.parent.name == "schedules" or path.name in ("export-json.body", "export-xml.body")
            assert bool(read(SPEC, path.read_bytes()).kinds) == schedule
