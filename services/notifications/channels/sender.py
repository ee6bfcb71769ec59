"""The sending loop of mails: claims under a lease, sends outside any transaction, stores what became of it (WM 6).

On the wire a delivery goes out at least once: a crash between sending and storing sends it again under the same
identity (Message-ID). There is one row per (event, recipient, channel), whatever happens.

Each mail has an attempt of its own. One that takes long keeps a place, no more: places of others are filled again at once,
and what was tried before takes at most half of them.
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
from services.notifications.storage.traces import Traces
from shared.modalities.errors import Retryable
from shared.runtime import failpoints
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database, is_away
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.looking import Quiet, looking
from shared.runtime.observability import tracing
from shared.runtime.supervision import Progress

log = structlog.get_logger()
AT_ONCE, TRIED_BEFORE = 32, 16
GATHER_S, DRAIN_S = 1.0, 8.0


class Sender:
    """One sender of a worker; several may run, the lease keeps them apart."""

    def __init__(self, database: Database, settings: NotificationsSettings) -> None:
        self._database, self._settings = database, settings
        self._cause, self._chance = ByClock("delivery"), random.Random()  # noqa: S311 - jitter, no secret
        self._running: dict[asyncio.Task[Tried], Delivery] = {}
        self._tried: list[Tried] = []

    async def run(self, progress: Progress, stop: asyncio.Event) -> None:
        """Runs until the stop, then lets attempts under way end and stores them."""
        await looking(self.round, 0.25, "sender_waits", bell=self._database.bell)(progress, stop)
        if self._running:
            await asyncio.wait(self._running, timeout=DRAIN_S)
        for left in [one for one in self._running if not one.done()]:
            left.cancel()  # its lease ends, and another sender takes it
            del self._running[left]
        try:
            await self._store()
        except Exception as error:
            if not (is_away(error) or isinstance(error, Retryable)):
                raise
            log.warning("sender_waits", error=type(error).__name__)

    async def round(self) -> int | Quiet:
        """Claims as far as there is room, waits for the first attempts to end, stores them; how many end or go on, or how
        long there is nothing to do."""
        due = await self._claim()
        if self._running:
            await asyncio.wait(self._running, timeout=GATHER_S, return_when=asyncio.FIRST_COMPLETED)
        return await self._store() + len(self._running) or Quiet.until(due, self._database.clock.now())

    async def _claim(self) -> datetime | None:
        """Takes what is due; when the next one will be, where nothing is under way."""
        free = AT_ONCE - len(self._running)
        again = TRIED_BEFORE - sum(one.attempts > 0 for one in self._running.values())
        if free <= 0:
            return None
        async with self._database.unit_of_work(self._cause, looks=True) as uow:
            deliveries = DeliveryRepository(uow.connection, uow.clock)
            lease = self._settings.delivery_lease_s
            held = await deliveries.claim(free, lease, tried=False)
            room = min(free - len(held), again)
            held += await deliveries.claim(room, lease, tried=True) if room > 0 else []
            due = None if held or self._running else await deliveries.next_due()
            traces = await Traces(uow.connection, uow.clock).of([one.event_id for one in held])
        for one in held:
            self._running[asyncio.create_task(self._attempt(one, traces.get(one.event_id)))] = one
        return due

    async def _attempt(self, held: Delivery, parent: str | None) -> "Tried":
        clock = self._database.clock
        failpoints.hit("delivery_before_send")
        at, began, fault = clock.now(), clock.monotonic(), None
        with tracing.span("send mail", "client", parent, {"acsg.delivery.id": held.delivery_id}) as span:
            try:
                await send_mail(held, self._settings, clock)
            except NotDelivered as not_delivered:
                fault = not_delivered
            except Exception as error:
                # Whatever it is, it is this mail's own affair: it is tried again, then given up visibly.
                log.error("mail_fault", delivery_id=held.delivery_id, error=type(error).__name__)
                fault = NotDelivered("unexpected_fault")
            if fault is not None:
                span.fail(fault.code)
        failpoints.hit("delivery_after_send")
        return Tried(held, fault, at, round((clock.monotonic() - began) * 1000))

    async def _store(self) -> int:
        """Stores what ended; while the database is away it is kept for the next round."""
        for done in [one for one in self._running if one.done()]:
            del self._running[done]
            self._tried.append(done.result())
        batch = list(self._tried)
        if not batch:
            return 0
        try:
            async with self._database.unit_of_work(self._cause) as uow:
                for one in batch:
                    await self._settle(uow, one)
        except Exception as error:
            if is_away(error) or isinstance(error, (Retryable, failpoints.FailpointReached)):
                raise
            await self._store_each(batch)
        del self._tried[: len(batch)]
        failpoints.hit("delivery_after_mark")
        return len(batch)

    async def _store_each(self, batch: "list[Tried]") -> None:
        """One that cannot be stored is left to its lease; the others are not sent twice for it."""
        for one in batch:
            try:
                async with self._database.unit_of_work(self._cause) as uow:
                    await self._settle(uow, one)
            except Exception as error:
                if is_away(error) or isinstance(error, Retryable):
                    raise
                log.error("delivery_not_stored", delivery_id=one.held.delivery_id, error=type(error).__name__)

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
