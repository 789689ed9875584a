"""The border: everything a source says is cleaned here, once for every batch, whatever kind it came from.

Text from an API ends up on a terminal. What could steer it (control characters, escape sequences), turn it
round (bidirectional overrides) or hide in it (zero-width characters) is taken out; lengths, numbers and years
are bounded, so that neither a line nor an addition further in can break. Combining marks stay.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any, TypeVar, get_args

import msgspec

from opsdash.model import Booking, Record
from opsdash.parts import Kind
from opsdash.snapshot import Batch, Problem
from opsdash.timing import YEARS

S = TypeVar("S", bound=msgspec.Struct)
D = TypeVar("D", bound=date)

SHORT, LONG, KEY = 300, 4000, 200
"""Longest text of a field, of a field that holds prose, and of an id, in characters."""
MOST_PARTS = 1000
"""Most values in one field of a record."""
MOST_PROBLEMS = 100
"""Problems kept of one answer; the rest is counted."""
MOST_UNREAD = 200
"""Records that may be named as unread; with more the answer as a whole is not trusted to withdraw any."""
LARGEST = 10_000_000
"""Largest number that can be meant: metres, minutes, people."""

_PROSE = {"note", "text", "summary", "sentence", "rules", "obligations", "wording", "reason"}
_REFERENCES = {"space", "event", "on", "after", "contact", "to", "room"}
_FULL_ID = re.compile(rf"(?:{'|'.join(get_args(Kind))})/[A-Za-z0-9-]{{1,40}}/")

_ESCAPES = re.compile(
    r"\x1b(?:[\]PX^_].*?(?:\x07|\x1b\\|\x9c|\Z)"  # OSC, DCS, SOS, PM, APC with what they carry
    r"|\[[0-?]*[ -/]*[@-~]?"  # CSI
    r"|[ -/]*[0-~]?)",  # two characters, charset choice
    re.DOTALL,
)
# Default_Ignorable_Code_Point of Unicode that are not of a category C: they take no column or a doubtful one.
_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_MARKS = re.compile(r"((?:[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]){4})"
                    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")  # fmt: skip


def clean(text: str, limit: int = SHORT) -> str:
    """`text` on one line, without anything a terminal could obey, at most `limit` characters.

    An 8-bit C1 control loses only itself, not what follows: UTF-8 read as Latin-1 is full of them, and a
    wrongly read quotation mark must not swallow a sentence.
    """
    if len(text) <= limit and text.isascii() and text.isprintable() and "  " not in text and text == text.strip():
        return text
    text = text[: limit * 16]  # bounds the work; nobody hides 15 characters behind each one in good faith
    if "\x1b" in text:
        text = _ESCAPES.sub("", text)
    if not text.isprintable():  # false for every category C; ordinary spaces count as printable
        text = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)
    text = _MARKS.sub(r"\1", _INVISIBLE.sub("", text))
    text = re.sub(" {2,}", " ", text).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def clean_key(key: str) -> str:
    """An id or key that can be shown and compared. Where cleaning altered it, a digest of the original keeps
    two different keys apart."""
    cleaned = clean(key, KEY)
    if cleaned == key:
        return key
    mark = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return f"{clean(key, KEY - len(mark) - 1)}~{mark}"


def clean_record(record: S) -> S:
    """`record` with every text in it cleaned and every instant in UTC.

    Raises ValueError with the path and the reason for a value that no record can mean: a time without zone,
    a year or number out of bounds, too many parts.
    """
    changed = {}
    for field in record.__struct_fields__:
        old = getattr(record, field)
        new = _clean_value(old, field, field)
        if new is not old:
            changed[field] = new
    return msgspec.structs.replace(record, **changed) if changed else record


def _clean_value(value: Any, field: str, path: str) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        if field == "id" or (field in _REFERENCES and _FULL_ID.match(value)):
            return clean_key(value)
        return clean(value, LONG if field in _PROSE else SHORT)
    if isinstance(value, (int, float)):
        if not abs(value) <= LARGEST:
            raise ValueError(f"{path}: a number of {clean(str(value)[:20])} cannot be meant")
        return value
    if isinstance(value, date):
        return _clean_time(value, path)
    if isinstance(value, msgspec.Struct):
        return _clean_part(value, path)
    if isinstance(value, tuple):
        if len(value) > MOST_PARTS:
            raise ValueError(f"{path}: {len(value)} values, at most {MOST_PARTS} are read")
        cleaned = tuple(_clean_value(item, field, f"{path}[{n}]") for n, item in enumerate(value))
        return value if all(a is b for a, b in zip(cleaned, value, strict=True)) else cleaned
    raise ValueError(f"{path}: a value of type {type(value).__name__}")


def _clean_part(part: msgspec.Struct, path: str) -> msgspec.Struct:
    try:
        return clean_record(part)
    except ValueError as problem:
        raise ValueError(f"{path}.{problem}") from None


def _clean_time(value: D, path: str) -> D:
    if value.year not in YEARS:
        raise ValueError(f"{path}: the year {value.year} cannot be meant")
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError(f"{path}: {value.isoformat()} has no zone; write an offset or Z")
    return value if value.tzinfo is UTC else value.astimezone(UTC)


def clean_batch(batch: Batch) -> Batch:
    """`batch` with every record cleaned; what cannot be kept, and every second record of one id, is a problem."""
    records: dict[str, Record] = {}
    problems = list(batch.problems)
    unread = [clean_key(known) for known in batch.unread]
    for record in batch.records:
        try:
            cleaned = clean_record(record)
        except ValueError as problem:
            problems.append(Problem(record.key, str(problem)))
            unread.append(clean_key(record.id))
            continue
        if cleaned.id in records:
            problems.append(Problem(cleaned.key, "is there twice; the first was taken"))
        elif isinstance(cleaned, Booking) and cleaned.end <= cleaned.start:
            who = cleaned.who or "somebody"
            problems.append(Problem(cleaned.key, f"the booking of {who} does not end after it starts: not counted"))
        records.setdefault(cleaned.id, cleaned)
    as_of = batch.as_of
    try:
        as_of = as_of and _clean_time(as_of, "as_of")
    except ValueError as problem:
        problems.append(Problem("the answer", str(problem)))
        as_of = None
    return msgspec.structs.replace(
        batch,
        records=tuple(records.values()),
        problems=clean_problems(problems),
        as_of=as_of,
        unread=tuple(unread[:MOST_UNREAD]),
        torn=batch.torn or len(unread) > MOST_UNREAD,
        form=clean(batch.form),
    )


def clean_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """`problems` cleaned, at most `MOST_PROBLEMS` of them, with the number of the rest in the last one."""
    every = list(problems)
    kept = every if len(every) <= MOST_PROBLEMS else every[: MOST_PROBLEMS - 1]
    cleaned = [Problem(clean(p.item, 80), clean(p.reason)) for p in kept]
    if len(every) > len(kept):
        cleaned.append(Problem("and more", f"{len(every) - len(kept)} further problems"))
    return tuple(cleaned)
