"""Standard streams that are redirected or closed, terminals that can do little, a terminal that stands still."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.environment import impersonal
from tests.support import wait_until
from tests.terminal.modes import left_behind
from tests.terminal.term import Terminal
from tests.terminal.test_spine import configured

NOWHERE = "http://127.0.0.1:9/api"


def shell(path: Path, redirection: str, **env: str) -> Terminal:
    """opsdash started by a shell, on a terminal."""
    command = f"exec {sys.executable} -m opsdash --config {path} {redirection}"
    return Terminal(["/bin/sh", "-c", command], env=env)


@pytest.mark.parametrize("redirection", ["2>{}/said", "2>&-"])
def test_the_board_is_on_the_terminal_though_standard_error_is_not(tmp_path: Path, redirection: str) -> None:
    path = configured(tmp_path, NOWHERE)
    with shell(path, redirection.format(tmp_path)) as screen:
        screen.wait_for("Spine Summit")
        screen.wait_for("quit")
        screen.press("q")
        assert screen.wait_end() == 0
        assert left_behind(screen.output) == set()
    said = tmp_path / "said"
    assert not said.exists() or said.read_text() == ""


def test_a_screen_that_something_else_has_spoilt_is_painted_again(tmp_path: Path) -> None:
    """After it was stopped and goes on, which clears the terminal, and at a key."""
    with Terminal([sys.executable, "-m", "opsdash", "--config", str(configured(tmp_path, NOWHERE))]) as screen:
        screen.wait_for("quit")
        screen.settle()

        def painted_after(spoil: Callable[[], object]) -> bool:
            mark = screen.written
            spoil()
            wait_until(lambda: screen.read(0.05) and b"Spine Summit" in screen.output[mark:])
            return True

        def state() -> str:
            return Path(f"/proc/{screen.pid}/stat").read_text().rpartition(") ")[2][0]

        def stop_and_go_on() -> None:
            os.kill(screen.pid, signal.SIGTSTP)
            wait_until(lambda: screen.read(0.05) and state() == "T")
            os.kill(screen.pid, signal.SIGCONT)

        assert painted_after(stop_and_go_on)
        screen.settle()
        assert painted_after(lambda: screen.press("\x0c"))


def test_a_crash_is_told_on_standard_error_and_the_terminal_left_in_order(tmp_path: Path) -> None:
    path = configured(tmp_path, NOWHERE)
    crash = Path(__file__).with_name("crash.py")
    command = f"exec {sys.executable} {crash} --config {path} 2>{tmp_path}/said"
    with Terminal(["/bin/sh", "-c", command]) as screen:
        assert screen.wait_end(20) == 1
        assert b"fault on purpose" not in screen.output
        assert left_behind(screen.output) == set()
    assert "a fault on purpose" in (tmp_path / "said").read_text()


@pytest.mark.parametrize(("redirection", "shows"), [("<&-", True), (">&-", False), ("<&- >&- 2>&-", False)])
def test_with_a_closed_stream_it_prints_the_board_once_and_gives_the_verdict(
    tmp_path: Path, redirection: str, shows: bool
) -> None:
    path = configured(tmp_path, NOWHERE)
    with shell(path, redirection) as screen:
        assert screen.wait_end(20) == 3
        assert (b"Spine Summit" in screen.output) is shows
        assert b"Traceback" not in screen.output
        assert b"\x1b[?" not in screen.output


def test_a_terminal_that_only_prints_gets_the_board_once_without_colour(tmp_path: Path) -> None:
    with shell(configured(tmp_path, NOWHERE), "", TERM="dumb") as screen:
        assert screen.wait_end(20) == 3
        assert b"Spine Summit" in screen.output
        assert b"TERM=dumb" in screen.output
        assert b"\x1b" not in screen.output


@pytest.mark.parametrize(
    ("locale", "plain"),
    [
        ({"LANG": "C"}, True),
        ({"LC_ALL": "POSIX", "LANG": "C.UTF-8"}, True),
        ({"LANG": "xx_XX.UTF-8"}, False),
        ({"LANG": ""}, False),
        ({"LANG": "C.UTF-8"}, False),
    ],
)
def test_ascii_alone_where_the_locale_says_so(tmp_path: Path, locale: dict[str, str], plain: bool) -> None:
    """The third is a locale that ssh brought along and this machine does not have; the fourth says nothing."""
    path = configured(tmp_path, NOWHERE)
    path.write_text(path.read_text().replace("Spine Summit", "Café Summit"))
    with shell(path, "", **({"LC_ALL": "", "LC_CTYPE": ""} | locale)) as screen:
        screen.wait_for("Cafe Summit" if plain else "Café Summit")
        screen.wait_for("quit")
        assert (max(screen.output) < 128) is plain


@pytest.mark.parametrize("before", ["", "trap '' HUP; "])
def test_a_terminal_that_stands_still_and_then_goes_ends_the_viewer(tmp_path: Path, before: str) -> None:
    """What a frozen ssh client makes of a terminal: full, so that even drawing waits; then it is gone."""
    path = configured(tmp_path, NOWHERE)
    command = f"{before}exec {sys.executable} -m opsdash --config {path}"
    with Terminal(["/bin/sh", "-c", command], 200, 50) as screen:
        screen.wait_for("Spine Summit")
        screen.settle()

        in_a_row = 0  # one thread waits for another now and then, full or not

        def full() -> bool:
            nonlocal in_a_row
            screen.press("?", "esc")
            in_a_row = in_a_row + 1 if "wait_woken" in waits(screen.pid) and blocked(screen.pid) else 0
            return in_a_row > 3

        wait_until(full, 30, step=0.1)
        started = time.monotonic()
        screen.hang_up()
        assert screen.wait_end(10) == 129
        print(f"\nended {time.monotonic() - started:.1f} s after the terminal")


def waits(pid: int) -> list[str]:
    """What the threads of a process wait for in the kernel."""
    return [(task / "wchan").read_text() for task in Path(f"/proc/{pid}/task").iterdir()]


def blocked(pid: int) -> bool:
    """Whether the main thread waits for another thread, not for events."""
    return "futex" in Path(f"/proc/{pid}/task/{pid}/wchan").read_text()


def test_a_read_only_view_starts_no_poller(tmp_path: Path) -> None:
    path = configured(tmp_path, NOWHERE)
    with shell(path, "--read-only") as screen:
        screen.wait_for("Spine Summit")
        screen.settle(3)
        assert not (path.parent / "store").exists()


def test_who_acknowledged_is_the_person_behind_sudo(tmp_path: Path) -> None:
    code = "from opsdash.tui.run import _user; print(_user())"
    said = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"SUDO_USER": "officer-3"}, capture_output=True, text=True
    )
    assert said.stdout.strip() == "officer-3"


def test_the_tests_know_nothing_of_the_terminal_that_they_are_started_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {name: value for name, value in os.environ.items() if name in impersonal(os.environ)} == impersonal(
        os.environ
    )
    for name in ("TMUX", "STY", "SSH_CONNECTION", "NO_COLOR", "TERM_PROGRAM", "LC_ALL", "OPSDASH_WHO"):
        monkeypatch.setenv(name, "somebody's")
    with Terminal(["/usr/bin/env"], cells=200) as screen:
        assert screen.wait_end() == 0
    lines = screen.output.decode().splitlines()
    assert {"TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8"} <= set(lines)
    assert not [line for line in lines if line.endswith("=somebody's")]
