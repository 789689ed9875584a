"""A terminal that hangs up: what is left of standard input, in a process of its own."""

import os
import subprocess
import sys

PROGRAM = """
import os, select
from opsdash.tui.terminal import end_when_gone, is_gone
end_when_gone()
print(is_gone(), flush=True)
while not is_gone() or select.select([0], [], [], 0)[0]:
    pass
print(is_gone(), flush=True)
os._exit(0)
"""


def test_a_terminal_that_hung_up_has_nothing_more_to_read_and_stays_gone() -> None:
    ours, theirs = os.openpty()
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdin=theirs, stdout=subprocess.PIPE, text=True) as process:
        os.close(theirs)
        assert process.stdout
        assert process.stdout.readline() == "False\n"
        os.close(ours)
        assert process.stdout.readline() == "True\n"
        assert process.wait(10) == 0, "it ends by itself, not because it was still at it when its time was over"
