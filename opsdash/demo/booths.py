"""The bookings: 60 that are planned, those that walk in on the spot, and what really happens to each."""

from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from opsdash.demo.cast import RADIO, SOURCE, TEXT, TV
from opsdash.demo.spaces import NUMBERS
from opsdash.demo.story import Frame, Step, Story
from opsdash.model import Booking, record_id

PLANNED = 60
STAGED = {
    "tv-booth-2", "tv-booth-5", "tv-booth-6", "tv-booth-7", "radio-booth-3", "radio-booth-6", "outdoor-standup-3",
    "outdoor-standup-5",
}  # fmt: skip
"""Positions with a part to play; the dice book the others."""

LENGTHS = (60, 75, 90, 120, 150)
GAPS = (30, 45, 60, 90)
WALK_INS = (4, 21, 34, 49, 66, 83, 104, 131, 162, 207, 255)
"""Minutes after the start at which somebody walks in and takes a free position."""

WALK_IN_LENGTH = 40
TITLES = {
    "tv-booth": "Editing", "radio-booth": "Editing", "indoor-standup": "Live position",
    "outdoor-standup": "Live position", "studio": "Interview programme", "live-area": "Live unit",
    "interview-room": "Interview", "van-bay": "Satellite van",
}  # fmt: skip


class Slot(NamedTuple):
    """A planned booking, in minutes around the anchor."""

    space: str
    start: int
    end: int


def series_of(key: str) -> str:
    """ "tv-booth" for tv-booth-4."""
    return key.rsplit("-", 1)[0]


def outlets_for(key: str) -> tuple[str, ...]:
    """Who books such a position."""
    series = series_of(key)
    return RADIO if series == "radio-booth" else TEXT if series == "interview-room" else TV


class Bookings:
    """Builds the bookings' stories for one frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.dice: Random = frame.random("bookings")
        self.stories: list[Story] = []
        self.taken: dict[str, list[tuple[datetime, datetime]]] = {}

    def add(
        self,
        space: str,
        start: datetime,
        end: datetime,
        came: datetime | None,
        left: datetime | None,
        steps: tuple[Step, ...] = (),
        deleted: datetime | None = None,
        **fields: Any,
    ) -> None:
        """One booking; `came` and `left`: when they really do; `deleted`: taken off the list unsaid."""
        number = len(self.stories) + 1
        fields.setdefault("organisation", self.dice.choice(outlets_for(space)))
        happens = list(steps)
        walk_in = fields.get("walk_in", False)
        if came and not walk_in:
            happens.append(Step(came, {"checked_in": came}))
        if left:
            happens.append(Step(left, {"checked_out": left}))
        record = Booking(
            id=record_id("booking", SOURCE, f"b{number:03}"),
            updated=self.frame.at(-1440 + number),
            space=space,
            title=TITLES[series_of(space)],
            start=start,
            end=end,
            checked_in=came if walk_in else None,
            **fields,
        )
        self.stories.append(Story(record, happens, appears=came if walk_in else None, vanishes=deleted))
        self.taken.setdefault(space, []).append((start, max(end, left or end)))

    def free(self, space: str, start: datetime, end: datetime) -> bool:
        """Nobody is, or is due, there from `start` to `end`, with a quarter of an hour to spare."""
        margin = timedelta(minutes=15)
        return all(end + margin <= taken or start >= until + margin for taken, until in self.taken.get(space, ()))


def bookings(frame: Frame) -> list[Story]:
    """The bookings' stories."""
    book = Bookings(frame)
    _staged(book)
    _vans(book)
    _tomorrow(book)
    for slot in _slots(frame, PLANNED - len(book.stories)):
        _ordinary(book, slot)
    _walk_ins(book)
    return book.stories


def _staged(book: Bookings) -> None:
    """What a person sees when the demo starts: one overdue, one not taken up, one left early, one walk-in."""
    frame = book.frame
    stays, misses = book.dice.sample(TV, 2)
    gone = Step(frame.since(9.2), {"status": "no-show"})
    left = Step(frame.since(1.6), {"status": "released"})
    book.add("tv-booth-2", frame.at(-100), frame.at(-10), frame.at(-97), frame.since(11.4), organisation=stays)
    book.add("tv-booth-2", frame.at(60), frame.at(150), frame.at(63), frame.at(146))
    book.add("tv-booth-5", frame.at(-30), frame.at(60), None, None, (gone,), organisation=misses)
    book.add("tv-booth-7", frame.at(-75), frame.at(60), frame.at(-71), frame.since(1.6), (left,))
    book.add("radio-booth-3", frame.at(-25), frame.at(35), frame.at(-25), frame.at(37), walk_in=True)
    book.add("outdoor-standup-3", frame.at(75), frame.at(105), frame.at(73), frame.at(106), organisation="Fjord TV")
    elsewhere = Step(frame.since(18.7), {"space": "outdoor-standup-5", "status": "confirmed"})
    book.add("outdoor-standup-3", frame.at(90), frame.at(120), frame.at(91), frame.at(117), (elsewhere,),
             organisation="Cobalt TV", status="pending")  # fmt: skip


