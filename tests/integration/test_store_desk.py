"""The desk's entries: added for good, one at a time, never twice and never over another."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from opsdash.snapshot import DeskEntry
from opsdash.store import desk as desk_module
from opsdash.store.desk import DeskStore
from opsdash.store.storage import StoreProblem

NOON = datetime(2025, 6, 25, 10, tzinfo=UTC)


def entry(key: str, note: str = "") -> DeskEntry:
    return DeskEntry(id=key, at=NOON, who="duty officer", action="note", note=note, data={"severity": "warning"})


def test_entries_are_kept_in_the_order_they_were_acknowledged(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    store = DeskStore(folder, "test")
    assert store.read().entries == ()
    assert not folder.exists()
    for key in ("b", "a", "c"):
        acknowledged = store.append(entry(key))
        assert acknowledged.entries[-1] == entry(key)
    assert DeskStore(folder, "test").read().entries == (entry("b"), entry("a"), entry("c"))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(found.stat().st_mode) for found in folder.iterdir()} == {0o600}


def test_the_same_entry_twice_is_one_and_another_with_its_id_is_refused(tmp_path: Path) -> None:
    store = DeskStore(tmp_path, "test")
    store.append(entry("a"))
    assert len(store.append(entry("a")).entries) == 1
    with pytest.raises(StoreProblem, match="another entry a; nothing was entered"):
        store.append(entry("a", "other"))
    assert store.read().entries == (entry("a"),)


def test_a_lock_that_another_process_keeps_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_module, "LOCK_WAIT", 0.05)
    with FileLock(tmp_path / "desk.lock"), pytest.raises(StoreProblem, match=r"desk\.lock has been held"):
        DeskStore(tmp_path, "test").append(entry("a"))
    assert DeskStore(tmp_path, "test").append(entry("a")).entries == (entry("a"),)
