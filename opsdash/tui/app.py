"""The app: commands, the tick, the way between screens. What is on a screen is the screen's own."""

import gc
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module
from typing import ClassVar, TypeVar

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.reactive import var
from textual.screen import Screen
from textual.timer import Timer

from opsdash.board.items import AlertItem, Board
from opsdash.tui import themes
from opsdash.tui.acknowledging import Acknowledging
from opsdash.tui.bell import Bell
from opsdash.tui.commands import COMMANDS, everywhere, first_key, key_elsewhere
from opsdash.tui.commands.everywhere import NOTHING_SELECTED
from opsdash.tui.data import BoardSource
from opsdash.tui.pacing import next_change
from opsdash.tui.rowlist import RowList
from opsdash.tui.screens.base import BoardScreen, bindings
from opsdash.tui.screens.overview import Overview
from opsdash.tui.screens.view import View
from opsdash.tui.terminal import is_gone, leave, on_end
from opsdash.tui.terminalapp import TerminalApp
from opsdash.tui.typed import Done, Typed
from opsdash.tui.views import VIEWS
from opsdash.tui.widgets.lines import AlertStrip
from opsdash.tui.widgets.picture import PictureView
from opsdash.tui.widgets.tabs import TabLine

FLASH_SECONDS = 6
V = TypeVar("V", bound=View)


