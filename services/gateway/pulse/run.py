"""``pulse`` runs the Faust process beside its health page; ``rebuild-pulse`` reads the topics again from their start."""

import asyncio
import os
import signal
from collections.abc import Sequence

import structlog
from aiokafka import TopicPartition

from services.gateway.pulse.app import TOPICS, handle, pulse_app
from services.gateway.pulse.store import forget
from services.gateway.settings import GatewaySettings
from shared.runtime.clock import Clock
from shared.runtime.db.database import Database
from shared.runtime.http.app import create_app
from shared.runtime.http.authentication import TokenVerifier
from shared.runtime.http.server import Server, config_of
from shared.runtime.kafka import clients
from shared.runtime.kafka.records import Record

log = structlog.get_logger()


async def _pulse(settings: GatewaySettings, database: Database, clock: Clock) -> int:
    settings.pulse_folder.mkdir(parents=True, exist_ok=True)
    app = pulse_app(settings, database)
    page = create_app(settings, title="gateway pulse", routers=[], verifier=TokenVerifier(settings), clock=clock,
                      ready={"database": database.answers}, close=database.dispose)  # fmt: skip
    server = Server(config_of(page, settings, settings.http_host, settings.metrics_port))
    stop = asyncio.Event()
    serving = asyncio.create_task(server.serve())
    running = asyncio.create_task(app.start())
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    stopping = asyncio.create_task(stop.wait())
    # Faust reconnects by itself; when it gives up, or its agent dies, this process ends and is started again.
    await running
    while not stop.is_set() and not serving.done() and not app.should_stop and not app.crashed:
        await asyncio.wait({stopping}, timeout=0.5)
    log.info("draining")
    if not stop.is_set():
        log.error("loop_ended", loop="pulse")
        os._exit(70)
    server.end()
    await asyncio.wait({asyncio.create_task(app.stop())}, timeout=8)
    await asyncio.wait({serving}, timeout=5)
    return 0


async def _rebuild(settings: GatewaySettings, database: Database) -> int:
    """Forgets the figures and reads everything that stands on the topics now; the order within a key is kept."""
    await forget(database)
    consumer = clients.consumer(settings.bus, enable_auto_commit=False)
    await consumer.start()
    count = 0
    try:
        partitions = [TopicPartition(topic.name, n) for topic in TOPICS for n in range(topic.partitions)]
        ends = {p: end for p, end in (await consumer.end_offsets(partitions)).items() if end > 0}
        consumer.assign(list(ends))
        await consumer.seek_to_beginning()
        while ends:
            polled = await consumer.getmany(timeout_ms=500)
            for partition, records in polled.items():
                for record in records:
                    count += await handle(database, Record.of(record))
                if partition in ends and await consumer.position(partition) >= ends[partition]:
                    del ends[partition]
    finally:
        await consumer.stop()
        await database.dispose()
    print(f"figures rebuilt from {count} events")
    return 0


def pulse(settings: GatewaySettings, database: Database, clock: Clock, _: Sequence[str]) -> int:
    """Runs until SIGTERM."""
    return asyncio.run(_pulse(settings, database, clock))


def rebuild_pulse(settings: GatewaySettings, database: Database, _: Sequence[str]) -> int:
    """Rebuilds the figures; the running process may go on meanwhile."""
    return asyncio.run(_rebuild(settings, database))
