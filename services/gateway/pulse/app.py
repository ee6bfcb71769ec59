"""The Faust process of the live figures. Faust may see an event twice and, when it is restarted badly, forget one:

both are harmless, since contributions carry versions and ``rebuild-pulse`` reads the topics again from their start.
Guards: at least once, one event at a time, no web, no tables, and no error leaves the agent.
"""

import asyncio
from typing import Any

import faust
import structlog

from services.gateway.pulse.store import keep
from services.gateway.settings import GatewaySettings
from shared.contracts.catalogue import events
from shared.contracts.intake import SUPPORT_REQUEST
from shared.contracts.matching import OPEN_NEED
from shared.contracts.topic import Topic
from shared.modalities.errors import Retryable
from shared.runtime.db.database import Database, is_away
from shared.runtime.kafka.faust_apps import faust_app
from shared.runtime.kafka.reads import Reads
from shared.runtime.kafka.records import Decoded, Poison, Record, decode

log = structlog.get_logger()
TOPICS: tuple[Topic, ...] = (SUPPORT_REQUEST, OPEN_NEED)
_KNOWN = frozenset(event.wire_type for event in events())
GUARDS: dict[str, Any] = {"processing_guarantee": "at_least_once", "web_enabled": False, "topic_allow_declare": False}


async def handle(database: Database, record: Record) -> bool:
    """Applies one record; waits an outage of the database out; a record that cannot be read is logged and passed.

    The gateway's own consumer keeps it as a dead letter, so nothing is lost by passing it here.
    """
    found = decode(record, _KNOWN)
    if isinstance(found, Poison):
        log.error("pulse_passed_poison", topic=record.topic, partition=record.partition, offset=record.offset)
        return False
    if not isinstance(found, Decoded):
        return False
    wait = 0.1
    while True:
        try:
            return await keep(database, found.event)
        except Exception as error:
            if not (isinstance(error, Retryable) or is_away(error)):
                log.error("pulse_passed", event_id=found.envelope.id, error=type(error).__name__, exc_info=error)
                return False
            await asyncio.sleep(wait)
            wait = min(wait * 2, 3.0)


def group_of(settings: GatewaySettings) -> str:
    """The consumer group, of this deployment alone."""
    return f"{settings.deployment}-gateway-pulse"


def reads(settings: GatewaySettings) -> Reads:
    """What it reads of the bus."""
    return Reads(home=frozenset(topic.name for topic in TOPICS), groups=frozenset({group_of(settings)}))


def pulse_app(settings: GatewaySettings, database: Database) -> faust.App:
    """The Faust application; its consumer group is of this deployment alone."""
    app = faust_app(
        group_of(settings),
        settings.bus,
        store="memory://",
        datadir=str(settings.pulse_folder / settings.deployment),
        consumer_auto_offset_reset="earliest",
        broker_session_timeout=max(6.0, settings.session_timeout_ms / 1000),
        broker_heartbeat_interval=2.0,
        stream_wait_empty=False,
        **GUARDS,
    )
    channel = app.topic(
        *(topic.name for topic in TOPICS), value_type=bytes, value_serializer="raw", key_serializer="raw"
    )

    async def figures(stream: Any) -> None:
        async for event in stream.events():
            message = event.message
            given: Any = message.headers or ()
            headers = given.items() if isinstance(given, dict) else given
            key = message.key.decode("utf-8", "replace") if isinstance(message.key, bytes) else str(message.key or "")
            record = Record(message.topic, message.partition, message.offset, key, tuple(headers), message.value or b"")
            await handle(database, record)

    app.agent(channel, concurrency=1)(figures)
    return app
