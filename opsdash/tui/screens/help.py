"""The keys, from the commands; the states of the focused panel, from their meanings."""

from collections.abc import Iterable

from opsdash.render.glyphs import FAMILIES, Family
from opsdash.render.rows import Cell, Row, Spans
from opsdash.tui.commands import by_group
from opsdash.tui.keys import key_name
from opsdash.tui.screens.modal import BoxScreen, blank, full, labelled


class HelpScreen(BoxScreen):
    """The help for where the person is."""

    def __init__(self, view: str, topic: str, family: Family | None) -> None:
        """For `view`; `topic` is what the place that keys act on is called, `family` the states it shows."""
        super().__init__()
        self._view = view
        self._topic = topic
        self._family = family

    def heading(self) -> Spans:
        return (("Help  ", "title"), (self._topic, "dim"))

    def content(self, cells: int) -> Iterable[Row]:
        if self._family:
            yield blank()
            yield from full("What the states here mean", cells, "heading")
            for mark in FAMILIES[self._family].values():
                yield from _state(f"{mark.glyph} {mark.word}", mark.tone, mark.means, cells)
        for group, commands in by_group(self._view):
            yield blank()
            yield from full(group, cells, "heading")
            for command in commands:
                keys = " ".join(map(key_name, command.keys_of(self.remapped)))
                yield from labelled(keys, command.help(), cells)


def _state(label: str, tone: str, means: str, cells: int) -> Iterable[Row]:
    for at, row in enumerate(labelled(label, means, cells)):
        label_cell, text = row.cells
        role = "dim" if at else tone
        yield Row("", (Cell(label_cell.text, role), text))
