"""`opsdash demo`: the API in a process of its own, a temporary store, and nothing left behind."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from opsdash import timing
from opsdash.config import FILE_NAME
from opsdash.demo.cast import PLACE, SOURCE, SUMMIT, ZONE
from opsdash.demo.running import FOLDER_PREFIX, announce
from opsdash.exitcodes import CONFIGURATION, UNAVAILABLE, USAGE

EVERY = 2.0
"""Real seconds between two polls, however much faster the day passes."""
SLOWEST, FASTEST = 0.01, 3600
"""How fast the day of a demo may pass."""
PATIENCE = 5.0
"""Seconds the server has to end by itself."""

NEEDS = ("litestar", "uvicorn")
ADVICE = "opsdash: the demo's server is not installed; add it with: pip install 'opsdash[demo]'"


class DemoFailed(Exception):
    """The server did not start; says why."""


class DemoOptions(NamedTuple):
    """How the demo is to run.

    Attributes:
        seed: of the scenario. start: the instant it starts at, UTC. speed: how fast time passes.
        clocked: whether that is another time than the machine's. port: 0 for a free one.
        serve_only: no dashboard. control: offer the control requests.
    """

    seed: int
    start: datetime
    speed: float
    clocked: bool
    port: int
    serve_only: bool
    control: bool

    @classmethod
    def of(cls, options: Namespace) -> "DemoOptions":
        """From the command line. Raises ValueError with a sentence."""
        now = timing.now()
        at: str | None = getattr(options, "at", None)
        start = timing.parse_instant(at, timing.zone_of(ZONE), now) if at else now
        least = 0 if options.serve_only else SLOWEST  # an API alone may stand still; a dashboard then shows nothing
        if not least <= options.speed <= FASTEST:
            raise ValueError(f"--speed {options.speed:g}: from {least:g} to {FASTEST} times as fast as the clock")
        if not 0 <= options.port <= 65535:
            raise ValueError(f"--port {options.port}: from 0 (a free one) to 65535")
        clocked = at is not None or options.speed != 1.0
        return cls(options.seed, start, options.speed, clocked, options.port, options.serve_only, options.control)


def run_demo(options: Namespace, show: Callable[[Path], int]) -> int:
    """Run the embedded media centre around `show`; returns the exit code.

    `show` is handed the path of a configuration whose one source is the media centre. While it runs, and in
    what it starts, OPSDASH_CLOCK holds the demo's clock if `--at` or `--speed` asked for another time. SIGTERM
    and SIGHUP end the demo as an exception would, so that everything is cleaned up. `options` holds seed,
    speed, at (may be missing), port, serve_only and control.
    """
    if any(find_spec(name) is None for name in NEEDS):
        return _fail(ADVICE, CONFIGURATION)
    try:
        wanted = DemoOptions.of(options)
    except ValueError as error:
        return _fail(f"opsdash: {error}", USAGE)
    with _clock(wanted):
        if wanted.serve_only:
            return _serve_only(wanted)
        try:
            with _ending_on_signals(), _folder() as folder, _server(wanted, folder) as address:
                return show(_configuration(folder, address, wanted.speed))
        except DemoFailed as failed:
            return _fail(f"opsdash: {failed}", UNAVAILABLE)


def _fail(sentence: str, code: int) -> int:
    sys.stderr.write(f"{sentence}\n")
    return code


@contextlib.contextmanager
def _clock(wanted: DemoOptions) -> Iterator[None]:
    """The demo's time, for this process and those it starts."""
    before = os.environ.get(timing.CLOCK_VARIABLE)
    if wanted.clocked:
        os.environ[timing.CLOCK_VARIABLE] = str(timing.Clock.starting(wanted.start, wanted.speed))
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(timing.CLOCK_VARIABLE, None)
        else:
            os.environ[timing.CLOCK_VARIABLE] = before


@contextlib.contextmanager
def _ending_on_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP raise SystemExit, so that what is open is closed."""

    def end(number: int, _frame: FrameType | None) -> None:
        for other in before:
            signal.signal(other, signal.SIG_IGN)  # the cleaning up is not to be interrupted
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _configuration(folder: Path, address: str, speed: float) -> Path:
    """Write opsdash.toml for the demo, and let others find it."""
    text = json.dumps  # a TOML basic string is written like a JSON one
    path = folder / FILE_NAME
    path.write_text(
        f"""\
[event]
id = "demo"
name = {text(SUMMIT)}
zone = {text(ZONE)}
place = {text(PLACE)}

[store]
folder = {text(str(folder / "store"))}

[[source]]
name = {text(SOURCE)}
kind = "opsdash"
url = {text(address)}
every = "{max(1, round(EVERY * speed))}s"
""",
        encoding="utf-8",
    )
    announce(folder)
    return path


@contextlib.contextmanager
def _server(wanted: DemoOptions, folder: Path) -> Iterator[str]:
    """The API in a process of its own; gives its address. Raises DemoFailed.

    The child holds the read end of a pipe that only we can write: whatever ends us ends it, and it then
    removes the folder. It has a session of its own, so that keys typed at the terminal do not reach it, and imports
    nothing from the folder that the demo was started in (-P).
    """
    command = [
        sys.executable, "-P", "-m", "opsdash.demo.server", f"--port={wanted.port}", f"--seed={wanted.seed}",
        f"--child-of={folder}", *([f"--at={wanted.start.isoformat()}"] if wanted.clocked else []),
        *(["--control"] if wanted.control else []),
    ]  # fmt: skip
    log = folder / "server.log"
    with log.open("wb") as errors:
        child = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, start_new_session=True
        )
    try:
        assert child.stdout  # noqa: S101  # it is a pipe
        address = child.stdout.readline().decode().strip()
        if not address:
            child.wait(PATIENCE)
            said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            raise DemoFailed(f"the demo's server did not start: {said[-1] if said else 'it said nothing'}")
        yield address
    finally:
        _end(child)


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End the server; killing is for one that hangs. Its stdin stays open until it has gone: the folder is ours."""
    child.terminate()
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe:
            pipe.close()


def _serve_only(wanted: DemoOptions) -> int:
    from opsdash.demo.server import PortTaken, serve

    sys.stderr.write(
        "The demo's media centre. Its address follows on stdout; below it: facilities, events, spaces, bookings,\n"
        "pools, deadlines, contacts, notices, news, answers. The OpenAPI document is at /schema/openapi.json.\n"
        "To poll it:\n\n"
        '    [[source]]\n    name = "demo"\n    kind = "opsdash"\n    url = "<the address>"\n    every = "2s"\n\n'
        "Ctrl+C ends it.\n"
    )
    sys.stderr.flush()
    try:
        serve(wanted.port, wanted.seed, wanted.speed, wanted.start if wanted.clocked else None, wanted.control)
    except PortTaken as taken:
        return _fail(f"opsdash: {taken}", UNAVAILABLE)
    return 0
