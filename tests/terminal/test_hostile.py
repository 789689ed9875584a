"""Hostile text through the whole program: API, servers' errors, poller, store, logs, real terminal, commands,
clipboard, search box.

Byte for byte: what the program sends its terminal has no form of control sequence that it does not send for a
harmless day as well, and none of what the hostile sequences carry.
"""

import asyncio
import base64
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from wcwidth import wcswidth

from opsdash.board.index import records_of
from opsdash.snapshot import FEED_FIELDS
from opsdash.sources.clean import LONG
from opsdash.timing import CLOCK_VARIABLE, Clock, monotonic
from tests.faultserver import FaultServer, Request, whole
from tests.hostile import MARKUP, NAUGHTY, OBEYED, TEXTS, answers
from tests.kindsites import KindSite
from tests.longtexts import long_sites
from tests.pollers import Site, opsdash_source
from tests.support import venue
from tests.terminal.term import Terminal
from tests.unit.test_sources_clean import HOSTILE, texts_of

pytestmark = pytest.mark.servers  # half a minute: left out of a plain run, where test_sources_clean has each field

NOW = venue("2025-06-25T02:05")
WALK = ("2", "3", "4", "5", "7", "8", "1", "enter", "esc", "!", "esc", "6")
_SEQUENCE = re.compile(
    rb"\x1b(?:\[([<=>?]?)[0-?]*([ -/]*[@-~])"  # CSI
    rb"|\](\d*)[^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC
    rb"|([PX^_])[^\x1b]*(?:\x1b[^\\][^\x1b]*)*\x1b\\"  # DCS and its like
    rb"|([ -/]*[0-~]))"  # two characters
)


AFTER_RIGHT_TO_LEFT = "\u200e"
"""What our own drawing puts behind a text that runs from right to left, so that what follows does not."""


def forms(output: bytes) -> set[tuple[bytes, ...]]:
    """The forms of control sequences and the single controls in what a program wrote."""
    found: set[tuple[bytes, ...]] = set(_SEQUENCE.findall(output))
    rest = _SEQUENCE.sub(b"", output).decode("utf-8")
    return found | {(c.encode(),) for c in rest if unicodedata.category(c)[0] == "C" and c != AFTER_RIGHT_TO_LEFT}


@pytest.fixture(scope="module")
def clock() -> dict[str, str]:
    return {CLOCK_VARIABLE: str(Clock.starting(NOW, 1.0)), "LANG": "C.UTF-8"}


def polled(folder: Path, clock: dict[str, str], texts: tuple[str, ...]) -> tuple[Site, str]:
    """A site whose one source has been asked, and what was narrated."""
    folder.mkdir()
    with FaultServer() as server:
        for resource, body in answers(texts).items():
            server.answers[f"api/{resource}"] = whole("200 OK", body)
        site = Site(folder, f'name = "api"\nkind = "opsdash"\nurl = "{server.url}/api"\nevery = "1h"')
        process = site.poll("--once", **clock)
        narration = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 0, narration
    return site, narration


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, clock: dict[str, str]) -> tuple[Site, str]:
    return polled(tmp_path_factory.mktemp("hostile") / "site", clock, TEXTS)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory, clock: dict[str, str]) -> set[tuple[bytes, ...]]:
    """The forms of control sequences on a day without hostile text."""
    site, _ = polled(tmp_path_factory.mktemp("harmless") / "site", clock, tuple(f"Room {n}" for n in range(150)))
    with Walked(site, clock) as screen:
        return forms(copied(screen, "room")) | forms(screen.output)


class Walked(Terminal):
    """The dashboard, led through all its views."""

    def __init__(self, site: Site, clock: dict[str, str], cells: int = 100, lines: int = 40) -> None:
        command = [sys.executable, "-m", "opsdash", "--config", str(site.path), "--read-only"]
        super().__init__(command, cells, lines, clock)
        self.wait_for("quit", 30)
        self.frames: list[str] = []
        for key in WALK:
            self.press(key)
            self.settle(0.25)
            self.frames.append(self.text)


def copied(screen: Terminal, words: str) -> bytes:
    """What the program writes when the answer to `words` is copied."""
    before = screen.written
    for key in ("esc", "esc", "6", words):
        screen.press(key)
        screen.settle(0.5)
    screen.press("\x19")  # Ctrl+Y
    screen.wait_for("Copied", 20)
    return screen.output[before:]


def loot(output: bytes) -> Iterator[str]:
    """What was put on the clipboard."""
    for packed in re.findall(rb"\x1b\]52;c;([^\x07\x1b]*)", output):
        yield base64.b64decode(packed).decode()


