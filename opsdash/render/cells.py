"""Text measured in terminal cells.

Terminals disagree about sequences (joined emoji, variation selectors, pairs of regional indicators), and a
row whose width is a guess breaks every column after it. So `settle` first turns a text into one on which
all agree, character by character; after that its width is a sum.

Right-to-left text keeps its order of storage, as terminals without bidirectional support show it; a
left-to-right mark (U+200E, no cell) closes it, so that a terminal that does reorder keeps what follows in
its own column (UAX #9: a neutral between right-to-left and a mark takes the line's direction).
"""

import unicodedata
from collections.abc import Iterator

from opsdash.board.memory import remembered
from opsdash.widths import char_width

ELLIPSIS = "…"
_MARK = "\u200e"
_INDICATOR_A = 0x1F1E6
_DROPPED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_UNKNOWN = {"Cn", "Co"}


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """Each character of a settled text with what combines with it, and its cells."""
    held, cells = "", 0
    for char in text:
        wide = char_width(char)
        if held and wide:
            yield held, max(cells, 1)
            held, cells = "", 0
        held += char
        cells = max(cells, wide)
    if held:
        yield held, max(cells, 1)


def width(text: str) -> int:
    """Cells of a settled text."""
    return len(text) if text.isascii() else sum(map(char_width, text))


def settle(text: str) -> str:
    """`text` in one line of characters whose width all terminals agree on; see the module."""
    return text if text.isascii() and text.isprintable() else _settle(text)


@remembered(1024)
def _settle(text: str) -> str:
    out = [_settled(char) for char in unicodedata.normalize("NFC", text)]
    settled = "".join(out).lstrip("".join(c for c in out[:1] if c and not char_width(c)))
    return settled + _MARK if any(unicodedata.bidirectional(c) in ("R", "AL") for c in settled) else settled


def _settled(char: str) -> str:
    """What stands for one character: itself, a space, a letter for a flag's half, a box, or nothing."""
    if char in "\t\n\r":
        return " "
    category = unicodedata.category(char)
    if category in _DROPPED or "\ufe00" <= char <= "\ufe0f":
        return ""
    if category in _UNKNOWN:
        return "\ufffd"
    if 0 <= (letter := ord(char) - _INDICATOR_A) < 26:
        return chr(ord("A") + letter)
    return char


def cut(text: str, cells: int) -> str:
    """A settled text in at most `cells` cells; what was cut ends in an ellipsis."""
    if width(text) <= cells:
        return text
    if cells < 1:
        return ""
    kept, used = [], 0
    for char in text:
        used += char_width(char)
        if used > cells - 1:
            break
        kept.append(char)
    mark = _MARK if text.endswith(_MARK) else ""
    return "".join(kept).rstrip() + mark + ELLIPSIS


def cut_before_tail(text: str, cells: int) -> str:
    """As `cut`, but a last word of at most three characters stays: it tells "Room 1" from "Room 2"."""
    head, _, tail = text.rpartition(" ")
    room = cells - len(tail) - 1
    if width(text) <= cells or not head or not tail.isascii() or len(tail) > 3 or room < 2:
        return cut(text, cells)
    return f"{cut(head + ELLIPSIS, room)} {tail}"


def pad(text: str, cells: int, right: bool = False) -> str:
    """A settled text cut or padded with spaces to exactly `cells` cells, to the right edge if `right`."""
    text = cut(text, cells)
    space = " " * (cells - width(text))
    return space + text if right else text + space


def cut_middle(text: str, cells: int) -> str:
    """A settled text in at most `cells` cells, cut before its last word: "Bilatera… 2" is not "Bilatera… 1"."""
    head, _, tail = text.rpartition(" ")
    if width(text) <= cells or not head or width(tail) > cells - 3:
        return cut(text, cells)
    return f"{cut(head, cells - width(tail) - 1)} {tail}"


def wrap(text: str, cells: int) -> list[str]:
    """A settled text in lines of at most `cells` cells, one at least, broken at spaces, else within a word: where it
    can be, after the last "@" or "/" that fits."""
    cells = max(cells, 1)
    lines: list[str] = []
    line = ""
    for word in settle(text).split():
        if line and width(line) + 1 + width(word) <= cells:
            line += " " + word
            continue
        if line:
            lines.append(line)
        while width(word) > cells:
            head = _head(word, cells)
            lines.append(head)
            word = word[len(head) :]
        line = word
    return [*lines, line] if line else lines


def _head(word: str, cells: int) -> str:
    """The longest start of `word` that fits, at least one character."""
    used = 0
    for at, char in enumerate(word):
        used += char_width(char)
        if used > cells and at:
            seam = max(word.rfind(sign, 0, at) for sign in "@/")
            return word[: seam + 1] if seam > 0 else word[:at]
    return word
