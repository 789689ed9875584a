"""Mutated answers for every kind of source, seeded from good ones and, where they are there, from real files.

`python -m tests.fuzzing KIND [INPUTS] [SEED]` reads that many (10,000) in this process and prints what the slowest
cost and by how much memory grew; any exception ends it. The hypothesis tests of each kind look for the smallest
input that breaks a rule; this looks for cost, with large and real bodies.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from opsdash.snapshot import Batch
from opsdash.sources import parser_of
from opsdash.sourcespec import IcalSpec, IndicoSpec, SourceSpec
from tests.mutations import SPLINTERS
from tests.sourcekinds import read
from tests.support import SHARED
from tests.unit import (
    test_source_indico,
    test_source_librebooking,
    test_source_newsroom,
    test_source_pretalx,
    test_source_schedule,
    test_source_sheet,
    test_sources_ical,
    test_sources_opsdash,
)

SAMPLES = SHARED / "samples"
INPUTS = 10_000
LARGE = 100_000
"""Bytes; of a larger seed only every fiftieth input is made."""


class Seed(NamedTuple):
    """An answer that is good: the source it is of, which of its resources, the bytes."""

    spec: SourceSpec
    resource: str
    body: bytes


def seeds(kind: str) -> list[Seed]:
    """Good answers of a kind, those written for tests first."""
    return [*_SEEDS[kind]()]


def _real(spec: SourceSpec, resource: str, *patterns: str) -> Iterator[Seed]:
    for pattern in patterns:
        for path in sorted(SAMPLES.glob(pattern)):
            yield Seed(spec, resource, path.read_bytes())


def _ical() -> Iterator[Seed]:
    own = test_sources_ical
    whole = own.calendar(own.TALK, own.SERIES, own.MOVED, own.CANCELLED).encode()
    for gives_as in ("events", "bookings"):
        spec = IcalSpec(name="cal", url="https://media.example/feed.ics", gives_as=gives_as)
        yield Seed(spec, "", whole)
        yield from _real(spec, "", "ics/*.ics", "peers/radicale/calendar.body", "peers/pretalx/export-ics.body")


def _schedule() -> Iterator[Seed]:
    spec = test_source_schedule.SPEC
    yield Seed(spec, "", json.dumps(test_source_schedule.JSON).encode())
    yield Seed(spec, "", test_source_schedule.XML.encode())
    yield from _real(spec, "", "schedules/*", "peers/pretalx/export-json.body", "peers/pretalx/export-xml.body")


def _pretalx() -> Iterator[Seed]:
    own = test_source_pretalx
    yield Seed(own.SPEC, "schedule", own.schedule(own.slot(), own.slot("B", None)).encode())
    yield Seed(own.SPEC, "rooms", own.rooms(own.ROOM | {"capacity": 5}).encode())
    yield from _real(own.SPEC, "schedule", "peers/pretalx/api-schedule-*.body", "peers/pretalx/api-slots-*.body")
    yield from _real(own.SPEC, "rooms", "peers/pretalx/api-rooms.body")


def _newsroom() -> Iterator[Seed]:
    own = test_source_newsroom
    for text in (own.RSS, own.RSS_090, own.RSS_10, own.ATOM, own.JSON_FEED):
        yield Seed(own.SPEC, "", text.encode())
    yield from _real(own.SPEC, "", "feeds/*", "peers/pretalx/atom.body")


def _sheet() -> Iterator[Seed]:
    own = test_source_sheet
    of_events, of_bookings, keyed = own.SPECS
    yield Seed(of_events, "", own.TABLE.encode())
    yield Seed(of_events, "", own.AMBIGUOUS.encode("utf-16"))
    yield Seed(of_bookings, "", own.BOOKINGS.encode())
    yield Seed(keyed, "", own.BOOKINGS.encode("cp1252"))
    rows = "".join(f"Booth {n};Fjord TV;2025-06-24 08:00;2025-06-24 10:00\n" for n in range(500))
    yield Seed(of_bookings, "", (own.BOOKINGS + rows).encode())


def _indico() -> Iterator[Seed]:
    own = test_source_indico
    names = {"timetable": "timetable", "events": "event", "bookings": "reservations", "rooms": "rooms-export"}
    for name, (spec, make) in own.SEEDS.items():
        resource = _resource_for(spec)
        yield Seed(spec, resource, json.dumps(make()).encode())
        yield from _real(spec, resource, f"peers/indico/{names.get(name, 'rb-calendar')}*.body")


def _resource_for(spec: IndicoSpec) -> str:
    """The resource that the seed of a source configured like this is of: the last that it asks for."""
    return parser_of(spec).resources(spec)[-1].name


def _librebooking() -> Iterator[Seed]:
    for spec, seed in test_source_librebooking.SEEDS.values():
        yield Seed(spec, parser_of(spec).resources(spec)[0].name, json.dumps(seed).encode())


def _opsdash() -> Iterator[Seed]:
    during = {"start": "2025-06-25T10:00:00Z", "end": "2025-06-25T11:00:00Z"}
    items: dict[str, dict[str, Any]] = {
        "facilities": {"name": "Desk", "periods": [{"day": "2025-06-25", "wording": "Open", **_hours()}]},
        "events": {"title": "Doorstep", "speakers": ["Prime Minister of Norway"], "room": "a", **during},
        "spaces": {"name": "Booth 1", "type": "tv booth", "amenities": ["230 V"], "capacity": 2},
        "bookings": {"space": "1", "organisation": "Fjord TV", **during},
        "pools": {"name": "Pool 1", "seats": [{"medium": "tv", "seats": 2}], "assignments": [{"person": "camera 1"}]},
        "news": {"title": "Statement", "published": "2025-06-25T10:00:00Z"},
    }
    for resource, item in items.items():
        listed = [{"id": str(number), **item} for number in range(3)]
        body = {"as_of": "2025-06-25T11:30:00+02:00", "items": listed, "next": "?page=2"}
        yield Seed(test_sources_opsdash.SPEC, resource, json.dumps(body).encode())


def _hours() -> dict[str, str]:
    return {"opens": "2025-06-25T06:00:00Z", "closes": "2025-06-25T18:00:00Z"}


_SEEDS: dict[str, Callable[[], Iterator[Seed]]] = {
    "opsdash": _opsdash, "ical": _ical, "schedule": _schedule, "pretalx": _pretalx, "newsroom": _newsroom,
    "sheet": _sheet, "indico": _indico, "librebooking": _librebooking,
}  # fmt: skip
KINDS = tuple(_SEEDS)


_TIMES = (1, 2, 3, 5) * 10 + (50, 50, 50, 1000)


def mutated(body: bytes, chance: random.Random) -> bytes:
    """`body`, cut, repeated, overwritten or with splinters driven into it, one to six times."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(body))
        end = min(len(body), at + chance.choice((1, 4, 40, 400)))
        match chance.randrange(7):
            case 0:
                body = body[:at] if chance.random() < 0.3 else body[:at] + body[end:]
            case 1:
                body = body[:end] + body[at:end] * chance.choice(_TIMES) + body[end:]
            case 2 | 3:
                body = body[:at] + chance.choice(SPLINTERS) + body[end if chance.random() < 0.5 else at :]
            case 4:
                body = body[:at] + chance.randbytes(chance.randint(1, 8)) + body[end:]
            case 5:
                other = chance.randint(0, len(body))
                body = body[:at] + body[other : other + end - at] + body[at:]
            case _:
                body = body[end:] + body[:end]
    return body


