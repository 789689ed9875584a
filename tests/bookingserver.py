"""A small LibreBooking on loopback: logs in, ends sessions, and answers as `Web/Services/index.php` does."""

import asyncio
import contextlib
import json
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

BASE = "/Web/Services/index.php"
USER, PASSWORD = "dashboard", "corr3ct hörse: battery"


class Asked(NamedTuple):
    """A request: method, path below BASE, query as text and read as PHP does, headers in lower case, body."""

    method: str
    path: str
    raw_query: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes


class BookingServer:
    """The server; use it as an async context manager.

    Attributes:
        lasts: requests that a session lasts. locked: even a good log-in is no use (401). elsewhere: where a GET is
            redirected to. disabled: the API is switched off. slow: seconds that a log-in takes.
        asked: every request. tokens: every session token that was given out.
        reservations, resources: what it holds.
    """

    def __init__(self) -> None:
        self.lasts = 1000
        self.locked = self.disabled = False
        self.elsewhere = ""
        self.slow = 0.0
        self.password = PASSWORD
        self.asked: list[Asked] = []
        self.tokens: list[str] = []
        self.reservations: list[dict[str, Any]] = []
        self.resources: list[dict[str, Any]] = []
        self._left: dict[str, int] = {}
        self.port = 0

    @property
    def url(self) -> str:
        """What the configuration names."""
        return f"http://127.0.0.1:{self.port}{BASE}"

    @property
    def logins(self) -> int:
        """How often somebody tried to log in."""
        return sum(one.method == "POST" for one in self.asked)

    def forget(self) -> None:
        """End every session."""
        self._left.clear()

    async def __aenter__(self) -> "BookingServer":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *error: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:] if line)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            method, target, _ = lines[0].split(" ")
            parts = urlsplit(target)
            asked = Asked(method, parts.path.removeprefix(BASE), parts.query, parse_qs(parts.query), headers, body)
            self.asked.append(asked)
            status, kind, text = await self._answer(asked)
            head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(text.encode())}"]
            head += [f"Location: {self.elsewhere}"] if status.startswith("302") else []
            writer.write("\r\n".join([*head, "Connection: close", "", text]).encode())
            await writer.drain()
        writer.close()

    async def _answer(self, asked: Asked) -> tuple[str, str, str]:
        if self.disabled:
            return "200 OK", "text/html", "Booked Scheduler API has been configured as disabled.<br/>"
        if asked.method == "POST":
            await asyncio.sleep(self.slow)
            return "200 OK", "application/json", json.dumps(self._authenticate(json.loads(asked.body)))
        if self.elsewhere:
            return "302 Found", "text/plain", ""
        token = asked.headers.get("x-booked-sessiontoken", "")
        if self.locked or asked.headers.get("x-booked-userid") != "23" or self._left.get(token, 0) <= 0:
            return "401 Unauthorized", "text/plain", "You must be authenticated in order to access this service.<br/>"
        self._left[token] -= 1
        available = [{"available": True, "resource": one} for one in self.resources]
        found: dict[str, Any] = {
            "/Reservations/": {"reservations": self.reservations},
            "/Resources/": {"resources": self.resources},
            "/Resources/Availability": {"resources": [available]},
        }
        if asked.path in found:
            return "200 OK", "application/json", json.dumps(found[asked.path])
        return "404 Not Found", "application/json", "{}"

    def _authenticate(self, said: dict[str, str]) -> dict[str, Any]:
        if said != {"username": USER, "password": self.password}:
            return {
                "isAuthenticated": False, "sessionToken": None, "userId": None, "links": [],
                "message": "Login failed. Invalid username or password.",
            }  # fmt: skip
        token = f"s3ssion-{len(self.tokens):04}"
        self.tokens.append(token)
        self._left[token] = self.lasts
        return {
            "isAuthenticated": True, "sessionToken": token, "userId": 23, "version": "2.8.6",
            "sessionExpires": "2025-06-25T16:00:00+0200", "links": [], "message": None,
        }  # fmt: skip
