"""The floor: a cell for each space with state, holder and time; what is free for so long; one space's day."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsdash.board.index import index_of
from opsdash.board.items import Slot, SpaceItem
from opsdash.board.spacegaps import free_now, gap_of
from opsdash.board.spaces import free_for, space_items
from opsdash.model import Booking, Space
from opsdash.render.canvas import Picture
from opsdash.render.floor import floor_picture, groups_of, legend, shown_spaces, soonest
from opsdash.render.rows import spans_width
from opsdash.render.spaceline import space_lines
from opsdash.snapshot import Desk
from tests import boards, viewboards
from tests.support import ZONE, feed, venue
from tests.unit.test_render_cells import AWKWARD

at = boards.at
NOW = boards.NOW
STATES = sorted({item.state for item in boards.spaces()})


def space(name: str, state: str = "free", **fields: object) -> SpaceItem:
    item = SpaceItem(id=f"space/x/{name}", name=name, type="tv booth", zone="Hall 1", state=state)  # type: ignore[arg-type]
    return msgspec.structs.replace(item, **fields)


def lines(picture: Picture) -> list[str]:
    return ["".join(said for said, _ in line).rstrip() for line in picture.lines]


def cells(*items: SpaceItem, height: int = 1, cells: int = 80) -> str:
    """The floor's lines below its first heading."""
    return "\n".join(lines(floor_picture(items, NOW, cells, height))[1:])


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (space("TV 1"), "○ TV 1 free"),
        (space("TV 1", until=at("16:00")), "○ TV 1 free         –16:00"),
        (space("TV 1", "occupied", holder="Fjord TV", until=at("15:30")), "● TV 1 Fjord TV     –15:30"),
        (space("TV 1", "reserved", holder="Fjord TV", until=at("15:00")), "◔ TV 1 from 15:00 Fjord TV"),
        (space("TV 1", "reserved", holder="Fjord", since=at("14:30"), until=at("15:00")), "◔ TV 1 due since 14:30 Fj…"),
        (space("TV 1", "overdue", holder="Fjord TV"), "▲ TV 1 overdue Fjord TV"),
        (space("TV 1", "no-show", holder="Fjord TV"), "◌ TV 1 no-show Fjord TV"),
        (space("TV 1", "double-booked", holder="A, B"), "■ TV 1 double A, B"),
        (space("TV 1", "out of service", reason="no power"), "× TV 1 out no power"),
        (space("TV 1", "walk-in", holder="Fjord TV"), "● TV 1 walk-in Fjord TV"),
        (space("TV 1", "unknown"), "? TV 1 unknown"),
    ],
)
def test_a_cell_says_state_holder_and_time(item: SpaceItem, said: str) -> None:
    assert cells(item) == said


def test_with_room_a_cell_has_a_second_line_and_the_state_in_full() -> None:
    said = cells(space("TV 1", "occupied", holder="Fjord TV", until=at("15:30")), height=20)
    assert said == "● TV 1 occupied\n  Fjord TV –15:30"


def test_spaces_stand_by_zone_and_kind_in_natural_order() -> None:
    items = (
        space("TV 10"), space("TV 2"), space("Radio 1", type="radio booth"),
        space("Bay 1", zone="Compound", type="van bay"), space("TV 1", zone="Hall 10"),
    )  # fmt: skip
    assert [(g.zone, g.kind, [s.name for s in g.items]) for g in groups_of(items)] == [
        ("Compound", "van bay", ["Bay 1"]),
        ("Hall 1", "tv booth", ["TV 2", "TV 10"]),
        ("Hall 1", "radio booth", ["Radio 1"]),
        ("Hall 10", "tv booth", ["TV 1"]),
    ]


def test_a_group_says_how_many_are_free() -> None:
    (heading, *_) = lines(floor_picture((space("TV 1"), space("TV 2", "occupied")), NOW, 80, 1))
    assert heading.startswith("── Hall 1  TV booths  1 of 2 free ─")


def test_long_names_stay_apart() -> None:
    items = tuple(space(f"Interview and Briefing Room {n}") for n in (1, 2))
    said = cells(*items)
    assert "1 free" in said
    assert "2 free" in said
    mixed = cells(space("Press Room 1"), space("Interview Room 1"))
    assert "Press R… 1" in mixed
    assert "Intervi… 1" in mixed


