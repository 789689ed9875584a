"""When a source is asked next: never late by more than two minutes after it returns."""

from hypothesis import given
from hypothesis import strategies as st

from opsdash.sources.timetable import LATEST, next_in


def test_backing_off() -> None:
    assert [next_in(60, failures, 0, 0) for failures in range(7)] == [60, 5, 10, 20, 40, 60, 60]
    assert [next_in(3600, failures, 0, 0) for failures in (1, 5, 6, 99)] == [5, 80, 120, 120]
    assert next_in(2, 5, 0, 0) == 2


def test_retry_after_is_honoured_within_bounds() -> None:
    assert next_in(10, 1, 77, 0) == 77
    assert next_in(10, 1, 86_400, 1) == LATEST
    assert next_in(3600, 1, 86_400, 1) == 3600


@given(st.floats(1, 86_400), st.integers(1, 10_000), st.floats(0, 1e9), st.floats(0, 1))
def test_never_later_than_promised_and_never_at_once(every: float, failures: int, wait: float, chance: float) -> None:
    assert 0.8 <= next_in(every, failures, wait, chance) <= max(every, LATEST)
    assert next_in(every, failures, 0, chance) <= min(every, LATEST)
