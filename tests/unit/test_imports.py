"""Imports point down: proven in fresh processes, so that nothing another test imported can hide a mistake."""

import subprocess
import sys


def modules_after(code: str) -> set[str]:
    """The top-level modules a fresh interpreter holds after `code`."""
    script = f"{code}\nimport sys\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {line.split(".")[0] for line in done.stdout.splitlines()}


def package_modules(*packages: str) -> str:
    """Code that imports every module of our `packages`."""
    return (
        "import importlib, pkgutil\n"
        f"for name in {[f'opsdash.{package}' for package in packages]!r}:\n"
        "    found = importlib.import_module(name)\n"
        "    for module in pkgutil.walk_packages(getattr(found, '__path__', []), name + '.'):\n"
        "        importlib.import_module(module.name)\n"
    )


def test_the_core_never_imports_textual() -> None:
    core = ("model", "snapshot", "board", "find", "store", "sources", "config", "poller", "child")
    assert "textual" not in modules_after(package_modules(*core))


def test_what_a_viewer_needs_never_imports_httpx() -> None:
    needed = ("model", "board", "render", "find", "store", "tui", "config", "child")
    assert not modules_after(package_modules(*needed)) & {"httpx", "httpcore", "icalendar", "litestar", "uvicorn"}


def test_the_pure_middle_opens_nothing() -> None:
    loaded = modules_after(package_modules("board", "render", "find"))
    assert not loaded & {"tinydb", "filelock", "socket"}


def test_the_command_line_starts_lean() -> None:
    assert not modules_after("import opsdash.cli") & {"textual", "httpx", "tinydb", "rich"}
