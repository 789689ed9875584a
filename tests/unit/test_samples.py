"""Every real file beside the repository, in every kind of source; calendars against a reading by expressions alone.

The other tests of samples name the files they compare: feeds in test_source_newsroom, schedules in
test_source_schedule, recorded servers in test_source_pretalx and test_source_indico.
"""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from opsdash.model import Booking, PressEvent
from opsdash.sources import parser_of
from opsdash.sourcespec import IcalSpec
from tests.fuzzing import KINDS, SAMPLES, seeds
from tests.sourcekinds import problems, read

FILES = sorted(path for path in SAMPLES.rglob("*") if path.is_file()) if SAMPLES.is_dir() else []
CALENDARS = [path for path in FILES if path.suffix == ".ics" or b"BEGIN:VCALENDAR" in path.read_bytes()[:100]]
ELSEWHERE = ("schedule", "pretalx", "newsroom", "sheet")
"""Kinds whose own tests walk through every file."""
BROKEN = {"collective-big_bad_calendar.ics": "line 2: has no start that could be read"}
"""Calendars of which nothing can be read, and what is said of the first event."""

pytestmark = pytest.mark.skipif(not FILES, reason="no samples beside the repository")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ELSEWHERE])
def test_no_file_makes_any_kind_raise_and_what_is_refused_is_said(kind: str) -> None:
    asked = {one.resource: one for one in seeds(kind)}.values()
    for path in FILES:
        body = path.read_bytes()
        for one in asked:
            batch = read(one.spec, body, one.resource)
            assert batch.kinds or batch.problems, path
            following = parser_of(one.spec).following(body)
            assert following is None or isinstance(following, str)


class Said(NamedTuple):
    """What the lines of a VEVENT say."""

    uid: str
    start: datetime | date
    end: datetime | date | None
    title: str


def lines_of(path: Path) -> list[str]:
    """The VEVENTs of a file, unfolded."""
    text = re.sub(r"\r?\n[ \t]", "", path.read_text(encoding="utf-8-sig", errors="replace"))
    return re.findall(r"^BEGIN:VEVENT\r?\n(.*?)^END:VEVENT", text, re.DOTALL | re.MULTILINE)


def said(event: str) -> Said | None:
    """A single event; None for one that recurs, or in a zone that has no IANA name."""
    found = dict(re.findall(r"^(UID|SUMMARY)[^:\n]*:(.*?)\r?$", event, re.MULTILINE))
    times = {name: (rest, value) for name, rest, value in
             re.findall(r"^(DTSTART|DTEND)((?:;[^:\n]*)?):(.*?)\r?$", event, re.MULTILINE)}  # fmt: skip
    if re.search(r"^(RRULE|RDATE|RECURRENCE-ID)", event, re.MULTILINE) or "DTSTART" not in times:
        return None
    try:
        start, end = (instant(*times[name]) if name in times else None for name in ("DTSTART", "DTEND"))
    except (ValueError, ZoneInfoNotFoundError):
        return None
    return Said(found.get("UID", ""), start, end, found.get("SUMMARY", "")) if start else None


def instant(rest: str, value: str) -> datetime | date:
    """A time of RFC 5545; one without a zone is the venue's, Amsterdam."""
    if len(value) == 8:
        return datetime.strptime(value, "%Y%m%d").date()
    zone = re.search(r"TZID=\"?([^;:\"]+)", rest)
    tz = UTC if value.endswith("Z") else ZoneInfo(zone[1] if zone else "Europe/Amsterdam")
    return datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=tz).astimezone(UTC)


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: path.name)
def test_each_calendar_against_its_lines(path: Path) -> None:
    """Counts, times and zones of what does not recur, as events and as bookings; a broken file names line or item."""
    as_events = read(IcalSpec(name="cal", url="https://a/"), path.read_bytes())
    as_bookings = read(IcalSpec(name="cal", url="https://a/", gives_as="bookings", space="b"), path.read_bytes())
    if path.name in BROKEN:
        assert (as_events.records, as_events.kinds) == ((), ())
        assert BROKEN[path.name] in problems(as_events)
        return
    assert as_events.kinds == ("event",)
    events = [event for event in as_events.records if isinstance(event, PressEvent)]
    bookings = {booking.key: booking for booking in as_bookings.records if isinstance(booking, Booking)}
    every = lines_of(path)
    singles = [one for one in map(said, every) if one]
    series = len(every) - len(singles)
    assert len(events) >= len(singles)
    assert series or len(events) == len(singles)
    assert {_what(event) for event in events} >= {(one.uid, one.start) for one in singles if one.uid}
    by_start = {_what(event): event for event in events}
    for one in singles:
        found = by_start[one.uid, one.start] if one.uid else events[0]
        assert _letters(found.title) in ("notitle", _letters(one.title))
        if isinstance(one.start, datetime) and isinstance(one.end, datetime) and one.end > one.start:
            assert found.end == one.end
            booking = bookings[found.key]
            assert (booking.start, booking.end, booking.space) == (one.start, one.end, "b")


def _what(event: PressEvent) -> tuple[str, datetime | date | None]:
    """By what an event is known in the file: a key that repeats has its time behind it."""
    key = re.sub(r"/\d{8}T\d{6}Z?$", "", event.key)
    return key, event.start or event.day


def _letters(text: str) -> str:
    """A title without markup, escapes and blanks."""
    plain = re.sub(r"<[^>]*>|\\n|&\w+;", "", text)
    return re.sub(r"[\W_]+", "", plain)[:100]
