"""The poller: asks every source on its own timetable and hands what it says to the store.

One for each store: it works only while it holds the lock `poller.lock` in the store's folder. It is the only code
that opens the network and the only writer of feed.json and health.json.

Exit codes: 0 ended as asked (or `--once` and every source read whole), 1 `--once` and one was not, 70 a fault of
opsdash, 73 the store cannot be used, 75 another poller is at work, 78 the machine's proxy setting cannot be used.
"""

import asyncio
import contextlib
import logging
import logging.handlers
import os
import queue
import select
import sys
import threading
from pathlib import Path

import filelock

from opsdash import timing
from opsdash.child import BUSY, LOG_BYTES, LOG_FILE, OLD_LOG_FILE
from opsdash.config import Config
from opsdash.narration import Narration
from opsdash.polling import MISCONFIGURED, UNUSABLE, Poller, log
from opsdash.sources.failures import FetchError
from opsdash.store.folder import prepare
from opsdash.store.problems import StoreProblem
from opsdash.store.reader import StoreReader
from opsdash.store.standstill import LOCK_FILE

STDERR = 2
MOST_WAITING = 1000
"""Lines that wait for somebody to read them."""
LAST_WORDS = 1.0
"""Seconds that the end waits for them to be read."""


class Unhurried(logging.Handler):
    """Lines to standard error, written by a thread of its own: a pipe that is full, or a terminal that stands still,
    must not stop the polling. What nobody reads waits for a while, the rest is counted."""

    def __init__(self, descriptor: int = STDERR) -> None:
        super().__init__()
        self._descriptor = descriptor
        self._waiting: queue.Queue[str | None] = queue.Queue(MOST_WAITING)
        self._left_out = 0
        self._writer = threading.Thread(target=self._write, name="narration", daemon=True)
        self._writer.start()

    def emit(self, record: logging.LogRecord) -> None:
        note = f"({self._left_out} lines that nobody read are left out here)\n" if self._left_out else ""
        try:
            self._waiting.put_nowait(f"{note}{self.format(record)}\n")
            self._left_out = 0
        except queue.Full:
            self._left_out += 1
        except Exception:  # a record that cannot be put together, as in every handler of logging
            self.handleError(record)

    def close(self) -> None:
        """Wait for the last lines to be written, for `LAST_WORDS` seconds if nobody reads them."""
        with contextlib.suppress(queue.Full):
            self._waiting.put(None, timeout=LAST_WORDS)
            self._writer.join(LAST_WORDS)
        super().close()

    def _write(self) -> None:
        """Past `sys.stderr`, whose lock a thread that stands still would hold until the process ends."""
        while line := self._waiting.get():
            left = line.encode("utf-8", "backslashreplace")
            with contextlib.suppress(OSError):  # nobody is there any more
                while left:
                    select.select([], [self._descriptor], [])  # whoever shares it may have it non-blocking
                    left = left[os.write(self._descriptor, left) :]


def poll(config: Config, *, once: bool = False, child: bool = False) -> int:
    """Run the poller; narration goes to stderr, a child's to `poller.log`. Returns the exit code."""
    os.umask(0o077)
    try:
        prepare(config.store)
        handler = _narrator(config.store if child else None)
    except StoreProblem as problem:
        print(f"opsdash: {problem}", file=sys.stderr)  # noqa: T201  there is nowhere to log to yet
        return UNUSABLE
    logging.getLogger().addHandler(handler)  # of libraries too, and their warnings
    logging.captureWarnings(True)
    log.setLevel(logging.INFO)
    try:
        code = _locked(config, once, child)
    finally:
        logging.captureWarnings(False)
        logging.getLogger().removeHandler(handler)
        handler.close()
    if not once and threading.active_count() > 1:
        os._exit(code)  # a name lookup or a huge body in a thread must not hold up the end
    return code


def _locked(config: Config, once: bool, child: bool) -> int:
    """Take the lock, work, give it back. A viewer's look at the lock is over long before the second is."""
    lock = filelock.FileLock(config.store / LOCK_FILE, timeout=1.0, mode=0o600, fallback_to_soft=False)
    try:
        lock.acquire()
    except filelock.Timeout:
        if not child:
            log.error("%s", _who(config))
        return BUSY
    except OSError as error:
        log.error("The lock %s cannot be taken: %s.", config.store / LOCK_FILE, error.strerror or error)
        return UNUSABLE
    try:
        return _run(config, once, child)
    except StoreProblem as problem:
        log.error("%s", problem)
        return UNUSABLE
    except FetchError as problem:
        log.error("%s", problem)
        return MISCONFIGURED
    finally:
        lock.release()


def _run(config: Config, once: bool, child: bool) -> int:
    """Like asyncio.run, but without waiting for threads that are still at it."""
    loop = asyncio.new_event_loop()
    try:
        asyncio.set_event_loop(loop)
        return loop.run_until_complete(_work(config, once, child))
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        asyncio.set_event_loop(None)
        loop.close()


async def _work(config: Config, once: bool, child: bool) -> int:
    poller = Poller(config, child)
    if not config.site.sources:
        log.warning("No source is configured in %s: there is nothing to ask.", config.path)
    log.info("polling %d sources for %s into %s", len(config.site.sources), config.site.event, config.store)
    return await (poller.once() if once else poller.serve())


def _who(config: Config) -> str:
    """Who holds the lock, as far as health.json tells."""
    reader = StoreReader(config.store, config.site)
    reader.refresh()
    holder = reader.snapshot.health.poller
    since = (
        f", process {holder.pid}, since {timing.clock(holder.started, config.site.tz, timing.now())}," if holder else ""
    )
    return f"Another poller{since} already polls for {config.store}; nothing was done."


def _narrator(folder: Path | None) -> logging.Handler:
    """Lines to stderr, or to the bounded log of a child in `folder`."""
    handler: logging.Handler
    if folder is None:  # without standard error its number may be any file's
        handler = Unhurried() if sys.__stderr__ else logging.NullHandler()
    else:
        handler = logging.handlers.RotatingFileHandler(
            folder / LOG_FILE, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8"
        )
        handler.namer = lambda _: str(folder / OLD_LOG_FILE)
    handler.setFormatter(Narration())
    return handler
