"""Reading an answer as the poller does, and answers that nobody should send."""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import strategies as st

from opsdash.snapshot import Batch
from opsdash.sources import parser_of
from opsdash.sources.base import Context
from opsdash.sources.clean import clean_batch
from opsdash.sourcespec import SourceSpec
from opsdash.timing import zone_of
from tests.support import ZONE

NOW = datetime(2025, 6, 25, 10, tzinfo=UTC)
CASES = 10_000 if os.environ.get("OPSDASH_LONG") else 300

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


_SPLINTERS = (
    b"\x00", b"\xff\xfe", b"<", b">", b"</", b"<![CDATA[", b"]]>", b"&", b"&#0;", b"&#xFFFFFFFF;", b"<!--", b"<?xml",
    b'"', b"'", b",", b";", b"\n", b"\r", b"\t", b"{", b"}", b"[", b"]", b"null", b"-1", b"1e999",
    b"99999999999999999999",
    b"9999-12-31T23:59:59+14:00", b"0001-01-01", b"24:00", b"-99:99", b"\x1b[31m", "\u202e".encode(), b"\xed\xa0\x80",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"true", b"{}", b"2025-03-30T02:30", b"03/04/2025", b"\xc3",
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    """One of `seeds`, cut, repeated, overwritten or with splinters driven into it."""
    body = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(body)))
        end = min(len(body), at + draw(st.integers(0, 40)))
        what = draw(st.sampled_from(("cut", "drop", "repeat", "splinter", "bytes", "move")))
        if what == "cut":
            body = body[:at]
        elif what == "drop":
            body = body[:at] + body[end:]
        elif what == "repeat":
            body = body[:end] + body[at:end] * draw(st.integers(1, 50)) + body[end:]
        elif what == "splinter":
            body = body[:at] + draw(st.sampled_from(_SPLINTERS)) + body[end if draw(st.booleans()) else at :]
        elif what == "bytes":
            body = body[:at] + draw(st.binary(max_size=8)) + body[end:]
        else:
            body = body[end:] + body[:end]
    return body


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
