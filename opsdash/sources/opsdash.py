"""Our own JSON: one resource for each kind of record.

`GET {url}/{resource}`, where the resource is the plural of the kind (facilities, events, spaces, bookings,
pools, deadlines, contacts, notices, news, answers), answers

    {"as_of": "2025-06-25T10:00:00Z", "items": [{"id": "booth-4", ...}], "next": null}

* An item is a record of `opsdash.model` whose `id` is the server's own key. A reference to another record
  (a booking's `space`, a pool's `event`) is that record's key, its full id, or a name.
* Instants carry an offset or Z. One without is a problem of its item: nobody can know which zone was meant.
* `as_of` is when the server's data is from; a source that keeps answering with old data is shown as old. A 304
  says that the data is current.
* `next` is the address of the next page, on the same server.
* Every page may carry an ETag or Last-Modified. A resource that answers 404 is not offered.
* Without a network the same answers may be files: with `url = "file:///media/stick/day"` they are events.json,
  bookings.json and so on in that folder; those that are not there are not offered.
* Unknown fields are ignored.
"""

from datetime import datetime
from typing import Any

import msgspec

from opsdash.model import RECORD_TYPES, Record, record_id
from opsdash.parts import Kind
from opsdash.snapshot import FEED_FIELDS, Batch, Problem
from opsdash.sources.base import Context, Resource, below, validation_problem
from opsdash.sources.reading import Gaps
from opsdash.sourcespec import OpsdashSpec, SourceSpec

REFERENCES: dict[tuple[Kind, str], Kind] = {
    ("facility", "contact"): "contact",
    ("event", "after"): "event",
    ("booking", "space"): "space",
    ("pool", "event"): "event",
    ("pool", "contact"): "contact",
    ("deadline", "contact"): "contact",
    ("answer", "contact"): "contact",
}
"""Fields that refer to a record, and the kind they mean. `room`, `to` and places name things that seldom are
records and stay as they are; a facility's `depends_on` and `closing` are parts and handled apart."""


class Page(msgspec.Struct):
    """One answer. `items` stay raw, so that a bad one costs only itself."""

    items: list[msgspec.Raw]
    as_of: datetime | None = None
    next: str | None = None


class _Next(msgspec.Struct):
    next: str | None = None


class _Named(msgspec.Struct):
    id: Any = ""
    name: Any = ""
    title: Any = ""


def resources(spec: SourceSpec) -> tuple[Resource, ...]:
    """One resource for each kind asked for, below the configured address (its query stays at the end)."""
    assert isinstance(spec, OpsdashSpec)  # noqa: S101  the registry leads here by this type
    ending = ".json" if spec.url.startswith("file:") else ""
    return tuple(
        Resource(FEED_FIELDS[kind], below(spec.url, FEED_FIELDS[kind] + ending), (kind,), optional=True)
        for kind in spec.produces
    )


def following(body: bytes) -> str | None:
    """The `next` of a page."""
    try:
        return msgspec.json.decode(body, type=_Next).next or None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def parse(body: bytes, context: Context) -> Batch:
    """One page of a resource."""
    (kind,) = context.resource.kinds
    try:
        page = msgspec.json.decode(body, type=Page)
    except msgspec.ValidationError as error:
        return context.batch(validation_problem("the answer", error))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return context.batch(Problem("the answer", f"is not complete JSON ({error}): was it cut off on the way?"))
    records: list[Record] = []
    gaps = Gaps(context.source)
    for number, raw in enumerate(page.items, start=1):
        try:
            records.append(_record(raw, kind, context.source))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError) as error:
            key, name = _named(raw)
            gaps.skip(key or name or f"item {number}", error, kind, key)
    if page.items and not records and not gaps.unread:
        return context.batch(*gaps.problems)  # not what we take it for: it must not withdraw all we have
    as_of = page.as_of
    if as_of and as_of.tzinfo is None:
        gaps.problems.append(Problem("as_of", "has no zone; write an offset or Z"))
        as_of = None
    return Batch(
        source=context.source,
        records=tuple(records),
        kinds=(kind,),
        problems=tuple(gaps.problems),
        as_of=as_of,
        unread=tuple(gaps.unread),
        torn=gaps.torn,
    )


def _record(raw: msgspec.Raw, kind: Kind, source: str) -> Record:
    """One item. Raises msgspec's errors, or ValueError with a sentence."""
    record = msgspec.json.decode(raw, type=RECORD_TYPES[kind])
    if not record.id.strip():
        raise ValueError("has no id")
    if record.withdrawn:
        record = msgspec.structs.replace(record, withdrawn=None)  # the store's own mark
    changes: dict[str, Any] = {"id": record_id(kind, source, record.id.strip())}
    for (of, field), target in REFERENCES.items():
        if of == kind and (value := getattr(record, field)):
            changes[field] = _reference(value, target, source)
    if kind == "facility":
        changes |= _facility_references(record, source)
    return msgspec.structs.replace(record, **changes)


def _facility_references(record: Any, source: str) -> dict[str, Any]:
    depends = tuple(msgspec.structs.replace(d, on=_reference(d.on, "facility", source)) for d in record.depends_on)
    closing = record.closing
    if closing and closing.after:
        closing = msgspec.structs.replace(closing, after=_reference(closing.after, "event", source))
    return {"depends_on": depends, "closing": closing}


def _reference(value: str, kind: Kind, source: str) -> str:
    """The full id where `value` is a key. Names, which have blanks, and full ids stay: the board resolves them."""
    value = value.strip()
    return value if _is_full(value, kind) or " " in value or not value else record_id(kind, source, value)


def _is_full(text: str, kind: Kind) -> bool:
    return text.startswith(f"{kind}/") and text.count("/") >= 2


def _named(raw: msgspec.Raw) -> tuple[str, str]:
    """Key and name of an item that cannot be read, as far as they can be told; it may not even be an object."""
    try:
        found = msgspec.json.decode(raw, type=_Named)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return "", ""
    key, name, title = (text.strip() if isinstance(text, str) else "" for text in (found.id, found.name, found.title))
    return key, name or title
