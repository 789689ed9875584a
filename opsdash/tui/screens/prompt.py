"""Asking for one line of text."""

from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from opsdash.render.rows import Spans
from opsdash.tui.widgets.lines import SpansLine
from opsdash.tui.widgets.wordline import WordLine

T = TypeVar("T")


class Prompt(ModalScreen[T | None], Generic[T]):
    """One line to type into; dismissed with what it was read as, or None. A subclass gives `read`."""

    DEFAULT_CSS = """
    Prompt { align: center bottom; background: $background 30%; }
    Prompt > #ask { width: 100%; height: 5; background: $surface; border: heavy $role-accent; padding: 0 1; }
    Prompt Input, Prompt Input:focus { border: none; height: 1; padding: 0; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "back", show=False)]

    def __init__(self, asked: Spans, example: str, does: str) -> None:
        """`asked` stands over the line, `example` in it while it is empty; `does` is what Enter does."""
        super().__init__()
        self._asked = asked
        self._example = example
        self._said = SpansLine((("Enter", "accent"), (f" {does}   ", "dim"), ("Esc", "accent"), (" back", "dim")))

    def read(self, text: str) -> T:
        """What `text` means. Raises ValueError with a sentence."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with Vertical(id="ask"):
            yield SpansLine(self._asked)
            field = WordLine(placeholder=self._example, select_on_focus=False)
            field.cursor_blink = False
            yield field
            yield self._said

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Done, or say what is not understood."""
        try:
            self.dismiss(self.read(event.value))
        except ValueError as error:
            self._said.spans = ((str(error), "bad"),)
