"""A real HTTP server on loopback that fails on demand: each path is one fault. Runs in a thread of this process."""

import asyncio
import contextlib
import gzip
import json
import ssl
import struct
import subprocess
import threading
import zlib
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from pathlib import Path
from socket import SO_LINGER, SOL_SOCKET
from typing import NamedTuple

GOOD = json.dumps({"items": [{"id": "booth-4", "name": "Booth 4"}], "next": None}).encode()
"""A page of spaces."""
MB = 1_000_000


class Request(NamedTuple):
    """What a client asked: path, and headers in lower case."""

    path: str
    headers: dict[str, str]


Answer = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


def head(status: str, *headers: str) -> bytes:
    """A status line and headers."""
    return "\r\n".join((f"HTTP/1.1 {status}", *headers, "Connection: close", "", "")).encode()


def whole(status: str, body: bytes, *headers: str) -> Answer:
    """Answers with all of this."""

    async def answer(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, f"Content-Length: {len(body)}", *headers) + body)

    return answer


def endless(first: bytes, piece: bytes, pause: float, times: int) -> Answer:
    """Sends `first`, then `piece` again and again."""

    async def answer(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        for _ in range(times):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return answer


async def reset(request: Request, writer: asyncio.StreamWriter) -> None:
    """Half an answer, then a TCP reset."""
    writer.write(head("200 OK", "Content-Length: 1000", "Content-Type: application/json") + GOOD[:20])
    await writer.drain()
    writer.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def cut(request: Request, writer: asyncio.StreamWriter) -> None:
    """Half an answer, then a polite end."""
    writer.write(head("200 OK", "Content-Length: 1000", "Content-Type: application/json") + GOOD[:20])


async def longer(request: Request, writer: asyncio.StreamWriter) -> None:
    """More than its Content-Length says."""
    writer.write(head("200 OK", "Content-Length: 20", "Content-Type: application/json") + GOOD)


async def circle(request: Request, writer: asyncio.StreamWriter) -> None:
    """A redirect to itself."""
    writer.write(head("302 Found", f"Location: {request.path}", "Content-Length: 0"))


async def stalled(request: Request, writer: asyncio.StreamWriter) -> None:
    """Half an answer, then nothing more."""
    await cut(request, writer)
    await silent(request, writer)


async def silent(request: Request, writer: asyncio.StreamWriter) -> None:
    """Never answers; gives up when the client does."""
    await asyncio.sleep(60)


@lru_cache(maxsize=1)
def bomb(size: int) -> bytes:
    """`size` zeros, packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [packer.compress(bytes(MB)) for _ in range(size // MB)]
    return b"".join(parts) + packer.flush()


def faults() -> dict[str, Answer]:
    """Every fault by its name."""
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    return {
        "good": whole("200 OK", GOOD, "Content-Type: application/json"),
        "gzip": whole("200 OK", gzip.compress(GOOD), "Content-Type: application/json", "Content-Encoding: gzip"),
        "reset": reset,
        "cut": cut,
        "silent": silent,
        "stalled": stalled,
        "drip": endless(head("200 OK", "Content-Type: application/json"), b"{" + b" " * 15, 1.0, 60),
        "html": whole("200 OK", b"\n<!DOCTYPE html><title>Sign in</title>", "Content-Type: text/plain"),
        "html-type": whole("200 OK", b"<p>hello", "Content-Type: text/html; charset=utf-8"),
        "truncated": whole("200 OK", GOOD[:-9], "Content-Type: application/json"),
        "wrong-encoding": whole("200 OK", b'{"items": [{"id": "a", "name": "caf\xe9"}]}'),
        "nonsense": whole("200 OK", bytes(range(256)) * 8),
        "array": whole("200 OK", b"[1, 2]"),
        "no-content": whole("204 No Content", b""),
        "unauthorised": whole("401 Unauthorized", b"no"),
        "forbidden": whole("403 Forbidden", b"no"),
        "busy-seconds": whole("429 Too Many Requests", b"", "Retry-After: 77"),
        "busy-date": whole("429 Too Many Requests", b"", f"Retry-After: {later}"),
        "broken": whole("500 Internal Server Error", b"oh"),
        "down": whole("503 Service Unavailable", b"", "Retry-After: 5"),
        "teapot": whole("418 I'm a teapot", b""),
        "circle": circle,
        "to-an-internal-address": whole("302 Found", b"", "Location: http://169.254.169.254/latest/"),
        "to-a-file": whole("302 Found", b"", "Location: file:///etc/hostname"),
        "longer-than-said": longer,
        "long": endless(head("200 OK", "Content-Type: application/json"), bytes(MB), 0, 1000),
        "bomb": whole("200 OK", bomb(200 * MB), "Content-Encoding: gzip", "Content-Type: application/json"),
        "half-packed": whole("200 OK", gzip.compress(GOOD)[:-12], "Content-Encoding: gzip"),
        "not-packed": whole("200 OK", GOOD, "Content-Encoding: gzip"),
        "brotli": whole("200 OK", GOOD, "Content-Encoding: br"),
        "not-http": whole("what", b""),
    }


class FaultServer:
    """The server. `answers` maps a path (without the slash) to what happens, and to all below a path by its first
    part with a slash at its end; `requests` is what was asked."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, Answer] = faults()
        self.requests: list[Request] = []
        self.port = 0
        self._tls = tls
        self._others: list[asyncio.Server] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self.port}"

    def __enter__(self) -> "FaultServer":
        self._thread.start()
        self._open(0)
        return self

    def another(self) -> str:
        """The address of one port more, which answers likewise: a client takes it for another host."""
        started = asyncio.run_coroutine_threadsafe(self._listen(0), self._loop).result(5)
        self._others.append(started)
        return f"http://127.0.0.1:{started.sockets[0].getsockname()[1]}"

    def __exit__(self, *error: object) -> None:
        self.close()
        for other in self._others:
            self._loop.call_soon_threadsafe(other.close)
        asyncio.run_coroutine_threadsafe(self._drop(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def close(self) -> None:
        """Stop listening: connections are refused."""
        self._loop.call_soon_threadsafe(self._server.close)

    def reopen(self) -> None:
        """Listen on the same port again."""
        self._open(self.port)

    def _open(self, port: int) -> None:
        self._server = asyncio.run_coroutine_threadsafe(self._listen(port), self._loop).result(5)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _listen(self, port: int) -> asyncio.Server:
        return await asyncio.start_server(self._serve, "127.0.0.1", port, ssl=self._tls, reuse_address=True)

    async def _drop(self) -> None:
        while others := asyncio.all_tasks() - {asyncio.current_task()}:  # a connection may come in while others end
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            await asyncio.sleep(0)  # transports close in the next round of the loop

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
                await self._answer(reader, writer)
        finally:
            with contextlib.suppress(AttributeError):  # asyncio's own, of a transport that is closed already
                writer.transport.abort()  # also where nothing was asked: a transport left open is a warning later on

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:] if line)
        request = Request(lines[0].split(" ")[1], headers)
        self.requests.append(request)
        await reader.readexactly(int(headers.get("content-length", 0)))
        path = request.path[1:].partition("?")[0]
        below = self.answers.get(f"{path.partition('/')[0]}/", whole("404 Not Found", b"no"))
        answer = self.answers.get(path, below)
        gone = asyncio.ensure_future(reader.read(1))
        work = asyncio.ensure_future(answer(request, writer))
        try:
            await asyncio.wait({gone, work}, return_when=asyncio.FIRST_COMPLETED)
            writer.close()
            await writer.wait_closed()
        finally:
            for task in (gone, work):
                task.cancel()
            await asyncio.gather(gone, work, return_exceptions=True)


