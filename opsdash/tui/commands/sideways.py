"""The views that have days, an axis or a floor: left and right, where the shown time goes first, and other looks."""

from typing import TYPE_CHECKING, ClassVar

from opsdash.tui.commands.base import Command

if TYPE_CHECKING:
    from opsdash.tui.app import OpsdashApp

MINUTES = 15
"""By how much the shown time moves."""


class Sideways(Command):
    """A step to the left or to the right.

    Attributes:
        step: -1 or 1.
    """

    palette = False
    step: ClassVar[int]

    @classmethod
    def why_not(cls, app: "OpsdashApp") -> str | None:
        from opsdash.tui.screens.sideways import SidewaysView

        return None if app.travel else app.view_of(SidewaysView).why_not_sideways(cls.step)

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        from opsdash.tui.screens.sideways import SidewaysView

        if app.travel:
            app.scrub(cls.step * MINUTES)
        else:
            app.view_of(SidewaysView).sideways(cls.step)


class Look(Command):
    """Another look at what there is, or at some of it only."""

    footer = True

    @classmethod
    def why_not(cls, app: "OpsdashApp") -> str | None:
        from opsdash.tui.screens.sideways import SidewaysView

        return app.view_of(SidewaysView).why_not_anything()
