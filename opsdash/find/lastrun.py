"""What is left of a day's hours: of what is open, and of the shuttle for who asks when the last one leaves. Opening
hours say until when it runs, which is less: who asks is told just that."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from opsdash.board.dayhours import DayHours, DayRun, day_hours
from opsdash.board.items import FacilityItem
from opsdash.find.fold import words_of
from opsdash.find.hits import Hit, View
from opsdash.find.lexicon import YIELDING, Piece, pieces
from opsdash.find.question import Question
from opsdash.find.sentences import facility_on, facility_said
from opsdash.render.aloud import within
from opsdash.render.words import joined
from opsdash.timing import clock

SHUTTLE = "~shuttle"
"""The sense of what runs rather than is open."""

MOST = 3
"""Shuttles that a sentence names; it is to be said aloud."""


def last_run(question: Question, view: View) -> Iterator[Hit]:
    """The shuttles of which a query asks for the last one of a day, if it asks for nothing else."""
    wanted = question.besides(YIELDING)
    if not ("last" in question.words and any(piece.sense == SHUTTLE for piece in wanted)):
        return
    named = {_word(piece) for piece in wanted}
    found = [item for item in view.board.facilities if named <= {_word(one) for one in pieces(words_of(item.name))}]
    day = question.day or view.board.now.date()
    said = {item.id: hours_left(item, day, view, "runs") for item in found[: MOST + 1]}
    for item in found[:MOST]:
        others = [text for id_, text in said.items() if id_ != item.id][: MOST - 1]
        more = "There are more shuttles." if len(found) > MOST else ""
        sentence = joined(said[item.id], *others, more, _nobody(found), by=" ")
        yield Hit(
            id=item.id, kind="facility", title=item.name, state="last one", tone=item.tone, detail=sentence,
            target=item.id, said=sentence, day=question.day,
        )  # fmt: skip


def _word(piece: Piece) -> str:
    """A piece, alike for words that mean the same."""
    return piece.sense or " ".join(piece.words)


def _nobody(found: list[FacilityItem]) -> str:
    """Of the last one to leave nobody publishes anything."""
    return f"When the last {'one leaves' if len(found) == 1 else 'ones leave'} is not published."


def hours_left(item: FacilityItem, day: date, view: View, is_open: str = "is open") -> str:
    """Until when a facility `is_open` on `day`: in a plain sentence where all of it is certain, else how it is now
    and what is published."""
    if day != view.board.now.date():
        return facility_on(item, day, view)
    hours = day_hours(view.index, item.id, day, view.board.now)
    ahead = [run for run in hours.runs if run.high > view.board.now] if hours else []
    if _undisturbed(item, ahead, view):
        name = within(item.name).removeprefix("the ")
        stretches = [_until(ahead[0], view), *(f"from {_hm(run.low, view)} {_until(run, view)}" for run in ahead[1:])]
        return f"The {name} {is_open} {', then '.join(stretches)}."
    return joined(facility_said(item, item.sentence), _published(item, hours), by=" ")


def _undisturbed(item: FacilityItem, ahead: list[DayRun], view: View) -> bool:
    """Whether it runs now just as its published hours say."""
    now = item.state in ("open", "closing soon") and bool(ahead) and ahead[0].low <= view.board.now
    return now and item.until == ahead[0].high and not (item.conflict or item.unreachable or item.through)


def _published(item: FacilityItem, hours: DayHours | None) -> str:
    """The published hours of today, where how it is now does not say all of them."""
    times = re.findall(r"\d\d:\d\d", hours.words) if hours else []
    told = all(time in item.sentence for time in times)
    return "" if told or hours is None else f"Published for today: {hours.words}."


def _until(run: DayRun, view: View) -> str:
    """ "until 22:30, last entry 22:15, for broadcasters only", "at least until midnight"."""
    entry = run.last_entry
    last = f", last entry {_hm(entry, view)}" if entry and entry > view.board.now else ""
    return f"{'at least ' if run.at_least else ''}until {_hm(run.high, view)}{last}{run.whom}"


def _hm(instant: datetime, view: View) -> str:
    """ "22:30", "midnight" for the end of today, "Fri 26 June 01:30"."""
    today, local = view.board.now.date(), instant.astimezone(view.index.tz)
    ends_today = (local.date(), local.hour, local.minute) == (today + timedelta(days=1), 0, 0)
    return "midnight" if ends_today else clock(instant, view.index.tz, today)
