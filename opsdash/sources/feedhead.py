"""What stands before the first element of an XML feed, made harmless before feedparser sees it.

feedparser 6 looks there with expressions that take the square or the cube of its length: an XML declaration that does
not end, or a few thousand blank lines before the first element, cost it minutes (`RE_XML_PI_ENCODING` in its
encodings.py, `RE_ENTITY_PATTERN` and `RE_DOCTYPE_PATTERN` in its sanitizer.py). Real feeds are left as they are.
"""

import codecs
import re

from opsdash.snapshot import Problem
from opsdash.sources.reading import Unreadable

LONGEST_DECLARATION, LONGEST_LINE = 300, 600
"""Bytes of the XML declaration, and of the line that it stands on."""
LONG_HEAD, LONGEST_HEAD = 2_000, 20_000
"""Bytes before the first element from which on blanks are taken out of them, and all that may then be left."""

_WIDE = (
    ("utf-32-be", (codecs.BOM_UTF32_BE, "<?".encode("utf-32-be"))),
    ("utf-32-le", (codecs.BOM_UTF32_LE, "<?".encode("utf-32-le"))),
    ("utf-16-be", (codecs.BOM_UTF16_BE, "<?".encode("utf-16-be"))),
    ("utf-16-le", (codecs.BOM_UTF16_LE, "<?".encode("utf-16-le"))),
    ("cp037", ("<?".encode("cp037"),)),
)
"""Encodings in which ASCII is not itself, and how a feed in them begins; the wider ones first."""

_DECLARATION = re.compile(rf"\s*<\?xml[^>]{{0,{LONGEST_DECLARATION}}}\?>")


def tamed(body: bytes) -> bytes:
    """`body` with a beginning that is searched in no time. Raises Unreadable."""
    for encoding, beginnings in _WIDE:
        if body.startswith(beginnings):
            text = body.decode(encoding, "replace").removeprefix("\ufeff")
            body = _DECLARATION.sub("", text, count=1).encode("utf-8", "replace")
            break
    mark = codecs.BOM_UTF8 if body.startswith(codecs.BOM_UTF8) else b""
    rest = body[len(mark) :].lstrip()
    declaration = b""
    if rest.startswith(b"<?"):
        end = rest.find(b"?>", 0, LONGEST_DECLARATION)
        if end < 0:
            raise Unreadable(Problem("line 1", "an XML declaration begins and does not end"))
        declaration, rest = rest[: end + 2], rest[end + 2 :]
        if b"\n" not in rest[:LONGEST_LINE]:
            declaration += b"\n"
    first = re.search(rb"<\w", rest)
    head = rest[: first.start()] if first else rest
    if len(head) > LONG_HEAD:
        head = re.sub(rb"\s+", b"\n", head)
        if len(head) > LONGEST_HEAD:
            raise Unreadable(Problem("the answer", "is no feed: nothing begins in its first part"))
        rest = head + (rest[first.start() :] if first else b"")
    return mark + declaration + rest
