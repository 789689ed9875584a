"""What can be found: one entry for each record, and for each outlet and each person that records speak of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from opsdash.board.eventtime import room_name
from opsdash.board.index import Index
from opsdash.board.joins import joined
from opsdash.board.moments import same_name
from opsdash.board.musters import label
from opsdash.board.places import places
from opsdash.find.fold import fold, words_of
from opsdash.find.lately import Lately
from opsdash.find.lexicon import LEXICON, pieces
from opsdash.model import Booking, Pool, PressEvent, Record, Space
from opsdash.parts import GIVEN_UP, Assignment, Kind

FoundKind = Kind | Literal["person", "organisation"]

TITLE, WHO, PLACE, TEXT, NOTE, BESIDE = 100, 95, 80, 60, 55, 50
"""How much a match counts: in the name, in who takes part, in where and what kind, in the rest, in a remark that may
speak of anything, in a word that only says what kind of thing it is."""


@dataclass(slots=True, eq=False)
class About:
    """What records say of an outlet or a person: events it takes part in, bookings, seats in pools, spaces it was
    seen in."""

    events: list[PressEvent] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    seats: list[tuple[Pool, Assignment]] = field(default_factory=list)
    spaces: list[Space] = field(default_factory=list)


NOTHING = About()


@dataclass(slots=True, eq=False)
class Entry:
    """One thing that can be found.

    Attributes:
        id: the record's id; of an outlet or a person one of our own. title: how it is called.
        record: the record; of a facility the first of those that speak of it. None for outlets and persons.
        about: of an outlet or a person, what records say of it.
    """

    id: str
    kind: FoundKind
    title: str
    record: Record | None = None
    about: About = NOTHING


Found = tuple[Entry, list[tuple[str, int]]]
"""An entry, and the texts it is found by with what a match there counts."""

BESIDE_WORDS: dict[FoundKind, str] = {
    "facility": "open opens opened opening close closes closed closing hours office last first full address place",
    "event": "event programme schedule move moved moving moves late delayed delay cancelled off live started",
    "space": "space position",
    "booking": "booking booked reservation",
    "pool": "pool muster meet meets meeting point left gone full missing present seats card "
    "material share shared names",
    "deadline": "deadline late",
    "contact": "contact phone e-mail number call ask",
    "notice": "notice",
    "news": "news headline newsroom",
    "answer": "answer question",
    "person": "delegation person move moved moving moves late delayed delay cancelled off live started",
    "organisation": "outlet organisation",
}
"""Words that say what kind of thing is asked for."""


def entries_of(index: Index) -> Iterator[Found]:
    """All entries of a feed, each with what it is found by, in a fixed order."""
    _slug.turn()
    _has_country.turn()
    feed = index.feed
    yield from _facilities(index)
    yield from (_event(one, index) for one in feed.events)
    yield from _spaces(index)
    yield from (_booking(one, index) for one in feed.bookings)
    yield from (_pool(one, index) for one in feed.pools)
    yield from _texts(index)
    yield from _people(index)
    yield from _outlets(index)


def _facilities(index: Index) -> Iterator[Found]:
    called = called_of(index)
    for place in places(index):
        records = place.records or place.gone
        texts = []
        for one in records:
            names = (place.name, one.name, one.short, *called.get(one.key.casefold(), ()))
            texts += [(name, TITLE) for name in names]
            texts += [(one.place, PLACE), (one.address, TEXT), (one.note, NOTE)]
        yield Entry(place.id, "facility", place.name, records[0]), texts


def called_of(index: Index) -> dict[str, list[str]]:
    """Other names of a thing, by its key."""
    found: dict[str, list[str]] = {}
    for alias, key in index.site.aliases.items():
        found.setdefault(key.casefold(), []).append(alias)
    return found


def _event(one: PressEvent, index: Index) -> Found:
    texts = [(one.title, TITLE), (one.type, PLACE), (room_name(one.room, index), PLACE)]
    texts += [(who, WHO) for who in (*one.delegations, *(_named(one, who) for who in one.speakers))]
    texts += [(one.note, NOTE), (one.wording, NOTE)]
    return Entry(one.id, "event", one.title, one), texts


_has_country = Lately[str, bool](lambda speaker: any(p.sense in LEXICON.exact for p in pieces(words_of(speaker))))
"""Whether a speaker's title names a country."""


def _named(event: PressEvent, speaker: str) -> str:
    """A speaker with the country, where only the delegation tells it: "Prime Minister of Norway"."""
    if len(event.delegations) != 1 or _has_country[speaker]:
        return speaker
    return f"{speaker} of {event.delegations[0]}"


