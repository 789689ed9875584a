"""Rules about the data itself: the store, the poller, the sources. Their names begin with what they are about."""

from bisect import bisect_right
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from opsdash.board.freshness import polling
from opsdash.board.index import Index
from opsdash.board.items import SourceItem
from opsdash.board.memory import remembered
from opsdash.board.moments import at
from opsdash.board.rules.facts import Facts, Finding, few
from opsdash.model import Booking
from opsdash.parts import Kind, Severity

_SHOWN: dict[Kind, str] = {
    "facility": "opening hours", "event": "press events", "space": "booths", "booking": "bookings", "pool": "pools",
    "deadline": "deadlines", "notice": "notices", "news": "headlines",
}  # fmt: skip


def store(facts: Facts) -> Iterable[Finding]:
    """A store file cannot be read: the board shows the last good state."""
    if facts.snapshot.trouble:
        yield Finding(
            "store", "Store", "critical", facts.snapshot.trouble,
            "The board shows the last good data. Run `opsdash locate` to see where the files are, and look at them.",
        )  # fmt: skip


def poller(facts: Facts) -> Iterable[Finding]:
    """No poller runs although there are sources to ask. It stands for every source that merely was not asked."""
    if not facts.sources or facts.snapshot.stuck or polling(facts.snapshot, facts.asked):
        return
    heart = facts.snapshot.health.poller  # a poller that ended in good order has none
    last = heart.beat if heart else max(filter(None, (item.tried for item in facts.sources)), default=None)
    said = "No poller has run yet: no source has been asked."
    grave: Severity = "info"
    if last:
        what = "been heard of" if heart else "run"  # it may run, and be unable to write
        said = f"No poller has {what} since {facts.clock(last)}: nothing on this board is being updated."
        grave = "critical" if any(item.state == "down" for item in facts.sources) else "warning"
    yield Finding(
        "poller", "Poller", grave, said,
        "Start one with `opsdash poll`; a viewer that owns the poller does it by itself within seconds.", last,
    )  # fmt: skip


def poller_stuck(facts: Facts) -> Iterable[Finding]:
    """A poller runs and stores nothing: it stands in the place of one that does not run."""
    if facts.snapshot.stuck:
        heart = facts.snapshot.health.poller
        yield Finding(
            "poller", "Poller", "critical", facts.snapshot.stuck,
            "Until that is seen to nothing on this board is updated.", heart.beat if heart else None,
        )  # fmt: skip


def source(facts: Facts) -> Iterable[Finding]:
    """A source is stale (warning) or down (critical): one alert for all that is no longer known because of it."""
    asked = polling(facts.snapshot, facts.asked)
    for item in facts.sources:
        failing = bool(item.error)
        if item.state in ("stale", "down") or (item.state == "never" and failing):
            if not asked and not failing and item.age is not None:
                continue  # nobody asks it: the poller's alert says so
            yield _silent(facts, item)


def _silent(facts: Facts, item: SourceItem) -> Finding:
    known = min(filter(None, (item.succeeded, item.as_of)), default=None)
    why = f" ({item.error.removesuffix('.')})" if item.error else ""
    if known is None:
        sentence = f"{item.name} has never answered{why}."
    elif item.age is None:
        sentence = f"{item.name}: {item.brief}."
    elif item.error or known == item.succeeded:
        sentence = f"{item.name}: no answer since {facts.clock(known)}{why}; {_what(facts, item)} as of then."
    else:
        sentence = f"{item.name} answers with data from {facts.clock(known)}; {_what(facts, item)} as of then."
    ask = f"Ask whoever runs {item.name}; `opsdash check` tries it once."
    if known and item.age is None:
        ask = "Look at this machine's clock, which may be wrong or have been: the source must answer once more."
    return Finding(
        item.name, item.name, "critical" if item.state == "down" else "warning", sentence,
        f"{ask} Check by phone before you say anything that may have changed.", known,
        said=("no answer" if item.error or known == item.succeeded else "old data",),
    )  # fmt: skip


def _what(facts: Facts, item: SourceItem) -> str:
    """The kinds of record it gives, as one says them."""
    kinds = next((spec.produces for spec in facts.index.site.sources if spec.name == item.name), ())
    shown = [_SHOWN[kind] for kind in kinds if kind in _SHOWN]
    return ", ".join(shown) if 0 < len(shown) <= 3 else "all it gives"


def source_held(facts: Facts) -> Iterable[Finding]:
    """A mass disappearance is held back until a second answer agrees."""
    for item in facts.sources:
        if item.held:
            yield Finding(
                item.name, item.name, "warning",
                f"{item.name}: {item.held} records are missing from its last answer; they are still shown.",
                f"Ask whoever runs {item.name} whether that is meant. A second answer that agrees withdraws them.",
                item.succeeded,
            )  # fmt: skip


def source_problems(facts: Facts) -> Iterable[Finding]:
    """Something in the last answer could not be read, or had to be guessed (a zone, an encoding); the rest is good."""
    for item in facts.sources:
        if item.problems:
            problems = facts.snapshot.health.sources[item.name].problems
            first = problems[0]
            one = item.problems == 1
            count = "1 thing" if one else f"{item.problems} things"
            yield Finding(
                item.name, item.name, "info",
                f"{item.name}: {count} to look at in its answer, {'it is' if one else 'the first is'} "
                f"{first.item}: {first.reason}.",
                f"`opsdash check` names them all; tell whoever runs {item.name}.",
                said=tuple(sorted({problem.reason for problem in problems})[:LISTED]),
            )  # fmt: skip


NAMED, LOOKED_AT = 3, 100
"""So many unknown spaces are named in the sentence, and so many bookings are looked at for their names."""
LISTED = 100
"""So many of a kind are kept with an acknowledgement; more is a broken source."""


class _Lost(NamedTuple):
    """A booking of a space that nobody knows; instants in seconds."""

    end: float
    start: float
    booking: Booking


def source_spaces(facts: Facts) -> Iterable[Finding]:
    """Bookings to come of spaces that nobody knows: no place on the board would show them."""
    now = facts.now.timestamp()
    for name, several in _unplaced(facts.index).items():
        left = several[bisect_right(several, now, key=attrgetter("end")) :]
        if left:
            first = min(left[:LOOKED_AT], key=attrgetter("start")).booking
            named = list(dict.fromkeys(one.booking.space or "no space" for one in left[:LOOKED_AT]))
            what = "1 booking names a space" if len(left) == 1 else f"{len(left)} bookings name spaces"
            yield Finding(
                name, name, "info",
                f"{name}: {what} that nobody here knows: {few(named, NAMED)}. The first is of "
                f"{first.organisation or first.title or 'somebody'}, {facts.clock(first.start)}.",
                "Give these names in `[aliases]`, or add the spaces; until then no view of the booths shows them.",
                said=tuple(sorted({one.booking.space for one in several})[:LISTED]),
            )  # fmt: skip


@remembered()
def _unplaced(index: Index) -> dict[str, list[_Lost]]:
    """The bookings that count and whose space is unknown, by source, in order of their ends."""
    found: dict[str, list[_Lost]] = {}
    for booking in sorted(index.bookings.get("", ()), key=attrgetter("id")):
        start, end = at(booking.start, index.tz), at(booking.end, index.tz)
        if start and end and booking.stands:
            found.setdefault(booking.source, []).append(_Lost(end.seconds, start.seconds, booking))
    return {name: sorted(several, key=attrgetter("end")) for name, several in sorted(found.items())}
