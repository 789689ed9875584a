"""What changed lately: for who asks for that and names nothing else."""

from collections.abc import Iterator
from typing import cast, get_args

from opsdash.board.items import ChangeItem
from opsdash.find.entries import FoundKind
from opsdash.find.fold import words_of
from opsdash.find.hits import Hit, View
from opsdash.find.lexicon import YIELDING
from opsdash.find.question import Question
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
    found = [one for one in board.changes if stretch is None or stretch.low <= one.seen < stretch.high]
    found.sort(key=lambda one: one.seen, reverse=True)
    yield from (_hit(one, view) for one in found[:MOST])
    if not found:
        since = f" since {hhmm(board.changes_since, board.now)}" if board.changes_since else ""
        said = f"Nothing is known here to have changed {stretch.said if stretch else 'lately'}."
        looked = f"What is kept goes back no further than{since.removeprefix(' since')}." if since else ""
        yield Hit(
            id="changed//none", kind="event", title="Changes", state="none known", tone="unknown", detail=said,
            said=joined(said, looked, by=" "),
        )  # fmt: skip


def _hit(one: ChangeItem, view: View) -> Hit:
    when = hhmm(one.seen, view.board.now)
    affects = f"It touches {joined(*one.affects)}." if one.affects else ""
    kind = cast(FoundKind, one.kind) if one.kind in get_args(Kind) else "event"
    return Hit(
        id=one.id, kind=kind, title=one.title, state=f"changed {when}", tone=one.tone, detail=bare(one.sentence),
        when=one.seen, target=one.id if one.id in view.items else "",
        said=joined(f"{one.title}: {bare(one.sentence)}, as seen at {when}.", affects, by=" "),
    )  # fmt: skip
