"""A real intake beside Geneva's read model: its commands over HTTP, its outbox numbered as the relay does, no broker."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from deploy.demo.versions import on_the_present_version
from deploy.local.postgres import Postgres
from services.gateway.http.owner import KnownOwners
from services.gateway.main import build as build_gateway
from services.gateway.settings import GatewaySettings
from services.intake.criteria.rule_sets import RULE_SETS
from services.intake.main import build as build_intake
from services.intake.settings import IntakeSettings
from shared.contracts.reduction.cut import Withheld
from shared.runtime.clock import FixedClock
from shared.runtime.entry import Service
from shared.runtime.kafka import slots
from shared.runtime.kafka.records import Record
from shared.runtime.kafka.twins import reduced
from tests.support.bodies import request_body
from tests.support.databases import Named, as_, copied, environment
from tests.support.read_model import ReadModel

ISSUER = "http://issuer/token"
COUNTRIES = {"wca": "TCD", "europe": "SRB"}


class Network(httpx.AsyncBaseTransport):
    """Hosts by name; one that is cut off does not answer."""

    def __init__(self) -> None:
        self.hosts: dict[str, httpx.AsyncBaseTransport] = {}
        self.cut: set[str] = set()
        self.asked: list[str] = []
        self.asking = "geneva-service"

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        if host == "issuer":
            return httpx.Response(200, json={"access_token": self.asking, "expires_in": 3600}, request=request)
        self.asked.append(f"{host}{request.url.path}")
        if host in self.cut or host not in self.hosts:
            raise httpx.ConnectError("cut off", request=request)
        return await self.hosts[host].handle_async_request(request)


class Intake:
    """The intake of a deployment; ``restored`` swaps its database for a backup."""

    def __init__(
        self, postgres: Postgres, folder: Path, network: Network, clock: FixedClock, name: str = "wca"
    ) -> None:
        self._postgres, self._folder, self._network, self.clock, self.name = postgres, folder, network, clock, name
        self.service: Service
        self.rules = RULE_SETS
        self.withheld: Withheld = frozenset()
        self._keys, self._offsets, self._given = 0, dict[tuple[str, int], int](), dict[str, Any]()

    async def start(self, **more: Any) -> None:
        """On a fresh database, or on the one it has."""
        if not self._given:
            self._given = await environment(self._postgres, self._folder, "intake", f"owner_{self.name}_intake")
        values = {"deployment": self.name} | self._given | more
        self.service = build_intake(IntakeSettings(**values), self.clock, Named(), rules=self.rules)
        app = self.service.app()
        self._network.hosts[f"{self.name}-intake"] = httpx.ASGITransport(app=app)
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://intake")

    def environment(self) -> dict[str, str]:
        """What another process of the same service is started with."""
        given = {"deployment": self.name} | self._given
        return dict(os.environ) | {f"ACSG_{name.upper()}": str(value) for name, value in given.items()}

    async def stop(self) -> None:
        await self.http.aclose()
        await self.service.database.dispose()

    async def call(self, method: str, path: str, body: Any, actor: str = "tcd-authority") -> Any:
        self._keys += 1
        key = f"{self.name}-{self._keys:08}-{id(self)}"

        async def ask(method: str, path: str, headers: dict[str, str]) -> httpx.Response:
            return await self.http.request(method, path, json=None if method == "GET" else body, headers=headers)

        answer = await on_the_present_version(ask, method, path, as_(actor, key))
        assert answer.status_code < 300, answer.text
        return answer.json()

    async def submit(self, **changes: Any) -> str:
        country = COUNTRIES[self.name]
        route = {"route": "country_office", "country_office": f"unhcr-office:{country}"}
        body = request_body(**{"requesting_states": [f"iso3166:{country}"], "submission_route": route} | changes)
        return str((await self.call("POST", "/support-requests", body, f"{country.lower()}-authority"))["request_id"])

    async def decide(self, request_id: str, reason: str = "Complete") -> None:
        body = {"in_line": True, "reason": reason}
        await self.call("POST", f"/support-requests/{request_id}/decision", body, f"{self.name}-officer")

    async def revise(self, request_id: str, title: str) -> None:
        await self.call("PUT", f"/support-requests/{request_id}/content", request_body(title=title))

    async def published(self) -> list[Record]:
        """What was recorded since the last call, numbered, reduced, and as a replicator brings it to Geneva."""
        connection = await self.service.database.connection()
        try:
            fences = (await slots.lease(connection, "relay", 3600)).fences
            rows = await slots.claim(connection, "relay", fences, 60_000, self.service.settings.epoch)
            await slots.mark(connection, "relay", rows)
        finally:
            await connection.close()
        return [self._twin(row) for row in rows if not row.topic.startswith("acsg.public.")]

    def _twin(self, row: slots.Claimed) -> Record:
        headers, body = reduced(row.headers, row.body, self.withheld)
        topic = f"{self.name}.acsg.federated.{row.topic.rpartition('.')[2]}"
        place = (topic, row.slot)
        self._offsets[place] = self._offsets.get(place, -1) + 1
        return Record(topic, row.slot, self._offsets[place], row.key.decode(), tuple(headers), body)

    async def sweep(self) -> None:
        """Forgets what was published, as its retention does."""
        connection = await self.service.database.connection()
        try:
            await connection.execute("delete from outbox where published_at is not null")
        finally:
            await connection.close()

    @asynccontextmanager
    async def restored_later(self, epoch: int) -> AsyncIterator[None]:
        """A backup of now; at the end of the block it is restored, and the epoch raised."""
        name = f"owner_{self.name}_intake"
        await self.stop()
        await copied(self._postgres, name, f"{name}_backup", "template_intake")
        await self.start()
        yield
        await self.stop()
        await copied(self._postgres, f"{name}_backup", name, "template_intake")
        await self.start(epoch=epoch)


async def geneva_over(
    postgres: Postgres,
    folder: Path,
    network: Network,
    clock: FixedClock,
    regions: tuple[str, ...] = ("wca",),
    **more: Any,
) -> ReadModel:
    """Geneva's read model with the addresses of these regions' intakes."""
    peers = {region: {"intake": f"http://{region}-intake"} for region in regions}
    given: dict[str, Any] = {"deployment": "geneva", "scope": "global", "peers": peers, "token_url": ISSUER}
    values = await environment(postgres, folder, "gateway", "geneva_gateway", **given | more)
    settings = GatewaySettings(**values)
    known = KnownOwners(settings, clock, httpx.AsyncClient(transport=network))
    return ReadModel(build_gateway(settings, clock, Named(), known), clock, known)
