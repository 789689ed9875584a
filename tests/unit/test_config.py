"""opsdash.toml: found in the right order, read whole, and wrong in one line that helps."""

import os
import re
from datetime import date
from pathlib import Path

import pytest

from opsdash import config
from opsdash.configcheck import ConfigProblem
from opsdash.configtables import EventTable, StoreTable, UiTable
from opsdash.configvalues import localised
from opsdash.joinspec import Join
from opsdash.model import Facility, PressEvent
from opsdash.sources.clean import clean
from opsdash.sourcespec import (
    IcalSpec,
    IndicoSpec,
    LibrebookingSpec,
    NewsroomSpec,
    PretalxSpec,
    ScheduleSpec,
    SheetSpec,
)
from opsdash.timing import zone_of
from tests.support import venue

KINDS = (IcalSpec, ScheduleSpec, PretalxSpec, NewsroomSpec, SheetSpec, IndicoSpec, LibrebookingSpec)

MINIMAL = """
[event]
id = "test"
name = "Test Summit"
zone = "Europe/Amsterdam"
"""

ICAL = '[[source]]\nname = "a"\nkind = "ical"\nurl = "http://x/"\n'
JOIN = '[[join]]\nkind = "event"\nsources = ["a", "b"]\n'
SHEET = '[[source]]\nname = "a"\nkind = "sheet"\nurl = "http://x/"\ngives_as = "event"\n[source.columns]\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "opsdash.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problem(folder: Path, text: str) -> str:
    with pytest.raises(ConfigProblem) as caught:
        config.read(write(folder, text))
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(str(folder / "opsdash.toml"))
    return message.removeprefix(str(folder / "opsdash.toml") + ": ")


def test_minimal_file_is_enough(tmp_path: Path) -> None:
    found = config.read(write(tmp_path, MINIMAL))
    assert (found.site.event, found.site.zone, found.site.sources) == ("test", "Europe/Amsterdam", ())
    assert found.store.name == "test"


def test_store_folder_is_relative_to_the_file(tmp_path: Path) -> None:
    assert config.read(write(tmp_path, MINIMAL + '[store]\nfolder = "kept"\n')).store == tmp_path / "kept"


def test_times_without_offset_are_venue_time(tmp_path: Path) -> None:
    text = MINIMAL + '[[programme]]\nkey = "a"\ntitle = "A"\nstart = 2025-06-25T16:30:00\n'
    (event,) = config.read(write(tmp_path, text)).site.records
    assert isinstance(event, PressEvent)
    assert event.id == "event/config/a"
    assert event.start == venue("2025-06-25T16:30")


