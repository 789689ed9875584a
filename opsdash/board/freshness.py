"""How old what a person sees is: every source's state, and the worst of them for each panel.

The states, by the age of the data against the source's own interval:

* `never`: no success yet.
* `fresh`: age within one interval and a grace.
* `late`: older than that, or the last try failed.
* `stale`: `thresholds.stale_after` intervals old. When the last try failed that is exact, so that a stopped
  API shows within two intervals; otherwise the grace is added, since a try may be under way.
* `down`: `thresholds.down_after` intervals old (likewise), or as many tries failed in a row, which comes first
  where the interval is hours long and the poller tries again sooner.

The grace is five seconds (the poller's round, the file, the viewer's look once a second) and the longest of the
source's last request times: a source polled every two seconds does not flicker between fresh and late.

What a poll takes is real time: on a clock that runs faster (a demo's) the grace is so much longer, and so is the time
in which a heart must beat.

A source whose answers hold for longer than its interval, by their own word, is asked no sooner: that is its interval.

The age counts from the last success, or from `as_of` where the source itself says that its data is older.
A last success that lies ahead of the clock (the clock was set back) makes a source stale with its age unknown.

Texts change seldom, because each change is repainted over SSH: fresh has no age, the rest whole minutes.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from opsdash.board import tones
from opsdash.board.index import Index
from opsdash.board.items import Panel, PanelFreshness, SourceItem, SourceState
from opsdash.board.memory import FEEDS, remembered
from opsdash.board.moments import At, at, local_time
from opsdash.parts import Kind
from opsdash.snapshot import FEED_FIELDS, Feed, Snapshot, SourceHealth, Thresholds, interval
from opsdash.sourcespec import AnySourceSpec, seconds_of
from opsdash.timing import clock, span

SLACK = timedelta(seconds=5)
"""What a poll takes beside its request, and how far ahead of the clock a success may lie unremarked."""

BEAT_LIMIT = timedelta(seconds=15)
"""A poller whose heartbeat is older than this (or that far ahead of the clock) is not running."""

PANEL_KINDS: dict[Panel, tuple[Kind, ...]] = {
    "facilities": ("facility",),
    "programme": ("event",),
    "spaces": ("space", "booking"),
    "pools": ("pool",),
}
"""The kinds of record that each panel shows."""

_GRAVITY: tuple[SourceState, ...] = ("fresh", "late", "never", "stale", "down")
"""What has never answered shows nothing that could be wrong: it does not hide that what is shown is old."""


class Silence:
    """The sources that have fallen silent (stale or down), each with its last word.

    What nobody reported is so only as far as somebody would have said so: of a source that had nothing to say any more
    it is not known. Sources that answer, however seldom, and the configuration's own records are not among these.
    """

    def __init__(self, last: tuple[tuple[str, At], ...] = ()) -> None:
        self._last = dict(last)

    def before(self, instant: float, *sources: str) -> At | None:
        """The first last word of those of `sources` that were not heard at `instant` (seconds since 1970) or later:
        what would have been reported by then is known up to it. None when all were heard."""
        if not self._last:
            return None
        last = [self._last[source] for source in sources if source in self._last]
        return min((word for word in last if word.seconds < instant), default=None)


ALL_HEARD = Silence()


def source_items(snapshot: Snapshot, now: datetime) -> tuple[SourceItem, ...]:
    """Every configured source at `now`, in the configuration's order."""
    site, pace = snapshot.site, _pace(snapshot)
    known = snapshot.health.sources
    now = now.astimezone(UTC)  # two times of one zone subtract as wall clocks: an hour wrong across a clock change
    return tuple(
        _source_item(spec, known.get(spec.name, SourceHealth()), site.thresholds, now, site.tz, pace)
        for spec in site.sources
    )


