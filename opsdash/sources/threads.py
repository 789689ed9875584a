"""Threads for work on answers, for files, and for names: each has its own. A name server that is dead holds those that
look names up for half a minute, a file on a network drive that is gone holds its reader for ever; what the other
sources say must not wait for that."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

_WORKERS = ThreadPoolExecutor(4, "answers")
_READERS = ThreadPoolExecutor(4, "files")
MOST_LOOKUPS = 256
"""Threads that look names up, at most; the shipped systemd unit allows for them."""


async def in_thread(function: Callable[..., T], *arguments: object) -> T:
    """What `function` returns or raises, in a thread, so that it holds up no other source. For what comes to an end."""
    return await asyncio.get_running_loop().run_in_executor(_WORKERS, function, *arguments)


async def from_disk(function: Callable[..., T], *arguments: object) -> T:
    """The same for a function that reads a file, which may never come to an end: bound the wait."""
    return await asyncio.get_running_loop().run_in_executor(_READERS, function, *arguments)


def enough_for_lookups(sources: int) -> None:
    """Give the running loop threads enough for the names of so many sources. Each try of a source may leave one
    behind that still waits for its name server; they are made as they are needed."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(min(MOST_LOOKUPS, 16 + 16 * sources), "lookup"))
