"""What the tests of hours share: facilities from published cells, and the board's answer at an instant."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from opsdash.board.hours import facility_items
from opsdash.board.index import Index
from opsdash.board.items import FacilityItem
from opsdash.model import Facility, Record
from opsdash.parts import LiveStatus
from opsdash.published import parse_hours
from opsdash.snapshot import Desk, DeskEntry
from opsdash.timing import zone_of
from tests.support import ZONE, feed, site, venue

THE_HAGUE = {
    "accreditation-office": {21: "Open", 22: "Open (PM)", 23: "Open", 24: "Open", 25: "Open", 26: "Closed"},
    "media-centre": {
        21: "Closed", 22: "Open (PM) for broadcasters only", 23: "Open", 24: "Open", 25: "Open 24h",
        26: "Open until 2h00 a.m.",
    },
}  # fmt: skip
"""The cells of the summit's table, by day of June 2025."""


def cells(key: str, days: Mapping[int, str], source: str = "config", zone: str = ZONE, **fields: Any) -> Facility:
    """A facility with published cells by day of June 2025."""
    periods = tuple(
        period for day, cell in days.items() for period in parse_hours(cell, date(2025, 6, day), zone_of(zone))
    )
    name = fields.pop("name", key.replace("-", " ").title())
    return Facility(id=f"facility/{source}/{key}", name=name, periods=periods, **fields)


def board(
    when: str, *records: Record, desk: Desk | None = None, zone: str = ZONE, **at: Any
) -> dict[str, FacilityItem]:
    """The facilities at the venue time `when`, by the key of their id."""
    index = Index(feed(*records, at=site(zone=zone, **at)))
    items = facility_items(index, desk or Desk(), venue(when, zone))
    return {item.id.split("/", 2)[2]: item for item in items}


def one(when: str, *records: Record, **rest: Any) -> FacilityItem:
    """The only facility at `when`."""
    (item,) = board(when, *records, **rest).values()
    return item


def says(state: Any, since: str = "", until: str = "", reason: str = "") -> LiveStatus:
    """A live status with venue times."""
    return LiveStatus(
        state=state, since=venue(since) if since else None, until=venue(until) if until else None, reason=reason
    )


def override(at: str, state: str, until: str = "", subject: str = "media-centre", note: str = "") -> DeskEntry:
    """An officer's override."""
    return DeskEntry(
        id=at, at=venue(at), who="duty officer", action="override", subject=subject, note=note, data={"state": state},
        until=venue(until) if until else None,
    )  # fmt: skip
