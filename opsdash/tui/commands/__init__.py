"""Every command, and what follows from them: the footer, the help, how keys are written.

A view's own commands stand in the module of the view's name, in a tuple `COMMANDS`. Imports no Textual.
"""

from collections.abc import Callable, Container, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from opsdash.tui.commands import everywhere, moves
from opsdash.tui.commands.base import Command as Command
from opsdash.tui.keys import can_come, key_name, types
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
        *moves.COMMANDS,
    )
}
"""Every command by its id, in the order of the help."""
_EVERYWHERE = [command for command in COMMANDS.values() if command.group in ("Views", "Everywhere")]


def first_key(command_id: str, remapped: dict[str, str]) -> str:
    """The first key of a command, as a person reads it."""
    return COMMANDS[command_id].first_key(remapped)


def key_while_typing(command_id: str, remapped: dict[str, str], also: Container[str] = ()) -> str:
    """The first key of a command that types nothing, or is among `also`; "" where there is none."""
    return next((key_name(k) for k in COMMANDS[command_id].keys_of(remapped) if k in also or not types(k)), "")


def keys_before_words(remapped: dict[str, str]) -> dict[str, str]:
    """Digits and signs, each with the command that it is in every view, and still is where no words stand yet."""
    found = [(key, c) for c in _EVERYWHERE for key in c.keys_of(remapped)]
    return {key: c.id for key, c in found if types(key) and not (len(key) == 1 and key.isalpha())}


def view_keys(press: Callable[[str], str]) -> str:
    """What to `press` for the views' commands, digits that follow one another as one: "1-8", "1-3 F4 5-8"."""
    runs: list[list[str]] = []
    for key in filter(None, (press(f"view-{name}") for name in VIEWS)):
        if runs and key.isdecimal() and runs[-1][-1].isdecimal() and int(key) == int(runs[-1][-1]) + 1:
            runs[-1].append(key)
        else:
            runs.append([key])
    return " ".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def key_elsewhere(key: str, remapped: dict[str, str]) -> str:
    """What `key` does where it does something, a sentence; "" for a key of no command."""
    found = [c for c in COMMANDS.values() if key in c.keys_of(remapped)]
    places = [f"{c.label} in {VIEWS[c.view].label} ({first_key(f'view-{c.view}', remapped)})" for c in found if c.view]
    if places:
        return f"{key_name(key)} does nothing here; it is {'; '.join(places)}."
    return f"{key_name(key)} does nothing here: {first_key('back', remapped)} first." if found else ""


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

    for name in remapped:
        if name not in COMMANDS:
            near = difflib.get_close_matches(name, COMMANDS, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"the help ({first_key('help', {})}) shows what there is"
            return f"keys: unknown command {name!r}; {hint}"
        if wrong := [key for key in COMMANDS[name].keys_of(remapped) if not can_come(key)]:
            return f"keys: {wrong[0]!r} for {name!r} is no key; one is f2, ctrl+p, T or question_mark, two are f2,T"
    return next((said for view in VIEWS if (said := _held_twice(view, remapped))), "")


def _held_twice(view: str, remapped: dict[str, str]) -> str:
    """Which key two commands would have in a view. Some have one together from the start: a step sideways, which
    moves the shown time, too."""
    held: dict[str, type[Command]] = {}
    for command in (c for c in COMMANDS.values() if c.view in ("", view)):
        for key in command.keys_of(remapped):
            other = held.setdefault(key, command)
            if other is not command and set(other.keys_of({})).isdisjoint(command.keys_of({})):
                given, its = (command, other) if command.id in remapped else (other, command)
                return f"keys: {key!r} for {given.id!r} is the key of {its.id!r} already; give that another one"
    return ""
