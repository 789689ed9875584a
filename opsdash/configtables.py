"""The tables of opsdash.toml that say how things are done, as they stand in it."""

from datetime import date, time

import msgspec

from opsdash.sourcespec import check_zone, is_name


class EventTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[event]`: the event's key (also in every store file, and its folder's name), its name, the venue's IANA zone
    and name, and its country, by which recurring hours know public holidays."""

    id: str
    name: str
    zone: str
    place: str = ""
    country: str = ""

    def __post_init__(self) -> None:
        if not is_name(self.id):
            raise ValueError(f"{self.id!r} is not an id: letters, digits and hyphens")
        check_zone(self.zone)
        if self.country and not _has_holidays(self.country):
            raise ValueError(f"{self.country!r} is not a country whose holidays are known: two capitals, like 'NL'")


def _has_holidays(country: str) -> bool:
    """Whether the engine of recurring hours knows `country`; imported only where one is configured."""
    import opening_hours

    try:
        opening_hours.OpeningHours("24/7", country=country, auto_country=False, auto_timezone=False)
    except opening_hours.UnknownCountryError:  # type: ignore[attr-defined]  # its stubs leave it out
        return False
    return True


class StoreTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[store]`: the folder ("" for the user's data folder) and how many changes are kept."""

    folder: str = ""
    history: int = 2000

    def __post_init__(self) -> None:
        if self.history < 0:
            raise ValueError("history must not be negative")


THEMES = ("opsdash-dark", "opsdash-light", "opsdash-safe-dark", "opsdash-safe-light", "ansi-dark", "ansi-light")
"""The themes that `[ui]` may name; `opsdash.tui.themes` has them."""


NOTICES = ("off", "osc9", "osc777")
"""How a terminal may be asked to notify; `opsdash.tui.bell` has the sequences."""


class UiTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[ui]`: the theme's name, whether a new critical alert rings the terminal's bell, how it has the terminal
    notify (one of NOTICES), and the name or role under which entries are made ("": the login name)."""

    theme: str = "opsdash-dark"
    bell: bool = False
    notify: str = "off"
    who: str = ""

    def __post_init__(self) -> None:
        if self.theme not in THEMES:
            raise ValueError(f"no theme {self.theme!r}; there are: {', '.join(THEMES)}")
        if self.notify not in NOTICES:
            raise ValueError(f"notify cannot be {self.notify!r}; it can be: {', '.join(NOTICES)}")


class DayEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[[facility.day]]`: what is published for one day.

    Attributes:
        day: the day. says: the published text ("Open (PM) for broadcasters only"); read as it stands.
        opens, closes: clock times that replace what was read from the text; closing at or before opening
            is on the next day.
        audience, appointment, confirmed: replace what was read from the text.
        place: where it is on that day, when elsewhere than usual.
    """

    day: date
    says: str = ""
    opens: time | None = None
    closes: time | None = None
    audience: str | None = None
    appointment: bool | None = None
    confirmed: bool | None = None
    place: str | None = None
