"""What is in the stretch of time that a question names, and what is said of each thing then: never how it is now as
the answer for another time."""

from collections.abc import Iterator
from datetime import timedelta

import msgspec

from opsdash.board.items import DeadlineItem, EventItem, FacilityItem, Item, PoolItem, SpaceItem
from opsdash.board.moments import at_seconds
from opsdash.board.spaces import next_gap
from opsdash.board.stays import Stay, place_by_id
from opsdash.find.entries import Entry, FoundKind
from opsdash.find.hits import Hit, View, hit_of, overlaps
from opsdash.find.lastrun import hours_left
from opsdash.find.question import Question
from opsdash.find.sentences import facility_on, outlet_said, person_on, person_said
from opsdash.find.stretch import Stretch
from opsdash.model import Booking
from opsdash.render.detail import detail_of
from opsdash.render.words import hhmm, joined
from opsdash.timing import day_name

TIMELESS: tuple[FoundKind, ...] = ("answer", "deadline", "contact", "notice", "news")
"""Kinds that are the same whatever time is asked about."""

MOST = 5
"""Bookings that a sentence names; it is to be said aloud."""


VAGUE = timedelta(hours=4)
"""How long after its first hour what is "in the afternoon" may yet begin."""


def entry_inside(entry: Entry, stretch: Stretch, view: View, named: bool) -> bool:
    """Whether an entry has to do with that time. Where something else is named too, spaces, people and outlets
    always have: that they have nothing then is an answer. So have facilities, which have hours of every day."""
    item = view.items.get(entry.id)
    if isinstance(item, SpaceItem):
        return named
    if item is not None:
        return inside(item, stretch, view)
    if isinstance(entry.record, Booking):
        return overlaps(entry.record, stretch.low, stretch.high, view)
    return named and entry.kind in ("person", "organisation")


def inside(item: Item, stretch: Stretch, view: View) -> bool:
    """Whether an item of the board is in that time; one without a clock time is on all of its day."""
    if isinstance(item, EventItem):
        return _event(item, stretch, view)
    when = item.muster_at if isinstance(item, PoolItem) else item.at if isinstance(item, DeadlineItem) else None
    if when is not None:
        return stretch.low <= when < stretch.high
    return isinstance(item, FacilityItem)


def _event(item: EventItem, stretch: Stretch, view: View) -> bool:
    if stretch.whole or item.start is None or not item.exact:
        last = (stretch.high - timedelta(minutes=1)).date()
        on_day = item.touches(stretch.low.date(), last)
        return on_day and (stretch.whole or item.start is None or stretch.low - VAGUE <= item.start < stretch.high)
    running = not stretch.begins and ((item.end or item.start) > stretch.low or _live(item, stretch, view))
    return item.start < stretch.high and (item.start >= stretch.low or running)


def _live(item: EventItem, stretch: Stretch, view: View) -> bool:
    if view.board.asked is not None and item.end is not None and item.end <= stretch.low:
        return False  # by the plan alone nothing goes on beyond its end
    return item.phase == "now" and stretch.low <= view.board.now < stretch.high


def went_before(item: Item | None, question: Question) -> bool:
    """Whether an event had begun before the hours asked about: what begins in them is asked for first."""
    stretch = question.stretch
    if stretch is None or not question.hours or not isinstance(item, EventItem) or item.start is None:
        return False
    return item.start < stretch.low


def timed(entry: Entry, question: Question, view: View) -> Hit:
    """The hit of an entry in the stretch of time asked about."""
    hit, stretch, now = hit_of(entry, view, question.day), question.stretch, view.board.now
    if stretch is None or (stretch.whole and stretch.low <= now < stretch.high):
        return hit
    item, day = view.items.get(entry.id), stretch.low.date()
    if isinstance(item, SpaceItem):
        return _space(hit, item, stretch, view)
    if isinstance(item, FacilityItem) and question.part == "later":
        return msgspec.structs.replace(hit, said=hours_left(item, day, view))
    if question.bound == "since" and day != now.date():
        return hit  # of several days: how it is, not the first of them
    if entry.kind in ("person", "organisation") and day != now.date():
        said = (person_said if entry.kind == "person" else outlet_said)(entry, view, day)
        return msgspec.structs.replace(hit, state=day_name(day), tone="quiet", detail=said, said=said)
    if day == now.date() and stretch.high <= now:
        if isinstance(item, FacilityItem):
            said = facility_on(item, day, view)
            return msgspec.structs.replace(hit, state="hours of today", tone="quiet", detail=said, said=said)
        if entry.kind == "person" and entry.about.events:
            return msgspec.structs.replace(hit, said=person_on(entry, view.events(entry), view, day))
    return hit


