"""`python -m tests.bench [--short] [NAME ...]`: all benchmarks, each a table of ratios with the floor beside it."""

import argparse
import importlib
import inspect
import pkgutil

import tests.bench


def main() -> None:
    """Run the named benchmarks, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="fewer runs, shorter waits")
    parser.add_argument("names", nargs="*", help="which, e.g. board")
    options = parser.parse_args()
    found = [m.name for m in pkgutil.iter_modules(tests.bench.__path__) if m.name.startswith("bench_")]
    for name in found:
        if options.names and name.removeprefix("bench_") not in options.names:
            continue
        module = importlib.import_module(f"tests.bench.{name}")
        print(f"\n## {name.removeprefix('bench_')}\n{inspect.getdoc(module) or ''}\n", flush=True)
        module.main(short=options.short)


if __name__ == "__main__":
    main()
