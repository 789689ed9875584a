"""First frame, idle cost and key to paint on a real terminal, beside a Textual hello world in the same run.

    python -m tests.bench screen

The first frame counts from the start of the process to the frame that shows data, in pairs (ours, hello world,
ours, ...), as the ratio of each pair.
"""

import compileall
import os
import select
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import opsdash
from opsdash.model import Record
from opsdash.parts import Kind
from opsdash.snapshot import Batch
from opsdash.store.feed import FeedStore
from opsdash.store.folder import prepare
from tests.bench.bench_board import START, records
from tests.integration.demo_processes import Server, serving
from tests.terminal.term import Terminal

HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("Hello, data")
Hello().run()
"""
PYTHON = sys.executable
SIZES = ((80, 24), (200, 50))


def main(short: bool = False) -> None:
    """Print all tables."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        first_frame(folder, 3 if short else 11)
        key_to_paint(folder, 20 if short else 60, "down", "key to paint, the down arrow", 50)
        key_to_paint(folder, 20 if short else 60, "pgdn", "scrolling thousands of rows by page down", 60)
        idle(folder, 15 if short else 300)
    one_change(5 if short else 30)
    living(15 if short else 300)


def store(folder: Path, count: int) -> Path:
    """A configuration over a store of `count` records, the summit's second day being today."""
    place = folder / f"with-{count}"
    path = place / "opsdash.toml"
    if path.exists():
        return path
    place.mkdir()
    path.write_text(
        '[event]\nid = "bench"\nname = "Bench Summit"\nzone = "Europe/Amsterdam"\n[store]\nfolder = "store"\n'
        '[[source]]\nname = "api"\nkind = "opsdash"\nurl = "http://127.0.0.1:9/api"\nevery = "1h"\n'
    )
    prepare(place / "store")
    found: list[Record] = records(count)
    kinds: tuple[Kind, ...] = ("facility", "event", "space", "booking", "pool")
    now = START + timedelta(days=1, hours=12)
    FeedStore(place / "store", "bench", 100).apply(Batch(source="api", records=tuple(found), kinds=kinds), now)
    return path


def clock() -> dict[str, str]:
    """An environment in which it is noon of the summit's second day."""
    return {"OPSDASH_CLOCK": f"{(START + timedelta(days=1, hours=12)).isoformat()}@{time.time()!r}*1.0"}


def viewer(path: Path, cells: int, lines: int) -> Terminal:
    """The dashboard on a store, without the network."""
    return Terminal([PYTHON, "-m", "opsdash", "--config", str(path)], cells, lines, clock())


def seconds_to(terminal: Terminal, text: bytes) -> float:
    """From now until `text` was written."""
    started = time.monotonic()
    while text not in terminal.output:
        if not terminal.read(5) or time.monotonic() - started > 30:
            raise RuntimeError(f"no {text!r} on the screen:\n{terminal.text}")
    return time.monotonic() - started


def first_frame(folder: Path, runs: int) -> None:
    """Start to first frame with data, of bytecode as an installer leaves it."""
    compileall.compile_dir(str(Path(opsdash.__file__).parent), quiet=1)
    print(f"first frame with data, 1,000 records, median of {runs} pairs")
    print(f"{'size':>8} {'opsdash':>9} {'hello':>9} {'ratio':>7}   (least, most)")
    path = store(folder, 1000)
    for cells, lines in SIZES:
        ours, hello = [], []
        for number in range(runs + 1):
            with viewer(path, cells, lines) as terminal:
                ours.append(seconds_to(terminal, b"Press conference"))
            with Terminal([PYTHON, "-c", HELLO], cells, lines) as terminal:
                hello.append(seconds_to(terminal, b"Hello, data"))
            if number == 0:  # warms the disk's cache
                ours.clear()
                hello.clear()
        ratios = [one / other for one, other in zip(ours, hello, strict=True)]
        mine, its, ratio = (statistics.median(found) for found in (ours, hello, ratios))
        spread = f"({min(ratios):.2f}, {max(ratios):.2f})"
        print(
            f"{cells:>4}x{lines:<3} {mine * 1000:>6.0f} ms {its * 1000:>6.0f} ms {ratio:>7.2f}   {spread}", flush=True
        )


def key_to_paint(folder: Path, presses: int, key: str, what: str, aim: int) -> None:
    """A key on the press conferences, from the write to the first byte drawn, within `aim` milliseconds."""
    print(f"\n{what}, 10,000 records, {presses} presses")
    print(f"{'size':>8} {'median':>9} {'95th':>9}   aim")
    path = store(folder, 10_000)
    for cells, lines in SIZES:
        with viewer(path, cells, lines) as terminal:
            terminal.wait_for("Press conf", 30)
            terminal.settle(2.0)
            times = presses_to_paint(terminal, key, presses)
        high = times[int(len(times) * 0.95)]
        print(f"{cells:>4}x{lines:<3} {statistics.median(times):>6.1f} ms {high:>6.1f} ms   {aim} ms")


def idle(folder: Path, seconds: int) -> None:
    """What a viewer writes and burns while nothing changes, with a hello world beside it."""
    print(f"\nidle over {seconds} s: bytes a second, CPU of one core")
    print(f"{'size':>8} {'records':>8} {'opsdash':>20} {'hello':>20}")
    for cells, lines in SIZES:
        with (
            viewer(store(folder, 1000), cells, lines) as ours,
            Terminal([PYTHON, "-c", HELLO], cells, lines) as hello,
        ):
            ours.wait_for("Press conf", 30)
            hello.wait_for("Hello", 30)
            hello.settle(2.0)
            ours.settle(2.0)
            burnt = watched([ours, hello], seconds)
        said = [f"{b:>7.1f} B/s {c:>6.2f} %" for b, c in burnt]
        print(f"{cells:>4}x{lines:<3} {1000:>8} {said[0]:>20} {said[1]:>20}", flush=True)


