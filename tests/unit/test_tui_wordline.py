"""The line that is typed into: what is pasted goes in as it could have been typed."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Input, TextArea

from opsdash.tui.app import OpsdashApp
from opsdash.tui.commands import COMMANDS
from opsdash.tui.screens.find import FindView
from opsdash.tui.screens.noteprompt import NotePrompt
from opsdash.tui.screens.palette import Palette
from opsdash.tui.screens.picker import Picker
from opsdash.tui.screens.timeprompt import TimePrompt
from opsdash.tui.widgets.wordline import MOST, WordLine
from tests import viewboards
from tests.terminal.show import HandMade


class Asking(App[int]):
    def compose(self) -> ComposeResult:
        yield WordLine()


async def test_of_what_is_pasted_the_printable_characters_that_fit_are_taken() -> None:
    app = Asking()
    async with app.run_test() as pilot:
        line = app.query_one(WordLine)
        for text in ("a\x1b]52;c;x\x07\x9b31m\u202e\u200b\tb\u00a0c\nsecond", "x" * 1_000_000, "\x1b" * 9999):
            app.post_message(events.Paste(text))
            await pilot.pause()
            assert line.value.startswith("a]52;c;x31m b c")
            assert line.value.isprintable()
        assert len(line.value) == MOST
        await pilot.press("y", "backspace", "z")
        assert line.value[-2:] == "xz"
        line.action_select_all()
        app.post_message(events.Paste("Ł日"))
        await pilot.pause()
        assert line.value == "Ł日"


async def test_nothing_else_is_typed_into() -> None:
    """In no view, and in nothing that a command of it opens."""
    app = OpsdashApp(HandMade(viewboards.views(), feed=viewboards.FEED))
    asking = set()
    async with app.run_test(size=(40, 15)) as pilot:
        for command in (c for c in COMMANDS.values() if c.group != "Moving in a list" and c.id != "quit"):
            if len(app.screen_stack) > 1 or command.view not in ("", app.view.view):
                app.show_view(command.view or app.view.view)
                await pilot.pause()
            app.action_command(command.id)
            if len(app.screen_stack) > 1 or command.group == "Views":
                await pilot.pause()
            typed = [widget for widget in app.screen.walk_children() if isinstance(widget, Input | TextArea)]
            assert all(isinstance(widget, WordLine) for widget in typed), command.id
            asking |= {type(app.screen) for _ in typed}
    assert asking == {FindView, Palette, Picker, NotePrompt, TimePrompt}
