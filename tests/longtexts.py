"""A million characters in every text field that a source of any kind can send.

Each answer has one item for each field, which is good but for that field; our own API, whose records are known, gets
all fields of a record at once. The text is steep: whatever takes the square of a length takes hours.
"""

import copy
import csv
import html
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from opsdash.model import RECORD_TYPES
from opsdash.snapshot import FEED_FIELDS
from tests.kindsites import DAY, KindSite
from tests.unit.test_sources_clean import filled

PIECE = "xX1.\x1b]0;t\x07\u202e<b a-b@c &#27; \u200b[on]"
LONG = PIECE * (1_000_000 // len(PIECE)) + "x" * 50_000
ROOM = "open all day until 2h00 a.m. " * 35_000

_AT, _TO = f"{DAY}T11:00:00+02:00", f"{DAY}T12:00:00+02:00"
_PERSON = {"firstName": "Desk", "familyName": "North", "name": "Desk"}


def stretched(item: dict[str, Any], number: Callable[[dict[str, Any], int], None]) -> list[dict[str, Any]]:
    """Copies of `item`, each with another text of it a million characters long; `number` gives each its own key."""
    found = []
    for n, path in enumerate(texts(item)):
        one = copy.deepcopy(item)
        number(one, n)
        holder = one
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = ROOM if n % 2 else LONG
        found.append(one)
    return found


def texts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every text in a JSON value."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(inner, (*path, step))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _own() -> dict[str, bytes]:
    bodies = {}
    for kind, record_type in RECORD_TYPES.items():
        record = msgspec.to_builtins(msgspec.structs.replace(filled(record_type, LONG), id="long"))
        keyed = msgspec.to_builtins(msgspec.structs.replace(filled(record_type, "good"), id=LONG))
        bodies[FEED_FIELDS[kind]] = _json({"items": [record, keyed], "next": None})
    return bodies


def _calendar() -> bytes:
    good = {"SUMMARY": "Opening", "DTSTART": f"{DAY.replace('-', '')}T090000Z", "UID": "1"}
    more = (
        "DESCRIPTION LOCATION DTEND RRULE STATUS URL CATEGORIES ORGANIZER EXDATE RDATE DTSTAMP LAST-MODIFIED DURATION"
    )
    more += " CONTACT COMMENT RECURRENCE-ID SEQUENCE X-OTHER"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"X-WR-CALNAME:{LONG}", f"X-WR-TIMEZONE:{ROOM}"]
    for n, name in enumerate((*good, *more.split())):
        event = good | {"UID": str(n)} | {name: (LONG, "a," * 500_000)[n % 2]}
        lines += ["BEGIN:VEVENT", *(f"{key}:{value}" for key, value in event.items()), "END:VEVENT"]
    return "\r\n".join((*lines, "END:VCALENDAR", "")).encode()


def _feed() -> bytes:
    plain = html.escape(LONG.replace("\x1b", "").replace("\x07", ""))[:800_000].rpartition("&")[0]
    return (
        f"<rss version='2.0'><channel><title>N</title><item><title>{plain}</title><author>{'x' * 900_000}</author>"
        f"<guid>1</guid></item></channel></rss>"
    ).encode()


def _headlines() -> bytes:
    item = {"id": "1", "title": "Opens", "summary": "s", "content_text": "t", "content_html": "h", "url": "https://x.example/",
            "external_url": "https://x.example/", "date_published": _AT, "date_modified": _AT}  # fmt: skip
    return _json({"version": "https://jsonfeed.org/version/1.1", "items": stretched(item, _numbered("id"))})


def _numbered(name: str) -> Callable[[dict[str, Any], int], None]:
    return lambda item, n: item.__setitem__(name, f"n{n}")


def _sheet() -> bytes:
    columns = ("No", "What", "Start", "End", "Room", "Who", "Status", "Note", "Type")
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(columns)
    for n in range(2 * len(columns)):
        row = [str(n), "Opening", f"{DAY} 11:00", f"{DAY} 12:00", "Room A", "Desk", "scheduled", "a note", "briefing"]
        at, text = n % len(columns), (LONG, ROOM)[n % 2]  # what csv takes for a cell ends at 131,072 characters
        rows.writerow([*row[:at], text if n >= len(columns) else text[:100_000], *row[at + 1 :]])
    return out.getvalue().encode()


