"""View 5: the muster board. Who is there and who is missing, for each pool."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.widget import Widget

from opsdash.board.items import Board, PoolItem
from opsdash.render.canvas import wrapped
from opsdash.render.glyphs import Family
from opsdash.render.muster import muster_board, next_pool, pool_block, to_read_out
from opsdash.render.poolrows import POOL_LIST_COLUMNS, pool_list_rows
from opsdash.render.rows import Spans
from opsdash.render.summary import STALE, nothing_yet, panel_title
from opsdash.tui.rowlist import RowList
from opsdash.tui.screens.base import view_bindings
from opsdash.tui.screens.view import View
from opsdash.tui.widgets.lines import TitleLine
from opsdash.tui.widgets.picture import Lines, PictureView

WIDE = 110
"""Cells from which all pools stand side by side; below, a list and the block of the pool under the cursor."""
NO_POOL = "No pool is known yet."


class PoolsView(View):
    """The muster board."""

    DEFAULT_CSS = """
    PoolsView #narrow { height: 1fr; }
    PoolsView #narrow RowList { width: 34; margin: 0 1 0 0; }
    PoolsView #block { height: 1fr; width: 1fr; }
    PoolsView #wide { height: 1fr; padding: 0 1; }
    PoolsView #words { margin: 1 0 0 0; }
    PoolsView #narrow, PoolsView.-blocks #wide { display: block; }
    PoolsView #wide, PoolsView.-blocks #narrow { display: none; }
    PoolsView.-narrow #narrow { layout: vertical; }
    PoolsView.-narrow #narrow RowList { width: 1fr; height: 5; margin: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*view_bindings("pools")]
    view = "pools"
    topic = "the muster board"

    def __init__(self) -> None:
        super().__init__()
        self._list = RowList(POOL_LIST_COLUMNS, id="pool-list", empty="")
        self._title = TitleLine(self._list)
        self._block, self._words = Lines(id="block"), Lines(id="words")
        self._nothing = Lines()
        self._blocks = PictureView(id="pool-blocks")
        self._wide = False
        self._begun = False

    def content(self) -> Iterable[Widget]:
        self._title.focused_panel = True
        self._narrow = Horizontal(self._list, self._block, id="narrow")
        return (
            self._title,
            self._narrow,
            Vertical(self._nothing, self._blocks, self._words, id="wide"),
        )

    def fit_to(self, size: Size) -> None:
        self._wide = size.width >= WIDE
        self.set_class(self._wide, "-blocks")
        if self._list.is_attached:
            self.entered()

    def entered(self) -> None:
        (self._blocks if self._wide else self._list).focus(scroll_visible=False)

    @property
    def family(self) -> Family:
        return "pool"

    @property
    def selected_id(self) -> str:
        return self._blocks.highlighted if self._wide else self._list.highlighted

    def draw(self, board: Board) -> None:
        self._title.title = title = panel_title(board, "pools")
        faded = title.fresh.state in STALE
        self._list.faded = self._blocks.faded = faded
        self._list.empty = nothing_yet(board, title.fresh, NO_POOL, self.key_of("view-sources"))
        self._list.rows = pool_list_rows(board)
        if not self._begun and board.pools:  # who opens the board wants the next pool
            self._begun = True
            self._list.stand_on(next_pool(board))
            self._blocks.highlighted = self._list.highlighted
        self._blocks.show(lambda cells, _height, here: muster_board(board, cells, here))
        self._show_chosen(board)

    def _show_chosen(self, board: Board) -> None:
        """What belongs to the pool under the cursor."""
        chosen = next((pool for pool in board.pools if pool.id == self.selected_id), None)
        self._block.lines = self._block_lines(board, chosen)
        cells = self.cells_for(board)
        self._nothing.lines = () if chosen else wrapped(self._list.empty, cells)
        self._words.lines = to_read_out(chosen, cells) if chosen else ()

    def _block_lines(self, board: Board, chosen: PoolItem | None) -> tuple[Spans, ...]:
        if chosen is None:
            return ()
        cells = max(20, self._block.cells or self.size.width - 35)
        lines = (*pool_block(chosen, board.now, cells), *to_read_out(chosen, cells))
        room = self._narrow.size.height - (self._list.size.height if self._narrow.size.width < 70 else 0)
        if 1 < room < len(lines):
            return (*lines[: room - 1], ((f"… {self.key_of('detail')} shows all of it", "accent"),))
        return lines

    def on_row_list_highlighted(self) -> None:
        """Another pool in the list."""
        if self.board and not self._wide:
            self._blocks.highlighted = self._list.highlighted
            self._show_chosen(self.board)

    def on_picture_view_highlighted(self) -> None:
        """Another pool on the board."""
        if self.board and self._wide:
            self._list.stand_on(self._blocks.highlighted)
            self._show_chosen(self.board)
