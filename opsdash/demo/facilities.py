"""The six facilities: hours as advisories publish them, queues and interruptions as the day brings them."""

from datetime import timedelta
from typing import Literal

from opsdash.demo.cast import PLACE, SOURCE
from opsdash.demo.story import Frame, Step, Story
from opsdash.model import Facility, record_id
from opsdash.parts import Dependency, Distance, LiveStatus, OpeningPeriod, RelativeClosing

CAPACITY = {"catering": 180, "media-centre": 900}


def _daily(frame: Frame, opens: int, closes: int, until_day: int = 1) -> list[OpeningPeriod]:
    """The same exact hours every day from yesterday to `until_day`: `opens` to `closes` minutes around the anchor.

    Each period belongs to the venue day on which it starts, which may be a neighbour of the anchor's.
    """
    clock = frame.at(opens).astimezone(frame.zone)
    days = (clock.date() - frame.day).days
    length = timedelta(minutes=closes - opens)
    hour = clock.hour + clock.minute / 60
    found = []
    for day in range(-1, max(days, until_day) + 1):
        start = frame.clock(day, hour)
        found.append(
            OpeningPeriod(
                day=frame.day + timedelta(days=day),
                opens=start,
                closes=start + length,
                wording=f"{frame.shown(start)} to {frame.shown(start + length)}",
            )
        )
    return found


def _day(
    frame: Frame,
    day: int,
    wording: str,
    *,
    precision: Literal["exact", "part", "day", "unknown"] = "day",
    part: Literal["", "afternoon"] = "",
    audience: str = "",
    closed: bool = False,
    appointment: bool = False,
    confirmed: bool = True,
) -> OpeningPeriod:
    return OpeningPeriod(
        day=frame.day + timedelta(days=day),
        precision=precision,
        part=part,
        audience=audience,
        closed=closed,
        appointment=appointment,
        confirmed=confirmed,
        wording=wording,
    )


def _media_centre(frame: Frame) -> Story:
    """From yesterday 08:00 without a break until 02:00 in two days: as "Open 24h" and "until 2h00 a.m." say."""
    periods = [
        OpeningPeriod(
            day=frame.day - timedelta(days=1), opens=frame.clock(-1, 0), closes=frame.clock(0, 0), wording="Open 24h"
        ),
        *(
            OpeningPeriod(
                day=frame.day + timedelta(days=day),
                opens=frame.clock(day, 0),
                closes=frame.clock(day + 1, 0),
                wording="Open 24h",
            )
            for day in (0, 1)
        ),
        OpeningPeriod(
            day=frame.day + timedelta(days=2),
            opens=frame.clock(2, 0),
            closes=frame.clock(2, 2),
            wording="Open until 2h00 a.m.",
        ),
        _day(frame, 3, "Closed", closed=True),
    ]
    record = Facility(
        id=record_id("facility", SOURCE, "media-centre"),
        name="International Media Centre",
        short="Media Centre",
        place="Forum Congress Centre, level 1",
        address=PLACE,
        periods=tuple(periods),
        depends_on=(Dependency(on="accreditation", by="entrance"),),
        capacity=CAPACITY["media-centre"],
        contact="media-operations",
        distances=(
            Distance(to="Forum Plaza", metres=450),
            Distance(to="Family Photo Platform", metres=550, note="by escort only"),
            Distance(to="Van Compound", metres=600, note="170 m more for OB trucks"),
        ),
    )
    return Story(record)


def _accreditation(frame: Frame) -> Story:
    periods = [
        *_daily(frame, -540, 540),
        _day(frame, 2, "Open (PM)", precision="part", part="afternoon"),
        _day(frame, 3, "Opening hours will be communicated at a later stage", precision="unknown", confirmed=False),
    ]
    record = Facility(
        id=record_id("facility", SOURCE, "accreditation"),
        name="Accreditation Office",
        short="Accredit.",
        place="Gate A, the only way in and out of the Media Centre",
        periods=tuple(periods),
        last_entry=15,
        note="No queue",
        contact="accreditation",
        distances=(Distance(to="International Media Centre", metres=120),),
    )
    return Story(record, _queue(frame))


