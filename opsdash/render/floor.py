"""The spaces as a floor: by zone and kind, each a cell with its state, who has it, and until when."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from opsdash.board.items import SpaceItem
from opsdash.board.moments import natural
from opsdash.board.spacegaps import Gap, free_now, gap_of
from opsdash.render.canvas import Canvas, Picture, Spot, beside
from opsdash.render.cells import cut_middle, pad, settle, width
from opsdash.render.glyphs import mark
from opsdash.render.rows import Spans, clip, spans_width
from opsdash.render.spacerows import KIND_NAMES
from opsdash.render.words import hhmm, joined

LEAST, GAP = 24, 1
"""Cells of a space's cell at least, and between two of them."""
WAITS = (0, 60, 120, 30)
"""Minutes that the filter goes through, what is asked for most often first; 0 shows all."""
_LEAST_WORDS = 4
"""Cells that the words of a cell need for a time to stand beside them: "free"."""
KINDS = tuple(KIND_NAMES)


class Group(NamedTuple):
    """Spaces of one kind in one zone."""

    zone: str
    kind: str
    items: tuple[SpaceItem, ...]


def groups_of(items: Iterable[SpaceItem]) -> tuple[Group, ...]:
    """The spaces by zone and kind, everything in natural order."""
    ordered = sorted(items, key=lambda s: (natural(s.zone), KINDS.index(s.type), natural(s.name), s.id))
    return tuple(
        Group(zone, kind, tuple(found)) for (zone, kind), found in groupby(ordered, key=lambda s: (s.zone, s.type))
    )


def shown_spaces(items: Iterable[SpaceItem], minutes: int, now: datetime) -> tuple[SpaceItem, ...]:
    """All of them, or those that are free now for `minutes`."""
    return tuple(item for item in items if not minutes or free_now(item, minutes, now))


def soonest(items: Iterable[SpaceItem], minutes: int, now: datetime) -> tuple[tuple[SpaceItem, Gap], ...]:
    """The spaces that are not free now for `minutes` but will be, the soonest first."""
    gaps = [(item, gap) for item in items if (gap := gap_of(item, minutes, now)) and gap.start > now]
    return tuple(sorted(gaps, key=lambda one: (one[1].start, natural(one[0].name))))


