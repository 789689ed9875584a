"""Pools as far as the records tell: their times, their people, and people who would have to be in two at once.

A person is known by name *and* organisation; "photographer 1" alone may be anybody. Whoever declined or is
absent, and whoever is only on the reserve list, is in no pool.
"""

from collections import defaultdict
from math import inf
from typing import NamedTuple

import msgspec

from opsdash.board.eventtime import Plan, programme_of
from opsdash.board.index import Index
from opsdash.board.items import SeatCount
from opsdash.board.memory import remembered
from opsdash.board.moments import At, Moment, at, at_seconds, natural
from opsdash.model import Pool
from opsdash.parts import Assignment, Medium

ARRIVED = ("present", "late", "absent")

_DAY = 24 * 60

AT_ONCE = 12
"""A person is set against so many other pools at a time; more is no plan but a broken source."""


class Muster(msgspec.Struct, eq=False):
    """A pool's times and people.

    Attributes:
        pool, plan: the record; the times of its event, if that is on the programme.
        meets, departs, returns, due, shared: of the record.
        ends: when its members are free again: back, or after the event and the way from it.
        counted: its source says who has come. cards: its source says who has a card.
        arrivals: its people, and when each was seen; members: those of them who are to come, which are full members
            who have not declined.
    """

    pool: Pool
    plan: Plan | None
    meets: At | None
    departs: At | None
    returns: At | None
    due: At | None
    shared: At | None
    ends: At | None = None
    counted: bool = False
    cards: bool = False
    arrivals: tuple[tuple[Assignment, At | None], ...] = ()
    members: tuple[tuple[Assignment, At | None], ...] = ()

    @property
    def travel(self) -> int:
        """Minutes from the muster place to the event; within reason, whatever the source says."""
        return min(max(self.pool.travel or 0, 0), _DAY)

    @property
    def off(self) -> bool:
        """Whether it does not take place as far as the source says."""
        return self.pool.cancelled or self.pool.withdrawn is not None or (self.plan is not None and self.plan.off)


class TwoPools(NamedTuple):
    """The other pool of a person, and who it is."""

    other: Muster
    person: Assignment


def is_there(one: Assignment, arrived: At | None, moment: Moment) -> bool:
    """Whether a person has been seen at the muster point: by the time it was, else by the status."""
    if one.status in ("absent", "declined"):
        return False
    return moment.passed(arrived.seconds) if arrived else one.status == "present"


def label(one: Assignment) -> str:
    """A person as one calls them: "photographer 1 (Nordlys Wire)"."""
    return f"{one.person} ({one.organisation})" if one.person and one.organisation else one.person or one.organisation


@remembered()
def musters_of(index: Index) -> tuple[Muster, ...]:
    """The pools of a feed by muster time (those without one last) and name, made at its first use."""
    counted, cards = set(), set()
    for pool in index.feed.pools:
        for one in pool.assignments:
            if one.status in ARRIVED or one.arrived:
                counted.add(pool.source)
            if one.card_issued:
                cards.add(pool.source)
    found = [_muster(pool, index) for pool in index.feed.pools]
    for muster in found:
        if not _to_come(muster, index):
            muster.counted, muster.cards = muster.pool.source in counted, muster.pool.source in cards
    return tuple(sorted(found, key=_order))


def _to_come(muster: Muster, index: Index) -> bool:
    """Whether, on a board of a time to come, nobody has seen yet who comes."""
    until = index.feed.planned
    return until is not None and (muster.meets is None or muster.meets.seconds > until.timestamp())


@remembered()
def muster_by_id(index: Index) -> dict[str, Muster]:
    """The same by the pool's id."""
    return {muster.pool.id: muster for muster in musters_of(index)}


def _order(muster: Muster) -> tuple[float, tuple[tuple[int, int, str], ...], str]:
    return muster.meets.seconds if muster.meets else inf, natural(muster.pool.name), muster.pool.id


def _muster(pool: Pool, index: Index) -> Muster:
    tz = index.tz
    event = index.events.find(pool.event)
    found = Muster(
        pool=pool,
        plan=programme_of(index).by_id[event.id] if event else None,
        meets=at(pool.muster_at, tz),
        departs=at(pool.departs, tz),
        returns=at(pool.returns, tz),
        due=at(pool.material_due, tz),
        shared=at(pool.material_shared, tz),
    )
    found.arrivals = tuple((one, at(one.arrived, tz)) for one in pool.assignments)
    found.members = tuple(one for one in found.arrivals if one[0].reserve == 0 and one[0].status != "declined")
    found.ends = _ends(found, index)
    return found


def _ends(muster: Muster, index: Index) -> At | None:
    """When the members are free again; an event without an end lasts `ended_after`."""
    if muster.returns:
        return muster.returns
    usual, travel = index.site.thresholds.ended_after * 60, muster.travel * 60
    plan = muster.plan
    starts = plan.start if plan and plan.certain else None
    if plan and plan.end and starts:
        return at_seconds(plan.end.seconds + travel, index.tz)
    after = starts or muster.departs or muster.meets
    return at_seconds(after.seconds + usual + travel, index.tz) if after else None


@remembered()
def two_pools(index: Index) -> dict[str, tuple[TwoPools, ...]]:
    """The people of each pool (by its id) who would have to be in another one too; the relation is symmetric."""
    by_person: dict[tuple[str, str], list[tuple[Muster, Assignment]]] = defaultdict(list)
    for muster in musters_of(index):
        if muster.off or muster.meets is None:
            continue
        seen = set()
        for one, _ in muster.members:
            key = (one.person.strip().casefold(), one.organisation.strip().casefold())
            if all(key) and one.status != "absent" and key not in seen:
                seen.add(key)
                by_person[key].append((muster, one))
    found: dict[str, list[TwoPools]] = defaultdict(list)
    for pools in by_person.values():
        running: list[tuple[Muster, Assignment]] = []
        for muster, one in pools:
            running = [other for other in running if _overlap(other[0], muster)][-AT_ONCE:]
            for other, same in running:
                found[muster.pool.id].append(TwoPools(other, one))
                found[other.pool.id].append(TwoPools(muster, same))
            running.append((muster, one))
    return {id_: tuple(sorted(pairs, key=_pair_order)) for id_, pairs in found.items()}


def _pair_order(pair: TwoPools) -> tuple[object, ...]:
    return _order(pair.other), label(pair.person)


def _overlap(first: Muster, second: Muster) -> bool:
    """Whether the second pool meets at the same time as the first, or before its members are free again."""
    if first.meets is None or second.meets is None:
        return False
    return second.meets.seconds == first.meets.seconds or (
        first.ends is not None and first.ends.seconds > second.meets.seconds
    )


def seat_counts(muster: Muster, moment: Moment) -> tuple[SeatCount, ...]:
    """Seats by medium, in the published order; a medium without a published seat comes last with 0."""
    offered: dict[Medium, int] = {}
    for seats in muster.pool.seats:
        offered[seats.medium] = offered.get(seats.medium, 0) + seats.count
    filled: dict[Medium, int] = defaultdict(int)
    present: dict[Medium, int] = defaultdict(int)
    for one, arrived in muster.members:
        if one.status != "absent":
            filled[one.medium] += 1
            present[one.medium] += is_there(one, arrived, moment)
    if not offered:
        return ()
    media = [*offered, *(medium for medium in sorted(filled) if medium not in offered)]
    return tuple(
        SeatCount(medium=medium, seats=offered.get(medium, 0), filled=filled[medium], present=present[medium])
        for medium in media
    )
