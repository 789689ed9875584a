"""Tokens and passwords: from environment variables or from a file that nobody else can read; never printed."""

import os
import stat
from pathlib import Path

from opsdash.sources.failures import FetchError
from opsdash.sourcespec import LoginSpec, SourceSpec

MOST = 8192
"""Longest token, user name or password."""


def token_of(spec: SourceSpec) -> str:
    """The bearer token of a source, "" when it has none. Read at every poll, so that a new one needs no restart.

    Raises FetchError with what to do.
    """
    if spec.token_env:
        token = _from_environment(spec.token_env, "token")
        where = f"the environment variable {spec.token_env}"
    elif spec.token_file:
        where = f"the token file {Path(spec.token_file).expanduser()}"
        token = _from_file(Path(spec.token_file).expanduser(), where)
    else:
        return ""
    token = token.strip()
    if not token.isascii() or not token.isprintable() or " " in token or not 0 < len(token) <= MOST:
        raise FetchError(f"No token can be what stands in {where}: it must be one word of plain characters.")
    return token


def login_of(spec: LoginSpec) -> tuple[str, str]:
    """User name and password of a source, read at every log-in. Raises FetchError with what to do."""
    if spec.login_file:
        path = Path(spec.login_file).expanduser()
        where = f"the log-in file {path}"
        user, _, password = _from_file(path, where).rstrip("\r\n").partition("\n")
        user = user.rstrip("\r")
    else:
        where = f"{spec.user_env} and {spec.password_env}"
        user = _from_environment(spec.user_env, "user name")
        password = _from_environment(spec.password_env, "password")
    if not all(part.isprintable() and 0 < len(part) <= MOST for part in (user, password)):
        raise FetchError(
            f"No user name and password can be what stands in {where}: each is one line of plain characters."
        )
    return user, password


def _from_environment(name: str, what: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise FetchError(f"The {what} is missing: the environment variable {name} is not set where the poller runs.")
    return value


def _from_file(path: Path, where: str) -> str:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)  # a pipe without a writer blocks
        with open(descriptor, "rb") as file:  # noqa: PTH123 - pathlib opens no descriptors
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise FetchError(f"{where[0].upper()}{where[1:]} is not a file.")
            if stat.S_IMODE(status.st_mode) & _forbidden(path):
                raise FetchError(f"Others can read {where}: chmod 600 it; until then it is not used.")
            return file.read(MOST + 2).decode("utf-8", "replace")
    except OSError as error:
        raise FetchError(f"Cannot read {where}: {error.strerror}.") from None


def _forbidden(path: Path) -> int:
    """The mode bits that a file with a secret may not have.

    What systemd hands a service (LoadCredential) lies in a folder of that service alone, and shows 0440 where an
    access list lets the service's user in (systemd/systemd#29435).
    """
    handed = os.environ.get("CREDENTIALS_DIRECTORY")
    if handed and path.parent == Path(handed):
        return stat.S_IWGRP | stat.S_IXGRP | stat.S_IRWXO
    return stat.S_IRWXG | stat.S_IRWXO
