"""What is shown where a glyph or a letter cannot be."""

import ast
import io
from pathlib import Path

import pytest

import opsdash
from opsdash import standins
from opsdash.render.cells import width
from opsdash.render.glyphs import FAMILIES
from opsdash.standins import to_ascii

DRAWN = [path for name in ("render", "tui", "board") for path in (Path(opsdash.__file__).parent / name).rglob("*.py")]
CLEANED = ("cells.py",)
"""Has the characters that are taken out, not drawn."""


def literals(path: Path) -> set[str]:
    """The characters beyond ASCII in the texts of a module, its docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in said)
    return {char for node in texts if isinstance(node.value, str) for char in node.value if not char.isascii()}


def test_every_glyph_of_ours_has_a_stand_in_of_its_own() -> None:
    drawn = {char for path in DRAWN if path.name not in CLEANED for char in literals(path)}
    assert len(drawn) > 20
    assert {char for char in drawn if "?" in to_ascii(char)} == set()


@pytest.mark.parametrize("family", FAMILIES)
def test_states_are_told_apart_in_ascii_as_well(family: str) -> None:
    glyphs = {mark.glyph for mark in FAMILIES[family].values()}  # type: ignore[index]
    assert len({to_ascii(glyph) for glyph in glyphs}) == len(glyphs)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Türkiye", "Turkiye"),
        ("日本", "????"),
        ("Cafe\u0301", "Cafe"),
        ("Łódź", "?odz"),
        ("“½”", '"?"'),
        ("สวัสดีที่", "?????"),
        ("plain", "plain"),
    ],
)
def test_letters_keep_their_cells(text: str, shown: str) -> None:
    assert to_ascii(text) == shown
    assert width(text) == len(shown)


def test_a_stream_takes_what_it_has_no_character_for() -> None:
    standins.register()
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="latin-1", errors=standins.STAND_IN)
    stream.write("● Łódź, Türkiye – \ud800")
    stream.flush()
    assert raw.getvalue().decode("latin-1") == "* ?ódz, Türkiye - ?"
