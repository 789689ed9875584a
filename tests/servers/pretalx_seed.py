"""Run by pretalx' own Python: an event with rooms and talks, and the token of its organiser, printed last.

Arguments: the event's slug, and a JSON list of rooms. Read from standard input: a JSON list of talks, each
`{title, room, start, end, speaker, state}`; without a speaker it is a break. Times carry their offset.
"""
# mypy: ignore-errors

import json
import sys
from datetime import date, datetime

import django

django.setup()

from django.db import transaction  # noqa: E402
from django_scopes import scope, scopes_disabled  # noqa: E402
from pretalx.event.models import Event  # noqa: E402
from pretalx.event.utils import create_organiser_with_team  # noqa: E402
from pretalx.person.models import User, UserApiToken  # noqa: E402
from pretalx.person.models.auth_token import ENDPOINTS, WRITE_PERMISSIONS  # noqa: E402
from pretalx.schedule.models import Room  # noqa: E402
from pretalx.submission.models import Submission  # noqa: E402


def event_of(slug, talks):
    """The event, and its organiser."""
    days = sorted(date.fromisoformat(talk["start"][:10]) for talk in talks)
    user = User.objects.create_user(email=f"{slug}@media.example", name="Media desk", password=None)
    organiser, team = create_organiser_with_team(name=f"Media of {slug}", slug=slug, users=[user])
    event = Event.objects.create(
        name="Summit media programme", slug=slug, organiser=organiser, is_public=True, date_from=days[0],
        date_to=days[-1], timezone="Europe/Amsterdam", email="desk@media.example", locale_array="en,de", locale="en",
    )  # fmt: skip
    for field in ("can_change_event_settings", "can_change_submissions"):
        setattr(team, field, True)
    team.save()
    team.limit_events.add(event)
    return event, user


def plan(event, talk, rooms):
    """Put a talk, or a break, into the schedule that is being worked on."""
    place = {name: datetime.fromisoformat(talk[name]) for name in ("start", "end")} | {"room": rooms[talk["room"]]}
    if not talk["speaker"]:
        event.wip_schedule.talks.create(description=talk["title"], **place)
        return
    kind = event.submission_types.first()
    found = Submission.objects.create(event=event, title=talk["title"], submission_type=kind, content_locale="en")
    email = f"{talk['speaker'].lower().replace(' ', '.')}@media.example"
    found.add_speaker(email=email, name=talk["speaker"])
    found.accept(orga=True)
    if talk["state"] == "confirmed":
        found.confirm(orga=True)
    found.slots.filter(schedule=event.wip_schedule).update(**place)


def main():
    slug, names, talks = sys.argv[1], json.loads(sys.argv[2]), json.load(sys.stdin)
    with transaction.atomic(), scopes_disabled():
        event, user = event_of(slug, talks)
    with transaction.atomic(), scope(event=event):
        rooms = {
            name: Room.objects.create(event=event, name=name, position=place, capacity=10 + place)
            for place, name in enumerate(names)
        }
        for talk in talks:
            plan(event, talk, rooms)
        token = UserApiToken.objects.create(
            name="tests", user=user, endpoints=dict.fromkeys(ENDPOINTS, WRITE_PERMISSIONS)
        )
        token.events.add(event)
    print(f"\n{token.token}")


main()
