"""What changed lately: for who asks for that and names nothing else."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import cast, get_args

from opsdash.board.changes import change_items
from opsdash.board.items import ChangeItem
from opsdash.find.entries import FoundKind
from opsdash.find.fold import words_of
from opsdash.find.hits import Hit, View
from opsdash.find.lexicon import YIELDING
from opsdash.find.question import Question
from opsdash.find.stretch import Stretch
from opsdash.parts import Kind
from opsdash.render.words import bare, hhmm, joined

ASKING = frozenset(words_of("changed changes change happened"))

MOST = 12
"""Hits that are one question's answer."""


def changed(question: Question, view: View) -> Iterator[Hit]:
    """The latest changes, newest first; where none is known, one hit says it."""
    if not question.words & ASKING or question.besides(ASKING | YIELDING) or question.minutes:
        return
    stretch, board = question.stretch, view.board
    found = _within(stretch, view) if stretch else board.changes
    yield from (_hit(one, view) for one in found[:MOST])
    if not found:
        lately = f"since {hhmm(board.changes_since, board.now)}" if board.changes_since else "lately"
        said = f"Nothing is known here to have changed {stretch.said if stretch else lately}."
        kept = board.known_since
        beyond = kept if kept and stretch and stretch.low < kept else None
        looked = f"What is kept goes back no further than {hhmm(beyond, board.now)}." if beyond else ""
        yield Hit(
            id="changed//none", kind="event", title="Changes", state="none known", tone="unknown", detail=said,
            said=joined(said, looked, by=" "),
        )  # fmt: skip


def _within(stretch: Stretch, view: View) -> list[ChangeItem]:
    """What changed in a stretch of time, as far back as changes are kept: newest first."""
    until = min(stretch.high, view.board.now, view.board.asked or view.board.now)
    found = change_items(view.index, until, since=stretch.low.astimezone(UTC) - timedelta.resolution)
    return [one for one in found if one.seen < stretch.high or one.seen == until]


def _hit(one: ChangeItem, view: View) -> Hit:
    when = hhmm(one.seen, view.board.now)
    affects = f"It touches {joined(*one.affects)}." if one.affects else ""
    kind = cast(FoundKind, one.kind) if one.kind in get_args(Kind) else "event"
    return Hit(
        id=one.id, kind=kind, title=one.title, state=f"changed {when}", tone=one.tone, detail=bare(one.sentence),
        when=one.seen, target=one.id if one.id in view.items else "",
        said=joined(f"{one.title}: {bare(one.sentence)}, as seen at {when}.", affects, by=" "),
    )  # fmt: skip
