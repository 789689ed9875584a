"""Rules about facilities and spaces."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter

from opsdash.board.index import Index
from opsdash.board.items import OPEN_STATES, FacilityItem, SpaceItem
from opsdash.board.live import Live, live_at
from opsdash.board.memory import FEEDS, remembered
from opsdash.board.moments import at
from opsdash.board.places import Place, overrides, places
from opsdash.board.rules.facts import Facts, Finding, few, token
from opsdash.model import Booking
from opsdash.parts import Severity

DUE = 120
"""Minutes ahead within which a booking of a space that is out of service wants another space."""


WAITING = 60
"""Minutes ahead within which it presses that somebody else is due where nobody has left."""


def closing_soon(facts: Facts) -> Iterable[Finding]:
    """A facility closes within `closing_soon` minutes."""
    for item in facts.facilities:
        if item.state == "closing soon" and item.until:
            place = _place(facts, item)
            moves = place is not None and any(record.closing for record in place.records)  # while its event goes on
            yield Finding(
                item.id, item.name, "info", f"{item.name} closes at {facts.clock(item.until)}.",
                "Say so in the room and at the information desk.",
                None if moves else facts.shifted(item.until, -facts.limits.closing_soon), due=item.until,
                said=(f"{item.until:%Y-%m-%d}" if moves else token(item.until),),
            )  # fmt: skip


def unreachable(facts: Facts) -> Iterable[Finding]:
    """A facility is open but cannot be reached; critical when that is not as published but so just now."""
    for item in facts.facilities:
        if not item.unreachable:
            continue
        shut = _shut_ways(facts, item)
        sure = "is" if item.state in OPEN_STATES else "may be"
        yield Finding(
            item.id, item.name, "critical" if any(_unplanned(facts, way) for way in shut) else "warning",
            f"{item.name} {sure} open but cannot be reached: {_clause(item.unreachable)}.",
            "Ask for another way in, and tell the information desk what to say.",
            facts.latest(item.since, *(way.since for way in shut)), said=tuple(way.id for way in shut),
        )  # fmt: skip


def _shut_ways(facts: Facts, item: FacilityItem) -> list[FacilityItem]:
    """The facilities that `item` is reached through and that are closed now."""
    place = _place(facts, item)
    ways = {way for _, way in place.depends} if place else ()
    return [other for other in facts.facilities if other.id in ways and other.state in ("closed", "opening soon")]


def _unplanned(facts: Facts, item: FacilityItem) -> bool:
    """Whether a source or an officer says that it is closed now, whatever its published hours."""
    live = _live(facts, item)
    return live is not None and live.state == "closed"


def _live(facts: Facts, item: FacilityItem) -> Live | None:
    """What an officer or else a source says of it now, as long as that is in force."""
    place = _place(facts, item)
    entries = overrides(facts.index, facts.desk).get(item.id, ())
    return live_at(place, entries, facts.now, facts.index.tz) if place else None


def _place(facts: Facts, item: FacilityItem) -> Place | None:
    return next((place for place in places(facts.index) if place.id == item.id), None)


def _clause(sentence: str) -> str:
    return sentence.strip().rstrip(".")


def hours_conflict(facts: Facts) -> Iterable[Finding]:
    """Announced hours against live status, or two sources that disagree."""
    for item in facts.facilities:
        if item.conflict:
            live, place = _live(facts, item), _place(facts, item)
            sides = [record.id for record in place.records] if place else []  # what each says now the clock alters
            changed = facts.latest(*(facts.last_change(side, "periods", "hours", "closing") for side in sides))
            if live:
                sides += filter(None, (token(live.who, live.state), live.disputed))
            yield Finding(
                item.id, item.name, "warning", f"{item.name}: {_clause(item.conflict)}.",
                "Ask there which is right before you tell anybody.",
                facts.latest(live.since, changed) if live else changed, said=tuple(sides),
            )  # fmt: skip


# Spaces.


def overdue(facts: Facts) -> Iterable[Finding]:
    """Somebody is still in a space `overdue` minutes after the booking's end; held after they left."""
    for item in facts.spaces:
        if item.state == "overdue" and (booking := _booking(facts, item)):
            follows, waiting = "", tuple[str, ...]()
            ask = "Ask them to leave, or give them more time: no booking follows."
            if item.next_holder and item.next_start:
                due, late = facts.clock(item.next_start), facts.passed(item.next_start)
                follows = f" {item.next_holder} is due there {'since' if late else 'from'} {due}."
                pressing = late or facts.within(item.next_start, WAITING)
                waiting = (token(item.next_holder, item.next_start),) if pressing else ()
                ask = "Ask them to leave now." if late else f"Ask them to leave; more time only until {due}."
            since = facts.shifted(booking.end, facts.limits.overdue)
            yield Finding(
                item.id, item.name, "warning",
                f"{item.name}: {item.holder or 'somebody'} should have left at {facts.clock(booking.end)}.{follows}",
                ask, since, booking.source, item.next_start,
                silence=since, said=(token(booking.id, booking.end), *waiting),
            )  # fmt: skip
    for booking, left in _held(facts, "checked_out"):
        since = facts.shifted(booking.end, facts.limits.overdue)
        if since and not facts.after(since, left):
            yield _was(facts, booking, since, f"was overdue; {_who(booking)} left at {facts.clock(left)}")


