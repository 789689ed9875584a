"""The shipped unit: systemd reads it, and judges it hardened. Run: pytest -m servers."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze (Debian: systemd)"),
]
UNIT = Path(__file__).parents[2] / "config" / "systemd" / "opsdash-poll.service"


def analyse(*words: str) -> str:
    """What systemd-analyze says, on both streams; it must succeed."""
    done = subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_systemd_understands_every_line(tmp_path: Path) -> None:
    text = UNIT.read_text()
    assert text.count("/opt/opsdash/bin/opsdash") == 1
    here = tmp_path / UNIT.name
    here.write_text(text.replace("/opt/opsdash/bin/opsdash", "/bin/true"))
    assert UNIT.name not in analyse("verify", str(here)), "verify says nothing of a unit that is right"


def test_little_is_left_to_the_poller() -> None:
    exposure = re.search(r"exposure level for \S+: ([\d.]+)", analyse("security", "--offline=true", str(UNIT)))
    assert exposure
    assert float(exposure[1]) < 1.5, "0 is nothing, 10 is everything"
