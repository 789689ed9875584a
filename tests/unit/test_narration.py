"""Logs: what they tell of may come from anywhere; nothing in them steers the terminal of who reads them."""

import logging
import os
import re
import select
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from opsdash import poller, polling
from opsdash.child import LOG_FILE
from opsdash.config import Config
from opsdash.console import written_out
from tests.support import site

STEERS = "\x1b]0;x\x07 \x9b31m \u202e \u2028\r\x00 end"
WRITTEN = r"\x1b]0;x\x07 \x9b31m \u202e \u2028\r\x00 end"


def test_what_a_terminal_would_obey_is_written_out() -> None:
    assert written_out(STEERS) == WRITTEN
    assert written_out("Łódź 日本\nsecond") == "Łódź 日本\nsecond"


def test_no_line_of_the_poller_or_of_its_libraries_steers_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(*_: object) -> int:
        polling.log.warning("first %s\nforged", STEERS)
        logging.getLogger("a library").warning("second %s", STEERS)
        warnings.warn(f"third {STEERS}", stacklevel=1)
        try:
            raise ValueError(f"fourth {STEERS}\n2025-06-25 10:00:00,000 opsdash: forged")
        except ValueError:
            polling.log.exception("a fault")
        return 0

    monkeypatch.setattr(poller, "_locked", work)
    tmp_path.chmod(0o700)
    config = Config(path=tmp_path / "x.toml", found_by="--config", site=site(), store=tmp_path, history=10)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        assert poller.poll(config, once=True, child=True) == 0
    log = (tmp_path / LOG_FILE).read_text()
    assert rf"opsdash: first {WRITTEN}\nforged" in log
    assert all(f"{nth} {WRITTEN}" in log for nth in ("second", "third", "fourth"))
    assert log.replace("\n", "").isprintable()
    assert "    2025-06-25 10:00:00,000 opsdash: forged\n" in log
    assert all(line[0] in "2 " for line in log.splitlines()), "only what the poller says itself begins with a time"
    assert not logging.getLogger("opsdash.poller").handlers


@pytest.mark.parametrize("length", [100, 5000])
@pytest.mark.parametrize("make", [os.pipe, os.openpty])
def test_lines_that_nobody_reads_hold_up_nobody(make: Callable[[], tuple[int, int]], length: int) -> None:
    read, write = make()
    narrator = poller.Unhurried(write)
    lines = [f"{number} " + "x" * length for number in range(poller.MOST_WAITING * 3)]

    def narrate() -> None:
        for line in lines:
            narrator.emit(logging.makeLogRecord({"msg": line}))

    in_time(narrate)
    said = received(read, lambda said: said.count("\n") >= poller.MOST_WAITING)
    narrator.emit(logging.makeLogRecord({"msg": "the last one"}))
    said += received(read, lambda more: "the last one\n" in more)
    narrator.close()
    os.close(write)
    os.close(read)
    kept = re.findall(r"^(\d+) x+$", said, re.M)
    left_out = [int(count) for count in re.findall(r"^\((\d+) lines that nobody read are left out here\)$", said, re.M)]
    assert kept == sorted(kept, key=int)
    assert {f"{number} " + "x" * length for number in kept} <= set(said.splitlines()), "whole"
    assert (len(kept) + sum(left_out), bool(left_out)) == (len(lines), True)


def test_the_end_waits_for_the_last_lines_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.openpty()
    narrator = poller.Unhurried(write)
    for number in range(20):
        narrator.emit(logging.makeLogRecord({"msg": f"line {number}"}))
    narrator.close()
    assert select.select([read], [], [], 0)[0], "they are out when it ends"
    assert received(read, lambda said: said.endswith("line 19\n")).count("\n") == 20
    monkeypatch.setattr(poller, "LAST_WORDS", 0.1)
    for count in (1, poller.MOST_WAITING * 2):
        narrator = poller.Unhurried(write)
        for _ in range(count):
            narrator.emit(logging.makeLogRecord({"msg": "x" * 50_000}))
        in_time(narrator.close)


def in_time(work: Callable[[], None]) -> None:
    """Do that, in a thread, so that a test ends where it does not."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(20)
    assert not thread.is_alive(), "it waits for somebody to read"


def received(descriptor: int, enough: Callable[[str], bool]) -> str:
    """What comes there until that is enough."""
    said = ""
    while not enough(said):
        assert select.select([descriptor], [], [], 10)[0], f"nothing comes any more after {said[-100:]!r}"
        said += os.read(descriptor, 65536).decode().replace("\r", "")
    return said


def test_without_standard_error_nothing_is_written_into_whatever_file_has_its_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "__stderr__", None)
    assert isinstance(poller._narrator(None), logging.NullHandler)
