"""The XML form of a schedule, read as it streams by, so that 20 MB never stand in memory as objects.

expat is told to stop at the first entity declaration and never opens anything: neither external entities nor
entities that grow are possible (the tests prove both). Depth and number of elements are bounded.
"""

from typing import Any, NoReturn
from xml.parsers import expat

from opsdash.snapshot import Problem
from opsdash.sources.plan import Day, Entry, Plan, Room, Talk
from opsdash.sources.reading import MOST_ITEMS, Unreadable, refuse_html

MOST_ELEMENTS = 500_000
"""About ten times what the largest conferences publish."""
DEEPEST = 50
LONGEST = 1_000_000
"""Bytes of one tag or comment; expat holds it in memory as a whole, with 250 bytes for each attribute."""
_CHUNK = 65_536
_MOST_TEXT = 20
"""Pieces of text kept of one element; a piece is at most 8 kB."""

_TALK_FIELDS = set(Talk.__struct_fields__) - {"persons", "do_not_stream"}


class _Stop(Exception):
    """Reading ends here, for the reason given."""


class _Reader:
    """Collects the plan while expat walks the document."""

    def __init__(self) -> None:
        self.root = ""
        self.conference: dict[str, str] = {}
        self.rooms: dict[str, Room] = {}
        self.entries: list[Entry] = []
        self.stack: list[str] = []
        self.elements = 0
        self.quiet_since = self.position = 0
        self.texts: list[str] = []
        self.day = Day()
        self.room = ""
        self.talk: dict[str, Any] | None = None

    def fed(self, position: int) -> None:
        """Note that the document was handed over up to `position`, and stop when nothing came of the last part."""
        self.position = position
        if position - self.quiet_since > LONGEST:
            raise _Stop("has a tag or a comment that is too long for a schedule")

    def other(self, _: str) -> None:
        """Comments, instructions, declarations: nothing but a sign that the document goes on."""
        self.quiet_since = self.position

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.quiet_since = self.position
        name = name.rpartition(":")[2]
        if self.elements > MOST_ELEMENTS or len(self.stack) >= DEEPEST:
            raise _Stop("has too many elements, or they are nested too deep, for a schedule")
        self.root = self.root or name
        self.texts.clear()
        if name == "day" and len(self.stack) == 1:
            self.day = Day(attributes.get("date"), attributes.get("start"), attributes.get("end"))
        elif name == "room" and self.stack[-1:] in (["day"], ["conference"]):
            self.room = attributes.get("name", "")
            self._see_room(attributes)
        elif name == "event" and self.stack[-1:] == ["room"]:
            self.talk = {key: attributes[key] for key in ("guid", "code", "id") if key in attributes} | {"persons": []}
        self.stack.append(name)

    def text(self, data: str) -> None:
        self.quiet_since = self.position
        if len(self.texts) < _MOST_TEXT:
            self.texts.append(data)

    def end(self, name: str) -> None:
        self.quiet_since = self.position
        name = self.stack.pop()
        text = "".join(self.texts).strip()
        self.texts.clear()
        if name == "event" and self.stack[-1:] == ["room"]:
            self._event()
        elif self.talk is not None:
            self._of_talk(name, text)
        elif self.stack[-1:] == ["conference"]:
            self.conference[name] = text

    def _see_room(self, attributes: dict[str, str]) -> None:
        capacity = attributes.get("capacity", "")
        if self.room and self.room not in self.rooms:
            self.rooms[self.room] = Room(
                self.room, int(capacity) if capacity.isdecimal() and len(capacity) < 7 else None
            )

    def _of_talk(self, name: str, text: str) -> None:
        assert self.talk is not None  # noqa: S101  the caller looked
        parent = self.stack[-1]
        if parent == "event" and name in _TALK_FIELDS and name not in self.talk:
            self.talk[name] = text
        elif parent == "persons" and text:
            self.talk["persons"].append(text)
        elif parent == "recording" and name == "do_not_stream":
            self.talk["do_not_stream"] = text

    def _event(self) -> None:
        if len(self.entries) >= MOST_ITEMS:
            raise _Stop(f"has more than {MOST_ITEMS} events; the first were read")
        self.entries.append(Entry(self.talk, self.day, self.room))
        self.talk = None

    def refuse(self, *_: Any) -> NoReturn:
        raise _Stop("declares entities, which a schedule does not need; nothing of them was read")


def plan_of_xml(body: bytes) -> Plan:
    """The schedule in an XML document; what was read before a break is good. Raises Unreadable."""
    refuse_html(body, "a schedule")
    reader = _Reader()
    problems: list[Problem] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.DefaultHandlerExpand = reader.other
    parser.EntityDeclHandler = reader.refuse
    try:
        for position in range(0, len(body), _CHUNK):
            parser.Parse(body[position : position + _CHUNK], False)
            reader.fed(position + _CHUNK)
        parser.Parse(b"", True)
    except _Stop as stop:
        problems.append(Problem(f"line {parser.CurrentLineNumber}", f"the schedule {stop}"))
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        problems.append(Problem(f"line {error.lineno}", f"the XML breaks off: {reason} (column {error.offset + 1})"))
    except (LookupError, ValueError) as error:  # an encoding that Python does not know or cannot map
        problems.append(Problem("the answer", f"names an encoding that cannot be read: {error}"))
    if reader.root != "schedule":
        what = f"its first element is {reader.root[:40]!r}" if reader.root else "it is neither JSON nor XML"
        raise Unreadable(Problem("the answer", f"is not a schedule: {what}"))
    conference = reader.conference
    return Plan(
        conference.get("time_zone_name", ""),
        conference.get("day_change", ""),
        list(reader.rooms.values()),
        reader.entries,
        problems,
        bool(problems),
    )
