"""The polling of all sources: each on its own timetable, one writer to the store, a heartbeat.

After a try the batch goes to the feed first and into health.json second, together with what is remembered for the
next try. A crash between the two costs one full answer.
"""

import asyncio
import contextlib
import logging
import os
import random
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from opsdash import timing
from opsdash.child import POKE_FILE
from opsdash.config import Config
from opsdash.polledsource import PolledSource
from opsdash.snapshot import Health, PollerHealth, SourceHealth, interval
from opsdash.sources.ask import Memory, Outcome, ask
from opsdash.sources.failures import FetchError
from opsdash.sources.http import Fetcher
from opsdash.sources.threads import enough_for_lookups
from opsdash.sources.timetable import next_in
from opsdash.store.feed import Applied, FeedStore
from opsdash.store.health import HealthStore
from opsdash.store.layout import FEED_FILE, HEALTH_FILE
from opsdash.store.problems import StoreProblem
from opsdash.store.standstill import LOCK_FILE

ENDED, FAILED, FAULT, UNUSABLE, MISCONFIGURED = 0, 1, 70, 73, 78
"""Exit codes, see `opsdash.poller`."""

BEAT = 4.0
"""Seconds between two writes of health.json while nothing else happens. A try of a source writes it too."""
LEAST_GAP = 0.25
"""Seconds between two writes of health.json at least: sources that end together share one."""
LOOK, RING_GAP = 0.5, 1.5
"""Seconds between two looks at the bell and the files, and how much longer after the bell was rung."""
SET_BACK = timedelta(seconds=5)
"""A clock that jumps back by more than this was set; by less it was merely corrected."""

log = logging.getLogger("opsdash.poller")
T = TypeVar("T")


