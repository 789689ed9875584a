"""opsdash with a fault in it that shows after the first frame: what does a crash leave of the terminal?"""

import sys

from opsdash import cli
from opsdash.tui.run import StoreSource


def fault(self: StoreSource) -> str:
    """Stands in for `StoreSource.tend`."""
    raise RuntimeError("a fault on purpose")


if __name__ == "__main__":
    StoreSource.tend = fault  # type: ignore[method-assign]
    sys.exit(cli.main())