def heard_until(item: SourceItem, limits: Thresholds) -> datetime | None:
    """Until when a source's silence about something means that it is not so; None before it ever answered.

    Its last word; and while it is fresh, as long as it would still be fresh enough without another one.
    """
    known = min(filter(None, (item.succeeded, item.as_of)), default=None)
    if known is None or item.state in ("stale", "down", "never"):
        return known
    return known.astimezone(UTC) + timedelta(seconds=item.every * limits.stale_after)


def silence_of(sources: tuple[SourceItem, ...], limits: Thresholds, tz: ZoneInfo) -> Silence:
    """Which of `sources` are silent; one and the same object until another one is, or has spoken."""
    heard = ((item.name, heard_until(item, limits)) for item in sources if item.state in ("stale", "down"))
    return _silence(tuple((name, last) for name, until in heard if (last := at(until, tz))))


@remembered(2 * FEEDS)
def _silence(last: tuple[tuple[str, At], ...]) -> Silence:
    return Silence(last) if last else ALL_HEARD


def polling(snapshot: Snapshot, now: datetime) -> bool:
    """Whether a poller's heartbeat was seen lately (`BEAT_LIMIT`)."""
    poller = snapshot.health.poller
    return poller is not None and abs(now.astimezone(UTC) - poller.beat) <= BEAT_LIMIT * _pace(snapshot)


def _pace(snapshot: Snapshot) -> float:
    """Seconds of the clock in which a real one passes, at least one."""
    poller = snapshot.health.poller
    return max(1.0, poller.pace) if poller else 1.0


def worst_of(sources: tuple[SourceItem, ...], now: datetime) -> PanelFreshness:  # noqa: ARG001  every judgement has now
    """The worst of all sources; without any, the board rests on the configuration and is fresh."""
    return _worst(sources) or PanelFreshness(state="fresh", brief="from the configuration")


def panel_freshness(index: Index, sources: tuple[SourceItem, ...], now: datetime) -> dict[Panel, PanelFreshness]:  # noqa: ARG001
    """For each panel the worst of the sources that feed it, by the kinds of record they are configured to give."""
    produces = {spec.name: set(spec.produces) for spec in index.site.sources}
    found: dict[Panel, PanelFreshness] = {}
    for panel, kinds in PANEL_KINDS.items():
        feeding = [item for item in sources if produces.get(item.name, set()) & set(kinds)]
        found[panel] = _worst(feeding) or _unfed(index, kinds)
    return found


def of_now(fresh: PanelFreshness, asked: datetime | None) -> PanelFreshness:
    """`fresh` on a board of another time than `asked`: its words say that it speaks of now."""
    aged = fresh.sources and fresh.state != "never"
    return replace(fresh, brief=f"now {fresh.brief}") if asked and aged else fresh


def _unfed(index: Index, kinds: tuple[Kind, ...]) -> PanelFreshness:
    """A panel that no configured source feeds: what it shows, if anything, comes from elsewhere."""
    origins = _origins(index.feed, kinds)
    if not origins:
        return PanelFreshness(state="never", brief="no source")
    if origins == {"config"}:
        return PanelFreshness(state="fresh", brief="from the configuration")
    return PanelFreshness(state="stale", brief="source no longer configured", sources=tuple(sorted(origins)))


@remembered(4 * FEEDS)
def _origins(feed: Feed, kinds: tuple[Kind, ...]) -> frozenset[str]:
    """The sources that the records of `kinds` come from."""
    return frozenset(record.source for kind in kinds for record in getattr(feed, FEED_FIELDS[kind]))


def _worst(items: Iterable[SourceItem]) -> PanelFreshness | None:
    """The gravest state among `items`, the oldest within it; its source is named when there are several."""
    several = list(items)
    if not several:
        return None
    worst = max(several, key=lambda item: (_GRAVITY.index(item.state), item.age or 0, item.name))
    words = worst.brief.partition(":")[0]
    return PanelFreshness(
        state=worst.state,
        age=worst.age,
        brief=words if len(several) == 1 or worst.state == "fresh" else f"{worst.name} {words}",
        sources=tuple(item.name for item in several),
        worst=worst.name if any(item.state not in (worst.state, "never") for item in several) else "",
    )


