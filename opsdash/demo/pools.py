"""The eight pools: who sits in them, and how they confirm, fetch their cards and turn up one by one."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from opsdash.demo.cast import PHOTO, RADIO, SOURCE, TEXT, TV
from opsdash.demo.story import Frame, Step, Story
from opsdash.model import Contact, Pool, record_id
from opsdash.parts import Assignment, Medium, Seats

OBLIGATIONS = (
    "Pooled material is shared at once, free of charge and without restriction, with all who ask for it. It is "
    "marked as pooled and may not be sold. Each member must come on time: late arrivals cannot join. One pool for "
    "each person. A pool card is needed beside the accreditation badge."
)
MEMBERS: tuple[tuple[Medium, str, tuple[str, ...]], ...] = (
    ("photo", "photographer", PHOTO), ("tv", "TV crew", TV), ("radio", "radio reporter", RADIO),
    ("text", "text reporter", TEXT),
)  # fmt: skip
GATHERING = "Pool point, in front of the Information Desk"
PLATFORM = "Pool point, Gate B"


class Plan(NamedTuple):
    """A pool, in minutes after the anchor.

    Attributes:
        seats: of photo, TV, radio and text. travel: minutes on foot or by bus.
        due, shared: when its material must be, and is, with all. None: no duty, or not yet.
    """

    number: int
    event: str
    starts: int
    length: int
    seats: tuple[int, int, int, int]
    lead: int = 25
    travel: int = 10
    place: str = GATHERING
    due: int | None = None
    shared: float | None = None


class Act(NamedTuple):
    """At `at`, the member with this index alters so."""

    at: datetime
    member: int
    fields: dict[str, Any]


def pools(frame: Frame) -> list[Story]:
    """The pools' stories."""
    tomorrow = round((frame.clock(1, 10.5) - frame.anchor) / timedelta(minutes=1))
    plans = (
        Plan(1, "welcome", -165, 20, (3, 1, 0, 1), place=PLATFORM, due=-120, shared=-128),
        Plan(2, "session-1", -135, 10, (2, 1, 0, 1), due=-90, shared=-71),
        Plan(3, "family-photo", -5, 25, (4, 2, 0, 0), lead=30, place=PLATFORM, due=45, shared=52),
        Plan(4, "greetings", 50, 10, (3, 2, 1, 1), lead=25, due=90, shared=84),
        Plan(5, "bilateral", 115, 15, (2, 1, 0, 1), lead=20, due=150, shared=141),
        Plan(6, "signing", 150, 20, (4, 2, 1, 1), lead=30, place=PLATFORM, due=210, shared=228),
        Plan(7, "dinner-arrivals", 300, 30, (2, 2, 0, 0), place=PLATFORM),
        Plan(8, "farewell", max(690, tomorrow), 20, (3, 1, 1, 1), lead=30, place=PLATFORM, due=max(690, tomorrow) + 60),
    )
    return [*(_pool(frame, plan) for plan in plans), *(Story(_liaison(plan)) for plan in plans)]


def _liaison(plan: Plan) -> Contact:
    """Whom one calls about a pool: its escort."""
    return Contact(
        id=record_id("contact", SOURCE, f"liaison-{plan.number}"),
        name=f"Media liaison officer {plan.number}",
        about="escort on site",
        phone=f"+00 000 00 {40 + plan.number}",
        place=plan.place,
    )


def _pool(frame: Frame, plan: Plan) -> Story:
    muster = frame.at(plan.starts - plan.lead)
    members = _members(frame, plan)
    steps = _told(members, _acts(frame, plan, muster, members))
    if plan.shared is not None:
        steps.append(Step(frame.at(plan.shared), {"material_shared": frame.at(plan.shared)}))
    if plan.number == 7:
        off = {"cancelled": True, "note": "Programme downsized because of the weather"}
        steps.append(Step(frame.since(71), off))
    record = Pool(
        id=record_id("pool", SOURCE, f"pool-{plan.number}"),
        updated=frame.clock(-1, 18),
        name=f"Pool {plan.number}",
        event=plan.event,
        muster_at=muster,
        muster_place=plan.place,
        departs=frame.at(plan.starts - plan.travel - 3),
        returns=frame.at(plan.starts + plan.length + plan.travel + 5),
        travel=plan.travel,
        escort=f"Media liaison officer {plan.number}",
        contact=f"liaison-{plan.number}",
        seats=tuple(Seats(medium=m[0], count=n) for m, n in zip(MEMBERS, plan.seats, strict=True) if n),
        assignments=tuple(members),
        material_due=None if plan.due is None else frame.at(plan.due),
        material_where="pool server, folder of the pool's number" if plan.due else "",
        obligations=OBLIGATIONS,
        note="Dark suit; no wireless on site" if plan.place == PLATFORM else "",
    )
    return Story(record, steps)


