"""The small file of a deployment: ``deploy/regions/<deployment>.env``."""

import os
from dataclasses import dataclass

from dotenv import dotenv_values

from deploy.local.processes import ROOT
from shared.runtime.roles import ROLES


@dataclass(frozen=True)
class Region:
    """What the file says: first port of the block, regional or global, which services run there."""

    deployment: str
    port_base: int
    own_base: int
    """As the file has it, whatever the environment says."""

    scope: str
    services: tuple[str, ...]


def region(deployment: str) -> Region:
    """Reads the file; ACSG_PORT_BASE in the environment wins. Raises FileNotFoundError."""
    path = ROOT / "deploy/regions" / f"{deployment}.env"
    if not path.exists():
        raise FileNotFoundError(f"{path.relative_to(ROOT)} is missing: a deployment is one small file there")
    said = dotenv_values(path)
    own = said.get("ACSG_PORT_BASE") or "0"
    base = os.environ.get("ACSG_PORT_BASE") or own
    services = tuple(filter(None, (said.get("ACSG_SERVICES") or "").split(","))) or tuple(ROLES)
    return Region(deployment, int(base), int(own), said.get("ACSG_SCOPE") or "regional", services)


def there_are() -> tuple[str, ...]:
    """Deployments that have a file, by name."""
    return tuple(sorted(path.stem for path in (ROOT / "deploy/regions").glob("*.env")))


def first_base() -> int:
    """The lowest base of all files: where the block of several begins."""
    return min(region(name).own_base for name in there_are())
