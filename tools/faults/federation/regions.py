"""Geneva over regions as real processes, with a proxy before each broker and each service where others come in."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import httpx

from deploy.demo.client import Client, Refused
from deploy.local.federation import HUB, MIRROR, Federation, Way
from deploy.local.processes import port
from tools.bench.served import PLENTY
from tools.faults.link import Link

Found = TypeVar("Found")
NAMES = (HUB, "wca", "europe")
PATIENCE_S = 240.0
"""How long anything is waited for before it counts as never coming: how long it took is measured, never decided here."""
ANSWERING = ("intake", "roster", "matching", "notifications")
"""Services that readers elsewhere ask: each is behind a door of its own."""


async def eventually(ask: Callable[[], Awaitable[Found | None]], what: str, seconds: float = PATIENCE_S) -> Found:
    """The first answer that is neither None nor False. Raises TimeoutError naming what did not come."""
    end = time.monotonic() + seconds
    while not (found := await ask()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come within {seconds:.0f} s")
        await asyncio.sleep(0.1)
    return found


@dataclass
class Regions:
    """The running federation; ``links`` are the proxies before brokers, ``doors`` those before services."""

    federation: Federation
    links: Mapping[str, Link]
    doors: Mapping[str, Mapping[str, Link]]
    http: httpx.AsyncClient

    def client(self, name: str) -> Client:
        """Speaks to a deployment, past its doors."""
        return Client(self.federation.stacks[name].addresses, self.http)

    async def sql(self, name: str, service: str, query: str, *values: Any) -> list[asyncpg.Record]:
        """Looks into a service's database with the service's own role."""
        connection = await asyncpg.connect(self.federation.stacks[name].databases[service])
        try:
            return list(await connection.fetch(query, *values))
        finally:
            await connection.close()

    async def ask(self, query: str, **variables: Any) -> dict[str, Any] | None:
        """What Geneva's GraphQL answers the Secretariat; None while it starts."""
        try:
            return await self.client(HUB).graphql("geneva-officer", query, variables)
        except (httpx.TransportError, Refused):
            return None

    def cut(self, name: str) -> None:
        """Nobody reaches a deployment from outside any more; what it does for its own goes on."""
        for link in (self.links[name], *self.doors[name].values()):
            link.cut()

    def heal(self, name: str) -> None:
        """Everybody reaches it again."""
        for link in (self.links[name], *self.doors[name].values()):
            link.heal()

    def stop_mirror(self) -> None:
        """Geneva's mirror ends."""
        self.federation.hub.keeper.end(MIRROR)

    def start_mirror(self) -> None:
        """It goes on where it thinks it was."""
        self.federation.hub.keeper.keep(MIRROR, self.federation.mirrors[HUB].launch)


@contextmanager
def running(
    root: Path,
    way: Way = "mirror",
    *,
    names: Sequence[str] = NAMES,
    environment: Mapping[str, str] | None = None,
    **more: Any,
) -> Iterator[tuple[Federation, dict[str, Link], dict[str, dict[str, Link]]]]:
    """Starts a federation on free ports behind proxies, and ends it. Loads ask without a quota."""
    environment = PLENTY | dict(environment or {})
    links = {name: Link(port(0, f"the link of {name}"), port(0, f"the broker of {name}")) for name in names}
    places = {name: (link.target, link.port) for name, link in links.items()}
    made = Federation(names, root=root, way=way, links=places, environment=environment, **more)
    doors = {
        name: {service: Link(port(0, f"the door of {service}"), stack.port(service))
               for service in stack.services if service in ANSWERING}
        for name, stack in made.stacks.items()
    }  # fmt: skip
    made.doors = {name: {service: door.port for service, door in own.items()} for name, own in doors.items()}
    with ExitStack() as open_:
        for one in (*links.values(), *(door for own in doors.values() for door in own.values())):
            open_.enter_context(one)
        yield open_.enter_context(made), links, doors