def across(cells: int) -> int:
    """How many spaces stand beside one another."""
    return max(1, (cells + GAP) // (LEAST + GAP)) if cells < 150 else (cells + GAP) // (30 + GAP)


def floor_picture(
    items: Sequence[SpaceItem], now: datetime, cells: int, lines: int, minutes: int = 0, selected: str = ""
) -> Picture:
    """The floor in `cells` cells. Where `lines` allow for it, a second line of each cell says more.

    With `minutes`, only what is free now for so long, and below it what will be soonest.
    """
    shown = shown_spaces(items, minutes, now)
    groups = groups_of(shown)
    abreast = across(cells)
    needed = sum(1 + -(-len(group.items) // abreast) for group in groups)
    tall = 2 if not minutes and needed + sum(-(-len(g.items) // abreast) for g in groups) <= lines else 1
    found: list[Spans] = []
    spots: dict[str, Spot] = {}
    size = (cells - GAP * (abreast - 1)) // abreast
    for group in groups:
        found.append(_heading(group, items, cells, minutes))
        names = _names(group.items, max(10, size * 2 // 5))
        for at in range(0, len(group.items), abreast):
            row = group.items[at : at + abreast]
            canvases = [Canvas(cells) for _ in range(tall)]
            for place, item in enumerate(row):
                first = place * (size + GAP)
                _cell(canvases, first, size, item, names[item.id], now, item.id == selected)
                spots[item.id] = Spot(len(found), first, first + size)
            found += [canvas.spans() for canvas in canvases]
    if minutes:
        _add_soonest(found, spots, items, minutes, now, cells, selected)
    return Picture((), tuple(found), spots)


def _heading(group: Group, items: Iterable[SpaceItem], cells: int, minutes: int) -> Spans:
    """The zone and the kind, and how many of them are free: as many as stand below where only those do."""
    of_kind = [item for item in items if (item.zone, item.type) == (group.zone, group.kind)]
    free = len(group.items) if minutes else sum(item.state == "free" for item in of_kind)
    zone = group.zone or "zone not published"
    left: Spans = (
        ("── ", "rule"), (zone, "heading"), (f"  {KIND_NAMES[group.kind]}", "text"),
        (f"  {free} of {len(of_kind)} free ", "good" if free else "dim"),
    )  # fmt: skip
    return clip((*left, ("─" * (cells - spans_width(left)), "rule")), cells)


def _cell(
    canvases: Sequence[Canvas], first: int, size: int, item: SpaceItem, name: str, now: datetime, selected: bool
) -> None:
    shown = mark("space", item.state)

    def own(role: str) -> str:
        return f"{item.tone}-label" if selected else role

    for canvas in canvases if selected else ():
        canvas.fill(first, first + size, " ", own(""))
    word, rest, time = _said(item, now)
    top = canvases[0]
    at = top.write(first, f"{shown.glyph} ", own(item.tone), size)
    at = top.write(at, f"{name} ", own("strong"), size - (at - first))
    if len(canvases) == 2:
        top.write(at, shown.word, own(item.tone), first + size - at)
        below, room = canvases[1], size - 3 - width(time)
        end = below.write(first + 2, rest, own("text"), room)
        below.write(end + (1 if rest else 0), time, own("time"))
        return
    left = first + size - at
    held = width(time) + 1 if time and left - width(time) - 1 >= _LEAST_WORDS else 0
    top.write(at, joined(word, rest, by=" "), own("text" if item.state == "occupied" else item.tone), left - held)
    if held:
        top.write(first + size - width(time), time, own("time"))


def _said(item: SpaceItem, now: datetime) -> tuple[str, str, str]:
    """What a cell says: the state's word where the rest does not say it, who is there or why not, the time."""
    shown = mark("space", item.state)
    match item.state:
        case "free":
            return shown.short, "", _till(item.until, now)
        case "reserved":
            due = item.since is not None and item.since <= now
            since = hhmm(item.since if due else item.until, now)
            return "", joined("due since" if due else "from", since, item.holder, by=" "), ""
        case "occupied":
            return "", item.holder or "taken", _till(item.until, now)
        case "walk-in":
            return shown.short, item.holder, _till(item.until, now)
        case "overdue" | "no-show":
            return shown.short, item.holder, f"since {hhmm(item.since, now)}" if item.since else ""
        case "double-booked":
            return shown.short, item.holder, f"from {hhmm(item.since, now)}" if item.since else ""
        case "out of service":
            return shown.short, item.reason, ""
    return shown.short, "", ""


def _till(instant: datetime | None, now: datetime) -> str:
    return f"–{hhmm(instant, now)}" if instant else ""


def _names(items: Sequence[SpaceItem], cells: int) -> dict[str, str]:
    """Names short enough for `cells`: without the first words as long as they stay different, else with the
    middle cut, since the number at the end tells them apart."""
    names = {item.id: settle(item.name) for item in items}
    while any(width(name) > cells for name in names.values()):
        shorter = {key: name.split(" ", 1)[1] if name.count(" ") > 1 else name for key, name in names.items()}
        if shorter == names or len(set(shorter.values())) < len(set(names.values())):
            break
        names = shorter
    return {key: cut_middle(name, cells) for key, name in names.items()}


def _add_soonest(
    found: list[Spans], spots: dict[str, Spot], items: Iterable[SpaceItem], minutes: int, now: datetime, cells: int,
    selected: str,
) -> None:  # fmt: skip
    """What will be free soonest, one line each."""
    later = soonest(items, minutes, now)
    if not found:
        found.append(clip(((f"No space is free for {waiting(minutes)}.", "warn"),), cells))
    if later:
        found += [clip((), cells), clip(((f"Free later for {waiting(minutes)}, the soonest first", "heading"),), cells)]
    for item, gap in later:
        shown = mark("space", item.state)
        end = f" to {hhmm(gap.end, gap.start)}" if gap.end else ""
        spots[item.id] = Spot(len(found), 0, cells)
        line: Spans = (
            (pad(f"{hhmm(gap.start, now)}{end}", 19), "time"), (pad(settle(item.name), 20), "strong"),
            (f" {shown.short} {item.holder}", item.tone), (f"  {joined(item.zone, KIND_NAMES[item.type])}", "dim"),
        )  # fmt: skip
        if item.id == selected:
            line = tuple((text, f"{item.tone}-label") for text, _ in line)
        found.append(clip(line, cells))


def waiting(minutes: int) -> str:
    """ "half an hour", "an hour", "2 hours"."""
    return {30: "half an hour", 60: "an hour"}.get(minutes, f"{minutes // 60} hours")


def legend(cells: int) -> Spans:
    """What the glyphs of the cells mean."""
    states = ("free", "reserved", "occupied", "overdue", "no-show", "double-booked", "out of service", "unknown")
    shown = (mark("space", state) for state in states)
    return beside((((one.glyph, one.tone), (f" {one.short}", "dim")) for one in shown), cells)
