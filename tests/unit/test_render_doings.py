"""Rows of pools and press events: what they say at night, of what moved, of what is only planned."""

from typing import Any

import msgspec

from opsdash.render import panels, poolrows
from opsdash.render.rows import fit
from tests import boards


def test_a_pool_of_the_night_shows_its_time_and_one_of_another_day_its_day() -> None:
    one = msgspec.structs.replace(boards.pools()[0], state="later", flags=("odd.",), present=0, expected=4, material="")
    pools = tuple(msgspec.structs.replace(one, muster_at=boards.at(*when)) for when in (("00:05", 1), ("10:00", 2)))
    board = boards.busy(pools=pools, now=boards.at("22:30"))
    rows = [
        {column.name: (cell.text, cell.short) for column, cell in zip(poolrows.POOL_COLUMNS, row.cells, strict=True)}
        for row in poolrows.pool_rows(board)
    ]
    assert [row["time"][0] for row in rows] == ["00:05", "Fri"]
    assert [row["state"][0] for row in rows] == ["later, Thu 00:05▲", "later, Fri 10:00▲"]
    assert [row["now"][1] for row in rows] == ["later, Thu 00:05▲", "later, Fri 10:00▲"]
    assert [row.cells[0].text for row in poolrows.pool_list_rows(board)] == ["00:05", "Fri"]


def event_line(cells: int, **fields: Any) -> str:
    item = msgspec.structs.replace(boards.programme()[2], scheduled=None, **({"moved": ""} | fields))
    return "".join(text for text, _ in fit(panels.event_row(item, boards.NOW), panels.EVENT_COLUMNS, cells))


def test_a_moved_event_says_from_where_beside_where_it_is_on_80_cells() -> None:
    start, was = boards.at("15:15"), boards.at("14:30")
    room = {"room": "Press Room 2", "was_room": "Press Room 3"}
    moved = "moved 14:30 to 15:15, Press Room 3 to Press Room 2"
    line = event_line(79, start=start, when="15:15", was_start=was, **room | {"moved": moved})
    assert "was 14:30, Press 3" in line
    narrow = event_line(62, start=start, when="15:15", **room | {"moved": ""})
    assert narrow.rstrip().endswith("Press 2"), "as on the overview, not Press Ro… 2"
    assert "was Press 3 " in event_line(79, **room | {"moved": "moved Press Room 3 to Press Room 2"})
    assert "was Tue 23:45" in event_line(79, start=start, was_start=boards.at("23:45", -1), moved="moved")
    other = "moved early evening to 15:15"
    assert other in event_line(120, start=start, moved=other), "what it was is not a time"
