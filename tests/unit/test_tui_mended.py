"""What a viewer that runs for days must let go of."""

import gc
import weakref

from textual._styles_cache import StylesCache
from textual.color import Color

from opsdash.tui.mended import let_go_of_what_is_closed


def test_what_a_closed_widget_has_drawn_is_freed() -> None:
    let_go_of_what_is_closed()
    let_go_of_what_is_closed()
    red, blue = Color.parse("red"), Color.parse("blue")
    drawn = StylesCache()
    inner, outer = drawn.get_inner_outer(red, blue)
    assert (inner.background, outer.background) == (red + blue, red)
    kept = weakref.ref(drawn)
    del drawn
    gc.collect()
    assert kept() is None
