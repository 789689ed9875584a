"""Containers that only hold others: bare ground, which Textual need not render line by line.

Rendering the lines of containers that their children cover was a quarter of the first frame's cost at 200x50.
"""

from textual.containers import Container, Horizontal, Vertical


class Ground(Container):
    """Any layout, without a border."""

    BLANK = True


class Across(Horizontal):
    """Its children side by side, without a border."""

    BLANK = True


class Down(Vertical):
    """Its children one below the other, without a border."""

    BLANK = True
