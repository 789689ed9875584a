"""What changed, in words: a table of the fields that belong together and how a change of them is said.

Old and new values are what the store kept: text, numbers, lists and objects, instants as ISO 8601 text. A
value nobody foresaw is never an error; it is said as "room changed".
"""

from collections.abc import Callable
from typing import Any

from opsdash.board.kept import Place, clock_of, date_of, day_of, label, objects_of, plain, text_of, texts_of
from opsdash.timing import day_name

Diff = dict[str, tuple[Any, Any]]
"""What a record's fields were and are."""

UNSAID = frozenset({"id", "updated", "withdrawn", "doubt"})
"""Fields whose change is no news by itself."""


Rule = tuple[tuple[str, ...], Callable[[Diff, Place], list[str]]]
"""Fields that are said together, and how; no words means that the fallback speaks."""


def phrases(kind: str, diff: Diff, place: Place) -> list[str]:
    """Every change in `diff` in words, the gravest first."""
    said: list[str] = []
    left = {field: both for field, both in diff.items() if field not in UNSAID}
    for fields, words in RULES.get(kind, ()):
        if part := {field: left.pop(field) for field in fields if field in left}:
            said += words(part, place) or [f"{label(next(iter(part)))} changed"]
    return said + [plain(field, *both) for field, both in sorted(left.items())]


# Press events.


def _status(diff: Diff, place: Place) -> list[str]:
    old, new = diff.get("status", (None, None))
    began, finished = (clock_of(diff.get(field, (None, None))[1], place) for field in ("began", "finished"))
    if finished or new == "ended":
        return [f"ended {finished}".strip()]
    if began or new == "live":
        return [f"began {began}" if began else "live now"]
    if new == "scheduled":
        back = {"cancelled": "back on, was cancelled", "postponed": "back on, was postponed", "tentative": "confirmed"}
        return [back.get(str(old), f"scheduled again, was {text_of(old)}" if text_of(old) else "scheduled")]
    return [f"now {new}" if new == "tentative" else new] if isinstance(new, str) and new else []


def _moved(diff: Diff, place: Place) -> list[str]:
    """Time and place: "moved 16:30 to 17:15, Room A to Room B"."""
    moves = []
    if "start" in diff:
        moves += _between(diff["start"], place)
    elif "day" in diff:
        moves += _both(day_of(diff["day"][0]), day_of(diff["day"][1]))
    if "room" in diff:
        moves += _both(text_of(diff["room"][0]), text_of(diff["room"][1]))
    said = [f"moved {', '.join(moves)}"] if moves else []
    if not moves:
        said += _set("time", "start", diff, place) + _set("room", "room", diff, place)
    elif "wording" in diff and "start" not in diff:
        said += _published(diff)
    if not said and "end" in diff:
        said += _end(diff, place)
    return said or _published(diff)


def _both(old: str, new: str) -> list[str]:
    return [f"{old} to {new}"] if old and new and old != new else []


def _between(both: tuple[Any, Any], place: Place) -> list[str]:
    """Two clock times, the day named once when it is the same."""
    old, new = (clock_of(value, place) for value in both)
    before, after = (text.rpartition(" ") for text in (old, new))
    if old and new and before[0] == after[0] and before[0]:
        return [f"{old} to {after[2]}"]
    if old and new and after[0] != before[0]:
        today = day_name(place.today)
        old, new = (text if " " in text else f"{today} {text}" for text in (old, new))
    return _both(old, new)


def _set(name: str, field: str, diff: Diff, place: Place) -> list[str]:
    """A time or room that was not there before, or no longer is."""
    if field not in diff:
        return []
    old, new = (clock_of(value, place) if field == "start" else text_of(value) for value in diff[field])
    if new and not old:
        return [f"{name} set: {new}"]
    wording = text_of(diff.get("wording", ("", ""))[1]) if field == "start" else ""
    return [f"{name} open, was {old}" + (f'; published as "{wording}"' if wording else "")] if old and not new else []


def _end(diff: Diff, place: Place) -> list[str]:
    old, new = (clock_of(value, place) for value in diff["end"])
    if new:
        return [f"until {new}, was {old}" if old else f"until {new}"]
    return [f"end open, was {old}"] if old else []


def _published(diff: Diff) -> list[str]:
    old, new = (text_of(value) for value in diff.get("wording", ("", "")))
    if new:
        return [f'time now "{new}", was "{old}"' if old else f'time now "{new}"']
    return ["time changed"]


def _expected(diff: Diff, place: Place) -> list[str]:
    old, new = (clock_of(value, place) for value in diff["expected"])
    if new:
        return [f"expected {new}, was {old}" if old else f"expected {new}"]
    return [f"no longer expected {old}"] if old else []


