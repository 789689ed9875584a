"""Which arrangement fits a terminal."""

from typing import Literal

Layout = Literal["single", "four", "wide", "rich"]
"""single: one panel at a time; four: the four panels; wide: and alerts and changes below; rich: and the sources."""

LAYOUTS: tuple[Layout, ...] = ("single", "four", "wide", "rich")
SHOWN: dict[Layout, tuple[str, ...]] = {
    "single": ("facilities", "programme", "spaces", "pools", "alerts", "changes", "sources"),
    "four": ("facilities", "programme", "spaces", "pools"),
    "wide": ("facilities", "programme", "spaces", "pools", "alerts", "changes"),
    "rich": ("facilities", "programme", "spaces", "pools", "alerts", "changes", "sources"),
}
"""The panels that Tab goes through."""


def layout_for(cells: int, lines: int) -> Layout:
    """The arrangement for a terminal of `cells` by `lines`."""
    if cells < 70 or lines < 18:
        return "single"
    if cells >= 170 and lines >= 36:
        return "rich"
    return "wide" if cells >= 100 and lines >= 34 else "four"
