"""Each figure: how it is taken. Everything runs against one region of real processes."""

import asyncio
import os
import sys
import time
from statistics import median
from typing import Any

import asyncpg
import orjson
import psutil

from deploy.demo.client import Client
from deploy.local.processes import port, start, stop
from deploy.local.stack import PARENT, Stack
from shared.runtime.clock import SystemClock
from shared.runtime.http.asking import asking
from shared.runtime.identifiers import new_id
from tools.bench.load import Measured, load, quantile

CONNECTIONS, ROUNDS, SECONDS = 16, 3, 4.0
Figure = dict[str, Any]


def figure(name: str, value: float, unit: str, goal: str, samples: int) -> Figure:
    """One row of the table."""
    return {"name": name, "value": round(value, 3), "unit": unit, "goal": goal, "samples": samples}


def submission(country: str = "TCD") -> bytes:
    """A request as its State's authority sends it, another one each time."""
    line = {"functional_area": "registration", "support_type": "technical",
            "quantity": {"amount": "1", "unit": "packages"}, "period": {"start": "2026-01-01", "end": "2027-12-31"}}  # fmt: skip
    return orjson.dumps(
        {
            "title": "Digital registration of asylum applications", "language": "fr", "summary": "s" * 400,
            "requesting_states": [f"iso3166:{country}"], "competent_authority": {"name": "CNARR"},
            "submission_route": {"route": "country_office", "country_office": f"unhcr-office:{country}"},
            "lines": [line | {"line_id": str(n)} for n in range(3)], "gap": "g" * 200,
            "distinct_from": [new_id(SystemClock())],
        }
    )  # fmt: skip


async def accept(stack: Stack, client: Client) -> list[Figure]:
    """POST /support-requests against the anchor, interleaved; then its p99 at half its saturation."""
    token, clock = await client.token("tcd-authority"), SystemClock()
    number, worker = port(0, "the anchor"), psutil.Process(stack.pid("intake", "worker"))
    environment = os.environ | {"BARE_DATABASE": stack.addresses["postgres"]}
    anchor = start([sys.executable, "-m", "tools.bench.bare", str(number)], stack.log("bench", "bare"), environment)

    def ours() -> tuple[dict[str, str], bytes]:
        return {"Authorization": f"Bearer {token}", "Idempotency-Key": new_id(clock)}, submission()

    def bare() -> tuple[dict[str, str], bytes]:
        return {}, submission()

    try:
        url, bare_url = client.addresses["intake"] + "/support-requests", f"http://127.0.0.1:{number}/bare"
        await asyncio.sleep(2)
        await load(url, ours, 1.0, CONNECTIONS)
        await load(bare_url, bare, 1.0, CONNECTIONS)
        found: list[tuple[Measured, Measured]] = []
        # The ratio is of the two ways to accept: nothing is relayed meanwhile. The p99 below has the worker beside it.
        worker.suspend()
        for _ in range(ROUNDS):
            one = await load(bare_url, bare, SECONDS, CONNECTIONS)
            found.append((await load(url, ours, SECONDS, CONNECTIONS), one))
    finally:
        worker.resume()
        stop(anchor)
    ratio = median(o.per_second / b.per_second for o, b in found)
    alone = median(o.per_second for o, _ in found)
    await _drained(stack)
    beside = await load(url, ours, SECONDS, CONNECTIONS)
    await _drained(stack)
    # The kernel writes half a minute later what saturation left in its memory; that belongs to saturation.
    os.sync()
    # Long enough for a checkpoint of the database to come within it.
    calm = await load(url, ours, 30.0, CONNECTIONS, beside.per_second / 2)
    total = sum(len(o.seconds) for o, _ in found)
    return [
        figure("accept_ratio", ratio, "of bare", ">= 0.5", total),
        figure("accept_per_s", alone, "1/s", "", total),
        figure("accept_with_relay_per_s", beside.per_second, "1/s", "", len(beside.seconds)),
        figure("accept_p99_ms", quantile(calm.seconds, 0.99) * 1000, "ms", "<= 40", len(calm.seconds)),
    ]


async def _drained(stack: Stack) -> None:
    """Waits until everything accepted is published and sealed."""
    query = """select (select count(*) from outbox where published_at is null)
        + (select count(*) from audit where sealed is null)"""
    connection = await asyncpg.connect(stack.databases["intake"])
    try:
        for _ in range(240):
            if not await connection.fetchval(query):
                return
            await asyncio.sleep(0.5)
        raise TimeoutError("the worker did not publish and seal what was accepted within two minutes")
    finally:
        await connection.close()


async def visible(client: Client) -> list[Figure]:
    """Acknowledged to visible in GraphQL at 50 requests per second; a subscriber of the read model's news."""
    waits: list[float] = []
    token = await client.token("tcd-authority")
    officer = await client.token("geneva-officer")
    query = "query($k: String!) { item(key: $k) { version } }"

    async def one() -> None:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": new_id(SystemClock())}
        answer = await client.http.post(
            client.addresses["intake"] + "/support-requests", content=submission(), headers=headers
        )
        began, key = time.perf_counter(), answer.json()["request_id"]
        asked = {"query": query, "variables": {"k": key}}
        while time.perf_counter() - began < 20:
            found = await client.http.post(
                client.addresses["graphql"], json=asked, headers={"Authorization": f"Bearer {officer}"}
            )
            if found.json()["data"]["item"]:
                break
            await asyncio.sleep(0.02)
        waits.append(time.perf_counter() - began)

    async with asyncio.TaskGroup() as group:
        for n in range(500):
            group.create_task(one()) if n % 10 == 0 else group.create_task(_quiet(client, token))
            await asyncio.sleep(0.02)
    return [
        figure("visible_p50_ms", quantile(waits, 0.5) * 1000, "ms", "<= 250", len(waits)),
        figure("visible_p99_ms", quantile(waits, 0.99) * 1000, "ms", "<= 1500", len(waits)),
    ]


async def _quiet(client: Client, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": new_id(SystemClock())}
    await client.http.post(client.addresses["intake"] + "/support-requests", content=submission(), headers=headers)


def memory(stack: Stack) -> list[Figure]:
    """Memory of the services and their parent, without broker, database and the development desk.

    A page that several share counts once (PSS); CPU of Python until all are ready, what prepared them included.
    """
    found = [psutil.Process(pid) for key, pid in stack.keeper.living() if key[0] in (*stack.services, PARENT[0])]
    total = sum(one.memory_full_info().pss for one in found)
    times = [one.cpu_times() for one in found]
    spent = sum(one.user + one.system + one.children_user + one.children_system for one in times)
    return [
        figure("region_pss_mb", total / 1e6, "MB", "<= 300", len(found)),
        figure("region_ready_cpu_s", spent, "s", "<= 4", len(found)),
    ]


async def of_region(stack: Stack) -> list[Figure]:
    """Every figure that needs a whole region, in the processes that the demo starts."""
    async with asking(30) as http:
        return memory(stack) + await visible(Client(stack.addresses, http))


async def of_intake(stack: Stack) -> list[Figure]:
    """Every figure of the path that accepts a request; interface and worker as processes of their own."""
    async with asking(30) as http:
        return await accept(stack, Client(stack.addresses, http))
