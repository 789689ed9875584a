"""Each facility's plan: what its record says of its hours, built once for each feed and venue day."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from opsdash.board.closing import with_closing
from opsdash.board.index import Index
from opsdash.board.recurring import recurring
from opsdash.board.stretches import DAY, Plan, Region, clock_utc, joined, of_periods, stated_regions
from opsdash.model import Facility
from opsdash.parts import RelativeClosing

BACK, AHEAD = 2, 9
"""Days around today for which recurring hours are worked out; the week view shows one day less at both ends."""


@lru_cache(maxsize=8)
def plans(index: Index, today: date) -> dict[str, Plan]:
    """The plans of all facilities whose hours do not depend on the programme, by record id."""
    return {one.id: plan_of(one, None, index, today) for one in index.feed.facilities if one.closing is None}


def plan(facility: Facility, index: Index, today: date, now: datetime) -> Plan:
    """The plan of `facility`; made anew each time only where its closing follows an event."""
    if facility.closing is None:
        return plans(index, today)[facility.id]
    return plan_of(facility, facility.closing, index, today, now)


def plan_of(
    facility: Facility, closing: RelativeClosing | None, index: Index, today: date, now: datetime | None = None
) -> Plan:
    """What `facility` says: periods, recurring hours on the days without, closing relative to the programme."""
    tz = index.tz
    stretches, said = of_periods(facility.periods, facility.last_entry, tz)
    stated, flags = list(said.stated), list(said.flags)
    first, last = today - timedelta(days=BACK), today + timedelta(days=AHEAD)
    window = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if facility.hours:
        regular = recurring(facility.hours, first, last, said.days, facility.last_entry, tz)
        stretches += regular.stretches
        flags += regular.flags
        if regular.read:
            stated += [_bounds(day, index) for day in window if day not in said.days]
    if closing and now:
        open_days = [day for day in window if day not in said.wordings]
        stretches, notes = with_closing(stretches, closing, open_days, index, now)
        stated += [_bounds(day, index) for day in notes]
        flags += [notes[today]] if today in notes else []
    runs = joined(stretches, tz)
    return Plan(runs, stated_regions(stated, runs, tz), said.wordings, tuple(flags), said.days)


def _bounds(day: date, index: Index) -> Region:
    return clock_utc(day, 0, index.tz), clock_utc(day, DAY, index.tz)


def says_hours(facility: Facility) -> bool:
    """Whether the record speaks of hours at all."""
    return bool(facility.periods or facility.hours or facility.closing)
