"""The exit codes, which are part of the interface: `--help` and the README show this table."""

import textwrap

USAGE, UNAVAILABLE, STORE, OUTPUT, CONFIGURATION, INTERRUPTED, UNREAD = 64, 69, 73, 74, 78, 130, 141

MEANINGS = {
    0: "all well",
    1: "`status`: the worst alert that nobody has acknowledged is a warning; `check`, `poll --once`: a source could "
    "not be read, or not all of it; `search`: nothing found",
    2: "`status`: it is critical",
    3: "`status`: unknown, because the data is stale or not there",
    USAGE: "wrong usage",
    UNAVAILABLE: "`demo`: its server does not start, as when the port is taken",
    70: "`poll`: a fault of opsdash",
    STORE: "`poll`, `check`: the store cannot be used",
    OUTPUT: "the output, or a file, cannot be written or read",
    75: "`poll`: another poller is already at work",
    CONFIGURATION: "the configuration is wrong or not there",
    INTERRUPTED: "interrupted with Ctrl+C",
    UNREAD: "whoever reads the output left before its end",
}
"""What each code means; commands stand in backquotes."""


def exit_codes() -> str:
    """The table as `--help` ends with it."""
    lines = [
        textwrap.fill(means.replace("`", ""), 100, initial_indent=f"  {code:<4}", subsequent_indent=" " * 6)
        for code, means in MEANINGS.items()
    ]
    return "\n".join(["exit codes:", *lines])
