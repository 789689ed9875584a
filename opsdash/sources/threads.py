"""Threads for work on answers. asyncio's own ones look names up, and a name server that is dead holds all of them
for half a minute: what a source with an address says would wait for that."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

_WORKERS = ThreadPoolExecutor(4, "answers")


async def in_thread(function: Callable[..., T], *arguments: object) -> T:
    """What `function` returns or raises, in a thread, so that it holds up no other source."""
    return await asyncio.get_running_loop().run_in_executor(_WORKERS, function, *arguments)


def enough_for_lookups(sources: int) -> None:
    """Give the running loop threads enough for the names of so many sources. Each try of a source may leave one
    behind that still waits for its name server; they are made as they are needed."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(min(256, 16 + 16 * sources), "lookup"))
