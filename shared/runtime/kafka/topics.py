"""Creates the topics a service owns; never changes one that exists."""

from collections.abc import Sequence

from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from shared.contracts.topic import Topic


async def ensure_topics(bootstrap: str, topics: Sequence[Topic], replication_factor: int) -> list[str]:
    """Creates those that are missing, and says which. Raises KafkaError when the broker refuses."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        present = set(await admin.list_topics())
        missing = [topic for topic in topics if topic.name not in present]
        if missing:
            replicas = str(min(2, replication_factor))
            wanted = [
                NewTopic(
                    topic.name,
                    topic.partitions,
                    replication_factor,
                    topic_configs=topic.config | {"min.insync.replicas": replicas},
                )
                for topic in missing
            ]
            await admin.create_topics(wanted)
        return [topic.name for topic in missing]
    finally:
        await admin.close()
