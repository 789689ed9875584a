"""Tables: each panel at every width, each state with a glyph and a word."""

from datetime import timedelta
from typing import Any, get_args

import msgspec
import pytest
from rich.cells import cell_len

from opsdash.board import items
from opsdash.board.board import board_at
from opsdash.board.items import Board, SpaceCount
from opsdash.model import PressEvent
from opsdash.parts import Severity
from opsdash.render import listrows, panels, poolrows, spacerows, summary
from opsdash.render.canvas import wrapped
from opsdash.render.detail import detail_of
from opsdash.render.glyphs import FAMILIES, Family
from opsdash.render.rows import Cell, Column, Row, at_most, clip, fit, widths
from opsdash.render.text import board_text
from opsdash.snapshot import Desk
from tests import boards
from tests.support import snapshot

TABLES = {
    "facilities": (panels.facility_rows, panels.FACILITY_COLUMNS),
    "programme": (panels.event_rows, panels.EVENT_COLUMNS),
    "spaces": (spacerows.space_rows, spacerows.SPACE_COLUMNS),
    "pools": (poolrows.pool_rows, poolrows.POOL_COLUMNS),
    "alerts": (listrows.alert_rows, listrows.ALERT_COLUMNS),
    "changes": (listrows.change_rows, listrows.CHANGE_COLUMNS),
    "sources": (listrows.source_rows, listrows.SOURCE_COLUMNS),
}
STATES: dict[Family, object] = {
    "facility": items.FacilityState,
    "event": items.EventState,
    "space": items.SpaceState,
    "pool": items.PoolState,
    "source": items.SourceState,
    "alert": Severity,
}


def shown(table: str, board: Board, cells: int) -> list[str]:
    """The lines of a table as a person sees them."""
    rows, columns = TABLES[table]
    return ["".join(text for text, _ in fit(row, columns, cells)) for row in rows(board)]


@pytest.mark.parametrize("family", STATES)
def test_every_state_has_a_glyph_of_one_cell_a_word_and_a_meaning(family: Family) -> None:
    marks = FAMILIES[family]
    assert set(marks) == set(get_args(STATES[family]))
    for mark in marks.values():
        assert cell_len(mark.glyph) == 1
        assert mark.word
        assert mark.means.endswith(".")
        assert len(mark.short) <= 9
        assert len(mark.word) <= 14


@pytest.mark.parametrize(
    ("fields", "narrow", "wide"),
    [
        ({"state": "scheduled"}, "clash", "scheduled, clash"),
        ({"state": "delayed", "delay": 20}, "20m late▲", "delayed, clash"),
        ({"state": "starts soon", "start": boards.at("14:44")}, "~10 min▲", "soon, clash"),
        ({"state": "live"}, "live▲", "live, clash"),
        ({"state": "tentative"}, "clash", "tentative, clash"),  # its glyph says tentative
    ],
)
def test_a_clash_hides_no_state(fields: dict[str, Any], narrow: str, wide: str) -> None:
    board = boards.busy()
    item = msgspec.structs.replace(board.programme[6], **fields)
    assert item.clashes
    (line,) = shown("programme", msgspec.structs.replace(board, programme=(item,)), 40)
    assert f" {narrow} " in line
    (line,) = shown("programme", msgspec.structs.replace(board, programme=(item,)), 100)
    assert f" {wide} " in line


def test_an_event_outside_the_hours_of_its_place_is_no_clash() -> None:
    board = boards.busy()
    fields = {"state": "scheduled", "clashes": (), "outside": "Outside the hours of the Media Centre (closed)."}
    item = msgspec.structs.replace(board.programme[6], **fields)
    for cells, said in ((40, " hours "), (100, " scheduled, hours ")):
        (line,) = shown("programme", msgspec.structs.replace(board, programme=(item,)), cells)
        assert said in line
        assert "clash" not in line
    assert "Outside the hours of the Media Centre" in board_text(msgspec.structs.replace(board, programme=(item,)))


