"""Everything known about one thing, in lines to read, and the one sentence to say aloud."""

from datetime import datetime
from functools import singledispatch
from typing import NamedTuple

from opsdash.board.items import (
    AlertItem,
    Board,
    ChangeItem,
    DeadlineItem,
    EventItem,
    FacilityItem,
    Item,
    NewsLine,
    NoticeItem,
    PoolItem,
    Run,
    SourceItem,
    SpaceFacts,
    SpaceItem,
    Tone,
)
from opsdash.render.aloud import deadline_aloud, event_aloud
from opsdash.render.glyphs import DEADLINE, Mark, mark
from opsdash.render.listrows import noted
from opsdash.render.poolrows import POOL_OVER, heads, unseen
from opsdash.render.words import age_label, bare, hhmm, joined
from opsdash.timing import day_name

Thing = Item | AlertItem | SourceItem | NewsLine | ChangeItem
"""What has a detail."""
Facts = tuple[tuple[str, str], ...]
"""Labels and what they say; those that say nothing are left out on screen."""


class Detail(NamedTuple):
    """One thing.

    Attributes:
        title: how it is called. shown: how its state looks; tone: how urgent it is.
        sentence: to say aloud. warnings: what is odd or wrong, sentences. facts: the rest.
    """

    title: str
    shown: Mark
    tone: Tone
    sentence: str
    warnings: tuple[str, ...]
    facts: Facts


CONFIGURED = "the configuration file"
"""How the source is called that is none: what the configuration itself holds."""


def detail_of(board: Board, item_id: str) -> Detail | None:
    """The detail of what has the id `item_id`; None when the board knows it no more.

    A booking is told by the space it is of; a record that has no place on the board by its last change.
    """
    item = _thing(board, item_id)
    if item is None:
        return None
    detail = _detail(item, board)
    facts = tuple(
        (label, CONFIGURED if (label, text) == ("source", "config") else text) for label, text in detail.facts
    )
    return detail._replace(warnings=tuple(dict.fromkeys(w for w in detail.warnings if w)), facts=facts)


def _thing(board: Board, item_id: str) -> Thing | None:
    items: tuple[tuple[Thing, ...], ...] = (
        board.facilities, board.programme, board.spaces, board.pools, board.deadlines, board.alerts, board.sources,
        board.notices, board.news, board.changes,
    )  # fmt: skip
    if item_id.startswith("booking/"):
        own = (space for space in board.spaces if any(slot.id == item_id for slot in space.bookings))
        if space := next(own, None):
            return space
    return next((thing for found in items for thing in found if thing.id == item_id), None)


def sentence_of(board: Board, item_id: str) -> str:
    """What to say aloud about `item_id`: what, how it is, until when, and how old the data is when not fresh."""
    detail = detail_of(board, item_id)
    if detail is None:
        return ""
    behind = sources_behind(_thing(board, item_id), board)
    doubts = [source for source in board.sources if source.name in behind and source.state != "fresh"]
    doubt = max(doubts, key=lambda one: (one.age is None, one.age or 0), default=None)
    age = f" (As of {age_label(doubt.age) or 'an unknown time'} ago.)" if doubt else ""
    return detail.sentence + age


def sources_behind(item: Thing | None, board: Board) -> tuple[str, ...]:
    """The sources that what is said of `item` rests on: its own, and for a space all that tell of spaces and bookings,
    for it is free only as far as these know."""
    if isinstance(item, AlertItem):
        return sources_behind(_thing(board, item.subject), board) if item.subject != item.id else ()
    own = "" if item is None or isinstance(item, SourceItem) else item.source
    others = board.freshness["spaces"].sources if isinstance(item, SpaceItem) else ()
    return tuple(name for name in dict.fromkeys((own, *others)) if name)


@singledispatch
def _detail(item: object, board: Board) -> Detail:
    raise TypeError(f"nothing is known about {item!r} on {board.event}")


@_detail.register
def _facility(item: FacilityItem, board: Board) -> Detail:
    now = board.now
    facts = (
        ("place", item.place),
        ("since", hhmm(item.since, now)),
        ("until", hhmm(item.until, now)),
        ("then opens", hhmm(item.then, now) or (day_name(item.then_day) if item.then_day else "")),
        ("for", item.audience),
        ("confirmed", "" if item.confirmed else "no, tentative"),
        ("as published", item.wording),
        *(("hours", _hours(run, now)) for run in item.runs),
        ("source", item.source),
    )
    sentence = item.sentence or f"{item.name}: {joined(mark('facility', item.state).word, item.brief)}."
    warnings = (item.unreachable, item.conflict, *item.flags)
    return Detail(item.name, mark("facility", item.state), item.tone, sentence, warnings, facts)


