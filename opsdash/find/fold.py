"""Text without case and accents, in words: how everything is compared in a search."""

import re
import sys
import unicodedata

_PLAIN = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe",
        "þ": "th", "ĸ": "k", "ŋ": "n", "’": "'", "‘": "'", "ʼ": "'",
    }
)  # fmt: skip
"""Letters that do not fall apart into a plain one and an accent under NFKD."""

_WORDS = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"(?<=[^\W_])'s(?![^\W_])")
"""What stands after somebody or something that has something: "the PM's doorstep" is asked of the PM."""

_JOINED = str.maketrans("", "", "'.")
"""An apostrophe or a full stop within a word does not part it: "o'clock", "U.S."."""


def fold(text: str) -> str:
    """`text` in lower case, without accents, ligatures and strokes."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.casefold().translate(_PLAIN)


def words_of(text: str) -> tuple[str, ...]:
    """The words of `text`, folded: letters and digits, whatever stands between."""
    plain = fold(text)
    if "'" in plain:
        plain = _POSSESSIVE.sub("", plain)
    found = _WORDS.findall(plain.translate(_JOINED))
    return tuple(map(sys.intern, found))  # the same words over and over: kept once, not once for each text
