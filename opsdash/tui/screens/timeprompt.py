"""Asking for a time to show."""

from datetime import datetime
from zoneinfo import ZoneInfo

from opsdash.timing import INSTANT_FORMS, parse_instant
from opsdash.tui.screens.prompt import Prompt


class TimePrompt(Prompt[datetime]):
    """Gives the instant to show."""

    DEFAULT_CSS = "TimePrompt > #ask { border: heavy $role-travel; }"

    def __init__(self, tz: ZoneInfo, now: datetime) -> None:
        asked = (("Show the board at  ", "travel"), (f"venue time: {INSTANT_FORMS}", "dim"))
        super().__init__(asked, "for example tomorrow 07:00", "show it")
        self._tz = tz
        self._now = now

    def read(self, text: str) -> datetime:
        if not text.strip():
            raise ValueError(f"Type a time: {INSTANT_FORMS}")
        return parse_instant(text, self._tz, self._now)
