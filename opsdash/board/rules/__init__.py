"""The rules that alerts come from: a table. A new rule is one function and one entry."""

from opsdash.board.rules import data, events, places, pools, upsets
from opsdash.board.rules.facts import Rule

RULES: tuple[Rule, ...] = (
    Rule("store", data.store),
    Rule("poller", data.poller),
    Rule("poller-stuck", data.poller_stuck),
    Rule("source", data.source),
    Rule("source-held", data.source_held),
    Rule("source-problems", data.source_problems),
    Rule("source-spaces", data.source_spaces),
    Rule("facility-closing", places.closing_soon),
    Rule("facility-unreachable", places.unreachable),
    Rule("facility-conflict", places.hours_conflict),
    Rule("space-overdue", places.overdue),
    Rule("space-no-show", places.no_show),
    Rule("space-double", places.double_booked),
    Rule("space-out", places.out_of_service),
    Rule("event-clash", events.event_clash),
    Rule("event-conflict", events.event_conflict),
    Rule("event-upset", upsets.event_upset),
    Rule("event-delayed", events.event_delayed),
    Rule("pool-incomplete", pools.pool_incomplete),
    Rule("pool-event", pools.pool_event),
    Rule("pool-double", pools.pool_double),
    Rule("pool-muster", pools.pool_muster),
    Rule("pool-material", pools.pool_material),
    Rule("deadline", events.deadline_near),
    Rule("notice", events.notice),
)
"""Every rule; its name and its finding's subject make the alert's key."""
