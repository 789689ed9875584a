"""What to say about things that are no item of the board: people, outlets, bookings, contacts, notices.

Where the board speaks of the same thing, its own sentence is used as it stands.
"""

from datetime import date

from opsdash.board.dayhours import day_hours
from opsdash.board.items import EventItem, FacilityItem, PoolItem
from opsdash.find.entries import Entry
from opsdash.find.hits import (
    View,
    booked_for,
    booking_state,
    current,
    notice_state,
    overlaps,
    running,
    stays_of,
)
from opsdash.find.stretch import whole
from opsdash.model import Booking, Contact, Notice, Pool
from opsdash.parts import Assignment
from opsdash.render.aloud import moved_aloud
from opsdash.render.detail import detail_of
from opsdash.render.words import hhmm, joined
from opsdash.timing import day_name

ASK = "For anything else please ask the delegation."
MOST = 4
"""Events, bookings and seats that a sentence names; it is to be said aloud."""


def person_said(entry: Entry, view: View, day: date | None = None) -> str:
    """Where the programme and the pools have somebody, now and next, or on `day`. It is all that is known: a
    person may be anywhere else."""
    if not entry.about.events:
        return f"{entry.title}: {_seats(entry, view, day) or 'no pool is known for that day'}."
    items = view.events(entry)
    if day and day != view.board.now.date():
        return person_on(entry, items, view, day)
    here, following = current(items)
    off = [one for one in items if one.phase == "off" and (one.end or one.start or view.board.now) >= view.board.now]
    now = _now(view) if here and here.exact else f"About {_now(view).lower()}"
    parts = [
        f"{now}: {event_said(here, view)}" if here else "",
        f"Next: {event_said(following, view)}" if following else "",
    ]
    parts += [event_said(one, view) for one in off[:2]]
    if not (here or following):
        last = next((one for one in reversed(items) if one.phase == "past"), None)
        nothing = "Nothing more is on the programme here."
        parts.append(f"{nothing} Last: {event_said(last, view)}" if last else nothing)
    return joined(f"{entry.title}.", *parts, ASK, by=" ")


def person_on(entry: Entry, items: list[EventItem], view: View, day: date) -> str:
    """Where the programme has somebody on `day`, whatever of it is over."""
    found = [one for one in items if one.touches(day, day)]
    said = [event_said(one, view) for one in found[:MOST]]
    more = f"And {len(found) - MOST} more." if len(found) > MOST else ""
    nothing = "" if found else "nothing on the programme here."
    return joined(f"{entry.title}, {day_name(day)}:", nothing, *said, more, ASK, by=" ")


def event_said(item: EventItem, view: View) -> str:
    """The board's sentence, where sources differ about the event, and what is odd about it."""
    detail = detail_of(view.board, item.id)
    said = detail.sentence if detail else f"{item.title}."
    return joined(said, *item.conflicts, *item.flags, moved_aloud(item), by=" ")


def outlet_said(entry: Entry, view: View, day: date | None = None) -> str:
    """Where an outlet is and is due, what it booked next, its seats in pools; on `day` what it booked then."""
    now = view.board.now
    pools = _seats(entry, view, day)
    said = [f"In pools: {pools}." if pools else ""]
    if day and day != now.date():
        asked = whole(day, now)
        due = [one for one in entry.about.bookings if one.stands and overlaps(one, asked.low, asked.high, view)]
        words = "; ".join(_booked(one, view, day) for one in due[:MOST])
        return joined(f"{entry.title}, {day_name(day)}:", f"{words or 'nothing booked here'}.", *said, by=" ")
    here, unseen, ahead = stays_of(entry, view)
    spaces = [detail.sentence for item in here[:MOST] if (detail := detail_of(view.board, item.id))]
    booked = "; ".join(f"{booked_for(one, view)}, {booking_state(one, now, view)[0]}" for one in unseen[:MOST])
    following = "; ".join(_booked(one, view) for one in ahead[:2])
    more = f", and {len(ahead) - 2} more" if len(ahead) > 2 else ""
    none = f"No booking of theirs is running {_now(view).lower()}."
    first = f"{_now(view)}: {' '.join(spaces)}" if spaces else "" if booked else none
    booked = f"Booked: {booked}." if booked else ""
    return joined(f"{entry.title}.", first, booked, f"Next: {following}{more}." if following else "", *said, by=" ")


