"""What the numbered views share: header, tabs, banner, alert strip, footer, and room for what is their own."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.widget import Widget

from opsdash.board.items import Board
from opsdash.render.changelog import new_count
from opsdash.render.glyphs import Family
from opsdash.tui.commands import footer_keys, travel_keys, view_keys
from opsdash.tui.data import BoardSource
from opsdash.tui.pacing import jumped
from opsdash.tui.screens.base import BoardScreen
from opsdash.tui.views import VIEWS
from opsdash.tui.widgets.ground import Across
from opsdash.tui.widgets.lines import AlertStrip, BannerLine, FooterLine, HeaderClock, HeaderName
from opsdash.tui.widgets.tabs import TabLine


class View(BoardScreen):
    """One of the numbered views. It is made when it is first shown and kept; a new board reaches only the one in sight.

    A subclass sets `view` and `BINDINGS = [*view_bindings(<its name>)]`, gives `content`, and draws in `draw`.
    Its own commands stand in `opsdash.tui.commands.<its name>`. It may also override `selected_id` (what
    Enter, copy and acknowledge act on; by default the focused RowList's row), `fit_to`, `entered`, `step_back`
    and `family`.

    Attributes:
        source: where boards come from, for a view that asks it for more; the app sets it.
        marks: until when this viewer has seen the changes of each kind of record; the app's, shared by all views.
        view: its name in `opsdash.tui.views.VIEWS`. family: the states that its help explains; None for none.
    """

    DEFAULT_CSS = """
    View { background: $background; layout: vertical; layers: base over; }
    View FooterLine { layer: over; dock: bottom; }
    View #header { height: 1; }
    View #content { height: 1fr; margin: 0 0 1 0; }
    View.-travel #content { border: heavy $role-travel; }
    View.-narrow HeaderClock { width: 26; }
    View.-low TabLine { display: none; }
    """
    BLANK = True
    view: ClassVar[str]
    source: BoardSource | None = None

    def __init__(self) -> None:
        super().__init__()
        self._arranged_for = Size(0, 0)
        self._footer = FooterLine()
        self._tabs_shown = True
        self._tabs: TabLine | None = None
        self.marks: dict[str, datetime] = {}

    # --- what a subclass gives ---------------------------------------------------------------------------

    def content(self) -> Iterable[Widget]:
        """The widgets between alert strip and footer, asked for once."""
        raise NotImplementedError

    def draw(self, board: Board) -> None:
        """Give the widgets what they show: after the view was made, for each new board, for another size."""

    def fit_to(self, size: Size) -> None:
        """Another size of the terminal, the first one before anything is laid out; `draw` follows."""

    def entered(self) -> None:
        """The view's key was pressed, perhaps while it was shown already."""

    def travelled(self) -> None:
        """Another time is shown, or now again; `draw` follows."""

    def step_back(self) -> bool:
        """Esc: undo what was narrowed or enlarged in this view. False when there was nothing to undo."""
        return False

    @property
    def family(self) -> Family | None:
        """The states that the help explains here."""
        return None

    @property
    def useless(self) -> frozenset[str]:
        """Ids of the commands that the footer must not offer now."""
        return frozenset()

    @property
    def topic(self) -> str:
        """What the help calls the place that keys act on."""
        return f"view: {self.view}"

    # --- what they share ---------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        name, clock, banner, alerts = HeaderName(), HeaderClock(), BannerLine(), AlertStrip(self.key_of("view-sources"))
        for line in (name, clock, banner, alerts):
            line.data_bind(View.board)
        yield Across(name, clock, id="header")
        self._tabs = TabLine(self.view, {name: self.key_of(f"view-{name}") for name in VIEWS})
        self.show_news()
        yield self._tabs
        yield banner
        with Vertical(id="content"):
            yield alerts
            yield from self.content()
        yield self._footer

    def cells_for(self, board: Board) -> int:
        """Cells for a line: less one at both edges, and less the frame around a board of another time."""
        return max(20, self._arranged_for.width - (4 if board.asked else 2))

    def on_mount(self) -> None:
        """Everything is there: draw it."""
        self._show_keys()
        self._draw()

    def on_resize(self, event: events.Resize) -> None:
        """Another size: another arrangement."""
        self.arrange_for(event.size)

    def arrange_for(self, size: Size) -> None:
        """Arrange everything for a terminal of `size`; called before the first layout too, to paint only once."""
        if size == self._arranged_for:
            return
        self._arranged_for = size
        self.set_class(size.width < 70, "-narrow", update=self.is_mounted)
        self._tabs_shown = size.height >= 20
        self.set_class(not self._tabs_shown, "-low", update=self.is_mounted)
        self.fit_to(size)
        if self.is_mounted:
            self._show_keys()
        self._draw()

    def _draw(self) -> None:
        if self.board and self._footer.is_attached:
            self.draw(self.board)

    def _watch_board(self, old: Board | None, board: Board | None) -> None:
        """Another board: its frame and the keys, then what the subclass draws."""
        if bool(old and old.asked) != bool(board and board.asked):
            self.set_class(bool(board and board.asked), "-travel", update=self.is_mounted)
            if self.is_mounted:
                self._show_keys()
        self.show_news()
        if jumped(old, board):
            self.travelled()
        self._draw()

    def show_news(self) -> None:
        """How many changes are new, on the tab of the changes."""
        new = new_count(self.board, self.marks) if self.board else ""
        if self._tabs:
            self._tabs.counts = {"changes": new} if new else {}

    def _show_keys(self) -> None:
        travelling = self.board is not None and self.board.asked is not None
        keys = travel_keys(self.remapped) if travelling else footer_keys(self.remapped, self.view, self.useless)
        self._footer.keys = keys if self._tabs_shown else ((view_keys(self.key_of), "views"), *keys)

    def flash(self, text: str, role: str = "soon") -> None:
        self._footer.flash = (text, role) if text else None
