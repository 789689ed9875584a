"""Everything a person can do: one class for each. Key, footer, help, palette and remapping all come from it.

Imports no Textual, so that the configuration can check the keys it maps.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from opsdash.tui.app import OpsdashApp


class Command:
    """One thing to do. The docstring's first line is its help.

    Attributes:
        id: for remapping in the configuration's `[keys]`. key: as Textual names keys, several with commas.
        label: one or two words for the footer. footer: whether it is there.
        group: heading in the help. palette: whether the palette offers it.
    """

    id: ClassVar[str]
    key: ClassVar[str]
    label: ClassVar[str]
    group: ClassVar[str] = "Everywhere"
    footer: ClassVar[bool] = False
    palette: ClassVar[bool] = True

    @classmethod
    def help(cls) -> str:
        """What it does, a sentence."""
        return (cls.__doc__ or "").strip().splitlines()[0]

    @classmethod
    def why_not(cls, app: "OpsdashApp") -> str | None:  # noqa: ARG003  most can always be done
        """Why it cannot be done now, a sentence; None when it can."""
        return None

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        """Do it."""
        raise NotImplementedError


class Help(Command):
    """What every key does, and what the states of the focused panel mean."""

    id, key, label, footer = "help", "question_mark,f1", "help", True

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.show_help()


class Detail(Command):
    """All that is known about the selected row."""

    id, key, label, footer, group = "detail", "enter", "detail", True, "In a panel"

    @classmethod
    def why_not(cls, app: "OpsdashApp") -> str | None:
        return None if app.selected_id else "Nothing is selected: Tab to a panel, then arrows."

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.show_detail(app.selected_id)


class NextPanel(Command):
    """The next panel."""

    id, key, label, footer, group, palette = (
        "panel-next",
        "tab,right_square_bracket",
        "panel",
        True,
        "In a panel",
        False,
    )

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.overview.focus_panel(1)


class PreviousPanel(Command):
    """The panel before."""

    id, key, label, group, palette = (
        "panel-previous", "shift+tab,left_square_bracket", "panel before", "In a panel", False,
    )  # fmt: skip

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.overview.focus_panel(-1)


class Zoom(Command):
    """The focused panel over the whole screen; again or Esc: back."""

    id, key, label, footer, group = "zoom", "z", "zoom", True, "In a panel"

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.overview.toggle_zoom()


class Copy(Command):
    """Copy the selected row's sentence to your clipboard (OSC 52), and show it."""

    id, key, label, group = "copy", "y", "copy", "In a panel"

    @classmethod
    def why_not(cls, app: "OpsdashApp") -> str | None:
        return None if app.selected_id else "Nothing is selected to copy."

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.copy_sentence()


class TimeTravel(Command):
    """Show another time: the whole board follows."""

    id, key, label, footer, group = "time-travel", "t", "time", True, "Time"

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.ask_time()


class _Scrub(Command):
    """Move the shown time."""

    group, palette = "Time", False
    minutes: ClassVar[int]

    @classmethod
    def why_not(cls, app: "OpsdashApp") -> str | None:
        return None if app.travel else f"Only while another time is shown: {TimeTravel.key} first."

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.scrub(cls.minutes)


class Earlier(_Scrub):
    """A quarter of an hour earlier, while another time is shown."""

    id, key, label, minutes = "time-earlier", "left", "earlier", -15


class Later(_Scrub):
    """A quarter of an hour later, while another time is shown."""

    id, key, label, minutes = "time-later", "right", "later", 15


class Back(Command):
    """Back: from a zoomed panel, then from another time to now."""

    id, key, label, palette = "back", "escape", "back", False

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.back()


class Alerts(Command):
    """All alerts, with what to do."""

    id, key, label, footer = "alerts", "exclamation_mark", "alerts", True

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.show_list("alerts")


class Changes(Command):
    """What changed lately."""

    id, key, label = "changes", "c", "changes"

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.show_list("changes")


class Sources(Command):
    """Each source: its state, its age, what is wrong with it."""

    id, key, label = "sources", "s", "sources"

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.show_list("sources")


class Acknowledge(Command):
    """Acknowledge the selected alert, or the most urgent one; it comes back when it worsens."""

    id, key, label = "acknowledge", "a", "acknowledge"

    @classmethod
    def why_not(cls, app: "OpsdashApp") -> str | None:
        if reason := app.source.why_not_write():
            return reason
        if app.travel:
            return "Not while another time is shown: Esc first."
        return None if app.alert_at_hand else "There is no alert to acknowledge."

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.acknowledge()


class PollNow(Command):
    """Ask every source now."""

    id, key, label = "poll-now", "r", "poll now"

    @classmethod
    def why_not(cls, app: "OpsdashApp") -> str | None:
        return app.source.why_not_poll()

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.flash(app.source.poll_now() or "Every source is being asked.")


class Palette(Command):
    """Every command by name."""

    id, key, label, palette = "palette", "ctrl+p", "palette", False

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.action_command_palette()


class Overview(Command):
    """The overview."""

    id, key, label, group, palette = "view-overview", "1", "overview", "Views", True

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.show_overview()


class Quit(Command):
    """Leave."""

    id, key, label, footer = "quit", "q,ctrl+c", "quit", True

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.exit()


COMMANDS: dict[str, type[Command]] = {
    command.id: command
    for command in (
        Overview, Help, Detail, NextPanel, PreviousPanel, Zoom, Copy, TimeTravel, Earlier, Later, Back, Alerts,
        Acknowledge, Changes, Sources, PollNow, Palette, Quit,
    )
}  # fmt: skip
"""Every command by its id, in the order of the help."""

_KEY_NAMES = {
    "question_mark": "?", "exclamation_mark": "!", "escape": "Esc", "enter": "Enter", "tab": "Tab", "left": "←",
    "right": "→", "up": "↑", "down": "↓", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
    "right_square_bracket": "]", "left_square_bracket": "[", "shift+tab": "Shift+Tab", "space": "Space",
}  # fmt: skip


def key_names(keys: str) -> str:
    """Keys as a person reads them: "? F1"."""
    return " ".join(_key_name(key.strip()) for key in keys.split(","))


def _key_name(key: str) -> str:
    if key in _KEY_NAMES:
        return _KEY_NAMES[key]
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    return key.upper() if key.startswith("f") and key[1:].isdigit() else key


def keys_of(command: type[Command], remapped: dict[str, str]) -> str:
    """The keys of `command`, the configuration's before its own."""
    return remapped.get(command.id, command.key)


def footer_keys(remapped: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Key and label of each command in the footer."""
    return tuple((key_names(keys_of(c, remapped)).split(" ")[0], c.label) for c in COMMANDS.values() if c.footer)


def by_group() -> Iterator[tuple[str, list[type[Command]]]]:
    """The commands under their headings, for the help."""
    groups: dict[str, list[type[Command]]] = {}
    for command in COMMANDS.values():
        groups.setdefault(command.group, []).append(command)
    yield from groups.items()
