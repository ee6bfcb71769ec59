"""An integrator as the broker sees one: what it tries, and what the broker says."""

import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from confluent_kafka import Consumer, KafkaError
from confluent_kafka.admin import AdminClient

SECONDS = 6
DENIED = {
    KafkaError.TOPIC_AUTHORIZATION_FAILED,
    KafkaError.GROUP_AUTHORIZATION_FAILED,
    KafkaError.CLUSTER_AUTHORIZATION_FAILED,
    KafkaError.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
}


@dataclass
class Integrator:
    """A name and a password at the integrators' door. ``more`` is added to the client's settings."""

    address: str
    name: str
    password: str
    groups_prefix: str
    more: tuple[tuple[str, str], ...] = ()

    @property
    def settings(self) -> dict[str, Any]:
        """Settings of librdkafka."""
        found = {
            "bootstrap.servers": self.address, "security.protocol": "SASL_PLAINTEXT",
            "sasl.mechanism": "SCRAM-SHA-512", "sasl.username": self.name, "sasl.password": self.password,
            "socket.timeout.ms": SECONDS * 1000, "log_level": 0,
        }  # fmt: skip
        return found | dict(self.more)

    @cached_property
    def admin(self) -> AdminClient:
        """Its administrative client; it must outlive what it is asked."""
        return AdminClient(self.settings)

    def visible(self) -> set[str]:
        """Names of all topics it is told of. Raises KafkaException when it may not connect."""
        return set(self.admin.list_topics(timeout=SECONDS).topics)

    def consumer(self, group: str | None = None, **more: Any) -> Consumer:
        """A reader in one of its groups."""
        settings = {"group.id": group or f"{self.groups_prefix}main", "auto.offset.reset": "earliest"}
        return Consumer(self.settings | settings | {"enable.auto.commit": False, "session.timeout.ms": 6000} | more)

    def join(self, group: str, topic: str) -> int | None:
        """Joins a group and reads."""
        reader = self.consumer(group)
        reader.subscribe([topic])
        return _ended(reader)


def _ended(reader: Consumer) -> int | None:
    end = time.monotonic() + SECONDS
    try:
        while time.monotonic() < end:
            message = reader.poll(0.2)
            if message is not None:
                return message.error().code() if message.error() else None
        return int(KafkaError._TIMED_OUT)
    finally:
        reader.close()
