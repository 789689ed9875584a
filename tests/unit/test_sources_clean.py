"""The border: nothing a terminal could obey survives, in any text of any kind of record."""

import types
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsdash.model import RECORD_TYPES, Booking, Contact, Facility, Record, Space
from opsdash.parts import OpeningPeriod
from opsdash.snapshot import Batch, Problem
from opsdash.sources.clean import KEY, LONG, MOST_PROBLEMS, SHORT, clean, clean_batch, clean_key, clean_record
from opsdash.sources.failures import FetchError

HOSTILE = {
    "colour": "\x1b[31mred\x1b[0m",
    "title": "\x1b]0;owned\x07",
    "clipboard": "\x1b]52;c;cHduZWQ=\x1b\\",
    "link": "\x1b]8;;http://evil.example\x07click\x1b]8;;\x07",
    "unended": "seen\x1b]52;c;AAAA",
    "device": "\x1bP1$r0m\x1b\\",
    "reset": "\x1bc",
    "lone": "\x1b",
    "c1": "\x9b31m\x9d0;t\x9c\x90x\x9c\x85",
    "bells": "\x00\x07\x08\x0b\x0c\x0e\x7f",
    "lines": "one\ntwo\r\nthree\u2028four\u2029five\tsix",
    "bidi": "\u202eevil\u202c \u2066x\u2069 \u200f\u061c",
    "hidden": "a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg\u034fh\u3164i\ufe0f\U000e0041",
    "surrogate": "a\ud800b",
    "noncharacter": "a\ufffe\uffffb",
    "zalgo": "e" + "\u0301" * 400,
    "long": "x" * 1_000_000,
    "long and steep": "\x1b[31m\u200b" * 200_000,
}


def faults(text: str, limit: int) -> list[str]:
    """What is wrong with a cleaned text."""
    found = [f"{unicodedata.name(c, hex(ord(c)))}" for c in text if unicodedata.category(c)[0] == "C"]
    found += [f"blank {ord(c):x}" for c in text if c.isspace() and c != " "]
    found += ["too long"] * (len(text) > limit) + ["blanks"] * ("  " in text or text != text.strip())
    return found


