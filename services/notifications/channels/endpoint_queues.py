"""Sends webhooks: each endpoint has a queue of its own, so that one that hangs delays nobody but itself (WM 6).

On the wire a delivery goes out at least once: a crash between sending and storing sends it again under the same webhook-id.
Nothing is sent inside a transaction; what came of attempts is stored together, a few milliseconds later.
"""

import asyncio
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

import structlog

from services.notifications.channels.outcomes import Outcomes
from services.notifications.channels.webhook import Call, WebhookCaller
from services.notifications.domain.announcement import body_of
from services.notifications.domain.endpoint_health import (
    GONE,
    AttemptOutcome,
    EndpointLimits,
    Health,
    after,
    disabled_because,
)
from services.notifications.domain.retry_schedule import next_attempt_at
from services.notifications.domain.turn import Attempted, Turn, TurnEnded, WaitingDelivery
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.endpoint_queues import EndpointQueueRepository
from services.notifications.storage.traces import Traces
from shared.modalities.errors import Retryable
from shared.runtime import failpoints
from shared.runtime.db.bell import REST_S
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database, is_away
from shared.runtime.looking import Quiet
from shared.runtime.observability import tracing
from shared.runtime.supervision import Progress, pause

POLL_S, BUSY_S, REPAIR_S = 0.1, 0.01, 30.0
DRAIN_S, SLOW_S = 8.0, 0.1
log = structlog.get_logger()


def limits_of(settings: NotificationsSettings) -> EndpointLimits:
    """The circuit breaker's settings."""
    days = timedelta(hours=settings.webhook_disable_after_h)
    return EndpointLimits(settings.webhook_circuit_failures, settings.webhook_circuit_waits_s, days)


