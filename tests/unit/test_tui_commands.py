"""The commands: complete, without clashes, and honest about what cannot be done now."""

from datetime import datetime, timedelta
from importlib import import_module

import msgspec
import pytest
from textual.binding import Binding

from opsdash.board.items import Board
from opsdash.render.rows import Spans
from opsdash.timing import after, apart, parse_instant, zone_of
from opsdash.tui.app import OpsdashApp
from opsdash.tui.commands import COMMANDS, Command
from opsdash.tui.layout import SHOWN, layout_for
from opsdash.tui.pacing import jumped, next_change
from opsdash.tui.rowlist import RowList
from opsdash.tui.screens.palette import Palette
from opsdash.tui.screens.picker import Choices
from opsdash.tui.views import VIEWS, tabs
from tests import boards, viewboards
from tests.support import ZONE
from tests.terminal.show import HandMade


@pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda c: c.id)
def test_every_command_explains_itself(command: type[Command]) -> None:
    assert command.help().endswith(".")
    assert command.key
    assert 1 <= len(command.label) <= 16


def test_every_command_is_bound_by_its_id() -> None:
    bound = {b.id for b in OpsdashApp.BINDINGS if isinstance(b, Binding)}
    for spec in VIEWS.values():
        module, _, made_by = spec.screen.partition(":")
        bound |= {b.id for b in getattr(import_module(module), made_by).BINDINGS if isinstance(b, Binding)}
    assert set(COMMANDS) <= bound | {b.id for b in RowList.BINDINGS if isinstance(b, Binding)}


async def test_the_palette_offers_every_command_meant_for_it() -> None:
    palette = Palette(HandMade(boards.busy()), boards.busy, {"zoom": "x"})
    rows, first = palette.rows_for("")
    assert {palette.meant(row.id) for row in rows} == {("command", c.id) for c in COMMANDS.values() if c.palette}
    assert first == rows[0].id
    (zoom,) = [row for row in rows if row.id == "command:zoom"]
    assert [cell.text for cell in zoom.cells] == ["Overview: zoom", COMMANDS["zoom"].help(), "x"]
    assert palette.meant(palette.rows_for("zom")[1]) == ("command", "zoom")


async def test_the_palette_leads_to_any_record_and_to_commands_of_other_views() -> None:
    source = HandMade(viewboards.views(), feed=viewboards.FEED)
    app = OpsdashApp(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *"radio 2", "enter")
        await pilot.pause()
        assert app.selected_id == "space/api/radio-booth-2"
        await pilot.press("escape", "ctrl+p", *"free for", "enter")
        await pilot.pause()
        assert app.view.view == "booths"
        assert app.view.step_back()  # it was narrowed
        await pilot.press("ctrl+p", *"qqq", "enter")
        await pilot.pause()
        assert app.view.view == "find"
        await pilot.press("escape", "escape", "ctrl+p")
        source.show(viewboards.board("16:10"))
        app.tick()
        await pilot.press(*"radio 3")
        await pilot.pause()
        rows = app.screen.query_one(Choices).rows
        assert next(row.cells[1].text for row in rows if row.cells[0].text == "Radio Booth 3").startswith("overdue")


async def test_each_view_has_a_key_a_tab_and_a_frame_and_esc_leads_back() -> None:
    app = OpsdashApp(HandMade(boards.busy()))
    async with app.run_test(size=(80, 24)) as pilot:
        for spec in VIEWS.values():
            await pilot.press(spec.key.split(",")[0])
            assert app.view.view == spec.name
            assert f"[{spec.key[0]} {spec.label}]" in text_of(
                tabs(spec.name, 80, dict.fromkeys(VIEWS, spec.key[0]), {})[0]
            )
        await pilot.press("escape")
        assert app.screen is app.overview


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (80, "[1 Overview]2 Hours 3 Programme 4 Booths 5 Pools 6 Find 7 Changes 99+ 8 Sources"),
        (79, "[1 Overview]2 3 4 5 6 7 Changes 99+ 8"),
        (37, "[1 Overview]2 3 4 5 6 7 8"),
    ],
)
def test_the_number_of_new_changes_stands_on_their_tab_wherever_it_fits(cells: int, line: str) -> None:
    keys = {name: spec.key[0] for name, spec in VIEWS.items()}
    spans, places = tabs("overview", cells, keys, {"changes": "99+"})
    assert text_of(spans).rstrip() == line
    assert [places.get(at) for at in (line.rindex("7"), line.rindex("8"))] == ["changes", "sources"]


async def test_what_is_marked_as_seen_is_counted_on_no_tab_any_more() -> None:
    source = HandMade(boards.busy())
    app = OpsdashApp(source)
    async with app.run_test(size=(80, 24)) as pilot:

        async def tab(*keys: str) -> str:
            await pilot.press(*keys)
            await pilot.pause()
            return app.screen._compositor.render_strips()[1].text

        assert " 7 Changes 3 8" in await tab()
        assert " 7 Changes 3 8" in await tab("2")
        assert "[7 Changes]8" in await tab("7", "m")
        assert " 7 Changes 8" in await tab("2")
        new = msgspec.structs.replace(boards.changes()[0], seen=boards.NOW + timedelta(seconds=1))
        source.show(boards.busy(changes=(new, *boards.changes())))
        app.tick()
        assert " 7 Changes 1 8" in await tab()
        assert " 7 Changes 1 8" in await tab("1")


