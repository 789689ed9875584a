"""A table as CSV by URL: a published Google sheet, an export of a spreadsheet on a web server.

The configuration says what kind of record a row is and which column holds which field. A CSV file has no types, no
zone and no name for its encoding, so these are found out, and said wherever that leaves a doubt:

* Encoding: UTF-8, with or without a mark, UTF-16, else Windows-1252. Delimiter: the one with which the header
  row shows all configured columns; rows above it (a title, a remark) are passed over.
* Dates: see `opsdash.sources.celldates`. A date that can be meant in two ways is refused with its row.
* Key: the column mapped as `key`, else what the row is called (and for a booking, where and on which day); never the
  row number. Rows that are called alike are told apart in the order of time.
* Kind of event: its cell, else what the title begins with.
* A column that is gone makes the whole answer unusable, since a field lost is not a field empty. A cell that cannot
  be read costs its row alone; what is known of that row stays.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from hashlib import blake2b
from itertools import count
from typing import Any, NamedTuple

import msgspec

from opsdash.model import RECORD_TYPES, Record, record_id
from opsdash.parts import Kind
from opsdash.snapshot import Batch, Problem
from opsdash.sources.base import Context, Resource
from opsdash.sources.cells import Cells
from opsdash.sources.reading import MOST_ITEMS, Gaps, Unreadable, distinct, event_kind, refuse_html
from opsdash.sourcespec import SheetSpec, SourceSpec

MOST_LINES = 100_000
LONGEST_LINE = 200_000
"""Characters; bounds what one row takes in memory."""
MOST_ABOVE = 20
"""Rows in which the header is looked for."""
_DELIMITERS = ",;\t|"

_CALLED: dict[Kind, tuple[str, ...]] = {
    "booking": ("space", "organisation", "title"), "notice": ("text",), "answer": ("question",),
    "news": ("url", "title"), "event": ("title",), "deadline": ("title",),
}  # fmt: skip
"""What identifies a row without a key column; for the other kinds it is the name."""


class Table(NamedTuple):
    """A sheet as found.

    Attributes:
        encoding, delimiter: as found out. header: number of the header row, 1 for the first.
        rows: number of each row that is not blank, and its cells by the field they hold.
        problems: what is doubtful or wrong with it. torn: something is missing.
    """

    encoding: str
    delimiter: str
    header: int
    rows: list[tuple[int, dict[str, str]]]
    problems: list[Problem]
    torn: bool


def resources(spec: SourceSpec) -> tuple[Resource, ...]:
    """The one address."""
    return (Resource("", spec.url, spec.produces),)


def following(body: bytes) -> str | None:  # noqa: ARG001  a sheet has no pages
    """None."""
    return None


def parse(body: bytes, context: Context) -> Batch:
    """The sheet `body`."""
    assert isinstance(context.spec, SheetSpec)  # noqa: S101  the registry leads here by this type
    spec = context.spec
    try:
        table = table_of(body, spec.columns)
    except Unreadable as reason:
        return context.batch(reason.problem)
    cells = Cells([row for _, row in table.rows], spec, context.zone)
    records: list[Record] = []
    gaps = Gaps(context.source, table.problems)
    gaps.torn = table.torn
    for number, row in table.rows:
        values, wrong = cells.of(row)
        key = _key(spec, values, row)
        try:
            if wrong:
                raise ValueError("; ".join(wrong))
            if not key:
                raise ValueError("is not called anything")
            if spec.gives_as == "event" and not values.get("type"):
                values["type"] = event_kind((), str(values.get("title", "")))
            values["id"] = record_id(spec.gives_as, context.source, key)
            records.append(msgspec.convert(values, RECORD_TYPES[spec.gives_as]))
        except (msgspec.ValidationError, ValueError, OverflowError) as error:
            gaps.skip(f"row {number}", error, spec.gives_as, key)
    told = distinct(records)
    gaps.problems += _alike(told.repeated) if "key" in spec.columns else []
    return Batch(
        source=context.source,
        records=told.records,
        kinds=spec.produces if records or not table.rows else (),
        problems=(*gaps.problems, *cells.remarks()),
        unread=tuple(gaps.unread),
        torn=gaps.torn,
        form=_form(table, cells),
    )


_ENCODINGS = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}
_PARTED = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def _form(table: Table, cells: Cells) -> str:
    """How the table was read, in words."""
    encoding = _ENCODINGS.get(table.encoding, table.encoding.upper())
    return f"{encoding}, columns parted by {_PARTED[table.delimiter]}, header in row {table.header}; {cells.dates()}"


def _alike(repeated: tuple[str, ...]) -> list[Problem]:
    reason = "is the key of several rows; told apart by their times"
    return [Problem(found.split("/", 2)[2], reason) for found in repeated]


def _key(spec: SheetSpec, values: dict[str, Any], row: dict[str, str]) -> str:
    """The key of a row; "" when nothing identifies it. A booking keeps its key while it moves within its day."""
    if "key" in spec.columns:
        return row["key"]
    parts = [" ".join(row.get(field, "").casefold().split()) for field in _CALLED.get(spec.gives_as, ("name",))]
    if spec.gives_as == "booking":
        if "start" not in values:
            return ""
        parts.append(f"{values['start']:%Y-%m-%d}")
    told = " ".join(filter(None, parts))
    slug = re.sub(r"[^a-z0-9]+", "-", told).strip("-")
    if re.fullmatch(r"[a-z0-9 -]*", told) and len(slug) <= 80:
        return slug
    return f"{slug[:40]}~{blake2b(told.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"


def table_of(body: bytes, wanted: dict[str, str]) -> Table:
    """The rows of a CSV file below the header that has the `wanted` columns. Raises Unreadable."""
    refuse_html(body, "a table (CSV)")
    if not body.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Unreadable(Problem("the answer", "is empty: not even the header row is there"))
    encoding, problems = _encoding(body)
    delimiter, header, columns = _header(body, encoding, wanted)
    rows: list[tuple[int, dict[str, str]]] = []
    torn = False
    for number, row, wrong in _rows(body, encoding, delimiter):
        if wrong:
            problems.append(Problem(f"row {number}", wrong))
            torn = True
        texts = {field: row[place].strip() if place < len(row) else "" for field, place in columns.items()}
        if number <= header or not any(texts.values()):
            continue
        if len(rows) >= MOST_ITEMS or number > MOST_LINES:
            problems.append(Problem("the table", f"has more than {len(rows)} rows; the first were read"))
            torn = True
            break
        rows.append((number, texts))
    return Table(encoding, delimiter, header, rows, problems, torn)


def _encoding(body: bytes) -> tuple[str, list[Problem]]:
    """What the bytes are written in, and a remark where that is a guess."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", []
    start = body[:4000]
    if start.count(0) > len(start) // 4:  # every second byte of Latin text in UTF-16
        return ("utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"), []
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for position in range(0, len(body), 65536):
            decoder.decode(body[position : position + 65536])  # not final: the last character may be cut off
    except UnicodeDecodeError:
        return "cp1252", [Problem("the table", "is not UTF-8; read as Windows-1252, so accents may be wrong")]
    return "utf-8-sig", []


