"""Rules about pools."""

from collections.abc import Iterable
from datetime import datetime

from opsdash.board.items import EventItem, PoolItem
from opsdash.board.rules.facts import Facts, Finding, few, shifted
from opsdash.model import Pool
from opsdash.parts import Assignment, Severity

WAITING = ("musters soon", "mustering", "incomplete")
OVER = ("done", "cancelled")


def pool_incomplete(facts: Facts) -> Iterable[Finding]:
    """A pool meets within `muster_soon` minutes and is not complete; critical once it should have met and seats
    are not covered. Held after the last one came late."""
    for item in facts.pools:
        record = facts.record(item.id)
        if item.muster_at is None or not isinstance(record, Pool):
            continue
        met, since = facts.passed(item.muster_at), shifted(item.muster_at, -facts.limits.muster_soon)
        open_seats = sum(max(0, seat.seats - seat.filled) for seat in item.seats)
        short = item.missing or item.present < item.expected or open_seats
        if item.state in WAITING and facts.passed(since) and short:
            uncovered = any(seat.present < seat.seats for seat in item.seats) if item.seats else True
            grave: Severity = "critical" if met and uncovered else "warning"
            yield Finding(
                item.id, item.name, grave, _who_is_there(facts, item, open_seats), _call(item, met), since,
            )  # fmt: skip
        elif item.state not in OVER and (came := _came_late(facts, record, item.muster_at)):
            yield Finding(
                item.id, item.name, "warning",
                f"{item.name} was not complete; {came[0].person} came at {facts.clock(came[1])}.",
                "Nothing: it is over.", since,
            )  # fmt: skip


def _who_is_there(facts: Facts, item: PoolItem, open_seats: int) -> str:
    where = f" ({item.muster_place})" if item.muster_place else ""
    when = facts.clock(item.muster_at) if item.muster_at else ""
    meets = "was to meet" if facts.passed(item.muster_at) else "meets"
    said = [f"{item.name} {meets} at {when}{where} with {item.present} of {item.expected} there"]
    said += [f"missing: {few(item.missing)}"] if item.missing else []
    said += [f"{open_seats} seat{'s' if open_seats > 1 else ''} not filled"] if open_seats else []
    return "; ".join(said) + "."


def _call(item: PoolItem, met: bool) -> str:
    reserve = f" from the reserve list: {few(item.reserves)}" if item.reserves else " another of the same medium"
    if met:
        return f"Fill the places now:{reserve if item.reserves else ' take' + reserve}."
    return "Call those who are missing" + (f"; have the reserve ready: {few(item.reserves)}." if item.reserves else ".")


def _came_late(facts: Facts, record: Pool, muster: datetime) -> tuple[Assignment, datetime] | None:
    """The last member to come after the muster, within the hold."""
    late = [
        (member, member.arrived)
        for member in record.assignments
        if member.arrived and facts.held(member.arrived) and member.arrived > muster and not member.reserve
    ]
    return max(late, key=lambda found: found[1], default=None)


def pool_event(facts: Facts) -> Iterable[Finding]:
    """What a pool covers is off or was moved since the pool's own time was set; critical shortly before it meets."""
    for item in facts.pools:
        event = facts.events.get(item.event)
        if item.state in OVER or event is None:
            continue
        off = event.state in ("cancelled", "postponed", "withdrawn")
        if off or (event.moved and not _followed(facts, item, event)):
            near = item.muster_at is not None and facts.passed(shifted(item.muster_at, -facts.limits.muster_soon))
            what = f"is {event.state}" if off else f"was {event.moved}"
            meets = f"; the pool meets at {facts.clock(item.muster_at)}" if item.muster_at else ""
            severity: Severity = "critical" if near and off else "warning"
            yield Finding(
                item.id, item.name, severity, f"{item.name}: {event.title} {what}{meets}.",
                "Tell the members and the escort; cancel the pool or set a new time.",
                facts.last_change(event.id, "status", "start", "room", "day", "wording", ""),
            )  # fmt: skip


def _followed(facts: Facts, item: PoolItem, event: EventItem) -> bool:
    """Whether the pool's time or place was set anew after its event moved."""
    moved = facts.last_change(event.id, "start", "room", "day", "wording")
    own = facts.last_change(item.id, "muster_at", "muster_place")
    return moved is not None and own is not None and own >= moved


def pool_material(facts: Facts) -> Iterable[Finding]:
    """Pooled material is due and was not shared; held after it was."""
    for item in facts.pools:
        record = facts.record(item.id)
        if (
            not isinstance(record, Pool)
            or record.cancelled
            or record.withdrawn
            or not facts.passed(record.material_due)
        ):
            continue
        due, shared = record.material_due, record.material_shared
        where = f" ({record.material_where})" if record.material_where else ""
        if due and not facts.passed(shared):
            yield Finding(
                item.id, item.name, "warning",
                f"{item.name}: material was due at {facts.clock(due)}{where}, not shared.",
                "Call the pool: all media wait for it.", due,
            )  # fmt: skip
        elif due and shared and shared > due and facts.held(shared):
            yield Finding(
                item.id, item.name, "warning", f"{item.name}: material was late; shared at {facts.clock(shared)}.",
                "Nothing: it is over.", due,
            )  # fmt: skip
