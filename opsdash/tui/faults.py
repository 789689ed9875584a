"""What a viewer does when the board cannot be made: it keeps the last one, says so, and writes down why."""

import traceback
from datetime import datetime
from pathlib import Path

import msgspec

from opsdash.board.items import Board
from opsdash.console import written_out

MOST = 256 * 1024
"""Bytes of the log; beyond, it begins anew."""


class Faults:
    """Faults in making a board, written to `log` once each."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._known = ""

    def instead(self, last: Board, error: Exception, now: datetime) -> Board:
        """`last`, which says that it is not the present one, and where the traceback is."""
        told = written_out("".join(traceback.format_exception(error)))
        where = f"the reason is in {self._log}"
        if told != self._known:
            self._known = told
            where = self._write(f"{now.isoformat()}\n{told}\n") or where
        shown = f"shown is how it was at {last.now:%H:%M}"
        said = f"The board could not be made ({type(error).__name__}): {shown}; {where}."
        return msgspec.structs.replace(last, trouble=said)

    def _write(self, text: str) -> str:
        """Append to the log; "" or why that could not be."""
        try:
            grown = self._log.exists() and self._log.stat().st_size > MOST
            self._log.touch(mode=0o600)
            with self._log.open("w" if grown else "a", encoding="utf-8") as log:
                log.write(text)
        except OSError as problem:
            return f"its reason could not be written to {self._log} ({problem.strerror})"
        return ""
