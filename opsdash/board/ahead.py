"""What of a feed holds for a time that has not come: what is planned, and nothing that somebody observed.

Of tomorrow nobody has seen who came, what began, who is missing. Where nothing is observed the board goes by
the plan and claims no absence, so a future board is made from the feed without its observations. What has happened
stays as it was: who came to a pool that has met, came.
"""

from bisect import bisect_right
from datetime import UTC, datetime

from msgspec.structs import replace

from opsdash.board.memory import remembered
from opsdash.board.moments import At, at
from opsdash.board.places import OVERRIDE
from opsdash.model import Booking, Facility, Pool, PressEvent, Space
from opsdash.parts import Assignment
from opsdash.snapshot import Desk, Feed


@remembered(1)
def planned_desk(desk: Desk) -> Desk:
    """`desk` without the overrides of facilities that have no end: they speak of now, and lift what was said before."""
    entries = (
        replace(entry, data={}) if entry.action == OVERRIDE and entry.until is None else entry for entry in desk.entries
    )
    return replace(desk, entries=tuple(entries))


def planned(feed: Feed, asked: datetime) -> Feed:
    """`feed` without what was observed up to the real instant `asked` and may be otherwise later.

    Between two beginnings the answer is one and the same feed, so that what the board derives from it is derived once.
    """
    begun = _beginnings(feed)
    past = bisect_right(begun, asked.timestamp(), key=lambda one: one.seconds)
    return _planned(feed, begun[past - 1].local.astimezone(UTC) if past else datetime.min.replace(tzinfo=UTC))


@remembered(1)
def _beginnings(feed: Feed) -> tuple[At, ...]:
    """The instants from which on something is observed: a pool meets, an event starts or is to be over."""
    found = {pool.muster_at for pool in feed.pools} | {event.start for event in feed.events}
    found |= {event.end for event in feed.events}
    return tuple(sorted({known for instant in found if (known := at(instant, feed.site.tz))}))


@remembered(1)
def _planned(feed: Feed, until: datetime) -> Feed:
    """`feed` with what was observed of what began by `until`, and of the rest the plan."""
    return replace(
        feed,
        events=tuple(map(_event, feed.events)),
        bookings=tuple(map(_booking, feed.bookings)),
        spaces=tuple(map(_space, feed.spaces)),
        pools=tuple(_pool(pool, until, feed) for pool in feed.pools),
        facilities=tuple(map(_facility, feed.facilities)),
        planned=until,
    )


def _event(event: PressEvent) -> PressEvent:
    """Without its real beginning; one that is over stays as it was, and a known delay stays known."""
    if event.finished or event.status == "ended":
        return event
    known = event.began or event.expected
    return replace(event, began=None, expected=known, status="scheduled" if event.status == "live" else event.status)


def _booking(booking: Booking) -> Booking:
    """As booked; who has left has left. Who came without a booking has the space for as long as was written down."""
    if booking.checked_out or booking.status == "no-show":
        return replace(booking, status="released", checked_in=None, checked_out=None)
    return replace(booking, checked_in=None, walk_in=False)


def _space(space: Space) -> Space:
    return replace(space, present="", present_since=None, vacant_since=None)


def _pool(pool: Pool, until: datetime, feed: Feed) -> Pool:
    """With its members as they have agreed to come, or came where it has met; whether material will be shared in time
    nobody knows."""
    meets = at(pool.muster_at, feed.site.tz)
    if meets and meets.seconds <= until.timestamp():
        return replace(pool, material_due=None)
    return replace(pool, assignments=tuple(map(_member, pool.assignments)), material_due=None)


def _member(one: Assignment) -> Assignment:
    coming = one.status in ("present", "late", "absent")
    return replace(one, status="confirmed" if coming else one.status, arrived=None, card_issued=False)


def _facility(facility: Facility) -> Facility:
    """By its announced hours, unless what is said of now is said to last until then."""
    live = facility.live
    return replace(facility, live=None) if live and live.until is None else facility
