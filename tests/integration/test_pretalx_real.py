"""A real pretalx, polled: what is released is on the programme, and each step of its organiser is one change.

Run: pytest -m servers. The first run installs pretalx, which takes minutes.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from opsdash.board.board import board_at
from opsdash.snapshot import Desk
from opsdash.timing import now
from tests.pollers import Polled
from tests.servers.base import send
from tests.servers.pretalx import Pretalx, Talk, pretalx

pytestmark = [pytest.mark.servers, pytest.mark.timeout(1200)]

HALLS = ["Hall A", "Hall B", "Briefing Room", "Garden"]
ROOMS = [*HALLS, *(f"Booth {number}" for number in range(1, 52))]
"""More than one page of 50."""
NIGHT = Talk(
    "Huddle in the night the clocks go back", "Garden", "2026-10-25T02:30:00+02:00", "2026-10-25T02:15:00+01:00",
    "Foreign Minister of Norway",
)  # fmt: skip
BREAKS = [
    Talk("Doors open", "Hall A", "2026-10-24T07:30:00+02:00", "2026-10-24T08:00:00+02:00"),
    Talk("Doors open", "Hall A", "2026-10-25T07:30:00+01:00", "2026-10-25T08:00:00+01:00"),
]


def talks(number: int) -> list[Talk]:
    """Press conferences of half an hour in the first three halls, from 08:00 on."""
    found = []
    for place in range(number):
        start = datetime(2026, 10, 24, 6, tzinfo=UTC) + timedelta(minutes=30 * (place // 3))
        end = start + timedelta(minutes=30)
        title, speaker = f"Press conference {place + 1}", f"Spokesperson {place + 1}"
        found.append(Talk(title, HALLS[place % 3], start.isoformat(), end.isoformat(), speaker))
    return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pretalx]:
    with pretalx(tmp_path_factory.mktemp("pretalx")) as found:
        yield found


def source(url: str, kind: str = "pretalx", more: str = "") -> str:
    return f'name = "talks"\nkind = "{kind}"\nurl = "{url}"\ntimeout = "60s"\n{more}'


RELEASED = ("release", "changed", "title"), ("release", "changed", "published"), ("release", "changed", "summary")
"""What the news of a release alters in the record that names the current one."""


def released(*changes: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    return sorted((*changes, *RELEASED))


def test_the_first_release_is_read_as_its_own_export_says(server: Pretalx, tmp_path: Path) -> None:
    programme = server.programme("first", ROOMS, [*talks(60), NIGHT, *BREAKS])
    programme.release("v1")
    desk = Polled(tmp_path / "site", source(programme.url))
    assert desk.poll() == []
    exported = {
        one["code"]: one for day in programme.exported()["conference"]["days"] for room in day["rooms"].values()
        for one in room
    }  # fmt: skip
    events = desk.events()
    assert len(exported) == 61
    assert set(exported) == {key for key in events if not key.startswith("break-")}
    for code, told in exported.items():
        start = datetime.fromisoformat(told["date"])
        hours, minutes = map(int, told["duration"].split(":"))
        event = events[code]
        assert (event.title, event.room) == (told["title"], told["room"])
        assert event.start == start
        assert event.end == start.astimezone(UTC) + timedelta(hours=hours, minutes=minutes)
        assert event.speakers == tuple(person["public_name"] for person in told["persons"])
        assert event.status == "scheduled"
    doors = sorted(event.start or now() for event in events.values() if event.key.startswith("break-"))
    assert doors == [datetime.fromisoformat(one.start) for one in BREAKS]
    night = next(event for event in events.values() if event.title == NIGHT.title)
    assert (night.start, night.end) == (
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 15, tzinfo=UTC),
    )
    feed = desk.site.snapshot().feed
    assert {(space.name, space.capacity) for space in feed.spaces} == {(name, 10 + at) for at, name in enumerate(ROOMS)}
    assert [item.title for item in feed.news] == ["Programme released: version v1"]
    assert desk.site.health("talks").problems == ()


def test_each_step_is_one_change_none_lost_none_doubled(server: Pretalx, tmp_path: Path) -> None:
    programme = server.programme("steps", HALLS, [*talks(9), *BREAKS])
    programme.release("v1")
    code = {title.removeprefix("Press conference "): found for title, found in programme.codes().items()}
    desk = Polled(tmp_path / "site", source(programme.url))
    assert desk.poll() == []
    stored = (desk.site.store / "feed.json").read_bytes()
    assert desk.poll() == []
    assert (desk.site.store / "feed.json").read_bytes() == stored, "an unchanged answer was written"

    programme.move(code["1"], start="2026-10-24T07:45:00+02:00")
    assert desk.poll() == [], "a move shows only after a release"
    slots = {slot["id"] for slot in programme.slots()}
    programme.release("v2")
    assert not slots & {slot["id"] for slot in programme.slots()}, "slot ids are meant to be new"
    assert desk.poll() == released((code["1"], "changed", "start"))
    assert desk.events()[code["1"]].start == datetime(2026, 10, 24, 5, 45, tzinfo=UTC)

    programme.retitle(code["2"], "Press conference 2, with questions")
    assert desk.poll() == [(code["2"], "changed", "title")], "a title shows at once"

    programme.cancel(code["3"])
    programme.release("v3")
    assert desk.poll() == released((code["3"], "withdrawn", ""))

    programme.cancel(code["4"])
    assert desk.poll() == [(code["4"], "changed", "status")], "a cancellation shows before the release, too"
    assert desk.events()[code["4"]].status == "cancelled"
    programme.release("v4")
    assert desk.poll() == released((code["4"], "withdrawn", ""))
    lines = board_at(desk.site.snapshot(), Desk(), now()).changes
    for number in "1", "2", "3", "4":
        assert len([line for line in lines if line.id.endswith(code[number])]) == 1, number

    programme.release("v5")
    assert desk.poll() == released()
    assert len(desk.events()) == 11


def test_a_talk_moved_behind_its_end_is_kept(server: Pretalx, tmp_path: Path) -> None:
    programme = server.programme("behind", HALLS, talks(2))
    programme.release("v1")
    desk = Polled(tmp_path / "site", source(programme.url))
    desk.poll()
    (code, *_) = sorted(programme.codes().values())
    programme.move(code, start="2026-10-24T16:30:00+02:00")
    programme.release("v2")
    assert next(slot["duration"] for slot in programme.slots() if slot["submission"]["code"] == code) < 0
    assert desk.poll() == released((code, "changed", "start"))
    event = desk.events()[code]
    assert event.start
    assert event.end
    assert event.end < event.start


def test_tokens_and_addresses(server: Pretalx, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An organiser's token shows what is not confirmed; a wrong one, or a wrong event, costs no data."""
    unconfirmed = talks(3)[2]._replace(state="accepted")
    programme = server.programme("tokens", HALLS, [*talks(2), unconfirmed])
    programme.release("v1")
    desk = Polled(tmp_path / "site", source(programme.url, more='token_env = "PRETALX_TOKEN"'))
    monkeypatch.setenv("PRETALX_TOKEN", programme.token)
    desk.poll()
    assert sorted(event.status for event in desk.events().values()) == ["scheduled", "scheduled", "tentative"]
    public = Polled(tmp_path / "public", source(programme.url))
    public.poll()
    assert sorted(event.status for event in public.events().values()) == ["scheduled", "scheduled"]

    monkeypatch.setenv("PRETALX_TOKEN", "wrong")
    code, narration = desk.site.once()
    assert code == 1
    assert "wants a valid token (401): check token_env or token_file of this source." in narration
    assert "Traceback" not in narration
    assert "wrong" not in narration
    assert len(desk.events()) == 3
    other = Polled(tmp_path / "other", source(programme.url.replace("tokens", "nowhere")))
    code, narration = other.site.once()
    assert code == 1
    assert len(narration.splitlines()) == 2  # it begins, and one sentence; pretalx' package lacks its page for a 404
    assert other.events() == {}


