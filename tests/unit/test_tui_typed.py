"""Keys that wait for the one before them."""

import pytest
from textual import events
from textual.app import App

from opsdash.tui import typed
from opsdash.tui.typed import Done, Typed


class Lossy(App[int]):
    """Word of a key that has been dealt with never arrives, as from a screen that closes."""

    def __init__(self) -> None:
        super().__init__()
        self.typed = Typed(self)
        self.taken = ""

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            await self.typed.take(event, super().on_event)
        else:
            await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        self.taken += event.key

    def on_done(self, done: Done) -> None:
        return


async def test_keys_are_taken_in_their_order_though_word_of_them_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typed, "PATIENCE", 0.02)
    app = Lossy()
    async with app.run_test() as pilot:
        for key in "abcd":
            app.post_message(events.Key(key, key))
        for _ in range(100):
            await pilot.pause(0.02)
            if len(app.taken) == 4:
                break
        assert app.taken == "abcd"
