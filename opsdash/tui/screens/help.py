"""The keys, from the commands; the states of the focused panel, from their meanings."""

from collections.abc import Iterable

from textual.binding import Binding

from opsdash.render.glyphs import FAMILIES
from opsdash.render.rows import Row, Spans
from opsdash.tui.commands import by_group, key_names, keys_of
from opsdash.tui.rowlist import RowList
from opsdash.tui.screens.modal import BoxScreen, blank, full, labelled
from opsdash.tui.widgets.panel import PanelSpec


class HelpScreen(BoxScreen):
    """The help for where the person is."""

    keys = (("Esc", "back"), ("↑ ↓", "more"))

    def __init__(self, panel: PanelSpec, remapped: dict[str, str]) -> None:
        super().__init__()
        self._panel = panel
        self._remapped = remapped

    def heading(self) -> Spans:
        name = self._panel.title(self.board).name if self.board else ""
        return (("Help  ", "title"), (f"panel: {name}", "dim"))

    def content(self, cells: int) -> Iterable[Row]:
        yield blank()
        yield from full("What the states of this panel mean", cells, "heading")
        for mark in FAMILIES[self._panel.family].values():
            yield from _state(f"{mark.glyph} {mark.word}", mark.tone, mark.means, cells)
        for group, commands in by_group():
            yield blank()
            yield from full(group, cells, "heading")
            for command in commands:
                yield from labelled(key_names(keys_of(command, self._remapped)), command.help(), cells)
        yield blank()
        yield from full("Moving in a list", cells, "heading")
        for binding in RowList.BINDINGS:
            if isinstance(binding, Binding):
                keys = self._remapped.get(binding.id or "", binding.key)
                yield from labelled(key_names(keys), f"{binding.description.capitalize()}.", cells)


def _state(label: str, tone: str, means: str, cells: int) -> Iterable[Row]:
    for at, row in enumerate(labelled(label, means, cells)):
        label_cell, text = row.cells
        role = "dim" if at else tone
        yield Row("", (type(label_cell)(label_cell.text, role), text))
