"""The demo's media centre for a week: a new summit day each day, and a count of how often it was asked.

    python -m tests.weekserver SEED

Runs on the clock of OPSDASH_CLOCK. Says its API's address on stdout; `/polls` below its root answers the count; ends
with its standard input.
"""

import socket
import sys
import threading
from datetime import timedelta
from typing import Any

import uvicorn

from opsdash import timing
from opsdash.demo.api import create_app
from opsdash.demo.scenario import Scenario

DAY = timedelta(days=1)
COUNTED = "/api/contacts"
"""A small resource of one page: every poll asks for it once."""


class Week:
    """An ASGI application that hands requests to the demo's of the day."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._start = timing.now()
        self._day = 0
        self._app = self._of(0)
        self.polls = 0

    def _of(self, day: int) -> Any:
        return create_app(Scenario(self._seed + day, self._start + day * DAY), control=True)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request."""
        if scope["path"] == "/polls":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": str(self.polls).encode()})
            return
        self.polls += scope["path"] == COUNTED
        day = (timing.now() - self._start) // DAY
        if day != self._day:
            self._day, self._app = day, self._of(day)
        await self._app(scope, receive, send)


def main() -> None:
    """Serve until standard input ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(Week(int(sys.argv[1])), access_log=False, log_level="warning", lifespan="off", ws="none")
    server = uvicorn.Server(config)

    def watch() -> None:
        sys.stdin.read()
        server.should_exit = True

    threading.Thread(target=watch, daemon=True).start()
    print(f"http://127.0.0.1:{listener.getsockname()[1]}/api", flush=True)
    server.run(sockets=[listener])


if __name__ == "__main__":
    main()
