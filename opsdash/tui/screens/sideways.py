"""Views in which left and right do something, with lines drawn for the width there is."""

from textual.geometry import Size

from opsdash.tui.screens.view import View


class SidewaysView(View):
    """A view with days, an axis or a floor.

    Attributes:
        room: the terminal's size.
    """

    def __init__(self) -> None:
        super().__init__()
        self.room = Size(80, 24)

    def fit_to(self, size: Size) -> None:
        self.room = size

    def why_not_sideways(self, _step: int) -> str | None:
        """Why it cannot go further that way, a sentence; None when it can."""
        return self.why_not_anything()

    def why_not_anything(self) -> str | None:
        """Why there is nothing here that a key could narrow or move, a sentence; None when there is."""
        return None

    def sideways(self, step: int) -> None:
        """Go one step to the left (-1) or to the right (1)."""
        raise NotImplementedError
