"""postgraphile_ratio: pages of the gateway against PostGraphile's over real tables of the same requests, in turn.

Pages are drawn from two hundred places; meanwhile one request in fifty changes in both. PostGraphile checks no token and
no policy here, which is to its advantage.
"""

import asyncio
import itertools
import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg
import orjson
import psutil

from deploy.local.processes import port
from shared.runtime.http.asking import asking
from tools.bench.figures import Figure, figure
from tools.bench.ground import Ground
from tools.bench.load import Measured, load
from tools.bench.made_up import fill, request
from tools.bench.postgraphile.tables import SCHEMA, lay, take
from tools.bench.served import gateway, listening, running, token
from tools.node import install, node

HERE = Path(__file__).parent
REQUESTS, PLACES, PAGE = 500, 200, 50
ROUNDS, SECONDS, CHANGED = 5, 4.0, REQUESTS // 50
_LINES = "lineId functionalArea supportType amount unit start end"
_FINDINGS = "paragraph outcome reason evidence movedFrom officerOutcome officerComment"
_FIELDS = "itemId region version status reference title parties functionalAreas begunAt changedAt"
OURS = f"""query Page($after: String) {{ supportRequests(first: {PAGE}, after: $after) {{
  edges {{ cursor node {{ {_FIELDS} lines {{ {_LINES} }} findings {{ {_FINDINGS} }} }} }}
  pageInfo {{ hasNextPage endCursor }} }} }}"""
THEIRS = f"""query Page($after: Cursor) {{
  allRequests(first: {PAGE}, after: $after, orderBy: [BEGUN_AT_DESC, ITEM_ID_DESC]) {{
  edges {{ cursor node {{ {_FIELDS}
    requestLinesByRequestId(orderBy: [NUMBER_ASC]) {{ nodes {{ {_LINES} }} }}
    requestFindingsByRequestId(orderBy: [NUMBER_ASC]) {{ nodes {{ {_FINDINGS} }} }} }} }}
  pageInfo {{ hasNextPage endCursor }} }} }}"""
Bodies = list[bytes]


def _plain(node: dict[str, Any]) -> dict[str, Any]:
    """PostGraphile's shape of a request as ours."""
    lists = {
        "lines": node.pop("requestLinesByRequestId")["nodes"],
        "findings": node.pop("requestFindingsByRequestId")["nodes"],
    }
    return {**node, **lists}


def _moments(node: dict[str, Any]) -> dict[str, Any]:
    return {**node, **{name: datetime.fromisoformat(node[name]) for name in ("begunAt", "changedAt")}}


async def _places(url: str, document: str, root: str, headers: dict[str, str]) -> tuple[list[dict[str, Any]], Bodies]:
    """Every request in order, and a body for each of the places that a page begins at."""
    nodes, bodies, after = [], [orjson.dumps({"query": document, "variables": {"after": None}})], None
    async with asking(60) as http:
        while True:
            asked = {"query": document, "variables": {"after": after}}
            answer = (await http.post(url, json=asked, headers=headers)).json()
            if answer.get("errors") or not answer.get("data"):
                raise RuntimeError(f"{url} gave no page: {answer}")
            page = answer["data"][root]
            nodes += [edge["node"] for edge in page["edges"]]
            bodies += [
                orjson.dumps({"query": document, "variables": {"after": edge["cursor"]}}) for edge in page["edges"]
            ]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                return nodes, bodies[:PLACES]


async def _equal(ours: str, theirs: str, headers: dict[str, str]) -> tuple[Bodies, Bodies]:
    """Bodies of both once every request reads alike in both. Raises RuntimeError when one does not."""
    mine, own = await _places(ours, OURS, "supportRequests", headers)
    other, others = await _places(theirs, THEIRS, "allRequests", {})
    pairs = [(_moments(one), _moments(_plain(two))) for one, two in zip(mine, other, strict=False)]
    if unlike := [pair for pair in pairs if pair[0] != pair[1]]:
        raise RuntimeError(f"the two do not give the same requests, so there is nothing to compare: {unlike[0]}")
    if len(mine) != REQUESTS or len(other) != REQUESTS:
        raise RuntimeError(f"{len(mine)} and {len(other)} requests of {REQUESTS}")
    return own, others


