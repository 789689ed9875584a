"""What changed lately, in words a person reads: one line for each record and poll, newest first.

Changes of one field that follow one another within `thresholds.recent` are one: from the first value to the
last, as of the last; a field that came back to where it was (flicker) is none. The chain reaches back as far as
such gaps allow, so that a line never appears only because an older change has left the window.

Several changes with one cause are one: the same thing under a new id (withdrawn and added in one poll), a
renamed room that takes all its events along, a source's first answer. What was said to be cancelled and then leaves
the answer too is no second news (pretalx says so at once, and leaves it out at its next release).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec

from opsdash.board.affects import touched
from opsdash.board.changewords import UNSAID, Diff, phrases
from opsdash.board.eventtime import room_name
from opsdash.board.index import Index, records_of
from opsdash.board.items import ChangeItem
from opsdash.board.kept import Place, local_clock
from opsdash.board.memory import remembered
from opsdash.board.moments import local_time
from opsdash.model import Booking, Record
from opsdash.parts import CALLED_OFF
from opsdash.snapshot import Change, Feed

SILENT = frozenset({"news", "answer"})
"""Kinds whose coming and going is no change of the event: headlines have a list of their own."""

BULK = 8
"""More records of one kind than this, added or withdrawn by a source in one poll, are one line."""

_MANY = {"facility": "facilities", "event": "press events", "space": "spaces", "booking": "bookings",
         "pool": "pools", "deadline": "deadlines", "contact": "contacts", "notice": "notices"}  # fmt: skip
_PRESENCE = "(presence)"
"""Stands for a field among the changes of one record: its coming and going. No field is called so."""
_PRESENT_AFTER = {"added": True, "returned": True, "withdrawn": False}


class Step(NamedTuple):
    """What became of one record in one poll, chains folded.

    Attributes:
        id, title, seen, generation: as of the last change of the chain.
        presence: added, withdrawn, returned or "". diff: fields from the chain's first value to its last.
    """

    id: str
    title: str
    seen: datetime
    generation: int
    presence: str
    diff: Diff

    @property
    def kind(self) -> str:
        """The kind of record."""
        return self.id.split("/", 1)[0]

    @property
    def source(self) -> str:
        """Which source said so."""
        return "".join(self.id.split("/", 2)[1:2])


def change_items(index: Index, now: datetime, since: datetime | None = None) -> tuple[ChangeItem, ...]:
    """What changed since `since`, newest first; None: within `thresholds.recent` minutes before `now`. Nothing seen
    after `now`."""
    place = Place(index.tz, now.astimezone(index.tz).date())
    single, bulk = _gathered(steps_of(index, now.astimezone(UTC), since))
    items = _renamed_rooms(index, single, place)
    items += [item for step in single if (item := _item(index, step, place))]
    items += [_bulk_item(steps, place) for steps in bulk]
    return tuple(sorted(items, key=lambda item: (-item.seen.timestamp(), item.kind, item.title, item.id)))


@remembered()
def steps_of(index: Index, now: datetime, since: datetime | None = None) -> tuple[Step, ...]:
    """The folded changes of every record that changed after `since` (None: `thresholds.recent` minutes before `now`)
    until `now`, UTC."""
    window = timedelta(minutes=index.site.thresholds.recent)
    low = since or now - window
    ids = dict.fromkeys(change.id for change in index.feed.changes if low < change.seen <= now)
    steps: list[Step] = []
    for record in ids:
        if record.split("/", 1)[0] not in SILENT:
            reach = since or datetime.min.replace(tzinfo=UTC)  # what was so at `since` is what it changed from
            changes = [change for change in index.changes[record] if reach < change.seen <= now]
            while changes and changes[-1].seen > low:
                found, changes = _folded(changes, low, window)
                steps += found
    records = records_of(index.told)
    return tuple(step for step in _under_new_ids(index.told, steps) if not _said_before(step, records.get(step.id)))


def _said_before(step: Step, record: Record | None) -> bool:
    """Whether what is gone had been cancelled."""
    if step.presence != "withdrawn" or step.diff:
        return False
    return getattr(record, "status", "") == "cancelled" or getattr(record, "cancelled", False) is True


def _folded(changes: list[Change], low: datetime, window: timedelta) -> tuple[list[Step], list[Change]]:
    """One record's steps, oldest first: the last chain of each field that ends after `low`, by the poll it ends in;
    and the changes before those chains."""
    fields: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        known = change.field if change.what == "changed" else _PRESENCE
        if known and known not in UNSAID:
            fields[known].append(change)
    chains = {field: _chain(found, window) for field, found in fields.items() if found[-1].seen > low}
    taken = {id(change) for chain in chains.values() for change in chain}
    before = [change for found in fields.values() for change in found if id(change) not in taken]
    presence, came = _presence(chains.pop(_PRESENCE, []))
    diffs: dict[int, Diff] = defaultdict(dict)
    last: dict[int, Change] = {}
    for field, chain in chains.items():
        end = chain[-1]
        both = chain[0].old, end.new
        new = came and presence == "added" and abs(end.seen - came.seen) < window
        if both[0] != both[1] and not new:  # a new record is said as it is now
            diffs[end.generation][field] = both
            last[end.generation] = end
    if came:
        last[came.generation] = came
    steps = [
        Step(end.id, end.title, end.seen, poll, presence if came is end else "", diffs[poll])
        for poll, end in sorted(last.items())
    ]
    return steps, sorted(before, key=lambda change: change.seen)


def _chain(changes: list[Change], window: timedelta) -> list[Change]:
    """The last changes of one field that follow one another within the window."""
    start = len(changes) - 1
    while start and changes[start].seen - changes[start - 1].seen < window:
        start -= 1
    return changes[start:]


def _presence(chain: list[Change]) -> tuple[str, Change | None]:
    """What coming and going amounts to, and the change that says so; nothing when it is as it was before."""
    if not chain or _as_before(chain):
        return "", None
    if not _PRESENT_AFTER[chain[-1].what]:
        return "withdrawn", chain[-1]
    return ("added" if any(change.what == "added" for change in chain) else "returned"), chain[-1]


def _as_before(chain: list[Change]) -> bool:
    """Whether the record is there, or not there, as before the chain."""
    return _PRESENT_AFTER[chain[-1].what] is not _PRESENT_AFTER[chain[0].what]


# One cause, one line.


def _under_new_ids(feed: Feed, steps: list[Step]) -> list[Step]:
    """A record withdrawn and one added in the same poll that are the same thing become its changes."""
    gone: dict[object, list[Step]] = defaultdict(list)
    for step in steps:
        if step.presence == "withdrawn" and (likeness := _likeness(feed, step)):
            gone[likeness].append(step)
    if not gone:
        return steps
    kept = {id(step): step for step in steps}
    for step in sorted(steps, key=lambda found: found.id):
        if step.presence == "added" and (twins := gone.get(_likeness(feed, step))):
            old = twins.pop(0)
            del kept[id(old)]
            del kept[id(step)]
            if diff := _difference(records_of(feed)[old.id], records_of(feed)[step.id]):
                kept[id(step)] = step._replace(presence="", diff=diff)
    return list(kept.values())


def _likeness(feed: Feed, step: Step) -> tuple[object, ...] | None:
    """What two records of one source must share to be the same thing; None when the record is not kept."""
    record = records_of(feed).get(step.id)
    if record is None:
        return None
    if isinstance(record, Booking):
        return step.generation, step.source, record.space, record.organisation, record.title
    name = str(getattr(record, "name", "") or getattr(record, "title", "") or step.title)
    return step.generation, step.source, step.kind, name.casefold(), getattr(record, "type", "")


def _difference(old: Record, new: Record) -> Diff:
    pairs = {
        field: (msgspec.to_builtins(getattr(old, field)), msgspec.to_builtins(getattr(new, field)))
        for field in new.__struct_fields__
        if field not in UNSAID
    }
    return {field: both for field, both in pairs.items() if both[0] != both[1]}


def _renamed_rooms(index: Index, steps: list[Step], place: Place) -> list[ChangeItem]:
    """Rooms that all their events left for one other in one poll: said once, and taken out of `steps`."""
    items = []
    for (poll, source, old, new), numbers in _emptied(index, steps):
        space = index.spaces.find(new)
        if not any(space and step.id == space.id and step.generation == poll and "name" in step.diff for step in steps):
            first = steps[numbers[0]]
            same = _only_renamed(index, old, new)
            sentence = f'renamed, was "{old}"' if same else f"takes all {len(numbers)} press events of {old}"
            items.append(
                ChangeItem(
                    id=space.id if space else first.id,
                    kind="space" if space else "event",
                    title=new,
                    seen=local_time(first.seen, place.tz),
                    sentence=sentence,
                    source=source,
                )
            )
        for number in numbers:
            steps[number] = _without_room(steps[number])
    return items


def event_steps(index: Index, now: datetime) -> list[Step]:
    """What became of press events (`steps_of`), rooms by their names; another name of a room is no news of theirs."""
    steps = list(steps_of(index, now))
    for (_, _, old, new), numbers in _emptied(index, steps):
        if _only_renamed(index, old, new):
            for number in numbers:
                steps[number] = _without_room(steps[number])
    return [step._replace(diff=_named(step.diff, index)) for step in steps if step.kind == "event"]


def _emptied(index: Index, steps: Sequence[Step]) -> list[tuple[tuple[int, str, str, str], list[int]]]:
    """Poll, source, old and new room where several events, and all there were, left one room for one other; with the
    places of their steps."""
    moves: dict[tuple[int, str, str, str], list[int]] = defaultdict(list)
    for number, step in enumerate(steps):
        old, new = step.diff.get("room", ("", ""))
        if step.kind == "event" and isinstance(old, str) and isinstance(new, str) and old and new:
            moves[step.generation, step.source, old, new].append(number)
    return [
        (move, numbers)
        for move, numbers in sorted(moves.items())
        if len(numbers) > 1
        and not any(e.room == move[2] and e.source == move[1] and not e.withdrawn for e in index.feed.events)
    ]


def _only_renamed(index: Index, old: str, new: str) -> bool:
    """Whether a room that all its events left is the one they are in now, under another name."""
    other = index.spaces.find(old)
    return other is None or other is index.spaces.find(new)


def _without_room(step: Step) -> Step:
    return step._replace(diff={field: both for field, both in step.diff.items() if field != "room"})


def _gathered(steps: Iterable[Step]) -> tuple[list[Step], list[list[Step]]]:
    """Steps to be said one by one, and those that came or went by the dozen."""
    groups: dict[tuple[object, ...], list[Step]] = defaultdict(list)
    single: list[Step] = []
    for step in steps:
        if step.presence and not step.diff:
            groups[step.generation, step.source, step.kind, step.presence].append(step)
        else:
            single.append(step)
    bulk = []
    for group in groups.values():
        if len(group) > BULK:
            bulk.append(group)
        else:
            single += group
    return single, bulk


# Words.


def _named(diff: Diff, index: Index) -> Diff:
    """`diff` with the names of rooms and spaces in place of what refers to them; another word for the same
    place is no news."""
    named: Diff = {}
    for field, (old, new) in diff.items():
        if field in ("room", "space") and isinstance(old, str) and isinstance(new, str):
            old, new = room_name(old, index), room_name(new, index)
            if old == new:
                continue
        named[field] = (old, new)
    return named


def _item(index: Index, step: Step, place: Place) -> ChangeItem | None:
    """A step in words; None when nothing is left to say."""
    record = records_of(index.told).get(step.id)
    said = [_came_or_went(step, record, place)] if step.presence else []
    said += phrases(step.kind, _named(step.diff, index), place)
    if not said:
        return None
    return ChangeItem(
        id=step.id,
        kind=step.kind,
        title=_title(index, step, record),
        seen=local_time(step.seen, place.tz),
        sentence="; ".join(said),
        affects=touched(index, record, step.presence, step.diff, step.seen),
        source=step.source,
        tone="warn" if _grave(step) else "soon",
    )


def _bulk_item(steps: list[Step], place: Place) -> ChangeItem:
    first = min(steps, key=lambda step: step.id)
    return ChangeItem(
        id=first.id,
        kind=first.kind,
        title=first.source,
        seen=local_time(first.seen, place.tz),
        sentence=f"{len(steps)} {_MANY.get(first.kind, first.kind)} {first.presence}",
        source=first.source,
        tone="warn" if first.presence == "withdrawn" else "soon",
    )


def _title(index: Index, step: Step, record: Record | None) -> str:
    """How the record is called; a booking by its space and whom it is for."""
    if isinstance(record, Booking):
        space = index.spaces.find(record.space)
        named = f"{space.name if space else record.space}: {record.organisation or record.title}"
        return named.removesuffix(": ")
    return step.title


def _came_or_went(step: Step, record: Record | None, place: Place) -> str:
    programme = " from the programme" if step.kind == "event" else ""
    if step.presence == "withdrawn":
        return f"withdrawn{programme}"
    if step.presence == "returned":
        return "back on the programme" if programme else "there again"
    named = "added to the programme" if programme else "booked" if step.kind == "booking" else "new"
    details = ", ".join(_when_and_where(record, place))
    return f"{named}: {details}" if details else named


def _when_and_where(record: Record | None, place: Place) -> list[str]:
    """What is said of a new record beside its name."""
    if isinstance(record, Booking):
        return [f"{local_clock(record.start, place)} to {local_clock(record.end, place)}"]
    instants = [getattr(record, field, None) for field in ("start", "muster_at", "at")]
    said = [local_clock(instant, place) for instant in instants if instant]
    return said + [room for room in (str(getattr(record, "room", "")),) if room]


def _grave(step: Step) -> bool:
    """Whether somebody must act: it is off, gone, or out of use."""
    new = {field: both[1] for field, both in step.diff.items()}
    live = new.get("live")
    return (
        (step.presence == "withdrawn" and step.kind != "booking")
        or new.get("status") in (*CALLED_OFF, "no-show")
        or new.get("cancelled") is True
        or new.get("in_service") is False
        or (isinstance(live, dict) and live.get("state") in ("closed", "full"))
    )
