"""The alerts: what the rules find, in the order in which it needs a person, with what the desk has seen of it.

* An alert's key is `rule:subject`. It holds no time, so it survives polls and the passing of time.
* *One cause, one alert.* While a source is silent, nothing is concluded from what it has not reported
  (`Rule.absence`): its own alert stands for all of that. Likewise the poller's for sources nobody asks.
* *Hold.* A cause that ends by a report (checked out, checked in, arrived, shared) is shown as past for
  `alert_hold` minutes, under the same key but as information, from the time in the report. Causes that end by the
  clock cannot flap, and a source's states are whole intervals apart (`opsdash.board.freshness`), so neither needs it.
* *Acknowledged* is what the desk's last word on the key says (`acknowledge`, `unacknowledge`), until the entry
  lapses, the severity rises above the one acknowledged (`data["severity"]`), or the cause began anew after it.
* Order: severity, those nobody has acknowledged first, the longest-standing cause first, key.
"""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from opsdash.board.items import (
    AlertItem,
    DeadlineItem,
    EventItem,
    FacilityItem,
    PoolItem,
    SourceItem,
    SpaceItem,
    Tone,
)
from opsdash.board.memory import FEEDS
from opsdash.board.rules import RULES
from opsdash.board.rules.facts import Facts, Finding, Rule
from opsdash.parts import Severity
from opsdash.snapshot import Desk, DeskEntry, Snapshot

ACKNOWLEDGE, UNACKNOWLEDGE = "acknowledge", "unacknowledge"
"""The desk's actions on an alert's key."""

_RANK: dict[object, int] = {"info": 0, "warning": 1, "critical": 2}
_TONES: dict[Severity, Tone] = {"info": "soon", "warning": "warn", "critical": "bad"}


def alert_items(
    snapshot: Snapshot,
    desk: Desk,
    facilities: tuple[FacilityItem, ...],
    programme: tuple[EventItem, ...],
    spaces: tuple[SpaceItem, ...],
    pools: tuple[PoolItem, ...],
    deadlines: tuple[DeadlineItem, ...],
    sources: tuple[SourceItem, ...],
    now: datetime,
    asked: datetime | None = None,
) -> tuple[AlertItem, ...]:
    """What the rules find at `now`; `asked` is the real instant when `now` is another one."""
    facts = Facts(snapshot, desk, facilities, programme, spaces, pools, deadlines, sources, now, asked or now)
    heard = {item.name: _heard_until(item, facts) for item in sources}
    found: dict[str, AlertItem] = {}
    for rule in RULES:
        for finding in rule.find(facts):
            key = f"{rule.name}:{finding.subject}"
            if key not in found and not (rule.absence and _unheard(finding, heard, facts)):
                found[key] = _item(rule, key, finding, desk, facts)
    return tuple(sorted(found.values(), key=_order))


def _order(item: AlertItem) -> tuple[bool, int, float, str]:
    """What needs a person first: nobody has seen it, then how grave it is, then how long it has been so."""
    since = item.since.timestamp() if item.since else float("inf")
    return item.state == "acknowledged", -_RANK[item.severity], since, item.id


def _item(rule: Rule, key: str, finding: Finding, desk: Desk, facts: Facts) -> AlertItem:
    seen = _acknowledged(key, finding, desk, facts)
    since = facts.at(finding.since)
    return AlertItem(
        id=key,
        rule=rule.name,
        subject=finding.subject,
        title=finding.title,
        severity=finding.severity,
        tone="quiet" if seen else _TONES[finding.severity],
        sentence=finding.sentence,
        action=finding.action,
        since=since.local if since else None,
        state="acknowledged" if seen else "new",
        acknowledged_by=seen.who if seen else "",
        note=seen.note if seen else "",
    )


# What a silent source has not said.


def _heard_until(item: SourceItem, facts: Facts) -> datetime | None:
    """Until when a source's silence about something means that it is not so; None before it ever answered.

    Its last word; and while it is fresh, as long as it would still be fresh enough without another one.
    """
    known = min(filter(None, (item.succeeded, item.as_of)), default=None)
    if known is None or item.state in ("stale", "down", "never"):
        return known
    return known.astimezone(UTC) + timedelta(seconds=item.every * facts.limits.stale_after)


def _unheard(finding: Finding, heard: dict[str, datetime | None], facts: Facts) -> bool:
    """Whether the cause lies where its source had nothing to say any more."""
    source = finding.source or "".join(finding.subject.split("/", 2)[1:2])
    if source not in heard:
        return False  # the configuration's own, or no longer configured: nothing more will be reported
    until = heard[source]
    return until is None or facts.after(finding.since, until)


# What the desk has seen.


def _acknowledged(key: str, finding: Finding, desk: Desk, facts: Facts) -> DeskEntry | None:
    """The entry that acknowledges the finding as it is now."""
    entries = _by_subject(desk).get(key)
    if not entries:
        return None
    known = [entry for entry in entries if entry.at <= facts.now]
    last = max(known, key=lambda entry: (entry.at, entry.id), default=None)
    if last is None or last.action != ACKNOWLEDGE or facts.passed(last.until):
        return None
    seen = last.data.get("severity")
    graver = isinstance(seen, str) and _RANK[finding.severity] > _RANK.get(seen, 2)
    anew = facts.passed(finding.since) and facts.after(finding.since, last.at)
    return None if graver or anew else last


@lru_cache(maxsize=FEEDS)
def _by_subject(desk: Desk) -> dict[str, list[DeskEntry]]:
    """The desk's words on alerts by key."""
    found: dict[str, list[DeskEntry]] = defaultdict(list)
    for entry in desk.entries:
        if entry.action in (ACKNOWLEDGE, UNACKNOWLEDGE):
            found[entry.subject].append(entry)
    return found