def test_day_cell_is_read_as_published_and_stated_times_replace_it(tmp_path: Path) -> None:
    text = (
        MINIMAL
        + """
[[facility]]
key = "desk"
name = "Desk"
[[facility.day]]
day = 2025-06-22
says = "Open (PM) for broadcasters only"
[[facility.day]]
day = 2025-06-25
says = "Open"
opens = 18:00:00
closes = 02:00:00
confirmed = false
"""
    )
    (desk,) = config.read(write(tmp_path, text)).site.records
    assert isinstance(desk, Facility)
    afternoon, night = desk.periods
    assert (afternoon.day, afternoon.part, afternoon.audience) == (date(2025, 6, 22), "afternoon", "broadcasters")
    assert (night.opens, night.closes) == (venue("2025-06-25T18:00"), venue("2025-06-26T02:00"))
    assert (night.precision, night.confirmed, night.wording) == ("exact", False, "Open")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (MINIMAL + 'place = "\\u001b]0;x\\u0007"\n', "event.place: the character U+001B cannot be shown; leave it out"),
        (MINIMAL + 'place = "A\\rBOARD SAYS ALL WELL"\n', "event.place: the character U+000D cannot be shown"),
        (MINIMAL + 'place = "a\\u200f"\n', "event.place: the character U+200F cannot be shown"),
        (MINIMAL + 'place = "a\\U000e0041"\n', "event.place: the character U+E0041 cannot be shown"),
        (MINIMAL + '[aliases]\n"a\\u009b31m" = "x"\n', "aliases: the character U+009B cannot be shown"),
        (MINIMAL + ICAL.replace("http://x/", "http://x/\\u202e"), "source 1.url: the character U+202E cannot be shown"),
        (MINIMAL + ICAL.replace("http://x/", "\\nhttp://x/"), "source 1: '\\nhttp://x/' is not an http:"),
        (MINIMAL + ICAL.replace('"a"', '"../a"'), "source 1: '../a' is not a source name"),
        (MINIMAL + ICAL + 'zone = "../../../etc/passwd"\n', "source 1: zone: '../../../etc/passwd' is not an IANA"),
        (MINIMAL.replace("Europe/Amsterdam", "/etc/passwd"), "event: zone: '/etc/passwd' is not an IANA"),
        ("[event\n", "not valid TOML: Expected ']' at the end of a table declaration (at line 1, column 7)"),
        ('[event]\nid = "a"\nname = "b"\n', "event: the key 'zone' is missing"),
        (MINIMAL + 'zome = "x"\n', "event: unknown key 'zome'; did you mean 'zone'?"),
        (MINIMAL + "[sorce]\n", "top level: unknown key 'sorce'; did you mean 'source'?"),
        (MINIMAL + 'country = "Holland"\n', "event: 'Holland' is not a country whose holidays are known: two capitals"),
        (
            MINIMAL.replace("Europe/Amsterdam", "Europe/Amsterdm"),
            "event: zone: 'Europe/Amsterdm' is not an IANA time zone such as Europe/Brussels; "
            "did you mean 'Europe/Amsterdam'?",
        ),
        (
            MINIMAL + '[thresholds]\nclosing_soon = "x"\n',
            "thresholds.closing_soon: found 'x', allowed: a whole number",
        ),
        (
            MINIMAL + '[[source]]\nname = "a"\nkind = "icall"\nurl = "http://x/"\n',
            "source 1.kind: found 'icall', allowed: 'opsdash', 'ical', 'schedule', 'pretalx', 'newsroom', 'sheet', "
            "'indico', 'librebooking'; did you mean 'ical'?",
        ),
        (
            MINIMAL + ICAL + 'evry = "5m"\n',
            "source 1: unknown key 'evry'; did you mean 'every'?",
        ),
        (
            MINIMAL + ICAL + 'every = "5x"\n',
            "source 1: every: '5x' is not a duration such as 30s, 5m or 2h",
        ),
        (MINIMAL + '[[source]]\nname = "a"\nkind = "ical"\nurl = "ftp://x/"\n', "source 1: 'ftp://x/' is not an http"),
        (
            MINIMAL + SHEET + 'titel = "A"\n',
            "source 1: columns: a record of event needs title too",
        ),
        (
            MINIMAL + SHEET + 'title = "A"\nrom = "B"\n',
            "source 1: columns: 'rom' is not a field of event; there are access, after",
        ),
        (
            MINIMAL + '[[source]]\nname = "a"\nkind = "newsroom"\nurl = "http://x/"\nzone = "CEST+2"\n',
            "source 1: zone: 'CEST+2' is not an IANA time zone",
        ),
        (
            MINIMAL + '[[space]]\nkey = "a"\nname = "A"\ntype = "tv boot"\n',
            "space 1.type: found 'tv boot', allowed: 'briefing room', 'indoor stand-up'",
        ),
        (
            MINIMAL + '[[contact]]\nkey = "a"\nname = "A"\n[[contact]]\nkey = "a"\nname = "B"\n',
            "contact/config/a is there twice",
        ),
        (
            MINIMAL + '[[facility]]\nkey = "a"\nname = "A"\ndepends_on = [{on = "a"}]\n',
            "facility a: depends_on names itself",
        ),
        (MINIMAL.replace('"test"', '"../up"'), "event: '../up' is not an id: letters, digits and hyphens"),
        (MINIMAL + "[thresholds]\nno_show = -1\n", "thresholds: no_show must not be negative"),
        (MINIMAL + "[thresholds]\nrecent = 9999999999\n", "thresholds: recent must be at most 100000"),
        (MINIMAL + "[store]\nhistory = -1\n", "store: history must not be negative"),
        (MINIMAL + '[store]\nfolder = "~nobody-here/x"\n', "'~nobody-here/x' begins with a home folder"),
        (MINIMAL + '[[contact]]\nkey = " "\nname = "A"\n', "contact: a key is blank"),
        (
            MINIMAL + '[[programme]]\nkey = "a"\ntitle = "A"\nstart = 0001-01-01T00:00:00\n',
            "programme 1.start: the year 1 cannot be meant",
        ),
        (
            MINIMAL + '[[facility]]\nkey = "a"\nname = "A"\nday = [{day = 9999-12-31, says = "Open"}]\n',
            "facility 1.day 1.day: the year 9999 cannot be meant",
        ),
        (MINIMAL + '[[facility]]\nkey = "a"\nname = "A"\nhours = "Mo 99:99"\n', "facility a: hours: 'Mo 99:99' is not"),
        (
            MINIMAL + '[[deadline]]\nkey = "a"\ntitle = "A"\nzone = "Mars"\n',
            "deadline a: zone: 'Mars' is not an IANA time zone",
        ),
        (MINIMAL + ICAL + 'every = "99999h"\n', "source 1: every: '99999h' is not from 1s to 168h"),
        (MINIMAL + ICAL + "every = 5\n", 'source 1.every: found 5, allowed: text such as "30s", "5m" or "2h"'),
        (
            MINIMAL + ICAL + 'zone = "brussels"\n',
            "source 1: zone: 'brussels' is not an IANA time zone such as "
            "Europe/Brussels; did you mean 'Europe/Brussels'?",
        ),
        (MINIMAL + ICAL + "max_bytes = 0\n", "source 1: max_bytes must be at least 1"),
        (MINIMAL + ICAL + 'token_file = "token"\n', "source 1: token_file: 'token' is not a full path"),
        (MINIMAL + ICAL + 'zone = "Mars"\n', "source 1: zone: 'Mars' is not an IANA time zone"),
        (MINIMAL + ICAL + "days_back = -1\n", "source 1: days_back and days_ahead must be from 0 to 366"),
        (MINIMAL + ICAL.replace("http://x/", "file://x"), "source 1: 'file://x' is not an http:"),
        (MINIMAL + ICAL + JOIN, "join 1: no source is called 'b'; there are a, config"),
        (MINIMAL + ICAL + JOIN.replace('"b"', '"config"'), "join 1: config gives no event"),
        (MINIMAL + ICAL + JOIN.replace(', "b"', ""), "join 1: sources must name two sources or more"),
        (MINIMAL + JOIN + 'on = ["name"]\n', "join 1: on: 'name' is no field to join event on; there are key, title"),
        (MINIMAL + JOIN + 'on = ["colour"]\n', "join 1.on 1: found 'colour', allowed: "),
        (MINIMAL + JOIN + 'keys = {a = "["}\n', "join 1: keys: the expression for a is not valid: "),
        (MINIMAL + JOIN + 'keys = {a = "x"}\n', "join 1: keys: the expression for a has no group in brackets"),
    ],
)
def test_a_mistake_is_one_line_with_key_found_and_allowed(tmp_path: Path, text: str, says: str) -> None:
    assert problem(tmp_path, text).startswith(says)


