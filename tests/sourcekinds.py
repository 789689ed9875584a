"""Reading an answer as the poller does, and what reading a huge one costs. Imports little: each measurement is a
process of its own."""

import subprocess
import sys
from datetime import UTC, datetime

from opsdash.snapshot import Batch
from opsdash.sources import parser_of
from opsdash.sources.base import Context
from opsdash.sources.clean import clean_batch
from opsdash.sourcespec import SourceSpec
from opsdash.timing import zone_of
from tests.support import ZONE

NOW = datetime(2025, 6, 25, 10, tzinfo=UTC)
MEGABYTES = 1_000_000
CPU_SECONDS = 2.0
MEMORY = 200 * 1024 * 1024


def read(spec: SourceSpec, body: bytes | str, resource: str = "", zone: str = ZONE) -> Batch:
    """What one answer comes to at a venue in `zone`."""
    parser = parser_of(spec)
    asked = next(one for one in parser.resources(spec) if one.name == resource)
    raw = body if isinstance(body, bytes) else body.encode()
    return clean_batch(parser.parse(raw, Context(spec.name, zone_of(zone), spec, NOW, asked)))


def problems(batch: Batch) -> list[str]:
    """Each problem on one line."""
    return [f"{problem.item}: {problem.reason}" for problem in batch.problems]


_MEASURE = """
import resource, sys, time
from tests.sourcekinds import read
{imports}
body = {body}
spec = {spec}
read(spec, body[:2000], {resource!r})
def high():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) * 1024
open("/proc/self/clear_refs", "w").write("5")
before, began = high(), time.process_time()
batch = read(spec, body, {resource!r})
print(time.process_time() - began, high() - before, len(batch.records), bool(batch.kinds))
"""


def measured(spec: str, body: str, resource: str = "") -> tuple[float, int, int]:
    """CPU seconds, bytes of memory and records of reading `body`, both given as Python expressions, in a process
    of its own."""
    imports = "from opsdash.sourcespec import *"
    code = _MEASURE.format(imports=imports, body=body, spec=spec, resource=resource)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    seconds, memory, records, _ = done.stdout.split()
    return float(seconds), int(memory), int(records)
