"""Answers remembered for as long as they are in use."""

from collections.abc import Callable, Hashable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Lately(dict[K, V]):
    """The answers of a function, by what it is asked: those of this round and of the one before are remembered.

    A cache of fixed size is too small for a large feed, which pushes out what it asks next, and too large for a small
    one, where it collects the texts of all days since the start. This one holds what two rounds use, however much
    that is.
    """

    def __init__(self, answer: Callable[[K], V]) -> None:
        super().__init__()
        self._answer = answer
        self._before: dict[K, V] = {}

    def __missing__(self, asked: K) -> V:
        before = self._before
        found = self[asked] = before[asked] if asked in before else self._answer(asked)
        return found

    def turn(self) -> None:
        """Begin a round."""
        self._before = self.copy()
        self.clear()
