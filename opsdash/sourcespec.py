"""What the configuration says of a source: one class for each kind, with that kind's options.

Separate from `opsdash.sources` so that a viewer can read a configuration without importing any of the code
that fetches and parses.
"""

import re
from typing import ClassVar, Literal

import msgspec

from opsdash.parts import Kind

_DURATION = re.compile(r"(\d+)\s*(s|m|h)$")
_SECONDS = {"s": 1, "m": 60, "h": 3600}


def seconds_of(text: str) -> int:
    """Seconds of "30s", "5m", "2h". Raises ValueError."""
    found = _DURATION.match(text)
    if not found:
        raise ValueError(f"{text!r} is not a duration such as 30s, 5m or 2h")
    return int(found[1]) * _SECONDS[found[2]]


class SourceSpec(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="kind"
):
    """What all kinds share.

    Attributes:
        name: the source's name in ids and on screen: letters, digits, hyphens.
        url: where to fetch; `file:` is allowed where the configuration says so itself, never by redirect.
        every: time between the end of one poll and the start of the next.
        timeout: total time for one request, connection to last byte.
        max_bytes: cap on the decompressed body.
        token_env: name of the environment variable that holds a bearer token.
        token_file: path of a file of mode 0600 that holds it.
    """

    gives: ClassVar[tuple[Kind, ...]] = ()
    name: str
    url: str
    every: str = "60s"
    timeout: str = "20s"
    max_bytes: int = 20_000_000
    token_env: str = ""
    token_file: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}", self.name) or self.name == "config":
            raise ValueError(f"{self.name!r} is not a source name: letters, digits and hyphens, not 'config'")
        if not re.match(r"(https?|file)://", self.url):
            raise ValueError(f"{self.url!r} is not an http:, https: or file: address")
        if seconds_of(self.every) < 1 or seconds_of(self.timeout) < 1:
            raise ValueError("every and timeout must be at least 1s")

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


class IcalSpec(SourceSpec, frozen=True, kw_only=True, tag="ical"):
    """Any RFC 5545 feed, as press events or as bookings.

    Attributes:
        gives_as: "events" or "bookings".
        space: with bookings, the space (key, alias or name) that the whole calendar belongs to; when empty
            each event's LOCATION names it.
        days_back, days_ahead: the window in which recurrences are expanded, around the time of the poll;
            single events outside it are kept too unless `window_only`.
        zone: zone of floating times; the venue's when empty.
    """

    gives: ClassVar[tuple[Kind, ...]] = ("event",)
    gives_as: Literal["events", "bookings"] = "events"
    space: str = ""
    days_back: int = 7
    days_ahead: int = 30
    window_only: bool = False
    zone: str = ""

    @property
    def produces(self) -> tuple[Kind, ...]:
        return ("event",) if self.gives_as == "events" else ("booking",)


AnySourceSpec = OpsdashSpec | IcalSpec
"""Every kind of source; msgspec picks the class by the key `kind`."""
