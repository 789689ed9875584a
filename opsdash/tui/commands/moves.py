"""What can be done in whatever has a cursor: it does so itself."""

from typing import ClassVar

from opsdash.tui.commands.base import Command


class Move(Command):
    """The cursor elsewhere.

    Attributes:
        action: what it is there.
    """

    group, palette = "Moving in a list", False
    action: ClassVar[str]


class Next(Move):
    """Next row."""

    id, key, label, action = "row-next", "down,j", "next row", "move(1)"


class Previous(Move):
    """Previous row."""

    id, key, label, action = "row-previous", "up,k", "previous row", "move(-1)"


class PageDown(Move):
    """Page down."""

    id, key, label, action = "page-down", "pagedown,ctrl+f", "page down", "page(1)"


class PageUp(Move):
    """Page up."""

    id, key, label, action = "page-up", "pageup,ctrl+b", "page up", "page(-1)"


class First(Move):
    """First row."""

    id, key, label, action = "row-first", "home,g", "first row", "jump(0)"


class Last(Move):
    """Last row."""

    id, key, label, action = "row-last", "end,G", "last row", "jump(-1)"


COMMANDS: tuple[type[Move], ...] = (Next, Previous, PageDown, PageUp, First, Last)
