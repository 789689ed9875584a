"""Twenty viewers on one machine beside a poller of the living demo, with a Textual hello world for comparison.

    python -m tests.bench viewers

Processor time by /proc while nobody touches a key: the poller asks every 5 s and writes its health each time; the
data changes about once a minute.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.bench.bench_screen import HELLO, PYTHON, cpu, watched
from tests.integration.demo_processes import serving
from tests.terminal.term import Terminal

VIEWERS = 20
AIM = 20.0
"""Percent of one core that all of them together may use."""


def main(short: bool = False) -> None:
    """Print the table."""
    seconds = 30 if short else 60
    with ExitStack() as stack:
        server = stack.enter_context(serving("--seed", "1"))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        path = folder / "opsdash.toml"
        path.write_text(
            '[event]\nid = "d"\nname = "Demo"\nzone = "Europe/Brussels"\n[store]\nfolder = "store"\n'
            f'[[source]]\nname = "demo"\nkind = "opsdash"\nurl = "{server.url}"\nevery = "5s"\n'
        )
        words = [sys.executable, "-m", "opsdash"]
        poller = stack.enter_context(
            subprocess.Popen([*words, "poll", "--config", str(path)], env=os.environ, stderr=subprocess.DEVNULL)
        )
        stack.callback(poller.kill)
        hello = stack.enter_context(Terminal([PYTHON, "-c", HELLO]))
        hello.wait_for("Hello", 60)
        viewers = []
        for _ in range(VIEWERS):
            viewers.append(stack.enter_context(Terminal([*words, "--config", str(path), "--read-only"])))
            viewers[-1].wait_for("fresh", 60)
        for viewer in viewers:
            viewer.settle(1.0)
        before = cpu(poller.pid)
        found = watched([hello, *viewers], seconds)
        polled = (cpu(poller.pid) - before) / seconds * 100
    (_, floor), *each = found
    together = sum(burnt for _, burnt in each)
    print(f"| over {seconds} s | share of one core | bytes a second each |")
    print("|---|--:|--:|")
    wire = sum(written for written, _ in each) / VIEWERS
    print(f"| {VIEWERS} viewers together (aim: under {AIM:g} %) | {together:.1f} % | {wire:.0f} |")
    print(f"| one viewer, median | {statistics.median(burnt for _, burnt in each):.2f} % | |")
    print(f"| a Textual hello world | {floor:.2f} % | |")
    print(f"| the poller, every 5 s | {polled:.2f} % | |")


if __name__ == "__main__":
    main()
