"""Real servers for tests: each installed once into an environment of its own, started on loopback, seeded, ended.

They are kept in the folder that OPSDASH_SERVERS names, else in `~/.cache/opsdash-servers`, so that only the first run
installs. What a server cannot be started without and is not there is said by `Unavailable`.

By hand, until Ctrl+C: `python -m tests.servers pretalx`, `python -m tests.servers indico`.
"""