def _members(frame: Frame, plan: Plan) -> list[Assignment]:
    """The full members and one reserve photographer; numbered so that nobody is in two pools, but for the one
    whom pool 6 gives up (`_acts`)."""
    dice = frame.random(f"pool/{plan.number}")
    found = []
    for (medium, role, outlets), count in zip(MEMBERS, plan.seats, strict=True):
        for n, outlet in enumerate(dice.sample(outlets, count), start=1):
            found.append(Assignment(person=f"{role} {plan.number}{n}", organisation=outlet, medium=medium))
    if plan.number == 6:
        twice = next(member for member in _members(frame, _twin()) if member.medium == "tv")
        index = next(i for i, member in enumerate(found) if member.medium == "tv")
        found[index] = twice
    reserve = f"{MEMBERS[0][1]} {plan.number}9"
    return [*found, Assignment(person=reserve, organisation=dice.choice(PHOTO), medium="photo", reserve=1)]


def _twin() -> Plan:
    return Plan(5, "bilateral", 115, 15, (2, 1, 0, 1))


def _acts(frame: Frame, plan: Plan, muster: datetime, members: list[Assignment]) -> Iterable[Act]:
    dice = frame.random(f"acts/{plan.number}")
    full = [i for i, member in enumerate(members) if not member.reserve]
    for place, member in enumerate(full):
        confirmed = _confirmed(frame, plan, dice.uniform(0, 1))
        yield Act(confirmed, member, {"status": "confirmed"})
        if plan.number == 4:
            yield from _in_time_and_not(frame, muster, place, member)
        elif plan.number < 7:
            arrived = muster - timedelta(seconds=dice.randrange(60, 60 * 15))
            yield Act(arrived - timedelta(seconds=dice.randrange(60, 60 * 25)), member, {"card_issued": True})
            yield Act(arrived, member, {"status": "present", "arrived": arrived})
    if plan.number == 4:
        yield Act(muster + timedelta(minutes=9), len(full), {"reserve": 0, "status": "present", "card_issued": True,
                                                             "arrived": muster + timedelta(minutes=9)})  # fmt: skip
    if plan.number == 6:
        tv = next(i for i, member in enumerate(members) if member.medium == "tv")
        stays = frame.since(24.3)
        replaced = {"person": "TV crew 68", "organisation": "Harbour Nine TV", "status": "confirmed"}
        yield Act(stays, tv, replaced)


def _confirmed(frame: Frame, plan: Plan, share: float) -> datetime:
    """When a member confirms: for the pools to come, one after another in the demo's first hour."""
    if plan.number < 5:
        return frame.at(plan.starts - 120 + 40 * share)
    spread = {5: (-20, 22), 6: (-10, 22), 7: (-5, 50), 8: (1, 150)}[plan.number]
    return frame.since(spread[0] + (spread[1] - spread[0]) * share)


def _in_time_and_not(frame: Frame, muster: datetime, place: int, member: int) -> Iterable[Act]:
    """Pool 4 meets soon after the start: some are there, some come while one watches, one late, one never."""
    early = (-9.0, -6.5, -2.0)
    if place < len(early):
        arrived = frame.at(early[place])
    elif place == 3:
        arrived = frame.since(0.4)
    elif place == 4:
        arrived = frame.since(1.3)
    elif place == 5:
        late, arrived = muster + timedelta(minutes=1), muster + timedelta(minutes=6)
        yield Act(frame.since(3.1), member, {"card_issued": True})
        yield Act(late, member, {"status": "late"})
        yield Act(arrived, member, {"status": "present", "arrived": arrived})
        return
    else:
        yield Act(muster + timedelta(minutes=8), member, {"status": "absent"})
        return
    yield Act(arrived - timedelta(seconds=140), member, {"card_issued": True})
    yield Act(arrived, member, {"status": "present", "arrived": arrived})


def _told(members: list[Assignment], acts: Iterable[Act]) -> list[Step]:
    """The acts as steps of the whole list."""
    now = list(members)
    steps = []
    for act in sorted(acts, key=lambda act: (act.at, act.member)):
        now[act.member] = msgspec.structs.replace(now[act.member], **act.fields)
        steps.append(Step(act.at, {"assignments": tuple(now)}))
    return steps
