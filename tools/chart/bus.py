"""What the broker of a deployment holds: topics by our contracts, users and access rules by what services declare."""

from collections import defaultdict
from typing import Any

from confluent_kafka.admin import AclBinding, ResourcePatternType, ResourceType

from deploy.access.own import Place, own_users
from deploy.access.rules import PUBLIC_PREFIX
from deploy.local.federation import HUB
from deploy.local.kafka.mirror import OVER_A_LINE, RECORD_BYTES, to_hub, to_region
from deploy.local.region import region, there_are
from shared.contracts.catalogue import topics
from shared.runtime.kafka.clients import reader_from
from shared.runtime.kafka.fitting import request_bytes
from shared.runtime.kafka.topics import config_of
from shared.runtime.settings import RuntimeSettings

ALONE = frozenset({"sandbox"})
"""Deployments of no federation: what is made up goes nowhere."""
REPLICAS = 3
"""Brokers of a deployment that goes on when one is lost."""
_KINDS = {
    ResourceType.TOPIC: "topic",
    ResourceType.GROUP: "group",
    ResourceType.BROKER: "cluster",
    ResourceType.TRANSACTIONAL_ID: "transactionalId",
}


def declared_topics() -> list[dict[str, Any]]:
    """Every topic of our contracts with its settings at the defaults of a deployment."""
    settings = RuntimeSettings.model_construct(replication_factor=REPLICAS)
    return [
        {"name": one.name, "owner": one.owner, "partitions": one.partitions, "config": config_of(one, settings)}
        for one in topics()
    ]


def place_of(deployment: str) -> Place:
    """The deployment among all that have a file."""
    others = () if deployment in ALONE else tuple(one for one in there_are() if one not in ALONE)
    return Place(deployment, HUB if others else None, others, region(deployment).services)


def acls(rules: frozenset[AclBinding]) -> list[dict[str, Any]]:
    """Access rules as Strimzi writes them: one entry for each thing, with every operation on it."""
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for rule in rules:
        pattern = "prefix" if rule.resource_pattern_type is ResourcePatternType.PREFIXED else ""
        found[_KINDS[rule.restype], rule.name, pattern].add(operation(rule.operation.name))
    return [
        {"resource": _resource(kind, name, pattern), "operations": sorted(operations)}
        for (kind, name, pattern), operations in sorted(found.items())
    ]


def operation(name: str) -> str:
    """DESCRIBE_CONFIGS -> DescribeConfigs."""
    return "".join(part.capitalize() for part in name.split("_"))


def _resource(kind: str, name: str, pattern: str) -> dict[str, str]:
    # The cluster has no name of its own there; a name is exact when nothing else is said.
    if kind == "cluster":
        return {"type": kind}
    return {"type": kind, "name": name} | ({"patternType": pattern} if pattern else {})


def values(place: Place) -> dict[str, Any]:
    """The values file of a deployment: who it is, what runs there, who may do what on its broker, what it brings."""
    brings = to_hub() if place.is_hub else to_region()
    return {
        "deployment": place.deployment,
        "scope": "global" if place.is_hub else "regional",
        "hub": place.hub or "",
        "services": list(place.services),
        "publicPrefix": PUBLIC_PREFIX,
        "users": [{"name": one.name, "acls": acls(one.rules)} for one in own_users(place)],
        "mirrors": [
            {"source": source, "user": reader_from(place.deployment), "topics": brings} for source in place.sources
        ],
        "mirror": {"requestBytes": request_bytes(RECORD_BYTES), "overALine": OVER_A_LINE},
    }
