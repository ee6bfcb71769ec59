"""Exports of 100,000 rows over HTTP: rows a second, and resident memory above that of the idle service while they are sent."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from statistics import median

import httpx
import psutil

from shared.runtime.http.asking import KEPT
from tools.bench.figures import Figure, figure
from tools.bench.ground import Ground
from tools.bench.load import quantile
from tools.bench.made_up import fill, match, offer, request
from tools.bench.served import gateway, token

LINES = 3
REQUESTS = 33_334
"""Of three lines each: 100,002 rows."""
OTHERS = 500
ROUNDS = 2
SAMPLE_S = 0.02


@asynccontextmanager
async def _watched(process: psutil.Process) -> AsyncIterator[list[int]]:
    """Resident memory of a process, many times a second."""
    found: list[int] = []

    async def watch() -> None:
        while True:
            found.append(process.memory_info().rss)
            await asyncio.sleep(SAMPLE_S)

    watching = asyncio.create_task(watch())
    try:
        yield found
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def _taken(http: httpx.AsyncClient, path: str) -> tuple[int, int, float]:
    """Lines, bytes and seconds of an export that is read as fast as it comes, and not kept."""
    began, count, size = time.perf_counter(), 0, 0
    async with http.stream("GET", path) as answer:
        answer.raise_for_status()
        async for chunk in answer.aiter_bytes():
            count += chunk.count(b"\n")
            size += len(chunk)
    return count, size, time.perf_counter() - began


async def _beside(http: httpx.AsyncClient, stop: asyncio.Event) -> list[float]:
    """How long a small GraphQL page takes meanwhile."""
    waits = []
    query = {"query": "{ supportOffers(first: 10) { nodes { itemId status } } }"}
    while not stop.is_set():
        began = time.perf_counter()
        (await http.post("/graphql", json=query)).raise_for_status()
        waits.append(time.perf_counter() - began)
        await asyncio.sleep(0.02)
    return waits


def _said(one: Figure) -> Figure:
    """Shows a figure as soon as it is taken: the whole takes minutes on a busy machine."""
    print(f"[bench] {one['name']} {one['value']} {one['unit']}", flush=True)
    return one


async def _figures(address: str, token: str, process: psutil.Process) -> list[Figure]:
    headers = {"Authorization": f"Bearer {token}"}
    found: list[Figure] = []
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=600, limits=KEPT) as http:
        for path in ("/exports/needs.csv", "/exports/needs.xlsx"):
            await _taken(http, path)
        idle, rates, peaks, work = process.memory_info().rss, [], [], []
        rows = 0
        for _ in range(ROUNDS):
            before = sum(process.cpu_times()[:2])
            async with _watched(process) as sizes:
                lines, _, seconds = await _taken(http, "/exports/support-requests.csv")
            # Two rows are headings and tags; no text of the made-up items holds a line break.
            rows = lines - 2
            rates.append(rows / seconds)
            peaks.append(max(sizes) - idle)
            work.append((sum(process.cpu_times()[:2]) - before) / rows)
        if rows != REQUESTS * LINES:
            raise RuntimeError(f"{rows} rows instead of {REQUESTS * LINES}")
        found.append(_said(figure("export_rows_per_s", median(rates), "1/s", "", rows * ROUNDS)))
        found.append(_said(figure("export_memory_mb", max(peaks) / 1e6, "MB", "<= 150", ROUNDS)))
        found.append(_said(figure("export_cpu_us_per_row", median(work) * 1e6, "us", "", rows * ROUNDS)))
        async with _watched(process) as sizes:
            _, _, seconds = await _taken(http, "/exports/support-requests.xlsx")
        found.append(_said(figure("export_workbook_rows_per_s", rows / seconds, "1/s", "", rows)))
        found.append(_said(figure("export_workbook_memory_mb", (max(sizes) - idle) / 1e6, "MB", "<= 150", 1)))
        _, _, seconds = await _taken(http, "/exports/iati.xml")
        found.append(_said(figure("export_iati_per_s", 2 * OTHERS / seconds, "1/s", "", 2 * OTHERS)))
        stop = asyncio.Event()
        neighbours = asyncio.create_task(_beside(http, stop))
        await _taken(http, "/exports/support-requests.csv")
        stop.set()
        waits = await neighbours
        found.append(_said(figure("export_beside_p99_ms", quantile(waits, 0.99) * 1000, "ms", "", len(waits))))
    return found


def figures() -> list[Figure]:
    """PostgreSQL, the issuer and the gateway's interface run, nothing else."""
    with Ground() as ground:
        folder, ending = ground.folder, ground.ending
        own, _ = ground.database("gateway")
        asyncio.run(fill(own, (request(n) for n in range(REQUESTS))))
        asyncio.run(fill(own, (make(n) for make in (offer, match) for n in range(OTHERS))))
        address, signer = gateway(folder, ending, own)
        (process,) = (one for one in psutil.Process().children() if "services.gateway" in one.cmdline())
        return asyncio.run(_figures(address, token(signer, "wca-officer"), process))
