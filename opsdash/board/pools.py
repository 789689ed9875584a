"""The pools at an instant: who is there, who is missing, and what stands in their way.

States: `cancelled` when the pool is off or its event is; `no time yet` without a muster time, or while its
event is postponed; `later` until `muster_soon` before it meets; `musters soon`, `mustering` once somebody is
there, `complete` once all are; from the muster time on `incomplete` while somebody is missing, but only where
the source says who has come and had not fallen silent before (`opsdash.board.freshness.Silence`), else `mustering`;
`under way` from the departure, else once the event is live or, where nobody said that it is not, was to start; `done`
once back (else once the event is over, or `ended_after` past the muster time when no event is known).
"""

from datetime import datetime
from typing import Literal, NamedTuple

from opsdash.board import tones
from opsdash.board.contacts import whom_to_call
from opsdash.board.eventtime import Plan, programme_of
from opsdash.board.freshness import ALL_HEARD, Silence
from opsdash.board.index import Index
from opsdash.board.items import EventItem, FacilityItem, PoolItem, PoolState, Tone
from opsdash.board.memory import remembered
from opsdash.board.moments import At, Kept, Moment, sentences
from opsdash.board.musters import Muster, is_there, label, musters_of, seat_counts
from opsdash.board.openness import Openness, openness
from opsdash.board.poolflags import flags_of
from opsdash.board.programme import Reporting
from opsdash.board.references import named
from opsdash.parts import Assignment
from opsdash.snapshot import Desk, Thresholds


class Heads(NamedTuple):
    """How many are there of those expected, who has not been seen, and what that means.

    counted: its source says who has come. heard: its last word where it fell silent too early for that.
    """

    present: int
    expected: int
    unseen: tuple[str, ...]
    counted: bool
    heard: At | None

    @property
    def complete(self) -> bool:
        """All who are expected are there; a pool without names is never complete."""
        return 0 < self.expected == self.present


def pool_items(
    index: Index,
    desk: Desk,  # noqa: ARG001 - every part of the board is asked alike; no desk entry alters a pool
    facilities: tuple[FacilityItem, ...],
    programme: tuple[EventItem, ...],
    now: datetime,
    silence: Silence = ALL_HEARD,
) -> tuple[PoolItem, ...]:
    """The pools at `now`, by muster time; those without one last."""
    musters = musters_of(index)
    hours = openness(index, facilities)
    memory = _memory(index)
    events = memory.events_by_id(programme)
    own = [events.get(muster.plan.event.id) if muster.plan else None for muster in musters]
    if memory.hours is not hours or memory.silence is not silence:  # all pools depend on both
        memory.hours, memory.silence, memory.kept = hours, silence, Kept()

    reporting = Reporting(programme_of(index).reporting, silence)

    def make(position: int, moment: Moment) -> PoolItem:
        return _item(musters[position], own[position], index, hours, reporting, moment)

    return memory.kept.at(now, index.tz, make, own, (programme,))


class _Memory:
    """What is kept for one feed."""

    def __init__(self) -> None:
        self.kept: Kept[PoolItem] = Kept()
        self.hours: Openness | None = None
        self.silence = ALL_HEARD
        self._events: tuple[tuple[EventItem, ...], dict[str, EventItem]] = ((), {})

    def events_by_id(self, programme: tuple[EventItem, ...]) -> dict[str, EventItem]:
        if self._events[0] is not programme:
            self._events = (programme, {item.id: item for item in programme})
        return self._events[1]


@remembered()
def _memory(index: Index) -> _Memory:  # noqa: ARG001 - the key
    return _Memory()


