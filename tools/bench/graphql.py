"""graphql_ratio: the gateway's page of 50 requests against the straightforward form of it, in one run, interleaved."""

import asyncio
from statistics import median

import orjson

from deploy.local.processes import port
from shared.runtime.http.asking import asking
from tools.bench.figures import Figure, figure
from tools.bench.ground import Ground
from tools.bench.load import Measured, load
from tools.bench.made_up import fill, request
from tools.bench.served import gateway, served, token

REQUESTS, ROUNDS, SECONDS, CONNECTIONS = 500, 5, 3.0, 16
PAGE = """query Page($first: Int!) {
  supportRequests(first: $first) {
    edges { cursor node {
      id itemId region version status reference title parties functionalAreas begunAt changedAt
      lines { lineId functionalArea supportType amount unit start end }
      findings { paragraph outcome reason evidence movedFrom officerOutcome officerComment }
    } }
    pageInfo { hasNextPage endCursor }
  }
}"""
BODY = orjson.dumps({"query": PAGE, "variables": {"first": 50}})


async def _compared(ours: str, theirs: str, headers: dict[str, str], connections: int) -> tuple[list[Measured], ...]:
    """Rounds of ours and theirs in turn."""

    def mine() -> tuple[dict[str, str], bytes]:
        return headers, BODY

    def bare() -> tuple[dict[str, str], bytes]:
        return {}, BODY

    found: tuple[list[Measured], list[Measured]] = ([], [])
    for _ in range(ROUNDS):
        found[1].append(await load(theirs, bare, SECONDS, connections))
        found[0].append(await load(ours, mine, SECONDS, connections))
    return found


def page() -> list[Figure]:
    """Only PostgreSQL, the issuer and the two servers run; both get the same document and must give the same answer."""
    with Ground() as ground:
        folder, ending = ground.folder, ground.ending
        own, _ = ground.database("gateway")
        asyncio.run(fill(own, (request(n) for n in range(REQUESTS))))
        ours, signer = gateway(folder, ending, own)
        straight = port(0, "anchor")
        theirs = f"http://127.0.0.1:{straight}"
        straight_line = ["tools.bench.straightforward", str(straight)]
        ending.enter_context(
            served(folder, "straight", straight_line, f"{theirs}/graphql", STRAIGHTFORWARD_DATABASE=own)
        )
        return asyncio.run(_figures(f"{ours}/graphql", f"{theirs}/graphql", token(signer, "wca-officer")))


async def _figures(ours: str, theirs: str, bearer: str) -> list[Figure]:
    headers = {"Authorization": f"Bearer {bearer}"}
    async with asking(30) as http:
        sent = {"Content-Type": "application/json"}
        answers = [await http.post(url, content=BODY, headers=sent | headers) for url in (ours, theirs)]
    if answers[0].json() != answers[1].json() or len(answers[0].json()["data"]["supportRequests"]["edges"]) != 50:
        raise RuntimeError("the two forms do not give the same page, so there is nothing to compare")
    print(
        f"[bench] page of {len(answers[0].content) / 1000:.0f} kB, {len(answers[1].content) / 1000:.0f} kB", flush=True
    )
    found = []
    for connections in (1, CONNECTIONS):
        mine, bare = await _compared(ours, theirs, headers, connections)
        ratio = median(a.per_second / b.per_second for a, b in zip(mine, bare, strict=True))
        samples, last = sum(len(one.seconds) for one in mine), connections == CONNECTIONS
        tail_ = "" if last else "_one"
        found += [
            figure(f"graphql_ratio{tail_}", ratio, "of plain", ">= 3", samples),
            figure(f"graphql_per_s{tail_}", median(one.per_second for one in mine), "1/s", "", samples),
            figure(f"graphql_plain_per_s{tail_}", median(one.per_second for one in bare), "1/s", "", samples),
        ]
    return found
