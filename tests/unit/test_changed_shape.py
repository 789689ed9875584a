"""A server's next version: a field gone, a type changed. What is wrong is said with its path, and nothing vanishes."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from opsdash.snapshot import Batch
from opsdash.sourcespec import IcalSpec, SourceSpec
from tests.fuzzing import KINDS, seeds
from tests.sourcekinds import problems, read
from tests.unit import (
    test_source_indico,
    test_source_librebooking,
    test_source_newsroom,
    test_source_pretalx,
    test_source_schedule,
    test_source_sheet,
    test_sources_ical,
    test_sources_opsdash,
)

Change = Callable[[Any], Any]


class Case(NamedTuple):
    """A good answer and what becomes of it: which resource it is, what the problem says in the end."""

    spec: SourceSpec
    resource: str
    body: Any
    change: Change
    says: str


def _gone(*path: str | int) -> Change:
    """Takes a value away."""

    def change(body: Any) -> Any:
        holder = body
        for step in path[:-1]:
            holder = holder[step]
        del holder[path[-1]]
        return body

    return change


def _now(value: Any, *path: str | int) -> Change:
    """Puts another value in its place."""

    def change(body: Any) -> Any:
        holder = body
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = value
        return body

    return change


def _text(old: str, new: str) -> Change:
    return lambda body: body.replace(old, new)


PRETALX = json.loads(test_source_pretalx.schedule(test_source_pretalx.slot("A"), test_source_pretalx.slot("B")))
OWN = {"items": [{"id": "1", "name": "Booth 1", "capacity": 2}, {"id": "2", "name": "Booth 2"}], "next": None}
BOOKED = test_source_librebooking.SEEDS["reservations"]
TIMETABLE = test_source_indico.SEEDS["timetable"]
DAY = ("results", "7", "20250625")
FEED = json.loads(test_source_newsroom.JSON_FEED)
PLACES = ("schedule", "conference", "days", 0, "rooms", "Room A", 0)
CALENDAR = IcalSpec(name="cal", url="https://a/")

SOME = {
    "opsdash: a field gone": Case(
        test_sources_opsdash.SPEC, "spaces", OWN, _gone("items", 0, "name"), "1: object missing required field `name`"
    ),
    "opsdash: a type": Case(
        test_sources_opsdash.SPEC, "spaces", OWN, _now("two", "items", 0, "capacity"), "1: capacity: expected `int"
    ),
    "pretalx: a field gone": Case(
        test_source_pretalx.SPEC, "schedule", PRETALX, _gone("slots", 0, "start"), "A: object missing required field"
    ),
    "pretalx: a type": Case(
        test_source_pretalx.SPEC, "schedule", PRETALX, _now(9, "slots", 0, "start"), "A: start: expected `str | null`"
    ),
    "librebooking: a field gone": Case(
        BOOKED[0], "reservations", BOOKED[1], _gone("reservations", 0, "startDate"), "5f3a: "
    ),
    "schedule: a type": Case(
        test_source_schedule.SPEC, "", test_source_schedule.JSON, _now(9, *PLACES, "date"),
        "Opening remarks: date: expected",
    ),
    "newsroom: a type": Case(
        test_source_newsroom.SPEC, "", FEED, _now(9, "items", 0, "title"), "item 1: title: expected `str | null`"
    ),
    "ical: a field gone": Case(
        CALENDAR, "", test_sources_ical.calendar(test_sources_ical.TALK, test_sources_ical.TALK.replace("talk-1", "b")),
        lambda body: body.replace("DTSTART:20250625T130000Z\r\n", "", 1).replace("DTSTART:20250625T130000Z\n", "", 1),
        "has no start that could be read",
    ),
}  # fmt: skip
"""One item of several is not what it was: it is said, and known as unread; the others are read."""

ALL = {
    "opsdash": Case(test_sources_opsdash.SPEC, "spaces", OWN, _gone("items"), "missing required field `items`"),
    "opsdash: a type": Case(test_sources_opsdash.SPEC, "spaces", OWN, _now({}, "items"), "items: expected `array`"),
    "pretalx": Case(test_source_pretalx.SPEC, "schedule", PRETALX, _gone("slots"), "missing required field `slots`"),
    "pretalx: a type": Case(
        test_source_pretalx.SPEC, "schedule", PRETALX, _now("v2", "slots"), "slots: expected `array`, got `str`"
    ),
    "librebooking": Case(BOOKED[0], "reservations", BOOKED[1], _gone("reservations"), "reservations"),
    "indico": Case(TIMETABLE[0], "timetable", TIMETABLE[1](), _gone("results"), "results"),
    "schedule": Case(
        test_source_schedule.SPEC, "", test_source_schedule.JSON, _gone("schedule", "conference"),
        "schedule: object missing required field `conference`",
    ),
    "newsroom": Case(test_source_newsroom.SPEC, "", FEED, _gone("items"), "missing required field `items`"),
    "sheet": Case(
        test_source_sheet.sheet(), "", test_source_sheet.TABLE, _text("Where", "Room"), "the columns: 'Where' not found"
    ),
    "ical": Case(
        CALENDAR, "", test_sources_ical.calendar(test_sources_ical.TALK), lambda _: '{"events": []}', "not a calendar"
    ),
}  # fmt: skip
"""The answer as a whole is not what it was: it is said, and nothing counts as vanished."""


def after(case: Case) -> tuple[Batch, Batch]:
    """What the answer came to before and after."""
    bodies = [case.body, case.change(json.loads(json.dumps(case.body)))]
    texts = [one if isinstance(one, str) else json.dumps(one) for one in bodies]
    assert texts[0] != texts[1]
    before, then = (read(case.spec, text, case.resource) for text in texts)
    assert before.kinds
    assert before.records
    return before, then


@pytest.mark.parametrize("name", SOME)
def test_one_item_of_another_shape_is_named_and_the_others_are_read(name: str) -> None:
    before, then = after(SOME[name])
    assert any(SOME[name].says in said for said in problems(then)), problems(then)
    assert then.kinds == before.kinds
    lost = {record.id for record in before.records} - {record.id for record in then.records}
    kept_by_name = {one for one in lost if any(one == unread or one.startswith(f"{unread}/") for unread in then.unread)}
    assert then.torn or kept_by_name == lost, "what could not be read must not count as vanished"
    assert then.records


@pytest.mark.parametrize("name", ALL)
def test_an_answer_of_another_shape_withdraws_nothing(name: str) -> None:
    _, then = after(ALL[name])
    assert any(ALL[name].says in said for said in problems(then)), problems(then)
    assert (then.kinds, then.records) == ((), ())


WRONG: tuple[Any, ...] = ({"en": "x"}, ["x"], 7, True, "soon", None, ...)
"""What a value becomes; `...` takes it away."""
NAMES = {"id", "code", "guid", "uuid", "url", "referenceNumber", "contributionId", "resourceId"}
"""Fields that make a record another one when they change."""
TELLING = {"version", "submission", "repeat_frequency", "is_repeating"}
"""Fields whose other values mean something else: no release, a break, a series without its instances."""


def _wrong(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """The path to every value in a JSON answer, and each wrong one for it. What holds others may well be gone or null:
    a day without a room, a session without talks."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        if key not in NAMES | TELLING:
            holds = isinstance(one, (dict, list))
            yield from (((*path, key), wrong) for wrong in WRONG if not (holds and wrong in (None, ...)))
            yield from _wrong(one, (*path, key))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("ical", "sheet")])
def test_no_wrong_value_anywhere_makes_a_record_vanish(kind: str) -> None:
    """Each value of each answer, replaced by each wrong one: the record is read, or known as unread, or nothing is
    taken for vanished."""
    asked = {(repr(seed.spec), seed.resource): seed for seed in reversed(seeds(kind)) if seed.body[:1] in b"{["}
    for seed in asked.values():
        whole = json.loads(seed.body)
        known = {record.id for record in read(seed.spec, seed.body, seed.resource).records}
        for path, wrong in _wrong(whole):
            body = json.loads(seed.body)
            body = _gone(*path)(body) if wrong is ... else _now(wrong, *path)(body)
            then = read(seed.spec, json.dumps(body), seed.resource)
            lost = known - {record.id for record in then.records}
            lost = {one for one in lost if not one.startswith(then.unread or ("nothing",))}
            assert not lost or then.torn or not then.kinds, (path, wrong, lost, problems(then))
