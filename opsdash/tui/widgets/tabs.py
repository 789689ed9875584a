"""The line that names the views."""

from textual import events
from textual.message import Message
from textual.reactive import var

from opsdash.tui.drawn import Drawn, Shown
from opsdash.tui.views import tabs


class TabLine(Drawn):
    """The views with their keys, the current one in brackets; a click shows one.

    Attributes:
        counts: what stands behind a view's name.
    """

    DEFAULT_CSS = "TabLine { height: 1; background: $surface; }"

    counts: var[dict[str, str]] = var(dict, init=False)

    class Clicked(Message):
        """Somebody wants to see `view`."""

        def __init__(self, view: str) -> None:
            super().__init__()
            self.view = view

    def __init__(self, current: str, keys: dict[str, str]) -> None:
        """`keys`: by view."""
        super().__init__()
        self._current = current
        self._keys = keys

    def watch_counts(self) -> None:
        """Repaint what differs."""
        self.redraw()

    def shown(self, _y: int, cells: int, /) -> Shown:
        return tabs(self._current, cells, self._keys, self.counts)[0], False, False

    def on_click(self, event: events.Click) -> None:
        """Show the view whose name was clicked."""
        event.stop()
        if view := tabs(self._current, self.cells, self._keys, self.counts)[1].get(event.x):
            self.post_message(self.Clicked(view))
