"""The time that a question is about: a moment, or a stretch of a day, once it is known when it is asked."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from opsdash.find.clocktime import instant_of, last_of
from opsdash.render.aloud import day_aloud
from opsdash.render.night import NIGHT_ENDS, in_night_of
from opsdash.timing import after, apart

if TYPE_CHECKING:
    from opsdash.find.question import Question

Part = Literal["morning", "afternoon", "evening", "night", "later"]

ASKED_PARTS: dict[Part, tuple[int, int]] = {
    "morning": (5, 12), "afternoon": (12, 18), "evening": (18, 24), "night": (18, 24 + NIGHT_ENDS), "later": (0, 24),
}  # fmt: skip
"""The parts of a day, from and until which hour of it; a night is over in the morning of the next day. "Later" is
what is left of today. What somebody asks for: published hours mean other ones, see `opsdash.board.stretches`."""

AFTERNOON = 12
"""From this hour on the small hours of today are long over: "today at 00:30" is of the night to come."""

MORNING = time(8)
"""From when on a space is looked for on another day than today."""


class Stretch(NamedTuple):
    """A stretch of time that a question is about, venue time; `high` is no part of it.

    Attributes:
        said: as one says it, "tomorrow", "tonight from 18:00 on". whole: it is a venue day.
        begins: what begins in it is asked for; else what is in it at all.
    """

    low: datetime
    high: datetime
    said: str
    whole: bool = False
    begins: bool = False


class Meant(NamedTuple):
    """When a question is about: the instant to ask the board of, None for now's; the stretch, None for a moment."""

    instant: datetime | None
    stretch: Stretch | None


def meant_of(question: "Question", now: datetime) -> Meant:
    """When a question that is asked at `now` (venue time) is about.

    Of a stretch that is still to come today the board of its beginning is asked, and what is in it. Of one of
    another day what is known of it now: hours and bookings are of a day, and what is so then nobody knows.
    """
    try:
        instant = _instant(question, now)
        stretch = _stretch(question, instant, now)
        if question.bound == "since":
            instant, stretch = None, _since(instant, stretch, now)
    except OverflowError:
        return Meant(None, None)
    if stretch is None:
        return Meant(instant, None)
    onward = question.bound in ("after", "from") or question.span > 0
    ahead = stretch.low > now and (stretch.low.date() == now.date() or onward)
    return Meant(stretch.low if ahead and not stretch.whole else None, stretch)


def under_way(question: "Question", now: datetime) -> "Question":
    """A question about a range of hours that is under way at `now`, as one until the end of it."""
    if question.bound != "at" or not question.span or question.day not in (None, now.date()):
        return question
    starts = (datetime.combine(now.date(), hour, now.tzinfo) for hour in question.hours)
    minutes = timedelta(minutes=question.span)
    end = next((after(start, minutes) for start in starts if start <= now < after(start, minutes)), None)
    return question._replace(hours=(end.time(),), bound="until", span=0) if end else question


def whole(day: date, now: datetime) -> Stretch:
    """A venue day."""
    return Stretch(_at(day, 0, now), _at(day, 24, now), day_aloud(day, now), whole=True)


def minutes_of(question: "Question", stretch: Stretch) -> int:
    """For how long a space is wanted: "until 18:00" says it, on another day from `MORNING` on."""
    if question.bound != "until":
        return question.minutes
    morning = datetime.combine(stretch.low.date(), MORNING, stretch.low.tzinfo)
    low = max(stretch.low, morning) if stretch.low.hour == stretch.low.minute == 0 else stretch.low
    return max(int(apart(stretch.high, low).total_seconds() // 60), 1)


def _instant(question: "Question", now: datetime) -> datetime | None:
    if not question.hours:
        return after(now, timedelta(minutes=question.ahead)) if question.ahead else None
    low, high = ASKED_PARTS[question.part] if question.part else (0, 24)
    fitting = tuple(hour for hour in question.hours if low <= hour.hour < high or low <= hour.hour + 24 < high)
    if question.bound == "since":
        return last_of(fitting or question.hours, question.day, now)
    running = question.bound in ("after", "from")  # what began earlier today goes on
    day = question.day or (now.date() if running else None)
    late = question.part is None and day == now.date() and now.hour >= (AFTERNOON if question.day else NIGHT_ENDS)
    return instant_of(fitting or question.hours, day, now, night=late or question.part == "night")


def _stretch(question: "Question", instant: datetime | None, now: datetime) -> Stretch | None:
    day, bound = question.day, question.bound
    if instant is None:
        if question.part:
            return _part(question.part, day, now)
        return whole(day, now) if day else None
    if bound == "since" or (bound == "at" and (question.minutes or not question.span)):
        return None
    small = day in (None, now.date()) and in_night_of(instant, now.date())
    when = "tonight" if small else day_aloud(instant.date(), now)
    if bound == "at":
        high = after(instant, timedelta(minutes=question.span))
        return Stretch(instant, high, f"{when} from {instant:%H:%M} to {high:%H:%M}")
    if bound in ("after", "from"):
        said = f"{when} after {instant:%H:%M}" if bound == "after" else f"{when} from {instant:%H:%M} on"
        end = NIGHT_ENDS if small else 24 + (NIGHT_ENDS if question.part == "night" else 0)
        return Stretch(instant, _at(instant.date(), end, now), said, begins=bound == "after")
    other = instant < now or (instant.date() != now.date() and not small and (day or bound == "before"))
    return Stretch(_at(instant.date(), 0, now) if other else now, instant, f"{when} {bound} {instant:%H:%M}")


def _since(instant: datetime | None, day: Stretch | None, now: datetime) -> Stretch | None:
    """From an instant, or from the beginning of a day or a part of it, until now; a time to come stays what it is."""
    if instant is not None and instant < now:
        when = "" if instant.date() == now.date() else f" {day_aloud(instant.date(), now)}"
        return Stretch(instant, now, f"since {instant:%H:%M}{when}")
    if day is not None and day.low < now:
        return Stretch(day.low, now, f"since {day.said.removeprefix('on ')}")
    return day


def _part(part: Part, day: date | None, now: datetime) -> Stretch:
    """A part of `day`; where none is named the next one."""
    first, last = ASKED_PARTS[part]
    today = now.date()
    if part == "later":
        rest = Stretch(now, _at(today, 24, now), "later today", begins=True)
        return rest if day in (None, today) else whole(day, now)
    if day is None:
        day = today if now < _at(today, last, now) else today + timedelta(days=1)
    low, high = _at(day, first, now), _at(day, last, now)
    when = day_aloud(day, now)
    if day == today:
        said = "tonight" if part == "night" else f"this {part}"
    elif when.startswith("on "):
        said = f"{when} {'at night' if part == 'night' else f'in the {part}'}"
    else:
        said = f"{when} {part}"
    late = low > now and part in ("evening", "night")
    return Stretch(max(low, now) if now < high else low, high, f"{said} from {first:02}:00 on" if late else said)


def _at(day: date, hour: int, now: datetime) -> datetime:
    more, hour = divmod(hour, 24)
    return datetime.combine(day + timedelta(days=more), time(hour), now.tzinfo)
