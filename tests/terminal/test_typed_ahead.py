"""Keys on a real terminal: those that come at once over a slow line, and those that cannot be used where one is."""

from pathlib import Path

from tests.terminal.driven import Driven

AT_ONCE = [
    ("3j\r", "Belgium: scheduled"),  # a view that was never shown, its list, a box
    ("2", "[2 Hours]"),  # past the box
    ("/belg", "Find:  belg"),
    ("\x1b", "Type what is asked"),
    ("3v/pool", "Find:  pool"),  # a command where no words stand, then words
    ("\x1b", "Type what is asked"),
    ("\x1b", "[1 Overview]"),
    ("t+2h\r4", "[4 Booths]"),  # a question, its answer, a view
]
"""What comes in one piece, and what is on the screen then."""


def test_keys_that_come_at_once_go_where_the_one_before_led(tmp_path: Path) -> None:
    with Driven(tmp_path, "views") as screen:
        screen.wait_for("Norway")
        for typed, shown in AT_ONCE:
            screen.press(typed)
            screen.wait_for(shown)
        screen.wait_for("NOT NOW")


WHY_NOT = [
    ("overview", "f", "f does nothing here; it is filter in Programme (3); free for an hour in Booths (4); kind"),
    ("overview", "esc", "There is nothing to go back from: q leaves."),
    ("hours", "z", "z does nothing here; it is zoom in Overview (1)."),
    ("pools", "left", "Only while another time is shown: t first."),
    ("hours", "tab", "Tab does nothing here; it is panel in Overview (1)"),
    ("changes", "v", "v does nothing here; it is week/days/day in Hours (2); list/rooms in Programme (3)."),
    ("sources", "m", "m does nothing here; it is mark seen in Changes (7)."),
]
NUMBERS = {"overview": "1", "hours": "2", "pools": "5", "changes": "7", "sources": "8"}


def test_a_key_that_does_nothing_says_where_it_does_and_that_goes_with_the_view(tmp_path: Path) -> None:
    with Driven(tmp_path, "busy") as screen:
        screen.wait_for("of Norway")
        for view, key, said in WHY_NOT:
            screen.press(NUMBERS[view])
            screen.wait_for(f"[{NUMBERS[view]} ")
            screen.press(key)
            screen.wait_for(said[:78])
        screen.press("1")
        screen.wait_for("[1 Overview]")
        screen.press("8")
        screen.wait_for("[8 Sources]")
        screen.settle(0.5)
        assert "does nothing here" not in screen.text


def test_with_nothing_to_show_the_keys_of_a_view_say_so(tmp_path: Path) -> None:
    with Driven(tmp_path, "empty") as screen:
        screen.wait_for("No source is configured yet")
        for keys, said in (("2v", "could be shown"), ("4f", "to choose from"), ("3v", "nothing on the programme")):
            screen.press(keys)
            screen.wait_for(said)
        screen.press("1\r")
        screen.wait_for("Nothing is selected here")
