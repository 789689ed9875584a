"""View 6: one search over everything. Words above, hits below, the card of the one under the cursor.

The words keep the focus while the arrows go through the hits, so that nothing but typing is needed. What is no
letter is a command as long as there are no words: `3` in an empty line shows view 3.
"""

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from opsdash.board.items import Board
from opsdash.find import Card, Hit
from opsdash.find.rows import COLUMNS, card_spans, example_rows, hit_rows
from opsdash.render.rows import Spans
from opsdash.render.summary import STALE, PanelTitle
from opsdash.tui.commands import key_while_typing, keys_before_words, view_keys
from opsdash.tui.rowlist import RowList
from opsdash.tui.screens.base import view_bindings
from opsdash.tui.screens.view import View
from opsdash.tui.widgets.lines import SpansLine, TitleLine
from opsdash.tui.widgets.picture import Lines
from opsdash.tui.widgets.wordline import WordLine

WIDE = 110
"""Cells from which the card stands beside the hits."""
LEAST, MOST = 5, 12
"""Lines of a card below the hits."""
MOVING = (("↑ ↓", "choose"), ("Enter", "detail"))
EMPTY = (("back", "back"), ("help", "help"), ("palette", "palette"))
TYPING = (("find-copy", "copy"), ("find-focus", "to the hits"), ("help", "help"), ("back", "clear"))
"""The commands that the footer names before and while words are typed, with what they do then."""


class Words(WordLine):
    """The line that is typed into.

    Attributes:
        elsewhere: keys, and the commands they are for as long as there are no words; the view gives them.
    """

    DEFAULT_CSS = """
    Words, Words:focus { border: none; height: 1; padding: 0; background: $surface; }
    """

    class Elsewhere(Message):
        """A command was meant: `command_id`."""

        def __init__(self, command_id: str) -> None:
            super().__init__()
            self.command_id = command_id

    def __init__(self) -> None:
        super().__init__(placeholder="what is asked", select_on_focus=False)
        self.cursor_blink = False
        self.elsewhere: dict[str, str] = {}

    def on_key(self, event: events.Key) -> None:
        """While there are no words, what is no letter may be a command. Decided here, where the letters before it
        have arrived: over a slow line several keys come at once."""
        if (command := self.elsewhere.get(event.key)) and not self.value:
            event.prevent_default()
            event.stop()
            self.post_message(self.Elsewhere(command))


class Hits(RowList):
    """The hits; the cursor shows while the words have the focus."""

    cursor_shows = True


