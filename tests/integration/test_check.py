"""`opsdash check`: what a person sees who sets a source up, against a real server and none."""

from pathlib import Path

import pytest

from opsdash.check import explained, run_check
from opsdash.config import read
from opsdash.configcheck import ConfigProblem
from opsdash.sourcespec import IcalSpec
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
    assert "asked again with ETag" in printed
    assert "● 1 event in" in printed
    assert "Doorstep of the Prime Minister of Norway" in printed
    assert '▲ no space is called "Gate B"' in printed
    assert not (tmp_path / "store").exists()


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


def test_every_option_of_a_kind_is_explained() -> None:
    text = explained(IcalSpec)
    for option in ("gives_as", "space", "days_back", "days_ahead", "window_only", "zone", "every", "token_env"):
        assert f"{option} =" in text
        assert f"{option}" in text.split("Defaults:")[0]


def test_a_proxy_that_cannot_be_used_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "gopher://127.0.0.1:9")
    with pytest.raises(ConfigProblem, match="proxy of this machine cannot be used"):
        run_check(read(configured(tmp_path, source("dead", "opsdash", "http://127.0.0.1:9/api"))))