def _header(body: bytes, encoding: str, wanted: dict[str, str]) -> tuple[str, int, dict[str, int]]:
    """Delimiter, number of the header row, field -> position. Raises Unreadable with the columns that are there."""
    best: tuple[int, str, int, list[str]] = (-1, ",", 1, [])
    names = {field: _plain(header) for field, header in wanted.items()}
    for delimiter in _DELIMITERS:
        for number, row, _ in _rows(body, encoding, delimiter):
            if number > MOST_ABOVE:
                break
            plain = [_plain(cell) for cell in row[:1000]]
            found = sum(name in plain for name in names.values())
            if found == len(names):
                return delimiter, number, {field: plain.index(name) for field, name in names.items()}
            if found > best[0]:
                best = (found, delimiter, number, row)
    _, _, number, row = best
    plain = [_plain(cell) for cell in row[:1000]]
    missing = ", ".join(repr(header) for field, header in wanted.items() if names[field] not in plain)
    there = ", ".join(repr(cell.strip()[:40]) for cell in row[:20] if cell.strip())
    raise Unreadable(Problem("the columns", f"{missing} not found; row {number} has {there or 'nothing'}"))


def _rows(body: bytes, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Number, cells and what is wrong of each row, blank ones included."""
    text = io.TextIOWrapper(io.BytesIO(body), encoding=encoding, errors="replace", newline="")
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    for number in count(1):
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            endless = "unexpected end" in str(error) or "field larger" in str(error)
            yield number, [], "a quotation mark is opened and never closed" if endless else f"cannot be read: {error}"
            continue
        yield number, row, ""


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines, at most `MOST_LINES`. Raises csv.Error, once, for one that no spreadsheet writes."""
    for _ in range(MOST_LINES + 1):
        line = text.readline(LONGEST_LINE)
        if not line:
            return
        if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
            raise csv.Error("the line is too long for a table")
        yield line


def _plain(header: str) -> str:
    """A header as it is compared: without case, line breaks and double blanks."""
    return " ".join(header.lstrip("\ufeff").casefold().split())
