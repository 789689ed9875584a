"""What a change touches, by name: pools, bookings, facilities that follow an event; whoever rests on a space."""

from datetime import date, datetime

from opsdash.board.changewords import Diff
from opsdash.board.closing import followed
from opsdash.board.index import Index
from opsdash.board.kept import instant_of
from opsdash.board.memory import remembered
from opsdash.board.moments import at, local_time
from opsdash.board.plans import turns_of
from opsdash.model import Booking, Facility, PressEvent, Record, Space
from opsdash.snapshot import Feed

MOVES = frozenset({"start", "end", "day", "room", "status", "expected"})
"""The fields of a press event that others go by."""

_USUAL = 3600  # seconds: the length of an event whose end is not published
_AHEAD = 24 * 3600  # seconds: how far ahead a space's failure is looked at


def touched(index: Index, record: Record | None, presence: str, diff: Diff, seen: datetime) -> tuple[str, ...]:
    """The names of what goes by `record`, sorted, each once; () when this change concerns nobody else."""
    names: list[str] = []
    if isinstance(record, PressEvent) and (presence or MOVES & diff.keys()):
        names = _by_event(index, record, diff, local_time(seen, index.tz).date())
    elif isinstance(record, Space) and (presence or "in_service" in diff):
        names = _by_space(index, record, seen)
    elif isinstance(record, Facility):
        names = [
            name for name, on in _dependants(index.feed) if (found := index.facilities.find(on)) and found is record
        ]
    return tuple(sorted(set(names)))


def facilities_after(index: Index, event: PressEvent, today: date) -> list[str]:
    """The facilities that close after `event`, by name: it is named, or the last of its kind to end on its day; seen
    from venue day `today`."""
    return _followers(index, today).get(event.id, [])


@remembered()
def _followers(index: Index, today: date) -> dict[str, list[str]]:
    """The names of the facilities that close after an event, by the event's id."""
    following = [(one, one.closing) for one in index.feed.facilities if one.closing and not one.withdrawn]
    found: dict[str, list[str]] = {}
    for facility, closing in sorted(following, key=lambda one: (one[0].name, one[0].id)):
        for event in followed(closing, turns_of(facility, index, today), index):
            found.setdefault(event, []).append(facility.short or facility.name)
    return found


def _by_event(index: Index, event: PressEvent, diff: Diff, today: date) -> list[str]:
    names = [pool.name for pool in index.pools_of.get(event.id, ()) if not pool.cancelled]
    names += facilities_after(index, event, today)
    names += [_space_name(index, booking) for booking in booked_for(index.feed).get(event.title.casefold(), ())]
    old_start, new_start = _instants(diff, "start", event.start)
    old_end, new_end = _instants(diff, "end", event.end)
    old_room, new_room = diff.get("room", (event.room, event.room))
    for room, start, end in ((old_room, old_start, old_end), (new_room, new_start, new_end)):
        space = index.spaces.find(room) if isinstance(room, str) else None
        if space and (begins := at(start, index.tz)):
            ends = at(end, index.tz)
            until = ends.seconds if ends and ends.seconds > begins.seconds else begins.seconds + _USUAL
            names += [space.name] if _taken(index, space, begins.seconds, until) else []
    return names


def _instants(diff: Diff, field: str, now: datetime | None) -> tuple[datetime | None, datetime | None]:
    """What the field was and is: both the record's own when the change is not about it."""
    if field not in diff:
        return now, now
    old, new = diff[field]
    return instant_of(old), instant_of(new)


def _by_space(index: Index, space: Space, seen: datetime) -> list[str]:
    now = seen.timestamp()
    bookings = [booking.organisation for booking in _taken(index, space, now, now + _AHEAD)]
    events = [
        event.title
        for event in index.events_in.get(space.id, ())
        if (start := at(event.start, index.tz)) and now - _USUAL < start.seconds < now + _AHEAD and not event.withdrawn
    ]
    return [name for name in bookings + events if name]


def _taken(index: Index, space: Space, start: float, end: float) -> list[Booking]:
    """The bookings of a space that overlap a stretch (seconds since 1970)."""
    return [
        booking
        for booking in index.bookings.get(space.id, ())
        if booking.stands
        and (begins := at(booking.start, index.tz))
        and (ends := at(booking.end, index.tz))
        and begins.seconds < end
        and ends.seconds > start
    ]


def _space_name(index: Index, booking: Booking) -> str:
    space = index.spaces.find(booking.space)
    return space.name if space else booking.space


@remembered()
def booked_for(feed: Feed) -> dict[str, list[Booking]]:
    """Bookings by what they are for, case-blind: a booth taken for an event carries its title."""
    found: dict[str, list[Booking]] = {}
    for booking in feed.bookings:
        if booking.title and booking.stands:
            found.setdefault(booking.title.casefold(), []).append(booking)
    return found


@remembered()
def _dependants(feed: Feed) -> list[tuple[str, str]]:
    """Each facility's name beside the reference to what it depends on."""
    return [
        (facility.short or facility.name, dependency.on)
        for facility in feed.facilities
        if not facility.withdrawn
        for dependency in facility.depends_on
    ]
