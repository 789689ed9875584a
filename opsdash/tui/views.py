"""The numbered views: their names, keys and classes. A new one is an entry here and a module with its screen.

Imports no Textual; a view's class is imported when the view is first shown.
"""

from typing import NamedTuple

from opsdash.render.rows import Spans, clip, spans_width


class ViewSpec(NamedTuple):
    """What the program knows of a view before it is shown.

    Attributes:
        name: its id. key: as Textual names keys, several with commas; the first is the one on its tab.
        label: on its tab. screen: "module:Class", a subclass of `opsdash.tui.screens.view.View`.
        help: what it shows, a sentence.
    """

    name: str
    key: str
    label: str
    screen: str
    help: str


_SCREENS = "opsdash.tui.screens"
_ALL = (
    ViewSpec("overview", "1", "Overview", f"{_SCREENS}.overview:Overview", "What is so now, and what needs you."),
    ViewSpec("hours", "2", "Hours", f"{_SCREENS}.hours:HoursView", "Every place's opening hours over the week."),
    ViewSpec("programme", "3", "Programme", f"{_SCREENS}.programme:ProgrammeView", "The press events by day and room."),
    ViewSpec("booths", "4", "Booths", f"{_SCREENS}.booths:BoothsView", "Every booth, stand-up and van bay."),
    ViewSpec("pools", "5", "Pools", f"{_SCREENS}.pools:PoolsView", "Who is there and who is missing, for each pool."),
    ViewSpec("find", "6,slash", "Find", f"{_SCREENS}.find:FindView", "Search everything."),
    ViewSpec("changes", "7,c", "Changes", f"{_SCREENS}.changes:ChangesView", "What changed since you last looked."),
    ViewSpec("sources", "8,s", "Sources", f"{_SCREENS}.sources:SourcesView", "How each source does, and the newsroom."),
)
VIEWS: dict[str, ViewSpec] = {spec.name: spec for spec in _ALL}
"""Every view by its name, in the order of the tabs."""


def tabs(current: str, cells: int, keys: dict[str, str], counts: dict[str, str]) -> tuple[Spans, dict[int, str]]:
    """The line that names the views, and the view at each of its cells.

    The current one stands in brackets. Where the names do not fit, the other views show their keys alone, but for
    those that have something to count; where that does not fit either, these too.

    Args:
        keys: the keys on the tabs by view name. counts: what stands behind a view's name.
    """
    spans: Spans = ()
    places: dict[int, str] = {}
    for labelled in (VIEWS.keys(), {current, *counts}, {current}):
        shown = {name: f" {_label(name, counts)}" for name in labelled}
        spans, places = _tabs(current, keys, shown)
        if spans_width(spans) <= cells:
            break
    return clip(spans, cells), places


def _label(name: str, counts: dict[str, str]) -> str:
    """A view's label and its count."""
    return f"{VIEWS[name].label} {counts.get(name, '')}".rstrip()


def _tabs(current: str, keys: dict[str, str], labels: dict[str, str]) -> tuple[Spans, dict[int, str]]:
    """One cell before and after each tab, shared by neighbours; the current tab's two hold its brackets."""
    spans: list[tuple[str, str]] = []
    places: dict[int, str] = {}
    at, after = 1, " "
    for spec in VIEWS.values():
        here = spec.name == current
        key, label = keys[spec.name], labels.get(spec.name, "")
        spans += [("[" if here else after, "accent"), (key, "accent"), (label, "title" if here else "dim")]
        after = "]" if here else " "
        size = len(key) + len(label)
        places.update(dict.fromkeys(range(at, at + size), spec.name))
        at += size + 1
    return (*spans, (after, "accent")), places
