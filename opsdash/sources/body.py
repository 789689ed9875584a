"""A body read within bounds: so many bytes after decompression, and never much more than that in memory.

httpx inflates a whole network chunk at once, which turns 200 kB into 200 MB before anybody can count; zlib with
a bound on its output does not.
"""

import zlib
from collections.abc import AsyncIterator
from typing import NoReturn

from opsdash.sources.failures import FetchError

_GZIP_OR_ZLIB = 47
"""zlib's wbits that recognises both headers."""
ENCODINGS = {"": False, "identity": False, "gzip": True, "x-gzip": True, "deflate": True}
"""Content-Encodings we read, and whether they are compressed."""


class Body:
    """Collects a body of at most `limit` bytes. Raises FetchError for what cannot be one."""

    def __init__(self, host: str, encoding: str, limit: int) -> None:
        encoding = encoding.strip().lower()
        if encoding not in ENCODINGS:
            raise FetchError(f"{host} packs its answer in a way we did not ask for ({encoding}).")
        self._host = host
        self._limit = limit
        self._packed = ENCODINGS[encoding]
        self._unpack = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._parts: list[bytes] = []
        self._size = 0

    async def read(self, chunks: AsyncIterator[bytes]) -> bytes:
        """The whole body."""
        async for chunk in chunks:
            self._inflate(chunk) if self._packed else self._add(chunk)
        if self._packed and self._size and not self._unpack.eof:
            raise FetchError(f"{self._host} broke off its answer; opsdash goes on trying.")
        return b"".join(self._parts)

    def _inflate(self, chunk: bytes) -> None:
        try:
            while chunk:
                if self._unpack.eof:  # a gzip file may have several members
                    self._unpack = zlib.decompressobj(_GZIP_OR_ZLIB)
                self._add(self._unpack.decompress(chunk, self._limit - self._size + 1))
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
