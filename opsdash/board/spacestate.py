"""What a space is at an instant, from its bookings, from who was seen, and from the clock.

What decides, in this order:

1. Withdrawn: unknown. Out of service: with its reason.
2. Two live bookings of different organisations overlap now or within the next hour: double-booked.
3. Somebody was seen there: the one whose booking runs (occupied; a stand-in of the organisation counts), the one
   whose booking has ended (overdue after the threshold), another one than booked (occupied, both are flagged),
   or one without a booking (walk-in).
4. Checked in: occupied while the booking runs; overdue when it ended `overdue` minutes ago and nobody checked
   out, unless the space must stay taken (vans), the next one has checked in, or it was seen empty since.
5. Booked and not checked in: where presence is reported (`opsdash.board.stays`), reserved until `no_show`
   minutes after the start (or after somebody else who was in there has left), then no-show, unless it was only left
   later; elsewhere occupied, for that is what is booked, and over at its end.
6. Press events in it: occupied until the last of those that overlap is over; one that its source says began is named
   before one that was to begin. The next booking or event begins within the hour: reserved.
7. Else free; unknown where not all that takes it up is known, where its sources differ in whether it is in service,
   and where somebody who must stay may be there still.

Of a source that had fallen silent before it could report (`opsdash.board.freshness.Silence`) nothing is concluded: what
was booked stays reserved, and who was there stays there, as of its last word.
"""

from math import inf
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from opsdash.board.freshness import Silence
from opsdash.board.items import SpaceState
from opsdash.board.moments import At, Moment, same_name
from opsdash.board.stays import Double, Place, Stay
from opsdash.snapshot import Thresholds

HORIZON = 60 * 60
"""Seconds before a booking from which its space is shown as reserved rather than free."""


class Rules(NamedTuple):
    """What a state is judged by: how long one waits for a report, and who reports nothing any more."""

    thresholds: Thresholds
    silence: Silence


class Found(msgspec.Struct, eq=False):
    """What a space is at an instant, before it is put into words.

    Attributes:
        state, who: the state and the organisation there or due. stay: the one that decides; beside: those that have it
            at the same time and are named with it.
        since, until: of the state, as far as known. also: what is odd, in sentences.
        reason: why it cannot be taken, when the space itself gives none.
        heard: the last word of a silent source that would have said whether they came or left.
    """

    state: SpaceState
    who: str = ""
    stay: Stay | None = None
    since: At | None = None
    until: At | None = None
    also: tuple[str, ...] = ()
    reason: str = ""
    beside: tuple[Stay, ...] = ()
    heard: At | None = None


class Now(msgspec.Struct, eq=False):
    """A place's stays at an instant: running, to come, and over with somebody perhaps still there; press events that
    are on, first those that were said to have begun, and press events to come."""

    running: list[Stay]
    ahead: list[Stay]
    behind: list[Stay]
    events: list[Stay]
    events_ahead: list[Stay]

    @property
    def next(self) -> Stay | None:
        """The next booking or press event."""
        return min((*self.ahead[:1], *self.events_ahead[:1]), key=lambda stay: stay.begins, default=None)


def now_of(place: Place, moment: Moment) -> Now:
    running, behind = [], []
    ahead: list[Stay] = []
    for i, stay in enumerate(place.stays):
        if not moment.passed(stay.begins):
            ahead = place.stays[i:]
            break
        if not moment.passed(stay.ends):
            running.append(stay)
        elif (stay.came or place.space.present) and not (stay.left and moment.passed(stay.left.seconds)):
            behind.append(stay)  # the others tell nothing any more
    events = [stay for stay in place.events if moment.within(stay.begins, stay.ends)]
    events.sort(key=lambda stay: not stay.here(moment))
    events_ahead = [stay for stay in place.events if not moment.passed(stay.begins)]
    return Now(running, ahead, behind, events, events_ahead)


def find(place: Place, now: Now, moment: Moment, rules: Rules) -> Found:
    """The state of a place; the rules stand at the head of this file."""
    space = place.space
    if space.withdrawn is not None:
        return Found("unknown", also=("The source no longer lists it.",))
    if not space.in_service:
        return Found("out of service")
    found = (
        _double(place, moment, rules)
        or _seen(place, now, moment, rules)
        or _checked_in(place, now, moment, rules)
        or _booked(place, now, moment, rules)
    )
    if found:
        return found if not space.must_stay or found.state != "occupied" else replace(found, until=None)
    if now.events:
        return _event(now.events, moment)
    following = now.next
    if following and moment.passed(following.begins - HORIZON):
        return Found("reserved", following.who, following, until=following.start)
    if shut := _no_access(place, moment):
        return Found("out of service", reason=shut)
    if not place.known or place.disputed:
        return Found("unknown")
    if stayed := _stayed(place, moment, rules.silence):
        booked = f"Booked before: {stretch_of(stayed, moment)}; nobody said that they left."
        return Found("unknown", also=(booked,))
    return Found("free", until=following.start if following else None)