def test_the_mistakes_of_several_tables_are_said_at_once(tmp_path: Path) -> None:
    bad = ICAL.replace('"a"', '"b"') + "every = 5\n"
    text = f'color = 1\n[ui]\nthem = "x"\n{ICAL}{bad}{ICAL}urll = "x"\n[store]\nhistory = -1\n[aliases]\na = 1\n'
    path = write(tmp_path, text)
    with pytest.raises(ConfigProblem) as caught:
        config.read(path)
    heads = [line.removeprefix(f"{path}: ").split(";")[0] for line in str(caught.value).split("\n")]
    assert heads == [
        "top level: the key 'event' is missing",
        "top level: unknown key 'color'",
        "ui: unknown key 'them'",
        'source 2.every: found 5, allowed: text such as "30s", "5m" or "2h"',
        "source 3: unknown key 'urll'",
        "store: history must not be negative",
        "aliases: expected `str`, got `int`",
    ]


def test_the_mistakes_of_several_entries_are_said_at_once_but_not_without_end(tmp_path: Path) -> None:
    wrong = "".join(f'[[facility]]\nkey = "f{number}"\nname = "A"\nhours = "Mo 99:99"\n' for number in range(25))
    path = write(tmp_path, MINIMAL + wrong)
    with pytest.raises(ConfigProblem) as caught:
        config.read(path)
    lines = str(caught.value).split("\n")
    assert [line.split()[2] for line in lines[:20]] == [f"f{number}:" for number in range(20)]
    assert lines[20:] == [f"{path}: and 5 more mistakes"]


