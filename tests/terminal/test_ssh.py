"""opsdash over a real sshd on loopback: seen, cut off in several ways, left in order. Run: pytest -m servers."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.bench_screen import cpu
from tests.integration.demo_processes import Server, process_gone, serving
from tests.sshd import CLIENT, SSHD, Sshd, sshd, user
from tests.support import wait_until
from tests.terminal.modes import left_behind
from tests.terminal.term import Terminal
from tests.terminal.test_spine import configured, holds_lock, pollers, viewer

pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(not (SSHD and CLIENT), reason="needs openssh-server and openssh-client"),
]

SNIPPET = Path(__file__).parents[2] / "config" / "ssh" / "opsdash-sshd.conf"
NOWHERE = "http://127.0.0.1:9/api"


def opsdash(path: Path, *words: str) -> str:
    """The command as it is given to ssh."""
    return " ".join([sys.executable, "-m", "opsdash", "--config", str(path), *words])


def snippet(path: Path, keys: Path) -> str:
    """The administrator's snippet, for the user who runs the tests, this opsdash, this configuration and keys."""
    text = SNIPPET.read_text()
    for shipped, here in (
        ("Match User opsdash", f"Match User {user()}"),
        ("/opt/opsdash/bin/opsdash --config /etc/opsdash/opsdash.toml", opsdash(path)),
        ("/etc/ssh/opsdash_keys", str(keys)),
    ):
        assert text.count(shipped) >= 1
        text = text.replace(shipped, here)
    return text


@pytest.fixture
def api() -> Iterator[Server]:
    with serving("--control", "--seed", "3") as server:
        yield server


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Sshd]:
    """An sshd that runs what it is told."""
    (tmp_path / "sshd").mkdir()
    with sshd(tmp_path / "sshd", "AcceptEnv LANG NO_COLOR COLORTERM") as server:
        yield server


@contextlib.contextmanager
def forced(folder: Path, path: Path) -> Iterator[Sshd]:
    """An sshd with the administrator's snippet."""
    (folder / "sshd").mkdir()
    with sshd(folder / "sshd", snippet(path, folder / "sshd" / "user_key.pub")) as server:
        yield server


def viewers(path: Path) -> list[int]:
    """The process ids of all dashboards for this configuration that somebody sees over ssh."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if os.fsencode(path) in words and b"poll" not in words and _below_sshd(int(folder.name)):
                found.append(int(folder.name))
    return found


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[1])


def _below_sshd(pid: int) -> bool:
    return session_of(pid) > 0


def session_of(pid: int) -> int:
    """The process of sshd that holds the terminal of `pid`; 0 when there is none above it."""
    while pid > 1:
        if Path(f"/proc/{pid}/comm").read_text().startswith("sshd"):
            return pid
        pid = parent(pid)
    return 0


def go_on(pid: int) -> None:
    """Let a process that was stopped end, if it is still there."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)


def test_the_board_is_usable_over_ssh_at_80x24(api: Server, plain: Sshd, tmp_path: Path) -> None:
    path = configured(tmp_path, api.url)
    started = time.monotonic()
    with Terminal(plain.ssh(opsdash(path))) as screen:
        screen.wait_for("Spine Summit", 30)
        print(f"\nfirst frame over ssh: {time.monotonic() - started:.2f} s with the log-in")
        screen.wait_for("● fresh", 30)
        for title in ("Hours", "Press conferences", "Booths", "Pools", "quit"):
            assert title in screen.text
        screen.press("?")
        screen.wait_for("What the states here mean", 10)
        screen.press("esc")
        screen.wait_gone("What the states here mean", 10)
        api.control("patch", resource="facilities", id="information-desk", fields={"short": "Moved Desk"})
        screen.wait_for("Moved Desk", 20)
        screen.press("q")
        assert screen.wait_end() == 0
        assert left_behind(screen.output) == set()


