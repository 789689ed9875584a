"""What can be done in every view."""

from typing import TYPE_CHECKING, ClassVar

from opsdash.tui.commands.base import Command

if TYPE_CHECKING:
    from opsdash.tui.app import OpsdashApp


NOTHING_SELECTED = "Nothing is selected here to show more of."


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
        return None if app.selected_id else NOTHING_SELECTED

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.show_detail(app.selected_id)


class Copy(Command):
    """Copy the selected row's sentence to your clipboard (OSC 52), and show it."""

    id, key, label, group = "copy", "y", "copy", "In a panel"

    @classmethod
    def why_not(cls, app: "OpsdashApp") -> str | None:
        return None if app.here.sentence else "Nothing is selected to copy."

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
        return None if app.travel else f"Only while another time is shown: {TimeTravel.first_key(app.keys)} first."

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


class Acknowledge(Command):
    """Acknowledge the selected or most urgent alert until it worsens or says more; an acknowledged one: take back."""

    id, key, label = "acknowledge", "a", "acknowledge"

    @classmethod
    def why_not(cls, app: "OpsdashApp") -> str | None:
        if reason := app.source.why_not_write():
            return reason
        if app.travel:
            return f"Not while another time is shown: {Back.first_key(app.keys)} first."
        there = app.acknowledging.at_hand or app.acknowledging.seen
        return None if there else "There is no alert that nobody has acknowledged."

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.acknowledging.ask()


class PollNow(Command):
    """Ask every source now."""

    id, key, label = "poll-now", "r", "poll now"

    @classmethod
    def why_not(cls, app: "OpsdashApp") -> str | None:
        return app.source.why_not_poll()

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.flash(app.source.poll_now() or "Every source is being asked.")


class Theme(Command):
    """Other colours: dark, light, a pair for eyes that tell red and green badly, the terminal's own."""

    id, key, label = "theme", "T", "colours"

    @classmethod
    def why_not(cls, app: "OpsdashApp") -> str | None:
        return "Everything is drawn without colour here (NO_COLOR or --no-color)." if app.no_color else None

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.ask_theme()


class RingOrNot(Command):
    """Ring for new critical alerts, or no longer."""

    id, key, label = "bell", "B", "bell on or off"

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.ringer.rings = not app.ringer.rings
        app.flash(f"The bell is {'on: it rings for new critical alerts' if app.ringer.rings else 'off'}.")


class Repaint(Command):
    """Paint the whole screen again, after something else has written to the terminal."""

    id, key, label, always = "repaint", "ctrl+l", "repaint", True

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.repaint()


class Palette(Command):
    """Every command and every record by name."""

    id, key, label, palette = "palette", "ctrl+p", "palette", False

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.show_palette()


class Quit(Command):
    """Leave."""

    id, key, label, footer = "quit", "q,ctrl+c", "quit", True

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.exit()


COMMANDS: tuple[type[Command], ...] = (
    Help, Detail, Copy, TimeTravel, Earlier, Later, Back, Alerts, Acknowledge, PollNow, Theme, RingOrNot, Repaint,
    Palette, Quit,
)  # fmt: skip
