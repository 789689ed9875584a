"""The card of one hit: a sentence to say aloud that is true at the board's instant, where, whom to ask, how old."""

import re
from datetime import date

import msgspec

from opsdash.board.index import Index
from opsdash.board.items import (
    SHUT_STATES,
    Board,
    EventItem,
    FacilityItem,
    Panel,
    PoolItem,
    SpaceItem,
    Tone,
)
from opsdash.find.ages import as_of, how_old
from opsdash.find.entries import Entry, FoundKind
from opsdash.find.finder import Finder, finder_of
from opsdash.find.fold import words_of
from opsdash.find.hits import Hit, View, view_of
from opsdash.find.lexicon import LEXICON, pieces
from opsdash.find.question import question_of
from opsdash.find.sentences import (
    booking_said,
    contact_words,
    facility_on,
    facility_said,
    notice_said,
    outlet_said,
    person_said,
)
from opsdash.find.then import then
from opsdash.find.whereabouts import HELP, contact_about, contacts_for, distances_of, walk
from opsdash.model import (
    Answer,
    Booking,
    Contact,
    Facility,
    NewsItem,
    Notice,
    PressEvent,
    Record,
)
from opsdash.render.aloud import moved_aloud
from opsdash.render.detail import CONFIGURED, Facts, detail_of, sources_behind
from opsdash.render.words import hhmm, joined
from opsdash.timing import day_name


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What to say about one hit, and what to have ready.

    Attributes:
        id, kind, title, state, tone: the hit's.
        sentence: to say aloud, complete: what, how it is, until when; how sure that is, how old when not fresh.
        warnings: what is odd, for whoever answers; not to be read out.
        place: where. distances: published walks and drives. contacts: whom to ask: name, about, phone, e-mail.
        facts: what else is known, labels and what they say.
        as_of: when the data is from, "as of 14:31"; with its age when it is not fresh. source: who says so.
    """

    id: str
    kind: FoundKind | str
    title: str
    state: str
    tone: Tone
    sentence: str
    warnings: tuple[str, ...] = ()
    place: str = ""
    distances: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    facts: Facts = ()
    as_of: str = ""
    source: str = ""


class _Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a kind of entry has to say before age and hedges common to all are added."""

    sentence: str
    warnings: tuple[str, ...] = ()
    place: str = ""
    facts: Facts = ()
    sources: tuple[str, ...] = ()


_ELSEWHERE = ("place", "zone", "room", "source", "distances")
"""Facts of a detail that the card says in a place of its own."""

_PANELS: dict[str, Panel] = {"event": "programme", "facility": "facilities", "space": "spaces", "pool": "pools"}
"""The panel that is as fresh as what is said of no record of a kind, but of all of them."""


def card(hit: Hit, board: Board, index: Index) -> Card:
    """The card of `hit` on `board`; `index` is of the same feed. Never raises for what is no longer there."""
    finder = finder_of(index.feed)
    present = board
    if hit.at:
        board, finder = then(board, finder, hit.at)
    view = view_of(board, finder)
    entry = finder.by_id.get(hit.id)
    record = entry.record if entry else None
    said = _hit_said(hit, entry, view)
    sources = said.sources or ((record.source,) if record else ())
    return Card(
        id=hit.id,
        kind=hit.kind,
        title=hit.title,
        state=hit.state,
        tone=hit.tone,
        sentence=joined(
            _elsewhen(board),
            _lacking(hit, finder),
            said.sentence,
            _still(hit, present, board),
            _withdrawn(record, hit, view),
            how_old(board, sources),
            by=" ",
        ),
        warnings=tuple(dict.fromkeys(text for text in said.warnings if text and text not in said.sentence)),
        place=said.place,
        distances=tuple(walk(one) for one in distances_of(entry, index)),
        contacts=contacts_for(hit.kind, record, index),
        facts=tuple((label, text) for label, text in said.facts if text and label not in _ELSEWHERE),
        as_of=as_of(board, sources),
        source=joined(*(CONFIGURED if name == "config" else name for name in sources)),
    )