def test_spaces_stand_beside_one_another_as_far_as_there_is_room() -> None:
    items = tuple(space(f"TV {n}") for n in range(1, 13))
    assert len(lines(floor_picture(items, NOW, 40, 1))) == 13
    assert len(lines(floor_picture(items, NOW, 80, 1))) == 5
    assert len(lines(floor_picture(items, NOW, 200, 1))) == 3


# free for so long


def test_only_what_is_free_now_for_so_long_and_below_it_what_will_be_soonest() -> None:
    board = viewboards.views()
    assert {s.name for s in shown_spaces(board.spaces, 60, board.now)} == {
        "Indoor Stand-up 4", "Radio Booth 2", "Van Bay 4",
    }  # fmt: skip
    said = lines(floor_picture(board.spaces, board.now, 120, 40, 60))
    assert any("Booth 2 free" in line and "–18:00" in line for line in said)
    later = said.index("Free later for an hour, the soonest first")
    assert said[later + 1].startswith("15:00              Radio Booth 1")


def test_a_zone_counts_as_many_as_stand_below_it() -> None:
    board = viewboards.views()
    everything, half_an_hour = (lines(floor_picture(board.spaces, board.now, 120, 40, m)) for m in (0, 30))
    assert any("TV booths  0 of 10 free" in line for line in everything)
    at = next(n for n, line in enumerate(half_an_hour) if "TV booths  2 of 10 free" in line)
    assert half_an_hour[at + 1].count("Booth") == 2


def test_where_nothing_is_free_that_is_said() -> None:
    taken = space("TV 1", "occupied", until=at("15:30"), bookings=(
        Slot(id="b", holder="Fjord TV", start=at("14:00"), end=at("15:30"), state="there"),
    ))  # fmt: skip
    said = lines(floor_picture((taken,), NOW, 80, 20, 60))
    assert said[0] == "No space is free for an hour."
    assert said[3].startswith("15:30              TV 1")


def test_what_is_out_of_service_or_overdue_is_never_offered() -> None:
    items = (space("TV 1", "out of service"), space("TV 2", "overdue"), space("TV 3", "unknown"))
    assert shown_spaces(items, 30, NOW) == ()
    assert soonest(items, 30, NOW) == ()


@given(
    st.lists(st.tuples(st.integers(-8, 12), st.integers(1, 12), st.booleans()), max_size=6),
    st.sampled_from((30, 60, 120)),
)
def test_a_gap_is_the_one_that_the_board_finds(made: list[tuple[int, int, bool]], minutes: int) -> None:
    now = venue("2025-06-25T14:32")
    bookings = [
        Booking(
            id=f"booking/x/{n}", space="space/x/1", organisation=f"Outlet {n % 3}",
            start=now + timedelta(minutes=30 * start), end=now + timedelta(minutes=30 * (start + length)),
            checked_in=now + timedelta(minutes=30 * start) if came and start <= 0 else None,
        )
        for n, (start, length, came) in enumerate(made)
    ]  # fmt: skip
    index = index_of(feed(Space(id="space/x/1", name="TV 1", type="tv booth"), *bookings))
    items = space_items(index, Desk(), now)
    found = free_for(index, items, "", minutes, now)
    gap = gap_of(items[0], minutes, now)
    assert bool(found) == (gap is not None)
    if found and gap:
        assert found[0].brief.startswith("free now") == (gap.start <= now)
        if gap.start > now:
            assert f"{gap.start.astimezone(NOW.tzinfo):%H:%M}" in found[0].brief
    if free_now(items[0], minutes, now):
        assert found[0].brief.startswith("free now")


def test_a_gap_is_as_long_as_it_is_across_a_clock_change() -> None:
    now = venue("2025-10-26T02:30").astimezone(NOW.tzinfo)  # and 02:20 comes fifty minutes later
    booked = Slot(id="b", holder="Fjord TV", start=datetime(2025, 10, 26, 1, 20, tzinfo=UTC).astimezone(NOW.tzinfo),
                  end=datetime(2025, 10, 26, 3, 0, tzinfo=UTC).astimezone(NOW.tzinfo))  # fmt: skip
    item = space("TV 1", bookings=(booked,))
    assert free_now(item, 30, now)
    assert not free_now(item, 60, now)