def _who(joins: str, leaves: str) -> Callable[[Diff, Place], list[str]]:
    def words(diff: Diff, _: Place) -> list[str]:
        ((old, new),) = ((texts_of(a), texts_of(b)) for a, b in diff.values())
        came, went = [t for t in new if t not in old], [t for t in old if t not in new]
        return [f"{verb}: {', '.join(map(text_of, who))}" for verb, who in ((joins, came), (leaves, went)) if who]

    return words


def _flag(true: str, false: str) -> Callable[[Diff, Place], list[str]]:
    def words(diff: Diff, _: Place) -> list[str]:
        ((_old, new),) = diff.values()
        return [true] if new is True else [false] if new is False else []

    return words


def _another(words: str) -> Callable[[Diff, Place], list[str]]:
    """Fixed words for a reference that nobody would read aloud."""
    return lambda _diff, _place: [words]


def _now(name: str, names: dict[str, str] | None = None) -> Callable[[Diff, Place], list[str]]:
    """ "now NEW, was OLD" for a text field; `names` replaces values by what a person says."""

    def words(diff: Diff, _: Place) -> list[str]:
        old, new = ((names or {}).get(text_of(v), text_of(v)) for both in diff.values() for v in both)
        if new and old:
            return [f"{name} now {new}, was {old}"]
        return [f"{name}: {new}"] if new else [f"{name} no longer given, was {old}"] if old else []

    return words


def _when(name: str) -> Callable[[Diff, Place], list[str]]:
    """ "NAME 14:00, was 13:45" for an instant."""

    def words(diff: Diff, place: Place) -> list[str]:
        ((old, new),) = ((clock_of(a, place), clock_of(b, place)) for a, b in diff.values())
        if new:
            return [f"{name} {new}, was {old}" if old else f"{name} {new}"]
        return [f"{name} open, was {old}"] if old else []

    return words


def _renamed(diff: Diff, _: Place) -> list[str]:
    ((old, _new),) = diff.values()
    return [f'renamed, was "{text_of(old)}"'] if text_of(old) else []


# Facilities.


def _live(diff: Diff, _: Place) -> list[str]:
    _old, new = diff["live"]
    if not isinstance(new, dict) or not text_of(new.get("state")):
        return ["no longer says what is so now"]
    return [_because(f"now {text_of(new['state'])}", new.get("reason"))]


def _because(words: str, reason: Any) -> str:
    return f"{words}: {text_of(reason)}" if text_of(reason) else words


def _periods(diff: Diff, place: Place) -> list[str]:
    old, new = (_by_day(value, place) for value in diff["periods"])
    days = [day for day in sorted(old.keys() | new.keys()) if old.get(day) != new.get(day)]
    said = [_hours(day, old.get(day, ""), new.get(day, ""), place) for day in days[:2]]
    return said + ([f"opening hours of {len(days) - 2} more days"] if len(days) > 2 else [])


def _by_day(value: Any, place: Place) -> dict[str, str]:
    """The published hours of each day, in words."""
    found: dict[str, list[str]] = {}
    for period in objects_of(value):
        found.setdefault(str(period.get("day", "")), []).append(_period(period, place))
    return {day: " and ".join(words) for day, words in found.items()}


def _period(period: dict[str, Any], place: Place) -> str:
    if period.get("closed") is True:
        return "closed"
    here = Place(place.tz, date_of(period.get("day")) or place.today)
    opens, closes = clock_of(period.get("opens"), here), clock_of(period.get("closes"), here)
    words = f"{opens} to {closes}" if opens and closes else f"from {opens}" if opens else f"until {closes}"
    words = words if opens or closes else text_of(period.get("wording")) or "open, hours not published"
    where = text_of(period.get("place"))
    extras = [
        f"at {where}" if where else "",
        text_of(period.get("audience")),
        "not confirmed" if period.get("confirmed") is False else "",
    ]
    named = ", ".join(extra for extra in extras if extra)
    return f"{words} ({named})" if named else words


def _hours(day: str, old: str, new: str, place: Place) -> str:
    """One day: "opening hours: until 20:00, was 18:00"."""
    named = f"opening hours {day_of(day)}".rstrip() if date_of(day) != place.today else "opening hours"
    same = " to ".join(new.split(" to ")[:1])
    if old and new and " to " in new and old.startswith(f"{same} to "):  # opens as before: only the end is news
        return f"{named}: until {new.removeprefix(f'{same} to ')}, was {old.removeprefix(f'{same} to ')}"
    shared = "until " if old.startswith("until ") and new.startswith("until ") else ""
    return f"{named}: {new or 'withdrawn'}, was {old.removeprefix(shared)}" if old else f"{named}: {new}"


# Spaces and bookings.


def _service(diff: Diff, _: Place) -> list[str]:
    reason = diff.get("reason", ("", ""))[1]
    if "in_service" not in diff:
        return [f"reason: {text_of(reason)}"] if text_of(reason) else []
    working = diff["in_service"][1]
    return ["back in service"] if working is True else [_because("now out of service", reason)]


