"""What all items of the board share."""

from typing import Literal

import msgspec

Tone = Literal["good", "busy", "soon", "warn", "bad", "quiet", "unknown"]
"""good: fine and usable; busy: taken, normal; soon: about to change; warn: look at it; bad: act now;
quiet: nothing to see (past, closed as planned); unknown: nobody knows."""


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False, gc=False):
    """What all items share: the record's id, how sure and how urgent.

    Attributes:
        id: the record's id. tone: how much it asks for attention.
        flags: what is odd, each a sentence ("ends before it starts").
        source: the source's name, to find its freshness.
    """

    id: str
    tone: Tone = "quiet"
    flags: tuple[str, ...] = ()
    source: str = ""
