"""One line for each find: what it is, its state now, when."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from math import inf
from typing import NamedTuple

import msgspec

from opsdash.board.dayhours import day_hours
from opsdash.board.index import Index
from opsdash.board.items import (
    Board,
    DeadlineItem,
    EventItem,
    FacilityItem,
    Item,
    PoolItem,
    SpaceItem,
    Tone,
)
from opsdash.board.memory import remembered
from opsdash.board.moments import at
from opsdash.board.tones import NOTICE
from opsdash.find.entries import Entry, FoundKind
from opsdash.find.finder import Finder
from opsdash.model import Answer, Booking, Contact, NewsItem, Notice
from opsdash.render.glyphs import mark
from opsdash.render.panels import who_first
from opsdash.render.poolrows import POOL_OVER, heads
from opsdash.render.words import hhmm, joined, shortened
from opsdash.timing import day_name


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One find.

    Attributes:
        id: the record's; `person//...` and `organisation//...` of what records only speak of. kind: of thing.
        title: how it is called. short: the same for a narrow row, whose end is cut: what tells it apart comes first.
        state: in a word or two; tone: how much it asks for attention.
        detail: the rest of the line: when, where. when: the instant that decides its place in the list.
        target: id of the item on the board that its detail shows, "" when the card says all.
        day: the venue day that was asked about, None for now.
        minutes: for how long a space was asked for, 0 when none was.
        said: the sentence to say aloud where something else of it was asked than how it is now: how far it is, when
            the last one leaves.
        lacking: words of the query that it does not hold, where nothing holds all of them.
        at: the instant asked about, venue time, where it is another than the board's.
    """

    id: str
    kind: FoundKind
    title: str
    state: str = ""
    tone: Tone = "quiet"
    detail: str = ""
    when: datetime | None = None
    target: str = ""
    day: date | None = None
    minutes: int = 0
    said: str = ""
    lacking: tuple[str, ...] = ()
    at: datetime | None = None
    short: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A board with its items by id, and the feed it was made of.

    Attributes:
        now: the board's instant, seconds since 1970.
        held: ids of the spaces that are taken, or due since, by the ids of the bookings that run and by the holder,
            lower case.
        nearness: how near in time an entry is, by its place, as far as that was asked.
    """

    board: Board
    finder: Finder
    items: dict[str, Item]
    now: float
    held: dict[str, list[str]]
    nearness: dict[int, float] = field(default_factory=dict)

    @property
    def index(self) -> Index:
        """The feed's index."""
        return self.finder.index

    def events(self, entry: Entry) -> list[EventItem]:
        """The press events of a person, as the board has them, in order of time."""
        found = [item for one in entry.about.events if isinstance(item := self.items.get(one.id), EventItem)]
        order = datetime.max.replace(tzinfo=self.board.now.tzinfo).timestamp
        return sorted(found, key=lambda one: (one.start.timestamp() if one.start else order(), one.title, one.id))

    def minutes(self, instant: datetime | None) -> float:
        """Minutes from now until `instant`; endless where it is not known."""
        if instant is None:
            return inf
        aware = instant if instant.tzinfo else instant.replace(tzinfo=self.index.tz)
        return (aware.timestamp() - self.now) / 60

    def local(self, instant: datetime | None) -> datetime | None:
        """`instant` in venue time."""
        found = at(instant, self.index.tz)
        return found.local if found else None


@remembered()
def view_of(board: Board, finder: Finder) -> View:
    """The view of `board`, made at its first use."""
    items: tuple[Item, ...] = (*board.facilities, *board.programme, *board.spaces, *board.pools, *board.deadlines)
    return View(board, finder, {item.id: item for item in items}, board.now.timestamp(), _held(board))


def _held(board: Board) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in board.spaces:
        if item.state == "free" or (item.state == "reserved" and item.since is None):
            continue
        running = (slot.id for slot in item.bookings if slot.start <= board.now < slot.end and slot.state != "left")
        for key in {item.booking, item.holder.strip().casefold(), *running} - {""}:
            found.setdefault(key, []).append(item.id)
    return found


def hit_of(entry: Entry, view: View, day: date | None) -> Hit:
    """The line of one entry; `day` is the day asked about."""
    item = view.items.get(entry.id)
    if isinstance(item, FacilityItem):
        found = _facility(entry, item, view, day)
    elif isinstance(item, EventItem):
        found = _event(entry, item, view.board.now)
    elif isinstance(item, SpaceItem):
        shown = mark("space", item.state)
        brief = item.brief.removeprefix(shown.word).strip()
        found = _hit(entry, shown.word, item.tone, joined(brief, item.zone), item.until, entry.id)
    elif isinstance(item, PoolItem):
        meets = joined(f"meets {hhmm(item.muster_at, view.board.now)}" if item.muster_at else "", item.muster_place)
        there = f"{heads(item)} there" if item.expected else ""
        found = _hit(entry, mark("pool", item.state).word, item.tone, joined(meets, there), item.muster_at, entry.id)
    elif isinstance(item, DeadlineItem):
        said = {True: "passed", False: "to come", None: "time not certain"}[item.passed]
        found = _hit(entry, said, item.tone, item.when, item.at, entry.id)
    else:
        found = _off_board(entry, view)
    return msgspec.structs.replace(found, day=day) if day else found