class Cost(NamedTuple):
    """What reading many inputs cost: their number, the CPU seconds of the slowest, that input."""

    inputs: int
    slowest: float
    body: bytes


def run(kind: str, inputs: int, seed: int = 0, largest: int = sys.maxsize) -> Cost:
    """Read that many mutations of the seeds of at most `largest` bytes. Whatever is raised comes through."""
    chance = random.Random(f"{kind} {seed}")
    found = [one for one in seeds(kind) if len(one.body) <= largest]
    small, large = ([one for one in found if (len(one.body) > LARGE) is big] for big in (False, True))
    slowest, worst = 0.0, b""
    for number in range(inputs):
        one = chance.choice(large if large and number % 50 == 0 else small)
        body = mutated(one.body, chance)
        began = time.thread_time()
        batch = read(one.spec, body, one.resource)
        following = parser_of(one.spec).following(body)
        spent = time.thread_time() - began
        assert isinstance(batch, Batch)
        assert following is None or isinstance(following, str)
        assert batch.kinds or batch.problems, "an answer that speaks for nothing must say why"
        if spent > slowest:
            slowest, worst = spent, body
    return Cost(inputs, slowest, worst)


def _highest() -> int:
    """Bytes of memory that this process had at most since it was last set back."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) * 1024


def main() -> None:
    """Print inputs, slowest, and growth of memory in bytes."""
    kind, *numbers = sys.argv[1:]
    inputs, seed = [*map(int, numbers), *(INPUTS, 0)[len(numbers) :]]
    for one in seeds(kind):
        read(one.spec, one.body[:2000], one.resource)  # what the libraries themselves take is not what an input costs
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = _highest()
    cost = run(kind, inputs, seed)
    print(json.dumps({"inputs": cost.inputs, "slowest": cost.slowest, "grown": _highest() - before,
                      "size": len(cost.body)}))  # fmt: skip


if __name__ == "__main__":
    main()
