"""A command has one way in: a use case that its service lists, never a closure in a route."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from shared.application.keep import Keep
from shared.application.use_case import Change, Make

ROOT = Path(__file__).parents[2]
MOVED = ("intake", "matching", "roster", "dialogue", "delivery", "notifications")
CLOSURES = re.compile(r"async def (?:work\(uow|make\(\))|assert [\w.]*actor is not None|uow\.(?:record|audit)\(")
"""What a route does that is a use case's, or the runner's."""


def closures(files: dict[str, str]) -> set[str]:
    """Files that do the runner's work themselves."""
    return {path for path, text in files.items() if CLOSURES.search(text)}


def declared(source: str) -> set[str]:
    """Names of the use cases of a file."""
    return {
        target.id
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name)
        and node.value.func.id in {"Change", "Make", "Keep", "by_party"}
        for target in node.targets if isinstance(target, ast.Name)
    }  # fmt: skip


def test_routes_do_not_do_the_runners_work() -> None:
    files = {str(p.relative_to(ROOT)): p.read_text() for p in (ROOT / "services").rglob("http/*.py")}
    assert len(files) > 30
    assert closures(files) == set()


@pytest.mark.parametrize("service", MOVED)
def test_a_service_lists_all_that_it_can_do(service: str) -> None:
    actions = import_module(f"services.{service}.actions")
    found = {name for p in (ROOT / "services" / service / "actions").glob("*.py") for name in declared(p.read_text())}
    assert found == set(actions.__all__)
    cases = [getattr(actions, name) for name in actions.__all__]
    assert all(isinstance(one, Change | Make | Keep) for one in cases)
    assert len({one.name for one in cases}) == len(cases) >= 5


@pytest.mark.control
@pytest.mark.parametrize(
    "planted",
    [
        "async def work(uow: UnitOfWork) -> Response:",
        "async def make() -> Change:",
        "assert uow.cause.actor is not None",
        "uow.audit(a.LIST_OFFER.name, a.LIST_OFFER.paragraph, one, 1)",
        "uow.record(event)",
    ],
)
def test_a_planted_closure_is_found(planted: str) -> None:
    assert closures({"services/x/http/routes.py": planted}) == {"services/x/http/routes.py"}


@pytest.mark.control
def test_a_planted_use_case_is_found() -> None:
    assert declared("SHRED = Change(REQUEST, a.SHRED, NoBody, shred)\nOTHER = 1\n") == {"SHRED"}
