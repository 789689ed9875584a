"""A real pretalx: on SQLite, with its own REST API to move, cancel and release by."""

import contextlib
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.servers.base import cache, environment, run, running, send, until_answers
from tests.sshd import free_port

REQUIREMENTS = ("pretalx==2025.2.2", "gunicorn==23.0.0")
_SEED = Path(__file__).with_name("pretalx_seed.py")


class Talk(NamedTuple):
    """A talk, or without a speaker a break. Times are ISO 8601 with an offset."""

    title: str
    room: str
    start: str
    end: str
    speaker: str = ""
    state: str = "confirmed"


class Programme:
    """One event of a running pretalx, as its organiser handles it.

    Attributes:
        url: what goes into the configuration. export: the address of its JSON export. token: the organiser's.
    """

    def __init__(self, server: str, slug: str, token: str) -> None:
        self.url = f"{server}/api/events/{slug}/"
        self.export = f"{server}/{slug}/schedule/export/schedule.json"
        self.token = token

    def release(self, version: str) -> None:
        """Publish what is being worked on."""
        self._call("POST", "schedules/release/", {"version": version, "comment": f"This is {version}."})

    def move(self, code: str, **place: Any) -> None:
        """Give a talk another start (ISO 8601) or room (a number) in what is being worked on."""
        (slot,) = (one["id"] for one in self.slots("wip") if (one["submission"] or {}).get("code") == code)
        self._call("PATCH", f"slots/{slot}/", place)

    def cancel(self, code: str) -> None:
        self._call("POST", f"submissions/{code}/cancel/")

    def retitle(self, code: str, title: str) -> None:
        self._call("PATCH", f"submissions/{code}/", {"title": title})

    def slots(self, version: str = "latest") -> list[dict[str, Any]]:
        """The slots of a schedule, with room and submission in full."""
        found = self._call("GET", f"schedules/{version}/?expand=slots,slots.room,slots.submission")
        slots: list[dict[str, Any]] = found["slots"]
        return slots

    def codes(self) -> dict[str, str]:
        """The code of each released talk by its title."""
        talks = (slot["submission"] for slot in self.slots())
        return {talk["title"]: talk["code"] for talk in talks if talk}

    def exported(self) -> dict[str, Any]:
        """The JSON export."""
        answer = send("GET", self.export)
        assert answer.status == 200, answer.body[:500]
        found: dict[str, Any] = json.loads(answer.body)["schedule"]
        return found

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        answer = send(method, self.url + path, body, {"Authorization": f"Token {self.token}"})
        assert 200 <= answer.status < 300, f"{method} {path}: {answer.status} {answer.body[:500]!r}"
        return json.loads(answer.body)


class Pretalx(NamedTuple):
    """A running pretalx: its address, and what its own programs need."""

    url: str
    programs: Path
    env: dict[str, str]

    def programme(self, slug: str, rooms: Sequence[str], talks: Sequence[Talk]) -> Programme:
        """A new event with these rooms and talks, nothing of it released yet."""
        told = json.dumps([talk._asdict() for talk in talks])
        said = run([str(self.programs / "python"), "-P", str(_SEED), slug, json.dumps(rooms)], self.env, told)
        return Programme(self.url, slug, said.split()[-1])


@contextlib.contextmanager
def pretalx(folder: Path) -> Iterator[Pretalx]:
    """A pretalx without any event, until the block ends; its data is in `folder`. Raises Unavailable."""
    programs = environment(*REQUIREMENTS)
    url = f"http://127.0.0.1:{free_port()}"
    data = folder / "data"
    data.mkdir(parents=True)
    setup = folder / "pretalx.cfg"
    setup.write_text(
        f"[filesystem]\ndata = {data}\n[site]\ndebug = False\nurl = {url}\n[mail]\nfrom = desk@media.example\n"
        f"[database]\nbackend = sqlite3\nname = {data}/db.sqlite3\n"
    )
    env = {"PRETALX_CONFIG_FILE": str(setup), "DJANGO_SETTINGS_MODULE": "pretalx.settings"}
    _database(data / "db.sqlite3", programs, env)
    words = [str(programs / "gunicorn"), "pretalx.wsgi", "--bind", url.removeprefix("http://"), "--workers", "2"]
    log = folder / "pretalx.log"
    with running(words, log, env) as process:
        until_answers(f"{url}/api/events/", process, log)
        yield Pretalx(url, programs, env)


def _database(path: Path, programs: Path, env: dict[str, str]) -> None:
    """An empty database; making it takes 20 s, so one is kept beside the installation."""
    kept = cache() / f"{REQUIREMENTS[0].replace('==', '-')}.sqlite3"
    if not kept.exists():
        python = str(programs / "python")
        run([python, "-m", "pretalx", "migrate"], env)
        run([python, "-c", _IDENTIFY], env)
        partial = kept.with_suffix(".part")
        shutil.copy(path, partial)
        partial.replace(kept)
    else:
        shutil.copy(kept, path)


_IDENTIFY = """import django; django.setup()
from pretalx.common.models.settings import GlobalSettings; GlobalSettings().get_instance_identifier()"""
"""Made at first use, and by two processes at once each its own: then every guid is another one in every answer."""