class EndpointQueues:
    """One sender of webhooks; several may run, the lease of each endpoint keeps them apart."""

    def __init__(
        self, database: Database, settings: NotificationsSettings, caller: WebhookCaller, chance: random.Random
    ) -> None:
        self._database, self._settings, self._caller, self._chance = database, settings, caller, chance
        self._limits, self._cause = limits_of(settings), ByClock("webhooks")
        self._owner = f"{settings.source}/{settings.worker}"
        self._running: dict[asyncio.Task[None], bool] = {}
        self.outcomes, self._window = Outcomes(database), CallWindow(settings.webhook_window)

    async def run(self, progress: Progress, stop: asyncio.Event) -> None:
        """Runs until the stop, then lets calls under way end and stores them."""
        storing = asyncio.create_task(self.outcomes.run())
        repaired, fresh = float("-inf"), True
        ear = self._database.bell.ear()
        while not stop.is_set():
            claimed: int | Quiet = 0
            ear.clear()
            try:
                if fresh:
                    await self._take_over()
                    fresh = False
                if self._database.clock.monotonic() - repaired > REPAIR_S:
                    repaired = self._database.clock.monotonic()
                    await self._repair()
                claimed = await self.round()
            except Exception as error:
                if not (is_away(error) or isinstance(error, Retryable)):
                    raise
                log.warning("webhooks_wait", error=type(error).__name__)
            if storing.done():
                storing.result()
            progress.beat(len(self._running))
            if isinstance(claimed, Quiet):
                # Between two of them at least so long, whatever is heard.
                await pause(stop, POLL_S)
                await pause(stop, min(REST_S, claimed.seconds) - POLL_S, ear)
                progress.beat()
            else:
                await pause(stop, BUSY_S if claimed else POLL_S)
        if self._running:
            await asyncio.wait(self._running, timeout=DRAIN_S)
        await self.outcomes.close()
        await storing
        await self._caller.close()

    async def round(self) -> int | Quiet:
        """Leases endpoints as far as there is room and starts their turns; how many, or how long there is nothing to do."""
        at_once, failing = self._settings.webhook_at_once, sum(self._running.values())
        room = at_once - len(self._running)
        if room <= 0:
            return 0
        share = max(0, min(room, at_once // 2 - failing))
        async with self._database.unit_of_work(self._cause, looks=True) as uow:
            queues = EndpointQueueRepository(uow.connection, uow.clock)
            lease = self._settings.delivery_lease_s
            turns = await queues.claim(self._owner, room - share, share, self._settings.webhook_per_endpoint, lease)
            events = [one.announcement.event_id for turn in turns for one in turn.deliveries]
            traces = await Traces(uow.connection, uow.clock).of(events)
            quiet = None if turns or self._running else Quiet.until(await queues.next_due(), uow.clock.now())
        for turn in turns:
            task = asyncio.create_task(self.take_turn(turn, traces))
            self._running[task] = turn.health.failures > 0
            task.add_done_callback(lambda done: self._running.pop(done, None))
        return len(turns) if quiet is None else quiet

    async def settled(self) -> None:
        """Waits until every turn that was started has ended and is stored."""
        while self._running:
            await asyncio.wait(set(self._running))
        await self.outcomes.flush()

    async def take_turn(self, turn: Turn, traces: Mapping[str, str] = MappingProxyType({})) -> None:
        """Sends an endpoint what it gets now: in order one by one, or a few at once; one alone to one that failed.

        ``traces``: of which trace each event is a part.
        """
        keeper = _Keeper(turn.health)
        if turn.fifo:
            until = self._database.clock.monotonic() + self._settings.webhook_timeout_s
            for one in turn.deliveries:
                done = await self._attempt(turn, one, keeper, traces)
                if done.state == "retrying" or keeper.disabled or self._database.clock.monotonic() > until:
                    break
        else:
            await asyncio.gather(*(self._attempt(turn, one, keeper, traces) for one in turn.deliveries))
        self.outcomes.add(TurnEnded(turn, keeper.health, keeper.disabled, keeper.last))

    async def _attempt(
        self, turn: Turn, one: WaitingDelivery, keeper: "_Keeper", traces: Mapping[str, str]
    ) -> Attempted:
        clock = self._database.clock
        # A failing endpoint is asked seldom and alone; it must not take the place of those that answer at once.
        let_go = await self._window.enter() if not turn.health.failures else lambda: None
        failpoints.hit("delivery_before_send")
        at = clock.now()
        try:
            parent, about = traces.get(one.announcement.event_id), {"acsg.delivery.id": one.delivery_id}
            with tracing.span("call webhook", "client", parent, about) as span:
                outcome = await self._caller.call(call_of(turn, one, self._settings.base_url))
                if not outcome.delivered:
                    span.fail(outcome.code)
        except Exception as error:
            # A fault of ours must neither stop the others nor lose this one: it is an attempt that failed.
            log.error("webhook_fault", delivery_id=one.delivery_id, exc_info=error)
            outcome = AttemptOutcome("internal_error")
        failpoints.hit("delivery_after_send")
        keeper.note(outcome, one.attempts + 1, clock.now(), self._limits)
        done = judged(turn, one, outcome, at, self._settings, self._chance)
        if not outcome.delivered:
            log.warning("not_delivered", delivery_id=one.delivery_id, channel="webhook", code=outcome.code)
        self.outcomes.add(done, let_go)
        return done

    async def _take_over(self) -> None:
        async with self._database.unit_of_work(self._cause) as uow:
            await EndpointQueueRepository(uow.connection, uow.clock).take_over(self._owner)

    async def _repair(self) -> None:
        async with self._database.unit_of_work(self._cause, looks=True) as uow:
            woken = await EndpointQueueRepository(uow.connection, uow.clock).repair()
        if woken:
            log.error("webhook_queues_repaired", count=woken)


class CallWindow:
    """How many quick calls are under way or not yet stored: what a crash can send twice, at most.

    A call that takes longer than a moment leaves the window: slow ones end one by one and never come in a heap.
    """

    def __init__(self, size: int) -> None:
        self._free = asyncio.Semaphore(size)

    async def enter(self) -> Callable[[], None]:
        """Waits for a place; answers what gives it back, which may be called more than once."""
        await self._free.acquire()
        given_back = False

        def let_go() -> None:
            nonlocal given_back
            if not given_back:
                given_back = True
                timer.cancel()
                self._free.release()

        timer = asyncio.get_running_loop().call_later(SLOW_S, let_go)
        return let_go


class _Keeper:
    """The health of an endpoint through one turn."""

    def __init__(self, health: Health) -> None:
        self.health = health
        self.disabled: str | None = None
        self.last: AttemptOutcome | None = None

    def note(self, outcome: AttemptOutcome, attempts: int, now: datetime, limits: EndpointLimits) -> None:
        """Takes an outcome in."""
        self.health, self.last = after(self.health, outcome, now, limits), outcome
        self.disabled = self.disabled or disabled_because(self.health, outcome, attempts, now, limits)


def call_of(turn: Turn, one: WaitingDelivery, base_url: str) -> Call:
    """The call of a delivery."""
    body = body_of(one.announcement, base_url, full=turn.full_body)
    return Call(turn.webhook_id, one.delivery_id, turn.url, turn.secrets, body, one.sequence, one.attempts + 1)


def judged(
    turn: Turn,
    one: WaitingDelivery,
    outcome: AttemptOutcome,
    at: datetime,
    settings: NotificationsSettings,
    chance: random.Random,
) -> Attempted:
    """Where an attempt leaves its delivery: delivered, tried again by the schedule, or given up."""
    if outcome.delivered:
        return Attempted(turn, one, at, outcome, "delivered", None)
    schedule, jitter = settings.webhook_schedule_s, settings.webhook_jitter
    next_at = next_attempt_at(one.attempts + 1, schedule, jitter, at, chance, outcome.retry_after_s)
    if outcome.status == GONE or next_at is None:
        return Attempted(turn, one, at, outcome, "failed", None)
    return Attempted(turn, one, at, outcome, "retrying", next_at)
