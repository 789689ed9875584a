"""Standard input and output: whether they are a terminal, and what it is said to be able to do."""

import codecs
import os
import sys
from io import TextIOWrapper
from typing import TextIO

from opsdash import standins

SCREENLESS = ("", "dumb", "unknown")
"""Values of TERM of a terminal that only prints one line after the other."""


def on_terminal() -> bool:
    """Whether somebody sits at a terminal: on standard input and on standard output."""
    return _is_terminal(sys.stdin) and _is_terminal(sys.stdout)


def has_screen() -> bool:
    """Whether TERM promises a terminal that can be drawn on."""
    return os.environ.get("TERM", "") not in SCREENLESS


def wants_colour() -> bool:
    """Whether text on standard output may be coloured (https://no-color.org)."""
    return _is_terminal(sys.stdout) and has_screen() and "NO_COLOR" not in os.environ


def speaks_utf8() -> bool:
    """Whether standard output takes more than ASCII.

    In the C locale Python speaks UTF-8 all the same (PEP 538, 540). Where somebody says LANG=C that is wrong;
    where nothing is said, it is right on every terminal of today. A UTF-8 locale that this machine does not
    have, as ssh brings along, comes out as C too.
    """
    if "utf" not in (getattr(sys.stdout, "encoding", "") or "").lower():
        return False
    said = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return not (sys.flags.utf8_mode and said) or "utf" in said.lower()


def take_any_text() -> None:
    """Let standard output take any text: what it has no character for becomes the stand-in for it."""
    if isinstance(sys.stdout, TextIOWrapper):
        standins.register()
        ascii_only = codecs.lookup(sys.stdout.encoding).name == "utf-8" and not speaks_utf8()
        sys.stdout.reconfigure(encoding="ascii" if ascii_only else None, errors=standins.STAND_IN)


def write_json(document: bytes) -> None:
    """One line of JSON on standard output. It is UTF-8 (RFC 8259), whatever the terminal or the locale is."""
    if sys.stdout:
        sys.stdout.flush()
        sys.stdout.buffer.write(document + b"\n")


def written_out(text: str) -> str:
    """`text`, in whose lines what a terminal would obey or not show is written as Python writes it: `\\x1b`."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()  # None: it was closed before we started
