"""The poller: asks every source on its own timetable and hands what it says to the store.

One for each store: it works only while it holds the lock `poller.lock` in the store's folder. It is the only code
that opens the network and the only writer of feed.json and health.json.

Exit codes: 0 ended as asked (or `--once` and every source answered), 1 `--once` and a source failed, 70 a fault of
opsdash, 73 the store cannot be used, 75 another poller is at work, 78 the machine's proxy setting cannot be used.
"""

import asyncio
import logging
import logging.handlers
import os
import select
import sys
import threading
from pathlib import Path
from typing import TextIO

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


class Unhurried(logging.StreamHandler[TextIO]):
    """Lines to standard error but for what nobody reads: a pipe that is full, or a terminal that stands still, must not
    stop the polling."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self._ready = select.poll()
        self._ready.register(STDERR, select.POLLOUT)
        self._left_out = 0

    def emit(self, record: logging.LogRecord) -> None:
        if self._ready.poll(0):
            super().emit(record)
        else:
            self._left_out += 1

    def format(self, record: logging.LogRecord) -> str:
        before, self._left_out = self._left_out, 0
        note = f"({before} lines that nobody read are left out here)\n" if before else ""
        return note + super().format(record)


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
    if folder is None:
        handler: logging.Handler = Unhurried()
    else:
        handler = logging.handlers.RotatingFileHandler(
            folder / LOG_FILE, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8"
        )
        handler.namer = lambda _: str(folder / OLD_LOG_FILE)
    handler.setFormatter(Narration())
    return handler
