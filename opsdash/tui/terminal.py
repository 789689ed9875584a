"""The terminal going away, and being asked to end."""

import asyncio
import base64
import contextlib
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from typing import NoReturn

HUNG_UP = 128 + signal.SIGHUP
"""Exit code when the terminal is gone, as a shell would give it."""
GRACE = 2.0
"""Seconds the app has to end by itself once the terminal is gone."""


def on_end(end: Callable[[], None]) -> None:
    """Have `end` called on SIGHUP and SIGTERM, in the running loop, so that the terminal is put back in order."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGHUP, signal.SIGTERM):
        loop.add_signal_handler(number, end)


_hung_up = threading.Event()


def is_gone() -> bool:
    """Whether the terminal on standard input has hung up. Where SIGHUP is ignored (nohup) nobody says so."""
    if _hung_up.is_set():
        return True
    try:
        poll = select.poll()
        poll.register(sys.__stdin__ or 0, select.POLLHUP)
        return any(what & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, what in poll.poll(0))
    except (OSError, ValueError):
        return True


def end_when_gone() -> None:
    """See to it from a thread that the process ends when the terminal hangs up, whatever the app is doing.

    A terminal that stands still (a frozen ssh client) fills up, and the app then waits for Textual's writing thread.
    When the terminal goes that thread dies of it, and the app would wait for ever: no signal reaches its loop.
    """

    def watch() -> None:
        poll = select.poll()
        poll.register(sys.__stdin__ or 0, 0)
        poll.poll()  # a hang-up is always told
        _hung_up.set()
        _read_nothing()
        threading.Event().wait(GRACE)
        leave()

    threading.Thread(target=watch, name="hang-up", daemon=True).start()


def _read_nothing() -> None:
    """Put a pipe on which nothing comes in the place of standard input: Textual's reading thread (8.2.8) reads a
    terminal that has hung up in a loop, and would burn a core for as long as the end takes."""
    with contextlib.suppress(OSError):  # no more files can be opened: then it burns
        silent, _ = os.pipe()  # its other end stays open
        os.dup2(silent, sys.__stdin__.fileno() if sys.__stdin__ else 0, inheritable=False)


def fills_what_it_erases() -> bool:
    """Whether the terminal gives erased cells the ground of the pen, as terminals do but for GNU screen (whose name
    tmux goes by as well)."""
    return not os.environ.get("TERM", "").startswith("screen")


def osc52(text: str) -> str:
    """The escape sequence that asks a terminal to put `text` on its clipboard (xterm's control sequences, OSC 52)."""
    return f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\a"


def past_tmux(sequence: str) -> str:
    """`sequence` wrapped so that tmux hands it to the terminal around it (tmux(1), allow-passthrough)."""
    return f"\x1bPtmux;{sequence.replace(chr(27), chr(27) * 2)}\x1b\\"


def leave() -> NoReturn:
    """End at once, with no terminal left to put in order.

    Textual would write its farewell to a thread that has died of writing to the lost terminal, and wait for
    it for ever: the kernel sends SIGCONT with SIGHUP, and Textual resumes on it (8.2.8).
    """
    os._exit(HUNG_UP)