# one space's day


def test_a_space_through_the_day_shows_its_bookings_as_bars_and_in_words() -> None:
    board = viewboards.views()
    item = next(s for s in board.spaces if s.name == "TV Booth 1")
    said = ["".join(text for text, _ in line) for line in space_lines(item, board.now, ZONE, 80, 9)]
    assert said[0].startswith("● TV Booth 1  occupied, Fjord TV until 15:30")
    assert said[1].startswith("13:00 14:00 15:00")
    assert "▼" in said[2]
    assert said[3].startswith("●Fjord TV")
    assert "○Radio Solst" in said[3]
    assert said[4].startswith("● there       13:00–15:30  Fjord TV")
    assert said[5].startswith("○ booked      16:00–17:30  Radio Solstice")


def test_overlapping_bookings_stand_below_one_another() -> None:
    board = viewboards.views()
    item = next(s for s in board.spaces if s.name == "Indoor Stand-up 5")
    said = ["".join(text for text, _ in line) for line in space_lines(item, board.now, ZONE, 120, 12)]
    bars = [line for line in said if "○" in line and "–" not in line]
    assert len(bars) == 2


def test_with_room_the_whole_group_stands_on_the_axis() -> None:
    board = viewboards.views()
    group = [s for s in board.spaces if s.type == "radio booth"]
    said = ["".join(text for text, _ in line) for line in space_lines(group[0], board.now, ZONE, 200, 17, group)]
    assert [line[:15] for line in said[3:9]] == [f"{'○' if n == 2 else '●'} Radio Booth {n}" for n in range(1, 7)]


@given(
    st.lists(st.tuples(st.sampled_from([*AWKWARD, "TV Booth 1"]), st.sampled_from(STATES)), max_size=9),
    st.integers(40, 300), st.integers(1, 60), st.sampled_from((0, 60)),
)  # fmt: skip
def test_every_line_fills_its_width_exactly(made: list[tuple[str, str]], width: int, height: int, minutes: int) -> None:
    items = tuple(
        space(name, state, id=f"space/x/{n}", holder=name, reason=name, zone=name, until=at("16:00"), since=at("14:00"),
              bookings=(Slot(id="b", holder=name, start=at("14:00"), end=at("15:30"), state="booked"),))
        for n, (name, state) in enumerate(made)
    )  # fmt: skip
    picture = floor_picture(items, NOW, width, height, minutes, "space/x/0")
    for line in (*picture.lines, legend(width)):
        assert spans_width(line) == width
    for item in items:
        for line in space_lines(item, NOW, ZONE, width, height, items):
            assert spans_width(line) == width
    if not minutes:
        assert set(picture.spots) == {item.id for item in items}
    assert all(spot.line < len(picture.lines) and spot.last <= width for spot in picture.spots.values())


def test_who_has_left_early_leaves_the_space_free() -> None:
    now = venue("2025-06-25T14:32")
    left = Booking(
        id="booking/x/1", space="space/x/1", organisation="Fjord TV", start=venue("2025-06-25T14:00"),
        end=venue("2025-06-25T16:00"), checked_in=venue("2025-06-25T14:00"), checked_out=venue("2025-06-25T14:20"),
    )  # fmt: skip
    (item,) = space_items(index_of(feed(Space(id="space/x/1", name="TV 1", type="tv booth"), left)), Desk(), now)
    assert [slot.state for slot in item.bookings] == ["left"]
    assert free_now(item, 120, now)


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_legend_leaves_out_what_does_not_fit_whole(width: int) -> None:
    said = "".join(text for text, _ in legend(width)).rstrip()
    assert "…" not in said
    assert said.startswith("○ free   ◔ reserved")
    assert said.split()[-1] in ("occupied", "reserved", "overdue", "no-show", "double", "out", "unknown")


def test_a_long_holder_is_cut_and_the_time_is_not() -> None:
    item = space("TV 1", "occupied", holder="The Meridian Post and Others", until=at("15:30"))
    assert cells(item, height=20).splitlines()[1] == "  The Meridian Pos… –15:30"
