"""Rows narrowed by what is typed: accents and case do not count, nor does a slip of the finger."""

from rapidfuzz import fuzz

from opsdash.find.fold import fold
from opsdash.render.rows import Row

CLOSE = 75
"""Of 100: how alike what is typed and a part of a row's text have to be."""


def narrowed(rows: tuple[Row, ...], typed: str) -> tuple[tuple[Row, ...], str]:
    """The rows that `typed` may mean with the headings they stand under, and the id of the likeliest one.

    Where a row holds what is typed as it stands, only such rows are kept; else those that come close.
    """
    wanted = fold(typed).strip()
    if not wanted:
        return rows, next((row.id for row in rows if row.id), "")
    likely = {row.id: _likeness(wanted, fold(row.cells[0].text)) for row in rows if row.id}
    least = 100.0 if any(found >= 100 for found in likely.values()) else CLOSE
    kept = {key: found for key, found in likely.items() if found >= least}
    return _with_headings(rows, kept), max(kept, key=kept.__getitem__, default="")


def _likeness(wanted: str, text: str) -> float:
    """100 for what the text holds, a little more where a word of it begins so."""
    if wanted in text:
        return 102.0 if text.startswith(wanted) else 101.0 if f" {wanted}" in text else 100.0
    return fuzz.partial_ratio(wanted, text) if len(wanted) > 2 else 0.0


def _with_headings(rows: tuple[Row, ...], kept: dict[str, float]) -> tuple[Row, ...]:
    found: list[Row] = []
    heading: Row | None = None
    for row in rows:
        if not row.id:
            heading = row
        elif row.id in kept:
            found += [row] if heading is None else [heading, row]
            heading = None
    return tuple(found)
