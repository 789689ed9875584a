"""The zones of a calendar: every time in an event gets one, by fixed rules, and doubts are said once.

icalendar knows IANA names and those of Windows. A name that it does not know is looked up in the calendar's
own VTIMEZONEs. The other way round would be wrong: exporters write broken VTIMEZONEs for well-known names.
"""

from datetime import datetime, tzinfo
from typing import Any

import icalendar
from icalendar.prop import vBroken
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from opsdash.snapshot import Problem
from opsdash.sources.base import Context
from opsdash.sources.icaltext import Calendar
from opsdash.sourcespec import IcalSpec
from opsdash.timing import zone_of

DATES = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")


class Zones:
    """Gives every time of a calendar's events a zone.

    Attributes:
        floating: the zone of times that name none.
        calendar: X-WR-TIMEZONE, if it is known: series given in UTC repeat in it.
        remarks: what had to be assumed, each once; a zone that the configuration names is no assumption.
    """

    def __init__(self, calendar: Calendar, context: Context, spec: IcalSpec) -> None:
        self.remarks: dict[str, Problem] = {}
        self._own = calendar.zones
        self._read: dict[str, tzinfo] | None = None
        self.calendar = self._named(calendar.zone) if calendar.zone else None
        if calendar.zone and self.calendar is None:
            self._remark("X-WR-TIMEZONE", f"{calendar.zone!r} is not a known zone")
        self._configured = self._named(spec.zone)
        self.floating: tzinfo = self._configured or self.calendar or context.zone

    def settle(self, event: icalendar.Component) -> None:
        """Give every time in `event` a zone, in place."""
        for name in DATES:
            values = event.get(name)
            for value in values if isinstance(values, list) else [values]:
                if value is not None and not isinstance(value, vBroken):
                    for item in getattr(value, "dts", [value]):
                        self._settle(item, value)

    def doubt(self, event: icalendar.Component) -> str:
        """What had to be assumed for the start of a settled event, a sentence; "" for nothing."""
        params = getattr(event.get("DTSTART"), "params", {})
        name = str(params.get("TZID", ""))
        unknown = self.remarks.get(f"zone {name!r}")
        return f"Its time zone {name!r} is not known; its time was read as {self.floating}." if unknown else ""

    def _settle(self, item: Any, holder: Any) -> None:
        when = getattr(item, "dt", None)
        if isinstance(when, datetime) and when.tzinfo is None:
            item.dt = when.replace(tzinfo=self._zone_for(str(holder.params.get("TZID", ""))))
        elif isinstance(when, tuple) and isinstance(when[0], datetime) and when[0].tzinfo is None:
            zone = self._zone_for(str(holder.params.get("TZID", "")))
            item.dt = tuple(part.replace(tzinfo=zone) if isinstance(part, datetime) else part for part in when)

    def _zone_for(self, name: str) -> tzinfo:
        """The zone of a time that icalendar left without."""
        if not name:
            if self._configured is None:
                self._remark("times without a zone", f"were read as {self.floating}")
            return self.floating
        if own := self._from_file().get(name):
            return own
        self._remark(f"zone {name!r}", f"is not known; its times were read as {self.floating}")
        return self.floating

    def _remark(self, item: str, reason: str) -> None:
        self.remarks.setdefault(item, Problem(item, reason))

    @staticmethod
    def _named(name: str) -> tzinfo | None:
        try:
            return zone_of(WINDOWS_TO_OLSON.get(name, name))
        except ValueError:
            return None

    def _from_file(self) -> dict[str, tzinfo]:
        """The calendar's own VTIMEZONEs, read when first needed."""
        if self._read is None:
            self._read = {}
            for chunk in self._own[:200]:
                try:
                    zone: Any = icalendar.Timezone.from_ical(chunk.text)
                    self._read[str(zone["TZID"])] = zone.to_tz(lookup_tzid=False)
                except Exception as error:
                    self._remark(f"line {chunk.line}", f"VTIMEZONE cannot be read: {error}")
        return self._read