def _hit(
    entry: Entry, state: str, tone: Tone, detail: str, when: datetime | None = None, target: str = ""
) -> Hit:  # fmt: skip
    gone = entry.record is not None and entry.record.withdrawn is not None and state != "withdrawn"
    said = joined("no longer listed", state) if gone else state
    return Hit(
        id=entry.id, kind=entry.kind, title=entry.title, state=said, tone="warn" if gone else tone, detail=detail,
        when=when, target=target, short=shortened(entry.title),
    )  # fmt: skip


def _facility(entry: Entry, item: FacilityItem, view: View, day: date | None) -> Hit:
    if day and day != view.board.now.date() and (hours := day_hours(view.index, item.id, day, view.board.now)):
        tone: Tone = "quiet" if hours.certain else "unknown"
        if hours.certain and hours.words.startswith("open"):
            tone = "good"
        return _hit(entry, day_name(day), tone, hours.words, item.until, entry.id)
    shown = mark("facility", item.state)
    barred = "no way in now" if item.unreachable else ""
    return _hit(entry, shown.word, item.tone, joined(item.brief, barred, item.place), item.until, entry.id)


def _event(entry: Entry, item: EventItem, now: datetime) -> Hit:
    state = joined(mark("event", item.state).word, f"{item.delay} min late" if item.delay else "")
    day = day_name(item.said_day) if item.said_day and item.said_day != now.date() else ""
    found = _hit(entry, state, item.tone, joined(joined(day, item.when, by=" "), item.room), item.start, entry.id)
    return msgspec.structs.replace(found, short=who_first(item))


def _off_board(entry: Entry, view: View) -> Hit:
    """What is not an item of the board."""
    record, now = entry.record, view.board.now
    if isinstance(record, Booking):
        return _booking(entry, record, view)
    if isinstance(record, Contact):
        return _hit(entry, "contact", "quiet", joined(record.phone, record.email, record.place, record.about))
    if isinstance(record, Notice):
        return _notice(entry, record, view)
    if isinstance(record, NewsItem):
        published = view.local(record.published)
        return _hit(entry, "news", "quiet", hhmm(published, now) or record.wording, published)
    if isinstance(record, Answer):
        return _hit(entry, "answer", "good", record.sentence)
    if record is not None:  # of a feed that the board was not made of
        return _hit(entry, "not on the board", "unknown", "")
    return _person(entry, view) if entry.kind == "person" else _outlet(entry, view)


def booking_state(record: Booking, now: datetime, view: View) -> tuple[str, Tone]:
    """A booking at `now`, in words."""
    came, left = view.local(record.checked_in), view.local(record.checked_out)
    start, end = view.local(record.start), view.local(record.end)
    if record.withdrawn:
        return "no longer listed", "warn"
    if record.status in ("cancelled", "released", "no-show"):
        return record.status, "warn" if record.status == "no-show" else "quiet"
    if crossed(start, end):
        return "not counted", "warn"
    if left and left <= now:
        return f"left {hhmm(left, now)}", "quiet"
    pending = "not confirmed, " if record.status == "pending" else ""
    if end and end <= now:
        return f"{pending}over", "quiet"
    if came and came <= now:
        return f"there since {hhmm(came, now)}", "busy"
    if start and start <= now:
        return f"{pending}running, not seen to check in", "unknown"
    return f"{pending or 'booked, '}to come", "soon" if pending else "good"


def crossed(start: datetime | None, end: datetime | None) -> bool:
    """Whether something does not end after it starts: which of the two is wrong nobody knows, so it counts nowhere."""
    return start is not None and end is not None and end.timestamp() <= start.timestamp()


def running(record: Booking, view: View) -> bool:
    """Whether a booking stands and now is within it; who has left early is gone."""
    within = record.stands and view.minutes(record.start) <= 0 < view.minutes(record.end)
    return within and view.minutes(record.checked_out) > 0


def overlaps(record: Booking, low: datetime, high: datetime, view: View) -> bool:
    """Whether a booking has to do with that time; neither end is part of what ends there."""
    start, end = view.local(record.start), view.local(record.end)
    return bool(start and end and start < high and end > low and not crossed(start, end))