def _item(
    muster: Muster, event: EventItem | None, index: Index, hours: Openness, reporting: Reporting, moment: Moment
) -> PoolItem:
    """One pool, in words."""
    pool, plan = muster.pool, muster.plan
    thresholds, silence = index.site.thresholds, reporting.silence
    heads = _heads(muster, silence, moment, thresholds)
    state = _state(muster, event, heads, reporting, moment, thresholds)
    material, pressing = _material(muster, state, silence, moment, thresholds)
    flags = flags_of(muster, event, state, index, hours, silence, moment)
    everybody = muster.arrivals
    called = heads.counted and state not in ("later", "no time yet", "cancelled")
    members = muster.members
    return PoolItem(
        id=pool.id,
        source=pool.source,
        name=pool.name,
        event=plan.event.id if plan else "",
        event_title=plan.event.title if plan else named(pool.event),
        event_start=_event_start(plan, event),
        muster_at=muster.meets.local if muster.meets else None,
        muster_place=_place(pool.muster_place, index),
        escort=pool.escort,
        contact=whom_to_call(pool, index),
        state=state,
        tone=_tone(muster, state, pressing, bool(flags), moment),
        flags=sentences(*flags, _unheard(heads, state, moment)),
        present=heads.present,
        expected=heads.expected,
        there=tuple(label(one) for one, arrived in members if is_there(one, arrived, moment)),
        missing=heads.unseen if called else (),
        awaited=() if called or state == "cancelled" else heads.unseen,
        late=tuple(
            label(one) for one, arrived in members if one.status == "late" and not is_there(one, arrived, moment)
        ),
        absent=tuple(label(one) for one, _ in members if one.status == "absent"),
        declined=tuple(label(one) for one, _ in everybody if one.reserve == 0 and one.status == "declined"),
        reserves=tuple(label(one) for one in _reserves(muster)),
        no_card=tuple(label(one) for one, _ in members if muster.cards and not one.card_issued),
        seats=seat_counts(muster, moment),
        material=material,
        brief=_brief(muster, state, heads, moment),
        obligations=pool.obligations,
    )


def _place(text: str, index: Index) -> str:
    found = index.facilities.find(text) or index.spaces.find(text)
    return found.name if found else named(text)


def _event_start(plan: Plan | None, event: EventItem | None) -> datetime | None:
    """When its event is expected, as the programme says; only where that is more than a place in the order."""
    if event:
        return event.start if event.exact else None
    return plan.start.local if plan and plan.start and plan.certain else None


def _heads(muster: Muster, silence: Silence, moment: Moment, thresholds: Thresholds) -> Heads:
    members, heard = muster.members, None
    if muster.counted and muster.meets:
        soon = muster.meets.seconds - thresholds.muster_soon * 60
        expected = muster.meets.seconds if moment.passed(muster.meets.seconds) else soon
        heard = silence.before(expected, muster.pool.source)
    unseen = tuple(label(one) for one, arrived in members if not is_there(one, arrived, moment))
    return Heads(len(members) - len(unseen), len(members), unseen, muster.counted and not heard, heard)


def _unheard(heads: Heads, state: PoolState, moment: Moment) -> str:
    """What is not known since its source fell silent."""
    if not (heads.heard and heads.unseen) or state not in ("musters soon", "mustering"):
        return ""
    return f"Not heard since {moment.clock(heads.heard)} who is there."


def _reserves(muster: Muster) -> list[Assignment]:
    """The reserve list in its order, without those who declined or are absent."""
    found = [one for one, _ in muster.arrivals if one.reserve > 0 and one.status not in ("declined", "absent")]
    return sorted(found, key=lambda one: (one.reserve, label(one)))


def _state(
    muster: Muster,
    event: EventItem | None,
    heads: Heads,
    reporting: Reporting,
    moment: Moment,
    thresholds: Thresholds,
) -> PoolState:
    plan = muster.plan
    if muster.pool.cancelled or muster.pool.withdrawn is not None:
        return "cancelled"
    if plan and plan.off:
        postponed = plan.event.withdrawn is None and plan.event.status == "postponed"
        return "no time yet" if postponed else "cancelled"
    if muster.returns:
        over = moment.passed(muster.returns.seconds)
    elif event:
        over = event.phase == "past"
    else:
        last = muster.departs or muster.meets
        over = last is not None and moment.passed(last.seconds + thresholds.ended_after * 60)
    if over:
        return "done"
    if _left(muster, event, reporting, moment):
        return "under way"
    if muster.meets is None:
        return "no time yet"
    return _mustering(muster, heads, moment, thresholds)


