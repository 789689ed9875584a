"""The spaces at an instant, how many of each kind are free, and where somebody may go for an hour.

The rules stand in `opsdash.board.spacestate`, what the records alone tell in `opsdash.board.stays`.
"""

from collections import Counter
from datetime import datetime
from typing import get_args

from msgspec.structs import replace

from opsdash.board import tones
from opsdash.board.freshness import ALL_HEARD, Silence
from opsdash.board.index import Index
from opsdash.board.items import Slot, SlotState, SpaceCount, SpaceItem, SpaceState, Tone
from opsdash.board.memory import remembered
from opsdash.board.moments import Kept, Moment, local_time, natural, sentences
from opsdash.board.spaceflags import flags_of
from opsdash.board.spacegaps import Gap, first_gap, frees_up
from opsdash.board.spacestate import Found, Now, Rules, find, now_of
from opsdash.board.stays import Place, Stay, place_by_id, places_of
from opsdash.parts import SpaceKind
from opsdash.snapshot import Desk
from opsdash.timing import clock


def space_items(
    index: Index,
    desk: Desk,  # noqa: ARG001 - every part of the board is asked alike; no desk entry alters a space
    now: datetime,
    silence: Silence = ALL_HEARD,
) -> tuple[SpaceItem, ...]:
    """The spaces at `now`, by zone and by name in natural order."""
    places = places_of(index)
    rules = Rules(index.site.thresholds, silence)

    def make(position: int, moment: Moment) -> SpaceItem:
        return _item(places[position], moment, rules)

    return _kept(index, silence).at(now, index.tz, make, places)


@remembered()
def _kept(index: Index, silence: Silence) -> Kept[SpaceItem]:  # noqa: ARG001 - the key
    return Kept()


def count_spaces(items: tuple[SpaceItem, ...]) -> tuple[SpaceCount, ...]:
    """Occupancy by kind, in the order of the kinds; each space counts once.

    Taken are occupied, walk-in and reserved ones: nobody else may be sent there. Attention is for overdue,
    no-show and double-booked ones.
    """
    counted = Counter((item.type, _GROUPS[item.state]) for item in items)
    found = []
    for kind in get_args(SpaceKind):
        free, taken, attention, out, unknown = (counted[kind, name] for name in _COUNTED)
        if total := free + taken + attention + out + unknown:
            found.append(
                SpaceCount(
                    type=kind, total=total, free=free, taken=taken, attention=attention, out=out, unknown=unknown
                )
            )
    return tuple(found)


def count_by_zone(items: tuple[SpaceItem, ...]) -> tuple[SpaceCount, ...]:
    """The same for each kind within each zone, the zones in natural order; spaces without a zone under ""."""
    zones: dict[str, list[SpaceItem]] = {}
    for item in items:
        zones.setdefault(item.zone, []).append(item)
    return tuple(
        replace(count, zone=zone)
        for zone in sorted(zones, key=lambda name: (natural(name), name))
        for count in count_spaces(tuple(zones[zone]))
    )


_COUNTED = ("free", "taken", "attention", "out", "unknown")

_GROUPS: dict[SpaceState, str] = {
    "free": "free", "reserved": "taken", "occupied": "taken", "walk-in": "taken", "overdue": "attention",
    "no-show": "attention", "double-booked": "attention", "unknown": "unknown", "out of service": "out",
}  # fmt: skip


def free_for(
    index: Index, items: tuple[SpaceItem, ...], kind: SpaceKind | str, minutes: int, now: datetime
) -> tuple[SpaceItem, ...]:
    """The spaces of `kind` ("" for any) that are free for `minutes`, now or soonest, best first.

    Each item keeps its state; its `brief` says from when until when: "free now until 16:00". Left out are
    spaces out of service, unknown ones, and those taken by somebody of whom nobody knows when they leave.
    """
    today = local_time(now, index.tz)
    found = []
    for position, item in enumerate(items):
        gap = next_gap(index, item, minutes, today) if kind in ("", item.type) and frees_up(item, today) else None
        if gap:
            words = "free now" if gap.start <= today else f"free from {clock(gap.start, index.tz, today)}"
            words += f" until {clock(gap.end, index.tz, today)}" if gap.end else ""
            found.append((gap.start.timestamp(), position, replace(item, brief=words)))
    found.sort(key=lambda one: one[:2])
    return tuple(item for _, _, item in found)


def next_gap(index: Index, item: SpaceItem, minutes: int, now: datetime, since: datetime | None = None) -> Gap | None:
    """The first `minutes` in which `item` may be taken, from `since` (or `now`) on, by all that is planned and in venue
    time; None where that is not known. What the space is at `now` itself is not looked at."""
    place, now = place_by_id(index)[item.id], local_time(now, index.tz)
    taken = ((stay.begins, stay.ends) for stay in (*place.stays, *place.events))
    return first_gap(item, taken, minutes, now, local_time(since, index.tz) if since else now)


