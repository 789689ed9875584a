"""What of a feed holds for a time that has not come: what is planned, and nothing that somebody observed.

Of tomorrow nobody has seen who came, what began, who is missing. Where nothing is observed the board goes by
the plan and claims no absence, so a future board is made from the feed without its observations.
"""

from functools import lru_cache

from msgspec.structs import replace

from opsdash.model import Booking, Facility, Pool, PressEvent, Space
from opsdash.parts import Assignment
from opsdash.snapshot import Feed


@lru_cache(maxsize=1)
def planned(feed: Feed) -> Feed:
    """`feed` without what was observed up to now; kept for the last feed asked for."""
    return replace(
        feed,
        events=tuple(map(_event, feed.events)),
        bookings=tuple(map(_booking, feed.bookings)),
        spaces=tuple(map(_space, feed.spaces)),
        pools=tuple(map(_pool, feed.pools)),
        facilities=tuple(map(_facility, feed.facilities)),
    )


def _event(event: PressEvent) -> PressEvent:
    """Without its real beginning; one that is over stays over, and a known delay stays known."""
    if event.finished or event.status == "ended":
        return event if not event.began else replace(event, began=None)
    known = event.began or event.expected
    return replace(event, began=None, expected=known, status="scheduled" if event.status == "live" else event.status)


def _booking(booking: Booking) -> Booking:
    """As booked; who has left has left. Who came without a booking has the space for as long as was written down."""
    if booking.checked_out or booking.status == "no-show":
        return replace(booking, status="released", checked_in=None, checked_out=None)
    return replace(booking, checked_in=None, walk_in=False)


def _space(space: Space) -> Space:
    return replace(space, present="", present_since=None, vacant_since=None)


def _pool(pool: Pool) -> Pool:
    """With its members as they have agreed to come; whether material will be shared in time nobody knows."""
    return replace(pool, assignments=tuple(map(_member, pool.assignments)), material_due=None)


def _member(one: Assignment) -> Assignment:
    coming = one.status in ("present", "late", "absent")
    return replace(one, status="confirmed" if coming else one.status, arrived=None, card_issued=False)


def _facility(facility: Facility) -> Facility:
    """By its announced hours, unless what is said of now is said to last until then."""
    live = facility.live
    return replace(facility, live=None) if live and live.until is None else facility