async def _changing(own: str, connection: asyncpg.Connection, versions: "itertools.count[int]") -> None:
    """One request in fifty gets another version in the read model, and the same in the tables."""
    while True:
        version, numbers = next(versions), random.sample(range(REQUESTS), CHANGED)
        await fill(own, (request(number, version) for number in numbers))
        await take(connection, [f"request-{number:06}" for number in numbers])
        await asyncio.sleep(1)


def _drawn(bodies: Bodies, headers: dict[str, str]) -> Callable[[], tuple[dict[str, str], bytes]]:
    places = random.Random(2)  # noqa: S311 - the same places each time, no secret
    return lambda: (headers, places.choice(bodies))


def _cpu(process: psutil.Process) -> float:
    spent = process.cpu_times()
    return spent.user + spent.system


async def _taken(ours: str, theirs: str, headers: dict[str, str], own: str, owner: str) -> list[Figure]:
    connection = await asyncpg.connect(owner, server_settings={"acsg.service": "bench"})
    bodies = dict(zip((ours, theirs), await _equal(ours, theirs, headers), strict=True))
    watched = dict(zip((ours, theirs), map(listening, (ours, theirs)), strict=True))
    found: list[Figure] = []
    versions = itertools.count(2)
    for clients in (1, 16):
        changing = asyncio.create_task(_changing(own, connection, versions))
        runs: dict[str, list[Measured]] = {ours: [], theirs: []}
        spent = dict.fromkeys(runs, 0.0)
        for turn in range(2 * ROUNDS):
            url = (theirs, ours)[turn % 2]
            before = _cpu(watched[url])
            runs[url].append(await load(url, _drawn(bodies[url], headers if url == ours else {}), SECONDS, clients))
            spent[url] += _cpu(watched[url]) - before
        changing.cancel()
        await asyncio.gather(changing, return_exceptions=True)
        found += _figures(runs[ours], runs[theirs], spent[ours], spent[theirs], "" if clients > 1 else "_one")
    await take(connection, None)
    await _equal(ours, theirs, headers)
    await connection.close()
    return found


def _figures(mine: list[Measured], other: list[Measured], cpu: float, their_cpu: float, tail: str) -> list[Figure]:
    ratios = sorted(a.per_second / b.per_second for a, b in zip(mine, other, strict=True))
    samples, others = (sum(len(one.seconds) for one in runs) for runs in (mine, other))
    print(f"[bench] postgraphile_ratio{tail}: {ratios[0]:.2f} to {ratios[-1]:.2f}; refused {sum(x.refused for x in mine)},"
          f" {sum(x.refused for x in other)}", flush=True)  # fmt: skip
    return [
        figure(f"postgraphile_ratio{tail}", median(ratios), "of PostGraphile", ">= 1.5", samples),
        figure(f"postgraphile_page_cpu_ms{tail}", their_cpu * 1000 / max(others, 1), "ms", "", others),
        figure(f"gateway_page_cpu_ms{tail}", cpu * 1000 / max(samples, 1), "ms", "", samples),
    ]


async def _laid(owner: str) -> None:
    connection = await asyncpg.connect(owner, server_settings={"acsg.service": "bench"})
    await lay(connection)
    await connection.close()


def figures() -> list[Figure]:
    """Only PostgreSQL, the issuer and the two servers run."""
    install(HERE)
    with Ground() as ground:
        own, owner = ground.database("gateway")
        asyncio.run(fill(own, (request(number) for number in range(REQUESTS))))
        asyncio.run(_laid(owner))
        ours, signer = gateway(ground.folder, ground.ending, own)
        number = port(0, "PostGraphile")
        theirs = f"http://127.0.0.1:{number}/graphql"
        line = [node(), str(HERE / "serve.mjs"), str(number), owner, SCHEMA]
        ground.ending.enter_context(running(ground.folder, "postgraphile", line, theirs, NODE_ENV="production"))
        headers = {"Authorization": f"Bearer {token(signer, 'wca-officer')}"}
        return asyncio.run(_taken(f"{ours}/graphql", theirs, headers, own, owner))
