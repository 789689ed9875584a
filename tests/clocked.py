"""opsdash with a clock that a test can set: `python -m tests.clocked FILE WORDS...`.

FILE holds what OPSDASH_CLOCK is to be; SIGUSR1 has it read anew. All else is the program itself.
"""

import os
import signal
import sys
from pathlib import Path

from opsdash.cli import main
from opsdash.timing import CLOCK_VARIABLE


def set_clock(*_: object) -> None:
    """Take the clock from the file."""
    os.environ[CLOCK_VARIABLE] = Path(sys.argv[1]).read_text()


if __name__ == "__main__":
    set_clock()
    signal.signal(signal.SIGUSR1, set_clock)
    sys.exit(main(sys.argv[2:]))
