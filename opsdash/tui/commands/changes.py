"""What can be done where the changes are listed."""

from typing import TYPE_CHECKING

from opsdash.tui.commands.base import Command

if TYPE_CHECKING:
    from opsdash.tui.app import OpsdashApp


class ChangesSeen(Command):
    """Mark the changes that are shown as seen; what comes after is new."""

    id, key, label, footer, view, group = "changes-seen", "m", "mark seen", True, "changes", "Changes"

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        from opsdash.tui.screens.changes import ChangesView

        app.view_of(ChangesView).set_mark()


class ChangesKind(Command):
    """Only the changes of one kind of record; again: of the next kind."""

    id, key, label, footer, view, group = "changes-kind", "f", "kind", True, "changes", "Changes"

    @classmethod
    def why_not(cls, app: "OpsdashApp") -> str | None:
        from opsdash.tui.screens.changes import ChangesView

        board = app.view_of(ChangesView).board
        return None if board and board.changes else "There is no change whose kind could be chosen."

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        from opsdash.tui.screens.changes import ChangesView

        app.view_of(ChangesView).next_kind()


COMMANDS: tuple[type[Command], ...] = (ChangesSeen, ChangesKind)
