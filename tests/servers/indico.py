"""A real Indico: with a PostgreSQL and a Redis of its own, which come from the machine's packages."""

import contextlib
import functools
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from tests.servers.base import Failed, Unavailable, environment, run, running, send, until, until_answers
from tests.sshd import free_port

REQUIREMENTS = ("indico==3.2.9", "gunicorn==23.0.0")
ZONE = "Europe/Amsterdam"
_SEED = Path(__file__).with_name("indico_seed.py")


class Seeded(msgspec.Struct):
    """What is in a seeded Indico: its token, and numbers.

    Attributes:
        event: a meeting. first, second: its contributions in a session; late: the one of the night.
        rooms: of the location IMC. many: reservations of the first room.
        daily: a reservation of the second room with four occurrences, the second of them cancelled.
        asked: one of the third that waits for its confirmation, with two occurrences, the second cancelled.
        off: a cancelled one.
    """

    token: str
    event: int
    first: int
    second: int
    late: int
    rooms: list[int]
    many: list[int]
    daily: int
    asked: int
    off: int


class Indico(NamedTuple):
    """A running Indico, seeded: its address, and what its own programs need."""

    url: str
    programs: Path
    env: dict[str, str]
    seeded: Seeded

    def act(self, what: str, *arguments: object) -> dict[str, int]:
        """One thing that a person does there, and what it tells; see `indico_seed`."""
        return msgspec.json.decode(
            _seed(self.programs, self.env, "act", what, *map(str, arguments)), type=dict[str, int]
        )

    def told(self, path: str) -> Any:
        """What the server answers to our token, as JSON."""
        answer = send("GET", f"{self.url}/{path}", headers={"Authorization": f"Bearer {self.seeded.token}"})
        assert answer.status == 200, answer.body[:500]
        return json.loads(answer.body)


@contextlib.contextmanager
def indico(day: date) -> Iterator[Indico]:
    """An Indico with a programme that begins on `day`, until the block ends. Raises Unavailable."""
    if sys.version_info >= (3, 12):
        raise Unavailable("Indico 3.2 runs on Python 3.11 at most")
    programs = environment(*REQUIREMENTS)
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="indico"))  # the database's user must get in, as into no folder of pytest
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)
        database, redis = stack.enter_context(_postgres(folder)), stack.enter_context(_redis(folder))
        url = f"http://127.0.0.1:{free_port()}"
        env = _configured(folder, url, database, redis)
        run([str(programs / "indico"), "db", "prepare"], env)
        seeded = msgspec.json.decode(_seed(programs, env, day.isoformat()), type=Seeded)
        application = "indico.web.flask.app:make_app()"
        words = [str(programs / "gunicorn"), application, "--bind", url.removeprefix("http://"), "--workers", "2"]
        log = folder / "indico.out"
        process = stack.enter_context(running(words, log, env))
        until_answers(f"{url}/export/timetable/{seeded.event}.json", process, log)
        yield Indico(url, programs, env, seeded)


def _seed(programs: Path, env: dict[str, str], *words: str) -> str:
    """What the seed script tells at its end."""
    return run([str(programs / "python"), "-P", str(_SEED), *words], env).strip().splitlines()[-1]


def _configured(folder: Path, url: str, database: str, redis: str) -> dict[str, str]:
    """Write Indico's configuration; the variable that leads to it."""
    for name in ("cache", "temp", "log", "archive"):
        (folder / name).mkdir()
    options = {
        "SQLALCHEMY_DATABASE_URI": database, "SECRET_KEY": "of-a-server-that-lives-for-one-test-run", "BASE_URL": url,
        "CELERY_BROKER": f"{redis}/0", "REDIS_CACHE_URL": f"{redis}/1", "DEFAULT_TIMEZONE": ZONE,
        "CACHE_DIR": str(folder / "cache"), "TEMP_DIR": str(folder / "temp"), "LOG_DIR": str(folder / "log"),
        "STORAGE_BACKENDS": {"default": f"fs:{folder / 'archive'}"}, "ENABLE_ROOMBOOKING": True,
        "NO_REPLY_EMAIL": "desk@media.example", "SUPPORT_EMAIL": "desk@media.example", "DISABLE_CELERY_CHECK": True,
    }  # fmt: skip
    setup = folder / "indico.conf"
    setup.write_text("".join(f"{name} = {value!r}\n" for name, value in options.items()))
    (folder / "logging.yaml").write_text("version: 1\nhandlers: {}\nformatters: {}\nloggers: {}\n")
    return {"INDICO_CONFIG": str(setup)}


@contextlib.contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    """An empty database; its address. PostgreSQL refuses to be run by root: then it is the user postgres."""
    user = "postgres" if os.geteuid() == 0 else None
    data = folder / "postgres"
    data.mkdir()
    if user:
        shutil.chown(data, user, user)
    run(
        [_program("initdb"), "-A", "trust", "-U", "postgres", "-D", str(data), "-E", "UTF8", "--locale=C.UTF-8"],
        user=user,
    )
    port = str(free_port())
    words = [_program("postgres"), "-D", str(data), "-h", "127.0.0.1", "-p", port, "-k", str(data), "-c", "fsync=off"]
    log = folder / "postgres.out"
    reach = ["-h", "127.0.0.1", "-p", port, "-U", "postgres"]
    with running(words, log, user=user, end=signal.SIGINT) as process:  # at once, not when its clients have gone
        until(functools.partial(_ends_well, [_program("pg_isready"), *reach]), process, log)
        run([_program("createdb"), *reach, "indico"])
        run([_program("psql"), *reach, "-c", "create extension unaccent", "-c", "create extension pg_trgm", "indico"])
        yield f"postgresql://postgres@127.0.0.1:{port}/indico"


@contextlib.contextmanager
def _redis(folder: Path) -> Iterator[str]:
    """An empty Redis; its address."""
    port = str(free_port())
    log = folder / "redis.out"
    words = [_program("redis-server"), "--bind", "127.0.0.1", "--port", port, "--save", "", "--dir", str(folder)]
    with running(words, log) as process:
        until(functools.partial(_ends_well, [_program("redis-cli"), "-p", port, "ping"]), process, log)
        yield f"redis://127.0.0.1:{port}"


def _ends_well(words: list[str]) -> bool:
    try:
        run(words)
    except Failed:
        return False
    return True


def _program(name: str) -> str:
    """Where a program is; Debian keeps PostgreSQL's off the path. Raises Unavailable."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = str(kept[-1]) if kept else shutil.which(name)
    if not found:
        raise Unavailable(f"there is no {name}: install the packages postgresql and redis-server")
    return found
