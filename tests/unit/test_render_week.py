"""The week of a facility as a bar: what is certain, what is not, what is closed, what nobody published."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsdash.board.board import board_at
from opsdash.board.items import Board, DeadlineItem, FacilityItem, Run
from opsdash.model import Facility
from opsdash.parts import Dependency, OpeningPeriod
from opsdash.render.axis import Axis
from opsdash.render.rows import fit, spans_width
from opsdash.render.week import (
    COLUMNS,
    bar_cells,
    bar_of,
    days_of,
    facility_lines,
    hours_on,
    hours_rows,
    legend,
    week_axis,
)
from opsdash.snapshot import Desk
from tests import boards
from tests.support import ZONE, snapshot, venue
from tests.unit.test_render_cells import AWKWARD

at = boards.at
DAY = boards.NOW.date()


def text(spans: tuple[tuple[str, str], ...]) -> str:
    return "".join(said for said, _ in spans)


def axis(step: int = 60, cells: int = 48) -> Axis:
    return Axis(at("00:00"), step, cells, ZONE)


def bar(*runs: Run, stated: tuple[tuple[datetime, datetime], ...] = (), step: int = 60, cells: int = 48) -> str:
    """The bar two days long, without the line at now."""
    item = FacilityItem(id="facility/x/a", name="A", runs=runs, stated=stated)
    return text(bar_of(item, axis(step, cells), at("00:00", 9)))


def run(start: str, end: str, day: int = 0, to: int = 0, **fields: Any) -> Run:
    return Run(start=at(start, day), end=at(end, to), **fields)


TWO_DAYS = ((at("00:00"), at("00:00", 2)),)


def test_a_run_past_midnight_is_one_bar() -> None:
    found = bar(run("20:00", "02:00", 0, 1), stated=TWO_DAYS)
    assert found == "·" * 20 + "━" * 6 + "·" * 22


def test_a_day_of_24_hours_fills_its_cells() -> None:
    found = bar(run("00:00", "00:00", 0, 1), stated=TWO_DAYS)
    assert found == "━" * 24 + "┊" + "·" * 23


def test_a_half_of_a_cell_is_drawn_as_a_half() -> None:
    found = bar(run("08:30", "11:30"), stated=TWO_DAYS, cells=24)
    assert found == "·" * 8 + "╺━━╸" + "·" * 12


def test_what_is_certain_uncertain_closed_and_unpublished_differ_without_colour() -> None:
    found = bar(
        run("08:00", "12:00"), run("12:00", "00:00", 0, 1, certain=False), stated=((at("00:00"), at("00:00", 1)),)
    )
    assert found[:24] == "·" * 8 + "━" * 4 + "╍" * 12
    assert set(found[25:]) == {"?", " "}


def test_a_certain_run_lies_over_an_uncertain_one() -> None:
    found = bar(run("08:00", "10:00"), run("00:00", "00:00", 0, 1, certain=False), stated=TWO_DAYS, cells=24)
    assert found == "╍" * 8 + "━━" + "╍" * 14


def test_a_run_shorter_than_half_a_cell_still_shows() -> None:
    assert "╸" in bar(run("08:00", "08:10"), stated=TWO_DAYS, cells=24) or "╺" in bar(run("08:00", "08:10"))


def test_an_open_ended_run_reaches_the_edge() -> None:
    found = bar(Run(start=at("10:00"), end=None), stated=TWO_DAYS, cells=24)
    assert found == "·" * 10 + "━" * 14


def test_the_line_at_now_crosses_a_bar_and_stands_beside_one() -> None:
    item = FacilityItem(id="facility/x/a", name="A", runs=(run("08:00", "18:00"),), stated=TWO_DAYS)
    assert text(bar_of(item, axis(cells=24), at("14:32")))[14] == "┿"
    assert text(bar_of(item, axis(cells=24), at("19:10")))[19] == "│"
    assert text(bar_of(item, axis(cells=24), at("14:32"))) == text(bar_of(item, axis(cells=24), at("14:59")))


# words for a day


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ((run("08:00", "18:00"),), "08:00–18:00"),
        ((run("08:00", "12:00"), run("13:00", "17:00")), "08:00–12:00, 13:00–17:00"),
        ((run("20:00", "02:00", 0, 1),), "20:00–02:00"),
        ((run("20:00", "02:00", -1, 0),), "until 02:00"),
        ((run("00:00", "00:00", -1, 2),), "24 h"),
        ((Run(start=at("10:00"), end=None),), "from 10:00"),
        ((run("12:00", "00:00", 0, 1, certain=False, wording="Open (PM)"),), "Open (PM) (not certain)"),
        ((), "closed"),
    ],
)
def test_the_hours_of_a_day_in_words(runs: tuple[Run, ...], said: str) -> None:
    item = FacilityItem(id="facility/x/a", name="A", runs=runs, stated=TWO_DAYS)
    assert hours_on(item, DAY, ZONE) == said


def test_a_day_nobody_speaks_of_is_not_called_closed() -> None:
    item = FacilityItem(id="facility/x/a", name="A")
    assert hours_on(item, DAY, ZONE) == "not published"


def test_days_alike_are_one_but_today_and_tomorrow_are_named() -> None:
    item = FacilityItem(id="facility/x/a", name="A", runs=(run("08:00", "18:00"),), stated=TWO_DAYS)
    assert days_of(item, boards.busy()) == (
        ("today", "08:00–18:00"), ("tomorrow", "closed"), ("Fri 27 to Wed 2", "not published"),
    )  # fmt: skip


# from records: the board gives what the bars need


def board_of(*records: Facility) -> Board:
    return board_at(snapshot(*records), Desk(), venue("2025-06-25T14:32"))


def period(day: int, opens: str = "", closes: str = "", **fields: object) -> OpeningPeriod:
    date = venue(f"2025-06-{day}T00:00").astimezone(boards.NOW.tzinfo).date()
    times = {name: venue(f"2025-06-{day}T{clock}") for name, clock in (("opens", opens), ("closes", closes)) if clock}
    return OpeningPeriod(day=date, **times, **fields)  # type: ignore[arg-type]


def test_hours_that_could_not_be_read_are_not_drawn_as_closed() -> None:
    record = Facility(
        id="facility/x/a", name="A",
        periods=(
            period(25, "08:00", "18:00"), period(26, precision="unknown", wording="see notice"),
            period(27, closed=True),
        ),
    )  # fmt: skip
    (item,) = board_of(record).facilities
    said = [hours_on(item, day, ZONE) for day in (DAY.replace(day=n) for n in (25, 26, 27, 28))]
    assert said == ["08:00–18:00", "not published", "closed", "not published"]


def test_the_way_in_is_named() -> None:
    desk = Facility(id="facility/x/desk", name="Accreditation Office")
    centre = Facility(id="facility/x/imc", name="Media Centre", depends_on=(Dependency(on="desk"),))
    items = {item.name: item for item in board_of(desk, centre).facilities}
    assert items["Media Centre"].through == ("its only entrance: Accreditation Office",)
    assert any("its only entrance: Accreditation Office" in text(line)
               for line in facility_lines(items["Media Centre"], board_of(desk, centre), 80, 9))  # fmt: skip


# widths


def board(name: str) -> Board:
    facility = FacilityItem(
        id="facility/x/a", name=name, short=name, place=name, wording=name, audience=name, brief=name,
        sentence=f"{name}: open.", runs=(run("08:00", "18:00"), run("20:00", "02:00", 1, 2, certain=False)),
        stated=TWO_DAYS,
    )  # fmt: skip
    deadline = DeadlineItem(id="deadline/x/d", title=name, at=at("18:00"), when=name, passed=False, after=name)
    return boards.busy(facilities=(facility, *boards.facilities()), deadlines=(deadline,))


def test_the_hours_of_a_day_are_whole_and_stand_apart_from_what_was_published() -> None:
    item = msgspec.structs.replace(
        boards.facilities()[0],
        runs=(run("13:30", "07:30", -1, 0, wording="13:30 to 07:30"),
              run("13:00", "18:00", wording="Open (PM)", certain=False)),
    )  # fmt: skip
    busy = boards.busy(facilities=(item,))
    lines = [text(line).rstrip() for line in facility_lines(item, busy, 100, 20)]
    assert "today       until 07:30, Open (PM) (not certain)  “13:30 to 07:30”" in lines
    narrow = [text(line).rstrip() for line in facility_lines(item, busy, 60, 20)]
    assert "today       until 07:30, Open (PM) (not c…  “13:30 to 07:30”" in narrow


def test_until_when_and_the_last_entry_fit_on_a_wide_screen() -> None:
    said = "until Thu 07:30, last entry Thu 07:15"
    item = msgspec.structs.replace(boards.facilities()[0], brief=said)
    row = hours_rows(boards.busy(facilities=(item,)), axis(cells=100), False)[0]
    assert said in text(fit(row, COLUMNS, 198))


def test_the_legend_calls_another_time_by_its_clock() -> None:
    now, day_before = boards.busy(), boards.busy(asked=at("14:32") - timedelta(days=1))
    said = ["".join(text for text, _ in legend(one, 120)) for one in (now, day_before)]
    assert ["▼ now" in said[0], "▼ Wed 14:32" in said[1]] == [True, True]
    assert "now" not in said[1]


@given(st.sampled_from([*AWKWARD, "International Media Centre " * 4]), st.integers(40, 300), st.sampled_from((1, 3, 6)))
def test_every_line_fills_its_width_exactly(name: str, cells: int, days: int) -> None:
    shown = board(name)
    over = week_axis(shown, cells, days, 0)
    assert bar_cells(cells)[1] == over.cells
    lines = [fit(row, COLUMNS, cells) for row in hours_rows(shown, over, True)]
    lines += facility_lines(shown.facilities[0], shown, cells, 12)
    for line in [*lines, legend(shown, cells)]:
        assert spans_width(line) == cells


@pytest.mark.parametrize(("cells", "days"), [(80, 6), (120, 6), (200, 6), (40, 3)])
def test_the_week_fits_whatever_the_terminal(cells: int, days: int) -> None:
    over = week_axis(boards.busy(), cells, 6, 0)
    assert over.cells * over.step >= days * 24 * 60