def _spaces(index: Index) -> Iterator[Found]:
    called = called_of(index)
    for one in index.feed.spaces:
        texts = [(name, TITLE) for name in (one.name, *called.get(one.key.casefold(), ()))]
        texts += [(one.type, PLACE), (one.zone, PLACE)]
        texts += [(text, TEXT) for text in (*one.amenities, one.power, one.network, one.rules)]
        yield Entry(one.id, "space", one.name, one), texts


def _booking(one: Booking, index: Index) -> Found:
    space = index.spaces.find(one.space)
    where = space.name if space else one.space
    who = one.who or "Booking"
    texts = [(one.organisation, TITLE), (one.title, WHO), (one.holder, WHO), (where, PLACE)]
    return Entry(one.id, "booking", who, one), texts


def _pool(one: Pool, index: Index) -> Found:
    event = index.events.find(one.event)
    texts = [(one.name, TITLE), (event.title if event else one.event, PLACE), (one.muster_place, PLACE)]
    texts += [(one.escort, WHO), (one.obligations, NOTE), (one.note, NOTE)]
    texts += [(label(seat), TEXT) for seat in one.assignments]
    return Entry(one.id, "pool", one.name, one), texts


def _texts(index: Index) -> Iterator[Found]:
    """Records that are words rather than things."""
    feed = index.feed
    for due in feed.deadlines:
        yield Entry(due.id, "deadline", due.title, due), [(due.title, TITLE), (due.wording, TEXT), (due.after, TEXT)]
    for desk in feed.contacts:
        texts = [(desk.name, TITLE), (desk.about, WHO), (desk.place, PLACE), (desk.email, TEXT)]
        yield Entry(desk.id, "contact", desk.name, desk), texts
    for said in feed.notices:
        yield Entry(said.id, "notice", said.text, said), [(said.text, PLACE)]
    for item in feed.news:
        yield Entry(item.id, "news", item.title, item), [(item.title, TITLE), (item.summary, TEXT)]
    for answer in feed.answers:
        texts = [(text, TITLE) for text in (answer.question, *answer.words)]
        yield Entry(answer.id, "answer", answer.question, answer), [*texts, (answer.sentence, TEXT)]


def _people(index: Index) -> Iterator[Found]:
    """Speakers, and members of pools, each once."""
    found: dict[str, Entry] = {}
    outlets: dict[str, str] = {}
    for event in index.feed.events:
        for speaker in event.speakers:
            if about := _about(found, "person", _named(event, speaker)):
                about.events.append(event)
    for pool in index.feed.pools:
        for seat in pool.assignments:
            if seat.person and (about := _about(found, "person", label(seat))):
                about.seats.append((pool, seat))
                outlets[_key("person", label(seat))] = seat.organisation
    for key, entry in found.items():
        outlet = outlets.get(key, "")
        name = entry.title.removesuffix(f" ({outlet})") if outlet else entry.title
        yield entry, [(name, TITLE), (entry.title, WHO)]


def _outlets(index: Index) -> Iterator[Found]:
    """Organisations that book, sit in pools or are seen somewhere, each once."""
    found: dict[str, Entry] = {}
    for name, booking in _booked(index):
        if about := _about(found, "organisation", name):
            about.bookings.append(booking)
    for pool in index.feed.pools:
        for seat in pool.assignments:
            if about := _about(found, "organisation", seat.organisation):
                about.seats.append((pool, seat))
    for space in index.feed.spaces:
        if about := _about(found, "organisation", space.present):
            about.spaces.append(space)
    yield from ((entry, [(entry.title, TITLE)]) for entry in found.values())


def _booked(index: Index) -> Iterator[tuple[str, Booking]]:
    """Organisations with their bookings, and with those that another source has for them."""
    yield from ((booking.organisation, booking) for booking in index.feed.bookings)
    if index.told is index.feed:
        return
    ids, records = joined(index.told).ids, {booking.id: booking for booking in index.feed.bookings}
    for told in index.told.bookings:
        shown = records.get(ids.get(told.id, ""))
        off = told.withdrawn is not None or told.status in GIVEN_UP
        if shown and not off and not same_name(told.organisation, shown.organisation):
            yield told.organisation, shown


def _about(found: dict[str, Entry], kind: Literal["person", "organisation"], name: str) -> About | None:
    """What is said of somebody, made at the first mention; None for no name."""
    key = _key(kind, name) if name else ""
    if not key:
        return None
    entry = found.get(key)
    if entry is None:
        entry = found[key] = Entry(key, kind, name, about=About())
    return entry.about


def _key(kind: str, name: str) -> str:
    """An id of our own, the same however the name is written; "" for no name."""
    slug = _slug[name]
    return f"{kind}//{slug}" if slug else ""


_slug = Lately[str, str](lambda name: "-".join(words_of(name)) or fold(name).strip())
"""A name without what may be written otherwise."""
