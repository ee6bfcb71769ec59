"""Which files of tests share running processes: a region's, or a world's, cost a part of the machine as long as they run."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parents[1]
SHARED = ("world", "stack")
"""Fixtures of dozens of processes that many files share, the dearest first."""
_BY = {"world": "world", "stack": "stack", "client": "stack"}
"""What a file asks for -> what runs for it."""


def _fixtures(path: Path) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, bool]]:
    """Functions of a file that pytest calls, each with whether it is a fixture."""
    for node in ast.walk(ast.parse(path.read_text())) if path.exists() else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            made = any("fixture" in ast.dump(one) for one in node.decorator_list)
            if made or node.name.startswith("test_"):
                yield node, made


@cache
def _asks(path: Path) -> frozenset[str]:
    """Names that the tests and fixtures of a file ask for."""
    return frozenset(one.arg for node, _ in _fixtures(path) for one in node.args.args)


@cache
def _makes(path: Path) -> frozenset[str]:
    """Fixtures that a file makes itself."""
    return frozenset(node.name for node, made in _fixtures(path) if made)


@cache
def shared_by(path: Path) -> str | None:
    """What a file shares with others; the same in every process of the tests, from the sources alone."""
    asked = set(_asks(path)) - _makes(path)
    for folder in path.parents:
        if folder == TESTS or TESTS not in folder.parents:
            break
        asked |= _asks(folder / "conftest.py")
    return next((name for name in SHARED if name in {_BY.get(one) for one in asked}), None)
