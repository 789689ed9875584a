"""A program on a real pseudo-terminal, seen through a terminal emulator."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

from tests.environment import impersonal

KEYS = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "pgdn": "\x1b[6~", "end": "\x1b[F", "home": "\x1b[H",
}  # fmt: skip


class Terminal:
    """Starts `command` on a terminal of `cells` by `lines`; use as a context manager.

    Attributes:
        written: bytes the program wrote so far. output: those bytes. status: its exit status once it ended.
    """

    def __init__(self, command: list[str], cells: int = 80, lines: int = 24, env: dict[str, str] | None = None) -> None:
        self._screen = pyte.Screen(cells, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.output = b""
        self.status: int | None = None
        environment = {**impersonal(os.environ), "COLORTERM": "truecolor", **(env or {})}
        size = struct.pack("HHHH", lines, cells, 0, 0)
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.chdir(Path(__file__).parents[2])
            os.execve(command[0], command, environment)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self._fd >= 0:
            os.close(self._fd)

    @property
    def written(self) -> int:
        return len(self.output)

    @property
    def text(self) -> str:
        """The screen's lines."""
        return "\n".join(self._lines())

    def line_with(self, text: str) -> str:
        """The first line that holds `text`, "" without one."""
        return next((line for line in self._lines() if text in line), "")

    def _lines(self) -> list[str]:
        """As pyte's `display`, which fails on the second half of a wide character whose first was painted over.

        Such a half is there while a frame has come in part.
        """
        screen = self._screen
        cells = range(screen.columns)
        return ["".join(screen.buffer[line][cell].data for cell in cells) for line in range(screen.lines)]

    def read(self, seconds: float) -> bool:
        """Take in what the program writes within `seconds`; False when it has closed the terminal."""
        if not select.select([self._fd], [], [], seconds)[0]:
            return True
        try:
            found = os.read(self._fd, 1 << 16)
        except OSError:  # Linux says so when the last holder of the other end is gone
            return False
        self.output += found
        self._stream.feed(found)
        return bool(found)

    def wait_for(self, text: str, seconds: float = 20.0) -> None:
        """Wait until the screen shows `text`."""
        self._wait(lambda: text in self.text, f"{text!r} on the screen", seconds)

    def wait_gone(self, text: str, seconds: float = 20.0) -> None:
        """Wait until the screen no longer shows `text`."""
        self._wait(lambda: text not in self.text, f"no {text!r} on the screen", seconds)

    def _wait(self, condition: Callable[[], bool], what: str, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            alive = self.read(0.1)
            if time.monotonic() > deadline or not alive:
                raise AssertionError(f"still waiting for {what} after {seconds} s:\n{self.text}")

    def press(self, *keys: str) -> None:
        """Press keys: a name in KEYS, or text."""
        for key in keys:
            os.write(self._fd, KEYS.get(key, key).encode())

    def settle(self, quiet: float = 1.2) -> None:
        """Wait until nothing was written for `quiet` seconds (one tick of the app and some)."""
        last = time.monotonic()
        while time.monotonic() - last < quiet:
            before = self.written
            self.read(0.1)
            if self.written != before:
                last = time.monotonic()

    def hang_up(self) -> None:
        """Close our end: the terminal is gone."""
        os.close(self._fd)
        self._fd = -1

    def wait_end(self, seconds: float = 10.0) -> int:
        """The exit code, minus the signal's number when one ended it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
                while self._fd >= 0 and select.select([self._fd], [], [], 0)[0] and self.read(0):
                    pass  # what it wrote last
                return self.status
            if self._fd >= 0:
                self.read(0.05)
        raise AssertionError(f"still running after {seconds} s:\n{self.text}")