def certificate(folder: Path, name: str, names: str, start: str, end: str) -> tuple[Path, Path]:
    """A self-signed certificate and its key, made with the openssl command.

    Args:
        names: subjectAltName, "DNS:localhost,IP:127.0.0.1". start, end: validity, "20200101000000Z".
    """
    key, request, made, setup = (folder / f"{name}.{ending}" for ending in ("key", "csr", "crt", "cnf"))
    (folder / f"{name}.index").write_text("")
    setup.write_text(
        f"[ca]\ndefault_ca = d\n[d]\ndatabase = {folder}/{name}.index\nnew_certs_dir = {folder}\nrand_serial = yes\n"
        f"default_md = sha256\npolicy = p\nx509_extensions = e\n[p]\ncommonName = supplied\n"
        f"[e]\nsubjectAltName = {names}\nbasicConstraints = critical,CA:true\n"
        f"[req]\ndistinguished_name = n\n[n]\n"
    )
    for command in (
        f"openssl req -new -newkey rsa:2048 -nodes -keyout {key} -out {request} -subj /CN=opsdash-test -config {setup}",
        f"openssl ca -batch -selfsign -config {setup} -keyfile {key} -in {request} -out {made} -notext "
        f"-startdate {start} -enddate {end}",
    ):
        subprocess.run(command.split(), check=True, capture_output=True)
    return made, key


@contextlib.contextmanager
def tls_server(made: Path, key: Path) -> Iterator[FaultServer]:
    """A server with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    with FaultServer(context) as server:
        yield server