def test_what_was_on_another_day_stands_below_that_day() -> None:
    board = boards.busy()
    past = next(item for item in board.programme if item.phase == "past" and item.day == boards.NOW.date())
    assert past.day
    assert past.start
    before = {"day": past.day - timedelta(days=1), "start": past.start - timedelta(days=1)}
    yesterday = msgspec.structs.replace(past, id="before", **before)
    rows = panels.event_rows(msgspec.structs.replace(board, programme=(yesterday, past)))
    assert [row.id or row.cells[0].text for row in rows] == [
        "earlier", past.id, "earlier, Tue 24 June", "before",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "speakers", "said"),
    [
        ("Press conference: Prime Minister of Norway", (), "PM of Norway"),
        ("Press conference by the Prime Minister of Norway", (), "PM of Norway"),
        ("Press Conference – Foreign Minister of Sweden", (), "FM of Sweden"),
        ("Press conference: Host Minister", ("Minister of Defence of Norway",), "DefMin of Norway"),
        ("Press conference", (), "Press conf."),
        ("Press conference following the session", (), "Press conf. following the session"),
    ],
)
def test_a_narrow_row_names_who_speaks(title: str, speakers: tuple[str, ...], said: str) -> None:
    item = msgspec.structs.replace(
        boards.programme()[0], type="press conference", title=title, speakers=speakers, delegations=()
    )
    assert panels.who(item) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": "scheduled"}, "moved     →Press 2"),
        ({"state": "starts soon", "start": boards.at("14:44")}, "moved     →Press 2"),
        ({"state": "live"}, "live      →Press 2"),
        ({"state": "scheduled", "clashes": ("it clashes",)}, "moved▲    →Press 2"),
        ({"state": "scheduled", "was_room": ""}, "moved     Press 2"),
        ({"state": "ended", "phase": "past"}, "ended     Press 2"),
    ],
)
def test_a_narrow_row_says_what_was_moved(fields: dict[str, Any], said: str) -> None:
    board = boards.busy()
    there = {"room": "Press Room 2", "was_room": "Press Room 1", "moved": "moved Press Room 1 to Press Room 2"}
    item = msgspec.structs.replace(board.programme[2], **({"clashes": (), "conflicts": ()} | there | fields))
    line = shown("programme", msgspec.structs.replace(board, programme=(item,)), 39)[-1]
    assert f" {said} " in f"{line} "


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"access": "open", "host_tv": True, "streamed": True}, "open, Host TV, streamed"),
        ({"access": "pool", "host_tv": False}, "pool"),
        ({"access": "invitation"}, "invitation"),
        ({"access": "closed"}, "closed"),
        ({}, ""),  # the source does not say, which is not "no"
    ],
)
def test_coverage_is_said_as_it_is_published(fields: dict[str, Any], said: str) -> None:
    """From the record over the board to the row and the detail."""
    event = PressEvent(id="event/api/a", title="Family photo", start=boards.at("16:00"), **fields)
    board = board_at(snapshot(event), Desk(), boards.NOW)
    row = next(row for row in panels.event_rows(board) if row.id == event.id)
    assert row.cells[-1].text == said
    detail = detail_of(board, event.id)
    assert detail is not None
    facts = dict(detail.facts)
    assert ", ".join(text for text in (facts["open to"], facts["coverage"]) if text) == said


def test_what_is_odd_beside_a_state_is_marked_in_a_narrow_row_and_said_in_a_wide_one() -> None:
    board = boards.busy()
    place = msgspec.structs.replace(board.facilities[1], tone="warn", conflict="api says closed", flags=("No queue.",))
    both = msgspec.structs.replace(place, unreachable="its only entrance is closed")
    booth = msgspec.structs.replace(board.spaces[0], tone="warn", state="occupied", flags=("Fjord TV is there.",))
    pool = msgspec.structs.replace(board.pools[1], flags=("Its event is delayed.",))
    odd = msgspec.structs.replace(board, facilities=(place,), spaces=(booth,), counts=(), pools=(pool,))
    for table, said in (("facilities", "api says closed; No queue."), ("spaces", "Fjord TV is there."),
                        ("pools", "Its event is delayed.")):  # fmt: skip
        narrow, wide = shown(table, odd, 50)[0], shown(table, odd, 200)[0]
        assert "▲" in narrow[4:], narrow
        assert said in wide
    assert "its only entrance is closed; api says closed" in shown(
        "facilities", msgspec.structs.replace(odd, facilities=(both,)), 200
    )[0]  # fmt: skip


@pytest.mark.parametrize("family", STATES)
def test_two_states_never_read_the_same(family: Family) -> None:
    marks = FAMILIES[family].values()
    assert len({mark.word for mark in marks}) == len(marks)
    assert len({mark.short for mark in marks}) == len(marks)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("cells", [24, 36, 38, 41, 55, 56, 64, 80, 100, 120, 200])
def test_every_line_fills_the_width_exactly(table: str, cells: int) -> None:
    for board in (boards.busy(), boards.stale(), boards.trouble(), boards.empty()):
        for line in shown(table, board, cells):
            assert cell_len(line) == cells


