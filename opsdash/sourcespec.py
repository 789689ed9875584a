"""What the configuration says of a source: one class for each kind, with that kind's options.

Separate from `opsdash.sources` so that a viewer can read a configuration without importing any of the code
that fetches and parses.
"""

import re
from typing import Annotated, Any, ClassVar, Literal, get_args

import msgspec

from opsdash.model import RECORD_TYPES
from opsdash.parts import Kind, SpaceKind
from opsdash.timing import zone_of

_DURATION = re.compile(r"(\d+)\s*(s|m|h)$")
_SECONDS = {"s": 1, "m": 60, "h": 3600}
_LONGEST = 7 * 24 * 3600
"""Seconds; a source asked less often than once a week is not watched at all."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")


Length = Annotated[str, msgspec.Meta(description='text such as "30s", "5m" or "2h"')]
"""How long, as the configuration says it."""


def seconds_of(text: str) -> int:
    """Seconds of "30s", "5m", "2h". Raises ValueError."""
    found = _DURATION.match(text)
    if not found:
        raise ValueError(f"{text!r} is not a duration such as 30s, 5m or 2h")
    return int(found[1]) * _SECONDS[found[2]]


def is_name(text: str) -> bool:
    """Whether `text` can name an event or a source: it becomes part of ids and of a folder's path."""
    return bool(_NAME.fullmatch(text))


class SourceSpec(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="kind"
):
    """What all kinds share.

    Attributes:
        name: the source's name in ids and on screen: letters, digits, hyphens.
        url: where to fetch; `file:` is allowed where the configuration says so itself, never by redirect.
        every: time between the end of one poll and the start of the next, a week at most.
        heed_cache: where the answers hold for longer by their own word (Cache-Control, Expires), ask after that
            time, an hour at most; false: ask after `every` all the same.
        timeout: total time for one request, connection to last byte; a poll in all may take thirty times as long.
        max_bytes: cap on the decompressed body.
        token_env: name of the environment variable that holds a bearer token.
        token_file: full path of a file of mode 0600 that holds it.
    """

    gives: ClassVar[tuple[Kind, ...]] = ()
    authorization: ClassVar[str] = "Bearer"  # the word before the token in the header Authorization
    name: str
    url: str
    every: Length = "60s"
    heed_cache: bool = True
    timeout: Length = "20s"
    max_bytes: int = 20_000_000
    token_env: str = ""
    token_file: str = ""

    def __post_init__(self) -> None:
        if not is_name(self.name) or self.name == "config":
            raise ValueError(f"{self.name!r} is not a source name: letters, digits and hyphens, not 'config'")
        if not re.match(r"https?://[^/]|file:///", self.url):
            raise ValueError(f"{self.url!r} is not an http:, https: or file: address")
        _check_length("every", self.every)
        _check_length("timeout", self.timeout)
        if self.max_bytes < 1:
            raise ValueError("max_bytes must be at least 1")
        _check_path("token_file", self.token_file)

    @property
    def produces(self) -> tuple[Kind, ...]:
        """The kinds of record this source gives as it is configured."""
        return self.gives


class OpsdashSpec(SourceSpec, frozen=True, kw_only=True, tag="opsdash"):
    """Our own JSON: one resource for each kind of record below `url`.

    Attributes:
        resources: the kinds to ask for; all when empty.
    """

    gives: ClassVar[tuple[Kind, ...]] = (
        "facility", "event", "space", "booking", "pool", "deadline", "contact", "notice", "news", "answer",
    )  # fmt: skip
    resources: tuple[Kind, ...] = ()

    @property
    def produces(self) -> tuple[Kind, ...]:
        return self.resources or self.gives


class _Zoned(SourceSpec, frozen=True, kw_only=True):
    """A source whose times may lack a zone."""

    zone: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.zone:
            check_zone(self.zone)


class IcalSpec(_Zoned, frozen=True, kw_only=True, tag="ical"):
    """Any RFC 5545 feed, as press events or as bookings.

    Attributes:
        gives_as: "events" or "bookings".
        space: with bookings, the space (key, alias or name) that the whole calendar belongs to; when empty
            each event's LOCATION names it.
        days_back, days_ahead: the window in which recurrences are expanded, around the time of the poll;
            single events outside it are kept too.
        window_only: leave out the single events outside of that window.
        zone: zone of floating times; the venue's when empty.
    """

    gives: ClassVar[tuple[Kind, ...]] = ("event",)
    gives_as: Literal["events", "bookings"] = "events"
    space: str = ""
    days_back: int = 7
    days_ahead: int = 30
    window_only: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_window(self.days_back, self.days_ahead)

    @property
    def produces(self) -> tuple[Kind, ...]:
        return ("event",) if self.gives_as == "events" else ("booking",)


