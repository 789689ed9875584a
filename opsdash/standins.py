"""What stands for a character that an output cannot take: `errors=STAND_IN` for a text stream.

Our own glyphs have a stand-in each, cell for cell, so that states stay told apart; letters lose their accents; what is
left is a "?" in each of its cells.
"""

import codecs
from unicodedata import normalize

from opsdash.widths import char_width

STAND_IN = "opsdash.standin"
"""The name of the error handler, once `register` was called."""

GLYPHS = str.maketrans(
    {
        "●": "*", "○": "o", "◑": ")", "◔": "(", "◌": "~", "■": "#", "□": "_", "▲": "!", "►": ">", "×": "x",
        "·": "-", "…": "~", "◆": "*", "→": ">", "←": "<", "▪": "#", "↑": "^", "↓": "v", "▼": "v",
        "–": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "✓": "+", "\u200e": "",
        "─": "-", "━": "=", "│": "|", "┃": "|", "┬": "+", "┿": "+", "┊": ":", "╍": "~", "╺": "=", "╸": "=",
        "╌": ".", "┄": ".", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┼": "+",
        "╭": "+", "╮": "+", "╰": "+", "╯": "+",
        "▌": "|", "▐": "|", "▎": "|", "▕": "|", "▏": "|", "▊": "|", "▔": "-",
        "▁": "_", "▂": ".", "▃": ",", "▄": ":", "▅": "-", "▆": "=", "▇": "*", "█": "#",
    }
)  # fmt: skip


def to_ascii(text: str) -> str:
    """`text` in ASCII."""
    return "".join(char if char.isascii() else _stand_in(char) for char in text)


def register() -> None:
    """Let text streams be opened with `errors=STAND_IN`."""
    codecs.register_error(STAND_IN, _instead)


def _instead(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return to_ascii(error.object[error.start : error.end]), error.end


def _stand_in(char: str) -> str:
    if (glyph := GLYPHS.get(ord(char))) is not None:
        return glyph
    letters, cells = "".join(c for c in normalize("NFKD", char) if c.isascii()), char_width(char)
    return letters if len(letters) == cells else "?" * cells
