"""Says in a line each what is wrong with a configuration: the key, what was found, what is allowed, what was meant."""

import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

import msgspec
import msgspec.inspect as mi


class ConfigProblem(Exception):
    """The configuration cannot be used; the text is a line for a person for each mistake in it. Exit code 78."""


_UNKNOWN = r"unknown field `(?P<key>[^`]*)`"  # these are left to `re` to compile: a right file needs none
_MISSING = r"missing required field `(?P<key>[^`]*)`"
_PATH = r" - at `(?P<path>[^`]*)`$"
_STEP = r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]"


def mistakes(raw: dict[str, Any], root: Any) -> Iterator[str]:
    """What hinders that `raw` is converted to `root`, a line each: all keys that are missing or unknown at the top, and
    the first mistake in each table."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(root)}
    missing = [name for name, field in fields.items() if field.required and name not in raw]
    yield from (explain(f"missing required field `{name}`", raw, root) for name in missing)
    for key, value in raw.items():
        if key not in fields:
            yield explain(f"unknown field `{key}`", raw, root)
            continue
        kind, parts = fields[key].type, [(key, value)]
        if isinstance(value, list) and get_origin(kind) is tuple:
            kind, parts = get_args(kind)[0], [(f"{key}[{number}]", part) for number, part in enumerate(value)]
        for path, part in parts:
            try:
                msgspec.convert(part, kind)
            except msgspec.ValidationError as error:
                inner = found["path"].removeprefix("$") if (found := re.search(_PATH, str(error))) else ""
                yield explain(f"{re.sub(_PATH, '', str(error))} - at `$.{path}{inner}`", raw, root)


def explain(text: str, raw: Any, root: Any) -> str:
    """`text`, msgspec's about converting `raw` to `root`, in words, on one line."""
    import difflib

    path = found["path"] if (found := re.search(_PATH, text)) else "$"
    reason = re.sub(_PATH, "", text)
    steps = [name or int(index) for name, index in re.findall(_STEP, path) if index != "..."]
    where = _words(steps)
    expected = _type_at(mi.type_info(root), steps, raw)
    if unknown := re.search(_UNKNOWN, reason):
        known = _keys(expected)
        near = difflib.get_close_matches(unknown["key"], known, 1)
        hint = f"did you mean {near[0]!r}?" if near else "known keys: " + ", ".join(known)
        return f"{where or 'top level'}: unknown key {unknown['key']!r}; {hint}"
    if missing := re.search(_MISSING, reason):
        return f"{where or 'top level'}: the key {missing['key']!r} is missing"
    value = _value_at(raw, steps)
    if isinstance(value, dict | list):
        return f"{where}: {reason[:1].lower()}{reason[1:]}"
    return f"{where}: found {value!r}, allowed: {_allowed(expected, reason, value)}"


def _words(steps: list[str | int]) -> str:
    """`source[1].every`, numbered from one as a person counts."""
    words = ""
    for step in steps:
        words += f" {step + 1}" if isinstance(step, int) else f"{'.' if words else ''}{step}"
    return words


def _value_at(raw: Any, steps: list[str | int]) -> Any:
    for step in steps:
        try:
            raw = raw[step]
        except (KeyError, IndexError, TypeError):
            return None
    return raw


def _type_at(kind: mi.Type, steps: list[str | int], raw: Any) -> mi.Type:
    """The type expected at `steps`; of a tagged union the member that the value's tag picks."""
    for step in [*steps, None]:
        if isinstance(kind, mi.UnionType):
            kind = _member(kind, raw)
        if step is None:
            break
        if isinstance(kind, mi.StructType):
            kind = next((f.type for f in kind.fields if f.encode_name == step), kind)
        elif isinstance(kind, mi.VarTupleType | mi.ListType):
            kind = kind.item_type
        elif isinstance(kind, mi.DictType):
            kind = kind.value_type
        raw = _value_at(raw, [step])
    return kind


def _member(union: mi.UnionType, raw: Any) -> mi.Type:
    structs = [t for t in union.types if isinstance(t, mi.StructType)]
    for struct in structs:
        if isinstance(raw, dict) and struct.tag is not None and raw.get(struct.tag_field) == struct.tag:
            return struct
    plain = [t for t in union.types if not isinstance(t, mi.NoneType)]
    return plain[0] if len(plain) == 1 else union


def _keys(kind: mi.Type) -> list[str]:
    if not isinstance(kind, mi.StructType):
        return []
    tag = [kind.tag_field] if kind.tag_field else []
    return tag + [field.encode_name for field in kind.fields]


def _allowed(kind: mi.Type, reason: str, value: Any) -> str:
    if isinstance(kind, mi.LiteralType):
        return _one_of([str(choice) for choice in kind.values], value)
    if isinstance(kind, mi.UnionType):
        tags = [str(t.tag) for t in kind.types if isinstance(t, mi.StructType) and t.tag]
        if tags:
            return _one_of(tags, value)
    if isinstance(kind, mi.Metadata):
        return str((kind.extra_json_schema or {}).get("description", reason))
    names = {
        mi.StrType: "text", mi.IntType: "a whole number", mi.FloatType: "a number", mi.BoolType: "true or false",
        mi.DateTimeType: "a time like 2025-06-25T14:30:00", mi.DateType: "a day like 2025-06-25",
        mi.TimeType: "a clock time like 14:30:00", mi.StructType: "a table", mi.VarTupleType: "a list",
        mi.DictType: "a table",
    }  # fmt: skip
    return names.get(type(kind), reason)


def _one_of(choices: list[str], value: Any) -> str:
    import difflib

    near = difflib.get_close_matches(str(value), choices, 1)
    return ", ".join(repr(c) for c in choices) + (f"; did you mean {near[0]!r}?" if near else "")
