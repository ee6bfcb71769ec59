"""Where a consumer's events come from: its own broker, what a replicator brought there, brokers of other deployments.

A replicator puts the source's name before a topic's: ``wca.acsg.federated.match``, or through Geneva
``geneva.wca.acsg.federated.match``. A broker that is read directly has the bare name; its records carry a prefix here,
so that the same topic of two brokers is never taken for one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer

from shared.contracts.topic import Topic
from shared.runtime.settings import RuntimeSettings

DISCOVERY_MS = 5000
"""A topic that appears is found within this time."""


@dataclass(frozen=True)
class Source:
    """A broker and what of it is read: topics by name, or every topic that fits a pattern. ``suffix`` tells loops apart."""

    suffix: str
    bootstrap: str
    topics: tuple[str, ...] = ()
    pattern: str | None = None
    prefix: str = ""


def any_of(topics: Iterable[Topic]) -> str:
    """A regular expression for the names of topics."""
    return f"({'|'.join(sorted(re.escape(topic.name) for topic in topics))})"


def sources(settings: RuntimeSettings, home: Iterable[Topic], twins: Iterable[Topic]) -> list[Source]:
    """The home broker first; then what was mirrored to it and each remote broker, when anything foreign is read."""
    names = tuple(sorted(topic.name for topic in home))
    # Geneva reads what its regions' services would own, and owns but a part of it: topics that are not there are no fault.
    anywhere = settings.scope == "global"
    found = [Source("", settings.kafka_bootstrap, () if anywhere else names, f"^{any_of(home)}$" if anywhere else None)]
    if twins := tuple(twins):
        mirrored = rf"^([a-z0-9-]+\.)+{any_of(twins)}$"
        found.append(Source("-federated", settings.kafka_bootstrap, pattern=mirrored))
        for alias, address in settings.remotes.items():
            found.append(Source(f"-from-{alias}", address, pattern=f"^{any_of(twins)}$", prefix=f"direct.{alias}."))
    return found


def client(source: Source, group: str, settings: RuntimeSettings) -> AIOKafkaConsumer:
    """A client of a source in a consumer group, not yet started; one that reads by pattern must still subscribe."""
    member = f"{group}{source.suffix}-{settings.worker}"
    return AIOKafkaConsumer(
        *source.topics,
        bootstrap_servers=source.bootstrap,
        group_id=group + source.suffix,
        group_instance_id=member,
        client_id=member,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        session_timeout_ms=settings.session_timeout_ms,
        heartbeat_interval_ms=max(200, settings.session_timeout_ms // 4),
        metadata_max_age_ms=DISCOVERY_MS if source.pattern else 300_000,
        fetch_max_wait_ms=100,
        max_poll_interval_ms=300_000,
    )


async def lag_of(consumer: AIOKafkaConsumer) -> int:
    """Events between what was read and the end of the assigned partitions, as far as the client knows."""
    waiting = 0
    for partition in consumer.assignment():
        end = consumer.highwater(partition)
        if end is not None:
            waiting += max(0, end - await consumer.position(partition))
    return waiting
