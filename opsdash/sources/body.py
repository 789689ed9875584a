"""A body read within bounds: so many bytes after decompression, and never much more than that in memory.

httpx inflates a whole network chunk at once, which turns 200 kB into 200 MB before anybody can count; zlib with
a bound on its output does not. Of many sources with large answers only a few are read at a time.
"""

import asyncio
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from typing import NoReturn

from opsdash.sources.failures import FetchError

_GZIP_OR_ZLIB = 47
"""zlib's wbits that recognises both headers."""
ENCODINGS = {"": False, "identity": False, "gzip": True, "x-gzip": True, "deflate": True}
"""Content-Encodings we read, and whether they are compressed."""


SMALL = 1_000_000
"""A body over so many bytes is a large one."""
LARGE_AT_ONCE = 2
"""Large bodies that a poller reads at a time: with a cap of 20 MB each, ten at once would be 200 MB."""
PIECE = 256 * 1024
"""Bytes unpacked in one go."""


class Body:
    """Collects a body of at most `limit` bytes. Raises FetchError for what cannot be one."""

    def __init__(self, host: str, encoding: str, limit: int, turn: asyncio.Semaphore) -> None:
        """`turn` is what a large body waits for."""
        encoding = encoding.strip().lower()
        if encoding not in ENCODINGS:
            raise FetchError(f"{host} packs its answer in a way we did not ask for ({encoding}).")
        self._host = host
        self._limit = limit
        self._packed = ENCODINGS[encoding]
        self._turn = turn
        self._unpack = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._parts: list[bytes] = []
        self._size = 0

    async def read(self, chunks: AsyncIterator[bytes]) -> bytes:
        """The whole body."""
        try:
            async with AsyncExitStack() as large:
                async for chunk in chunks:
                    for part in self._unpacked(chunk) if self._packed else (chunk,):
                        before = self._size
                        self._add(part)
                        if before <= SMALL < self._size:
                            await large.enter_async_context(self._turn)
                if self._packed and self._size and not self._unpack.eof:
                    raise FetchError(f"{self._host} broke off its answer; opsdash goes on trying.")
                return b"".join(self._parts)
        finally:
            self._parts.clear()  # an error remembers where it came from, and would keep all that was read

    def _unpacked(self, chunk: bytes) -> Iterator[bytes]:
        try:
            while chunk:
                if self._unpack.eof:  # a gzip file may have several members, and zeros behind the last
                    chunk = chunk.lstrip(b"\0")
                    if not chunk:
                        return
                    self._unpack = zlib.decompressobj(_GZIP_OR_ZLIB)
                yield self._unpack.decompress(chunk, PIECE)
                chunk = self._unpack.unconsumed_tail or self._unpack.unused_data
        except zlib.error:
            raise FetchError(f"{self._host} sent an answer that cannot be unpacked: tell its owner.") from None

    def _add(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._limit:
            too_large(self._host, self._limit)
        self._parts.append(part)


def too_large(host: str, limit: int) -> NoReturn:
    """Raise the error for a body over `limit`."""
    raise FetchError(f"{host} sends more than {limit:,} bytes: if that is right, raise max_bytes for this source.")