@pytest.mark.parametrize("cells", [38, 64, 120])
def test_columns_stay_where_they_are_when_names_are_wide(cells: int) -> None:
    board = boards.busy()
    named = tuple(msgspec.structs.replace(f, name="国際記者会館", short="記者会館") for f in board.facilities)
    before, after = (shown("facilities", b, cells) for b in (board, msgspec.structs.replace(board, facilities=named)))
    word = "closing"
    assert cell_len(before[0].split(word)[0]) == cell_len(after[0].split(word)[0])


@pytest.mark.parametrize(("table", "field"), [("facilities", "facilities"), ("spaces", "spaces"), ("pools", "pools")])
@pytest.mark.parametrize("cells", [38, 64, 120])
def test_every_row_says_its_state_in_words(table: str, field: str, cells: int) -> None:
    family: Family = {"facilities": "facility", "spaces": "space", "pools": "pool"}[table]  # type: ignore[assignment]
    board = boards.busy()
    by_id = {item.id: item for item in getattr(board, field)}
    rows, columns = TABLES[table]
    for row in rows(board):
        if row.id:
            line = "".join(text for text, _ in fit(row, columns, cells))
            mark = FAMILIES[family][by_id[row.id].state]
            assert mark.glyph in line
            assert mark.word in line or mark.short in line


def test_titles_of_one_column_have_one_order_whatever_room_there_is() -> None:
    who = "Prime Minister of the Netherlands"
    talk = msgspec.structs.replace(boards.programme()[0], title=f"Press conference by the {who}", speakers=(who,),
                                   type="press conference", moved="", clashes=(), conflicts=(), flags=())  # fmt: skip
    cell = panels.event_row(talk, boards.NOW).cells[6]
    assert (cell.text, cell.short) == (f"{who}, press conference", "PM of the Netherlands, press conf.")


def test_the_narrow_programme_names_who_and_where() -> None:
    line = next(line for line in shown("programme", boards.busy(), 41) if "Norway" in line)
    assert line.split() == ["14:15", "►", "PM", "of", "Norway", "live", "Room", "A"]


def test_the_programme_begins_with_what_is_under_way_and_ends_with_what_is_over() -> None:
    lines = shown("programme", boards.busy(), 64)
    assert "live" in lines[0]
    assert lines[-2].strip() == "earlier"
    assert "ended" in lines[-1]
    tomorrow = next(at for at, line in enumerate(lines) if line.startswith("Thu 26 June"))
    assert "08:15" in lines[tomorrow + 1]


def test_a_facility_that_cannot_be_reached_does_not_read_as_open() -> None:
    board = boards.busy()
    shut = msgspec.structs.replace(
        board.facilities[1], unreachable="the only entrance, the Accreditation Office, is closed", tone="warn"
    )
    board = msgspec.structs.replace(board, facilities=(shut,))
    assert "open, no way in" in shown("facilities", board, 38)[0]
    assert "open, no way in" in shown("facilities", board, 64)[0]
    assert "the only entrance" in shown("facilities", board, 200)[0]
    assert summary.panel_summary(board, "facilities") == "1 of 1 open, 1 without way in"


def test_spaces_that_want_attention_come_first_the_gravest_before_the_rest() -> None:
    lines = shown("spaces", boards.busy(), 64)
    assert [line.split()[1] for line in lines[:3]] == ["Stand-up", "TV", "Radio"]
    assert "4/12 free" in lines[3]


def test_a_vague_time_is_shown_in_its_words_not_as_a_clock_time() -> None:
    for cells in (41, 64):
        line = next(line for line in shown("programme", boards.busy(), cells) if line.startswith("–"))
        assert "early" in line or "Huddle" in line
        assert "18:00" not in line


def test_widths_depend_on_the_width_alone_and_use_all_of_it() -> None:
    for _, columns in TABLES.values():
        for cells in range(40, 220):
            sizes = [size for size in widths(columns, cells) if size]
            full = all(c.most for c in columns if c.weight and c.at <= cells < c.below)
            assert sum(sizes) + len(sizes) - 1 == cells or full


@pytest.mark.parametrize("table", TABLES)
def test_no_table_is_too_narrow_for_its_own_columns(table: str) -> None:
    _, columns = TABLES[table]
    for cells in range(24, 220):
        shown = [size for size in widths(columns, cells) if size]
        assert sum(shown) + len(shown) - 1 <= cells


