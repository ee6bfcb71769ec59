"""Faust applications on a broker. Apart from the other clients: Faust is loaded by the process that runs on it alone."""

from typing import Any

import faust

from shared.runtime.kafka.clients import PLAINTEXT, BrokerDoor


def faust_app(name: str, door: BrokerDoor, **settings: Any) -> faust.App:
    """An application; ``name`` is its consumer group. Raises OSError when the door's files cannot be read."""
    brokers = ";".join(f"kafka://{one.strip()}" for one in door.bootstrap.split(","))
    if door.protocol != PLAINTEXT:
        said = door.aiokafka()
        settings["broker_credentials"] = faust.SASLCredentials(
            mechanism=said["sasl_mechanism"],
            username=said["sasl_plain_username"],
            password=said["sasl_plain_password"],
            ssl_context=said.get("ssl_context"),
        )
    return faust.App(name, broker=brokers, **settings)