def _space(hit: Hit, item: SpaceItem, stretch: Stretch, view: View) -> Hit:
    """What a space is booked for in a stretch of time, and what is on the programme there."""
    place, low, high = place_by_id(view.index)[item.id], stretch.low.timestamp(), stretch.high.timestamp()
    booked = [(one.begins, _stay(one, stretch, view)) for one in place.stays if one.begins < high and one.ends > low]
    booked += [
        (one.start.timestamp() if one.start else low, _doing(one, stretch)) for one in view.board.programme
        if one.room == item.name and one.phase != "off" and inside(one, stretch, view)
    ]  # fmt: skip
    words, be = [text for _, text in sorted(booked)], "was" if stretch.high <= view.board.now else "is"
    said, state = f"{item.name} {stretch.said}: {'; '.join(words[:MOST])}", "booked"
    if words:
        said += f"; and {len(words) - MOST} more." if len(words) > MOST else "."
    elif place.known and stretch.high > view.board.now and (why := _why_not(item, stretch, view)):
        said, state = f"{item.name} is not known to be free {stretch.said}: {why}", "not known to be free"
    elif place.known:
        said, state = f"Nothing {be} booked in {item.name} {stretch.said}, as far as is known.", "not booked"
    else:
        said, state = f"Whether {item.name} {be} booked {stretch.said} is not known.", "not known"
    detail = None if in_use(item, view) else detail_of(view.board, item.id)
    unsure = detail is not None or state.startswith("not known")
    return msgspec.structs.replace(
        hit, state=state, tone="unknown" if unsure else "busy" if words else "good",
        detail=said, said=joined(said, f"Now: {detail.sentence}" if detail else "", by=" "), target=item.id,
    )  # fmt: skip


def in_use(item: SpaceItem, view: View) -> bool:
    """Whether a space is in service by its record; one that cannot be reached at this hour may be at another."""
    space = place_by_id(view.index)[item.id].space
    return space.in_service and space.withdrawn is None


def _why_not(item: SpaceItem, stretch: Stretch, view: View) -> str:
    """Why nobody may take a space at any time of a stretch for which it is not booked; "" where somebody may, and
    where it is out of service, which is said apart."""
    gap = next_gap(view.index, item, 1, view.board.now, max(stretch.low, view.board.now))
    if not in_use(item, view) or (gap and gap.start < stretch.high):
        return ""
    if not item.sure:
        return joined("its sources differ.", *item.flags, by=" ")
    if item.facts.must_stay:
        detail = detail_of(view.board, item.id)
        return joined(
            "whoever takes such a space stays until the end of the event.",
            f"Now: {detail.sentence}" if detail else "",
            by=" ",
        )
    return "no access is known for that time."


def _stay(one: Stay, stretch: Stretch, view: View) -> str:
    """ "10:00 to 11:00 Fjord TV (not confirmed)", with the day of what begins or ends on another."""
    start, end = (at_seconds(seconds, view.index.tz).local for seconds in (one.begins, one.ends))
    odd = " (not confirmed)" if one.pending else " (no-show)" if one.absent else ""
    return f"{hhmm(start, stretch.low)} to {hhmm(end, stretch.low)} {one.who}{odd}"


def _doing(one: EventItem, stretch: Stretch) -> str:
    if not one.exact or one.start is None:
        return joined(one.when or "without a time", one.title, by=" ")
    start = hhmm(one.start, stretch.low)
    return f"{f'{start} to {hhmm(one.end, stretch.low)}' if one.end else f'from {start}'} {one.title}"


def elsewhen(entries: list[Entry], question: Question, view: View) -> Iterator[Hit]:
    """Where nothing that is of a time is in the stretch asked about: that, and how what the words name is else."""
    if entries and entries[0].kind in ("event", "pool", "booking") and question.stretch:
        dated = [one for one in entries if one.kind not in TIMELESS]
        words = " ".join(word for piece in question.asked for word in piece.words)
        yield nothing(entries[0].kind, dated[0].title if len(dated) == 1 else "", words, question.stretch)
    yield from (timed(one, question, view) for one in entries)


def nothing(kind: FoundKind, title: str, words: str, stretch: Stretch) -> Hit:
    """That nothing is known at that time: of what is called `title`, or of what matches `words`."""
    events = kind == "event"
    if title:
        said = f"Nothing is known of {title} {stretch.said}."
    else:
        said = f"Nothing that matches “{words}” is known {'to be on the programme ' if events else ''}{stretch.said}."
    return Hit(
        id="stretch//none", kind="event" if events else kind, title=title or ("Programme" if events else kind.title()),
        state="none known", tone="unknown", detail=said, said=said,
    )  # fmt: skip
