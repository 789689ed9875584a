"""The store's folder: made, and checked, before anything is written to it."""

import os
import stat
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
        status = folder.stat()
        if status.st_uid != os.geteuid():
            raise StoreProblem(
                f"{folder} belongs to another user (uid {status.st_uid}); "
                "run opsdash as that user or choose another store folder."
            )
        if os.statvfs(folder).f_flag & os.ST_RDONLY:
            raise StoreProblem(
                f"Cannot write {folder}: the file system is read-only; choose another store folder or make it writable."
            )
        if stat.S_IMODE(status.st_mode) != 0o700:
            _close(folder)
    except FileExistsError:
        raise StoreProblem(
            f"Cannot use {folder}: a file is in its place; move it or choose another store folder."
        ) from None
    except OSError as error:
        raise problem_of(error, folder, "use") from error


def _close(folder: Path) -> None:
    """Give a folder of store files mode 0700; refuse one that holds anything else."""
    others = [found.name for found in folder.iterdir() if not _is_ours(found.name)]
    if others:
        raise StoreProblem(
            f"{folder} holds other files ({min(others)}) and others may enter it; "
            "choose a folder that opsdash has for itself, or make it private with chmod 700."
        )
    folder.chmod(0o700)


def _is_ours(name: str) -> bool:
    """Whether `name` is a store file, one kept aside, a temporary one, a lock, a log or the poller's bell."""
    return name.lstrip(".").startswith(_OURS) or name.endswith((".lock", ".log")) or name == "poke"
