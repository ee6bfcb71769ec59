"""``python -m tools.bench.read_model``: the real world's size with room, measured; writes docs/figures/read-model.md.

Ten regions, 100,000 requests, 1,000,000 events through the worker's own way into an empty read model, then the queries
people ask, over HTTP. It takes some minutes on two cores.
"""

import argparse
import asyncio
import os
import platform
import sys
import time
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import asyncpg
import orjson
import psutil

from deploy.local.provision import working
from shared.runtime.http.asking import asking
from shared.runtime.kafka.records import Record
from tools.bench.geneva import BATCH, WORLD, analyzed, geneva, told
from tools.bench.ground import Ground
from tools.bench.load import load, quantile
from tools.bench.served import gateway, token
from tools.bench.world import BEGIN, Region

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "docs/figures/read-model.md"
REGIONS, PART, SECONDS = 10, 100_000, 8.0
Row = tuple[str, str]

_MOMENT = BEGIN.replace(month=2).isoformat()
_ONE = 'item(key: "region-3-request-000042"'


def _list(narrowed: str = "") -> str:
    return f"supportRequests(first: 50{narrowed}) {{ nodes {{ itemId region reference status title freshness {{ state }} }} }}"


QUERIES = {
    "50 requests of the world, newest first": _list(),
    "50 of one region in one status": _list(', filter: {region: "region-3", status: ["in_line"]}'),
    "50 changed last": _list(", order: CHANGED_NEWEST"),
    "50 as of a date": _list(f', asOf: "{_MOMENT}"'),
    "50 as of a date, in one status": _list(f', asOf: "{_MOMENT}", filter: {{status: ["submitted"]}}'),
    "one request with versions and history": _ONE + ") { state versions { number } history { type } }",
    "one request as of a date": f'{_ONE}, asOf: "{_MOMENT}") {{ state }}',
    "freshness of every region": "regions { region state openGaps }",
}


def records(requests: int) -> Iterator[Record]:
    """Lives of all regions side by side, some hundred events of each in turn, as a bus brings them."""
    streams = [Region(f"region-{n}").live(0, requests // REGIONS) for n in range(REGIONS)]
    while streams:
        for stream in list(streams):
            if not (part := list(islice(stream, BATCH // REGIONS))):
                streams.remove(stream)
            yield from part


async def _load(url: str, requests: int) -> tuple[list[Row], int]:
    rows: list[Row] = []
    waiting, total, whole = records(requests), 0, 0.0
    async with geneva(url) as service:
        while first := next(waiting, None):
            count, seconds = await told(service, chain([first], islice(waiting, PART - 1)))
            total, whole = total + count, whole + seconds
            if count == PART:
                rows.append((f"events {total - count + 1:,} to {total:,}", f"{count / seconds:,.0f} per second"))
                print(f"[read model] {rows[-1][0]}: {rows[-1][1]}", flush=True)
    memory = psutil.Process().memory_info().rss / 1e6
    rows += [
        ("all of them", f"{total / whole:,.0f} per second"),
        ("resident memory of the process", f"{memory:,.0f} MB"),
    ]
    return rows, total


async def _sizes(url: str) -> list[Row]:
    query = """select relname, pg_total_relation_size(oid) from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace order by 2 desc limit 6"""
    connection = await asyncpg.connect(working(url))
    try:
        found = [(f"table {r[0]} with its indexes", f"{r[1] / 1e6:,.0f} MB") for r in await connection.fetch(query)]
        for table in ("item", "item_version", "history", "gap"):
            found.append((f"rows of {table}", f"{await connection.fetchval(f'select count(*) from {table}'):,}"))  # noqa: S608
        return found
    finally:
        await connection.close()


async def _queries(address: str, token: str) -> list[Row]:
    headers = {"Authorization": f"Bearer {token}"}
    bodies = {name: orjson.dumps({"query": f"{{ {query} }}"}) for name, query in QUERIES.items()} | {
        "the world in figures": WORLD
    }
    rows = []
    async with asking(60) as http:
        for name, body in bodies.items():
            answer = (
                await http.post(address, content=body, headers={"Content-Type": "application/json"} | headers)
            ).json()
            if "errors" in answer:
                raise RuntimeError(f"{name}: {answer['errors']}")

            def make(body: bytes = body) -> tuple[dict[str, str], bytes]:
                return headers, body

            found = await load(address, make, SECONDS, 1)
            middle, tail = (quantile(found.seconds, q) * 1000 for q in (0.5, 0.99))
            rows.append((name, f"p50 {middle:,.0f} ms, p99 {tail:,.0f} ms ({len(found.seconds)} times)"))
            print(f"[read model] {rows[-1][0]}: {rows[-1][1]}", flush=True)
    return rows


def _table(head: tuple[str, str], rows: list[Row]) -> list[str]:
    return [f"| {head[0]} | {head[1]} |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows), ""]


def main(arguments: list[str]) -> int:
    """Exit status 0 when everything was measured."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench.read_model")
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--target", type=Path, default=TARGET)
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    with Ground() as ground:
        own, owner = ground.database("gateway", "figures_gateway")
        loaded, total = asyncio.run(_load(own, asked.requests))
        asyncio.run(analyzed(owner))
        sizes = asyncio.run(_sizes(own))
        address, signer = gateway(ground.folder, ground.ending, own, "geneva", ACSG_MODE="development")
        asked_for = asyncio.run(_queries(f"{address}/graphql", token(signer, "geneva-officer")))
    lines = [
        "# The read model at the real world's size, with room",
        "",
        f"Written by `make figures`: {REGIONS} regions, {asked.requests:,} requests, {total:,} events, {os.cpu_count()} cores,",
        f"{platform.python_implementation()} {platform.python_version()}, PostgreSQL on the same machine, events in polls of",
        f"{BATCH} through decoding, inbox, projection and commit. The whole took {(time.monotonic() - began) / 60:.0f} minutes.",
        "",
        *_table(("Loaded", "Rate"), loaded),
        *_table(("Kept", "Size"), sizes),
        *_table(("Asked over HTTP as a Geneva officer, one query after the other", "Answered after"), asked_for),
    ]
    asked.target.parent.mkdir(parents=True, exist_ok=True)
    asked.target.write_text("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
