"""What can be done in the view of opening hours."""

from typing import TYPE_CHECKING

from opsdash.tui.commands.base import Command
from opsdash.tui.commands.sideways import Look, Sideways

if TYPE_CHECKING:
    from opsdash.tui.app import OpsdashApp


class Earlier(Sideways):
    """The axis a day back; while another time is shown, that time a quarter of an hour back."""

    id, key, label, step, view, group = "hours-earlier", "left,h", "day back", -1, "hours", "Hours"


class Later(Sideways):
    """The axis a day on; while another time is shown, that time a quarter of an hour on."""

    id, key, label, step, view, group = "hours-later", "right,l", "day on", 1, "hours", "Hours"
    footer = True


class Span(Look):
    """The week, three days, or one day on the axis."""

    id, key, label, view, group = "hours-span", "v", "week/days/day", "hours", "Hours"

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        from opsdash.tui.screens.hours import HoursView

        app.view_of(HoursView).next_span()


COMMANDS: tuple[type[Command], ...] = (Earlier, Later, Span)