def not_found(words: str, board: Board, finder: Finder) -> Card:
    """The card for a query without a hit: that nothing is known, and what to do."""
    question = question_of(words, board.now.date())
    unknown = finder.unknown(question.asked)
    text = " ".join(words.split())[:80]
    asks_delegation = any(piece.sense in LEXICON.exact for piece in question.asked)
    what = (
        f"Nothing here matches “{text}”, which does not mean that there is nothing." if text else "Nothing was asked."
    )
    advice = "Please ask the delegation." if asks_delegation else "Please ask the Information Desk."
    help_ = contact_about(HELP, finder.index)
    if not asks_delegation and help_:
        advice = f"Please ask: {help_.name}."
    names = tuple({record.source for entry in finder.entries if (record := entry.record)})
    return Card(
        id="", kind="nothing", title="Nothing found", state="not found", tone="unknown",
        sentence=joined(_elsewhen(board), what, advice, how_old(board, tuple(sorted(names))), by=" "),
        warnings=tuple(f"No record mentions “{word}”." for word in unknown),
        contacts=(contact_words(help_),) if help_ else (),
        as_of=f"as of {hhmm(board.written, board.now)}" if board.written else "",
    )  # fmt: skip


def _hit_said(hit: Hit, entry: Entry | None, view: View) -> _Said:
    """What is asked of a hit; where that is nothing else, how it is."""
    if hit.minutes:
        return _free_said(hit, view)
    if entry is None:
        return _gone(hit, view)
    found = _said(entry, hit.day, view)
    if hit.said:
        now = found.warnings if found.sentence in hit.said else (f"{'Then' if hit.at else 'Now'}: {found.sentence}",)
        return msgspec.structs.replace(found, sentence=hit.said, warnings=now)
    return found


def _said(entry: Entry, day: date | None, view: View) -> _Said:
    """What is so about one entry."""
    board, item, record = view.board, view.items.get(entry.id), entry.record
    if isinstance(item, FacilityItem) and day and day != board.now.date():
        return _facility_on(item, day, view)
    if item is not None:
        return _on_board(entry, view)
    if isinstance(record, Booking):
        return _Said(sentence=booking_said(record, view), place=_space_place(record, view))
    if isinstance(record, Contact):
        return _Said(sentence=f"{contact_words(record)}.", place=record.place)
    if isinstance(record, Notice):
        return _Said(sentence=notice_said(record, view))
    if isinstance(record, NewsItem):
        published = view.local(record.published)
        when = f"published {hhmm(published, board.now)}" if published else record.wording
        return _Said(sentence=joined(record.title, when) + ".", place=record.url)
    if isinstance(record, Answer):
        return _Said(sentence=record.sentence)
    if record is not None:
        return _Said(sentence=f"{entry.title}: not on the board of this time.")
    names = {one.source for one in (*entry.about.events, *entry.about.bookings, *entry.about.spaces)}
    names |= {pool.source for pool, _ in entry.about.seats}
    words = person_said(entry, view, day) if entry.kind == "person" else outlet_said(entry, view, day)
    return _Said(sentence=words, sources=tuple(sorted(names)))


def _on_board(entry: Entry, view: View) -> _Said:
    """The sentence of the board's own detail; what is odd about a press event belongs to it."""
    item = view.items[entry.id]
    detail = detail_of(view.board, entry.id)
    if detail is None:
        return _Said(sentence="")
    said = detail.sentence
    if isinstance(item, FacilityItem):
        said = facility_said(item, said)
    if isinstance(item, EventItem):
        note = entry.record.note if isinstance(entry.record, PressEvent) else ""
        moved, why = moved_aloud(item), re.sub(r"(?i)^moved: *", "", note).rstrip(". ")
        if moved and why != note.rstrip(". "):
            moved, note = moved_aloud(item, why), ""
        sentence = joined(said, *item.conflicts, *item.flags, moved, f"({note})" if note else "", by=" ")
        return _Said(
            sentence=sentence, warnings=detail.warnings, place=item.room, facts=detail.facts, sources=(item.source,)
        )
    place = (
        item.place if isinstance(item, FacilityItem)
        else item.zone if isinstance(item, SpaceItem)
        else item.muster_place if isinstance(item, PoolItem) else ""
    )  # fmt: skip
    note = entry.record.note if isinstance(entry.record, Facility) else ""
    return _Said(
        sentence=said,
        warnings=(*detail.warnings, note), place=place, facts=detail.facts,
        sources=sources_behind(item, view.board),
    )  # fmt: skip


