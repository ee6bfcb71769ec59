"""Geneva's read model: rebuilt from topics, compared with an owner, rolled up; on real Kafka, PostgreSQL and processes."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from itertools import islice
from pathlib import Path

import asyncpg
import orjson
import psutil
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from deploy.local.processes import port
from deploy.local.provision import working
from services.gateway.http.owner import KnownOwners, Owner
from services.gateway.main import build
from services.gateway.settings import GatewaySettings
from services.gateway.upkeep.comparing import compare, compare_and_repair
from shared.contracts.topic import PARTITIONS
from shared.runtime.clock import SystemClock
from shared.runtime.entry import Service
from shared.runtime.federation.peers import PeerAway
from shared.runtime.http.asking import asking
from shared.runtime.kafka.records import Record
from tools.bench.figures import Figure, figure
from tools.bench.ground import Ground
from tools.bench.load import load, quantile
from tools.bench.served import gateway, issuer, served, token
from tools.bench.world import Region, standing, submission

EVENTS, AGGREGATES, REQUESTS, QUERIES = 40_000, 100_000, 100_000, 300
BATCH = 500
WORLD = orjson.dumps({"query": """{ world { regions { region state } leftOut { region }
  need { region functionalArea unit asked reserved committed open requests }
  offers { region functionalArea unit offered remaining offers }
  firstFeedback { region requests meanSeconds medianHours } statuses { region kind status items } } }"""})  # fmt: skip


async def told(service: Service, records: Iterable[Record]) -> tuple[int, float]:
    """Handles records as the worker does; how many, and the seconds that handling alone took."""
    count, seconds, waiting = 0, 0.0, iter(records)
    while batch := list(islice(waiting, BATCH)):
        began = time.perf_counter()
        await service.consumers[0].handle(batch)
        seconds += time.perf_counter() - began
        count += len(batch)
    return count, seconds


async def analyzed(url: str) -> None:
    """Brings the planner's statistics up to date, as autovacuum would after a while."""
    connection = await asyncpg.connect(working(url))
    try:
        await connection.execute("vacuum analyze")
    finally:
        await connection.close()


@asynccontextmanager
async def geneva(url: str, **more: object) -> AsyncIterator[Service]:
    """Geneva's gateway in this process, over a database."""
    values: dict[str, object] = {"database_url": url, "deployment": "geneva", "scope": "global", "mode": "development"}
    service = build(GatewaySettings.model_validate(values | more))
    try:
        yield service
    finally:
        await service.database.dispose()


async def _publish(bootstrap: str, records: Sequence[Record]) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(name, PARTITIONS, 1) for name in sorted({r.topic for r in records})])
    await admin.close()
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True, linger_ms=5)
    await producer.start()
    try:
        sent = [
            await producer.send(r.topic, r.body, key=r.key.encode(), headers=list(r.headers), partition=r.partition)
            for r in records
        ]
        await asyncio.gather(*sent)
    finally:
        await producer.stop()


def rebuild() -> list[Figure]:
    """``rebuild`` as an operator runs it, of events of two regions that stand on real topics."""
    with Ground() as ground:
        own, _ = ground.database("gateway", "bench_rebuild")
        kafka = ground.kafka()
        records = [r for region in ("wca", "europe") for r in islice(Region(region).live(0, EVENTS), EVENTS // 2)]
        asyncio.run(_publish(kafka.bootstrap, records))
        said = {"ACSG_DATABASE_URL": own, "ACSG_KAFKA_BOOTSTRAP": kafka.bootstrap, "ACSG_DEPLOYMENT": "geneva",
                "ACSG_SCOPE": "global", "ACSG_MODE": "development"}  # fmt: skip
        began = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "services.gateway", "rebuild"], env=os.environ | said,
                              capture_output=True, text=True, check=True)  # fmt: skip
        seconds = time.perf_counter() - began
        if f"from {len(records)} events" not in done.stdout:
            raise RuntimeError(f"the rebuild did not read everything: {done.stdout}")
        return [figure("gateway_rebuild_events_per_s", len(records) / seconds, "1/s", ">= 2000", len(records))]


_OWN = """insert into support_request (request_id, reference, version, status, requesting_states, state)
select md5(key)::uuid, state ->> 'reference', 1, 'submitted', '{}', state || jsonb_build_object('request_id', md5(key)::uuid)
from jsonb_to_recordset($1::text::jsonb) as r(key text, state jsonb)"""


async def _fill_owner(url: str, records: Iterable[Record]) -> None:
    connection = await asyncpg.connect(working(url))
    waiting = iter(records)
    try:
        while batch := list(islice(waiting, BATCH)):
            rows = [{"key": r.key, "state": orjson.loads(r.body)["request"]} for r in batch]
            await connection.execute(_OWN, orjson.dumps(rows).decode())
    finally:
        await connection.close()


def _submissions(count: int) -> Iterable[Record]:
    region = Region("wca", at_home=True)
    return (region.record(submission("wca", number)) for number in range(count))


