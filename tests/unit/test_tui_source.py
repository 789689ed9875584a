"""What the dashboard shows when the board cannot be made, and under which name entries are made."""

import gc
import weakref
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from opsdash.board.index import index_of
from opsdash.config import Config
from opsdash.snapshot import Snapshot
from opsdash.store.desk import DeskStore
from opsdash.tui import run
from opsdash.tui.run import StoreSource
from opsdash.tui.terminal import osc52, past_tmux
from opsdash.tui.terminalapp import TerminalApp
from tests import boards, viewboards
from tests.support import feed, site


def source(folder: Path, who: str = "") -> StoreSource:
    folder.chmod(0o700)
    path = folder / "opsdash.toml"
    return StoreSource(Config(path=path, found_by="--config", site=site(), store=folder, history=10, who=who))


def broken(*_: object) -> None:
    raise ValueError("a rule fell over \x1b]0;x\x07\x9b31m\u202e")


def test_a_board_that_cannot_be_made_leaves_the_last_one_and_a_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = source(tmp_path)
    before = viewer.board(None)
    assert before.trouble == ""
    with monkeypatch.context() as patch:
        patch.setattr(run, "board_at", broken)
        for _ in range(3):
            after = viewer.board(None)
    assert (after.name, after.now) == (before.name, before.now)
    assert after.trouble.startswith("The board could not be made (ValueError): shown is how it was at ")
    log = (tmp_path / "viewer.log").read_text()
    assert "a rule fell over \\x1b]0;x\\x07\\x9b31m\\u202e\n" in log
    assert log.replace("\n", "").isprintable()
    assert log.count("Traceback") == 1
    assert (tmp_path / "viewer.log").stat().st_mode & 0o777 == 0o600
    assert viewer.board(None).trouble == ""


def test_found_is_what_the_board_in_sight_shows_though_the_store_has_moved_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = source(tmp_path)
    viewer._reader.snapshot = Snapshot(feed=viewboards.FEED)
    found = viewer.find("free booth 30 min", viewer.board(boards.NOW))
    assert found
    viewer._reader.snapshot = Snapshot(feed=feed())
    monkeypatch.setattr(run, "board_at", broken)
    kept = viewer.board(boards.NOW)
    assert kept.trouble
    assert [hit.id for hit in viewer.find("free booth 30 min", kept)] == [hit.id for hit in found]


def test_a_viewer_of_days_holds_no_feed_but_the_last(tmp_path: Path) -> None:
    """Whatever is asked of which: a question that is seldom asked must not hold the feed it was asked of."""
    viewer = source(tmp_path)
    asked = ("how far is the van compound", "media centre at 18:00", "booth for an hour", "")
    made = []
    for number in range(12):
        snapshot = Snapshot(feed=replace(viewboards.FEED, generation=number))
        viewer._reader.snapshot = snapshot
        board = viewer.board(boards.NOW + timedelta(days=1) if number in (2, 7) else boards.NOW if number < 9 else None)
        viewer.find(asked[number % 4], board)
        made += [weakref.ref(index_of(feed)) for feed in {snapshot.feed, viewer._feed(board)}]
    gc.collect()
    assert sum(index() is not None for index in made) <= 2


def test_without_a_last_board_the_event_is_named_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = run.board_at  # type: ignore[attr-defined]
    failed: list[object] = []

    def once(*given: object) -> object:
        if not failed:
            failed.append(given)
            raise KeyError("x")
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(run, "board_at", once)
    board = source(tmp_path).board(None)
    assert board.name == "Test Summit"
    assert "KeyError" in board.trouble


def test_who_acknowledged_and_the_note_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPSDASH_WHO", raising=False)
    alert = boards.alerts()[0]
    assert source(tmp_path, who="duty officer").acknowledge(alert, "called both") == ""
    monkeypatch.setenv("OPSDASH_WHO", "info desk")
    assert source(tmp_path, who="duty officer").acknowledge(alert, "") == ""
    assert source(tmp_path).take_back(alert) == ""
    entries = DeskStore(tmp_path, "test").read().entries
    assert [(entry.who, entry.action, entry.note) for entry in entries] == [
        ("duty officer", "acknowledge", "called both"),
        ("info desk", "acknowledge", ""),
        ("info desk", "unacknowledge", ""),
    ]
    assert {entry.subject for entry in entries} == {alert.id}


def test_what_goes_past_tmux_has_every_escape_doubled() -> None:
    assert osc52("å") == "\x1b]52;c;w6U=\a"
    assert past_tmux(osc52("å")) == "\x1bPtmux;\x1b\x1b]52;c;w6U=\a\x1b\\"


async def test_what_is_copied_is_one_line_of_text() -> None:
    app = TerminalApp()
    async with app.run_test():
        app.copy_to_clipboard("Booth 4\nrm -r ~\r\x1b]0;x\x07 is\u202e\x9b \t free")
        assert app.clipboard == "Booth 4 rm -r ~ ]0;x is free"
