"""Rows of pools and press events: what they say at night, of what moved, of what is only planned."""

import msgspec

from opsdash.render import poolrows
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