@_detail.register
def _event(item: EventItem, board: Board) -> Detail:
    now, shown = board.now, mark("event", item.state)
    when = item.when or hhmm(item.start, now)
    day = f"{day_name(item.said_day)}, " if item.said_day and item.said_day != now.date() else ""
    facts = (
        ("time", f"{day}{_stretch(item.start, item.end, '', now) if item.exact else when}"),
        ("published for", hhmm(item.scheduled, now)),
        ("moved", item.moved),
        ("room", item.room),
        ("speakers", joined(*item.speakers)),
        ("delegations", joined(*item.delegations)),
        ("kind", item.type),
        ("open to", item.access),
        ("coverage", joined("Host TV" if item.host_tv else "", "streamed" if item.streamed else "")),
        ("official", "" if item.official else "no: ask the delegation"),
        *(
            ("pool", f"{p.name}, meets {hhmm(p.muster_at, now)} {p.muster_place}")
            for p in board.pools
            if p.event == item.id
        ),
        ("source", item.source),
    )
    warnings = (*item.against, *item.flags)
    return Detail(item.title, shown, item.tone, f"{item.title}: {event_aloud(item, now)}.", warnings, facts)


@_detail.register
def _space(item: SpaceItem, board: Board) -> Detail:
    now, shown = board.now, mark("space", item.state)
    brief = item.brief if item.brief.startswith(shown.word) else joined(shown.word, item.brief)
    following = joined(item.next_holder, f"from {hhmm(item.next_start, now)}") if item.next_start else ""
    facts = (
        ("kind", item.type),
        ("zone", item.zone),
        ("people", str(item.capacity or "")),
        ("holder", item.holder),
        ("reason", item.reason),
        ("since", hhmm(item.since, now)),
        ("until", hhmm(item.until, now)),
        ("next", following),
        *_published(item.facts, now),
        ("source", item.source),
    )
    sentence = f"{joined(item.name, item.zone)}: {brief}{f'; next {following}' if following else ''}."
    return Detail(item.name, shown, item.tone, sentence, item.flags, facts)


def _published(facts: SpaceFacts, now: datetime) -> Facts:
    """What is published of a space, in the words it is published in."""
    return (
        ("power", facts.power),
        ("network", facts.network),
        ("cable", f"{facts.cable} m to the next connection" if facts.cable is not None else ""),
        ("equipment", joined(*facts.amenities)),
        *(("access", joined(_stretch(w.start, w.end, "", now), "by appointment only" if w.appointment else "",
                            f"“{w.wording}”" if w.wording else "")) for w in facts.access),
        ("must stay", "once parked it stays until the end of the event" if facts.must_stay else ""),
        ("distances", joined(*(f"{d.to} {d.metres} m{f' ({d.note})' if d.note else ''}" for d in facts.distances))),
        ("to read out", facts.rules),
    )  # fmt: skip


@_detail.register
def _pool(item: PoolItem, board: Board) -> Detail:
    now, shown = board.now, mark("pool", item.state)
    there = f"{heads(item)} there" if item.expected else ""
    meets = joined(f"meets {hhmm(item.muster_at, now)}" if item.muster_at else "", item.muster_place)
    label, names = unseen(item)
    facts = (
        ("meets", meets.removeprefix("meets ")),
        ("covers", joined(item.event_title, hhmm(item.event_start, now))),
        ("there", joined(there, joined(*item.there), by=": ")),
        (label, joined(*names)),
        ("late", joined(*item.late)),
        ("absent", joined(*item.absent)),
        ("declined", joined(*item.declined)),
        ("reserves", joined(*item.reserves)),
        ("no card yet", joined(*item.no_card)),
        ("seats", joined(*(f"{s.medium} {s.present}/{s.filled} of {s.seats}" for s in item.seats))),
        ("escort", item.escort),
        ("call", item.contact),
        ("material", item.material),
        ("to read out", item.obligations),
        ("source", item.source),
    )
    missing = f"missing {joined(*item.missing)}" if item.missing and item.state not in POOL_OVER else ""
    said = joined(joined(shown.word, meets, there), missing, by="; ")
    if item.state == "cancelled":
        said = joined(shown.word, f"it was to meet {meets.removeprefix('meets ')}" if meets else "", by="; ")
    sentence = f"{item.name}: {said}."
    return Detail(item.name, shown, item.tone, sentence, item.flags, facts)


