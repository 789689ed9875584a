"""Tokens: from an environment variable or from a file that nobody else can read; never printed."""

import os
import stat
from pathlib import Path

from opsdash.sources.failures import FetchError
from opsdash.sourcespec import SourceSpec

MOST = 8192
"""Longest token."""


def token_of(spec: SourceSpec) -> str:
    """The bearer token of a source, "" when it has none. Read at every poll, so that a new one needs no restart.

    Raises FetchError with what to do.
    """
    if spec.token_env:
        token = os.environ.get(spec.token_env, "")
        where = f"the environment variable {spec.token_env}"
        if not token:
            raise FetchError(f"The token is missing: {where} is not set where the poller runs.")
    elif spec.token_file:
        where = f"the token file {Path(spec.token_file).expanduser()}"
        token = _from_file(Path(spec.token_file).expanduser(), where)
    else:
        return ""
    token = token.strip()
    if not token.isascii() or not token.isprintable() or " " in token or not 0 < len(token) <= MOST:
        raise FetchError(f"No token can be what stands in {where}: it must be one word of plain characters.")
    return token


def _from_file(path: Path, where: str) -> str:
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise FetchError(f"{where[0].upper()}{where[1:]} is not a file.")
            if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise FetchError(f"Others can read {where}: chmod 600 it; until then it is not used.")
            return file.read(MOST + 2).decode("utf-8", "replace")
    except OSError as error:
        raise FetchError(f"Cannot read {where}: {error.strerror}.") from None
