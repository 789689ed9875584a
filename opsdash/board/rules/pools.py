"""Rules about pools."""

from collections.abc import Iterable
from datetime import datetime

from opsdash.board.items import OFF_STATES, EventItem, PoolItem
from opsdash.board.kept import objects_of
from opsdash.board.musters import Muster, label, muster_by_id, two_pools
from opsdash.board.rules.facts import Facts, Finding, few, token
from opsdash.model import Pool
from opsdash.parts import Assignment, Severity

OVER = ("done", "cancelled")


def pool_incomplete(facts: Facts) -> Iterable[Finding]:
    """A pool meets within `muster_soon` minutes and is not complete; critical once it should have met and seats
    are not covered. Where nobody ever reports arrivals, or their source has said nothing since it met, only what is
    known counts once it should have met: seats without a name. Held after the last one came late."""
    musters = muster_by_id(facts.index)
    for item in facts.pools:
        if item.muster_at is None or item.state in (*OVER, "under way"):
            continue
        since = facts.shifted(item.muster_at, -facts.limits.muster_soon)
        met = facts.passed(item.muster_at)
        unheard = met and facts.unheard(item.source, item.muster_at)
        counted = musters[item.id].counted and not unheard
        unseen = () if unheard else item.missing if counted else item.awaited
        open_seats = sum(max(0, seat.seats - seat.filled) for seat in item.seats)
        if facts.passed(since) and (open_seats or (unseen and (counted or not met))):
            uncovered = any(seat.present < seat.seats for seat in item.seats) if item.seats else True
            grave: Severity = "critical" if met and uncovered and not unheard else "warning"
            seats = tuple(f"seat {n}" for n in range(open_seats))
            yield Finding(
                item.id, item.name, grave, _who_is_there(facts, item, unseen, open_seats, counted), _call(item, met),
                since, due=item.muster_at, silence=since,
                said=(token(item.muster_at, item.muster_place), *unseen, *seats),
            )  # fmt: skip
        elif came := _came_late(facts, musters[item.id].pool, item.muster_at):
            yield Finding(
                item.id, item.name, "info",
                f"{item.name} was not complete; {came[0].person} came at {facts.clock(came[1])}.",
                "Nothing: it is over.", since, said=(),
            )  # fmt: skip


def _who_is_there(facts: Facts, item: PoolItem, unseen: tuple[str, ...], open_seats: int, counted: bool) -> str:
    where = f" ({item.muster_place})" if item.muster_place else ""
    when = facts.clock(item.muster_at) if item.muster_at else ""
    meets = "was to meet" if facts.passed(item.muster_at) else "meets"
    there = f" with {item.present} of {item.expected} there" if counted else ""
    said = [f"{item.name} {meets} at {when}{where}{there}"]
    if unseen:
        said.append(f"{'missing' if counted else 'no arrival reported of'}: {few(unseen)}")
    said += [f"{open_seats} seat{'s' if open_seats > 1 else ''} without a name"] if open_seats else []
    return "; ".join(said) + "."


def _call(item: PoolItem, met: bool) -> str:
    reserve = f" from the reserve list: {few(item.reserves)}" if item.reserves else " with others of the same medium"
    if met:
        return f"Fill the places now{_phone(item)}{reserve}."
    ready = f"; have the reserve ready: {few(item.reserves)}" if item.reserves else ""
    return f"Reach those who are missing{_phone(item)}{ready}."


def _phone(item: PoolItem) -> str:
    """Whom to call about the pool; who is in it has no published number."""
    return f" (call {item.contact})" if item.contact else ""


def _came_late(facts: Facts, record: Pool, muster: datetime) -> tuple[Assignment, datetime] | None:
    """The last member to come after the muster, within the hold."""
    late = [
        (member, member.arrived)
        for member in record.assignments
        if member.arrived and facts.held(member.arrived) and facts.after(member.arrived, muster) and not member.reserve
    ]
    return max(late, key=lambda found: (found[1].timestamp(), found[0].person), default=None)


def pool_event(facts: Facts) -> Iterable[Finding]:
    """What a pool covers is off or was moved since the pool's own time was set; critical shortly before it meets."""
    for item in facts.pools:
        event, record = facts.event(item.event), facts.record(item.id)
        if event is None or not isinstance(record, Pool) or record.cancelled or record.withdrawn or _past(facts, item):
            continue
        off = event.state in OFF_STATES
        if off or (event.moved and event.phase != "past" and not _followed(facts, item, event)):
            near = item.muster_at is not None and facts.passed(facts.shifted(item.muster_at, -facts.limits.muster_soon))
            severity: Severity = "critical" if near and off else "warning"
            meets = f"; the pool meets at {facts.clock(item.muster_at)}" if item.muster_at else ""
            yield Finding(
                item.id, item.name, severity,
                f"{item.name}: {event.title} {f'is {event.state}' if off else event.moved}{meets}.",
                f"Tell the members and the escort{_phone(item)}; cancel the pool or set a new time.",
                facts.last_change(event.id, "status", "start", "room", "day", "wording", "withdrawn"),
                due=item.muster_at,
                said=(event.state if off else token(event.start, event.room), token("meets", item.muster_at)),
            )  # fmt: skip


