"""`opsdash check`: what a person sees who sets a source up, against a real server and none."""

import asyncio
import re
import stat
import tomllib
import urllib.request
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from opsdash import timing
from opsdash.check import run_check
from opsdash.config import read
from opsdash.configcheck import ConfigProblem
from opsdash.exitcodes import STORE
from opsdash.explain import explained, kinds
from opsdash.parts import Kind
from opsdash.snapshot import Batch
from opsdash.sourcespec import IcalSpec, SheetSpec, sheet_fields
from opsdash.store.feed import FeedStore
from opsdash.store.folder import prepare
from tests.faultserver import FaultServer, Request, head
from tests.integration.demo_processes import serving

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:1@test
DTSTART:20250625T143000Z
DTEND:20250625T150000Z
SUMMARY:Doorstep of the Prime Minister of Norway
LOCATION:Gate B
END:VEVENT
END:VCALENDAR
"""


def configured(folder: Path, *sources: str) -> Path:
    path = folder / "opsdash.toml"
    head = '[event]\nid = "t"\nname = "T"\nzone = "Europe/Brussels"\n[store]\nfolder = "store"\n'
    path.write_text(head + '[[space]]\nkey = "room-a"\nname = "Room A"\n' + "".join(sources))
    return path


def source(name: str, kind: str, url: str) -> str:
    return f'[[source]]\nname = "{name}"\nkind = "{kind}"\nurl = "{url}"\n'


def test_says_what_each_source_gives_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.ics").write_text(CALENDAR)
    calendar = source("calendar", "ical", f"file://{tmp_path}/a.ics")
    with serving("--control", "--seed", "3") as server:
        path = configured(tmp_path, source("centre", "opsdash", server.url), calendar)
        assert run_check(read(path)) == 0
    printed = capsys.readouterr().out
    assert "25 events, 40 spaces, 60 bookings, 8 pools" in printed
    assert "asked again every 60s; with ETag an unchanged answer costs little" in printed
    assert "● 1 event in" in printed
    assert "Doorstep of the Prime Minister of Norway" in printed
    assert '▲ no space is called "Gate B"' in printed
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    ("folder", "says"),
    [
        ("/proc/nope", "Cannot use /proc/nope: it cannot be made there; choose another store folder."),
        ("opsdash.toml", "opsdash.toml: a file is in its place; move it or choose another store folder."),
        ("opsdash.toml/store", "a file is where the folder should be"),
        (".", "holds other files (opsdash.toml) and others may enter it"),
    ],
)
def test_a_store_that_no_poller_could_use_is_said(
    folder: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tmp_path.chmod(0o755)
    path = configured(tmp_path)
    path.write_text(path.read_text().replace('"store"', f'"{folder}"'))
    assert run_check(read(path)) == STORE
    (said,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  × ")]
    assert says in said
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert list(tmp_path.iterdir()) == [path]


def test_the_store_of_another_event_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = configured(tmp_path)
    prepare(tmp_path / "store")
    FeedStore(tmp_path / "store", "t", 10).apply(Batch(source="a", records=(), kinds=("space",)), timing.now())
    assert run_check(read(path)) == 0
    path.write_text(path.read_text().replace('id = "t"', 'id = "u"'))
    assert run_check(read(path)) == STORE
    assert "belongs to the event 't', not to 'u'; choose another store folder" in capsys.readouterr().out


def test_the_store_is_left_as_it_was_found(tmp_path: Path) -> None:
    path = configured(tmp_path)
    (tmp_path / "store").mkdir(mode=0o755)
    (tmp_path / "store" / "feed.json").touch()
    assert run_check(read(path)) == 0
    assert stat.S_IMODE((tmp_path / "store").stat().st_mode) == 0o755
    assert [found.name for found in (tmp_path / "store").iterdir()] == ["feed.json"]


def test_a_dead_source_is_a_sentence_and_the_others_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.ics").write_text(CALENDAR)
    path = configured(
        tmp_path,
        source("dead", "opsdash", "http://127.0.0.1:9/api"),
        source("calendar", "ical", f"file://{tmp_path}/a.ics"),
    )
    assert run_check(read(path)) == 1
    printed = capsys.readouterr().out
    assert "× 127.0.0.1:9 refuses the connection" in printed
    assert "● 1 event in" in printed


def test_a_day_from_a_stick(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The answers of a server kept as files do where there is no network; what was not kept is not missed."""
    stick = tmp_path / "my day"
    stick.mkdir()
    with serving("--seed", "3") as server:
        for resource in ("events", "spaces", "bookings"):
            with urllib.request.urlopen(f"{server.url}/{resource}?limit=200") as answer:
                (stick / f"{resource}.json").write_bytes(answer.read())
    path = configured(tmp_path, source("stick", "opsdash", stick.as_uri()))
    assert run_check(read(path)) == 0
    printed = capsys.readouterr().out
    assert "● 25 events, 40 spaces, 60 bookings in" in printed
    assert "read again every 60s" in printed
    (stick / "events.json").write_text("{")
    assert run_check(read(path)) == 1
    printed = capsys.readouterr().out
    assert "× events: The file sends something else than expected" in printed
    assert "40 spaces, 60 bookings" in printed
    for kept in stick.iterdir():
        kept.unlink()
    assert run_check(read(path)) == 1
    assert "× The file has none of our resources: check url." in capsys.readouterr().out


