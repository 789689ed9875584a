"""Who has a space and when, as far as the records tell: bookings read as stays.

* Released, cancelled and withdrawn bookings take nothing up; pending ones do. `end` is exclusive, so bookings
  that touch do not overlap.
* A booking that ends before it starts is flagged and takes nothing up: nobody knows which end is wrong.
* Early check-in starts a stay early, early check-out ends it early.
* *Presence is reported* for a booking when its source has checked somebody in to a space of that kind, or
  when the space itself says who is there or since when it is empty. Only then does silence mean a no-show:
  a source that never checks anybody in tells nothing by not doing so.
* Press events in a space take it up where no booking does.
"""

from collections import defaultdict
from collections.abc import Iterator
from math import inf
from operator import itemgetter

import msgspec
from msgspec.structs import replace

from opsdash.board.eventtime import programme_of
from opsdash.board.index import Index
from opsdash.board.items import SpaceFacts
from opsdash.board.memory import remembered
from opsdash.board.moments import At, Moment, at, at_seconds, natural, same_name
from opsdash.model import Booking, Space
from opsdash.parts import SpaceKind
from opsdash.sourcespec import IcalSpec

FORGOTTEN = 12 * 3600
"""Seconds after which a check-out that nobody reported is taken for forgotten, and a sighting for outdated."""

AT_ONCE = 12
"""A booking is set against so many others at a time; more is no double booking but a broken source."""


class Stay(msgspec.Struct, eq=False, gc=False):
    """A stretch in which a space is taken.

    Attributes:
        id: the booking's id, "" for a press event. holder: who has it.
        start, end: as booked. begins, ends: seconds, with an early check-in and an early check-out.
        came, left: checked in and out; of a press event when its source says it began. absent: the source says no-show.
        reporters: the sources whose silence about it means something.
    """

    id: str
    holder: str
    start: At
    end: At
    begins: float
    ends: float
    came: At | None = None
    left: At | None = None
    walk_in: bool = False
    pending: bool = False
    absent: bool = False
    reporters: tuple[str, ...] = ()

    @property
    def reported(self) -> bool:
        """Whether silence about it means something."""
        return bool(self.reporters)

    @property
    def who(self) -> str:
        """The holder as one says it."""
        return self.holder or "somebody"

    def here(self, moment: Moment) -> bool:
        """Checked in and not yet out, as far as anybody said and nobody forgot."""
        if self.came is None or not moment.passed(self.came.seconds):
            return False
        gone = self.left.seconds if self.left else max(self.end.seconds, self.came.seconds) + FORGOTTEN
        return not moment.passed(gone)


class Double(msgspec.Struct, frozen=True, eq=False, gc=False):
    """Two stays that overlap, from when to when (seconds)."""

    one: Stay
    other: Stay
    start: float
    end: float


class Place(msgspec.Struct, eq=False):
    """A space with what takes it up.

    Attributes:
        stays: by the time they begin. doubles: pairs that overlap. events: press events in it.
        released: given back. odd: booked with an end not after the start.
        seen, empty: since when the organisation in `present` was seen there, and since when nobody.
        doubtful: seconds after which a sighting tells nothing any more.
        access: windows in which it may be reached. known: what takes it up is: somebody has told about it, and each
            source that is to tell of its bookings has answered.
        disputed: its sources differ in whether it is in service.
        facts: what is published of it.
        conflicts: where the sources that tell of it or of a booking differ: until when that matters (seconds), and
            a sentence.
    """

    space: Space
    stays: list[Stay] = []
    doubles: list[Double] = []
    events: list[Stay] = []
    released: list[Stay] = []
    odd: list[Stay] = []
    seen: At | None = None
    empty: At | None = None
    doubtful: float = inf
    access: list[tuple[At, At, bool]] = []
    known: bool = True
    disputed: bool = False
    facts: SpaceFacts = SpaceFacts()
    conflicts: list[tuple[float, str]] = []

    def present(self, moment: Moment) -> str:
        """The organisation that was seen there and not seen gone; "" when nobody looked."""
        if not self.space.present or moment.passed(self.doubtful):
            return ""
        if self.seen and not moment.passed(self.seen.seconds):
            return ""
        gone = self.empty and (self.seen is None or self.empty.seconds > self.seen.seconds)
        return "" if gone and self.empty and moment.passed(self.empty.seconds) else self.space.present

    def vacant(self, moment: Moment) -> bool:
        """Whether it was seen empty, and still is as far as anybody said."""
        return self.empty is not None and moment.within(self.empty.seconds, self.doubtful) and not self.present(moment)


@remembered()
def places_of(index: Index) -> tuple[Place, ...]:
    """The spaces of a feed by zone and name, made at its first use."""
    told = any(origin.startswith("booking/") for origin in index.feed.first) or bool(index.feed.bookings)
    waits = _unanswered(index)
    reported = _reported(index)
    spaces = sorted(index.feed.spaces, key=lambda space: (natural(space.zone), natural(space.name), space.id))
    places = tuple(_place(space, index, reported[space.type]) for space in spaces)
    for place in places:
        place.known = not waits & {"", place.space.id} and (place.known or told)
    return places


@remembered()
def place_by_id(index: Index) -> dict[str, Place]:
    """The same by the space's id."""
    return {place.space.id: place for place in places_of(index)}


def _unanswered(index: Index) -> set[str]:
    """The spaces by id of which a source that is to tell of their bookings has not answered yet; "" for all.

    A source that does not offer bookings has answered with that.
    """
    answered = {*index.feed.first, *(f"booking/{booking.source}" for booking in index.told.bookings)}
    found = set()
    for spec in index.site.sources:
        if "booking" in spec.produces and f"booking/{spec.name}" not in answered:
            if isinstance(spec, IcalSpec) and spec.space:
                found |= {space.id} if (space := index.spaces.find(spec.space)) else set()
            else:
                found.add("")
    return found


