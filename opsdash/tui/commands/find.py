"""What can be done in the search alone."""

from typing import TYPE_CHECKING

from opsdash.tui.commands.base import Command

if TYPE_CHECKING:
    from opsdash.tui.app import OpsdashApp


class CopyAnswer(Command):
    """Copy the sentence of the answer to your clipboard while you type, where letters are no commands."""

    id, key, label, footer, palette = "find-copy", "ctrl+y", "copy", True, False
    view, group = "find", "Find"

    @classmethod
    def why_not(cls, app: "OpsdashApp") -> str | None:
        return None if app.here.sentence else "There is no answer yet to copy."

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        app.copy_sentence()


class SwitchFocus(Command):
    """From the words to the hits, where letters are commands again, and back."""

    id, key, label, footer, palette = "find-focus", "tab", "words / hits", True, False
    view, group = "find", "Find"

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        from opsdash.tui.screens.find import FindView

        app.view_of(FindView).switch_focus()


COMMANDS: tuple[type[Command], ...] = (CopyAnswer, SwitchFocus)
