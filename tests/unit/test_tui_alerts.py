"""Working through the alerts: the cursor goes on to what nobody has seen, an acknowledgement can be taken back."""

import msgspec
from textual.pilot import Pilot

from opsdash.tui.app import OpsdashApp
from opsdash.tui.screens.noteprompt import TakeBackPrompt
from opsdash.tui.screens.view import View
from tests import boards
from tests.terminal.show import HandMade


def shown(pilot: Pilot[int]) -> str:
    """The screen."""
    return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())


async def press(pilot: Pilot[int], *keys: str) -> str:
    await pilot.press(*keys)
    await pilot.pause()
    return shown(pilot)


def many(count: int) -> HandMade:
    alerts = tuple(msgspec.structs.replace(boards.alerts()[1], id=f"x:{n}", sentence=f"No. {n}") for n in range(count))
    return HandMade(boards.busy(alerts=alerts))


async def test_acknowledging_one_after_the_other_works_down_the_list() -> None:
    source = many(4)
    app = OpsdashApp(source)
    async with app.run_test(size=(40, 15)) as pilot:
        await press(pilot, "exclamation_mark", "down")
        for n in (2, 3, 0):
            said = await press(pilot, "a", "q", "enter")
            assert app.selected_id == f"x:{n}", "after the last one those before the first"
            assert f"No. {n}" in said
        await press(pilot, "a", "enter")
        assert [(a.state, a.note) for a in source.shown.alerts][1:] == [("acknowledged", "q")] * 3


async def test_a_note_typed_for_an_alert_that_is_acknowledged_already_does_nothing() -> None:
    source = many(2)
    app = OpsdashApp(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "exclamation_mark", "down", "a", "enter", "a", "enter")
        assert app.selected_id == "x:1"
        said = await press(pilot, "a", *"quit", "enter")
        assert "It is acknowledged already" in said
        assert isinstance(app.screen, TakeBackPrompt)
        await press(pilot, "escape")
        assert {a.state for a in source.shown.alerts} == {"acknowledged"}
        said = await press(pilot, "a")
        assert "Take back duty officer's acknowledgement?" in said
        said = await press(pilot, "enter")
        assert "No longer acknowledged: No. 1" in said
        assert [(a.id, a.state) for a in source.shown.alerts] == [("x:1", "new"), ("x:0", "acknowledged")]


async def test_the_alert_under_the_cursor_is_shown_whole_where_there_is_room() -> None:
    missing = ", ".join(f"text reporter {n} (Nordlys Wire)" for n in range(9))
    alert = msgspec.structs.replace(
        boards.alerts()[1], sentence=f"Pool 3 meets at 14:40; missing: {missing}. Ends here"
    )
    app = OpsdashApp(HandMade(boards.busy(alerts=(alert,))))
    async with app.run_test(size=(80, 24)) as pilot:
        said = await press(pilot, "exclamation_mark")
        assert "Ends here" in said
        await pilot.resize_terminal(80, 12)
        await pilot.pause()
        assert "→ call photographer" in shown(pilot)
        assert "╰" in shown(pilot), "the box still fits"
        await press(pilot, "escape")
        assert isinstance(app.screen, View)
