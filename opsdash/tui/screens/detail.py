"""Everything known about one thing: the sentence to say aloud, what is odd, the facts."""

from collections.abc import Iterable

from opsdash.render.detail import detail_of
from opsdash.render.rows import Row, Spans
from opsdash.tui.screens.base import bindings
from opsdash.tui.screens.modal import BoxScreen, blank, full, labelled


class DetailScreen(BoxScreen):
    """The detail of one record, kept current while it is open."""

    BINDINGS = [*bindings("copy", "acknowledge")]  # noqa: RUF012  Textual's own form
    keys = (("back", "back"), ("copy", "copy the sentence"))

    def __init__(self, item_id: str) -> None:
        super().__init__()
        self._item_id = item_id

    @property
    def selected_id(self) -> str:
        return self._item_id

    def heading(self) -> Spans:
        detail = detail_of(self.board, self._item_id) if self.board else None
        if detail is None:
            return (("No longer on the board", "warn"),)
        return ((f"{detail.shown.glyph} {detail.shown.word}  ", f"{detail.tone}-strong"), (detail.title, "title"))

    def content(self, cells: int) -> Iterable[Row]:
        detail = detail_of(self.board, self._item_id) if self.board else None
        if detail is None:
            yield from full("Its source does not name it any more.", cells)
            return
        yield blank()
        yield from full(detail.sentence, cells, "strong")
        for warning in detail.warnings:
            yield from full(f"▲ {warning}", cells, "warn")
        yield blank()
        for label, text in detail.facts:
            yield from labelled(label, text, cells)
