"""Deadlines now: in venue time and in the zone they were published in; what is ambiguous is named as such."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from opsdash.board.index import Index
from opsdash.board.items import DeadlineItem, Tone
from opsdash.board.memory import remembered
from opsdash.board.stretches import DAY, clock_utc, utc
from opsdash.model import Deadline
from opsdash.notation import YEARS, Moment
from opsdash.published import parse_moment
from opsdash.timing import clock, day_name, zone_of


class _Known(NamedTuple):
    """What does not depend on the clock: the instant (UTC), or the day in the zone it was published in where only
    that is known; the time there where it differs; words and oddities."""

    record: Deadline
    at: datetime | None
    day: date | None
    zone: ZoneInfo
    there: str
    when: str
    flags: tuple[str, ...]


def deadline_items(index: Index, now: datetime) -> tuple[DeadlineItem, ...]:
    """Every deadline at `now` (aware), by time; those without one last. "Midnight" of a day may be either end
    of it: until it has certainly passed nobody says that it has."""
    moment = now.astimezone(UTC)
    return tuple(_item(one, index, moment) for one in _known(index))


def _item(one: _Known, index: Index, now: datetime) -> DeadlineItem:
    passed = _passed(one, now)
    return DeadlineItem(
        id=one.record.id,
        title=one.record.title,
        at=one.at.astimezone(index.tz) if one.at else None,
        day=one.day,
        wording=one.record.wording,
        there=one.there,
        when=one.when,
        passed=passed,
        after=one.record.after,
        tone=_tone(one, passed, now, timedelta(minutes=index.site.thresholds.deadline_soon)),
        flags=one.flags,
        source=one.record.source,
    )


def _passed(one: _Known, now: datetime) -> bool | None:
    """Whether it has passed; None on the day itself when the time is not known, and without any day."""
    if one.at:
        return one.at <= now
    if one.day is None:
        return None
    if now < clock_utc(one.day, 0, one.zone):
        return False
    return True if now >= clock_utc(one.day, DAY, one.zone) else None


def _tone(one: _Known, passed: bool | None, now: datetime, soon: timedelta) -> Tone:
    if one.record.withdrawn or passed:
        return "quiet"
    if passed is None:
        return "unknown"
    return "soon" if one.at and one.at - now <= soon else "good"


@remembered()
def _known(index: Index) -> tuple[_Known, ...]:
    """The deadlines in order of time."""
    found = [_read(record, index.tz) for record in index.feed.deadlines]
    endless = datetime.max.replace(tzinfo=UTC)
    return tuple(
        sorted(
            found, key=lambda one: (one.at or (clock_utc(one.day, 0, one.zone) if one.day else endless), one.record.id)
        )
    )


def _read(record: Deadline, tz: ZoneInfo) -> _Known:
    """The instant as the source gives it, or as the wording does; and how to show it."""
    zone, odd = _zone(record, tz)
    flags = [odd] if odd else []
    if record.withdrawn:
        flags.append(f"No longer listed by {record.source}.")
    near = record.day if record.day and record.day.year in YEARS else None
    read = parse_moment(record.wording, zone, near)
    at, day = utc(record.at, tz), near or read.day
    own = zone_of(read.zone) if read.zone else zone
    if at is None and read.at:
        at = read.at.astimezone(UTC)
    elif "midnight" in record.wording.casefold() and read.ambiguous:
        flags.append(read.ambiguous)
    if at and _contradicts(at, read, own):
        flags.append(f"Its text says otherwise: “{record.wording}”.")
    if at is None:
        bare = day if not record.wording or parse_moment(record.wording, zone, None).day is None else None
        when = ", ".join(filter(None, (day_name(bare) if bare else "", record.wording or "time not published")))
        return _Known(record, None, day, own, "", when, tuple(dict.fromkeys(flags)))
    there = _there(at, own, tz)
    return _Known(record, at, None, own, there, _when(at, there, tz), tuple(dict.fromkeys(flags)))


def _contradicts(at: datetime, read: Moment, own: ZoneInfo) -> bool:
    """Whether the wording names another instant, or another day; midnight may be either end of a day."""
    if read.at:
        return read.at != at
    return read.day is not None and read.day not in {
        (at - slack).astimezone(own).date() for slack in (timedelta(), timedelta(minutes=1))
    }


def _zone(record: Deadline, tz: ZoneInfo) -> tuple[ZoneInfo, str]:
    """The zone it was published in, the venue's when the record's is none."""
    try:
        return (zone_of(record.zone), "") if record.zone else (tz, "")
    except ValueError:
        return tz, f"Published in a zone that is not known: {record.zone[:40]}."


def _when(at: datetime, there: str, tz: ZoneInfo) -> str:
    """ "Fri 6 June 23:59", "Wed 30 April 00:59 (Tue 29 April 23:59 in Brussels)"."""
    shown = f"{day_name(at.astimezone(tz).date())} {clock(at, tz)}"
    return f"{shown} ({there})" if there else shown


def _there(at: datetime, own: ZoneInfo, tz: ZoneInfo) -> str:
    """The time in its own zone as one says it, "15:20 in London", "13:20 UTC"; "" where it is the venue's."""
    if at.astimezone(own).utcoffset() == at.astimezone(tz).utcoffset():
        return ""
    area, _, city = own.key.rpartition("/")
    where = f"in {city.replace('_', ' ')}" if area and area != "Etc" else city
    return f"{clock(at, own, at.astimezone(tz).date())} {where}"
