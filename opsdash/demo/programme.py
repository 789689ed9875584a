"""The media programme: 25 press events around the anchor, and what becomes of each."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from opsdash.demo.cast import CHAIR, OFFICES, SECRETARY, SOURCE, SPOKESPERSON, delegations, head, named
from opsdash.demo.story import Frame, Step, Story
from opsdash.model import PressEvent, record_id
from opsdash.parts import EventKind, PartOfDay

DEPARTURE = 5.0
"""Minutes within which an event that nothing happens to begins after its time."""


class Course(NamedTuple):
    """What becomes of an event, in minutes after the anchor.

    Attributes:
        began, finished: None: near its published times. never: it does not take place.
        steps: what is announced about it.
    """

    began: float | None = None
    finished: float | None = None
    never: bool = False
    steps: tuple[Step, ...] = ()


AS_PLANNED = Course()


class Programme:
    """Builds the events' stories for one frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.countries = delegations(frame, 12)
        self.stories: list[Story] = []

    def add(
        self,
        key: str,
        kind: EventKind,
        title: str,
        room: str,
        offset: float | None,
        length: float = 30,
        course: Course = AS_PLANNED,
        **fields: Any,
    ) -> None:
        """One event, `offset` minutes after the anchor (None: no start is published)."""
        frame = self.frame
        if offset is not None:
            fields.setdefault("start", frame.at(offset))
            fields.setdefault("end", frame.at(offset + length))
        fields.setdefault("access", "open")
        published = frame.at(-1440 + len(self.stories))
        record = PressEvent(
            id=record_id("event", SOURCE, key), updated=published, title=title, type=kind, room=room, **fields
        )
        steps = list(course.steps)
        if not course.never:
            steps += self._happens(key, offset, length, course)
        self.stories.append(Story(record, steps))

    def _happens(self, key: str, offset: float | None, length: float, course: Course) -> Iterable[Step]:
        dice = self.frame.random(f"event/{key}")
        near = offset if offset is not None else 0.0
        began = self.frame.at(near + dice.uniform(0, DEPARTURE) if course.began is None else course.began)
        end = near + length + dice.uniform(-4, 4)
        finished = self.frame.at(end if course.finished is None else course.finished)
        yield Step(began, {"status": "live", "began": began})
        yield Step(finished, {"status": "ended", "finished": finished})

    def conference(
        self, key: str, country: int, room: int, offset: float, length: float = 30, course: Course = AS_PLANNED,
        **fields: Any,
    ) -> None:  # fmt: skip
        """A press conference by the head of one of this seed's delegations."""
        name = self.countries[country]
        self.add(
            key, "press conference", f"Press conference by the {head(name)}", f"press-room-{room}", offset, length,
            course, speakers=(head(name),), delegations=(name,), **fields,
        )  # fmt: skip


def vague(instant: datetime, frame: Frame) -> tuple[PartOfDay, str]:
    """The part of day that `instant` lies in, and how a programme words it."""
    hour = instant.astimezone(frame.zone).hour
    if hour < 12:  # after midnight too: "night" would be that day's end
        return "morning", "early morning" if hour < 9 else "late morning"
    if hour < 18:
        return "afternoon", "early afternoon" if hour < 15 else "late afternoon"
    return "evening", "early evening" if hour < 21 else "late evening"


def programme(frame: Frame) -> list[Story]:
    """The events' stories."""
    plan = Programme(frame)
    _before(plan)
    _around_now(plan)
    _next_hours(plan)
    _later(plan)
    _tomorrow(plan)
    return plan.stories


def _before(plan: Programme) -> None:
    plan.add("arrivals", "doorstep", "Arrivals and doorstep statements", "Main Entrance", -240, 60,
             host_tv=True, streamed=True)  # fmt: skip
    plan.add("welcome", "ceremony", "Official welcome and handshake", "Forum Plaza", -165, 20,
             speakers=(CHAIR,), access="pool", host_tv=True)  # fmt: skip
    plan.add("session-1", "meeting", "Working session 1", "Plenary Hall", -135, 75, Course(-131, -52),
             access="closed", note="Tour de table at the start: pool only")  # fmt: skip
    plan.add("statement-1", "joint statement", f"Joint statement by the {CHAIR} and the {SECRETARY}", "press-room-2",
             -45, 15, Course(-38, -17), speakers=(CHAIR, SECRETARY), host_tv=True, streamed=True)  # fmt: skip


def _around_now(plan: Programme) -> None:
    """What makes the board worth looking at when the demo starts, and in its first quarter of an hour."""
    frame = plan.frame
    late = {"status": "delayed", "expected": frame.at(20), "note": "Delayed: the delegation is still in a meeting"}
    plan.conference("pc-1", 0, 1, -20, 40, Course(-14, 31), host_tv=True, streamed=True)
    plan.add("family-photo", "photo opportunity", "Family photo", "Family Photo Platform", -5, 25, Course(-3, 22),
             access="pool", host_tv=True)  # fmt: skip
    plan.conference("pc-2", 1, 2, -10, 30, Course(33, 61, steps=(
        Step(frame.at(-26), late),
        Step(frame.since(2.4), {"expected": frame.at(30)}),
    )))  # fmt: skip
    plan.conference("pc-3", 2, 3, 15, 30, streamed=True)
    plan.add("briefing-1", "briefing", "Technical briefing on the draft conclusions (background)", "press-room-4",
             30, 30, speakers=(SPOKESPERSON,), access="invitation", note="Not for attribution")  # fmt: skip
    moved = {"room": "press-room-1", "note": "Moved: Press Room 2 is running late"}
    plan.conference("pc-4", 3, 2, 45, 30, Course(steps=(Step(frame.since(0.7), moved),)), host_tv=True)


