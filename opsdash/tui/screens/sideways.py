"""Views in which left and right do something."""

from opsdash.tui.screens.view import View


class SidewaysView(View):
    """A view with days, an axis or a floor."""

    def why_not_sideways(self, _step: int) -> str | None:
        """Why it cannot go further that way, a sentence; None when it can."""
        return None

    def sideways(self, step: int) -> None:
        """Go one step to the left (-1) or to the right (1)."""
        raise NotImplementedError
