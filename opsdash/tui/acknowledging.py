"""Acknowledging an alert, and taking that back: which alert, the question, where the cursor goes after it."""

from typing import TYPE_CHECKING

from opsdash.board.items import AlertItem
from opsdash.render.summary import open_alerts
from opsdash.tui.screens.base import BoardScreen

if TYPE_CHECKING:
    from opsdash.tui.app import OpsdashApp


class Acknowledging:
    """What the app does about alerts."""

    def __init__(self, app: "OpsdashApp") -> None:
        self._app = app

    @property
    def _alerts(self) -> tuple[AlertItem, ...]:
        board = self._app.view.board
        return board.alerts if board else ()

    @property
    def seen(self) -> AlertItem | None:
        """The selected alert, if it is acknowledged."""
        selected = self._app.selected_id
        return next((a for a in self._alerts if a.id == selected and a.state == "acknowledged"), None)

    @property
    def at_hand(self) -> AlertItem | None:
        """The selected alert if one is selected, else the most urgent one nobody has acknowledged; None where
        the selected one is acknowledged already."""
        board = self._app.view.board
        waiting = open_alerts(board) if board and not self.seen else ()
        selected = self._app.selected_id
        return next(iter([a for a in waiting if selected in (a.id, a.subject)] or waiting), None)

    def ask(self) -> None:
        """Ask for a note, then acknowledge the alert at hand; where the selected one is acknowledged, whether to take
        that back."""
        from opsdash.tui.screens.noteprompt import NotePrompt, TakeBackPrompt

        if seen := self.seen:
            self._app.push_screen(TakeBackPrompt(seen), lambda sure: self._take_back(seen, sure))
        elif alert := self.at_hand:
            who = self._app.source.who
            self._app.push_screen(NotePrompt(alert, who), lambda note: self._acknowledge(alert, note))

    def _acknowledge(self, alert: AlertItem, note: str | None) -> None:
        if note is None:
            return
        trouble = self._app.source.acknowledge(alert, note)
        if not trouble:
            self._move_on(alert)
        self._say(trouble, f"Acknowledged: {alert.sentence}")

    def _take_back(self, alert: AlertItem, sure: bool | None) -> None:
        if sure:
            self._say(self._app.source.take_back(alert), f"No longer acknowledged: {alert.sentence}")

    def _say(self, trouble: str, done: str) -> None:
        self._app.flash(trouble or done, "bad" if trouble else "good")
        self._app.look_again()

    def _move_on(self, alert: AlertItem) -> None:
        """The cursor to the next alert that nobody has seen, else to the row that takes the place of this one: the
        alert itself goes to the end."""
        at = next((at for at, one in enumerate(self._alerts) if one.id == alert.id), 0)
        rest = (*self._alerts[at + 1 :], *self._alerts[:at])
        following = next((one for one in rest if one.state == "new"), None) or next(iter(self._alerts[at + 1 :]), None)
        for screen in self._app.screen_stack:
            rows = screen.rows if isinstance(screen, BoardScreen) else None
            if rows and following and rows.highlighted == alert.id:
                rows.stand_on(following.id)