def _vans(book: Bookings) -> None:
    """Vans came yesterday and stay until the end."""
    frame = book.frame
    for number, outlet in enumerate(("Fjord TV", "Polder TV", "Quartz Network", "Zephyr Vision"), start=1):
        came = frame.clock(-1, 13 + number * 0.4)
        book.add(f"van-bay-{number}", frame.clock(-1, 13), frame.clock(2, 2), came, None, organisation=outlet)


def _tomorrow(book: Bookings) -> None:
    frame = book.frame
    for number, key in enumerate(("studio-1", "live-area-2", "indoor-standup-1")):
        start = 1440 + 30 * number
        begin, end = frame.at(start), frame.at(start + 60)
        if number == 1:
            book.add(key, begin, end, None, None, deleted=frame.since(33.3), status="pending")
        else:
            book.add(key, begin, end, frame.at(start + 2), frame.at(start + 55))


def _slots(frame: Frame, count: int) -> list[Slot]:
    """`count` planned bookings, most of them within a few hours of the anchor."""
    dice = frame.random("slots")
    candidates = []
    for key in (f"{series}-{n}" for series, total in NUMBERS.items() for n in range(1, total + 1)):
        if key in STAGED or series_of(key) in ("press-room", "van-bay"):
            continue
        cursor = dice.randrange(-13, 5) * 15
        while cursor < 420:
            end = cursor + dice.choice(LENGTHS)
            candidates.append(Slot(key, cursor, end))
            cursor = end + dice.choice(GAPS)
    near = sorted(candidates, key=lambda slot: (max(slot.start, -slot.end) + dice.uniform(0, 480), slot))
    return sorted(near[:count], key=lambda slot: (slot.start, slot.space))


def _ordinary(book: Bookings, slot: Slot) -> None:
    """A booking as the dice have it; those around the start keep to their times."""
    frame, dice = book.frame, book.dice
    start, end = frame.at(slot.start), frame.at(slot.end)
    came, left = frame.at(slot.start + dice.uniform(-6, 9)), frame.at(slot.end + dice.uniform(-14, 3))
    fate = dice.random()
    if slot.start > 25 and fate < 0.06:
        book.add(slot.space, start, end, None, None, (Step(frame.at(slot.start - 22), {"status": "released"}),))
    elif slot.start > 25 and fate < 0.10:
        book.add(slot.space, start, end, None, None, (Step(frame.at(slot.start + 31), {"status": "no-show"}),))
    elif slot.start > 45 and fate < 0.18:
        agreed = Step(frame.since(dice.uniform(2, 24)), {"status": "confirmed"})
        book.add(slot.space, start, end, came, left, (agreed,), status="pending")
    elif slot.end > 25 and fate < 0.28:
        book.add(slot.space, start, end, came, frame.at(slot.end + dice.uniform(9, 24)))
    elif slot.end > 25 and fate < 0.36:
        early = frame.at(max(slot.end - 35, 18) + dice.uniform(0, 4))
        book.add(slot.space, start, end, came, early, (Step(early, {"status": "released"}),))
    else:
        book.add(slot.space, start, end, came, left)


def _walk_ins(book: Bookings) -> None:
    frame, dice = book.frame, book.dice
    keys = sorted(
        f"{series}-{n}"
        for series in ("tv-booth", "radio-booth", "indoor-standup", "outdoor-standup")
        for n in range(1, NUMBERS[series] + 1)
        if f"{series}-{n}" not in STAGED
    )
    for minute in WALK_INS:
        came = frame.since(minute + dice.uniform(0, 1)).replace(second=0)
        until = came + timedelta(minutes=WALK_IN_LENGTH)
        free = [key for key in keys if book.free(key, came, until)]
        if free:
            left = until - timedelta(minutes=dice.randrange(12))
            book.add(dice.choice(free), came, until, came, left, walk_in=True)
