"""Hypothesis strategies for records: anything the model accepts, likely or not."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, get_args

from hypothesis import strategies as st

from opsdash.model import Deadline, Facility
from opsdash.parts import (
    Dependency,
    EventKind,
    LiveStatus,
    OpeningPeriod,
    PartOfDay,
    Precision,
    RelativeClosing,
)

ZONES = (
    "Europe/Amsterdam", "America/St_Johns", "Australia/Lord_Howe", "UTC", "Africa/Casablanca", "Asia/Kathmandu",
    "Africa/Cairo", "Pacific/Apia",
)  # fmt: skip
"""Venues: clock changes of an hour and of half an hour, at night and at midnight, around Ramadan, none at all."""

SPRINGS = {
    "Europe/Amsterdam": (datetime(2025, 3, 30, 1, tzinfo=UTC), datetime(2025, 10, 26, 1, tzinfo=UTC)),
    "America/St_Johns": (datetime(2025, 3, 9, 5, 30, tzinfo=UTC), datetime(2025, 11, 2, 4, 30, tzinfo=UTC)),
    "Australia/Lord_Howe": (datetime(2025, 10, 4, 15, 30, tzinfo=UTC), datetime(2025, 4, 5, 15, tzinfo=UTC)),
    "Africa/Casablanca": (datetime(2025, 4, 6, 2, tzinfo=UTC), datetime(2025, 2, 23, 2, tzinfo=UTC)),
    "Africa/Cairo": (datetime(2025, 4, 24, 22, tzinfo=UTC), datetime(2025, 10, 30, 21, tzinfo=UTC)),
}
"""Instants at which a venue's clock changes."""

NEAR = datetime(2025, 6, 25, 12, tzinfo=UTC)
"""What likely instants lie around."""

texts = st.text(max_size=20)
days = st.dates(date(2025, 6, 20), date(2025, 6, 30)) | st.dates() | st.sampled_from((date.min, date.max))
"""Likely ones, any, and those by which some programmes say "no date yet"."""
_offsets = st.sampled_from((None, UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-23))))
instants: st.SearchStrategy[datetime] = st.builds(
    lambda minutes: NEAR + timedelta(minutes=minutes), st.integers(-5000, 5000)
) | st.builds(lambda naive, zone: naive.replace(tzinfo=zone), st.datetimes(), _offsets)
"""Likely ones, ones at the ends of the calendar, and ones that forgot their offset."""
maybe = st.none() | instants
counts = st.none() | st.integers(-100, 2000) | st.integers()
keys = st.sampled_from(("a", "b", "c", "A", "x/y"))

wordings = texts | st.sampled_from(
    ("Open", "Open until 2h00 a.m.", "last entry 19:00, closes 20:00", "[TBC]", "midnight")
)

periods = st.builds(
    OpeningPeriod,
    day=days,
    opens=maybe,
    closes=maybe,
    precision=st.sampled_from(get_args(Precision)),
    part=st.sampled_from(get_args(PartOfDay)),
    closed=st.booleans(),
    audience=st.just("") | texts,
    appointment=st.booleans(),
    confirmed=st.booleans(),
    wording=wordings,
)
lives = st.builds(LiveStatus, state=st.sampled_from(("open", "closed", "full")), since=maybe, until=maybe, reason=texts)
closings = st.builds(
    RelativeClosing,
    minutes=st.integers(-300, 300) | st.integers(),
    after=st.just("") | keys | texts,
    kind=st.sampled_from(get_args(EventKind)),
    at_least=st.booleans(),
    wording=texts,
)
dependencies = st.builds(
    Dependency, on=keys | texts, by=st.sampled_from(("entrance", "shuttle", "host")), only=st.booleans()
)
osm = texts | st.sampled_from(
    ("", "24/7", "Mo-Fr 08:00-20:00", "Mo-Su 22:00-26:00", 'Fr 10:00+ "weather"', "unknown", "PH off; Mo 9:00-12:00")
)


def ids(kind: str) -> st.SearchStrategy[str]:
    """Ids of records of `kind`: few keys from few sources, so that some speak of the same thing."""
    return st.builds(lambda source, key: f"{kind}/{source}/{key}", st.sampled_from(("config", "demo", "two")), keys)


def facilities(**fields: Any) -> st.SearchStrategy[Facility]:
    """Facilities of any content; `fields` narrow it."""
    given: dict[str, Any] = {
        "id": ids("facility"),
        "updated": maybe,
        "withdrawn": st.none() | maybe,
        "name": keys | texts,
        "short": texts,
        "place": texts,
        "periods": st.lists(periods, max_size=6).map(tuple),
        "hours": osm,
        "depends_on": st.lists(dependencies, max_size=3).map(tuple),
        "live": st.none() | lives,
        "last_entry": counts,
        "closing": st.none() | closings,
        "capacity": counts,
    }
    return st.builds(Facility, **{**given, **fields})


def deadlines(**fields: Any) -> st.SearchStrategy[Deadline]:
    """Deadlines of any content; `fields` narrow it."""
    given: dict[str, Any] = {
        "id": ids("deadline"),
        "withdrawn": st.none() | maybe,
        "title": texts,
        "at": maybe,
        "day": st.none() | days,
        "zone": st.sampled_from(("", "Europe/Brussels", "nowhere")) | texts,
        "wording": wordings | st.just("28 September 2023, at midnight"),
        "after": texts,
    }
    return st.builds(Deadline, **{**given, **fields})
