"""The detail of one thing: the sentence to say aloud is complete and honest."""

from typing import Any

import msgspec
import pytest

from opsdash.board.board import board_at
from opsdash.board.items import PoolItem, Run, Slot, SpaceFacts
from opsdash.model import Space
from opsdash.parts import AccessWindow, Distance
from opsdash.render.detail import detail_of, sentence_of
from opsdash.render.muster import pool_block
from opsdash.snapshot import Desk
from tests import boards
from tests.support import snapshot, venue


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("facility/config/imc", "Media Centre: open until Thu 26 June 02:00, in 11 h 28 min."),
        ("event/api/e4", "Joint statement on the Baltic Sea: delayed, 20 min late, today at 15:20, Room A, pool only."),
        ("event/api/e9", "Doorstep statement: scheduled for tomorrow at 08:15, East Entrance."),
        ("space/api/tv-2", "TV 2, Hall 1 North: free until 16:00; next Fjord TV, from 16:00."),
        (
            "pool/api/3",
            "Pool 3: incomplete, meets 14:40, Stairs, level 2, 3 of 5 there; "
            "missing photographer 1 (Nordlys Wire), camera 2 (Fjord TV).",
        ),
        ("overdue:space/api/tv-4", "TV 4 is still taken 22 min after its booking ended. → ask them to leave"),
        ("api", "Source api: fresh."),
    ],
)
def test_the_sentence_to_say_aloud(item: str, said: str) -> None:
    assert sentence_of(boards.busy(), item) == said


def test_a_sentence_from_old_data_says_how_old() -> None:
    assert sentence_of(boards.stale(), "pool/api/3").endswith("(As of 12 min ago.)")
    assert "As of" not in sentence_of(boards.stale(), "facility/config/imc")
    board = boards.stale()
    ours = msgspec.structs.replace(board.spaces[0], source="config")
    board = msgspec.structs.replace(board, spaces=(ours,))
    assert sentence_of(board, ours.id).endswith("(As of 12 min ago.)"), "it is free as far as the bookings tell"


def test_everything_odd_is_a_warning_said_once() -> None:
    board = boards.busy()
    odd = msgspec.structs.replace(board.programme[0], clashes=("Room A twice.",), flags=("Room A twice.", "No end."))
    detail = detail_of(msgspec.structs.replace(board, programme=(odd,)), odd.id)
    assert detail is not None
    assert detail.warnings == ("Room A twice.", "No end.")


def test_an_alert_tells_about_its_subject_too() -> None:
    detail = detail_of(boards.busy(), "pool-incomplete:pool/api/3")
    assert detail is not None
    facts = dict(detail.facts)
    assert facts["what to do"] == "call photographer 1 and camera 2"
    assert "3 of 5 there" in facts["Pool 3 now"]


@pytest.mark.parametrize(
    ("state", "missing", "awaited", "label"),
    [
        ("later", (), ("photographer 1",), "not yet there"), ("musters soon", (), ("photographer 1",), "not yet there"),
        ("incomplete", ("photographer 1",), (), "missing"), ("under way", (), ("photographer 1",), "no word of"),
        ("done", ("photographer 1",), (), "did not come"),
    ],
)  # fmt: skip
def test_who_is_not_there_is_called_missing_only_when_they_are(
    state: Any, missing: tuple[str, ...], awaited: tuple[str, ...], label: str
) -> None:
    board = boards.busy()
    pool = msgspec.structs.replace(board.pools[0], state=state, missing=missing, awaited=awaited)
    detail = detail_of(msgspec.structs.replace(board, pools=(pool,)), pool.id)
    assert detail is not None
    assert dict(detail.facts)[label] == "photographer 1"
    assert ("missing" in detail.sentence) == (label == "missing")


def test_what_is_no_longer_known_has_no_detail() -> None:
    assert detail_of(boards.busy(), "event/api/gone") is None
    assert sentence_of(boards.busy(), "event/api/gone") == ""


