"""`python -m opsdash`."""

import sys

from opsdash.cli import main

if __name__ == "__main__":
    sys.exit(main())
