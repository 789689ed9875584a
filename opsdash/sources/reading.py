"""What the readers of several kinds share: JSON that may be anything, instants, kinds of event, keys that repeat."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar, get_args
from zoneinfo import ZoneInfo

import msgspec

from opsdash.model import Record, record_id
from opsdash.parts import EventKind, Kind
from opsdash.snapshot import Problem
from opsdash.sources.base import validation_problem
from opsdash.timing import YEARS, at_clock, zone_of

T = TypeVar("T")
R = TypeVar("R", bound=Record)

MOST_ITEMS = 20_000
"""Items read of one answer; bounds the time."""

MOST_VALUES = 400_000
"""Commas of a JSON answer, whatever they part; bounds the memory of values that nobody asked for. The schedule of the
largest conferences has some 50,000."""

UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What msgspec raises for bytes that are not what they should be."""

_BLANK = b"\xef\xbb\xbf \t\r\n"
_HTML = re.compile(
    rb"\s*(?:<!--(?:(?!-->).)*-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.DOTALL | re.IGNORECASE
)
_TITLE = re.compile(rb"<title[^>]*>([^<]{1,200})", re.IGNORECASE)


class Unreadable(Exception):
    """The answer as a whole is not what was expected; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


def refuse_html(body: bytes, expected: str) -> None:
    """Raise Unreadable when `body` is a web page: servers answer 200 with a sign-in or an error page."""
    if not _HTML.match(body, 0, 20_000):
        return
    title = _TITLE.search(body, 0, 20_000)
    named = f" ({' '.join(title[1].decode('utf-8', 'replace').split())!r})" if title else ""
    raise Unreadable(
        Problem("the answer", f"is a web page{named}, not {expected}: does it ask to sign in, is the address right?")
    )


def json_of(body: bytes, shape: type[T]) -> T:
    """`body` as `shape`. Raises Unreadable."""
    if body.count(b",") > MOST_VALUES:
        raise Unreadable(Problem("the answer", f"holds more than {MOST_VALUES} values; that is not what it should be"))
    try:
        return msgspec.json.decode(body.lstrip(_BLANK), type=shape)
    except msgspec.ValidationError as error:
        raise Unreadable(validation_problem("the answer", error)) from None
    except UNREADABLE as error:
        reason = f"is not complete JSON ({error}): was it cut off on the way?"
        raise Unreadable(Problem("the answer", reason)) from None


class Gaps:
    """What of an answer could not be read, and what is known of its source all the same.

    Attributes:
        problems: why. unread: ids of which what is known stays. torn: something is missing, and nobody knows what.
    """

    def __init__(self, source: str, problems: Iterable[Problem] = ()) -> None:
        self.problems = list(problems)
        self.unread: list[str] = []
        self.torn = False
        self._source = source

    def skip(self, item: str, error: Exception, kind: Kind, key: str) -> None:
        """Leave an item out, and keep what is known of it; of all, where nobody knows which it was (no `key`)."""
        self.problems.append(validation_problem(item, error))
        if key:
            self.unread.append(record_id(kind, self._source, key))
        self.torn = self.torn or not key

    def cut(self, item: str, reason: str) -> None:
        """Note that something is missing."""
        self.problems.append(Problem(item, reason))
        self.torn = True


def read_instant(text: str, zone: ZoneInfo) -> tuple[datetime, bool]:
    """The instant of an ISO 8601 text in UTC, and whether the text itself said in which zone; else it is
    read in `zone`. Raises ValueError with a sentence."""
    try:
        found = datetime.fromisoformat(text.strip())
        if found.year not in YEARS:
            raise ValueError
        if found.tzinfo:
            return found.astimezone(UTC), True
        return at_clock(found.date(), found.hour * 60 + found.minute, zone).astimezone(UTC), False
    except (ValueError, OverflowError):
        raise ValueError(f"{text[:60]!r} is not a date and time (ISO 8601)") from None


def read_day(text: str) -> date | None:
    """The day that an ISO 8601 text begins with; None without."""
    try:
        found = date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return found if found.year in YEARS else None


class Zoning:
    """Which zone counts for times that carry no offset, and what has to be said about it.

    Attributes:
        zone: the zone of such times: the one that the file names, else the configured one, else the venue's.
    """

    def __init__(self, named: str, configured: str, venue: ZoneInfo) -> None:
        self.problems: list[Problem] = []
        self._named = self._known(named)
        self._given = bool(self._named or configured)
        self.zone = self._named or (zone_of(configured) if configured else venue)
        self._assumed = self._contrary = 0
        self._example = ""

    def _known(self, named: str) -> ZoneInfo | None:
        try:
            return zone_of(named) if named else None
        except ValueError as error:
            self.problems.append(Problem("the zone", str(error)))
            return None

    def instant(self, text: str) -> datetime:
        """`read_instant` in this zone, noting what the text says of zones. Raises ValueError."""
        found, said = read_instant(text, self.zone)
        if not said:
            self.assume()
        elif self._named and found.astimezone(self._named).replace(tzinfo=None) != _wall(text):
            self._contrary += 1
            self._example = self._example or text.strip()
        return found

    def assume(self) -> None:
        """Note that a time without a zone was read; in the file's or the configured zone it is no assumption."""
        self._assumed += not self._given

    def remarks(self) -> list[Problem]:
        """What a person has to know about the zones of this answer."""
        found = list(self.problems)
        if self._assumed:
            found.append(
                Problem("the zone", f"{_times(self._assumed)} without; read in the venue's zone, {self.zone.key}")
            )
        if self._contrary and self._named:
            found.append(
                Problem(
                    "the zone",
                    f"is given as {self._named.key}, but {_times(self._contrary)} with another offset "
                    f"({self._example}); the offsets were taken",
                )
            )
        return found


