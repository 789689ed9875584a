"""A store file opened by its writer: a TinyDB whose tables are written together, once."""

from pathlib import Path
from typing import Any, TypeVar

import msgspec
from tinydb import TinyDB
from tinydb.middlewares import Middleware

from opsdash.store.layout import FORMAT, META, META_ID, Meta, StoreFile, Tables
from opsdash.store.problems import Unreadable
from opsdash.store.storage import AtomicStorage, RecordTable, keep_aside

D = TypeVar("D")


class OneWrite(Middleware):
    """Holds the tables in memory and gathers what they write until `commit` writes the file once.

    TinyDB reads and writes the whole file for every table; with this, a poll costs one write and no read.
    Nothing of a failed commit stays: memory is again what it was after the last good one.
    """

    storage: AtomicStorage

    def __init__(self) -> None:
        super().__init__(AtomicStorage)
        self._kept: Tables = {}
        self._pending: Tables | None = None

    def read(self) -> Tables:
        """The tables as memory has them: a copy, for TinyDB sets its table in what it is given."""
        return dict(self._kept if self._pending is None else self._pending)

    def write(self, data: Tables) -> None:
        """Remember `data` for the next commit."""
        self._pending = data

    def begin(self, tables: Tables) -> None:
        """Take `tables` for what is kept."""
        self._kept, self._pending = tables, None

    def commit(self) -> None:
        """Write all tables at once. Raises StoreProblem."""
        tables, self._pending = self.read(), None
        self.storage.write(tables)
        self._kept = tables


class StoreDB(TinyDB):
    """One store file, held open by its one writer.

    Attributes:
        trouble: what was kept aside and why, as a sentence; "" when all was well.
    """

    table_class = RecordTable

    def __init__(self, path: Path, event: str, layout: type[StoreFile]) -> None:
        """Open `path` and read it once; a missing file is begun in memory only. Raises StoreProblem."""
        self._once = OneWrite()
        super().__init__(path, writable=True, layout=layout, event=event, storage=self._once)
        self._path = path
        self.trouble = ""
        self._once.begin(layout(meta={META_ID: Meta(format=FORMAT, event=event)}).tables())
        self.reload()

    @property
    def head(self) -> Meta:
        """What the file says of itself."""
        found: Meta = self.records(META)[META_ID]
        return found

    def amend(self, **changes: Any) -> None:
        """Alter fields of `head` in memory; not while something is waiting for a commit."""
        self._once.begin(self._once.read() | {META: {META_ID: msgspec.structs.replace(self.head, **changes)}})

    def records_table(self, name: str) -> RecordTable:
        """The table `name`."""
        return self.table(name)  # type: ignore[return-value]  # typed for any table class

    def records(self, name: str) -> dict[str, Any]:
        """The documents of the table `name` by id: look, do not touch."""
        return self.records_table(name).documents()

    def replace(self, tables: Tables) -> None:
        """Set whole tables, with the next commit; those not named stay."""
        self._once.write(self._once.read() | tables)

    def moved(self) -> bool:
        """Whether somebody else replaced or removed the file. Raises StoreProblem."""
        return self._once.storage.moved()

    def reload(self) -> bool:
        """Read the file anew. False, and memory as it was, when there is none or it had to be kept aside.

        Raises StoreProblem (Refused for a file that is not for us).
        """
        try:
            found = self._once.storage.read()
        except Unreadable as problem:
            kept = keep_aside(self._path)
            self.amend(aside=kept.name)
            self.trouble = f"{problem} It is kept as {kept.name}, and a new one is begun."
            return False
        if found is not None:
            self._once.begin(found)
        return found is not None

    def commit(self, **changes: Any) -> None:
        """Write all tables at once, with fields of `head` altered.

        Raises StoreProblem; memory is then as it was after the last good commit.
        """
        self.records_table(META).put({META_ID: msgspec.structs.replace(self.head, **changes)})
        self._once.commit()
