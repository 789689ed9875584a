"""What every server needs: an environment of its own, a process that ends with its block, requests without a proxy."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from filelock import FileLock

from tests.support import wait_until

READY_IN = 120.0
"""Seconds; seen: 3 on an idle machine."""
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Answer(NamedTuple):
    """An answer; status 0 where nothing answers."""

    status: int
    body: bytes = b""
    etag: str = ""


class Unavailable(Exception):
    """A server cannot be had on this machine; the text says why."""


class Failed(Exception):
    """A program did not do what it is for; the text holds its last lines."""


def cache() -> Path:
    """The folder that is kept between runs."""
    folder = Path(os.environ.get("OPSDASH_SERVERS") or Path.home() / ".cache" / "opsdash-servers")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def environment(*requirements: str) -> Path:
    """The folder of the programs of an environment that holds `requirements`, the first of which names it.

    Raises Unavailable.
    """
    folder = cache() / requirements[0].replace("==", "-")
    complete = folder / "complete"
    wanted = "\n".join((sys.version, *requirements))
    with FileLock(f"{folder}.lock"):
        if not complete.exists() or complete.read_text() != wanted:
            began = time.monotonic()
            shutil.rmtree(folder, ignore_errors=True)
            try:
                run([sys.executable, "-m", "venv", str(folder)])
                run([str(folder / "bin" / "pip"), "install", "-q", *requirements])
            except Failed as reason:
                raise Unavailable(str(reason)) from None
            complete.write_text(wanted)
            print(f"{requirements[0]} installed in {time.monotonic() - began:.0f} s")
    return folder / "bin"


def run(words: Sequence[str], env: Mapping[str, str] | None = None, text: str = "", user: str | None = None) -> str:
    """What a program says when it ends well. Raises Failed when it does not."""
    whole = {**os.environ, **(env or {})}
    try:
        done: subprocess.CompletedProcess[str] = subprocess.run(
            words, env=whole, input=text, capture_output=True, text=True, **_as(user)
        )
    except OSError as error:
        raise Failed(f"{words[0]}: {error.strerror}") from None
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        raise Failed(f"{' '.join(words[:4])[:200]} ended with {done.returncode}:\n{last}")
    return done.stdout


def _as(user: str | None) -> dict[str, Any]:
    """What runs a program as another user, who may not be allowed to be where we are."""
    return {"user": user, "group": user, "extra_groups": (), "cwd": "/"} if user else {}


@contextlib.contextmanager
def running(
    words: Sequence[str],
    log: Path,
    env: Mapping[str, str] | None = None,
    user: str | None = None,
    end: signal.Signals = signal.SIGTERM,
) -> Iterator["subprocess.Popen[bytes]"]:
    """A program that runs until the block ends, then by the signal `end`; what it says goes to `log`."""
    whole = {**os.environ, **(env or {})}
    with log.open("wb") as out:
        process = subprocess.Popen(words, env=whole, stdin=subprocess.DEVNULL, stdout=out, stderr=out, **_as(user))
    try:
        yield process
    finally:
        process.send_signal(end)
        try:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(15)
        finally:  # a second Ctrl+C included
            process.kill()
            process.wait(10)


def until_answers(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until something answers at `url`. Raises Failed when the process ends instead."""
    until(lambda: send("GET", url).status != 0, process, log)


def until(ready: Callable[[], bool], process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until a server is ready. Raises Failed when its process ends instead."""
    wait_until(lambda: process.poll() is not None or ready(), READY_IN)
    if process.poll() is not None:
        raise Failed(f"it ended with {process.returncode}:\n{log.read_text(errors='replace')[-1500:]}")


def send(method: str, url: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
    """What is answered; `body` goes as JSON."""
    data = None if body is None else json.dumps(body).encode()
    sent = {"Content-Type": "application/json", **(headers or {})}
    request = urllib.request.Request(url, data, sent, method=method)
    try:
        with _OPENER.open(request, timeout=60) as response:
            return Answer(response.status, response.read(), response.headers.get("ETag", ""))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.read())
    except OSError:
        return Answer(0)
