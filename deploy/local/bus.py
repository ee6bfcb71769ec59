"""The broker of a deployment on this machine: one of our own, guarded or not, or one that was given."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from deploy.access.own import Place, own_users
from deploy.access.provisioning import provision
from deploy.local.guarding import make_secrets, users_of
from deploy.local.kafka.broker import Kafka, answers
from deploy.local.kafka.doors import HOST
from deploy.local.kafka.jars import install
from shared.runtime.clock import SystemClock
from shared.runtime.kafka.clients import BrokerDoor

INTEGRATORS = 90
"""Place of the integrators' door of Kafka in a deployment's block of ports."""
NAMES = ("localhost", HOST)
Port = Callable[..., int]


class Bus:
    """``guarded``: the broker asks everybody who he is, over TLS, as deployed; ``secrets`` are the files it takes."""

    def __init__(self, folder: Path, port: Port, *, guarded: bool) -> None:
        self.folder, self.secrets, self.guarded, self._port = folder / "kafka", folder / "secrets/kafka", guarded, port
        self.kafka: Kafka | None = None
        self._given = os.environ.get("ACSG_KAFKA_BOOTSTRAP") or ""

    def start(self, place: Place, link: tuple[int, int] | None) -> dict[str, str]:
        """Starts the broker, or finds the one that was given; its addresses by name. Raises RuntimeError."""
        if self._given:
            if not asyncio.run(answers(BrokerDoor(self._given))):
                raise RuntimeError(f"ACSG_KAFKA_BOOTSTRAP names {self._given}, but no Kafka answers there")
            integrators = os.environ.get("ACSG_KAFKA_INTEGRATORS")
            found = {"kafka": self._given, "kafka-link": self._given}
            return found | ({"kafka-integrators": integrators} if integrators else {})
        install()
        ports = self._port("kafka"), self._port("kafka-controller"), self._port("kafka-integrators", INTEGRATORS)
        if self.guarded:
            link = link or (self._port("kafka-link"), self._port("kafka-link"))
            make_secrets(self.secrets, users_of(place), SystemClock().now(), NAMES, place.deployment)
        self.kafka = Kafka(
            self.folder, *ports, link=link, secrets=self.secrets if self.guarded else None,
            services_port=self._port("kafka-services") if self.guarded else None,
        )  # fmt: skip
        self.kafka.start()
        self.give_access(place)
        integrators = os.environ.get("ACSG_KAFKA_INTEGRATORS") or self.kafka.integrators
        # Where other deployments reach this broker.
        reached = f"{HOST}:{link[1]}" if link else self.kafka.bootstrap
        return {"kafka": self.kafka.bootstrap, "kafka-integrators": integrators, "kafka-link": reached}

    def give_access(self, place: Place) -> None:
        """Makes users and access rules what they are to be; again when another deployment joins."""
        if self.guarded and self.kafka is not None:
            make_secrets(self.secrets, users_of(place), SystemClock().now(), NAMES)
            provision(self.kafka.door, own_users(place), self.secrets)

    @property
    def door(self) -> BrokerDoor:
        """For whoever may do everything."""
        return self.kafka.door if self.kafka else BrokerDoor(self._given)

    def door_of(self, user: str) -> BrokerDoor:
        """For a user of our own software, at the listener of our services."""
        return self.kafka.door_of(user) if self.kafka else BrokerDoor(self._given)
