"""What every screen of ours shares: a board, the commands that work on it, the selected row."""

from collections.abc import Iterable

from textual.binding import Binding
from textual.message import Message
from textual.reactive import Reactive, var
from textual.screen import Screen
from textual.widget import Widget

from opsdash.board.items import Board
from opsdash.tui.commands import COMMANDS, first_key
from opsdash.tui.rowlist import RowList


class BoardScreen(Screen[None], inherit_bindings=False):
    """A screen drawn from a board, which the app sets. Of Textual's own keys it takes none: its Tab would do nothing
    where there is one list, without a word.

    Attributes:
        board, remapped: what it is drawn from, and the configuration's keys by command id; the app gives both.
    """

    class Said(Message):
        """There is something to say for a moment: `text`."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    board: var[Board | None] = var(None, init=False)
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Textual repaints the whole screen when the focus moves (11 kB to 35 kB); the two widgets do so themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.remapped: dict[str, str] = {}

    @property
    def rows(self) -> RowList | None:
        """The list that keys act on, if any."""
        return self.focused if isinstance(self.focused, RowList) else None

    @property
    def selected_id(self) -> str:
        """The id of the selected row, "" without one."""
        return self.rows.highlighted if self.rows else ""

    @property
    def sentence(self) -> str:
        """What to say aloud about the selected row, "" without one."""
        from opsdash.render.detail import sentence_of  # not for the first frame

        return sentence_of(self.board, self.selected_id.partition("@")[0]) if self.board else ""

    def key_of(self, command_id: str) -> str:
        """What to press for a command, as a person reads it."""
        return first_key(command_id, self.remapped)

    def flash(self, text: str, role: str = "soon") -> None:
        """Say `text` for a moment, where this screen says such things."""


def bindings(*ids: str) -> list[Binding]:
    """The bindings of these commands."""
    return list(_bound(ids))


def _bound(ids: Iterable[str]) -> Iterable[Binding]:
    for found in ids:
        command = COMMANDS[found]
        yield Binding(
            command.key,
            f"app.command('{found}')",
            command.label,
            id=found,
            show=command.footer,
            priority=command.always,
        )


def view_bindings(view: str) -> list[Binding]:
    """The bindings of a view's own commands."""
    return bindings(*(command.id for command in COMMANDS.values() if command.view == view))
