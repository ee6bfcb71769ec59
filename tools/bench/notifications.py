"""What the notifications carry: calls a second, event to delivery, what endpoints that hang cost the others, fan-out.

``webhook_per_s``: one sender process, as fast as it goes; ``webhook_cpu_ms``: its CPU for each call.
``event_to_delivery_*``: from the moment an event was to be published on the real broker until an endpoint has the whole call,
at 100 deliveries a second whatever happens (open model). ``hang_ratio``: the p99 of those that do well while a tenth of all
endpoints never answer, over the same without. ``fanout_*``: one event to 10,000 subscribers until the last delivery is
committed: endpoints, and mailboxes that follow by a filter.
"""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
from aiokafka import AIOKafkaProducer

from deploy.local.provision import working
from services.notifications.reactions import on_events
from shared.contracts.catalogue import topics
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.vocabulary import code_list
from shared.runtime.db.cause import ByClock
from shared.runtime.identifiers import new_id
from shared.runtime.kafka.records import Decoded, Record
from shared.runtime.kafka.topics import ensure_topics
from shared.runtime.settings import RuntimeSettings
from tools.bench.figures import Figure, figure
from tools.bench.ground import Ground
from tools.bench.load import quantile
from tools.bench.made_up import offer
from tools.faults.notifications_alone import CLOCK, PUBLISHED, Alone, Worker, alone, event_of
from tools.faults.receivers import Farm, Received
from tools.faults.steady import steady

ENDPOINTS, REACH, PER_S, SECONDS, WARM_S = 100, 10, 10.0, 60, 20
"""100 endpoints, ten for each of ten areas; ten events a second of an area each: 100 deliveries a second."""

