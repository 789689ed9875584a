"""A source of every kind: how it is configured, and what a server of it answers when all is well."""

import json
from typing import NamedTuple

DAY = "2025-06-24"
"""When what the answers tell of takes place."""
CLOCK = f"{DAY}T10:00"
"""Venue time of the first poll."""


class KindSite(NamedTuple):
    """A kind of source.

    Attributes:
        lines: its further lines of configuration. bodies: what it answers, by a piece of the path; "" is any.
        lenient: faults of a body in which it cannot tell that it is not whole.
    """

    lines: str
    bodies: dict[str, bytes]
    lenient: tuple[str, ...] = ()

    def body(self, path: str) -> bytes:
        """What is answered to a request for `path`."""
        return next(body for piece, body in self.bodies.items() if piece in path)


def _calendar(*lines: str) -> bytes:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *lines, "END:VCALENDAR", "")).encode()


_SLOT = {
    "id": 5, "room": {"id": 1, "name": {"en": "Room A"}}, "start": f"{DAY}T11:00:00+02:00", "end": None, "duration": 30,
    "submission": {"code": "AAAAAA", "title": {"en": "Opening"}, "state": "confirmed", "speakers": []},
}  # fmt: skip
_TALK = {"guid": "g", "date": f"{DAY}T11:00:00+02:00", "start": "11:00", "duration": "00:30", "title": "Opening"}
_ENTRY = {
    "entryType": "Contribution", "id": "c1", "contributionId": 1, "title": "Opening", "duration": 30.0,
    "startDate": {"date": DAY, "time": "11:00:00", "tz": "Europe/Amsterdam"},
    "endDate": {"date": DAY, "time": "11:30:00", "tz": "Europe/Amsterdam"},
}  # fmt: skip
_RESERVATION = {
    "referenceNumber": "5f3a", "startDate": f"{DAY}T11:00:00+0200", "endDate": f"{DAY}T12:00:00+0200",
    "resourceId": 4, "resourceName": "Booth 4", "title": "Nordlys Wire", "firstName": "Desk", "lastName": "North",
}  # fmt: skip

KIND_SITES = {
    "opsdash": KindSite(
        'resources = ["space"]', {"": json.dumps({"items": [{"id": "booth-4", "name": "Booth 4"}]}).encode()}
    ),
    "ical": KindSite(
        "",
        {"": _calendar("BEGIN:VEVENT", "UID:1", f"DTSTART:{DAY.replace('-', '')}T090000Z", "SUMMARY:Opening",
                       "END:VEVENT")},
    ),
    "schedule": KindSite(
        'resources = ["event"]',
        {"": json.dumps({"schedule": {"conference": {
            "time_zone_name": "Europe/Amsterdam", "days": [{"date": DAY, "rooms": {"Room A": [_TALK]}}]}}}).encode()},
    ),
    "pretalx": KindSite(
        'resources = ["event"]',
        {"": json.dumps({"id": 1, "version": "v2", "published": f"{DAY}T08:00:00+02:00", "comment": {"en": "First"},
                         "slots": [_SLOT]}).encode()},
    ),
    "newsroom": KindSite(
        "",
        {"": b"<rss version='2.0'><channel><title>N</title><item><title>Summit opens</title><guid>tag:1</guid>"
             b"<pubDate>Tue, 24 Jun 2025 09:00:00 GMT</pubDate></item></channel></rss>"},
        ("wrong-encoding",),
    ),
    "sheet": KindSite(
        'gives_as = "contact"\ncolumns = { key = "No", name = "Who", phone = "Phone" }',
        {"": b"No,Who,Phone\r\n1,Info desk,100\r\n2,Night desk,200\r\n3,Gate,300\r\n"},
        ("truncated",),
    ),
    "indico": KindSite(
        "event = 7",
        {"": json.dumps({"_type": "HTTPAPIResult", "additionalInfo": {}, "ts": 1750752000, "url": "x", "count": 1,
                         "results": {"7": {DAY.replace("-", ""): {"c1": _ENTRY}}}}).encode()},
    ),
    "librebooking": KindSite(
        'resources = ["booking"]\nuser_env = "LB_USER"\npassword_env = "LB_PASSWORD"',
        {"Authenticate": json.dumps({"isAuthenticated": True, "sessionToken": "abc", "userId": 23}).encode(),
         "": json.dumps({"reservations": [_RESERVATION], "startDateTime": f"{DAY}T00:00:00+0200"}).encode()},
    ),
}  # fmt: skip
