"""A real Indico with its PostgreSQL and Redis, polled: timetable, reservations, and what is not believed of it.

Run: pytest -m servers. The first run installs Indico, which takes minutes. It skips where Indico cannot be had; its
recorded answers are read in tests/unit/test_source_indico.py.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from opsdash.timing import now, zone_of
from tests.pollers import Polled
from tests.servers.base import Unavailable
from tests.servers.indico import ZONE, Indico, indico

pytestmark = [pytest.mark.servers, pytest.mark.timeout(1200)]

DAY = now().astimezone(zone_of(ZONE)).date() + timedelta(days=1)


@pytest.fixture(scope="module")
def server() -> Iterator[Indico]:
    try:
        with indico(DAY) as found:
            yield found
    except Unavailable as reason:
        pytest.skip(f"Indico cannot be had: {reason}")


@pytest.fixture(autouse=True)
def _token(server: Indico, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICO_TOKEN", server.seeded.token)


def polled(folder: Path, server: Indico, *options: str) -> Polled:
    """A poller's site with this Indico."""
    lines = ['name = "indico"', 'kind = "indico"', f'url = "{server.url}"', 'token_env = "INDICO_TOKEN"', *options]
    return Polled(folder, "\n".join(lines))


def when(told: dict[str, str]) -> datetime:
    """An instant of Indico, read without our parser."""
    return datetime.fromisoformat(f"{told['date']}T{told['time']}").replace(tzinfo=ZoneInfo(told["tz"])).astimezone(UTC)


