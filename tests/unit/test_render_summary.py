"""What stands around the panels: which there are, and why one has nothing to show."""

import msgspec
import pytest

from opsdash.board.items import Board, PanelFreshness, SourceState
from opsdash.board.verdict import Verdict, verdict
from opsdash.render.rows import spans_width
from opsdash.render.summary import (
    NO_SOURCE,
    UNFED,
    PanelTitle,
    alert_strip,
    banner,
    header_clock,
    nothing_yet,
    panel_names,
    panel_title,
)
from opsdash.render.words import in_brief
from opsdash.tui.layout import SHOWN
from tests import boards


def never_read() -> Board:
    """A board whose sources have been asked and have not answered."""
    waiting = msgspec.structs.replace(boards.sources()[0], state="never", tone="unknown", age=None, succeeded=None)
    return boards.empty(sources=(waiting,))


def unfed(*feeding: str) -> Board:
    """A board of which one source is silent, and only `feeding` are to give pools."""
    board = boards.busy(pools=(), sources=(*never_read().sources, *boards.sources()))
    return msgspec.structs.replace(
        board, freshness=board.freshness | {"pools": PanelFreshness(state="never", sources=feeding)}
    )


@pytest.mark.parametrize(
    ("board", "said"),
    [
        (boards.empty(), NO_SOURCE),
        (never_read(), "No source has answered yet: F8 shows why."),
        (unfed("api"),
         "No pool is known yet. A source has not answered yet: F8 shows why."),
        (boards.busy(pools=()), "No pool is known yet."),
        (unfed(), f"No pool is known yet. {UNFED}"),
    ],
)  # fmt: skip
def test_a_panel_without_rows_says_why_and_what_to_do(board: Board, said: str) -> None:
    assert nothing_yet(board, board.freshness["pools"], "No pool is known yet.", "F8") == said


def test_of_what_nobody_has_told_us_a_title_claims_nothing() -> None:
    assert panel_title(never_read(), "pools").summary == ""
    assert panel_title(boards.busy(pools=()), "pools").summary == "none to come"


@pytest.mark.parametrize("trouble", ["", "The desk's earlier entries are kept in desk.json.corrupt-1."])
def test_no_poller_is_said_whatever_else_is_wrong_but_not_where_one_is_stuck(trouble: str) -> None:
    none, stuck = (msgspec.structs.replace(board, trouble=trouble) for board in (boards.stale(), boards.stuck()))
    assert "".join(said for said, _ in header_clock(none, 80)).endswith("stale 12 min · no poller")
    assert banner(none).startswith("No poller ")
    assert banner(none).endswith(f": data from 14:20. {trouble}".rstrip())
    assert "no poller" not in "".join(said for said, _ in header_clock(stuck, 80))
    assert banner(stuck) == f"{stuck.stuck} {trouble}".rstrip()
    assert verdict(boards.busy(alerts=(), stuck=stuck.stuck)) is Verdict.UNKNOWN


def text(current: str, cells: int) -> str:
    return "".join(said for said, _ in panel_names(SHOWN["single"], current, cells, "Tab"))


def test_a_small_terminal_names_the_other_panels_and_the_key() -> None:
    assert text("programme", 80).startswith(" Hours [Press] Booths  Pools  Alerts  Changes  Sources ")
    for current, shown in (("facilities", "[Hours]"), ("pools", "…[Pools] Alerts  Changes"), ("sources", "[Sources]")):
        assert shown in text(current, 40)
        assert text(current, 40).endswith("Tab")
        assert len(text(current, 40)) <= 40


