"""The themes, and the style of each role of text in a theme.

A theme gives one colour to each role (`ROLES`); a theme that knows nothing of roles (Textual's own) gets
them from its usual colours. Every tone is legible on the background and on the cursor's line.
"""

from functools import lru_cache

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color
from textual.theme import Theme

DARK = Theme(
    name="opsdash-dark",
    dark=True,
    primary="#5ec8d8",
    secondary="#7aa2f7",
    accent="#5ec8d8",
    warning="#f0b45a",
    error="#ff6b74",
    success="#7fd48a",
    foreground="#c3ccd9",
    background="#0e131b",
    surface="#151c27",
    panel="#1b2432",
    variables={
        "role-text": "#b4bfce", "role-strong": "#eef2f7", "role-dim": "#7e8da1", "role-time": "#9cc4d8",
        "role-heading": "#7aa2c4", "role-title": "#dfe7f0", "role-rule": "#33425a", "role-accent": "#5ec8d8",
        "role-good": "#7fd48a", "role-busy": "#82aaf7", "role-soon": "#f2d06b", "role-warn": "#ff9f55",
        "role-bad": "#ff6b74", "role-quiet": "#8593a6", "role-unknown": "#c49df0", "role-travel": "#d9a6ff",
        "role-cursor": "#23344a", "role-faded": "#737f90",
    },
)  # fmt: skip
PLAIN = "ansi-dark"
"""The theme for a terminal without colour: bold, dim and reverse, nothing else."""
LIGHT = Theme(
    name="opsdash-light",
    dark=False,
    primary="#006f83",
    secondary="#2f55b0",
    accent="#006f83",
    warning="#9a5b00",
    error="#b3202c",
    success="#1d6b31",
    foreground="#2b3543",
    background="#f7f8fa",
    surface="#eceff3",
    panel="#e2e7ee",
    variables={
        "role-text": "#35404f", "role-strong": "#0b1220", "role-dim": "#5c6878", "role-time": "#24536b",
        "role-heading": "#2d5f87", "role-title": "#101a2a", "role-rule": "#b9c3d0", "role-accent": "#006f83",
        "role-good": "#1d6b31", "role-busy": "#2450b3", "role-soon": "#7a5600", "role-warn": "#a14400",
        "role-bad": "#b3202c", "role-quiet": "#5a6675", "role-unknown": "#6d3bab", "role-travel": "#7a2bbf",
        "role-cursor": "#d5e0ee", "role-faded": "#6a7482",
    },
)  # fmt: skip
SAFE_DARK = Theme(
    name="opsdash-safe-dark",
    dark=True,
    primary="#5ec8d8",
    secondary="#7aa2f7",
    accent="#5ec8d8",
    warning="#ffe04a",
    error="#ff5c38",
    success="#7cc4ff",
    foreground="#c3ccd9",
    background="#0e131b",
    surface="#151c27",
    panel="#1b2432",
    variables={
        **DARK.variables,
        "role-good": "#7cc4ff", "role-busy": "#a89cff", "role-soon": "#d8c9a0", "role-warn": "#ffe04a",
        "role-bad": "#ff5c38", "role-unknown": "#d9a8e0",
    },
)  # fmt: skip
"""For eyes that tell red and green badly: blue, yellow and vermilion, each of another lightness."""
SAFE_LIGHT = Theme(
    name="opsdash-safe-light",
    dark=False,
    primary="#006f83",
    secondary="#2f55b0",
    accent="#006f83",
    warning="#9c5e00",
    error="#74001f",
    success="#004f9a",
    foreground="#2b3543",
    background="#f7f8fa",
    surface="#eceff3",
    panel="#e2e7ee",
    variables={
        **LIGHT.variables,
        "role-good": "#004f9a", "role-busy": "#5a35b0", "role-soon": "#6f6640", "role-warn": "#9c5e00",
        "role-bad": "#74001f", "role-unknown": "#7a3a8c",
    },
)  # fmt: skip
"""The same on a light ground: blue, brown and dark red, each of another lightness."""
OWN = (DARK, LIGHT, SAFE_DARK, SAFE_LIGHT)
NAMED = {
    "opsdash-dark": "dark",
    "opsdash-light": "light",
    "opsdash-safe-dark": "dark, if red and green look alike",
    "opsdash-safe-light": "light, if red and green look alike",
    "ansi-dark": "the terminal's 16 colours, on dark",
    "ansi-light": "the terminal's 16 colours, on light",
}
"""The themes to choose from, and what each is."""
ROLES = {
    "role-text": "foreground", "role-strong": "foreground", "role-dim": "foreground", "role-time": "secondary",
    "role-heading": "secondary", "role-title": "foreground", "role-rule": "secondary", "role-accent": "primary",
    "role-good": "success", "role-busy": "primary", "role-soon": "warning", "role-warn": "warning",
    "role-bad": "error", "role-quiet": "foreground", "role-unknown": "secondary", "role-travel": "accent",
    "role-cursor": "panel", "role-faded": "foreground",
}  # fmt: skip
"""The theme colour that stands in for a role where a theme does not give it."""