@_detail.register
def _deadline(item: DeadlineItem, board: Board) -> Detail:
    said = {True: "has passed", False: "is still to come", None: "cannot be placed in time"}[item.passed]
    facts = (("when", item.when), ("after it", item.after), ("source", item.source))
    shown = Mark(DEADLINE, said, said, "", item.tone)
    return Detail(item.title, shown, item.tone, deadline_aloud(item, board.now), item.flags, facts)


@_detail.register
def _alert(item: AlertItem, board: Board) -> Detail:
    subject = detail_of(board, item.subject) if item.subject != item.id else None
    by = noted(item, board.now)
    seen = item.state == "acknowledged"
    back = item.acknowledged_by and not seen
    facts = (
        ("what to do", item.action),
        ("since", hhmm(item.since, board.now)),
        ("acknowledged by", by if seen else ""),
        ("came back", f"after it was acknowledged by {by}" if back else ""),
        ("rule", item.rule),
        *(((f"{subject.title} now", subject.sentence), *subject.facts) if subject else ()),
    )
    sentence = joined(item.sentence, item.action, by=" → ")
    return Detail(item.title, mark("alert", item.severity), item.tone, sentence, (), facts)


@_detail.register
def _source(item: SourceItem, board: Board) -> Detail:
    now = board.now
    facts = (
        ("kind", item.kind),
        ("last answer", hhmm(item.succeeded, now)),
        ("last try", hhmm(item.tried, now)),
        ("next try", hhmm(item.next, now)),
        ("asked every", f"{item.every} s"),
        ("says it is from", hhmm(item.as_of, now)),
        ("last altered", hhmm(item.changed, now)),
        ("records", str(item.count)),
        ("problems", str(item.problems or "")),
        ("held back", f"{item.held} records vanished at once" if item.held else ""),
        ("answers took", joined(*(f"{t:.1f} s" for t in item.latencies[-5:]))),
    )
    shown = mark("source", item.state)
    return Detail(item.name, shown, item.tone, f"Source {item.name}: {item.brief}.", (item.error,), facts)


@_detail.register
def _notice(item: NoticeItem, board: Board) -> Detail:
    times = _stretch(item.since, item.until, "", board.now)
    return Detail("Notice", mark("alert", item.severity), item.tone, item.text, item.flags,
                  (("in force", times), ("source", item.source)))  # fmt: skip


@_detail.register
def _news(item: NewsLine, board: Board) -> Detail:
    when = hhmm(item.published, board.now)
    shown = Mark("◆", "headline", "headline", "", "quiet")
    facts = (("published", when), ("to read", item.url), ("source", item.source))
    return Detail("Headline", shown, "quiet", joined(item.title, when, item.url), (), facts)


@_detail.register
def _change(item: ChangeItem, board: Board) -> Detail:
    shown = Mark("◆", "changed", "changed", "", item.tone)
    facts = (("seen", hhmm(item.seen, board.now)), ("touches", joined(*item.affects)), ("source", item.source))
    return Detail(item.title, shown, item.tone, f"{bare(item.title)}: {bare(item.sentence)}.", (), facts)


def _hours(run: Run, now: datetime) -> str:
    """One stretch; where no clock times are published its day and wording, never the times we sort it by."""
    if run.certain or not run.start:
        return _stretch(run.start, run.end, run.wording, now)
    return joined(day_name(run.start.date()), run.wording or "hours not published", by="  ")


def _stretch(start: datetime | None, end: datetime | None, wording: str, now: datetime) -> str:
    """ "14:15 to 14:45", with days where they are not today's, and the published wording."""
    times = joined(hhmm(start, now), hhmm(end, now), by=" to ")
    said = wording.replace("–", "to").replace(" - ", " to ")
    return times if start and end and said == f"{start:%H:%M} to {end:%H:%M}" else joined(times, wording, by="  ")