def test_the_shipped_snippet_gives_the_read_only_board_whatever_is_asked(api: Server, tmp_path: Path) -> None:
    path = configured(tmp_path, api.url)
    subprocess.run([sys.executable, "-m", "opsdash", "poll", "--once", "--config", str(path)], check=True)
    with forced(tmp_path, path) as server:
        with Terminal(server.ssh("touch", str(tmp_path / "made"))) as screen:
            screen.wait_for("Spine Summit", 30)
            screen.wait_for("Info", 10)
            screen.settle()
            screen.press("a")
            screen.wait_for("read-only", 10)
            assert pollers(path) == [], "a guest's view starts no poller"
            screen.press("q")
            assert screen.wait_end() == 0
        once = subprocess.run(
            server.ssh("sh", options=("-T", "-o", "SendEnv=LANG OPSDASH_CONFIG")), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=30, env=os.environ | {"LANG": "C", "OPSDASH_CONFIG": "/nowhere"},
        )  # fmt: skip
        assert "Spine Summit" in once.stdout
        assert "* fresh" in once.stdout, "LANG comes along, and says that no other dot can be shown"
        assert once.returncode in range(4)
        status = subprocess.run(
            [sys.executable, "-m", "opsdash", "status", "--config", str(path)], capture_output=True, text=True
        )
        assert once.returncode == status.returncode, "the verdict comes through ssh"
        assert not (tmp_path / "made").exists()
        assert not (path.parent / "store" / "desk.json").exists()


def test_the_shipped_snippet_forwards_nothing(api: Server, tmp_path: Path) -> None:
    path = configured(tmp_path, api.url)
    port = api.url.split(":")[2].split("/")[0]
    with forced(tmp_path, path) as server:
        through = subprocess.run(
            server.ssh(options=("-T", "-W", f"127.0.0.1:{port}")), input="GET /api HTTP/1.0\r\n\r\n",
            capture_output=True, text=True, timeout=30,
        )  # fmt: skip
        assert "HTTP/" not in through.stdout
        assert through.returncode != 0


def test_sshd_takes_every_line_of_the_snippet_for_this_user_and_for_no_other(tmp_path: Path) -> None:
    wanted = {
        "permittty yes", "authenticationmethods publickey", "permituserrc no", "disableforwarding yes",
        "permittunnel no", "maxsessions 1", "clientaliveinterval 2", "clientalivecountmax 1", "acceptenv LANG",
        "acceptenv LC_ALL", "acceptenv LC_CTYPE", "acceptenv NO_COLOR", "acceptenv COLORTERM",
        f"authorizedkeysfile {tmp_path / 'keys'}", f"forcecommand {opsdash(Path('it'))} --read-only",
    }  # fmt: skip
    (tmp_path / "sshd").mkdir()
    more = f"PermitTunnel yes\nAuthenticationMethods any\n{snippet(Path('it'), tmp_path / 'keys')}"
    with sshd(tmp_path / "sshd", more) as server:
        for who, here in ((user(), True), ("somebody", False)):
            said = subprocess.run(
                [SSHD, "-T", "-f", str(server.folder / "config"), "-C", f"user={who},host=h,addr=127.0.0.1"],
                capture_output=True, text=True, check=True,
            ).stdout.splitlines()  # fmt: skip
            assert wanted - set(said) == (set() if here else wanted - {"permittty yes"})


@pytest.mark.parametrize("how", ["client killed", "client frozen", "session killed", "client killed, poller frozen"])
def test_a_cut_link_ends_the_viewer_soon_quietly_and_another_polls(api: Server, tmp_path: Path, how: str) -> None:
    path = configured(tmp_path, api.url)
    (tmp_path / "sshd").mkdir()
    alive = re.findall(r"^ +(ClientAlive.*)$", SNIPPET.read_text(), re.M)
    assert len(alive) == 2
    with sshd(tmp_path / "sshd", *alive) as server, Terminal(server.ssh(opsdash(path))) as screen:
        screen.wait_for("● fresh", 30)
        with viewer(path) as other, contextlib.ExitStack() as at_last:
            other.wait_for("● fresh", 30)
            (seen,), (owned,) = viewers(path), pollers(path)
            assert parent(owned) == seen
            cut = time.monotonic()
            used = used_at_last = cpu(seen)
            if how.endswith("poller frozen"):
                os.kill(owned, signal.SIGSTOP)
                at_last.callback(go_on, owned)
            match how.partition(",")[0]:
                case "client killed":
                    os.kill(screen.pid, signal.SIGKILL)
                case "client frozen":
                    os.kill(screen.pid, signal.SIGSTOP)
                case _:
                    os.kill(session_of(seen), signal.SIGKILL)

            def viewer_gone() -> bool:
                nonlocal used_at_last
                other.read(0.02)
                with contextlib.suppress(OSError):
                    used_at_last = cpu(seen)
                return process_gone(seen)

            wait_until(viewer_gone, 20)
            gone = time.monotonic() - cut
            burnt = used_at_last - used

            def taken_over() -> bool:
                other.read(0.02)
                return any(pid != owned and holds_lock(pid, path) for pid in pollers(path))

            wait_until(taken_over, 20)
            taken = time.monotonic() - cut - gone
            print(f"\n{how}: viewer gone after {gone:.1f} s, {burnt:.2f} s of CPU; polled again {taken:.1f} s later")
            assert gone < 10
            assert burnt < 0.6, "it reads the lost terminal in a loop"
            assert taken < 5
            assert owned not in pollers(path)
            api.control("patch", resource="facilities", id="information-desk", fields={"short": "Still Here"})
            other.wait_for("Still Here", 20)


