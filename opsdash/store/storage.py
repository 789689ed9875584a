"""TinyDB's storage and table made safe for one writer and many readers.

TinyDB's own JSONStorage writes in place: a reader sees torn files and a kill leaves half of one. Here a
write replaces the file whole or not at all, and a reader needs no lock. Given a layout, documents are the
Structs themselves (msgspec writes them as they are); the file stays one that any
`TinyDB(path, storage=AtomicStorage)` with `RecordTable`s reads.
"""

import contextlib
import errno
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from tinydb.storages import Storage
from tinydb.table import Table

from opsdash import timing
from opsdash.store.layout import Mark, StoreFile, Tables, decode, mark_of
from opsdash.store.problems import Refused, StoreProblem, Unreadable, problem_of

__all__ = ["AtomicStorage", "RecordTable", "Refused", "StoreProblem", "Unreadable", "keep_aside"]


class AtomicStorage(Storage):
    """A TinyDB storage whose file is always whole.

    Attributes:
        path: the file.
        mark: of the version last read or written here; None before that or when there was none.
    """

    def __init__(
        self, path: Path | str, *, writable: bool = False, layout: type[StoreFile] | None = None, event: str = ""
    ) -> None:
        """Open `path`; nothing is created or read yet.

        Args:
            writable: sweep what a killed writer left and allow writing. Only one process at a time may do
                so (the poller's lock, the desk's lock); everybody else opens read-only.
            layout, event: read typed documents and refuse what is not this layout or event.
        """
        self.path = Path(path)
        self.mark: Mark | None = None
        self._writable = writable
        self._layout = layout
        self._event = event
        if writable:
            self._sweep()

    def read(self) -> Tables | None:
        """All tables, or None when there is no file. Raises StoreProblem; `mark` is then as before."""
        try:
            with self.path.open("rb") as file:
                mark = mark_of(os.fstat(file.fileno()))
                tables = self._decode(file.read())
        except FileNotFoundError:
            self.mark = None
            return None
        except OSError as error:
            raise problem_of(error, self.path, "read") from error
        self.mark = mark
        return tables

    def _decode(self, body: bytes) -> Tables:
        if self._layout:
            return decode(body, self._layout, self.path, self._event).tables()
        try:
            return msgspec.json.decode(body, type=Tables)
        except (ValueError, RecursionError) as error:
            raise Unreadable(f"{self.path} is damaged or not a store file ({error}).") from None

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Replace the file by `data`, durably. Raises StoreProblem; the file is then as before."""
        if not self._writable:
            raise StoreProblem(f"{self.path} was opened for reading only; only its one writer may change it.")
        body = msgspec.json.encode(data)
        temporary = self.path.with_name(f".{self.path.name}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
        try:
            mark = _write_new(temporary, body)
            temporary.replace(self.path)
            _sync_folder(self.path.parent)
        except OSError as error:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise problem_of(error, self.path, "write") from error
        self.mark = mark

    def moved(self) -> bool:
        """Whether the file on disk is another than the one last read or written here."""
        try:
            return mark_of(self.path.stat()) != self.mark
        except FileNotFoundError:
            return self.mark is not None
        except OSError as error:
            raise problem_of(error, self.path, "read") from error

    def _sweep(self) -> None:
        """Remove temporary files of writers that were killed."""
        with contextlib.suppress(OSError):
            for stale in self.path.parent.glob(f".{self.path.name}.*.tmp"):
                stale.unlink()


def _write_new(path: Path, body: bytes) -> Mark:
    """Write a new file of mode 0600 to the disk itself and give its mark."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - pathlib opens no descriptors
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
        return mark_of(os.fstat(file.fileno()))


def _sync_folder(folder: Path) -> None:
    """Make a rename durable; some file systems cannot and say so."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


def keep_aside(path: Path) -> Path:
    """Move a file that cannot be understood to `NAME.corrupt-<UTC time>`, never over another one."""
    stem = f"{path.name}.corrupt-{timing.now():%Y%m%dT%H%M%SZ}"
    try:
        for number in range(1, 1000):
            kept = path.with_name(stem if number == 1 else f"{stem}-{number}")
            with contextlib.suppress(FileExistsError):
                os.close(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
                return path.replace(kept)
    except OSError as error:
        raise problem_of(error, path, "keep aside") from error
    raise StoreProblem(f"Cannot keep {path} aside: too many files are kept already; move {stem}* away.")


class RecordTable(Table):
    """A table whose document ids are text: a record's own id."""

    document_id_class = str  # type: ignore[assignment]  # TinyDB's own are numbers
    default_query_cache_capacity = 0  # its cache never notices another process

    def documents(self) -> dict[str, Any]:
        """All documents by id as they are held, not copied: look, do not touch."""
        return self._read_table()

    def put(self, documents: Mapping[str, Any], drop: Iterable[str] = ()) -> None:
        """Set `documents` by id, then remove `drop`, as one update."""

        def update(table: dict[Any, Any]) -> None:
            table.update(documents)
            for found in drop:
                table.pop(found, None)

        self._update_table(update)
