"""The small file of a deployment: ``deploy/regions/<deployment>.env``."""

import os
from dataclasses import dataclass

from dotenv import dotenv_values

from deploy.local.processes import ROOT, PortTaken
from shared.runtime.roles import ROLES

LEAST, MOST = 1024, 64_000
"""First ports that leave room for what several deployments take behind them."""


@dataclass(frozen=True)
class Region:
    """What the file says: first port of the block, regional or global, which services run there."""

    deployment: str
    port_base: int
    own_base: int
    """As the file has it, whatever the environment says."""

    scope: str
    services: tuple[str, ...]


class NoBase(PortTaken):
    """ACSG_PORT_BASE is no port with room for the others behind it; says in one sentence what to do."""

    def __init__(self, given: str) -> None:
        Exception.__init__(
            self, f"ACSG_PORT_BASE={given} is no first port: give one from {LEAST} to {MOST}, or 0 for free ones."
        )


def given_base() -> int | None:
    """The first port that the environment names; 0 takes free ones, None leaves it to the files. Raises NoBase."""
    given = os.environ.get("ACSG_PORT_BASE", "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit()) or not (int(given) == 0 or LEAST <= int(given) <= MOST):
        raise NoBase(given)
    return int(given)


def region(deployment: str) -> Region:
    """Reads the file; ACSG_PORT_BASE in the environment wins. Raises FileNotFoundError, NoBase."""
    path = ROOT / "deploy/regions" / f"{deployment}.env"
    if not path.exists():
        raise FileNotFoundError(f"{path.relative_to(ROOT)} is missing: a deployment is one small file there")
    said = dotenv_values(path)
    own, given = int(said.get("ACSG_PORT_BASE") or 0), given_base()
    base = own if given is None else given
    services = tuple(filter(None, (said.get("ACSG_SERVICES") or "").split(","))) or tuple(ROLES)
    return Region(deployment, base, own, said.get("ACSG_SCOPE") or "regional", services)


def there_are() -> tuple[str, ...]:
    """Deployments that have a file, by name."""
    return tuple(sorted(path.stem for path in (ROOT / "deploy/regions").glob("*.env")))


def first_base() -> int:
    """The lowest base of all files: where the block of several begins."""
    return min(region(name).own_base for name in there_are())