class FindView(View):
    """The search."""

    AUTO_FOCUS = "Words"
    DEFAULT_CSS = """
    FindView #asked { height: 1; background: $surface; padding: 0 1; }
    FindView #asked SpansLine { width: 8; background: $surface; }
    FindView #found { height: 1fr; layout: vertical; }
    FindView #hits { padding: 0 0 0 1; }
    FindView #card { padding: 0 1; }
    FindView.-beside #found { layout: horizontal; }
    FindView.-beside #hits { width: 3fr; }
    FindView.-beside #card { width: 2fr; padding: 0 1 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *view_bindings("find"),
        Binding("down", "hits('move', 1)", "next hit", show=False),
        Binding("up", "hits('move', -1)", "hit before", show=False),
        Binding("pagedown", "hits('page', 1)", "page down", show=False),
        Binding("pageup", "hits('page', -1)", "page up", show=False),
    ]
    view = "find"
    topic = "the search"

    def __init__(self) -> None:
        super().__init__()
        self._list = Hits(COLUMNS, id="hits", empty="Nothing found.")
        self._words, self._title = Words(), TitleLine(self._list)
        self._card = Lines(id="card")
        self._size = Size(80, 24)
        self._hits: dict[str, Hit] = {}
        self._shown: Card | None = None

    def content(self) -> Iterable[Widget]:
        self._words.elsewhere = keys_before_words(self.remapped)
        return (
            Horizontal(SpansLine(((" Find: ", "title"),)), self._words, id="asked"),
            self._title,
            Container(self._list, self._card, id="found"),
        )

    def fit_to(self, size: Size) -> None:
        self._size = size
        self.set_class(size.width >= WIDE, "-beside")

    def entered(self) -> None:
        """Words to be typed: those there are give way to the first letter."""
        self._words.focus()
        self._words.action_select_all()

    def step_back(self) -> bool:
        held = bool(self._words.value)
        self._words.value = ""
        self._words.focus()
        return held

    def ask(self, words: str) -> None:
        """Search for `words`."""
        self._words.value = words
        self._words.focus()

    def switch_focus(self) -> None:
        """From the words to the hits and back."""
        (self._words if self._list.has_focus else self._list).focus()

    # --- what is shown -----------------------------------------------------------------------------------

    def draw(self, board: Board) -> None:
        self._list.faded = board.worst.state in STALE
        self._search(board)

    def on_input_changed(self, _message: Input.Changed) -> None:
        """Other words: the best hit is under the cursor."""
        self._show_keys()
        if self.board:
            self._search(self.board)
            self._list.action_jump(0)

    def _search(self, board: Board) -> None:
        words = self._words.value
        found = self.source.find(words, board) if self.source and words.strip() else ()
        self._hits = {hit.id: hit for hit in found}
        self._list.rows = hit_rows(found) if words.strip() else example_rows()
        said = f"{len(found)} found" if found else "nothing found" if words.strip() else ""
        self._title.title = PanelTitle("Hits", said, board.worst)
        self._draw_card(board)

    def on_row_list_highlighted(self, _message: RowList.Highlighted) -> None:
        """Another hit: its card."""
        if self.board:
            self._draw_card(self.board)

    def _draw_card(self, board: Board) -> None:
        words = self._words.value
        hit = self._hits.get(self._list.highlighted)
        self._shown = self.source.card(hit, words, board) if self.source and words.strip() else None
        frame = 2 if board.asked else 0
        beside = self._size.width >= WIDE
        cells = (self._size.width - frame) * 2 // 5 - 3 if beside else self._size.width - frame - 2
        height = self._size.height - frame - 7
        room = height if beside else min(max(height // 2, LEAST), MOST)
        lines: tuple[Spans, ...] = card_spans(self._shown, cells, room) if self._shown else ()
        self._card.lines = (*lines, *[()] * (room - len(lines)))

    def _show_keys(self) -> None:
        if not self._words.has_focus:
            super()._show_keys()
            return
        first, named = (MOVING, TYPING) if self._words.value else (((view_keys(self._press), "views"),), EMPTY)
        keys = (*first, *((self._press(one), label) for one, label in named))
        self._footer.keys = tuple(one for one in keys if one[0])

    def _press(self, command_id: str) -> str:
        """What to press for a command while the words have the focus: letters are none then."""
        also = () if self._words.value else self._words.elsewhere
        return key_while_typing(command_id, self.remapped, also)

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """Words or hits: other keys, and the heavier title for the hits."""
        self._title.focused_panel = self._list.has_focus
        self._show_keys()

    # --- what keys act on --------------------------------------------------------------------------------

    @property
    def selected_id(self) -> str:
        hit = self._hits.get(self._list.highlighted)
        return hit.target if hit else ""

    @property
    def sentence(self) -> str:
        return self._shown.sentence if self._shown else ""

    async def on_words_elsewhere(self, message: Words.Elsewhere) -> None:
        """A command typed where no words stand yet."""
        await self.run_action(f"app.command('{message.command_id}')")

    def action_hits(self, way: str, step: int) -> None:
        """Through the hits while the words keep the focus."""
        (self._list.action_move if way == "move" else self._list.action_page)(step)

    def on_input_submitted(self, _message: Input.Submitted) -> None:
        """Enter while typing: as on the hit."""
        self._list.call_later(self._list.action_select)  # Textual lets no message bubble beyond who caused it

    def on_row_list_selected(self, message: RowList.Selected) -> None:
        """Enter on a hit, or a second click: the detail of what it leads to."""
        message.row_id = self.selected_id
        if not self.selected_id:
            message.stop()
            found = self._list.highlighted in self._hits
            said = "The card says all that is known of it." if found else "Nothing is found that could be opened."
            self.post_message(self.Said(said))
