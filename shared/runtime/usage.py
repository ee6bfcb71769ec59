"""What a service can be started as, in words, for a person who has no settings yet: ``python -m services.<name> --help``."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationError

COMMON: Mapping[str, str] = {
    "api": "serves the service's interface",
    "worker": "relays events, reacts to them, keeps what must be kept up; serves health and metrics",
    "serve": "interface and worker in one process",
    "check": "says on one screen what is missing or wrong before anything starts; needs no settings",
    "prepare": "migrates the database and makes topics, before the others start",
    "migrate": "migrates the database (ACSG_MIGRATION_URL)",
    "topics": "makes topics and gives them this release's settings",
    "dead-letters": "list, show, replay: events that could not be handled",
    "set-aside": "list, show, replay: events that the broker refused for good",
    "republish": "fills a broker that was replaced, from the outbox",
    "audit-head": "the last sealed row, as a line for somebody else to keep",
    "verify-audit": "holds the audit chain against its hashes; --witness FILE, --hub: and against heads kept elsewhere",
}
OWN: Mapping[str, Mapping[str, str]] = {
    "intake": {
        "restate": "says everything again, after the deployment shares less",
        "rules": "rule sets with their days; --compare A B: open requests of which two find something else",
    },
    "roster": {"restate": "says everything again, after the deployment shares less"},
    "matching": {
        "restate": "says everything again, after the deployment shares less",
        "rank": "ranks offers of files, without settings or a running system",
        "plan": "plans offers over all needs of a file, without settings or a running system",
    },
    "notifications": {"integrators": "how far integrators have read the public topics"},
    "gateway": {
        "pulse": "keeps the live figures",
        "audit-heads": "heads of owners' audits that are kept here: --source to choose one",
        "rebuild-pulse": "makes the live figures anew",
        "rebuild": "makes the read model anew from the topics",
        "schema": "prints the GraphQL schema; needs no settings",
        "signals": "signals of early warning out of a file of monthly figures, or of own records by a gateway; needs no settings",
    },
    "delivery": {"restate": "says everything again, after the deployment shares less"},
    "dialogue": {"restate": "says everything again, after the deployment shares less"},
}
ARGUMENTS: Mapping[str, str] = {
    "check": "[--for api|worker|serve|prepare] [--json]",
    "dead-letters": "list | show ID | replay ID | replay --all",
    "set-aside": "list | show ID | replay ID | replay --all",
    "verify-audit": "[--witness FILE] [--hub]    FILE: heads that somebody else keeps, lines of audit-head; "
    "--hub: the heads that Geneva keeps",
    "audit-heads": "[--source SOURCE]",
    "rules": "[--compare A B] [--json]",
    "integrators": "lag [NAME] [--json]",
}
"""What stands after a command; the others take nothing."""


def commands_of(name: str) -> dict[str, str]:
    """Every command of a service with its words."""
    return {**COMMON, **OWN.get(name, {})}


def usage(name: str) -> str:
    """The page that ``--help`` prints."""
    lines = [f"usage: python -m services.{name} COMMAND", "", "commands:"]
    lines += [f"  {command:<14} {words}" for command, words in commands_of(name).items()]
    return "\n".join([*lines, "", "Settings come from the environment: docs/settings.md"])


def usage_of(name: str, command: str) -> str:
    """The page of one command."""
    after = ARGUMENTS.get(command, "")
    lines = [f"usage: python -m services.{name} {command} {after}".rstrip(), "", f"  {commands_of(name)[command]}"]
    return "\n".join([*lines, "", "Settings come from the environment: docs/settings.md"])


def faults_of(fault: "ValidationError") -> list[str]:
    """Faults of the settings as an operator reads them: which variable, and what of it."""
    found = []
    for one in fault.errors():
        variable = "_".join(("ACSG", *map(str, one["loc"]))).upper() if one["loc"] else "ACSG_*"
        found.append(f"  {variable}: {'is needed' if one['type'] == 'missing' else one['msg']}")
    return found
