"""The commands as a person or a monitoring system runs them: real processes, real files, exit codes."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from opsdash import config
from opsdash.exitcodes import CONFIGURATION, OUTPUT, USAGE

HAGUE = config.examples()["the-hague-2025"]


def run(*arguments: str, folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """`opsdash ARGUMENTS` in `folder`, with a home of its own."""
    return subprocess.run(
        [sys.executable, "-m", "opsdash", *arguments],
        cwd=folder,
        env=os.environ | {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "none")} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def hague(folder: Path, at: str) -> dict[str, Any]:
    """The Hague's board at `at` as JSON."""
    done = run("status", "--config", str(HAGUE), "--at", at, "--json", folder=folder)
    assert done.stderr == ""
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def facility(board: dict[str, Any], key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in board["facilities"] if item["id"].endswith("/" + key))
    return found


def test_the_hague_wednesday_night_the_centre_is_open_until_two(tmp_path: Path) -> None:
    centre = facility(hague(tmp_path, "2025-06-25T23:30"), "media-centre")
    assert centre["state"] == "open"
    assert datetime.fromisoformat(centre["until"]) == datetime.fromisoformat("2025-06-26T02:00+02:00")
    assert centre["until"].endswith("+02:00")
    assert "Thu 26 June 02:00" in centre["sentence"]
    text = run("status", "--config", str(HAGUE), "--at", "2025-06-25T23:30", folder=tmp_path).stdout
    (line,) = [line for line in text.splitlines() if "International Media" in line]
    assert "open" in line
    assert "02:00" in line


def test_the_hague_after_midnight_the_centre_is_open_but_its_entrance_closed(tmp_path: Path) -> None:
    board = hague(tmp_path, "2025-06-26T01:00")
    assert facility(board, "accreditation-office")["state"] == "closed"
    centre = facility(board, "media-centre")
    assert centre["state"] in ("open", "closing soon")
    assert "Accreditation Office" in centre["unreachable"]
    assert any("Accreditation Office" in alert["sentence"] for alert in board["alerts"])
    text = run("status", "--config", str(HAGUE), "--at", "2025-06-26T01:00", folder=tmp_path).stdout
    assert "entrance" in text


def test_json_keeps_to_its_schema_and_names_what_was_promised(tmp_path: Path) -> None:
    schema = json.loads(run("status", "--schema", folder=tmp_path).stdout)
    board = hague(tmp_path, "2025-06-24T10:00")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(board, schema)
    promised = {
        "format",
        "event",
        "now",
        "generation",
        "facilities",
        "programme",
        "spaces",
        "pools",
        "alerts",
        "sources",
    }
    assert promised <= board.keys()
    for group in ("facilities", "programme", "spaces", "pools", "alerts", "sources"):
        for item in board[group]:
            assert item["id"]
            assert item.get("name") or item.get("title")
            assert item["state"]
    assert datetime.fromisoformat(board["now"]).utcoffset() is not None


def test_board_without_a_store_is_not_called_well(tmp_path: Path) -> None:
    (tmp_path / "opsdash.toml").write_text(
        '[event]\nid = "a"\nname = "A"\nzone = "Europe/Brussels"\n[store]\nfolder = "kept"\n'
        '[[source]]\nname = "s"\nkind = "opsdash"\nurl = "http://127.0.0.1:9/api"\n'
    )
    done = run("status", folder=tmp_path)
    assert done.returncode == 3
    assert not (tmp_path / "kept").exists()


def test_without_a_terminal_the_board_is_printed_once(tmp_path: Path) -> None:
    done = run("--config", str(HAGUE), "--at", "2025-06-25T12:00", folder=tmp_path)
    assert "International Media" in done.stdout
    assert "\x1b" not in done.stdout


def test_wrong_usage_and_wrong_configuration_have_their_codes(tmp_path: Path) -> None:
    assert run("nonsense", folder=tmp_path).returncode == USAGE
    assert run("status", "--config", str(HAGUE), "--at", "soon", folder=tmp_path).returncode == USAGE
    assert run("status", "--config", str(HAGUE), "--at", "-30m", folder=tmp_path).returncode != USAGE
    missing = run("status", folder=tmp_path)
    assert missing.returncode == CONFIGURATION
    assert missing.stderr.count("\n") == 1
    assert "Traceback" not in missing.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [("--help", 141), (f"status --config {HAGUE} --at 2025-06-26T01:00", 1)],
)
def test_nobody_reads_the_output_and_the_exit_code_is_still_true(tmp_path: Path, words: str, code: int) -> None:
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "opsdash", *words.split()], cwd=tmp_path, env=buffered, stdout=writing,
        stderr=subprocess.PIPE, text=True, timeout=60,
    )  # fmt: skip
    os.close(writing)
    assert (done.stderr, done.returncode) == ("", code)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_a_sentence_and_no_warning(tmp_path: Path, unbuffered: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "opsdash", "status", "--schema"], cwd=tmp_path, stdout=full,
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered}, stderr=subprocess.PIPE, text=True, timeout=60,
        )  # fmt: skip
    assert (done.stderr, done.returncode) == ("opsdash: the output: No space left on device\n", OUTPUT)


