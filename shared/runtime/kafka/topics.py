"""Creates the topics a service owns, and lets their settings follow this release and its environment."""

from collections.abc import Sequence

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaConnectionError, UnknownTopicOrPartitionError, for_code
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_random_exponential

from shared.contracts.topic import DAY_MS, Tier, Topic, compaction
from shared.runtime.kafka import clients
from shared.runtime.settings import RuntimeSettings

RECORD_BYTES = "max.message.bytes"
_SET_ON_THE_TOPIC = 1
"""Where a broker says a setting comes from: the topic, and neither the broker nor its default."""

_YET_UNHEARD = {UnknownTopicOrPartitionError.errno}
"""Of a topic that was made a moment ago, so as we want it; this broker has yet to hear of it."""


def config_of(topic: Topic, settings: RuntimeSettings) -> dict[str, str]:
    """Broker settings of a topic in this deployment: how long public data stays is for the deployment to say."""
    found = dict(topic.config)
    if topic.tier is Tier.PUBLIC and topic.compacted:
        found = compaction(settings.erase_seconds, settings.public_log_days)
    elif topic.tier is Tier.PUBLIC:
        found["retention.ms"] = str(int(settings.public_log_days * DAY_MS))
    return found | {
        "min.insync.replicas": str(min(2, settings.replication_factor)),
        RECORD_BYTES: str(settings.record_bytes),
    }


async def ensure_topics(settings: RuntimeSettings, topics: Sequence[Topic]) -> list[str]:
    """Creates those that are missing, and says which. Raises KafkaError when the broker refuses."""
    admin = clients.admin(settings.bus)
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
    """Gives existing topics the settings of this deployment, and says which it changed. Raises KafkaError.

    Public topics get all of them. Of internal ones an operator may have given them room of their own, and nothing there
    is promised to be forgotten, so they get the size of a record alone: what the door lets in must fit.
    """
    admin = clients.admin(settings.bus)
    await admin.start()
    try:
        wanted = {topic.name: config_of(topic, settings) for topic in topics if topic.tier is Tier.PUBLIC}
        internal = [topic.name for topic in topics if topic.name not in wanted]
        for name, given in (await _given(admin, internal)).items():
            if given.get(RECORD_BYTES) != str(settings.record_bytes):
                wanted[name] = given | {RECORD_BYTES: str(settings.record_bytes)}
        resources = [ConfigResource(ConfigResourceType.TOPIC, name, configs) for name, configs in wanted.items()]
        for answer in await admin.alter_configs(resources) if resources else ():
            for code, message, *_ in answer.resources:
                if code and code not in _YET_UNHEARD:
                    raise for_code(code)(message)
    finally:
        await admin.close()
    return list(wanted)


async def _given(admin: AIOKafkaAdminClient, names: Sequence[str]) -> dict[str, dict[str, str]]:
    """What was set on topics themselves. To change one of these means to say all of them."""
    if not names:
        return {}
    asked = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    found: dict[str, dict[str, str]] = {}
    for answer in await admin.describe_configs(asked):
        for code, message, _, name, entries in answer.resources:
            if code in _YET_UNHEARD:
                continue
            if code:
                raise for_code(code)(message)
            found[name] = {entry[0]: entry[1] for entry in entries if entry[3] == _SET_ON_THE_TOPIC}
    return found
