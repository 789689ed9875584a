"""View 1: the four panels, the alert strip, and as much else as the terminal has room for."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.geometry import Size
from textual.reactive import var
from textual.widget import Widget

from opsdash.tui.layout import LAYOUTS, SHOWN, Layout, layout_for
from opsdash.tui.rowlist import RowList
from opsdash.tui.screens.base import BoardScreen, bindings
from opsdash.tui.widgets.lines import (
    AlertStrip,
    BannerLine,
    BoardLine,
    FooterLine,
    HeaderClock,
    HeaderName,
)
from opsdash.tui.widgets.panel import SPECS, Panel

MORE = ("alerts", "changes", "sources")
"""Panels that there is not always room for."""


class Overview(BoardScreen):
    """The overview. Data comes down from its `board`; keys are the app's commands."""

    AUTO_FOCUS = "#programme-rows"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("panel-next", "panel-previous", "zoom")]
    zoomed: var[bool] = var(False, init=False)
    current: var[str] = var("programme", init=False)
    travelling: var[bool] = var(False, init=False)
    keys: var[tuple[tuple[str, str], ...]] = var((), init=False)

    def __init__(self) -> None:
        super().__init__()
        self.arrangement: Layout = "four"
        self._panels = {name: Panel(spec) for name, spec in SPECS.items()}
        self._footer = FooterLine()
        panels = self._panels
        left = Vertical(panels["facilities"], panels["spaces"], id="left")
        right = Vertical(panels["programme"], panels["pools"], id="right")
        self._main = Horizontal(left, right, id="main")
        self._more = Horizontal(id="more")
        self._boxes: dict[Widget, tuple[str, ...]] = {
            left: ("facilities", "spaces"),
            right: ("programme", "pools"),
            self._main: ("facilities", "spaces", "programme", "pools"),
            self._more: MORE,
        }
        self._arranged_for = Size(0, 0)

    def compose(self) -> ComposeResult:
        lines: tuple[BoardLine, ...] = (HeaderName(), HeaderClock(), AlertStrip(), BannerLine())
        for drawn in (*lines, *(panel for name, panel in self._panels.items() if name not in MORE)):
            drawn.data_bind(Overview.board)
        name, clock, strip, banner = lines
        yield Horizontal(name, clock, id="header")
        yield strip
        yield banner
        yield Container(self._main, self._more, id="body")
        yield self._footer

    def on_resize(self, event: events.Resize) -> None:
        """Another size: another arrangement."""
        self.arrange_for(event.size)

    def arrange_for(self, size: Size) -> None:
        """Arrange everything for a terminal of `size`; called before the first layout too, to paint only once."""
        if size == self._arranged_for:
            return
        self._arranged_for = size
        self.arrangement = layout_for(size.width, size.height)
        if self.current not in SHOWN[self.arrangement]:
            self._focus("programme")
        self._arrange()

    def watch_zoomed(self) -> None:
        """One panel, or all."""
        self._arrange()

    def watch_current(self) -> None:
        """Another panel has the focus."""
        if self.zoomed or self.arrangement == "single":
            self._arrange()

    def watch_travelling(self) -> None:
        """Another time is shown, or now again."""
        self.set_class(self.travelling, "-travel")

    def watch_keys(self) -> None:
        """Other keys in the footer."""
        self._footer.keys = self.keys

    def flash(self, text: str, role: str = "soon") -> None:
        self._footer.flash = (text, role) if text else None

    def _arrange(self) -> None:
        shown: Layout = "single" if self.zoomed else self.arrangement
        for layout in LAYOUTS:
            self.set_class(layout == shown, f"-{layout}")
        self.set_class(self._arranged_for.width < 70, "-narrow")
        self.set_class(self._arranged_for.height < 20, "-low")
        if self.is_mounted:
            self._mount_more()
        for name, panel in self._panels.items():
            here = shown != "single" or name == self.current
            panel.display = here and name in SHOWN[shown]
        for box, names in self._boxes.items():
            box.display = any(self._panels[name].display for name in names)

    def on_mount(self) -> None:
        """The further panels, if there is room for them."""
        self._mount_more()

    def _mount_more(self) -> None:
        """The panels that only some arrangements show are mounted when one does: each costs start-up time."""
        for name in MORE:
            panel = self._panels[name]
            if name in SHOWN[self.arrangement] and not panel.is_attached:
                self._more.mount(panel.data_bind(Overview.board))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember which panel is worked in."""
        if isinstance(event.widget, RowList) and isinstance(event.widget.parent, Panel):
            self.current = event.widget.parent.spec.name

    def focus_panel(self, step: int) -> None:
        """The focus to the next or previous panel."""
        names = SHOWN[self.arrangement]
        self._focus(names[(names.index(self.current) + step) % len(names)])

    def _focus(self, name: str) -> None:
        self.current = name
        self._panels[name].list.focus(scroll_visible=False)

    def toggle_zoom(self) -> None:
        """The current panel alone, or all again."""
        self.zoomed = not self.zoomed

    @property
    def panel(self) -> Panel:
        """The panel that is worked in."""
        return self._panels[self.current]