def test_locate_says_what_is_used(tmp_path: Path) -> None:
    done = run("locate", "--config", str(HAGUE), folder=tmp_path)
    assert f"used      {HAGUE}" in done.stdout
    assert "the-hague-2025" in done.stdout


def test_example_is_a_configuration_that_works(tmp_path: Path) -> None:
    (tmp_path / "opsdash.toml").write_text(run("example", "the-hague-2025", folder=tmp_path).stdout)
    assert "NATO Summit" in run("status", "--at", "2025-06-25T12:00", folder=tmp_path).stdout


def test_search_says_a_sentence_first_and_its_exit_code_whether_anything_was_found(tmp_path: Path) -> None:
    at = ("--config", str(HAGUE), "--at", "2025-06-25T23:30")
    found = run("search", *at, "accreditation", "tomorrow", folder=tmp_path)
    assert found.returncode == 0
    said = " ".join(found.stdout.split())
    assert said.startswith("At Wed 25 June 23:30: Accreditation Office, tomorrow, Thu 26 June: closed.")
    assert "ask NATO Summit Media Coordination" in said
    nothing = run("search", *at, "where is the Belgian PM?", folder=tmp_path)
    assert nothing.returncode == 1
    assert "Please ask the delegation." in nothing.stdout
    assert nothing.stderr == ""


def test_search_as_json_gives_every_hit_with_its_card(tmp_path: Path) -> None:
    done = run(
        "search", "--config", str(HAGUE), "--at", "2025-06-25T23:30", "--json", "--limit", "2", "imc", folder=tmp_path
    )
    found = json.loads(done.stdout)
    assert len(found["found"]) == 2
    first = found["found"][0]
    assert first["hit"]["title"] == "International Media Centre"
    assert "Its only entrance" in first["card"]["sentence"]
    assert datetime.fromisoformat(found["now"]) == datetime.fromisoformat("2025-06-25T23:30+02:00")
    assert run("search", "--config", str(HAGUE), "--limit", "0", "imc", folder=tmp_path).returncode == USAGE


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ('helpp = "f2"', "unknown command 'helpp'; did you mean 'help'?"),
        ('alerts = "q"', "is the key of 'quit' already"),
    ],
)
def test_a_mistaken_key_is_said_before_the_screen_opens(tmp_path: Path, keys: str, says: str) -> None:
    (tmp_path / "opsdash.toml").write_text(f'[event]\nid = "a"\nname = "A"\nzone = "UTC"\n[keys]\n{keys}\n')
    for command in ([], ["check"]):
        done = run(*command, folder=tmp_path)
        assert (done.returncode, says in done.stderr) == (CONFIGURATION, True), done.stderr


@pytest.mark.parametrize(
    ("said", "environment"),
    [
        ("Szczyt Łódź", {}),
        ("Szczyt ?ódz", {"PYTHONIOENCODING": "latin-1"}),
        ("Szczyt ?odz", {"LC_ALL": "C"}),
    ],
)
def test_an_output_that_cannot_take_a_letter_gets_what_stands_for_it(
    tmp_path: Path, said: str, environment: dict[str, str]
) -> None:
    """An exception would end in 1, which is a warning to who watches `status`. JSON is UTF-8 whatever the terminal."""
    path = tmp_path / "opsdash.toml"
    path.write_text('[event]\nid = "x"\nname = "Szczyt Łódź"\nzone = "Europe/Warsaw"\n', "utf-8")
    command = [sys.executable, "-m", "opsdash", "status", "--config", str(path)]
    for options in ([], ["--json"], ["--brief"]):
        done = subprocess.run(
            [*command, *options],
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
        )
        assert b"Traceback" not in done.stderr
        assert done.returncode == 3  # nobody can know: there is no source
        if options == ["--json"]:
            assert json.loads(done.stdout.decode("utf-8"))["name"] == "Szczyt Łódź"
        elif not options:
            assert done.stdout.decode(environment.get("PYTHONIOENCODING", "utf-8")).splitlines()[0].startswith(said)