def booked_for(record: Booking, view: View, day: date | None = None) -> str:
    """ "TV Booth 3, 14:00 to 16:00", with the days that are another than `day`, without one today; where these times
    cannot be, that too."""
    now = datetime.combine(day, time(), view.index.tz) if day else view.board.now
    space = view.index.spaces.find(record.space)
    start, end = view.local(record.start), view.local(record.end)
    times = f"{hhmm(start, now)} to {hhmm(end, start if start and end and start.date() == end.date() else now)}"
    odd = " (its times do not fit together)" if crossed(start, end) else ""
    return f"{space.name if space else record.space}, {times}{odd}"


def _booking(entry: Entry, record: Booking, view: View) -> Hit:
    state, tone = booking_state(record, view.board.now, view)
    space = view.index.spaces.find(record.space)
    detail = joined(booked_for(record, view), record.title if record.organisation else "")
    return Hit(
        id=entry.id, kind="booking", title=record.who or "Booking",
        state=state, tone=tone, detail=detail, when=view.local(record.start), target=space.id if space else "",
    )  # fmt: skip


def notice_state(record: Notice, now: datetime, view: View) -> str:
    """Whether a notice stands at `now`."""
    start, until = view.local(record.start), view.local(record.until)
    if until and until <= now:
        return f"no longer valid since {hhmm(until, now)}"
    if start and start > now:
        return f"from {hhmm(start, now)}"
    return f"until {hhmm(until, now)}" if until else "valid"


def _notice(entry: Entry, record: Notice, view: View) -> Hit:
    state = notice_state(record, view.board.now, view)
    over = state.startswith("no longer")
    tone: Tone = "quiet" if over else NOTICE[record.severity]
    return _hit(entry, "notice, over" if over else "notice", tone, state, view.local(record.start))


def current(items: list[EventItem]) -> tuple[EventItem | None, EventItem | None]:
    """The event under way, and the next one that is to take place."""
    now = next((one for one in items if one.phase == "now"), None)
    return now, next((one for one in items if one.phase in ("next", "later")), None)


def _person(entry: Entry, view: View) -> Hit:
    items = view.events(entry)
    here, following = current(items)
    if shown := here or following or (items[-1] if items else None):
        said = "now" if shown is here else "next" if shown is following else mark("event", shown.state).word
        inner = _event(entry, shown, view.board.now)
        detail = joined(inner.state if said != inner.state else "", inner.detail)
        return _hit(entry, said, shown.tone, detail, shown.start, shown.id)
    now = view.board.now
    pools = [item for pool, _ in entry.about.seats if isinstance(item := view.items.get(pool.id), PoolItem)]
    item = next((one for one in pools if one.state not in POOL_OVER), pools[-1] if pools else None)
    if item is None:
        return _hit(entry, "", "unknown", "")
    meets = f"meets {hhmm(item.muster_at, now)}" if item.muster_at else ""
    status = next((seat.status for pool, seat in entry.about.seats if pool.id == item.id), "")
    return _hit(entry, status, item.tone, joined(item.name, meets, item.muster_place), item.muster_at, item.id)


class Stays(NamedTuple):
    """Of an outlet: the spaces where it is or is due now; its bookings that run though nothing shown says so, since
    the space is out of use, unknown here or another's; its bookings to come, in order of time."""

    spaces: list[SpaceItem]
    unseen: list[Booking]
    ahead: list[Booking]


def stays_of(entry: Entry, view: View) -> Stays:
    """Where an outlet is and is to be."""
    bookings = entry.about.bookings
    keys = (entry.title.strip().casefold(), *(one.id for one in bookings))
    here = dict.fromkeys(id_ for key in keys for id_ in view.held.get(key, ()))
    spaces = [item for id_ in here if isinstance(item := view.items[id_], SpaceItem)]
    holders = {(item.booking, item.holder.strip().casefold()) for item in spaces}
    told = {slot.id for item in spaces if item.state == "double-booked" for slot in item.bookings}
    unseen = [
        one for one in bookings
        if running(one, view) and one.id not in told and (one.id, one.who.strip().casefold()) not in holders
    ]  # fmt: skip
    ahead = [one for one in bookings if one.stands and view.minutes(one.start) > 0]
    return Stays(spaces, *(sorted(some, key=lambda one: (view.minutes(one.start), one.id)) for some in (unseen, ahead)))


def _outlet(entry: Entry, view: View) -> Hit:
    stays = stays_of(entry, view)
    if stays.spaces:
        item = stays.spaces[0]
        return _hit(
            entry, mark("space", item.state).word, item.tone, joined(item.name, item.brief), item.since, item.id
        )
    for one in (*stays.unseen, *stays.ahead)[:1]:
        state, tone = booking_state(one, view.board.now, view) if one in stays.unseen else ("next", "quiet")
        space = view.index.spaces.find(one.space)
        return _hit(entry, state, tone, booked_for(one, view), view.local(one.start), space.id if space else "")
    pools = sorted({pool.name for pool, _ in entry.about.seats})
    return _hit(entry, "nothing booked", "quiet", joined(*pools))
