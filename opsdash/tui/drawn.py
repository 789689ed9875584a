"""Widgets that draw spans of text and repaint only the cells that changed.

Textual repaints dirty regions and does not compare frames, so a widget that refreshes itself sends itself
whole. `Drawn` keeps what each line shows, and on `redraw` marks the cells from the first difference to the
last: an equal line costs nothing, a changed word its own bytes.
"""

from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from opsdash.render.cells import clusters
from opsdash.render.rows import Spans
from opsdash.tui.themes import Palette, palette_of

Shown = tuple[Spans, bool, bool]
"""What a line shows: its spans, whether it is under the cursor, whether it is faded."""


class Drawn(Widget):
    """A widget made of lines of spans.

    A subclass gives `shown`, and calls `redraw` when its data changed. (Textual 8.2 sends a dirty line from its
    widget's left edge on, so narrow widgets are cheap ones.)
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id, classes=classes)
        self._lines: dict[int, Shown] = {}
        self._ground = Style.null()

    def shown(self, y: int, cells: int, /) -> Shown:
        """What line `y` of the visible area shows in `cells` cells."""
        raise NotImplementedError

    @property
    def palette(self) -> Palette:
        """The styles of the theme in use."""
        return palette_of(self.app.current_theme, self.app.theme_variables)

    @property
    def cells(self) -> int:
        """Cells in a line, less a scrollbar's."""
        return self.scrollable_content_region.width

    def redraw(self) -> None:
        """Repaint the cells that now differ from what was painted last."""
        cells = self.cells
        for y, old in list(self._lines.items()):
            if y >= self.size.height:
                del self._lines[y]
                continue
            new = self.shown(y, cells)
            if new != old:
                self._lines[y] = new
                first, last = difference(old, new)
                if last > first:
                    self.refresh(Region(first, y, last - first, 1))

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of `crop`, for Textual; what all of them stand on is worked out once."""
        self._ground = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Line `y`, for Textual."""
        cells = self.cells
        self._lines[y] = line = self.shown(y, cells)
        spans, selected, faded = line
        palette = self.palette
        ground = self._ground + palette.cursor if selected else self._ground
        segments: list[Segment] = []
        for text, role in spans:
            plain = selected and palette.cursor.reverse  # colours make patches of a reversed line
            style = ground if plain else ground + palette.style(role, faded)
            last = segments[-1] if segments else None
            if last and last.style and (last.style == style or _blank_alike(text, last.style, style)):
                segments[-1] = Segment(last.text + text, last.style)  # a blank needs no colours of its own
            else:
                segments.append(Segment(text, style))
        return Strip(segments, cells)

    def render(self) -> str:
        """Nothing: lines are drawn one by one."""
        return ""


def _blank_alike(text: str, before: Style, style: Style) -> bool:
    """Whether `text` is blank and looks the same in the style before it."""
    alike = (before.bgcolor, before.underline) == (style.bgcolor, style.underline)
    return text.isspace() and alike and not before.reverse and not style.reverse


def difference(old: Shown, new: Shown) -> tuple[int, int]:
    """The cells from the first to the last (exclusive) that `new` shows otherwise than `old`; none where only the
    spans are cut otherwise."""
    before, after = list(_cells(old)), list(_cells(new))
    size = max(len(before), len(after))
    before += [None] * (size - len(before))
    after += [None] * (size - len(after))
    first = next((at for at in range(size) if before[at] != after[at]), size)
    last = next((at for at in range(size, first, -1) if before[at - 1] != after[at - 1]), first)
    return first, last


def _cells(line: Shown) -> Iterator[tuple[str, str, bool, bool] | None]:
    """One entry for each cell; the second cell of a wide character repeats the first."""
    spans, selected, faded = line
    for text, role in spans:
        if text.isascii():
            for char in text:
                yield char, role, selected, faded
            continue
        for cluster, cells in clusters(text):
            for _ in range(cells):
                yield cluster, role, selected, faded
