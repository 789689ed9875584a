"""The palette: every command by name, and as soon as something is typed every record too."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from opsdash.board.items import Board
from opsdash.find import Hit
from opsdash.render.rows import Cell, Column, Row
from opsdash.render.words import joined
from opsdash.tui.commands import COMMANDS, Command
from opsdash.tui.data import BoardSource
from opsdash.tui.screens.find import FindView
from opsdash.tui.screens.narrowing import narrowed
from opsdash.tui.screens.picker import Chooser
from opsdash.tui.views import VIEWS

if TYPE_CHECKING:
    from opsdash.tui.app import OpsdashApp

COLUMNS = (
    Column("name", 18, weight=1, most=44),
    Column("what", 10, weight=2),
    Column("key", 6, right=True),
)
MOST = 30
"""Records at most."""
WORDS = "words:"
"""Id of the row that hands what is typed to the search."""


class Palette(Chooser[tuple[str, str]]):
    """Gives ("command", its id), ("record", its id on the board) or ("words", words to search for)."""

    DEFAULT_CSS = "Palette > #box { width: 94%; max-width: 110; }"

    def __init__(self, source: BoardSource, board: Callable[[], Board], remapped: dict[str, str]) -> None:
        """`board` gives the one in sight: another may come while words are typed."""
        super().__init__("Commands and records", COLUMNS, "a command, a booth, a pool, somebody")
        self._source, self._in_sight = source, board
        self._find = COMMANDS["view-find"].first_key(remapped)
        self._commands = tuple(_row(one, remapped) for one in COMMANDS.values() if one.palette)
        self._hits: dict[str, Hit] = {}
        self._typed = ""

    def rows_for(self, typed: str) -> tuple[tuple[Row, ...], str]:
        self._typed = typed.strip()
        commands, best = narrowed(self._commands, typed)
        if not self._typed:
            return commands, best
        hits = self._source.find(self._typed, self._in_sight())[:MOST]
        self._hits = {f"record:{hit.id}": hit for hit in hits}
        rows = (*commands, *_records(self._hits), _search(self._typed, bool(commands or hits), self._find))
        return rows, best or next(iter(self._hits), WORDS)

    def meant(self, row_id: str) -> tuple[str, str]:
        if row_id == WORDS:
            return "words", self._typed
        hit = self._hits.get(row_id)
        if hit is None:
            return "command", row_id.partition(":")[2]
        return ("record", hit.target) if hit.target else ("words", hit.title)


def follow(app: "OpsdashApp", chosen: tuple[str, str] | None) -> None:
    """Do what was chosen: a command, in its own view; show a record; search for words."""
    what, name = chosen or ("", "")
    if what == "record":
        app.show_detail(name)
    elif what == "words":
        app.show_view("find")
        _once_shown(app, lambda: app.view_of(FindView).ask(name))
    elif what == "command":
        if (view := COMMANDS[name].view) and view != app.view.view:
            app.show_view(view)
        _once_shown(app, lambda: app.action_command(name))


def _once_shown(app: "OpsdashApp", act: Callable[[], None]) -> None:
    """`act` when the view in sight has been built."""
    app.view.call_later(app.call_later, act)


def _row(command: type[Command], remapped: dict[str, str]) -> Row:
    where = f"{VIEWS[command.view].label}: " if command.view else ""
    name = Cell(f"{where}{command.label}".capitalize(), "strong")
    key = Cell(command.first_key(remapped), "accent")
    return Row(f"command:{command.id}", (name, Cell(command.help(), "dim"), key))


def _records(hits: dict[str, Hit]) -> Iterator[Row]:
    for row_id, hit in hits.items():
        yield Row(row_id, (Cell(hit.title, "strong"), Cell(joined(hit.state, hit.detail), hit.tone), Cell()))


def _search(typed: str, anything: bool, key: str) -> Row:
    """The last row: there is always something to do. `key` leads there too."""
    said = "Find, with what to say aloud" if anything else "nothing is called so; Find knows more"
    return Row(WORDS, (Cell(f"Search for “{typed}”", "strong"), Cell(said, "dim"), Cell(key, "accent")))
