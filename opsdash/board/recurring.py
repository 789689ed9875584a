"""Recurring hours as stretches: on the days without a published period, and as sure as what they go by is known.

Wall clocks become instants here, so that a clock change is read as everywhere else on the board.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from opsdash.board.recurringdays import COMMENT, RULES, SHUTS, SUN, Span, certain, expression, spans
from opsdash.board.stretches import Stretch, clock_utc, with_last_entry
from opsdash.snapshot import Site

_PUBLIC, _SCHOOL = re.compile(r"\bPH\b"), re.compile(r"\bSH\b")


class Recurring(NamedTuple):
    """Stretches of recurring hours from `first` to `last`, and what is odd about them.

    Attributes:
        stated: where no stretch lies it is closed.
    """

    stretches: tuple[Stretch, ...]
    flags: tuple[str, ...]
    stated: bool


class Unsure(NamedTuple):
    """What hours go by that is not known here: why, in a sentence, and whether it can only close.

    "PH off" can only close what is open on other days; "PH 10:00-14:00" may also open what is closed.
    """

    why: str
    only_closes: bool


def unsure(hours: str, country: str) -> Unsure | None:
    """Whether `hours` go by holidays of which nobody here knows the days, by the sun, or by times that are not
    read for certain; None when they do not.

    Public holidays are known where the venue's `country` is; school holidays hardly anywhere; where the sun stands
    is worked out without the place, so it is no more than a guess.
    """
    marks = [
        (_PUBLIC, "" if country else "Its recurring hours go by public holidays; `country` is not configured."),
        (_SCHOOL, "Its recurring hours go by school holidays, which are not known here."),
        (SUN, "Its recurring hours go by the sun, whose times are not known here."),
    ]
    plain = COMMENT.sub("", hours)
    found = [(mark, why) for mark, why in marks if why and mark.search(plain)]
    if not found:
        known = expression(hours, country) is None or certain(hours, country)
        return None if known else Unsure("Its recurring hours have times that are not read for certain.", False)
    rules = [rule for rule in RULES.split(plain) if any(mark.search(rule) for mark, _ in found)]
    return Unsure(found[0][1], all(SHUTS.search(rule) for rule in rules) and all(mark is not SUN for mark, _ in found))


def says_closed(hours: str, country: str) -> bool:
    """Whether a time that `hours` leave out is closed for certain."""
    doubt = unsure(hours, country)
    return bool(hours) and expression(hours, country) is not None and (doubt is None or doubt.only_closes)


def recurring(hours: str, first: date, last: date, taken: frozenset[date], margin: int | None, site: Site) -> Recurring:
    """What `hours` say from `first` to `last` on days that are not `taken` by a published period.

    A comment ("if the weather allows") makes hours unconfirmed, "unknown" unknown; a day without a rule is closed.
    What runs past midnight belongs to the evening before: it stays where the next day is taken, and goes with its
    own. What goes by days that are not known here (`unsure`) is not confirmed.
    `margin`: minutes before closing after which nobody is let in.
    """
    tz, doubt = site.tz, unsure(hours, site.country)
    found = spans(hours, site.country, first, last, taken)
    if found is None:
        return Recurring((), (f"Its recurring hours cannot be read: {hours[:60]}",), False)
    if doubt:
        found = tuple(span._replace(kind="tentative") if span.kind in ("open", "soft") else span for span in found)
    edges = datetime.combine(first, time()), datetime.combine(last + timedelta(days=1), time())
    stretches = tuple(
        with_last_entry(_stretch(piece, edges, hours, tz), margin, tz) for piece in found if _real(piece, tz)
    )
    return Recurring(stretches, (doubt.why,) if doubt else (), doubt is None or doubt.only_closes)


def _instant(wall: datetime, tz: ZoneInfo) -> datetime:
    return clock_utc(wall.date(), wall.hour * 60 + wall.minute, tz)


def _real(piece: Span, tz: ZoneInfo) -> bool:
    """Not wholly inside the hour that a clock change leaves out."""
    return _instant(piece.start, tz) < _instant(piece.end, tz)


def _stretch(piece: Span, edges: tuple[datetime, datetime], hours: str, tz: ZoneInfo) -> Stretch:
    """`piece` in UTC; at the edges of what was asked, and where not published, start and end are not known."""
    low, high = _instant(piece.start, tz), _instant(piece.end, tz)
    start = None if piece.start == edges[0] or not piece.opens else low
    end = None if piece.end == edges[1] or not piece.closes else high
    wording = piece.comment or hours
    return Stretch(low, high, piece.kind, start, end, piece.start.date(), wording=wording)
