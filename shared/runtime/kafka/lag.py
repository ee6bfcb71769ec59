"""How far behind each integrator is: what its groups have not read of public topics, in events and in seconds (WM 3).

An integrator's groups begin with its name and a dot; groups of our own services have no dot. Offsets say what a reader
confirmed, nothing about what it did with it: this is a figure, not a truth.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from shared.contracts.catalogue import topics
from shared.contracts.topic import PARTITIONS, Tier
from shared.modalities.errors import Retryable
from shared.runtime.clock import Clock
from shared.runtime.kafka import clients
from shared.runtime.kafka.clients import BrokerDoor
from shared.runtime.kafka.reads import Reads
from shared.runtime.observability import metrics
from shared.runtime.settings import RuntimeSettings

FIRST_UNREAD_SECONDS = 2.0


@dataclass(frozen=True)
class Lag:
    """One group on one topic. ``waiting`` counts unread records; ``oldest_at`` is when the first of them was published.

    On a compacted topic ``waiting`` counts places, some of which may hold nothing any more.
    """

    integrator: str
    group: str
    topic: str
    waiting: int
    oldest_at: datetime | None


def is_public(name: str) -> bool:
    """Whether it is a public topic, of this deployment or mirrored from another."""
    public = [topic.name for topic in topics() if topic.tier is Tier.PUBLIC]
    return any(name == one or name.endswith(f".{one}") for one in public)


def reads(settings: RuntimeSettings) -> Reads:
    """What it takes to tell: every public topic that integrators can read here, and how far their groups are."""
    public = frozenset(topic.name for topic in topics() if topic.tier is Tier.PUBLIC)
    return Reads(home=public, foreign=public if settings.scope == "global" else frozenset(), watches=True)


def waiting_of(committed: int | None, beginning: int, end: int) -> int:
    """Unread records of a partition; what was deleted before it was read does not wait any more."""
    return max(0, end - max(beginning, committed if committed is not None else beginning))


async def integrator_lags(bus: BrokerDoor, name: str | None = None) -> list[Lag]:
    """Of every integrator, or of one, by group and topic. Raises Retryable when the broker is away."""
    admin = clients.admin(bus, request_timeout_ms=10_000)
    consumer = clients.consumer(bus, enable_auto_commit=False)
    try:
        await admin.start()
        await consumer.start()
        listed = [group for group, *_ in await admin.list_consumer_groups()]
        groups = sorted(group for group in listed if "." in group and name in (None, group.partition(".")[0]))
        return [lag for group in groups for lag in await _of_group(admin, consumer, group)]
    except (KafkaError, OSError) as away:
        raise Retryable("broker_away", "The broker is away for a moment") from away
    finally:
        await asyncio.gather(admin.close(), consumer.stop())


async def _of_group(admin: AIOKafkaAdminClient, consumer: AIOKafkaConsumer, group: str) -> list[Lag]:
    committed = {p: found.offset for p, found in (await admin.list_consumer_group_offsets(group)).items()}
    mine = sorted({partition.topic for partition in committed if is_public(partition.topic)})
    partitions = [TopicPartition(topic, number) for topic in mine for number in range(PARTITIONS)]
    if not partitions:
        return []
    begins, ends = await asyncio.gather(consumer.beginning_offsets(partitions), consumer.end_offsets(partitions))
    waiting = {p: waiting_of(committed.get(p), begins[p], ends[p]) for p in partitions}
    first = {p: max(begins[p], committed.get(p, begins[p])) for p in partitions if waiting[p]}
    published = await _published_at(consumer, first)
    return [
        Lag(
            group.partition(".")[0],
            group,
            topic,
            sum(count for p, count in waiting.items() if p.topic == topic),
            min((moment for p, moment in published.items() if p.topic == topic), default=None),
        )
        for topic in mine
    ]


async def _published_at(
    consumer: AIOKafkaConsumer, places: Mapping[TopicPartition, int]
) -> dict[TopicPartition, datetime]:
    """When the first unread record of each partition was published, as far as it can be read in time."""
    found: dict[TopicPartition, datetime] = {}
    if not places:
        return found
    consumer.assign(list(places))
    for partition, offset in places.items():
        consumer.seek(partition, offset)
    loop = asyncio.get_running_loop()
    end = loop.time() + FIRST_UNREAD_SECONDS
    while len(found) < len(places) and loop.time() < end:
        for partition, records in (await consumer.getmany(timeout_ms=200)).items():
            found.setdefault(partition, datetime.fromtimestamp(records[0].timestamp / 1000, UTC))
            consumer.pause(partition)
    consumer.unsubscribe()
    return found


class LagWatch:
    """Measures and shows it at /metrics."""

    def __init__(self, settings: RuntimeSettings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock

    async def look(self) -> None:
        """Measures once. Raises Retryable when the broker is away."""
        self.show(await integrator_lags(self._settings.bus))

    def show(self, lags: Iterable[Lag]) -> None:
        """Sets the gauges; a group that is gone is shown no more."""
        metrics.INTEGRATOR_LAG.clear()
        metrics.INTEGRATOR_LAG_SECONDS.clear()
        for lag in lags:
            labels = lag.integrator, lag.group, lag.topic
            age = (self._clock.now() - lag.oldest_at).total_seconds() if lag.oldest_at else 0.0
            metrics.INTEGRATOR_LAG.labels(*labels).set(lag.waiting)
            metrics.INTEGRATOR_LAG_SECONDS.labels(*labels).set(max(0.0, age))
