"""What Textual 8.2.8 does wrong over days, put right as it is imported."""

from collections.abc import Callable
from functools import lru_cache

from textual._styles_cache import StylesCache
from textual.color import Color


def let_go_of_what_is_closed() -> None:
    """Have closed screens freed.

    `StylesCache.get_inner_outer` is cached for each widget's own StylesCache: up to 1,024 of them, with every line
    they have drawn, stay when their widgets are gone. A viewer grew by 4 MB for each minute in which dialogs were
    opened and closed. It uses nothing but its two colours, so one cache for all does.
    """
    cached = StylesCache.get_inner_outer
    if unbound := getattr(cached, "__wrapped__", None):
        shared: Callable[..., tuple[Color, Color]] = lru_cache(1024)(unbound)
        StylesCache.get_inner_outer = classmethod(shared)  # type: ignore[assignment,method-assign]
