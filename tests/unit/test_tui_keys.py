"""The keys of a configuration: they can come, no two commands have one of them in a view, and they work."""

import msgspec
import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.keys import Keys

from opsdash.tui.app import OpsdashApp
from opsdash.tui.commands import COMMANDS, footer_keys, key_mistake, view_keys
from opsdash.tui.keys import _NAMES, key_name, split
from opsdash.tui.screens.find import FindView
from opsdash.tui.views import VIEWS
from opsdash.tui.widgets.lines import AlertStrip
from opsdash.tui.widgets.tabs import TabLine
from tests import boards, viewboards
from tests.terminal.show import HandMade

NO_KEY = (
    "", ",", "f2,", "F1", "f25", "ctrl-p", "ctrl+P", "shift+t", "shift+slash", "ctrl+", "Ctrl+p", "shift+ctrl+left",
    "ctrl+ctrl+p", "esc", "return", "solidus", "latin_small_letter_a", "line_feed", "\x1b",
)  # fmt: skip
HELD = (
    ({"help": "f2", "alerts": "f2"}, "f2"), ({"help": "?,f2", "hours-span": "f2"}, "f2"), ({"help": "t"}, "t"),
    ({"alerts": "y"}, "y"), ({"panel-next": "t"}, "t"), ({"hours-span": "t"}, "t"), ({"alerts": "j"}, "j"),
    ({"view-hours": "left"}, "left"), ({"hours-earlier": "x", "hours-later": "left"}, "left"),
    ({"alerts": "?"}, "question_mark"), ({"alerts": "G"}, "G"), ({"row-next": "q"}, "q"), ({"copy": "h"}, "h"),
)  # fmt: skip
WELL: tuple[dict[str, str], ...] = (
    {}, {"help": "f2"}, {"help": "?, ctrl+g,alt+shift+x,«"}, {"help": "t", "time-travel": "f1"}, {"row-next": "n"},
    {"time-earlier": "comma", "hours-earlier": "comma"}, {"programme-look": "x", "hours-span": "x"},
    {"view-hours": "H", "palette": "€,ctrl+space"}, {"quit": "q,ctrl+c"},
)  # fmt: skip


@pytest.mark.parametrize("keys", NO_KEY)
def test_what_no_keyboard_has_is_no_key(keys: str) -> None:
    assert f"{split(keys)[-1]!r} for 'help' is no key" in key_mistake({"help": keys})


@pytest.mark.parametrize(("keys", "key"), HELD, ids=str)
def test_no_two_commands_have_a_key_in_one_view(keys: dict[str, str], key: str) -> None:
    said = key_mistake(keys)
    assert f"keys: {key!r} for " in said
    assert any(f" for {name!r} is the key of" in said for name in keys)


@pytest.mark.parametrize("keys", WELL, ids=str)
def test_keys_that_can_come_and_are_free_are_taken(keys: dict[str, str]) -> None:
    assert key_mistake(keys) == ""


def test_keys_are_called_what_textual_calls_them() -> None:
    """A sign may stand for its name in a binding, too: Textual puts the name there."""
    assert set(_NAMES) <= {key.value for key in Keys}
    for sign in set(filter(str.isprintable, map(chr, range(0x21, 0x3000)))) - {","}:
        (bound,) = Binding.make_bindings([Binding(sign, "")])
        assert split(sign) == (bound.key,)
    assert [key_name(key) for key in split("?,-,T,f1,ctrl+p,shift+tab,ctrl+left,€,alt+x")] == [
        "?", "-", "T", "F1", "Ctrl+P", "Shift+Tab", "Ctrl+←", "€", "Alt+X",
    ]  # fmt: skip


def test_a_remapped_key_is_what_footer_and_help_show() -> None:
    assert ("x", "zoom") in footer_keys({"zoom": "x"})
    assert COMMANDS["help"].keys_of({"help": "?, f9"}) == ("question_mark", "f9")
    assert view_keys(lambda name: COMMANDS[name].first_key({"view-booths": "f4"})) == "1-3 F4 5-8"


async def test_a_remapped_key_works_and_the_old_one_does_not() -> None:
    app = OpsdashApp(HandMade(boards.busy()), keys={"zoom": "x", "row-next": "n,ctrl+n"})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("z")
        assert not app.overview.zoomed
        first = app.selected_id
        await pilot.press("j", "x", "down")
        assert app.overview.zoomed
        assert app.selected_id == first
        await pilot.press("n")
        assert app.selected_id != first


async def test_where_no_words_stand_yet_signs_and_digits_are_commands_as_they_are_mapped() -> None:
    """What the footer names there is a key there: a letter would be the first of a word."""
    keys = {"view-hours": "w", "view-booths": "x, f9", "alerts": "/", "view-find": "6", "help": "p,?"}
    assert key_mistake(keys) == ""
    app = OpsdashApp(HandMade(viewboards.views()), keys=keys)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6")
        find = app.view_of(FindView)
        assert find._footer.keys == (("1 3 F9 5-8", "views"), ("Esc", "back"), ("?", "help"), ("Ctrl+P", "palette"))
        await pilot.press("slash")
        await pilot.pause()
        assert app.screen is not find
        await pilot.press("escape", "w", "slash", "3")
        assert find._words.value == "w/3"
        await pilot.press("escape", "3")
        assert app.view.view == "programme"


class Other(App[int]):
    """An app that knows of no keys."""

    def compose(self) -> ComposeResult:
        yield TabLine("overview", dict.fromkeys(VIEWS, "F3"))
        yield AlertStrip("F8")


async def test_a_widget_has_its_keys_from_whoever_made_it() -> None:
    never = msgspec.structs.replace(boards.sources()[0], state="never")
    app = Other()
    async with app.run_test() as pilot:
        app.query_one(AlertStrip).board = boards.empty(sources=(never,))
        await pilot.pause()
        tabs, alerts = (strip.text for strip in app.screen._compositor.render_strips()[:2])
        assert "F3 Overview]F3 " in tabs
        assert "F8 shows why" in alerts
