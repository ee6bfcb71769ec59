"""Geneva over two regions as real processes, with what tests ask of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from deploy.local.federation import Way
from shared.runtime.http.asking import asking
from tests.support.poll import until
from tools.faults.federation.regions import Regions, running

RESERVATION_TIMEOUT_S = 20


class World(Regions):
    """The running federation."""

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


@asynccontextmanager
async def world_of(root: Path, way: Way = "mirror", **more: Any) -> AsyncIterator[World]:
    """Starts it on free ports, and ends it."""
    environment = {"ACSG_RESERVATION_TIMEOUT_S": str(RESERVATION_TIMEOUT_S)}
    with running(root, way, environment=environment, **more) as (federation, links, doors):
        async with asking(120) as http:
            yield World(federation, links, doors, http)
