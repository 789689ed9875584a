"""Asking for one address as a poller does, by a fetcher of its own."""

import pytest

from opsdash.sources.failures import FetchError
from opsdash.sources.http import Fetcher, Reply, Validators
from opsdash.sourcespec import OpsdashSpec

SECRET = "tok-5e56e7"


def spec(url: str, timeout: str = "5s", **more: object) -> OpsdashSpec:
    return OpsdashSpec(name="api", url=url, timeout=timeout, **more)  # type: ignore[arg-type]


async def get(url: str, kept: Validators | None = None, **more: object) -> Reply:
    """One request by a fetcher of its own."""
    async with Fetcher() as fetcher:
        return await fetcher.get(spec(url, **more), url, kept)  # type: ignore[arg-type]


async def failure(url: str, **more: object) -> FetchError:
    """The error that asking for `url` ends in."""
    with pytest.raises(FetchError) as caught:
        await get(url, None, **more)
    return caught.value
