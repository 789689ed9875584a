"""A line to type into."""

from textual.widgets import Input

MOST = 300
"""Characters that fit: a question, a note, a time. Searching for a pasted book would take minutes."""


class WordLine(Input):
    """Takes in what could be typed: of what is pasted, the printable characters of its first line that still fit."""

    def replace(self, text: str, start: int, end: int) -> None:
        """Put `text` in the place of what stands from `start` to `end`: every way in leads through here."""
        room = max(0, MOST - len(self.value) + abs(end - start))
        typed = [c if c.isprintable() else " " for c in text[: MOST * 16] if c.isprintable() or c.isspace()]
        super().replace("".join(typed[:room]), start, end)
