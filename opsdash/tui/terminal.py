"""The terminal going away, and being asked to end."""

import asyncio
import select
import signal
import sys
from collections.abc import Callable


def on_end(end: Callable[[], None]) -> None:
    """Have `end` called on SIGHUP and SIGTERM, in the running loop, so that the terminal is put back in order."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGHUP, signal.SIGTERM):
        loop.add_signal_handler(number, end)


def is_gone() -> bool:
    """Whether the terminal on standard input has hung up.

    Where SIGHUP is ignored (nohup) nobody says so, and reading an ended terminal in a loop would burn a core.
    """
    try:
        poll = select.poll()
        poll.register(sys.__stdin__ or 0, select.POLLHUP)
        return any(what & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, what in poll.poll(0))
    except (OSError, ValueError):
        return True
