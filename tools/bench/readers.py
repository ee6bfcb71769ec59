"""worklist_p99_ms: what the worklist and a page cost readers of several roles over 100,000 items, over HTTP, counted from
when a call was due. What they cost without a clock is counted by ``tests/integration/gateway/test_cost_of_reads.py``.
"""

import asyncio
from collections.abc import Iterator
from functools import partial
from itertools import chain

import orjson
import sqlalchemy as sa

from services.gateway.projections.words import keep_words
from services.gateway.read_model.tables import runtime
from services.gateway.settings import GatewaySettings
from services.gateway.upkeep.steps import StepsMaker
from shared.contracts.event import Event
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from tools.bench.figures import Figure, figure
from tools.bench.ground import Ground
from tools.bench.load import load, quantile
from tools.bench.made_up import delivery, fill, offer, request
from tools.bench.served import gateway, token

TIMES, AT_ONCE = 500, 20
RATE, SECONDS, CONNECTIONS = 50.0, 20.0, 8
READERS = ("wca-officer", "geneva-officer", "ken-authority", "tcd-office", "euaa")
WORK = orjson.dumps({"query": "{ worklist(first: 50) { itemId who what dueAt late } }"})
PAGE = orjson.dumps({"query": "{ supportRequests(first: 50) { nodes { itemId status title } } }"})
# Each copy begins a second later; of every 200 copies' requests one is Kenya's, which has few.
COPIES = """insert into item select (jsonb_populate_record(i, jsonb_build_object(
    'id', i.id || '-' || n, 'reference', i.reference || '-' || n, 'begun_at', i.begun_at + n * interval '1 second',
    'roles', case when i.id = 'request-000001' and n % 50 = 0
        then '["lead_requester=iso3166:KEN", "requester=iso3166:KEN"]'::jsonb else to_jsonb(i.roles) end))).*
    from item i, generate_series(cast(:first as int), cast(:last as int)) n where i.id ~ '^[a-z]+-[0-9]+$'"""
HEARD = """insert into stream_cursor (region, source, epoch, stream, last_sequence, last_event_at, applied_at)
    values ('wca', '/acsg/wca/copies', 1, 'copies', 1, now(), now())"""


def _events() -> Iterator[Event]:
    return chain((request(n) for n in range(120)), (offer(n) for n in range(60)), (delivery(n) for n in range(20)))


async def grown(url: str) -> None:
    """A read model of 100,000 items, with their words and steps."""
    await fill(url, _events())
    settings = GatewaySettings(database_url=url, deployment="wca")
    database = Database(settings, runtime, SystemClock())
    for first in range(1, TIMES, AT_ONCE):
        async with database.unit_of_work(ByClock("made-up")) as uow:
            some = {"first": first, "last": min(first + AT_ONCE, TIMES) - 1}
            await uow.connection.execute(sa.text(COPIES), some)
            keys = sa.text(
                "select region, kind, id from item where split_part(id, '-', 3) = any(cast(:some as text[]))"
            )
            rows = await uow.connection.execute(
                keys, {"some": [str(n) for n in range(some["first"], some["last"] + 1)]}
            )
            await keep_words(uow, [(row[0], row[1], row[2]) for row in rows])
    async with database.unit_of_work(ByClock("made-up")) as uow:
        await uow.connection.execute(sa.text(HEARD))
    await StepsMaker(database, settings).make()
    async with database.engine.connect() as connection:
        await (await connection.execution_options(isolation_level="AUTOCOMMIT")).exec_driver_sql("vacuum analyze")
    await database.dispose()


def figures() -> list[Figure]:
    """Only PostgreSQL, the issuer and the gateway run."""
    with Ground() as ground:
        own, _ = ground.database("gateway")
        asyncio.run(grown(own))
        address, signer = gateway(ground.folder, ground.ending, own)
        asked = {who: token(signer, who) for who in READERS}
        return asyncio.run(_figures(f"{address}/graphql", asked))


def _asked(headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
    return headers, body


async def _figures(url: str, tokens: dict[str, str]) -> list[Figure]:
    found: list[Figure] = []
    worst: dict[str, float] = {}
    for body, name in ((WORK, "worklist"), (PAGE, "page")):
        for who, bearer in tokens.items():
            headers = {"Authorization": f"Bearer {bearer}"}
            took = await load(url, partial(_asked, headers, body), SECONDS, CONNECTIONS, RATE)
            p99 = quantile(took.seconds, 0.99) * 1000
            worst[name] = max(p99, worst.get(name, 0.0))
            found.append(figure(f"{name}_p99_ms_{who}", p99, "ms", "", len(took.seconds)))
            if took.refused:
                raise RuntimeError(f"{who} was refused {took.refused} times")
    return [figure("worklist_p99_ms", worst["worklist"], "ms", "<= 50", len(READERS)),
            figure("page_of_any_role_p99_ms", worst["page"], "ms", "<= 50", len(READERS)), *found]  # fmt: skip
