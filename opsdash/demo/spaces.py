"""The 40 positions: booths, stand-ups, studios, live areas, van bays and rooms, with what they offer."""

from opsdash.demo.cast import SOURCE
from opsdash.demo.story import Frame, Step, Story
from opsdash.model import Space, record_id
from opsdash.parts import AccessWindow, Distance, SpaceKind

NUMBERS = {
    "tv-booth": 8, "radio-booth": 6, "indoor-standup": 5, "outdoor-standup": 5, "studio": 2, "live-area": 3,
    "interview-room": 2, "press-room": 4, "van-bay": 5,
}  # fmt: skip
"""How many positions there are of each series; a space's key is the series and its number."""

BOOTH = ("2 desks", "230 V", "lockable door", "HD-SDI 1080i50", "Host TV return")
SERIES: dict[str, tuple[str, SpaceKind, str, int, tuple[str, ...]]] = {
    "tv-booth": ("TV Booth", "tv booth", "Booth Street, level 1", 2, BOOTH),
    "radio-booth": ("Radio Booth", "radio booth", "Booth Street, level 1", 2,
                    ("1 desk", "230 V", "acoustic door", "XLR floor sound")),
    "indoor-standup": ("Indoor Stand-up", "indoor stand-up", "Main Hall gallery", 4, ("230 V", "summit backdrop")),
    "outdoor-standup": ("Outdoor Stand-up", "outdoor stand-up", "Forum Terrace", 4, ("230 V, weatherproof", "canopy")),
    "studio": ("TV Studio", "tv studio", "Studio wing, level 2", 8, ("3 cameras", "gallery", "make-up")),
    "live-area": ("Live Area", "live area", "Forum Terrace", 6, ("16 A", "fibre tail")),
    "interview-room": ("Interview Room", "briefing room", "Press corridor, level 1", 8, ("2 armchairs", "230 V")),
    "press-room": ("Press Room", "briefing room", "Press corridor, level 1", 200,
                   ("lectern", "interpretation in 6 languages", "camera riser", "audio splitters")),
    "van-bay": ("Van Bay", "van bay", "Van Compound", 4, ("shore power", "cable bridge")),
}  # fmt: skip
"""Name, kind, zone, capacity and amenities of each series."""

SEATS = {1: 240, 2: 200, 3: 120, 4: 60}
"""Seats of the press rooms by number."""

VAN_RULES = (
    "Once parked, the vehicle stays until the end of the summit. Wireless links only with the licence tag shown."
)


def spaces(frame: Frame) -> list[Story]:
    """The spaces' stories."""
    return [
        Story(_space(frame, series, number), _trouble(frame).get(f"{series}-{number}", ()))
        for series, count in NUMBERS.items()
        for number in range(1, count + 1)
    ]


def _space(frame: Frame, series: str, number: int) -> Space:
    name, kind, zone, capacity, amenities = SERIES[series]
    van = series == "van-bay"
    return Space(
        id=record_id("space", SOURCE, f"{series}-{number}"),
        updated=frame.clock(-1, 8),
        name=f"{name} {number}",
        type=kind,
        zone=zone,
        capacity=SEATS[number] if series == "press-room" else capacity,
        amenities=amenities,
        power="380 V/50 Hz, 5-pin CEE" if van else "",
        network="50 Mb up/down" if van or series == "live-area" else "",
        cable=20 * number if van else None,
        must_stay=van,
        rules=VAN_RULES if van else "",
        access=(
            AccessWindow(
                start=frame.clock(-1, 12),
                end=frame.clock(-1, 20),
                appointment=True,
                wording="Access is possible the day before, upon appointment",
            ),
        )
        if van
        else (),
        distances=(Distance(to="International Media Centre", metres=600),) if van else (),
    )


def _trouble(frame: Frame) -> dict[str, tuple[Step, ...]]:
    """What happens to the positions themselves; everything else is in the bookings."""
    repaired = {"in_service": True, "reason": ""}
    return {
        "tv-booth-6": (
            Step(frame.at(-140), {"in_service": False, "reason": "ventilation fault, technician called"}),
            Step(frame.since(52), repaired),
        ),
        "outdoor-standup-5": (
            Step(frame.since(27), {"in_service": False, "reason": "wind above the limit for the canopy"}),
            Step(frame.since(64), repaired),
        ),
        "tv-booth-7": (Step(frame.since(1.6), {"vacant_since": frame.since(1.6)}),),
        "radio-booth-6": (
            Step(frame.since(17.5), {"present": "Radio Kittiwake", "present_since": frame.since(17.5)}),
            Step(frame.since(41), {"present": "", "present_since": None, "vacant_since": frame.since(41)}),
        ),
    }
