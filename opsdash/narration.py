"""The lines of a log: what they tell of may come from anywhere, and somebody reads them on a terminal."""

import logging

from opsdash.console import written_out


class Narration(logging.Formatter):
    """A time and the message. What a terminal would obey is written out in it. Only a traceback has several lines, and
    they are indented: what an exception says in several lines looks like no line of the log."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s opsdash: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  its name in logging
        return super().formatMessage(record).replace("\n", "\\n")

    def format(self, record: logging.LogRecord) -> str:
        return written_out(super().format(record).replace("\n", "\n    "))
