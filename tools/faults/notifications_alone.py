"""Notifications with a database and one worker process, and nothing else: no broker, so events are handed on from here.

What the consumer would do with an event is done with the same code, ``on_events``; what sends is the real worker.
"""

import asyncio
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from deploy.local.postgres import one_server
from deploy.local.processes import port, start, stop
from deploy.local.provision import drop, provision, sealing
from services.notifications.domain.signatures import new_secret
from services.notifications.reactions import on_events
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.tables import runtime
from services.notifications.storage.webhooks import WebhookRepository, Wishes
from shared.contracts.classification import Classification
from shared.contracts.envelope import Envelope
from shared.contracts.intake import SupportRequestPublished
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.migrations import upgrade
from shared.runtime.identifiers import new_id
from shared.runtime.kafka.records import Decoded, Record

PUBLISHED = SupportRequestPublished.wire_type
CLOCK = SystemClock()


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The administrator's address of a PostgreSQL of our own; one given by the environment wins."""
    given = os.environ.get("ACSG_POSTGRES_URL")
    if given:
        yield given
        return
    with one_server(folder / "postgres", "PostgreSQL") as postgres:
        yield postgres.url


class Worker:
    """The worker process of notifications; killed and started again at will.

    Its relay and consumers find no broker, which is no reason to end: the watchdog sleeps.
    """

    def __init__(self, system: "Alone", log: Path, **settings: str) -> None:
        self.log, self._metrics = log, port(0, "the worker")
        self._environment = os.environ | {
            "ACSG_DATABASE_URL": system.url, "ACSG_SEALER_URL": system.sealer, "ACSG_MODE": "development", "ACSG_WEBHOOK_PRIVATE_ADDRESSES": "true",
            "ACSG_KAFKA_BOOTSTRAP": "127.0.0.1:9", "ACSG_WATCHDOG_SECONDS": "3600", "ACSG_METRICS_PORT": str(self._metrics), "PYTHONUNBUFFERED": "1",
        } | settings  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float = 60) -> None:
        """Starts it and waits until it answers. Raises RuntimeError."""
        command = [sys.executable, "-m", "services.notifications", "worker"]
        self.process = start(command, self.log, self._environment)
        end = time.monotonic() + seconds
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the worker did not start, see {self.log}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._metrics}/health/live", timeout=2):
                return True
        except OSError:
            return False

    def launch(self) -> None:
        """Starts it and does not wait."""
        command = [sys.executable, "-m", "services.notifications", "worker"]
        self.process = start(command, self.log, self._environment)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """Lets it end."""
        if self.process is not None:
            stop(self.process)


class Alone:
    """Endpoints and events of one database, from the outside."""

    def __init__(self, database: Database, url: str, sealer: str) -> None:
        self.database, self.url, self.sealer = database, url, sealer

    async def endpoints(self, rows: Sequence[dict[str, Any]]) -> list[str]:
        """Registers endpoints for published requests; their ids."""
        async with self.database.unit_of_work(ByClock("faults")) as uow:
            webhooks = WebhookRepository(uow.connection, CLOCK)
            plain, low = {"event_types": [PUBLISHED]}, Classification.UNCLASSIFIED
            wanted = [Wishes(**(plain | row)) for row in rows]
            return [await webhooks.add("org:observer", low, one, "v1", new_secret("v1", os.urandom)) for one in wanted]

    async def publish(self, count: int = 1, region: str = "wca") -> list[Envelope]:
        """Hands on so many public events at once, as one poll of the consumer."""
        batch = [event_of(region) for _ in range(count)]
        async with self.database.unit_of_work(ByClock("faults")) as uow:
            uow.tells = True  # the consumer would be in the worker's own process
            await on_events(batch, uow)
        return [one.envelope for one in batch]


def event_of(region: str, area: str | None = None) -> Decoded:
    """A public event of a region, and of a functional area if one is given, as the consumer hands it on."""
    subject = new_id(CLOCK)
    fields: dict[str, Any] = {"title": "Digital registration", "reference": "ACSG-2026-TCD-001"}
    if area is not None:
        fields["lines"] = [{"functional_area": area}]
    values = {"aggregate_id": subject, "aggregate_version": 1, "fields": fields}
    event = SupportRequestPublished.model_validate(values)
    envelope = Envelope(
        id=new_id(CLOCK), source=f"/acsg/{region}/intake", type=event.wire_type, version=1, subject=subject,
        time=CLOCK.now(), region=region, epoch=1, stream="s/0", sequence=1, aggregate_version=1,
        classification=event.classification.value, correlation_id="faults",
    )  # fmt: skip
    return Decoded(Record(event.topic.name, 0, 0, subject, (), b""), envelope, event)


@asynccontextmanager
async def alone(administrator: str, folder: Path) -> AsyncIterator[Alone]:
    """A migrated database on a server, and access to it; it is dropped at the end."""
    name = f"notifications_{secrets.token_hex(4)}"
    own, owner = await provision(administrator, name, folder)
    await asyncio.to_thread(upgrade, "notifications", owner)
    settings = NotificationsSettings.model_validate({"database_url": own, "mode": "development"})
    database = Database(settings, runtime, CLOCK)
    try:
        yield Alone(database, own, sealing(administrator, name, folder))
    finally:
        await database.dispose()
        await drop(administrator, name)