def _past(facts: Facts, item: PoolItem) -> bool:
    """Whether the pool is done, or would be had its event not been called off."""
    last = item.event_start or item.muster_at
    return item.state == "done" or facts.passed(facts.shifted(last, facts.limits.ended_after))


def _followed(facts: Facts, item: PoolItem, event: EventItem) -> bool:
    """Whether the pool's time or place was set anew after its event moved."""
    moved = facts.last_change(event.id, "start", "room", "day", "wording")
    own = facts.last_change(item.id, "muster_at", "muster_place")
    return moved is not None and own is not None and own >= moved


def pool_double(facts: Facts) -> Iterable[Finding]:
    """A person would have to be in two pools at a time. Each pair of pools is one alert, under the first one's id."""
    musters = muster_by_id(facts.index)
    active = {item.id for item in facts.pools if item.state not in OVER and not _free_again(facts, musters[item.id])}
    for item in facts.pools:
        if item.id not in active:
            continue
        pairs = [pair for pair in two_pools(facts.index).get(item.id, ()) if item.id < pair.other.pool.id in active]
        if pairs:
            names = [f"{label(pair.person)} also in {pair.other.pool.name}" for pair in pairs[:3]]
            more = f" and {len(pairs) - 3} more" if len(pairs) > 3 else ""
            yield Finding(
                item.id, item.name, "warning",
                f"{item.name} and another pool need the same person: {', '.join(names)}{more}.",
                "Ask which pool they go with, and fill the other place. One pool per person.",
                _paired(facts, item.id, *(pair.other.pool.id for pair in pairs)), due=item.muster_at,
                said=tuple(f"{label(pair.person)} {pair.other.pool.id}" for pair in pairs),
            )  # fmt: skip


def _paired(facts: Facts, *pools: str) -> datetime | None:
    """When one of the pools got another time or another person; that one of them came is no news."""
    changes = (change for pool in pools for change in facts.index.changes.get(pool, ()) if change.seen <= facts.now)
    named = (
        c.seen
        for c in changes
        if c.field == "muster_at" or (c.field == "assignments" and _people(c.new) - _people(c.old))
    )
    return max(named, default=None)


def _people(assignments: object) -> set[tuple[str, str]]:
    """Who is named in assignments as the store kept them."""
    return {(f"{one.get('person')}", f"{one.get('organisation')}") for one in objects_of(assignments)}


def _free_again(facts: Facts, muster: Muster) -> bool:
    return muster.ends is not None and facts.passed(muster.ends.local)


def pool_muster(facts: Facts) -> Iterable[Finding]:
    """A pool cannot meet as published: after its event starts, too far away, before the way in is open."""
    for item in facts.pools:
        said = [flag for flag in item.flags if flag.startswith(("Meets ", "Leaves "))]
        if said and item.state not in (*OVER, "under way"):
            yield Finding(
                item.id, item.name, "warning", f"{item.name}: {' '.join(said)}", "Set another time or place to meet.",
                facts.last_change(item.id, "muster_at", "muster_place", "departs", "travel"), due=item.muster_at,
                said=(token(item.muster_at, item.event_start), *(f"flag {n}" for n in range(len(said)))),
            )  # fmt: skip


def pool_material(facts: Facts) -> Iterable[Finding]:
    """Pooled material is due and was not shared; held after it was."""
    for item in facts.pools:
        record = facts.record(item.id)
        if not isinstance(record, Pool) or record.withdrawn or not (due := record.material_due):
            continue
        shared = record.material_shared
        where = f" ({record.material_where})" if record.material_where else ""
        if item.material.startswith("late"):
            yield Finding(
                item.id, item.name, "warning",
                f"{item.name}: material was due at {facts.clock(due)}{where}, not shared.",
                f"Ask the pool for it{_phone(item)}: all media wait.", due, silence=due, said=(token(due),),
            )  # fmt: skip
        elif shared and facts.after(shared, due) and facts.held(shared) and not record.cancelled:
            yield Finding(
                item.id, item.name, "info", f"{item.name}: material was late; shared at {facts.clock(shared)}.",
                "Nothing: it is over.", due, said=(),
            )  # fmt: skip
