"""What is so at this moment, said by a source or by an officer; it beats what was announced, until it lapses."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal, NamedTuple, get_args
from zoneinfo import ZoneInfo

from opsdash.board.places import Place
from opsdash.board.stretches import utc
from opsdash.snapshot import DeskEntry

LiveState = Literal["open", "closed", "full"]


class Live(NamedTuple):
    """A statement in force: what, who says so, since and until when (UTC), why.

    `disputed` names a source that says something else at the same time; `source` is the source's name, "" for
    the desk.
    """

    state: LiveState
    who: str
    since: datetime | None
    until: datetime | None
    reason: str
    source: str
    disputed: str = ""


def live_at(place: Place, entries: Iterable[DeskEntry], now: datetime, tz: ZoneInfo) -> Live | None:
    """The statement in force at `now` (UTC): the officer's newest, else the newest of the sources."""
    sources = _of_sources(place, now, tz)
    officer = _of_desk(entries, now, tz)
    first = officer or (sources[0] if sources else None)
    if first is None:
        return None
    other = next((one for one in sources if one is not first and _shut(one) != _shut(first)), None)
    return first._replace(disputed=f"{other.who} says {other.state}") if other else first


def _shut(one: Live) -> bool:
    return one.state == "closed"


def _of_sources(place: Place, now: datetime, tz: ZoneInfo) -> list[Live]:
    """What the sources say now, newest first."""
    found = []
    for record in place.records:
        if record.live and _in_force(record.live.since, record.live.until, now, tz):
            since, until = utc(record.live.since, tz), utc(record.live.until, tz)
            who = "the configuration" if record.source == "config" else record.source
            found.append(Live(record.live.state, who, since, until, record.live.reason, record.source))
    oldest = datetime.min.replace(tzinfo=UTC)
    return sorted(found, key=lambda one: (one.since or oldest, one.source), reverse=True)


def _of_desk(entries: Iterable[DeskEntry], now: datetime, tz: ZoneInfo) -> Live | None:
    """The newest entry that has not lapsed; one whose state is no state lifts the earlier ones."""
    entry = next((one for one in entries if _in_force(one.at, one.until, now, tz)), None)
    if entry is None:
        return None
    for state in get_args(LiveState):
        if entry.data.get("state") == state:
            return Live(state, entry.who or "the desk", utc(entry.at, tz), utc(entry.until, tz), entry.note, "")
    return None


def _in_force(since: datetime | None, until: datetime | None, now: datetime, tz: ZoneInfo) -> bool:
    start, end = utc(since, tz), utc(until, tz)
    begun = start <= now if start else since is None or since.year < now.year
    lapsed = end <= now if end else until is not None and until.year < now.year
    return begun and not lapsed
