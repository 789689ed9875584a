"""What can be done in the view of booths."""

from typing import TYPE_CHECKING

from opsdash.tui.commands.base import Command
from opsdash.tui.commands.sideways import Look, Sideways

if TYPE_CHECKING:
    from opsdash.tui.app import OpsdashApp


class Left(Sideways):
    """The space before; while another time is shown, that time a quarter of an hour back."""

    id, key, label, step, view, group = "booths-left", "left,h", "space before", -1, "booths", "Booths"


class Right(Sideways):
    """The next space; while another time is shown, that time a quarter of an hour on."""

    id, key, label, step, view, group = "booths-right", "right,l", "next space", 1, "booths", "Booths"


class Free(Look):
    """Only what is free now for an hour, for two, for half a one, and what will be soonest; back shows all again."""

    id, key, label, view, group = "booths-free", "f", "free for an hour", "booths", "Booths"

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        from opsdash.tui.screens.booths import BoothsView

        app.view_of(BoothsView).next_wait()


COMMANDS: tuple[type[Command], ...] = (Left, Right, Free)