def test_the_short_wording_is_used_only_where_the_text_does_not_fit() -> None:
    row = Row("x", (Cell("Accreditation Office", "text", "Accredit."),))
    columns = (Column("name", 4, weight=1),)
    assert fit(row, columns, 20) == (("Accreditation Office", "text"),)
    assert fit(row, columns, 12) == (("Accredit.   ", "text"),)
    assert fit(row, columns, 6) == (("Accre…", "text"),)


def test_a_clipped_line_shows_that_more_follows() -> None:
    assert clip((("ab", "x"), ("cd", "y")), 4) == (("ab", "x"), ("cd", "y"))
    assert clip((("ab", "x"), ("cd", "y")), 3) == (("ab", "x"), ("…", "y"))
    assert clip((("ab", "x"), ("cd", "y")), 2) == (("a…", "x"),)


def test_the_last_line_shows_that_more_follows() -> None:
    said = wrapped("Radio reporter 41 is missing, text reporter 7 is missing", 20, "text")
    for lines, last in (
        (4, "missing"),
        (3, "reporter 7 is …"),
        (2, "missing, text …"),
        (1, "Radio reporter 41 i…"),
        (0, ""),
    ):
        shown = at_most(said, lines, 20)
        assert len(shown) == lines
        assert "".join(text for spans in shown[-1:] for text, _ in spans).rstrip() == last
    (full,) = at_most((clip((("abcdef", "x"),), 6), ()), 1, 6)
    assert full == (("abcde…", "x"),)


def test_an_alert_in_few_lines_shows_where_it_was_cut() -> None:
    item = msgspec.structs.replace(boards.alerts()[0], sentence="Pool 4 is two short. " * 4, action="Call 44. " * 30)
    lines = ["".join(text for text, _ in spans).rstrip() for spans in listrows.alert_words(item, 40, 4, boards.NOW)]
    assert [line.endswith("…") for line in lines] == [True, False, False, True]
    brief = msgspec.structs.replace(item, action="Call them.")
    assert listrows.alert_words(brief, 40, 4, boards.NOW)[-1][0][0].startswith("→ Call them.")


def test_an_alert_of_another_day_does_not_name_the_clock_alone() -> None:
    since = [boards.NOW.replace(hour=8) - timedelta(days=days) for days in (0, 1, 6, 7)]
    items = [msgspec.structs.replace(boards.alerts()[0], id=f"{n}", since=one) for n, one in enumerate(since)]
    rows = listrows.alert_rows(msgspec.structs.replace(boards.busy(), alerts=(*items,)))
    assert [row.cells[2].text for row in rows] == ["08:32", "Tue", "Thu", "18/06"]


def test_an_alert_that_came_back_says_so_and_what_was_noted() -> None:
    item = msgspec.structs.replace(
        boards.alerts()[0], acknowledged_by="duty officer", acknowledged_at=boards.at("14:20"), note="called both"
    )
    noted = "after it was acknowledged by duty officer, 14:20, called both"
    said = listrows.alert_words(item, 80, 4, boards.NOW)[-1]
    assert "".join(text for text, _ in said).rstrip() == f"Came back {noted}"
    board = msgspec.structs.replace(boards.busy(), alerts=(item,))
    (row,) = listrows.alert_rows(board)
    assert row.cells[3].text.startswith("Came back: Stand-up 5")
    assert not row.dim
    found = detail_of(board, item.id)
    assert found
    assert ("came back", noted) in found.facts
    assert listrows.acknowledged(boards.alerts()[3], boards.NOW) == "Acknowledged by duty officer"


