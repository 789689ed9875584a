"""Rules about what was called off or moved shortly before: people are on their way to it, or wait already."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from opsdash.board.changes import Step, event_steps
from opsdash.board.changewords import Diff, phrases
from opsdash.board.items import OFF_STATES, EventItem, PoolItem
from opsdash.board.kept import Place, instant_of
from opsdash.board.rules.facts import Facts, Finding, few, token
from opsdash.model import Pool
from opsdash.parts import Severity

AHEAD, NEAR, STILL = 240, 60, 30
"""Minutes: what begins later than the first can wait, what begins within the second is a warning; for the third after
its time people still come to it."""
MANY = 3
"""More press events than this that a source calls off or moves in one poll are one alert: its own."""
MOVES = ("start", "day", "room")


class Upset(NamedTuple):
    """A press event that was called off or moved.

    Attributes:
        words: "cancelled", "moved 12:15 to 15:00". times: when people come to it: as it was and as it is now.
    """

    item: EventItem
    step: Step
    words: str
    times: tuple[datetime, ...]


def event_upset(facts: Facts) -> Iterable[Finding]:
    """A press event was called off, or moved in time or room, within `recent` minutes, and begins within `AHEAD`."""
    polls: dict[tuple[int, str], list[Upset]] = defaultdict(list)
    for step in _whole(event_steps(facts.index, facts.now)):
        if upset := _upset(facts, step):
            polls[step.generation, step.source].append(upset)
    by_source: dict[str, list[Upset]] = defaultdict(list)
    for (_, source), upsets in sorted(polls.items(), reverse=True):
        near = [upset for upset in upsets if _matters(facts, upset)]
        if len(upsets) > MANY:
            by_source[source] += near
        else:
            yield from (_one(facts, upset) for upset in near)
    yield from (_at_once(facts, source, upsets) for source, upsets in by_source.items() if upsets)


def _whole(steps: Iterable[Step]) -> Iterable[Step]:
    """What became of each record in all polls, as of the last."""
    found: dict[str, Step] = {}
    for step in sorted(steps, key=lambda one: one.generation):
        before = found.get(step.id, step)
        found[step.id] = step._replace(diff=before.diff | step.diff, presence=step.presence or before.presence)
    return found.values()


def _upset(facts: Facts, step: Step) -> Upset | None:
    item = facts.event(step.id)
    if item is None:
        return None
    start, words = item.start, ""
    if item.state in OFF_STATES:
        if step.presence == "withdrawn":
            words = "withdrawn from the programme"
        elif step.diff.get("status", ("", ""))[1] in OFF_STATES:
            words = f"{step.diff['status'][1]}"
    elif item.phase != "past" and not step.presence:
        place = Place(facts.index.tz, facts.today)
        moved: Diff = {field: both for field, both in step.diff.items() if field in MOVES and both[0]}
        words = "; ".join(phrases("event", moved, place))
    before = instant_of(step.diff.get("start", ("", ""))[0])
    return Upset(item, step, words, tuple(filter(None, (before, start)))) if words else None


def _matters(facts: Facts, upset: Upset) -> bool:
    """Whether people come to it soon, or still."""
    return any(_between(facts, time, AHEAD) for time in upset.times)


def _between(facts: Facts, time: datetime, ahead: int) -> bool:
    return facts.passed(facts.shifted(time, -ahead)) and not facts.passed(facts.shifted(time, STILL))


def _severity(facts: Facts, upsets: Iterable[Upset]) -> Severity:
    pressing = any(_between(facts, time, NEAR) for upset in upsets for time in upset.times)
    return "warning" if pressing else "info"


def _due(facts: Facts, upsets: Iterable[Upset]) -> datetime | None:
    """The next time at which people come."""
    ahead = [time for upset in upsets for time in upset.times if not facts.passed(time)]
    return min(ahead, key=lambda time: time.timestamp(), default=None)


def _one(facts: Facts, upset: Upset) -> Finding:
    item = upset.item
    pools = [pool.name for pool in facts.pools if pool.event == item.id and _to_be_told(facts, pool)]
    tell = f"; tell {few(pools)}" if pools else ""
    sentence = f"{upset.words[0].upper()}{upset.words[1:]}: {_named(facts, upset)}."  # the news first: strips are short
    return Finding(
        item.id, item.title, _severity(facts, (upset,)), sentence,
        f"Announce it at the desk and on the boards{tell}.", upset.step.seen,
        due=_due(facts, (upset,)), said=(token(upset.step.seen),),
    )  # fmt: skip


def _to_be_told(facts: Facts, pool: PoolItem) -> bool:
    """Whether a pool may not know yet: one is off with its event, before anybody has cancelled it."""
    record = facts.record(pool.id)
    return isinstance(record, Pool) and not record.cancelled and not record.withdrawn and pool.state != "done"


def _named(facts: Facts, upset: Upset) -> str:
    """What it is, with its time where that is not among what changed."""
    item = upset.item
    when = facts.clock(item.start) if item.exact and item.start else item.when
    known = "start" in upset.step.diff and item.state not in OFF_STATES
    return f"{item.title}{f' at {when}' if when and not known else ''}"


def _at_once(facts: Facts, source: str, upsets: list[Upset]) -> Finding:
    ordered = sorted(upsets, key=lambda one: (min(map(_stamp, one.times)), one.item.id))
    said = [f"{_named(facts, upset)} {upset.words}" for upset in ordered]
    seen = max(upset.step.seen for upset in upsets)
    return Finding(
        source, source, _severity(facts, upsets),
        f"{source} called off or moved many press events at once ({facts.clock(seen)}): {'; '.join(said[:MANY])}"
        f"{f'; and {len(said) - MANY} more that begin soon' if len(said) > MANY else ''}.",
        "Ask the programme desk whether that is meant, then announce it at the desk and on the boards.",
        seen, due=_due(facts, upsets), said=(token(seen),),
    )  # fmt: skip


def _stamp(time: datetime) -> float:
    return time.timestamp()
