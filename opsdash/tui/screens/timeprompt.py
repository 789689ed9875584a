"""Asking for a time to show."""

from datetime import datetime
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from opsdash.timing import INSTANT_FORMS, parse_instant
from opsdash.tui.widgets.lines import SpansLine


class TimePrompt(ModalScreen[datetime | None]):
    """One line to type a time into; dismissed with the instant, or None."""

    DEFAULT_CSS = """
    TimePrompt { align: center bottom; background: $background 30%; }
    TimePrompt > #ask { width: 100%; height: 5; background: $surface; border: heavy $role-travel; padding: 0 1; }
    TimePrompt Input, TimePrompt Input:focus { border: none; height: 1; padding: 0; background: $surface; }
    """
    BINDINGS = [("escape", "dismiss", "back")]  # noqa: RUF012  Textual's own form

    def __init__(self, tz: ZoneInfo, now: datetime) -> None:
        super().__init__()
        self._tz = tz
        self._now = now
        self._said = SpansLine()

    def compose(self) -> ComposeResult:
        with Vertical(id="ask"):
            yield SpansLine((("Show the board at  ", "travel"), (f"venue time: {INSTANT_FORMS}", "dim")))
            field = Input(placeholder="tomorrow 07:00", select_on_focus=False)
            field.cursor_blink = False
            yield field
            yield self._said

    def on_mount(self) -> None:
        self._said.spans = (("Enter", "accent"), (" show it   ", "dim"), ("Esc", "accent"), (" back", "dim"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go there, or say what is not understood."""
        try:
            self.dismiss(parse_instant(event.value, self._tz, self._now))
        except ValueError as error:
            self._said.spans = ((str(error), "bad"),)
