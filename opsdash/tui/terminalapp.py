"""What an app sends its terminal: what it does not show yet, no colour where none is wanted, what it may copy."""

import os
from collections.abc import Sequence

from rich.console import RenderableType
from textual import events
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.filter import LineFilter, NoColor
from textual.screen import Screen

from opsdash.tui.frame import Frame, Ready
from opsdash.tui.terminal import fills_what_it_erases, osc52, past_tmux


class TerminalApp(App[int]):
    """An app that keeps what its terminal shows."""

    def __init__(self) -> None:
        super().__init__()
        self._frame = Frame(erases=fills_what_it_erases())

    def on_mount(self) -> None:
        """Be told when the process goes on after it was stopped."""
        self.app_resume_signal.subscribe(self, lambda _: self.repaint())

    def on_resize(self, event: events.Resize) -> None:
        """A terminal that grows again has lost what it showed there. Textual lays out anew when it learns of another
        size; over a slow line it may learn of the way there and back at once."""
        self._frame.forget()
        if event.size == self.screen.outer_size:  # what it was laid out for
            self.screen.refresh()

    def repaint(self) -> None:
        """Send the whole screen again: something else may have written to the terminal."""
        self._frame.forget()
        self.screen.refresh()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Send to the terminal what it does not show yet. Textual 8.2 has no other place to do so."""
        held_back = self._batch_count or not self._running or self._closed or self.is_headless or not self._driver
        lean: CompositorUpdate | RenderableType | None = renderable
        if isinstance(renderable, (LayoutUpdate, ChopsUpdate)) and not held_back:
            text = self._frame.bytes_for(renderable, self.console)
            lean = Ready(text) if text else None
        super()._display(screen, lean)  # type: ignore[arg-type]  # Textual hands over its updates as renderables

    def get_line_filters(self) -> Sequence[LineFilter]:
        """With NO_COLOR no colour at all. Textual 8.2.8 chooses its filter by the theme there is before ours, and
        that one turns the terminal's own colours to black on black."""
        return (NoColor(),) if self.no_color else super().get_line_filters()

    def copy_to_clipboard(self, text: str) -> None:
        """By OSC 52, as one line, since a shell obeys each line pasted into it; inside tmux also past it, to the
        terminal around it, which `allow-passthrough` permits."""
        text = "".join(char for char in " ".join(text.split()) if char.isprintable())
        super().copy_to_clipboard(text)
        self._past_tmux(osc52(text))

    def ask_terminal(self, sequence: str) -> None:
        """Send a control sequence that draws nothing, also past tmux; nothing for ""."""
        if sequence and self._driver:
            self._driver.write(sequence)
            self._past_tmux(sequence)

    def _past_tmux(self, sequence: str) -> None:
        if os.environ.get("TMUX") and self._driver:
            self._driver.write(past_tmux(sequence))
