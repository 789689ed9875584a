"""The alerts: what the rules find, in the order in which it needs a person, with what the desk has seen of it.

* An alert's key is `rule:subject`. It holds no time, so it survives polls and the passing of time.
* *One cause, one alert.* While a source is silent, nothing is concluded from what it has not reported
  (`Finding.silence`): its own alert stands for all of that. Likewise the poller's for sources nobody asks.
* *Hold.* A cause that ends by a report (checked out, checked in, arrived, shared) is shown as past for
  `alert_hold` minutes, under the same key but as information, from the time in the report. Causes that end by the
  clock cannot flap, and a source's states are whole intervals apart (`opsdash.board.freshness`), so neither needs it.
* *Acknowledged* is what the desk's last word on the key says (`acknowledge`, `unacknowledge`), until the entry
  lapses, the severity rises above the one acknowledged (`data["severity"]`), the cause began anew after it, or it says
  something that was not said then (`data["said"]`). It is new then, and still says who had acknowledged it, when and
  with what note. Words that the clock alone alters are no news, nor is it that one of several things is over. It is
  news when somebody else comes to be due who was not before: within the hour in a space that is overdue, within two in
  one that is out of service.
* Order: those nobody has acknowledged first, severity, how soon it must be acted on, key. What is due within `PRESSING`
  comes first, the soonest at the top; then what only lasts or can no longer be in time, the longest-standing first;
  then what is due later.
"""

import re
from collections import defaultdict
from datetime import datetime

from opsdash.board import tones
from opsdash.board.items import (
    AlertItem,
    DeadlineItem,
    EventItem,
    FacilityItem,
    PoolItem,
    SourceItem,
    SpaceItem,
)
from opsdash.board.kept import texts_of
from opsdash.board.memory import remembered
from opsdash.board.rules import RULES
from opsdash.board.rules.facts import Facts, Finding, Rule
from opsdash.snapshot import Desk, DeskEntry, Snapshot

ACKNOWLEDGE, UNACKNOWLEDGE = "acknowledge", "unacknowledge"
"""The desk's actions on an alert's key."""

PRESSING = 60
"""Minutes ahead within which what is due presses more than what merely lasts."""

_RANK: dict[object, int] = {"info": 0, "warning": 1, "critical": 2}


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
    found: dict[str, AlertItem] = {}
    places: dict[str, tuple[float, ...]] = {}
    for rule in RULES:
        for finding in rule.find(facts):
            key = f"{rule.name}:{finding.subject}"
            if key not in found and not _unheard(finding, facts):
                item = found[key] = _item(rule, key, finding, desk, facts)
                places[key] = (item.state == "acknowledged", -_RANK[item.severity], *_soonness(finding, facts))
    return tuple(sorted(found.values(), key=lambda item: (places[item.id], item.id)))


def _soonness(finding: Finding, facts: Facts) -> tuple[int, float]:
    """How soon a finding must be acted on: the smaller the sooner."""
    due, since = facts.at(finding.due), facts.at(finding.since)
    if due and not facts.passed(finding.due):
        return (0 if facts.within(finding.due, PRESSING) else 2), due.seconds
    return 1, since.seconds if since else float("inf")


def _item(rule: Rule, key: str, finding: Finding, desk: Desk, facts: Facts) -> AlertItem:
    entry = _acknowledgement(key, desk, facts)
    seen = entry and _holds(entry, finding, facts)
    noted = facts.at(entry.at) if entry else None
    since = facts.at(finding.since)
    return AlertItem(
        id=key,
        rule=rule.name,
        subject=finding.subject,
        title=finding.title,
        severity=finding.severity,
        tone="quiet" if seen else tones.ALERT[finding.severity],
        sentence=finding.sentence,
        action=finding.action,
        since=since.local if since else None,
        said=_said(finding),
        state="acknowledged" if seen else "new",
        acknowledged_by=entry.who if entry else "",
        acknowledged_at=noted.local if noted else None,
        note=entry.note if entry else "",
    )


def _unheard(finding: Finding, facts: Facts) -> bool:
    """Whether it concludes from the silence of a source that had nothing to say any more."""
    return facts.unheard(finding.source or "".join(finding.subject.split("/", 2)[1:2]), finding.silence)


# What the desk has seen.


def _acknowledgement(key: str, desk: Desk, facts: Facts) -> DeskEntry | None:
    """The desk's last word on an alert, if that acknowledges it."""
    entries = _by_subject(desk).get(key)
    if not entries:
        return None
    known = [entry for entry in entries if entry.at <= facts.now]
    last = max(known, key=lambda entry: (entry.at, entry.id), default=None)
    return last if last and last.action == ACKNOWLEDGE else None


def _holds(entry: DeskEntry, finding: Finding, facts: Facts) -> bool:
    """Whether the finding as it is now is what was acknowledged."""
    seen = entry.data.get("severity")
    graver = isinstance(seen, str) and _RANK[finding.severity] > _RANK.get(seen, 2)
    anew = facts.passed(finding.since) and facts.after(finding.since, entry.at)
    more = "said" in entry.data and not {*_said(finding)} <= {*texts_of(entry.data["said"])}
    return not (facts.passed(entry.until) or graver or anew or more)


_DAY = re.compile(r"\b[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]+ (\d{4} )?(?=\d\d:\d\d)")


def _said(finding: Finding) -> tuple[str, ...]:
    """What a finding says, thing by thing; of a sentence without the days of its times, which midnight alters."""
    return (_DAY.sub("", finding.sentence),) if finding.said is None else finding.said


@remembered()
def _by_subject(desk: Desk) -> dict[str, list[DeskEntry]]:
    """The desk's words on alerts by key."""
    found: dict[str, list[DeskEntry]] = defaultdict(list)
    for entry in desk.entries:
        if entry.action in (ACKNOWLEDGE, UNACKNOWLEDGE):
            found[entry.subject].append(entry)
    return found
