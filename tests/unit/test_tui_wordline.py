"""The line that is typed into: what is pasted goes in as it could have been typed."""

import re
from pathlib import Path

from textual import events
from textual.app import App, ComposeResult

from opsdash.tui.widgets import wordline
from opsdash.tui.widgets.wordline import MOST, WordLine


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


def test_nothing_else_is_typed_into() -> None:
    code = Path(wordline.__file__).parents[1]
    own = {
        path.name
        for path in code.rglob("*.py")
        if re.search(r"\b(Input|TextArea)\(|\((Input|TextArea)\)", path.read_text())
    }
    assert own == {"wordline.py"}
