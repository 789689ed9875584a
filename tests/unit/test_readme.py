"""The README is true: its commands, keys, options, kinds and pictures are those of the program.

`python -m tests.unit.test_readme` writes the tables that follow from the code into it.
"""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from opsdash.board.verdict import Verdict
from opsdash.child import BUSY
from opsdash.cli import COMMANDS as CLI_COMMANDS
from opsdash.cli import build_parser
from opsdash.exitcodes import MEANINGS, exit_codes
from opsdash.polling import FAILED, FAULT, MISCONFIGURED, UNUSABLE
from opsdash.sources import MODULES
from opsdash.tui.commands import by_group
from opsdash.tui.keys import key_name

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"


def text() -> str:
    return README.read_text(encoding="utf-8")


def keys_table() -> str:
    """Every key and what it does, from the Command classes."""
    lines = ["| key | does | id for `[keys]` |", "|---|---|---|"]
    for group, commands in by_group():
        lines.append(f"| **{group}** | | |")
        for command in commands:
            keys = " ".join(f"`{key_name(key)}`" for key in command.keys_of({}))
            lines.append(f"| {keys} | {command.help()} | `{command.id}` |")
    return "\n".join(lines)


def exits_table() -> str:
    """Every exit code and what it means."""
    lines = ["| exit code | means |", "|---|---|"]
    return "\n".join([*lines, *(f"| {code} | {means} |" for code, means in MEANINGS.items())])


def block(name: str, source: str) -> str:
    """What stands between the marks of the generated block `name`."""
    found = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- /{name} -->", source, re.DOTALL)
    assert found, f"the README has no block {name}"
    return found[1]


def options() -> Iterator[tuple[str, str]]:
    """Every option of every command that the help shows."""
    parser = build_parser()
    for name, found in [("", parser), *_commands()]:
        for action in found._actions:
            if action.help != "==SUPPRESS==":
                yield from ((name, option) for option in action.option_strings if option.startswith("--"))


def _commands() -> list[tuple[str, argparse.ArgumentParser]]:
    (found,) = [action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return list(found.choices.items())


def test_keys_are_those_of_the_command_classes() -> None:
    assert block("keys", text()) == keys_table()


def test_both_commands_stand_alone_in_a_line() -> None:
    lines = text().splitlines()
    start = "python3 -m venv .venv && .venv/bin/pip install -q -c config/constraints.txt"
    assert f"{start} '.[demo]' && .venv/bin/opsdash demo" in lines
    assert f"{start} '.[test]' && .venv/bin/pytest" in lines


@pytest.mark.parametrize(("command", "option"), sorted(set(options())))
def test_every_option_is_named(command: str, option: str) -> None:
    if option == "--help":
        return
    assert f"`{option}" in text(), f"opsdash {command} {option}"


@pytest.mark.parametrize("command", [name for name in CLI_COMMANDS if name])
def test_every_command_is_named(command: str) -> None:
    assert f"`opsdash {command}" in text()


@pytest.mark.parametrize("kind", MODULES)
def test_every_kind_of_source_has_its_row(kind: str) -> None:
    assert re.search(rf"(?m)^\| `{kind}` \|.*\|.*\|.*\|$", text())


def test_exit_codes_are_those_of_the_table_and_of_the_help() -> None:
    assert block("exits", text()) == exits_table()
    assert build_parser().format_help().endswith(exit_codes() + "\n")
    assert {*map(int, Verdict), FAILED, FAULT, UNUSABLE, MISCONFIGURED, BUSY} <= MEANINGS.keys()


def test_every_picture_and_file_that_it_names_is_there() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)]+)\)", text())
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def write() -> None:
    """Put the generated tables into the README."""
    said = text()
    for name, table in (("keys", keys_table()), ("exits", exits_table())):
        said = said.replace(block(name, said), table)
    README.write_text(said, encoding="utf-8")


if __name__ == "__main__":
    write()
