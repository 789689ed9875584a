"""`python -m tests.bench [--short] [-o FILE] [NAME ...]`: all benchmarks, each a table of ratios beside its floor."""

import argparse
import importlib
import inspect
import pkgutil
import subprocess
import sys
from pathlib import Path

import tests.bench


def main() -> None:
    """Run the named benchmarks, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="fewer runs, shorter waits")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the tables there as well")
    parser.add_argument("names", nargs="*", help="which, e.g. board")
    options = parser.parse_args()
    if options.output:
        sys.exit(_into(options.output, [*(["--short"] if options.short else []), *options.names]))
    found = [m.name for m in pkgutil.iter_modules(tests.bench.__path__) if m.name.startswith("bench_")]
    for name in found:
        if options.names and name.removeprefix("bench_") not in options.names:
            continue
        module = importlib.import_module(f"tests.bench.{name}")
        print(f"\n## {name.removeprefix('bench_')}\n{inspect.getdoc(module) or ''}\n", flush=True)
        module.main(short=options.short)


def _into(path: Path, words: list[str]) -> int:
    """Run with `words` and write what is printed, by processes that a benchmark starts too, to `path` as well."""
    command = [sys.executable, "-m", "tests.bench", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process, path.open("w") as file:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            file.write(line)
    return process.returncode


if __name__ == "__main__":
    main()
