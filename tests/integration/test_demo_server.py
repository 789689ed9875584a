"""The demo's processes: they end when they should, and leave nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import tomllib
from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from opsdash import timing
from opsdash.cli import main
from opsdash.demo.launch import ADVICE, run_demo
from opsdash.exitcodes import CONFIGURATION, UNAVAILABLE, USAGE
from tests.integration.demo_processes import process_gone, quiet_environment, serving
from tests.support import wait_until

SHOW = """
import os, sys, time
from argparse import Namespace
from opsdash import timing
from opsdash.demo.launch import run_demo

def show(path):
    print(path, os.environ.get(timing.CLOCK_VARIABLE, "-"), sep="\\n", flush=True)
    line = sys.stdin.readline()
    if line == "crash\\n":
        raise RuntimeError("crashed")
    return 7

options = dict(seed=1, speed=1.0, port=0, serve_only=False, control=False)
options |= eval(sys.argv[1])
sys.exit(run_demo(Namespace(**options), show))
"""


class Demo:
    """`run_demo` in a process whose `show` prints what it got and waits for a line."""

    def __init__(self, folder: Path, options: str = "{}") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SHOW, options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=quiet_environment(TMPDIR=str(folder)),
        )  # fmt: skip
        assert self.process.stdout
        self.config = Path(self.process.stdout.readline().strip())
        self.clock = self.process.stdout.readline().strip()
        self.source = tomllib.loads(self.config.read_text())["source"][0]
        self.server = self._server()

    def _server(self) -> int:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        (child,) = map(int, children)
        return child

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.source['url']}/events", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    def end(self, line: str = "") -> tuple[int, str]:
        _, errors = self.process.communicate(line, timeout=20)
        return self.process.returncode, errors

    def left(self) -> bool:
        return self.config.parent.exists() or not process_gone(self.server) or self.answers()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    found = Demo(tmp_path)
    yield found
    found.process.kill()
    found.process.communicate()


def test_it_shows_a_running_media_centre_with_a_configuration_for_it(demo: Demo) -> None:
    assert demo.answers()
    config = tomllib.loads(demo.config.read_text())
    assert config["event"] == {
        "id": "demo", "name": "Demo Summit", "zone": "Europe/Brussels", "place": "Forum Congress Centre, Brussels",
    }  # fmt: skip
    assert demo.source | {"url": ""} == {"name": "demo", "kind": "opsdash", "url": "", "every": "2s"}
    assert Path(config["store"]["folder"]).parent == demo.config.parent
    assert demo.config.parent.stat().st_mode & 0o777 == 0o700
    assert demo.clock == "-", "the machine's time, when no other is asked for"


def test_the_configuration_is_one_that_opsdash_reads(demo: Demo) -> None:
    from opsdash.config import load

    config = load(demo.config)
    assert [source.name for source in config.site.sources] == ["demo"]


def test_it_returns_what_show_returns_and_leaves_nothing(demo: Demo) -> None:
    assert demo.end("\n") == (7, "")
    assert not demo.left()


def test_a_crash_of_the_dashboard_leaves_nothing(demo: Demo) -> None:
    code, errors = demo.end("crash\n")
    assert code == 1
    assert errors.endswith("RuntimeError: crashed\n")
    assert not demo.left()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_nothing(demo: Demo, number: signal.Signals) -> None:
    demo.process.send_signal(number)
    assert demo.end() == (128 + number, "")
    assert not demo.left()


def test_ctrl_c_leaves_nothing(demo: Demo) -> None:
    demo.process.send_signal(signal.SIGINT)
    demo.end()
    assert not demo.left()


def test_being_killed_leaves_nothing(demo: Demo) -> None:
    demo.process.kill()
    demo.process.wait()
    wait_until(lambda: not demo.left())


def test_at_and_speed_set_the_clock_of_all_its_processes(tmp_path: Path) -> None:
    demo = Demo(tmp_path, "dict(at='2026-06-25T14:07', speed=0.01)")
    clock = timing.Clock.parse(demo.clock)
    as_of = httpx.get(f"{demo.source['url']}/events", trust_env=False).json()["as_of"]
    demo.end("\n")
    assert (clock.shown.isoformat(), clock.speed) == ("2026-06-25T12:07:00+00:00", 0.01)
    assert demo.source["every"] == "1s"
    assert as_of.startswith("2026-06-25T12:07:00")


def test_the_running_demo_is_asked_about_from_elsewhere_by_its_clock(tmp_path: Path) -> None:
    """The one that was started last; a folder that somebody else could have put there is none."""
    words = [sys.executable, "-m", "opsdash", "status", "--demo", "--json"]
    elsewhere = quiet_environment(TMPDIR=str(tmp_path), OPSDASH_CLOCK="2000-01-01T00:00:00+00:00@0*0")

    def status(*more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([*words, *more], capture_output=True, text=True, env=elsewhere, cwd=tmp_path)

    none = status()
    assert (none.returncode, none.stderr.count("\n")) == (CONFIGURATION, 1)
    assert "start one in another terminal: opsdash demo" in none.stderr
    demo = Demo(tmp_path, "dict(at='2026-06-25T14:07', speed=3600)")
    planted = tmp_path / "planted"
    planted.mkdir()
    (planted / "clock").touch()
    (tmp_path / "opsdash-demo-zz").symlink_to(planted)
    board = json.loads(status().stdout)
    now = timing.Clock.parse(demo.clock).now()
    demo.end("\n")
    assert board["event"] == "demo"
    assert timedelta() < now - datetime.fromisoformat(board["now"]) < timedelta(days=2), "a second is an hour there"
    assert status("--config", "x.toml").returncode == USAGE


def test_the_same_seed_and_time_give_the_same_day(tmp_path: Path) -> None:
    def day(seed: int) -> str:
        demo = Demo(tmp_path, f"dict(at='2026-06-25T14:07', speed=0.01, seed={seed})")
        events = httpx.get(f"{demo.source['url']}/events", trust_env=False)
        demo.end("\n")
        return events.headers["ETag"]

    first = day(1)
    assert day(1) == first
    assert day(2) != first


def options(**given: object) -> Namespace:
    return Namespace(**({"seed": 1, "speed": 1.0, "port": 0, "serve_only": False, "control": False} | given))


def never(path: Path) -> int:
    raise AssertionError("nothing is to be shown")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"at": "teatime"}, "'teatime' is not a time"),
        ({"speed": 0.0}, "--speed 0: from 0.01 to 3600 times as fast as the clock"),
        ({"speed": -1.0}, "--speed -1"),
        ({"speed": float("nan")}, "--speed nan"),
        ({"port": 70000}, "--port 70000"),
    ],
)
def test_wrong_options_are_named_in_one_line(
    given: dict[str, object], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_demo(options(**given), never) == USAGE
    errors = capsys.readouterr().err
    assert says in errors
    assert errors.count("\n") == 1


def test_its_help_says_what_at_means_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["demo", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "--at TIME what the demo's clock shows at first; its day lies around that" in told


@pytest.mark.parametrize("missing", ["litestar", "uvicorn"])
def test_without_its_server_it_names_the_command_that_adds_it(
    missing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    assert run_demo(options(), never) == CONFIGURATION
    assert capsys.readouterr().err == f"{ADVICE}\n"
    assert "pip install 'opsdash[demo]'" in ADVICE


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run_demo(options(port=port), never) == UNAVAILABLE
        assert run_demo(options(port=port, serve_only=True), never) == UNAVAILABLE
    lines = capsys.readouterr().err.splitlines()
    told = f"port {port} of 127.0.0.1 is taken: choose another, or leave --port out for a free one."
    assert lines[0] == f"opsdash: the demo's server did not start: {told}"
    assert lines[-1] == f"opsdash: {told}"
    assert timing.CLOCK_VARIABLE not in os.environ


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_server_ends_on_signals(number: signal.Signals) -> None:
    with serving() as server:
        assert server.get("events").status_code == 200
        server.process.send_signal(number)
        server.process.wait(10)


def test_the_server_ends_with_its_parents_end_of_the_pipe(tmp_path: Path) -> None:
    folder = tmp_path / "opsdash-demo-x"
    folder.mkdir()
    with serving(f"--child-of={folder}") as server:
        assert server.get("events").status_code == 200
        assert server.process.stdin
        server.process.stdin.close()
        server.process.wait(10)
    assert server.process.returncode == 0
    assert not folder.exists()


def test_the_server_sweeps_no_folder_but_the_demos(tmp_path: Path) -> None:
    folder = tmp_path / "precious"
    folder.mkdir()
    with serving(f"--child-of={folder}") as server:
        assert server.process.stdin
        server.process.stdin.close()
        server.process.wait(10)
    assert folder.exists()


def test_serve_only_serves_alone_and_says_how_to_use_it() -> None:
    program = f"import sys; sys.argv[1:] = ['dict(serve_only=True)']\n{SHOW}"
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env=quiet_environment(),
    )  # fmt: skip
    assert process.stdout
    address = process.stdout.readline().strip()
    items = httpx.get(f"{address}/facilities", trust_env=False).json()["items"]
    process.terminate()
    _, errors = process.communicate(timeout=10)
    assert len(items) == 6
    assert 'kind = "opsdash"' in errors
    assert "/schema/openapi.json" in errors
