"""Rules about the data itself: the store, the poller, the sources. Their names begin with what they are about."""

from collections.abc import Iterable

from opsdash.board.freshness import polling
from opsdash.board.items import SourceItem
from opsdash.board.rules.facts import Facts, Finding
from opsdash.parts import Kind

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
    if not facts.sources or polling(facts.snapshot, facts.asked):
        return
    beat = facts.snapshot.health.poller.beat if facts.snapshot.health.poller else None
    known = f"since {facts.clock(beat)}" if beat else "yet"
    grave = any(item.state == "down" for item in facts.sources)
    yield Finding(
        "poller", "Poller", "critical" if grave else "warning",
        f"No poller has run {known}: nothing on this board is being updated.",
        "Start one with `opsdash poll`; a viewer that owns the poller does it by itself within seconds.", beat,
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
    why = f" ({item.error})" if item.error else ""
    if known is None:
        sentence = f"{item.name} has never answered{why}."
    elif item.age is None:
        sentence = f"{item.name}: {item.brief}."
    elif item.error or known == item.succeeded:
        sentence = f"{item.name}: no answer since {facts.clock(known)}{why}; {_what(facts, item)} as of then."
    else:
        sentence = f"{item.name} answers with data from {facts.clock(known)}; {_what(facts, item)} as of then."
    return Finding(
        item.name, item.name, "critical" if item.state == "down" else "warning", sentence,
        f"Ask whoever runs {item.name}; `opsdash check` tries it once. Check by phone before you say anything that "
        "may have changed.", known,
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
                item.tried,
            )  # fmt: skip


def source_problems(facts: Facts) -> Iterable[Finding]:
    """Some records of the last answer could not be read; the rest is good."""
    for item in facts.sources:
        if item.problems:
            first = facts.snapshot.health.sources[item.name].problems[0]
            count = "1 record" if item.problems == 1 else f"{item.problems} records"
            yield Finding(
                item.name, item.name, "info",
                f"{item.name}: {count} could not be read, {'it is' if item.problems == 1 else 'the first is'} "
                f"{first.item}: {first.reason}.",
                f"`opsdash check` names them all; tell whoever runs {item.name}.",
            )  # fmt: skip