def _source_item(
    spec: AnySourceSpec, health: SourceHealth, limits: Thresholds, now: datetime, tz: ZoneInfo, pace: float
) -> SourceItem:
    state = _state(spec, health, limits, now, pace)
    known = _known(health)
    ahead = known is not None and _ahead(known, now)
    age = None if known is None or ahead else max(now - known, timedelta())
    return SourceItem(
        id=spec.name,
        name=spec.name,
        kind=str(spec.__struct_config__.tag),
        state=state,
        tone="bad" if state == "never" and health.error else tones.SOURCE[state],
        every=interval(spec, health),
        succeeded=_local(health.succeeded, tz),
        tried=_local(health.tried, tz),
        next=_local(health.next, tz),
        changed=_local(health.changed, tz),
        as_of=_local(health.as_of, tz),
        age=None if age is None else int(age.total_seconds()),
        count=health.count,
        problems=len(health.problems),
        held=health.held,
        error=health.error,
        latencies=health.latencies,
        brief=_brief(state, age, health, now, tz),
    )


def _state(spec: AnySourceSpec, health: SourceHealth, limits: Thresholds, now: datetime, pace: float) -> SourceState:
    """The state as the module's docstring defines it."""
    known = _known(health)
    if known is None:
        return "never"
    every = timedelta(seconds=interval(spec, health))
    failing = health.failures > 0
    grace = timedelta() if failing else _grace(spec, health) * pace
    age = now - known
    if age >= limits.down_after * every + grace or health.failures >= limits.down_after:
        return "down"
    if age >= limits.stale_after * every + grace or _ahead(known, now):
        return "stale"
    return "late" if failing or age > every + grace else "fresh"


def _grace(spec: AnySourceSpec, health: SourceHealth) -> timedelta:
    """How much longer than its interval a healthy source may take: `SLACK` and its slowest recent answer."""
    slowest = max((*health.latencies, health.latency or 0.0))
    return SLACK + timedelta(seconds=max(0.0, min(slowest, float(seconds_of(spec.timeout)))))


def _known(health: SourceHealth) -> datetime | None:
    """When the data was last known to be true: the last success, or `as_of` where that is older."""
    if health.succeeded is None or health.as_of is None:
        return health.succeeded
    return min(health.succeeded, health.as_of)


def _ahead(known: datetime, now: datetime) -> bool:
    return known - now > SLACK


def _brief(state: SourceState, age: timedelta | None, health: SourceHealth, now: datetime, tz: ZoneInfo) -> str:
    """The state in words, with the age in whole minutes unless fresh, and why."""
    if state == "never":
        return f"never answered: {health.error.removesuffix('.')}" if health.error else "not asked yet"
    if age is None and health.succeeded is not None:
        answered = clock(local_time(health.succeeded, tz), tz, now)
        return f"{state}, age unknown: last answer {answered} lies ahead of the clock"
    if state == "fresh" or age is None:
        return state
    old = _old(age)
    return f"{state} {old}: {_why(health, age, now, tz)}".removesuffix(": ")


def _old(age: timedelta) -> str:
    """An age that changes seldom: whole minutes, from an hour on tens of them."""
    if age < timedelta(minutes=1):
        return "<1 min"
    return span(age if age < timedelta(hours=1) else age - age % timedelta(minutes=10))


def _why(health: SourceHealth, age: timedelta, now: datetime, tz: ZoneInfo) -> str:
    """Why it is not fresh: the error, or that it answers with old data; "" where only time has passed."""
    if health.error:
        return health.error.removesuffix(".")
    if health.as_of and health.succeeded and now - health.succeeded < age:
        return f"it answers, with data from {clock(local_time(health.as_of, tz), tz, now)}"
    return ""


def _local(instant: datetime | None, tz: ZoneInfo) -> datetime | None:
    return local_time(instant, tz) if instant else None