def controls(text: str) -> set[str]:
    """The characters of a text that are no characters, line feeds left out."""
    return {hex(ord(c)) for c in text if unicodedata.category(c)[0] == "C" and c not in ("\n", AFTER_RIGHT_TO_LEFT)}


def test_nothing_reaches_the_terminal_as_a_sequence_and_columns_stay(
    hostile: tuple[Site, str], harmless: set[tuple[bytes, ...]], clock: dict[str, str]
) -> None:
    with Walked(hostile[0], clock) as screen:
        for pasted in (
            "".join((*OBEYED, *MARKUP, *HOSTILE["bidi"])),
            "\x9d52;c;x\x9c" + "never ending \u202e" * 70_000,
        ):
            screen.press(f"\x1b[200~{pasted}\x1b[201~")
            screen.settle(0.5)
            assert "Find:" in screen.text
            screen.press("\x15")
        for text in NAUGHTY[60:75]:
            screen.press("".join(c for c in text if c.isprintable()))
        screen.settle(0.5)
        before_copying = screen.output
        sent = copied(screen, "[red]")
        strange = (forms(before_copying) | forms(sent)) - harmless
        kept = records_of(hostile[0].snapshot().feed)
        print(f"\n{len(TEXTS) + 1} texts in {len(kept):,} records: {len(strange)} sequences")
        assert strange == set()
        assert len(kept) == (len(TEXTS) + 1) * len(FEED_FIELDS), "none is dropped, nor the one of a million characters"
        clipboard = list(loot(sent))
        assert len(clipboard) == 1
        assert not controls(clipboard[0])
        assert list(loot(before_copying)) == []
        for text in (*OBEYED, HOSTILE["colour"], HOSTILE["clipboard"]):
            assert not (len(text) > 6 and text[0] in "\x1b\x9d" and text.encode() in screen.output), repr(text)
        for frame in screen.frames:
            assert all(wcswidth(line.rstrip()) <= 100 for line in frame.splitlines())
        assert straight(screen.frames[6]) >= 20


def straight(frame: str) -> int:
    """How many lines beside each other in two panels keep the gap between them; none may not."""
    lines = [cells_of(line) for line in frame.splitlines()]
    tops = [n for n, line in enumerate(lines) if "".join(line).lstrip().startswith(("── Hours", "── Alerts"))]
    right = "".join(lines[tops[0]]).index("━━ Press")
    between = lines[tops[0] : tops[1]]
    assert {line[right - 1] for line in between} == {" "}
    return len(between)


def cells_of(line: str) -> list[str]:
    """What stands in each cell of a line; the second cell of a wide character is empty."""
    found: list[str] = []
    for char in line:
        found += [char, ""][: max(0, wcswidth(char))]
    return found


def test_markup_is_shown_as_it_is_written(hostile: tuple[Site, str], clock: dict[str, str]) -> None:
    with Walked(hostile[0], clock) as screen:
        screen.press("[red]")
        screen.wait_for("[red]red[/red]")
        screen.press("enter")
        screen.settle(0.5)
        screen.press("esc", "esc", "q")
        assert b"Traceback" not in screen.output


def test_what_is_printed_and_logged_is_text_alone(hostile: tuple[Site, str], clock: dict[str, str]) -> None:
    site, narration = hostile
    assert not controls(narration)
    kept = {path.name for path in site.store.iterdir()}
    assert kept <= {"feed.json", "health.json", "poller.lock", "poller.log"}, "an id is no path"
    environment = {**os.environ, **clock}
    words = [sys.executable, "-m", "opsdash"]
    for command in (
        ["status"], ["status", "--brief"], ["status", "--json"], ["search", "[red]", OBEYED[0], "\u202ey"],
        ["search", "--json", *(text for text in NAUGHTY[60:80] if "\0" not in text and text[0] != "-")],
    ):  # fmt: skip
        done = subprocess.run([*words, *command, "--config", str(site.path)], capture_output=True, env=environment)
        said = done.stdout.decode() + done.stderr.decode()
        assert done.returncode in range(4), said[-500:]
        assert not controls(said), command
        if "--json" in command:
            assert not controls(json.dumps(json.loads(done.stdout), ensure_ascii=False))


