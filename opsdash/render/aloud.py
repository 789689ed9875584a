"""Sentences to say aloud: days and times as a person says them, and what a deadline means."""

from datetime import date, datetime

from opsdash.board.items import DeadlineItem, EventItem
from opsdash.parts import Access
from opsdash.render.glyphs import mark
from opsdash.render.words import hhmm, joined
from opsdash.timing import long_day

_WHOM: dict[Access, str] = {
    "": "", "open": "", "pool": "pool only", "invitation": "by invitation only", "closed": "closed to the press",
}  # fmt: skip
_NEAR = {0: "today", 1: "tomorrow", -1: "yesterday"}


def day_aloud(day: date, now: datetime) -> str:
    """ "today", "tomorrow", "on Monday 7 July", with the year where it is another one."""
    year = f" {day.year}" if day.year != now.year else ""
    return _NEAR.get((day - now.date()).days) or f"on {long_day(day)}{year}"


def time_aloud(instant: datetime, now: datetime) -> str:
    """ "today at 16:15", "on Monday 7 July at 09:00"."""
    return f"{day_aloud(instant.date(), now)} at {instant:%H:%M}"


def deadline_aloud(item: DeadlineItem, now: datetime) -> str:
    """A deadline, whether it has passed, and what that means."""
    what = item.title if "deadline" in item.title.casefold() else f"The deadline for {within(item.title)}"
    when = _when(item, now)
    after = within(item.after).rstrip(". ")
    if item.passed:
        return f"{joined(what, 'was', when, 'and has passed', by=' ')}{f': {after}' if after else ''}."
    doubt = "" if item.at or item.passed is False else "; whether it has passed is not known"
    return f"{what} is {when}{doubt}{f'; after that: {after}' if after else ''}."


def _when(item: DeadlineItem, now: datetime) -> str:
    if item.at:
        here = time_aloud(item.at, now)
        return f"{here} here, {item.there}" if item.there else here
    day = day_aloud(item.day, now) if item.day else ""
    published = f"published as “{item.wording}”" if item.wording else "published without a time"
    return joined(day, published)


def event_aloud(item: EventItem, now: datetime) -> str:
    """How a press event stands, when it is, where and for whom: "scheduled for today at 14:45, Press Room 1, pool
    only"; of one that is off when it was to be, lest "postponed" is heard with the time it was postponed to."""
    state = mark("event", item.state).word.replace("by plan", "by the plan")
    late = f"{item.delay} min late" if item.delay else ""
    on = item.said_day
    waits = item.phase in ("next", "later") and on is not None and on < now.date()  # for what lasts past midnight
    day = day_aloud(on, now) if on and not waits else ""
    when = item.when or hhmm(item.start, now)
    if day and not (item.phase == "now" and day == "today"):
        when = joined(day, f"at {when}" if when and item.exact else when, by=" " if item.exact else ", ")
    whom = "" if item.phase in ("off", "past") else _WHOM[item.access]
    at = f"{'for ' if day else ''}{when.removeprefix('on ')}"
    if item.phase == "off" and when:
        return joined(f"{state}; it was scheduled {at}", item.room)
    if item.state == "scheduled" and when and not late:
        return joined(f"{state} {at}" if day else f"{state}, {when}", item.room, whom)
    return joined(state, late, when, item.room, whom)


def moved_aloud(item: EventItem, why: str = "") -> str:
    """From where to where it was moved lately, and `why`; "" when it was not."""
    if not item.moved:
        return ""
    time = (
        f"from {hhmm(item.was_start, item.start)} to {hhmm(item.start, item.was_start)}"
        if item.was_start and item.start
        else ""
    )
    room = f"from {item.was_room} to {item.room or 'nothing published'}" if item.was_room else ""
    words = joined(time, room, by=" and ") or f"from {item.moved.removeprefix('moved ').removeprefix('from ')}"
    return f"Moved {words}{f': {why}' if why else ''}."


def within(text: str) -> str:
    """A sentence or title within another one: its first letter small, unless it begins with a name.

    A name is a word with further capitals or digits, and one before another word with a capital.
    """
    first, _, rest = text.partition(" ")
    plain = first[:1].isupper() and (first[1:].islower() or first == "A")
    return text[:1].lower() + text[1:] if plain and not rest[:1].isupper() else text
