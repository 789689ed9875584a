"""The demo's server: the API on a loopback port, in a process of its own that never outlives its parent."""

import argparse
import contextlib
import errno
import os
import shutil
import socket
import sys
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import uvicorn

from opsdash import timing
from opsdash.demo.api import create_app
from opsdash.demo.running import FOLDER_PREFIX
from opsdash.demo.scenario import Scenario

HOST = "127.0.0.1"
GRACE = 1
"""Seconds that requests under way have to finish."""

SWEEPS = 30
"""Times, a second apart, that the folder of a killed parent is tried to be removed."""


class PortTaken(Exception):
    """The port cannot be listened on; says why, and what to do."""


class Announcing(uvicorn.Server):
    """Says its address on stdout, one line, when it is ready."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self.address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        with contextlib.suppress(BrokenPipeError):  # the parent has gone: the end of stdin will tell
            sys.stdout.write(f"{self.address}\n")
            sys.stdout.flush()


def serve(
    port: int = 0,
    seed: int = 1,
    speed: float = 1.0,
    at: datetime | None = None,
    control: bool = False,
    child_of: Path | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT. Raises PortTaken.

    Args:
        port: 0 for a free one. The address is the one line on stdout.
        seed: of the scenario. control: offer the control requests.
        at: the instant the scenario starts at; now when None. speed: how fast time passes. Both set the
            process's clock unless the environment has.
        child_of: this is a child: end when stdin ends, and remove this temporary folder then.
    """
    start = at or timing.now()
    if (at or speed != 1.0) and timing.CLOCK_VARIABLE not in os.environ:
        os.environ[timing.CLOCK_VARIABLE] = str(timing.Clock.starting(start, speed))
    app = create_app(Scenario(seed, start), control)
    listener = _listen(port)
    config = uvicorn.Config(
        app, access_log=False, log_level="warning", lifespan="off", ws="none", timeout_graceful_shutdown=GRACE
    )
    server = Announcing(config, f"http://{HOST}:{listener.getsockname()[1]}/api")
    orphaned = threading.Event()
    if child_of:
        threading.Thread(target=_await_parents_end, args=(server, orphaned), daemon=True).start()
    server.run(sockets=[listener])
    if child_of and orphaned.is_set():
        _sweep(child_of)


def _sweep(folder: Path) -> None:
    """Remove the folder of a parent that was killed, again until its other children have stopped writing there."""
    if not folder.name.startswith(FOLDER_PREFIX):
        return
    for _ in range(SWEEPS):
        shutil.rmtree(folder, ignore_errors=True)
        threading.Event().wait(1)
        if not folder.exists():
            return


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
        raise PortTaken(f"port {port} of {HOST} {why}: choose another, or leave --port out for a free one.") from None
    return listener


def _await_parents_end(server: uvicorn.Server, orphaned: threading.Event) -> None:
    """stdin is a pipe that only the parent holds: it ends with the parent, however that ended."""
    while os.read(0, 1024):
        pass
    orphaned.set()
    server.should_exit = True


def main(argv: Sequence[str] | None = None) -> int:
    """The child's entry: `python -m opsdash.demo.server`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--at", type=datetime.fromisoformat)
    parser.add_argument("--control", action="store_true")
    parser.add_argument("--child-of", type=Path, metavar="FOLDER")
    options = parser.parse_args(argv)
    try:
        serve(**vars(options))
    except PortTaken as taken:
        sys.stderr.write(f"{taken}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
