"""One source as the poller knows it: what is remembered of it, how polling it goes, and what the log says of that."""

import asyncio
import logging
from datetime import datetime
from math import ceil

import msgspec

from opsdash import timing
from opsdash.snapshot import Problem, SourceHealth
from opsdash.sources.ask import Memory, Outcome
from opsdash.sources.clean import clean_problems
from opsdash.sourcespec import AnySourceSpec
from opsdash.store.feed import Applied

LATENCIES = 30
"""Latencies kept of each source."""
NAMED = 3
"""Things odd with one answer that the log names."""

log = logging.getLogger("opsdash.poller")


class PolledSource:
    """One source of a running poller.

    Attributes:
        spec: its configuration. memory: what its next request needs. health: how polling it goes, for viewers.
        rung: set when it is to be asked at once.
    """

    def __init__(self, spec: AnySourceSpec, memory: Memory, health: SourceHealth) -> None:
        self.spec, self.memory, self.health = spec, memory, health
        self.rung = asyncio.Event()
        self.said = ""  # the error that the log already has
        self.odd: tuple[Problem, ...] = ()  # what was odd with the last answer: likewise
        self.forgotten = False  # since the last try began: what that try remembers is of no use

    def forget(self) -> None:
        """Ask for everything in full the next time."""
        self.forgotten = True
        resources = {n: msgspec.structs.replace(r, pages=()) for n, r in self.memory.resources.items()}
        self.memory = msgspec.structs.replace(self.memory, resources=resources)

    def keep(self, outcome: Outcome, applied: Applied | None, held: int) -> None:
        """Remember the answer, now that it is stored, of which `held` records are held back: then all of it must come
        again."""
        self.memory = outcome.memory
        if held or self.forgotten:
            self.forget()
        health = msgspec.structs.replace(self.health, held=held)
        if applied and applied.changed:
            health = msgspec.structs.replace(health, changed=timing.now())
            count = sum(resource.count for resource in outcome.memory.resources.values())
            log.info("%s: %d records, %d changes", self.spec.name, count, len(applied.changes))
        if held and not self.health.held:
            log.warning("%s: %d records are missing; waiting for a second answer that agrees", self.spec.name, held)
        self.health = health

    def succeeded(self, began: datetime, outcome: Outcome) -> None:
        """Note a try that began at `began` and was answered; the answer has been kept."""
        resources = self.memory.resources.values()
        if self.said:
            log.info("%s: answers again", self.spec.name)
        self.said = ""
        problems = clean_problems(problem for resource in resources for problem in resource.problems)
        self._say_what_is_odd(problems)
        latency = round(outcome.seconds, 4)
        self.health = msgspec.structs.replace(
            self.health,
            tried=began,
            succeeded=timing.now(),
            error="",
            failures=0,
            as_of=outcome.as_of,
            count=sum(resource.count for resource in resources),
            problems=problems,
            holds=ceil(outcome.holds) if self.spec.heed_cache else 0,
            latency=latency,
            latencies=(*self.health.latencies, latency)[-LATENCIES:],
        )

    def failed(self, began: datetime, sentence: str) -> None:
        """Note a try that failed, and why."""
        if sentence != self.said:
            log.warning("%s: %s", self.spec.name, sentence)
        self.said = sentence
        self.health = msgspec.structs.replace(
            self.health, tried=began, error=sentence, failures=self.health.failures + 1
        )

    def _say_what_is_odd(self, problems: tuple[Problem, ...]) -> None:
        """In the log, whenever it is something else than before: what was refused or had to be guessed."""
        if problems and problems != self.odd:
            count = "1 thing" if len(problems) == 1 else f"{len(problems)} things"
            named = "; ".join(f"{problem.item}: {problem.reason}" for problem in problems[:NAMED])
            more = f"; and {len(problems) - NAMED} more: `opsdash check` names them" if len(problems) > NAMED else ""
            log.warning("%s: %s to look at in its answer: %s%s", self.spec.name, count, named, more)
        elif self.odd and not problems:
            log.info("%s: nothing to look at in its answer any more", self.spec.name)
        self.odd = problems
