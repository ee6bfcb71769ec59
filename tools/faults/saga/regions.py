"""Roster and matching, and delivery where it is asked for, of two regions on real databases, joined by a bus that a seeded schedule delays, repeats and cuts.

What is real: routes, actions, tables, outboxes, the relay's claims and twins, the consumers with their inboxes. What is
played: the broker and the replicator, so that every interleaving is chosen by the seed and can be run again.
"""

import re
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import httpx

from deploy.demo.versions import on_the_present_version
from deploy.local.issuer import actor
from deploy.local.provision import working
from services.delivery import main as delivery
from services.delivery.settings import DeliverySettings
from services.matching import main as matching
from services.matching.settings import MatchingSettings
from services.roster import main as roster
from services.roster.settings import RosterSettings
from shared.contracts.envelope import Envelope
from shared.contracts.intake import RequestFoundInLine
from shared.contracts.shapes.support_request import ConsentedView, SupportRequestState
from shared.modalities.access.actor import Actor
from shared.runtime import failpoints
from shared.runtime.clock import FixedClock
from shared.runtime.db.outbox import slot_of
from shared.runtime.entry import Service
from shared.runtime.identifiers import new_id
from shared.runtime.kafka import slots
from shared.runtime.kafka.records import Record
from shared.runtime.kafka.twins import Outgoing, outgoing
from tools.faults.saga.putting import put

OWNER = "the relay of this run"
Key = tuple[str, int]
"""Topic and partition."""

_TABLES = {
    "roster": ("line_capacity", "support_offer", "reservation", "ended_match"),
    "matching": (
        "match_line",
        "match",
        "need_line",
        "need",
        "known_request",
        "known_offer",
        "given_back",
        "worked_together",
    ),
    "delivery": ("released_contact", "engagement", "known_content", "waiting_match", "reference_counter"),
}


class Killed(BaseException):
    """The process is gone: nothing of it may catch this and go on."""


class Trusting:
    """A verifier that takes the demo actor's name for its token."""

    async def verify(self, token: str) -> Actor:
        """The actor of that name."""
        return actor(token)


@dataclass
class Log:
    """What stands on the partitions of one broker, and how far each reader is."""

    records: dict[Key, list[Record]] = field(default_factory=dict)
    read: dict[tuple[str, Key], int] = field(default_factory=dict)

    def append(self, topic: str, one: Outgoing | Record) -> None:
        """One more record at the end of its partition."""
        key = one.key.decode() if isinstance(one.key, bytes) else one.key
        partition = self.records.setdefault((topic, one.partition), [])
        partition.append(Record(topic, one.partition, len(partition), key, tuple(one.headers), one.body or b""))

    def waiting(self, reader: str, wanted: set[str]) -> Iterator[Key]:
        """Partitions of topics, by their last part, that a reader has not read to their end."""
        for key, records in self.records.items():
            if key[0] in wanted and self.read.get((reader, key), 0) < len(records):
                yield key

    def take(self, reader: str, key: Key, most: int) -> list[Record]:
        """The next records of a partition for a reader."""
        at = self.read.get((reader, key), 0)
        found = self.records[key][at : at + most]
        self.read[reader, key] = at + len(found)
        return found


