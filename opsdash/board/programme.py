"""The programme: the state of every press event at an instant.

What decides, in this order:

1. withdrawn, cancelled, postponed: off. What was cancelled stays so when its source lists it no more.
2. The source says it ended, or `finished` has passed: ended.
3. The source says it began: live, until its expected end is `ended_after` past (12 hours after its start
   where no end is published, after its day where no start is): a source that forgets to say "ended" does not keep it
   live for ever.
4. A vague time never says live. Its phase is now while its part of the day lasts; an event "upon conclusion
   of" another starts soon once that one is over, and is not past before, however long that one lasts.
5. Before its start: delayed (by the source's word), tentative, starts soon, scheduled.
6. After its start, when the source does not say that it began:
   - a source that says so for others: "starts soon" for five minutes, for polls take their time; then
     delayed, with a flag, until `ended_after` past its end. Not live: somebody would have said so, unless that source
     had fallen silent before (`opsdash.board.freshness.Silence`): then it is judged as if it said so for none;
   - status delayed or tentative: stays so until the end. Nobody said it began; delayed without a new time even until
     its day is over, and as long as it could be live: nobody said that it ended either;
   - otherwise "live by plan" until its end, or for `ended_after` where no end is published: a calendar cannot know
     whether it began.

On a board of a time to come nobody has seen that anything is over: there it is "over by plan".
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from math import inf
from typing import NamedTuple

import msgspec

from opsdash.board import tones
from opsdash.board.clashes import Clash, clashes_of
from opsdash.board.eventmoves import Move, move_of
from opsdash.board.eventtime import LONGEST_LIVE, Plan, Programme, programme_of
from opsdash.board.freshness import ALL_HEARD, Silence
from opsdash.board.index import Index
from opsdash.board.items import OFF_STATES, EventItem, EventState, FacilityItem, Phase, Tone
from opsdash.board.memory import remembered
from opsdash.board.moments import At, Kept, Moment, at
from opsdash.board.openness import Openness, openness
from opsdash.snapshot import Desk, Thresholds

BEGIN_GRACE = 5
"""Minutes after its start before an event that nobody reported as begun counts as delayed."""


class Reporting(NamedTuple):
    """The sources that say when events begin, and which of all have fallen silent."""

    sources: frozenset[str]
    silence: Silence

    def reports(self, plan: Plan) -> bool:
        """Whether its source says when events begin."""
        return plan.event.source in self.sources

    def unheard(self, plan: Plan) -> At | None:
        """The last word of its source where that fell silent before it had to say that the event began."""
        return self.silence.before(plan.start.seconds + BEGIN_GRACE * 60, plan.event.source) if plan.start else None


def event_items(
    index: Index,
    desk: Desk,  # noqa: ARG001 - every part of the board is asked alike; no desk entry alters an event
    facilities: tuple[FacilityItem, ...],
    now: datetime,
    silence: Silence = ALL_HEARD,
) -> tuple[EventItem, ...]:
    """The press events at `now`, by venue day and time; the withdrawn and cancelled in their place."""
    return _maker(index).items(facilities, now, silence)


def event_state(plan: Plan, moment: Moment, thresholds: Thresholds, reporting: Reporting) -> tuple[EventState, Phase]:
    """The state and phase of one event.

    The phase "next" depends on all events and is given later: here such an event is "later".
    """
    event = plan.event
    if plan.dropped:
        return "withdrawn", "off"
    if event.status == "cancelled" or event.status == "postponed":
        return event.status, "off"
    if event.status == "ended" or (plan.finished and moment.passed(plan.finished.seconds)):
        return "ended", "past"
    if _begun(plan, moment):
        return ("ended", "past") if _forgotten(plan, moment, thresholds) else ("live", "now")
    if plan.start and (plan.certain or plan.about):
        if not moment.passed(plan.start.seconds):
            return _ahead(plan, plan.start, moment, thresholds), "later"
        told = plan.late > 0 or not reporting.unheard(plan)  # a delay that was told stands
        return _due(plan, plan.start.seconds, moment, thresholds, told and reporting.reports(plan))
    return _vague(plan, moment, thresholds, reporting)


def _begun(plan: Plan, moment: Moment) -> bool:
    if plan.began:
        return moment.passed(plan.began.seconds)
    return plan.event.status == "live"


def _forgotten(plan: Plan, moment: Moment, thresholds: Thresholds) -> bool:
    """Whether an event that began must be over although nobody said so."""
    if plan.finished:
        return False
    if plan.end:
        return moment.passed(plan.end.seconds + thresholds.ended_after * 60)
    latest = plan.start.seconds if plan.start else plan.over
    return moment.passed(latest + LONGEST_LIVE * 60)


def _ahead(plan: Plan, start: At, moment: Moment, thresholds: Thresholds) -> EventState:
    """The state of an event before its start."""
    if plan.late and plan.published and (not plan.began or moment.passed(plan.published.seconds)):
        return "delayed"
    if plan.event.status in ("delayed", "tentative"):
        return _said(plan)
    return "starts soon" if moment.passed(start.seconds - thresholds.event_soon * 60) else "scheduled"


def _due(plan: Plan, start: float, moment: Moment, thresholds: Thresholds, reports: bool) -> tuple[EventState, Phase]:
    """An event whose start has passed and that nobody reported as begun."""
    end = plan.end.seconds if plan.end else None
    late = (start if end is None else end) + thresholds.ended_after * 60
    over = late if end is None else end
    state: EventState = "live by plan" if plan.certain else "scheduled"
    if plan.event.status in ("delayed", "tentative"):
        state, over = _said(plan), max(late, plan.stands) if plan.event.status == "delayed" else over
    elif reports:
        state, over = "delayed", late
        if not plan.late and not moment.passed(start + BEGIN_GRACE * 60):
            state = "starts soon"
    return ("ended", "past") if moment.passed(over) else (state, "now")


def _said(plan: Plan) -> EventState:
    """The source's own word for an event that is not off and not under way."""
    status = plan.event.status
    return status if status == "delayed" or status == "tentative" else "scheduled"


