"""Runs tests against changes, as a plugin of pytest: each change in a fork of the process that has collected the tests."""

import gc
import json
import os
import resource
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tools.mutants.change import Change
from tools.mutants.rooms import ROOT
from tools.mutants.swapping import Living

SURVIVED, KILLED = "survived", "killed"
LEAST_CPU, TIMES_CPU, MOST_WALL = 4, 10, 300


@dataclass
class Held:
    """``outcomes``: name of a change -> the test that noticed it, or None. ``failing``: tests that fail without a change."""

    changes: list[Change]
    tests: Mapping[str, frozenset[str]]
    last: Mapping[str, str]
    told: Callable[[Change, str | None], None]
    outcomes: dict[str, str | None] = field(default_factory=dict)
    failing: list[str] = field(default_factory=list)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of running them once."""
        if session.testsfailed:
            self.failing = ["collection"]
            return True
        living = Living()
        gc.freeze()
        # Made-up examples by the hundred cost seconds for each change: what holds a pure room is its tables.
        items = {item.nodeid: item for item in session.items if item.get_closest_marker("hypothesis") is None}
        paths = {change.path for change in self.changes}
        functions, seconds, self.failing = _traced(items, living, paths)
        if self.failing:
            return True
        for change in self.changes:
            running = set(functions.get(f"{change.path}:{change.function}", ()))
            if living.keeps(change.path):
                running = {
                    node for name, those in functions.items() if name.startswith(f"{change.path}:") for node in those
                }
            fit = [node for node in running if node.partition("::")[0] in self.tests[change.path]]
            hint = self.last.get(change.name)
            fit.sort(key=lambda node: (node != hint, seconds[node]))
            noticed = _run(change, [items[node] for node in fit], sum(seconds[node] for node in fit), living)
            self.outcomes[change.name] = noticed
            self.told(change, noticed)
        return True


def _forked(work: Callable[[int], None], cpu: float) -> tuple[int, str]:
    """Status of a child that does this, and what it wrote; a child that takes too long is ended by the kernel."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # From Python 3.12 on a fork beside threads warns; the child touches none of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(reading)
        limit = int(LEAST_CPU + TIMES_CPU * cpu)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(MOST_WALL + int(TIMES_CPU * cpu))
        sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        try:
            work(writing)
        except BaseException as fault:
            os.write(writing, f"the runner itself: {fault!r}".encode())
            os._exit(3)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as said:
        words = said.read()
    return os.waitpid(child, 0)[1], words


def _failed(item: pytest.Item, following: pytest.Item | None) -> bool:
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def _pairs(items: Iterable[pytest.Item]) -> Iterable[tuple[pytest.Item, pytest.Item | None]]:
    given = list(items)
    return zip(given, [*given[1:], None], strict=True)


def _run(change: Change, items: list[pytest.Item], cpu: float, living: Living) -> str | None:
    """The test that noticed the change, None when all passed. Raises RuntimeError when it could not be made."""

    def work(writing: int) -> None:
        if not living.swap(change.path, change.source):
            raise RuntimeError(f"no living function has the code of {change.name}")
        living.forget(change.path)
        for item, following in _pairs(items):
            if _failed(item, following):
                os.write(writing, item.nodeid.encode())
                return

    if not items:
        return None
    status, words = _forked(work, cpu)
    if os.WIFSIGNALED(status):
        return f"it did not end (signal {os.WTERMSIG(status)})"
    if status:
        raise RuntimeError(words)
    return words or None


def _traced(
    items: dict[str, pytest.Item], living: Living, paths: set[str]
) -> tuple[dict[str, list[str]], dict[str, float], list[str]]:
    """Which tests run which function, how long each takes (CPU seconds), which fail: by running all of them once."""

    def work(writing: int) -> None:
        functions: dict[str, list[str]] = {}
        seconds: dict[str, float] = {}
        failing: list[str] = []
        ours = (str(ROOT / "shared"), str(ROOT / "services"))
        for path in paths:
            living.forget(path)
        for item, following in _pairs(items.values()):
            ran: set[CodeType] = set()

            def calls(frame: FrameType, event: str, argument: Any, ran: set[CodeType] = ran) -> None:
                ran.add(frame.f_code)

            began = time.process_time()
            sys.settrace(calls)
            try:
                if _failed(item, following):
                    failing.append(item.nodeid)
            finally:
                sys.settrace(None)
            seconds[item.nodeid] = time.process_time() - began
            for code in ran:
                if code.co_filename.startswith(ours):
                    name = code.co_qualname.partition(".<locals>")[0]
                    functions.setdefault(f"{os.path.relpath(code.co_filename, ROOT)}:{name}", []).append(item.nodeid)
        words = json.dumps([{name: sorted(set(nodes)) for name, nodes in functions.items()}, seconds, failing])
        with os.fdopen(os.dup(writing), "w", encoding="utf-8") as out:
            out.write(words)

    status, words = _forked(work, 600)
    if status:
        raise RuntimeError(f"running the tests without a change ended with {status}: {words[-500:]}")
    functions, seconds, failing = json.loads(words)
    return functions, seconds, failing
