"""Rows of pools and press events: what they say at night, of what moved, of what is only planned."""

from typing import Any

import msgspec

from opsdash.board.board import board_at
from opsdash.board.items import Board
from opsdash.model import PressEvent
from opsdash.render import panels, poolrows
from opsdash.render.detail import detail_of
from opsdash.render.rows import fit
from opsdash.render.summary import panel_title
from opsdash.render.text import board_text
from opsdash.snapshot import Desk
from tests import boards
from tests.support import snapshot


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


def calendar(ahead: bool = False) -> Board:
    """A calendar's event at 14:00 and a delayed one at 15:00, seen at 14:32; or `ahead`, at 21:00."""
    records = (
        PressEvent(id="event/cal/a", title="Remarks", start=boards.at("14:00"), end=boards.at("15:00"), room="Room A"),
        PressEvent(id="event/cal/b", title="Briefing", start=boards.at("15:00"), status="delayed"),
    )
    then = boards.at("21:00")
    return board_at(snapshot(*records), Desk(), then if ahead else boards.NOW, boards.NOW if ahead else None)


def test_what_is_live_by_the_plan_alone_is_called_so_everywhere() -> None:
    board = calendar()
    assert panel_title(board, "programme").summary == "1 live by plan, 1 to come"
    assert "► live by plan  14:00 Remarks" in board_text(board)
    assert "► live by plan" in "".join(text for text, _ in fit(panels.event_rows(board)[0], panels.EVENT_COLUMNS, 80))
    assert " by plan " in "".join(text for text, _ in fit(panels.event_rows(board)[0], panels.EVENT_COLUMNS, 45))
    detail = detail_of(board, "event/cal/a")
    assert detail
    assert detail.sentence == "Remarks: live by the plan, 14:00, Room A."
    assert msgspec.to_builtins(board.programme[0])["state"] == "live by plan"


def test_of_a_time_to_come_what_is_past_is_over_by_the_plan() -> None:
    over = panels.event_rows(calendar(ahead=True))
    lines = ["".join(text for text, _ in fit(row, panels.EVENT_COLUMNS, 80)) for row in over]
    assert ["▲ delayed" in lines[0], lines[1].strip(), "· over by plan" in lines[2]] == [True, "earlier", True]
    assert len(lines) == 3, "what is delayed without a new time stays as it was announced"
