"""Names, keys and aliases: what a reference in one record means among the others."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Generic, TypeVar

from opsdash.model import RECORD_TYPES, Record

R = TypeVar("R", bound=Record)


class References(Generic[R]):
    """Finds a record by full id, key, alias or name, in that order; ids are exact, the rest is case-blind.

    A text that fits several records finds one that is still listed, and of those the first in id order, so that the
    order of records in an answer never matters: what comes under a new id is not mistaken for what it replaced.
    """

    def __init__(self, records: Iterable[R], aliases: dict[str, str], one: Mapping[str, R] | None = None) -> None:
        """`one`: id of a record -> the record that stands for it, where several sources tell of one thing."""
        listed_first = sorted(records, key=lambda record: (record.withdrawn is not None, record.id))
        self._by_id: dict[str, R] = {record.id: record for record in listed_first}
        self._aliases = {name.casefold(): key for name, key in aliases.items()}
        self._one: Mapping[str, R] = one or {}
        self._found: dict[str, R | None] = {}

    @cached_property
    def _by_key(self) -> dict[str, R]:
        found: dict[str, R] = {}
        for record in self._by_id.values():
            found.setdefault(record.key.casefold(), record)
        return found

    @cached_property
    def _by_name(self) -> dict[str, R]:
        found: dict[str, R] = {}
        for record in self._by_id.values():
            name = str(getattr(record, "name", "") or getattr(record, "title", ""))
            found.setdefault(name.casefold(), record)
        return found

    def find(self, text: str) -> R | None:
        """The record that `text` refers to, or None.

        A full id that nobody has is tried without its first two parts: a source makes full ids of what its
        answer refers to, and may mean a record of the configuration or of another source.
        """
        try:
            return self._found[text]  # hundreds of records name the same few rooms
        except KeyError:
            found = self._search(text)
            found = self._found[text] = self._one.get(found.id, found) if found else None
            return found

    def _search(self, text: str) -> R | None:
        if not text:
            return None
        if found := self._by_id.get(text):
            return found
        word = text.casefold().strip()
        return self._called(word) or self._called(_key_of(word))

    def _called(self, word: str) -> R | None:
        """The record with that key, alias or name, lower case."""
        return (
            self._by_key.get(word)
            or self._by_key.get(self._aliases.get(word, "").casefold())
            or self._by_name.get(word)
        )


def named(text: str) -> str:
    """A reference that finds nothing, as a person may read it: of a full id the key alone."""
    return _key_of(text.strip()) or text


def _key_of(word: str) -> str:
    """The key in a full id; "" for any other text, slashes or not."""
    kind, _, rest = word.partition("/")
    return rest.partition("/")[2] if kind in RECORD_TYPES else ""
