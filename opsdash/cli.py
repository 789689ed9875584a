"""The commands: parse, wire, print. What a command needs is imported inside it, so that each starts fast.

stdout is data, stderr is narration. Exit codes are part of the interface; `opsdash.exitcodes` documents them.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from opsdash import __version__, console, timing
from opsdash.configcheck import ConfigProblem
from opsdash.exitcodes import CONFIGURATION, INTERRUPTED, OUTPUT, UNREAD, USAGE, exit_codes

if TYPE_CHECKING:
    from opsdash.board.items import Board
    from opsdash.config import Config
    from opsdash.store.reader import StoreReader


class Parser(argparse.ArgumentParser):
    """argparse, with the exit code for wrong usage that we document."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def build_parser() -> Parser:
    """The command line."""
    shared = Parser(add_help=False)
    shared.add_argument("--config", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="the configuration")
    view = Parser(add_help=False)
    view.add_argument(
        "--at", metavar="TIME", default=argparse.SUPPRESS, help=f"the board of another instant: {timing.INSTANT_FORMS}"
    )
    parser = Parser(
        prog="opsdash",
        parents=[shared, view],
        description="A dashboard for the media-centre operations team of a summit. Without a command: the dashboard.",
        epilog=exit_codes(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"opsdash {__version__}")
    _screen_options(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)

    demo = commands.add_parser(
        "demo",
        help="a living media centre to try it on",
        epilog="While it runs, `opsdash status --demo` and `opsdash search --demo WORDS` elsewhere tell of it.",
    )
    _screen_options(demo)
    _demo_options(demo)
    poll = commands.add_parser("poll", parents=[shared], help="keep the store current, in the foreground")
    poll.add_argument("--once", action="store_true", help="ask every source once and end")
    poll.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    _answers(commands, [shared, view])
    check = commands.add_parser(
        "check", parents=[shared], help="try the configuration and the store, fetch each source once"
    )
    check.add_argument("source", nargs="?", help="only this source")
    check.add_argument("--explain", action="store_true", help="what each option of the source does")
    commands.add_parser("locate", parents=[shared], help="which files are used")
    example = commands.add_parser("example", help="print an example configuration")
    example.add_argument("name", nargs="?", default="default", help="which; --list names them")
    example.add_argument("--list", action="store_true", help="name the examples")
    return parser


def _answers(commands: "argparse._SubParsersAction[Parser]", parents: list[Parser]) -> None:
    """The commands that print what is known: once, for a script or a person without a screen."""
    either = Parser(add_help=False)
    either.add_argument(
        "--demo", action="store_true", default=argparse.SUPPRESS, help="of the demo that runs, by its clock"
    )
    status = commands.add_parser(
        "status", parents=[*parents, either], help="the board as text or JSON; its exit code tells"
    )
    form = status.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the whole board as JSON")
    form.add_argument("--schema", action="store_true", help="the JSON Schema of --json")
    form.add_argument("--brief", action="store_true", help="one line")
    search = commands.add_parser(
        "search", parents=[*parents, either], help="what is known about WORDS, and what to say"
    )
    search.add_argument("words", nargs="+", metavar="WORDS", help='"accreditation tomorrow", "booth for an hour"')
    search.add_argument("--json", action="store_true", help="all hits with their cards as JSON")
    search.add_argument("--limit", type=int, default=10, metavar="N", help="hits at most (default 10)")


def _screen_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--read-only", action="store_true", help="a view that writes nothing and starts no poller")
    parser.add_argument("--no-color", action="store_true", help="no colour, as with NO_COLOR set")


def _demo_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--at",
        metavar="TIME",
        default=argparse.SUPPRESS,
        help=f"what the demo's clock shows at first; its day lies around that (default: now): {timing.INSTANT_FORMS}",
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same day (default 1)")
    parser.add_argument("--speed", type=float, default=1.0, help="how fast the day passes, 0.01 to 3600 (default 1)")
    parser.add_argument("--serve-only", action="store_true", help="serve the media centre's API alone")
    parser.add_argument("--port", type=int, default=0, help="the API's port (default: a free one)")
    parser.add_argument("--control", action="store_true", help="let the API be told what to change (tests)")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    code = UNREAD
    console.take_any_text()
    try:
        try:
            options = build_parser().parse_args(_with_shifts(sys.argv[1:] if argv is None else argv))
            code = COMMANDS[options.command](options)
        finally:
            print(end="", flush=True)  # here, not at the interpreter's end, which would make a noise and another code
    except ConfigProblem as problem:
        print("\n".join(f"opsdash: {line}" for line in str(problem).split("\n")), file=sys.stderr)
        return CONFIGURATION
    except BrokenPipeError:  # the reader of our output has gone: nobody left to tell
        _drop_output()
    except OSError as error:  # 1, as an exception ends, would be a warning to who watches `status`
        _drop_output()
        print(f"opsdash: {error.filename or 'the output'}: {error.strerror or error}", file=sys.stderr)
        return OUTPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _drop_output() -> None:
    """What could not be written is not tried once more at the interpreter's end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _with_shifts(argv: Sequence[str]) -> list[str]:
    """`--at -30m` as `--at=-30m`: argparse takes what begins with a hyphen for an option."""
    found: list[str] = []
    for word in argv:
        if found[-1:] == ["--at"] and word[:1] == "-" and word[1:2].isdigit():
            found[-1] += f"={word}"
        else:
            found.append(word)
    return found


def _config(options: argparse.Namespace) -> "Config":
    from opsdash.config import load

    given = getattr(options, "config", None)
    if not getattr(options, "demo", False):
        return load(given)
    from opsdash.demo.running import follow

    if given:
        build_parser().error("--demo: not together with --config")
    return load(follow())


def _at(options: argparse.Namespace, config: "Config") -> datetime | None:
    """The instant of `--at`, or None for now. Wrong usage ends the program."""
    text = getattr(options, "at", None)
    if text is None:
        return None
    try:
        return timing.parse_instant(text, config.site.tz, timing.now())
    except ValueError as error:
        build_parser().error(f"--at: {error}")


def _board(config: "Config", at: datetime | None, reader: "StoreReader | None" = None) -> "Board":
    from opsdash.board.board import board_at
    from opsdash.store.reader import StoreReader

    reader = reader or StoreReader(config.store, config.site)
    reader.refresh()
    now = timing.now()
    return board_at(reader.snapshot, reader.desk, at or now, now if at else None)


def _print_board(options: argparse.Namespace, board: "Board") -> int:
    from opsdash.board.verdict import verdict
    from opsdash.render.text import board_text

    colour = console.wants_colour() and not getattr(options, "no_color", False)
    print(board_text(board, colour=colour))
    return verdict(board)


def _with_keys(config: "Config") -> "Config":
    """`config`, whose keys are keys of commands that exist. Raises ConfigProblem."""
    if config.keys:
        from opsdash.tui.commands import key_mistake

        if mistake := key_mistake(config.keys):
            raise ConfigProblem(f"{config.path}: {mistake}")
    return config


def dashboard(options: argparse.Namespace) -> int:
    """`opsdash`: the dashboard; without a terminal the board, once."""
    import gc

    gc.disable()  # until the first frame: what is made before it stays
    config = _with_keys(_config(options))
    return _show(options, config, _at(options, config), with_poller=not options.read_only)


def _show(options: argparse.Namespace, config: "Config", at: datetime | None, with_poller: bool) -> int:
    if not console.on_terminal():
        return _print_board(options, _board(config, at))
    if not console.has_screen():
        term = os.environ.get("TERM", "")
        print(f"opsdash: this terminal (TERM={term}) cannot be drawn on; the board once:", file=sys.stderr)
        return _print_board(options, _board(config, at))
    from opsdash.tui.run import run_dashboard

    return run_dashboard(config, at=at, read_only=options.read_only, no_color=options.no_color, with_poller=with_poller)


def demo(options: argparse.Namespace) -> int:
    """`opsdash demo`: the embedded media centre, a poller and the dashboard, on a temporary store."""
    from opsdash.demo.launch import run_demo

    def show(path: Path) -> int:
        from opsdash.config import load

        config = load(path)
        if not (console.on_terminal() and console.has_screen()):
            from opsdash.poller import poll

            poll(config, once=True)
        return _show(options, config, None, with_poller=True)

    return run_demo(options, show)


def poll_command(options: argparse.Namespace) -> int:
    """`opsdash poll`: the poller in the foreground."""
    from opsdash.poller import poll

    return poll(_config(options), once=options.once, child=options.child)


def status(options: argparse.Namespace) -> int:
    """`opsdash status`: the board as text, JSON or one line."""
    import msgspec

    if options.schema:
        from opsdash.board.schema import board_schema

        console.write_json(msgspec.json.format(msgspec.json.encode(board_schema()), indent=2))
        return 0
    from opsdash.board.verdict import verdict

    config = _config(options)
    board = _board(config, _at(options, config))
    if options.json:
        console.write_json(msgspec.json.encode(board))
    elif options.brief:
        from opsdash.render.text import brief_text

        print(brief_text(board))
    else:
        return _print_board(options, board)
    return verdict(board)


def search(options: argparse.Namespace) -> int:
    """`opsdash search`: the best answer to say aloud, then the other hits; 1 when nothing is found."""
    import msgspec

    from opsdash.board.board import feed_for
    from opsdash.find import finder_of
    from opsdash.find.report import report, report_text
    from opsdash.store.reader import StoreReader

    if options.limit < 1:
        build_parser().error("--limit: at least 1")
    config = _config(options)
    reader = StoreReader(config.store, config.site)
    board = _board(config, _at(options, config), reader)
    finder = finder_of(feed_for(reader.snapshot.feed, board.now, board.asked))
    found = report(finder, board, " ".join(options.words), options.limit)
    if options.json:
        console.write_json(msgspec.json.encode(found))
    else:
        print(report_text(found))
    return 0 if found.found else 1


def check(options: argparse.Namespace) -> int:
    """`opsdash check`: the configuration read, each source fetched once."""
    from opsdash.check import run_check

    return run_check(_with_keys(_config(options)), options.source, options.explain)


def locate(options: argparse.Namespace) -> int:
    """`opsdash locate`: which files are used."""
    from opsdash.config import candidates, examples, is_there, load

    given = getattr(options, "config", None)
    used = None
    for found_by, path in candidates(given):
        mark = "missing"
        if is_there(path):
            mark, used = ("not used", used) if used else ("used", path)
        print(f"configuration  {mark:8}  {path}  ({found_by})")
    for name, path in examples().items():
        print(f"example        {name}  {path}")
    config = load(given)
    print(f"store          {config.store}")
    return 0


def example(options: argparse.Namespace) -> int:
    """`opsdash example`: print an example configuration."""
    from opsdash.config import examples

    found = examples()
    if options.list:
        print("\n".join(found))
        return 0
    if options.name not in found:
        build_parser().error(f"no example {options.name!r}; there are: {', '.join(found)}")
    print(found[options.name].read_text(encoding="utf-8"), end="")
    return 0


COMMANDS: dict[str | None, Callable[[argparse.Namespace], int]] = {
    None: dashboard,
    "demo": demo,
    "poll": poll_command,
    "status": status,
    "search": search,
    "check": check,
    "locate": locate,
    "example": example,
}
