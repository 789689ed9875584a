"""Why nothing new is being stored, as far as a viewer can tell: a poller that cannot write cannot say so in a file."""

import errno
import fcntl
import os
from datetime import datetime, timedelta
from math import inf
from pathlib import Path
from zoneinfo import ZoneInfo

from opsdash import timing
from opsdash.snapshot import PollerHealth
from opsdash.store.layout import DESK_FILE, FEED_FILE, HEALTH_FILE
from opsdash.store.problems import problem_of
from opsdash.timing import clock

LOCK_FILE = "poller.lock"
"""In the store's folder; a poller works only while it holds it."""

QUIET = timedelta(seconds=9)
"""A poller writes its heartbeat every four seconds: after two that did not come a viewer looks why."""
SILENT = timedelta(seconds=15)
"""After this the poller is said to be stuck, also where nothing is seen that stands in its way."""


class Pulse:
    """The poller's heartbeats, as one viewer has seen them."""

    def __init__(self, folder: Path, zone: ZoneInfo) -> None:
        self._folder = folder
        self._zone = zone
        self._looked = False
        self._beat: datetime | None = None
        self._came = 0.0

    def standstill(self, heart: PollerHealth | None, now: datetime) -> str:
        """Why the poller whose last heartbeat is `heart` writes nothing, a sentence; "" when it does, when it ended in
        good order, and when it is gone, though another may have begun and not said so yet."""
        quiet = self._quiet(heart, now)
        if heart is None or quiet < QUIET or not poller_runs(self._folder) or not _lives(heart.pid):
            return ""
        if found := _in_the_way(self._folder):
            return str(problem_of(OSError(found, ""), self._folder, "write"))
        if quiet < SILENT:
            return ""
        since = clock(heart.beat, self._zone, now)
        return (
            f"The poller (process {heart.pid}) runs but has stored nothing since {since}: see its log, "
            f"and restart it. The store is {self._folder}."
        )

    def _quiet(self, heart: PollerHealth | None, now: datetime) -> timedelta:
        """How long ago the heart beat last, in real time.

        By the clock, but not longer than this viewer has seen that heartbeat while the machine was awake: a clock that
        was set forward, or a lid that was closed, is no silence. The first one it sees may be as old as it says.
        """
        beat = heart.beat if heart else None
        if beat != self._beat:
            self._beat, self._came = beat, timing.monotonic() if self._looked else -inf
        self._looked = True
        if heart is None:
            return timedelta()
        by_clock = (now - heart.beat) / max(1.0, heart.pace)  # on a clock that runs faster it beats in real time
        seen = timing.monotonic() - self._came
        return by_clock if seen == inf else min(by_clock, timedelta(seconds=seen))


def _lives(pid: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True  # it is another user's
    except (ProcessLookupError, OverflowError):
        return False
    return pid > 0


def poller_runs(folder: Path) -> bool:
    """Whether a poller holds the lock.

    Looks by taking the lock as one of many readers for a moment. A poller that starts in that very moment waits
    longer than it lasts, and two viewers may look at the same time.
    """
    try:
        with (folder / LOCK_FILE).open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            fcntl.flock(file, fcntl.LOCK_UN)
            return False
    except OSError:
        return False


def _in_the_way(folder: Path) -> int:
    """The error that a write to `folder` meets, by what the file system says of itself; 0 when none is seen."""
    try:
        found = os.statvfs(folder)
        need = max((_size(folder / name) for name in (FEED_FILE, HEALTH_FILE, DESK_FILE)), default=0)
    except OSError as error:
        return error.errno or errno.EIO
    if found.f_flag & os.ST_RDONLY:
        return errno.EROFS
    blocks, files = (found.f_bfree, found.f_ffree) if os.geteuid() == 0 else (found.f_bavail, found.f_favail)
    if blocks * found.f_frsize <= need or (found.f_files and not files):  # each write is a whole new file
        return errno.ENOSPC
    return 0 if os.access(folder, os.W_OK | os.X_OK) else errno.EACCES


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
