"""A throw-away sshd on loopback, with keys of its own, and how to reach it with ssh."""

import contextlib
import getpass
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.support import wait_until

SSHD = shutil.which("sshd") or next((path for path in ("/usr/sbin/sshd",) if Path(path).exists()), "")
CLIENT = shutil.which("ssh") or ""
READY_IN = 10.0
"""Seconds; seen: 0.35."""


class Sshd(NamedTuple):
    """A running sshd: its process, its folder (keys, log), the port it listens on."""

    process: "subprocess.Popen[bytes]"
    folder: Path
    port: int

    def ssh(self, *words: str, options: Sequence[str] = ("-tt",)) -> list[str]:
        """The command that logs in as the user who runs the tests and runs `words` there."""
        return [
            CLIENT, "-F", "/dev/null", "-q", *options, "-i", str(self.folder / "user_key"),
            "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
            "-p", str(self.port), "127.0.0.1", *words,
        ]  # fmt: skip

    @property
    def log(self) -> str:
        """What sshd said so far."""
        return (self.folder / "log").read_text()


@contextlib.contextmanager
def sshd(folder: Path, *lines: str) -> Iterator[Sshd]:
    """An sshd whose configuration ends with `lines`, until the block ends; `folder` must be there, empty.

    Sessions that are still open then keep their own process of sshd and end with their clients.
    """
    for name in ("host_key", "user_key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    port = free_port()
    (folder / "config").write_text(
        "\n".join(
            (
                f"ListenAddress 127.0.0.1:{port}", f"HostKey {folder / 'host_key'}", "PidFile none",
                f"AuthorizedKeysFile {folder / 'user_key.pub'}", "PasswordAuthentication no",
                "KbdInteractiveAuthentication no", "UsePAM no", "StrictModes no", "LogLevel VERBOSE", *lines, "",
            )
        )
    )  # fmt: skip
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where sshd shuts its unprivileged half in
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [SSHD, "-D", "-e", "-f", str(folder / "config")], stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        wait_until(lambda: process.poll() is not None or answers(port), READY_IN)
        assert process.poll() is None, (folder / "log").read_text()
        yield Sshd(process, folder, port)
    finally:
        process.terminate()
        process.wait(timeout=10)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Whether something speaks SSH on `port`."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as there:
            return there.recv(4) == b"SSH-"
    except OSError:
        return False


def user() -> str:
    """Whom the tests log in as."""
    return getpass.getuser()
