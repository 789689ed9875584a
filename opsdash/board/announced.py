"""What one plan says at one instant, and whether the plans of several sources agree."""

from datetime import date, datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from opsdash.board.stretches import Plan, Stretch, day_of, overlaps
from opsdash.model import Facility
from opsdash.timing import clock

SaidKind = Literal["open", "closed", "soft", "tentative", "unknown", "nothing"]
_RANK: dict[SaidKind, int] = {"open": 0, "closed": 0, "soft": 1, "tentative": 2, "unknown": 3, "nothing": 4}


class Said(NamedTuple):
    """What a record says at an instant. Instants are UTC.

    Attributes:
        kind: of the stretch that decides; closed where none lies on a stated day, nothing where nobody
            speaks of the day.
        stretch: the one that decides; None when closed or nothing.
        since, until: of this state; None where not known.
        after: the stretch that covers `until`: it goes on, but otherwise.
        next: the first opening to come.
        wording: the published text that decides.
    """

    record: Facility
    plan: Plan
    kind: SaidKind
    stretch: Stretch | None
    since: datetime | None
    until: datetime | None
    after: Stretch | None
    next: Stretch | None
    wording: str


def said_at(record: Facility, plan: Plan, now: datetime, tz: ZoneInfo) -> Said:
    """What `plan` says at `now` (UTC)."""
    here = _covering(plan, now)
    if here is None:
        return _between(record, plan, now, tz)
    following = next((s for s in plan.stretches if s.low >= here.high and s.kind != "unknown"), None)
    after = _covering(plan, here.high) if here.kind == "open" and here.end else None
    return Said(record, plan, here.kind, here, here.start, here.end, after, following, here.wording)


def _covering(plan: Plan, now: datetime) -> Stretch | None:
    """The stretch that decides at `now`: the surest, open to most people, lasting longest."""
    found = [one for one in plan.stretches if one.low <= now < one.high]
    if not found:
        return None
    best = min(_strength(one) for one in found)
    return max((one for one in found if _strength(one) == best), key=lambda one: (one.high, one.low, one.wording))


def _strength(one: Stretch) -> tuple[int, bool, str, str]:
    return _RANK[one.kind], one.appointment, one.audience, one.place


def _between(record: Facility, plan: Plan, now: datetime, tz: ZoneInfo) -> Said:
    """No stretch lies at `now`: closed where that is stated, else nobody knows."""
    region = next(((low, high) for low, high in plan.stated if low <= now < high), None)
    ahead = next((one for one in plan.stretches if one.low > now), None)
    opening = next((one for one in plan.stretches if one.low > now and one.kind != "unknown"), None)
    if region is None:
        return Said(record, plan, "nothing", None, None, None, None, opening, "")
    behind = max((one for one in plan.stretches if one.high <= now), key=lambda one: one.high, default=None)
    since = behind.end if behind and behind.end == behind.high and behind.high >= region[0] else None
    until = ahead.start if ahead and ahead.kind == "open" and ahead.low <= region[1] else None
    wording = plan.wordings.get(day_of(now, tz), "")
    return Said(record, plan, "closed", None, since, until, None, opening, wording)


class Agreed(NamedTuple):
    """What the records of one facility say together: the one that decides, and where they disagree."""

    said: Said
    conflict: str
    undecided: bool


def together(all_said: list[Said], now: datetime, tz: ZoneInfo) -> Agreed:
    """The surest of `all_said` (at least one); among equals a polled source before the configuration.

    Open against closed is left undecided: which one is wrong, nobody knows. Where it is open but not for as long, or
    not for the same people, the one decides that promises least.
    """
    best = min(all_said, key=lambda one: (_RANK[one.kind], one.record.source == "config", one.record.id))
    opens = [one for one in all_said if one.kind == "open"]
    shuts = [one for one in all_said if one.kind == "closed"]
    softs = [one for one in all_said if one.kind == "soft"]
    if not opens:
        softs = [one for one in softs if any(_denied(one, other) for other in shuts)]
    if shuts and (opens or softs):
        return Agreed(best, versus([*opens, *softs, *shuts], now, tz), True)
    if len({(one.until, _whom(one)) for one in opens}) > 1:
        return Agreed(min(opens, key=lambda one: _promise(one, now)), versus(opens, now, tz), False)
    return Agreed(best, "", False)


def _promise(one: Said, now: datetime) -> tuple[bool, datetime, bool, bool, str]:
    """What is open says, as an order: who promises less, for fewer people, comes first."""
    return one.until is None, one.until or now, not _whom(one), one.record.source == "config", one.record.id


def _whom(one: Said) -> str:
    """For whom it is open: " for broadcasters only by appointment", "" for all."""
    if one.stretch is None:
        return ""
    audience = f" for {one.stretch.audience} only" if one.stretch.audience else ""
    return f"{audience}{' by appointment only' if one.stretch.appointment else ''}"


def _denied(soft: Said, other: Said) -> bool:
    """Whether `other` says closed for all of a stretch in which `soft` says open some time."""
    return soft.stretch is not None and not overlaps(other.plan, soft.stretch.low, soft.stretch.high)


def versus(all_said: list[Said], now: datetime, tz: ZoneInfo) -> str:
    """ "demo says open until 20:00, the configuration says closed"."""
    return ", ".join(f"{source_name(one.record.source)} says {claim(one, now, tz)}" for one in all_said)


def source_name(source: str) -> str:
    """How a source is called in a sentence."""
    return "the configuration" if source == "config" else source


def claim(said: Said, now: datetime, tz: ZoneInfo) -> str:
    """ "open until 20:00 for broadcasters only", "closed until Thu 26 June 08:00", "“Open (PM)”"."""
    if said.kind in ("open", "closed"):
        whom = _whom(said)
        return f"{said.kind} until {clock(said.until, tz, now)}{whom}" if said.until else f"{said.kind}{whom}"
    return quoted(said.wording) or "open, hours not published"


def quoted(wording: str) -> str:
    """`wording` in quotation marks, "" for none."""
    return f"“{wording}”" if wording else ""


def opening_of(said: Said, tz: ZoneInfo) -> tuple[datetime | None, date | None]:
    """The next opening: its instant, or only its day where no more is published."""
    one = said.next
    if one is None:
        return None, None
    return (one.start, None) if one.start else (None, one.day if one.kind == "tentative" else day_of(one.low, tz))
