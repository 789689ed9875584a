"""The cells of one row, turned into the fields of a record."""

import re
import types
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, get_args, get_origin
from zoneinfo import ZoneInfo

from opsdash.snapshot import Problem
from opsdash.sources import celldates
from opsdash.sources.reading import read_instant
from opsdash.sourcespec import SheetSpec, required_fields, sheet_fields
from opsdash.timing import at_clock, zone_of

NIGHT = timedelta(hours=12)
"""An end by the clock before its start is meant on the next day when that makes no more than this."""

_YES = {"yes", "y", "true", "1", "x", "✓", "✔", "ja", "oui", "si", "sí"}
_NO = {"no", "n", "false", "0", "nein", "nee", "non"}
_OFFSET = re.compile(r"(:\d\d(?:\.\d+)?)\s*(Z|[+-]\d\d:?\d\d)$")


class Cells:
    """Reads the rows of one table, each given as its cells by the field they hold."""

    def __init__(self, rows: list[dict[str, str]], spec: SheetSpec, venue: ZoneInfo) -> None:
        self._zone = zone_of(spec.zone) if spec.zone else venue
        self._types = {"day": date | None, **sheet_fields(spec.gives_as)}
        self._own_day = "day" in sheet_fields(spec.gives_as)
        self._fields = sorted(set(spec.columns) - {"key", "day"}, key=lambda field: (field == "end", field))
        self._required = set(required_fields(spec.gives_as))
        timed = [field for field in spec.columns if self._type(field) in (datetime, date)]
        shown = celldates.evidence(row[field] for row in rows for field in timed)
        self._order: celldates.Order = spec.dates or shown.order
        self._shown, self._configured = shown, bool(spec.dates)
        self._leaned = False

    def remarks(self) -> list[Problem]:
        """What a person has to know of how dates were read."""
        if self._shown.contrary and not self._configured:
            said = f"day and month stand in both orders ({self._shown.example}); the doubtful ones were refused"
            return [Problem("the dates", said)]
        if self._leaned and not self._configured:
            first = "day" if self._order == "dmy" else "month"
            return [Problem("the dates", f"were read {first} first, as {self._shown.example} shows; set dates")]
        return []

    def dates(self) -> str:
        """How dates such as 03/04/2025 are read, and why."""
        meant = {"dmy": "day first", "mdy": "month first", "iso": "year first"}.get(self._order)
        if not meant:
            return "no date shows whether day or month comes first: doubtful ones are refused"
        why = "as configured" if self._configured else f"as {self._shown.example} shows"
        return f"dates {meant}, {why}"

    def of(self, texts: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
        """The fields of a row that are not blank, and what is wrong with it."""
        values: dict[str, Any] = {}
        wrong: list[str] = []
        day = None
        try:
            day = self._day(texts["day"]) if texts.get("day") else None
        except ValueError as error:
            wrong.append(f"day: {error}")
        fields = [field for field in self._fields if texts.get(field)]
        if wrong:  # without the day no time can be told, and that is said already
            fields = [field for field in fields if self._type(field) is not datetime]
        for field in fields:
            try:
                values[field] = self._value(field, texts[field], day, values)
            except ValueError as error:
                wrong.append(f"{field}: {error}")
        timed = any(isinstance(value, datetime) for value in values.values())
        if self._own_day and day and not timed:
            values["day"] = day
            if "precision" in self._types and "precision" not in values:
                values["precision"] = "day"
        wrong += [f"{field}: is blank" for field in sorted(self._required) if not texts.get(field)]
        return values, wrong

    def _type(self, field: str) -> Any:
        """The type of a field without `| None`."""
        kind = self._types.get(field, str)
        options = [one for one in get_args(kind) if one is not type(None)]
        return options[0] if isinstance(kind, types.UnionType) and options else kind

    def _value(self, field: str, text: str, day: date | None, values: dict[str, Any]) -> Any:
        kind = self._type(field)
        if kind is datetime:
            return self._instant(text, day, values.get("start") if field == "end" else None)
        if kind is date:
            return self._day(text)
        if kind is bool:
            return _yes_or_no(text)
        if kind is int:
            return _number(text)
        if get_origin(kind) is tuple:
            return tuple(filter(None, (part.strip() for part in re.split(r"[;\n]|,(?!\d)", text))))
        if get_origin(kind) is Literal:
            return _one_of(text, get_args(kind))
        return text

    def _day(self, text: str) -> date:
        day, rest = celldates.read_day(text, self._order)
        if day is None or (rest and celldates.read_clock(rest) != 0):
            raise ValueError(f"{text[:40]!r} is not a date")
        self._lean(text)
        return day

    def _lean(self, text: str) -> None:
        """Note whether this date would have been refused without the order that another shows."""
        try:
            celldates.read_day(text, "")
        except ValueError:
            self._leaned = True

    def _instant(self, text: str, day: date | None, start: datetime | None) -> datetime:
        if _OFFSET.search(text):
            return read_instant(_OFFSET.sub(r"\1\2", text), self._zone)[0]
        dated, rest = celldates.read_day(text, self._order)
        minutes = celldates.read_clock(rest)
        if dated:
            self._lean(text)
        if minutes is None:
            raise ValueError(f"{text[:40]!r} names no time" if dated and not rest else f"{text[:40]!r} is not a time")
        if dated is None and day is None and start is not None:
            day = start.astimezone(self._zone).date()
        if not (dated or day):
            raise ValueError(f"{text[:40]!r} names no day")
        found = at_clock(dated or day, minutes, self._zone).astimezone(UTC)  # type: ignore[arg-type]
        if start and not dated and found < start:
            later = at_clock((day or start.date()) + timedelta(days=1), minutes, self._zone).astimezone(UTC)
            return later if later - start <= NIGHT else found
        return found


def _yes_or_no(text: str) -> bool:
    word = text.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise ValueError(f"{text[:40]!r} is neither yes nor no")


def _number(text: str) -> int:
    if re.fullmatch(r"-?\d{1,9}(?:\.0+)?", text):
        return int(float(text))
    raise ValueError(f"{text[:40]!r} is not a whole number")


def _one_of(text: str, words: tuple[str, ...]) -> str:
    """The word of the record that a cell means, whatever its case, with "_" or "-" for a blank."""
    plain = " ".join(re.sub(r"[_-]", " ", text.casefold()).split())
    for word in words:
        if plain == word.replace("-", " "):
            return word
    raise ValueError(f"{text[:40]!r} is not one of {', '.join(filter(None, words))}")
