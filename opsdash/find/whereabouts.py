"""How far a thing is from others, and whom to ask about it."""

from collections.abc import Iterator

from opsdash.board.contacts import contacts_of
from opsdash.board.index import Index
from opsdash.board.places import places
from opsdash.find.entries import Entry
from opsdash.find.fold import words_of
from opsdash.find.sentences import contact_words
from opsdash.model import Answer, Booking, Contact, Deadline, Facility, Pool, Record, Space
from opsdash.parts import Distance

DESKS: dict[str, str] = {
    "space": "booths stand-ups booking", "briefing room": "rooms", "van bay": "vans",
    "booking": "booths stand-ups booking", "pool": "pool",
    "event": "programme", "person": "programme pool", "organisation": "booths", "facility": "",
    "deadline": "", "notice": "", "news": "newsroom", "answer": "",
}  # fmt: skip
"""What the contact is about whom one asks about a kind of thing, where the record names none."""
HELP = "information everything"
"""What the contact is about whom one asks about everything else."""


def distances_of(entry: Entry | None, index: Index) -> Iterator[Distance]:
    """The published walks and drives from it."""
    if entry is None:
        return
    if isinstance(entry.record, Facility):
        place = next((one for one in places(index) if one.id == entry.id), None)
        for record in (place.records or place.gone) if place else ():
            yield from record.distances
    elif isinstance(entry.record, Space):
        yield from entry.record.distances
    elif isinstance(entry.record, Booking) and (space := index.spaces.find(entry.record.space)):
        yield from space.distances


def walk(one: Distance) -> str:
    """ "450 m to Forum Plaza (by escort only)"."""
    return f"{one.metres} m to {one.to}{f' ({one.note})' if one.note else ''}"


def contacts_for(kind: str, record: Record | None, index: Index) -> tuple[str, ...]:
    """The contact the record names, else the one for its kind, else the one for everything."""
    if isinstance(record, Contact):
        return (contact_words(record),)
    named = record.contact if isinstance(record, Facility | Deadline | Answer | Pool) else ""
    found = contacts_of(index).find(named)
    if found is None and named and not any(named in (one.id, one.key, one.name) for one in index.feed.contacts):
        return (named,)  # of one that is no longer listed not even the name is told
    kind = record.type if isinstance(record, Space) and record.type in DESKS else kind
    found = found or contact_about(DESKS.get(kind, ""), index) or contact_about(HELP, index)
    return (contact_words(found),) if found else ()


def contact_about(words: str, index: Index) -> Contact | None:
    """The first contact whose name or subject holds one of `words`."""
    for word in words_of(words):
        for one in index.feed.contacts:
            if one.withdrawn is None and word in words_of(f"{one.name} {one.about}"):
                return one
    return None
