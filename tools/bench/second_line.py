"""What the database's own guard costs: row-level security and the triggers that tie the audit, switched off and on in turn.

Nothing else changes: the same processes, the same rows, the same calls. The figure is what is done a second with the guard over
what is done without.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from statistics import median

import asyncpg
import psutil

from deploy.demo.client import Client
from deploy.local.stack import Stack
from shared.runtime.clock import SystemClock
from shared.runtime.http.asking import asking
from shared.runtime.identifiers import new_id
from tools.bench.figures import Figure, figure, submission
from tools.bench.graphql import BODY
from tools.bench.ground import Ground
from tools.bench.load import Measured, load
from tools.bench.made_up import fill, request
from tools.bench.served import PLENTY, gateway, token

REQUESTS, ROUNDS, SECONDS, CONNECTIONS = 500, 7, 3.0, 16
READERS = ("wca-officer", "tcd-authority", "fra-authority")
_GUARDED = """select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relrowsecurity"""
_TIED = """select distinct t.tgrelid::regclass::text from pg_trigger t join pg_class c on c.oid = t.tgrelid
    join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and not t.tgisinternal"""


class Guard:
    """The guard of one database, switched by its administrator."""

    def __init__(self, connection: asyncpg.Connection, guarded: list[str], tied: list[str]) -> None:
        self._connection, self._guarded, self._tied = connection, guarded, tied

    @classmethod
    async def of(cls, url: str) -> "Guard":
        """Of the database of an administrator's address. Raises RuntimeError where there is no guard to measure."""
        connection = await asyncpg.connect(url)
        guarded, tied = [[row[0] for row in await connection.fetch(query)] for query in (_GUARDED, _TIED)]
        if not guarded:
            raise RuntimeError("no table has row-level security, so there is nothing to compare")
        return cls(connection, guarded, tied)

    async def set(self, on: bool) -> None:
        """On as a deployment has it, or off."""
        word = "enable" if on else "disable"
        for table in self._guarded:
            await self._connection.execute(f"alter table {table} {word} row level security")
        for table in self._tied:
            await self._connection.execute(f"alter table {table} {word} trigger user")

    async def close(self) -> None:
        """Leaves it on."""
        await self.set(True)
        await self._connection.close()


async def in_turn(guard: Guard, once: Callable[[], Awaitable[Measured]]) -> tuple[list[float], int]:
    """What is done a second with the guard over without it, each round's; how many were done in all."""
    ratios, samples = [], 0
    for number in range(ROUNDS):
        found: dict[bool, Measured] = {}
        # Which of both comes first changes, since whatever follows finds warmer caches and larger tables.
        for on in (True, False) if number % 2 else (False, True):
            await guard.set(on)
            found[on] = await once()
            if found[on].refused:
                raise RuntimeError(f"{found[on].refused} were refused")
        ratios.append(found[True].per_second / found[False].per_second)
        samples += sum(len(one.seconds) for one in found.values())
    return ratios, samples


def _figure(name: str, ratios: list[float], samples: int) -> Figure:
    print(f"[bench] {name}: {min(ratios):.2f} to {max(ratios):.2f}", flush=True)
    return figure(name, median(ratios), "of without", "", samples)


async def _accept(stack: Stack) -> Figure:
    """Accepting requests, nothing being relayed or sealed meanwhile."""
    worker, clock = psutil.Process(stack.pid("intake", "worker")), SystemClock()
    guard = await Guard.of(stack.addresses["postgres"].rpartition("/")[0] + "/acsg_intake")
    async with asking(30) as http:
        client = Client(stack.addresses, http)
        bearer, url = await client.token("tcd-authority"), client.addresses["intake"] + "/support-requests"

    def ours() -> tuple[dict[str, str], bytes]:
        return {"Authorization": f"Bearer {bearer}", "Idempotency-Key": new_id(clock)}, submission()

    worker.suspend()
    try:
        await load(url, ours, 1.0, CONNECTIONS)
        return _figure("second_line_accept", *await in_turn(guard, partial(load, url, ours, SECONDS, CONNECTIONS)))
    finally:
        worker.resume()
        await guard.close()


async def _pages(administrator: str, url: str, tokens: dict[str, str]) -> list[Figure]:
    """A page of 50 requests, as each kind of reader asks for it."""
    guard, found = await Guard.of(administrator), []
    try:
        for who, bearer in tokens.items():
            headers = {"Authorization": f"Bearer {bearer}"}

            def ours(headers: dict[str, str] = headers) -> tuple[dict[str, str], bytes]:
                return headers, BODY

            async with asking(30) as http:
                seen = []
                for on in (True, False):
                    await guard.set(on)
                    seen.append((await http.post(url, content=BODY, headers=headers | _JSON)).json())
            if seen[0] != seen[1] or "data" not in seen[0]:
                raise RuntimeError("the page is another one without the guard, so there is nothing to compare")
            kept = len(seen[0]["data"]["supportRequests"]["edges"])
            ratios, samples = await in_turn(guard, partial(load, url, ours, SECONDS, CONNECTIONS))
            found.append(_figure(f"second_line_page_{who}", ratios, samples))
            print(f"[bench] {who} reads {kept} of 50", flush=True)
    finally:
        await guard.close()
    return found


_JSON = {"Content-Type": "application/json"}


def figures() -> list[Figure]:
    """The path that accepts, then the page."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Stack("wca", root=Path(folder), services=("intake",), environment=PLENTY) as stack,
    ):
        found = [asyncio.run(_accept(stack))]
    with Ground() as ground:
        own, _ = ground.database("gateway")
        asyncio.run(fill(own, (request(n) for n in range(REQUESTS))))
        address, signer = gateway(ground.folder, ground.ending, own)
        tokens = {who: token(signer, who) for who in READERS}
        administrator = ground.server.url.rpartition("/")[0] + "/acsg_gateway"
        return found + asyncio.run(_pages(administrator, f"{address}/graphql", tokens))