def _reported(index: Index) -> dict[SpaceKind, set[str]]:
    """For each kind of space the sources that ever checked somebody in to one."""
    found: dict[SpaceKind, set[str]] = defaultdict(set)
    for space in index.feed.spaces:
        for booking in index.bookings.get(space.id, ()):
            if booking.checked_in is not None and not booking.walk_in:
                found[space.type].add(booking.source)
    return found


def _conflicts(space: Space, index: Index) -> Iterator[tuple[float, str]]:
    yield from ((inf, said) for said in index.conflicts.get(space.id, ()))
    for booking in index.bookings.get(space.id, ()):
        for said in index.conflicts.get(booking.id, ()):
            yield booking.end.timestamp(), f"{booking.organisation or 'A booking'}: {said}"


def _place(space: Space, index: Index, reporting: set[str]) -> Place:
    tz = index.tz
    place = Place(space, seen=at(space.present_since, tz), empty=at(space.vacant_since, tz))
    place.conflicts = list(_conflicts(space, index)) if index.conflicts else []
    looked = bool(space.present) or space.present_since is not None or space.vacant_since is not None
    if written := index.feed.written:
        place.doubtful = written.timestamp() + FORGOTTEN
    for booking in index.bookings.get(space.id, ()):
        if booking.withdrawn is None and booking.status != "cancelled":
            own = booking.source in reporting or booking.checked_in is not None
            reporters = {space.source: looked, booking.source: own or (looked and booking.source == space.source)}
            stay = _stay(booking, index, tuple(source for source, reports in reporters.items() if reports))
            _sort_in(place, stay, booking)
    place.stays.sort(key=lambda stay: (stay.begins, stay.start.seconds, stay.id))
    for rest in (place.released, place.odd):
        rest.sort(key=lambda stay: (stay.start.seconds, stay.id))
    place.doubles = _doubles(place.stays)
    place.events = _events(space, index)
    place.access = sorted(
        (start, end, window.appointment)
        for window in space.access
        if (start := at(window.start, tz)) and (end := at(window.end, tz))
    )
    place.known = looked or bool(place.events)
    place.disputed = space.id in index.disputed
    place.facts = _facts(space, index)
    return place


def _facts(space: Space, index: Index) -> SpaceFacts:
    """What is published of it, its windows by time and in venue time."""
    windows = [(at(w.start, index.tz), at(w.end, index.tz), w) for w in space.access]
    access = [
        (start.seconds, end.seconds, replace(w, start=start.local, end=end.local))
        for start, end, w in windows
        if start and end
    ]
    return SpaceFacts(
        in_service=space.in_service,
        amenities=space.amenities,
        power=space.power,
        network=space.network,
        cable=space.cable,
        access=tuple(window for _, _, window in sorted(access, key=itemgetter(0, 1))),
        must_stay=space.must_stay,
        rules=space.rules,
        distances=space.distances,
    )


def _sort_in(place: Place, stay: Stay, booking: Booking) -> None:
    if stay.end.seconds <= stay.start.seconds:
        place.odd.append(stay)
    elif booking.status == "released":
        place.released.append(stay)
    else:
        place.stays.append(stay)


def _stay(booking: Booking, index: Index, reporters: tuple[str, ...]) -> Stay:
    tz = index.tz
    start = at(booking.start, tz) or at_seconds(0, tz)
    end = at(booking.end, tz) or start
    came, left = at(booking.checked_in, tz), at(booking.checked_out, tz)
    if came and left and left.seconds < came.seconds:
        left = None
    early = came is not None and start.seconds - FORGOTTEN < came.seconds < start.seconds
    return Stay(
        id=booking.id,
        holder=booking.who,
        start=start,
        end=end,
        begins=came.seconds if came and early else start.seconds,
        ends=min(end.seconds, left.seconds) if left else end.seconds,
        came=came,
        left=left,
        walk_in=booking.walk_in,
        pending=booking.status == "pending",
        absent=booking.status == "no-show",
        reporters=reporters,
    )


def _doubles(stays: list[Stay]) -> list[Double]:
    """Pairs of different organisations that overlap as booked, as long as neither has left or failed to come."""
    found, running, over = [], list[Stay](), -inf
    for stay in sorted(stays, key=lambda stay: (stay.start.seconds, stay.id)):
        if stay.absent or stay.ends <= stay.start.seconds:
            continue
        if over > stay.start.seconds:  # mostly nobody is there any more
            running = [one for one in running if one.ends > stay.start.seconds][-AT_ONCE:]
            found += [
                Double(one, stay, stay.start.seconds, min(one.ends, stay.ends))
                for one in running
                if not same_name(one.holder, stay.holder)
            ]
        else:
            running = []
        running.append(stay)
        over = max(over, stay.ends)
    return found


def _events(space: Space, index: Index) -> list[Stay]:
    """Press events that take the space up, by start."""
    plans = programme_of(index).by_id
    found = []
    for event in index.events_in.get(space.id, ()):
        plan = plans[event.id]
        if plan.off or event.status == "ended" or not plan.certain or plan.start is None:
            continue
        end = plan.end or at_seconds(plan.start.seconds + 60 * index.site.thresholds.ended_after, index.tz)
        began = plan.began or (plan.start if event.status == "live" else None)
        found.append(Stay("", event.title, plan.start, end, plan.start.seconds, end.seconds, came=began))
    return sorted(found, key=lambda stay: (stay.begins, stay.holder, stay.ends))