def test_a_million_characters_in_every_field_of_every_kind(
    harmless: set[tuple[bytes, ...]], clock: dict[str, str], tmp_path: Path
) -> None:
    sites = long_sites()
    with FaultServer() as server:
        lines = [served(server, name, site) for name, site in sites.items()]
        site = Site(tmp_path, *lines)
        began = monotonic()
        process = site.poll("--once", LB_USER="u", LB_PASSWORD="p", **clock)
        narration = process.communicate(timeout=100)[1].decode()
        seconds = monotonic() - began
    assert process.returncode == 1, narration[-2000:]  # what is no time is no time, however long
    assert not controls(narration)
    sent = sum(len(body) for one in sites.values() for body in one.bodies.values())
    kept = {path.name: path.stat().st_size for path in site.store.iterdir()}
    snapshot = site.snapshot()
    print(f"\n{sent / 1e6:.0f} MB of text polled in {seconds:.1f} s, kept in {sum(kept.values()) / 1e6:.1f} MB")
    assert seconds < 60
    assert kept["feed.json"] < 1_000_000
    assert kept["health.json"] < 200_000
    for name, health in snapshot.health.sources.items():
        assert (health.error, health.count >= 1) == ("", True), name
    for records in (getattr(snapshot.feed, field) for field in FEED_FIELDS.values()):
        assert records
        assert max(len(text) for _, text in texts_of(records, "")) <= LONG
    with Walked(site, clock) as screen:
        assert forms(screen.output) - harmless == set()
        assert straight(screen.frames[6]) >= 5
        for frame in screen.frames:
            assert all(wcswidth(line.rstrip()) <= 100 for line in frame.splitlines())


def served(server: FaultServer, name: str, site: KindSite) -> str:
    """Have `server` answer for a source of the kind that `name` begins with; its configuration."""

    async def answer(request: Request, writer: asyncio.StreamWriter) -> None:
        await whole("200 OK", site.body(request.path.removeprefix(f"/{name}")))(request, writer)

    server.answers[f"{name}/"] = answer
    return (
        f'name = "{name}"\nkind = "{name.partition("-")[0]}"\nurl = "{server.url}/{name}"\nevery = "1h"\n'
        f'timeout = "60s"\nmax_bytes = 100000000\n{site.lines}'
    )


STEER = "\x1b]0;owned\x07\x1b[31m\x9b31m\u202e"
RUDE = {
    "reason": whole(f"500 {STEER}", b""),
    "encoding": whole("200 OK", b"", f"Content-Encoding: {STEER}"),
    "encoding-c1": whole("200 OK", b"", "Content-Encoding: \xc2\x9b31m"),
    "location": whole("302 Found", b"", f"Location: http://{STEER}/"),
    "location-c1": whole("302 Found", b"", "Location: http://a\u202e.example:1/"),
    "length": whole("200 OK", b"[]", f"Retry-After: {STEER}"),
    "web-page": whole("200 OK", f"x<title>{STEER}</title>".encode()),
    "no-list": whole("200 OK", json.dumps({"items": STEER}).encode()),
    "shape": whole("200 OK", json.dumps({"items": [{"id": STEER, "name": 3}, {STEER: 1}]}).encode()),
    "next-page": whole("200 OK", json.dumps({"items": [], "next": f"http://{STEER}/"}).encode()),
    "next-odd": whole("200 OK", json.dumps({"items": [], "next": f"http://[{STEER}"}).encode()),
    "error-body": whole("418 x", STEER.encode(), "Content-Type: text/plain"),
}
"""What servers answer with that speaks to the terminal past the data."""


def test_what_servers_say_past_the_data_is_logged_as_text_alone(clock: dict[str, str], tmp_path: Path) -> None:
    with FaultServer() as server:
        server.answers |= {f"{name}/": answer for name, answer in RUDE.items()}
        site = Site(tmp_path, *(opsdash_source(name, f"{server.url}/{name}") for name in RUDE))
        child = site.poll("--once", "--child", **clock)
        child.communicate(timeout=60)
        narration = site.poll("--once", **clock).communicate(timeout=60)[1].decode()
        log = (site.store / "poller.log").read_text()
        said = {"log": log, "narration": narration}
        for command in (["check"], ["status"], ["status", "--json"], ["locate"]):
            words = [sys.executable, "-m", "opsdash", *command, "--config", str(site.path)]
            done = subprocess.run(words, capture_output=True, env={**os.environ, **clock}, check=False)
            said[" ".join(command)] = done.stdout.decode() + done.stderr.decode()
    found = set().union(*(controls(text) for text in said.values()))
    print(f"\n{len(RUDE)} servers in {len(said)} outputs: {len(found)} controls")
    for where, text in said.items():
        assert not controls(text), where
        assert "owned" not in text, where
    assert all(name in said["check"] for name in RUDE)
    assert min(log.count("\n"), narration.count("\n")) >= len(RUDE) - 1
