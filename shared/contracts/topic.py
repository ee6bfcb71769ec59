"""What a topic is. Each is declared once, in its owner's file; brokers, documents and access rules follow from it."""

from dataclasses import dataclass
from enum import StrEnum

PARTITIONS = 6
"""Partitions of every topic, equal to the outbox slots, so that partition = slot and one stream = one partition."""

DAY_MS = 86_400_000


class Tier(StrEnum):
    """Who may read a topic: Secretariat deployments, or integrators (consented projections only, WM 17)."""

    INTERNAL = "internal"
    PUBLIC = "public"


@dataclass(frozen=True)
class Topic:
    """One Kafka topic. ``key`` says in words what the record key is; retention is in days, -1 keeps for ever."""

    name: str
    owner: str
    key: str
    tier: Tier = Tier.INTERNAL
    retention_days: int = -1
    partitions: int = PARTITIONS

    @property
    def config(self) -> dict[str, str]:
        """Broker settings of the topic, as the admin client takes them."""
        retention = -1 if self.retention_days < 0 else self.retention_days * DAY_MS
        return {"cleanup.policy": "delete", "retention.ms": str(retention), "min.insync.replicas": "1"}
