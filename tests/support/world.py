"""Geneva over two regions as real processes, with a proxy before each broker where others come in."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from deploy.demo.client import Client
from deploy.local.federation import Federation, Way
from deploy.local.processes import port
from tests.support.poll import until
from tools.faults.link import Link

NAMES = ("geneva", "wca", "europe")
RESERVATION_TIMEOUT_S = 6


@dataclass
class World:
    """The running federation; ``links`` are the proxies before the brokers."""

    federation: Federation
    links: dict[str, Link]
    http: httpx.AsyncClient

    def client(self, name: str) -> Client:
        """Speaks to a deployment."""
        return Client(self.federation.stacks[name].addresses, self.http)

    async def sql(self, name: str, service: str, query: str, *values: Any) -> list[asyncpg.Record]:
        """Looks into a service's database with the service's own role."""
        connection = await asyncpg.connect(self.federation.stacks[name].databases[service])
        try:
            return list(await connection.fetch(query, *values))
        finally:
            await connection.close()

    async def capacity(self, offer_id: str) -> dict[str, Any]:
        """What the owner in Europe says of an offer's only line."""
        query = "select quantity, reserved, committed from line_capacity where offer_id = $1"
        (row,) = await self.sql("europe", "roster", query, offer_id)
        return {name: int(value) for name, value in row.items()}

    async def item(self, name: str, key: str, actor: str = "geneva-officer") -> dict[str, Any] | None:
        """An item as a deployment's GraphQL shows it."""
        query = "query($k: String!) { item(key: $k) { region kind version status state history { type } } }"
        found = await self.client(name).graphql(actor, query, {"k": key})
        return dict(found["item"]) if found["item"] else None

    async def shown(self, name: str, key: str, status: str, actor: str = "geneva-officer") -> dict[str, Any]:
        """Waits until a deployment shows an item in a status."""

        async def ask() -> dict[str, Any] | None:
            try:
                found = await self.item(name, key, actor)
            except httpx.TransportError:  # Geneva's gateway starts again when a region joins
                return None
            return found if found and found["status"] == status else None

        return await until(ask, f"{key} as {status} in {name}", 120)


@contextmanager
def running(root: Path, way: Way = "mirror", **more: Any) -> Iterator[tuple[Federation, dict[str, Link]]]:
    """Starts it on free ports, and ends it."""
    links = {name: Link(port(0, f"the link of {name}"), port(0, f"the broker of {name}")) for name in NAMES}
    places = {name: (link.target, link.port) for name, link in links.items()}
    environment = {"ACSG_RESERVATION_TIMEOUT_S": str(RESERVATION_TIMEOUT_S)}
    with ExitStack() as open_:
        for link in links.values():
            open_.enter_context(link)
        made = Federation(NAMES, root=root, way=way, links=places, environment=environment, **more)
        yield open_.enter_context(made), links