_BOLD = ("title", "title-focus", "bad", "travel")
_DIMMED = ("dim", "quiet", "rule", "faded")


class Palette:
    """The style of each role in one theme.

    Attributes:
        cursor: of the selected line, laid over the roles.
    """

    def __init__(self, theme: Theme, variables: dict[str, str]) -> None:
        self._ansi = theme.ansi
        self._variables = variables
        self._styles: dict[str, Style] = {}
        ground = None if theme.ansi else self._colour("cursor")
        self.cursor = Style(reverse=True) if ground is None else Style(bgcolor=ground.rich_color)

    def style(self, role: str, faded: bool = False) -> Style:
        """The style of `role`; `faded` for data that must not look live."""
        if faded and role not in ("title", "title-focus", "accent", "rule"):
            kind = role.partition("-")[2]
            role = f"faded-{kind}" if kind in ("label", "bar") else "faded"
        if role not in self._styles:
            self._styles[role] = self._made(role)
        return self._styles[role]

    def _made(self, role: str) -> Style:
        name, label, kind = role.partition("-")
        if role == "title-focus":
            name = "accent"
        if self._ansi and name in ("text", "strong", *_DIMMED):
            if kind == "label":
                return Style(reverse=True, bold=True)
            if kind == "bar":
                return Style(dim=True, underline=True)
            return Style(bold=name == "strong" or None, dim=name in _DIMMED or None)
        colour = self._colour(name if f"role-{name}" in ROLES else "text").rich_color
        if kind == "bar":
            return self._bar(colour, name)
        if kind == "label":
            return Style(color=colour, reverse=True, bold=True)
        return Style(color=colour, bold=(role in _BOLD or bool(label)) or None)

    def _bar(self, colour: RichColor, name: str) -> Style:
        """A bar on a time axis: a tinted ground, so that its length shows where its words go on beyond it."""
        if self._ansi:
            return Style(color=colour, underline=True)
        quiet = name in _DIMMED
        ground = self._colour("cursor").blend(self._colour(name), 0.2 if quiet else 0.3)
        return Style(color=self._colour("text" if quiet else "strong").rich_color, bgcolor=ground.rich_color)

    def _colour(self, name: str) -> Color:
        return Color.parse(self._variables[f"role-{name}"])


@lru_cache(maxsize=8)
def _palette(theme: str, ansi: bool, variables: tuple[tuple[str, str], ...]) -> Palette:
    return Palette(Theme(name=theme, primary="#000000", ansi=ansi), dict(variables))


def palette_of(theme: Theme, variables: dict[str, str]) -> Palette:
    """The palette of `theme` with the variables an app computed from it."""
    roles = tuple((name, variables.get(name) or variables[stand_in]) for name, stand_in in ROLES.items())
    return _palette(theme.name, theme.ansi, roles)
