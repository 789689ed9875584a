"""opsdash.toml: where it is found, what it says, what is wrong with it and on which key."""

import os
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from opsdash.configcheck import ConfigProblem, mistakes
from opsdash.configtables import DayEntry, EventTable, StoreTable, UiTable
from opsdash.configvalues import localised, venue_zone
from opsdash.joinspec import Join
from opsdash.model import RECORD_TYPES, Facility, Record, record_id
from opsdash.parts import Kind, OpeningPeriod
from opsdash.snapshot import Site, Thresholds
from opsdash.sourcespec import AnySourceSpec, check_zone
from opsdash.timing import at_clock

FILE_NAME = "opsdash.toml"
FILE_VARIABLE = "OPSDASH_CONFIG"

ENTRY_TABLES: dict[str, Kind] = {
    "facility": "facility",
    "space": "space",
    "programme": "event",
    "pool": "pool",
    "deadline": "deadline",
    "contact": "contact",
    "notice": "notice",
    "answer": "answer",
}
"""Tables of opsdash.toml that state records, and the kind each states."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What a configuration file comes to.

    Attributes:
        path: the file. found_by: how it was found ("--config", "OPSDASH_CONFIG", ...).
        site: the pure part, for the board. store: folder of the store. history: changes kept.
        theme, bell, notify, who: see UiTable. keys: command id to key.
    """

    path: Path
    found_by: str
    site: Site
    store: Path
    history: int
    theme: str = "opsdash-dark"
    bell: bool = False
    notify: str = "off"
    who: str = ""
    keys: dict[str, str] = {}


def candidates(given: Path | None, environ: Mapping[str, str] = os.environ) -> list[tuple[str, Path]]:
    """Where a configuration is looked for, in order: how that place is called, and the path. Raises ConfigProblem."""
    if given:
        return [("--config", given)]
    if named := environ.get(FILE_VARIABLE):
        try:
            return [(FILE_VARIABLE, _expanded(named))]
        except ValueError as error:
            raise ConfigProblem(f"{FILE_VARIABLE}: {error}") from None
    import platformdirs

    return [
        ("the working folder", Path.cwd() / FILE_NAME),
        ("the user's configuration folder", platformdirs.user_config_path("opsdash") / FILE_NAME),
    ]


