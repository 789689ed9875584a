"""Which records speak of the same facility, and what the desk says of it."""

from typing import NamedTuple

from opsdash.board.index import Index
from opsdash.board.memory import remembered
from opsdash.model import Facility
from opsdash.parts import Dependency
from opsdash.snapshot import Desk, DeskEntry

OVERRIDE = "override"
"""The desk entry's action: `data` {"state": "open" | "closed" | "full"}; any other state lifts what was said before."""


class Place(NamedTuple):
    """One facility on the board, with all records that speak of it.

    Attributes:
        id: of the first record, as references find it. name, short, place: the first that says so.
        records: by id, those still listed; gone: those that were withdrawn.
        depends: what must be open to reach it, with the id of that place, "" when nobody knows it.
        capacity: people.
    """

    id: str
    name: str
    short: str
    place: str
    records: tuple[Facility, ...]
    gone: tuple[Facility, ...]
    depends: tuple[tuple[Dependency, str], ...]
    capacity: int | None


@remembered()
def places(index: Index) -> tuple[Place, ...]:
    """All facilities: those of the configuration first, in its order, then by id."""
    groups = _groups(index)
    home = {record.id: group[0].id for group in groups for record in group}
    configured = {record.id: n for n, record in enumerate(index.site.records)}
    found = [_place(group, home, index) for group in groups]
    last = len(configured)
    rank = {
        one.id: min(configured.get(record.id, last) for record in (*one.records, *one.gone)) for one in found
    }  # fmt: skip
    return tuple(sorted(found, key=lambda one: (rank[one.id], one.id)))


@remembered()
def place_ids(index: Index) -> dict[str, str]:
    """The id of the item on the board for each facility record's id."""
    return {record.id: one.id for one in places(index) for record in (*one.records, *one.gone)}


def _groups(index: Index) -> list[list[Facility]]:
    """Records of the same facility: same key or name (aliases resolved), from different sources.

    Two records of one source are two facilities, however they are called.
    """
    aliases = {name.casefold(): key for name, key in index.site.aliases.items()}
    groups: list[list[Facility]] = []
    named: dict[str, list[list[Facility]]] = {}
    for record in sorted(index.feed.facilities, key=lambda one: one.id):
        words = dict.fromkeys(_words(record, aliases))
        near = (group for word in words for group in named.get(word, []))
        group = next((one for one in near if all(other.source != record.source for other in one)), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(record)
        for word in words:
            named.setdefault(word, []).append(group)
    return groups


def _words(record: Facility, aliases: dict[str, str]) -> list[str]:
    """What the record is called, as aliases resolve it."""
    called = [text.casefold().strip() for text in (record.key, record.name) if text.strip()]
    return [aliases.get(text, text).casefold() for text in called]


def _place(group: list[Facility], home: dict[str, str], index: Index) -> Place:
    records = tuple(one for one in group if one.withdrawn is None)
    gone = tuple(one for one in group if one.withdrawn is not None)
    speaking = records or gone
    depends: dict[str, tuple[Dependency, str]] = {}
    for dependency in (one for record in speaking for one in record.depends_on):
        target = index.facilities.find(dependency.on)
        place = home[target.id] if target else ""
        depends.setdefault(place or f"? {dependency.on}", (dependency, place))
    return Place(
        id=group[0].id,
        name=next((one.name for one in speaking if one.name), group[0].key),
        short=next((one.short for one in speaking if one.short), ""),
        place=next((one.place for one in speaking if one.place), ""),
        records=records,
        gone=gone,
        depends=tuple(depends[key] for key in sorted(depends)),
        capacity=next((one.capacity for one in speaking if one.capacity is not None), None),
    )


@remembered()
def overrides(index: Index, desk: Desk) -> dict[str, tuple[DeskEntry, ...]]:
    """The desk's overrides of each place by its id, newest first."""
    found: dict[str, list[DeskEntry]] = {}
    homes = place_ids(index)
    for entry in sorted(desk.entries, key=lambda one: one.id, reverse=True):
        record = index.facilities.find(entry.subject) if entry.action == OVERRIDE else None
        if record is not None:
            found.setdefault(homes[record.id], []).append(entry)
    return {place: tuple(entries) for place, entries in found.items()}
