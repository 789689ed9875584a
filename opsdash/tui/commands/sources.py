"""What can be done where the sources are listed."""

from typing import TYPE_CHECKING

from opsdash.tui.commands.base import Command

if TYPE_CHECKING:
    from opsdash.tui.app import OpsdashApp


class SourcesPanel(Command):
    """The other list: the sources, or the newsrooms' headlines."""

    id, key, label, footer, palette = "sources-panel", "tab,shift+tab", "panel", True, False
    view, group = "sources", "Sources"

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        from opsdash.tui.screens.sources import SourcesView

        app.view_of(SourcesView).next_panel()


COMMANDS: tuple[type[Command], ...] = (SourcesPanel,)
