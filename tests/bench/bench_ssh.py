"""The board over ssh on a link of 64 kbit/s, beside what the link itself costs.

    python -m tests.bench ssh

First frame: from the start of ssh to the last byte of the board, all four panels filled; its floor is the log-in
alone. Key to paint: a key that moves the cursor, to the last byte that comes back; its floor is `cat` echoing it.
Help: the same for the help screen, the largest repaint. In a network namespace of its own whose loopback is held to
the rate (token bucket; what waits longer than 400 ms is dropped): needs root, openssh-server and iproute2, and says so
where it cannot run. The machine's own network is not touched.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.bench_screen import PYTHON, clock, store
from tests.sshd import CLIENT, SSHD, Sshd, sshd
from tests.terminal.term import Terminal

INSIDE = "--inside"
RATE = "64kbit"
LINK = ("qdisc", "add", "dev", "lo", "root", "tbf", "rate", RATE, "burst", "1600", "latency", "400ms")
KEYS = 4
COMPRESSED = ("-tt", "-C")
PLAIN = ("-tt",)


def main(short: bool = False) -> None:
    """Print the table, or why there is none."""
    if reason := why_not():
        print(f"not run: {reason}")
        return
    runs = "1" if short else "5"
    subprocess.run(
        ["unshare", "--net", "--", PYTHON, "-m", "tests.bench.bench_ssh", INSIDE, runs],
        check=True,
        cwd=Path(__file__).parents[2],
    )


def why_not() -> str:
    """Why it cannot be measured here; "" when it can."""
    if os.geteuid() != 0:
        return "only root may make a network namespace and hold its link to a rate"
    for found, what in ((SSHD, "sshd"), (CLIENT, "ssh"), (shutil.which("ip"), "ip"), (shutil.which("tc"), "tc")):
        if not found:
            return f"{what} is not installed (Debian: openssh-server, openssh-client, iproute2)"
    tried = subprocess.run(
        ["unshare", "--net", "--", "sh", "-c", f"ip link set lo up && ip link set lo mtu 1500 && tc {' '.join(LINK)}"],
        capture_output=True,
        text=True,
    )
    return f"no narrow link is permitted here ({tried.stderr.strip()})" if tried.returncode else ""


def inside(runs: int) -> None:
    """The measurement, in the namespace. Refuses the machine's own network, which it would slow down."""
    links = subprocess.run(["ip", "-o", "link"], check=True, capture_output=True, text=True).stdout.splitlines()
    if len(links) != 1 or "state DOWN" not in links[0]:
        raise SystemExit("not in a fresh network namespace: start it without --inside")
    for command in (("ip", "link", "set", "lo", "up"), ("ip", "link", "set", "lo", "mtu", "1500")):
        subprocess.run(command, check=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sshd").mkdir()
        path = store(folder, 1000)
        with sshd(folder / "sshd") as server:
            print(f"80x24, 1,000 records, median of {runs} runs; key to paint of {runs * KEYS} keys")
            print(
                f"{'link':<22} {'login':>8} {'first frame':>12} {'bytes':>7} {'echo':>8} {'key, paint':>13} {'help':>7}"
            )
            measure("loopback", server, path, runs, PLAIN)
            subprocess.run(["tc", *LINK], check=True)
            measure(f"{RATE}/s", server, path, runs, PLAIN)
            measure(f"{RATE}/s, ssh -C", server, path, runs, COMPRESSED)


def measure(name: str, server: Sshd, path: Path, runs: int, options: tuple[str, ...]) -> None:
    """One line of the table."""
    environment = " ".join(f"{key}='{value}'" for key, value in clock().items())
    board = f"env {environment} LANG=C.UTF-8 {PYTHON} -m opsdash --config {path} --read-only"
    logins, frames, sizes, echoes, paints, helps = [], [], [], [], [], []
    for _ in range(runs):
        started = time.monotonic()
        with Terminal(server.ssh("echo ready; exec cat", options=options)) as screen:
            screen.wait_for("ready", 60)
            logins.append(time.monotonic() - started)
            echoes += [key_to_paint(screen, "x") for _ in range(KEYS)]
        started = time.monotonic()
        with Terminal(server.ssh(board, options=options)) as screen:
            screen.wait_for("quit", 60)
            frames.append(last_byte(screen, 2.0) - started)
            sizes.append(screen.written)
            paints += [key_to_paint(screen, "down") for _ in range(KEYS)]
            helps.append(key_to_paint(screen, "?"))
            screen.press("esc")
            screen.settle(2.0)
            screen.press("q")
            screen.wait_end(20)
    login, frame, size = (statistics.median(found) for found in (logins, frames, sizes))
    echo, paint, help_ = (statistics.median(found) * 1000 for found in (echoes, paints, helps))
    print(
        f"{name:<22} {login:>6.2f} s {frame:>10.2f} s {size:>7.0f} {echo:>5.0f} ms {paint:>10.0f} ms {help_:>4.0f} ms",
        flush=True,
    )


def key_to_paint(screen: Terminal, key: str) -> float:
    """Seconds from a key to the last byte that comes back."""
    screen.settle(0.6)
    before, started = screen.written, time.monotonic()
    screen.press(key)
    while screen.written == before and time.monotonic() - started < 10:
        screen.read(0.5)
    return last_byte(screen, 0.6) - started


def last_byte(screen: Terminal, quiet: float) -> float:
    """When the last byte came, once nothing has for `quiet` seconds."""
    last = time.monotonic()
    while time.monotonic() - last < quiet:
        before = screen.written
        screen.read(0.05)
        if screen.written != before:
            last = time.monotonic()
    return last


if __name__ == "__main__":
    if sys.argv[1:2] == [INSIDE]:
        inside(int(sys.argv[2]))
    else:
        main()
