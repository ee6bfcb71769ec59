"""The sending loop of mails: claims under a lease, sends outside any transaction, stores what became of it (WM 6).

On the wire a delivery goes out at least once: a crash between sending and storing sends it again under the same
identity (Message-ID). There is one row per (event, recipient, channel), whatever happens.
"""

import asyncio
import random
from dataclasses import dataclass
from datetime import datetime

import structlog

from services.notifications.actions.queue_deliveries import changed
from services.notifications.channels import NotDelivered
from services.notifications.channels.email import send_mail
from services.notifications.domain.delivery import Delivery, next_wait
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.ledger import LedgerRepository
from services.notifications.storage.repository import DeliveryRepository
from shared.runtime import failpoints
from shared.runtime.db.database import Database
from shared.runtime.db.outbox import Cause
from shared.runtime.db.unit_of_work import UnitOfWork

log = structlog.get_logger()
AT_ONCE = 32


class Sender:
    """One sender of a worker; several may run, the lease keeps them apart."""

    def __init__(self, database: Database, settings: NotificationsSettings) -> None:
        self._database, self._settings = database, settings
        self._cause, self._chance = Cause(None, "delivery"), random.Random()  # noqa: S311 - jitter, no secret

    async def round(self) -> int:
        """Sends what is due, a few at once; how many were tried."""
        async with self._database.unit_of_work(self._cause) as uow:
            deliveries = DeliveryRepository(uow.connection, uow.clock)
            held = await deliveries.claim(AT_ONCE, self._settings.delivery_lease_s)
        tried = await asyncio.gather(*(self._attempt(one) for one in held))
        if held:
            async with self._database.unit_of_work(self._cause) as uow:
                for one in tried:
                    await self._settle(uow, one)
            failpoints.hit("delivery_after_mark")
        return len(held)

    async def _attempt(self, held: Delivery) -> "Tried":
        clock = self._database.clock
        failpoints.hit("delivery_before_send")
        at, began, fault = clock.now(), clock.monotonic(), None
        try:
            await send_mail(held, self._settings, clock)
        except NotDelivered as not_delivered:
            fault = not_delivered
        failpoints.hit("delivery_after_send")
        return Tried(held, fault, at, round((clock.monotonic() - began) * 1000))

    async def _settle(self, uow: UnitOfWork, tried: "Tried") -> None:
        held, fault = tried.held, tried.fault
        attempts, next_at, state = held.attempts + 1, None, "delivered"
        if fault is not None:
            state = "failed" if fault.final or attempts >= self._settings.delivery_attempts else "retrying"
            if state == "retrying":
                wait = next_wait(attempts, self._settings.first_wait_s, self._chance)
                next_at = self._database.clock.now() + wait
            log.warning("not_delivered", delivery_id=held.delivery_id, channel=held.draft.channel, code=fault.code)
        error, ledger = fault.code if fault else None, LedgerRepository(uow.connection, uow.clock)
        await ledger.note(held.delivery_id, "email", attempts, tried.at, tried.duration_ms, error or "ok", next_at)
        if await DeliveryRepository(uow.connection, uow.clock).settle(held, state, attempts, next_at, error):
            more = {"next_attempt_at": next_at, "last_error": error}
            uow.record(changed(held, state, attempts, held.version + 1, **more))


@dataclass(frozen=True)
class Tried:
    """A mail that was handed to the server, or not."""

    held: Delivery
    fault: NotDelivered | None
    at: datetime
    duration_ms: int
