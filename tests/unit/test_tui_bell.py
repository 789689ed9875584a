"""The bell and the terminal's notification."""

from datetime import timedelta

import msgspec
import pytest

from opsdash.board.items import AlertItem, Board
from opsdash.configtables import NOTICES
from opsdash.tui.app import OpsdashApp
from opsdash.tui.bell import NOTIFICATIONS, Bell
from tests import boards
from tests.terminal.show import HandMade

NEW = msgspec.structs.replace(
    boards.alerts()[0], id="double-booked:other", severity="critical", sentence="Booth 3: two."
)


def with_new(*more: AlertItem) -> Board:
    return boards.busy(alerts=(NEW, *more, *boards.alerts()))


def with_new_as(item: AlertItem) -> Board:
    return boards.busy(alerts=(item, *boards.alerts()))


async def test_it_rings_once_for_a_new_critical_alert_and_not_for_those_at_the_start() -> None:
    source = HandMade(boards.busy())
    app = OpsdashApp(source, bell=True)
    rung: list[str] = []
    app.bell = lambda: rung.append("bell")  # type: ignore[method-assign]
    async with app.run_test(size=(80, 24)) as pilot:
        app.tick()
        for _ in range(3):
            source.show(with_new())
            app.tick()
            await pilot.pause()
        assert rung == ["bell"]
        await pilot.press("B")
        source.show(with_new(msgspec.structs.replace(NEW, id="double-booked:third")))
        app.tick()
        await pilot.pause()
        assert rung == ["bell"]
        await pilot.press("B")
        app.tick()
        assert rung == ["bell"]  # what came while it was off is no news


@pytest.mark.parametrize("other", ["warning", "info"])
def test_nothing_else_rings(other: str) -> None:
    bell = Bell(sounds=True)
    bell.heard(boards.busy())
    worse = msgspec.structs.replace(NEW, severity=other)
    seen = msgspec.structs.replace(NEW, id="seen", state="acknowledged")
    assert bell.heard(with_new()) == (NEW,)
    assert bell.heard(boards.busy(alerts=(worse, seen))) == ()


def test_another_time_rings_for_nothing_and_hides_no_news() -> None:
    bell = Bell(sounds=True)
    board = boards.busy()
    bell.heard(board)
    assert bell.heard(msgspec.structs.replace(with_new(), asked=board.now + timedelta(hours=1))) == ()
    assert bell.heard(with_new()) == (NEW,)


def test_it_rings_again_for_what_was_not_said_before_and_not_for_less() -> None:
    bell = Bell(sounds=True)
    lift, both, hall = (msgspec.structs.replace(NEW, said=said) for said in (("lift",), ("lift", "hall"), ("hall",)))
    bell.heard(boards.busy())
    for shown, rings in ((lift, True), (lift, False), (both, True), (hall, False), (lift, False)):
        assert bool(bell.heard(with_new_as(shown))) == rings


def test_without_a_word_in_the_configuration_it_is_silent_until_it_is_turned_on() -> None:
    bell = Bell(sounds=False)
    bell.heard(boards.busy())
    assert bell.heard(with_new()) == ()
    bell.rings = True
    assert bell.sounds
    assert bell.heard(with_new(msgspec.structs.replace(NEW, id="later"))) != ()


def test_the_terminal_is_told_the_alert_in_its_own_way() -> None:
    assert tuple(NOTIFICATIONS) == NOTICES
    third = msgspec.structs.replace(NEW, id="third", sentence="x\x1b]52;c;x\x07; y")
    assert Bell(False, "osc9").notification("Summit", [NEW, third]) == "\x1b]9;Summit: Booth 3: two. (and 1 more)\a"
    assert Bell(False, "osc777").notification("Sum;mit", [third]) == "\x1b]777;notify;Sum,mit;x]52,c,x, y\a"
    odd = msgspec.structs.replace(NEW, sentence="x\x1b\\\x9c\n\u2028\u202e;y" + "z" * 100_000)
    assert len(said := Bell(False, "osc777").notification("\x07\x9d4;1", [odd])) < 1000
    assert said.startswith("\x1b]777;notify;4,1;x\\,yzz")
    assert said[1:-1].isprintable()
    assert Bell(True).notification("Summit", [NEW]) == ""
