"""Asking for a note to an acknowledgement."""

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
