"""How the tests are run."""

import os

import pytest
from hypothesis import settings

from tests.environment import impersonal

# How long an example takes says more of the machine than of the code.
settings.register_profile("opsdash", deadline=None)
settings.load_profile("opsdash")


def pytest_sessionstart() -> None:
    """Once pytest itself has looked at the terminal it runs on, the tests know nothing of it."""
    plain = impersonal(os.environ)
    os.environ.clear()
    os.environ.update(plain)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Workers for `-n auto`: two for each core.

    Most of the time goes into waiting, for a real process to start or a real screen to be still: with one worker for
    each of two cores the whole took 250 s and left half of the processor idle, with two it took 150 s.
    """
    return 2 * (os.cpu_count() or 1)