@pytest.mark.parametrize("cells", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("name", ["busy", "empty", "stale", "trouble"])
def test_the_lines_around_the_tables_fill_the_width_exactly(name: str, cells: int) -> None:
    board: Board = getattr(boards, name)()
    lines = [
        summary.header_name(board, cells),
        summary.header_clock(board, cells),
        *summary.alert_strip(board, cells, 2, "8"),
    ]
    lines += [
        summary.panel_title(board, panel).spans(cells, focused) for panel in summary.PANELS for focused in (False, True)
    ]
    for spans in lines:
        assert cell_len("".join(text for text, _ in spans)) == cells


def test_the_header_says_when_where_and_how_old() -> None:
    text = "".join(part for part, _ in summary.header_clock(boards.stale(), 60))
    assert "Test Summit · The Hague" in "".join(part for part, _ in summary.header_name(boards.busy(), 40))
    assert "Wed 25 June  14:32 CEST" in text
    assert "▲ stale 12 min" in text
    assert "no poller" in text
    narrow = "".join(part for part, _ in summary.header_clock(boards.busy(), 24))
    assert "Wed 14:32" in narrow
    assert "fresh" in narrow


def test_the_strip_names_the_most_urgent_and_counts_the_others() -> None:
    first, second = ("".join(part for part, _ in spans) for spans in summary.alert_strip(boards.busy(), 80, 2, "8"))
    assert first.startswith("■ critical Stand-up 5")
    assert second.rstrip().endswith("+1 more")
    calm = boards.busy(alerts=boards.alerts()[3:])
    (strip,) = summary.alert_strip(calm, 80, 1, "8")
    assert "No new alerts; 1 acknowledged, the worst: info" in "".join(part for part, _ in strip)


def test_a_space_nobody_tells_about_is_not_known_and_asks_for_nothing() -> None:
    space = msgspec.structs.replace(boards.spaces()[0], state="unknown", tone="unknown", brief="not known")
    count = SpaceCount(type="tv booth", total=1, free=0, taken=0, attention=0, out=0, unknown=1)
    board = boards.busy(spaces=(space,), counts=(count,))
    assert summary.panel_summary(board, "spaces") == "not known"
    for cells in (33, 64, 100):
        first = shown("spaces", board, cells)[0]
        assert "TV booths" in first
        assert "not known" in first
        assert "?" in first


def test_a_room_keeps_its_number_when_its_name_is_cut() -> None:
    row = Row("x", (Cell("Bilateral Room 3"),))
    columns = (Column("room", 4, weight=1, tail=True),)
    assert [fit(row, columns, cells)[0][0] for cells in (16, 11, 6)] == ["Bilateral Room 3", "Bilatera… 3", "Bil… 3"]
    assert fit(Row("x", (Cell("East Entrance"),)), columns, 9)[0][0] == "East Ent…"


def test_until_when_a_facility_is_open_goes_before_what_is_odd() -> None:
    item = msgspec.structs.replace(boards.facilities()[1], flags=("Its only entrance closes before.",))
    board = boards.busy(facilities=(item,))
    assert "open → Thu 02:00" in shown("facilities", board, 33)[0]
    assert "until Thu 02:00; Its only entr" in shown("facilities", board, 70)[0]
    assert "until Thu 02:00; Its only entrance closes before." in shown("facilities", board, 98)[0]


@pytest.mark.parametrize(
    ("state", "narrow", "wide"),
    [("mustering", "mustering, 5 of 7▲", "mustering▲"), ("musters soon", "", "soon, ~10 min▲")],
)
def test_a_pool_has_one_word_for_its_state_and_gives_up_the_countdown_for_it(
    state: str, narrow: str, wide: str
) -> None:
    pool = msgspec.structs.replace(
        boards.pools()[0],
        state=state,
        muster_at=boards.at("14:44"),
        present=5,
        expected=7,
        flags=("odd.",),
        material="",
    )
    (row,) = poolrows.pool_rows(boards.busy(pools=(pool,)))
    said = {column.name: cell.short for column, cell in zip(poolrows.POOL_COLUMNS, row.cells, strict=True)}
    assert narrow in said["now"]
    assert said["state"] == wide


def test_none_free_is_not_all_full_while_a_booth_is_empty_until_who_reserved_it() -> None:
    taken = [space for space in boards.spaces() if space.state == "occupied"][:1]
    waits = [space for space in boards.spaces() if space.state == "reserved" and space.type == taken[0].type][:1]
    items = (*taken, *waits)
    board = boards.busy(spaces=items, counts=boards.counts_of(items))
    rows = spacerows.space_rows(board)
    told = "".join(text for text, _ in fit(rows[0], spacerows.SPACE_COLUMNS, 110))
    assert "0/2 free" in told
    assert "■□  1 empty until 14:45" in told, "the parts add up to the whole"
    assert "0 of 2 TV booths free, 1 taken, 1 empty until 14:45\n" in board_text(board)
    later = msgspec.structs.replace(waits[0], id="later", until=boards.at("15:00"))
    three = (*items, later)
    more = board_text(boards.busy(spaces=three, counts=boards.counts_of(three)))
    assert "0 of 3 TV booths free, 1 taken, 2 empty, the first until 14:45\n" in more
    assert "0 free, 1 to 14:45" in "".join(text for text, _ in fit(rows[0], spacerows.SPACE_COLUMNS, 39))
