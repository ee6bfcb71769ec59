"""Processes of each service as the compose file has them: settings, secrets, and which services each asks."""

import re
from functools import cache
from typing import Any

import yaml

from deploy.production import KEYS, SECRETS, WATCHING
from shared.runtime.roles import ROLES
from tools.compose.world import ASKING, KNOWING, ROOT

PREPARE = "prepare"
"""The process that ends before the others work: migrations and topics."""
SECRET = frozenset(
    {*SECRETS, *WATCHING, KEYS, "ACSG_CONSOLE_CLIENT_SECRET", "ACSG_CLIENT_SECRET", "ACSG_MAIL_LINK_KEYS"}
)
"""Variables of the compose file that no values file may hold."""
BY_THE_CHART = ("ACSG_KAFKA_BOOTSTRAP", "ACSG_KAFKA_CA", "ACSG_KAFKA_PASSWORD_FILE")
"""Where the broker is and where its files lie is for the cluster to say."""
ON_A_DISK = ("ACSG_DOCUMENTS_FOLDER", "ACSG_SCANNER")
"""What takes a volume that both processes write to: the chart has none, so there no documents are kept."""
_VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")
_ASKED = re.compile(r"http://([a-z]+)-api:\d+")


@cache
def services() -> dict[str, dict[str, Any]]:
    """Every service: whether it speaks to the broker, whether it asks other deployments, and its processes."""
    blocks = yaml.safe_load((ROOT / "deploy/compose.yml").read_text(encoding="utf-8"))["services"]
    found = {}
    for name, roles in ROLES.items():
        processes = {PREPARE: _process(blocks[f"{name}-migrate"]["environment"])}
        processes |= {role: _process(blocks[f"{name}-{role}"]["environment"]) for role in roles}
        found[name] = {
            "kafka": "ACSG_KAFKA_USER" in blocks[f"{name}-api"]["environment"],
            "asksElsewhere": name in ASKING,
            "knowsElsewhere": name in KNOWING,
            "processes": processes,
        }
    return found


def _process(environment: dict[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {"environment": {}, "settings": {}, "secrets": [], "optional": [], "asks": []}
    guarded = "ACSG_KAFKA_USER" in environment
    for name, text in environment.items():
        if (guarded and name in BY_THE_CHART) or name in ON_A_DISK:
            continue
        whole = _VARIABLE.fullmatch(text)
        if whole and whole.group(1) in SECRET:
            made["optional" if whole.group(2) == "-" else "secrets"].append(name)
        elif whole:
            said = "needed" if whole.group(2) == "?" else "default"
            made["settings"][name] = {said: whole.group(3) or ""}
        else:
            made["secrets"] += [one for one, _, _ in _VARIABLE.findall(text) if one not in made["secrets"]]
            made["environment"][name] = _VARIABLE.sub(r"$(\1)", text)
            made["asks"] += _ASKED.findall(text)
    return {key: value for key, value in made.items() if value}
