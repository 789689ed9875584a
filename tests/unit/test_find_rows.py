"""A card of the search as lines."""

from opsdash.find import Card
from opsdash.find.rows import card_spans

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
