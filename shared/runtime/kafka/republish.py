"""Publishes again what the outbox still keeps, after a broker was lost with what stood on it (docs/runbooks/broker-replaced.md).

Every event keeps its identity and its place, so a reader that has it takes it for the repeat it is. It is for a service
whose workers are stopped: beside a relay at work older events would come after newer ones of the same key.
"""

from shared.contracts.reduction.withheld import withheld_fields
from shared.runtime.db.database import Database
from shared.runtime.kafka import clients, slots
from shared.runtime.kafka.current import current_copies
from shared.runtime.kafka.publishing import BATCH_BYTES, Publisher
from shared.runtime.kafka.twins import outgoing


class StillRelayed(RuntimeError):
    """A relay holds slots of this service's outbox: its workers must be stopped first."""


async def republish(database: Database) -> int:
    """Sends every published event the outbox keeps, stream by stream, in order; how many.

    Raises StillRelayed, KafkaError when the broker does not take them; to do it again does no harm.
    """
    settings, count = database.settings, 0
    withheld = withheld_fields(settings.withheld)
    connection = await database.connection()
    publisher = Publisher(min(BATCH_BYTES, settings.record_bytes))
    producer = clients.producer(
        settings.bus,
        acks="all",
        enable_idempotence=True,
        max_batch_size=publisher.batch_bytes,
    )
    try:
        if await connection.fetchval(slots.HELD):
            raise StillRelayed(f"a worker of {settings.service} runs: stop it first")
        await producer.start()
        async for batch in slots.kept(connection, settings.outbox_batch):
            outcome = await publisher.publish(producer, [*outgoing(batch, withheld), *current_copies(batch)])
            for error in (*outcome.refused.values(), *outcome.waiting.values()):
                raise error
            count += len(batch)
    finally:
        await producer.stop()
        await connection.close()
    return count
