"""Listens to every topic of the deployment, twins apart, while the demo runs, so that each step shows the real event it set off."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from aiokafka import TopicPartition

from deploy.demo.client import PATIENCE_S
from shared.contracts.catalogue import topics
from shared.contracts.envelope import Envelope
from shared.contracts.topic import Tier
from shared.runtime.kafka import clients
from shared.runtime.kafka.clients import BrokerDoor


@dataclass(frozen=True)
class Seen:
    """An event as it stood on its topic."""

    topic: str
    envelope: Envelope
    data: dict[str, Any]


class Tail:
    """Reads all topics from now on; ``wait`` answers with the first event that fits, also one already seen."""

    def __init__(self, door: BrokerDoor) -> None:
        self._door = door
        self._seen: list[Seen] = []
        self._news = asyncio.Condition()

    async def __aenter__(self) -> "Tail":
        self._consumer = clients.consumer(self._door, auto_offset_reset="latest")
        await self._consumer.start()
        # Without a group every partition is ours; asking for the positions makes "from now on" exact.
        read = [topic for topic in topics() if topic.tier is not Tier.FEDERATED and not topic.compacted]
        partitions = [TopicPartition(topic.name, number) for topic in read for number in range(topic.partitions)]
        self._consumer.assign(partitions)
        await self._consumer.seek_to_end()
        for partition in partitions:
            await self._consumer.position(partition)
        self._task = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._consumer.stop()

    async def _read(self) -> None:
        async for record in self._consumer:
            seen = Seen(record.topic, Envelope.from_headers(record.headers), json.loads(record.value))
            async with self._news:
                self._seen.append(seen)
                self._news.notify_all()

    def about(self, subject: str) -> list[Seen]:
        """Every event seen about an item."""
        return [seen for seen in self._seen if seen.envelope.subject == subject]

    async def wait(self, wire_type: str, subject: str | None = None, seconds: float = PATIENCE_S) -> Seen:
        """The event, or TimeoutError naming what did not come."""

        def found() -> Seen | None:
            fits = (s for s in self._seen if s.envelope.type == wire_type and subject in (None, s.envelope.subject))
            return next(fits, None)

        async def until() -> Seen:
            async with self._news:
                while (hit := found()) is None:
                    await self._news.wait()
                return hit

        try:
            return await asyncio.wait_for(until(), seconds)
        except TimeoutError as late:
            raise TimeoutError(f"{wire_type} about {subject} did not come within {seconds:.0f} s") from late