def _facility_on(item: FacilityItem, day: date, view: View) -> _Said:
    """A facility's hours of another day, and how it is now."""
    now = detail_of(view.board, item.id)
    return _Said(
        sentence=facility_on(item, day, view),
        warnings=((f"Now: {facility_said(item, now.sentence)}",) if now else ()),
        place=item.place,
        sources=(item.source,),
    )


def _free_said(hit: Hit, view: View) -> _Said:
    """Where somebody may go for so many minutes."""
    item = view.items.get(hit.id)
    if not isinstance(item, SpaceItem):
        return _Said(sentence=hit.said, sources=view.board.freshness["spaces"].sources)
    detail = detail_of(view.board, hit.id)
    return _Said(
        sentence=hit.said, warnings=detail.warnings if detail else (), place=item.zone,
        sources=sources_behind(item, view.board),
    )  # fmt: skip


def _still(hit: Hit, present: Board, board: Board) -> str:
    """How a facility is now, where that lasts beyond the time asked about, or nobody says how long: plans do not know
    of it."""
    if hit.at is None or hit.at <= present.now:
        return ""
    now = next((one for one in present.facilities if one.id == hit.id), None)
    planned = next((one for one in board.facilities if one.id == hit.id), None)
    if now is None or planned is None or _door(now) == _door(planned):
        return ""
    endless = now.lasting and (now.until is None or now.state in SHUT_STATES)
    if not (endless or (now.until and now.until > hit.at)):
        return ""
    detail = detail_of(present, now.id)
    return f"But now: {facility_said(now, detail.sentence)}" if detail else ""


def _door(item: FacilityItem) -> str:
    """How it is, however soon that changes."""
    return item.state.replace("closing soon", "open").replace("opening soon", "closed")


def _lacking(hit: Hit, finder: Finder) -> str:
    """Which words of the query this is no answer to: those of which nothing is known, and those of other things."""
    unknown = finder.unknown(tuple(piece for word in hit.lacking for piece in pieces(words_of(word))))
    nowhere = joined(*(f"“{word}”" for word in hit.lacking if word in unknown))
    apart = joined(*(f"“{word}”" for word in hit.lacking if word not in unknown))
    said = f"Not found: {nowhere}." if nowhere else ""
    return joined(said, f"Not found together with {apart}." if apart else "", by=" ")


def _gone(hit: Hit, view: View) -> _Said:
    """What is said of nothing on the board, but of its kind; of what has gone meanwhile, that it has."""
    if hit.said:
        panel = _PANELS.get(hit.kind)
        return _Said(sentence=hit.said, sources=view.board.freshness[panel].sources if panel else ())
    return _Said(sentence=f"{hit.title}: nothing is known about it any more.")


def _withdrawn(record: Record | None, hit: Hit, view: View) -> str:
    """That a record is no longer listed, for those kinds whose own sentence does not say so."""
    if record is None or record.withdrawn is None or hit.kind in ("facility", "event", "booking"):
        return ""
    return f"No longer listed by {record.source} since {hhmm(view.local(record.withdrawn), view.board.now)}."


def _space_place(record: Booking, view: View) -> str:
    space = view.index.spaces.find(record.space)
    return joined(space.name, space.zone) if space else record.space


def _elsewhen(board: Board) -> str:
    """That another instant than now is meant."""
    return f"At {day_name(board.now.date())} {board.now:%H:%M}:" if board.asked else ""