def no_show(facts: Facts) -> Iterable[Finding]:
    """Nobody came `no_show` minutes after a booking's start; held after they came."""
    for item in facts.spaces:
        if item.state == "no-show" and (booking := _booking(facts, item)):
            said = booking.status == "no-show"  # its source's word: nobody need call, but nobody gave it back either
            missed = facts.shifted(booking.start, facts.limits.no_show)
            due = "not released, " if said else ""
            yield Finding(
                item.id, item.name, "warning",
                f"{item.name}: nobody from {item.holder or 'the booking'} since {facts.clock(booking.start)}; "
                f"{due}booked until {facts.clock(booking.end)}.",
                "Release the space, or keep it for them: until then it counts as taken." if said
                else "Call them; release the space when they do not come.",
                booking.start if said else missed, booking.source, silence=None if said else missed,
                said=(token(booking.id, booking.start),),
            )  # fmt: skip
    for booking, came in _held(facts, "checked_in"):
        since = facts.shifted(booking.start, facts.limits.no_show)
        if since and not facts.after(since, came) and not booking.walk_in:
            yield _was(facts, booking, since, f"was not taken up; {_who(booking)} came at {facts.clock(came)}")


def _was(facts: Facts, booking: Booking, since: datetime, words: str) -> Finding:
    """A cause that is gone, shown for `alert_hold` minutes under its old key; it presses nobody any more."""
    space = facts.index.spaces.find(booking.space)
    subject, title = (space.id, space.name) if space else (booking.id, booking.space)
    return Finding(subject, title, "info", f"{title} {words}.", "Nothing: it is over.", since, booking.source, said=())


def _who(booking: Booking) -> str:
    return booking.organisation or booking.title or "they"


def _booking(facts: Facts, item: SpaceItem) -> Booking | None:
    record = facts.record(item.booking)
    return record if isinstance(record, Booking) else None


def _held(facts: Facts, field: str) -> list[tuple[Booking, datetime]]:
    """The bookings whose coming or going happened within the hold, the latest first."""
    happened = _happened(facts.index, field)
    now = facts.now.timestamp()
    first = bisect_left(happened, now - 60 * facts.limits.alert_hold, key=lambda one: one[0])
    last = bisect_right(happened, now, key=lambda one: one[0])
    found = [(booking, getattr(booking, field)) for _, _, booking in reversed(happened[first:last])]
    return [(booking, when) for booking, when in found if facts.held(when)]


@remembered(2 * FEEDS)
def _happened(index: Index, field: str) -> list[tuple[float, str, Booking]]:
    """When somebody came to, or left, each booking that still counts, in the order of time."""
    found = [
        (when.seconds, booking.id, booking)
        for booking in index.feed.bookings
        if (instant := getattr(booking, field)) and (when := at(instant, index.tz)) and booking.stands
    ]
    return sorted(found, key=itemgetter(0, 1))


def double_booked(facts: Facts) -> Iterable[Finding]:
    """Two organisations have one space at one time."""
    for item in facts.spaces:
        if item.state == "double-booked":
            others = [name for name in (item.holder, item.next_holder) if name]
            what = _clause(item.flags[0]) if item.flags else f"booked twice: {' and '.join(others)}"
            yield Finding(
                item.id, item.name, "warning", f"{item.name}: {what}.",
                "Give one of them another space before both stand there.",
                item.since if facts.passed(item.since) else None, due=item.since,
            )  # fmt: skip


def out_of_service(facts: Facts) -> Iterable[Finding]:
    """A space that cannot be used has a booking running or due; critical from when it should be handed over."""
    for item in facts.spaces:
        if item.state != "out of service" or item.facts.in_service:
            continue  # before it may be reached nobody has to be sent elsewhere
        due = [b for b in _bookings(facts.index, item.id) if facts.after(b.end, b.start) and _wanted(facts, b)]
        if due:
            first = due[0]
            grave: Severity = "critical" if _soon(facts, first, facts.limits.event_soon) else "warning"
            why = f" ({item.reason})" if item.reason else ""
            names = few([f"{_who(b)} {facts.clock(b.start)}" for b in due])
            yield Finding(
                item.id, item.name, grave, f"{item.name} is out of service{why}, and booked: {names}.",
                "Find another space and tell them where.",
                facts.latest(facts.last_change(item.id, "in_service"), facts.shifted(first.start, -DUE)), first.source,
                first.start, said=(*(token(b.id, b.start) for b in due), item.reason),
            )  # fmt: skip


def _wanted(facts: Facts, booking: Booking) -> bool:
    return not facts.passed(booking.end) and _soon(facts, booking, DUE)


def _soon(facts: Facts, booking: Booking, ahead: float) -> bool:
    return facts.passed(booking.start) or facts.within(booking.start, ahead)


def _bookings(index: Index, space: str) -> list[Booking]:
    """Those of a space that count, by start."""
    found = [
        (start.seconds, b.id, b) for b in index.bookings.get(space, ()) if b.stands and (start := at(b.start, index.tz))
    ]
    return [booking for _, _, booking in sorted(found, key=itemgetter(0, 1))]