class ScheduleSpec(_Zoned, frozen=True, kw_only=True, tag="schedule"):
    """A schedule as frab, c3voc tools and pretalx export it, JSON or XML: press events, and rooms as spaces.

    Attributes:
        resources: what is taken of it; all when empty.
        room_type: the kind of space that its rooms are.
        zone: zone of times without one in a file that names none; the venue's when empty.
    """

    gives: ClassVar[tuple[Kind, ...]] = ("event", "space")
    resources: tuple[Literal["event", "space"], ...] = ()
    room_type: SpaceKind = "other"

    @property
    def produces(self) -> tuple[Kind, ...]:
        return self.resources or self.gives


class PretalxSpec(SourceSpec, frozen=True, kw_only=True, tag="pretalx"):
    """pretalx over its REST API: the released schedule as press events, rooms as spaces, each release as news.

    `url` is the event's: https://pretalx.example/api/events/my-summit

    Attributes:
        resources: what is taken of it; all when empty.
        room_type: the kind of space that its rooms are.
        language: which of a text's languages is shown; another one where it lacks that.
    """

    gives: ClassVar[tuple[Kind, ...]] = ("event", "space", "news")
    authorization: ClassVar[str] = "Token"
    resources: tuple[Literal["event", "space", "news"], ...] = ()
    room_type: SpaceKind = "other"
    language: str = "en"

    @property
    def produces(self) -> tuple[Kind, ...]:
        return self.resources or self.gives


class NewsroomSpec(_Zoned, frozen=True, kw_only=True, tag="newsroom"):
    """Headlines: RSS 0.9 to 2.0, Atom, JSON feed.

    Attributes:
        zone: zone of dates without one; the venue's when empty.
    """

    gives: ClassVar[tuple[Kind, ...]] = ("news",)


class SheetSpec(_Zoned, frozen=True, kw_only=True, tag="sheet"):
    """A table as CSV: a published Google sheet, an export on a web server. One row is one record.

    Attributes:
        gives_as: the kind of record that a row is.
        columns: field of that record -> header of its column. Two more names: `key` for a column that
            identifies the row for ever, `day` for the day of clock times that stand alone.
        dates: how 03/04/2025 is meant: "dmy", "mdy", or "iso" where all dates begin with the year; when
            empty the sheet must show it by itself.
        zone: zone of its times; the venue's when empty.
    """

    gives: ClassVar[tuple[Kind, ...]] = get_args(Kind)
    gives_as: Kind
    columns: dict[str, str]
    dates: Literal["", "dmy", "mdy", "iso"] = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if missing := [field for field in required_fields(self.gives_as) if field not in self.columns]:
            raise ValueError(f"columns: a record of {self.gives_as} needs {', '.join(missing)} too")
        known = {"key", "day", *sheet_fields(self.gives_as)}
        for field in self.columns:
            if field not in known:
                allowed = ", ".join(sorted(known))
                raise ValueError(f"columns: {field!r} is not a field of {self.gives_as}; there are {allowed}")

    @property
    def produces(self) -> tuple[Kind, ...]:
        return (self.gives_as,)


class IndicoSpec(_Zoned, frozen=True, kw_only=True, tag="indico"):
    """Indico: the timetable of an event or the events of a category as press events, room bookings as bookings.

    `url` is the server's: https://indico.example. What is asked for follows from the options.

    Attributes:
        every: Indico itself keeps an answer for ten minutes, so asking more often brings little.
        event: number of the event whose timetable is read. category: number of the category whose events are.
        location: the room-booking location whose reservations are read; its name may hold no hyphen.
        calendar: bookings come from the room calendar instead, which is always current and knows no location;
            its times have no zone.
        rooms: numbers of rooms: with `location` they become spaces, with `calendar` only they are read.
        room_type: the kind of space that they are.
        fresh: ask past Indico's own cache.
        days_back, days_ahead: the window of days asked for, around today.
        zone: zone of times without one, which is the location's; the venue's when empty.
    """

    gives: ClassVar[tuple[Kind, ...]] = ("event", "booking", "space")
    every: Length = "5m"
    event: int | None = None
    category: int | None = None
    location: str = ""
    calendar: bool = False
    rooms: tuple[int, ...] = ()
    room_type: SpaceKind = "other"
    fresh: bool = False
    days_back: int = 1
    days_ahead: int = 14

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.location and not re.fullmatch(r"[\w ]+", self.location):
            raise ValueError("location: Indico exports only locations named with letters, digits and blanks; "
                             "use calendar = true")  # fmt: skip
        if not self.produces:
            raise ValueError("one of event, category, location and calendar is needed")
        if self.event is not None and self.category is not None:
            raise ValueError("event and category exclude each other: make two sources of them")
        _check_window(self.days_back, self.days_ahead)

    @property
    def produces(self) -> tuple[Kind, ...]:
        asked: dict[Kind, bool] = {
            "event": self.event is not None or self.category is not None,
            "booking": bool(self.location or self.calendar),
            "space": bool(self.location and self.rooms),
        }
        return tuple(kind for kind in self.gives if asked[kind])


