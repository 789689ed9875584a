"""What most terminal tests begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.driven import Driven


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Driven]:
    """The overview at 80x24 on a busy board, at rest."""
    with Driven(tmp_path) as terminal:
        terminal.wait_for("of Norway")
        terminal.settle()
        yield terminal