def _next_hours(plan: Programme) -> None:
    frame, countries = plan.frame, plan.countries
    plan.add("greetings", "photo opportunity", "Greetings before working session 2", "Plenary Foyer", 50, 10,
             access="pool", host_tv=True)  # fmt: skip
    plan.add("session-2", "meeting", "Working session 2", "Plenary Hall", 60, 90, Course(63, 163), access="closed")
    shifted = {"start": frame.at(105), "end": frame.at(135), "note": "Thirty minutes later at the delegation's request"}
    plan.conference("pc-5", 4, 3, 75, 30, Course(107, 138, steps=(Step(frame.since(6.5), shifted),)))
    pair = (countries[5], countries[6])
    plan.add("bilateral", "photo opportunity", f"Handshake of the {head(pair[0])} and the {head(pair[1])}",
             "Bilateral Room 2", 115, 15, speakers=tuple(map(head, pair)), delegations=pair, access="pool")  # fmt: skip
    off = {"status": "cancelled", "note": "Cancelled: a written statement will be sent"}
    plan.conference("pc-6", 7, 1, 120, 30, Course(never=True, steps=(Step(frame.since(12.3), off),)))
    plan.add("signing", "ceremony", "Signing of the summit declaration", "Forum Plaza", 150, 20, Course(156, 179),
             speakers=(CHAIR, SECRETARY), access="pool", host_tv=True, streamed=True)  # fmt: skip
    begins = {"start": frame.at(185), "end": frame.at(205), "precision": "exact", "note": "Time now confirmed"}
    plan.add("statement-2", "joint statement", "Joint statement on working session 2", "press-room-4", None,
             course=Course(188, 211, steps=(Step(frame.at(164), begins),)),
             day=frame.at(150).astimezone(frame.zone).date(), precision="unknown", after="session-2",
             wording="upon conclusion of working session 2", speakers=(CHAIR,), host_tv=True)  # fmt: skip


def _later(plan: Programme) -> None:
    frame, countries = plan.frame, plan.countries
    late = {"status": "delayed", "expected": frame.at(200), "note": "Delayed by the signing ceremony"}
    plan.conference("pc-7", 8, 2, 180, 35, Course(203, 241, steps=(Step(frame.at(161), late),)))
    firm = {"status": "scheduled", "precision": "exact", "wording": "", "start": frame.at(250), "end": frame.at(275)}
    minister = f"{frame.random('minister').choice(OFFICES)} of {named(countries[9])}"
    plan.add("remarks-1", "remarks", f"Remarks by the {minister}", "Bilateral Room 1", 240, 25,
             Course(252, 280, steps=(Step(frame.since(95), firm),)), status="tentative", precision="about",
             wording=f"approximately {frame.shown(frame.at(240))}", speakers=(minister,),
             delegations=(countries[9],), official=False,
             note="Not part of the official programme: ask the delegation")  # fmt: skip
    storm = {"status": "cancelled", "note": "Cancelled because of the weather; arrivals are not covered"}
    plan.add("dinner-arrivals", "doorstep", "Arrivals for the working dinner", "Forum Plaza", 300, 30,
             Course(never=True, steps=(Step(frame.since(71), storm),)), access="pool", host_tv=True)  # fmt: skip
    plan.add("pc-chair", "press conference", f"Closing press conference by the {CHAIR}", "press-room-1", 330, 45,
             Course(338, 392), speakers=(CHAIR, SECRETARY), host_tv=True, streamed=True)  # fmt: skip
    part, words = vague(frame.at(420), frame)
    firm = {"status": "scheduled", "precision": "exact", "start": frame.at(425), "end": frame.at(455)}
    plan.add("pc-8", "press conference", f"Press conference by the {head(countries[10])}", "press-room-3", None,
             course=Course(428, 457, steps=(Step(frame.at(345), firm),)),
             day=frame.at(420).astimezone(frame.zone).date(), precision="part", part=part, wording=words,
             status="tentative", speakers=(head(countries[10]),), delegations=(countries[10],))  # fmt: skip


def _tomorrow(plan: Programme) -> None:
    frame, countries = plan.frame, plan.countries
    first, second = (round((frame.clock(1, hour) - frame.anchor) / timedelta(minutes=1)) for hour in (9, 10.5))
    first, second = max(first, 600), max(second, 690)
    plan.add("doorstep-tomorrow", "doorstep", f"Doorstep statement by the {SECRETARY}", "Main Entrance", first, 15,
             speakers=(SECRETARY,), host_tv=True, streamed=True)  # fmt: skip
    plan.add("farewell", "photo opportunity", "Farewell photograph", "Forum Plaza", second, 20,
             access="pool", host_tv=True, status="tentative", wording="[TBC]")  # fmt: skip
    plan.add("pc-tomorrow", "press conference", f"Press conference by the {head(countries[11])}", "press-room-2", None,
             course=Course(never=True), day=frame.day + timedelta(days=1), precision="part", part="afternoon",
             wording="early afternoon", status="tentative", speakers=(head(countries[11]),),
             delegations=(countries[11],))  # fmt: skip
