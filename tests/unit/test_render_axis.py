"""A time axis: where instants fall, which labels fit, days that clocks make longer."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsdash.render.axis import STEPS, Axis, axis_over
from opsdash.render.rows import spans_width
from opsdash.timing import zone_of
from tests.support import ZONE, venue


def at(text: str) -> datetime:
    return venue(text).astimezone(zone_of(ZONE))


def text(spans: tuple[tuple[str, str], ...]) -> str:
    return "".join(said for said, _ in spans)


def test_the_shortest_cells_of_which_the_hours_fit_are_taken() -> None:
    assert axis_over(at("2025-06-25T08:00"), 8, 64, ZONE).step == 10
    assert axis_over(at("2025-06-25T08:00"), 8, 100, ZONE).step == 5
    assert axis_over(at("2025-06-25T00:00"), 144, 52, ZONE).step == 180
    assert axis_over(at("2025-06-25T00:00"), 10_000, 10, ZONE).step == STEPS[-1]


def test_hours_are_labelled_as_often_as_they_fit() -> None:
    wide = Axis(at("2025-06-25T08:00"), 10, 36, ZONE)
    assert text(wide.labels(at("2025-06-25T09:00"))[0]).split() == [
        "08:00",
        "09:00",
        "10:00",
        "11:00",
        "12:00",
        "13:00",
    ]
    narrow = Axis(at("2025-06-25T08:00"), 30, 16, ZONE)
    assert [label for _, label in narrow.ticks()] == ["09:00", "12:00"]


def test_midnight_is_called_by_the_day_that_begins() -> None:
    axis = Axis(at("2025-06-25T22:00"), 10, 30, ZONE)
    assert [label for _, label in axis.ticks()] == ["22:00", "23:00", "Thu 26", "02:00"]


@pytest.mark.parametrize(("cells", "first"), [(220, "Wed 25 June"), (64, "Wed 25"), (40, "Wed"), (24, "Wed")])
def test_days_are_named_in_the_longest_form_with_room(cells: int, first: str) -> None:
    axis = axis_over(at("2025-06-25T00:00"), 8 * 24, cells, ZONE)
    assert axis.ticks()[0] == (0, first)


@pytest.mark.parametrize(
    ("start", "hours"), [("2025-03-30T00:00", 23), ("2025-10-26T00:00", 25), ("2025-06-25T00:00", 24)]
)
def test_a_day_on_which_the_clocks_change_has_its_own_number_of_cells(start: str, hours: int) -> None:
    axis = Axis(at(start), 60, 60, ZONE)
    assert axis.midnights()[0] == hours


def test_now_is_marked_in_its_cell_and_moves_only_with_the_cell() -> None:
    axis = Axis(at("2025-06-25T14:00"), 10, 12, ZONE)
    rules = {text(axis.labels(at(f"2025-06-25T{clock}"))[1]) for clock in ("14:30", "14:33", "14:39")}
    assert rules == {"┬──▼──┬─────"}
    assert text(axis.labels(at("2025-06-25T14:40"))[1]) == "┬───▼─┬─────"
    assert "▼" not in text(axis.labels(at("2025-06-25T16:00"))[1])
    assert "▼" not in text(axis.labels(at("2025-06-25T13:59"))[1])


def test_a_stretch_takes_every_cell_it_touches_and_stays_within_the_window() -> None:
    axis = Axis(at("2025-06-25T14:00"), 10, 12, ZONE)
    assert axis.stretch(at("2025-06-25T14:10"), at("2025-06-25T14:31")) == (1, 4)
    assert axis.stretch(at("2025-06-25T14:10"), at("2025-06-25T14:10")) == (1, 2)
    assert axis.stretch(at("2025-06-25T13:00"), None) == (0, 12)
    assert axis.stretch(None, at("2025-06-25T14:10")) == (0, 1)
    assert axis.stretch(at("2025-06-25T16:00"), None) is None
    assert axis.stretch(None, at("2025-06-25T14:00")) is None


@given(st.integers(0, 400 * 24), st.sampled_from(STEPS), st.integers(1, 300), st.integers(-600, 600))
def test_labels_fill_the_width_and_never_overlap(hours: int, step: int, cells: int, minutes: int) -> None:
    axis = Axis(at("2025-01-01T00:00") + timedelta(hours=hours), step, cells, ZONE)
    for line in axis.labels(axis.start + timedelta(minutes=minutes)):
        assert spans_width(line) == cells
    ends = -1
    for cell, label in axis.ticks():
        assert ends < cell
        ends = cell + len(label)
    assert ends <= cells