def texts_of(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every text in a value, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            yield from texts_of(item, f"{path}[{n}]")
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from texts_of(getattr(value, field), f"{path}.{field}")


def filled(kind: Any, text: str, name: str = "") -> Any:
    """A value of a type with `text` in every place that takes text."""
    origin, arguments = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = get_type_hints(kind)
        values = {f: filled(hints[f], text, f) for f in kind.__struct_fields__ if f != "withdrawn"}
        return kind(**values)
    if origin in (Union, types.UnionType):
        return filled(next(a for a in arguments if a is not type(None)), text, name)
    if origin is tuple:
        return (filled(arguments[0], text, name),) * 2
    if origin is Literal:
        return arguments[-1]
    plain: dict[Any, Any] = {
        str: text, int: 3, bool: True, datetime: datetime(2025, 6, 25, tzinfo=UTC), date: date(2025, 6, 25),
    }  # fmt: skip
    return plain[kind]


@pytest.mark.parametrize("attack", HOSTILE)
@pytest.mark.parametrize("kind", RECORD_TYPES)
def test_no_text_field_of_any_kind_escapes(kind: str, attack: str) -> None:
    record = filled(RECORD_TYPES[kind], f"a {HOSTILE[attack]} z")
    record = msgspec.structs.replace(record, id=f"{kind}/api/a {HOSTILE[attack]} z")
    (cleaned,) = clean_batch(Batch(source="api", records=(record,), kinds=())).records
    seen = dict(texts_of(cleaned, ""))
    assert len(seen) >= 3
    assert {path: wrong for path, text in seen.items() if (wrong := faults(text, LONG))} == {}
    assert cleaned.id.startswith(f"{kind}/api/a")
    assert len(cleaned.id) <= KEY


def test_escape_sequences_go_whole_with_what_they_carry() -> None:
    assert clean(f"a {HOSTILE['colour']} b") == "a red b"
    assert clean(f"a {HOSTILE['clipboard']} b") == "a b"
    assert clean(f"a {HOSTILE['link']} b") == "a click b"
    assert clean(HOSTILE["unended"]) == "seen"


def test_a_wrongly_read_quotation_mark_swallows_nothing() -> None:
    assert clean("“Open until 2h00”, says the desk".encode().decode("latin-1")) == "âOpen until 2h00â, says the desk"


def test_what_people_write_stays() -> None:
    for text in (
        "Bećirović, Łyko, Ağrı",
        "Ελλάδα · България",
        "日本 記者会見",
        "e\u0301te",
        "a <b>[red]x[/] & c",
        "🇳🇱",
    ):
        assert clean(text) == text
    assert clean("one\r\n two\t three ") == "one two three"
    assert clean("x" * 301) == "x" * 299 + "…"


def test_what_takes_no_column_or_a_doubtful_one_goes() -> None:
    assert clean(HOSTILE["hidden"]) == "abcdefghi"
    assert clean(f"{HOSTILE['zalgo']} x") == "e" + "\u0301" * 4 + " x"


def test_only_so_much_of_a_text_is_looked_at() -> None:
    assert clean("\u200b" * 15 * SHORT + "seen") == "seen"
    assert clean("\u200b" * 16 * SHORT + "not looked at") == ""


def test_a_sentence_about_a_server_is_clean_whatever_it_names() -> None:
    sentence = str(FetchError(f"x.example packs it in a way ({HOSTILE['title']}{HOSTILE['c1']}{'x' * 9999}"))
    assert sentence.startswith("x.example packs it in a way (31m0;tx xxxx")
    assert faults(sentence, SHORT) == []


@given(st.text(max_size=400) | st.binary(max_size=400).map(lambda raw: raw.decode("latin-1")))
def test_cleaning_holds_for_any_text_and_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert faults(once, SHORT) == []
    assert clean(once) == once


def test_keys_that_cleaning_would_confuse_stay_apart() -> None:
    assert clean_key("event/a/booth-4") == "event/a/booth-4"
    assert clean_key("event/a/x\u200b") != clean_key("event/a/x")
    longs = {clean_key(f"event/a/{'x' * 500}{n}") for n in range(3)}
    assert len(longs) == 3
    assert max(map(len, longs)) <= KEY
    assert clean_key(clean_key("event/a/x\u200b")) == clean_key("event/a/x\u200b")


def test_a_reference_still_finds_the_record_whose_id_was_cleaned() -> None:
    space = clean_record(Space(id="space/api/b\x004", name="B"))
    pointing = clean_record(filled(RECORD_TYPES["booking"], "space/api/b\x004"))
    assert pointing.space == space.id


def test_instants_come_out_in_utc() -> None:
    east = datetime(2025, 6, 25, 12, tzinfo=timezone(timedelta(hours=2)))
    record = clean_record(Contact(id="contact/api/x", name="Desk", updated=east))
    assert record.updated == east
    assert str(record.updated) == "2025-06-25 10:00:00+00:00"


@pytest.mark.parametrize(
    ("record", "path"),
    [
        (Contact(id="contact/api/x", name="D", updated=datetime(2025, 6, 25)), "updated: 2025-06-25T00:00:00 has no"),
        (Contact(id="contact/api/x", name="D", updated=datetime(9999, 1, 1, tzinfo=UTC)), "updated: the year 9999"),
        (Space(id="space/api/x", name="S", capacity=10**12), "capacity: a number of 1000000000000"),
        (
            Facility(id="facility/api/x", name="F", periods=(OpeningPeriod(day=date(1, 1, 1)),)),
            "periods[0].day: the year 1",
        ),
        (Space(id="space/api/x", name="S", amenities=("a",) * 1001), "amenities: 1001 values"),
    ],
)  # fmt: skip
def test_what_no_record_can_mean_costs_only_that_record(record: Record, path: str) -> None:
    other = Contact(id="contact/api/other", name="Other")
    batch = clean_batch(Batch(source="api", records=(record, other), kinds=()))
    assert batch.records == (other,)
    assert batch.problems[0].item == "x"
    assert batch.problems[0].reason.startswith(path)
    assert batch.unread == (record.id,)


def test_the_second_of_one_id_is_a_problem() -> None:
    twice = tuple(Contact(id="contact/api/x", name=name) for name in ("first", "second"))
    batch = clean_batch(Batch(source="api", records=twice, kinds=("contact",)))
    assert [record.name for record in batch.records if isinstance(record, Contact)] == ["first"]
    assert batch.problems == (Problem("x", "is there twice; the first was taken"),)


def test_a_booking_that_ends_before_it_starts_is_kept_and_is_a_problem() -> None:
    start = datetime(2026, 11, 22, 17, tzinfo=UTC)
    told = [
        Booking(
            id=f"booking/api/{n}", space="b2", organisation="Kanal Verte", start=start, end=start + timedelta(hours=n)
        )
        for n in (-1, 0, 1)
    ]
    batch = clean_batch(Batch(source="api", records=tuple(told), kinds=("booking",)))
    assert batch.records == tuple(told)
    reason = "the booking of Kanal Verte does not end after it starts: not counted"
    assert batch.problems == (Problem("-1", reason), Problem("0", reason))


def test_how_an_answer_was_read_and_what_was_not_is_clean() -> None:
    unread = ("contact/api/\x9b31m\u202e",)
    batch = clean_batch(
        Batch(source="api", records=(), kinds=(), unread=unread, form="times in \x1b]0;x\x07" + "x" * 9999)
    )
    assert batch.unread == (clean_key("contact/api/\x9b31m\u202e"),)
    assert faults(batch.unread[0], KEY) == []
    assert batch.form.startswith("times in xxx")
    assert faults(batch.form, SHORT) == []


def test_problems_are_bounded_and_clean() -> None:
    many = tuple(Problem(f"item \x1b[31m{n}", "x" * 9999) for n in range(1000))
    batch = clean_batch(Batch(source="api", records=(), kinds=(), problems=many))
    assert len(batch.problems) == MOST_PROBLEMS
    assert batch.problems[-1] == Problem("and more", "901 further problems")
    assert batch.problems[0].item == "item 0"
    assert max(len(problem.reason) for problem in batch.problems) == SHORT
