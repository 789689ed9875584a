"""The app on a real terminal, its board in a test's hand."""

import sys
from pathlib import Path

from tests.terminal.term import Terminal

SIZES = [(80, 24), (200, 50)]


class Driven(Terminal):
    """The app on a hand-made board that a test can replace."""

    def __init__(self, folder: Path, name: str = "busy", *words: str, cells: int = 80, lines: int = 24) -> None:
        self._drive = folder / "drive"
        command = [sys.executable, "-m", "tests.terminal.show", name, *words]
        super().__init__(command, cells, lines, {"OPSDASH_TEST_DRIVE": str(self._drive)})

    def show(self, board: str) -> None:
        """Show the board that the expression `board` makes."""
        new = self._drive.with_suffix(".new")
        new.write_text(board)
        new.replace(self._drive)
