"""Bars on a time axis: their length shows in every theme, without colour too, and their words are legible."""

import pytest
from rich.color import Color as RichColor
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from opsdash.tui.themes import OWN, ROLES, Palette, palette_of
from tests.unit.test_tui_themes import contrast

TONES = ("good", "busy", "soon", "warn", "bad", "quiet", "unknown")


def palette(theme: Theme) -> Palette:
    own = {role: theme.variables.get(role, "ansi_blue") for role in ROLES}
    return palette_of(theme, {**own, **dict.fromkeys(ROLES.values(), "ansi_blue")})


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
def test_the_words_of_a_bar_are_legible_on_its_ground(theme: Theme, tone: str) -> None:
    style = palette(theme).style(f"{tone}-bar")
    assert style.color
    assert style.bgcolor
    assert contrast(_hex(style.color), _hex(style.bgcolor)) >= 4.5
    assert contrast(_hex(style.bgcolor), theme.background or "") >= 1.2


@pytest.mark.parametrize("tone", [*TONES, "faded"])
def test_a_bar_and_a_selected_bar_show_without_colour(tone: str) -> None:
    shown = palette(BUILTIN_THEMES["ansi-dark"])
    assert shown.style(f"{tone}-bar").underline
    assert shown.style(f"{tone}-label").reverse
    assert shown.style(f"{tone}-bar", faded=True).underline
    assert shown.style(f"{tone}-label", faded=True).reverse


def _hex(colour: RichColor) -> str:
    return Color.from_rich_color(colour).hex
