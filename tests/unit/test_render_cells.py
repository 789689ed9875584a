"""Widths: what a person writes must not move the columns beside it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import wcswidth

from opsdash.render.cells import cut, pad, settle, width, wrap

AWKWARD = [
    "日本灯台放送", "Ελλάδα", "Türkiye", "e\u0301cole", "ส้มตำ", "क्षि", "שלום עולם", "قناة ١", "👩‍👩‍👧 family",
    "🇳🇴 Norway", "⚠️ care", "한국 방송", "\u1112\u1161\u11ab", "tab\there", "line\nbreak", "\u202eflipped",
    "\u200b\u200d",
    "\u0301leading", "soft\u00adhyphen", "ｆｕｌｌ", "\U0010ffff", "a\u20dd",
]  # fmt: skip


@pytest.mark.parametrize("text", AWKWARD)
def test_the_settled_width_is_what_the_terminal_libraries_count(text: str) -> None:
    settled = settle(text)
    assert width(settled) == wcswidth(settled) == cell_len(settled)


@pytest.mark.parametrize("text", AWKWARD)
@pytest.mark.parametrize("cells", [1, 2, 3, 5, 8, 30])
def test_padding_fills_the_cells_exactly(text: str, cells: int) -> None:
    for right in (False, True):
        assert cell_len(pad(settle(text), cells, right)) == cells


@given(st.text(max_size=40), st.integers(1, 30))
def test_any_text_fills_the_cells_exactly(text: str, cells: int) -> None:
    padded = pad(settle(text), cells)
    assert width(padded) == cells
    assert not {"\n", "\r", "\x1b", "\u202e"} & set(padded)
    assert not any(unicodedata.category(c) == "Cc" for c in padded)


def test_a_cut_text_ends_in_an_ellipsis_and_an_uncut_one_does_not() -> None:
    assert cut("International Media Centre", 10) == "Internati…"
    assert cut("日本灯台放送", 6) == "日本…"
    assert cut("Room A", 6) == "Room A"
    assert cut("Room A", 0) == ""


def test_a_wide_character_is_never_halved() -> None:
    assert pad("日本灯", 4) == "日… "


def test_right_to_left_text_is_closed_so_that_the_next_column_stays() -> None:
    assert settle("שלום").endswith("\u200e")
    assert cut(settle("שלום עולם"), 6).endswith("\u200e…")
    assert "\u200e" not in settle("Ελλάδα")


def test_a_flag_is_read_as_its_letters() -> None:
    assert settle("🇳🇴 Norway") == "NO Norway"


def test_wrapping_keeps_words_and_breaks_only_what_is_too_long() -> None:
    assert wrap("the only entrance is closed", 12) == ["the only", "entrance is", "closed"]
    assert wrap("incomprehensibilities", 8) == ["incompre", "hensibil", "ities"]
    assert wrap("日本灯台放送", 5) == ["日本", "灯台", "放送"]
    assert wrap("press.office@media.example", 16) == ["press.office@", "media.example"]
    assert wrap("https://a.example/media/hours", 20) == ["https://a.example/", "media/hours"]
    assert wrap("", 5) == []
    assert wrap("ab c", 0) == wrap("ab c", -3) == ["a", "b", "c"]  # of a terminal that is narrower than its frame
