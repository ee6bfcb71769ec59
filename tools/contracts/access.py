"""What each service reads of the bus and in which groups, as it declares it: access rules of brokers are made from it.

Rendered, since what gives the rules (``deploy/access``) has no service beside it.
"""

import importlib
import json
from functools import cache
from typing import Any

from shared.runtime.checking.broker import reads_of
from shared.runtime.checking.told import kind_of
from shared.runtime.roles import ROLES
from tools.contracts.openapi import NOWHERE

ITSELF = "itself"
"""Stands for the deployment's name."""


@cache
def declared(service: str, scope: str) -> dict[str, Any]:
    """Of a service in a deployment of this scope; groups without the deployment's name."""
    said = kind_of(service).model_validate(NOWHERE | {"deployment": ITSELF, "scope": scope})
    reads = reads_of(importlib.import_module(f"services.{service}.main").build(said))
    groups = sorted(group.removeprefix(f"{ITSELF}-") for group in reads.groups)
    return {"home": sorted(reads.home), "foreign": sorted(reads.foreign), "groups": groups, "watches": reads.watches}


def rendered() -> str:
    """The file, by scope and service."""
    found = {scope: {service: declared(service, scope) for service in ROLES} for scope in ("regional", "global")}
    return json.dumps(found, indent=1) + "\n"
