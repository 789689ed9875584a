"""The lines around the panels: header, banner, alert strip, panel title, footer."""

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.reactive import var

from opsdash.board.items import Board
from opsdash.render.cells import wrap
from opsdash.render.rows import Spans, clip, sides
from opsdash.render.summary import PanelTitle, alert_strip, banner, header_clock, header_name, more_forms
from opsdash.tui.drawn import Drawn, Shown
from opsdash.tui.rowlist import RowList


class BoardLine(Drawn):
    """Lines drawn from the board."""

    board: var[Board | None] = var(None, init=False)

    def watch_board(self) -> None:
        """Another board: repaint what differs."""
        self.redraw()

    def lines(self, board: Board, cells: int) -> tuple[Spans, ...]:
        """The lines that `board` gives."""
        raise NotImplementedError

    def shown(self, y: int, cells: int, /) -> Shown:
        spans = self.lines(self.board, cells)[y] if self.board else clip((), cells)
        return spans, False, False


class HeaderName(BoardLine):
    """Event and place."""

    DEFAULT_CSS = "HeaderName { height: 1; width: 1fr; background: $panel; padding: 0 0 0 1; }"

    def lines(self, board: Board, cells: int) -> tuple[Spans, ...]:
        return (header_name(board, cells),)


class HeaderClock(BoardLine):
    """Venue time, how old the data is. A widget of its own: Textual repaints a line from its widget's left edge."""

    DEFAULT_CSS = "HeaderClock { height: 1; width: 54; background: $panel; padding: 0 1 0 0; }"

    def lines(self, board: Board, cells: int) -> tuple[Spans, ...]:
        return (header_clock(board, cells),)


BANNER_SHARE = 5
"""A banner takes no more than this part of the lines there are."""


class BannerLine(BoardLine):
    """What must be said across the screen, in as many lines as that needs; none when there is nothing to say."""

    DEFAULT_CSS = "BannerLine { height: 1; display: none; } BannerLine.-shown { display: block; }"

    def watch_board(self) -> None:
        said = bool(self.board and banner(self.board))
        self.set_class(said, "-shown")
        if self.board and said:
            self.styles.height = len(self.lines(self.board, self.cells or self.app.size.width))
        self.redraw()

    def on_resize(self) -> None:
        """As many lines as it needs now."""
        self.watch_board()

    def lines(self, board: Board, cells: int) -> tuple[Spans, ...]:
        role = "travel-label" if board.asked else "bad-label"
        said = wrap(banner(board, cells - 1), cells - 1)
        most = max(1, self.app.size.height // BANNER_SHARE)
        if len(said) > most:
            said = [*said[: most - 1], " ".join(said[most - 1 :])]
        return tuple(tuple((text, role) for text, _ in clip(((f" {line}", role),), cells)) for line in said)

    def shown(self, y: int, cells: int, /) -> Shown:
        lines = self.lines(self.board, cells) if self.board else ()
        return lines[y] if y < len(lines) else clip((), cells), False, False


class AlertStrip(BoardLine):
    """The most urgent alerts; a click shows them all."""

    DEFAULT_CSS = "AlertStrip { height: 1; background: $surface; padding: 0 1; }"

    class Clicked(Message):
        """Somebody wants to see the alerts."""

    def __init__(self, key: str) -> None:
        """`key` shows the sources."""
        super().__init__()
        self._key = key

    def lines(self, board: Board, cells: int) -> tuple[Spans, ...]:
        return alert_strip(board, cells, max(self.size.height, 1), self._key)

    def on_click(self, event: events.Click) -> None:
        """Show all alerts."""
        event.stop()
        self.post_message(self.Clicked())


class TitleLine(Drawn):
    """A panel's title, ruled; heavy while the panel has the focus."""

    DEFAULT_CSS = "TitleLine { height: 1; }"
    title: var[PanelTitle | None] = var(None, init=False)
    focused_panel: var[bool] = var(False, init=False)

    def __init__(self, rows: RowList | None = None, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        """`rows`: the list below, of which the title says how many rows are not in view."""
        super().__init__(id=id)
        self._rows = rows

    def on_mount(self) -> None:
        """Follow the list."""
        if self._rows:
            self.watch(self._rows, "beyond", self.redraw, init=False)

    def watch_title(self) -> None:
        """Repaint what differs."""
        self.redraw()

    def watch_focused_panel(self) -> None:
        """Repaint what differs."""
        self.redraw()

    def shown(self, _y: int, cells: int, /) -> Shown:
        beyond = self._rows.beyond if self._rows else (0, 0)
        spans = self.title.spans(cells, self.focused_panel, beyond) if self.title else clip((), cells)
        return spans, False, False


class FooterLine(Drawn):
    """The keys; for a moment, what a key had to say, in as many lines as that needs."""

    DEFAULT_CSS = "FooterLine { height: 1; background: $panel; padding: 0 1; }"
    keys: var[tuple[tuple[str, str], ...]] = var((), init=False)
    flash: var[tuple[str, str] | None] = var(None, init=False)
    _said: Sequence[str] = ()

    def watch_keys(self) -> None:
        """Repaint what differs."""
        self.redraw()

    def watch_flash(self) -> None:
        """Something to say, or the keys again."""
        self._said = wrap(self.flash[0], max(20, self.cells)) if self.flash else []
        self.styles.height = max(1, len(self._said))
        self.redraw()

    def on_resize(self) -> None:
        """What is said, in as many lines as it needs now."""
        if self.flash:
            self.watch_flash()

    def shown(self, y: int, cells: int, /) -> Shown:
        if self.flash:
            said = self._said[y] if y < len(self._said) else ""
            return clip(((said, self.flash[1]),), cells), False, False
        spans: list[tuple[str, str]] = []
        used = 0
        for key, label in self.keys:
            if (used := used + len(key) + len(label) + 3) > cells + 2:
                break
            spans += [(key, "accent"), (f" {label}  ", "dim")]
        return clip(tuple(spans), cells), False, False


class SpansLine(Drawn):
    """A line of given spans; at its right edge how many rows of a list are not in view."""

    DEFAULT_CSS = "SpansLine { height: 1; }"
    spans: var[Spans] = var((), init=False)

    def __init__(self, spans: Spans = (), rows: RowList | None = None) -> None:
        super().__init__()
        self.set_reactive(SpansLine.spans, spans)
        self._rows = rows

    def on_mount(self) -> None:
        """Follow the list."""
        if self._rows:
            self.watch(self._rows, "beyond", self.redraw, init=False)

    def watch_spans(self) -> None:
        """Repaint what differs."""
        self.redraw()

    def shown(self, _y: int, cells: int, /) -> Shown:
        more, _ = more_forms(*self._rows.beyond) if self._rows else ("", "")
        return sides(self.spans, ((more, "text"),), cells) if more else clip(self.spans, cells), False, False
