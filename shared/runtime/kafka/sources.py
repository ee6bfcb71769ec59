"""Where a consumer's events come from: its own broker, what a replicator brought there, brokers of other deployments.

A replicator puts the source's name before a topic's: ``wca.acsg.federated.match``, or through Geneva
``geneva.wca.acsg.federated.match``. A broker that is read directly has the bare name; its records carry a prefix here,
so that the same topic of two brokers is never taken for one.
"""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

from aiokafka import AIOKafkaConsumer

from shared.contracts.topic import Topic
from shared.runtime.kafka.clients import BrokerDoor, consumer
from shared.runtime.kafka.origin import DIRECT
from shared.runtime.observability import metrics
from shared.runtime.settings import RuntimeSettings

DISCOVERY_MS = 5000
"""A topic that appears is found within this time."""
BUSY_S = 60.0
ANSWERED_S = 60.0
"""A broker answers a poll within seconds, events or none; a batch that is being handled holds the next one up."""


@dataclass(frozen=True)
class Source:
    """A broker, and a pattern for the topics of it that are read. ``suffix`` tells the loops of a consumer apart.

    By pattern, since a deployment need not run every service: a group that waits for a topic by name is given nothing.
    """

    suffix: str
    door: BrokerDoor
    pattern: str
    prefix: str = ""


def any_of(topics: Iterable[Topic]) -> str:
    """A regular expression for the names of topics."""
    return f"({'|'.join(sorted(re.escape(topic.name) for topic in topics))})"


def sources(settings: RuntimeSettings, home: Iterable[Topic], twins: Iterable[Topic]) -> list[Source]:
    """The home broker first; then what was mirrored to it and each remote broker, when anything foreign is read."""
    found = [Source("", settings.bus, f"^{any_of(home)}$")]
    if twins := tuple(twins):
        found.append(Source("-federated", settings.bus, rf"^([a-z0-9-]+\.)+{any_of(twins)}$"))
        for alias in settings.remotes:
            found.append(
                Source(f"-from-{alias}", settings.remote_bus(alias), f"^{any_of(twins)}$", f"{DIRECT}.{alias}.")
            )
    return found


def client(source: Source, group: str, settings: RuntimeSettings) -> AIOKafkaConsumer:
    """A client of a source in a consumer group, not yet started; once started it subscribes to the source's pattern.

    A member that comes back under its name is given what it had, at once and unasked. A release that reads other topics is
    another member, so that they are shared out anew: it would get nothing of a new topic, or fail over one it does not read.
    """
    member = f"{group}{source.suffix}-{settings.worker}-{crc32(source.pattern.encode()):08x}"
    # Over a narrow line a large answer would outlast the timeout, and be asked for again and again.
    far = {"fetch_max_bytes": settings.far_fetch_bytes, "max_partition_fetch_bytes": settings.far_fetch_bytes}
    return consumer(
        source.door,
        group_id=group + source.suffix,
        group_instance_id=member,
        client_id=member,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        session_timeout_ms=settings.session_timeout_ms,
        heartbeat_interval_ms=max(200, settings.session_timeout_ms // 3),
        metadata_max_age_ms=DISCOVERY_MS,
        request_timeout_ms=settings.broker_timeout_ms,
        max_poll_interval_ms=300_000,
        **(far if source.prefix else {}),
    )


def ask_for_all(started: AIOKafkaConsumer) -> None:
    """Lets a client ask the broker on only once everything was taken of what came.

    By itself it asks after a tenth of a second, and leaves out what is not taken: nothing of these partitions would come
    until the broker has answered, which it does when something else happens or its wait is over.
    """
    started._fetcher._prefetch_backoff = BUSY_S


async def lag_of(consumer: AIOKafkaConsumer) -> int:
    """Events between what was read and the end of the assigned partitions, as far as the client knows."""
    waiting = 0
    for partition in consumer.assignment():
        end = consumer.highwater(partition)
        if end is not None:
            waiting += max(0, end - await consumer.position(partition))
    return waiting


async def show_reading(name: str, consumer: AIOKafkaConsumer) -> int:
    """Its lag, shown with the number of partitions that it is about: a lag of 0 over none of them says nothing.

    A broker that is away raises nothing here and leaves the partitions with their reader: only those count that the broker has
    answered about. Where no topic is there to be read yet, as before another deployment's are mirrored, nobody is missed.
    """
    lag = await lag_of(consumer)
    metrics.CONSUMER_LAG.labels(name).set(lag)
    metrics.CONSUMER_PARTITIONS.labels(name).set(heard_of(consumer, time.time()) if consumer.subscription() else 1)
    return lag


def heard_of(consumer: AIOKafkaConsumer, now: float) -> int:
    """Assigned partitions of which the broker said within ANSWERED_S how far they reach; ``now`` in seconds since 1970."""
    polled = [consumer.last_poll_timestamp(partition) for partition in consumer.assignment()]
    return sum(at is not None and now - at / 1000 < ANSWERED_S for at in polled)


def show_nothing_read(name: str) -> None:
    """Between two sessions a reader reads nothing, however small its last lag was."""
    metrics.CONSUMER_PARTITIONS.labels(name).set(0)