CONFIG = (
    '[event]\nid = "d"\nname = "Demo"\nzone = "Europe/Brussels"\n[store]\nfolder = "store"\n'
    '[[source]]\nname = "demo"\nkind = "opsdash"\nurl = "{url}"\nevery = "3s"\n'
)


def one_change(changes: int) -> None:
    """What one changed record costs on the overview, of the demo's day; now and then one of its own falls into it.

    A booking's occupant comes or goes, a press event is delayed, moves or is cancelled, a pool member comes: with
    the row change the panel's count, the list of what changed and, where one comes or goes, an alert.
    """
    print(f"\none changed record, bytes of each of {changes} changes, from the demo's API to the screen")
    print(f"{'size':>8} {'median':>9} {'95th':>9} {'most':>9}   aim")
    for (cells, lines), aim in zip(SIZES, (600, 900), strict=True):
        with (
            serving("--seed", "1", "--control") as server,
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name,
        ):
            path = Path(name) / "opsdash.toml"
            path.write_text(CONFIG.format(url=server.url))
            with Terminal([PYTHON, "-m", "opsdash", "--config", str(path)], cells, lines) as terminal:
                terminal.wait_for("fresh", 30)
                terminal.settle(3.0)
                costs = []
                for resource, key, fields in edits(server, changes):
                    before = terminal.written
                    server.control("patch", resource=resource, id=key, fields=fields).raise_for_status()
                    terminal.settle(4.5)  # an interval of the source, the poll and the tick
                    costs.append(terminal.written - before)
        costs.sort()
        middle, high = statistics.median(costs), costs[int(len(costs) * 0.95)]
        print(f"{cells:>4}x{lines:<3} {middle:>9.0f} {high:>9.0f} {costs[-1]:>9.0f}   {aim}", flush=True)


def edits(server: Server, count: int) -> list[tuple[str, str, dict[str, object]]]:
    """Single changes of `count` records of the hours around now, of each kind in turn."""
    now = datetime.now(UTC)

    def near(resource: str, field: str) -> list[tuple[str, dict[str, object]]]:
        items = server.items(resource).items()
        return sorted(
            ((key, item) for key, item in items if item.get(field)),
            key=lambda found: abs(datetime.fromisoformat(found[1][field]) - now),
        )

    stamp = now.isoformat()
    events, bookings, pools = near("events", "start"), near("bookings", "start"), near("pools", "muster_at")
    found: list[tuple[str, str, dict[str, object]]] = []
    for n in range(count):
        key, event = events[n % len(events)]
        booking_key, booking = bookings[n % len(bookings)]
        late = (datetime.fromisoformat(str(event["start"])) + timedelta(minutes=20)).isoformat()
        pool_key, pool = pools[n % len(pools)]
        members = [dict(one) for one in pool["assignments"]]  # type: ignore[attr-defined]
        members[n % len(members)] |= {"status": "present", "arrived": stamp}
        kinds: list[tuple[str, str, dict[str, object]]] = [
            ("bookings", booking_key, {"checked_out": stamp} if booking.get("checked_in") else {"checked_in": stamp}),
            ("events", key, {"expected": late}),
            ("pools", pool_key, {"assignments": members}),
            ("events", key, {"room": "Press Room 4"}),
            ("events", key, {"status": "cancelled"}),
        ]
        found.append(kinds[n % len(kinds)])
    return found


def presses_to_paint(terminal: Terminal, key: str, presses: int) -> list[float]:
    """Milliseconds from each press to the first byte drawn, in order of size."""
    times = []
    for _ in range(presses):
        terminal.settle(0.15)
        before, started = terminal.written, time.monotonic()
        terminal.press(key)
        while terminal.written == before and time.monotonic() - started < 2:
            terminal.read(0.5)
        times.append((time.monotonic() - started) * 1000)
    return sorted(times)


def living(seconds: int) -> None:
    """What the living demo writes, its own changes and all, about one a minute; beside it a hello world."""
    print(f"\nthe living demo over {seconds} s, its own changes among it")
    print(f"{'size':>8} {'viewer':>20} {'hello':>20}")
    with serving("--seed", "1") as server, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        path = Path(name) / "opsdash.toml"
        path.write_text(CONFIG.format(url=server.url))
        for cells, lines in SIZES:
            with (
                Terminal([PYTHON, "-m", "opsdash", "--config", str(path)], cells, lines) as terminal,
                Terminal([PYTHON, "-c", HELLO], cells, lines) as hello,
            ):
                terminal.wait_for("fresh", 30)
                hello.wait_for("Hello", 30)
                hello.settle(1.0)
                terminal.settle(3.0)
                said = [f"{b:>7.1f} B/s {c:>6.2f} %" for b, c in watched([terminal, hello], seconds)]
            print(f"{cells:>4}x{lines:<3} {said[0]:>20} {said[1]:>20}", flush=True)


def watched(terminals: list[Terminal], seconds: int) -> list[tuple[float, float]]:
    """Bytes a second and percent of a core of each process over `seconds`."""
    before = [(t.written, cpu(t.pid)) for t in terminals]
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        select.select([], [], [], min(left, 0.05))
        for terminal in terminals:
            terminal.read(0)
    return [
        ((t.written - wrote) / seconds, (cpu(t.pid) - used) / seconds * 100)
        for t, (wrote, used) in zip(terminals, before, strict=True)
    ]


def cpu(pid: int) -> float:
    """Seconds of CPU a process has used, its children left out."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    print(f"{datetime.now(UTC):%Y-%m-%d}")
    main()
