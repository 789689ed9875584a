"""Indico: its HTTP export and its room calendar.

Asked for are, by the options: `export/timetable/EVENT.json`, `export/categ/CATEGORY.json`,
`export/reservation/LOCATION.json` with each occurrence (or `rooms/api/calendar`) and `export/room/LOCATION/IDS.json`.

* An answer is `{results, count, ts, url}`. The server keeps it for 600 s; `ts` is when it was made, so it is the age
  of the data. There are no ETags.
* An unknown event is a 200 with no results: that is a problem, and nothing has vanished. A location without a
  reservation in the window answers just like an unknown one: it is believed, with a remark.
* Reservations come 100 at a time at most, events 1000, and nothing says that there are more: a full page is followed
  by the next `offset`.
* The calendar leaves out what is cancelled or rejected unless `show_inactive` is asked for.
* Times are `{date, time, tz}`; those of the calendar are naive, in the location's zone.
* A wrong token is a 400 with a web page. The scope it needs is `read:legacy_api`, for the calendar `read:everything`.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from urllib.parse import parse_qsl, quote, urlencode, urlsplit
from zoneinfo import ZoneInfo

import msgspec

from opsdash.parts import Kind
from opsdash.snapshot import Batch, Problem
from opsdash.sources.base import Context, Resource, below
from opsdash.sources.indicoevents import EventReader
from opsdash.sources.indicorooms import BookingReader, calendar_of, read_rooms
from opsdash.sources.indicotimes import Times
from opsdash.sources.reading import UNREADABLE, Unreadable, json_of, refuse_html
from opsdash.sourcespec import IndicoSpec, SourceSpec

MOST_RESERVATIONS, MOST_EVENTS = 100, 1000
"""Results of one answer at most: Indico refuses to be asked for more."""


class _Export(msgspec.Struct):
    results: msgspec.Raw
    ts: float | None = None
    url: str = ""


class _Page(msgspec.Struct):
    results: list[msgspec.Raw]
    url: str


def resources(spec: SourceSpec) -> tuple[Resource, ...]:
    """What the options name."""
    assert isinstance(spec, IndicoSpec)  # noqa: S101  the registry leads here by this type
    past_cache = {"nc": "yes"} if spec.fresh else {}
    found = []

    def add(name: str, path: str, kind: Kind, query: Mapping[str, str], window: tuple[str, str] | None = None) -> None:
        address = partial(_address, spec, path, dict(query), window)
        found.append(Resource(name, address(None), (kind,), on=address if window else None))

    if spec.event is not None:
        add("timetable", f"export/timetable/{spec.event}.json", "event", past_cache)
    if spec.category is not None:
        paged = {"limit": str(MOST_EVENTS), **past_cache}
        add("events", f"export/categ/{spec.category}.json", "event", paged, ("from", "to"))
    where = quote(spec.location)
    if spec.calendar:
        add("bookings", "rooms/api/calendar", "booking", {"show_inactive": "true"}, ("start_date", "end_date"))
    elif spec.location:
        paged = {"occ": "yes", "limit": str(MOST_RESERVATIONS), **past_cache}
        add("bookings", f"export/reservation/{where}.json", "booking", paged, ("from", "to"))
    if "space" in spec.produces:
        ids = "-".join(str(room) for room in spec.rooms)
        add("rooms", f"export/room/{where}/{ids}.json", "space", past_cache)
    return tuple(found)


def _address(
    spec: IndicoSpec,
    path: str,
    query: dict[str, str],
    window: tuple[str, str] | None,
    today: date | None,
    zone: ZoneInfo | None = None,  # noqa: ARG001  a day of the server's zone is asked for, whatever that is
) -> str:
    """An address, with the window of days around `today` where it has one: a day more at the beginning, for a
    server in another zone. Without `tz`: Indico also compares the times of day and must do so in its own zone."""
    if window and today:
        first, last = today - timedelta(days=spec.days_back + 1), today + timedelta(days=spec.days_ahead)
        query = {window[0]: first.isoformat(), window[1]: last.isoformat(), **query}
    return below(spec.url, path, query)


def following(body: bytes) -> str | None:
    """The next `offset`, when this page is as long as it was asked to be."""
    try:
        page = msgspec.json.decode(body, type=_Page)
        query = dict(parse_qsl(urlsplit(page.url).query))
        limit, offset = int(query.get("limit", 0)), int(query.get("offset", 0))
    except (*UNREADABLE, ValueError):
        return None
    if not 0 < limit <= len(page.results) or offset < 0:
        return None
    return "?" + urlencode(query | {"offset": str(offset + limit)})


def parse(body: bytes, context: Context) -> Batch:
    """One answer."""
    assert isinstance(context.spec, IndicoSpec)  # noqa: S101  the registry leads here by this type
    times = Times(context, context.spec)
    try:
        refuse_html(body, "an answer of Indico")
        if context.resource.name == "bookings" and context.spec.calendar:
            reader = BookingReader(context, context.spec, times)
            reader.calendar(calendar_of(body))
            return reader.batch(None, first=False)
        export = json_of(body, _Export)
        made = _made(export.ts)
        match context.resource.name:
            case "timetable":
                return _timetable(export.results, context, context.spec, times, made)
            case "events":
                return EventReader(context, times).events(json_of(bytes(export.results), list[msgspec.Raw]), made)
            case "bookings":
                reader = BookingReader(context, context.spec, times)
                reader.reservations(json_of(bytes(export.results), list[msgspec.Raw]))
                return reader.batch(made, first="offset=" not in export.url)
        return read_rooms(json_of(bytes(export.results), list[msgspec.Raw]), context, context.spec, made)
    except Unreadable as reason:
        return context.batch(reason.problem)


def _made(ts: float | None) -> datetime | None:
    """When the server made the answer."""
    try:
        return datetime.fromtimestamp(ts, UTC) if ts else None
    except (ValueError, OverflowError, OSError):
        return None


def _timetable(results: msgspec.Raw, context: Context, spec: IndicoSpec, times: Times, made: datetime | None) -> Batch:
    raw = bytes(results)
    found = {} if raw.strip() == b"[]" else json_of(raw, dict[str, dict[str, msgspec.Raw]])
    days = found.get(str(spec.event))
    if days is None:
        reason = "is not known to this Indico, or not to this token: the answer is empty"
        return context.batch(Problem(f"event {spec.event}", reason))
    return EventReader(context, times).timetable(days, made)
