"""The small file of a deployment: ``deploy/regions/<deployment>.env``."""

import os

from dotenv import dotenv_values

from deploy.local.processes import ROOT


def port_base(deployment: str) -> int:
    """First port of a deployment's block; ACSG_PORT_BASE in the environment wins. Raises FileNotFoundError."""
    if given := os.environ.get("ACSG_PORT_BASE"):
        return int(given)
    path = ROOT / "deploy/regions" / f"{deployment}.env"
    if not path.exists():
        raise FileNotFoundError(f"{path.relative_to(ROOT)} is missing: a deployment is one small file there")
    return int(dotenv_values(path).get("ACSG_PORT_BASE") or 0)