class Poller:
    """Polls all sources of a configuration. Whoever makes one holds the lock."""

    def __init__(self, config: Config, child: bool) -> None:
        """Open the store. Raises StoreProblem."""
        self._config = config
        self._zone = config.site.tz
        self._child = child
        self._lock = _seen(config.store / LOCK_FILE)[:2]
        self._feed = FeedStore(config.store, config.site.event, config.history)
        self._store = HealthStore(config.store, config.site.event)
        self._began = self._clock = timing.now()
        self._write_errors: dict[str, str] = {}  # by file: what the log already has
        self._aside = ""  # likewise
        self._say_what_was_kept_aside()
        if 0 < self._feed.generation < self._store.private().get("generation", 0):
            self._feed.renew()
        self._token = self._feed.token
        self._sources = self._restored()
        self._writer = ThreadPoolExecutor(1, "store")  # one thread: one write at a time, in order
        self._news = asyncio.Event()
        self._stop = asyncio.Event()
        self._code = ENDED

    def _restored(self) -> list[PolledSource]:
        """The sources with what an earlier poller knew of them; of another feed only how polling went."""
        private, health = self._store.private(), self._store.read()
        memories = private.get("sources", {}) if private.get("token") == self._token else {}
        found = []
        for spec in self._config.site.sources:
            try:
                memory = msgspec.convert(memories.get(spec.name, {}), Memory)
            except msgspec.ValidationError:  # written by another version
                memory = Memory()
            known = msgspec.structs.replace(health.sources.get(spec.name, SourceHealth()), next=None)
            found.append(PolledSource(spec, memory, known))
        return found

    async def once(self) -> int:
        """Ask every source once."""
        enough_for_lookups(len(self._sources))
        async with Fetcher() as fetcher:
            await self._write(FEED_FILE, self._feed.retain, self._config.site.sources, timing.now())
            await asyncio.gather(*(self._try(fetcher, source) for source in self._sources))
        await self._write_health(alive=False)
        self._writer.shutdown()
        whole = not any(source.health.error or source.health.problems for source in self._sources)
        return ENDED if whole and not self._write_errors else FAILED

    async def serve(self) -> int:
        """Poll until told to stop."""
        enough_for_lookups(len(self._sources))
        with self._signals():
            async with Fetcher() as fetcher:
                with contextlib.suppress(StoreProblem):  # said when the next write fails too
                    await self._write(FEED_FILE, self._feed.retain, self._config.site.sources, timing.now())
                jobs = [asyncio.create_task(self._follow(fetcher, source)) for source in self._sources]
                jobs += [asyncio.create_task(self._beat()), asyncio.create_task(self._look())]
                for job in jobs:
                    job.add_done_callback(self._over)
                await self._stop.wait()
                for job in jobs:
                    job.cancel()
                await asyncio.gather(*jobs, return_exceptions=True)
        for source in self._sources:
            source.health = msgspec.structs.replace(source.health, next=None)
        await self._write_health(alive=False)
        self._writer.shutdown()
        return self._code

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """SIGTERM, SIGINT and SIGHUP end the poller cleanly; so does the end of a parent that holds our stdin."""
        loop = asyncio.get_running_loop()
        ending = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        for number in ending:
            loop.add_signal_handler(number, self._end, f"asked to end ({signal.Signals(number).name})")
        if self._child:
            loop.add_reader(sys.stdin.fileno(), self._parent_says)
        try:
            yield
        finally:
            if self._child:
                loop.remove_reader(sys.stdin.fileno())
            for number in ending:
                loop.remove_signal_handler(number)

    def _parent_says(self) -> None:
        if not os.read(sys.stdin.fileno(), 1024):
            self._end("the viewer that started this poller is gone")

    def _end(self, why: str, code: int = ENDED) -> None:
        if not self._stop.is_set():
            log.info("ending: %s", why)
            self._code = code
            self._stop.set()

    def _over(self, job: asyncio.Task[None]) -> None:
        """A job that a fault ended ends the poller: a source that is never asked again must not look like a quiet one.
        Whoever watches the poller starts the next."""
        if not job.cancelled() and (fault := job.exception()):
            log.error("a fault of opsdash", exc_info=fault)
            self._end("a part of the poller stopped working", FAULT)

    async def _follow(self, fetcher: Fetcher, source: PolledSource) -> None:
        """One source's timetable: the next try is armed when the last has ended, whatever it took."""
        await asyncio.sleep(random.uniform(0, min(0.5, interval(source.spec) / 10)))  # noqa: S311  so that not all ask at once
        while True:
            source.rung.clear()
            wait = await self._try(fetcher, source)
            every = interval(source.spec, source.health)
            delay = next_in(every, source.health.failures, wait, random.random())  # noqa: S311  spreads tries
            due = timing.now() + timedelta(seconds=delay)
            source.health = msgspec.structs.replace(source.health, next=due)
            self._news.set()
            await _either(source.rung, _real(delay))

    async def _try(self, fetcher: Fetcher, source: PolledSource) -> float:
        """Ask once, store what is new, note how it went. Returns the seconds the server asks us to wait."""
        began = timing.now()
        source.forgotten = False
        try:
            outcome = await ask(fetcher, source.spec, source.memory, self._zone, began)
            applied = await self._apply(outcome)
        except FetchError as error:
            source.failed(began, str(error))
            return error.retry_after or 0.0
        except StoreProblem as problem:
            source.said = str(problem)  # by `_write`
            source.failed(began, str(problem))
            return 0.0
        except Exception as error:
            sentence = f"opsdash has a fault with this source ({type(error).__name__}); see its log."
            if sentence != source.said:
                log.exception("%s: a fault of opsdash", source.spec.name)
            source.failed(began, sentence)
            return 0.0
        source.keep(outcome, applied, applied.held if applied else self._feed.held(source.spec.name))
        if outcome.error:
            source.failed(began, outcome.error)
        else:
            source.succeeded(began, outcome)
        return outcome.wait

    async def _apply(self, outcome: Outcome) -> Applied | None:
        """Store what changed; None when nothing did."""
        if outcome.batch is None:
            return None
        applied = await self._write(FEED_FILE, self._feed.apply, outcome.batch, timing.now())
        self._same_feed()
        return applied

    async def _beat(self) -> None:
        """Write health.json after every try, and every few seconds without one; see that the feed is there."""
        while True:
            with contextlib.suppress(StoreProblem, OSError):  # the next answer meets it too, and says so
                await self._in_writer(self._feed.mend, timing.now())
                self._same_feed()
            self._look_at_the_clock()
            await self._write_health(alive=True)
            await asyncio.sleep(LEAST_GAP)
            await _either(self._news, _real(BEAT - LEAST_GAP))
            self._news.clear()

    def _look_at_the_clock(self) -> None:
        """When it was set back, no age is known before each source has answered again: ask them all."""
        now, before = timing.now(), self._clock
        self._clock = now
        if before - now > SET_BACK:
            log.warning(
                "The clock was set back by %s. How old the data is will be known when the sources have answered again; "
                "they are asked now. Look at this machine's clock if that was not meant.",
                timing.span(before - now + timedelta(seconds=BEAT)),  # the last look was up to so long ago
            )
            self._ring()

    async def _look(self) -> None:
        """Look at the bell, whether our lock file is still the one in the folder, and whether the feed is another."""
        bell, feed = self._config.store / POKE_FILE, self._config.store / FEED_FILE
        rung = _seen(bell)
        known: tuple[int, int, int] | None = None
        while True:
            await asyncio.sleep(LOOK)
            if self._ousted():
                self._end("the store folder was taken away, replaced or closed to this user", UNUSABLE)
                return
            if (now := _seen(bell)) != rung:
                rung = now
                log.info("asked to poll now")
                self._ring()
                await asyncio.sleep(RING_GAP)
            if (now := _seen(feed)) != known:
                known = now
                self._news.set()

    def _ring(self) -> None:
        for source in self._sources:
            source.rung.set()

    def _say_what_was_kept_aside(self) -> None:
        """In the log, once for each file that had to be."""
        aside = " ".join(filter(None, (self._feed.trouble, self._store.trouble)))
        if aside != self._aside:
            log.warning("%s", aside)
        self._aside = aside

    def _same_feed(self) -> None:
        """When the feed is another one now, ask for all that sources said before again in full."""
        if self._feed.token == self._token:
            return
        self._token = self._feed.token
        for source in self._sources:
            source.forget()
        self._ring()

    async def _write_health(self, alive: bool) -> None:
        now = timing.now()
        health = Health(
            poller=PollerHealth(pid=os.getpid(), started=self._began, beat=now, pace=timing.pace()) if alive else None,
            sources={source.spec.name: source.health for source in self._sources},
        )
        memories = {source.spec.name: msgspec.to_builtins(source.memory) for source in self._sources}
        with contextlib.suppress(StoreProblem):
            kept = {"token": self._token, "generation": self._feed.generation, "sources": memories}
            await self._write(HEALTH_FILE, self._store.write, health, kept)

    async def _write(self, file: str, function: Callable[..., T], *arguments: Any) -> T:
        """Call a function of the store that writes `file`, in its thread. A write that began is ended even if we are
        told to stop.

        Raises StoreProblem, said once in the log until a write of this file succeeds.
        """
        try:
            result = await self._in_writer(function, *arguments)
        except (StoreProblem, OSError) as error:
            problem = error if isinstance(error, StoreProblem) else StoreProblem(f"The store cannot be used: {error}.")
            if str(problem) != self._write_errors.get(file):
                log.error("%s", problem)
            self._write_errors[file] = str(problem)
            raise problem from error
        if mended := self._write_errors.pop(file, ""):  # told once more: a log on a full disk was not written either
            log.info("%s can be written again; what was wrong: %s", file, mended)
        self._say_what_was_kept_aside()
        return result

    async def _in_writer(self, function: Callable[..., T], *arguments: Any) -> T:
        """Call it in the store's thread. Raises StoreProblem when the folder there now is not the one we locked: it
        may be another poller's."""

        def work() -> T:
            if self._ousted():
                raise StoreProblem(
                    f"{self._config.store} was taken away, replaced or closed to this user while polling."
                )
            return function(*arguments)

        return await asyncio.get_running_loop().run_in_executor(self._writer, work)

    def _ousted(self) -> bool:
        return _seen(self._config.store / LOCK_FILE)[:2] != self._lock


def _seen(path: Path) -> tuple[int, int, int]:
    """Device, inode and time of a file; zeros when it is not there."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0, 0
    return status.st_dev, status.st_ino, status.st_mtime_ns


def _real(seconds: float) -> float:
    """Real seconds for seconds of a clock that may run faster."""
    return max(seconds / timing.pace(), 0.1)


async def _either(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event, but not for ever. (asyncio.wait_for of Python 3.11 can swallow a cancellation.)"""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
