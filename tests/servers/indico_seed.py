"""Run by Indico's own Python: a meeting with a timetable, rooms with bookings, two tokens; told as JSON at the end.

Argument: the first day, YYYY-MM-DD; the times are of the server's zone. The command `act` instead of a day does one
thing to what is there: `act move-contribution ID MINUTES`, `act remove-contribution ID`, `act cancel-booking ID`,
`act cancel-occurrence ID YYYY-MM-DD`, `act delete-event ID`; `act another-event ID` makes one like it, with a talk.
"""
# mypy: ignore-errors

import json
import sys
from datetime import date, datetime, time, timedelta

import pytz
from indico.core.config import config
from indico.core.db import db
from indico.core.oauth.models.personal_tokens import PersonalToken
from indico.modules.categories import Category
from indico.modules.events import Event
from indico.modules.events.contributions.models.contributions import Contribution
from indico.modules.events.contributions.models.persons import ContributionPersonLink
from indico.modules.events.models.events import EventType
from indico.modules.events.models.persons import EventPerson
from indico.modules.events.sessions.models.blocks import SessionBlock
from indico.modules.events.sessions.models.sessions import Session
from indico.modules.events.timetable.models.breaks import Break
from indico.modules.events.timetable.models.entries import TimetableEntry, TimetableEntryType
from indico.modules.events.util import track_time_changes
from indico.modules.rb.models.locations import Location
from indico.modules.rb.models.reservations import RepeatFrequency, Reservation, ReservationState
from indico.modules.rb.models.rooms import Room
from indico.modules.users import User
from indico.web.flask.app import make_app

_KINDS = {
    Break: TimetableEntryType.BREAK,
    Contribution: TimetableEntryType.CONTRIBUTION,
    SessionBlock: TimetableEntryType.SESSION_BLOCK,
}


def at(day, clock):
    """An instant of the server's zone, `clock` like "09:30"."""
    naive = datetime.combine(day, time.fromisoformat(clock))
    return pytz.timezone(config.DEFAULT_TIMEZONE).localize(naive).astimezone(pytz.utc)


def placed(event, found, start, parent=None):
    entry = TimetableEntry(event=event, parent=parent, type=_KINDS[type(found)], object=found, start_dt=start)
    db.session.add(entry)
    db.session.flush()
    return entry


def meeting(user, day):
    """An event of two days."""
    found = Event(
        creator=user, acl_entries=set(), type_=EventType.meeting, title="Summit media programme",
        start_dt=at(day, "08:00"), end_dt=at(day + timedelta(days=1), "20:00"), timezone=config.DEFAULT_TIMEZONE,
        category=Category.get_root(),
    )  # fmt: skip
    db.session.commit()  # numbers of sessions and contributions are counted in a transaction of their own
    return found


def own_room(name):
    return {"own_room_name": name, "inherit_location": False}


def timetable(user, day):
    """A session with two contributions, one of them with a speaker; one contribution without a session; a break."""
    event = meeting(user, day)
    session = Session(event=event, title="Press conferences", **own_room("Hall A"))
    block = SessionBlock(session=session, title="Morning", duration=timedelta(hours=2))
    whole = placed(event, block, at(day, "09:00"))
    minutes = timedelta(minutes=30)
    first, second = (
        Contribution(event=event, session=session, session_block=block, title=f"National briefing {number}",
                     duration=minutes)
        for number in (1, 2)
    )  # fmt: skip
    person = EventPerson(event=event, first_name="Spokesperson", last_name="of Norway", email="s@media.example")
    first.person_links.append(ContributionPersonLink(person=person, is_speaker=True))
    placed(event, first, at(day, "09:00"), whole)
    placed(event, second, at(day, "10:15"), whole)
    late = Contribution(event=event, title="Statement at night", duration=timedelta(minutes=90), **own_room("Garden"))
    placed(event, late, at(day, "23:15"))
    pause = Break(title="Coffee", duration=minutes, **own_room("Foyer"))
    placed(event, pause, at(day + timedelta(days=1), "10:00"))
    return {"event": event.id, "first": first.id, "second": second.id, "late": late.id}


