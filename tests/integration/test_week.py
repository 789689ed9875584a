"""A simulated week of the living demo leaves poller and viewer as large as they were: `pytest -m servers`.

`OPSDASH_LONG=1` lives the whole week of 10,080 polls, which takes 42 minutes; without it 300 polls.
"""

import os
from pathlib import Path

import pytest

from tests.bench.bench_week import SHORT, WEEK, Process, run

LONG = bool(os.environ.get("OPSDASH_LONG"))
TOTAL = WEEK if LONG else SHORT
AFTER = 60
"""Polls, an hour, after which both have what they need."""
GROWTH = 1.05
STORE = 2_000_000
"""Bytes: 300 records, as many withdrawn ones as are kept, the changes, the health."""


@pytest.mark.servers
@pytest.mark.timeout(4 * 3600 if LONG else 900)
def test_a_week_leaves_memory_files_and_handles_as_they_were(tmp_path: Path) -> None:
    first, last = run(tmp_path, TOTAL, (AFTER,))
    assert last.polls >= TOTAL
    for name, then, now in (("poller", first.poller, last.poller), ("viewer", first.viewer, last.viewer)):
        print(f"\n{name}: {then} after {first.polls} polls, {now} after {last.polls}")
        assert now.rss < then.rss * GROWTH, name
        assert _handles(now) <= _handles(then) + 3, name
    assert sum(last.store.values()) < STORE
    assert set(last.store) <= {"feed.json", "health.json", "poller.lock", "viewer.log"}


def _handles(process: Process) -> int:
    return process.files + process.threads
