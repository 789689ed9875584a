"""How the tests are run."""

import os

import pytest
from hypothesis import settings

# How long an example takes says more of the machine than of the code.
settings.register_profile("opsdash", deadline=None)
settings.load_profile("opsdash")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Workers for `-n auto`: two for each core.

    Most of the time goes into waiting, for a real process to start or a real screen to be still: with one worker for
    each of two cores the whole took 250 s and left half of the processor idle, with two it took 150 s.
    """
    return 2 * (os.cpu_count() or 1)
