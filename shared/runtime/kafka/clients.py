"""Every client of a broker is made from a ``BrokerDoor``: where it connects, as whom, and over what.

Nothing else in this repository may make one (``tests/architecture/test_one_bus_door.py``), so that no service, tool or
mirror can be forgotten when a broker asks who is there.
"""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient

PLAINTEXT, SASL_PLAINTEXT, SASL_SSL = "PLAINTEXT", "SASL_PLAINTEXT", "SASL_SSL"
SCRAM, PLAIN = "SCRAM-SHA-512", "PLAIN"
FETCH_WAIT_MS = 2000
"""How long the broker holds a question for events open while there are none; an event ends the wait at once. Each question
names every partition that is read, so asking seldom is what an idle deployment costs. A broker takes up the next question
of a connection only when it has answered the last, so whoever is given other partitions waits as long."""
LOOKS_MS = 5000
"""How often a reader looks through its partitions though nothing has happened; by itself it would five times a second."""
OWN = "acsg."
"""How users of our own software begin. Integrators' names have no dot, so none can be taken for one of these."""
ADMIN, MIRROR = f"{OWN}admin", f"{OWN}mirror"
_LOGINS = {
    SCRAM: "org.apache.kafka.common.security.scram.ScramLoginModule",
    PLAIN: "org.apache.kafka.common.security.plain.PlainLoginModule",
}


def reader_from(deployment: str) -> str:
    """The user under which another deployment reads here."""
    return f"{OWN}from.{deployment}"


class _Kept(str):
    """A password that stands in a file. A client asks for its bytes at each new connection: it gets what the file says
    then, so a changed password needs no restart."""

    __slots__ = ("_file",)
    _file: Path

    def __new__(cls, file: Path) -> "_Kept":
        made = super().__new__(cls, file.read_text("utf-8").strip())
        made._file = file
        return made

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        """What the file says now."""
        return self._file.read_text("utf-8").strip().encode(encoding, errors)


@dataclass(frozen=True)
class BrokerDoor:
    """A listener of a broker, and who comes in by it. ``password`` is a file; ``authority`` too: of those whose
    certificates are believed (PEM), the machine's when not given. Without a user nobody says who he is."""

    bootstrap: str
    user: str = ""
    password: Path | None = None
    authority: Path | None = None
    protocol: str = PLAINTEXT
    mechanism: str = SCRAM

    def aiokafka(self) -> dict[str, Any]:
        """Settings of aiokafka. Raises OSError when a file cannot be read."""
        found: dict[str, Any] = {"bootstrap_servers": self.bootstrap, "security_protocol": self.protocol}
        if self.password is not None:
            found |= {"sasl_mechanism": self.mechanism, "sasl_plain_username": self.user}
            found["sasl_plain_password"] = _Kept(self.password)
        return found | ({"ssl_context": self.tls()} if self.protocol.endswith("SSL") else {})

    def tls(self) -> ssl.SSLContext:
        """Certificates of the authority alone, and names are held against them."""
        return ssl.create_default_context(cafile=self.authority)

    def librdkafka(self) -> dict[str, str]:
        """Settings of confluent-kafka. Raises OSError when a file cannot be read."""
        found = {"bootstrap.servers": self.bootstrap, "security.protocol": self.protocol}
        if self.password is not None:
            said = self.password.read_text("utf-8").strip()
            found |= {"sasl.mechanism": self.mechanism, "sasl.username": self.user, "sasl.password": said}
        return found | ({"ssl.ca.location": str(self.authority)} if self.authority else {})

    def java(self, prefix: str = "") -> dict[str, str]:
        """Settings of a Java client; its process reads the password from the file itself (``PROVIDERS``)."""
        found = {"bootstrap.servers": self.bootstrap}
        if self.protocol != PLAINTEXT:
            found["security.protocol"] = self.protocol
        if self.password is not None:
            found |= {
                "sasl.mechanism": self.mechanism,
                "sasl.jaas.config": login(self.user, self.password, self.mechanism),
            }
        if self.authority is not None:
            found |= {"ssl.truststore.type": "PEM", "ssl.truststore.location": str(self.authority)}
        return {prefix + name: value for name, value in found.items()}


PROVIDERS = {
    "config.providers": "directory",
    "config.providers.directory.class": "org.apache.kafka.common.config.provider.DirectoryConfigProvider",
}
"""With these settings a Java process takes ``${directory:<folder>:<file>}`` for what stands in the file."""


def kept_in(password: Path) -> str:
    """How a Java process is told of what stands in a file."""
    return f"${{directory:{password.parent}:{password.name}}}"


def login(user: str, password: Path, mechanism: str = SCRAM, more: str = "") -> str:
    """The line by which a Java process says who it is."""
    return f'{_LOGINS[mechanism]} required username="{user}" password="{kept_in(password)}"{more};'


def consumer(door: BrokerDoor, **settings: Any) -> AIOKafkaConsumer:
    """A reader, not yet started. Raises OSError when the door's files cannot be read."""
    return AIOKafkaConsumer(
        **door.aiokafka(), consumer_timeout_ms=LOOKS_MS, fetch_max_wait_ms=FETCH_WAIT_MS, **settings
    )


def producer(door: BrokerDoor, **settings: Any) -> AIOKafkaProducer:
    """A writer, not yet started. Raises OSError when the door's files cannot be read."""
    return AIOKafkaProducer(**door.aiokafka(), **settings)


def admin(door: BrokerDoor, **settings: Any) -> AIOKafkaAdminClient:
    """An administrative client, not yet started. Raises OSError when the door's files cannot be read."""
    return AIOKafkaAdminClient(**door.aiokafka(), **settings)