async def test_a_terminal_that_shrinks_and_grows_under_another_view_finds_the_overview_arranged() -> None:
    app = OpsdashApp(HandMade(boards.busy()))
    async with app.run_test(size=(80, 24)) as pilot:
        for size, keys, shown in (((40, 15), ("tab",) * 3, "alerts"), ((200, 50), ("tab",), "changes")):
            await pilot.press("3")
            await pilot.resize_terminal(*size)
            await pilot.press("1", *keys)
            await pilot.pause()
            assert app.overview.panel.spec.name == shown
            assert app.overview.panel.list.rows


@pytest.mark.parametrize(
    ("cells", "lines", "layout"),
    [(40, 15, "single"), (79, 17, "single"), (80, 24, "four"), (120, 40, "wide"), (120, 24, "four"), (200, 50, "rich")],
)
def test_the_arrangement_fits_the_terminal(cells: int, lines: int, layout: str) -> None:
    assert layout_for(cells, lines) == layout


def test_every_arrangement_shows_the_four_panels() -> None:
    for names in SHOWN.values():
        assert {"facilities", "programme", "spaces", "pools"} <= set(names)


def test_the_board_is_made_anew_when_an_instant_it_names_is_reached() -> None:
    assert next_change(boards.busy(sources=())) == boards.at("14:33")
    soon = msgspec.structs.replace(boards.pools()[0], muster_at=boards.at("14:32").replace(second=20))
    assert next_change(boards.busy(sources=(), pools=(soon,))) == boards.at("14:32").replace(second=20)
    assert next_change(boards.busy()) == boards.at("14:32").replace(second=10)


class Ticking(HandMade):
    """A store that nobody writes to, on a clock that can be set."""

    clock = boards.NOW

    def now(self) -> datetime:
        return self.clock

    def board(self, at: datetime | None) -> Board:
        return msgspec.structs.replace(super().board(at), **({"asked": self.clock} if at else {"now": self.clock}))


@pytest.mark.parametrize("at", [None, boards.at("20:00")])
async def test_a_clock_that_is_set_back_is_followed_though_nothing_is_stored(at: datetime | None) -> None:
    source = Ticking(boards.busy())
    app = OpsdashApp(source, at=at)
    async with app.run_test(size=(80, 24)):
        shown = app.overview.board
        app.tick()
        assert app.overview.board is shown, "made anew only when something may look different"
        for clock in ("14:33", "13:33", "13:34"):
            source.clock = boards.at(clock)
            app.tick()
            assert app.overview.board
            assert (app.overview.board.asked or app.overview.board.now) == boards.at(clock)


def text_of(spans: Spans) -> str:
    return "".join(text for text, _ in spans)


def test_a_jump_is_what_somebody_wished_not_what_time_did() -> None:
    now = boards.busy()
    minute = msgspec.structs.replace(now, now=boards.at("14:33"))
    there = msgspec.structs.replace(now, now=boards.at("13:00"), asked=boards.NOW)
    later = msgspec.structs.replace(there, asked=boards.at("14:33"))
    earlier = msgspec.structs.replace(there, now=boards.at("12:45"))
    assert [jumped(*pair) for pair in ((None, now), (now, minute), (there, later))] == [False] * 3
    assert [jumped(*pair) for pair in ((now, there), (there, earlier), (there, minute))] == [True] * 3
    first, again = (datetime(2026, 10, 25, 2, 45, fold=fold, tzinfo=zone_of(ZONE)) for fold in (0, 1))
    assert jumped(*(msgspec.structs.replace(there, now=at) for at in (first, again))), "the hour that comes twice"


@pytest.mark.parametrize(
    ("begin", "minutes", "shown"),
    [
        ("2026-10-25T01:45", 15, ["02:00+02", "02:15+02", "02:30+02", "02:45+02", "02:00+01", "02:15+01"]),
        ("2026-10-25T00:45", 60, ["01:45+02", "02:45+02", "02:45+01", "03:45+01"]),
        ("2026-10-25T03:15", -60, ["02:15+01", "02:15+02", "01:15+02"]),
        ("2026-03-29T01:30", 15, ["01:45+01", "03:00+02", "03:15+02"]),
        ("2026-03-29T03:15", -15, ["03:00+02", "01:45+01"]),
    ],
)
async def test_steps_through_a_night_in_which_the_clocks_change_are_as_long_as_any(
    begin: str, minutes: int, shown: list[str]
) -> None:
    zone = zone_of(ZONE)
    at = parse_instant(begin, zone, boards.NOW)
    app = OpsdashApp(HandMade(boards.busy()), at=at)
    async with app.run_test(size=(80, 24)):
        for expected in shown:
            app.scrub(minutes)
            at = after(at, timedelta(minutes=minutes))
            assert app.overview.board
            assert app.overview.board.now.strftime("%H:%M%z") == f"{expected}00"
            assert apart(app.overview.board.now, at) == timedelta()
