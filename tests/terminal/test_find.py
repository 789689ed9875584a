"""The search on a real terminal: the info desk's tasks, with the keys that each takes."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from wcwidth import wcswidth

from opsdash import config
from tests.terminal.driven import Driven
from tests.terminal.term import Terminal


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Driven]:
    with Driven(tmp_path, "demo") as terminal:
        terminal.wait_for("Demo Summit")
        terminal.settle()
        yield terminal


TASKS = {
    "where is the Norwegian Prime Minister": ("norw", "Next: Press conference by the Prime Minister of Norway"),
    "is the accreditation office open": ("acc", "Accreditation Office: open until"),
    "does it open tomorrow morning": ("acc tom", "tomorrow, Thu 26 June: open 05:30 to 23:30"),
    "a booth for half an hour": ("free booth 30 min", "is free now"),
    "who is missing from pool 4": ("pool 4", "missing TV crew 41"),
    "where is Polder TV": ("polder", "Now: TV Booth 2"),
    "where do I get my badge": ("badge", "At the Accreditation Office at Gate A"),
}


@pytest.mark.parametrize("task", TASKS)
def test_an_answer_is_on_the_screen_after_a_few_letters(screen: Driven, task: str) -> None:
    typed, said = TASKS[task]
    screen.press("/")
    screen.wait_for("Type what is asked")
    screen.press(typed)
    flat = said.split()
    screen._wait(lambda: " ".join(flat) in " ".join(screen.text.split()), said, 20)
    print(f"\n{task}: {1 + len(typed)} keys, no Enter")


def test_arrows_choose_enter_opens_esc_clears_then_leaves(screen: Driven) -> None:
    screen.press("6")
    screen.wait_for("Type what is asked")
    screen.press("pool")
    screen.wait_for("How do I get a pool card?")
    screen.press("enter")
    screen.wait_for("The card says all that is known of it.")
    screen.press(" 4")
    screen.wait_for("2 found")  # the pool, and whom to call about it
    screen.press("enter")
    screen.wait_for("covers")
    screen.press("esc")
    screen.wait_for("Find:  pool 4")
    screen.press("esc")
    screen.wait_for("Type what is asked")
    screen.press("esc")
    screen.wait_for("[1 Overview]")


def test_the_cursor_of_the_hits_moves_while_words_are_typed(screen: Driven) -> None:
    screen.press("/")
    screen.wait_for("Type what is asked")
    screen.press("tv booth")
    screen.wait_for("TV Booth 3")
    screen.wait_for("Booth Street, level 1:")
    first = screen.line_with("Booth Street, level 1:")
    screen.press("down")
    screen.wait_gone(first)
    screen.press("up")
    screen.wait_for(first)
    screen.press("down")
    screen.wait_gone(first)
    screen.press(" 3")
    screen.wait_for("TV Booth 3, Booth Street, level 1: occupied")


def test_copying_while_typing_and_on_a_hit(screen: Driven) -> None:
    screen.press("/")
    screen.wait_for("Type what is asked")
    screen.press("y")
    screen.wait_for("Find:  y")
    screen.wait_gone("Type what is asked")
    screen.press("esc")
    screen.wait_for("Type what is asked")
    screen.press("badge", "\x19")
    screen.wait_for("Copied: At the Accreditation Office at Gate A")
    before = screen.output.count(b"\x1b]52;c;")
    screen.press("tab")
    screen.wait_for("━━ Hits")
    screen.press("y")
    screen._wait(lambda: screen.output.count(b"\x1b]52;c;") == before + 1, "a second copy", 20)


def test_an_empty_line_leaves_digits_to_the_views_and_words_keep_them(screen: Driven) -> None:
    screen.press("/")
    screen.wait_for("Type what is asked")
    screen.press("1")
    screen.wait_for("[1 Overview]")
    screen.press("/")
    screen.wait_for("Type what is asked")
    screen.press("pool 1")
    screen.wait_for("Pool 1: done")


def test_nothing_found_says_what_to_do(screen: Driven) -> None:
    screen.press("/")
    screen.wait_for("Type what is asked")
    screen.press("maltese pm")
    screen.wait_for("Nothing found.")
    screen.wait_for("Please ask the delegation.")


def test_a_new_board_keeps_words_and_cursor_and_says_how_old_it_is(screen: Driven) -> None:
    screen.press("/")
    screen.wait_for("Type what is asked")
    screen.press("tv booth")
    screen.wait_for("TV Booth 3")
    screen.press("down", "down")
    screen.settle()
    said = screen.line_with("Booth Street, level 1:")
    screen.show("findboards.demo(age=1500)")
    screen.wait_for("25 minutes ago")
    assert said.split(":")[0] in screen.text
    assert "tv booth" in screen.line_with("Find:")


def test_a_board_that_says_the_same_costs_nothing_and_a_letter_little(screen: Driven) -> None:
    screen.press("/")
    screen.wait_for("Type what is asked")
    screen.press("polder t")
    screen.settle()
    before = screen.written
    screen.show("replace(findboards.demo(), generation=77)")
    screen.settle(2.5)
    assert screen.written == before
    screen.press("v")
    screen.settle()
    assert 0 < screen.written - before < 2500


@pytest.mark.parametrize(("cells", "lines"), [(40, 15), (80, 24), (120, 40), (200, 50)])
def test_it_fits_every_terminal(tmp_path: Path, cells: int, lines: int) -> None:
    with Driven(tmp_path, "demo", cells=cells, lines=lines) as terminal:
        terminal.wait_for("14:32")
        terminal.settle()
        terminal.press("/")
        terminal.wait_for("Type what is asked")
        terminal.press("tv booth 3")
        terminal.wait_for("Polder TV until")
        terminal.settle()
        assert "TV Booth 3" in terminal.text
        assert all(wcswidth(line.rstrip()) <= cells for line in terminal.text.splitlines())


def test_the_real_program_answers_from_its_configuration(tmp_path: Path) -> None:
    path = tmp_path / "opsdash.toml"
    text = config.examples()["the-hague-2025"].read_text(encoding="utf-8")
    path.write_text(text.replace("[aliases]", '[store]\nfolder = "store"\n\n[aliases]', 1), encoding="utf-8")
    command = [sys.executable, "-m", "opsdash", "--config", str(path), "--at", "2025-06-25T23:30"]
    with Terminal(command) as terminal:
        terminal.wait_for("NOT NOW", 30)
        terminal.press("/")
        terminal.wait_for("Type what is asked")
        terminal.press("acreditation tom")
        terminal.wait_for("tomorrow, Thu 26 June: closed.")
        assert "At Wed 25 June 23:30:" in terminal.text
