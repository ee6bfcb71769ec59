"""Creates the topics a service owns, and lets the settings of public ones follow this release and its environment."""

from collections.abc import Sequence

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaConnectionError, for_code
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_random_exponential

from shared.contracts.topic import DAY_MS, Tier, Topic, compaction
from shared.runtime.settings import RuntimeSettings


def config_of(topic: Topic, settings: RuntimeSettings) -> dict[str, str]:
    """Broker settings of a topic in this deployment: how long public data stays is for the deployment to say."""
    found = dict(topic.config)
    if topic.tier is Tier.PUBLIC and topic.compacted:
        found = compaction(settings.erase_seconds, settings.public_log_days)
    elif topic.tier is Tier.PUBLIC:
        found["retention.ms"] = str(int(settings.public_log_days * DAY_MS))
    return found | {"min.insync.replicas": str(min(2, settings.replication_factor))}


async def ensure_topics(settings: RuntimeSettings, topics: Sequence[Topic]) -> list[str]:
    """Creates those that are missing, and says which. Raises KafkaError when the broker refuses."""
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap)
    await admin.start()
    try:
        present = set(await admin.list_topics())
        missing = [topic for topic in topics if topic.name not in present]
        if missing:
            replicas = settings.replication_factor
            wanted = [
                NewTopic(topic.name, topic.partitions, replicas, topic_configs=config_of(topic, settings))
                for topic in missing
            ]
            await admin.create_topics(wanted)
        return [topic.name for topic in missing]
    finally:
        await admin.close()


async def once_the_broker_answers(settings: RuntimeSettings, topics: Sequence[Topic]) -> list[str]:
    """The same; a broker that has just started, or is busy, is waited for. Raises KafkaError."""
    waiting = AsyncRetrying(
        retry=retry_if_exception_type(KafkaConnectionError),
        stop=stop_after_delay(settings.prepare_wait_s),
        wait=wait_random_exponential(max=3),
        reraise=True,
    )
    return await waiting(ensure_topics, settings, topics)


async def follow_settings(settings: RuntimeSettings, topics: Sequence[Topic]) -> list[str]:
    """Gives existing public topics the settings of this deployment, and says which. Raises KafkaError.

    Internal topics are left alone: an operator may have given them room of their own, and nothing there is promised
    to be forgotten.
    """
    public = [topic for topic in topics if topic.tier is Tier.PUBLIC]
    if not public:
        return []
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap)
    await admin.start()
    try:
        resources = [ConfigResource(ConfigResourceType.TOPIC, t.name, config_of(t, settings)) for t in public]
        for answer in await admin.alter_configs(resources):
            for code, message, *_ in answer.resources:
                if code:
                    raise for_code(code)(message)
    finally:
        await admin.close()
    return [topic.name for topic in public]