@pytest.mark.parametrize(
    ("cells", "state", "beyond", "title"),
    [
        (60, "fresh", (0, 12), "── Booths  13 of 40 free, 3 to look at ── ↓ 12 more ● fresh "),
        (60, "fresh", (4, 12), "── Booths  13 of 40 free, 3 to look at ───── ↑4 ↓12 ● fresh "),
        (44, "fresh", (0, 12), "── Booths  13 of 40 free, 3 to look at ↓12 ●"),
        (34, "fresh", (0, 12), "── Booths  13 of 40 free ── ↓12 ● "),
        (34, "fresh", (0, 0), "── Booths  13 of 40 free ────── ● "),
        (60, "stale", (0, 12), "── Booths  13 of 40 free, 3 to look at ─ ↓12 ▲ stale 12 min "),
        (34, "stale", (0, 12), "── Booths ─────────── ↓12 ▲ stale "),
        (34, "stale", (0, 0), "── Booths  13 of 40 free   ▲ stale"),
        (20, "stale", (0, 12), "── Boot… ↓12 ▲ stale"),
        (20, "stale", (4, 12), "── Booths ─ ▲ stale "),
        (20, "late", (4, 12), "── Booths ── ◑ late "),
        (25, "late", (104, 112), "── Boot… ↑104 ↓112 ◑ late"),
        (23, "late", (104, 112), "── Booths ───── ◑ late "),
    ],
)  # fmt: skip
def test_a_title_says_how_many_rows_are_not_in_view_at_any_width(
    cells: int, state: SourceState, beyond: tuple[int, int], title: str
) -> None:
    fresh = PanelFreshness(state=state, brief="" if state == "fresh" else "stale 12 min")
    spans = PanelTitle("Booths", "13 of 40 free, 3 to look at", fresh).spans(cells, False, beyond)
    assert "".join(said for said, _ in spans) == title


def test_a_title_is_measured_in_cells_and_keeps_whole_clauses() -> None:
    title = PanelTitle("会見", "生中継, 次は十二時", PanelFreshness(state="fresh"))
    for cells in range(24, 60):
        spans = title.spans(cells, False, (0, 12))
        assert spans_width(spans) == cells
        assert "…" not in "".join(said for said, _ in spans)
    assert [said for said, _ in title.spans(33, False, (0, 12))][2:3] == ["  生中継, 次は十二時"]


def test_the_titles_count_what_the_rows_show() -> None:
    """What has begun is not to come, and what is due but has not begun still is."""
    pools = boards.pools()
    away = msgspec.structs.replace(pools[0], state="under way")
    assert panel_title(boards.busy(pools=(away, *pools[1:])), "pools").summary.endswith(", 1 under way")
    event = next(one for one in boards.programme() if one.phase in ("next", "later"))
    due = msgspec.structs.replace(event, state="starts soon", phase="now", start=boards.at("14:30"))
    live = msgspec.structs.replace(event, state="live", phase="now", start=boards.at("14:30"))
    assert panel_title(boards.busy(programme=(live, due)), "programme").summary == "1 live, 1 to come"


def test_the_night_one_works_in_counts_as_today_and_the_title_says_how_long_it_goes() -> None:
    item = msgspec.structs.replace(boards.programme()[0], state="scheduled", phase="later", end=None)
    night = tuple(
        msgspec.structs.replace(item, day=boards.at(clock, days).date(), start=boards.at(clock, days))
        for clock, days in (("23:00", 0), ("00:30", 1), ("05:00", 1), ("06:00", 1))
    )
    assert panel_title(boards.busy(programme=night), "programme").summary == "3 to come, last at 05:00"
    assert panel_title(boards.busy(programme=night[:1]), "programme").summary == "1 to come"


@pytest.mark.parametrize(
    ("sentence", "brief"),
    [
        ('Press conference by the Prime Minister of Norway: Clashes with "Press conference by the Federal Chancellor".',
         'PM of Norway: Clashes with "Chancellor".'),
        ("Press conference: Sweden moved 16:30 to 17:00.", "Sweden moved 16:30 to 17:00."),
        ("Closing press conference by the President is off.", "Closing press conf. by the President is off."),
        ("Pool 4 meets at 14:25.", "Pool 4 meets at 14:25."),
    ],
)  # fmt: skip
def test_a_sentence_in_brief_calls_events_as_people_do(sentence: str, brief: str) -> None:
    assert in_brief(sentence) == brief


def test_what_happens_to_an_event_is_in_sight_where_its_name_would_fill_the_line() -> None:
    said = "Press conference by the Prime Minister of the Netherlands, 14:20: Clashes with another in Press Room 2."
    board = boards.busy(alerts=(msgspec.structs.replace(boards.alerts()[0], sentence=said), *boards.alerts()[1:]))
    lines = ["".join(text for text, _ in alert_strip(board, cells, 1, "8")[0]) for cells in (200, 80)]
    assert said in lines[0]
    assert "PM of the Netherlands, 14:20: Clashes with another" in lines[1]
    assert lines[1].endswith("+2 more")
