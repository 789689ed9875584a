"""Every command, and what follows from them: the footer, the help, how keys are written.

A view's own commands stand in the module of the view's name, in a tuple `COMMANDS`. Imports no Textual.
"""

import unicodedata
from collections.abc import Container, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from opsdash.tui.commands import everywhere
from opsdash.tui.commands.base import Command as Command
from opsdash.tui.views import VIEWS, ViewSpec

if TYPE_CHECKING:
    from opsdash.tui.app import OpsdashApp


def _show(spec: ViewSpec) -> type[Command]:
    """The command that shows a view."""

    def run(_cls: type[Command], app: "OpsdashApp") -> None:
        app.show_view(spec.name)

    body = {
        "__doc__": spec.help, "id": f"view-{spec.name}", "key": spec.key, "label": spec.label.lower(),
        "group": "Views", "run": classmethod(run),
    }  # fmt: skip
    return type(f"Show{spec.label}", (Command,), body)


def _own(spec: ViewSpec) -> tuple[type[Command], ...]:
    """The commands that a view has for itself."""
    module = f"{__name__}.{spec.name}"
    return import_module(module).COMMANDS if find_spec(module) else ()


COMMANDS: dict[str, type[Command]] = {
    command.id: command
    for command in (
        *map(_show, VIEWS.values()),
        *(command for spec in VIEWS.values() for command in _own(spec)),
        *everywhere.COMMANDS,
    )
}
"""Every command by its id, in the order of the help."""

_KEY_NAMES = {
    "escape": "Esc", "enter": "Enter", "tab": "Tab", "shift+tab": "Shift+Tab", "space": "Space", "left": "←",
    "right": "→", "up": "↑", "down": "↓", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
    "slash": "/", "backslash": "\\", "at": "@", "minus": "-", "plus": "+", "underscore": "_",
}  # fmt: skip
_ARROWS = ("left", "right", "up", "down")


def key_names(keys: str) -> str:
    """Keys as a person reads them: "? F1"."""
    return " ".join(_key_name(key.strip()) for key in keys.split(","))


def _key_name(key: str) -> str:
    if key in _KEY_NAMES:
        return _KEY_NAMES[key]
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    if key.startswith("f") and key[1:].isdigit():
        return key.upper()
    try:
        sign = unicodedata.lookup(key.replace("_", " "))  # Textual calls other signs by their names in Unicode
    except KeyError:
        return key
    return sign if sign.isprintable() else key


def keys_of(command: type[Command], remapped: dict[str, str]) -> str:
    """The keys of `command`, the configuration's before its own."""
    return remapped.get(command.id, command.key)


def first_key(command_id: str, remapped: dict[str, str]) -> str:
    """The first key of a command, as a person reads it."""
    return key_names(keys_of(COMMANDS[command_id], remapped)).split(" ")[0]


def key_while_typing(command_id: str, remapped: dict[str, str], also: Container[str] = ()) -> str:
    """The first key of a command that types nothing, or is among `also`; "" where there is none."""
    keys = (key.strip() for key in keys_of(COMMANDS[command_id], remapped).split(","))
    return next((_key_name(key) for key in keys if key in also or not _types(key)), "")


def _types(key: str) -> bool:
    """Whether a key is a character where words are typed."""
    return key == "space" or (len(_key_name(key)) == 1 and key not in _ARROWS)


def view_keys(remapped: dict[str, str]) -> str:
    """The keys of the views, digits that follow one another as one: "1-8", "1-3 F4 5-8"."""
    runs: list[list[str]] = []
    for key in (first_key(f"view-{name}", remapped) for name in VIEWS):
        if runs and key.isdecimal() and runs[-1][-1].isdecimal() and int(key) == int(runs[-1][-1]) + 1:
            runs[-1].append(key)
        else:
            runs.append([key])
    return " ".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def key_elsewhere(key: str, remapped: dict[str, str]) -> str:
    """What `key` does where it does something, a sentence; "" for a key of no command."""
    found = [c for c in COMMANDS.values() if key in (one.strip() for one in keys_of(c, remapped).split(","))]
    places = [f"{c.label} in {VIEWS[c.view].label} ({first_key(f'view-{c.view}', remapped)})" for c in found if c.view]
    if places:
        return f"{key_names(key)} does nothing here; it is {'; '.join(places)}."
    return f"{key_names(key)} does nothing here: {first_key('back', remapped)} first." if found else ""


def footer_keys(
    remapped: dict[str, str], view: str = "overview", without: frozenset[str] = frozenset()
) -> tuple[tuple[str, str], ...]:
    """Key and label of each command in the footer of `view`, its own commands first, `without` those ids."""
    shown = [c for c in COMMANDS.values() if c.footer and c.view in ("", view) and c.id not in without]
    return tuple((first_key(c.id, remapped), c.label) for c in sorted(shown, key=lambda c: not c.view))


def travel_keys(remapped: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Key and label of each command in the footer while another time is shown."""
    back, earlier, later, there = (
        first_key(one, remapped) for one in ("back", "time-earlier", "time-later", "time-travel")
    )
    return (back, "back to now"), (f"{earlier} {later}", "15 min"), (there, "another time")


def by_group(view: str = "") -> Iterator[tuple[str, list[type[Command]]]]:
    """The commands under their headings, for the help; with `view`, only what can be done in it, its own first."""
    groups: dict[str, list[type[Command]]] = {}
    shown = [c for c in COMMANDS.values() if not view or c.view in ("", view)]
    for command in sorted(shown, key=lambda c: not c.view):
        groups.setdefault(command.group, []).append(command)
    yield from groups.items()


def key_mistake(remapped: dict[str, str]) -> str:
    """What is wrong with the keys of a configuration, as a sentence; "" when nothing is."""
    import difflib

    everywhere_keys = {
        key.strip(): command.id
        for command in COMMANDS.values()
        if command.group in ("Everywhere", "Views") and command.id not in remapped
        for key in command.key.split(",")
    }
    for name, keys in remapped.items():
        if name not in COMMANDS:
            near = difflib.get_close_matches(name, COMMANDS, 1)
            return f"keys: unknown command {name!r}; " + (
                f"did you mean {near[0]!r}?"
                if near
                else f"the help screen ({first_key('help', remapped)}) shows their ids"
            )
        for key in keys.split(","):
            if taken := everywhere_keys.get(key.strip()):
                return f"keys: {key.strip()!r} for {name!r} is the key of {taken!r} already; give that another one"
    return ""
