"""Keys typed ahead: each key is taken in when all that the key before it set off has been done.

Textual hands a key to the widget that has the focus when the key arrives. Over a slow line several arrive at once,
and what the first one opens does not have the focus yet: `/` and the letters after it would be letters for the list.
"""

from collections import deque
from collections.abc import Awaitable, Callable

from textual import events
from textual.app import App
from textual.message import Message
from textual.timer import Timer

PATIENCE = 0.5
"""Seconds that a key waits at most for the one before it, should that one's way end at a closing screen."""


ROUNDS = 2
"""Times that word goes the way of a key: behind the key itself, and behind what its widget said because of it."""


class Done(Message, bubble=True):
    """Goes the way of a key, behind it: when it arrives at the app, the key has been dealt with."""

    def __init__(self, number: int) -> None:
        """`number` of the round."""
        super().__init__()
        self.number = number


class Typed:
    """The keys that wait for the one before them."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._waiting: deque[events.Key] = deque()
        self._round = 0
        self._patience: Timer | None = None

    async def take(self, event: events.Key, hand_on: Callable[[events.Event], Awaitable[None]]) -> None:
        """Let the app `hand_on` a key, now or when its turn has come."""
        if event.is_forwarded:  # it went all the way up and is dealt with here: no need to wait for word
            await hand_on(event)
            self._went(1)
        elif self._round:
            self._waiting.append(event)
            self._be_patient()
        else:
            await hand_on(event)
            self._send(1)

    def on_done(self, done: Done) -> None:
        """Word has arrived."""
        self._went(done.number)

    def _send(self, number: int) -> None:
        """Send word behind the key, or behind what came of it."""
        self._round = number
        (self._app.focused or self._app.screen).post_message(Done(number))

    def _went(self, number: int) -> None:
        """Once more; then the screen now in sight is built and gets its focus before the next key."""
        if number != self._round:
            return
        if number < ROUNDS:
            self._send(number + 1)
        else:
            self._app.screen.call_later(self._app.call_later, self._next)

    async def _next(self) -> None:
        self._round = 0
        if self._patience:
            self._patience.stop()
            self._patience = None
        if self._waiting:
            await self._app.on_event(self._waiting.popleft())
        if self._waiting:
            self._be_patient()

    def _be_patient(self) -> None:
        """See to it that the keys that wait do not wait for ever."""
        self._patience = self._patience or self._app.set_timer(PATIENCE, self._next)
