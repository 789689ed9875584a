"""The text of a calendar: cut into its events, so that each can be read, or fail, by itself."""

import re
from typing import NamedTuple

from opsdash.snapshot import Problem


class Chunk(NamedTuple):
    """The text of one component, and the line of the file on which it begins."""

    text: str
    line: int


class Calendar(NamedTuple):
    """A calendar cut up.

    Attributes:
        zone: X-WR-TIMEZONE; "" without. events, zones: its VEVENTs and VTIMEZONEs.
        problems: what is wrong with the file. whole: it is a calendar, and it has its end.
    """

    zone: str
    events: list[Chunk]
    zones: list[Chunk]
    problems: list[Problem]
    whole: bool


_BOUNDARY = re.compile(r"^(BEGIN|END):(VCALENDAR|VEVENT|VTIMEZONE)[ \t\r]*$", re.IGNORECASE | re.MULTILINE)
_ZONE = re.compile(r"^X-WR-TIMEZONE[^:\n]*:([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_VENDOR_ZONE = re.compile(r'TZID="?/[^/;:"\r\n]+/(?:[^/;:"\r\n]+/)?([A-Za-z_]+/[^;:"\r\n]+)"?', re.IGNORECASE)
MOST_EVENTS = 20_000
"""Events read of one calendar."""


def text_of(body: bytes) -> tuple[str, Problem | None]:
    """The text, and a remark when it is not UTF-8 (RFC 5545, 3.1.4: it should be)."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace"), None
    try:
        return body.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        remark = Problem("the calendar", "is not UTF-8; read as Windows-1252, so accents may be wrong")
        return body.decode("cp1252", "replace"), remark


def split(text: str) -> Calendar:
    """`text` cut into components. An event that is not closed before the next begins is closed there; one
    that is cut off by the end of the file is left out, since its last line may be half a line."""
    if "\n" not in text:
        text = text.replace("\r", "\n")
    text = _VENDOR_ZONE.sub(r"TZID=\1", text)  # globally unique names such as /mozilla.org/20050126_1/Europe/Berlin
    problems: list[Problem] = []
    cut, framed, ended, torn = _cut(text, problems)
    if torn:
        problems.append(torn)
    elif framed and not ended:
        problems.append(Problem("the calendar", "breaks off: it has no END:VCALENDAR"))
    elif not framed and not cut["VEVENT"]:
        problems.append(Problem("the answer", "is not a calendar: it has no BEGIN:VCALENDAR"))
    whole = not torn and (ended if framed else bool(cut["VEVENT"]))
    events = cut["VEVENT"]
    if len(events) > MOST_EVENTS:
        problems.append(Problem("the calendar", f"has {len(events)} events; the first {MOST_EVENTS} were read"))
        whole = False
    zone = _ZONE.search(text)
    return Calendar(zone[1].strip() if zone else "", events[:MOST_EVENTS], cut["VTIMEZONE"], problems, whole)


def _cut(text: str, problems: list[Problem]) -> tuple[dict[str, list[Chunk]], bool, bool, Problem | None]:
    """The components; whether a calendar begins and ends; the problem when the file ends inside a component."""
    cut: dict[str, list[Chunk]] = {"VEVENT": [], "VTIMEZONE": []}
    begun: tuple[str, int, int] | None = None  # name, offset, line
    framed = ended = False
    line, seen = 1, 0
    for found in _BOUNDARY.finditer(text):
        line += text.count("\n", seen, found.start())
        seen = found.start()
        which, name = found[1].upper(), found[2].upper()
        if begun and (which == "BEGIN" or name != begun[0]):
            problems.append(Problem(f"line {begun[2]}", f"{begun[0]} has no end"))
            cut[begun[0]].append(Chunk(f"{text[begun[1] : found.start()]}\nEND:{begun[0]}", begun[2]))
            begun = None
        if name == "VCALENDAR":
            framed, ended = True, which == "END"
        elif which == "BEGIN":
            begun = (name, found.start(), line)
        elif begun:
            cut[name].append(Chunk(text[begun[1] : found.end()], begun[2]))
            begun = None
    torn = Problem(f"line {begun[2]}", f"the calendar breaks off inside this {begun[0]}") if begun else None
    return cut, framed, ended, torn
