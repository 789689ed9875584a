"""When the whole of it begins or ends: what is first or last on the programme, for nobody publishes more."""

from collections.abc import Iterator

import msgspec

from opsdash.board.items import EventItem
from opsdash.find.fold import words_of
from opsdash.find.hits import Hit, View, hit_of
from opsdash.find.lexicon import YIELDING
from opsdash.find.question import Question
from opsdash.find.sentences import event_said
from opsdash.find.within import inside
from opsdash.render.words import joined

ENDS = frozenset(words_of("end ends ended ending finish finishes over"))
STARTS = frozenset(words_of("start starts started begin begins began"))
WHOLE = frozenset(words_of("summit conference programme program schedule event events"))
"""Words for the whole of it, beside those of its own name."""

MOST = 3
"""What has no day, named at the end of a sentence; it is to be said aloud."""


def bounds(question: Question, view: View) -> Iterator[Hit]:
    """What is first or last on the programme, of the day asked about if one is."""
    words = question.words
    ends, named = not words.isdisjoint(ENDS), words - ENDS - STARTS - YIELDING
    if ends == (not words.isdisjoint(STARTS)) or not named or not named <= WHOLE | set(words_of(view.index.site.name)):
        return
    stretch = question.stretch
    found = [one for one in view.board.programme if one.phase != "off" and (not stretch or inside(one, stretch, view))]
    if not found:
        return
    dated = [one for one in found if one.day]
    one = (max if ends else min)(dated or found, key=_order)
    lost = [one.title for one in found if not one.day]
    which = "last" if ends else "first"
    when = f" {stretch.said}" if stretch else ""
    said = f"The {which} on the programme{when}: {event_said(one, view)}"
    more = f"No record says more of when it {'ends' if ends else 'begins'}."
    if dated and lost:
        others = f"and {len(lost) - MOST} more" if lost[MOST:] else ""
        more += f" Of what day is not known: {joined(*lost[:MOST], others)}."
    hit = hit_of(view.finder.by_id[one.id], view, question.day)
    yield msgspec.structs.replace(hit, said=f"{said} {more}")


def _order(one: EventItem) -> tuple[str, float]:
    """By day, then clock; what has no clock time comes last on its day."""
    return str(one.day), one.start.timestamp() if one.start else float("inf")
