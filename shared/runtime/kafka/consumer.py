"""Takes events from the bus: each has its effect exactly once, and none is skipped in silence.

A poll's events are handled in one transaction (inbox rows, effects, own outbox rows); when it fails they are handled
one by one with quick retries, and what still fails is put off to a table while its neighbours go on. Events of the same
key wait behind it, so order per aggregate holds. Offsets are committed after the transaction and are only a hint.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord

from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.topic import Tier, current_of
from shared.contracts.vocabulary import SANDBOX
from shared.modalities.errors import Retryable
from shared.runtime import failpoints
from shared.runtime.db.bell import REST_S
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database, is_away
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka import inbox
from shared.runtime.kafka.origin import WrongOrigin, hold_to_origin, is_foreign
from shared.runtime.kafka.outage import is_outage
from shared.runtime.kafka.reads import Reads
from shared.runtime.kafka.records import Decoded, Poison, Record, decode, retraction
from shared.runtime.kafka.sources import Source, ask_for_all, client, show_nothing_read, show_reading, sources
from shared.runtime.kafka.speakers import hold_to_speakers
from shared.runtime.kafka.taken import caused_by, taken, taking
from shared.runtime.observability import metrics
from shared.runtime.supervision import Loop, Progress, pause, through_outages, unless

Reaction = Callable[[Event, Envelope, UnitOfWork], Awaitable[None]]
"""What a service does about an event, inside the transaction it is given. May be called again after a rollback."""

Together = Callable[[Sequence[Decoded], UnitOfWork], Awaitable[None]]
"""The same for all new events of a poll at once, in order: for readers whose effect is a few set-based statements."""

Subscriptions = Mapping[type[Event], Reaction] | Sequence[type[Event]]

log = structlog.get_logger()
POLL_S, LINGER_S, EVERY_S = 2.0, 0.01, 1.0
"""How long a poll waits for the first event and for what follows it; and the least time between two looks at what waits."""


class Consumer:
    """What a service reads and does about it. ``subscriptions`` maps event classes to reactions; topics follow from them.

    ``subscriptions`` may also be event classes alone, with one reaction to all new events of a poll ``together``.
    ``foreign`` says the same of events of other deployments, which stand on twins; our own that come back are passed.
    ``standing``: the compacted topics beside public logs are read too, so that who comes late has what the logs forgot.
    """

    def __init__(
        self,
        name: str,
        subscriptions: Subscriptions,
        database: Database,
        batch: int = 500,
        group: str | None = None,
        together: Together | None = None,
        foreign: Subscriptions = (),
        *,
        standing: bool = False,
    ) -> None:
        self.name, self._database, self._batch = name, database, batch
        self._home, self._abroad = _reactions(subscriptions), _reactions(foreign)
        self._together, self._is_set_based = together or self._in_turn, bool(together)
        self._settings = database.settings
        self.group = group or f"{self._settings.deployment}-{self._settings.service}-{name}"
        self._cause = ByClock(self.group)
        self._ear, self._waits = database.bell.ear(), True
        self._spoken = {event.topic.name for event in foreign}
        # Public topics are mirrored under their own names, all others as twins.
        abroad = {event.topic if event.topic.tier is Tier.PUBLIC else event.topic.twin for event in foreign}
        twins = {topic for topic in abroad if topic is not None}
        home = {event.topic for event in subscriptions}
        if standing:
            home, twins = ({*read, *map(current_of, read)} for read in (home, twins))
        self.sources = sources(self._settings, home, twins)
        groups = frozenset(self.group + source.suffix for source in self.sources if not source.prefix)
        own, others = (frozenset(topic.name for topic in read) for read in (home, twins))
        self.reads = Reads(own, others, groups)

    def loops(self) -> dict[str, Loop]:
        """One loop for each source: one that is away or far behind holds none of the others up."""
        return {f"{self.name}{source.suffix}": partial(self._run, source) for source in self.sources}

    async def _run(self, source: Source, progress: Progress, stop: asyncio.Event) -> None:
        session = partial(self._session, source, progress, stop)
        await through_outages(session, progress, stop, is_outage, "consumer_waits", consumer=self.name + source.suffix)

    async def _session(self, source: Source, progress: Progress, stop: asyncio.Event) -> None:
        consumer = client(source, self.group, self._settings)
        try:
            await consumer.start()
            ask_for_all(consumer)
            consumer.subscribe(pattern=source.pattern)
            maintained, clock = float("-inf"), self._database.clock
            while not stop.is_set():
                while failpoints.is_armed("consumer_wedged"):
                    await pause(stop, 3600)
                records = [Record.of(record, source.prefix) for record in await self._polled(consumer, stop)]
                if records:
                    await self.handle(records)
                    failpoints.hit("consumer_after_commit")
                    await consumer.commit()
                    failpoints.hit("consumer_after_offset")
                lag = await show_reading(self.name + source.suffix, consumer)
                if records or consumer.assignment() or not consumer.subscription():
                    progress.beat(lag)
                since = clock.monotonic() - maintained
                if source is self.sources[0] and since > (EVERY_S if self._looks_soon else REST_S):
                    maintained = clock.monotonic()
                    await self._maintain()
        finally:
            show_nothing_read(self.name + source.suffix)
            await consumer.stop()

    @property
    def _looks_soon(self) -> bool:
        """Whether events are put off, or something was committed since the last look: a person may have put one in turn."""
        return self._waits or self._ear.is_set()

    async def _polled(self, consumer: AIOKafkaConsumer, stop: asyncio.Event) -> list[ConsumerRecord]:
        """What there is. The client asks on only once all of it was taken, so what came since the last time needs a
        second look; and events that follow each other closely share one transaction."""
        found: list[ConsumerRecord] = []
        for wait in (EVERY_S / 4 if self._looks_soon else POLL_S, LINGER_S):
            polled = await unless(stop, consumer.getmany(timeout_ms=int(wait * 1000), max_records=self._batch))
            if not polled:
                break
            found += [record for batch in polled.values() for record in batch]
        return found

    def _decode(self, record: Record) -> Decoded | Poison | None:
        """Reads a record as home or foreign; None for what is not ours to handle, our own that came back included.

        What does not come from whom it says is nobody's word: a dead letter. So is what the sandbox says outside of it,
        and what is real in the sandbox.
        """
        foreign = is_foreign(record.topic) and not record.topic.startswith(f"pulled.{self._settings.deployment}.")
        found = decode(retraction(record), self._abroad if foreign else self._home)
        mine = self._settings.deployment
        if not isinstance(found, Decoded):
            return found
        try:
            hold_to_origin(record.topic, record.partition, found.envelope, found.event, self._settings)
        except WrongOrigin as wrong:
            metrics.WRONG_ORIGIN.labels(self.name).inc()
            return Poison(record, str(wrong))
        if (found.envelope.region == SANDBOX) != (mine == SANDBOX):
            return Poison(record, "made-up States and real ones do not mix")
        return None if foreign and found.envelope.region == mine else found

    async def handle(self, records: Sequence[Record]) -> None:
        """Handles records, in the order given. Raises only when the database is away; then nothing was lost."""
        decoded = [found for record in records if (found := self._decode(record)) is not None]
        if not decoded:
            return
        try:
            async with self._database.unit_of_work(self._cause) as uow:
                await self._effects(uow, decoded)
                failpoints.hit("consumer_after_effect")
        except Exception as error:
            if isinstance(error, Retryable) or is_away(error):
                raise
            log.warning("batch_taken_one_by_one", consumer=self.name, rows=len(decoded), error=type(error).__name__)
            for one in decoded:
                await self._one(one)

    async def _effects(self, uow: UnitOfWork, decoded: Sequence[Decoded | Poison]) -> None:
        now = self._database.clock.now()
        waiting = await inbox.waiting_keys(uow, self.name)
        turn = [d for d in decoded if isinstance(d, Decoded) and (d.record.topic, d.record.key) not in waiting]
        new = await inbox.take(uow, self.name, turn)
        fresh: list[Decoded] = []
        for one in decoded:
            if isinstance(one, Poison):
                log.error("dead_letter", consumer=self.name, topic=one.record.topic, offset=one.record.offset)
                await inbox.put_off(uow, self.name, one.record, "dead", one.cause, now)
            elif (one.record.topic, one.record.key) in waiting:
                await inbox.put_off(uow, self.name, one.record, "parked", "behind an event of the same key", now)
            elif (one.envelope.source, one.envelope.id) in new:
                new.discard((one.envelope.source, one.envelope.id))
                fresh.append(one)
            else:
                metrics.CONSUMER_REPEATED.labels(self.name).inc()
        await self._react(uow, fresh)

    async def _react(self, uow: UnitOfWork, fresh: Sequence[Decoded]) -> None:
        if fresh:
            uow.rings = True
            failpoints.hit("consumer_before_effect")
            await hold_to_speakers(uow, [one for one in fresh if type(one.event).topic.name in self._spoken])
            began = time.time_ns()
            await self._together(fresh, uow)
            if self._is_set_based:
                taken(fresh, self.group, began)
            metrics.CONSUMER_HANDLED.labels(self.name).inc(len(fresh))

    async def _in_turn(self, fresh: Sequence[Decoded], uow: UnitOfWork) -> None:
        for one in fresh:
            home = one.envelope.region == self._settings.deployment
            act = (self._home if home else self._abroad)[one.envelope.type]
            assert act is not None
            with taking(one, self.group) as span:
                uow.cause = caused_by(one.envelope, span.traceparent)
                await act(one.event, one.envelope, uow)

    async def _one(self, one: Decoded | Poison) -> None:
        cause = "unknown"
        for wait in (0.0, *self._settings.quick_retries_s):
            await asyncio.sleep(wait)
            try:
                async with self._database.unit_of_work(self._cause) as uow:
                    await self._effects(uow, [one])
                return
            except WrongOrigin as wrong:
                return await self._give_up(one, str(wrong))
            except Exception as error:
                if isinstance(error, Retryable) or is_away(error):
                    raise
                cause = f"{type(error).__name__}: {error}"
        log.error("event_put_off", consumer=self.name, topic=one.record.topic, offset=one.record.offset)
        async with self._database.unit_of_work(self._cause) as uow:
            later = self._database.clock.now() + timedelta(seconds=self._settings.delayed_retries_s[0])
            await inbox.put_off(uow, self.name, one.record, "retrying", cause, later)

    async def _give_up(self, one: Decoded | Poison, cause: str) -> None:
        metrics.WRONG_ORIGIN.labels(self.name).inc()
        log.error("dead_letter", consumer=self.name, topic=one.record.topic, offset=one.record.offset)
        async with self._database.unit_of_work(self._cause) as uow:
            await inbox.put_off(uow, self.name, one.record, "dead", cause, self._database.clock.now())

    async def _maintain(self) -> None:
        self._ear.clear()
        states = await self._states()
        if states.keys() - {"dead"}:
            while await self.retry_due():
                pass
            async with self._database.unit_of_work(self._cause, looks=True) as uow:
                await inbox.release_orphans(uow, self.name)
            states = await self._states()
        self._waits = bool(states.keys() - {"dead"})
        metrics.DEAD_LETTERS.labels(self.name).set(states.get("dead", 0))
        metrics.CONSUMER_RETRYING.labels(self.name).set(states.get("retrying", 0) + states.get("parked", 0))

    async def _states(self) -> dict[str, int]:
        async with self._database.unit_of_work(self._cause, looks=True) as uow:
            return await inbox.counts(uow, self.name)

    async def retry_due(self) -> bool:
        """Takes one event whose time has come, if there is one; whether another may be due."""
        now, cause, final = self._database.clock.now(), "", False
        found: tuple[int, int, Record] | None = None
        try:
            async with self._database.unit_of_work(self._cause, looks=True) as uow:
                found = await inbox.due(uow, self.name, now)
                if found is None:
                    return False
                row_id, attempts, record = found
                one = self._decode(record)
                if isinstance(one, Poison):
                    await inbox.again_later(uow, row_id, attempts + 1, one.cause, None)
                else:
                    if one is not None and await inbox.take(uow, self.name, [one]):
                        await self._react(uow, [one])
                    await inbox.forget(uow, row_id)
                await inbox.release_next(uow, self.name, record)
                return True
        except Exception as error:
            if found is None or isinstance(error, Retryable) or is_away(error):
                raise
            row_id, attempts, record = found
            cause, final = f"{type(error).__name__}: {error}", isinstance(error, WrongOrigin)
        delays = () if final else self._settings.delayed_retries_s
        next_at = now + timedelta(seconds=delays[attempts + 1]) if attempts + 1 < len(delays) else None
        async with self._database.unit_of_work(self._cause) as uow:
            await inbox.again_later(uow, row_id, attempts + 1, cause, next_at)
            if next_at is None:
                log.error("dead_letter", consumer=self.name, attempts=attempts + 1)
                await inbox.release_next(uow, self.name, record)
        return True


def _reactions(subscriptions: Subscriptions) -> dict[str, Reaction | None]:
    """Wire type -> reaction; None where all are handled together."""
    if isinstance(subscriptions, Mapping):
        return {event.wire_type: act for event, act in subscriptions.items()}
    return {event.wire_type: None for event in subscriptions}