def digests() -> list[Figure]:
    """100,000 requests of one region: the first comparison (the owner takes its digests), later ones, and a repair."""
    with Ground() as ground:
        own, _ = ground.database("gateway", "bench_digests")
        theirs, owner = ground.database("intake", "bench_intake")
        asyncio.run(_fill_owner(theirs, _submissions(AGGREGATES)))
        asyncio.run(analyzed(owner))
        signer, intake = issuer(ground.folder, ground.ending), port(0, "intake")
        address = f"http://127.0.0.1:{intake}"
        said = {
            "ACSG_DATABASE_URL": theirs,
            "ACSG_HTTP_PORT": str(intake),
            "ACSG_ISSUER": signer,
            "ACSG_MODE": "development",
        }
        ground.ending.enter_context(
            served(ground.folder, "intake", ["services.intake", "api"], f"{address}/health/ready", **said)
        )
        return asyncio.run(_compared(own, address, signer))


async def _taken(owner: Owner, buckets: int) -> bool:
    try:
        await owner.digests("request", buckets)
    except PeerAway as away:
        if away.code != "status_503":
            raise
        return False
    return True


async def _compared(url: str, address: str, signer: str) -> list[Figure]:
    more = {"peers": {"wca": {"intake": address}}, "token_url": f"{signer}/token", "peer_timeout_s": 60}
    async with geneva(url, **more) as service:
        settings, database = service.settings, service.database
        assert isinstance(settings, GatewaySettings)
        peers = KnownOwners(settings, SystemClock())
        owner = peers.owner("wca", "intake")
        began = time.perf_counter()
        while not await _taken(owner, settings.compare_buckets):
            print("[bench] the owner goes on taking digests", flush=True)
        first = time.perf_counter() - began
        # Geneva's copy comes as it would at first: everything is missing, so every state is taken over.
        for _ in range(2):
            await compare_and_repair(database, owner, "request", settings.compare_buckets)
        await analyzed(url)
        began = time.perf_counter()
        found = await compare(database, owner, "request", settings.compare_buckets)
        later = time.perf_counter() - began
        if found.count != AGGREGATES or found.differences:
            raise RuntimeError(f"{found.count} aggregates, {len(found.differences)} differences")
        connection = await asyncpg.connect(working(url))
        await connection.execute(
            "update item set state = '{}' where id in (select id from item order by md5(id) limit 10)"
        )
        await connection.close()
        began = time.perf_counter()
        repaired = await compare_and_repair(database, owner, "request", settings.compare_buckets)
        mended = time.perf_counter() - began
        if repaired != 10:
            raise RuntimeError(f"{repaired} of 10 repaired")
        await peers.close()
    return [
        figure("digest_s", later, "s", "<= 10", AGGREGATES),
        figure("digest_first_s", first, "s", "", AGGREGATES),
        figure("digest_repair_s", mended, "s", "", 10),
    ]


def rollups(url: str | None = None) -> list[Figure]:
    """The world in figures over 100,000 requests of ten regions, over HTTP, one query after the other."""
    with Ground() as ground:
        own, owner = ground.database("gateway", "bench_rollups")
        asyncio.run(_fill_needs(own))
        asyncio.run(analyzed(owner))
        return asyncio.run(asked("rollup", WORLD, own, ground.folder, ground.ending))


async def _fill_needs(url: str) -> None:
    """What roll-ups are made of: of each request a state with its feedback, its need and an offer."""
    async with geneva(url) as service:
        for n in range(10):
            region = Region(f"region-{n}")
            numbers = range(REQUESTS // 10)
            await told(service, (region.record(one) for number in numbers for one in standing(region.name, number)))


async def asked(name: str, query: bytes, url: str, folder: Path, ending: ExitStack) -> list[Figure]:
    """A query over ten regions, asked over HTTP: its 99th percentile, which a busy machine makes worse, and the CPU that the
    interface and the database take for one, which it does not.
    """
    address, signer = gateway(folder, ending, url, "geneva", ACSG_MODE="development")
    headers = {"Authorization": f"Bearer {token(signer, 'geneva-officer')}"}
    async with asking(30) as http:
        sent = {"Content-Type": "application/json"} | headers
        answer = (await http.post(f"{address}/graphql", content=query, headers=sent)).json()
        if answer.get("errors") or len(answer["data"].get("world", {"regions": range(10)})["regions"]) != 10:
            raise RuntimeError(f"not the whole world: {answer}")
    await load(f"{address}/graphql", lambda: (headers, query), 2.0, 1)
    seconds: list[float] = []
    before = _cpu_of_children()
    while len(seconds) < QUERIES:
        seconds += (await load(f"{address}/graphql", lambda: (headers, query), 5.0, 1)).seconds
    taken = _cpu_of_children() - before
    return [
        figure(f"{name}_p99_ms", quantile(seconds, 0.99) * 1000, "ms", "<= 100", len(seconds)),
        figure(f"{name}_cpu_ms", taken / len(seconds) * 1000, "ms", "", len(seconds)),
    ]


def _cpu_of_children() -> float:
    """Seconds of CPU that what this process started, and what that started, has taken by now."""
    times = [one.cpu_times() for one in psutil.Process().children(recursive=True)]
    return sum(one.user + one.system for one in times)


def figures() -> Iterator[Figure]:
    """All of them, each as soon as it is taken."""
    for take in (rebuild, digests, rollups):
        yield from take()