@dataclass
class Region:
    """Services of one deployment, with its broker."""

    name: str
    other: str
    services: dict[str, Service]
    http: dict[str, httpx.AsyncClient]
    relays: dict[str, asyncpg.Connection]
    clock: FixedClock
    log: Log = field(default_factory=Log)
    replicated: dict[Key, int] = field(default_factory=dict)

    async def call(
        self, who: str, method: str, service: str, path: str, body: Any = None
    ) -> tuple[int, dict[str, Any]]:
        """One call as an actor: status and answer."""
        headers = {"Authorization": f"Bearer {who}", "Idempotency-Key": new_id(self.clock)}

        async def ask(method: str, path: str, headers: dict[str, str]) -> httpx.Response:
            sent = None if method == "GET" else body
            return await self.http[service].request(method, path, json=sent, headers=headers)

        answer = await on_the_present_version(ask, method, path, headers)
        return answer.status_code, answer.json()

    async def relay(self, service: str, *, dies: bool = False) -> None:
        """Publishes what waits in an outbox, as the relay does; ``dies``: killed before it noted that, it says it again."""
        connection, settings = self.relays[service], self.services[service].settings
        fences = (await slots.lease(connection, OWNER, 600)).fences
        while rows := await slots.claim(connection, OWNER, fences, 500, settings.epoch):
            for one in outgoing(rows, frozenset()):
                self.log.append(one.topic, one)
            if dies:
                return
            await slots.mark(connection, OWNER, rows)
        assert settings.deployment == self.name

    async def deliver(self, service: str, key: Key, most: int) -> None:
        """Lets a service handle the next records of a partition."""
        (consumer,) = self.services[service].consumers
        await consumer.handle(self.log.take(service, key, most))

    async def killed(self, service: str, key: Key, most: int, place: str) -> None:
        """The same, with the process killed at a failpoint: what it had not committed is undone, and it reads again."""
        at = self.log.read.get((service, key), 0)

        def dies(name: str) -> None:
            if name == place:
                raise Killed

        with put(failpoints, "hit", dies), suppress(Killed):
            await self.deliver(service, key, most)
        self.log.read[service, key] = at

    async def forget_having_read(self, service: str, key: Key, most: int) -> None:
        """The last records of a partition come again to a service whose inbox does not know them any more."""
        at = self.log.read.get((service, key), 0)
        back = self.log.records[key][max(0, at - most) : at]
        ids = [Envelope.from_headers(one.headers).id for one in back]
        await self.relays[service].execute("delete from inbox where event_id = any($1::text[])", ids)
        self.log.read[service, key] = at - len(back)

    async def forget(self) -> None:
        """Empties the tables."""
        for service, connection in self.relays.items():
            for table in (*_TABLES[service], "outbox", "outbox_stream", "inbox", "inbox_retry", "idempotency"):
                await connection.execute(f"delete from {table}")  # noqa: S608 - names from the list above

    def unread(self, service: str) -> list[Key]:
        """Partitions with something new for a service, its own topics and mirrored twins."""
        (consumer,) = self.services[service].consumers
        patterns = [source.pattern for source in consumer.sources]
        wanted = {topic for topic, _ in self.log.records if any(re.match(pattern, topic) for pattern in patterns)}
        return list(self.log.waiting(service, wanted))

    def replicate(self, source: "Region", key: Key, most: int, back: int = 0) -> None:
        """Mirrors the next records of a twin of another region; ``back``: the replicator lost its place, and repeats."""
        at = max(0, self.replicated.get(key, 0) - back)
        found = source.log.records[key][at : at + most]
        for one in found:
            self.log.append(f"geneva.{source.name}.{key[0]}", one)
        self.replicated[key] = max(self.replicated.get(key, 0), at + len(found))

    def behind(self, source: "Region") -> list[Key]:
        """Twins of another region that are not mirrored to their end."""
        twins = (
            (key, len(records)) for key, records in source.log.records.items() if key[0].startswith("acsg.federated.")
        )
        return [key for key, length in twins if self.replicated.get(key, 0) < length]

    def shown_request(self, state: str, quantity: int) -> str:
        """A request in line and shown to offerers stands on intake's topic; answers its id."""
        one, now = new_id(self.clock), self.clock.now()
        body = _content(f"iso3166:{state}", quantity)
        request = SupportRequestState(
            request_id=one, reference=f"ACSG-{one[-6:]}", region=self.name, status="in_line", content_version=1,
            content=body, rule_set="1", findings=(), submitted_at=now, feedback_due_at=now,
            shown=ConsentedView(audiences=("offerers",), fields={"title": body["title"]}),
        )  # fmt: skip
        event = RequestFoundInLine(aggregate_id=one, aggregate_version=4, request=request)
        envelope = Envelope(
            id=new_id(self.clock), source=f"/acsg/{self.name}/intake", type=event.wire_type, version=1, subject=one,
            time=now, region=self.name, epoch=1, stream=f"{event.topic.name}/{slot_of(one)}", sequence=1,
            aggregate_version=4, classification="strictly_confidential", correlation_id="c",
        )  # fmt: skip
        data = event.__pydantic_serializer__.to_json(event)
        self.log.append(event.topic.name, Outgoing("", slot_of(one), one.encode(), envelope.to_headers(), data, 0))
        return one


async def region(stack: AsyncExitStack, name: str, other: str, databases: dict[str, str], clock: FixedClock) -> Region:
    """Composes one; ``databases``: service -> address."""
    common: dict[str, Any] = {"deployment": name, "mode": "development", "hub": "geneva", "kafka_bootstrap": "none:1"}
    services: dict[str, Service] = {
        "roster": roster.build(RosterSettings(database_url=databases["roster"], **common), clock, Trusting()),
        "matching": matching.build(MatchingSettings(database_url=databases["matching"], **common), clock, Trusting()),
    }
    if "delivery" in databases:
        settings = DeliverySettings(database_url=databases["delivery"], **common)
        services["delivery"] = delivery.build(settings, clock, Trusting())
    http, relays = {}, {}
    for service, built in services.items():
        transport = httpx.ASGITransport(built.app())
        http[service] = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://x"))
        relays[service] = await asyncpg.connect(working(databases[service]))
        stack.push_async_callback(relays[service].close)
        stack.push_async_callback(built.database.dispose)
    return Region(name, other, services, http, relays, clock)


def _content(state: str, quantity: int) -> dict[str, Any]:
    """A small request of a State for so many packages."""
    line = {"line_id": "1", "functional_area": "registration", "support_type": "technical",
            "quantity": {"amount": str(quantity), "unit": "packages"},
            "period": {"start": "2026-01-01", "end": "2027-12-31"}}  # fmt: skip
    return {
        "title": "Digital registration of asylum applications", "language": "fr", "requesting_states": [state],
        "competent_authority": {"name": "Asylum authority"}, "lines": [line], "languages": ["fr"],
        "submission_route": {"route": "country_office", "country_office": f"unhcr-office:{state[-3:]}"},
    }  # fmt: skip
