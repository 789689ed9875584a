"""Facilities and deadlines now: what is open, until when, what comes next, and how sure that is."""

from datetime import UTC, datetime

from opsdash.board import tones
from opsdash.board.deadlines import deadline_items
from opsdash.board.hourwords import Wording, Words
from opsdash.board.index import Index
from opsdash.board.items import OPEN_STATES, FacilityItem, Tone
from opsdash.board.outlook import Outlook, outlook
from opsdash.board.places import Place, overrides, places
from opsdash.board.reach import Reach, reach, ways
from opsdash.board.stretches import Stretch
from opsdash.snapshot import Desk

__all__ = ["deadline_items", "facility_items"]


def facility_items(index: Index, desk: Desk, now: datetime) -> tuple[FacilityItem, ...]:
    """Every facility at `now` (aware): the configuration's in its order, then the others by id.

    Records of several sources that speak of one facility (same key or name, aliases resolved) make one item,
    under the id of the first of them.
    """
    moment = now.astimezone(UTC)
    said = overrides(index, desk)
    views = {one.id: outlook(one, index, said.get(one.id, ()), moment) for one in places(index)}
    wording = Wording(moment, index.tz)
    return tuple(
        _item(view, reach(view, views, moment, index.tz), ways(view, views), wording, index, moment)
        for view in views.values()
    )


def _item(
    view: Outlook, way: Reach, through: tuple[str, ...], wording: Wording, index: Index, now: datetime
) -> FacilityItem:
    """The item of one outlook; instants become venue time here."""
    place, words = view.place, wording.of(view)
    decides = view.said.stretch or (view.said.next if view.state == "opening soon" else None)
    opens = decides or view.said.next
    elsewhere = opens.place if opens else ""
    brief = f"{words.brief}, no way in" if way.unreachable and view.state in OPEN_STATES else words.brief
    return FacilityItem(
        id=place.id,
        name=place.name,
        short=place.short,
        place=elsewhere or place.place,
        state=view.state,
        since=_local(view.since, index),
        until=_local(view.until, index),
        then=_local(view.then, index),
        then_day=view.then_day,
        audience=_audience(opens),
        confirmed=view.state != "not confirmed",
        wording=view.said.wording or (decides.wording if decides else ""),
        brief=brief,
        sentence=_sentence(place, words, way, view) + _where(elsewhere, now_open=view.said.stretch is not None),
        unreachable=way.unreachable,
        conflict=view.conflict,
        runs=view.said.plan.week,
        stated=view.said.plan.week_stated,
        through=through,
        lasting=view.live is not None and view.live.until is None,
        tone=_tone(view, way, now),
        flags=(*view.flags, *way.flags),
        source=view.source,
    )


def _local(instant: datetime | None, index: Index) -> datetime | None:
    return instant.astimezone(index.tz) if instant else None


def _audience(one: Stretch | None) -> str:
    """ "broadcasters", "broadcasters, by appointment only"."""
    if one is None:
        return ""
    return ", ".join(text for text in (one.audience, "by appointment only" if one.appointment else "") if text)


def _sentence(place: Place, words: Words, way: Reach, view: Outlook) -> str:
    """To say aloud: name, state, for whom, why it cannot be reached, what comes after, what disagrees."""
    one = view.said.stretch
    whom = f", for {one.audience} only" if one and one.audience else ""
    appointment = ", by appointment only" if one and one.appointment and "appointment" not in words.sentence else ""
    barred = f", but {way.unreachable}" if way.unreachable else ""
    disputed = f" Conflict: {view.conflict}." if view.conflict and view.conflict not in words.sentence else ""
    return f"{place.name}: {words.sentence}{whom}{appointment}{barred}{words.more}.{disputed}"


def _where(elsewhere: str, now_open: bool) -> str:
    """Where it is on a day on which it is elsewhere than usual; "" on the others."""
    return f" {'It is' if now_open else 'It will be'} at {elsewhere}." if elsewhere else ""


def _tone(view: Outlook, way: Reach, now: datetime) -> Tone:
    """How much attention the state asks for; what is no longer listed is dimmed."""
    if not view.place.records:
        return "quiet"
    last = view.said.stretch.last_entry if view.said.stretch else None
    if way.unreachable or view.conflict or (view.state in OPEN_STATES and last is not None and last <= now):
        return "warn"
    return tones.FACILITY[view.state]
