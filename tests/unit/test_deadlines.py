"""Deadlines: their own zone and the venue's, what is ambiguous, what has passed."""

from datetime import date, datetime

import pytest

from opsdash.board.hours import deadline_items
from opsdash.board.index import Index
from opsdash.board.items import DeadlineItem
from opsdash.model import Deadline
from opsdash.render.aloud import deadline_aloud
from tests.support import ZONE, feed, site, venue

ANTALYA = "Europe/Istanbul"


def at(when: str, *records: Deadline, zone: str = ZONE) -> tuple[DeadlineItem, ...]:
    return deadline_items(Index(feed(*records, at=site(zone=zone))), venue(when, zone))


def deadline(key: str = "a", **fields: object) -> Deadline:
    return Deadline(id=f"deadline/config/{key}", **{"title": "Accreditation", **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("when", "passed", "tone"),
    [
        ("2025-06-06T19:58", False, "good"), ("2025-06-06T19:59", False, "soon"), ("2025-06-06T23:58", False, "soon"),
        ("2025-06-06T23:59", True, "quiet"),
    ],
)  # fmt: skip
def test_s14_the_accreditation_deadline(when: str, passed: bool, tone: str) -> None:
    (item,) = at(when, deadline(wording="6 June 2025, 23h59 CEST", after="late applications are not considered"))
    assert (item.passed, item.tone, item.when) == (passed, tone, "Fri 6 June 23:59")
    assert item.at == venue("2025-06-06T23:59")
    assert item.after == "late applications are not considered"


def test_s8_the_deadline_s_own_zone_is_named_beside_venue_time() -> None:
    read = deadline(wording="29 April 2025 at 23:59 (CEST)")
    given = deadline("b", at=venue("2025-04-29T23:59", "Europe/Brussels"), zone="Europe/Brussels")
    for item in at("2025-04-30T00:30", read, given, zone=ANTALYA):
        assert item.when == "Wed 30 April 00:59 (Tue 29 April 23:59 in Brussels)"
        assert item.at is not None
        assert item.at.isoformat() == "2025-04-30T00:59:00+03:00"
        assert item.passed is False
    assert [item.passed for item in at("2025-04-30T00:59", read, given, zone=ANTALYA)] == [True, True]


def test_s8_the_same_clock_under_another_name_is_not_repeated() -> None:
    (item,) = at("2025-04-01T12:00", deadline(at=venue("2025-04-29T23:59"), zone="Europe/Brussels"))
    assert item.when == "Tue 29 April 23:59"


@pytest.mark.parametrize(
    ("when", "passed"), [("2023-09-27T23:59", False), ("2023-09-28T12:00", None), ("2023-09-29T00:00", True)]
)
def test_s7_midnight_is_named_as_ambiguous(when: str, passed: bool | None) -> None:
    (item,) = at(when, deadline(wording="Thursday 28 September 2023, at midnight", day=date(2023, 9, 28)))
    assert (item.at, item.passed) == (None, passed)
    assert item.when == "Thursday 28 September 2023, at midnight"
    assert item.flags == ("Midnight may be the start or the end of Thu 28 September.",)


def test_s7_midnight_in_another_zone_passes_there() -> None:
    record = deadline(wording="28 September 2023, midnight (CEST)")
    assert at("2023-09-29T00:30", record, zone=ANTALYA)[0].passed is None
    assert at("2023-09-29T01:00", record, zone=ANTALYA)[0].passed is True


def test_s7_an_instant_given_for_midnight_is_kept_and_flagged() -> None:
    (item,) = at("2023-09-27T12:00", deadline(at=venue("2023-09-29T00:00"), wording="28 September 2023, at midnight"))
    assert item.at == venue("2023-09-29T00:00")
    assert item.flags == ("Midnight may be the start or the end of Thu 28 September.",)


@pytest.mark.parametrize(
    ("when", "passed"), [("2025-06-05T12:00", False), ("2025-06-06T12:00", None), ("2025-06-07T00:00", True)]
)
def test_s14_before_a_day_without_a_time(when: str, passed: bool | None) -> None:
    (item,) = at(when, deadline(wording="before 6 June 2025", day=date(2025, 6, 6)))
    assert (item.when, item.passed) == ("before 6 June 2025", passed)
    assert item.tone == {False: "good", None: "unknown", True: "quiet"}[passed]


def test_without_wording_the_day_is_shown() -> None:
    (item,) = at("2025-06-01T12:00", deadline(day=date(2025, 6, 6)))
    assert item.when == "Fri 6 June, time not published"
    assert at("2025-06-01T12:00", deadline())[0].when == "time not published"
    assert at("2025-06-01T12:00", deadline())[0].passed is None


def test_a_withdrawn_deadline_is_dimmed_and_a_strange_zone_flagged() -> None:
    gone = deadline(at=venue("2025-06-06T23:59"), withdrawn=datetime.fromisoformat("2025-06-01T00:00:00Z"), zone="Mars")
    (item,) = at("2025-06-06T23:00", gone)
    assert item.tone == "quiet"
    assert item.flags == ("Published in a zone that is not known: Mars.", "No longer listed by config.")


def test_order_is_by_time_those_without_last() -> None:
    records = (
        deadline("a"), deadline("b", day=date(2025, 6, 13)), deadline("c", at=venue("2025-06-06T23:59")),
        deadline("d", at=venue("2025-06-06T23:59")),
    )  # fmt: skip
    for order in (records, records[::-1]):
        assert [item.id[-1] for item in at("2025-06-01T12:00", *order)] == ["c", "d", "b", "a"]


@pytest.mark.parametrize(
    ("wording", "odd"),
    [
        ("Monday, 5 May 2025, 23h59 CEST", False), ("5 May 2025", False), ("6 May 2025", False), ("", False),
        ("14 May 2024", True), ("Monday, 5 May 2025, 22h59 CEST", True),
    ],
)  # fmt: skip
def test_s9_a_text_that_contradicts_its_own_deadline_is_shown_with_it(wording: str, odd: bool) -> None:
    """A source's slip of the pen: what the source gives stands, and the officer sees the text that says otherwise. The
    end of 5 May may be written as either day."""
    at_end = venue("2025-05-06T00:00") if wording in ("5 May 2025", "6 May 2025") else venue("2025-05-05T23:59")
    (item,) = at("2025-05-01T12:00", deadline(at=at_end, wording=wording))
    assert item.at == at_end
    assert item.flags == ((f"Its text says otherwise: “{wording}”.",) if odd else ())


def test_a_deadline_is_said_aloud_whole_with_what_comes_after() -> None:
    tickets = deadline(title="Hot-meal tickets", at=venue("2025-06-25T16:15"), after="No tickets are given out.")
    abroad = deadline("b", title="Names for Pool 4", at=venue("2025-06-26T17:20"), zone="Europe/London", after="TBC")
    bills = deadline("c", title="Questions about invoices", day=date(2025, 7, 7), wording="at midnight")
    said = [deadline_aloud(item, venue("2025-06-25T14:00")) for item in at("2025-06-25T14:00", tickets, abroad, bills)]
    assert said == [
        "The deadline for hot-meal tickets is today at 16:15; after that: no tickets are given out.",
        "The deadline for names for Pool 4 is tomorrow at 17:20 here, 16:20 in London; after that: TBC.",
        "The deadline for questions about invoices is on Monday 7 July, published as “at midnight”.",
    ]
    (item,) = at("2025-06-27T14:00", tickets)
    said_later = "The deadline for hot-meal tickets was on Wednesday 25 June at 16:15 and has passed: no tickets are"
    assert deadline_aloud(item, venue("2025-06-27T14:00")) == f"{said_later} given out."
