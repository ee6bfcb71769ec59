"""Figures of Geneva over two regions, with real mirrors between them: start, memory, how late Geneva is, how it catches up."""

import asyncio
import json
import os
import signal
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import websockets
from websockets.typing import Subprotocol

from deploy.demo.client import Client
from deploy.demo.world import megabytes
from deploy.local.federation import MIRROR, Federation
from shared.runtime.clock import SystemClock
from shared.runtime.http.asking import asking
from shared.runtime.identifiers import new_id
from tools.bench.figures import Figure, figure, submission
from tools.bench.load import load, quantile
from tools.bench.served import PLENTY

EVENTS, PER_SECOND, LOOK_S, PATIENCE_S, BEGINS_S = 600, 20, 0.05, 120, 1.0
BACKLOG_S, CONNECTIONS = 20.0, 16
NEWEST = "query($r: [String!]) { supportRequests(first: 200, filter: {regions: $r}) { nodes { itemId } } }"
CHANGES = 'subscription($r: [String!]) { itemsChanged(kinds: ["request"], regions: $r) { itemId } }'
ASKING = {"wca": "TCD", "europe": "SRB"}
"""Of each region a State that asks for support."""
_BEHIND = ("acsg_outbox_pending ", "acsg_consumer_lag{")
_APPLIED = 'acsg_consumer_handled_total{consumer="projection"} '
COUNT = "{ supportRequests(first: 1) { totalCount } }"
CUT = {"ACSG_GAP_GRACE_S": "600"}
"""A cut cuts everything: while the mirror stands still, the owner is not asked for what is missing either."""


