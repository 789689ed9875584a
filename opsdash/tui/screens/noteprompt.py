"""Asking for a note to an acknowledgement, and whether to take one back."""

from opsdash.board.items import AlertItem
from opsdash.tui.screens.prompt import Prompt

MOST = 200
"""Characters of a note."""


class NotePrompt(Prompt[str]):
    """Gives the note, "" for none."""

    def __init__(self, alert: AlertItem, who: str) -> None:
        by = f" as {who}" if who else ""
        asked = ((f"Acknowledge{by}  ", "title"), (alert.sentence, f"{alert.tone}-strong"))
        super().__init__(asked, "a note for the others, or nothing", "acknowledge")

    def read(self, text: str) -> str:
        note = " ".join(text.split())
        if len(note) > MOST:
            raise ValueError(f"At most {MOST} characters, these are {len(note)}.")
        return note


class TakeBackPrompt(Prompt[bool]):
    """Gives True. Nothing can be typed: who has gone on to type the next alert's note has not meant this."""

    def __init__(self, alert: AlertItem) -> None:
        by = f"{alert.acknowledged_by}'s acknowledgement" if alert.acknowledged_by else "the acknowledgement"
        asked = ((f"Take back {by}?  ", "title"), (alert.sentence, "strong"))
        super().__init__(asked, "", "take it back")

    def read(self, text: str) -> bool:
        if text.strip():
            raise ValueError("It is acknowledged already: Esc leaves it so, Enter in an empty line takes that back.")
        return True
