"""The themes: every role legible, and in the safe pair told apart by eyes that see two of the three colours."""

from itertools import combinations
from math import dist

import pytest
from textual.theme import Theme

from opsdash.configtables import THEMES, UiTable
from opsdash.tui.app import OpsdashApp
from opsdash.tui.themes import NAMED, OWN, ROLES, SAFE_DARK, SAFE_LIGHT
from tests import boards
from tests.terminal.show import HandMade

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]
EYES: dict[str, Matrix] = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""Linear RGB as each eye sees it: Machado, Oliveira, Fernandes, "A Physiologically-based Model for Simulation of Color
Vision Deficiency", IEEE TVCG 15(6), 2009, severity 1.0."""
LEAST = 25
"""CIE 1976 difference between two states; 2.3 is just noticeable."""
LEAST_LIGHTNESS = 5
"""CIE L* between two states, so that they differ in grey as well."""


@pytest.mark.parametrize("theme", OWN, ids=lambda t: t.name)
def test_every_role_is_legible_on_the_background_and_under_the_cursor(theme: Theme) -> None:
    variables = theme.variables
    assert set(variables) == set(ROLES)
    for role, colour in variables.items():
        if role in ("role-cursor", "role-rule"):
            continue
        for under in (theme.background or "", theme.surface or "", variables["role-cursor"]):
            least = 3.0 if role == "role-faded" or under == variables["role-cursor"] else 4.5
            assert contrast(colour, under) >= least, f"{role} {colour} on {under}"


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("theme", [SAFE_DARK, SAFE_LIGHT], ids=lambda t: t.name)
def test_well_warning_and_critical_are_told_apart_by_every_eye(theme: Theme, eyes: str) -> None:
    seen = {role: _lab(_seen(theme.variables[f"role-{role}"], EYES[eyes])) for role in ("good", "warn", "bad")}
    for one, other in combinations(seen, 2):
        assert dist(seen[one], seen[other]) >= LEAST, f"{one} and {other}"
        assert abs(seen[one][0] - seen[other][0]) >= LEAST_LIGHTNESS, f"{one} and {other}"


def test_the_configuration_takes_the_themes_that_there_are() -> None:
    assert tuple(NAMED) == THEMES
    with pytest.raises(ValueError, match="no theme 'drak'; there are: opsdash-dark, opsdash-light"):
        UiTable(theme="drak")


async def test_every_theme_can_be_chosen_and_says_how_to_keep_it() -> None:
    app = OpsdashApp(HandMade(boards.busy()))
    async with app.run_test(size=(80, 24)) as pilot:
        assert set(NAMED) <= set(app.available_themes)
        await pilot.press("T", *"safe li", "enter")
        await pilot.pause()
        assert app.theme == "opsdash-safe-light"


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2, 1.4.3)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> Triple:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _unbent(red), _unbent(green), _unbent(blue)


def _unbent(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _seen(colour: str, eyes: Matrix) -> Triple:
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, _linear(colour), strict=True)))) for row in eyes
    )
    return red, green, blue


def _lab(rgb: Triple) -> Triple:
    """CIE L*a*b* (1976, D65) of linear sRGB."""
    red, green, blue = rgb
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
