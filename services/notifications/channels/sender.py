"""The sending loop: claims under a lease, sends outside any transaction, stores what became of it (WM 6).

On the wire a delivery goes out at least once: a crash between sending and storing sends it again under the same
identity (Message-ID, webhook-id). There is one row per (event, recipient, channel), whatever happens.
"""

import asyncio
import random
from collections.abc import Sequence

import httpx
import structlog

from services.notifications.actions.queue_deliveries import changed
from services.notifications.channels import NotDelivered
from services.notifications.channels.email import send_mail
from services.notifications.channels.webhook import send_webhook
from services.notifications.domain.delivery import Delivery, next_wait
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.repository import DeliveryRepository
from shared.modalities.errors import Retryable
from shared.runtime import failpoints
from shared.runtime.db.database import Database, is_away
from shared.runtime.db.outbox import Cause
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.supervision import Progress, pause

log = structlog.get_logger()
AT_ONCE = 32


class Sender:
    """One sender of a worker; several may run, the lease keeps them apart."""

    def __init__(self, database: Database, settings: NotificationsSettings) -> None:
        self._database, self._settings = database, settings
        self._cause, self._chance = Cause(None, "delivery"), random.Random()  # noqa: S311 - jitter, no secret

    async def run(self, progress: Progress, stop: asyncio.Event) -> None:
        """Runs until the stop."""
        async with httpx.AsyncClient(trust_env=False) as http:
            while not stop.is_set():
                sent = 0
                try:
                    sent = await self.round(http)
                except Exception as error:
                    if not (is_away(error) or isinstance(error, Retryable)):
                        raise
                    log.warning("sender_waits", error=type(error).__name__)
                progress.beat()
                if not sent:
                    await pause(stop, 0.25)

    async def round(self, http: httpx.AsyncClient) -> int:
        """Sends what is due, a few at once; how many were tried."""
        async with self._database.unit_of_work(self._cause) as uow:
            deliveries = DeliveryRepository(uow.connection, uow.clock)
            held = await deliveries.claim(AT_ONCE, self._settings.delivery_lease_s)
        faults = await asyncio.gather(*(self._attempt(one, http) for one in held))
        if held:
            await self._store(list(zip(held, faults, strict=True)))
            failpoints.hit("delivery_after_mark")
        return len(held)

    async def _attempt(self, held: Delivery, http: httpx.AsyncClient) -> NotDelivered | None:
        clock = self._database.clock
        failpoints.hit("delivery_before_send")
        fault: NotDelivered | None = None
        try:
            if held.draft.channel == "email":
                await send_mail(held, self._settings, clock)
            else:
                await send_webhook(held, self._settings, clock, http)
        except NotDelivered as not_delivered:
            fault = not_delivered
        failpoints.hit("delivery_after_send")
        return fault

    async def _store(self, attempted: Sequence[tuple[Delivery, NotDelivered | None]]) -> None:
        async with self._database.unit_of_work(self._cause) as uow:
            deliveries = DeliveryRepository(uow.connection, uow.clock)
            for held, fault in attempted:
                await self._settle(uow, deliveries, held, fault)

    async def _settle(
        self, uow: UnitOfWork, deliveries: DeliveryRepository, held: Delivery, fault: NotDelivered | None
    ) -> None:
        attempts, next_at, state = held.attempts + 1, None, "delivered"
        if fault is not None:
            state = "failed" if fault.final or attempts >= self._settings.delivery_attempts else "retrying"
            if state == "retrying":
                wait = next_wait(attempts, self._settings.first_wait_s, self._chance)
                next_at = self._database.clock.now() + wait
            log.warning("not_delivered", delivery_id=held.delivery_id, channel=held.draft.channel, code=fault.code)
        error = fault.code if fault else None
        if await deliveries.settle(held, state, attempts, next_at, error):
            more = {"next_attempt_at": next_at, "last_error": error}
            uow.record(changed(held, state, attempts, held.version + 1, **more))
