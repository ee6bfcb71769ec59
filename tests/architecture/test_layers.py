"""Layers and independence of the house, held by reading imports; planted violations prove that each rule bites."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = sorted(p.name for p in (ROOT / "services").iterdir() if (p / "__init__.py").exists())
FRAMEWORKS = {"fastapi", "starlette", "sqlalchemy", "asyncpg", "aiokafka", "faust", "strawberry", "alembic", "uvicorn"}
FRAMEWORK_ROOMS = {
    "main.py", "__main__.py", "http", "storage", "projections", "migrations", "graphql", "read_model", "pulse", "upkeep",
    "transfer.py",
}  # fmt: skip
RANK = {
    "domain": 0,
    "prerequisites": 1, "invariants": 1, "fit": 1, "kinds": 1, "settings": 1,
    "criteria": 2, "audiences": 2, "storage": 2, "read_model": 2, "ranking_names": 2,
    "actions": 3, "projections": 3, "ranking_said": 3, "identity": 3, "asking": 3, "forms": 3, "drawing": 3,
    "queries": 4, "wording": 4, "exports": 4, "pulse": 4, "migrations": 4, "ranking_worked": 4, "keeping": 4,
    "channels": 5, "reactions": 5, "importing": 5, "transfer": 5, "lag_command": 5, "rules_command": 5, "ranking_file": 5, "plan": 5, "watch": 5,
    "http": 6,
    "graphql": 7, "upkeep": 7,
    "main": 8,
    "__main__": 9,
}  # fmt: skip
"""Every room of every service: it imports itself and lower ones only."""
PURE_OF_HTTP = {"fastapi", "starlette"}
OVER_HTTP = "shared/application/over_http.py"


def imports(source: str) -> Iterator[tuple[str, int]]:
    """Every imported module name with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno


def room_of(path: str) -> str:
    """The room of a service file: ``services/intake/http/routes.py`` -> ``http``."""
    part = path.split("/")[2]
    return part.removesuffix(".py")


def faults(path: str, source: str) -> list[str]:
    """Every breach of the layers in one file, as ``path:line: words``."""
    found = []
    parts = path.split("/")
    for name, line in imports(source):
        where, head = f"{path}:{line}: ", name.split(".")
        if parts[0] == "shared":
            if head[0] in {"services", "deploy", "tests", "tools"}:
                found.append(where + f"shared imports {name}")
            if parts[1] == "modalities" and (head[:2] not in ([["shared", "modalities"]]) and head[0] == "shared"):
                found.append(where + f"modalities import {name}")
            if parts[1] == "wording" and head[0] == "shared" and head[1] != "wording":
                found.append(where + f"wording imports {name}")
            if (
                parts[1] == "contracts"
                and head[0] == "shared"
                and head[1] not in {"contracts", "modalities", "wording"}
            ):
                found.append(where + f"contracts import {name}")
            if parts[1] == "runtime" and head[:2] == ["shared", "application"]:
                found.append(where + f"runtime imports {name}")
            if parts[1] == "application" and path != OVER_HTTP and (
                head[0] in PURE_OF_HTTP or head[:3] == ["shared", "runtime", "http"]
            ):  # fmt: skip
                found.append(where + f"the runner of commands knows HTTP: {name}")
            if parts[1] in {"contracts", "modalities", "wording"} and head[0] in FRAMEWORKS:
                found.append(where + f"{parts[1]} import the framework {head[0]}")
        if parts[0] == "services" and len(parts) > 2:
            if head[0] == "services" and len(head) > 1 and head[1] != parts[1]:
                found.append(where + f"service {parts[1]} imports service {head[1]}")
            if head[0] in {"deploy", "tests", "tools"}:
                found.append(where + f"a service imports {name}")
            if head[0] in FRAMEWORKS and parts[2] not in FRAMEWORK_ROOMS:
                found.append(where + f"{head[0]} in room {parts[2]}")
            if head[:2] == ["services", parts[1]] and len(head) > 2:
                mine, theirs = room_of(path), head[2]
                if mine != theirs and RANK.get(theirs, 99) >= RANK.get(mine, -1):
                    found.append(where + f"{mine} imports {theirs}, which is no lower room")
                if (mine, theirs) == ("http", "storage"):
                    found.append(where + "http imports storage: ask a use case or a query")
            if parts[2] == "actions" and (
                head[:3] == ["shared", "runtime", "http"] or name == "shared.application.over_http"
            ):
                found.append(where + f"a use case knows HTTP: {name}")
    return found


def sources() -> list[Path]:
    return [p for top in ("shared", "services") for p in sorted((ROOT / top).rglob("*.py"))]


def test_the_house_keeps_its_layers() -> None:
    assert len(SERVICES) >= 5
    found = [f for p in sources() for f in faults(str(p.relative_to(ROOT)), p.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    ("path", "planted"),
    [
        ("shared/runtime/clock.py", "from services.intake.domain import plan"),
        ("shared/contracts/intake.py", "from shared.runtime.clock import Clock"),
        ("shared/contracts/intake.py", "import sqlalchemy"),
        ("shared/modalities/rule.py", "from shared.contracts.event import Event"),
        ("shared/wording/words.py", "from shared.contracts.event import Event"),
        ("services/intake/domain/plan.py", "import sqlalchemy"),
        ("services/intake/actions/submit_request.py", "from fastapi import Request"),
        ("services/intake/actions/submit_request.py", "from shared.runtime.http.routes import json"),
        ("services/intake/actions/submit_request.py", "from services.intake.reactions.consent import X"),
        ("services/intake/storage/repository.py", "from services.intake.actions.submit_request import X"),
        ("services/intake/cellar/repository.py", "from services.intake.domain import plan"),
        ("services/intake/domain/plan.py", "from services.intake.cellar import X"),
        ("services/notifications/audiences/table.py", "from services.notifications.channels.email import X"),
        ("services/gateway/read_model/views.py", "from services.gateway.projections.rows import X"),
        ("services/roster/http/routes.py", "from services.roster.storage.repository import OfferRepository"),
        ("shared/application/runner.py", "from fastapi import Request"),
        ("shared/application/runner.py", "from shared.runtime.http.routes import json"),
        ("shared/runtime/clock.py", "from shared.application.runner import Runner"),
        ("services/intake/domain/plan.py", "from services.intake.actions.submit_request import submit"),
        ("services/roster/http/routes.py", "from services.intake.domain import plan"),
        ("services/roster/http/routes.py", "from tests.support import poll"),
    ],
)
def test_a_planted_violation_is_found(path: str, planted: str) -> None:
    assert len(faults(path, f"'''doc'''\n{planted}\n")) == 1
