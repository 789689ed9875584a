"""What Textual 8.2.8 and Rich 15 keep over days, put right as they are imported.

Where another version has nothing of the kind, nothing is done: a dashboard that grows is better than none.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from rich import cells
from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.geometry import Region

from opsdash.board.memory import forget_too

SPLIT = 1024
"""Cut segments kept: as many as a screen has, and not Rich's 16,384, which days of ever different texts fill."""


def keep_less() -> None:
    """Have closed screens freed, and no texts of days ago kept."""
    _let_go_of_what_is_closed()
    _cut_texts()
    _measured()


def _let_go_of_what_is_closed() -> None:
    """`StylesCache.get_inner_outer` is cached for each widget's own StylesCache: up to 1,024 of them, with every line
    they have drawn, stay when their widgets are gone. A viewer grew by 4 MB for each minute in which dialogs were
    opened and closed. It uses nothing but its two colours, so one cache for all does."""
    cached = StylesCache.get_inner_outer
    if unbound := getattr(cached, "__wrapped__", None):
        shared: Callable[..., tuple[Color, Color]] = lru_cache(1024)(unbound)
        StylesCache.get_inner_outer = classmethod(shared)  # type: ignore[assignment,method-assign]


def _cut_texts() -> None:
    cached: Any = getattr(Segment.__dict__.get("_split_cells"), "__func__", None)
    if hasattr(cached, "cache_info") and cached.cache_info().maxsize > SPLIT:
        fewer: Callable[..., tuple[Segment, Segment]] = lru_cache(SPLIT)(cached.__wrapped__)
        Segment._split_cells = classmethod(fewer)  # type: ignore[assignment,method-assign]


def _measured() -> None:
    """What was measured of texts and rectangles, up to 4,096 of each kind, fills up over days and lies between what
    comes and goes, which keeps memory from being given back. It is measured again in two milliseconds."""
    found: tuple[Any, ...] = (cells.cached_cell_len, Segment._split_cells, *vars(Region).values())
    forget_too(*(cached for cached in found if hasattr(cached, "cache_clear")))
