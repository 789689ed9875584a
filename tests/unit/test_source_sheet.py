"""Tables as CSV: columns by name, encodings, delimiters, dates that may be meant in two ways, keys that stay."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from opsdash.model import Answer, Booking, PressEvent, Space
from opsdash.snapshot import Batch
from opsdash.sources import celldates
from opsdash.sourcespec import SheetSpec, SourceSpec
from tests.mutations import CASES, mutated
from tests.sourcekinds import CPU_SECONDS, MEMORY, measured, problems, read
from tests.support import SHARED, venue

COLUMNS = {
    "title": "What", "day": "Date", "start": "From", "end": "To", "room": "Where", "speakers": "Who", "type": "Kind",
}  # fmt: skip


def sheet(gives_as: Any = "event", columns: dict[str, str] | None = None, **options: Any) -> SheetSpec:
    url = "https://sheets.example/pub?output=csv"
    return SheetSpec(name="sheet", url=url, gives_as=gives_as, columns=columns or COLUMNS, **options)


TABLE = """Programme of the summit,,,,,,
"printed, please do not change",,,,,,

What,Date,From,To,Where,Who,Kind,Remark
Opening,2025-06-24,09:00,9:45,Room A,"Host Prime Minister, Spokesperson",Press conference,x
Reception,2025-06-24,23:00,01:30,Hall,,,
"Family ""photo"", all",24 June 2025,2:30 PM,,Stairs,,photo_opportunity,
,,,,,,,
"""

BOOKINGS = """Booth;Organisation;From;To
Booth 1;Nordlys Wire;2025-06-24 08:00;2025-06-24 10:00
Booth 1;Nordlys Wire;2025-06-24 12:00;2025-06-24 14:00
Booth 2;Süd TV;2025-06-24T08:00:00Z;2025-06-24 12:00:00 +02:00
"""
BOOKED = {"space": "Booth", "organisation": "Organisation", "start": "From", "end": "To"}


def events(batch: Batch) -> dict[str, PressEvent]:
    return {record.key: record for record in batch.records if isinstance(record, PressEvent)}


def test_rows_become_records() -> None:
    batch = read(sheet(), TABLE)
    assert (batch.kinds, batch.problems, batch.torn) == (("event",), (), False)
    opening, reception, photo = events(batch).values()
    assert (opening.title, opening.room, opening.type) == ("Opening", "Room A", "press conference")
    assert (opening.start, opening.end) == (venue("2025-06-24T09:00"), venue("2025-06-24T09:45"))
    assert opening.speakers == ("Host Prime Minister", "Spokesperson")
    assert (photo.title, photo.type, photo.start) == (
        'Family "photo", all',
        "photo opportunity",
        venue("2025-06-24T14:30"),
    )
    assert reception.end == venue("2025-06-25T01:30")  # over midnight


def test_what_kind_of_event_it_is_its_title_tells_where_no_column_does() -> None:
    table = "What,Date,From,To,Where,Who,Kind\nPress conference: Host Minister,2025-06-24,12:00,12:30,,,{}\n"
    for said, kind in (("", "press conference"), ("briefing", "briefing")):
        (event,) = events(read(sheet(), table.format(said))).values()
        assert event.type == kind
    untyped = sheet(columns={field: name for field, name in COLUMNS.items() if field != "type"})
    (event,) = events(read(untyped, table.format(""))).values()
    assert event.type == "press conference"


def test_an_end_by_the_clock_long_before_the_start_is_kept_for_the_board_to_flag() -> None:
    event = events(read(sheet(), "What,Date,From,To,Where,Who,Kind\nX,2025-06-24,12:00,9:00,,,\n"))["x"]
    assert event.end == venue("2025-06-24T09:00")


def test_the_order_of_columns_in_the_configuration_has_no_effect() -> None:
    turned = sheet(columns=dict(reversed(COLUMNS.items())))
    assert read(turned, TABLE).records == read(sheet(), TABLE).records


def test_an_event_without_a_time_has_its_day() -> None:
    event = events(read(sheet(), "What,Date,From,To,Where,Who,Kind\nX,2025-06-24,,,,,\n"))["x"]
    assert (event.start, event.day, event.precision) == (None, date(2025, 6, 24), "day")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_delimiters_and_encodings(delimiter: str, encoding: str) -> None:
    body = f"What{delimiter}Date{delimiter}From\r\nÜbergabe – 記者{delimiter}2025-06-24{delimiter}09:00\r\n"
    batch = read(sheet(columns={"title": "what", "day": "DATE ", "start": "From"}), body.encode(encoding))
    (event,) = events(batch).values()
    assert (event.title, event.start, batch.problems) == ("Übergabe – 記者", venue("2025-06-24T09:00"), ())


def test_another_encoding_is_read_as_windows_1252_and_that_is_said() -> None:
    batch = read(sheet("space", {"name": "Name"}), "Name,x\nKüche – links,1\n".encode("cp1252"))
    assert [record.name for record in batch.records if isinstance(record, Space)] == ["Küche – links"]
    assert problems(batch) == ["the table: is not UTF-8; read as Windows-1252, so accents may be wrong"]


AMBIGUOUS = "What,Date,From,To,Where,Who,Kind\nA,03/04/2025,9:00,,,,\nB,05/05/2025,9:00,,,,\n"


def test_an_ambiguous_date_is_refused_with_its_row() -> None:
    batch = read(sheet(), AMBIGUOUS)
    assert [event.title for event in events(batch).values()] == ["B"]  # 5 May either way
    assert problems(batch) == [
        'row 2: day: the date \'03/04/2025\' may begin with day or month: set dates = "dmy" or "mdy"'
    ]
    assert (batch.unread, batch.kinds) == (("event/sheet/a",), ("event",))


@pytest.mark.parametrize(("dates", "start"), [("dmy", "2025-04-03T09:00"), ("mdy", "2025-03-04T09:00")])
def test_the_configuration_says_how_it_is_meant(dates: Any, start: str) -> None:
    batch = read(sheet(dates=dates), AMBIGUOUS)
    assert events(batch)["a"].start == venue(start)
    assert batch.problems == ()


def test_another_row_shows_how_it_is_meant_and_that_is_said() -> None:
    batch = read(sheet(), AMBIGUOUS + "C,25/06/2025,9:00,,,,\n")
    assert events(batch)["a"].start == venue("2025-04-03T09:00")
    assert problems(batch) == ["the dates: were read day first, as 25/06/2025 shows; set dates"]
    american = read(sheet(), AMBIGUOUS + "C,06/25/2025,9:00,,,,\n")
    assert events(american)["a"].start == venue("2025-03-04T09:00")
    assert problems(american) == ["the dates: were read month first, as 06/25/2025 shows; set dates"]


def test_rows_that_contradict_each_other_show_nothing() -> None:
    batch = read(sheet(), AMBIGUOUS + "C,25/06/2025,9:00,,,,\nD,06/25/2025,9:00,,,,\n")
    assert "a" not in events(batch)
    assert {event.start for event in events(batch).values()} == {venue("2025-06-25T09:00"), venue("2025-05-05T09:00")}
    assert "the dates: day and month stand in both orders (25/06/2025 and 06/25/2025)" in problems(batch)[-1]


def test_iso_promised_and_not_kept() -> None:
    assert "does not begin with the year" in problems(read(sheet(dates="iso"), AMBIGUOUS))[0]


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2025-06-24", "", date(2025, 6, 24)),
        ("2025/6/4", "", date(2025, 6, 4)),
        ("24.06.2025", "", date(2025, 6, 24)),
        ("03.04.2025", "", date(2025, 4, 3)),
        ("03.04.2025", "mdy", date(2025, 4, 3)),
        ("24-06-2025", "", date(2025, 6, 24)),
        ("06/24/2025", "", date(2025, 6, 24)),
        ("24/06/25", "dmy", date(2025, 6, 24)),
        ("Tue, 24 June 2025", "", date(2025, 6, 24)),
        ("June 24th, 2025", "", date(2025, 6, 24)),
        ("24-Jun-2025", "", date(2025, 6, 24)),
    ],
)
def test_dates(text: str, order: celldates.Order, day: date) -> None:
    assert celldates.read_day(text, order) == (day, "")


@pytest.mark.parametrize("text", ["31/06/2025", "2025-13-01", "24/06/25", "03-04-2025", "1/1/0001", "2025-00-10"])
def test_dates_that_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="the date"):
        celldates.read_day(text, "")


@pytest.mark.parametrize("text", ["45833", "Tuesday", "noon", "24/06", "2025"])
def test_what_is_no_date_is_refused_with_its_row(text: str) -> None:
    (said,) = problems(read(sheet(), f"What,Date,From,To,Where,Who,Kind\nX,{text},9:00,,,,\n"))
    assert said == f"row 2: day: {text!r} is not a date"


def test_clock_times() -> None:
    known = {"14:30": 870, "14.30": 870, "14h30": 870, "2:30 pm": 870, "12 a.m.": 0, "24:00": 1440}
    for text, minutes in known.items():
        assert celldates.read_clock(text) == minutes
    assert celldates.read_clock("9") is None
    for text in ("25:00", "13 pm", "9:61"):
        with pytest.raises(ValueError, match="there is no time"):
            celldates.read_clock(text)


def test_times_with_an_offset_and_the_zone_of_those_without() -> None:
    batch = read(sheet("booking", BOOKED, zone="Asia/Tokyo"), BOOKINGS)
    first, _, third = (record for record in batch.records if isinstance(record, Booking))
    assert first.start == venue("2025-06-24T08:00", "Asia/Tokyo")
    assert (third.start, third.end) == (datetime(2025, 6, 24, 8, tzinfo=UTC), datetime(2025, 6, 24, 10, tzinfo=UTC))


def test_a_bad_row_is_named_and_the_others_land() -> None:
    body = "Name,Kind,Seats,Free\nBooth 1,TV booth,2,yes\nBooth 2,TV booth,many,yes\nBooth 3,sofa,2,\n,TV booth,1,no\n"
    columns = {"name": "Name", "type": "Kind", "capacity": "Seats", "in_service": "Free"}
    batch = read(sheet("space", columns), body)
    assert [record.name for record in batch.records if isinstance(record, Space)] == ["Booth 1"]
    first, second, third = problems(batch)
    assert first == "row 3: capacity: 'many' is not a whole number"
    assert second.startswith("row 4: type: 'sofa' is not one of tv booth, radio booth")
    assert third == "row 5: name: is blank"
    assert (batch.unread, batch.torn) == (("space/sheet/booth-2", "space/sheet/booth-3"), True)


def test_keys_never_depend_on_the_row() -> None:
    lines = BOOKINGS.splitlines()
    turned = "\n".join([lines[0], *reversed(lines[1:])])
    spec = sheet("booking", BOOKED)
    assert {record.id: record for record in read(spec, BOOKINGS).records} == {
        record.id: record for record in read(spec, turned).records
    }
    moved = read(spec, BOOKINGS.replace("08:00;2025-06-24 10:00", "07:00;2025-06-24 10:00"))
    assert {record.id for record in moved.records} == {record.id for record in read(spec, BOOKINGS).records}


def test_a_derived_key_reads_well_and_tells_accents_apart() -> None:
    body = "Name\nTV Booth 4\nKüche\nKuche\n記者室\n"
    keys = [record.key for record in read(sheet("space", {"name": "Name"}), body).records]
    assert keys[0] == "tv-booth-4"
    assert keys[2] == "kuche"
    assert len(set(keys)) == 4


def test_the_key_column() -> None:
    spec = sheet("answer", {"key": "No", "question": "Q", "sentence": "A", "words": "Words"})
    batch = read(spec, "No,Q,A,Words\n7,When?,At nine.,time; nine\n,Who?,Nobody.,\n7,Why?,Because.,\n")
    records = {record.key: record for record in batch.records if isinstance(record, Answer)}
    assert set(records) == {"7", "7/2"}
    assert records["7"].words == ("time", "nine")
    assert problems(batch) == [
        "row 3: is not called anything",
        "7: is the key of several rows; told apart by their times",
    ]
    assert batch.torn is True


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "is empty"),
        ("\ufeff\n\n", "is empty"),
        ("<!DOCTYPE html><html><title>Sign in - Sheets</title>", "is a web page ('Sign in - Sheets')"),
        ("What,When\nOpening,09:00\n", "'Date', 'From', 'To', 'Where', 'Who', 'Kind' not found; row 1 has 'What'"),
        (TABLE.replace("Where", "Place"), "'Where' not found; row 4 has 'What', 'Date', 'From', 'To', 'Place'"),
        ('{"detail": "no"}', "not found"),
    ],
)
def test_what_is_not_the_table_speaks_for_nothing(body: str, says: str) -> None:
    batch = read(sheet(), body)
    assert (batch.kinds, batch.records) == ((), ())
    assert says in batch.problems[0].reason


def test_a_header_without_rows_is_a_good_answer() -> None:
    assert read(sheet(), "What,Date,From,To,Where,Who,Kind\n").kinds == ("event",)


def test_a_quotation_mark_that_is_never_closed_withdraws_nothing() -> None:
    batch = read(sheet("space", {"name": "Name"}), 'Name,x\nA,1\n"B,2\nC,3\n')
    assert ([record.key for record in batch.records], batch.torn) == (["a"], True)
    assert problems(batch) == ["row 3: a quotation mark is opened and never closed"]


def test_a_line_that_no_spreadsheet_writes_ends_the_table() -> None:
    batch = read(sheet("space", {"name": "Name"}), f"Name,x\nA,1\nB{',' * 300_000}\nC,2\n")
    assert ([record.key for record in batch.records], batch.torn) == (["a"], True)
    assert problems(batch) == ["row 3: cannot be read: the line is too long for a table"]


@pytest.mark.parametrize(
    ("body", "records"),
    [
        ('b"Title,Start\\n" + b"".join(b"T%d,25/06/2025 1:00\\n" % n for n in range(1_000_000))', 20_000),
        ('b"Title,Start\\n" + b"\\n" * 20_000_000', 0),
        ('b"Title,Start\\n" + (b"," * 199_000 + b"\\n") * 100', 0),
        ('b"," * 20_000_000', 0),
        ('b"Title,Start\\n\\"" + b"a\\n" * 10_000_000', None),
        ('b"Title,Start\\n" + b"\\"\\n\\"," * 5_000_000', None),
        ("bytes(20_000_000)", 0),
    ],
)
def test_twenty_megabytes(body: str, records: int | None) -> None:
    columns = '{"title": "Title", "start": "Start"}'
    spec = f'SheetSpec(name="s", url="https://x.example", gives_as="event", columns={columns})'
    seconds, memory, count = measured(spec, body)
    assert records in (None, count)
    assert seconds < CPU_SECONDS
    assert memory < MEMORY


KEYED = sheet("booking", BOOKED | {"key": "Organisation"}, dates="mdy")
SPECS: list[SourceSpec] = [sheet(), sheet("booking", BOOKED), KEYED]


@settings(max_examples=CASES, deadline=None)
@given(mutated([TABLE.encode(), BOOKINGS.encode(), AMBIGUOUS.encode("utf-16"), BOOKINGS.encode("cp1252")]))
def test_any_bytes_come_to_a_batch(body: bytes) -> None:
    for spec in SPECS:
        for record in read(spec, body).records:
            assert record.key


@pytest.mark.skipif(not SHARED.is_dir(), reason="no samples beside the repository")
def test_no_real_file_of_another_kind_is_taken_for_the_table() -> None:
    for path in sorted((SHARED / "samples").rglob("*.*")):
        assert read(sheet(), path.read_bytes()).kinds == (), path
