"""The words for a facility's hours: a few for a row, and a sentence to say aloud."""

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from opsdash.board.announced import quoted
from opsdash.board.outlook import Outlook
from opsdash.board.stretches import Stretch, day_of
from opsdash.timing import clock, day_name, span


class Words(NamedTuple):
    """The row's few words, and the sentence without the facility's name, for whom, and what cannot be reached.

    `more` is what comes after the present state, and after those.
    """

    brief: str
    sentence: str
    more: str = ""


class Wording:
    """Words at one instant: days are named when they are not today's."""

    def __init__(self, now: datetime, tz: ZoneInfo) -> None:
        self._now = now
        self._tz = tz
        self._today = day_of(now, tz)

    def of(self, view: Outlook) -> Words:
        """The words for `view`."""
        if not view.place.records:
            return Words("no longer listed", f"no longer listed{self._published(view)}")
        found = self._live(view) if view.live else None
        return found or self._announced(view)

    def at(self, instant: datetime) -> str:
        """ "20:00", or "Thu 26 June 02:00" on another day."""
        return clock(instant, self._tz, self._today)

    def short(self, instant: datetime) -> str:
        """ "20:00", "Thu 02:00" within six days, "Thu 26 June 02:00" beyond."""
        local = instant.astimezone(self._tz)
        if local.date() == self._today or abs((local.date() - self._today).days) > 6:
            return self.at(instant)
        return f"{day_name(local.date())[:3]} {local:%H:%M}"

    def span(self, instant: datetime) -> str:
        """ "in 2 h 30 min"."""
        return f"in {span(instant - self._now)}"

    def _announced(self, view: Outlook) -> Words:
        if view.state in ("open", "closing soon"):
            return self._open(view)
        if view.state in ("closed", "opening soon"):
            return self._shut(view, "closed")
        if view.state == "open today, hours not published":
            return self._soft(view)
        if view.state == "not confirmed":
            text = view.conflict or quoted(view.said.wording)
            return Words(
                view.conflict or view.said.wording or "not confirmed", f"not confirmed{': ' if text else ''}{text}"
            )
        return self._unknown(view)

    def _open(self, view: Outlook) -> Words:
        """Open: until when, last entry, and what comes after."""
        one, until = view.said.stretch, view.until
        if until is None:
            return Words("no closing published", "open; no closing time is published")
        brief, sentence = f"until {self.short(until)}", f"open until {self.at(until)}, {self.span(until)}"
        if after := self._after(view.said.after):
            return Words(f"{brief}, then {after}", sentence, f"; then {after}")
        last = one.last_entry if one else None
        if last and last <= self._now:
            brief, sentence = (
                f"{brief}, no entry since {self.short(last)}",
                f"{sentence}; last entry was {self.at(last)}",
            )
        elif last:
            brief, sentence = f"{brief}, last entry {self.short(last)}", f"{sentence}; last entry {self.at(last)}"
        today = view.then is not None and day_of(view.then, self._tz) == self._today
        again = self._again(view) if today or view.state == "closing soon" else ""
        return Words(brief, sentence, f"; {again}" if again else "")

    def _after(self, after: Stretch | None) -> str:
        """What goes on at the end of an open stretch, otherwise than before."""
        if after is None:
            return ""
        if after.kind == "open" and after.place:
            return f"at {after.place}{f', for {after.audience} only' if after.audience else ''}"
        if after.kind == "open":
            return f"for {after.audience or 'all accredited'}{' by appointment' if after.appointment else ''}"
        return "hours not published" if after.kind in ("soft", "unknown") else f"not confirmed: {quoted(after.wording)}"

    def _again(self, view: Outlook) -> str:
        opens = self._opens(view)
        return opens.replace("opens", "opens again", 1)

    def _opens(self, view: Outlook, short: bool = False) -> str:
        """ "opens Mon 23 June 08:00", "opens Mon 23 June; hours not published", "" when nothing is to come."""
        unsure = view.said.next is not None and view.said.next.kind == "tentative"
        tail = ", not confirmed" if unsure else ""
        whom = "" if short else _whom(view)
        if view.then:
            return f"opens {self.short(view.then) if short else self.at(view.then)}{whom}{tail}"
        if view.then_day is None:
            return ""
        part = view.said.next.part if view.said.next else ""
        return f"opens {self._day(view.then_day, part)}{whom}; {'not confirmed' if unsure else 'hours not published'}"

    def _day(self, day: date, part: str) -> str:
        """ "this afternoon", "Sun 22 June in the afternoon"."""
        if day == self._today:
            return f"this {part}" if part else "later today"
        return f"{day_name(day)}{f' in the {part}' if part and part != 'night' else ' at night' if part else ''}"

    def _shut(self, view: Outlook, word: str) -> Words:
        """Closed: the next opening, or that none is published."""
        if view.state == "opening soon" and view.then:
            begins = f"opens {self.at(view.then)}{_whom(view)}"
            return Words(f"opens {self.short(view.then)}", f"{begins}, {self.span(view.then)}")
        opens = self._opens(view)
        if not opens:
            return Words(self._since(view) or "no opening published", f"{word}; no further opening is published")
        ahead = f", {self.span(view.then)}" if view.then and day_of(view.then, self._tz) == self._today else ""
        return Words(self._opens(view, short=True), f"{word}; {opens}{ahead}")

    def _since(self, view: Outlook) -> str:
        return f"since {self.short(view.since)}" if view.since else ""

    def _soft(self, view: Outlook) -> Words:
        """Open some time today: what is published of it, with the wording."""
        one = view.said.stretch
        tail = f" ({quoted(one.wording)})" if one and one.wording else ""
        if one and one.end:
            until = f"until {self.at(one.end)}"
            return Words(f"{until}; opening not published", f"open today {until}; opening time not published{tail}")
        if one and one.start:
            begins = f"from {self.at(one.start)}"
            return Words(f"{begins}; closing not published", f"open today {begins}; closing time not published{tail}")
        if one and one.appointment:
            return Words("by appointment only", f"by appointment only, hours not published{tail}")
        part = f"this {one.part}" if one and one.part else "today"
        return Words("hours not published", f"open {part}, hours not published{tail}")

    def _unknown(self, view: Outlook) -> Words:
        """Nobody knows: the text that could not be read, or that there is none; and the next opening."""
        opens = self._opens(view)
        if view.said.wording:
            text = f"hours not known: {quoted(view.said.wording)}"
            return Words(view.said.wording, f"{text}; {opens}" if opens else text)
        text = f"no hours published for {day_name(self._today)}"
        return Words(self._opens(view, short=True) or "no hours published", f"{text}; {opens}" if opens else text)

    def _live(self, view: Outlook) -> Words | None:
        """What is said live, and who says it; None where the announced words say the same."""
        live = view.live
        if live is None:
            return None
        who = f"says {live.who}{f' since {self.at(live.since)}' if live.since else ''}"
        why = f": {live.reason}" if live.reason else ""
        if live.state == "full":
            full = "full" if view.place.capacity is None else f"full, capacity {view.place.capacity} reached"
            return Words(live.reason or full, f"{full}, {who}{why}")
        if live.state == "open" and view.said.kind == "open" and view.until == view.said.until:
            plain = self._open(view)
            return (
                plain._replace(sentence=f"{plain.sentence} ({who}{why})") if live.reason or not live.source else plain
            )
        until = f" until {self.at(live.until)}" if live.until else ""
        if live.state == "closed":
            then = self._opens(view) if view.then != live.until else ""
            then = then if live.until or then else "until when is not said"
            return Words(live.reason or f"says {live.who}", f"closed{until}, {who}{why}{f'; {then}' if then else ''}")
        return Words(live.reason or f"says {live.who}", f"open{until}, {who}{why}")

    def _published(self, view: Outlook) -> str:
        return f"; last published: {quoted(view.said.wording)}" if view.said.wording else ""


def _whom(view: Outlook) -> str:
    """For whom it opens next, where that are not all, or others than now: " for broadcasters only"."""
    one, now = view.said.next, view.said.stretch
    if one is None:
        return ""
    audience = f" for {one.audience} only" if one.audience else ""
    appointment = " by appointment only" if one.appointment else ""
    others = now is not None and (now.audience, now.appointment) != (one.audience, one.appointment)
    return f"{audience}{appointment}" or (" for all accredited" if others else "")