class LoginSpec(_Zoned, frozen=True, kw_only=True):
    """A source that wants to be logged in to.

    Attributes:
        user_env, password_env: names of the environment variables that hold user name and password.
        login_file: full path of a file of mode 0600 that holds them instead, in its first and second line.
    """

    user_env: str = ""
    password_env: str = ""
    login_file: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if bool(self.user_env) != bool(self.password_env) or bool(self.user_env) == bool(self.login_file):
            raise ValueError("user_env and password_env are needed, or login_file")
        _check_path("login_file", self.login_file)


class LibrebookingSpec(LoginSpec, frozen=True, kw_only=True, tag="librebooking"):
    """LibreBooking (once Booked): reservations as bookings with check-in and check-out, resources as spaces.

    `url` is its API's: https://booking.example/Web/Services/index.php

    Attributes:
        resources: what is taken of it; all when empty. Without "space" a booking names its space by name.
        spaces_from: the list that tells of its resources: "resources", or "availability", which is shorter.
        room_type: the kind of space that they are; types: the same by the number of the resource's type.
        reasons: number of a status reason -> its words, for what is out of service.
        days_back, days_ahead: the window of days asked for, around today.
        zone: zone of times without an offset; the venue's when empty.
    """

    gives: ClassVar[tuple[Kind, ...]] = ("space", "booking")
    resources: tuple[Literal["space", "booking"], ...] = ()
    spaces_from: Literal["resources", "availability"] = "resources"
    room_type: SpaceKind = "other"
    types: dict[str, SpaceKind] = {}
    reasons: dict[str, str] = {}
    days_back: int = 1
    days_ahead: int = 14

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_window(self.days_back, self.days_ahead)

    @property
    def produces(self) -> tuple[Kind, ...]:
        return self.resources or self.gives


def check_zone(name: str) -> None:
    """Raise ValueError with the key `zone` and the nearest name for what is no IANA zone."""
    try:
        zone_of(name)
    except ValueError as error:
        import difflib
        import zoneinfo

        known = {word: zone for zone in sorted(zoneinfo.available_timezones()) for word in (zone, zone.split("/")[-1])}
        folded = {word.casefold(): zone for word, zone in known.items()}
        near = difflib.get_close_matches(name.casefold().replace(" ", "_"), folded, 1)
        hint = f"; did you mean {folded[near[0]]!r}?" if near else ""
        raise ValueError(f"zone: {error}{hint}") from None


def _check_length(key: str, text: str) -> None:
    try:
        seconds = seconds_of(text)
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from None
    if not 1 <= seconds <= _LONGEST:
        raise ValueError(f"{key}: {text!r} is not from 1s to 168h")


def _check_path(key: str, path: str) -> None:
    """The poller's working folder is not the one that the configuration was written in."""
    if path and not path.startswith(("/", "~/")):
        raise ValueError(f"{key}: {path!r} is not a full path: it begins neither with / nor with ~/")


def _check_window(back: int, ahead: int) -> None:
    if not 0 <= back <= 366 or not 0 <= ahead <= 366:
        raise ValueError("days_back and days_ahead must be from 0 to 366")


def sheet_fields(kind: Kind) -> dict[str, Any]:
    """The fields of a kind of record that one cell can hold, with their types."""
    return {
        field.name: field.type
        for field in msgspec.structs.fields(RECORD_TYPES[kind])
        if field.name not in ("id", "withdrawn") and "opsdash.parts." not in str(field.type)
    }


def required_fields(kind: Kind) -> tuple[str, ...]:
    """The fields without which there is no record of a kind."""
    return tuple(f.name for f in msgspec.structs.fields(RECORD_TYPES[kind]) if f.required and f.name != "id")


AnySourceSpec = (
    OpsdashSpec | IcalSpec | ScheduleSpec | PretalxSpec | NewsroomSpec | SheetSpec | IndicoSpec | LibrebookingSpec
)
"""Every kind of source; msgspec picks the class by the key `kind`."""
