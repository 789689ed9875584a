"""Keys: what Textual calls them, and how a person reads them. Imports no Textual."""

import unicodedata

_ODD = {"/": "slash", "\\": "backslash", "@": "at", "-": "minus", "+": "plus", "_": "underscore"}
"""Signs that Textual does not call by their names in Unicode."""
_NAMES = {
    "escape": "Esc", "enter": "Enter", "tab": "Tab", "space": "Space", "backspace": "Backspace", "insert": "Ins",
    "delete": "Del", "left": "←", "right": "→", "up": "↑", "down": "↓", "pageup": "PgUp", "pagedown": "PgDn",
    "home": "Home", "end": "End", **{f"f{n}": f"F{n}" for n in range(1, 25)},
}  # fmt: skip
_MODIFIERS = ("alt", "ctrl", "hyper", "meta", "shift", "super")


def _called(sign: str) -> str:
    if sign in _ODD or sign.isalnum():
        return _ODD.get(sign, sign)
    return unicodedata.name(sign, sign).lower().replace("-", "_").replace(" ", "_")


_SIGNS = {
    _called(chr(code)): chr(code)
    for code in (*range(0x21, 0x180), *range(0x2010, 0x20C1))  # what keyboards have that is no letter of any script
    if chr(code).isprintable() and not chr(code).isalnum()
}


def split(keys: str) -> tuple[str, ...]:
    """The keys of a list with commas, as Textual calls them; a sign may stand for its name."""
    return tuple(_called(key) if len(key) == 1 else key for key in map(str.strip, keys.split(",")))


def key_name(key: str) -> str:
    """A key as a person reads it: "?", "F1", "Ctrl+P"."""
    *held, base = key.split("+")
    name = _NAMES.get(base) or _SIGNS.get(base, base)
    return "+".join((*map(str.capitalize, held), name.upper() if held and len(name) == 1 else name))


def can_come(key: str) -> bool:
    """Whether there is a key that Textual calls so."""
    *held, base = key.split("+")
    known = types(base) or base in _NAMES
    never = (held and base.isupper()) or (held == ["shift"] and types(base) and base != "space")  # it comes as "T"
    return known and not never and held == sorted(set(held).intersection(_MODIFIERS))


def types(key: str) -> bool:
    """Whether a key is a character where words are typed."""
    return key == "space" or key in _SIGNS or (len(key) == 1 and key.isalnum())