class OpsdashApp(TerminalApp):
    """opsdash on a terminal.

    Attributes:
        source: where boards come from. keys: the configuration's keys by command id.
        acknowledging: what is done about alerts.
        travel: the instant shown instead of now, UTC.
    """

    TITLE = "opsdash"
    CSS_PATH = "screens/overview.tcss"  # Textual loads no CSS_PATH of a default screen
    ENABLE_COMMAND_PALETTE = False  # ours finds records too, and shows what was typed ahead of it
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(*(command.id for command in everywhere.COMMANDS if command.id != "detail")),  # the lists' Enter
        *bindings(*(f"view-{name}" for name in VIEWS)),
    ]
    DEFAULT_MODE = "overview"
    travel: var[datetime | None] = var(None, init=False)

    def __init__(
        self,
        source: BoardSource,
        *,
        theme: str = "opsdash-dark",
        keys: dict[str, str] | None = None,
        at: datetime | None = None,
        bell: bool = False,
        notify: str = "off",
    ) -> None:
        super().__init__()
        self.animation_level = "none"
        self.source = source
        self.keys = keys or {}
        self.overview = Overview()
        self._views: dict[str, View] = {"overview": self.overview}
        self.ringer = Bell(bell, notify)
        self.acknowledging = Acknowledging(self)
        self._marks: dict[str, datetime] = {}
        self._trouble = ""
        self._board: Board | None = None
        self._holds: tuple[datetime, datetime] | None = None  # from when until when the board is good
        self._flash_timer: Timer | None = None
        self._typed = Typed(self)
        self._begin_with(theme)
        self.set_reactive(OpsdashApp.travel, self.validate_travel(at))
        if self.keys:
            self.set_keymap(self.keys)

    def _begin_with(self, theme: str) -> None:
        """The first theme. Setting it the usual way has Textual parse every style sheet once more, and again for
        the first screen: a twentieth of the start-up."""
        for own in themes.OWN:
            self.register_theme(own)
        name = themes.PLAIN if self.no_color else theme if theme in themes.NAMED else themes.DARK.name
        if self.available_themes[name].ansi:
            self.theme = name
            return
        self.set_reactive(App.theme, name)
        dark = self.current_theme.dark
        self.update_classes({f"-theme-{name}": True, "-dark-mode": dark, "-light-mode": not dark}, update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    # --- the board ---------------------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[None]:
        """The overview, as the screen that the app begins with: a mode's screen is mounted, laid out and painted
        while the app still holds all output back, and then all over again."""
        return self._view("overview")

    def _view(self, name: str) -> View:
        """A view, made when it is first asked for, with its board, so that its first frame holds data."""
        if name not in self._views:
            module, _, made_by = VIEWS[name].screen.partition(":")
            self._views[name] = getattr(import_module(module), made_by)()
        if self._board is None:
            self.source.refresh()
            self._show_board()
        view = self._views[name]
        view.source = self.source
        view.remapped = self.keys
        view.marks = self._marks
        view.board = self._board
        view.show_news()
        view.arrange_for(self.size)
        return view

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The roles' colours in themes that do not know them."""
        if self.current_theme.variables.keys() >= themes.ROLES.keys():
            return {}  # working out a colour system costs start-up time
        system = self.current_theme.to_color_system().generate()
        return {role: system[stand_in] for role, stand_in in themes.ROLES.items()}

    def on_mount(self) -> None:
        """Begin to follow the clock and the store."""
        for name in VIEWS:
            self.add_mode(name, partial(self._view, name))
        on_end(self._end)
        self.call_after_refresh(self._settled)
        self.set_interval(1.0, self.tick)

    def _end(self) -> None:
        """Somebody wants us to end, or there is nobody left to show anything to."""
        if is_gone():
            self.source.stop()
            leave()
        self.exit(0)

    def _settled(self) -> None:
        """The first frame is out: what waited for it."""
        gc.freeze()
        gc.enable()
        self._tend()

    def _tend(self) -> None:
        trouble, self._trouble = self._trouble, self.source.tend()
        if self._trouble and self._trouble != trouble:
            self.flash(self._trouble, "bad")

    def tick(self) -> None:
        """Once a second: a new board if the store moved or the clock brings something new."""
        if not self.is_headless and is_gone():
            self._end()
        self._tend()
        moved = self.source.refresh()
        # A clock that was set back is before it: waiting for the end would freeze the screen for as long as that.
        if moved or not self._holds or not self._holds[0] <= self.source.now() < self._holds[1]:
            self._show_board()

    def look_again(self) -> None:
        """The board of now, after something was entered."""
        self.source.refresh()
        self._show_board()

    def _show_board(self) -> None:
        self._board = board = self.source.board(self.travel)
        real = self.source.now()
        self._holds = real, real + (timedelta(minutes=1) if board.asked else next_change(board) - board.now)
        self._ring(self.ringer.heard(board))
        for screen in self._screens():
            screen.board = board

    def _screens(self) -> Iterable[BoardScreen]:
        """The screens in sight: a view and what lies over it."""
        return (screen for screen in self.screen_stack if isinstance(screen, BoardScreen))

    def _ring(self, alerts: Sequence[AlertItem]) -> None:
        """Sound the bell and have the terminal notify."""
        if not alerts:
            return
        if self.ringer.sounds:
            self.bell()
        self.ask_terminal(self.ringer.notification(self._board.name if self._board else "", alerts))

    # --- keys --------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Keys one after the other; the rest as ever."""
        if isinstance(event, events.Key):
            await self._typed.take(event, super().on_event)
        else:
            await super().on_event(event)

    def on_done(self, message: Done) -> None:
        """A key has been dealt with."""
        self._typed.on_done(message)

    def on_key(self, event: events.Key) -> None:
        """A key that nothing here takes: say where it would do something."""
        if event.key not in self.screen.active_bindings and (said := key_elsewhere(event.key, self.keys)):
            self.flash(said)

    # --- commands ----------------------------------------------------------------------------------------

    def action_command(self, command_id: str) -> None:
        """Do a command, or say why not."""
        self._flash("", "")  # what was said about the one before has been read
        command = COMMANDS[command_id]
        if command.view and command.view != self.view.view:
            self.flash(f"Only in {VIEWS[command.view].label}: {first_key(f'view-{command.view}', self.keys)} first.")
        elif reason := command.why_not(self):
            self.flash(reason)
        else:
            command.run(self)

    def show_palette(self) -> None:
        """Every command and every record by name."""
        from opsdash.tui.screens.palette import Palette, follow

        if board := self._board:
            self.push_screen(Palette(self.source, lambda: self._board or board, self.keys), partial(follow, self))

    def action_help_quit(self) -> None:
        """Ctrl+C where it is no command: say how to leave."""
        self.flash(f"To leave press {first_key('quit', self.keys)}.")

    def flash(self, text: str, role: str = "soon") -> None:
        """Say `text` in the footer for a moment."""
        self._flash(text, role)
        if self._flash_timer:
            self._flash_timer.stop()
        self._flash_timer = self.set_timer(FLASH_SECONDS, lambda: self._flash("", ""))

    def _flash(self, text: str, role: str) -> None:
        for screen in self._screens():
            screen.flash(text, role)

    @property
    def here(self) -> BoardScreen:
        """The screen that keys act on."""
        return self.screen if isinstance(self.screen, BoardScreen) else self.view

    @property
    def selected_id(self) -> str:
        """The selected row's id."""
        return self.here.selected_id

    def show_help(self) -> None:
        """The keys, and the states of the panel that is worked in."""
        from opsdash.tui.screens.help import HelpScreen

        self._push(HelpScreen(self.view.view, self.view.topic, self.view.family))

    def show_detail(self, row_id: str) -> None:
        """Everything about a row."""
        from opsdash.tui.screens.detail import DetailScreen

        self._push(DetailScreen(row_id.partition("@")[0]))

    def show_list(self, name: str) -> None:
        """A panel by itself: alerts, changes, sources."""
        from opsdash.tui.screens.listing import ListScreen

        self._push(ListScreen(name, may_write=self.source.why_not_write() is None))

    def _push(self, screen: BoardScreen) -> None:
        self._flash("", "")
        if type(screen) is type(self.screen):
            self.pop_screen()
        screen.remapped = self.keys
        screen.board = self._board
        self.push_screen(screen)

    @property
    def view(self) -> View:
        """The view in sight, also when something lies over it."""
        return self._views[self.current_mode]

    def view_of(self, made_by: type[V]) -> V:
        """The view in sight, for a command that works in no other."""
        if not isinstance(self.view, made_by):
            raise TypeError(f"{self.view.view} is shown")
        return self.view

    def show_view(self, name: str) -> None:
        """Close whatever lies over the view in sight, and show another."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        view = self._view(name)
        if name != self.current_mode:
            self._flash("", "")  # what was said about the one view is not about the other
            self.switch_mode(name)
        view.entered()

    def back(self) -> None:
        """One step back: a screen, what was narrowed in a view, another time, another view."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        elif self.view.step_back():
            return
        elif self.travel:
            self.travel = None
        elif self.view is self.overview:
            self.flash(f"There is nothing to go back from: {first_key('quit', self.keys)} leaves.")
        else:
            self.show_view("overview")

    def copy_sentence(self) -> None:
        """The selected row's sentence to the clipboard, and shown, since a terminal may refuse."""
        if sentence := self.here.sentence:
            self.copy_to_clipboard(sentence)
            self.flash(f"Copied: {sentence} (unless your terminal refuses)", "good")

    def ask_theme(self) -> None:
        """Let other colours be chosen."""
        from opsdash.tui.screens.themepicker import theme_picker, wear

        self.push_screen(theme_picker(self.theme), partial(wear, self))

    # --- time --------------------------------------------------------------------------------------------

    def validate_travel(self, at: datetime | None) -> datetime | None:
        """In UTC: times of one zone move and compare as wall clocks in Python, so that where the clocks are put back
        an hour would be missed, and its second half-past be the same as its first."""
        return at and at.astimezone(UTC)

    def watch_travel(self) -> None:
        """Another time, or back to now."""
        self._show_board()

    def ask_time(self) -> None:
        """Ask for the time to show."""
        from opsdash.tui.screens.timeprompt import TimePrompt

        self.push_screen(TimePrompt(self.source.tz, self.source.now()), self._go)

    def _go(self, at: datetime | None) -> None:
        if at is not None:
            self.travel = at

    def scrub(self, minutes: int) -> None:
        """The shown time moved by `minutes`."""
        if self.travel:
            self.travel += timedelta(minutes=minutes)  # exact: it is UTC

    # --- what is said and clicked ------------------------------------------------------------------------

    def on_row_list_selected(self, message: RowList.Selected) -> None:
        """Enter on a row, or where there is none."""
        if message.row_id:
            self.show_detail(message.row_id)
        else:
            self.flash(NOTHING_SELECTED)

    def on_picture_view_selected(self, message: PictureView.Selected) -> None:
        """Enter on what is no row, or where there is nothing."""
        if message.record_id:
            self.show_detail(message.record_id)
        else:
            self.flash(NOTHING_SELECTED)

    def on_board_screen_said(self, message: BoardScreen.Said) -> None:
        """A screen has something to say."""
        self.flash(message.text)

    def on_alert_strip_clicked(self, _message: AlertStrip.Clicked) -> None:
        """A click on the alerts."""
        self.show_list("alerts")

    def on_tab_line_clicked(self, message: TabLine.Clicked) -> None:
        """A click on a view's name."""
        self.show_view(message.view)
