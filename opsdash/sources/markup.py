"""HTML in a field, as text. Every step is linear and quick: `html.parser` takes minutes for the 20 MB of it that a
source may send."""

import html
import re

MOST = 5000
"""Characters looked at: more than any field keeps."""
MOST_MARKS = 500
"""Tags and entities in a text of that length; one with more is no prose, and its beginning must do."""

# One character after "<" decides, without a flag that would keep the engine from skipping to the next "<".
_HIDDEN = re.compile(r"<([sS][cCtT][a-zA-Z]{3,4})\b[^<>]*>[^<]*</\1\s*>")
_INLINE = re.compile(
    r"</?(?:[abiuABIU]|em|EM|strong|STRONG|span|SPAN|su[bp]|SU[BP]|small|code|font|abbr)(?:\s[^<>]*)?>"
)
_TAG = re.compile(r"<[/!a-zA-Z][^<>]*>")


def plain_text(text: str) -> str:
    """`text` without tags, comments and what is never shown, its entities resolved, on one line."""
    text = text[:MOST]
    if text.count("<") + text.count("&") > MOST_MARKS:
        text = text[:MOST_MARKS]
    if "<" in text:
        text = _TAG.sub(" ", _INLINE.sub("", _HIDDEN.sub(" ", text)))
    return " ".join(html.unescape(text).split())
