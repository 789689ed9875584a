"""desk.json: what people entered. Append-only, from several processes at once."""

from pathlib import Path

from filelock import FileLock, Timeout

from opsdash.snapshot import Desk, DeskEntry
from opsdash.store.database import StoreDB
from opsdash.store.folder import prepare
from opsdash.store.layout import DESK_FILE, ENTRIES, DeskFile
from opsdash.store.problems import StoreProblem, problem_of
from opsdash.store.storage import AtomicStorage

LOCK_FILE = "desk.lock"
LOCK_WAIT, LOCK_LOOK = 10, 0.01
"""Seconds to wait for another process to finish its entry (it takes a few milliseconds), and between looks."""


class DeskStore:
    """The desk's entries. An entry that `append` returned for is on the disk.

    Makes nothing until the first entry. (Viewers read through `StoreReader`, which imports less.)

    Attributes:
        trouble: what was kept aside and why, as a sentence; "" when all was well.
    """

    def __init__(self, folder: Path, event: str) -> None:
        self._folder = folder
        self._event = event
        self.trouble = ""

    def read(self) -> Desk:
        """All entries, in the order they were acknowledged. Raises StoreProblem."""
        found = AtomicStorage(self._folder / DESK_FILE, layout=DeskFile, event=self._event).read()
        return Desk(entries=tuple(found[ENTRIES].values()) if found else ())

    def append(self, entry: DeskEntry) -> Desk:
        """Add `entry`, durably, and give all entries.

        A file that is damaged is kept aside and a new one begun, which viewers are told of.

        Raises:
            StoreProblem: it could not be written, or another entry has this id; nothing was added then.
        """
        prepare(self._folder)
        try:
            with FileLock(self._folder / LOCK_FILE, mode=0o600).acquire(timeout=LOCK_WAIT, poll_interval=LOCK_LOOK):
                return self._append(entry)
        except Timeout:
            raise StoreProblem(
                f"{self._folder / LOCK_FILE} has been held by another process for {LOCK_WAIT} s; "
                "nothing was entered, try again."
            ) from None
        except OSError as error:
            raise problem_of(error, self._folder / LOCK_FILE, "lock") from error

    def _append(self, entry: DeskEntry) -> Desk:
        database = StoreDB(self._folder / DESK_FILE, self._event, DeskFile)
        self.trouble = database.trouble or self.trouble
        there = database.records(ENTRIES).get(entry.id)
        if there not in (None, entry):
            raise StoreProblem(
                f"{self._folder / DESK_FILE} has another entry {entry.id}; nothing was entered, try again."
            )
        if there is None:
            database.records_table(ENTRIES).put({entry.id: entry})
            database.commit()
        return Desk(entries=tuple(database.records(ENTRIES).values()))
