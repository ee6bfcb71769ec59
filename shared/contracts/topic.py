"""What a topic is. Each is declared once, in its owner's file; brokers, documents and access rules follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from shared.modalities.access.actions import READ_FEDERATED_TOPIC, READ_INTERNAL_TOPIC, READ_PUBLIC_TOPIC, Action

PARTITIONS = 6
"""Partitions of every topic, equal to the outbox slots, so that partition = slot and one stream = one partition."""

DAY_MS = 86_400_000

PUBLIC_LOG_DAYS = 30
"""How long a public log keeps what was public once, and a tombstone its place; a setting overrides it."""

ERASE_SECONDS = 3600
"""Until a compacted topic closes the segment that holds a superseded state; it is cleaned soon after that."""


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


READING: Mapping[Tier, Action] = {
    Tier.INTERNAL: READ_INTERNAL_TOPIC,
    Tier.FEDERATED: READ_FEDERATED_TOPIC,
    Tier.PUBLIC: READ_PUBLIC_TOPIC,
}
"""What the policy calls reading a topic of each tier."""


@dataclass(frozen=True)
class Topic:
    """One Kafka topic. ``key`` says in words what the record key is; retention is in days, -1 keeps for ever.

    ``confided``: told to those alone who stand in the thing: to no officer, in no history (WM 8). ``federated``: the topic has a twin that carries the same events, reduced, to Geneva (WM 6); ``for_regions``: and on
    from there to every region.
    """

    name: str
    owner: str
    key: str
    tier: Tier = Tier.INTERNAL
    retention_days: int = -1
    partitions: int = PARTITIONS
    compacted: bool = False
    federated: bool = False
    for_regions: bool = False
    confided: bool = False

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
        if self.compacted:
            return compaction(ERASE_SECONDS, PUBLIC_LOG_DAYS)
        retention = -1 if self.retention_days < 0 else self.retention_days * DAY_MS
        found = {"cleanup.policy": "delete", "retention.ms": str(retention), "min.insync.replicas": "1"}
        # A segment is deleted when its youngest record is old enough; a day bounds how much longer the oldest stays.
        return found | ({"segment.ms": str(DAY_MS)} if self.tier is Tier.PUBLIC else {})


def current_of(log: Topic) -> Topic:
    """The compacted topic beside a public log: the published state of each aggregate, a tombstone once retracted."""
    return replace(log, name=f"{log.name}.current", compacted=True, retention_days=-1)


def compaction(erase_seconds: float, tombstone_days: float) -> dict[str, str]:
    """Broker settings under which a superseded state leaves the disk in bounded time (WM 17)."""
    erase_ms = str(int(erase_seconds * 1000))
    return {
        "cleanup.policy": "compact",
        "segment.ms": erase_ms,
        "max.compaction.lag.ms": erase_ms,
        "min.cleanable.dirty.ratio": "0.1",
        "delete.retention.ms": str(int(tombstone_days * DAY_MS)),
        "file.delete.delay.ms": "1000",
        "min.insync.replicas": "1",
    }


def is_federated(name: str) -> bool:
    """Whether a topic's name is that of a twin, with or without the prefixes that replication puts before it."""
    return name.startswith(FEDERATED_PREFIX) or f".{FEDERATED_PREFIX}" in name