def test_one_source_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.ics").write_text(CALENDAR)
    path = configured(
        tmp_path,
        source("dead", "opsdash", "http://127.0.0.1:9/api"),
        source("calendar", "ical", f"file://{tmp_path}/a.ics"),
    )
    assert run_check(read(path), "calendar") == 0
    assert "dead" not in capsys.readouterr().out
    with pytest.raises(ConfigProblem, match="no source is called 'calender'; configured: dead, calendar"):
        run_check(read(path), "calender")


def test_what_is_neither_a_source_nor_a_kind_is_said_with_both_lists(tmp_path: Path) -> None:
    none = configured(tmp_path)
    with pytest.raises(ConfigProblem, match=r"'shet'; configured: there is none, .*; kinds: opsdash, .*sheet"):
        run_check(read(none), "shet", explain=True)
    one = configured(tmp_path, source("calendar", "ical", f"file://{tmp_path}/a.ics"))
    with pytest.raises(ConfigProblem, match=r"'shet'; configured: calendar, .*; kinds: opsdash, .*sheet"):
        run_check(read(one), "shet", explain=True)


def test_names_in_the_file_itself_that_match_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = configured(tmp_path)
    gate = '[[facility]]\nkey = "gate"\nname = "Gate"\ndepends_on = [{on = "zzz"}]\n'
    path.write_text(path.read_text() + gate)
    assert run_check(read(path)) == 0
    assert '▲ no facility is called "zzz"' in capsys.readouterr().out
    path.write_text(path.read_text() + source("dead", "opsdash", "http://127.0.0.1:9/api"))
    assert run_check(read(path)) == 1
    assert "zzz" not in capsys.readouterr().out, "the silent source may have it"


def test_every_option_of_a_kind_is_explained() -> None:
    for kind, spec in kinds().items():
        text = explained(spec)
        listed, _, example = text.partition("An example:")
        pairs = pairwise(listed.splitlines())
        told = {line.split()[0]: following.strip() for line, following in pairs if line[2:3] > " "}
        for field in spec.__struct_fields__:
            assert len(told[field]) > 10, f"{kind}: {field}"
        assert f'kind = "{kind}"' in example
        assert tomllib.loads(example)["source"][0]["kind"] == kind
    text = explained(IcalSpec)
    assert '  gives_as = "events"\n      "events" or "bookings".\n' in text
    assert "  name (needed)\n" in text


def test_every_field_that_a_column_can_hold_is_named_with_what_its_cells_may_say() -> None:
    text = " ".join(explained(SheetSpec).split())
    for kind in get_args(Kind):
        _, _, fields = text.partition(f" {kind}: ")
        for field in sheet_fields(kind):
            assert re.search(rf"(^|; ){field}\b", fields), f"{kind}: {field}"
    assert 'One of: "facility", "event", "space", "booking",' in text
    assert (
        "booking: space (needed); start (needed: time); end (needed: time); updated (time); organisation; title; "
        "holder; status (confirmed, pending, cancelled, released, no-show); checked_in (time); checked_out (time); "
        "walk_in (yes or no)" in text
    )
    assert "words (several, parted by commas)" in text
    assert "last_entry (whole number)" in text
    assert "day (day)" in text


