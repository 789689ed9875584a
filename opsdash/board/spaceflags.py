"""What is odd about a space, beside its state: bookings that cannot be, and rules that somebody must hear."""

from collections.abc import Iterable

from opsdash.board.moments import Moment
from opsdash.board.spacestate import HORIZON, Found, Now, stretch_of
from opsdash.board.stays import Place, Stay

DAY = 24 * 60 * 60
_NAMED = 3  # so many bookings are named, the others counted


def flags_of(place: Place, now: Now, found: Found, moment: Moment) -> Iterable[str]:
    """The sentences, most pressing first."""
    if found.state == "out of service":
        yield from _affected(place, now, moment)
    for double in place.doubles:
        if moment.within(double.start - DAY, double.start - HORIZON):
            yield f"Booked twice later: {stretch_of(double.one, moment)} and {stretch_of(double.other, moment)}."
    for stay in place.odd:
        if moment.today(stay.start):
            times = f"{moment.clock(stay.start)} to {moment.clock(stay.end)}"
            yield f"A booking of {stay.who} does not end after it starts ({times}): not counted."
    if found.state in ("free", "reserved"):
        for stay in place.released:
            if moment.within(stay.begins, stay.ends):
                yield f"{stay.who} released it ({moment.stretch(stay.start, stay.end)})."
    yield from _access(place, now, found, moment)
    if place.space.must_stay and found.state in ("occupied", "walk-in"):
        yield "Once parked it stays until the end of the event."


def _affected(place: Place, now: Now, moment: Moment) -> Iterable[str]:
    """The bookings that have no place to go, and whoever is in there all the same."""
    if there := place.present(moment):
        yield f"{there} is there although it is out of service."
    affected: list[Stay] = list(now.running)
    for stay in now.ahead:
        if not moment.passed(stay.begins - DAY):
            break
        affected.append(stay)
    for stay in affected[:_NAMED]:
        yield f"Booked: {stretch_of(stay, moment)}."
    if (more := len(affected) - _NAMED) > 0:
        yield f"And {more} more {'booking' if more == 1 else 'bookings'} within a day."


def _access(place: Place, now: Now, found: Found, moment: Moment) -> Iterable[str]:
    """When it may be driven to, and bookings that begin when it may not."""
    if not place.access:
        return
    arriving = [stay for stay in now.running if stay.came is None] + now.ahead[:1]
    for stay in arriving:
        if not any(start.seconds <= stay.start.seconds < end.seconds for start, end, _ in place.access):
            yield f"{stay.who} is booked from {moment.clock(stay.start)}, when there is no access."
    for start, end, appointment in place.access:
        if not moment.passed(end.seconds):
            by = ", by appointment only" if appointment else ""
            if moment.passed(start.seconds):
                yield f"Access until {moment.clock(end)}{by}."
            else:
                yield f"No access before {moment.clock(start)}{by}."
            return
    if found.state in ("free", "reserved", "no-show"):  # whoever is in there need not be told
        yield "No access any more."
