"""Live status, officers' overrides, sources that disagree, withdrawn facilities, and how facilities are reached."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from opsdash.board.hours import facility_items
from opsdash.board.index import Index
from opsdash.board.items import FacilityItem
from opsdash.model import Facility
from opsdash.parts import Dependency
from opsdash.snapshot import Desk, DeskEntry
from tests.hoursupport import board, cells, one, override, says
from tests.support import feed, site, venue

NOON = "2025-06-25T12:00"
NIGHT = "2025-06-25T23:00"
HOURS = {25: "08:00-20:00", 26: "08:00-20:00"}


def desk(*entries: DeskEntry) -> Desk:
    return Desk(entries=entries)


def test_live_closed_beats_announced_open_and_both_are_said() -> None:
    place = cells("media-centre", HOURS, "demo", live=says("closed", "2025-06-25T11:40", reason="fire drill"))
    item = one(NOON, place)
    assert (item.state, item.tone, item.brief) == ("closed", "warn", "fire drill")
    assert item.conflict == "demo says closed, demo announced open until 20:00"
    assert item.since == venue("2025-06-25T11:40")
    assert item.sentence.startswith("Media Centre: closed, says demo since 11:40: fire drill; until when is not said.")


def test_live_statement_lapses_at_its_minute() -> None:
    live = says("closed", "2025-06-25T11:40", "2025-06-25T12:30", "fire drill")
    place = cells("media-centre", HOURS, "demo", live=live)
    before = one("2025-06-25T12:29", place)
    assert (before.state, before.until, before.then) == ("closed", venue("2025-06-25T12:30"), venue("2025-06-25T12:30"))
    assert "closed until 12:30" in before.sentence
    after = one("2025-06-25T12:30", place)
    assert (after.state, after.conflict) == ("open", "")
    assert one("2025-06-25T11:39", place).state == "open"


def test_live_open_after_hours_is_open_and_a_conflict() -> None:
    item = one(NIGHT, cells("media-centre", HOURS, "demo", live=says("open")))
    assert (item.state, item.brief) == ("open", "says demo")
    assert item.conflict == "demo says open, demo announced closed until Thu 26 June 08:00"


def test_live_that_agrees_keeps_the_announced_words() -> None:
    shut = one(NIGHT, cells("media-centre", HOURS, "demo", live=says("closed")))
    assert (shut.state, shut.conflict, shut.brief) == ("closed", "", "opens Thu 08:00")
    opened = one("2025-06-25T19:30", cells("media-centre", HOURS, "demo", live=says("open", "2025-06-25T08:05")))
    assert (opened.state, opened.brief, opened.conflict) == ("closing soon", "until 20:00", "")
    assert opened.since == venue("2025-06-25T08:05")


def test_live_on_a_day_without_hours_is_no_conflict() -> None:
    item = one(NOON, cells("media-centre", {25: "Open"}, "demo", live=says("open", "2025-06-25T09:00")))
    assert (item.state, item.conflict) == ("open", "")
    assert item.sentence == "Media Centre: open, says demo since 09:00."


def test_officer_beats_source_and_is_named() -> None:
    place = cells("media-centre", HOURS, "demo", live=says("open", "2025-06-25T08:05"))
    item = one(NOON, place, desk=desk(override("2025-06-25T11:50", "closed", "2025-06-25T13:00", note="water leak")))
    assert (item.state, item.tone, item.until) == ("closed", "warn", venue("2025-06-25T13:00"))
    assert item.conflict == "duty officer says closed, demo announced open until 20:00, demo says open"
    assert "closed until 13:00, says duty officer since 11:50: water leak" in item.sentence
    assert one(
        "2025-06-25T13:00", place, desk=desk(override("2025-06-25T11:50", "closed", "2025-06-25T13:00"))
    ).state == ("open")


def test_the_newest_unexpired_override_wins_whatever_the_order() -> None:
    first = override("2025-06-25T10:00", "closed")
    second = override("2025-06-25T11:00", "full")
    lapsed = override("2025-06-25T11:30", "open", "2025-06-25T11:45")
    coming = override("2025-06-25T12:30", "open")
    place = cells("media-centre", HOURS)
    for entries in ((first, second, lapsed, coming), (coming, lapsed, second, first)):
        assert one(NOON, place, desk=desk(*entries)).state == "full"
    assert one("2025-06-25T10:30", place, desk=desk(first, second)).state == "closed"


def test_an_override_without_a_state_lifts_the_one_before() -> None:
    entries = desk(override("2025-06-25T10:00", "closed"), override("2025-06-25T11:00", ""))
    assert one(NOON, cells("media-centre", HOURS), desk=entries).state == "open"


def test_an_override_finds_its_facility_by_alias_and_by_any_of_its_records() -> None:
    records = cells("media-centre", HOURS), cells("imc", HOURS, "demo", name="Media Centre")
    for subject in ("the centre", "facility/demo/imc", "imc", "Media Centre"):
        entry = override("2025-06-25T11:00", "closed", subject=subject)
        assert one(NOON, *records, desk=desk(entry), aliases={"the centre": "media-centre"}).state == "closed"


def test_two_sources_of_one_facility_are_one_item_that_names_both_when_they_disagree() -> None:
    told = cells("accreditation-office", {25: "08:00-22:00"})
    polled = cells("accreditation-office", {25: "08:00-20:00"}, "demo")
    agree = one("2025-06-25T09:00", told, cells("accreditation-office", {25: "08:00-22:00"}, "demo"))
    assert (agree.state, agree.conflict, agree.source) == ("open", "", "demo")
    early = one("2025-06-25T09:00", told, polled)
    assert (early.state, early.until) == ("open", venue("2025-06-25T20:00"))
    assert early.conflict == "the configuration says open until 22:00, demo says open until 20:00"
    late = one("2025-06-25T21:00", told, polled)
    assert (late.id, late.state, late.tone) == ("facility/config/accreditation-office", "not confirmed", "warn")
    assert late.conflict == "the configuration says open until 22:00, demo says closed"
    assert late.sentence == f"Accreditation Office: not confirmed: {late.conflict}."
    assert one("2025-06-25T23:00", told, polled).conflict == ""


def test_a_published_day_and_exact_hours_do_not_disagree() -> None:
    told = cells("office", {25: "Open"})
    polled = cells("office", {25: "08:00-20:00"}, "demo")
    assert one(NOON, told, polled).brief == "until 20:00"
    night = one("2025-06-25T22:00", told, polled)
    assert (night.state, night.conflict, night.source) == ("closed", "", "demo")
    vague = one(NOON, told, cells("office", {25: "06:30-00:00 [TBC]"}, "demo"))
    assert (vague.state, vague.source) == ("open today, hours not published", "config")
    shut = one(NOON, told, cells("office", {25: "Closed"}, "demo"))
    assert shut.state == "not confirmed"
    assert shut.conflict == "the configuration says “Open”, demo says closed"


def test_live_settles_what_two_sources_dispute() -> None:
    told = cells("office", {25: "Closed"})
    polled = cells("office", {25: "08:00-20:00"}, "demo", live=says("open"))
    item = one(NOON, told, polled)
    assert (item.state, item.tone) == ("open", "warn")
    assert item.conflict == "demo says open, demo says open until 20:00, the configuration says closed"


def test_two_live_statements_that_differ_are_both_said() -> None:
    one_says = cells("office", HOURS, "first", live=says("closed", "2025-06-25T11:00"))
    other = cells("office", HOURS, "second", live=says("open", "2025-06-25T11:30"))
    item = one(NOON, one_says, other)
    assert (item.state, item.conflict) == ("open", "second says open, first says closed")


def test_two_facilities_of_one_source_stay_two() -> None:
    found = board(NOON, cells("desk-1", HOURS, "demo", name="Desk"), cells("desk-2", HOURS, "demo", name="Desk"))
    assert sorted(found) == ["desk-1", "desk-2"]


def test_records_meet_by_name_and_alias_and_share_what_they_know() -> None:
    told = cells("imc", {}, name="International Media Centre", short="Media Centre", place="World Forum")
    polled = cells("hall-7", HOURS, "demo", name="Press Hall")
    item = one(NOON, told, polled, aliases={"Press Hall": "imc"})
    assert (item.id, item.short, item.place, item.state) == (
        "facility/config/imc",
        "Media Centre",
        "World Forum",
        "open",
    )


def test_withdrawn_is_dimmed_and_says_so() -> None:
    gone = cells("media-centre", HOURS, "demo", withdrawn=venue("2025-06-25T09:05"))
    item = one(NOON, gone)
    assert (item.state, item.tone, item.brief) == ("unknown", "quiet", "no longer listed")
    assert item.flags == ("No longer listed by demo since 09:05 on Wed 25 June.",)
    kept = one(NOON, gone, cells("media-centre", {25: "08:00-18:00"}))
    assert (kept.state, kept.brief, kept.flags) == ("open", "until 18:00", item.flags)


def chain(**deepest: object) -> tuple[object, ...]:
    """A hall in a centre behind an office."""
    return (
        cells("office", **{"days": {25: "08:00-18:00"}, **deepest}),  # type: ignore[arg-type]
        cells("centre", {25: "24h"}, depends_on=(Dependency(on="office"),)),
        cells("hall", {25: "24h"}, depends_on=(Dependency(on="centre", by="host"),)),
    )


def reached(when: str, key: str = "hall", **deepest: object) -> FacilityItem:
    return board(when, *chain(**deepest))[key]  # type: ignore[arg-type]


def test_s3_holds_along_a_chain() -> None:
    assert reached(NOON).unreachable == ""
    assert reached("2025-06-25T18:00").unreachable == (
        "the place it is in, the Centre, cannot be reached: its only entrance, the Office, is closed"
    )


def test_s3_an_entrance_that_opens_later_today_bars_until_then() -> None:
    assert reached("2025-06-25T07:00", "centre").unreachable == "its only entrance, the Office, is closed"


def test_s3_live_closure_of_the_entrance_counts() -> None:
    item = reached(NOON, "centre", live=says("closed", reason="alarm"))
    assert item.unreachable == "its only entrance, the Office, is closed"


def test_s3_an_entrance_whose_state_nobody_knows_is_named() -> None:
    assert reached(NOON, "centre", days={25: ""}).flags == (
        "Whether its only entrance, the Office, is open is not known.",
    )  # fmt: skip
    assert reached(NOON, "centre", days={25: "08:00-18:00 [TBC]"}).flags == (
        "Whether its only entrance, the Office, is open is not confirmed.",
    )
    assert reached(NOON, "centre", days={25: "Open"}).flags == ()


def test_s3_an_entrance_that_is_no_record_is_named() -> None:
    item = one(NOON, cells("centre", HOURS, depends_on=(Dependency(on="Gate 9"),)))
    assert (item.unreachable, item.flags) == ("", ("Its only entrance is “Gate 9”, which is not known here.",))


def test_s3_one_of_several_entrances_does_not_bar() -> None:
    gate = cells("gate", {25: "Closed"})
    item = board(NOON, gate, cells("centre", HOURS, depends_on=(Dependency(on="gate", only=False),)))["centre"]
    assert (item.unreachable, item.tone) == ("", "good")
    assert item.flags == ("One of its entrances, the Gate, is closed.",)


def test_s3_a_closed_facility_need_not_be_reached() -> None:
    found = board(NIGHT, cells("gate", {25: "Closed"}), cells("centre", HOURS, depends_on=(Dependency(on="gate"),)))
    assert (found["centre"].unreachable, found["centre"].tone) == ("", "quiet")


@pytest.mark.parametrize(("cell", "barred"), [("Closed", True), ("09:00-18:00", False)])
def test_s3_a_centre_without_hours_is_barred_only_by_an_entrance_closed_all_day(cell: str, barred: bool) -> None:
    centre = cells("centre", {25: "Open"}, depends_on=(Dependency(on="gate"),))
    item = board("2025-06-25T04:00", cells("gate", {25: cell}), centre)["centre"]
    assert item.state == "open today, hours not published"
    assert bool(item.unreachable) == barred


def test_a_place_without_hours_in_a_closed_one_says_so_quietly() -> None:
    catering = cells("catering", {}, depends_on=(Dependency(on="centre", by="host"),))
    item = board(NIGHT, cells("centre", HOURS), catering)["catering"]
    assert (item.state, item.tone, item.unreachable) == ("unknown", "unknown", "")
    assert item.flags == ("The place it is in, the Centre, is closed.",)


def test_s3_ways_in_are_looked_at_once_however_they_are_laid_out() -> None:
    pattern = cells("pattern", HOURS)
    floors = range(40)  # two doors to each floor, both to both of the next: a million million paths
    doors = {f"{floor}{door}": (f"{floor + 1}a", f"{floor + 1}b") for floor in floors for door in "ab"}
    row = {str(number): (str(number + 1),) for number in range(1100)}  # as deep as nothing may recurse
    for ways in (doors, row):
        needs = {key: tuple(Dependency(on=on) for on in targets) for key, targets in ways.items()}
        records = (replace(pattern, id=f"facility/api/{key}", name=key, depends_on=needs[key]) for key in ways)
        assert not any(item.unreachable for item in board(NOON, *records).values())


def test_s3_cycles_end() -> None:
    found = board(
        NOON,
        cells("a", HOURS, depends_on=(Dependency(on="b"),)),
        cells("b", HOURS, depends_on=(Dependency(on="a"),)),
        cells("c", HOURS, depends_on=(Dependency(on="c"),)),
    )
    assert [item.unreachable for item in found.values()] == ["", "", ""]


def test_thousands_of_facilities_are_derived_once_for_each_feed() -> None:
    records = [cells(f"place-{n}", HOURS, "demo", hours="Mo-Su 09:00-17:00") for n in range(500)]
    index = Index(feed(*records, at=site()))
    now = venue(NOON)
    first = facility_items(index, Desk(), now)
    later = facility_items(index, Desk(), now + timedelta(minutes=1))
    assert [item.state for item in first] == ["open"] * 500
    assert later[0].sentence != first[0].sentence
    from opsdash.board.places import places
    from opsdash.board.plans import plans

    built = plans.cache_info().misses, places.cache_info().misses
    facility_items(index, Desk(), now + timedelta(minutes=2))
    assert (plans.cache_info().misses, places.cache_info().misses) == built


MORNING = "2025-06-25T08:30"
"""Half an hour before it opens, as announced."""
NINE = {25: "09:00-20:00", 26: "09:00-20:00"}


@pytest.mark.parametrize("reason", ["", "fire drill"])
@pytest.mark.parametrize("who", ["demo", "duty officer"])
def test_closed_for_longer_than_announced_does_not_open_as_announced(who: str, reason: str) -> None:
    def told(when: str, until: str = "") -> FacilityItem:
        if who == "demo":
            live = says("closed", "2025-06-25T06:00", until, reason)
            return one(when, cells("media-centre", NINE, "demo", live=live))
        entry = override("2025-06-25T06:00", "closed", until, note=reason)
        return one(when, cells("media-centre", NINE, "demo"), desk=desk(entry))

    why = f": {reason}" if reason else ""
    noon = told(MORNING, NOON)
    assert (noon.state, noon.until, noon.then) == ("closed", venue(NOON), venue(NOON))
    assert noon.sentence == f"Media Centre: closed until 12:00, says {who} since 06:00{why}."
    assert told("2025-06-25T07:00", NOON).sentence == noon.sentence
    evening = told(MORNING, "2025-06-25T20:00")
    assert (evening.until, evening.then) == (venue("2025-06-25T20:00"), venue("2025-06-26T09:00"))
    assert evening.sentence.endswith(f"closed until 20:00, says {who} since 06:00{why}; opens Thu 26 June 09:00.")
    before = told(MORNING, "2025-06-25T09:00")
    assert (before.state, before.then) == ("opening soon", venue("2025-06-25T09:00"))
    assert told("2025-06-25T09:00", "2025-06-26T12:00").then == venue("2025-06-26T12:00"), "not the next morning"


def test_closed_without_an_end_opens_nobody_knows_when() -> None:
    place = cells("media-centre", NINE, "demo")
    officer = one(MORNING, place, desk=desk(override("2025-06-25T08:00", "closed")))
    assert (officer.state, officer.until, officer.then, officer.then_day) == ("closed", None, None, None)
    assert officer.sentence == "Media Centre: closed, says duty officer since 08:00; until when is not said."
    drill = one(MORNING, replace(place, live=says("closed", reason="fire drill")))
    assert drill.sentence == "Media Centre: closed, says demo: fire drill; until when is not said."
    agrees = one(MORNING, replace(place, live=says("closed")))
    assert (agrees.state, agrees.sentence) == ("closed", "Media Centre: closed; opens 09:00, in 30 min.")


def test_closed_until_some_time_in_a_day_without_hours_promises_no_opening() -> None:
    live = says("closed", "2025-06-25T06:00", NOON)
    item = one(
        "2025-06-24T12:00", cells("hall", {24: "Closed", 25: "Open", 26: "24h"}, "demo", live=replace(live, since=None))
    )
    assert (item.state, item.until, item.then, item.then_day) == ("closed", venue(NOON), None, None)


def test_sources_that_disagree_for_whom_it_is_open_are_both_said() -> None:
    few = cells("hall", {25: "08:00-20:00 for broadcasters only"}, "aa")
    item = one(NOON, few, cells("hall", {25: "08:00-20:00"}, "bb"))
    assert item.conflict == "aa says open until 20:00 for broadcasters only, bb says open until 20:00"
    assert (item.state, item.audience, item.tone) == ("open", "broadcasters", "warn")
    assert one(NOON, replace(few, id="facility/cc/hall"), cells("hall", HOURS, "bb")).audience == "broadcasters"
    asked = cells("hall", {25: "08:00-20:00 by appointment only"}, "aa")
    assert one(NOON, asked, cells("hall", {25: "08:00-20:00"}, "bb")).conflict == (
        "aa says open until 20:00 by appointment only, bb says open until 20:00"
    )
    assert one(NOON, few, replace(few, id="facility/bb/hall")).conflict == ""


@pytest.mark.parametrize("sources", [("aa", "bb"), ("bb", "aa"), ("config", "aa")])
def test_of_sources_that_disagree_the_one_decides_that_promises_least(sources: tuple[str, str]) -> None:
    few = cells("hall", {25: "08:00-18:00 for broadcasters only"}, sources[0])
    item = one("2025-06-25T17:30", few, cells("hall", {25: "08:00-20:00"}, sources[1]))
    assert (item.state, item.brief) == ("closing soon", "until 18:00")
    assert "open until 18:00 for broadcasters only" in item.conflict
    always = Facility(id=f"facility/{sources[1]}/hall", name="Hall", hours="24/7")
    assert one(NOON, few, always).until == venue("2025-06-25T18:00")
