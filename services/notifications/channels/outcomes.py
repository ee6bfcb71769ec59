"""Stores what came of webhook attempts, many in one transaction, and tells whom it concerns: the bus, the owner (WM 6)."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence

import structlog

from services.notifications.actions.queue_deliveries import moved
from services.notifications.domain.turn import Attempted, TurnEnded
from services.notifications.storage.endpoint_queues import EndpointQueueRepository
from services.notifications.storage.webhooks import WebhookRepository
from shared.contracts.notifications import DeliveryState, DeliveryStateChanged
from shared.contracts.operations import WebhookStateChanged
from shared.modalities.errors import Retryable
from shared.runtime import failpoints
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database, is_away
from shared.runtime.db.unit_of_work import UnitOfWork

log = structlog.get_logger()
MOST = 500


class Outcomes:
    """What waits to be stored. While one transaction is under way, the next batch gathers."""

    def __init__(self, database: Database) -> None:
        self._database, self._cause = database, ByClock("webhooks")
        self._waiting: list[tuple[Attempted | TurnEnded, Callable[[], None]]] = []
        self._wake, self._closing = asyncio.Event(), False

    def add(self, one: Attempted | TurnEnded, stored: Callable[[], None] = lambda: None) -> None:
        """Takes one in; it is stored in a moment, and then ``stored`` is called."""
        self._waiting.append((one, stored))
        self._wake.set()

    async def run(self) -> None:
        """Stores until closed and empty; an outage of the database is waited out, with nothing lost meanwhile."""
        while self._waiting or not self._closing:
            if not self._waiting:
                await self._wake.wait()
                self._wake.clear()
            try:
                await self.flush()
            except Exception as error:
                if not (is_away(error) or isinstance(error, Retryable)):
                    raise
                log.warning("webhook_outcomes_wait", error=type(error).__name__, count=len(self._waiting))
                if self._closing:
                    return
                await asyncio.sleep(0.5)

    async def close(self) -> None:
        """Lets ``run`` end once everything is stored."""
        self._closing = True
        self._wake.set()

    async def flush(self) -> None:
        """Stores what waits now. Raises Retryable when the database is away; everything then still waits."""
        while self._waiting:
            batch = self._waiting[:MOST]
            async with self._database.unit_of_work(self._cause) as uow:
                found = [one for one, _ in batch]
                attempts = [one for one in found if isinstance(one, Attempted)]
                await store(uow, attempts, [one for one in found if isinstance(one, TurnEnded)])
            del self._waiting[: len(batch)]
            for _, stored in batch:
                stored()
            failpoints.hit("delivery_after_mark")


async def store(uow: UnitOfWork, attempts: Sequence[Attempted], ends: Sequence[TurnEnded]) -> None:
    """One batch: attempts first, then the ends of turns, then what follows from both."""
    queues = EndpointQueueRepository(uow.connection, uow.clock)
    turns = [*(one.turn for one in attempts), *(one.turn for one in ends)]
    await queues.lock(sorted({turn.webhook_id for turn in turns}))
    ours = await queues.settle(attempts)
    given_up = Counter(a.turn.webhook_id for a in attempts if a.state == "failed" and a.delivery.delivery_id in ours)
    first = {e.turn.webhook_id for e in ends if given_up[e.turn.webhook_id] and not e.turn.told_failing}
    mine = await queues.end(ends, sorted(first))
    for one in attempts:
        if ours.get(one.delivery.delivery_id):
            uow.record(state_changed(one))
    for end in ends:
        if end.turn.webhook_id in mine:
            await _tell(uow, end, given_up[end.turn.webhook_id], end.turn.webhook_id in first)


async def _tell(uow: UnitOfWork, end: TurnEnded, given_up: int, first: bool) -> None:
    webhooks = WebhookRepository(uow.connection, uow.clock)
    state, reason = ("disabled", end.disabled) if end.disabled else ("failing", "given_up")
    if end.disabled:
        stopped = await webhooks.disable(end.turn.webhook_id, end.disabled)
        given_up += stopped.count
        for row in stopped.told:
            uow.record(moved(row))
    elif not first:
        return
    version = await webhooks.next_version(end.turn.webhook_id)
    uow.record(
        WebhookStateChanged.model_validate(
            {"aggregate_id": end.turn.webhook_id, "aggregate_version": version, "party": end.turn.party, "name": end.turn.name, "state": state,
             "reason": reason, "failing_since": end.health.failing_since, "given_up": given_up}
        )
    )  # fmt: skip


def state_changed(one: Attempted) -> DeliveryStateChanged:
    """The event of a webhook delivery that was given up, or that came through after it had been."""
    held, announced = one.delivery, one.delivery.announcement
    return DeliveryStateChanged(
        aggregate_id=held.delivery_id,
        aggregate_version=held.version + 1,
        delivery=DeliveryState.model_validate(
            {"delivery_id": held.delivery_id, "event_id": announced.event_id, "event_type": announced.type,
             "item_id": announced.subject, "recipient": f"webhook:{one.turn.webhook_id}", "channel": "webhook",
             "must_act": False, "state": one.state, "attempts": held.attempts + 1, "next_attempt_at": one.next_at,
             "last_error": None if one.outcome.delivered else one.outcome.code}
        ),
    )  # fmt: skip
