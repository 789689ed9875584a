"""Hits of the search as rows, and a card as lines."""

from opsdash.find import Card, find, finder_of
from opsdash.find.rows import COLUMNS, card_spans, hit_rows
from opsdash.render.rows import fit
from tests.findboards import FEED, demo

CARD = Card(
    id="facility/api/a",
    kind="facility",
    title="Accreditation Office",
    state="open",
    tone="good",
    sentence="Accreditation Office: open until 20:00.",
    place="Gate 2",
    contacts=("Accreditation desk, +00 000 00 40, accreditation.office@media.example",),
    facts=(("as published", "07:00-20:00"), ("acknowledged by the desk", "no")),
)


def lines(cells: int) -> list[str]:
    return ["".join(text for text, _ in spans) for spans in card_spans(CARD, cells, 40)]


def test_labels_and_addresses_on_a_card_are_whole_at_every_width() -> None:
    assert lines(45)[2:] == [
        "place        Gate 2",
        "ask",
        "  Accreditation desk, +00 000 00 40,",
        "  accreditation.office@media.example",
        "as published 07:00-20:00",
        "acknowledged by the desk",
        "  no",
    ]
    assert "ask          Accreditation desk, +00 000 00 40, accreditation.office@media.example" in lines(100)
    assert "\n  accreditation.office@\n  media.example\n" in "\n".join(lines(30))


def test_rows_of_the_narrowest_screen_can_be_told_apart() -> None:
    found = hit_rows(find(finder_of(FEED), demo(), "press conference"))[:9]
    rows = ["".join(text for text, _ in fit(row, COLUMNS, 78)) for row in found]
    assert any("PM of Norway, press" in row for row in rows)
    assert len({row[:28] for row in rows}) == len(rows)
