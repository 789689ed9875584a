"""What a source refers to is found on the board, also where the configuration or another source holds it."""

import json

from opsdash.board.index import Index
from opsdash.model import Space
from opsdash.sources import opsdash
from opsdash.sources.base import Context
from opsdash.sourcespec import OpsdashSpec
from tests.support import feed, venue
from tests.support import site as make_site

SPEC = OpsdashSpec(name="api", url="https://media.example", resources=("booking",))


def booked(space: str, *spaces: Space) -> str:
    """The id of the space under which the board files a booking of `space`."""
    item = {"id": "b", "space": space, "start": "2025-06-25T10:00:00Z", "end": "2025-06-25T11:00:00Z"}
    site = make_site()
    context = Context("api", site.tz, SPEC, venue("2025-06-25T09:00"), opsdash.resources(SPEC)[0])
    batch = opsdash.parse(json.dumps({"items": [item]}).encode(), context)
    (filed,) = Index(feed(*spaces, *batch.records)).bookings
    return filed


def test_keys_mean_the_sources_own_record_first_then_the_configurations() -> None:
    own, stated = Space(id="space/api/booth-4", name="Booth 4"), Space(id="space/config/booth-4", name="Fourth")
    assert booked("booth-4", stated, own) == own.id
    assert booked("booth-4", stated) == stated.id
    assert booked("Fourth", stated) == stated.id
    assert booked("booth 4", own) == own.id
    assert booked("booth-5", own) == ""