def _vague(plan: Plan, moment: Moment, thresholds: Thresholds, reporting: Reporting) -> tuple[EventState, Phase]:
    """An event whose published time is words."""
    before: Phase = "past"
    if plan.anchor:
        before = event_state(plan.anchor, moment, thresholds, reporting)[1]
        known = plan.anchor.start or plan.anchor.anchor
        if before == "now" or (before == "later" and known):
            return _said(plan), "later"
    if moment.passed(max(plan.over, plan.stands)):
        return "ended", "past"
    if before != "past":  # its anchor is off, or nobody knows when that is
        return _said(plan), "later"
    if plan.anchor:
        return ("starts soon" if plan.event.status == "scheduled" else _said(plan)), "now"
    return _said(plan), "now" if plan.start and moment.passed(plan.start.seconds) else "later"


class _Maker:
    """Makes the items of one feed and keeps them."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.programme: Programme = programme_of(index)
        self.clashes: dict[str, tuple[Clash, ...]] = clashes_of(index)
        self.thresholds = index.site.thresholds
        self.over_for_all = _over_for_all(index) if index.conflicts else {}
        self.reporting = Reporting(self.programme.reporting, ALL_HEARD)
        self.kept: Kept[EventItem] = Kept()
        self.last: tuple[tuple[EventItem, ...], tuple[EventItem, ...]] = ((), ())

    def items(self, facilities: tuple[FacilityItem, ...], now: datetime, silence: Silence) -> tuple[EventItem, ...]:
        hours = openness(self.index, facilities)
        if self.reporting.silence is not silence:  # all events depend on it, by what they follow and clash with
            self.reporting, self.kept = self.reporting._replace(silence=silence), Kept()
        own = [hours] * len(self.programme.plans)
        made = self.kept.at(now, self.index.tz, partial(self.item, hours), own, (hours,))
        before, after = self.last
        if made is not before:
            after = _with_next(made, self.programme.plans)
            self.last = (made, after)
        return after

    def state(self, plan: Plan, moment: Moment) -> tuple[EventState, Phase]:
        state, phase = event_state(plan, moment, self.thresholds, self.reporting)
        return ("over by plan" if state == "ended" and self._unseen(plan) else state), phase

    def _unseen(self, plan: Plan) -> bool:
        """Whether nobody can have seen that it is over: on a board of a time to come, of an event to come."""
        until = self.index.feed.planned
        if until is None or plan.finished or plan.event.status == "ended":
            return False
        last = (plan.end or plan.start) if plan.certain else None
        return (last.seconds if last else plan.over) > until.timestamp()

    def item(self, hours: Openness, position: int, moment: Moment) -> EventItem:
        plan = self.programme.plans[position]
        state, phase = self.state(plan, moment)
        active = phase in ("now", "later")
        clashes = self._clashes(plan, moment) if active else ()
        outside = _outside(plan, hours) if active else ""
        conflicts = self._conflicts(plan, phase, moment)
        event = plan.event
        changes = self.index.changes.get(event.id)
        move = move_of(changes, plan, self.index, moment) if changes else Move()
        return EventItem(
            id=event.id,
            source=event.source,
            title=event.title,
            type=event.type,
            room=plan.room,
            speakers=event.speakers,
            delegations=event.delegations,
            access=event.access,
            host_tv=event.host_tv,
            streamed=event.streamed,
            official=event.official,
            day=plan.day,
            start=plan.start.local if plan.start else None,
            end=plan.end.local if plan.end else None,
            scheduled=plan.published.local if plan.published else None,
            when=plan.when,
            exact=plan.certain,
            state=state,
            phase=phase,
            tone=self._tone(plan, state, moment, (*clashes, outside, *conflicts)),
            clashes=clashes,
            outside=outside,
            conflicts=conflicts,
            flags=plan.flags + (self._odd(plan, state, moment) if active else ()),
            delay=int(plan.late // 60) if plan.published else 0,
            moved=move.words,
            was_start=move.start,
            was_room=move.room,
        )

    def _clashes(self, plan: Plan, moment: Moment) -> tuple[str, ...]:
        """The clashes whose other side is not over."""
        return tuple(
            clash.sentence
            for clash in self.clashes.get(plan.event.id, ())
            if self.state(clash.other, moment)[1] not in ("past", "off")
        )

    def _conflicts(self, plan: Plan, phase: Phase, moment: Moment) -> tuple[str, ...]:
        """Where its sources differ, until it is over; by the clock it is so once all of them have it behind them."""
        said = self.index.conflicts.get(plan.event.id, ())
        if not said or phase != "past":
            return said
        reported = plan.finished or plan.event.status == "ended"
        return () if reported or moment.passed(self.over_for_all.get(plan.event.id, -inf)) else said

    def _odd(self, plan: Plan, state: EventState, moment: Moment) -> tuple[str, ...]:
        """What is odd about it now."""
        space, found = plan.space, []
        if space and not space.in_service:
            found.append(f"{space.name} is out of service{f': {space.reason}' if space.reason else ''}.")
        reported = state == "delayed" or (state == "live by plan" and self.reporting.reports(plan))
        due = plan.start if reported and self.index.feed.planned is None else None
        if due and moment.passed(due.seconds + BEGIN_GRACE * 60):
            if heard := self.reporting.unheard(plan):
                found.append(f"Not heard since {moment.clock(heard)} whether it began.")
            else:
                found.append(f"Due at {moment.clock(due)}; not reported as begun.")
        return tuple(found)

    def _tone(self, plan: Plan, state: EventState, moment: Moment, against: tuple[str, ...]) -> Tone:
        if state in OFF_STATES:
            end = plan.end or plan.start
            gone = moment.passed(end.seconds if end else plan.over)
            return "quiet" if gone else "warn"
        return "warn" if any(against) else tones.EVENT[state]


@remembered()
def _maker(index: Index) -> _Maker:
    return _Maker(index)


def _over_for_all(index: Index) -> dict[str, float]:
    """When events of which sources differ are over by the one that has them last, by id."""
    found: dict[str, float] = {}
    for told in index.told.events:
        one = index.events.find(told.id)
        last = at(told.end or told.expected or told.start, index.tz)
        if one and one.id in index.conflicts and last and not told.withdrawn:
            over = last.seconds + (0 if told.end else index.site.thresholds.ended_after * 60)
            found[one.id] = max(over, found.get(one.id, -inf))
    return found


def _outside(plan: Plan, openings: Openness) -> str:
    """A sentence when the facility that the room is in is certainly closed for some of the event."""
    if not (plan.certain and plan.start and plan.event.room):
        return ""
    if (said := openings.said.get(plan.event.id)) is None:
        hours = openings.of(openings.home(plan.event.room))
        closed = hours and hours.outside(plan.start.seconds, (plan.end or plan.start).seconds)
        said = f"Outside the hours of the {hours.name} ({hours.on(plan.start)})." if hours and closed else ""
        openings.said[plan.event.id] = said
    return said


def _with_next(items: tuple[EventItem, ...], plans: Sequence[Plan]) -> tuple[EventItem, ...]:
    """The items (of `plans`) with phase "next" for the earliest start to come and all that share it.

    A vague time never hides the next certain one: a vague event that may come before it is next as well.
    """
    ahead = [
        (plan.start.seconds, plan.certain, position)
        for position, (item, plan) in enumerate(zip(items, plans, strict=True))
        if item.phase == "later" and plan.start
    ]
    if not ahead:
        return items
    first = min((start for start, exact, _ in ahead if exact), default=min(ahead)[0])
    found = list(items)
    for start, exact, position in ahead:
        if start == first or (start < first and not exact):
            found[position] = msgspec.structs.replace(items[position], phase="next")
    return tuple(found)