def _item(place: Place, moment: Moment, rules: Rules) -> SpaceItem:
    """One space, in words."""
    space, now = place.space, now_of(place, moment)
    found = find(place, now, moment, rules)
    following = _following(found, now)
    also = sentences(*found.also)
    differing = [said for until, said in place.conflicts if not moment.passed(until)]
    return SpaceItem(
        id=space.id,
        source=space.source,
        name=space.name,
        type=space.type,
        zone=space.zone,
        capacity=space.capacity,
        state=found.state,
        tone=_tone(found, also),
        flags=sentences(*also, _unheard(found, moment), *differing, *flags_of(place, now, found, moment)),
        holder=found.who,
        reason=found.reason or space.reason if found.state == "out of service" else "",
        since=found.since.local if found.since else None,
        until=found.until.local if found.until else None,
        next_holder=following.who if following else "",
        next_start=following.start.local if following else None,
        booking=found.stay.id if found.stay else "",
        brief=_brief(found, found.reason or space.reason, moment),
        bookings=_slots(place, moment),
        facts=place.facts,
        sure=place.known and not place.disputed,
    )


def _tone(found: Found, also: tuple[str, ...]) -> Tone:
    """Odd is worth a look; what cannot be reached at this hour is no fault."""
    if found.reason:
        return "quiet"
    return "warn" if also and found.state in ("occupied", "reserved") else tones.SPACE[found.state]


def _unheard(found: Found, moment: Moment) -> str:
    """What is not known since a source fell silent."""
    if found.heard is None:
        return ""
    what = "came" if found.state == "reserved" else "left"
    return f"Not heard since {moment.clock(found.heard)} whether they {what}."


SLOTS_BACK, SLOTS_AHEAD = 12 * 3600, 48 * 3600
"""Seconds around now for which a space's bookings are named."""


def _slots(place: Place, moment: Moment) -> tuple[Slot, ...]:
    """What takes the space up around now: bookings by their start, and press events."""
    near = []
    for stays in (place.stays, place.events):
        for stay in stays:
            if not moment.passed(stay.begins - SLOTS_AHEAD):
                break  # they are in order
            if not moment.passed(stay.ends + SLOTS_BACK):
                near.append(stay)
    return tuple(
        Slot(id=stay.id, holder=stay.who, start=stay.start.local, end=stay.end.local, state=_slot_state(stay, moment))
        for stay in sorted(near, key=lambda stay: (stay.start.seconds, stay.id))
    )


def _slot_state(stay: Stay, moment: Moment) -> SlotState:
    if not stay.id:
        return "press event"
    if stay.absent:
        return "no-show"
    if stay.left and moment.passed(stay.left.seconds):
        return "left"
    if stay.here(moment):
        return "there"
    return "pending" if stay.pending else "booked"


def _following(found: Found, now: Now) -> Stay | None:
    """The booking or event after the one that decides: what begins after it, or lasts longer and is not named with it.

    Within a booking lies the event that it is for; within an event, another one takes its room.
    """
    lasting, coming = now.running, (*now.ahead[:8], *now.events_ahead[:8])
    if ends := found.until:
        by_event = found.stay is not None and not found.stay.id
        lasting = [stay for stay in now.events if stay.end > ends]
        coming = tuple(stay for stay in coming if by_event or stay.start >= ends or stay.end > ends)
    others = (stay for stay in (*lasting, *coming) if stay is not found.stay and stay not in found.beside)
    return min(others, key=lambda stay: stay.begins, default=None)


def _brief(found: Found, reason: str, moment: Moment) -> str:
    """A few words for a row."""
    who = found.who
    since = moment.clock(found.since) if found.since else ""
    until = f" until {moment.clock(found.until)}" if found.until else ""
    match found.state:
        case "free":
            return f"free{until}"
        case "reserved":
            return f"{who} due since {since}" if since else f"reserved{until.replace(' until', ' from')}: {who}"
        case "occupied":
            return f"{who}, as of {moment.clock(found.heard)}" if found.heard else f"{who}{until}"
        case "walk-in":
            return f"{who}{until if found.stay else ', not booked'}"
        case "overdue":
            return f"{who}, over since {since}"
        case "no-show":
            if found.stay and found.stay.absent:  # the source's own word, and yet the booking stands
                return f"{who} did not come, still booked{until}"
            return f"no sign of {who} since {since}"
        case "double-booked":
            return f"{who} both from {since}"
        case "out of service":
            return reason or "out of service"
    return "not known"
