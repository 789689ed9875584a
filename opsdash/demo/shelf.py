"""What the demo's API has to give at this instant, encoded once and kept until something alters."""

import hashlib
from datetime import datetime
from typing import Any, Literal, NamedTuple, get_args

import msgspec

from opsdash.demo.cast import SOURCE
from opsdash.demo.scenario import Scenario
from opsdash.model import RECORD_TYPES, Record, record_id
from opsdash.parts import Kind
from opsdash.snapshot import FEED_FIELDS

Resource = Literal[
    "facilities", "events", "spaces", "bookings", "pools", "deadlines", "contacts", "notices", "news", "answers"
]
"""The names in the API's addresses: one for each kind of record."""

RESOURCES: tuple[Resource, ...] = get_args(Resource)
KINDS: dict[Resource, Kind] = {resource: kind for kind in get_args(Kind) for resource in RESOURCES
                               if FEED_FIELDS[kind] == resource}  # fmt: skip


class Refused(Exception):
    """An edit that cannot be made; says why. `unknown`: because there is no such record."""

    def __init__(self, reason: str, unknown: bool = False) -> None:
        super().__init__(reason)
        self.unknown = unknown


class Cut(NamedTuple):
    """One page: the items as a JSON array, a strong ETag of them, and whether more follow."""

    items: bytes
    etag: str
    more: bool


class Shelf:
    """The scenario's records under the server's own keys, with what control requests altered laid over them."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._edits: dict[tuple[Resource, str], dict[str, Any] | None] = {}
        self._moment = -1
        self._records: dict[Resource, list[Record]] = {}
        self._cuts: dict[tuple[Resource, int, int], Cut] = {}

    def cut(self, resource: Resource, page: int, limit: int, now: datetime) -> Cut:
        """Page `page` (from 1) of `limit` items as they are at `now`."""
        self._turn_to(now)
        if found := self._cuts.get((resource, page, limit)):
            return found
        records = self._records[resource]
        start = (page - 1) * limit
        more = start + limit < len(records)
        items = msgspec.json.encode(records[start : start + limit])
        digest = hashlib.sha256(items + (b"+" if more else b".")).hexdigest()[:32]
        cut = self._cuts[resource, page, limit] = Cut(items, f'"{digest}"', more)
        return cut

    def patch(self, resource: Resource, key: str, fields: dict[str, Any], now: datetime) -> None:
        """Lay `fields` over a record, or add one when they suffice for it. Raises Refused."""
        self._turn_to(now)
        known = next((record for record in self._records[resource] if record.id == key), None)
        edit = {**(self._edits.get((resource, key)) or {}), **fields}
        try:
            self._edited(resource, key, known, edit)
        except msgspec.ValidationError as error:
            reason = str(error) if known else f"there is no {key!r} in {resource}, and to add it: {error}"
            raise Refused(reason, unknown=known is None) from None
        self._lay(resource, key, edit)

    def remove(self, resource: Resource, key: str, now: datetime) -> None:
        """Leave a record out from now on. Raises Refused."""
        self._turn_to(now)
        if all(record.id != key for record in self._records[resource]):
            raise Refused(f"there is no {key!r} in {resource}", unknown=True)
        self._lay(resource, key, None)

    def restore(self) -> None:
        """Forget all edits."""
        self._edits.clear()
        self._moment = -1

    def _lay(self, resource: Resource, key: str, edit: dict[str, Any] | None) -> None:
        self._edits[resource, key] = edit
        self._moment = -1

    def _turn_to(self, now: datetime) -> None:
        moment = self.scenario.moment(now)
        if moment == self._moment:
            return
        self._moment = moment
        self._cuts.clear()
        self._records = {resource: [] for resource in RESOURCES}
        for record in self.scenario.records_at(now):
            resource: Resource = FEED_FIELDS[record.kind]  # type: ignore[assignment]
            self._records[resource].append(msgspec.structs.replace(record, id=record.key))
        for (resource, key), edit in self._edits.items():
            self._apply(resource, key, edit)

    def _apply(self, resource: Resource, key: str, edit: dict[str, Any] | None) -> None:
        records = self._records[resource]
        place = next((i for i, record in enumerate(records) if record.id == key), len(records))
        known = records[place] if place < len(records) else None
        if edit is None:
            del records[place : place + 1]
            return
        try:
            records[place : place + 1] = [self._edited(resource, key, known, edit)]
        except msgspec.ValidationError:
            return  # the record an edit was laid over is no longer published, and the edit alone makes none

    @staticmethod
    def _edited(resource: Resource, key: str, known: Record | None, edit: dict[str, Any]) -> Record:
        kind = KINDS[resource]
        base = msgspec.to_builtins(known) if known else {}
        full = {**base, **edit, "id": record_id(kind, SOURCE, key)}
        return msgspec.structs.replace(msgspec.convert(full, RECORD_TYPES[kind]), id=key)