def _schedule() -> bytes:
    talk = {
        "guid": "g", "code": "c", "date": _AT, "start": "11:00", "duration": "00:30", "title": "Opening", "room": "A",
        "end": _TO, "subtitle": "s", "track": "t", "type": "talk", "language": "en", "abstract": "a",
        "description": "d", "url": "https://x.example/", "persons": [{"name": "Desk", "public_name": "Desk"}],
    }  # fmt: skip
    rooms = {"Room A": stretched(talk, _numbered("guid")), LONG: [talk]}
    days = [{"date": DAY, "rooms": rooms}]
    return _json({"schedule": {"conference": {"days": days, "rooms": [{"name": LONG}], "time_zone_name": LONG}}})


def _slots() -> bytes:
    about = {"code": "A", "title": {"en": "Opening"}, "state": "confirmed", "abstract": "a", "content_locale": "en",
             "speakers": [{"code": "S", "name": "Desk"}], "track": {"name": {"en": "T"}},
             "submission_type": {"name": {"en": "Talk"}}}  # fmt: skip
    slot = {"room": {"name": {"en": "A"}}, "start": _AT, "end": _TO, "slot_type": "x", "submission": about}

    def number(item: dict[str, Any], n: int) -> None:
        item["submission"]["code"] = f"A{n}"

    pause = {"room": {"name": LONG}, "start": _AT, "end": _TO, "submission": None, "description": {"en": LONG}}
    slots = [*stretched(slot, number), pause]
    return _json({"slots": slots, "version": LONG, "comment": {"en": LONG}, "published": _AT})


def _timetable() -> bytes:
    when = {"date": DAY, "time": "11:00:00", "tz": "Europe/Amsterdam"}
    entry = {
        "entryType": "Contribution", "contributionId": 1, "title": "Opening", "slotTitle": "s", "duration": 30.0,
        "startDate": when, "endDate": when | {"time": "11:30:00"}, "room": "A", "location": "L", "description": "d",
        "presenters": [_PERSON], "url": "/x",
    }  # fmt: skip
    many = stretched(entry, lambda item, n: item.__setitem__("contributionId", n))
    results = {"7": {DAY.replace("-", ""): {f"c{n}": one for n, one in enumerate(many)}}}
    return _json({"results": results, "ts": 1750752000, "url": "x"})


def _reserved() -> bytes:
    one = {
        "startDate": f"{DAY}T11:00:00+0200", "endDate": f"{DAY}T12:00:00+0200", "resourceName": "Booth 4",
        "title": "T", "firstName": "Desk", "lastName": "North", "checkInDate": "", "referenceNumber": "1",
    }  # fmt: skip
    return _json({"reservations": stretched(one, _numbered("referenceNumber"))})


def _places() -> bytes:
    one = {"resourceId": 1, "name": "Booth", "location": "L", "notes": "N", "statusId": "1", "typeId": "2",
           "maxParticipants": "3", "statusReasonId": "4"}  # fmt: skip
    return _json({"resources": stretched(one, lambda item, n: item.__setitem__("resourceId", n + 1))})


def long_sites() -> dict[str, KindSite]:
    """By the name of the source; its kind is the first part of that."""
    columns = 'key = "No", title = "What", start = "Start", end = "End", room = "Room", speakers = "Who", '
    columns += 'status = "Status", note = "Note", type = "Type"'
    return {
        "opsdash": KindSite("", _own()),
        "ical": KindSite("", {"": _calendar()}),
        "schedule": KindSite("", {"": _schedule()}),
        "pretalx": KindSite('resources = ["event", "news"]', {"": _slots()}),
        "newsroom": KindSite("", {"": _feed()}),
        "newsroom-json": KindSite("", {"": _headlines()}),
        "sheet": KindSite(f'gives_as = "event"\ncolumns = {{ {columns} }}', {"": _sheet()}),
        "indico": KindSite("event = 7", {"": _timetable()}),
        "librebooking": KindSite(
            'user_env = "LB_USER"\npassword_env = "LB_PASSWORD"',
            {"Authenticate": _json({"isAuthenticated": True, "sessionToken": "abc", "userId": 23}),
             "Resources": _places(), "": _reserved()},
        ),
    }  # fmt: skip
