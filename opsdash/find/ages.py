"""How old what a card says is, and since when its sources have not been heard."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from opsdash.board.items import Board, SourceItem
from opsdash.render.words import hhmm, joined
from opsdash.timing import age


def _source_items(board: Board, names: Iterable[str]) -> Iterator[SourceItem]:
    by_name = {source.name: source for source in board.sources}
    return (by_name[name] for name in names if name in by_name)


def _worst(board: Board, names: Iterable[str]) -> SourceItem | None:
    """The source that is not fresh and oldest; None where all are fresh."""
    old = [source for source in _source_items(board, names) if source.state != "fresh"]
    return max(old, key=lambda one: (one.age is None, one.age or 0), default=None)


def how_old(board: Board, names: tuple[str, ...]) -> str:
    """ "(As of 14:02, 25 minutes ago.)" where the data is not fresh; what is wrong with the store."""
    known = {source.name for source in board.sources} | {"config"}
    lost = [name for name in names if name not in known]
    worst = _worst(board, names)
    parts = [f"As of {_told(worst, board)}." if worst else ""]
    parts.append(f"{joined(*lost)} is no longer asked; how old this is, nobody knows." if lost else "")
    parts.append("The stored data could not be read anew." if board.trouble else "")
    said = joined(*parts, by=" ")
    return f"({said})" if said else ""


def as_of(board: Board, names: tuple[str, ...]) -> str:
    """Since when it is so, by the oldest of the sources that are not fresh."""
    worst = _worst(board, names) or next(_source_items(board, names), None)
    return f"as of {_told(worst, board)}" if worst else ""


def _told(source: SourceItem, board: Board) -> str:
    """ "14:02, 25 minutes ago"; the clock alone while fresh."""
    instant = source.as_of or source.succeeded
    when = hhmm(instant, board.asked or board.now) if instant else "an unknown time"
    old = source.state != "fresh" and source.age is not None
    return f"{when}, {age(timedelta(seconds=source.age or 0))} ago" if old else when
