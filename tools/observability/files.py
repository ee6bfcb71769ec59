"""Every generated file of ``deploy/observability``: boards, and the processes of ``deploy/compose.yml`` that have figures."""

import json
from pathlib import Path

import yaml

from shared.runtime.roles import HTTP_ROLES, ROLES
from tools.compose.world import ROOT
from tools.observability.boards import board, slug
from tools.observability.panels import BOARDS

FOLDER = ROOT / "deploy/observability"
RULES, TRIALS = FOLDER / "rules.yml", FOLDER / "rules_test.yml"
HTTP_PORT, METRICS_PORT = 8000, 9000
"""As ``deploy/Dockerfile`` sets them."""


def targets() -> str:
    """Addresses with the service and role that each has, one entry for each process, as Prometheus reads them from a file."""
    blocks = yaml.safe_load((ROOT / "deploy/compose.yml").read_text("utf-8"))["services"]
    found = [
        {
            "labels": {"role": role, "service": service},
            "targets": [f"{service}-{role}:{HTTP_PORT if role in HTTP_ROLES else METRICS_PORT}"],
        }
        for service, roles in ROLES.items()
        for role in roles
        if f"{service}-{role}" in blocks
    ]
    return json.dumps(found, indent=1) + "\n"


def generated() -> dict[Path, str]:
    """Path -> text."""
    found = {FOLDER / f"boards/{slug(title)}.json": board(title) for title in BOARDS}
    return found | {FOLDER / "targets.json": targets()}


def kept() -> set[Path]:
    """Boards that are there."""
    return set((FOLDER / "boards").glob("*.json"))
