"""Time: the one module that asks for it, and all wording of it.

Everything else is handed `now`. pendulum does the arithmetic of days in a zone (days of 23 and 25 hours, a
midnight that does not exist), humanize the wording of ages; both are imported where they are used, because a
screen's first frame needs neither. Countdowns are worded here because humanize rounds
(1 h 59 min becomes "2 hours"), and a countdown that promises a minute too many is a wrong status.
"""

import os
import re
import time
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

YEARS = range(1970, 2201)
"""What can be meant; keeps whatever is computed from an instant within the calendar."""

CLOCK_VARIABLE = "OPSDASH_CLOCK"
"""Environment variable that replaces the clock: `INSTANT@UNIX*SPEED`; speed 0 stands still.

`INSTANT` is what the clock showed at the real time `UNIX` (seconds). The demo sets it for its processes,
tests set it to freeze the clock of a whole program.
"""


class Clock(NamedTuple):
    """A clock that showed `shown` at real time `real` (Unix seconds) and runs at `speed`."""

    shown: datetime
    real: float
    speed: float

    def now(self) -> datetime:
        """What this clock shows now, in UTC."""
        return self.shown + timedelta(seconds=(time.time() - self.real) * self.speed)

    def __str__(self) -> str:
        return f"{self.shown.isoformat()}@{self.real!r}*{self.speed!r}"

    @classmethod
    def starting(cls, shown: datetime, speed: float) -> "Clock":
        """A clock that shows `shown` at this moment."""
        return cls(shown.astimezone(UTC), time.time(), float(speed))

    @classmethod
    def parse(cls, text: str) -> "Clock":
        """The clock that `str()` wrote. Raises ValueError."""
        shown, _, rest = text.partition("@")
        real, _, speed = rest.partition("*")
        return cls(datetime.fromisoformat(shown).astimezone(UTC), float(real), float(speed))


def now() -> datetime:
    """This instant, in UTC. The only place in opsdash that asks."""
    replaced = os.environ.get(CLOCK_VARIABLE)
    return Clock.parse(replaced).now() if replaced else datetime.now(UTC)


def pace() -> float:
    """Seconds that the clock shows for each real one: 1, unless the clock is replaced by one that runs."""
    replaced = os.environ.get(CLOCK_VARIABLE)
    return (Clock.parse(replaced).speed or 1.0) if replaced else 1.0


def monotonic() -> float:
    """Seconds for measuring how long something took; never a point in time."""
    return time.monotonic()


