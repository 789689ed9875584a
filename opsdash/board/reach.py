"""Whether an open facility can be reached: its entrance, its shuttle, what it is in (S3). Chains included."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from opsdash.board.announced import said_at
from opsdash.board.items import OPEN_STATES, SHUT_STATES
from opsdash.board.outlook import Outlook
from opsdash.board.stretches import day_of
from opsdash.parts import Dependency
from opsdash.timing import clock

_ROLES = {"entrance": ("its only entrance", "one of its entrances"),
          "shuttle": ("its only shuttle", "one of its shuttles"),
          "host": ("the place it is in", "one of the places it is in")}  # fmt: skip


MOST_WAYS = 50
"""Places on the ways into one that are looked at; more is no building but a broken source."""


class Reach(NamedTuple):
    """Why a place cannot be reached ("" when it can), and what else is to be said of the way in."""

    unreachable: str
    flags: tuple[str, ...]


def reach(view: Outlook, views: Mapping[str, Outlook], now: datetime, tz: ZoneInfo) -> Reach:
    """Whether the place of `view` can be reached at `now` (UTC). A place that is closed need not be.

    Of a place whose own hours nobody knows, a closed way in is only mentioned.
    """
    if view.state in SHUT_STATES or not view.place.records:
        return Reach("", ())
    barred = _barred(view, views, now, tz, {view.place.id})
    if view.state == "unknown":
        return Reach("", (_sentence(f"{barred}."),) if barred else ())
    flags = [_remark(view, dependency, views.get(on), barred, now, tz) for dependency, on in view.place.depends]
    return Reach(barred, tuple(_sentence(one) for one in flags if one))


def ways(view: Outlook, views: Mapping[str, Outlook]) -> tuple[str, ...]:
    """What must be open to reach the place of `view`, in words: "its only entrance: Accreditation Office"."""
    return tuple(
        f"{_role(dependency)}: {views[on].place.name if on in views else dependency.on}"
        for dependency, on in view.place.depends
    )


def _remark(
    view: Outlook, dependency: Dependency, target: Outlook | None, barred: str, now: datetime, tz: ZoneInfo
) -> str:
    """What is to be said of one way in beside that it bars; "" for nothing."""
    if target is None:
        return f"{_role(dependency)} is “{dependency.on}”, which is not known here."
    if not dependency.only and _shut(target, view, now, tz):
        return f"{_way(dependency, target)} is closed."
    if target.state in ("unknown", "not confirmed"):
        doubt = "not known" if target.state == "unknown" else "not confirmed"
        return f"whether {_way(dependency, target)} is open is {doubt}."
    if not barred and dependency.only and (ends := _shuts_first(view, target, now, tz)):
        return f"{_way(dependency, target)} is closed from {clock(ends, tz, now.astimezone(tz))}."
    return ""


def _barred(view: Outlook, views: Mapping[str, Outlook], now: datetime, tz: ZoneInfo, seen: set[str]) -> str:
    """The first only way in that is closed, or that itself cannot be reached.

    `seen` are the places whose own ways in have been looked at, here or further up: each once, however many lead to it.
    """
    for dependency, on in view.place.depends:
        target = views.get(on)
        if target is None or not dependency.only:
            continue
        if _shut(target, view, now, tz):
            return f"{_way(dependency, target)} is closed"
        if on in seen or len(seen) >= MOST_WAYS or target.state in SHUT_STATES:
            continue
        seen.add(on)
        if further := _barred(target, views, now, tz, seen):
            return f"{_way(dependency, target)} cannot be reached: {further}"
    return ""


def _shut(target: Outlook, view: Outlook, now: datetime, tz: ZoneInfo) -> bool:
    """Whether `target` bars `view` now. Where nobody knows when `view` is open today, only an entrance that
    does not open any more today does."""
    if target.state not in SHUT_STATES:
        return False
    if view.state in OPEN_STATES:
        return True
    today = day_of(now, tz)
    return not (target.then and day_of(target.then, tz) == today) and target.then_day != today


def _shuts_first(view: Outlook, target: Outlook, now: datetime, tz: ZoneInfo) -> datetime | None:
    """When `target` closes for certain while `view` is still open; None when it does not."""
    if view.state not in OPEN_STATES or view.until is None or target.live:
        return None
    plan = target.said.plan
    edges = {one.high for one in plan.stretches} | {low for low, _ in plan.stated}
    for edge in sorted(edge for edge in edges if now < edge < view.until):
        if said_at(target.said.record, plan, edge, tz).kind == "closed":
            return edge
    return None


def _role(dependency: Dependency) -> str:
    return _ROLES[dependency.by][0 if dependency.only else 1]


def _way(dependency: Dependency, target: Outlook) -> str:
    """ "its only entrance, the Accreditation Office,"."""
    name = target.place.name
    return f"{_role(dependency)}, {name if name.casefold().startswith('the ') else f'the {name}'},"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
