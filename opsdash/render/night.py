"""The night that belongs to a day: whoever works in the evening works on past midnight."""

from datetime import date, datetime, timedelta

NIGHT_ENDS = 6
"""The hour, venue time, before which a day still belongs to the night before."""


def in_night_of(instant: datetime | None, day: date) -> bool:
    """Whether `instant`, venue time, lies between midnight and the end of the night that follows `day`."""
    return instant is not None and instant.date() == day + timedelta(days=1) and instant.hour < NIGHT_ENDS
