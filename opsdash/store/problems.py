"""What goes wrong with the store's files, in sentences a person can act on."""

import errno
from pathlib import Path


class StoreProblem(Exception):
    """A store file or its folder cannot be used; the text names it and says what to do."""


class Unreadable(StoreProblem):
    """A file that is none of ours or damaged: the writer keeps it aside and begins a new one."""


class Refused(StoreProblem):
    """A good file that is not for us (a newer format, another event): never moved, never overwritten."""


_REMEDIES = {
    errno.ENOSPC: "the disk is full; free some space, opsdash tries again by itself",
    errno.EDQUOT: "your disk quota is used up; free some space, opsdash tries again by itself",
    errno.EFBIG: "it may not grow any further (a file size limit, see `ulimit -f`); raise the limit",
    errno.EROFS: "the file system is read-only; choose another store folder or make it writable",
    errno.EACCES: "permission denied; run opsdash as the user who owns it, or choose another store folder",
    errno.EPERM: "permission denied; run opsdash as the user who owns it, or choose another store folder",
    errno.ENOENT: "the folder is gone; make it again or start opsdash anew",
    errno.ENOTDIR: "a file is where the folder should be; move that file away or choose another store folder",
    errno.EISDIR: "a folder is where the file should be; move that folder away",
    errno.EIO: "the disk reports an error; check the disk, and choose another store folder until then",
    errno.EMFILE: "too many files are open; restart opsdash, and raise the limit (`ulimit -n`) if it comes back",
}


def problem_of(error: OSError, path: Path, doing: str) -> StoreProblem:
    """`error`, met while `doing` ("write", "read") the file or folder `path`, as a sentence."""
    remedy = _REMEDIES.get(error.errno or 0, f"{error.strerror or error}; check the folder and the disk")
    return StoreProblem(f"Cannot {doing} {path}: {remedy}.")
