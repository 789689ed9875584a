"""View 1: the four panels, and as much else as the terminal has room for."""

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.reactive import var
from textual.widget import Widget

from opsdash.board.items import Board
from opsdash.render.glyphs import Family
from opsdash.render.summary import panel_names
from opsdash.tui.layout import LAYOUTS, SHOWN, Layout, layout_for
from opsdash.tui.rowlist import RowList
from opsdash.tui.screens.base import view_bindings
from opsdash.tui.screens.view import View
from opsdash.tui.widgets.ground import Across, Down, Ground
from opsdash.tui.widgets.lines import SpansLine
from opsdash.tui.widgets.panel import SPECS, Panel

MORE = ("alerts", "changes", "sources")
"""Panels that there is not always room for."""


class Overview(View):
    """The overview. Data comes down from its `board`."""

    AUTO_FOCUS = "#programme-rows"
    BINDINGS: ClassVar[list[BindingType]] = [*view_bindings("overview")]
    view = "overview"
    zoomed: var[bool] = var(False, init=False)
    current: var[str] = var("programme", init=False)

    def __init__(self) -> None:
        super().__init__()
        self.arrangement: Layout = "four"
        self._panels = {name: Panel(spec) for name, spec in SPECS.items()}
        panels = self._panels
        left = Down(panels["facilities"], panels["spaces"], id="left")
        right = Down(panels["programme"], panels["pools"], id="right")
        self._main = Across(left, right, id="main")
        self._more = Across(id="more")
        self._names = SpansLine()
        self._cells = 80
        self._boxes: dict[Widget, tuple[str, ...]] = {
            left: ("facilities", "spaces"),
            right: ("programme", "pools"),
            self._main: ("facilities", "spaces", "programme", "pools"),
            self._more: MORE,
        }

    def content(self) -> Iterable[Widget]:
        for panel in self._panels.values():
            panel.key = self.key_of("view-sources")
            panel.data_bind(View.board)  # here, where this screen is at work; later the app may be, from another view
        yield self._names
        yield Ground(self._main, self._more, id="body")

    def fit_to(self, size: Size) -> None:
        self.arrangement = layout_for(size.width, size.height)
        self._cells = size.width
        if self.current not in SHOWN[self.arrangement]:
            self._focus("programme")
        self._arrange()

    def step_back(self) -> bool:
        zoomed, self.zoomed = self.zoomed, False
        return zoomed

    def draw(self, _board: Board) -> None:
        self._name_others()  # the panels draw themselves

    def watch_zoomed(self) -> None:
        """One panel, or all."""
        self._arrange()

    def watch_current(self) -> None:
        """Another panel has the focus."""
        if self.zoomed or self.arrangement == "single":
            self._arrange()

    def _arrange(self) -> None:
        shown: Layout = "single" if self.zoomed else self.arrangement
        for layout in LAYOUTS:
            self.set_class(layout == shown, f"-{layout}", update=self.is_mounted)
        if self.is_mounted:
            self._mount_more()
        for name, panel in self._panels.items():
            here = shown != "single" or name == self.current
            panel.display = here and name in SHOWN[shown]
        self._names.display = shown == "single"
        self._name_others()
        for box, names in self._boxes.items():
            box.display = any(self._panels[name].display for name in names)

    def _name_others(self) -> None:
        """Where one panel is shown: which others there are."""
        if self._names.display:
            names, key = SHOWN[self.arrangement], self.key_of("panel-next")
            framed = self.board is not None and self.board.asked is not None
            self._names.spans = panel_names(names, self.current, self._cells - 2 * framed, key)

    def on_mount(self) -> None:
        """The further panels, if there is room for them."""
        self._mount_more()

    def _mount_more(self) -> None:
        """The panels that only some arrangements show are mounted when one does: each costs start-up time."""
        for name in MORE:
            panel = self._panels[name]
            if name in SHOWN[self.arrangement] and not panel.is_attached:
                self._more.mount(panel)

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

    @property
    def family(self) -> Family:
        return self.panel.spec.family

    @property
    def useless(self) -> frozenset[str]:
        return frozenset({"zoom"}) if self.arrangement == "single" else frozenset()

    @property
    def topic(self) -> str:
        return f"panel: {self.panel.spec.title(self.board).name if self.board else ''}"
