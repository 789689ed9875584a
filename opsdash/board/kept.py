"""Values as the store kept them (ISO 8601 text, numbers, lists, objects), read with care: none is an error."""

from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from opsdash.board.moments import at
from opsdash.timing import clock, day_name


class Place(NamedTuple):
    """Where and when the words are read: the venue's zone and the venue's day."""

    tz: ZoneInfo
    today: date


def instant_of(value: Any) -> datetime | None:
    """The instant in a kept value; None when it holds none."""
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else None


def clock_of(value: Any, place: Place) -> str:
    """A kept instant as wall clock, with its day when that is not today; "" when it is none."""
    found = instant_of(value)
    return local_clock(found, place) if found else ""


def local_clock(instant: datetime, place: Place) -> str:
    """An instant as wall clock, with its day when that is not today."""
    found = at(instant, place.tz)
    return clock(found.local, place.tz, place.today) if found else ""


def date_of(value: Any) -> date | None:
    """The day in a kept value; None when it holds none."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def day_of(value: Any) -> str:
    """A kept date as "Thu 26 June"; "" when it is none."""
    found = date_of(value)
    return day_name(found) if found else ""


def text_of(value: Any) -> str:
    """Text as it stands, cut to what a line holds; "" for everything else."""
    if not isinstance(value, str):
        return ""
    return value if len(value) <= 60 else f"{value[:57]}..."


def texts_of(value: Any) -> list[str]:
    """The texts of a kept list."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list | tuple) else []


def objects_of(value: Any) -> list[dict[str, Any]]:
    """The parts of a kept list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list | tuple) else []


def label(field: str) -> str:
    """A field's name as a person says it."""
    return {"url": "link", "must_stay": "must-stay rule", "depends_on": "way in"}.get(field, field.replace("_", " "))


def plain(field: str, old: Any, new: Any) -> str:
    """A change nobody wrote words for: with both values where they are short text or numbers."""
    values = [value if isinstance(value, str) else str(value) for value in (old, new) if _short(value)]
    if len(values) == 2 and field != "url":
        if isinstance(new, str):
            return f"{label(field)} now “{new}”, was “{old}”"
        return f"{label(field)} {values[0]} to {values[1]}"
    return f"{label(field)} changed"


def _short(value: Any) -> bool:
    return (isinstance(value, str) and 0 < len(value) <= 20) or (
        isinstance(value, int | float) and not isinstance(value, bool)
    )
