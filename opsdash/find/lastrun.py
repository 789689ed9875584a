"""When the last shuttle leaves. Opening hours say until when it runs, which is less: who asks is told just that."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from opsdash.board.items import FacilityItem
from opsdash.board.places import places
from opsdash.find.fold import words_of
from opsdash.find.hits import Hit, View
from opsdash.find.lexicon import YIELDING, Piece, pieces
from opsdash.find.question import Question
from opsdash.render.aloud import within
from opsdash.timing import clock

SHUTTLE = "~shuttle"
"""The sense of what runs rather than is open."""


def last_run(question: Question, view: View) -> Iterator[Hit]:
    """The shuttle of which a query asks for the last one today, if it asks for nothing else."""
    wanted = [piece for piece in question.asked if not set(piece.words) <= YIELDING]
    last = any("last" in piece.words for piece in question.asked)
    if not (last and any(piece.sense == SHUTTLE for piece in wanted)) or question.day not in (
        None,
        view.board.now.date(),
    ):
        return
    named = {_word(piece) for piece in wanted}
    for item in view.board.facilities:
        if named <= {_word(piece) for piece in pieces(words_of(item.name))}:
            said = _said(item, view)
            yield Hit(
                id=item.id, kind="facility", title=item.name, state="last one", tone=item.tone, detail=said,
                target=item.id, said=said,
            )  # fmt: skip


def _word(piece: Piece) -> str:
    """A piece, alike for words that mean the same."""
    return piece.sense or " ".join(piece.words)


def _said(item: FacilityItem, view: View) -> str:
    """Until when it runs, where that is certain; of the last one to leave nobody publishes anything."""
    name = within(item.name).removeprefix("the ")
    sure = item.state in ("open", "closing soon") and not item.conflict and not item.unreachable
    if not (sure and item.until):
        return f"When the last {name} leaves is not published."
    least = "at least " if _at_least(item, view) else ""
    return f"The {name} runs {least}until {_aloud(item.until, view)}; when the last one leaves is not published."


def _at_least(item: FacilityItem, view: View) -> bool:
    """Whether it is published that it may run longer."""
    records = (record for place in places(view.index) if place.id == item.id for record in place.records)
    return any(record.closing is not None and record.closing.at_least for record in records)


def _aloud(until: datetime, view: View) -> str:
    """ "22:30", "midnight" for the end of today, "Fri 26 June 01:30"."""
    tomorrow = view.board.now.date() + timedelta(days=1)
    ends_today = (until.date(), until.hour, until.minute) == (tomorrow, 0, 0)
    return "midnight" if ends_today else clock(until, view.index.tz, view.board.now.date())