def _times(number: int) -> str:
    return "there is 1 time" if number == 1 else f"there are {number} times"


def _wall(text: str) -> datetime:
    """What the wall clock of the place shows, by the text itself."""
    return datetime.fromisoformat(text.strip()).replace(tzinfo=None)


_PHRASES = {
    kind: re.compile(rf"\b{kind}s?\b", re.IGNORECASE)
    for kind in get_args(EventKind)
    if kind not in ("other", "meeting")
}


def event_kind(categories: Iterable[str], title: str = "") -> EventKind:
    """The kind that a category (type, track) names, else the one that the title begins with."""
    for text in categories:
        for kind, phrase in _PHRASES.items():
            if phrase.search(text[:200]):
                return kind  # type: ignore[no-any-return]
    for kind, phrase in _PHRASES.items():
        if phrase.match(title):
            return kind  # type: ignore[no-any-return]
    return "meeting" if any(text.strip().casefold() == "meeting" for text in categories) else "other"


class Distinct(NamedTuple):
    """Records with ids that differ, and the ids that several of them had."""

    records: tuple[Any, ...]
    repeated: tuple[str, ...]


def distinct(records: Iterable[R]) -> Distinct:
    """Tell records of one id apart by their time: the earliest keeps the id, the next gets "/2" behind it.

    One talk may have several slots, and some exporters repeat an id. Records that say the same are one.
    """
    groups: dict[str, list[R]] = defaultdict(list)
    for record in dict.fromkeys(records):
        groups[record.id].append(record)
    found: list[R] = []
    for same in groups.values():
        same.sort(key=_order)
        found += same[:1]
        found += [msgspec.structs.replace(record, id=f"{record.id}/{n}") for n, record in enumerate(same[1:], 2)]
    return Distinct(tuple(found), tuple(known for known, same in groups.items() if len(same) > 1))


def _order(record: Record) -> tuple[datetime, str]:
    when = getattr(record, "start", None) or datetime.max.replace(tzinfo=UTC)
    return when, str(getattr(record, "room", ""))


_DURATION = re.compile(r"(-?)(\d{1,4}):(\d\d)(?::(\d\d))?$")


def read_duration(text: str) -> timedelta:
    """The length of "0:30", "00:30:00", "-0:30" or pretalx' "-1:15:15" (days, which may be negative, hours,
    minutes: `schedule.xml` of a slot whose start was moved past its end). Raises ValueError with a sentence."""
    found = _DURATION.match(text.strip())
    if not found:
        raise ValueError(f"the duration {text[:40]!r} is not hours and minutes")
    sign, first, second = found[1], int(found[2]), int(found[3])
    if found[4] is None:
        length = timedelta(hours=first, minutes=second)
        return -length if sign else length
    if sign:
        return timedelta(days=-first, hours=second, minutes=int(found[4]))
    if first and len(found[2]) == 1:
        raise ValueError(f"the duration {text!r} may begin with hours or with days")
    return timedelta(hours=first, minutes=second, seconds=int(found[4]))
