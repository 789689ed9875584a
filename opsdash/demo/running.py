"""The demo that runs on this machine, for whoever asks about it from another terminal."""

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from opsdash import timing
from opsdash.config import FILE_NAME
from opsdash.configcheck import ConfigProblem

FOLDER_PREFIX = "opsdash-demo-"
"""How the demo's temporary folders are called: nothing else is ever swept."""
CLOCK_FILE = "clock"
"""In that folder, written last: the demo's OPSDASH_CLOCK, empty where it goes by the machine's."""


def announce(folder: Path) -> None:
    """Let the demo in `folder`, whose configuration is there, be found."""
    (folder / CLOCK_FILE).write_text(os.environ.get(timing.CLOCK_VARIABLE, ""), encoding="utf-8")


def follow() -> Path:
    """The configuration of the demo that was started last; its clock is this process's from now on.

    Only the user's own demos are looked at. Raises ConfigProblem when none runs.
    """
    for _, folder in sorted(_folders(), reverse=True):
        try:
            clock = (folder / CLOCK_FILE).read_text(encoding="utf-8")
        except OSError:  # it has just ended
            continue
        os.environ.pop(timing.CLOCK_VARIABLE, None)
        if clock:
            os.environ[timing.CLOCK_VARIABLE] = clock
        return folder / FILE_NAME
    raise ConfigProblem("--demo: no demo of yours runs on this machine; start one in another terminal: opsdash demo")


def _folders() -> Iterator[tuple[float, Path]]:
    """The folders of our demos, each with when it was announced. The temporary folder is anybody's."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}*"):
        try:
            itself, announced = folder.lstat(), (folder / CLOCK_FILE).stat().st_mtime
        except OSError:
            continue
        if stat.S_ISDIR(itself.st_mode) and itself.st_uid == os.geteuid():
            yield announced, folder