def _presence(diff: Diff, place: Place) -> list[str]:
    """Who is seen there: "taken up by Fjord TV at 14:02"."""
    old, new = (text_of(value) for value in diff.get("present", ("", "")))
    since, vacant = (clock_of(diff.get(field, ("", ""))[1], place) for field in ("present_since", "vacant_since"))
    if new:
        return [f"taken up by {new}" + (f" at {since}" if since else "") + (f", was {old}" if old else "")]
    if old:
        return [f"left by {old}" + (f" at {vacant}" if vacant else "")]
    return [f"empty since {vacant}"] if vacant else [f"there since {since}"] if since else []


def _came(diff: Diff, place: Place) -> list[str]:
    """A booking's own life."""
    came, left = (clock_of(diff.get(field, ("", ""))[1], place) for field in ("checked_in", "checked_out"))
    said = [f"taken up at {came}"] if came else []
    said += [f"left at {left}"] if left else []
    status = text_of(diff.get("status", ("", ""))[1])
    named = {"no-show": "nobody came", "pending": "now pending"}
    return said + ([named.get(status, status)] if status else [])


def _slot(diff: Diff, place: Place) -> list[str]:
    if "start" in diff:
        return [f"moved {move}" for move in _between(diff["start"], place)]
    return _end(diff, place)


def _due(diff: Diff, place: Place) -> list[str]:
    """When a deadline is; what is published of it says the same in other words."""
    return _when("now")({"at": diff["at"]}, place) if "at" in diff else _published(diff)


# Pools.

_ATTENDANCE = {"present": "arrived", "late": "late", "absent": "absent", "declined": "declined",
               "confirmed": "confirmed", "invited": "invited again"}  # fmt: skip


def _assignments(diff: Diff, _: Place) -> list[str]:
    """Who arrived, declined, joined: "photographer 1, photographer 2 arrived"."""
    old, new = ({_person(one): one for one in objects_of(value)} for value in diff["assignments"])
    groups: dict[str, list[str]] = {}
    for who in sorted(old.keys() | new.keys()):
        for words in _member(old.get(who), new.get(who)):
            groups.setdefault(words, []).append(who)
    return [f"{_few(who)} {words}" for words, who in groups.items()]


def _person(one: dict[str, Any]) -> str:
    organisation = text_of(one.get("organisation"))
    person = text_of(one.get("person")) or "somebody"
    return f"{person} ({organisation})" if organisation else person


def _few(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _member(old: dict[str, Any] | None, new: dict[str, Any] | None) -> list[str]:
    if new is None:
        return ["no longer in the pool"]
    status = str(new.get("status", "invited"))
    if old is None:
        return ["joins the pool" if status == "invited" else f"joins the pool, {_ATTENDANCE.get(status, status)}"]
    said = [_ATTENDANCE.get(status, status)] if status != str(old.get("status", "invited")) else []
    said += ["has the pool card"] if new.get("card_issued") is True and not old.get("card_issued") else []
    return said + (["moves up from the reserve list"] if old.get("reserve") and not new.get("reserve") else [])


_ACCESS = {"open": "open to all", "pool": "pool only", "invitation": "by invitation", "closed": "closed to the media"}

RULES: dict[str, tuple[Rule, ...]] = {
    "event": (
        (("status", "began", "finished"), _status),
        (("start", "day", "room", "end", "precision", "part", "wording", "after"), _moved),
        (("expected",), _expected),
        (("title",), _renamed),
        (("access",), _now("access", _ACCESS)),
        (("speakers",), _who("speaks too", "no longer speaks")),
        (("delegations",), _who("delegation added", "delegation gone")),
        (("host_tv",), _flag("covered by Host TV", "not covered by Host TV")),
        (("streamed",), _flag("streamed", "not streamed")),
        (("official",), _flag("now on the official programme", "no longer on the official programme")),
    ),
    "facility": (
        (("live",), _live),
        (("periods",), _periods),
        (("hours",), _now("opening hours")),
        (("name",), _renamed),
        (("place",), _now("place")),
    ),
    "space": (
        (("in_service", "reason"), _service),
        (("present", "present_since", "vacant_since"), _presence),
        (("name",), _renamed),
    ),
    "booking": (
        (("status", "checked_in", "checked_out"), _came),
        (("start", "end"), _slot),
        (("space",), _now("space")),
        (("organisation",), _now("for")),
    ),
    "pool": (
        (("cancelled",), _flag("cancelled", "back on, was cancelled")),
        (("event",), _another("covers another event")),
        (("muster_at",), _when("meets")),
        (("muster_place",), _now("meets at")),
        (("assignments",), _assignments),
        (("material_shared",), _when("material shared")),
        (("material_due",), _when("material due")),
        (("departs",), _when("leaves")),
        (("returns",), _when("returns")),
        (("name",), _renamed),
    ),
    "deadline": ((("at", "wording"), _due), (("title",), _renamed)),
    "notice": ((("text",), _renamed), (("until",), _when("until"))),
}
