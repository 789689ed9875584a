"""Whatever a server sends comes to records and problems, within two seconds and 200 MiB.

The plain run reads a few mutations of small answers. `pytest -m servers tests/unit/test_fuzz.py`, which `.ci/run` does
too, and `OPSDASH_LONG=1 pytest` read ten thousand of each kind, of real files of a megabyte among them.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.fuzzing import INPUTS, KINDS, run
from tests.sourcekinds import CPU_SECONDS, MEMORY

LONG = bool(os.environ.get("OPSDASH_LONG"))
SHORT, SMALL = (INPUTS, sys.maxsize) if LONG else (150, 25_000)
"""Inputs of each kind in the plain run, and bytes of the largest seed there."""


@pytest.mark.parametrize("kind", KINDS)
def test_mutated_answers_come_to_records_and_problems(kind: str) -> None:
    cost = run(kind, SHORT, largest=SMALL)
    assert cost.slowest < CPU_SECONDS, cost.body[:2000]


@pytest.mark.servers
@pytest.mark.timeout(1200)
def test_ten_thousand_of_each_kind() -> None:
    """As many processes as there are kinds, so that the memory of each is its own."""
    command = [sys.executable, "-m", "tests.fuzzing"]
    running = {
        kind: subprocess.Popen([*command, kind, str(INPUTS)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for kind in KINDS
    }
    try:
        for kind, process in running.items():
            printed, wrong = process.communicate(timeout=1000)
            assert process.returncode == 0, f"{kind}: {wrong[-3000:]}"
            cost = json.loads(printed)
            print(
                f"{kind}: slowest {cost['slowest']:.2f} s of {cost['inputs']}, memory {cost['grown'] / 2**20:.0f} MiB"
            )
            assert cost["inputs"] == INPUTS
            assert cost["slowest"] < CPU_SECONDS, kind
            assert cost["grown"] < MEMORY, kind
    finally:
        for process in running.values():
            process.kill()
