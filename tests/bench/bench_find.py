"""Find with 1,000 and 10,000 records: building the finder, and a query as it is typed, beside decoding the records.

    python -m tests.bench find

A query is asked after each letter of it, on a finder that has not seen it: every keystroke counts as one.
"""

from statistics import median, quantiles
from time import process_time

import msgspec

from opsdash.board.board import board_at
from opsdash.board.index import index_of
from opsdash.find import Finder, card, find
from opsdash.model import Record
from opsdash.snapshot import Desk, Snapshot
from tests.bench.bench_board import START, records
from tests.support import feed

QUERIES = (
    "minister 12", "press conference 1234", "outlet 17", "booth 33", "photographer 3", "a booth for an hour",
    "free booth 30 min", "media centre tomorrow", "pool 12", "room 7 tomorrow", "presz conferense", "mnister 44",
    "outlet 5 booth 12", "hall 3", "asdfghjkl",
)  # fmt: skip
"""What is typed."""


def milliseconds(begun: float) -> float:
    """Of processor time since `begun`: what a busy machine does besides does not count."""
    return (process_time() - begun) * 1000


def measure(found: list[Record], runs: int) -> dict[str, float]:
    """Milliseconds by what is measured."""
    encoded = msgspec.json.encode([msgspec.to_builtins(record) for record in found])
    decode, build = [], []
    for _ in range(runs):
        begun = process_time()
        msgspec.json.decode(encoded)
        decode.append(milliseconds(begun))
    data = feed(*found)
    index_of(data)
    for _ in range(runs):
        begun = process_time()
        Finder(data)
        build.append(milliseconds(begun))
    now = START.replace(hour=12)
    board = board_at(Snapshot(feed=data), Desk(), now)
    finder = Finder(data)
    keys, cards = [], []
    for query in QUERIES:
        for end in range(1, len(query) + 1):
            begun = process_time()
            hits = find(finder, board, query[:end])
            keys.append(milliseconds(begun))
            if hits:
                begun = process_time()
                card(hits[0], board, finder.index)
                cards.append(milliseconds(begun))
    cuts = quantiles(keys, n=20)
    return {
        "floor (decode)": median(decode),
        "build": median(build),
        "key, median": median(keys),
        "key, 95th percentile": cuts[-1],
        "key, worst": max(keys),
        "card, 95th percentile": quantiles(cards, n=20)[-1],
    }


def main(short: bool = False) -> None:
    """Print the table."""
    runs = 2 if short else 5
    small, large = measure(records(1_000), runs), measure(records(10_000), runs)
    print(f"{'ms CPU':24} {'1,000':>9} {'10,000':>9} {'growth':>8}")
    for name, value in large.items():
        print(f"{name:24} {small[name]:9.2f} {value:9.2f} {value / max(small[name], 0.001):7.1f}x")


if __name__ == "__main__":
    main()