def test_headlines_notices_and_bookings_have_a_detail_and_what_has_no_place_tells_its_change() -> None:
    board = boards.busy()
    assert sentence_of(board, "news/union/7").endswith("https://newsroom.example/7")
    assert sentence_of(board, "notice/api/1") == "The lifts of Hall 1 are out of order."
    slot = Slot(id="booking/api/7", holder="Fjord TV", start=boards.at("14:00"), end=boards.at("15:00"))
    space = msgspec.structs.replace(board.spaces[0], bookings=(slot,))
    assert sentence_of(msgspec.structs.replace(board, spaces=(space,)), "booking/api/7").startswith(space.name)
    change = msgspec.structs.replace(board.changes[0], id="contact/api/1", title="Press office")
    assert sentence_of(msgspec.structs.replace(board, changes=(change,)), "contact/api/1").startswith(
        "Press office: moved"
    )
    change = msgspec.structs.replace(change, title="Lift B is out of order.", sentence="new: 14:01")
    assert sentence_of(msgspec.structs.replace(board, changes=(change,)), change.id) == (
        "Lift B is out of order: new: 14:01."
    )


def test_published_hours_that_say_no_more_than_the_clock_times_are_not_said_twice() -> None:
    board = boards.busy()
    days = {wording: Run(start=boards.at("08:00"), end=boards.at("18:00"), wording=wording)
            for wording in ("08:00 to 18:00", "Open (PM)")}  # fmt: skip
    item = msgspec.structs.replace(board.facilities[0], runs=tuple(days.values()))
    detail = detail_of(msgspec.structs.replace(board, facilities=(item,)), item.id)
    assert detail is not None
    hours = [text for label, text in detail.facts if label == "hours"]
    assert hours == ["08:00 to 18:00", "08:00 to 18:00  Open (PM)"]


def test_s12_power_network_cable_access_and_the_rule_of_a_van_bay_are_told_as_published() -> None:
    facts = SpaceFacts(
        amenities=("230 V", "HD-SDI 1080i50"), power="380 V, 50 Hz, 5-pin CEE", network="50 Mb up/down", cable=170,
        access=(
            AccessWindow(start=boards.at("08:00", -3), end=boards.at("20:00", -3), appointment=True,
                         wording="on 22 June, upon appointment"),
            AccessWindow(start=boards.at("16:00"), end=boards.at("18:00")),
        ),
        must_stay=True, rules="Keep the lane clear.",
        distances=(Distance(to="Photo platform", metres=550, note="+170"),),
    )  # fmt: skip
    board = boards.busy()
    bay = msgspec.structs.replace(board.spaces[-1], facts=facts)
    detail = detail_of(msgspec.structs.replace(board, spaces=(bay,)), bay.id)
    assert detail is not None
    told = [fact for fact in detail.facts if fact[1]]
    assert told[-10:-1] == [
        ("power", "380 V, 50 Hz, 5-pin CEE"),
        ("network", "50 Mb up/down"),
        ("cable", "170 m to the next connection"),
        ("equipment", "230 V, HD-SDI 1080i50"),
        ("access", "Sun 08:00 to Sun 20:00, by appointment only, “on 22 June, upon appointment”"),
        ("access", "16:00 to 18:00"),
        ("must stay", "once parked it stays until the end of the event"),
        ("distances", "Photo platform 550 m (+170)"),
        ("to read out", "Keep the lane clear."),
    ]


def test_s12_what_a_record_says_of_a_space_reaches_its_detail() -> None:
    """From the record over the board to the detail; a window's instants come in venue time."""
    window = AccessWindow(start=venue("2025-06-22T08:00"), end=venue("2025-06-22T20:00"))
    bay = Space(id="space/api/bay", name="Bay 1", type="van bay", power="380 V", cable=40, access=(window,))
    board = board_at(snapshot(bay), Desk(), venue("2025-06-22T07:00"))
    detail = detail_of(board, bay.id)
    assert detail is not None
    facts = dict(detail.facts)
    assert (facts["power"], facts["cable"], facts["access"]) == (
        "380 V",
        "40 m to the next connection",
        "08:00 to 20:00",
    )


def test_a_pool_says_whom_to_call_and_names_its_escort_once() -> None:
    def block(contact: str) -> str:
        pool = PoolItem(id="pool/api/1", name="Pool 1", escort="Liaison officer 1", contact=contact)
        return "\n".join("".join(text for text, _ in line).rstrip() for line in pool_block(pool, boards.NOW, 60))

    assert "call     +00 000 00 41, Liaison officer 1" in block("+00 000 00 41, Liaison officer 1")
    assert "escort" not in block("+00 000 00 41, Liaison officer 1")
    assert "escort   Liaison officer 1\ncall     +00 000 00 14, Pool desk" in block("+00 000 00 14, Pool desk")
    assert "call" not in block("")


def test_what_the_configuration_holds_says_so() -> None:
    found = detail_of(boards.busy(), "facility/config/imc")
    assert found is not None
    assert ("source", "the configuration file") in found.facts
