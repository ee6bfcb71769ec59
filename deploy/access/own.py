"""What our own software may do on a broker: each service by its declarations, the mirror, and other deployments (WM 6).

A service writes the topics it owns and reads those it says it reads. The mirror writes below the names of the
deployments it brings from. Another deployment reads here what is federated, and nothing else.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from confluent_kafka.admin import AclBinding, AclOperation, AclPermissionType, ResourcePatternType, ResourceType

from deploy.access.rules import NotAllowed
from shared.contracts.catalogue import topics, topics_of
from shared.contracts.topic import Tier
from shared.runtime.kafka.clients import MIRROR, OWN, reader_from

DECLARED = Path(__file__).parent / "services.json"
"""Rendered by ``make contracts`` from what services declare."""


def _declared() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(DECLARED.read_text("utf-8"))
    return found


SERVICES = tuple(_declared()["regional"])
"""Those of a region."""
_LITERAL, _PREFIXED = ResourcePatternType.LITERAL, ResourcePatternType.PREFIXED
_OP, _TOPIC, _GROUP = AclOperation, ResourceType.TOPIC, ResourceType.GROUP
_KEEPS = (_OP.CREATE, _OP.DESCRIBE, _OP.DESCRIBE_CONFIGS, _OP.ALTER_CONFIGS)
"""To make a topic and let its settings follow."""


@dataclass(frozen=True)
class Place:
    """A broker's deployment, the hub of its federation, and all others there are; ``services`` run here."""

    deployment: str
    hub: str | None
    others: tuple[str, ...]
    services: tuple[str, ...]

    @property
    def is_hub(self) -> bool:
        """Whether it reads all others."""
        return self.deployment == self.hub

    @property
    def sources(self) -> tuple[str, ...]:
        """Deployments whose brokers are mirrored here, and which read here."""
        if self.is_hub:
            return tuple(one for one in self.others if one != self.deployment)
        return (self.hub,) if self.hub else ()

    @property
    def ways(self) -> tuple[str, ...]:
        """What stands before topics that come from elsewhere: a region gets those of other regions through the hub."""
        if self.is_hub or not self.hub:
            return tuple(f"{one}." for one in self.sources)
        beyond = (one for one in self.others if one not in {self.deployment, self.hub})
        return (f"{self.hub}.", *(f"{self.hub}.{one}." for one in beyond))


@dataclass(frozen=True)
class OwnUser:
    """A user of our own software, and every access rule it has."""

    name: str
    rules: frozenset[AclBinding]


def own_users(place: Place) -> list[OwnUser]:
    """Every user that the broker of a place has for our own software, the administrator apart. Raises NotAllowed for a
    service that there is not."""
    declared = _declared()["global" if place.is_hub else "regional"]
    if unknown := set(place.services) - set(declared):
        raise NotAllowed(f"no service is called {', '.join(sorted(unknown))}; those are {', '.join(declared)}")
    found = [_service(place, name, declared[name]) for name in place.services]
    found += [_mirror(place)] if place.sources else []
    return found + [_reader(place, other) for other in place.sources]


def _service(place: Place, name: str, said: Mapping[str, Any]) -> OwnUser:
    owned = topics_of(name)
    wanted = [(_TOPIC, topic.name, _LITERAL, op) for topic in owned for op in (_OP.WRITE, *_KEEPS)]
    # What keeps a compacted topic to its promise reads it.
    wanted += [(_TOPIC, topic.name, _LITERAL, _OP.READ) for topic in owned if topic.compacted]
    foreign = [way + topic for way in place.ways for topic in said["foreign"]]
    wanted += [(_TOPIC, topic, _LITERAL, _OP.READ) for topic in (*said["home"], *foreign)]
    wanted += [(_GROUP, f"{place.deployment}-{group}", _LITERAL, _OP.READ) for group in said["groups"]]
    wanted += [(_GROUP, "*", _LITERAL, _OP.DESCRIBE)] if said["watches"] else []
    return _user(f"{OWN}{name}", wanted)


def _mirror(place: Place) -> OwnUser:
    wanted = [(ResourceType.BROKER, "kafka-cluster", _LITERAL, op) for op in (_OP.IDEMPOTENT_WRITE, _OP.DESCRIBE)]
    for source in place.sources:
        # Partitions follow those of the source.
        wanted += [(_TOPIC, f"{source}.", _PREFIXED, op) for op in (_OP.WRITE, _OP.ALTER, *_KEEPS)]
        for kind in ("offsets", "configs", "status", "offset-syncs"):
            kept = f"mm2-{kind}.{source}.internal"
            wanted += [(_TOPIC, kept, _LITERAL, op) for op in (_OP.READ, _OP.WRITE, *_KEEPS)]
        wanted += [(_GROUP, f"{source}-mm2", _LITERAL, _OP.READ)]
        for transactions in (f"{source}-mm2", f"connect-cluster-{source}-mm2"):
            wanted += [(ResourceType.TRANSACTIONAL_ID, transactions, _PREFIXED, op) for op in (_OP.WRITE, _OP.DESCRIBE)]
    return _user(MIRROR, wanted)


def _reader(place: Place, other: str) -> OwnUser:
    if place.is_hub:
        going = [topic.name for topic in topics() if topic.tier is Tier.FEDERATED and topic.for_regions]
        beyond = [f"{one}." for one in place.others if one not in {other, place.deployment}]
        names = [way + topic for way in ("", *beyond) for topic in going]
    else:
        names = [topic.name for topic in topics() if topic.tier is not Tier.INTERNAL]
    wanted = [(_TOPIC, name, _LITERAL, op) for name in names for op in (_OP.READ, _OP.DESCRIBE_CONFIGS)]
    return _user(reader_from(other), [*wanted, (_GROUP, f"{other}-", _PREFIXED, _OP.READ)])


def _user(name: str, wanted: Iterable[tuple[ResourceType, str, ResourcePatternType, AclOperation]]) -> OwnUser:
    rules = (
        AclBinding(kind, on, pattern, f"User:{name}", "*", operation, AclPermissionType.ALLOW)
        for kind, on, pattern, operation in wanted
    )
    return OwnUser(name, frozenset(rules))
