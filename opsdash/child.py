"""The poller as a viewer's child, and what viewer and poller share: file names, the bell.

The viewer holds the write end of a pipe that is the child's standard input. When the viewer goes, however it
goes, the kernel closes that end; the child reads the end of file and ends. (PR_SET_PDEATHSIG would fire when the
*thread* that started the child ends, which for a viewer's worker thread is at once.)

That no two pollers run rests on one thing alone: a poller works only while it holds the file lock. What a
viewer does here is a look whether starting one is worth while; should two viewers start one at a time, one of the
two finds the lock taken and ends.

This module imports nothing that opens the network, and little at all: every viewer loads it.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

from opsdash.store.folder import prepare
from opsdash.store.problems import StoreProblem
from opsdash.store.standstill import poller_runs
from opsdash.timing import monotonic

LOG_FILE, OLD_LOG_FILE, POKE_FILE = "poller.log", "poller.old.log", "poke"
"""In the store's folder: the log of a poller that a viewer started, the bell."""
LOG_BYTES = 256_000
"""A log longer than this becomes the old log."""
BUSY = 75
"""Exit code of a poller that found another one at work (EX_TEMPFAIL of sysexits.h)."""
SHORT_LIFE, LONGEST_PAUSE = 10.0, 30.0
"""A child that lived less than so many seconds is started again after a pause that grows up to the second."""


def request_poll(folder: Path) -> None:
    """Ask the poller, whichever process it is, to ask all its sources now. Raises OSError."""
    bell = folder / POKE_FILE
    bell.touch(mode=0o600)
    os.utime(bell)


class PollerChild:
    """Keeps a poller running as long as this process lives: its own, or somebody else's."""

    def __init__(self, config: Path, folder: Path) -> None:
        """Nothing is started yet.

        Args:
            config: the configuration file. folder: the store's, as that configuration names it.
        """
        self._config = config.resolve()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._born = 0.0
        self._pause = 0.0

    @property
    def pid(self) -> int | None:
        """The process id of our own child; None while there is none."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def ensure(self) -> str:
        """Start a poller when none runs; call it about every two seconds.

        Returns a sentence when the child cannot be kept alive, to be shown; "" when all is well. Never blocks.
        """
        if self.pid:
            return ""
        failed = self._buried()
        if poller_runs(self._folder):
            self._pause = 0.0
            return ""
        if monotonic() < self._born + self._pause:
            return failed
        try:
            self._start()
        except StoreProblem as problem:
            return str(problem)
        except OSError as error:
            return f"No poller can be started: {error.strerror or error}."
        return failed

    def stop(self, patience: float = 5.0) -> None:
        """End our own child, if there is one, and wait for it; after `patience` seconds it is killed."""
        if not (process := self._process):
            return
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._process = None

    def _start(self) -> None:
        prepare(self._folder)  # before the log is opened there: others could have put a link in its place
        # -P: nothing is imported from the folder it runs in.
        command = [sys.executable, "-P", "-m", "opsdash", "poll", "--child", "--config", str(self._config)]
        with self._log() as log:
            self._process = subprocess.Popen(  # noqa: S603  our own interpreter and module
                command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self._folder,  # so that a viewer's folder can be unmounted
                start_new_session=True,  # what the terminal signals is meant for the viewer
            )
        self._born = monotonic()

    def _buried(self) -> str:
        """See to a child that has ended; says so when it ended soon and on its own account."""
        if not self._process:
            return ""
        process, self._process = self._process, None
        if process.stdin:
            process.stdin.close()
        if process.returncode == BUSY or monotonic() - self._born >= SHORT_LIFE:
            self._pause = 0.0
            return ""
        self._pause = min(max(2.0, self._pause * 2), LONGEST_PAUSE)
        return f"The poller ended with code {process.returncode}; see {self._folder / LOG_FILE}."

    def _log(self) -> IO[bytes]:
        path = self._folder / LOG_FILE
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(self._folder / OLD_LOG_FILE)
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")
