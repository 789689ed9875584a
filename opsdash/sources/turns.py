"""Turns at a host: its sources ask one after the other, so that one connection does for all of them.

A request that hangs gives its turn away after a moment: it must not hold up what the same host still answers.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager

PATIENCE = 2.0
"""Seconds after which the next one no longer waits for an answer that does not come."""


class Turns:
    """The turns of one client at all hosts."""

    def __init__(self) -> None:
        self._locks: dict[Hashable, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def of(self, host: Hashable) -> AsyncIterator[None]:
        """Waits for a turn at `host`, and has it for `PATIENCE` at most."""
        lock = self._locks[host]
        await lock.acquire()
        had = True

        def give() -> None:
            nonlocal had
            if had:
                had = False
                lock.release()

        later = asyncio.get_running_loop().call_later(PATIENCE, give)
        try:
            yield
        finally:
            later.cancel()
            give()