def _left(muster: Muster, event: EventItem | None, reporting: Reporting, moment: Moment) -> bool:
    """Whether the pool has set out: by its departure, else once its event is live or was to start."""
    if muster.departs:
        return moment.passed(muster.departs.seconds)
    plan, meets = muster.plan, muster.meets
    starts = plan.start if plan and plan.certain else None
    if meets and not moment.passed(meets.seconds):
        return False  # an event that begins early takes nobody along who has not met
    if meets and plan and starts and meets.seconds >= max(starts, plan.published or starts).seconds:
        return False  # a muster after the start is an error, not a departure
    if event and event.state == "live by plan" and plan and reporting.reports(plan) and reporting.unheard(plan):
        return False  # that it began would have been said, had its source not fallen silent
    if event and event.state in ("live", "live by plan"):
        return True
    if starts is None or (event and event.state in _WAITING):
        return False
    return moment.passed(starts.seconds)


_WAITING = ("delayed", "tentative", "starts soon")
"""States of an event that has not begun although its start may have passed: whoever covers it still waits."""


def _mustering(muster: Muster, heads: Heads, moment: Moment, thresholds: Thresholds) -> PoolState:
    meets = muster.meets.seconds if muster.meets else 0.0
    if not moment.passed(meets - thresholds.muster_soon * 60):
        return "later"
    if heads.complete:
        return "complete"
    if moment.passed(meets):
        return "incomplete" if heads.counted and heads.expected else "mustering"
    return "mustering" if heads.present else "musters soon"


def _material(
    muster: Muster, state: PoolState, silence: Silence, moment: Moment, thresholds: Thresholds
) -> tuple[str, Literal["", "soon", "late"]]:
    """Where the pooled material stands, and whether that presses."""
    if muster.shared and moment.passed(muster.shared.seconds):
        return f"shared {moment.clock(muster.shared)}", ""
    if muster.due is None or state == "cancelled":
        return "", ""
    if moment.passed(muster.due.seconds):
        if silence.before(muster.due.seconds, muster.pool.source):
            return f"was due {moment.clock(muster.due)}", ""
        return f"late since {moment.clock(muster.due)}", "late"
    soon = moment.passed(muster.due.seconds - thresholds.material_due_soon * 60)
    return f"due {moment.clock(muster.due)}", "soon" if soon else ""


def _tone(muster: Muster, state: PoolState, pressing: str, flagged: bool, moment: Moment) -> Tone:
    if state == "cancelled":
        last = muster.ends or muster.meets
        return "quiet" if last and moment.passed(last.seconds) else "warn"
    if pressing == "late":
        return "bad"
    if state == "incomplete":
        return tones.POOL[state]
    if flagged and state != "done":
        return "warn"
    return "soon" if pressing == "soon" else tones.POOL[state]


def _brief(muster: Muster, state: PoolState, heads: Heads, moment: Moment) -> str:
    """A few words for a row."""
    if state in ("cancelled", "done", "no time yet"):
        return state
    counted = f"{heads.present} of {heads.expected}" if heads.expected else "no names yet"
    unknown = not (heads.counted or heads.present) and muster.meets and moment.passed(muster.meets.seconds)
    if heads.expected and unknown:
        counted = f"{heads.expected} expected"
    if state == "under way":
        back = f", back {moment.clock(muster.returns)}" if muster.returns else ""
        return f"under way, {counted}{back}"
    if muster.meets is None:
        return counted
    return f"{counted}, {'met' if moment.passed(muster.meets.seconds) else 'meets'} {moment.clock(muster.meets)}"
