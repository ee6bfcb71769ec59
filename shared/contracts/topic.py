"""What a topic is. Each is declared once, in its owner's file; brokers, documents and access rules follow from it."""

from dataclasses import dataclass, replace
from enum import StrEnum

PARTITIONS = 6
"""Partitions of every topic, equal to the outbox slots, so that partition = slot and one stream = one partition."""

DAY_MS = 86_400_000


FEDERATED_PREFIX = "acsg.federated."
"""Topics that other deployments read; nothing else of a deployment is replicated but what is public."""


class Tier(StrEnum):
    """Who may read a topic.

    The services of its own deployment; other Secretariat deployments (reduced by classification); or integrators
    (consented projections only, WM 17).
    """

    INTERNAL = "internal"
    FEDERATED = "federated"
    PUBLIC = "public"


@dataclass(frozen=True)
class Topic:
    """One Kafka topic. ``key`` says in words what the record key is; retention is in days, -1 keeps for ever.

    ``federated``: the topic has a twin that carries the same events, reduced, to Geneva (WM 6); ``for_regions``: and on
    from there to every region.
    """

    name: str
    owner: str
    key: str
    tier: Tier = Tier.INTERNAL
    retention_days: int = -1
    partitions: int = PARTITIONS
    federated: bool = False
    for_regions: bool = False

    @property
    def aggregate(self) -> str:
        """What the topic is about: the last part of its name."""
        return self.name.rpartition(".")[2]

    @property
    def twin(self) -> "Topic | None":
        """The topic on which other deployments read the same events, reduced; None for one that stays at home."""
        if not self.federated:
            return None
        return replace(self, name=FEDERATED_PREFIX + self.aggregate, tier=Tier.FEDERATED, federated=False)

    @property
    def config(self) -> dict[str, str]:
        """Broker settings of the topic, as the admin client takes them."""
        retention = -1 if self.retention_days < 0 else self.retention_days * DAY_MS
        return {"cleanup.policy": "delete", "retention.ms": str(retention), "min.insync.replicas": "1"}


def is_federated(name: str) -> bool:
    """Whether a topic's name is that of a twin, with or without the prefixes that replication puts before it."""
    return name.startswith(FEDERATED_PREFIX) or f".{FEDERATED_PREFIX}" in name