def _now(view: View) -> str:
    """The board's instant: another one than now is told before the sentence."""
    return "Then" if view.board.asked else "Now"


def _booked(one: Booking, view: View, day: date | None = None) -> str:
    pending = " (not confirmed)" if one.status == "pending" else ""
    return f"{booked_for(one, view, day)}{pending}"


def _seats(entry: Entry, view: View, day: date | None) -> str:
    """The seats in pools: "Pool 4, photographer 41, present, meets 14:25 Press gate"; those of pools that are over
    only where there are no others."""
    found = [
        (pool, seat, item)
        for pool, seat in entry.about.seats
        if isinstance(item := view.items.get(pool.id), PoolItem)
        and not (day and item.muster_at and item.muster_at.date() != day)
    ]
    ahead = [one for one in found if one[2].state != "done"]
    said = [_seat(entry, pool, seat, item, view) for pool, seat, item in ahead or found]
    more = f"; and {len(said) - MOST} more" if len(said) > MOST else ""
    return "; ".join(said[:MOST]) + more


def _seat(entry: Entry, pool: Pool, seat: Assignment, item: PoolItem, view: View) -> str:
    off = item.state if item.state in ("cancelled", "under way", "done") else ""
    gone = "no longer listed" if pool.withdrawn else ""
    who = seat.person if entry.kind == "organisation" else ""
    reserve = f"reserve {seat.reserve}" if seat.reserve else ""
    arrived = view.local(seat.arrived)
    here = seat.status == "present" and not (arrived and arrived > view.board.now)
    status = seat.status if here or seat.status != "present" else "expected"
    meets = "" if off else joined("meets", hhmm(item.muster_at, view.board.now), item.muster_place, by=" ")
    return joined(pool.name, gone or off, who, reserve or status, meets if item.muster_at else "")


def booking_said(record: Booking, view: View) -> str:
    """A booking: who, where, when, what came of it; while it runs, what the board says of the space."""
    state, _ = booking_state(record, view.board.now, view)
    who = joined(record.organisation, record.title) or record.holder or "Somebody"
    space = view.index.spaces.find(record.space)
    detail = detail_of(view.board, space.id) if space and running(record, view) else None
    return joined(f"{who}: {booked_for(record, view)}, {state}.", detail.sentence if detail else "", by=" ")


def facility_said(item: FacilityItem, sentence: str) -> str:
    """The board's sentence of a facility with its full name, for short forms are for narrow screens; and what is odd
    about it."""
    short = f"{item.short}: "
    if item.short and sentence.startswith(short):
        sentence = f"{item.name}: {sentence.removeprefix(short)}"
    return joined(sentence, *item.flags, by=" ")


def facility_on(item: FacilityItem, day: date, view: View) -> str:
    """A facility's hours of another day, and those of the only way in."""
    hours = day_hours(view.index, item.id, day, view.board.now)
    near = {1: "tomorrow, ", -1: "yesterday, "}.get((day - view.board.now.date()).days, "")
    words = hours.words if hours else "not known"
    ways = [f"The only way in is the {way}." for way in hours.entrances] if hours else []
    return joined(f"{item.name}, {near}{day_name(day)}: {words}.", *ways, by=" ")


def contact_words(one: Contact) -> str:
    """ "Pool desk (pool seats, escorts), phone +00 000 00 14, pool-desk@example.org, beside Gate A"."""
    about = f" ({one.about})" if one.about else ""
    return joined(f"{one.name}{about}", f"phone {one.phone}" if one.phone else "", one.email, one.place)


def notice_said(record: Notice, view: View) -> str:
    """A notice, with from and until when it stands."""
    state = notice_state(record, view.board.now, view)
    text = record.text if record.text.endswith((".", "!", "?")) else f"{record.text}."
    return text if state == "valid" else f"{text} ({state[:1].upper()}{state[1:]}.)"