def zone_of(name: str) -> ZoneInfo:
    """The IANA zone `name`. Raises ValueError with a sentence."""
    try:
        return ZoneInfo(name)
    except Exception:
        raise ValueError(f"{name!r} is not an IANA time zone such as Europe/Brussels") from None


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of `day` in `zone` (01:00 where midnight does not exist)."""
    import pendulum

    return pendulum.datetime(day.year, day.month, day.day, tz=zone.key)


def at_clock(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """The instant when the wall clock in `zone` shows `minutes` after midnight of `day`.

    `minutes` may reach past 24 h. A time that does not exist moves to the end of the gap; of a time that
    exists twice the first is taken, as iCalendar does (RFC 5545, 3.3.5).
    """
    days, minute = divmod(minutes, 24 * 60)
    target = day + timedelta(days=days)
    found = datetime(target.year, target.month, target.day, minute // 60, minute % 60, tzinfo=zone, fold=0)
    back = found.astimezone(UTC).astimezone(zone)
    if back.replace(tzinfo=None) == found.replace(tzinfo=None):
        return found
    # In a gap fold=1 reads with the offset after it, which lands before it (PEP 495): walk to its end.
    instant = found.replace(fold=1).astimezone(UTC)
    before = instant.astimezone(zone).utcoffset()
    while instant.astimezone(zone).utcoffset() == before:
        instant += timedelta(minutes=1)
    return instant.astimezone(zone)


INSTANT_FORMS = "23:30, 7, noon, +2h, -30m, tomorrow, Thu 07:00, 2026-06-25T23:30"
_SHIFT = r"([+-])\s*(?:(\d+)\s*h)?\s*(?:(\d+)\s*m(?:in)?)?$"
_HOURS = r"([+-])\s*(\d\d?)$"
_CLOCK = r"(\d{1,2})(?:[:.h](\d\d))?$"
_WORDS = {"noon": 12 * 60, "midnight": 24 * 60}
"""Minutes after the day's beginning; midnight is a day's end, as people mean it."""
LONGEST_SHIFT = 24
"""Hours that a number alone can mean; of a larger one nobody knows whether minutes were meant."""
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def parse_instant(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """What a person means by `text`, in the forms of `INSTANT_FORMS`, in `zone`, seen from `now`.

    An ISO time with an offset is that instant; all else is venue time. A day alone is that day at the clock time of
    `now`, a shift without a unit is in hours. Raises ValueError with the forms.
    """
    try:
        found = _instant(text.strip(), zone, now)
        if found.year in YEARS:
            return found
    except (ValueError, OverflowError):
        pass
    raise ValueError(f"{text!r} is not a time; write one of: {INSTANT_FORMS}")


def _instant(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """See `parse_instant`. Raises ValueError, and OverflowError for what is outside the calendar."""
    if shift := re.match(_SHIFT, text):
        sign, hours, minutes = shift.groups()
        if hours or minutes:
            return now + (1 if sign == "+" else -1) * timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if (shift := re.match(_HOURS, text)) and int(shift[2]) <= LONGEST_SHIFT:
        return now + timedelta(hours=int(shift[1] + shift[2]))
    if found := _on_a_day(text, zone, now.astimezone(zone)):
        return found
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else at_clock(found.date(), found.hour * 60 + found.minute, zone)


def _on_a_day(text: str, zone: ZoneInfo, local: datetime) -> datetime | None:
    """A clock time, the name of a day, or a day and a clock time, seen from `local`; None when it is none."""
    *before, last = re.sub(r"(?<=\d)T", " ", text).lower().split() or [""]
    minutes = _minutes(last)
    if minutes is None and last.isalpha() and not before:
        before, minutes = [last], local.hour * 60 + local.minute
    day = _named_day(before[0] if before else None, local.date()) if len(before) < 2 else None
    return None if day is None or minutes is None else at_clock(day, minutes, zone)


def _minutes(word: str) -> int | None:
    """A clock time in minutes after midnight: "7", "7.05", "16h00", "noon"; None when it is none."""
    clock = re.match(_CLOCK, word)
    if not clock:
        return _WORDS.get(word)
    hour, minute = int(clock[1]), int(clock[2] or 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def _named_day(name: str | None, today: date) -> date | None:
    """today, tomorrow, yesterday, a weekday (the next one, today included; "Thu" will do) or an ISO date."""
    word = (name or "today").lower()
    offsets = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if word in offsets:
        return today + timedelta(days=offsets[word])
    for number, weekday in enumerate(_DAYS):
        if len(word) >= 3 and weekday.startswith(word.removesuffix("s")):
            return today + timedelta(days=(number - today.weekday()) % 7)
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def clock(instant: datetime, zone: ZoneInfo, seen: datetime | date | None = None) -> str:
    """`instant` as wall clock in `zone`: "14:30"; with the day when it is not the day of `seen` ("Thu 26 June
    14:30"), and with the year when that is another one."""
    local = instant.astimezone(zone)
    time = f"{local.hour:02}:{local.minute:02}"  # strftime takes as long as a whole row
    if seen is None:
        return time
    today = seen.astimezone(zone).date() if isinstance(seen, datetime) else seen
    if local.date() == today:
        return time
    year = "" if local.year == today.year else f" {local.year}"
    return f"{day_name(local.date())}{year} {time}"


def day_name(day: date) -> str:
    """ "Thu 26 June": weekday and month in English whatever the locale of the machine."""
    return f"{_DAYS[day.weekday()][:3].title()} {day.day} {_MONTHS[day.month - 1]}"


def long_day(day: date) -> str:
    """ "Thursday 26 June", as one says it."""
    return f"{_DAYS[day.weekday()].title()} {day.day} {_MONTHS[day.month - 1]}"


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def span(length: timedelta) -> str:
    """An exact length in words, minutes floored: "2 h 30 min", "45 min", "3 d 4 h", "under a minute"."""
    minutes = int(abs(length).total_seconds() // 60)
    if minutes < 1:
        return "under a minute"
    days, rest = divmod(minutes, 24 * 60)
    hours, rest = divmod(rest, 60)
    parts = [f"{n} {unit}" for n, unit in ((days, "d"), (hours, "h"), (rest, "min")) if n]
    return " ".join(parts[:2])


def apart(later: datetime, earlier: datetime) -> timedelta:
    """The time from `earlier` to `later`: two times of one zone subtract as wall clocks in Python, which is an hour
    wrong across a clock change."""
    return later.astimezone(UTC) - earlier.astimezone(UTC)


def after(instant: datetime, length: timedelta) -> datetime:
    """The instant `length` after `instant`, in its zone: adding moves the wall clock in Python, which is an hour wrong
    across a clock change."""
    return (instant.astimezone(UTC) + length).astimezone(instant.tzinfo)


def full_hour(instant: datetime) -> datetime:
    """The full hour of `instant`'s zone that it lies in."""
    return instant.replace(minute=0, second=0, microsecond=0)


def countdown(length: timedelta) -> str:
    """A short countdown for a row that must seldom change: every minute under 10 minutes, floored, so that it never
    promises too much; under half an hour to the nearest five, marked as such ("~20 min"); "" beyond (the row shows
    the clock time)."""
    seconds = length.total_seconds()
    minutes = int(seconds // 60)
    if seconds < 0 or minutes >= 30:
        return ""
    if minutes < 1:
        return "now"
    return f"{minutes} min" if minutes < 10 else f"~{(minutes + 2) // 5 * 5} min"


def age(length: timedelta) -> str:
    """How old something is, in words a person says: "3 minutes", "2 days" (humanize)."""
    import humanize

    return humanize.naturaldelta(length)
