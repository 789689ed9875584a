"""For how long a server says that its answer holds: nobody need ask again before (RFC 9111, 4.2 and 5.2.2)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 60 * 60.0
"""Seconds; servers send days for files that somebody alters a minute later. A board cannot be blind for so long."""

_MAX_AGE = re.compile(r'(?:^|[,\s])max-age\s*=\s*"?(\d{1,9})', re.IGNORECASE)
_ASK = re.compile(r"(?:^|[,\s])no-(?:cache|store)\b", re.IGNORECASE)


def holds_for(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds for which an answer with these `headers` holds from `now` on, `LONGEST` at most; 0 where they do not
    say, or say that it must be asked for each time.

    Only what holds for us counts, so s-maxage is not read: we are no shared cache. What the answer has lain in
    somebody's cache already (Age) is past.
    """
    said = headers.get("Cache-Control", "")
    if _ASK.search(said):
        return 0.0
    if found := _MAX_AGE.search(said):
        lain = headers.get("Age", "").strip()
        seconds = float(found[1]) - (float(lain) if lain.isdecimal() and len(lain) < 10 else 0.0)
    else:
        expires = _date(headers.get("Expires", ""))
        seconds = (expires - (_date(headers.get("Date", "")) or now)).total_seconds() if expires else 0.0
    return min(max(0.0, seconds), LONGEST)


def _date(text: str) -> datetime | None:
    """A date of HTTP; None for none, and for "0" and "-1", which mean that it has expired already."""
    try:
        found = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
