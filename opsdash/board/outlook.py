"""One facility at one instant: announced hours, what is said live, and the state that follows. Before words."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from opsdash.board.announced import Said, claim, opening_of, said_at, source_name, together
from opsdash.board.index import Index
from opsdash.board.items import OPEN_STATES, SHUT_STATES, FacilityState
from opsdash.board.live import Live, live_at
from opsdash.board.places import Place
from opsdash.board.plans import plan, says_hours
from opsdash.board.stretches import day_of, utc
from opsdash.model import Facility
from opsdash.snapshot import DeskEntry, Thresholds
from opsdash.timing import clock, day_name


class Outlook(NamedTuple):
    """A place at an instant. Instants are UTC.

    Attributes:
        said: what was announced. live: what beats it, None for nothing.
        state, since, until, then, then_day: as in `FacilityItem`.
        conflict: what disagrees. flags: what is odd.
        source: the source that decides.
    """

    place: Place
    said: Said
    live: Live | None
    state: FacilityState
    since: datetime | None
    until: datetime | None
    then: datetime | None
    then_day: date | None
    conflict: str
    flags: tuple[str, ...]
    source: str


def outlook(place: Place, index: Index, entries: tuple[DeskEntry, ...], now: datetime) -> Outlook:
    """`place` at `now` (UTC)."""
    tz = index.tz
    today = day_of(now, tz)
    speaking = [one for one in place.records if says_hours(one)] or list(place.records or place.gone[:1])
    all_said = [said_at(one, plan(one, index, today, now), now, tz) for one in speaking]
    agreed = together(all_said, now, tz)
    said, flags = agreed.said, (*agreed.said.plan.flags, *_gone(place, tz))
    if not place.records:
        return Outlook(place, said, None, "unknown", None, None, None, None, "", flags, said.record.source)
    then, then_day = opening_of(said, tz)
    state = "not confirmed" if agreed.undecided else _state(said, now, index.site.thresholds)
    until = None if agreed.undecided else said.until
    announced = Outlook(
        place, said, None, state, None if agreed.undecided else said.since, until, then, then_day, agreed.conflict,
        flags, said.record.source,
    )  # fmt: skip
    live = live_at(place, entries, now, tz)
    return _overlaid(announced, live, now, tz) if live else announced


def _state(said: Said, now: datetime, limits: Thresholds) -> FacilityState:
    """The state that announced hours give."""
    if said.kind == "open":
        ends = said.until if said.until and (said.after is None or said.after.kind == "unknown") else None
        last = said.stretch.last_entry if said.stretch else None
        soon = ends is not None and ends - now <= timedelta(minutes=limits.closing_soon)
        return "closing soon" if soon or (last is not None and last <= now) else "open"
    if said.kind in ("closed", "nothing"):
        one = said.next
        if one and one.kind == "open" and one.start and one.start - now <= timedelta(minutes=limits.opening_soon):
            return "opening soon"
        return "closed" if said.kind == "closed" else "unknown"
    names: dict[str, FacilityState] = {"soft": "open today, hours not published", "tentative": "not confirmed"}
    return names.get(said.kind, "unknown")


def _overlaid(announced: Outlook, live: Live, now: datetime, tz: ZoneInfo) -> Outlook:
    """`announced` with what is said live on top."""
    said = announced.said
    against = [live.disputed] if live.disputed else []
    shut = live.state == "closed"
    if (said.kind == "open" and shut) or (said.kind == "closed" and not shut) or announced.conflict:
        against.insert(0, announced.conflict or f"{source_name(said.record.source)} announced {claim(said, now, tz)}")
    conflict = ", ".join([f"{live.who} says {live.state}", *against]) if against else ""
    base = announced._replace(live=live, conflict=conflict, source=live.source or announced.source)
    if live.state == "full":
        return base._replace(state="full", since=live.since, until=live.until or said.until)
    if live.state == "open":
        if announced.state in OPEN_STATES:
            return base._replace(since=live.since or announced.since)
        return base._replace(state="open", since=live.since, until=live.until)
    return _closed(base, live, tz)


def _closed(announced: Outlook, live: Live, tz: ZoneInfo) -> Outlook:
    """`announced`, closed by what is said live for as long as that holds, whatever was to open by then."""
    said = announced.said
    shut = said.kind == "closed" or (said.kind == "nothing" and announced.then is not None)
    same = announced._replace(
        since=announced.since or live.since, live=None if said.kind == "closed" and not live.reason else live
    )
    if live.until is None:
        if shut and live.source and not live.reason:  # a source's word for what the hours say anyway
            return same._replace(state="closed")
        return announced._replace(state="closed", since=live.since, until=None, then=None, then_day=None)
    if shut and not (said.next and said.next.low < live.until):
        return same._replace(state=announced.state if announced.state in SHUT_STATES else "closed")
    coming = [one for one in said.plan.stretches if one.kind != "unknown" and one.high > live.until]
    here = [one for one in coming if one.low <= live.until]
    following = next((one for one in coming if one.low > live.until), None)
    reopens = next((one for one in here if one.kind == "open"), None)
    said = said._replace(next=reopens or (None if here else following))
    then, then_day = (live.until, None) if reopens else opening_of(said, tz)
    return announced._replace(
        said=said, state="closed", since=live.since, until=live.until, then=then, then_day=then_day
    )


def _gone(place: Place, tz: ZoneInfo) -> list[str]:
    """Sentences for the records that are no longer listed."""
    return [_gone_since(one, tz) for one in place.gone]


def _gone_since(record: Facility, tz: ZoneInfo) -> str:
    since = utc(record.withdrawn, tz)
    when = f" since {clock(since, tz)} on {day_name(day_of(since, tz))}" if since else ""
    return f"No longer listed by {source_name(record.source)}{when}."
