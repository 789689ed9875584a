"""What is derived from a feed, an index or the desk's entries is worked out once, and goes with them."""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

T = TypeVar("T")

FEEDS = 2
"""Feeds whose derived things are remembered: the one that is live, and that of another time somebody looks at."""


class Cache(Protocol):
    """What `functools.lru_cache` makes."""

    def cache_clear(self) -> None:
        """Empty it."""


_ALL: list[Cache] = []


def remembered(most: int = FEEDS) -> "Callable[[Callable[..., T]], _lru_cache_wrapper[T]]":
    """Remember the last `most` answers of a function of a feed, an index or the desk, until `forget`."""

    def made(function: Callable[..., T]) -> "_lru_cache_wrapper[T]":
        cached = lru_cache(maxsize=most)(function)
        _ALL.append(cached)
        return cached

    return made


def forget_too(*caches: Cache) -> None:
    """Have `forget` empty these as well: what libraries remember of what was shown of a feed."""
    _ALL.extend(cached for cached in caches if cached not in _ALL)


def forget() -> None:
    """Let go of all that is remembered: the feed that it was derived from has been replaced.

    The bounds alone do not see to that. What is seldom asked (a distance, whom a cancelled event touches) would hold
    the feeds of hours ago, each another: after a day there were fourteen.
    """
    for cached in _ALL:
        cached.cache_clear()
