"""The values of opsdash.toml before they are converted: instants in UTC, and text that a terminal can show."""

import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from opsdash.timing import YEARS, at_clock, zone_of


def venue_zone(raw: Mapping[str, Any]) -> ZoneInfo:
    """The zone named in `raw`; UTC where it is missing or wrong, which conversion then reports."""
    event = raw.get("event")
    try:
        return zone_of(event["zone"]) if isinstance(event, dict) else zone_of("UTC")
    except (KeyError, ValueError, TypeError):
        return zone_of("UTC")


def localised(value: Any, zone: ZoneInfo, where: str = "") -> Any:
    """`value` with every instant in UTC; those without an offset are venue time. Raises ValueError for a year that
    cannot be meant, and with which nothing could be computed, and for a text that would steer the terminal."""
    for text in value if isinstance(value, dict) else (value,) if isinstance(value, str) else ():
        if hidden := _not_shown(text):
            raise ValueError(f"{where or 'top level'}: the character U+{ord(hidden):04X} cannot be shown; leave it out")
    if isinstance(value, dict):
        return {key: localised(item, zone, f"{where}.{key}" if where else key) for key, item in value.items()}
    if isinstance(value, list):
        return [localised(item, zone, f"{where} {number}") for number, item in enumerate(value, start=1)]
    if isinstance(value, date) and value.year not in YEARS:
        raise ValueError(f"{where}: the year {value.year} cannot be meant")
    if isinstance(value, datetime):
        aware = value if value.tzinfo else at_clock(value.date(), value.hour * 60 + value.minute, zone)
        return aware.astimezone(UTC)
    return value


def _not_shown(text: str) -> str:
    """The first character of `text` that a terminal would obey or not show, or that turns what follows round; "" when
    there is none. TOML can write each as an escape. What sources say loses the same ones, see
    `opsdash.sources.clean`; spaces of every width may stay, and what a text of several lines is made of."""
    if text.isprintable():
        return ""
    odd = (char for char in text if not char.isprintable() and char not in "\n\t")
    return next((char for char in odd if unicodedata.category(char) != "Zs"), "")
