"""Settings of the bus: where the broker is, and as whom a process comes in (ADR 13)."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from shared.runtime.edge_settings import EdgeSettings
from shared.runtime.kafka.clients import PLAINTEXT, SASL_SSL, BrokerDoor, reader_from

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def on_this_machine(addresses: str) -> bool:
    """Whether all addresses (host:port, comma-separated) are of the loopback, which no other machine reaches."""
    return all(one.strip().rpartition(":")[0] in _LOOPBACK for one in addresses.split(","))


class BusSettings(EdgeSettings):
    """How a process reaches its own broker, and those of other deployments that it reads without a replicator."""

    kafka_bootstrap: str = Field("127.0.0.1:9092", description="Kafka addresses, host:port, comma-separated")
    kafka_security: Literal["PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT",
        description="How the broker is spoken to. PLAINTEXT is for a broker on the loopback: production takes no other",
    )
    kafka_mechanism: Literal["SCRAM-SHA-512", "SCRAM-SHA-256"] = Field(
        "SCRAM-SHA-512", description="How a process proves to the broker who it is"
    )
    kafka_user: str = Field("", description="User at the broker, of this service alone: acsg.<service>")
    kafka_password_file: Path | None = Field(
        None, description="File with its password; read anew at each connection, so a change needs no restart"
    )
    kafka_ca: Path | None = Field(
        None, description="File (PEM) with the authority of the brokers' certificates; the machine's when not given"
    )
    remotes: dict[str, str] = Field(
        {}, description='Brokers of other deployments read without a replicator: {"wca": "host:port"}'
    )
    remote_password_files: dict[str, Path] = Field(
        {}, description='Files with our password at each of these, as acsg.from.<deployment>: {"wca": "/run/..."}'
    )

    @model_validator(mode="after")
    def _says_who_it_is(self) -> Self:
        faults = []
        if self.kafka_security == SASL_SSL:
            faults += [] if self.kafka_user else ["kafka_user is needed"]
            files = {"kafka_password_file": self.kafka_password_file}
            files |= {f"remote_password_files of {one}": self.remote_password_files.get(one) for one in self.remotes}
            faults += [f"{name} is needed" for name, file in files.items() if file is None]
            files["kafka_ca"] = self.kafka_ca
            faults += [f"{name}: {file} is no file" for name, file in files.items() if file and not file.is_file()]
        elif self.kafka_user or self.kafka_password_file or self.remote_password_files:
            faults.append("a user or a password is set, but kafka_security is PLAINTEXT: it would not be asked for")
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @property
    def exposed(self) -> list[str]:
        """Brokers beyond this machine that would be spoken to without saying who we are, and in the clear."""
        if self.kafka_security != PLAINTEXT:
            return []
        return [one for one in (self.kafka_bootstrap, *self.remotes.values()) if not on_this_machine(one)]

    @property
    def bus(self) -> BrokerDoor:
        """Our own broker."""
        return self._door(self.kafka_bootstrap, self.kafka_user, self.kafka_password_file)

    def remote_bus(self, alias: str) -> BrokerDoor:
        """The broker of another deployment, read without a replicator. Raises KeyError."""
        said: str = getattr(self, "deployment", "")
        return self._door(self.remotes[alias], reader_from(said), self.remote_password_files.get(alias))

    def _door(self, bootstrap: str, user: str, password: Path | None) -> BrokerDoor:
        if self.kafka_security == PLAINTEXT:
            return BrokerDoor(bootstrap)
        return BrokerDoor(bootstrap, user, password, self.kafka_ca, SASL_SSL, self.kafka_mechanism)
