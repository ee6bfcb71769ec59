"""PostgreSQL and Kafka of the tests as containers, in the versions of the composed deployment (ACSG_TEST_STACK=docker)."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from testcontainers.community.postgres import PostgresContainer
from testcontainers.core.container import DockerContainer

from deploy.local.kafka.broker import answers
from deploy.local.processes import port
from shared.runtime.kafka.clients import BrokerDoor
from tests.support.poll import until


def _kafka(number: int) -> DockerContainer:
    """One broker in KRaft mode that calls itself by the port it is reached at from outside."""
    settings = {
        "KAFKA_NODE_ID": "1", "KAFKA_PROCESS_ROLES": "broker,controller",
        "KAFKA_LISTENERS": "PLAINTEXT://:9092,CONTROLLER://:9093",
        "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://127.0.0.1:{number}",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "KAFKA_INTER_BROKER_LISTENER_NAME": "PLAINTEXT", "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093", "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1", "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1", "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
    }  # fmt: skip
    made = DockerContainer("apache/kafka:4.3.1").with_bind_ports(9092, number)
    for name, value in settings.items():
        made = made.with_env(name, value)
    return made


@contextmanager
def running() -> Iterator[dict[str, str]]:
    """Both, ready; the addresses as the environment gives them."""
    number = port(0, "Kafka in a container")
    bootstrap = f"127.0.0.1:{number}"
    with PostgresContainer("postgres:18", driver=None) as postgres, _kafka(number):
        asyncio.run(until(lambda: answers(BrokerDoor(bootstrap)), "the broker in its container", seconds=90))
        yield {"ACSG_POSTGRES_URL": postgres.get_connection_url(), "ACSG_KAFKA_BOOTSTRAP": bootstrap}