def booking(user, room, day, start, end, reason, **fields):
    times = {"start_dt": datetime.combine(day, time.fromisoformat(start))}
    times["end_dt"] = datetime.combine(fields.pop("until", day), time.fromisoformat(end))
    found = Reservation(
        room=room, booked_for_user=user, booked_for_name=user.full_name, created_by_user=user, booking_reason=reason,
        **({"repeat_frequency": RepeatFrequency.NEVER, "repeat_interval": 0} | fields), **times,
    )  # fmt: skip
    found.create_occurrences(skip_conflicts=False)
    db.session.add(found)
    db.session.flush()
    return found.id


def bookings(user, day):
    """Three booths: one booked 120 times, one every day with a day cancelled, one asked for likewise, and cancelled."""
    place = Location(name="IMC")
    booths = [
        Room(location=place, building="IMC", floor="1", number=str(number), verbose_name=f"Booth {number}", owner=user)
        for number in (1, 2, 3)
    ]
    db.session.add_all(booths)
    db.session.flush()
    many = [
        booking(user, booths[0], day + timedelta(days=number // 30), f"{8 + number % 30 // 3:02}:{number % 3 * 20:02}",
                f"{8 + number % 30 // 3:02}:{number % 3 * 20 + 15:02}", f"Show {number + 1}")
        for number in range(120)
    ]  # fmt: skip
    each_day = {"repeat_frequency": RepeatFrequency.DAY, "repeat_interval": 1}
    daily = booking(user, booths[1], day, "14:00", "15:00", "Daily two-way", until=day + timedelta(days=3), **each_day)
    Reservation.get(daily).occurrences[1].cancel(user, silent=True)
    asked = booking(user, booths[2], day, "11:00", "12:00", "Asked for", until=day + timedelta(days=1),
                    state=ReservationState.pending, **each_day)  # fmt: skip
    Reservation.get(asked).occurrences[1].cancel(user, silent=True)
    off = booking(user, booths[2], day, "16:00", "17:00", "Called off")
    Reservation.get(off).cancel(user, silent=True)
    return {"rooms": [booth.id for booth in booths], "many": many, "daily": daily, "asked": asked, "off": off}


def seed(day):
    user = User(first_name="Media", last_name="Desk", email="desk@media.example", is_admin=True)
    db.session.add(user)
    db.session.flush()
    token = PersonalToken(user=user, name="tests", scopes=["read:legacy_api", "read:everything"])
    secret = token.generate_token()
    db.session.add(token)
    return {"token": secret, **timetable(user, day), **bookings(user, day)}


def act(what, number, *more):
    """One thing that a person does in the web pages."""
    user = User.query.filter_by(is_admin=True).first()
    match what:
        case "move-contribution":
            with track_time_changes():
                Contribution.get(number).timetable_entry.start_dt += timedelta(minutes=int(more[0]))
        case "remove-contribution":
            gone = Contribution.get(number)
            db.session.delete(gone.timetable_entry)
            gone.is_deleted = True
        case "another-event":
            day = Event.get(number).start_dt.date()
            event = meeting(user, day)
            talk = Contribution(event=event, title="Statement", duration=timedelta(minutes=30), **own_room("Hall B"))
            placed(event, talk, at(day, "12:00"))
            return {"event": event.id}
        case "delete-event":
            Event.get(number).is_deleted = True
        case "cancel-booking":
            Reservation.get(number).cancel(user, silent=True)
        case "cancel-occurrence":
            wanted = date.fromisoformat(more[0])
            found = next(one for one in Reservation.get(number).occurrences if one.date == wanted)
            found.cancel(user, silent=True)
    return {}


with make_app().app_context():
    done = (
        act(sys.argv[2], int(sys.argv[3]), *sys.argv[4:])
        if sys.argv[1] == "act"
        else seed(date.fromisoformat(sys.argv[1]))
    )
    db.session.commit()
print(f"\n{json.dumps(done)}")
