"""What stands in a pool's way, in sentences: its event, its time, the way in, its seats, its people."""

from collections.abc import Iterable

from opsdash.board.freshness import Silence
from opsdash.board.index import Index
from opsdash.board.items import EventItem, PoolState
from opsdash.board.moments import Moment, sentences
from opsdash.board.musters import Muster, label, seat_counts, two_pools
from opsdash.board.openness import Openness
from opsdash.board.references import named


def flags_of(
    muster: Muster,
    event: EventItem | None,
    state: PoolState,
    index: Index,
    hours: Openness,
    silence: Silence,
    moment: Moment,
) -> tuple[str, ...]:
    """The sentences, most pressing first."""
    found = [*_gone(muster)]
    if state == "done":
        return sentences(*found, _material(muster, silence, moment))
    if state != "cancelled":
        found += [*_event(muster, event, moment), *_times(muster, moment), _way_in(muster, hours, index, moment)]
        found += [*_two_pools(muster, index, moment), *_seats(muster, moment), _stand_in(muster, state)]
        found.append(_material(muster, silence, moment))
    return sentences(*found)


def _gone(muster: Muster) -> Iterable[str]:
    """What is off: the pool or its event."""
    if muster.pool.withdrawn is not None:
        yield "The source no longer lists this pool."
    plan = muster.plan
    if plan is None:
        called = named(muster.pool.event)
        yield f'Its event "{called}" is not on the programme.' if called else "No event is named for it."
    elif plan.dropped:
        yield f'Its event "{plan.event.title}" was withdrawn from the programme.'
    elif plan.off:
        yield f'Its event "{plan.event.title}" is {plan.event.status}.'


def _event(muster: Muster, event: EventItem | None, moment: Moment) -> Iterable[str]:
    """What became of the event's time and room."""
    plan = muster.plan
    if event and event.moved:
        yield f"Its event {event.moved}: check the muster time."
    if plan and plan.start and event and event.state == "delayed":
        late = f", {event.delay} min late" if event.delay else ""
        expected = f": expected {moment.clock(plan.start)}{late}" if plan.late else ""
        yield f"Its event is delayed{expected}."


def _times(muster: Muster, moment: Moment) -> Iterable[str]:
    plan, meets = muster.plan, muster.meets
    if not (plan and plan.certain and plan.start and meets):
        return
    start, travel = plan.start.seconds, muster.travel
    if meets.seconds > start:
        yield f"Meets {moment.clock(meets)}, after its event starts at {moment.clock(plan.start)}."
    elif meets.seconds + travel * 60 > start:
        yield f"Meets {moment.clock(meets)} and is {travel} min away: late for the start at {moment.clock(plan.start)}."
    elif muster.departs and muster.departs.seconds + travel * 60 > start:
        yield f"Leaves {moment.clock(muster.departs)}: late for the start at {moment.clock(plan.start)}."


def _way_in(muster: Muster, hours: Openness, index: Index, moment: Moment) -> str:
    """The first of the centre and its only ways in that is closed when the pool meets."""
    if muster.meets is None or moment.passed(muster.meets.seconds):
        return ""
    place = index.facilities.find(muster.pool.muster_place) or hours.centre
    for one in hours.ways_in(place):
        if one.outside(muster.meets.seconds, muster.meets.seconds):
            opens = one.opens_after(muster.meets)
            then = f"opens only at {moment.clock(opens)}" if opens else f"is closed then ({one.on(muster.meets)})"
            return f"Meets {moment.clock(muster.meets)}, but the {one.name} {then}."
    return ""


def _two_pools(muster: Muster, index: Index, moment: Moment) -> Iterable[str]:
    for pair in two_pools(index).get(muster.pool.id, ()):
        other = pair.other
        if other.meets and other.ends and not moment.passed(other.ends.seconds):
            yield f"{label(pair.person)} is also in {other.pool.name}, which meets {moment.clock(other.meets)}."


def _seats(muster: Muster, moment: Moment) -> Iterable[str]:
    """More people than seats, by medium; a person whose medium nobody gave counts in the sum alone."""
    counts = seat_counts(muster, moment)
    over = [one for one in counts if one.filled > one.seats and (one.seats or one.medium != "other")]
    for one in over:
        yield f"More assigned than seats for {one.medium}: {one.filled} for {one.seats}."
    filled, seats = sum(one.filled for one in counts), sum(one.seats for one in counts)
    if counts and not over and filled > seats:
        yield f"More assigned than seats: {filled} for {seats}."


def _stand_in(muster: Muster, state: PoolState) -> str:
    """Who is next on the reserve list when a seat is free for good."""
    free = [one for one, _ in muster.arrivals if one.reserve == 0 and one.status in ("absent", "declined")]
    reserves = [one for one, _ in muster.arrivals if one.reserve > 0 and one.status not in ("absent", "declined")]
    if not free or not reserves or state == "under way":
        return ""
    first = min(reserves, key=lambda one: (one.reserve, label(one)))
    return f"{label(free[0])} does not come; first on the reserve list: {label(first)}."


def _material(muster: Muster, silence: Silence, moment: Moment) -> str:
    shared = muster.shared and moment.passed(muster.shared.seconds)
    if muster.due is None or shared or not moment.passed(muster.due.seconds):
        return ""
    if heard := silence.before(muster.due.seconds, muster.pool.source):
        return f"Not heard since {moment.clock(heard)} whether its material is shared."
    where = f" ({muster.pool.material_where})" if muster.pool.material_where else ""
    return f"Pooled material was due at {moment.clock(muster.due)} and is not shared{where}."
