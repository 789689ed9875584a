"""The environment that tests run in: what it says of a person's terminal, settings and files is taken out of it."""

from collections.abc import Mapping

OURS = ("OPSDASH_LONG", "OPSDASH_SERVERS")
"""Switches of the tests themselves."""
LOCALE = "C.UTF-8"
PERSONAL = (
    "COLORTERM", "COLUMNS", "CREDENTIALS_DIRECTORY", "FORCE_COLOR", "JUPYTER_", "KITTY_", "KONSOLE_", "LANGUAGE", "LC_",
    "LINES", "NO_COLOR", "OPSDASH_", "SSH_", "STY", "SUDO_", "TERM_", "TEXTUAL", "TMUX", "TTY_", "VTE_", "WT_", "XDG_",
)  # fmt: skip
"""How the names begin of variables that alter what opsdash, Textual, Rich or a terminal does."""


def impersonal(environ: Mapping[str, str]) -> dict[str, str]:
    """`environ` as it would be for anybody, in one locale and on a plain terminal."""
    kept = {name: value for name, value in environ.items() if name in OURS or not name.startswith(PERSONAL)}
    return kept | {"LANG": LOCALE, "TERM": "xterm-256color"}
