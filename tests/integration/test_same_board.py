"""One instant has one board, whoever asks: the dashboard, `status`, `status --at`, before, then and after."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from opsdash import config, timing
from opsdash.board.items import Board
from opsdash.cli import main
from opsdash.demo.scenario import Scenario
from opsdash.model import RECORD_TYPES
from opsdash.snapshot import Batch, DeskEntry, Health, PollerHealth, SourceHealth
from opsdash.store.desk import DeskStore
from opsdash.store.feed import FeedStore
from opsdash.store.health import HealthStore
from opsdash.tui.run import StoreSource
from tests.strategies import NEAR

TOML = """
[event]
id = "test"
name = "Test"
zone = "Europe/Amsterdam"
[store]
folder = "store"
[[source]]
name = "demo"
kind = "opsdash"
url = "http://localhost:1"
"""
OF_THE_ASKING = ("asked", "known_since", "generation", "written", "polling", "worst", "freshness", "sources")
"""What tells when and by whom a board was asked for, and how old the data is then: it does not travel in time."""


class Centre:
    """A media centre's store and the two who read it, under a clock that stands where a test puts it."""

    def __init__(self, folder: Path, frozen: Callable[[datetime], None], printed: Callable[[], str]) -> None:
        self.path = folder / "opsdash.toml"
        self.path.write_text(TOML)
        self.folder = folder / "store"
        self.folder.mkdir()
        self.feed = FeedStore(self.folder, "test", 2000)
        self.scenario = Scenario(1, NEAR)
        self._frozen, self._printed = frozen, printed

    def poll(self, now: datetime) -> None:
        """The demo's answer of `now` lands in the store."""
        self._frozen(now)
        records = tuple(
            msgspec.structs.replace(one, id=f"{one.kind}/demo/{one.key}") for one in self.scenario.records_at(now)
        )
        self.feed.apply(Batch(source="demo", records=records, kinds=tuple(RECORD_TYPES)), now)  # type: ignore[arg-type]
        health = Health(
            poller=PollerHealth(pid=1, started=NEAR, beat=now),
            sources={"demo": SourceHealth(tried=now, succeeded=now)},
        )
        HealthStore(self.folder, "test").write(health, {})

    def dashboard(self, at: datetime | None = None) -> dict[str, Any]:
        """The board that the dashboard draws."""
        source = StoreSource(config.load(self.path), with_poller=False)
        source.refresh()
        found: dict[str, Any] = json.loads(msgspec.json.encode(source.board(at)))
        return found

    def status(self, at: datetime | None = None) -> dict[str, Any]:
        """The board that `opsdash status --json` prints."""
        main(["status", "--config", str(self.path), "--json", *(["--at", at.isoformat()] if at else [])])
        found: dict[str, Any] = json.loads(self._printed())
        return found


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Centre:
    def frozen(now: datetime) -> None:
        monkeypatch.setenv(timing.CLOCK_VARIABLE, str(timing.Clock.starting(now, 0)))

    return Centre(tmp_path, frozen, lambda: capsys.readouterr().out)


def what_is_so(board: dict[str, Any]) -> dict[str, Any]:
    """The board without what belongs to the asking."""
    assert set(OF_THE_ASKING) < set(board)
    return {name: value for name, value in board.items() if name not in OF_THE_ASKING}


def test_one_instant_has_one_board_whoever_asks(centre: Centre) -> None:
    now = NEAR + timedelta(minutes=24)
    for minute in (0, 8, 16, 24):
        centre.poll(NEAR + timedelta(minutes=minute))
    first = centre.status()["alerts"][0]
    entry = DeskEntry(id="1", at=now, who="duty officer", action="acknowledge", subject=first["id"])
    DeskStore(centre.folder, "test").append(entry)

    live = centre.status()
    assert live["alerts"][0]["id"] != first["id"] or live["alerts"][0]["state"] == "acknowledged"
    assert live["changes"]
    assert msgspec.convert(live, Board).now == now
    assert centre.dashboard() == live
    assert what_is_so(centre.dashboard(now)) == what_is_so(centre.status(now)) == what_is_so(live)
    for hours in (-1, 1, 20):
        assert centre.dashboard(now + timedelta(hours=hours)) == centre.status(now + timedelta(hours=hours))

    for minute in (32, 200):
        centre.poll(NEAR + timedelta(minutes=minute))
        assert what_is_so(centre.status()) != what_is_so(live)
        assert what_is_so(centre.status(now)) == what_is_so(live), f"asked {minute} minutes after the start"
        assert what_is_so(centre.dashboard(now)) == what_is_so(live)
