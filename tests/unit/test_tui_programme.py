"""The view of the programme: what it hands on to be drawn."""

import msgspec

from opsdash.render.agenda import Filter, on_day
from opsdash.tui.screens.programme import ProgrammeView
from tests import boards


def test_the_rooms_show_what_is_on_another_day_too_and_only_what_is_chosen() -> None:
    """On a wide screen the axis of an evening reaches into the next morning, where rooms are taken as well."""
    item = msgspec.structs.replace(boards.programme()[0], room="Room A", start=boards.at("22:00"), end=None)
    morning = msgspec.structs.replace(item, id="event/api/m", day=boards.at("06:30", 1).date(),
                                      start=boards.at("06:30", 1), room="Room B")  # fmt: skip
    board = boards.busy(programme=(item, morning), now=boards.at("22:30"))
    view, day = ProgrammeView(), board.now.date()
    items = on_day(board, day, None)
    assert [one.id for one in items] == [item.id]

    def rooms() -> list[str]:
        picture = view._paint(items, day, board, 200, 30, "")
        return ["".join(text for text, _ in line)[:6] for line in picture.lines]

    assert rooms() == ["Room A", "Room B"]
    view._filter = Filter("room", "Room A")
    assert rooms() == ["Room A"]
