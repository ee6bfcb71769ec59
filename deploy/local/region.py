"""The small file of a deployment: ``deploy/regions/<deployment>.env``."""

import os
from dataclasses import dataclass

from dotenv import dotenv_values

from deploy.local.processes import ROLES, ROOT


@dataclass(frozen=True)
class Region:
    """What the file says: first port of the block, regional or global, which services run there."""

    deployment: str
    port_base: int
    scope: str
    services: tuple[str, ...]


def region(deployment: str) -> Region:
    """Reads the file; ACSG_PORT_BASE in the environment wins. Raises FileNotFoundError."""
    path = ROOT / "deploy/regions" / f"{deployment}.env"
    if not path.exists():
        raise FileNotFoundError(f"{path.relative_to(ROOT)} is missing: a deployment is one small file there")
    said = dotenv_values(path)
    base = os.environ.get("ACSG_PORT_BASE") or said.get("ACSG_PORT_BASE") or "0"
    services = tuple(filter(None, (said.get("ACSG_SERVICES") or "").split(","))) or tuple(ROLES)
    return Region(deployment, int(base), said.get("ACSG_SCOPE") or "regional", services)
