"""Which files of tests share running processes: a region's, or a world's, cost a part of the machine as long as they run."""

import ast
import contextlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

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


def worker_of(config: pytest.Config) -> str | None:
    """Which of the processes among which groups are dealt out this is; none where files are dealt out one by one."""
    return os.environ.get("PYTEST_XDIST_WORKER") if config.getoption("loadgroup", False) else None


def by_one_process(run: Path, name: str, worker: str | None) -> None:
    """Says that this process of the tests starts what files share; raises RuntimeError if another one of the same run did.

    ``run``: a folder that all processes of a run have; ``worker``: which of them this is, none where there is but one.
    """
    if worker is None:
        return
    mark = run / f"started-{name}"
    with contextlib.suppress(FileExistsError), mark.open("x") as first:
        first.write(worker)
    if (other := mark.read_text()) != worker:
        raise RuntimeError(
            f"{name} runs in {other} already: files that share it are not kept in one process (BySharing)"
        )


class BySharing(LoadScopeScheduling):  # type: ignore[misc]
    """Deals files out to processes: those that share running processes stay in one, every other file goes by itself.

    For `--dist loadgroup`, whose own way writes groups into the names of tests, which pytest 9.2 takes no notice of: every test
    then goes by itself, nothing fails, and each process starts a region and a world of its own (pytest-xdist, issue 1386).
    """

    def _split_scope(self, nodeid: str) -> str:
        path = TESTS.parent / nodeid.partition("::")[0]
        return shared_by(path) or path.name