def at(clock: str, day: date = DAY) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def leaves(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The entries of a timetable that hold no others."""
    for entry in told.values():
        if entry.get("entries"):
            yield from leaves(entry["entries"])
        else:
            yield entry


def test_the_timetable_is_read_as_its_export_says_and_each_edit_is_one_change(server: Indico, tmp_path: Path) -> None:
    number = server.seeded
    desk = polled(tmp_path / "site", server, f"event = {number.event}", "fresh = true")
    assert desk.poll() == []
    days = server.told(f"export/timetable/{number.event}.json")["results"][str(number.event)]
    exported = sorted(
        (entry["title"], when(entry["startDate"]), when(entry["endDate"]), entry["room"])
        for day in days.values() for entry in leaves(day)
    )  # fmt: skip
    events = desk.events()
    assert exported == sorted((event.title, event.start, event.end, event.room) for event in events.values())
    first, late = events[f"contribution/{number.first}"], events[f"contribution/{number.late}"]
    assert (first.title, first.room, first.speakers) == ("National briefing 1", "Hall A", ("Spokesperson of Norway",))
    assert (first.start, first.end) == (at("09:00"), at("09:30"))
    assert (late.start, late.end) == (at("23:15"), at("00:45", DAY + timedelta(days=1)))
    assert len(events) == 4

    stored = (desk.site.store / "feed.json").read_bytes()
    assert desk.poll() == []
    assert (desk.site.store / "feed.json").read_bytes() == stored, "an answer that differs in ts alone was written"
    key = f"contribution/{number.first}"
    server.act("move-contribution", number.first, 15)
    assert desk.poll() == [(key, "changed", "end"), (key, "changed", "start")]
    assert desk.events()[key].start == at("09:15")
    server.act("remove-contribution", number.second)
    assert desk.poll() == [(f"contribution/{number.second}", "withdrawn", "")]
    assert desk.poll() == []


def test_an_event_that_is_not_there_has_lost_nothing(server: Indico, tmp_path: Path) -> None:
    unknown = polled(tmp_path / "unknown", server, "event = 99")
    code, narration = unknown.site.once()
    assert code == 1
    assert "event 99 is not known to this Indico, or not to this token: the answer is empty" in narration

    another = server.act("another-event", server.seeded.event)["event"]
    desk = polled(tmp_path / "site", server, f"event = {another}", "fresh = true")
    assert desk.poll() == []
    assert len(desk.events()) == 1
    server.act("delete-event", another)
    assert server.told(f"export/timetable/{another}.json?nc=yes")["results"] == {}
    code, narration = desk.site.once()
    assert code == 1
    assert [event.withdrawn for event in desk.events().values()] == [None]


def test_the_age_of_its_data_is_that_of_its_cache(server: Indico, tmp_path: Path) -> None:
    path = f"export/timetable/{server.seeded.event}.json"
    made = datetime.fromtimestamp(server.told(path)["ts"], UTC)
    assert datetime.fromtimestamp(server.told(path)["ts"], UTC) == made, "nothing is kept any more"
    desk = polled(tmp_path / "site", server, f"event = {server.seeded.event}")
    desk.poll()
    assert desk.site.health("indico").as_of == made


def test_reservations_past_its_cap_and_each_cancellation_is_one_change(server: Indico, tmp_path: Path) -> None:
    number = server.seeded
    rooms = f"rooms = {number.rooms}"
    desk = polled(tmp_path / "site", server, 'location = "IMC"', rooms, "fresh = true", 'room_type = "radio booth"')
    assert desk.poll() == []
    bookings = desk.bookings()
    days = [DAY + timedelta(days=days) for days in range(4)]
    daily = [f"{number.daily}/{day:%Y%m%d}" for day in days]
    asked = [f"{number.asked}/{day:%Y%m%d}" for day in days[:2]]
    assert set(bookings) == {*map(str, number.many), *daily, *asked, str(number.off)}
    first = bookings[str(number.many[0])]
    assert (first.start, first.end, first.title) == (at("08:00"), at("08:15"), "Show 1")
    assert first.space == f"space/indico/room-{number.rooms[0]}"
    assert [bookings[key].start for key in daily] == [at("14:00", day) for day in days]
    assert [bookings[key].status for key in daily] == ["confirmed", "cancelled", "confirmed", "confirmed"]
    assert [bookings[key].status for key in (*asked, str(number.off))] == ["pending", "cancelled", "cancelled"]
    assert [space.name for space in desk.site.snapshot().feed.spaces] == ["Booth 1", "Booth 2", "Booth 3"]
    assert desk.site.health("indico").problems == ()

    calendar = polled(tmp_path / "calendar", server, "calendar = true")
    calendar.poll()
    assert {key: (one.start, one.end, one.status, one.title) for key, one in calendar.bookings().items()} == {
        key: (one.start, one.end, one.status, one.title) for key, one in bookings.items()
    }

    server.act("cancel-booking", number.many[5])
    server.act("cancel-occurrence", number.daily, days[2])
    told = [(str(number.many[5]), "changed", "status"), (daily[2], "changed", "status")]
    assert desk.poll() == sorted(told)
    assert calendar.poll() == sorted(told)
    assert desk.poll() == calendar.poll() == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("event = 1",), "does not understand the request (400): check address and token in the configuration."),
        (('location = "IMC"',), "does not understand the request (400): check address and token in the configuration."),
        (("calendar = true",), "wants a valid token (401): check token_env or token_file of this source."),
    ],
)
def test_a_wrong_token_is_one_sentence(
    server: Indico, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], sentence: str
) -> None:
    desk = polled(tmp_path / "site", server, *options)
    monkeypatch.setenv("INDICO_TOKEN", "indp_5e56e7")
    code, narration = desk.site.once()
    assert code == 1
    assert narration.rstrip().endswith(sentence)
    assert len(narration.splitlines()) == 2
    assert "5e56e7" not in narration


def test_without_a_token(server: Indico, tmp_path: Path) -> None:
    """The programme is public, the bookings are not, and the room calendar answers with its sign-in page."""
    for options, sentence in (
        ('location = "IMC"', "does not let this token read it (403)"),
        ("calendar = true", "sends a web page where data was expected: a sign-in page?"),
    ):
        desk = polled(tmp_path / options[:4], server, options)
        desk.site.path.write_text(desk.site.path.read_text().replace('token_env = "INDICO_TOKEN"\n', ""))
        code, narration = desk.site.once()
        assert code == 1
        assert sentence in narration
    public = polled(tmp_path / "public", server, f"event = {server.seeded.event}")
    public.site.path.write_text(public.site.path.read_text().replace('token_env = "INDICO_TOKEN"\n', ""))
    public.poll()
    assert public.events()
