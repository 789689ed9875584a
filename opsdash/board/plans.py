"""Each facility's plan: what its record says of its hours, built once for each feed and venue day."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from opsdash.board.closing import Turns, with_closing
from opsdash.board.index import Index
from opsdash.board.items import Run
from opsdash.board.memory import FEEDS, remembered
from opsdash.board.recurring import recurring
from opsdash.board.stretches import DAY, Plan, Region, Stretch, clock_utc, joined, of_periods, stated_regions
from opsdash.model import Facility
from opsdash.parts import RelativeClosing

BACK, AHEAD = 2, 9
"""Days around today for which recurring hours are worked out; the week view shows one day less at both ends."""
WEEK = 8
"""Days ahead that the week view covers, beside yesterday."""


@remembered(2 * FEEDS)
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
        regular = recurring(facility.hours, first, last, said.days, facility.last_entry, index.site)
        stretches += regular.stretches
        flags += regular.flags
        if regular.stated:
            stated += [_bounds(day, index) for day in window if day not in said.days]
    if closing and now:
        open_days = [day for day in window if day not in said.wordings]
        stretches, notes = with_closing(stretches, closing, open_days, index, now)
        stated += [_bounds(one.day, index) for one in stretches if one.day in notes]
        here = max((one for one in stretches if one.low <= now < one.high), key=lambda one: one.low, default=None)
        day = here.day if here else today  # after midnight it may still be yesterday's
        flags += [notes[day]] if day in notes else []
    runs = joined(stretches, tz)
    regions = stated_regions(stated, runs, tz)
    week = clock_utc(today - timedelta(days=1), 0, tz), clock_utc(today + timedelta(days=WEEK), DAY, tz)
    return Plan(
        runs, regions, said.wordings, tuple(flags), said.days, _week(runs, week, tz), _stated(regions, runs, week, tz)
    )


def turns_of(facility: Facility, index: Index, today: date) -> Turns:
    """The days of service of `facility`, by its published hours; recurring ones around `today`."""
    stretches, said = of_periods(facility.periods, facility.last_entry, index.tz)
    if facility.hours:
        first, last = today - timedelta(days=BACK), today + timedelta(days=AHEAD)
        stretches += recurring(facility.hours, first, last, said.days, facility.last_entry, index.site).stretches
    return Turns(stretches, index.tz)


def _week(stretches: Iterable[Stretch], week: Region, tz: ZoneInfo) -> tuple[Run, ...]:
    """The bars of the week view; unread hours have none."""
    low, high = week
    return tuple(_run(one, tz) for one in stretches if one.kind != "unknown" and one.low < high and low < one.high)


def _stated(regions: Iterable[Region], stretches: Iterable[Stretch], week: Region, tz: ZoneInfo) -> tuple[Region, ...]:
    """Where in the week view "no bar" means closed: the stated regions less those whose hours could not be read."""
    found = [(max(low, week[0]), min(high, week[1])) for low, high in regions]
    for unread in (one for one in stretches if one.kind == "unknown"):
        found = [part for low, high in found for part in ((low, min(high, unread.low)), (max(low, unread.high), high))]
    return tuple((low.astimezone(tz), high.astimezone(tz)) for low, high in found if low < high)


def _run(one: Stretch, tz: ZoneInfo) -> Run:
    """`one` as a bar: hours not confirmed reach as far as they are published, not all day; where recurring hours
    go on beyond what was worked out the bar is open-ended."""
    exact = one.kind == "tentative"
    end = None if one.kind == "open" and one.end is None else one.end if exact and one.end else one.high
    return Run(
        start=(one.start if exact and one.start else one.low).astimezone(tz),
        end=end.astimezone(tz) if end else None,
        certain=one.kind == "open",
        audience=one.audience,
        wording=one.wording,
    )


def _bounds(day: date, index: Index) -> Region:
    return clock_utc(day, 0, index.tz), clock_utc(day, DAY, index.tz)


def says_hours(facility: Facility) -> bool:
    """Whether the record speaks of hours at all."""
    return bool(facility.periods or facility.hours or facility.closing)
