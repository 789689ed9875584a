"""Small wordings that several panels share: times, countdowns, ages, joining."""

import re
from datetime import datetime

from opsdash.timing import apart, countdown, day_name


def hhmm(instant: datetime | None, now: datetime | None = None) -> str:
    """A venue-time instant as "14:30", with its day before it when not on the day of `now`."""
    if instant is None:
        return ""
    return f"{_day(instant, now)}{instant:%H:%M}"


def brief_time(instant: datetime | None, now: datetime) -> str:
    """The same in at most five cells: "14:30"; on another day "Tue", more than six days off "18/06"."""
    if instant is None or instant.date() == now.date():
        return hhmm(instant)
    return f"{instant:%d/%m}" if abs((instant.date() - now.date()).days) > 6 else hhmm(instant, now)[:3]


def _day(instant: datetime, now: datetime | None) -> str:
    """The day as far as it must be said: nothing today, "Thu " within six days, else with date and year."""
    if now is None or instant.date() == now.date():
        return ""
    name = day_name(instant.date())
    if abs((instant.date() - now.date()).days) <= 6:
        return name[:4]
    return f"{name} " if instant.year == now.year else f"{name} {instant.year} "


def until(instant: datetime | None, now: datetime) -> str:
    """The countdown to `instant`; "" when it is past, far off or not known."""
    return countdown(apart(instant, now)) if instant else ""


def age_label(seconds: int | None) -> str:
    """An age in steps that seldom change: "<1 min", "12 min", "3 h 20 min", "2 d 4 h"; "" for unknown."""
    if seconds is None:
        return ""
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes} min" if minutes else "<1 min"
    hours = minutes // 60
    if hours < 24:
        return f"{hours} h {minutes % 60 // 10 * 10} min" if minutes % 60 >= 10 else f"{hours} h"
    return f"{hours // 24} d {hours % 24} h"


def marked(text: str, odd: object) -> str:
    """`text` with a mark after it when something else is so too that there is no room for: the detail says what."""
    return f"{text}▲" if odd else text


def bare(text: str) -> str:
    """A sentence within another one: without its full stop."""
    return text.rstrip().removesuffix(".")


def joined(*parts: str, by: str = ", ") -> str:
    """The parts that say something, with commas between."""
    return by.join(p for p in parts if p)


def counted(number: int, thing: str) -> str:
    """ "2 notices", "1 notice", "" for none."""
    return f"{number} {thing}{'s' * (number > 1)}" if number else ""


ABOUT_ONE = ("press conference", "doorstep", "remarks")
"""Kinds of event that people call by who speaks; of others ("Signing of the declaration") the title tells."""
_SHORTER = (
    ("Prime Minister", "PM"), ("Foreign Minister", "FM"), ("Minister for Foreign Affairs", "FM"),
    ("Minister of Foreign Affairs", "FM"), ("Minister of Defence", "DefMin"), ("Defence Minister", "DefMin"),
    ("Secretary General", "SecGen"), ("Federal Chancellor", "Chancellor"),
    ("Press conference", "Press conf."), ("press conference", "press conf."),
)  # fmt: skip
_CALLED = re.compile(rf"(^|[\"“])(?:{'|'.join(ABOUT_ONE)})(?::|\s+(?:by|of))\s+(?:the\s+)?(?=\w)", re.IGNORECASE)


def shortened(text: str) -> str:
    """`text` with ranks and kinds of event in their usual short forms."""
    for long, short in _SHORTER:
        text = text.replace(long, short)
    return text


def in_brief(sentence: str) -> str:
    """`sentence` for where there is no room for all of it: press events as people call them ("PM of Norway")."""
    return shortened(_CALLED.sub(r"\1", sentence))
