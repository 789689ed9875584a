"""A server by hand: where it is and what may be asked of it, until Ctrl+C."""

import contextlib
import signal
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from tests.servers.indico import indico
from tests.servers.pretalx import Talk, pretalx


def _pretalx() -> None:
    day = date.today() + timedelta(days=1)
    talk = Talk(
        "Press conference", "Hall A", f"{day}T09:00:00+00:00", f"{day}T09:30:00+00:00", "Prime Minister of Norway"
    )
    with tempfile.TemporaryDirectory() as folder, pretalx(Path(folder)) as server:
        programme = server.programme("summit", ["Hall A", "Hall B"], [talk])
        programme.release("v1")
        _wait(f'kind = "pretalx"\nurl = "{programme.url}"', programme.token)


def _indico() -> None:
    with indico(date.today() + timedelta(days=1)) as server:
        found = server.seeded
        _wait(f'kind = "indico"\nurl = "{server.url}"\nevent = {found.event}\nlocation = "IMC"\nrooms = {found.rooms}'
              '\ntoken_env = "INDICO_TOKEN"', found.token)  # fmt: skip


def _wait(source: str, token: str) -> None:
    print(f"{source}\n\ntoken: {token}\n\nuntil Ctrl+C", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        signal.pause()


if __name__ == "__main__":
    servers = {"pretalx": _pretalx, "indico": _indico}
    servers[sys.argv[1] if len(sys.argv) == 2 and sys.argv[1] in servers else sys.exit("pretalx or indico?")]()