@pytest.mark.parametrize("how", ["q", "SIGTERM", "SIGHUP", "a crash"])
def test_however_it_ends_the_terminal_is_put_back(plain: Sshd, tmp_path: Path, how: str) -> None:
    path = configured(tmp_path, NOWHERE)
    command = opsdash(path)
    if how == "a crash":
        command = f"{sys.executable} {Path(__file__).with_name('crash.py')} --config {path}"
    with Terminal(plain.ssh(f"{command}; echo code $?; stty -a; exec sleep 60")) as screen:
        screen.wait_for("a fault on purpose" if how == "a crash" else "Spine Summit", 30)
        if how == "q":
            screen.press("q")
        elif how.startswith("SIG"):
            (seen,) = viewers(path)
            os.kill(seen, signal.Signals[how])
        screen.wait_for("echoprt", 20)
        assert f"code {int(how == 'a crash')}" in screen.output.decode().replace("\r\n", "\n")
        assert left_behind(screen.output) == set()
        assert not re.search(r" -(icanon|echo|isig|icrnl|opost)\b", screen.output.decode().rpartition("code ")[2])


def test_a_terminal_that_only_prints_gets_the_board_once(plain: Sshd, tmp_path: Path) -> None:
    path = configured(tmp_path, NOWHERE)
    with Terminal(plain.ssh(opsdash(path)), env={"TERM": "dumb"}) as screen:
        assert screen.wait_end(20) == 3
        assert b"Spine Summit" in screen.output
        assert b"TERM=dumb" in screen.output
        assert b"\x1b" not in screen.output


def test_a_console_without_utf8_gets_ascii_and_its_sixteen_colours(api: Server, plain: Sshd, tmp_path: Path) -> None:
    path = configured(tmp_path, api.url)
    options = ("-tt", "-o", "SendEnv=LANG")
    with Terminal(plain.ssh(opsdash(path), options=options), env={"TERM": "linux", "LANG": "C", "COLORTERM": ""}) as t:
        t.wait_for("fresh", 30)
        t.settle()
        assert "Press conferences" in t.text
        assert max(t.output) < 128
        assert not re.search(rb"\x1b\[[\d;]*[34]8;[25]", t.output)
        assert re.search(rb"\x1b\[[\d;]*\b3[0-7]", t.output)


def test_no_colour_over_ssh_is_no_colour(api: Server, plain: Sshd, tmp_path: Path) -> None:
    path = configured(tmp_path, api.url)
    options = ("-tt", "-o", "SendEnv=LANG NO_COLOR COLORTERM")
    with Terminal(plain.ssh(opsdash(path), options=options), env={"NO_COLOR": "1"}) as screen:
        screen.wait_for("● fresh", 30)
        screen.settle()
        codes = {code for found in re.findall(rb"\x1b\[([\d;]*)m", screen.output) for code in found.split(b";")}
        assert codes <= {b"", b"0", b"1", b"2", b"3", b"4", b"7", b"22", b"39", b"49"}


def test_a_plain_xterm_has_the_board_in_its_own_colours(api: Server, plain: Sshd, tmp_path: Path) -> None:
    path = configured(tmp_path, api.url)
    with Terminal(plain.ssh(opsdash(path)), env={"TERM": "xterm"}) as screen:
        screen.wait_for("● fresh", 30)
        screen.settle()
        assert not re.search(rb"\x1b\[[\d;]*[34]8;[25]", screen.output)
        assert re.search(rb"\x1b\[[\d;]*\b3[0-7]", screen.output)
