"""What can be done in the view of the programme."""

from typing import TYPE_CHECKING

from opsdash.tui.commands.base import Command
from opsdash.tui.commands.sideways import Look, Sideways

if TYPE_CHECKING:
    from opsdash.tui.app import OpsdashApp


class DayBefore(Sideways):
    """The day before; while another time is shown, that time a quarter of an hour back."""

    id, key, label, step, view, group = "programme-earlier", "left,h", "day before", -1, "programme", "Programme"


class DayAfter(Sideways):
    """The day after; while another time is shown, that time a quarter of an hour on."""

    id, key, label, step, view, group = "programme-later", "right,l", "day", 1, "programme", "Programme"
    footer = True


class Grid(Look):
    """As a list, as rooms by time, or both where there is room."""

    id, key, label, view, group = "programme-look", "v", "list/rooms", "programme", "Programme"

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        from opsdash.tui.screens.programme import ProgrammeView

        app.view_of(ProgrammeView).next_look()


class Filter(Look):
    """Only one room, one delegation or one kind of coverage; back shows all again."""

    id, key, label, view, group = "programme-filter", "f", "filter", "programme", "Programme"

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        from opsdash.tui.screens.programme import ProgrammeView

        app.view_of(ProgrammeView).ask_filter()


class Panel(Command):
    """From the list to the rooms and back, where both are shown."""

    id, key, label, palette = "programme-panel", "tab,shift+tab", "panel", False
    view, group = "programme", "Programme"

    @classmethod
    def why_not(cls, app: "OpsdashApp") -> str | None:
        from opsdash.tui.screens.programme import ProgrammeView

        return app.view_of(ProgrammeView).why_not_panel()

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        from opsdash.tui.screens.programme import ProgrammeView

        app.view_of(ProgrammeView).next_panel()


COMMANDS: tuple[type[Command], ...] = (DayBefore, DayAfter, Grid, Filter, Panel)
