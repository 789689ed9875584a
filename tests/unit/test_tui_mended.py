"""What a viewer that runs for days must let go of."""

import gc
import weakref

from rich.cells import cell_len
from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.geometry import Region

from opsdash.board.memory import forget
from opsdash.tui.mended import SPLIT, keep_less


def test_what_a_closed_widget_has_drawn_is_freed() -> None:
    keep_less()
    keep_less()
    red, blue = Color.parse("red"), Color.parse("blue")
    drawn = StylesCache()
    inner, outer = drawn.get_inner_outer(red, blue)
    assert (inner.background, outer.background) == (red + blue, red)
    kept = weakref.ref(drawn)
    del drawn
    gc.collect()
    assert kept() is None


def test_texts_that_were_cut_long_ago_are_freed() -> None:
    keep_less()
    gc.collect()

    class Text(str):
        __slots__ = ("__weakref__",)

    kept = []
    for number in range(5 * SPLIT):
        text = Text(f"Notice {number}, ⛔")
        assert Segment(text).split_cells(9)[0].text == text[:9]
        kept.append(weakref.ref(text))
    del text
    gc.collect()
    assert kept[0]() is None
    assert kept[-1]() is not None


def test_what_was_measured_of_a_feed_goes_with_it() -> None:
    keep_less()

    class Text(str):
        __slots__ = ("__weakref__",)

    text = Text("Notice 12, ⛔")
    assert cell_len(text) == 13
    assert Segment(text).split_cells(4)[0].text == "Noti"
    assert Region(0, 0, 80, 24).intersection(Region(5, 5, 90, 9)) == Region(5, 5, 75, 9)
    kept = weakref.ref(text)
    del text
    assert kept() is not None
    forget()
    gc.collect()
    assert kept() is None
    assert Region.intersection.cache_info().currsize == 0