def _expanded(text: str) -> Path:
    """The path `text`, which may begin with somebody's home folder. Raises ValueError."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise ValueError(f"{text!r} begins with a home folder that this machine does not know") from None


def load(given: Path | None = None) -> Config:
    """The configuration that is found first. Raises ConfigProblem with one line saying what is wrong."""
    places = candidates(given)
    for found_by, path in places:
        if is_there(path):
            return read(path, found_by)
    if len(places) == 1 and _is_out_of_sight(places[0][1]):
        found_by, path = places[0]
        raise ConfigProblem(f"{path}: cannot be read: this user may not look into its folder ({found_by})")
    tried = ", ".join(str(path) for _, path in places)
    raise ConfigProblem(f"no configuration found; looked for {tried}. Write one: opsdash example > {FILE_NAME}")


def is_there(path: Path) -> bool:
    """Whether there is a file; not in a folder that may not be looked into (`sudo -u opsdash` in root's home)."""
    try:
        return path.is_file()
    except PermissionError:
        return False


def _is_out_of_sight(path: Path) -> bool:
    try:
        path.stat()
    except OSError as error:
        return isinstance(error, PermissionError)
    return False


def read(path: Path, found_by: str = "--config") -> Config:
    """The configuration in the file `path`. Raises ConfigProblem with a line for each mistake."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigProblem(f"{path}: not valid TOML: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigProblem(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    zone = venue_zone(raw)
    try:
        values = localised(raw, zone)
    except ValueError as error:
        raise ConfigProblem(f"{path}: {error}") from None
    try:
        document = msgspec.convert(values, Document)
    except msgspec.ValidationError:
        raise _problem(path, mistakes(values, Document)) from None
    try:
        return _config(document, path, found_by, zone)
    except ValueError as error:
        raise _problem(path, str(error).split("\n")) from None


MOST_MISTAKES = 20
"""Mistakes that are said at once."""


def _problem(path: Path, said: Iterable[str]) -> ConfigProblem:
    lines = list(said)
    more = [f"and {len(lines) - MOST_MISTAKES} more mistakes"] if len(lines) > MOST_MISTAKES else []
    return ConfigProblem("\n".join(f"{path}: {line}" for line in (*lines[:MOST_MISTAKES], *more)))


def _entry_type(kind: Kind) -> type[msgspec.Struct]:
    """The shape of one entry of `kind` in the file: the record's own fields, with `key` in place of the id."""
    left_out = {"id", "updated", "withdrawn", *(("periods",) if kind == "facility" else ())}
    fields: list[Any] = [("key", str)]
    for field in msgspec.structs.fields(RECORD_TYPES[kind]):
        if field.name not in left_out:
            fields.append((field.name, field.type) if field.required else (field.name, field.type, field.default))
    if kind == "facility":
        fields.append(("day", tuple[DayEntry, ...], ()))
    return msgspec.defstruct(f"{kind.title()}Entry", fields, kw_only=True, frozen=True, forbid_unknown_fields=True)


Document: Any = msgspec.defstruct(
    "Document",
    [
        ("event", EventTable),
        ("thresholds", Thresholds, Thresholds()),
        ("store", StoreTable, StoreTable()),
        ("ui", UiTable, UiTable()),
        ("keys", dict[str, str], msgspec.field(default_factory=dict)),
        ("aliases", dict[str, str], msgspec.field(default_factory=dict)),
        ("join", tuple[Join, ...], ()),
        ("source", tuple[AnySourceSpec, ...], ()),
        *((table, tuple[_entry_type(kind), ...], ()) for table, kind in ENTRY_TABLES.items()),  # type: ignore[misc]
    ],
    kw_only=True,
    forbid_unknown_fields=True,
)
"""The whole file. Its JSON Schema is what an editor needs to complete it."""


def _config(document: Any, path: Path, found_by: str, zone: ZoneInfo) -> Config:
    records = _records(document, zone)
    _unique(f"source {spec.name}" for spec in document.source)
    _unique(record.id for record in records)
    _dependencies(records, document.aliases)
    _joins(document.join, document.source, records)
    folder = document.store.folder
    return Config(
        path=path,
        found_by=found_by,
        site=Site(
            event=document.event.id,
            name=document.event.name,
            zone=document.event.zone,
            country=document.event.country,
            place=document.event.place,
            thresholds=document.thresholds,
            aliases=document.aliases,
            joins=document.join,
            records=records,
            sources=document.source,
        ),
        store=(path.parent / _expanded(folder)).resolve() if folder else _user_store(document.event.id),
        history=document.store.history,
        theme=document.ui.theme,
        bell=document.ui.bell,
        notify=document.ui.notify,
        who=document.ui.who,
        keys=document.keys,
    )


def _user_store(event: str) -> Path:
    import platformdirs

    return platformdirs.user_data_path("opsdash") / event


def _records(document: Any, zone: ZoneInfo) -> tuple[Record, ...]:
    """What the file states. Raises ValueError with a line for each entry that cannot be meant."""
    records: list[Record] = []
    wrong: list[str] = []
    for table, kind in ENTRY_TABLES.items():
        for entry in getattr(document, table):
            try:
                records.append(_record(kind, entry, zone))
            except ValueError as error:
                wrong.append(str(error))
    if wrong:
        raise ValueError("\n".join(wrong))
    return tuple(records)


def _record(kind: Kind, entry: Any, zone: ZoneInfo) -> Record:
    if not entry.key.strip():
        raise ValueError(f"{kind}: a key is blank")
    if kind == "deadline" and entry.zone:
        try:
            check_zone(entry.zone)
        except ValueError as error:
            raise ValueError(f"deadline {entry.key}: {error}") from None
    if kind == "facility" and entry.hours:
        _check_hours(entry)
    values = {name: getattr(entry, name) for name in entry.__struct_fields__ if name not in ("key", "day")}
    if kind == "facility":
        values["periods"] = tuple(period for day in entry.day for period in _periods(day, zone))
    elif "day" in entry.__struct_fields__:
        values["day"] = entry.day
    return RECORD_TYPES[kind](id=record_id(kind, "config", entry.key), **values)


def _check_hours(facility: Any) -> None:
    """Raise ValueError for hours that the board could only call unknown."""
    import opening_hours

    if not opening_hours.validate(facility.hours):
        raise ValueError(f"facility {facility.key}: hours: {facility.hours!r} is not in the OSM opening_hours syntax")


_STATED = ("audience", "appointment", "confirmed", "place")


def _periods(entry: DayEntry, zone: ZoneInfo) -> tuple[OpeningPeriod, ...]:
    """The published text read, and what the entry states besides."""
    from opsdash.published import parse_hours  # only where the file states hours

    periods = parse_hours(entry.says, entry.day, zone)
    stated: dict[str, Any] = {name: value for name in _STATED if (value := getattr(entry, name)) is not None}
    if entry.opens is not None or entry.closes is not None:
        opens, closes = _minutes(entry.opens), _minutes(entry.closes)
        if opens is not None and closes is not None and closes <= opens:
            closes += 24 * 60
        stated |= {
            "opens": None if opens is None else at_clock(entry.day, opens, zone).astimezone(UTC),
            "closes": None if closes is None else at_clock(entry.day, closes, zone).astimezone(UTC),
            "precision": "exact",
            "part": "",
        }
        periods = periods[:1]
    return tuple(msgspec.structs.replace(period, **stated) for period in periods)


def _minutes(clock: time | None) -> int | None:
    return None if clock is None else clock.hour * 60 + clock.minute


def _unique(names: Iterable[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise ValueError(f"{name} is there twice")


def _dependencies(records: tuple[Record, ...], aliases: Mapping[str, str]) -> None:
    """A facility may depend on one that a source brings; one that names itself cannot be meant."""
    for record in records:
        if isinstance(record, Facility):
            for dependency in record.depends_on:
                if dependency.on in (record.key, record.name, aliases.get(dependency.on)):
                    raise ValueError(f"facility {record.key}: depends_on names itself")


def _joins(joins: tuple[Join, ...], sources: tuple[AnySourceSpec, ...], records: tuple[Record, ...]) -> None:
    """Each source of a join is configured and gives what is joined; no two are joined twice for one kind."""
    gives = {spec.name: set(spec.produces) for spec in sources} | {"config": {record.kind for record in records}}
    for number, join in enumerate(joins, start=1):
        for source in join.sources:
            if source not in gives:
                raise ValueError(f"join {number}: no source is called {source!r}; there are {', '.join(gives)}")
            if join.kind not in gives[source]:
                raise ValueError(f"join {number}: {source} gives no {join.kind}")
    _unique(f"source {source} of a join of {join.kind}" for join in joins for source in join.sources)


def packaged(name: str) -> Path:
    """A file of config/ as it was installed (or as it stands in the repository)."""
    installed = Path(__file__).parent / "_config"
    return (installed if installed.is_dir() else Path(__file__).parents[1] / "config") / name


def examples() -> dict[str, Path]:
    """The example configurations by name; "default" is the commented default."""
    found = {path.stem: path for path in sorted(packaged("examples").glob("*.toml"))}
    return {"default": packaged(FILE_NAME), **found}
