"""Notifications without broker and processes: its database, its reactions, its senders and its interface, with a set clock."""

import asyncio
import random
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from deploy.demo.client import Refused
from deploy.demo.versions import on_the_present_version
from deploy.local.issuer import actor
from deploy.local.provision import drop, provision, working
from services.notifications.channels.address_filter import Resolver, SystemResolver
from services.notifications.channels.endpoint_queues import EndpointQueues
from services.notifications.channels.guarded_connections import Connections, GuardedBackend
from services.notifications.channels.webhook import WebhookCaller
from services.notifications.main import build
from services.notifications.reactions import on_events
from services.notifications.settings import NotificationsSettings
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import SupportRequestPublished, SupportRequestRetracted
from shared.modalities.access.actor import Actor
from shared.modalities.errors import Unauthenticated
from shared.runtime.clock import Clock, FixedClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.migrations import upgrade
from shared.runtime.entry import Service
from shared.runtime.identifiers import new_id
from shared.runtime.kafka.records import Decoded, Record

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
PUBLISHED, RETRACTED = SupportRequestPublished.wire_type, SupportRequestRetracted.wire_type


class NamedActors:
    """Takes a demo actor's name for its token, so that a test needs no issuer; the real one is tested elsewhere."""

    async def verify(self, token: str) -> Actor:
        """The actor of that name."""
        try:
            return actor(token)
        except LookupError as unknown:
            raise Unauthenticated("invalid_token", "no such actor") from unknown


@dataclass
class NotificationsDesk:
    """Everything of one notifications service that a test drives by hand."""

    service: Service
    settings: NotificationsSettings
    clock: Clock
    http: httpx.AsyncClient
    owner_url: str
    versions: dict[str, int] = field(default_factory=dict)
    callers: list[WebhookCaller] = field(default_factory=list)

    @property
    def database(self) -> Database:
        """Its database."""
        return self.service.database

    def decoded(self, event: Event, region: str = "wca", at: datetime | None = None) -> Decoded:
        """An event as the consumer hands it on."""
        envelope = Envelope(
            id=new_id(self.clock), source=f"/acsg/{region}/intake", type=event.wire_type, version=event.version,
            subject=event.aggregate_id, time=at or self.clock.now(), region=region, epoch=1, stream="s/0", sequence=1,
            aggregate_version=event.aggregate_version, classification=event.classification.value, correlation_id="test",
        )  # fmt: skip
        return Decoded(Record(event.topic.name, 0, 0, event.aggregate_id, (), b""), envelope, event)

    async def handle(self, *batch: Decoded) -> None:
        """Handles events as the consumer does: in one transaction."""
        async with self.database.unit_of_work(ByClock("test")) as uow:
            await on_events(batch, uow)

    async def publish(self, subject: str | None = None, *, region: str = "wca", **fields: Any) -> Decoded:
        """The public view of a request, as intake publishes it."""
        one = self.decoded(self.published(subject, **fields), region)
        await self.handle(one)
        return one

    def published(self, subject: str | None = None, **fields: Any) -> SupportRequestPublished:
        """The event of it, with the next version of its request."""
        subject = subject or new_id(self.clock)
        self.versions[subject] = self.versions.get(subject, 0) + 1
        shown = {"title": "Digital registration", "reference": "ACSG-2026-TCD-001"} | fields
        values = {"aggregate_id": subject, "aggregate_version": self.versions[subject], "fields": shown}
        return SupportRequestPublished.model_validate(values)

    async def retract(self, subject: str) -> Decoded:
        """The State took its agreement back."""
        self.versions[subject] = self.versions.get(subject, 0) + 1
        one = self.decoded(SupportRequestRetracted(aggregate_id=subject, aggregate_version=self.versions[subject]))
        await self.handle(one)
        return one

    async def call(self, who: str | None, method: str, path: str, body: Any = None, **headers: str) -> dict[str, Any]:
        """One call of the interface. Raises Refused."""
        answer = await self.raw(who, method, path, body, **headers)
        if answer.is_success:
            return dict(answer.json()) if answer.content else {}
        raise Refused(answer.status_code, answer.json())

    async def raw(self, who: str | None, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """The same with the whole answer."""
        given = {"Idempotency-Key": secrets.token_hex(8)} if method != "GET" else {}
        given |= {"Authorization": f"Bearer {who}"} if who else {}

        async def ask(method: str, path: str, headers: dict[str, str]) -> httpx.Response:
            return await self.http.request(method, path, json=None if method == "GET" else body, headers=headers)

        return await on_the_present_version(ask, method, path, given | headers)

    async def endpoint(self, url: str, who: str = "integrator-observer", **more: Any) -> dict[str, Any]:
        """Registers an endpoint for everything public about requests."""
        return await self.call(who, "POST", "/webhooks", {"url": url, "event_types": [PUBLISHED, RETRACTED]} | more)

    def queues(self, seed: int = 1, resolver: Resolver | None = None, **changes: Any) -> EndpointQueues:
        """A sender of webhooks with chance of its own."""
        settings = self.settings.model_copy(update=changes)
        private = settings.webhook_private_addresses
        connections = Connections(
            GuardedBackend(resolver or SystemResolver(), private=private), settings.webhook_ca_file
        )
        caller = WebhookCaller(connections, self.clock, timeout_s=settings.webhook_timeout_s, private=private)
        self.callers.append(caller)
        return EndpointQueues(self.database, settings, caller, random.Random(seed))

    async def send(self, queues: EndpointQueues) -> int:
        """Rounds of a sender until nothing is due; how many turns it took."""
        turns = 0
        while taken := await queues.round():
            await queues.settled()
            turns += taken
        return turns

    async def rows(self, query: str, *values: Any) -> list[Any]:
        """What a query finds in the database."""
        connection = await asyncpg.connect(working(self.settings.database_url))
        try:
            return list(await connection.fetch(query, *values))
        finally:
            await connection.close()

    def advance(self, **by: float) -> None:
        """Moves the clock on."""
        assert isinstance(self.clock, FixedClock)
        self.clock.moment += timedelta(**by)


@asynccontextmanager
async def desk(
    administrator: str, folder: Path, clock: Clock | None = None, **settings: Any
) -> AsyncIterator[NotificationsDesk]:
    """A desk on a database of its own, which is dropped at the end."""
    database = f"notifications_{secrets.token_hex(4)}"
    own, owner = await provision(administrator, database, folder)
    await asyncio.to_thread(upgrade, "notifications", owner)  # migrations run a loop of their own
    given = NotificationsSettings.model_validate(
        {"database_url": own, "mode": "development", "webhook_private_addresses": True,
         "mail_link_url": "https://notifications.example.org", "service": "notifications", "mail_fold_s": 0} | settings
    )  # fmt: skip
    service = build(given, clock or FixedClock(NOON), NamedActors())
    transport = httpx.ASGITransport(service.app())
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://desk", timeout=60) as http:
            made = NotificationsDesk(service, given, service.clock, http, owner)
            yield made
            for caller in made.callers:
                await caller.close()
    finally:
        await service.database.dispose()
        await drop(administrator, database)
