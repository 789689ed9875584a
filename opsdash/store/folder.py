"""The store's folder: made, and checked, before anything is written to it."""

import os
import stat
import tempfile
from pathlib import Path

from opsdash.store.layout import DESK_FILE, FEED_FILE, HEALTH_FILE
from opsdash.store.problems import StoreProblem, problem_of

_OURS = (FEED_FILE, HEALTH_FILE, DESK_FILE)


def prepare(folder: Path) -> None:
    """Make `folder` with mode 0700, or check that an existing one is ours, private and writable.

    A folder that others may enter is closed to them, but only when it holds nothing but store files: the
    mode of a home folder or of /tmp is nobody's to change. Raises StoreProblem with what to do.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse(folder)
        if stat.S_IMODE(folder.stat().st_mode) != 0o700:
            _refuse_open(folder)
            folder.chmod(0o700)
    except OSError as error:
        raise _problem(error, folder) from error


def try_out(folder: Path) -> None:
    """See whether `prepare` would succeed and a file could be written, and leave everything as it is.

    A folder that is not there yet is tried in the next one above it that is. Raises StoreProblem with what to do.
    """
    there = folder
    try:
        while not (there.exists() or there.is_symlink()) and there != there.parent:
            there = there.parent
        if there == folder:
            _refuse(folder)
            if stat.S_IMODE(folder.stat().st_mode) != 0o700:
                _refuse_open(folder)
            with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
                file.write(b"opsdash")
        else:
            Path(tempfile.mkdtemp(prefix=".opsdash-", dir=there)).rmdir()
    except OSError as error:
        raise _problem(error, folder) from error


def _refuse(folder: Path) -> None:
    """Raise for a folder that can never be ours."""
    if not folder.is_dir():
        raise FileExistsError
    if (owner := folder.stat().st_uid) != os.geteuid():
        raise StoreProblem(
            f"{folder} belongs to another user (uid {owner}); run opsdash as that user or choose another store folder."
        )
    if os.statvfs(folder).f_flag & os.ST_RDONLY:
        raise StoreProblem(
            f"Cannot write {folder}: the file system is read-only; choose another store folder or make it writable."
        )


def _problem(error: OSError, folder: Path) -> StoreProblem:
    if isinstance(error, FileExistsError):
        return StoreProblem(f"Cannot use {folder}: a file is in its place; move it or choose another store folder.")
    if isinstance(error, FileNotFoundError):
        return StoreProblem(f"Cannot use {folder}: it cannot be made there; choose another store folder.")
    return problem_of(error, folder, "use")


def _refuse_open(folder: Path) -> None:
    """Raise for a folder that others may enter and that holds anything but store files."""
    others = [found.name for found in folder.iterdir() if not _is_ours(found.name)]
    if others:
        raise StoreProblem(
            f"{folder} holds other files ({min(others)}) and others may enter it; "
            "choose a folder that opsdash has for itself, or make it private with chmod 700."
        )


def _is_ours(name: str) -> bool:
    """Whether `name` is a store file, one kept aside, a temporary one, a lock, a log or the poller's bell."""
    return name.lstrip(".").startswith(_OURS) or name.endswith((".lock", ".log")) or name == "poke"
