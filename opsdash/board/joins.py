"""Two sources that tell of one thing: one record for the board, and where they differ, both sides in words.

The configuration says which sources, of what kind, and which fields make two records one (`[[join]]`). The record of
the source that it names first is shown; a field that this one leaves blank is taken from the next. Nothing is
guessed: a source that has two records with one key joins neither of them, and a record that withdrew is passed over
where its source has another. Without joins a feed is left as it is.

What happens now (began, finished, present, checked in) comes from whichever source reports it, since the other one does
not look; of an event only where both have it at one time, for "began" at another time would be a delay that nobody
said; of a booking only where both have it in one space and one stretch, for who left another stay has not left this
one. Plans that differ (time, place, cancelled or not) are conflicts. A booking takes up all that any of its sources
says: where only another one still has it, with what that one says of it, as pending; until the latest end; and what
another one has in another space or at another time stands beside it, as pending. Nobody is sent where somebody may be.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from opsdash.board.announced import source_name
from opsdash.board.memory import remembered
from opsdash.board.moments import local_time
from opsdash.board.references import References
from opsdash.joinspec import Join
from opsdash.model import Booking, PressEvent, Record, Space
from opsdash.parts import GIVEN_UP
from opsdash.snapshot import FEED_FIELDS, Feed
from opsdash.timing import clock, day_name

_UNSURE = ("tentative", "cancelled", "postponed", "pending", "released")
_NOW = ("live", "ended", "delayed")
"""Statuses of an event that only a source which watches it gives."""
_OF_ITS_TIME = ("expected", "began", "finished")
"""Fields of an event that hold for the time its source gives; beside another time they would tell of a delay or an end
that nobody said. So does a status of `_NOW`."""
_OF_ITS_STAY = ("checked_in", "checked_out")
"""Fields of a booking that hold where its source has it: elsewhere they would tell of an end that nobody said."""
_KEPT = ("id", "withdrawn", "status", "start", "day", "precision", "part", "wording", "updated", "in_service", "type")
"""Fields of the preferred record that stay as they are, blank or not: they mean something together."""


class Joined(NamedTuple):
    """A feed with its joins made.

    Attributes:
        feed: each joined thing once. events, bookings, spaces: any of the joined records' ids -> the record that
            stands for them.
        conflicts: id of a record -> what its sources say otherwise, sentences.
        alone: id of a record -> why it was joined with none, where its source has several of that key.
        ids: id of every joined record -> the id of the one that stands for it.
        disputed: ids of spaces of which one source says that it is in service and another that it is not.
    """

    feed: Feed
    events: dict[str, PressEvent]
    spaces: dict[str, Space]
    conflicts: dict[str, tuple[str, ...]]
    alone: dict[str, str]
    ids: dict[str, str]
    disputed: frozenset[str] = frozenset()


@remembered()
def joined(feed: Feed) -> Joined:
    """`feed` with its joins made, at its first use."""
    found = Joined(feed, {}, {}, {}, {}, {})
    for join in sorted(feed.site.joins, key=lambda join: join.kind != "space"):  # rooms and booths are named by spaces
        found = _with(found, join, feed)
    return found


def _with(known: Joined, join: Join, told: Feed) -> Joined:
    field = FEED_FIELDS[join.kind]
    records: tuple[Record, ...] = getattr(known.feed, field)
    work = _Work(join, told.site.tz, References(told.spaces, told.site.aliases, known.spaces))
    groups, alone = work.groups(records)
    one: dict[str, Record] = {}
    shown: dict[str, Record | None] = {}
    conflicts, disputed = dict(known.conflicts), set(known.disputed)
    for group in groups:
        record, said = work.made(group)
        beside = {other.id: other for other in work.beside(record, group)}
        one |= {each.id: record for each in group}
        shown |= {each.id: beside.get(each.id) for each in group} | {record.id: record}
        for id_ in (record.id, *beside) if said else ():
            conflicts[id_] = (*conflicts.get(id_, ()), *said)
        if len({each.in_service for each in group if isinstance(each, Space) and not each.withdrawn}) > 1:
            disputed.add(record.id)
    left = tuple(found for record in records if (found := shown.get(record.id, record)))
    return Joined(
        feed=msgspec.structs.replace(known.feed, **{field: left}),
        events=known.events | {id_: found for id_, found in one.items() if isinstance(found, PressEvent)},
        spaces=known.spaces | {id_: found for id_, found in one.items() if isinstance(found, Space)},
        conflicts=conflicts,
        alone=known.alone | alone,
        ids=known.ids | {id_: found.id for id_, found in one.items()},
        disputed=frozenset(disputed),
    )


class _Work:
    """One join of one feed."""

    def __init__(self, join: Join, tz: ZoneInfo, spaces: References[Space]) -> None:
        self._join, self._tz, self._spaces = join, tz, spaces
        self._patterns = {source: re.compile(pattern) for source, pattern in join.keys.items()}

    def groups(self, records: Iterable[Record]) -> tuple[list[list[Record]], dict[str, str]]:
        """The records that are one thing, the preferred source's first; and why some were joined with none."""
        sides: dict[tuple[str, ...], dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
        for record in sorted(records, key=lambda record: record.id):
            if record.source in self._join.sources and all(key := self._key(record)):
                sides[key][record.source].append(record)
        found: list[list[Record]] = []
        alone: dict[str, str] = {}
        for by_source in sides.values():
            group: list[Record] = []
            for source in self._join.sources:
                there = [record for record in by_source.get(source, ()) if record.withdrawn is None]
                there = there or by_source.get(source, [])[-1:]
                if len(there) > 1 and len(by_source) > 1:
                    reason = f"{source} has {len(there)} that agree in {' and '.join(self._join.on)}: not joined"
                    alone |= {record.id: reason for record in there}
                elif there:
                    group += there
            if len(group) > 1:
                found.append(group)
        return found, alone

    def _key(self, record: Record) -> tuple[str, ...]:
        return tuple(self._part(record, field) for field in self._join.on)

    def _part(self, record: Record, field: str) -> str:
        if field == "key":
            pattern = self._patterns.get(record.source)
            matched = pattern.search(record.key) if pattern else None
            return _plain((matched[1] or "") if matched else "" if pattern else record.key)
        if field == "day":
            start = getattr(record, "start", None)
            day = local_time(start, self._tz).date() if start else getattr(record, "day", None)
            return day.isoformat() if day else ""
        value = getattr(record, field)
        if isinstance(value, datetime):
            return value.isoformat()
        return self._place(value) if field in ("room", "space") else _plain(value or "")

    def _place(self, text: str) -> str:
        """What two names of one room or space share."""
        space = self._spaces.find(text)
        return space.id if space else _plain(text)

    def made(self, group: Sequence[Record]) -> tuple[Record, tuple[str, ...]]:
        """The record that stands for a group, and the conflicts."""
        said = tuple(dict.fromkeys(text for other in group[1:] for text in self._differences(group[0], other)))
        first = _taking_up(group) if isinstance(group[0], Booking) else group[0]
        blanks: dict[str, Any] = {}
        for other in group:
            if other.withdrawn and not first.withdrawn:
                continue  # what its source lists no more it says no more
            same = self._same_times(first, other)
            apart = (*(() if same else _OF_ITS_TIME), *(() if self._one_stay(first, other) else _OF_ITS_STAY))
            for field in first.__struct_fields__:
                value = getattr(other, field)
                if field not in _KEPT and field not in blanks and getattr(first, field) in ("", (), None):
                    if field == "end" and getattr(other, "start", None) != getattr(first, "start", None):
                        continue  # an end belongs to its start
                    if field in apart:
                        continue
                    if value not in ("", (), None):
                        blanks[field] = value
            if same and getattr(first, "status", "") == "scheduled" and getattr(other, "status", "") in _NOW:
                blanks.setdefault("status", getattr(other, "status", ""))
        if isinstance(first, Booking):
            ends = (one.end for one in group if isinstance(one, Booking) and self._goes_on(first, one))
            blanks["end"] = max([first.end, *ends])
        return (msgspec.structs.replace(first, **blanks) if blanks else first), said

    def beside(self, record: Record, group: Sequence[Record]) -> Iterable[Booking]:
        """What another source of a booking says is taken and `record`, which stands for all, does not take up: another
        space, another time, the time before an end and a start that differ."""
        for other in group:
            if isinstance(record, Booking) and isinstance(other, Booking) and other.id != record.id:
                end = min(other.end, record.start) if self._goes_on(record, other) else other.end
                if _takes_up(other) and other.start < end:
                    status = "no-show" if other.status == "no-show" else "pending"
                    yield msgspec.structs.replace(other, end=end, status=status)

    def _one_stay(self, one: Record, other: Record) -> bool:
        """Whether who came or left in the other's words did so in this booking: of one space, from one start or one
        stretch; who had left before this one begins was not in it."""
        if not (isinstance(one, Booking) and isinstance(other, Booking) and self._same(one, other, "space")):
            return False
        left = other.checked_out
        over = left is not None and local_time(left, self._tz) <= local_time(one.start, self._tz)
        return one.start == other.start or (self._goes_on(one, other) and not over)

    def _goes_on(self, one: Booking, other: Booking) -> bool:
        """Whether both take up one stretch of one space: they overlap or touch there."""
        there = _takes_up(other) and self._same(one, other, "space")
        return there and other.start <= one.end and one.start <= other.end

    def _differences(self, one: Record, other: Record) -> Iterable[str]:
        if one.withdrawn or other.withdrawn:
            if not (one.withdrawn and other.withdrawn):
                gone, there = (one, other) if one.withdrawn else (other, one)
                yield f"{_who(gone)} no longer has it, {_who(there)} does."
            return
        first, second = _standing(one), _standing(other)
        if first != second:
            yield _against(one, other, first, second)
        if isinstance(one, Space) and isinstance(other, Space):
            yield from self._of_space(one, other)
        else:
            yield from self._when_and_where(one, other)

    def _of_space(self, one: Space, other: Space) -> Iterable[str]:
        if one.in_service != other.in_service:
            yield _against(one, other, _service(one), _service(other))
        if one.capacity and other.capacity and one.capacity != other.capacity:
            yield _against(one, other, f"{one.capacity} people", f"{other.capacity} people")

    def _when_and_where(self, one: Record, other: Record) -> Iterable[str]:
        """Time and place, together where either differs, so that each side can be told as a whole."""
        where = "room" if isinstance(one, PressEvent) else "space"
        times = not self._same_times(one, other)
        if times or not self._same(one, other, where):
            days = self._day(one) != self._day(other)
            told = [self._told(each, where, days) + (self._lately(each) if times else "") for each in (one, other)]
            yield _against(one, other, *told)
        elif not self._same(one, other, "end"):
            yield _against(one, other, f"until {self._clock(one, 'end')}", f"until {self._clock(other, 'end')}")
        if isinstance(one, Booking) and not self._same(one, other, "organisation"):
            yield _against(one, other, one.organisation, str(getattr(other, "organisation", "")))

    def _same(self, one: Record, other: Record, field: str) -> bool:
        """Whether two sides agree in a field, or one of them does not say."""
        first, second = getattr(one, field, None), getattr(other, field, None)
        if not first or not second:
            return True
        if field in ("room", "space"):
            return self._place(first) == self._place(second)
        return bool(_plain(first) == _plain(second)) if isinstance(first, str) else bool(first == second)

    def _same_times(self, one: Record, other: Record) -> bool:
        return self._same(one, other, "start") and self._same_day(one, other)

    def _same_day(self, one: Record, other: Record) -> bool:
        first, second = self._day(one), self._day(other)
        return first is None or second is None or first == second

    def _day(self, record: Record) -> date | None:
        start = getattr(record, "start", None)
        return local_time(start, self._tz).date() if start else getattr(record, "day", None)

    def _clock(self, record: Record, field: str) -> str:
        instant = getattr(record, field, None)
        return clock(local_time(instant, self._tz), self._tz) if instant else ""

    def _lately(self, record: Record) -> str:
        """ " (live)": what a source that watches says of an event, beside that source's own time."""
        if not isinstance(record, PressEvent):
            return ""
        now = "ended" if record.finished else "live" if record.began else record.status
        if record.expected and now not in ("ended", "live"):
            return f" (expected {self._clock(record, 'expected')})"
        return f" ({now})" if now in _NOW else ""

    def _told(self, record: Record, where: str, with_day: bool) -> str:
        """ "16:30 Room A", with its day before it where the days differ."""
        day = self._day(record) if with_day else None
        time = self._clock(record, "start") or str(getattr(record, "wording", ""))
        text = str(getattr(record, where, ""))
        space = self._spaces.find(text)
        place = space.name if space else text
        return " ".join(filter(None, (day_name(day) if day else "", time, place))) or "neither time nor place"


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _who(record: Record) -> str:
    return source_name(record.source)


def _standing(record: Record) -> str:
    """Whether it takes place, in the source's word where it has one."""
    status = str(getattr(record, "status", ""))
    return status if status in _UNSURE else "that it takes place"


def _takes_up(record: Record) -> bool:
    """Whether it is a booking that takes its space up."""
    return isinstance(record, Booking) and record.withdrawn is None and record.status not in GIVEN_UP


def _taking_up(group: Sequence[Record]) -> Record:
    """The side of a booking that takes its space up, the preferred one first; as pending, and in the preferred one's
    place, where that one has given it up."""
    first = group[0]
    taking = next(filter(_takes_up, group), first)
    if taking is first:
        return first
    return msgspec.structs.replace(taking, id=first.id, status="pending")


def _service(space: Space) -> str:
    if space.in_service:
        return "that it is in service"
    return f"out of service{f' ({space.reason})' if space.reason else ''}"


def _against(one: Record, other: Record, first: str, second: str) -> str:
    return f"{_who(one)} says {first}, {_who(other)} says {second}."
