"""The client that gives users, passwords and access rules; what needs none of these uses ``clients.admin``."""

from confluent_kafka.admin import AdminClient

from shared.runtime.kafka.clients import BrokerDoor


def administrator(door: BrokerDoor) -> AdminClient:
    """A client of the broker's administrator, which has to outlive what it is asked. Raises OSError when the door's files cannot be read."""
    # A broker that is away is said once, by the exception.
    return AdminClient({**door.librdkafka(), "socket.timeout.ms": 10_000, "log_level": 0})
