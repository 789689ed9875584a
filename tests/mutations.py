"""Answers that nobody should send: good ones with something done to them."""

import os
from collections.abc import Sequence

from hypothesis import strategies as st

CASES = 10_000 if os.environ.get("OPSDASH_LONG") else 300
"""Examples of a property of one kind of source."""

SPLINTERS = (
    b"\x00", b"\xff\xfe", b"<", b">", b"</", b"<![CDATA[", b"]]>", b"&", b"&#0;", b"&#xFFFFFFFF;", b"<!--", b"<?xml",
    b'"', b"'", b",", b";", b"\n", b"\r", b"\t", b"{", b"}", b"[", b"]", b"null", b"-1", b"1e999",
    b"99999999999999999999",
    b"9999-12-31T23:59:59+14:00", b"0001-01-01", b"24:00", b"-99:99", b"\x1b[31m", "\u202e".encode(), b"\xed\xa0\x80",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"true", b"{}", b"2025-03-30T02:30", b"03/04/2025", b"\xc3",
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    """One of `seeds`, cut, repeated, overwritten or with splinters driven into it."""
    body = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(body)))
        end = min(len(body), at + draw(st.integers(0, 40)))
        what = draw(st.sampled_from(("cut", "drop", "repeat", "splinter", "bytes", "move")))
        if what == "cut":
            body = body[:at]
        elif what == "drop":
            body = body[:at] + body[end:]
        elif what == "repeat":
            body = body[:end] + body[at:end] * draw(st.integers(1, 50)) + body[end:]
        elif what == "splinter":
            body = body[:at] + draw(st.sampled_from(SPLINTERS)) + body[end if draw(st.booleans()) else at :]
        elif what == "bytes":
            body = body[:at] + draw(st.binary(max_size=8)) + body[end:]
        else:
            body = body[end:] + body[:end]
    return body
