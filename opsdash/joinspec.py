"""What the configuration says of two sources that tell of the same things: `[[join]]`.

Separate from `opsdash.sourcespec`: a join belongs to no source, and the board alone makes use of it.
"""

import re
from typing import Literal

import msgspec

JoinField = Literal["key", "title", "name", "day", "start", "room", "space", "organisation", "zone", "url"]
JOIN_FIELDS: dict[str, tuple[JoinField, ...]] = {
    "event": ("key", "title", "day", "start", "room", "url"),
    "booking": ("key", "space", "organisation", "title", "day", "start"),
    "space": ("key", "name", "zone"),
}
"""By what the records of each kind can be joined. `day` is the venue day of the start."""


class Join(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[join]]`: records of several sources that are one thing when they agree in some fields.

    Attributes:
        kind: of record. sources: their names, the preferred one first; `config` for this file's own records. The
            preferred one is shown; what another says otherwise stands beside it as a conflict.
        on: the fields that must agree, all of them; texts whatever their case, rooms whatever they are called there.
        keys: with `on = ["key"]`, source -> regular expression whose first group is the part of its key that counts:
            a calendar's UID may hold the code that the other source has for key.
    """

    kind: Literal["event", "booking", "space"]
    sources: tuple[str, ...]
    on: tuple[JoinField, ...] = ("key",)
    keys: dict[str, str] = {}

    def __post_init__(self) -> None:
        if len(self.sources) < 2 or len(set(self.sources)) < len(self.sources):
            raise ValueError("sources must name two sources or more, each once")
        allowed = JOIN_FIELDS[self.kind]
        if wrong := [field for field in self.on if field not in allowed]:
            raise ValueError(f"on: {wrong[0]!r} is no field to join {self.kind} on; there are {', '.join(allowed)}")
        if not self.on:
            raise ValueError("on: name at least one field")
        if self.keys and "key" not in self.on:
            raise ValueError('keys: is only of use with on = ["key"]')
        for source, pattern in self.keys.items():
            if source not in self.sources:
                raise ValueError(f"keys: {source!r} is not one of sources")
            _check(source, pattern)


def _check(source: str, pattern: str) -> None:
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        raise ValueError(f"keys: the expression for {source} is not valid: {error}") from None
    if groups < 1:
        raise ValueError(f"keys: the expression for {source} has no group in brackets")