def figures() -> list[Figure]:
    """Starts the federation, takes the figures, ends it."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, Federation(root=Path(folder), environment=PLENTY | CUT) as federation:
        found = [
            figure("world_ready_s", time.monotonic() - began, "s", "<= 150", 1),
            figure("world_memory_mb", sum(megabytes(federation).values()), "MB", "<= 6000", len(federation.stacks)),
        ]
        return found + asyncio.run(_measured(federation))


async def _measured(federation: Federation) -> list[Figure]:
    async with asking(30) as http:
        region = Client(federation.stacks["wca"].addresses, http)
        geneva = Client(federation.hub.addresses, http)
        await lag(region, geneva, 100)
        waits = await lag(region, geneva, EVENTS)
        healed, count = await heal(federation, region, geneva)
    return [
        figure("geneva_lag_p50_ms", quantile(waits, 0.5) * 1000, "ms", "<= 300", len(waits)),
        figure("geneva_lag_p99_ms", quantile(waits, 0.99) * 1000, "ms", "<= 1500", len(waits)),
        figure("heal_events_per_s", healed, "1/s", ">= 1000", count),
    ]


async def lag(
    region: Client, geneva: Client, count: int, name: str = "wca", per_second: float = PER_SECOND
) -> list[float]:
    """Seconds from the answer in a region to Geneva's GraphQL, at a steady rate. Raises TimeoutError.

    An officer in Geneva listens to the region's requests, and reads the list at the end: everything told is there.
    """
    token = await region.token(f"{ASKING[name].lower()}-authority")
    url = region.addresses["intake"] + "/support-requests"
    accepted: dict[str, float] = {}
    seen: dict[str, float] = {}

    async def submit() -> None:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": new_id(SystemClock())}
        answer = await region.http.post(url, content=submission(ASKING[name]), headers=headers)
        accepted[answer.raise_for_status().json()["request_id"]] = time.perf_counter()

    async def all_seen() -> None:
        while len(accepted) < count or not set(accepted) <= set(seen):  # noqa: ASYNC110 - two dictionaries wake nobody
            await asyncio.sleep(LOOK_S)

    async with listening(geneva, CHANGES, {"r": [name]}) as news:
        listener = asyncio.create_task(_note(news, seen))
        async with asyncio.TaskGroup() as group:
            for _ in range(count):
                group.create_task(submit())
                await asyncio.sleep(1 / per_second)
        try:
            await asyncio.wait_for(all_seen(), PATIENCE_S)
        except TimeoutError as late:
            raise TimeoutError(f"{len(set(accepted) - set(seen))} requests did not reach Geneva") from late
        finally:
            listener.cancel()
    nodes = (await geneva.graphql("geneva-officer", NEWEST, {"r": [name]}))["supportRequests"]["nodes"]
    if not {one["itemId"] for one in nodes} & set(accepted):
        raise RuntimeError("what was told of is not in the list")
    return [seen[one] - at for one, at in accepted.items()]


async def _note(news: AsyncIterator[dict[str, Any]], seen: dict[str, float]) -> None:
    async for change in news:
        seen.setdefault(change["itemsChanged"]["itemId"], time.perf_counter())


@asynccontextmanager
async def listening(
    geneva: Client, query: str, variables: dict[str, Any]
) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
    """What a subscription of an officer in Geneva tells, from about now on."""
    url, token = geneva.addresses["graphql"].replace("http", "ws", 1), await geneva.token("geneva-officer")
    async with websockets.connect(url, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": {"Authorization": f"Bearer {token}"}}))
        await socket.recv()
        payload = {"query": query, "variables": variables}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        await asyncio.sleep(BEGINS_S)

        async def told() -> AsyncIterator[dict[str, Any]]:
            async for message in socket:
                said = json.loads(message)
                if said["type"] != "next" or "errors" in said["payload"]:
                    raise RuntimeError(f"the subscription ended: {said}")
                yield said["payload"]["data"]

        yield told()


async def heal(federation: Federation, region: Client, geneva: Client) -> tuple[float, int]:
    """Events per second that enter Geneva's read model once its mirror goes on after a pause, and how many there were.

    Counted until every request made meanwhile can be seen: a request is told by several events (itself, and each message
    to those concerned). The region itself has dealt with them by then, as after any cut that lasts.
    """
    before = await _count(geneva)
    token, mirror = await region.token("tcd-authority"), federation.hub.keeper.process(MIRROR)
    os.kill(mirror.pid, signal.SIGSTOP)
    try:
        made = await load(
            region.addresses["intake"] + "/support-requests",
            lambda: ({"Authorization": f"Bearer {token}", "Idempotency-Key": new_id(SystemClock())}, submission()),
            BACKLOG_S,
            CONNECTIONS,
        )
        await _settled(federation, region)
        page = federation.hub.metrics("gateway", "serve")
        already = await _said(geneva.http, page, (_APPLIED,))
        print(f"[bench] {len(made.seconds)} requests wait for the mirror", flush=True)
    finally:
        os.kill(mirror.pid, signal.SIGCONT)
    began = time.perf_counter()
    while await _count(geneva) < before + len(made.seconds):
        if time.perf_counter() - began > 120:
            raise TimeoutError("the backlog did not reach Geneva within two minutes")
        await asyncio.sleep(0.1)
    seconds = time.perf_counter() - began
    applied = await _said(geneva.http, page, (_APPLIED,)) - already
    return applied / seconds, int(applied)


async def _settled(federation: Federation, region: Client) -> None:
    """Waits until the region's own readers have read everything. Raises TimeoutError."""
    stack = federation.stacks["wca"]
    pages = [stack.metrics(service, "serve") for service in stack.services]
    end = time.monotonic() + 300
    while sum([await _said(region.http, page, _BEHIND) for page in pages]) > 0:
        if time.monotonic() > end:
            raise TimeoutError("the region did not deal with its own backlog within five minutes")
        await asyncio.sleep(0.5)


async def _said(http: httpx.AsyncClient, page: str, names: tuple[str, ...]) -> float:
    """The sum of some metrics of a process."""
    lines = (await http.get(page)).text.splitlines()
    return sum(float(one.rpartition(" ")[2]) for one in lines if one.startswith(names))


async def _count(geneva: Client) -> int:
    return int((await geneva.graphql("geneva-officer", COUNT))["supportRequests"]["totalCount"])
