"""The demo's server and launcher as real processes, for tests."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx


class Server(NamedTuple):
    """A running server: its process, the API's address, a client for it."""

    process: "subprocess.Popen[str]"
    url: str
    client: httpx.Client

    def get(self, path: str, **headers: str) -> httpx.Response:
        """GET below /api."""
        return self.client.get(f"{self.url}/{path}", headers={k.replace("_", "-"): v for k, v in headers.items()})

    def control(self, action: str, **body: Any) -> httpx.Response:
        """POST a control request."""
        return self.client.post(f"{self.url.removesuffix('/api')}/control/{action}", json=body)

    def items(self, resource: str) -> dict[str, Any]:
        """All items of a resource by key, through all pages."""
        found: dict[str, Any] = {}
        url = f"{self.url}/{resource}"
        while url:
            answer = self.client.get(url).raise_for_status().json()
            found |= {item["id"]: item for item in answer["items"]}
            url = answer["next"]
        return found


@contextlib.contextmanager
def serving(*arguments: str) -> Iterator[Server]:
    """`python -m opsdash.demo.server` with `arguments`, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "opsdash.demo.server", *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=quiet_environment(),
    )  # fmt: skip
    with process, httpx.Client(trust_env=False) as client:
        try:
            assert process.stdout
            yield Server(process, process.stdout.readline().strip(), client)
        finally:
            process.kill()


def quiet_environment(**more: str) -> dict[str, str]:
    """The environment without what would alter the demo."""
    return {k: v for k, v in os.environ.items() if not k.startswith("OPSDASH_")} | more


def process_gone(pid: int) -> bool:
    """Whether no such process runs (a zombie counts as gone)."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True
