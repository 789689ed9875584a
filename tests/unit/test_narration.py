"""Logs: what they tell of may come from anywhere; nothing in them steers the terminal of who reads them."""

import logging
import warnings
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
