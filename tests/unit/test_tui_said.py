"""What is said for a moment: it stays that long whatever comes, whole, and names the keys there are."""

import msgspec
import pytest
from textual.pilot import Pilot

from opsdash.tui.app import OpsdashApp
from opsdash.tui.screens.picker import Choices
from opsdash.tui.screens.view import View
from tests import boards, viewboards
from tests.terminal.show import HandMade


def shown(pilot: Pilot[int]) -> list[str]:
    """The screen's lines."""
    return [strip.text for strip in pilot.app.screen._compositor.render_strips()]


async def test_a_box_keeps_what_it_says_when_a_new_board_comes() -> None:
    source = HandMade(boards.busy())
    app = OpsdashApp(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("exclamation_mark", "a", "enter")
        await pilot.pause()
        (said,) = (line for line in shown(pilot) if "Acknowledged: Stand-up 5" in line and "│" in line)
        source.show(boards.busy())
        app.tick()
        await pilot.pause()
        assert said in shown(pilot)
        app.flash("")
        await pilot.pause()
        assert any("Esc back" in line for line in shown(pilot))


async def test_what_was_said_goes_with_the_next_thing_that_is_done() -> None:
    app = OpsdashApp(HandMade(boards.busy()))
    async with app.run_test(size=(80, 24)) as pilot:
        for keys in (("T", "escape"), ("enter", "escape"), ("!", "escape"), ("z",)):
            await pilot.press("B")
            await pilot.pause()
            assert "The bell is" in shown(pilot)[-1]
            await pilot.press(*keys)
            await pilot.pause()
            assert "The bell is" not in shown(pilot)[-1]


async def test_what_no_longer_fits_into_the_line_gets_another_one() -> None:
    app = OpsdashApp(HandMade(boards.busy()))
    async with app.run_test(size=(200, 50)) as pilot:
        app.flash("It goes on and on beyond the edge of a small terminal, and on. " * 2 + "Here it ends.")
        await pilot.pause()
        assert "Here it ends." in shown(pilot)[-1]
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "Here it ends." in shown(pilot)[-1]


@pytest.mark.parametrize("lines", [24, 15])
async def test_a_box_with_more_rows_than_fit_says_all_it_has_to_say(lines: int) -> None:
    reason = "Cannot write /srv/media/opsdash/store: the disk is full; free some space, opsdash tries again by itself."
    app = OpsdashApp(HandMade(viewboards.views(), feed=viewboards.FEED))
    async with app.run_test(size=(80, lines)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert any("Esc back" in line and "more │" in line for line in shown(pilot))
        app.flash(reason, "bad")
        await pilot.pause()
        inside = app.screen.query_one("#box").content_region
        said = " ".join(line[inside.x : inside.right].strip() for line in shown(pilot))
        assert reason in said
        assert "more │" not in "".join(shown(pilot))
        assert any("╰" in line for line in shown(pilot)), "the box still fits"
        app.flash("")
        await pilot.pause()
        assert any("Esc back" in line and "more │" in line for line in shown(pilot))


async def test_a_list_to_choose_from_fits_a_terminal_that_shrank() -> None:
    app = OpsdashApp(HandMade(boards.busy()))
    async with app.run_test(size=(120, 50)) as pilot:
        await pilot.press("ctrl+p")
        await pilot.resize_terminal(80, 15)
        await pilot.press("pagedown", "pagedown")
        await pilot.pause()
        assert any("Enter choose" in line for line in shown(pilot))
        rows = app.screen.query_one(Choices)
        (chosen,) = (row.cells[0].text for row in rows.rows if row.id == rows.highlighted)
        assert rows.rows[0].id != rows.highlighted
        assert any(chosen in line for line in shown(pilot))


async def test_the_keys_that_are_named_are_those_of_the_configuration() -> None:
    keys = {"quit": "x", "time-travel": "u", "back": "b", "time-earlier": "e"}
    app = OpsdashApp(HandMade(boards.busy()), keys=keys)
    async with app.run_test(size=(80, 24)) as pilot:
        for key, said in (("b", "x leaves"), ("e", "u first")):
            await pilot.press(key)
            await pilot.pause()
            assert said in shown(pilot)[-1]
        app.flash("")
        app.travel = boards.at("15:00")
        await pilot.pause()
        assert "b back to now  e → 15 min  u another time" in shown(pilot)[-1]


KEYS = {
    "back": "b,f9", "detail": "o", "copy": "w", "acknowledge": "n", "help": "H,f4", "palette": "f5",
    "view-programme": "f3", "view-sources": "f8", "programme-earlier": "comma", "programme-later": "full_stop",
    "panel-next": "f6", "find-copy": "f7", "quit": "x",
}  # fmt: skip


async def test_every_place_that_names_a_key_names_the_one_that_does_it_here() -> None:
    app = OpsdashApp(HandMade(viewboards.views(), feed=viewboards.FEED), keys=KEYS)
    async with app.run_test(size=(80, 24)) as pilot:

        async def press(*pressed: str) -> str:
            await pilot.press(*pressed)
            await pilot.pause()
            return "\n".join(shown(pilot))

        assert "o detail" in shown(pilot)[-1]
        assert " F3 " in shown(pilot)[1]
        assert "b back   w copy the sentence" in await press("o")
        assert "x does nothing" not in await press("x"), "the box closes with the key that leaves"
        assert isinstance(app.screen, View)
        assert "b back   o detail   n acknowledge" in await press("exclamation_mark")
        assert "Enter" not in await press("b", "H")
        assert "│ w   " in await press("end")
        assert "only Press Room 2 (b: all)" in await press("b", "f3", "f", *"Room 2", "enter")
        for _ in range(5):
            said = await press("full_stop")
        assert "for Press Room 2. , . another day, b everything." in said
        assert "1-2 F3 4-7 F8 views  F9 back  F4 help  F5 palette" in await press("b", "b", "6")
        assert "F7 copy  Tab to the hits  F4 help  F9 clear" in await press("x")
        app.travel = boards.at("15:00")
        assert "Not while another time is shown: b first." in await press("f9", "1", "n")


async def test_on_a_small_terminal_too_and_where_no_source_has_answered() -> None:
    never = msgspec.structs.replace(boards.sources()[0], state="never", age=None, succeeded=None)
    app = OpsdashApp(HandMade(boards.empty(sources=(never,), polling=True)), keys=KEYS)
    async with app.run_test(size=(40, 15)) as pilot:
        assert ["F8 show" in line for line in shown(pilot)].count(True) == 2, "in the alerts' line and in the panel"
        assert "1-2 F3 4-7 F8 views" in shown(pilot)[-1]
        await pilot.press("z")
        await pilot.pause()
        assert "F6 shows the next." in " ".join(shown(pilot))
