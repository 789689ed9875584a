"""`opsdash check --explain`: a kind of source and what each of its options does, from the option classes themselves."""

import inspect
import re
import textwrap
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Literal, get_args, get_origin

import msgspec

from opsdash.config import packaged
from opsdash.parts import Kind
from opsdash.sourcespec import AnySourceSpec, SheetSpec, SourceSpec, required_fields, sheet_fields

_WIDTH = 100


def kinds() -> dict[str, type[SourceSpec]]:
    """Every kind of source by its word in the configuration."""
    return {str(kind.__struct_config__.tag): kind for kind in get_args(AnySourceSpec)}


def explained(kind: type[SourceSpec]) -> str:
    """A kind of source: what it is, its options with their defaults and what they do, an example."""
    tag = kind.__struct_config__.tag
    about, meanings = _documented(kind)
    own = set(kind.__struct_fields__) - set(SourceSpec.__struct_fields__)
    lines = [f'kind = "{tag}"', textwrap.fill(about, _WIDTH, initial_indent="  ", subsequent_indent="  "), ""]
    fields = sorted(msgspec.structs.fields(kind), key=lambda field: (field.name not in own, not field.required))
    for field in fields:
        head = f"  {field.name} (needed)" if field.required else f"  {field.name} = {_toml(field.default)}"
        said = _with_choice(meanings.get(field.name, ""), field.type)
        lines += [head, textwrap.fill(said, _WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6)]
    if kind is SheetSpec:
        lines += ["", "  The fields that columns can hold, by gives_as:", "", *_fields()]
    if example := _example(str(tag)):
        lines += ["", "  An example:", "", textwrap.indent(example, "      ")]
    return "\n".join(lines)


def _documented(kind: type[SourceSpec]) -> tuple[str, dict[str, str]]:
    """What a class says of itself, and of each of its fields and its bases'."""
    about = ""
    meanings: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if isinstance(base, type) and issubclass(base, SourceSpec) and (said := base.__dict__.get("__doc__")):
            about, _, attributes = inspect.cleandoc(said).partition("Attributes:\n")
            meanings |= _attributes(attributes, kind.__struct_fields__)
    return " ".join(about.split()), meanings


def _attributes(text: str, options: tuple[str, ...]) -> dict[str, str]:
    """The meaning of each option; several may share a line, one text may stand for several."""
    found: dict[str, str] = {}
    name = "|".join(map(re.escape, options))
    heads = re.compile(rf"(?:^|(?<=[.;] ))((?:{name})(?:, (?:{name}))*): ")
    for entry in re.split(r"\n {4}(?=\S)", f"\n{text}"):
        parts = heads.split(" ".join(entry.split()))
        for names, meaning in zip(parts[1::2], parts[2::2], strict=True):
            found |= dict.fromkeys(names.split(", "), meaning.strip().rstrip(";"))
    return found


def _words(kind: Any) -> tuple[str, ...]:
    """The words of a type that is a choice of some, or of which one of its parts is."""
    if get_origin(kind) is Literal:
        return tuple(filter(None, get_args(kind)))
    return next(filter(None, map(_words, get_args(kind))), ())


def _with_choice(meaning: str, kind: Any) -> str:
    """What an option means, with the words it is chosen from unless they are named already."""
    words = [f'"{word}"' for word in _words(kind)]
    if all(word in meaning for word in words):
        return meaning
    return f"{meaning.rstrip('.')}. One of: {', '.join(words)}."


_CELLS = {datetime: "time", date: "day", bool: "yes or no", int: "whole number", tuple: "several, parted by commas"}


def _fields() -> Iterator[str]:
    """For each kind of record its fields, those that are needed first, and what their cells may say."""
    for kind in get_args(Kind):
        needed = required_fields(kind)
        fields = sheet_fields(kind)
        said = [f"{name}{_cell(fields[name], name in needed)}" for name in dict.fromkeys((*needed, *fields))]
        yield textwrap.fill(f"{kind}: {'; '.join(said)}", _WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 10)


def _cell(kind: Any, needed: bool) -> str:
    forms = (_CELLS.get(get_origin(one) or one, "") for one in (kind, *get_args(kind)))
    said = ["needed"] if needed else []
    said += [", ".join(_words(kind))] if _words(kind) else list(filter(None, forms))[:1]
    return f" ({': '.join(said)})" if said else ""


def _toml(value: object) -> str:
    """A default as it is written in the configuration."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str):
        return f'"{value}"'
    return "{}" if value is msgspec.NODEFAULT else "none" if value is None else str(value)


def _example(kind: str) -> str:
    """The first source of that kind in the commented default."""
    text = packaged("opsdash.toml").read_text(encoding="utf-8")
    for block in re.findall(r"(?m)^#\[\[source\]\]\n(?:#.+\n)+", text):
        if f'\n#kind = "{kind}"' in block:
            return re.sub(r"(?m)^#", "", block).rstrip()
    return ""