def test_looked_for_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user = tmp_path / "home"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(user))
    monkeypatch.delenv(config.FILE_VARIABLE, raising=False)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    (user / "opsdash").mkdir(parents=True)
    with pytest.raises(ConfigProblem, match="opsdash example"):
        config.load()
    in_user = write(user / "opsdash", MINIMAL)
    assert config.load().path == in_user
    in_folder = write(here, MINIMAL)
    assert config.load().path == in_folder
    named = tmp_path / "named.toml"
    named.write_text(MINIMAL)
    monkeypatch.setenv(config.FILE_VARIABLE, str(named))
    assert config.load().path == named
    assert config.load(in_user).found_by == "--config"
    monkeypatch.setenv(config.FILE_VARIABLE, "~nobody-here/x.toml")
    with pytest.raises(ConfigProblem, match=r"OPSDASH_CONFIG: .* home folder"):
        config.load()


@pytest.mark.parametrize("name", list(config.examples()))
def test_every_example_loads(name: str) -> None:
    assert config.read(config.examples()[name]).site.name


def test_default_is_valid_with_every_option_taken_in(tmp_path: Path) -> None:
    text = config.examples()["default"].read_text(encoding="utf-8")
    found = config.read(write(tmp_path, re.sub(r"(?m)^#(?=[\w\[\"])", "", text)))
    kinds = list(dict.fromkeys(type(spec) for spec in found.site.sources))
    assert kinds[1:] == list(KINDS)
    assert {record.kind for record in found.site.records} >= {"facility", "space", "event", "deadline", "contact"}
    far = {record.kind for record in found.site.records if getattr(record, "distances", ())}
    assert far == {"facility", "space"}


def test_default_names_every_option() -> None:
    import msgspec

    from opsdash.snapshot import Thresholds

    text = config.examples()["default"].read_text(encoding="utf-8")
    fields = [
        *msgspec.structs.fields(Thresholds),
        *msgspec.structs.fields(EventTable),
        *msgspec.structs.fields(StoreTable),
        *msgspec.structs.fields(UiTable),
        *msgspec.structs.fields(Join),
        *(field for kind in KINDS for field in msgspec.structs.fields(kind) if field.name != "columns"),
    ]
    missing = [field.name for field in fields if not re.search(rf"(?m)^#?{field.name} = ", text)]
    assert missing == []


def test_default_states_the_true_defaults() -> None:
    import msgspec

    from opsdash.snapshot import Thresholds

    text = config.examples()["default"].read_text(encoding="utf-8")
    stated = dict(re.findall(r"(?m)^#(\w+) = (\d+) +#", text))
    for field in msgspec.structs.fields(Thresholds):
        assert int(stated[field.name]) == field.default


def test_a_working_folder_that_may_not_be_looked_into_holds_no_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with `sudo -u opsdash` in the home of root."""
    (tmp_path / "opsdash.toml").write_text("[event]")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(config.FILE_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", "/nowhere")
    us = os.geteuid()
    tmp_path.chmod(0)
    try:
        os.seteuid(us or 65534)  # whom permissions bind
        with pytest.raises(ConfigProblem, match=r"no configuration found; looked for .*/opsdash.toml"):
            config.load(None)
        hidden = tmp_path / "opsdash.toml"
        says = rf"^{hidden}: cannot be read: this user may not look into its folder \(%s\)$"
        with pytest.raises(ConfigProblem, match=says % "--config"):
            config.load(hidden)
        monkeypatch.setenv(config.FILE_VARIABLE, str(hidden))
        with pytest.raises(ConfigProblem, match=says % config.FILE_VARIABLE):
            config.load(None)
    finally:
        os.seteuid(us)
        tmp_path.chmod(0o700)


def test_what_is_taken_out_of_the_text_of_sources_is_refused_in_the_configuration() -> None:
    """Spaces of every width and the ends of lines are text; what else is not a space for a source is refused."""
    for number in (*range(0xD800), *range(0xE000, 0xF900), *range(0xFE70, 0x10000), *range(0xE0000, 0xE0100)):
        char = chr(number)
        taken_out = not char.isprintable() and " " not in clean(f"a{char}b")
        steers = char in "\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029"
        if taken_out or steers:
            with pytest.raises(ValueError, match=f"U\\+{number:04X} cannot be shown"):
                localised(f"a{char}b", zone_of("UTC"), "it")
        else:
            assert localised(f"a{char}b", zone_of("UTC")) == f"a{char}b"
