"""The hard cases of real advisories and press centres, and the tests that show each: named, so that none gets lost.

S1 to S16 are texts of advisories; the others are cells, rules and complaints of the press centres and the systems that
they are called after. Left out is what speaks of neither hours, time, pools, bookings nor changes.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

CASES: dict[str, tuple[str, ...]] = {
    # What advisories say.
    "S1 open, closed, PM, for broadcasters only: no clock times": (
        "unit/test_hours.py::test_s1_open_without_clock_times_is_neither_open_nor_closed",
        "unit/test_hours.py::test_s1_closed_is_closed_all_day_and_names_the_next_opening",
        "unit/test_hours.py::test_s1_pm_is_a_part_of_the_day",
        "unit/test_hours.py::test_s1_for_broadcasters_only_names_who_may_come_in",
        "unit/test_published.py::test_a_cell_is_read_as_it_is_meant",
    ),
    "S2 open 24 h, then until two": (
        "unit/test_hours.py::test_s2_open_24h_then_until_two_is_one_run",
        "unit/test_hours.py::test_s2_two_o_clock_on_thursday_is_not_the_next_night",
        "unit/test_hours.py::test_s2_until_two_after_a_day_without_hours_is_open_through_midnight",
        "unit/test_hours.py::test_s2_until_two_after_a_closed_day_is_not_taken_for_open",
    ),
    "S3 the only way in is closed": (
        "unit/test_hours.py::test_s3_the_only_entrance_is_closed_while_the_centre_is_open",
        "unit/test_hours.py::test_s3_is_said_before_it_happens",
        "unit/test_hours_live.py::test_s3_holds_along_a_chain",
        "unit/test_pools.py::test_s3_a_muster_before_the_only_entrance_opens",
        "integration/test_cli.py::test_the_hague_after_midnight_the_centre_is_open_but_its_entrance_closed",
    ),
    "S4 statements of one advisory that contradict each other": (
        "unit/test_hours.py::test_s4_the_table_and_a_statement_that_contradicts_it_are_both_shown",
        "unit/test_spaces.py::test_s12_s4_van_bays_say_when_they_can_be_reached",
    ),
    "S5 columns in another order": (
        "unit/test_source_sheet.py::test_the_order_of_columns_in_the_configuration_has_no_effect",
    ),
    "S6 tentative, to be communicated": (
        "unit/test_hours.py::test_s6_hours_at_a_later_stage_are_unknown",
        "unit/test_hours.py::test_s6_tentative_schedule_is_not_confirmed",
        "unit/test_pools.py::test_s6_tentative_hours_raise_no_alarm",
        "unit/test_programme_clashes.py::test_only_certain_hours_make_a_clash",
    ),
    "S7 notations of time; midnight": (
        "unit/test_published_moments.py::test_s7_clock_notations",
        "unit/test_published_moments.py::test_s7_moments",
        "unit/test_published_moments.py::test_s7_what_is_ambiguous_is_named_and_not_guessed",
        "unit/test_deadlines.py::test_s7_midnight_is_named_as_ambiguous",
    ),
    "S8 a deadline in another zone than the venue's": (
        "unit/test_published_moments.py::test_s8_antalya_deadline_is_in_cest_and_the_venue_is_not",
        "unit/test_deadlines.py::test_s8_the_deadline_s_own_zone_is_named_beside_venue_time",
    ),
    "S9 slips of the pen": (
        "unit/test_deadlines.py::test_s9_a_text_that_contradicts_its_own_deadline_is_shown_with_it",
        "unit/test_hours_live.py::test_officer_beats_source_and_is_named",
    ),
    "S10 a pool's own time and place": (
        "unit/test_pools.py::test_s10_a_pool_has_its_own_time_and_place_before_the_event",
    ),
    "S11 a pool's duties": (
        "unit/test_pools.py::test_s11_pooled_material_is_due_late_shared",
        "unit/test_pools.py::test_s11_obligations_are_there_to_be_read_out",
    ),
    "S12 booths and vans: power, access, must stay": (
        "unit/test_spaces.py::test_s12_s4_van_bays_say_when_they_can_be_reached",
        "unit/test_spaces.py::test_s12_a_van_that_must_stay_is_never_overdue",
        "unit/test_render_detail.py::test_s12_power_network_cable_access_and_the_rule_of_a_van_bay_are_told_as_published",
        "unit/test_render_detail.py::test_s12_what_a_record_says_of_a_space_reaches_its_detail",
    ),
    "S13 distances": ("unit/test_find.py::test_s13_the_cards_place_distance_and_contact",),
    "S14 deadlines, meals at set times, shuttle only": (
        "unit/test_deadlines.py::test_s14_the_accreditation_deadline",
        "unit/test_deadlines.py::test_s14_before_a_day_without_a_time",
        "unit/test_hours.py::test_s14_hot_meals_at_set_times",
        "unit/test_hours.py::test_s14_shuttle_only_access_antalya",
    ),
    "S15 not on the programme: ask the delegation": (
        "unit/test_programme.py::test_s15_not_official_events_say_whom_to_ask",
        "unit/test_find.py::test_not_found_names_the_unknown_word_and_whom_to_ask",
    ),
    "S16 headlines in absolute time": (
        "unit/test_news.py::test_s16_headlines_are_newest_first_those_without_a_time_last_and_bounded",
    ),
    # Cells of other advisories.
    "NATO Brussels 2021: [TBC], on appointment only, blank": (
        "unit/test_hours.py::test_brussels_2021_half_past_six_to_midnight_to_be_confirmed",
        "unit/test_hours.py::test_brussels_2021_on_appointment_only",
        "unit/test_hours.py::test_brussels_2021_blank_cells_are_unknown_not_closed",
    ),
    "G7 Biarritz 2019: closes past midnight": ("unit/test_hours.py::test_biarritz_2019_closes_past_midnight",),
    "G7 Elmau 2015: split hours; around the clock over days": (
        "unit/test_hours.py::test_elmau_2015_split_hours",
        "unit/test_hours.py::test_elmau_2015_around_the_clock_over_days_is_one_run",
    ),
    "NATO Lisbon 2010: 24 hours until noon of the last day": (
        "unit/test_hours.py::test_lisbon_2010_open_24_hours_until_noon_of_the_last_day",
    ),
    "EU Council: two hours after the final press conference": (
        "unit/test_hours.py::test_council_closing_follows_the_last_press_conference",
        "unit/test_hours.py::test_council_open_at_least_until_then_is_not_confirmed_after",
    ),
    "Commission 2018: two hours after the end of the meeting": (
        "unit/test_hours.py::test_commission_2018_closing_follows_the_end_of_the_meeting",
    ),
    "EU Council 2014: last entry is not closing": ("unit/test_hours.py::test_council_2014_last_entry_is_not_closing",),
    "EU Council 2021: capacity reached": ("unit/test_hours.py::test_council_2021_maximum_capacity_is_reached",),
    "UN 2023: hours day by day; the place changes on a date": (
        "unit/test_hours.py::test_un_hours_differ_day_by_day",
        "unit/test_hours.py::test_un_2023_the_place_changes_on_a_date",
    ),
    # Pools.
    "NATO 2008: cards at the information desk": (
        "unit/test_pools.py::test_nato_2008_cards_are_asked_for_where_the_source_says_who_has_one",
    ),
    "NATO Warsaw 2016: a card for each event": ("unit/test_pools.py::test_nato_2016_cards_are_for_each_event",),
    "Belgium 2018: one pool for a person; the programme may be downsized": (
        "unit/test_pools.py::test_belgium_2018_a_person_in_two_pools_that_overlap_is_named_in_both",
        "unit/test_pools.py::test_belgium_2018_a_programme_that_is_downsized_has_more_people_than_seats",
    ),
    "G8 Toyako 2008: strictly by the designated time": (
        "unit/test_pools.py::test_toyako_2008_strictly_by_the_designated_time",
    ),
    "EU 2020: access before 19.00 for 19.20": ("unit/test_pools.py::test_eu_2020_access_ends_before_the_event_begins",),
    "coverage: open, pool only, by invitation, streamed": (
        "unit/test_render_rows.py::test_coverage_is_said_as_it_is_published",
    ),
    # Identity and changes.
    "pretalx#2256 new ids at every release": (
        "unit/test_changes.py::test_pretalx_2256_the_same_event_under_a_new_id_is_one_change",
    ),
    "indico#1514, pretalx#50 the room changes half an hour before": (
        "unit/test_changes.py::test_a_moved_event_says_from_and_to_and_what_it_touches",
        "unit/test_programme.py::test_moves_are_told_in_words_while_they_are_recent",
    ),
    "indico#3997 brought forward by a day": ("unit/test_programme.py::test_a_move_to_another_day_names_the_day",),
    "conference-bot#15 two rooms change places": (
        "unit/test_changes.py::test_conference_bot_15_two_rooms_that_change_places_are_moves_and_no_renaming",
    ),
    "superdesk-planning#2832, #721: confirmed, postponed, on again": (
        "unit/test_changes.py::test_superdesk_2832_what_is_confirmed_or_on_again_with_its_new_time_is_said_in_one_line",
    ),
    "superdesk-planning#1380 all that a cancelled event touches": (
        "unit/test_pools.py::test_what_becomes_of_the_event_becomes_of_the_pool",
        "unit/test_alerts.py::test_a_pool_whose_event_is_off_says_so_at_once",
    ),
    "home-assistant#97568 what was deleted": (
        "unit/test_spaces.py::test_a_withdrawn_booking_takes_nothing_up",
        "unit/test_programme.py::test_withdrawn_is_off",
    ),
    # Zones.
    "osmapp#321 the place's zone; no hours are not closed": (
        "unit/test_moments.py::test_an_instant_is_the_same_in_whatever_zone_it_is_given",
        "unit/test_hours.py::test_the_hour_that_happens_twice_and_the_one_that_does_not",
        "unit/test_hours.py::test_recurring_hours_that_go_by_holidays_are_confirmed_only_where_these_are_known",
    ),
    # Bookings.
    "cal.diy#17599 no-show after the start, not at the end": (
        "unit/test_spaces.py::test_a_no_show_after_the_grace_where_check_in_is_reported",
    ),
    "cal.diy#21195 a stand-in is no no-show": (
        "unit/test_spaces.py::test_a_stand_in_of_the_same_organisation_is_no_no_show",
    ),
    "cal.diy#28544 pending counts": ("unit/test_spaces.py::test_a_pending_booking_still_counts",),
    "LibreBooking#89 who has not checked out": ("unit/test_spaces.py::test_overdue_without_a_check_out",),
    "lis644#7 what was released is offered": ("unit/test_spaces.py::test_given_back_is_free",),
    "butler-bot#19 silence punishes nobody": (
        "unit/test_spaces.py::test_silence_is_no_no_show_where_nobody_reports_check_in",
        "unit/test_pools.py::test_nobody_is_missing_where_no_arrival_is_ever_reported",
    ),
    # Displays and stale data.
    "home-assistant#160836 states tick from the clock": (
        "unit/test_spaces.py::test_bookings_that_touch_are_no_clash_and_change_over_at_the_minute",
        "unit/test_alerts.py::test_a_booth_is_overdue_at_its_minute_although_no_poll_came_since",
    ),
    "LibreBooking#803 the current one beside the next": (
        "unit/test_spaces.py::test_bookings_that_touch_are_no_clash_and_change_over_at_the_minute",
    ),
    "ManageHub#1388 last known data with its age": (
        "unit/test_freshness.py::test_a_stopped_api_is_stale_with_its_age_within_two_intervals",
        "unit/test_render_detail.py::test_a_sentence_from_old_data_says_how_old",
    ),
    # What none of those systems has.
    "an event's knock-on": (
        "unit/test_changes.py::test_a_moved_event_says_from_and_to_and_what_it_touches",
        "unit/test_hours.py::test_council_closing_follows_the_last_press_conference",
    ),
    "next free for 30 minutes": (
        "unit/test_spaces.py::test_where_to_go_for_an_hour",
        "unit/test_programme_properties.py::test_the_next_gap_against_a_walk",
    ),
    "two sources that disagree": (
        "unit/test_hours_live.py::test_two_sources_of_one_facility_are_one_item_that_names_both_when_they_disagree",
        "unit/test_hours_live.py::test_live_closed_beats_announced_open_and_both_are_said",
    ),
    "times in words": (
        "unit/test_programme.py::test_vague_times_sort_sensibly_and_keep_their_wording",
        "unit/test_programme.py::test_upon_conclusion_comes_right_after_its_anchor",
    ),
}


@cache
def names(file: str) -> frozenset[str]:
    """The tests of a file."""
    tree = ast.parse((TESTS / file).read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("case", CASES)
def test_each_case_has_the_tests_that_show_it(case: str) -> None:
    for test in CASES[case]:
        file, _, name = test.partition("::")
        assert name in names(file), test


def test_no_case_of_the_advisories_is_left_out() -> None:
    assert [case.split(" ")[0] for case in CASES if case[0] == "S" and case[1].isdigit()] == [
        f"S{number}" for number in range(1, 17)
    ]
