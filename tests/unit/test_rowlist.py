"""The list: virtual, keeps cursor and view, repaints only what differs."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot

from opsdash.render.rows import Cell, Column, Row, Spans
from opsdash.tui import themes
from opsdash.tui.drawn import difference
from opsdash.tui.rowlist import RowList

COLUMNS = (Column("name", 12), Column("state", 10, weight=1))


def row(number: int, state: str = "open") -> Row:
    return Row(f"r{number}", (Cell(f"row {number}"), Cell(state)))


def rows(*numbers: int) -> tuple[Row, ...]:
    return tuple(row(number) for number in numbers)


class Lists(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.register_theme(themes.DARK)
        self.theme = themes.DARK.name

    def compose(self) -> ComposeResult:
        yield RowList(COLUMNS, empty="nothing here")

    def on_row_list_selected(self, message: RowList.Selected) -> None:
        if not isinstance(message, RowList.Highlighted):
            self.heard.append(message.row_id)

    @property
    def shown(self) -> RowList:
        return self.query_one(RowList)

    def lines(self) -> list[str]:
        """What the visible lines show."""
        return [
            "".join(t for t, _ in self.shown.shown(y, self.shown.cells)[0])[:-1].rstrip()
            for y in range(self.shown.size.height)
        ]


@pytest_asyncio.fixture
async def pilot() -> AsyncIterator[Pilot[None]]:
    app = Lists()
    async with app.run_test(size=(40, 10)) as found:
        app.shown.focus()
        await found.pause()
        yield found


async def show(pilot: Pilot[None], new: tuple[Row, ...]) -> Lists:
    assert isinstance(pilot.app, Lists)
    pilot.app.shown.rows = new
    await pilot.pause()
    return pilot.app


async def test_it_says_how_many_rows_lie_above_and_below_the_view(pilot: Pilot[None]) -> None:
    app = pilot.app
    assert isinstance(app, Lists)
    shown = app.shown
    shown.rows = (*rows(1, 2, 3), Row("", (Cell("a heading"),), heading=True), *rows(*range(4, 15)))
    assert shown.beyond == (0, 5)
    await pilot.press("end")
    assert shown.beyond == (4, 0), "headings do not count"
    shown.display = False
    await pilot.pause()
    assert shown.beyond == (0, 0), "of what is not shown nothing is missed"
    shown.display = True
    await pilot.resize_terminal(40, 30)
    await pilot.pause()
    assert shown.beyond == (0, 0)


async def test_an_empty_list_says_so(pilot: Pilot[None]) -> None:
    app = await show(pilot, ())
    assert app.lines()[0] == "nothing here"
    assert app.shown.highlighted == ""


async def test_the_cursor_stands_on_the_first_row_and_passes_over_headings(pilot: Pilot[None]) -> None:
    head = Row("", (Cell("group"),), heading=True)
    app = await show(pilot, (head, row(1), head, row(2)))
    assert app.shown.highlighted == "r1"
    await pilot.press("j")
    assert app.shown.highlighted == "r2"
    await pilot.press("k", "up")
    assert app.shown.highlighted == "r1"


async def test_the_cursor_stays_on_its_row_through_insertion_and_removal(pilot: Pilot[None]) -> None:
    app = await show(pilot, rows(*range(6)))
    await pilot.press("down", "down", "down")
    await show(pilot, rows(9, 8, *range(6)))
    assert app.shown.highlighted == "r3"
    await show(pilot, rows(3, 4))
    assert app.shown.highlighted == "r3"
    await show(pilot, rows(1, 5, 4))
    assert app.shown.highlighted == "r1"


async def test_the_view_stays_where_it_was_when_rows_come_before_it(pilot: Pilot[None]) -> None:
    app = await show(pilot, rows(*range(100)))
    for _ in range(30):
        await pilot.press("down")
    before = app.lines()
    await show(pilot, rows(*range(200, 205), *range(100)))
    await pilot.pause()
    assert app.lines() == before
    await show(pilot, rows(*range(100)))
    await pilot.pause()
    assert app.lines() == before


async def test_at_another_time_the_first_rows_are_in_sight_and_the_cursor_with_them(pilot: Pilot[None]) -> None:
    app = await show(pilot, rows(*range(100)))
    await pilot.press("down", "down")
    app.shown.show_top()
    assert app.shown.highlighted == "r2"  # in sight: it stays
    await pilot.press("end")
    app.shown.show_top()
    await pilot.pause()
    assert app.shown.highlighted == "r0"
    assert app.lines()[0].startswith("row 0")


async def test_a_list_at_its_top_stays_at_its_top(pilot: Pilot[None]) -> None:
    app = await show(pilot, rows(*range(100)))
    await show(pilot, rows(500, *range(100)))
    assert app.lines()[0].startswith("row 500")


async def test_the_bar_shows_the_part_in_view_and_the_wheel_moves_it(pilot: Pilot[None]) -> None:
    app = await show(pilot, rows(*range(5)))
    assert bar(app) == " " * 10
    await show(pilot, rows(*range(20)))
    assert bar(app) == "▐▐▐▐▐     "
    app.shown.on_mouse_scroll_down(wheel(app))
    assert bar(app) == " ▐▐▐▐▐    "
    assert app.shown.highlighted == "r0"
    await pilot.press("end")
    assert bar(app) == "     ▐▐▐▐▐"


def bar(app: Lists) -> str:
    shown = app.shown
    return "".join(shown.shown(y, shown.cells)[0][-1][0] for y in range(shown.size.height))


def wheel(app: Lists) -> events.MouseScrollDown:
    return events.MouseScrollDown(app.shown, 1, 1, 0, 1, 0, False, False, False)


async def test_a_row_that_comes_or_goes_repaints_lines_and_lays_nothing_out(pilot: Pilot[None]) -> None:
    app = await show(pilot, rows(*range(20)))
    painted: list[Region] = []
    real = app.shown.refresh

    def refresh(*regions: Region, **more: bool) -> RowList:
        assert not more.get("layout")
        painted.extend(regions)
        return real(*regions, **more)

    app.shown.refresh = refresh  # type: ignore[method-assign]
    await show(pilot, rows(*range(30)))
    assert painted
    assert all(region.width == 1 for region in painted)


async def test_ten_thousand_rows_scroll_and_only_the_visible_are_fitted(
    pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted: list[str] = []

    def counted(found: Row, columns: tuple[Column, ...], cells: int) -> Spans:
        fitted.append(found.id)
        return real(found, columns, cells)

    from opsdash.render.rows import fit as real

    monkeypatch.setattr("opsdash.tui.rowlist.fit", counted)
    app = await show(pilot, rows(*range(10_000)))
    await pilot.press("end")
    await pilot.pause()
    assert app.shown.highlighted == "r9999"
    assert app.lines()[-1].startswith("row 9999")
    await pilot.press("pageup")
    assert app.shown.highlighted == "r9990"
    await pilot.press("home")
    await pilot.pause()
    assert app.lines()[0].startswith("row 0")
    assert len(set(fitted)) < 60


async def test_enter_and_a_second_click_want_the_row(pilot: Pilot[None]) -> None:
    app = await show(pilot, rows(*range(6)))
    await pilot.press("down", "enter")
    await pilot.pause()
    assert app.heard == ["r1"]
    await pilot.click(RowList, offset=(3, 4))
    assert app.shown.highlighted == "r4"


async def test_rows_without_a_cursor_scroll_with_the_same_keys(pilot: Pilot[None]) -> None:
    text = tuple(Row("", (Cell(f"line {n}"),), heading=True) for n in range(40))
    app = await show(pilot, text)
    await pilot.press("down", "down")
    await pilot.pause()
    assert app.lines()[0] == "line 2"
    await pilot.press("pagedown")
    await pilot.pause()
    assert app.lines()[0] == "line 11"
    await pilot.press("end")
    await pilot.pause()
    assert app.lines()[-1] == "line 39"


async def test_only_the_cells_that_differ_are_repainted(pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch) -> None:
    app = await show(pilot, (row(1), row(2, "closed")))
    dirty: list[Region] = []
    monkeypatch.setattr(app.shown, "refresh", lambda *regions, **_: dirty.extend(regions))
    app.shown.rows = (row(1), row(2, "closing"))
    assert dirty == [Region(17, 1, 3, 1)]
    dirty.clear()
    app.shown.rows = (row(1), row(2, "closing"))
    assert dirty == []


def test_a_wide_character_counts_as_its_two_cells_in_a_difference() -> None:
    before = ((("日本 a", "text"),), False, False)
    after = ((("日本 b", "text"),), False, False)
    assert difference(before, after) == (5, 6)
    assert difference(before, ((("日木 a", "text"),), False, False)) == (2, 4)
    assert difference(before, ((("日本 a", "dim"),), False, False)) == (0, 6)


def test_spans_cut_otherwise_are_no_difference() -> None:
    assert difference(((("ab", "text"),), False, False), ((("a", "text"), ("b", "text")), False, False)) == (2, 2)
