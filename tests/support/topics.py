"""Reads what stands on topics, from the beginning to the present end."""

from collections.abc import Iterable

from aiokafka import AIOKafkaConsumer, TopicPartition

from shared.contracts.topic import Topic
from shared.runtime.kafka.records import Record


async def everything(bootstrap: str, wanted: Iterable[Topic]) -> list[Record]:
    """Every record of these topics, in order within each partition."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    await consumer.start()
    found: list[Record] = []
    try:
        partitions = [TopicPartition(topic.name, n) for topic in wanted for n in range(topic.partitions)]
        ends = {p: end for p, end in (await consumer.end_offsets(partitions)).items() if end > 0}
        consumer.assign(list(ends))
        if ends:
            await consumer.seek_to_beginning()
        while ends:
            for batch in (await consumer.getmany(timeout_ms=500)).values():
                found += [Record.of(record) for record in batch]
            for partition in [p for p in ends if await consumer.position(p) >= ends[p]]:
                del ends[partition]
    finally:
        await consumer.stop()
    return found