@pytest.mark.parametrize("form", ["json", "xml"])
def test_its_exports_polled(server: Pretalx, tmp_path: Path, form: str) -> None:
    """It sends a quoted ETag and knows only the unquoted one again: never a 304; nothing is written either."""
    programme = server.programme(f"export{form}", HALLS, [*talks(9), NIGHT])
    programme.release("v1")
    url = programme.export.replace("schedule.json", f"schedule.{form}")
    etag = send("GET", url).etag
    assert send("GET", url, headers={"If-None-Match": etag}).status == 200, "the quirk is gone"
    assert send("GET", url, headers={"If-None-Match": etag.strip('"')}).status == 304
    desk = Polled(tmp_path / "site", source(url, "schedule"))
    assert desk.poll() == []
    stored = (desk.site.store / "feed.json").read_bytes()
    assert desk.poll() == []
    assert (desk.site.store / "feed.json").read_bytes() == stored

    by_api = Polled(tmp_path / "api", source(programme.url))
    by_api.poll()
    told, known = (
        sorted((event.title, event.room, event.start, event.end) for event in found.events().values())
        for found in (desk, by_api)
    )
    assert told == known
    moved = programme.codes()["Press conference 9"]
    programme.move(moved, start="2026-10-24T10:40:00+02:00")
    programme.release("v2")
    changes = desk.poll()
    assert len({key for key, what, _ in changes if what == "changed"}) == len({key for key, _, _ in changes}) == 1
    assert {field for _, _, field in changes} <= {"start", "end"}
