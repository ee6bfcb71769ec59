"""What a tool is told on its command line: ``--help`` says what it does, and does nothing."""

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn


def nothing_else(prog: str, words: str | None, arguments: Sequence[str]) -> None:
    """For a tool that takes nothing. Ends the process at ``--help``, and with 2 at anything else."""
    argparse.ArgumentParser(prog=f"python -m {prog}", description=words).parse_args(arguments)


def end_with(main: Callable[[list[str]], int], *lacking: type[Exception]) -> NoReturn:
    """Ends the process as a tool says; with 2, and what is lacking, where something that it needs cannot be had."""
    try:
        sys.exit(main(sys.argv[1:]))
    except lacking as missing:
        print(missing, file=sys.stderr)
        sys.exit(2)


def only_check(prog: str, words: str | None, arguments: Sequence[str]) -> bool:
    """Whether files are to be held against what they should be, rather than written."""
    parser = argparse.ArgumentParser(prog=f"python -m {prog}", description=words)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 when something is stale")
    return bool(parser.parse_args(arguments).check)


def port_of(prog: str, words: str | None, arguments: Sequence[str]) -> int:
    """The port to serve on."""
    parser = argparse.ArgumentParser(prog=f"python -m {prog}", description=words)
    parser.add_argument("port", type=int)
    return int(parser.parse_args(arguments).port)
