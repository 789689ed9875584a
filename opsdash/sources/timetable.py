"""When a source is asked next. Pure."""

FIRST = 5.0
"""Seconds until the second try after a first failure."""
LATEST = 120.0
"""A source that returns is asked again within this many seconds."""


def next_in(every: float, failures: int, wait: float, chance: float) -> float:
    """Seconds until the next try.

    After a success that is the source's own interval. After failures it doubles from `FIRST` up to the
    interval, but never past `LATEST`, so that a source polled once an hour is back two minutes after it returns.

    Args:
        every: the source's interval in seconds.
        failures: tries failed in a row.
        wait: seconds the server asked us to wait (Retry-After). It is honoured up to the interval, or `LATEST`
            where that is longer: a server cannot send us away for a day.
        chance: random, from 0 to 1. Spreads the tries of many pollers, never past the limits.
    """
    if not failures:
        return every
    doubled = FIRST * 2.0 ** min(failures - 1, 10)
    delay = min(doubled, every, LATEST) * (1.0 - 0.2 * chance)
    return max(delay, min(wait * (1.0 + 0.1 * chance), max(every, LATEST)))