def _queue(frame: Frame) -> list[Step]:
    """The office's word on its queue, every few minutes while the summit is busy."""
    dice = frame.random("queue")
    steps, minute, length = [], -60.0, 2
    while minute < 480:
        minute += dice.uniform(5, 9)
        length = min(7, max(0, length + dice.choice((-1, 1))))
        steps.append(Step(frame.at(minute), {"note": f"Queue about {length * 5} min" if length else "No queue"}))
    return steps


def _information(frame: Frame) -> Story:
    periods = [
        *_daily(frame, -480, 420),
        _day(frame, 2, "Open"),
        _day(frame, 3, "Closed", closed=True),
    ]
    record = Facility(
        id=record_id("facility", SOURCE, "information-desk"),
        name="Information Desk",
        short="Info Desk",
        place="Media Centre, main hall",
        periods=tuple(periods),
        depends_on=(Dependency(on="media-centre", by="host"),),
        note="Pool cards are handed out here",
        contact="information-desk",
    )
    return Story(record)


def _catering(frame: Frame) -> Story:
    """Hot meals at set times: a sitting that is about to end when the demo starts, and further ones."""
    sittings = _daily(frame, -120, 45) + _daily(frame, 150, 300, until_day=0)
    periods = sorted(sittings, key=lambda period: (period.day, period.wording))  # the wording begins "HH:MM"
    record = Facility(
        id=record_id("facility", SOURCE, "catering"),
        name="Catering",
        place="Media Centre, level 0",
        periods=(*periods, _day(frame, 2, "Open"), _day(frame, 3, "Closed", closed=True)),
        depends_on=(Dependency(on="media-centre", by="host"),),
        last_entry=10,
        capacity=CAPACITY["catering"],
        note="Hot meals at set times; coffee and water at all times",
    )
    full = LiveStatus(state="full", since=frame.at(172), until=frame.at(190), reason="all 180 seats taken")
    return Story(record, [Step(frame.at(172), {"live": full}), Step(frame.at(190), {"live": None})])


def _shuttle(frame: Frame) -> Story:
    record = Facility(
        id=record_id("facility", SOURCE, "shuttle"),
        name="Shuttle",
        place="Stop at Gate A, to the press hotels",
        periods=(
            *_daily(frame, -570, 600),
            _day(frame, 2, "Tentative schedule", confirmed=False),
            _day(frame, 3, "No service", closed=True),
        ),
        closing=RelativeClosing(
            minutes=90, at_least=True, wording="Runs at least until 90 minutes after the last press conference"
        ),
        note="Every 20 minutes; 15 minutes to the hotels",
        contact="transport",
    )
    halted = LiveStatus(
        state="closed", since=frame.since(38), until=frame.since(58), reason="road closed for a motorcade"
    )
    return Story(record, [Step(frame.since(38), {"live": halted}), Step(frame.since(58), {"live": None})])


def _van_compound(frame: Frame) -> Story:
    """Vans come the day before, by appointment, and stay; what is left are hours for their crews."""
    record = Facility(
        id=record_id("facility", SOURCE, "van-compound"),
        name="Van Compound",
        short="Vans",
        place="Gate C, behind the congress centre",
        periods=(
            _day(frame, -2, "By appointment", appointment=True, audience="broadcasters"),
            _day(frame, -1, "Open (PM) for broadcasters only", precision="part", part="afternoon",
                 audience="broadcasters"),
            *(
                OpeningPeriod(
                    day=frame.day + timedelta(days=day),
                    opens=frame.clock(day, 0),
                    closes=frame.clock(day + 1, 0),
                    audience="broadcasters",
                    wording="Open 24h for crews; vehicles remain until the end of the summit",
                )
                for day in (0, 1)
            ),
            _day(frame, 2, "On appointment only, for broadcasters picking up equipment [TBC]", audience="broadcasters",
                 appointment=True, confirmed=False),
            _day(frame, 3, "Closed", closed=True),
        ),
        contact="broadcast-services",
        distances=(Distance(to="International Media Centre", metres=600, note="170 m more for OB trucks"),),
    )  # fmt: skip
    return Story(record)


def facilities(frame: Frame) -> list[Story]:
    """The facilities' stories."""
    return [
        _accreditation(frame), _media_centre(frame), _information(frame), _catering(frame), _shuttle(frame),
        _van_compound(frame),
    ]  # fmt: skip