def _event(events: list[Stay], moment: Moment) -> Found:
    """What follows from the press events that are on."""
    first, *beside = events
    told: dict[str, Stay] = {}
    for stay in events:
        told.setdefault(stay.who.casefold(), stay)  # two sources may tell of one
    who = " and ".join(stay.who for stay in told.values())
    starts = [stay.start for stay in events]
    also = f"{len(told)} press events overlap here since {moment.clock(max(starts))}." if len(told) > 1 else ""
    until = max(stay.end for stay in events)
    return Found("occupied", who, first, min(starts), until, (also,), beside=tuple(beside))


def _no_access(place: Place, moment: Moment) -> str:
    """Why an empty place that may be reached at certain times only cannot be taken now; "" when it can."""
    for start, end, _ in place.access:
        if not moment.passed(end.seconds):
            return "" if moment.passed(start.seconds) else f"no access before {moment.clock(start)}"
    return "no access any more" if place.access else ""


def _stayed(place: Place, moment: Moment, silence: Silence) -> Stay | None:
    """Who may be there still, past the end of their booking, in a space in which one must stay."""
    for stay in place.stays if place.space.must_stay else ():
        if not moment.passed(stay.begins):
            break
        left = stay.left or (place.empty and place.empty.seconds > stay.begins and place.vacant(moment))
        told = stay.reported and not silence.before(stay.ends, *stay.reporters)
        if not (left or stay.absent) and (stay.came or not told):
            return stay
    return None


def _double(place: Place, moment: Moment, rules: Rules) -> Found | None:
    for double in place.doubles:
        one, other = double.one, double.other
        if moment.passed(double.end) or not moment.passed(double.start - HORIZON):
            continue
        if any(_no_show(place, stay, moment, rules) for stay in (one, other)):
            continue
        also = f"Booked twice: {stretch_of(one, moment)} and {stretch_of(other, moment)}."
        ends = min(one.end, other.end)
        who = f"{one.who}, {other.who}"
        there = _also_there(place, double, moment)
        return Found("double-booked", who, other, other.start, ends, (also, there), beside=(one,))
    return None


def _also_there(place: Place, double: Double, moment: Moment) -> str:
    """Who of a double booking is there, where somebody said so."""
    there = place.present(moment)
    here = [stay.who for stay in (double.one, double.other) if stay.here(moment) or same_name(stay.holder, there)]
    if not here and there:
        here = [there]
    return f"{' and '.join(here)} {'are' if len(here) > 1 else 'is'} there." if here else ""


def _seen(place: Place, now: Now, moment: Moment, rules: Rules) -> Found | None:
    """What follows from the organisation that was seen there."""
    there = place.present(moment)
    if not there:
        return None
    if own := next((stay for stay in now.running if same_name(stay.holder, there)), None):
        return Found("walk-in" if own.walk_in else "occupied", own.who, own, own.came or own.start, _until(own, now))
    last = next((stay for stay in reversed(now.behind) if same_name(stay.holder, there)), None)
    if last and not (place.seen and place.seen.seconds >= last.ends):
        return _after_end(place, last, now, moment, rules)
    if now.running:
        booked = now.running[0]
        odd = f"Booked by {stretch_of(booked, moment)}, but {there} is there."
        return Found("occupied", there, booked, place.seen or booked.start, booked.end, (odd,))
    following = now.next
    return Found("walk-in", there, None, place.seen, following.start if following else None)


def _checked_in(place: Place, now: Now, moment: Moment, rules: Rules) -> Found | None:
    """What follows from check-ins that nobody has ended."""
    here = [stay for stay in now.running if stay.here(moment) or stay.walk_in]
    if here:
        own = max(here, key=lambda stay: (stay.came or stay.start, stay.id))
        state: SpaceState = "walk-in" if own.walk_in else "occupied"
        return Found(state, own.who, own, own.came or own.start, _until(own, now))
    still = [stay for stay in now.behind if stay.here(moment) and not _gone(place, stay, moment)]
    if not still:
        return None
    last = max(still, key=lambda stay: (stay.end, stay.id))
    if any(stay.came and stay.came > (last.came or last.start) for stay in now.behind if stay is not last):
        return None
    if longer := next((stay for stay in now.running if same_name(stay.holder, last.holder)), None):
        return Found("occupied", longer.who, longer, last.came or last.start, _until(longer, now))
    return _after_end(place, last, now, moment, rules)


