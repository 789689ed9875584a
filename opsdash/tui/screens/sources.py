"""View 8: how each source does, and what the newsrooms say."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from opsdash.board.items import Board
from opsdash.render.glyphs import Family
from opsdash.render.rows import clip
from opsdash.render.sourcelist import COLUMNS, NEWS_COLUMNS, SCALE, news_rows, source_list
from opsdash.render.summary import PanelTitle
from opsdash.render.words import counted, joined
from opsdash.tui.rowlist import RowList
from opsdash.tui.screens.base import view_bindings
from opsdash.tui.screens.view import View
from opsdash.tui.widgets.lines import TitleLine
from opsdash.tui.widgets.picture import Lines


class SourcesView(View):
    """Sources above, headlines below."""

    DEFAULT_CSS = """
    SourcesView RowList { padding: 0 0 0 1; }
    SourcesView #source-list { height: auto; max-height: 55%; }
    SourcesView #scale { padding: 0 1; height: 1; }
    SourcesView #news-title { margin: 1 0 0 0; }
    SourcesView.-low #news-title { margin: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*view_bindings("sources")]
    view = "sources"

    def __init__(self) -> None:
        super().__init__()
        self._sources = RowList(
            COLUMNS, id="source-list", empty="No source is configured yet: opsdash check says what is missing."
        )
        self._news = RowList(NEWS_COLUMNS, id="news-list", empty="No headline and no notice: no newsroom is read yet.")
        self._titles = TitleLine(self._sources), TitleLine(self._news, id="news-title")
        self._scale = Lines(id="scale")

    def content(self) -> Iterable[Widget]:
        return (self._titles[0], self._sources, self._scale, self._titles[1], self._news)

    @property
    def family(self) -> Family | None:
        return "source" if self._sources.has_focus else None

    @property
    def topic(self) -> str:
        return "the sources" if self._sources.has_focus else "the newsrooms"

    def draw(self, board: Board) -> None:
        fresh = sum(source.state == "fresh" for source in board.sources)
        said = f"{fresh} of {len(board.sources)} fresh" if board.sources else "none"
        self._titles[0].title = PanelTitle("Sources", said, board.worst)
        held = joined(counted(len(board.news), "headline"), counted(len(board.notices), "notice"))
        self._titles[1].title = PanelTitle("Newsroom", held or "nothing", board.worst)
        self._sources.rows = source_list(board, self.cells_for(board))
        size = self.app.size
        told = board.sources and size.width >= 70 and size.height >= 20
        self._scale.lines = (clip(((f"answers: {SCALE}", "dim"),), self.cells_for(board)),) if told else ()
        self._news.rows = news_rows(board)

    def next_panel(self) -> None:
        """The other list."""
        (self._news if self._sources.has_focus else self._sources).focus(scroll_visible=False)

    def on_descendant_focus(self) -> None:
        """The title of the list in use is heavy."""
        for title, rows in zip(self._titles, (self._sources, self._news), strict=True):
            title.focused_panel = rows.has_focus
