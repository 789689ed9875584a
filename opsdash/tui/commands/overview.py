"""What can be done in the overview alone."""

from typing import TYPE_CHECKING

from opsdash.tui.commands.base import Command

if TYPE_CHECKING:
    from opsdash.tui.app import OpsdashApp


class NextPanel(Command):
    """The next panel."""

    id, key, label, footer, palette = "panel-next", "tab,right_square_bracket", "panel", True, False
    view, group = "overview", "Overview"

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.overview.focus_panel(1)


class PreviousPanel(Command):
    """The panel before."""

    id, key, label, palette = "panel-previous", "shift+tab,left_square_bracket", "panel before", False
    view, group = "overview", "Overview"

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.overview.focus_panel(-1)


class Zoom(Command):
    """The focused panel over the whole screen; again, or back: all panels."""

    id, key, label, footer, view, group = "zoom", "z", "zoom", True, "overview", "Overview"

    @classmethod
    def why_not(cls, app: "OpsdashApp") -> str | None:
        if app.overview.arrangement != "single":
            return None
        return f"One panel has the whole screen already: {NextPanel.first_key(app.keys)} shows the next."

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.overview.toggle_zoom()


COMMANDS: tuple[type[Command], ...] = (NextPanel, PreviousPanel, Zoom)
