"""What the processes of a deployment are told by environment; everything that differs by region is in here."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from shared.runtime.forking.role import SETTLED
from shared.runtime.kafka.clients import BrokerDoor
from shared.runtime.roles import ROLES


@dataclass(frozen=True)
class Joined:
    """What deployments of one federation share: the hub's name, an issuer's address and its key."""

    hub: str
    issuer: str
    key: Path


def service_environment(
    deployment: str, scope: str, folder: Path, addresses: Mapping[str, str], issuer: str, joined: Joined | None
) -> dict[str, str]:
    """What every service of a deployment is told; its own port and databases come on top."""
    said = {
        "ACSG_DEPLOYMENT": deployment, "ACSG_SCOPE": scope, "ACSG_MODE": "development",
        "ACSG_SMTP_URL": addresses["smtp"], "ACSG_ISSUER": issuer,
        "ACSG_JWKS_URL": f"{addresses['issuer']}/keys", "ACSG_TOKEN_URL": f"{addresses['issuer']}/token",
        "ACSG_WEBHOOK_PRIVATE_ADDRESSES": "true", "ACSG_MAIL_LINK_URL": addresses.get("notifications", ""),
        # Seen within half a minute here, five in a deployment: who tries it waits for no window.
        "ACSG_MAIL_FOLD_S": os.environ.get("ACSG_MAIL_FOLD_S", "20"),
        # A machine that others keep busy is slow, not wedged.
        "ACSG_WATCHDOG_SECONDS": os.environ.get("ACSG_WATCHDOG_SECONDS", "120"),
        # And so are its gateway and its read model: a person waits rather than being sent away.
        "ACSG_GATEWAY_S": os.environ.get("ACSG_GATEWAY_S", "60"),
        "ACSG_WRITTEN_S": os.environ.get("ACSG_WRITTEN_S", "20"),
        "ACSG_DOCUMENTS_FOLDER": str(folder / "documents"),
        **SETTLED,
    }  # fmt: skip
    neighbours = {f"ACSG_{name.upper()}_URL": addresses[name] for name in ROLES if name in addresses}
    return os.environ | said | neighbours | ({"ACSG_HUB": joined.hub} if joined else {})


def bus(door: BrokerDoor) -> dict[str, str]:
    """The settings that say where the broker is, and as whom a service comes in."""
    said = {"ACSG_KAFKA_BOOTSTRAP": door.bootstrap}
    if door.password is None:
        return said
    said |= {"ACSG_KAFKA_SECURITY": door.protocol, "ACSG_KAFKA_USER": door.user}
    return said | {"ACSG_KAFKA_PASSWORD_FILE": str(door.password), "ACSG_KAFKA_CA": str(door.authority)}


def peers(addresses: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The setting that says where the services of other deployments are."""
    known = {name: {s: url for s, url in found.items() if s in ROLES} for name, found in addresses.items()}
    return {"ACSG_PEERS": json.dumps(known, sort_keys=True)}


def remotes(brokers: Mapping[str, BrokerDoor]) -> dict[str, str]:
    """The settings that say which brokers of other deployments are read directly, and where our passwords there are."""
    files = {name: str(door.password) for name, door in brokers.items() if door.password}
    said = {name: door.bootstrap for name, door in brokers.items()}
    return {"ACSG_REMOTES": json.dumps(said, sort_keys=True), "ACSG_REMOTE_PASSWORD_FILES": json.dumps(files)}