AREAS = tuple(code_list("functional_areas"))[: ENDPOINTS // REACH]
SUBSCRIBERS, STEADY_S, FANOUTS = 10_000, 30, 3


@dataclass
class Arrivals:
    """When each event was to be published, and how long it took to each endpoint."""

    intended: dict[str, float] = field(default_factory=dict)
    took: dict[str, list[float]] = field(default_factory=dict)

    def note(self, one: Received) -> None:
        """A call that came."""
        began = self.intended.get(json.loads(one.body)["id"])
        if began is not None:
            self.took.setdefault(one.path, []).append((one.at - began) * 1000)

    def of(self, paths: set[str]) -> list[float]:
        """Milliseconds to these endpoints."""
        return [ms for path, found in self.took.items() if path in paths for ms in found]


async def _publish(producer: AIOKafkaProducer, seconds: float, arrivals: Arrivals | None) -> None:
    """Events at a steady rate, each at its moment however the ones before it fare."""
    began = time.monotonic()
    for n in range(int(seconds * PER_S)):
        at = began + n / PER_S
        await asyncio.sleep(max(0.0, at - time.monotonic()))
        one = event_of("wca", AREAS[n % len(AREAS)])
        if arrivals is not None:
            arrivals.intended[one.envelope.id] = at
        body, headers = one.event.model_dump_json().encode(), one.envelope.to_headers()
        await producer.send(one.event.topic.name, body, key=one.envelope.subject.encode(), headers=headers)


async def _delivered(bootstrap: str, administrator: str, folder: Path) -> list[Figure]:
    farm = await Farm(keep=False).open()
    paths = [f"/e/{n}" for n in range(ENDPOINTS)]
    hanging = set(paths[::10])  # one of each area
    well = set(paths) - hanging
    found: dict[str, Arrivals] = {}
    async with alone(administrator, folder) as system:
        rows = [{"url": farm.url(path), "functional_areas": [AREAS[n // REACH]]} for n, path in enumerate(paths)]
        await system.endpoints(rows)
        settings = RuntimeSettings(service="bench", database_url="-", kafka_bootstrap=bootstrap)
        await ensure_topics(settings, topics())
        worker = Worker(system, folder / "worker.log", ACSG_KAFKA_BOOTSTRAP=bootstrap)
        worker.start()
        producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True)
        await producer.start()
        try:
            await _publish(producer, WARM_S, None)
            # Calm on both sides of the fault, so that a machine that slows down or speeds up does not pass for it.
            for name in ("before", "hanging", "after"):
                farm.planted = dict.fromkeys(hanging, lambda _: None) if name == "hanging" else {}
                if name == "hanging":
                    # The sender has found out by itself by then which ones hang.
                    await _publish(producer, 1.5 * WARM_S, None)
                arrivals = found[name] = Arrivals()
                farm.on_call = arrivals.note
                await _publish(producer, SECONDS if name == "hanging" else SECONDS / 2, arrivals)
                # What has not come by then shows as missing.
                await asyncio.sleep(10)
        finally:
            await producer.stop()
            worker.stop()
            await farm.close()
    every = found["before"].of(set(paths))
    calm, fault = [*found["before"].of(well), *found["after"].of(well)], found["hanging"].of(well)
    wanted = int(SECONDS * PER_S * REACH)
    missing = wanted // 2 - len(every) + 2 * (wanted * len(well) // ENDPOINTS) - len(calm) - len(fault)
    return [
        figure("event_to_delivery_p50_ms", quantile(every, 0.5), "ms", "", len(every)),
        figure("event_to_delivery_p95_ms", quantile(every, 0.95), "ms", "<= 2000", len(every)),
        figure("event_to_delivery_missing", missing, "calls", "0", wanted),
        figure("healthy_p99_ms", quantile(calm, 0.99), "ms", "", len(calm)),
        figure("healthy_p99_hanging_ms", quantile(fault, 0.99), "ms", "", len(fault)),
        figure("hang_ratio", quantile(fault, 0.99) / quantile(calm, 0.99), "of calm", "<= 2", len(fault)),
    ]


def _decoded(event: Event) -> Decoded:
    envelope = Envelope(
        id=new_id(CLOCK), source="/acsg/wca/roster", type=event.wire_type, version=1, subject=event.aggregate_id,
        time=CLOCK.now(), region="wca", epoch=1, stream="s/0", sequence=1, aggregate_version=1,
        classification=event.classification.value, correlation_id="bench",
    )  # fmt: skip
    return Decoded(Record(event.topic.name, 0, 0, event.aggregate_id, (), b""), envelope, event)


async def _seconds(system: Alone, one: Decoded) -> float:
    """From handing an event on until all its deliveries are committed. Raises RuntimeError when some are missing."""
    began = time.perf_counter()
    async with system.database.unit_of_work(ByClock("bench")) as uow:
        await on_events([one], uow)
    took = time.perf_counter() - began
    connection = await asyncpg.connect(working(system.url))
    try:
        queued = await connection.fetchval("select count(*) from delivery where event_id = $1", one.envelope.id)
    finally:
        await connection.close()
    if queued < SUBSCRIBERS:
        raise RuntimeError(f"only {queued} of {SUBSCRIBERS} were queued")
    return took


_ENDPOINTS = (
    """insert into webhook (webhook_id, party, url, event_types, signing, created_at)
    select 'hook-' || n, 'org:observer', 'http://127.0.0.1:9/' || n, array[$2], 'v1', now() from generate_series(1, $1) n""",
    "insert into webhook_queue (webhook_id) select webhook_id from webhook",
    """insert into webhook_secret (secret_id, webhook_id, signing, secret, created_at)
    select webhook_id, webhook_id, 'v1', 'whsec_AAAA', now() from webhook""",
    "analyze",
)
_FOLLOWERS = (
    """insert into mailbox (mailbox_id, party, kind, email, language, time_zone, role, main)
    select 'box-' || n, 'org:follower-' || n, 'functional', 'f' || n || '@example.org', 'fr', 'Africa/Dakar', 'stakeholder', true
    from generate_series(1, $1) n""",
    """insert into subscription (subscription_id, mailbox_id, name, expression, rhythm)
    select 'sub-' || n, 'box-' || n, 'Offers', '{"kinds": ["offer"]}', 'immediately' from generate_series(1, $1) n""",
    "analyze",
)


async def _subscribed(system: Alone, statements: Sequence[str], *more: str) -> None:
    """Subscribers in bulk: registering them is not what is measured."""
    connection = await asyncpg.connect(working(system.url))
    try:
        for statement in statements:
            given = (SUBSCRIBERS, *more)[: statement.count("$")]
            await connection.execute(statement, *given)
    finally:
        await connection.close()


async def _fanned_out(administrator: str, folder: Path) -> list[Figure]:
    async with alone(administrator, folder) as system:
        await _subscribed(system, _ENDPOINTS, PUBLISHED)
        # The first warms up: statements are prepared, caches filled.
        called = [await _seconds(system, event_of("wca")) for _ in range(FANOUTS + 1)][1:]
    async with alone(administrator, folder) as system:
        await _subscribed(system, _FOLLOWERS)
        written = [await _seconds(system, _decoded(offer(3 * n))) for n in range(FANOUTS + 1)][1:]
    return [
        figure("fanout_10k_s", max(called), "s", "<= 5", FANOUTS),
        figure("fanout_10k_mailboxes_s", max(written), "s", "<= 5", FANOUTS),
    ]


def figures() -> list[Figure]:
    """Starts PostgreSQL and Kafka, one worker at a time, and takes the figures."""
    with Ground() as ground:
        folder, url = ground.folder, ground.server.url
        found = asyncio.run(_fanned_out(url, folder))
        rate = asyncio.run(steady(url, folder, STEADY_S))
        delivered = asyncio.run(_delivered(ground.kafka().bootstrap, url, folder))
        sent = [
            figure("webhook_per_s", rate.per_second, "1/s", ">= 300", rate.deliveries),
            figure("webhook_cpu_ms", rate.cpu_ms, "ms", "", rate.deliveries),
        ]
        return [*sent, *delivered, *found]
