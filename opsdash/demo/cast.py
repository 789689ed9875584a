"""Who takes part: delegations by role, and outlets that do not exist."""

from opsdash.demo.story import Frame

SOURCE = "demo"
"""The name of the source in the records' ids."""

SUMMIT = "Demo Summit"
PLACE = "Forum Congress Centre, Brussels"
ZONE = "Europe/Brussels"

HEADS: dict[str, str] = {
    "Austria": "Federal Chancellor", "Belgium": "Prime Minister", "Canada": "Prime Minister",
    "Croatia": "Prime Minister", "Cyprus": "President", "Denmark": "Prime Minister", "Estonia": "Prime Minister",
    "Finland": "President", "France": "President", "Germany": "Federal Chancellor", "Iceland": "Prime Minister",
    "Japan": "Prime Minister", "Lithuania": "President", "Luxembourg": "Prime Minister",
    "Netherlands": "Prime Minister", "New Zealand": "Prime Minister", "Norway": "Prime Minister",
    "Poland": "President", "Portugal": "Prime Minister", "Republic of Korea": "President",
    "Slovenia": "Prime Minister", "Sweden": "Prime Minister",
}  # fmt: skip
"""The office that leads each delegation."""
HOST, HOSTED = "Belgium", 4
"""The country that the summit is in, and its place among the delegations: its press conference is moved."""

OFFICES = ("Foreign Minister", "Defence Minister", "Finance Minister", "Minister for Europe")
CHAIR = "President of the Summit"
SECRETARY = "Secretary General of the Summit"
SPOKESPERSON = "Spokesperson of the Summit"

TV = ("Fjord TV", "Polder TV", "Cobalt TV", "Marigold TV", "Saffron Channel", "Quartz Network", "Harbour Nine TV",
      "Baobab Broadcasting", "Zephyr Vision", "Birchwood TV")  # fmt: skip
RADIO = ("Tundra Radio", "Larkspur Radio", "Juniper Radio", "Monsoon Radio", "Driftwood Radio", "Radio Kittiwake",
         "Radio Bellflower")  # fmt: skip
TEXT = ("Nordlys Wire", "Kestrel Wire", "Pampas Wire", "Heron Gazette", "Basalt Press", "Windmill Post",
        "Glacier Herald", "Sandstone Daily", "Pinecone Media")  # fmt: skip
PHOTO = ("Amber Lens Photos", "Tidewater Photos", "Nordlys Wire", "Kestrel Wire", "Silverleaf Pictures",
         "Pampas Wire", "Glasswing Images")  # fmt: skip


def head(country: str) -> str:
    """ "Prime Minister of Norway"."""
    return f"{HEADS[country]} of {named(country)}"


def named(country: str) -> str:
    """The country within a sentence: "Norway", "the Netherlands"."""
    return f"the {country}" if country in ("Netherlands", "Republic of Korea") else country


def delegations(frame: Frame, count: int) -> list[str]:
    """`count` different countries, the seed's choice; the host is always among them."""
    found = frame.random("delegations").sample(sorted(HEADS), count)
    at = found.index(HOST) if HOST in found else HOSTED
    found[at], found[HOSTED] = found[HOSTED], HOST
    return found