def _gone(place: Place, stay: Stay, moment: Moment) -> bool:
    """Whether the space was seen empty after they came."""
    return bool(place.vacant(moment) and place.empty and stay.came and place.empty.seconds > stay.came.seconds)


def _after_end(place: Place, stay: Stay, now: Now, moment: Moment, rules: Rules) -> Found:
    """Somebody is there past the end of their booking."""
    waiting = next((one for one in now.running if one is not stay), None)
    also = f"{waiting.who} is booked from {moment.clock(waiting.start)}." if waiting else ""
    following = now.next
    until = following.start if following and not waiting else None
    if place.space.must_stay:
        return Found("occupied", stay.who, stay, stay.came or stay.start, None, (also,))
    due = stay.ends + rules.thresholds.overdue * 60
    if not moment.passed(due):
        return Found("occupied", stay.who, stay, stay.came or stay.start, stay.end, (also,))
    if heard := rules.silence.before(due, *stay.reporters):
        return Found("occupied", stay.who, stay, stay.came or stay.start, None, (also,), heard=heard)
    return Found("overdue", stay.who, stay, stay.end, until, (also,))


def _no_show(place: Place, stay: Stay, moment: Moment, rules: Rules) -> bool:
    """Whether nobody came although somebody would have said so."""
    if stay.absent:
        return moment.passed(stay.begins)
    if stay.here(moment) or stay.walk_in or same_name(stay.holder, place.present(moment)) or not stay.reported:
        return False
    due = _no_show_due(place, stay, moment, rules)
    if not moment.passed(due) or rules.silence.before(due, *stay.reporters):
        return False
    return not (place.vacant(moment) and place.empty and place.empty.seconds > stay.start.seconds)


def _no_show_due(place: Place, stay: Stay, moment: Moment, rules: Rules) -> float:
    """From when on (seconds) silence about a booking means that nobody came."""
    grace = rules.thresholds.no_show * 60
    return max(stay.start.seconds, _kept_out(place, stay, grace, moment)) + grace


def _kept_out(place: Place, stay: Stay, grace: int, moment: Moment) -> float:
    """Until when (seconds) somebody else was there who had come before the grace ran out: of who could not get in,
    silence tells nothing. Endless while they are there."""
    due, until = stay.start.seconds + grace, -inf
    there = place.present(moment)
    if there and not same_name(stay.holder, there) and not (place.seen and place.seen.seconds > due):
        return inf
    for one in place.stays:
        if one.begins > due:
            break
        if one is stay or one.came is None or one.came.seconds > due or same_name(one.holder, stay.holder):
            continue
        if one.here(moment):
            return inf
        until = max(until, one.left.seconds if one.left else until)
    return until


def _booked(place: Place, now: Now, moment: Moment, rules: Rules) -> Found | None:
    """What follows from a booking alone."""
    if not now.running:
        return None
    missing = [stay for stay in now.running if _no_show(place, stay, moment, rules)]
    stay = next((stay for stay in now.running if stay not in missing), now.running[0])
    if stay in missing:
        return Found("no-show", stay.who, stay, stay.start, stay.end)
    if not stay.reported:
        return Found("occupied", stay.who, stay, stay.start, _until(stay, now))
    left = place.vacant(moment) and place.empty and place.empty.seconds > stay.start.seconds
    also = f"Seen empty since {moment.clock(place.empty)}." if left and place.empty else ""
    due = _no_show_due(place, stay, moment, rules)
    heard = rules.silence.before(due, *stay.reporters) if moment.passed(due) else None
    return Found("reserved", stay.who, stay, stay.start, stay.end, (also,), heard=heard)


def _until(stay: Stay, now: Now) -> At:
    """Until when its holder has the space: bookings of one organisation that touch run on."""
    until = stay.end
    for one in (*now.running, *now.ahead):
        if one.start.seconds <= until.seconds < one.end.seconds and same_name(one.holder, stay.holder):
            until = one.end
    return until


def stretch_of(stay: Stay, moment: Moment) -> str:
    pending = " (pending)" if stay.pending else ""
    return f"{stay.who} {moment.stretch(stay.start, stay.end)}{pending}"