def test_a_kind_is_explained_before_there_is_a_source_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = configured(tmp_path, source("calendar", "ical", "file:///a.ics"))
    assert run_check(read(path), "sheet", explain=True) == 0
    assert 'kind = "sheet"' in capsys.readouterr().out
    assert run_check(read(path), explain=True) == 0
    printed = capsys.readouterr().out
    assert ('kind = "ical"' in printed, 'kind = "sheet"' in printed) == (True, False)


SHEET = """\
What;Date;From;To;Where
Doorstep of the Prime Minister of Norway;25/06/2025;16:45;17:00;Gate B
Remarks;26/06/2025;23:30;00:15;Hall 9
Briefing;soon;10:00;;Room A
"""


def test_what_had_to_be_found_out_is_said_and_what_does_not_agree(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sheet's form, rows that cannot be read, two sources of one event, names and aliases that match nothing."""
    (tmp_path / "a.ics").write_text(CALENDAR)
    (tmp_path / "a.csv").write_text(SHEET, encoding="utf-16")
    columns = 'title = "What"\nday = "Date"\nstart = "From"\nend = "To"\nroom = "Where"\n'
    path = configured(
        tmp_path,
        '[aliases]\n"Hall 9" = "hall-9"\n'
        '[[join]]\nkind = "event"\nsources = ["calendar", "sheet"]\non = ["title", "day"]\n',
        source("calendar", "ical", f"file://{tmp_path}/a.ics"),
        source("sheet", "sheet", f"file://{tmp_path}/a.csv") + f'gives_as = "event"\n[source.columns]\n{columns}',
    )
    assert run_check(read(path)) == 1
    lines = capsys.readouterr().out.splitlines()
    for line in (
        "  read as UTF-16, columns parted by semicolons, header in row 1; dates day first, as 25/06/2025 shows",
        "  read again every 60s, taken in when it has changed",
        "  times without a zone are read as Europe/Brussels, the venue's zone",
        "  1 of 2 events joined with calendar on title and day",
        "  ▲ Doorstep of the Prime Minister of Norway: calendar says 16:30 Gate B, sheet says 16:45 Gate B.",
        '  ▲ no space is called "Gate B", "Hall 9": what you have under another name goes into [aliases]',
        "  ▲ row 4: day: 'soon' is not a date",
        '▲ the alias "Hall 9" means "hall-9", and nothing has that key',
        "▲ 1 of 2 read whole",
    ):
        assert line in lines, "\n".join(lines)


async def cached(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(head("200 OK", f"Content-Length: {len(CALENDAR)}", "Cache-Control: max-age=600") + CALENDAR.encode())


def test_a_cache_that_holds_for_longer_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with FaultServer() as server:
        server.answers["a.ics"] = cached
        path = configured(
            tmp_path,
            source("calendar", "ical", f"{server.url}/a.ics"),
            source("eager", "ical", f"{server.url}/a.ics") + "heed_cache = false\n",
        )
        assert run_check(read(path)) == 0
    printed = capsys.readouterr().out
    assert "asked again every 60s: its answers hold for 10 min by their own word, so no sooner; all of it" in printed
    assert "asked again every 60s although its answers hold for 10 min by their own word; all of it" in printed


@pytest.mark.parametrize(
    "proxy", ["gopher://127.0.0.1:9", "http://user:s3cret#x@127.0.0.1:9", "http://user:s3cret@[::1"]
)
def test_a_proxy_that_cannot_be_used_is_a_sentence_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(ConfigProblem, match="proxy of this machine cannot be used") as problem:
        run_check(read(configured(tmp_path, source("dead", "opsdash", "http://127.0.0.1:9/api"))))
    assert "s3cret" not in str(problem.value)
